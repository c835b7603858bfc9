//! `/groups/{id}/wiki/offers/{offer}`: a page that one wanted in a wiki of elsewhere and that its host did not take. The text is
//! there, to be sent again or thrown away.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use domain::wiki::offers;
use federation::route::Route;
use federation::routes;
use uuid::Uuid;

use super::typed::{Typed, new_patch};
use super::{Frame, enter, path};
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::notice;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/offers/{offer}" Member => show;
        POST "/groups/{id}/wiki/offers/{offer}" Member body 1_000 => discard;
    }
}

#[derive(Template)]
#[template(path = "wiki/offer.html")]
struct View {
    shell: Shell,
    frame: Frame,
    typed: Typed,
    action: String,
    host: String,
    why: String,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, offer)): Path<(String, String)>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let offer: Uuid = offer.parse().map_err(|_| Problem::not_found())?;
    let found = offers::find(&ctx.db, offer).await?;
    let found = found.filter(|one| one.person_id == member.person_id && one.group_id == wiki.group_id());
    let found = found.filter(|one| !one.refusal.is_empty()).ok_or_else(Problem::not_found)?;
    let view = View {
        action: format!("{}/offers/{offer}", path(wiki.group_id())),
        host: wiki.place.group.organisation.clone(),
        why: shell.t.get(&found.refusal),
        typed: Typed {
            title: found.title.unwrap_or_default(),
            parent: found.parent_id.map(|parent| parent.to_string()).unwrap_or_default(),
            body: found.source.unwrap_or_default(),
            patch: new_patch(ctx.clock.now()),
            ..Typed::default()
        },
        frame: Frame::new(&wiki),
        shell,
    };
    Ok(Html(view.render()?))
}

async fn discard(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, offer)): Path<(String, String)>,
) -> Result<Response> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let offer: Uuid = offer.parse().map_err(|_| Problem::not_found())?;
    ctx.db.write(async |tx| offers::discard(tx, &member.principal, offer).await).await?;
    Ok(notice::then(&path(wiki.group_id()), "wiki-notice-discarded"))
}
