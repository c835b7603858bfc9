//! `…/remove` and `…/ban`: ending somebody's membership. The page says first what that means.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::{self, Place, members};
use domain::people::faces;
use domain::{Error, GroupId, PersonId, Timestamp};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use super::member::moderated;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::from_input;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/members/{person}/remove" Member => show_remove;
        POST "/groups/{id}/members/{person}/remove" Member body 16_000 => remove;
        GET "/groups/{id}/members/{person}/ban" Member => show_ban;
        POST "/groups/{id}/members/{person}/ban" Member body 16_000 => ban;
        POST "/groups/{id}/members/{person}/lift" Member body 1_000 => lift;
    }
}

const LABELS: [(&str, &str); 2] = [("reason", "groups-reason"), ("until", "groups-ban-until")];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    reason: String,
    until: String,
}

#[derive(Template)]
#[template(path = "groups/put_out.html")]
struct View {
    shell: Shell,
    head: Head,
    face: FaceView,
    path: String,
    is_ban: bool,
    errors: FormErrors,
    typed: Typed,
}

impl View {
    async fn new(
        ctx: &Ctx,
        member: &Member,
        shell: Shell,
        place: &Place,
        person: PersonId,
        is_ban: bool,
    ) -> Result<Self> {
        let faces = faces(&ctx.db, &member.principal, [person]).await?;
        let face = FaceView::of(shell.t, &faces, person);
        let head = Head::new(shell.t, place, Tab::Members);
        let path = format!("{}/members/{person}", head.path);
        Ok(Self { shell, head, face, path, is_ban, errors: FormErrors::default(), typed: Typed::default() })
    }
}

type Which = Path<(String, String)>;

async fn show_remove(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(which): Which,
) -> Result<Html<String>> {
    show(&ctx, &member, shell, which, false).await
}

async fn show_ban(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(which): Which,
) -> Result<Html<String>> {
    show(&ctx, &member, shell, which, true).await
}

async fn show(
    ctx: &Ctx,
    member: &Member,
    shell: Shell,
    (id, person): (String, String),
    is_ban: bool,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let place = moderated(place)?;
    Ok(Html(View::new(ctx, member, shell, &place, id_of(&person)?, is_ban).await?.render()?))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, person)): Which,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let (id, person): (GroupId, PersonId) = (id_of(&id)?, id_of(&person)?);
    let me = &member.principal;
    let done = ctx.db.write(async |tx| members::remove(tx, me, id, person, &typed.reason).await).await;
    match done {
        Ok(()) => Ok(notice::then(&format!("/groups/{id}/members"), "groups-notice-removed")),
        Err(error) => refuse(&ctx, &member, shell, (id, person), typed, error, false).await,
    }
}

async fn ban(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, person)): Which,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let (id, person): (GroupId, PersonId) = (id_of(&id)?, id_of(&person)?);
    let me = &member.principal;
    let done = async {
        let until = until(&typed)?;
        ctx.db.write(async |tx| members::ban(tx, me, id, person, &typed.reason, until).await).await
    };
    match done.await {
        Ok(()) => Ok(notice::then(&format!("/groups/{id}/manage"), "groups-notice-banned")),
        Err(error) => refuse(&ctx, &member, shell, (id, person), typed, error, true).await,
    }
}

/// Empty: for good.
fn until(typed: &Typed) -> domain::Result<Option<Timestamp>> {
    match typed.until.trim() {
        "" => Ok(None),
        text => from_input(text).map(Some).ok_or_else(|| Error::invalid("until", "error-moment")),
    }
}

async fn refuse(
    ctx: &Ctx,
    member: &Member,
    shell: Shell,
    (id, person): (GroupId, PersonId),
    typed: Typed,
    error: Error,
    is_ban: bool,
) -> Result<Response> {
    let refused = Refused::new(shell.t, error, &LABELS)?;
    let place = groups::enter(&ctx.db, &member.principal, id).await?;
    let view = View::new(ctx, member, shell, &place, person, is_ban).await?;
    refused.show(|errors| View { errors, typed, ..view }.render())
}

async fn lift(State(ctx): State<Ctx>, member: Member, Path((id, person)): Which) -> Result<Response> {
    let (id, person): (GroupId, PersonId) = (id_of(&id)?, id_of(&person)?);
    ctx.db.write(async |tx| members::lift_ban(tx, &member.principal, id, person).await).await?;
    Ok(notice::then(&format!("/groups/{id}/manage"), "groups-notice-lifted"))
}
