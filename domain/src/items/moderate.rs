//! Moderation of what was written: pinning, commending, locking; hiding with a reason, showing again, removing; reports.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::queries;
use super::{Item, Piece, comments, seen, write};
use crate::acts::{self, Act, Mark, Measure};
use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql, sql_from};
use crate::error::{Error, FieldError, Result};
use crate::groups::{self, Group, feed, measures};
use crate::ids::{CommentId, GroupId, ItemId, PersonId, ReportId};
use crate::index_feed::Lane;
use crate::notifications::{self, Notice};
use crate::outbox::{self, Event};
use crate::people::check;
use crate::principal::Principal;
use crate::{audit, published_feed};

pub const REASON_CHARS_MAX: usize = 500;
const NOTE_CHARS_MAX: usize = 2_000;

/// Sets or takes a mark; for moderators. The asker of a question may close it.
pub async fn mark(tx: &mut Tx, principal: &Principal, id: ItemId, mark: Mark, is_on: bool) -> Result<()> {
    let person = principal.require_person()?;
    tx.lock(&format!("item:{id}")).await?;
    let item = seen::find(&mut *tx, principal, id).await?;
    let group_id = item.group_id.ok_or(Error::Forbidden("error-moderators-only"))?;
    let place = groups::enter(&mut *tx, principal, group_id).await?;
    let is_own_lock = mark == Mark::Locked && item.author_id == person;
    let group = if is_own_lock { place.require_post()? } else { place.require_moderator()? };
    if !group.is_local {
        return acts::send(tx, person, &group, Act::Mark { item_id: id, mark, is_on }).await;
    }
    queries::update_mark(tx, id, mark, is_on.then(|| tx.now())).await?;
    let detail = json!({ "mark": mark, "on": is_on });
    audit::record(tx, principal, "item.mark", &format!("item:{id}"), detail).await?;
    feed::touch_item(tx, &group, id, &item.ap_id, true).await
}

/// A piece with the item it belongs to.
struct Target {
    item: Item,
    comment: Option<comments::Comment>,
}

impl Target {
    fn author(&self) -> PersonId {
        self.comment.as_ref().map_or(self.item.author_id, |comment| comment.author_id)
    }

    fn ap_id(&self) -> &str {
        self.comment.as_ref().map_or(&self.item.ap_id, |comment| &comment.ap_id)
    }
}

async fn target(tx: &mut Tx, principal: &Principal, piece: Piece) -> Result<Target> {
    match piece {
        Piece::Item(id) => Ok(Target { item: seen::find(&mut *tx, principal, id).await?, comment: None }),
        Piece::Comment(id) => {
            let comment = comments::find(&mut *tx, principal, id).await?;
            let item = seen::find(&mut *tx, principal, comment.item_id).await?;
            Ok(Target { item, comment: Some(comment) })
        }
    }
}

/// Hides, shows again or removes what somebody wrote; for moderators. Whoever wrote it is told why.
pub async fn moderate(
    tx: &mut Tx,
    principal: &Principal,
    piece: Piece,
    measure: Measure,
    reason: &str,
) -> Result<()> {
    let person = principal.acting_person();
    tx.lock(&format!("signs:{}", piece.id())).await?;
    let target = target(tx, principal, piece).await?;
    let group_id = target.item.group_id.ok_or(Error::Forbidden("error-moderators-only"))?;
    let group = groups::enter(&mut *tx, principal, group_id).await?.require_moderator()?;
    let reason = reason_of(reason, measure)?;
    if !group.is_local {
        let act = Act::Moderate { ap_id: target.ap_id().to_owned(), measure, reason };
        return acts::send_as(tx, principal, &group, act).await;
    }
    let detail = json!({ "measure": measure, "reason": reason });
    audit::record(tx, principal, "item.moderate", &piece.audit_name(), detail).await?;
    let new = measures::New {
        group_id,
        what: measure.into(),
        subject_id: piece.id(),
        ap_id: target.ap_id(),
        author_id: target.author(),
        reason: &reason,
    };
    let taken = measures::record(tx, principal, new).await?;
    take_measure(tx, &group, piece, &target, measure, &reason).await?;
    settle_reports(tx, piece, person, measure).await?;
    tell_author(tx, &target, piece, measure, &reason, person, taken).await?;
    measures::tell(tx, taken, target.item.headline()).await
}

