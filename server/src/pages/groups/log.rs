//! `/groups/{id}/log`: what the moderators did, why, and which organisations confirmed that they took it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::groups;
use domain::groups::measures::{self, Receipt, Taken, What};
use domain::people::{Face, faces};
use domain::{GroupId, PersonId, Timestamp};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use super::member::moderated;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const PAGE: usize = 50;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/log" Member => show;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    before: String,
}

#[derive(Template)]
#[template(path = "groups/log.html")]
struct View {
    shell: Shell,
    head: Head,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// One measure in words.
pub(super) struct Line {
    pub sentence: String,
    pub reason: String,
    pub when: Moment,
    pub confirmed: Vec<(String, String)>,
    /// Organisations that have not answered.
    pub waiting: String,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (t, me, id) = (shell.t, &member.principal, id_of::<GroupId>(&id)?);
    let place = moderated(groups::enter(&ctx.db, me, id).await?)?;
    let before = asked.before.parse().ok().map(Timestamp);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut taken = measures::list(&ctx.db, me, id, before, limit).await?;
    let has_more = taken.len() > PAGE;
    taken.truncate(PAGE);
    let ids: Vec<_> = taken.iter().map(|one| one.id).collect();
    let receipts = measures::list_receipts(&ctx.db, &ids).await?;
    let people: Vec<PersonId> =
        taken.iter().flat_map(|one| [Some(one.author_id), one.by_person_id]).flatten().collect();
    let faces = faces(&ctx.db, me, people).await?;
    let head = Head::new(t, &place, Tab::Manage);
    let here = head.at("/log");
    let next = taken.last().filter(|_| has_more).map(|last| format!("{here}?before={}", last.created_at.0));
    let now = ctx.clock.now();
    let view = View {
        lines: taken.iter().map(|one| Line::of(t, one, &receipts, &faces, now)).collect(),
        first: before.map(|_| here),
        next,
        head,
        shell,
    };
    Ok(Html(view.render()?))
}

impl Line {
    fn of(
        t: Texts,
        taken: &Taken,
        receipts: &[Receipt],
        faces: &HashMap<PersonId, Face>,
        now: Timestamp,
    ) -> Self {
        let receipts = receipts.iter().filter(|one| one.measure_id == taken.id);
        let receipts = receipts.map(|one| (one.organisation.as_str(), one.confirmed_at));
        let when = t.moment(taken.created_at, now);
        Self::new(t, told(t, taken, faces), taken.reason.clone(), when, receipts, now)
    }

    /// With each organisation that was told, and when it confirmed.
    pub(super) fn new<'r>(
        t: Texts,
        sentence: String,
        reason: String,
        when: Moment,
        receipts: impl Iterator<Item = (&'r str, Option<Timestamp>)>,
        now: Timestamp,
    ) -> Self {
        let (confirmed, waiting): (Vec<_>, Vec<_>) = receipts.partition(|(_, at)| at.is_some());
        let waiting: Vec<&str> = waiting.into_iter().map(|(name, _)| name).collect();
        let said = |(name, at): (&str, Option<Timestamp>)| Some((name.to_owned(), t.moment(at?, now).said));
        let confirmed = confirmed.into_iter().filter_map(said).collect();
        Self { sentence, reason, when, confirmed, waiting: waiting.join(", ") }
    }
}

fn key(what: What) -> &'static str {
    match what {
        What::Hide => "groups-log-hide",
        What::Show => "groups-log-show",
        What::Remove => "groups-log-remove",
        What::Expel => "groups-log-expel",
        What::Ban => "groups-log-ban",
        What::Lift => "groups-log-lift",
    }
}

/// A measure in words, here and beside an appeal against it. `by`: nobody, when it was the system.
pub(super) fn sentence(t: Texts, what: What, by: Option<String>, whom: String) -> String {
    let by = by.unwrap_or_else(|| t.get("groups-log-system"));
    t.with(key(what), [("by", by), ("whom", whom)])
}

pub(super) fn told(t: Texts, taken: &Taken, faces: &HashMap<PersonId, Face>) -> String {
    let by = taken.by_person_id.map(|id| FaceView::of(t, faces, id).name);
    sentence(t, taken.what, by, FaceView::of(t, faces, taken.author_id).name)
}
