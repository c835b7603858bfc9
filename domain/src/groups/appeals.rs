//! Appeals: whoever is concerned by a measure asks the moderators to look again. He does so from the notice that told him,
//! wherever he works.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::desk;
use super::measures::{self, Taken, What};
use super::place::enter;
use super::{Group, members};
use crate::acts::{self, Act, Measure};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, FieldError, Result};
use crate::ids::{GroupId, PersonId};
use crate::items::{self, Piece, moderate};
use crate::notifications::{self, Notice};
use crate::outbox::{self, Event};
use crate::people::{self, check};
use crate::principal::Principal;

pub const NOTE_CHARS_MAX: usize = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum AppealState {
    Open,
    Granted,
    Rejected,
}

crate::db::text_arg!(AppealState);

/// What somebody asks, and what became of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Appeal {
    pub id: Uuid,
    pub ap_id: String,
    pub group_id: GroupId,
    /// Here the id of a measure; in a group of elsewhere the id of the activity that told of it.
    pub measure: String,
    pub person_id: PersonId,
    pub note: String,
    pub state: AppealState,
    pub created_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<PersonId>,
    pub decision: String,
}

const APPEAL: &str = "select id, ap_id, group_id, measure, person_id, note, state, created_at, decided_at, decided_by, \
    decision from appeal";

/// Appeals against what the notice with this key told; once for each measure.
pub async fn file(tx: &mut Tx, principal: &Principal, notice: &str, note: &str) -> Result<()> {
    let person = principal.require_member()?.person_id;
    let told = notifications::find(&mut *tx, principal, notice).await?;
    let measure = told.detail.get("measure_id").ok_or(Error::NotFound)?;
    let group = super::find(&mut *tx, told.group_id.ok_or(Error::NotFound)?).await?;
    let note = note_of(note)?;
    let id = insert(tx, &group, measure, person, &note, None).await?;
    audit::record(tx, principal, "appeal.file", &format!("appeal:{id}"), json!({})).await?;
    if group.is_local {
        return tell_moderators(tx, &group, id, person).await;
    }
    acts::send(tx, person, &group, Act::Appeal { appeal_id: id }).await
}

/// The appeal of somebody of elsewhere, against what his instance was told in `activity_id`.
pub async fn receive(
    tx: &mut Tx,
    principal: &Principal,
    group: &Group,
    activity_id: &str,
    ap_id: &str,
    note: &str,
) -> Result<()> {
    let Principal::Colleague(colleague) = principal else { return Err(Error::Unauthenticated) };
    let measure = measures::find_told(&mut *tx, colleague.instance_id, activity_id).await?;
    let is_his = |taken: &Taken| taken.author_id == colleague.person_id && taken.group_id == group.id;
    let measure = measure.filter(is_his).ok_or(Error::NotFound)?;
    let note = note_of(note)?;
    let id = insert(tx, group, &measure.id.to_string(), colleague.person_id, &note, Some(ap_id)).await?;
    audit::record(tx, principal, "appeal.file", &format!("appeal:{id}"), json!({})).await?;
    tell_moderators(tx, group, id, colleague.person_id).await
}

async fn tell_moderators(tx: &mut Tx, group: &Group, id: Uuid, person: PersonId) -> Result<()> {
    desk::touch(tx, group.id).await?;
    let notice = Notice::new("appeal", format!("appeal:{id}")).in_group(group.id).by(person);
    notifications::tell_moderators(tx, group.id, notice).await
}

fn note_of(note: &str) -> Result<String> {
    let note = check::paragraphs(note);
    if note.is_empty() {
        return Err(Error::invalid("note", "error-required"));
    }
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(FieldError::new("note", "error-too-long").with("max", NOTE_CHARS_MAX).into());
    }
    Ok(note)
}

async fn insert(
    tx: &mut Tx,
    group: &Group,
    measure: &str,
    person: PersonId,
    note: &str,
    ap_id: Option<&str>,
) -> Result<Uuid> {
    let id = tx.new_id::<GroupId>().0;
    let base = crate::instances::home(&mut *tx).await?.base_url;
    let ap_id = ap_id.map_or_else(|| format!("{base}/ap/appeal/{id}"), str::to_owned);
    let added = sql(
        "insert into appeal (id, ap_id, group_id, measure, person_id, note, state, created_at, decision) \
         values ($1, $2, $3, $4, $5, $6, 'open', $7, '') on conflict do nothing",
    )
    .bind(id)
    .bind(ap_id)
    .bind(group.id)
    .bind(measure)
    .bind(person)
    .bind(note)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    if added == 0 {
        return Err(Error::Conflict("error-appealed-already"));
    }
    Ok(id)
}

/// Appeals in a group with the measures they are about, open ones first; for moderators.
pub async fn list(
    db: &Db,
    principal: &Principal,
    group: GroupId,
    limit: i64,
) -> Result<Vec<(Appeal, Option<Taken>)>> {
    // At the host alone: elsewhere there is no log to read.
    super::demand_local(&enter(db, principal, group).await?.require_moderator()?)?;
    let appeals: Vec<Appeal> = sql_from(format!(
        "{APPEAL} where group_id = $1 order by case state when 'open' then 0 else 1 end, created_at desc, id limit $2"
    ))
    .bind(group)
    .bind(limit)
    .all(db)
    .await?;
    let ids: Vec<Uuid> = appeals.iter().filter_map(|appeal| appeal.measure.parse().ok()).collect();
    let taken = measures::list_by_id(db, &ids).await?;
    let about = |appeal: &Appeal| taken.iter().find(|taken| taken.id.to_string() == appeal.measure).cloned();
    Ok(appeals.into_iter().map(|appeal| (appeal.clone(), about(&appeal))).collect())
}

