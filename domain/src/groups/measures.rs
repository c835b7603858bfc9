//! The log of a group: what its moderators did, why, and which instances confirmed that they took it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::desk;
use super::place::enter;
use crate::acts::Measure;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{GroupId, InstanceId, PersonId};
use crate::outbox::{self, Event};
use crate::principal::Principal;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum What {
    Hide,
    Show,
    Remove,
    /// A member was put out.
    Expel,
    Ban,
    /// A ban ended.
    Lift,
}

crate::db::text_arg!(What);

impl What {
    /// The word in notices and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Show => "show",
            Self::Remove => "remove",
            Self::Expel => "expel",
            Self::Ban => "ban",
            Self::Lift => "lift",
        }
    }

    /// What is done with something that was written; `None` for what is done with people.
    pub fn of_text(self) -> Option<Measure> {
        match self {
            Self::Hide => Some(Measure::Hide),
            Self::Show => Some(Measure::Show),
            Self::Remove => Some(Measure::Remove),
            Self::Expel | Self::Ban | Self::Lift => None,
        }
    }
}

impl From<Measure> for What {
    fn from(measure: Measure) -> Self {
        match measure {
            Measure::Hide => Self::Hide,
            Measure::Show => Self::Show,
            Measure::Remove => Self::Remove,
        }
    }
}

/// A line of the log.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Taken {
    pub id: Uuid,
    pub group_id: GroupId,
    pub what: What,
    /// The item, comment or person; it may be gone.
    pub subject_id: Uuid,
    pub ap_id: String,
    /// Whom it concerns.
    pub author_id: PersonId,
    pub by_person_id: Option<PersonId>,
    pub reason: String,
    pub created_at: Timestamp,
}

/// A measure that is taken now.
pub(crate) struct New<'a> {
    pub group_id: GroupId,
    pub what: What,
    pub subject_id: Uuid,
    pub ap_id: &'a str,
    pub author_id: PersonId,
    pub reason: &'a str,
}

/// Writes a measure down.
pub(crate) async fn record(tx: &mut Tx, principal: &Principal, new: New<'_>) -> Result<Uuid> {
    let id = tx.new_id::<GroupId>().0;
    sql("insert into measure (id, group_id, what, subject_id, ap_id, author_id, by_person_id, reason, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(id)
    .bind(new.group_id)
    .bind(new.what)
    .bind(new.subject_id)
    .bind(new.ap_id)
    .bind(new.author_id)
    .bind(principal.acting_person())
    .bind(new.reason)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    desk::touch(tx, new.group_id).await?;
    Ok(id)
}

/// What concerns something written is told to the instances of the members, each of which answers that it took it.
/// `headline`: of what may be gone by then, for its author. Last in its transaction, since the counter of events is.
pub(crate) async fn tell(tx: &mut Tx, id: Uuid, headline: &str) -> Result<()> {
    outbox::publish(tx, &Event::MeasureTaken { measure_id: id, headline: headline.to_owned() }).await
}

const TAKEN: &str =
    "select id, group_id, what, subject_id, ap_id, author_id, by_person_id, reason, created_at from measure";

/// The log, newest first, before an instant when given; for moderators.
pub async fn list(
    db: &Db,
    principal: &Principal,
    group: GroupId,
    before: Option<Timestamp>,
    limit: i64,
) -> Result<Vec<Taken>> {
    // At the host alone: elsewhere there is no log to read.
    super::demand_local(&enter(db, principal, group).await?.require_moderator()?)?;
    sql_from(format!(
        "{TAKEN} where group_id = $1 and created_at < $2 order by created_at desc, id desc limit $3"
    ))
    .bind(group)
    .bind(before.map_or(i64::MAX, |before| before.0))
    .bind(limit)
    .all(db)
    .await
}

/// Measures by id, in no order.
pub(super) async fn list_by_id(on: impl Into<On<'_>>, ids: &[Uuid]) -> Result<Vec<Taken>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql_from(format!("{TAKEN} where id in (..)")).bind_list(ids.iter().copied()).all(on).await
}

/// A measure, for the house and the federation door.
pub async fn find(on: impl Into<On<'_>>, id: Uuid) -> Result<Taken> {
    let found: Option<Taken> = sql_from(format!("{TAKEN} where id = $1")).bind(id).optional(on).await?;
    found.ok_or(Error::NotFound)
}

/// What an instance was told of in this activity.
pub async fn find_told(
    on: impl Into<On<'_>>,
    instance: InstanceId,
    activity_id: &str,
) -> Result<Option<Taken>> {
    sql_from(format!(
        "{TAKEN} where id in (select measure_id from measure_receipt where activity_id = $1 and instance_id = $2)"
    ))
    .bind(activity_id)
    .bind(instance)
    .optional(on)
    .await
}

/// One instance, and whether it said that it took a measure.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Receipt {
    pub measure_id: Uuid,
    pub organisation: String,
    pub confirmed_at: Option<Timestamp>,
}

/// The receipts of these measures, by name; whoever asks has read the log.
pub async fn list_receipts(db: &Db, measures: &[Uuid]) -> Result<Vec<Receipt>> {
    if measures.is_empty() {
        return Ok(Vec::new());
    }
    sql("select measure_receipt.measure_id, organisation.name as organisation, measure_receipt.confirmed_at \
         from measure_receipt join organisation on organisation.instance_id = measure_receipt.instance_id \
         where measure_receipt.measure_id in (..) order by organisation.name, measure_receipt.instance_id")
    .bind_list(measures.iter().copied())
    .all(db)
    .await
}

/// Remembers in which activity an instance is told.
pub async fn note_told(tx: &mut Tx, measure: Uuid, instance: InstanceId, activity_id: &str) -> Result<()> {
    sql("insert into measure_receipt (measure_id, instance_id, activity_id) values ($1, $2, $3) \
         on conflict (measure_id, instance_id) do nothing")
    .bind(measure)
    .bind(instance)
    .bind(activity_id)
    .execute(tx)
    .await?;
    Ok(())
}

/// An instance says that it took what this activity told. False when it was told no such thing.
pub async fn confirm(tx: &mut Tx, instance: InstanceId, activity_id: &str) -> Result<bool> {
    let told: Vec<Uuid> = sql("update measure_receipt set confirmed_at = coalesce(confirmed_at, $3) \
         where activity_id = $1 and instance_id = $2 returning measure_id")
    .bind(activity_id)
    .bind(instance)
    .bind(tx.now())
    .column(&mut *tx)
    .await?;
    for id in &told {
        let group = find(&mut *tx, *id).await?.group_id;
        desk::touch(tx, group).await?;
    }
    Ok(!told.is_empty())
}
