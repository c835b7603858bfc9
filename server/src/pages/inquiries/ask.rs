//! `/people/{id}/ask`: asking one colleague something. Whoever has no time now is said to first, with other ways.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::inquiries::{self, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use domain::people::{self, Availability, PersonView};
use domain::{Error, PersonId, Principal, peers};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::people::card::{Card, SkillWords};
use crate::pages::people::question::Question;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const LABELS: [(&str, &str); 2] = [("title", "inquiries-title-field"), ("text", "inquiries-text-field")];

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/people/{id}/ask" Member => show;
        POST "/people/{id}/ask" Member body 60_000 => ask;
    }
}

#[derive(Template)]
#[template(path = "inquiries/ask.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    person: Card,
    typed: Typed,
    is_away: bool,
    /// Others who know of what he knows.
    others: String,
    title_max: usize,
    text_max: usize,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    title: String,
    text: String,
}

impl View {
    fn new(shell: Shell, view: &PersonView, typed: Typed) -> Self {
        let subject = view.fields.skills().first().map(|skill| SkillWords::new(shell.t, skill).name);
        let others = Question { text: subject.unwrap_or_default(), ..Question::default() };
        Self {
            errors: FormErrors::default(),
            person: Card::new(shell.t, view),
            is_away: view.fields.availability() == Some(Availability::Away),
            others: others.href(),
            title_max: TITLE_CHARS_MAX,
            text_max: TEXT_CHARS_MAX,
            typed,
            shell,
        }
    }
}

/// Whether a question of this reader reaches him: he works here, or at an organisation with which there is contact.
pub(crate) async fn may_be_asked(ctx: &Ctx, principal: &Principal, view: &PersonView) -> Result<bool> {
    match principal.member() {
        None => Ok(false),
        Some(member) if member.person_id == view.id => Ok(false),
        Some(_) if view.is_local => Ok(true),
        Some(_) => match peers::find(&ctx.db, view.instance_id).await {
            Ok(peer) => Ok(peer.is_active()),
            Err(Error::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        },
    }
}

async fn find(ctx: &Ctx, member: &Member, id: &str) -> Result<PersonView> {
    let view = people::view(&ctx.db, &member.principal, id_of::<PersonId>(id)?).await?;
    if may_be_asked(ctx, &member.principal, &view).await? { Ok(view) } else { Err(Problem::not_found()) }
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let view = find(&ctx, &member, &id).await?;
    Ok(Html(View::new(shell, &view, Typed::default()).render()?))
}

async fn ask(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let view = find(&ctx, &member, &id).await?;
    let me = &member.principal;
    let done =
        ctx.db.write(async |tx| inquiries::ask(tx, me, view.id, &typed.title, &typed.text).await).await;
    match done {
        Ok(id) => Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-asked")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            refused.show(|errors| View { errors, ..View::new(shell, &view, typed) }.render())
        }
    }
}
