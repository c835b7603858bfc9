//! `/groups/{id}/settings`: what a network is and who comes in, for its owners.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::GroupId;
use domain::groups;
use federation::route::Route;
use federation::routes;

use super::head::{Head, Tab};
use super::typed::{Choices, LABELS, Typed};
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/settings" Member => show;
        POST "/groups/{id}/settings" Member body 400_000 => save;
    }
}

#[derive(Template)]
#[template(path = "groups/settings.html")]
struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    typed: Typed,
    choices: Choices,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let head = Head::new(shell.t, &place, Tab::Manage);
    let group = place.require_owner()?;
    let (typed, choices) = (Typed::of(shell.t, &group), Choices::new(shell.t));
    Ok(Html(View { shell, head, errors: FormErrors::default(), typed, choices }.render()?))
}

async fn save(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let done = async {
        let edit = typed.read(&ctx.db).await?;
        ctx.db.write(async |tx| groups::edit(tx, &member.principal, id, edit.clone()).await).await
    };
    match done.await {
        Ok(()) => Ok(notice::then(&format!("/groups/{id}"), "groups-notice-saved")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let place = groups::enter(&ctx.db, &member.principal, id).await?;
            let head = Head::new(shell.t, &place, Tab::Manage);
            let choices = Choices::new(shell.t);
            refused.show(|errors| View { shell, head, errors, typed, choices }.render())
        }
    }
}
