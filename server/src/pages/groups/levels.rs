//! `/groups/{id}/notifications`: how much a member is told, on the page and by mail.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::{self, Level, members};
use domain::{Error, GroupId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use super::words;
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/notifications" Member => show;
        POST "/groups/{id}/notifications" Member body 1_000 => choose;
    }
}

#[derive(Template)]
#[template(path = "groups/levels.html")]
struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    web: &'static str,
    mail: &'static str,
    levels: Vec<(&'static str, String)>,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let head = Head::new(shell.t, &place, Tab::None);
    let row = place.membership.filter(|_| head.is_member).ok_or(Error::Forbidden("error-members-only"))?;
    let levels = Level::ALL.map(|level| (level.as_str(), shell.t.get(words::level(level)))).into();
    let (web, mail) = (row.web_level.as_str(), row.mail_level.as_str());
    Ok(Html(View { shell, head, errors: FormErrors::default(), web, mail, levels }.render()?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    web: String,
    mail: String,
}

async fn choose(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let web = Level::parse(&chosen.web).ok_or_else(|| Error::invalid("web", "error-choice"))?;
    let mail = Level::parse(&chosen.mail).ok_or_else(|| Error::invalid("mail", "error-choice"))?;
    ctx.db.write(async |tx| members::set_levels(tx, &member.principal, id, web, mail).await).await?;
    Ok(notice::then(&format!("/groups/{id}"), "groups-notice-levels"))
}
