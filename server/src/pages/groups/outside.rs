//! `/groups/{id}/outside`: answers of people on software of elsewhere that wait for a moderator.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::outside::answers::{self, Waiting};
use domain::{CommentId, Error, GroupId, groups};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use super::member::moderated;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// Shown at once; the next come when these are decided.
const WAITING: i64 = 50;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/outside" Member => show;
        POST "/groups/{id}/outside/{comment}" Member body 1_000 => decide;
    }
}

#[derive(Template)]
#[template(path = "groups/outside.html")]
struct View {
    shell: Shell,
    head: Head,
    waiting: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    /// How he is written on the fediverse.
    address: String,
    when: Moment,
    html: String,
    item_path: String,
    headline: String,
    path: String,
    ban_path: String,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let (t, me) = (shell.t, &member.principal);
    let place = moderated(groups::enter(&ctx.db, me, id_of::<GroupId>(&id)?).await?)?;
    let waiting = answers::list_waiting(&ctx.db, me, place.group.id, WAITING).await?;
    let head = Head::new(t, &place, Tab::Manage);
    let now = ctx.clock.now();
    let view =
        View { waiting: waiting.into_iter().map(|one| Row::new(t, one, &head, now)).collect(), head, shell };
    Ok(Html(view.render()?))
}

impl Row {
    fn new(t: Texts, one: Waiting, head: &Head, now: domain::Timestamp) -> Self {
        let Waiting { comment, actor, headline } = one;
        Self {
            id: comment.id.to_string(),
            address: t.with("items-author-outside", [("address", actor.address())]),
            when: t.moment(comment.created_at, now),
            item_path: format!("/items/{}", comment.item_id),
            headline: if headline.is_empty() { t.get("items-untitled") } else { headline },
            path: format!("{}/outside/{}", head.path, comment.id),
            ban_path: format!("{}/members/{}/ban", head.path, comment.author_id),
            html: comment.html,
            name: actor.name,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Decided {
    #[serde(rename = "do")]
    act: String,
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, comment)): Path<(String, String)>,
    Form(decided): Form<Decided>,
) -> Result<Response> {
    let (id, comment): (GroupId, CommentId) = (id_of(&id)?, id_of(&comment)?);
    let is_yes = match decided.act.as_str() {
        "let_in" => true,
        "keep_out" => false,
        _ => return Err(Error::invalid("do", "error-choice").into()),
    };
    ctx.db.write(async |tx| answers::decide(tx, &member.principal, comment, is_yes).await).await?;
    let key = if is_yes { "fediverse-notice-let-in" } else { "fediverse-notice-kept-out" };
    Ok(notice::then(&format!("/groups/{id}/outside"), key))
}
