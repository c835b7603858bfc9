//! `…/authors`: who wrote which passage of the text that stands. For members alone: a long history costs more to walk through
//! than a page to show.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::PersonId;
use domain::people::{Face, faces};
use domain::wiki::Version;
use domain::wiki::authors::{self, VERSIONS_MAX};
use federation::route::Route;
use federation::routes;

use super::{address, find};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Moment;
use crate::pages::face::FaceView;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/authors" Member => show;
    }
}

#[derive(Template)]
#[template(path = "wiki/authors.html")]
struct View {
    shell: Shell,
    title: String,
    path: String,
    passages: Vec<Passage>,
    /// Some passage is older than what was looked through.
    is_cut: bool,
    looked_through: i64,
}

struct Passage {
    text: String,
    /// None: older than what was looked through.
    by: Option<By>,
}

struct By {
    number: i64,
    href: String,
    face: FaceView,
    when: Moment,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    member: Member,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    let path = address(wiki.group_id(), &page.slug);
    let authored = authors::passages(&ctx.db, &page).await?;
    let writers = authored.iter().filter_map(|one| one.version.as_ref()).map(|version| version.author_id);
    let faces = faces(&ctx.db, &member.principal, writers).await?;
    let view = View {
        is_cut: authored.iter().any(|one| one.version.is_none()),
        passages: authored.iter().map(|one| passage(&ctx, &shell, &faces, &path, one)).collect(),
        looked_through: VERSIONS_MAX,
        title: page.title,
        path,
        shell,
    };
    Ok(Html(view.render()?))
}

fn passage(
    ctx: &Ctx,
    shell: &Shell,
    faces: &HashMap<PersonId, Face>,
    path: &str,
    one: &authors::Passage,
) -> Passage {
    let by = |version: &Version| By {
        number: version.number,
        href: format!("{path}/versions/{}", version.number),
        face: FaceView::of(shell.t, faces, version.author_id),
        when: shell.t.moment(version.published_at, ctx.clock.now()),
    };
    Passage { text: one.text.trim_end().to_owned(), by: one.version.as_ref().map(by) }
}
