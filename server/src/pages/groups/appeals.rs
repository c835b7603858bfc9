//! Appeals: `/notifications/appeal`, where somebody asks to look again at what was decided about him; and
//! `/groups/{id}/appeals`, where moderators do.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups;
use domain::groups::appeals::{self, Appeal, AppealState};
use domain::groups::measures::{Taken, What};
use domain::people::faces;
use domain::{Error, GroupId, PersonId, notifications};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use super::log;
use super::member::moderated;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::notifications::Known;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// Appeals shown; open ones stand first.
const APPEALS: i64 = 50;
const LABELS: [(&str, &str); 2] = [("note", "groups-appeal-note"), ("decision", "groups-appeal-decision")];

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/notifications/appeal" Member => ask;
        POST "/notifications/appeal" Member body 40_000 => file;
        GET "/groups/{id}/appeals" Member => list;
        POST "/groups/{id}/appeals/{appeal}" Member body 40_000 => decide;
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    /// Key of the notice that told of the measure.
    notice: String,
    note: String,
}

#[derive(Template)]
#[template(path = "groups/appeal.html")]
struct AskView {
    shell: Shell,
    errors: FormErrors,
    typed: Typed,
    /// What was decided, and why.
    sentence: String,
    reason: Option<String>,
    /// He appealed already.
    is_asked: bool,
}

impl AskView {
    async fn load(ctx: &Ctx, member: &Member, shell: Shell, typed: Typed) -> Result<Self> {
        let told = notifications::find(&ctx.db, &member.principal, &typed.notice).await?;
        let measure = told.detail.get("measure_id").ok_or(Error::NotFound)?;
        let is_asked = appeals::find_own(&ctx.db, &member.principal, measure).await?.is_some();
        let known = Known::load(&ctx.db, &member.principal, std::slice::from_ref(&told)).await?;
        let words = known.tell(shell.t, &told);
        let errors = FormErrors::default();
        Ok(Self { shell, errors, typed, sentence: words.sentence, reason: words.detail, is_asked })
    }
}

async fn ask(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(typed): Query<Typed>,
) -> Result<Html<String>> {
    Ok(Html(AskView::load(&ctx, &member, shell, typed).await?.render()?))
}

async fn file(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let me = &member.principal;
    match ctx.db.write(async |tx| appeals::file(tx, me, &typed.notice, &typed.note).await).await {
        Ok(()) => Ok(notice::then("/notifications", "groups-notice-appealed")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = AskView::load(&ctx, &member, shell, typed).await?;
            refused.show(|errors| AskView { errors, ..view }.render())
        }
    }
}

#[derive(Template)]
#[template(path = "groups/appeals.html")]
struct ListView {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    /// The one whose form came back.
    refused: String,
    typed: String,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    face: FaceView,
    when: Moment,
    note: String,
    measure: Option<String>,
    reason: String,
    is_open: bool,
    is_granted: bool,
    decision: String,
    /// What granting does.
    grant: &'static str,
    /// The reader took the measure himself.
    is_own: bool,
}

impl ListView {
    async fn load(ctx: &Ctx, member: &Member, shell: Shell, id: GroupId) -> Result<Self> {
        let (t, me) = (shell.t, &member.principal);
        let place = moderated(groups::enter(&ctx.db, me, id).await?)?;
        let found = appeals::list(&ctx.db, me, id, APPEALS).await?;
        let takers = found.iter().filter_map(|(_, taken)| taken.as_ref()?.by_person_id);
        let people: Vec<PersonId> = found.iter().map(|(appeal, _)| appeal.person_id).chain(takers).collect();
        let faces = faces(&ctx.db, me, people).await?;
        let now = ctx.clock.now();
        let row = |(appeal, taken): &(Appeal, Option<Taken>)| Row {
            id: appeal.id.to_string(),
            face: FaceView::of(t, &faces, appeal.person_id),
            when: t.moment(appeal.created_at, now),
            note: appeal.note.clone(),
            measure: taken.as_ref().map(|taken| log::told(t, taken, &faces)),
            reason: taken.as_ref().map(|taken| taken.reason.clone()).unwrap_or_default(),
            is_open: appeal.state == AppealState::Open,
            is_granted: appeal.state == AppealState::Granted,
            decision: appeal.decision.clone(),
            grant: grant(taken.as_ref().map(|taken| taken.what)),
            is_own: taken.as_ref().is_some_and(|taken| taken.by_person_id == Some(member.person_id)),
        };
        Ok(Self {
            rows: found.iter().map(row).collect(),
            head: Head::new(t, &place, Tab::Manage),
            errors: FormErrors::default(),
            refused: String::new(),
            typed: String::new(),
            shell,
        })
    }
}

pub(super) fn grant(what: Option<What>) -> &'static str {
    match what {
        Some(What::Hide) => "groups-appeal-grant-hide",
        Some(What::Ban) => "groups-appeal-grant-ban",
        Some(What::Expel) => "groups-appeal-grant-expel",
        _ => "groups-appeal-grant-remove",
    }
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    Ok(Html(ListView::load(&ctx, &member, shell, id_of(&id)?).await?.render()?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Decided {
    #[serde(rename = "do")]
    act: String,
    decision: String,
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, appeal)): Path<(String, uuid::Uuid)>,
    Form(decided): Form<Decided>,
) -> Result<Response> {
    let (id, me): (GroupId, _) = (id_of(&id)?, &member.principal);
    let is_granted = match decided.act.as_str() {
        "grant" => true,
        "reject" => false,
        _ => return Err(Error::invalid("do", "error-choice").into()),
    };
    let why = &decided.decision;
    match ctx.db.write(async |tx| appeals::decide(tx, me, id, appeal, is_granted, why).await).await {
        Ok(()) => Ok(notice::then(&format!("/groups/{id}/appeals"), "groups-notice-appeal-decided")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = ListView::load(&ctx, &member, shell, id).await?;
            let (which, typed) = (appeal.to_string(), decided.decision);
            refused.show(|errors| ListView { errors, refused: which, typed, ..view }.render())
        }
    }
}
