//! `/groups/{id}/manage`: who wants in, who was invited or banned, and what was reported.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::members::by_mail::{self, MailInvitation};
use domain::groups::{self, Membership, Place, State as Standing, members};
use domain::items::moderate::{self, Report, ReportState};
use domain::items::{self, Item, comments};
use domain::people::{Face, faces};
use domain::{CommentId, GroupId, ItemId, PersonId, Principal, ReportId, markup};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::desk;
use super::head::{Head, Tab};
use super::member::moderated;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::id_of;
use crate::pages::items::report;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// Reports shown; open ones stand first.
const REPORTS: i64 = 50;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/manage" Member => show;
        POST "/groups/{id}/requests/{person}" Member body 1_000 => decide;
        POST "/groups/{id}/reports/{report}" Member body 16_000 => dismiss;
    }
}

#[derive(Template)]
#[template(path = "groups/manage.html")]
struct View {
    shell: Shell,
    head: Head,
    requests: Vec<Request>,
    invited: Vec<Invited>,
    mailed: Vec<Mailed>,
    banned: Vec<Ban>,
    reports: Vec<ReportView>,
    /// Answers from outside that wait.
    outside: i64,
}

struct Request {
    face: FaceView,
    organisation: String,
    when: Moment,
    answer: String,
    /// Nobody of that organisation is a member yet.
    is_first: bool,
    path: String,
}

struct Invited {
    face: FaceView,
    when: Moment,
    withdraw: String,
}

struct Mailed {
    address: String,
    by: FaceView,
    when: Moment,
    until: String,
    withdraw: String,
}

struct Ban {
    face: FaceView,
    reason: String,
    until: Option<String>,
    path: String,
}

struct ReportView {
    path: String,
    reason: String,
    note: String,
    by: FaceView,
    when: Moment,
    /// Where it stands and what it says; nothing when it is gone.
    about: Option<(String, String, String)>,
    is_open: bool,
    state: String,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let (t, me) = (shell.t, &member.principal);
    let place = groups::enter(&ctx.db, me, id_of::<GroupId>(&id)?).await?;
    let place = moderated(place)?;
    if !place.group.is_local {
        return Ok(Html(desk::View::load(&ctx, &member, shell, &place).await?.render()?));
    }
    let desk = Desk::load(&ctx, me, &place).await?;
    let head = Head::new(t, &place, Tab::Manage);
    let view = View {
        requests: desk.requested.iter().map(|row| desk.request(t, row, &head)).collect(),
        invited: desk.invited.iter().map(|row| desk.invited(t, row, &head)).collect(),
        mailed: desk.mailed.iter().map(|row| desk.mailed(t, row, &head)).collect(),
        banned: desk.banned.iter().map(|row| desk.ban(t, row, &head)).collect(),
        reports: desk.reports.iter().map(|report| desk.report(t, report, &head)).collect(),
        outside: domain::outside::answers::count_waiting(&ctx.db, place.group.id).await?,
        head,
        shell,
    };
    Ok(Html(view.render()?))
}

/// All that waits for a moderator, read in a handful of statements.
struct Desk {
    requested: Vec<Membership>,
    invited: Vec<Membership>,
    mailed: Vec<MailInvitation>,
    banned: Vec<Membership>,
    reports: Vec<Report>,
    items: Vec<Item>,
    comments: Vec<items::Comment>,
    hosts: Vec<String>,
    faces: HashMap<PersonId, Face>,
    now: domain::Timestamp,
}

impl Desk {
    async fn load(ctx: &Ctx, me: &Principal, place: &Place) -> Result<Self> {
        let (db, id) = (&ctx.db, place.group.id);
        let requested = members::list_in_state(db, me, id, Standing::Requested).await?;
        let invited = members::list_in_state(db, me, id, Standing::Invited).await?;
        let mailed = by_mail::list_mailed(db, me, id).await?;
        let banned = members::list_in_state(db, me, id, Standing::Banned).await?;
        let reports = moderate::list_reports(db, me, Some(id), REPORTS).await?;
        let item_ids: Vec<ItemId> = reports.iter().filter_map(|report| report.item_id).collect();
        let comment_ids: Vec<CommentId> = reports.iter().filter_map(|report| report.comment_id).collect();
        let rows = requested.iter().chain(&invited).chain(&banned).map(|row| row.person_id);
        let inviters = mailed.iter().map(|row| row.by_person_id);
        let reporters = reports.iter().filter_map(|report| report.reporter_id);
        let faces = faces(db, me, rows.chain(inviters).chain(reporters)).await?;
        Ok(Self {
            items: items::list_by_id(db, me, &item_ids).await?,
            comments: comments::list_by_id(db, &comment_ids).await?,
            hosts: members::list_hosts(db, id).await?,
            requested,
            invited,
            mailed,
            banned,
            reports,
            faces,
            now: ctx.clock.now(),
        })
    }

