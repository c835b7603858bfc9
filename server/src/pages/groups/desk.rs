//! What a moderator of a network hosted elsewhere has before him, in place of the page that only its host can show; and
//! `/groups/{id}/desk`, where he decides.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::groups::appeals::AppealState;
use domain::groups::desk::{self as desks, Appeal, Ban, Decision, Desk, Line, Report, Request, Who};
use domain::groups::{self, Place};
use domain::items::moderate::ReportState;
use domain::items::{self, Piece};
use domain::people::{Face, faces_by_address};
use domain::{Error, GroupId, Timestamp, markup};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::appeals::grant;
use super::head::{Head, Tab};
use super::log;
use super::member::moderated;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::items::report;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const LABELS: [(&str, &str); 1] = [("decision", "groups-appeal-decision")];

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/groups/{id}/desk" Member body 40_000 => decide;
    }
}

#[derive(Template)]
#[template(path = "groups/desk.html")]
pub(super) struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    /// The case whose form came back, and what was typed.
    refused: String,
    typed: String,
    /// When the copy came; nothing while it is on its way.
    since: Option<Moment>,
    requests: Vec<RequestView>,
    reports: Vec<ReportView>,
    appeals: Vec<AppealView>,
    bans: Vec<BanView>,
    log: Vec<log::Line>,
}

struct RequestView {
    address: String,
    face: FaceView,
    organisation: String,
    when: Moment,
    answer: String,
    is_first: bool,
}

struct ReportView {
    address: String,
    reason: String,
    note: String,
    by: FaceView,
    when: Moment,
    /// Where it stands, what it says, and where one decides about it; nothing when it is not here.
    about: Option<(String, String, String)>,
    is_open: bool,
    state: String,
}

struct AppealView {
    address: String,
    face: FaceView,
    when: Moment,
    note: String,
    measure: Option<String>,
    reason: String,
    is_open: bool,
    is_granted: bool,
    decision: String,
    grant: &'static str,
    is_own: bool,
}

struct BanView {
    address: String,
    face: FaceView,
    reason: String,
    until: Option<String>,
}

impl View {
    pub(super) async fn load(ctx: &Ctx, member: &Member, shell: Shell, place: &Place) -> Result<Self> {
        let (t, id) = (shell.t, place.group.id);
        let desk = desks::find(&ctx.db, &member.principal, id).await?.unwrap_or_default();
        let since = desks::fetched_at(&ctx.db, id).await?;
        let known = Known::load(ctx, member, place, &desk).await?;
        Ok(Self {
            since: since.map(|since| t.moment(since, known.now)),
            requests: desk.requests.iter().map(|row| known.request(t, row)).collect(),
            reports: desk.reports.iter().map(|row| known.report(t, row)).collect(),
            appeals: desk.appeals.iter().map(|row| known.appeal(t, row)).collect(),
            bans: desk.bans.iter().map(|row| known.ban(t, row)).collect(),
            log: desk.log.iter().map(|line| known.line(t, line)).collect(),
            head: Head::new(t, place, Tab::Manage),
            errors: FormErrors::default(),
            refused: String::new(),
            typed: String::new(),
            shell,
        })
    }
}

/// What is known here of the people and texts on the desk.
struct Known {
    faces: HashMap<String, Face>,
    pieces: HashMap<String, (String, String, String)>,
    own: String,
    now: Timestamp,
}

