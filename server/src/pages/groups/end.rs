//! `/groups/{id}/archive` and `/groups/{id}/delete`: putting a network to rest, or ending it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::{self, Place};
use domain::{Error, GroupId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/archive" Member => show_archive;
        POST "/groups/{id}/archive" Member body 1_000 => archive;
        GET "/groups/{id}/delete" Member => show_delete;
        POST "/groups/{id}/delete" Member body 4_000 => delete;
    }
}

#[derive(Template)]
#[template(path = "groups/archive.html")]
struct ArchiveView {
    shell: Shell,
    head: Head,
}

async fn owned(ctx: &Ctx, member: &Member, id: GroupId) -> Result<Place> {
    let place = groups::enter(&ctx.db, &member.principal, id).await?;
    place.clone().require_owner()?;
    Ok(place)
}

async fn show_archive(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = owned(&ctx, &member, id_of(&id)?).await?;
    let head = Head::new(shell.t, &place, Tab::Manage);
    Ok(Html(ArchiveView { shell, head }.render()?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Switched {
    on: String,
}

async fn archive(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(switched): Form<Switched>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let is_on = match switched.on.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::invalid("on", "error-choice").into()),
    };
    ctx.db.write(async |tx| groups::set_archived(tx, &member.principal, id, is_on).await).await?;
    let key = if is_on { "groups-notice-archived" } else { "groups-notice-reopened" };
    Ok(notice::then(&format!("/groups/{id}"), key))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Confirmed {
    name: String,
}

#[derive(Template)]
#[template(path = "groups/delete.html")]
struct DeleteView {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    typed: Confirmed,
}

async fn show_delete(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = owned(&ctx, &member, id_of(&id)?).await?;
    let head = Head::new(shell.t, &place, Tab::Manage);
    let view = DeleteView { shell, head, errors: FormErrors::default(), typed: Confirmed::default() };
    Ok(Html(view.render()?))
}

/// Whoever types the name knows which network he ends.
async fn delete(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Confirmed>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let place = owned(&ctx, &member, id).await?;
    let done = async {
        if typed.name.trim() != place.group.words.name {
            return Err(Error::invalid("name", "error-name-differs"));
        }
        ctx.db.write(async |tx| groups::delete(tx, &member.principal, id).await).await
    };
    match done.await {
        Ok(()) => Ok(notice::then("/groups", "groups-notice-deleted")),
        Err(error) => {
            let head = Head::new(shell.t, &place, Tab::Manage);
            Refused::new(shell.t, error, &[("name", "groups-delete-name")])?
                .show(|errors| DeleteView { shell, head, errors, typed }.render())
        }
    }
}
