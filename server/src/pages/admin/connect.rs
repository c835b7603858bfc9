//! `/admin/peers/connect`: asking another organisation, in two steps: who answers there, then the request.
//! And the two steps of answering: check the address, approve.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::peers::Introduction;
use domain::{Error, InstanceId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::peer_words::spoken;
use super::peers;
use crate::error::Result;
use crate::extract::Admin;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/admin/peers" Admin => look_up;
        POST "/admin/peers/connect" Admin => request;
        POST "/admin/peers/{id}/check" Admin => check;
        POST "/admin/peers/{id}/approve" Admin => approve;
    }
}

#[derive(Deserialize)]
struct HostForm {
    #[serde(default)]
    host: String,
}

#[derive(Template)]
#[template(path = "admin/peer_connect.html")]
struct View {
    shell: Shell,
    them: Introduction,
    words: Vec<String>,
}

/// Who answers at the host that was typed; nothing is stored and nothing sent.
async fn look_up(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(form): Form<HostForm>,
) -> Result<Response> {
    let typed = form.host.trim();
    if typed.is_empty() {
        return again(&ctx, &admin, shell, form.host, Error::invalid("host", "error-required")).await;
    }
    match ctx.federation.look_up(&admin.principal, typed).await {
        Ok(them) => {
            Ok(Html(View { words: spoken(&them.fingerprint), shell, them }.render()?).into_response())
        }
        Err(error) => again(&ctx, &admin, shell, form.host, error).await,
    }
}

#[derive(Deserialize)]
struct RequestForm {
    host: String,
    fingerprint: String,
}

/// Sends the request to the host whose keys the administrator just saw.
async fn request(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(form): Form<RequestForm>,
) -> Result<Response> {
    match ctx.federation.request(&admin.principal, &form.host, &form.fingerprint).await {
        Ok(id) => Ok(super::peer::told(id, "peer-notice-asked")),
        Err(error) => again(&ctx, &admin, shell, form.host, error).await,
    }
}

/// The form once more, with what was typed and what to mend; anything a person cannot mend is passed on.
async fn again(ctx: &Ctx, admin: &Admin, shell: Shell, host: String, error: Error) -> Result<Response> {
    let fields = match error {
        Error::Invalid(fields) => fields,
        Error::Conflict(key) => vec![domain::FieldError::new("host", key)],
        other => return Err(other.into()),
    };
    let errors = FormErrors::new(shell.t, &fields, &[("host", "peers-host")]);
    let page = peers::view(ctx, admin, shell, host, errors).await?.render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

async fn check(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Redirect> {
    // What went wrong stands on the peer's page afterwards; only what cannot stand there is passed on.
    match ctx.federation.check(&admin.principal, id).await {
        Ok(()) | Err(Error::Invalid(_)) => Ok(back_to(id)),
        Err(other) => Err(other.into()),
    }
}

async fn approve(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Response> {
    ctx.federation.approve(&admin.principal, id).await?;
    Ok(super::peer::told(id, "peer-notice-approved"))
}

fn back_to(id: InstanceId) -> Redirect {
    Redirect::to(&format!("/admin/peers/{id}"))
}
