//! `/groups/{id}/join`: coming in, or asking to.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::members::{self, Joined};
use domain::groups::{self, Group, JoinPolicy, Place};
use domain::{GroupId, markup, people};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::pages::words;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/join" Member => show;
        POST "/groups/{id}/join" Member body 40_000 => join;
    }
}

const LABELS: [(&str, &str); 1] = [("answer", "groups-answer")];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    answer: String,
}

#[derive(Template)]
#[template(path = "groups/join.html")]
struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    typed: Typed,
    question: String,
    rules: String,
    asks: bool,
    /// Fields of the profile that the network asks for and that are empty: label and where to fill it in.
    missing: Vec<(String, String)>,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let missing = missing(&ctx, shell.t, &member, &place.group).await?;
    Ok(Html(View::new(shell, &place, missing, FormErrors::default(), Typed::default()).render()?))
}

impl View {
    fn new(
        shell: Shell,
        place: &Place,
        missing: Vec<(String, String)>,
        errors: FormErrors,
        typed: Typed,
    ) -> Self {
        let rules = &place.group.rules;
        Self {
            head: Head::new(shell.t, place, Tab::None),
            question: rules.question.clone(),
            rules: markup::to_html(&place.group.words.rules),
            asks: rules.join_policy == JoinPolicy::Request && !place.is_invited(),
            missing,
            errors,
            typed,
            shell,
        }
    }
}

async fn missing(ctx: &Ctx, t: Texts, member: &Member, group: &Group) -> Result<Vec<(String, String)>> {
    if group.rules.required_fields.is_empty() {
        return Ok(Vec::new());
    }
    let me = people::find_local(&ctx.db, member.person_id).await?;
    let fields = members::missing_fields(&me, group).into_iter();
    let link = |key| Some((t.get(words::field(key)?), format!("/profile/fields/{key}")));
    Ok(fields.filter_map(link).collect())
}

async fn join(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let me = &member.principal;
    match ctx.db.write(async |tx| members::join(tx, me, id, &typed.answer).await).await {
        Ok(joined) => Ok(notice::then(&format!("/groups/{id}"), said(joined))),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let place = groups::enter(&ctx.db, me, id).await?;
            let missing = missing(&ctx, shell.t, &member, &place.group).await?;
            refused.show(|errors| View::new(shell, &place, missing, errors, typed).render())
        }
    }
}

fn said(joined: Joined) -> &'static str {
    match joined {
        Joined::Member => "groups-notice-joined",
        Joined::Asked => "groups-notice-asked",
        Joined::OnItsWay => "groups-notice-on-its-way",
    }
}