fn reason_of(reason: &str, measure: Measure) -> Result<String> {
    let reason = check::paragraphs(reason);
    if reason.is_empty() && measure != Measure::Show {
        return Err(Error::invalid("reason", "error-required"));
    }
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(FieldError::new("reason", "error-too-long").with("max", REASON_CHARS_MAX).into());
    }
    Ok(reason)
}

async fn take_measure(
    tx: &mut Tx,
    group: &Group,
    piece: Piece,
    target: &Target,
    measure: Measure,
    reason: &str,
) -> Result<()> {
    match (measure, &target.comment) {
        (Measure::Remove, Some(comment)) => comments::forget(tx, comment, Some(group)).await,
        (Measure::Remove, None) => write::forget_item(tx, &target.item, Some(group), true).await,
        (Measure::Hide, _) => {
            queries::update_hidden(tx, piece, Some(tx.now()), reason).await?;
            read_anew(tx, piece).await?;
            super::signs::touch(tx, group, piece, target.ap_id()).await
        }
        (Measure::Show, _) => {
            queries::update_hidden(tx, piece, None, "").await?;
            read_anew(tx, piece).await?;
            super::signs::touch(tx, group, piece, target.ap_id()).await
        }
    }
}

/// Their index documents follow.
async fn read_anew(tx: &mut Tx, piece: Piece) -> Result<()> {
    match piece {
        Piece::Item(id) => published_feed::mark_item(tx, id, Lane::Home).await,
        Piece::Comment(id) => published_feed::mark_comment(tx, id, Lane::Home).await,
    }
}

async fn tell_author(
    tx: &mut Tx,
    target: &Target,
    piece: Piece,
    measure: Measure,
    reason: &str,
    by: Option<PersonId>,
    taken: uuid::Uuid,
) -> Result<()> {
    let notice = Notice::new("moderated", format!("moderated:{}:{}", piece.id(), tx.now().0))
        .in_group_maybe(target.item.group_id)
        .by_maybe(by)
        .with("measure", measure.as_str())
        .with("reason", reason)
        .with("headline", target.item.headline())
        .with("measure_id", &taken.to_string());
    let notice = if measure == Measure::Remove && target.comment.is_none() {
        notice
    } else {
        notice.on_item(target.item.id)
    };
    notifications::tell_if_local(tx, target.author(), notice).await
}

/// Why somebody reports something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Reason {
    Rules,
    Privacy,
    Unlawful,
    Spam,
    Other,
}

impl Reason {
    pub const ALL: [Self; 5] = [Self::Rules, Self::Privacy, Self::Unlawful, Self::Spam, Self::Other];

    /// The word in forms, JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Privacy => "privacy",
            Self::Unlawful => "unlawful",
            Self::Spam => "spam",
            Self::Other => "other",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ReportState {
    Open,
    Upheld,
    Dismissed,
}

crate::db::text_arg!(Reason, ReportState);

/// What somebody reported.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Report {
    pub id: ReportId,
    pub ap_id: String,
    pub group_id: Option<GroupId>,
    pub item_id: Option<ItemId>,
    pub comment_id: Option<CommentId>,
    pub reporter_id: Option<PersonId>,
    pub reason: Reason,
    pub note: String,
    pub state: ReportState,
    pub created_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<PersonId>,
    pub decision: String,
}

