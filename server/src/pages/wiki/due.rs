//! `/groups/{id}/wiki/due`: pages that somebody should look at.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::people::faces;
use domain::wiki::upkeep::{self, Due};
use federation::route::Route;
use federation::routes;

use super::{Frame, address, enter};
use crate::error::Result;
use crate::extract::Visitor;
use crate::i18n::Moment;
use crate::pages::face::FaceView;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/due" Anyone => show;
    }
}

#[derive(Template)]
#[template(path = "wiki/due.html")]
struct View {
    shell: Shell,
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    title: String,
    href: String,
    owner: Option<FaceView>,
    since: Moment,
}

const SHOWN: i64 = 200;

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &principal, &id).await?;
    let now = ctx.clock.now();
    let found = upkeep::list_due(&ctx.db, &wiki, now, SHOWN).await?;
    let faces = faces(&ctx.db, &principal, found.iter().filter_map(|page| page.owner_id)).await?;
    let row = |page: &Due| Row {
        title: page.title.clone(),
        href: address(wiki.group_id(), &page.slug),
        owner: page.owner_id.map(|owner| FaceView::of(shell.t, &faces, owner)),
        since: shell.t.moment(page.review_at, now),
    };
    let rows = found.iter().map(row).collect();
    Ok(Html(View { frame: Frame::new(&wiki), rows, shell }.render()?))
}
