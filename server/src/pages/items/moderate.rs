//! Moderation: marks on an item, and `…/moderate`, where something is hidden, shown again or removed with a reason.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::acts::{Mark, Measure};
use domain::items::Piece;
use domain::items::moderate;
use domain::people::faces;
use domain::{Error, ItemId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::piece::{self, Found};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/items/{id}/mark" Member body 1_000 => mark;
        GET "/items/{id}/moderate" Member => show_item;
        POST "/items/{id}/moderate" Member body 16_000 => moderate_item;
        GET "/comments/{id}/moderate" Member => show_comment;
        POST "/comments/{id}/moderate" Member body 16_000 => moderate_comment;
    }
}

#[derive(Deserialize)]
struct Marked {
    mark: String,
    on: String,
}

async fn mark(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(marked): Form<Marked>,
) -> Result<Response> {
    let id: ItemId = id_of(&id)?;
    let mark = Mark::parse(&marked.mark).ok_or_else(|| Error::invalid("mark", "error-choice"))?;
    let is_on = marked.on == "yes";
    ctx.db.write(async |tx| moderate::mark(tx, &member.principal, id, mark, is_on).await).await?;
    Ok(notice::then(&format!("/items/{id}"), said(mark, is_on)))
}

fn said(mark: Mark, is_on: bool) -> &'static str {
    match (mark, is_on) {
        (Mark::Pinned, true) => "items-notice-pinned",
        (Mark::Featured, true) => "items-notice-featured",
        (Mark::Locked, true) => "items-notice-locked",
        (Mark::Locked, false) => "items-notice-unlocked",
        (_, false) => "items-notice-unmarked",
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    reason: String,
    #[serde(rename = "do")]
    act: String,
}

#[derive(Template)]
#[template(path = "items/moderate.html")]
struct View {
    shell: Shell,
    path: String,
    back: String,
    html: String,
    headline: String,
    face: FaceView,
    is_comment: bool,
    is_hidden: bool,
    errors: FormErrors,
    typed: Typed,
}

async fn show_item(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    show(&ctx, &member, shell, piece::item(&id)?).await
}

async fn show_comment(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    show(&ctx, &member, shell, piece::comment(&id)?).await
}

async fn show(ctx: &Ctx, member: &Member, shell: Shell, piece: Piece) -> Result<Html<String>> {
    let found = piece::find(ctx, &member.principal, piece).await?;
    let group = found.item.group_id.ok_or(Error::NotFound)?;
    domain::groups::enter(&ctx.db, &member.principal, group).await?.require_moderator()?;
    let view = View::new(ctx, member, shell, &found, FormErrors::default(), Typed::default()).await?;
    Ok(Html(view.render()?))
}

impl View {
    async fn new(
        ctx: &Ctx,
        member: &Member,
        shell: Shell,
        found: &Found,
        errors: FormErrors,
        typed: Typed,
    ) -> Result<Self> {
        let t: Texts = shell.t;
        let comment = found.comment.as_ref();
        let author = comment.map_or(found.item.author_id, |comment| comment.author_id);
        let faces = faces(&ctx.db, &member.principal, [author]).await?;
        let hidden_at = comment.map_or(found.item.hidden_at, |comment| comment.hidden_at);
        Ok(Self {
            path: found.path(),
            back: found.item_path(),
            html: found.html().to_owned(),
            headline: found.item.headline().to_owned(),
            face: FaceView::of(t, &faces, author),
            is_comment: comment.is_some(),
            is_hidden: hidden_at.is_some(),
            errors,
            typed,
            shell,
        })
    }
}

async fn moderate_item(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    moderate(&ctx, &member, shell, piece::item(&id)?, typed).await
}

async fn moderate_comment(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    moderate(&ctx, &member, shell, piece::comment(&id)?, typed).await
}

async fn moderate(ctx: &Ctx, member: &Member, shell: Shell, piece: Piece, typed: Typed) -> Result<Response> {
    let me = &member.principal;
    let found = piece::find(ctx, me, piece).await?;
    let done = async {
        let measure = Measure::parse(&typed.act).ok_or_else(|| Error::invalid("reason", "error-choice"))?;
        ctx.db.write(async |tx| moderate::moderate(tx, me, piece, measure, &typed.reason).await).await?;
        Ok(measure)
    };
    match done.await {
        Ok(measure) => Ok(notice::then(&after(&found, measure), told(measure))),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &[("reason", "groups-reason")])?;
            let view = View::new(ctx, member, shell, &found, FormErrors::default(), typed).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

/// What was removed has no page any more.
fn after(found: &Found, measure: Measure) -> String {
    match (measure, &found.comment, found.item.group_id) {
        (Measure::Remove, None, Some(group)) => format!("/groups/{group}"),
        _ => found.item_path(),
    }
}

fn told(measure: Measure) -> &'static str {
    match measure {
        Measure::Hide => "items-notice-hidden",
        Measure::Show => "items-notice-shown",
        Measure::Remove => "items-notice-removed",
    }
}