impl Known {
    async fn load(ctx: &Ctx, member: &Member, place: &Place, desk: &Desk) -> Result<Self> {
        let (db, me) = (&ctx.db, &member.principal);
        let mut addresses: Vec<&str> = people_of(desk).map(|who| who.ap_id.as_str()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let reported: Vec<&str> = desk.reports.iter().filter_map(|report| report.about.as_deref()).collect();
        let pieces = items::list_pieces(db, place.group.id, &reported).await?;
        let own = domain::people::find(db, member.person_id).await?.ap_id;
        Ok(Self {
            faces: faces_by_address(db, me, &addresses).await?,
            pieces: pieces.into_iter().map(|(ap_id, piece, said)| (ap_id, about(piece, &said))).collect(),
            own,
            now: ctx.clock.now(),
        })
    }

    fn face(&self, t: Texts, who: Option<&Who>) -> FaceView {
        match who {
            Some(who) => match self.faces.get(&who.ap_id) {
                Some(face) if !face.name.is_empty() => FaceView::new(t, face),
                _ => FaceView::named(t, &who.name, &who.organisation),
            },
            None => FaceView::named(t, "", ""),
        }
    }

    fn request(&self, t: Texts, row: &Request) -> RequestView {
        RequestView {
            address: row.who.ap_id.clone(),
            face: self.face(t, Some(&row.who)),
            organisation: row.who.organisation.clone(),
            when: t.moment(row.since, self.now),
            answer: row.answer.clone(),
            is_first: row.is_first,
        }
    }

    fn report(&self, t: Texts, row: &Report) -> ReportView {
        ReportView {
            address: row.ap_id.clone(),
            reason: t.get(report::reason(row.reason)),
            note: row.note.clone(),
            by: self.face(t, row.by.as_ref()),
            when: t.moment(row.created_at, self.now),
            about: row.about.as_ref().and_then(|about| self.pieces.get(about).cloned()),
            is_open: row.state == ReportState::Open,
            state: t.get(super::manage::state(row.state)),
        }
    }

    fn appeal(&self, t: Texts, row: &Appeal) -> AppealView {
        let measure = row.measure.as_ref();
        let taker = measure.and_then(|measure| measure.by.as_ref());
        AppealView {
            address: row.ap_id.clone(),
            face: self.face(t, row.by.as_ref()),
            when: t.moment(row.created_at, self.now),
            note: row.note.clone(),
            measure: measure.map(|measure| self.told(t, measure)),
            reason: measure.map(|measure| measure.reason.clone()).unwrap_or_default(),
            is_open: row.state == AppealState::Open,
            is_granted: row.state == AppealState::Granted,
            decision: row.decision.clone(),
            grant: grant(measure.map(|measure| measure.what)),
            is_own: taker.is_some_and(|taker| taker.ap_id == self.own),
        }
    }

    fn ban(&self, t: Texts, row: &Ban) -> BanView {
        BanView {
            address: row.who.ap_id.clone(),
            face: self.face(t, Some(&row.who)),
            reason: row.reason.clone(),
            until: row.until.map(|until| t.exact(until)),
        }
    }

    fn told(&self, t: Texts, line: &Line) -> String {
        let by = line.by.as_ref().map(|who| self.face(t, Some(who)).name);
        log::sentence(t, line.what, by, self.face(t, line.whom.as_ref()).name)
    }

    fn line(&self, t: Texts, line: &Line) -> log::Line {
        let receipts = line.receipts.iter().map(|one| (one.organisation.as_str(), one.confirmed_at));
        let when = t.moment(line.created_at, self.now);
        log::Line::new(t, self.told(t, line), line.reason.clone(), when, receipts, self.now)
    }
}

fn people_of(desk: &Desk) -> impl Iterator<Item = &Who> {
    let lines = desk.log.iter().chain(desk.appeals.iter().filter_map(|row| row.measure.as_ref()));
    let concerned = lines.flat_map(|line| [line.whom.as_ref(), line.by.as_ref()]).flatten();
    let reporters = desk.reports.iter().filter_map(|row| row.by.as_ref());
    let appellants = desk.appeals.iter().filter_map(|row| row.by.as_ref());
    let asking = desk.requests.iter().map(|row| &row.who).chain(desk.bans.iter().map(|row| &row.who));
    asking.chain(reporters).chain(appellants).chain(concerned)
}

/// Its page, what it says, and where one decides about it.
fn about(piece: Piece, said: &str) -> (String, String, String) {
    let path = match piece {
        Piece::Item(id) => format!("/items/{id}"),
        Piece::Comment(id) => format!("/comments/{id}"),
    };
    let decide = format!("{path}/moderate");
    (path, markup::excerpt(said, items::EXCERPT_CHARS), decide)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Decided {
    #[serde(rename = "do")]
    act: String,
    /// The address of whom or what it is about.
    about: String,
    decision: String,
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(decided): Form<Decided>,
) -> Result<Response> {
    let (id, me): (GroupId, _) = (id_of(&id)?, &member.principal);
    let Decided { act, about, decision: typed } = decided;
    let decision = Decision::read(&act, about.clone(), typed.clone());
    let decision = decision.ok_or_else(|| Error::invalid("do", "error-choice"))?;
    match ctx.db.write(async |tx| desks::decide(tx, me, id, decision.clone()).await).await {
        Ok(()) => Ok(notice::then(&format!("/groups/{id}/manage"), "groups-notice-at-desk")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let place = moderated(groups::enter(&ctx.db, me, id).await?)?;
            let view = View::load(&ctx, &member, shell, &place).await?;
            refused.show(|errors| View { errors, refused: about, typed, ..view }.render())
        }
    }
}