    fn face(&self, t: Texts, id: PersonId) -> FaceView {
        FaceView::of(t, &self.faces, id)
    }

    fn request(&self, t: Texts, row: &Membership, head: &Head) -> Request {
        let face = self.faces.get(&row.person_id);
        Request {
            face: self.face(t, row.person_id),
            organisation: face.map(|face| face.organisation.clone()).unwrap_or_default(),
            when: t.moment(row.since, self.now),
            answer: row.answer.clone(),
            is_first: face.is_some_and(|face| !face.is_local && !self.hosts.contains(&face.host)),
            path: format!("{}/requests/{}", head.path, row.person_id),
        }
    }

    fn invited(&self, t: Texts, row: &Membership, head: &Head) -> Invited {
        Invited {
            face: self.face(t, row.person_id),
            when: t.moment(row.since, self.now),
            withdraw: format!("{}/invite/{}/withdraw", head.path, row.person_id),
        }
    }

    fn mailed(&self, t: Texts, row: &MailInvitation, head: &Head) -> Mailed {
        Mailed {
            address: row.email.clone(),
            by: self.face(t, row.by_person_id),
            when: t.moment(row.created_at, self.now),
            until: t.exact(row.expires_at),
            withdraw: format!("{}/invite/mail/{}/withdraw", head.path, row.id),
        }
    }

    fn ban(&self, t: Texts, row: &Membership, head: &Head) -> Ban {
        Ban {
            face: self.face(t, row.person_id),
            reason: row.reason.clone(),
            until: row.until.map(|until| t.exact(until)),
            path: format!("{}/members/{}/lift", head.path, row.person_id),
        }
    }

    fn report(&self, t: Texts, report: &Report, head: &Head) -> ReportView {
        let by = report.reporter_id.unwrap_or(PersonId(uuid::Uuid::nil()));
        ReportView {
            path: format!("{}/reports/{}", head.path, report.id),
            reason: t.get(report::reason(report.reason)),
            note: report.note.clone(),
            by: self.face(t, by),
            when: t.moment(report.created_at, self.now),
            about: self.about(t, report),
            is_open: report.state == ReportState::Open,
            state: t.get(state(report.state)),
        }
    }

    /// Its page, what it says, and where one decides about it.
    fn about(&self, t: Texts, report: &Report) -> Option<(String, String, String)> {
        if let Some(id) = report.comment_id {
            let comment = self.comments.iter().find(|comment| comment.id == id)?;
            let said = markup::excerpt(&comment.body, items::EXCERPT_CHARS);
            return Some((format!("/comments/{id}"), said, format!("/comments/{id}/moderate")));
        }
        let item = self.items.iter().find(|item| Some(item.id) == report.item_id)?;
        let said = match item.headline() {
            "" => t.get("items-untitled"),
            headline => headline.to_owned(),
        };
        Some((format!("/items/{}", item.id), said, format!("/items/{}/moderate", item.id)))
    }
}

/// Where a report stands.
pub(super) fn state(state: ReportState) -> &'static str {
    match state {
        ReportState::Open => "groups-report-open",
        ReportState::Upheld => "groups-report-upheld",
        ReportState::Dismissed => "groups-report-dismissed",
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
    Path((id, person)): Path<(String, String)>,
    Form(decided): Form<Decided>,
) -> Result<Response> {
    let (id, person): (GroupId, PersonId) = (id_of(&id)?, id_of(&person)?);
    let is_yes = match decided.act.as_str() {
        "admit" => true,
        "decline" => false,
        _ => return Err(domain::Error::invalid("do", "error-choice").into()),
    };
    ctx.db.write(async |tx| members::decide(tx, &member.principal, id, person, is_yes).await).await?;
    let key = if is_yes { "groups-notice-admitted" } else { "groups-notice-declined" };
    Ok(notice::then(&format!("/groups/{id}/manage"), key))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Dismissed {
    decision: String,
}

async fn dismiss(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, report)): Path<(String, String)>,
    Form(dismissed): Form<Dismissed>,
) -> Result<Response> {
    let (id, report): (GroupId, ReportId) = (id_of(&id)?, id_of(&report)?);
    let me = &member.principal;
    ctx.db.write(async |tx| moderate::dismiss(tx, me, report, &dismissed.decision).await).await?;
    Ok(notice::then(&format!("/groups/{id}/manage"), "groups-notice-dismissed"))
}