/// Reports something to the moderators of its group and to the administrators here; in a group of elsewhere to its
/// moderators there too.
pub async fn report(
    tx: &mut Tx,
    principal: &Principal,
    piece: Piece,
    reason: Reason,
    note: &str,
    ap_id: Option<&str>,
) -> Result<ReportId> {
    let person = principal.require_person()?;
    let target = target(tx, principal, piece).await?;
    let note = check::paragraphs(note);
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(FieldError::new("note", "error-too-long").with("max", NOTE_CHARS_MAX).into());
    }
    if note.is_empty() && reason == Reason::Other {
        return Err(Error::invalid("note", "error-required"));
    }
    let id = insert_report(tx, &target, person, reason, &note, ap_id).await?;
    audit::record(tx, principal, "report.file", &piece.audit_name(), json!({ "reason": reason })).await?;
    let notice =
        Notice::new("report", format!("report:{id}")).in_group_maybe(target.item.group_id).by(person);
    notifications::tell_administrators(tx, notice.clone()).await?;
    let Some(group_id) = target.item.group_id else { return Ok(id) };
    groups::desk::touch(tx, group_id).await?;
    notifications::tell_moderators(tx, group_id, notice).await?;
    let group = groups::find(&mut *tx, group_id).await?;
    if !group.is_local {
        acts::send(tx, person, &group, Act::Report { report_id: id }).await?;
    }
    Ok(id)
}

async fn insert_report(
    tx: &mut Tx,
    target: &Target,
    person: PersonId,
    reason: Reason,
    note: &str,
    ap_id: Option<&str>,
) -> Result<ReportId> {
    let id: ReportId = tx.new_id();
    let base = crate::instances::home(&mut *tx).await?.base_url;
    let ap_id = ap_id.map_or_else(|| format!("{base}/ap/report/{id}"), str::to_owned);
    let stored: Vec<ReportId> =
        sql("insert into report (id, ap_id, group_id, item_id, comment_id, reporter_id, reason, note, \
         state, created_at, decision) values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, '') \
         on conflict (ap_id) do nothing returning id")
        .bind(id)
        .bind(&ap_id)
        .bind(target.item.group_id)
        .bind(target.item.id)
        .bind(target.comment.as_ref().map(|comment| comment.id))
        .bind(person)
        .bind(reason)
        .bind(note)
        .bind(tx.now())
        .column(&mut *tx)
        .await?;
    match stored.first() {
        Some(id) => Ok(*id),
        None => sql("select id from report where ap_id = $1").bind(ap_id).scalar(tx).await,
    }
}

/// What a measure says about the reports of the same thing.
async fn settle_reports(tx: &mut Tx, piece: Piece, by: Option<PersonId>, measure: Measure) -> Result<()> {
    if measure == Measure::Show {
        return Ok(());
    }
    let column = match piece {
        Piece::Item(_) => "comment_id is null and item_id",
        Piece::Comment(_) => "comment_id",
    };
    let text = format!(
        "update report set state = 'upheld', decided_at = $2, decided_by = $3 where {column} = $1 \
         and state = 'open' returning {REPORT}"
    );
    let settled: Vec<Report> = sql_from(text).bind(piece.id()).bind(tx.now()).bind(by).all(&mut *tx).await?;
    for report in settled {
        tell_reporter(tx, &report, by).await?;
    }
    Ok(())
}

/// Leaves what was reported as it is; for moderators and administrators.
pub async fn dismiss(tx: &mut Tx, principal: &Principal, id: ReportId, decision: &str) -> Result<()> {
    let report = find_report(&mut *tx, principal, id).await?;
    let decision: String = check::paragraphs(decision).chars().take(REASON_CHARS_MAX).collect();
    let text = "update report set state = 'dismissed', decided_at = $2, decided_by = $3, decision = $4 \
         where id = $1 and state = 'open'";
    let by = principal.acting_person();
    let touched = sql(text).bind(id).bind(tx.now()).bind(by).bind(decision).execute(&mut *tx).await?;
    if touched == 0 {
        return Err(Error::Conflict("error-report-decided"));
    }
    audit::record(tx, principal, "report.dismiss", &format!("report:{id}"), json!({})).await?;
    tell_reporter(tx, &Report { state: ReportState::Dismissed, ..report }, by).await
}