/// What somebody whose account goes asked is forgotten.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from appeal where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}

/// Whether this person appealed already against what a notice told.
pub async fn find_own(db: &Db, principal: &Principal, measure: &str) -> Result<Option<Appeal>> {
    let person = principal.require_member()?.person_id;
    sql_from(format!("{APPEAL} where measure = $1 and person_id = $2"))
        .bind(measure)
        .bind(person)
        .optional(db)
        .await
}

/// The appeal with this address in a group hosted here.
pub async fn find_by_ap_id(on: impl Into<On<'_>>, group: GroupId, ap_id: &str) -> Result<Uuid> {
    let found: Option<(Uuid,)> = sql("select id from appeal where ap_id = $1 and group_id = $2")
        .bind(ap_id)
        .bind(group)
        .optional(on)
        .await?;
    found.map(|(id,)| id).ok_or(Error::NotFound)
}

/// An appeal, for the federation door.
pub async fn find(on: impl Into<On<'_>>, id: Uuid) -> Result<Appeal> {
    let found: Option<Appeal> = sql_from(format!("{APPEAL} where id = $1")).bind(id).optional(on).await?;
    found.ok_or(Error::NotFound)
}

/// Grants an appeal, which undoes the measure as far as it can be, or rejects it; for moderators. What was removed is gone:
/// then its author may write it again.
pub async fn decide(
    tx: &mut Tx,
    principal: &Principal,
    group_id: GroupId,
    id: Uuid,
    is_granted: bool,
    decision: &str,
) -> Result<()> {
    tx.lock(&format!("appeal:{id}")).await?;
    let group = enter(&mut *tx, principal, group_id).await?.require_moderator()?;
    super::demand_local(&group)?;
    let appeal = find(&mut *tx, id).await?;
    if appeal.group_id != group_id {
        return Err(Error::NotFound);
    }
    if appeal.state != AppealState::Open {
        return Err(Error::Conflict("error-appeal-decided"));
    }
    let decision = check::paragraphs(decision);
    if decision.is_empty() && !is_granted {
        return Err(Error::invalid("decision", "error-required"));
    }
    if decision.chars().count() > NOTE_CHARS_MAX {
        return Err(FieldError::new("decision", "error-too-long").with("max", NOTE_CHARS_MAX).into());
    }
    settle(tx, &appeal, is_granted, principal.acting_person(), &decision).await?;
    let detail = json!({ "granted": is_granted });
    audit::record(tx, principal, "appeal.decide", &format!("appeal:{id}"), detail).await?;
    desk::touch(tx, group_id).await?;
    if is_granted {
        let measure = measures::find(&mut *tx, appeal.measure.parse().map_err(Error::internal)?).await?;
        undo(tx, principal, &measure).await?;
    }
    if people::find(&mut *tx, appeal.person_id).await?.is_local {
        return tell_appellant(tx, &group, &appeal, is_granted, &decision).await;
    }
    outbox::publish(tx, &Event::AppealDecided { appeal_id: id }).await
}

async fn settle(
    tx: &mut Tx,
    appeal: &Appeal,
    is_granted: bool,
    by: Option<PersonId>,
    decision: &str,
) -> Result<()> {
    let state = if is_granted { AppealState::Granted } else { AppealState::Rejected };
    sql("update appeal set state = $2, decided_at = $3, decided_by = $4, decision = $5 where id = $1")
        .bind(appeal.id)
        .bind(state)
        .bind(tx.now())
        .bind(by)
        .bind(decision)
        .execute(tx)
        .await?;
    Ok(())
}

async fn undo(tx: &mut Tx, principal: &Principal, measure: &Taken) -> Result<()> {
    let (group, person) = (measure.group_id, measure.author_id);
    match measure.what {
        What::Hide => show_again(tx, principal, measure).await,
        What::Ban => members::lift_ban(tx, principal, group, person).await,
        What::Expel => members::invite(tx, principal, group, &[person]).await.map(drop),
        What::Remove | What::Show | What::Lift => Ok(()),
    }
}

/// Unless it is gone meanwhile.
async fn show_again(tx: &mut Tx, principal: &Principal, measure: &Taken) -> Result<()> {
    let piece = match items::locate(&mut *tx, measure.group_id, &measure.ap_id).await? {
        (_, Some(comment)) => Piece::Comment(comment),
        (Some(item), None) => Piece::Item(item),
        (None, None) => return Ok(()),
    };
    moderate::moderate(tx, principal, piece, Measure::Show, "").await
}

async fn tell_appellant(
    tx: &mut Tx,
    group: &Group,
    appeal: &Appeal,
    is_granted: bool,
    decision: &str,
) -> Result<()> {
    let state = if is_granted { "granted" } else { "rejected" };
    let notice = Notice::new("appealed", format!("appealed:{}", appeal.id))
        .in_group(group.id)
        .with("state", state)
        .with("reason", decision)
        .with("group", &group.words.name);
    notifications::tell(tx, appeal.person_id, notice).await
}

/// The host decided about the appeal of one of ours.
pub async fn decided(
    tx: &mut Tx,
    group: &Group,
    ap_id: &str,
    is_granted: bool,
    decision: &str,
) -> Result<()> {
    let found: Option<Appeal> = sql_from(format!("{APPEAL} where ap_id = $1 and group_id = $2"))
        .bind(ap_id)
        .bind(group.id)
        .optional(&mut *tx)
        .await?;
    let Some(appeal) = found.filter(|appeal| appeal.state == AppealState::Open) else { return Ok(()) };
    let decision: String = check::paragraphs(decision).chars().take(NOTE_CHARS_MAX).collect();
    settle(tx, &appeal, is_granted, None, &decision).await?;
    tell_appellant(tx, group, &appeal, is_granted, &decision).await
}