async fn tell_reporter(tx: &mut Tx, report: &Report, by: Option<PersonId>) -> Result<()> {
    if let Some(group) = report.group_id {
        groups::desk::touch(tx, group).await?;
    }
    let Some(reporter) = report.reporter_id else { return Ok(()) };
    if !crate::people::find(&mut *tx, reporter).await?.is_local {
        return outbox::publish(tx, &Event::ReportDecided { report_id: report.id }).await;
    }
    let word = crate::db::enum_text(&report.state);
    let notice = Notice::new("reported", format!("reported:{}", report.id))
        .in_group_maybe(report.group_id)
        .by_maybe(by)
        .with("state", &word);
    notifications::tell_if_local(tx, reporter, notice).await
}

/// The host of its group decided about a report of one of ours.
pub async fn decided_elsewhere(tx: &mut Tx, group: &Group, ap_id: &str, is_upheld: bool) -> Result<()> {
    let state = if is_upheld { ReportState::Upheld } else { ReportState::Dismissed };
    let text = format!(
        "update report set state = $3, decided_at = $4 where ap_id = $1 and group_id = $2 and state = 'open' returning {REPORT}"
    );
    let decided: Option<Report> =
        sql_from(text).bind(ap_id).bind(group.id).bind(state).bind(tx.now()).optional(&mut *tx).await?;
    match decided {
        Some(report) => tell_reporter(tx, &report, None).await,
        None => Ok(()),
    }
}

const REPORT: &str = "id, ap_id, group_id, item_id, comment_id, reporter_id, reason, note, state, created_at, \
    decided_at, decided_by, decision";

/// Reports of one group, for its moderators; without a group all that concern this instance, for administrators. Open ones first.
pub async fn list_reports(
    db: &Db,
    principal: &Principal,
    group: Option<GroupId>,
    limit: i64,
) -> Result<Vec<Report>> {
    let order = "order by case state when 'open' then 0 else 1 end, created_at desc, id desc";
    match group {
        Some(group) => {
            groups::enter(db, principal, group).await?.require_moderator()?;
            let text = format!("select {REPORT} from report where group_id = $1 {order} limit $2");
            sql_from(text).bind(group).bind(limit).all(db).await
        }
        None => {
            principal.require_administrator()?;
            sql_from(format!("select {REPORT} from report {order} limit $1")).bind(limit).all(db).await
        }
    }
}

/// How many reports of a group wait.
pub async fn count_open(db: &Db, group: GroupId) -> Result<i64> {
    sql("select count(*) from report where group_id = $1 and state = 'open'").bind(group).scalar(db).await
}

/// A report as it is, for the federation door.
pub async fn read_report(db: &Db, id: ReportId) -> Result<Report> {
    sql_from(format!("select {REPORT} from report where id = $1")).bind(id).one(db).await
}

/// The report with this address in a group hosted here.
pub async fn find_report_by_ap_id(
    on: impl Into<crate::db::On<'_>>,
    group: GroupId,
    ap_id: &str,
) -> Result<ReportId> {
    let found: Option<(ReportId,)> = sql("select id from report where ap_id = $1 and group_id = $2")
        .bind(ap_id)
        .bind(group)
        .optional(on)
        .await?;
    found.map(|(id,)| id).ok_or(Error::NotFound)
}

/// One report, for the moderators of its group and for administrators.
pub async fn find_report(tx: &mut Tx, principal: &Principal, id: ReportId) -> Result<Report> {
    let text = format!("select {REPORT} from report where id = $1");
    let report: Report = sql_from(text).bind(id).one(&mut *tx).await?;
    if principal.is_administrator() {
        return Ok(report);
    }
    let group = report.group_id.ok_or(Error::NotFound)?;
    groups::enter(&mut *tx, principal, group).await?.require_moderator().map_err(|_| Error::NotFound)?;
    Ok(report)
}
