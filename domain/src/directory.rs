//! The change feed of our directory: the last state of each local person that peers may know, in order, tombstones kept.

use serde::{Deserialize, Serialize};

use crate::audience::Viewpoint;
use crate::db::{Db, On, Tx, next_seq, sql};
use crate::error::Result;
use crate::ids::PersonId;
use crate::outbox::{self, Event};
use crate::people::{self, Person, PersonView, left_out, profile_for};
use crate::settings;

/// One step of the feed.
#[derive(Debug, Clone)]
pub struct Change {
    pub seq: i64,
    pub person_id: PersonId,
    /// Federation id; it is all that is left of a person who is gone.
    pub ap_id: String,
    /// What peers may know now; `None` is a tombstone.
    pub view: Option<PersonView>,
    /// Digests of what of his own he left out, for instances alone; empty for a tombstone.
    pub left_out: Vec<String>,
}

/// Which life of the feed this is: a restore from backup begins a new one, and peers start over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Epoch(pub String);

/// Records that what peers may know of `person` may have changed. Nothing is told of a person who was never there.
pub(crate) async fn record_change(tx: &mut Tx, person: &Person) -> Result<()> {
    let is_present = profile_for(person, Viewpoint::Network).is_some();
    let was_present = find_presence(tx, person.id).await?;
    if !is_present && was_present != Some(true) {
        return Ok(());
    }
    let seq = next_seq(tx, "directory").await?;
    sql("insert into directory_change (person_id, seq, is_present, changed_at) values ($1, $2, $3, $4) \
         on conflict (person_id) do update set seq = excluded.seq, is_present = excluded.is_present, \
         changed_at = excluded.changed_at")
    .bind(person.id)
    .bind(seq)
    .bind(is_present)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    outbox::publish(tx, &Event::DirectoryChanged { seq, is_removal: !is_present }).await
}

async fn find_presence(tx: &mut Tx, id: PersonId) -> Result<Option<bool>> {
    let row: Option<(bool,)> =
        sql("select is_present from directory_change where person_id = $1").bind(id).optional(tx).await?;
    Ok(row.map(|(is_present,)| is_present))
}

/// The steps after `after` in order, at most `limit`. Snapshots are made now, by the function that makes every view.
pub async fn list_changes(db: &Db, after: i64, limit: i64) -> Result<Vec<Change>> {
    let rows: Vec<(i64, PersonId, String)> = sql("select directory_change.seq, person.id, person.ap_id \
         from directory_change join person on person.id = directory_change.person_id \
         where directory_change.seq > $1 order by directory_change.seq limit $2")
    .bind(after)
    .bind(limit)
    .all(db)
    .await?;
    as_they_are(db, rows).await
}

async fn as_they_are(db: &Db, rows: Vec<(i64, PersonId, String)>) -> Result<Vec<Change>> {
    let ids: Vec<PersonId> = rows.iter().map(|(_, id, _)| *id).collect();
    let mut views = network_views(db, &ids).await?;
    let mut left_out = left_out::list_of(db, &ids).await?;
    let change = |(seq, person_id, ap_id)| {
        let view = views.remove(&person_id);
        let left_out = left_out.remove(&person_id).filter(|_| view.is_some()).unwrap_or_default();
        Change { seq, person_id, ap_id, view, left_out }
    };
    Ok(rows.into_iter().map(change).collect())
}

async fn network_views(db: &Db, ids: &[PersonId]) -> Result<std::collections::HashMap<PersonId, PersonView>> {
    let people = people::list(db, ids).await?;
    Ok(people
        .iter()
        .filter_map(|person| profile_for(person, Viewpoint::Network).map(|view| (person.id, view)))
        .collect())
}

/// The steps of these people, in order of `seq`; for a reconciliation that asks for the ones that differ.
pub async fn list_changes_of(db: &Db, ap_ids: &[String]) -> Result<Vec<Change>> {
    let rows: Vec<(i64, PersonId, String)> = sql("select directory_change.seq, person.id, person.ap_id \
         from directory_change join person on person.id = directory_change.person_id \
         where person.ap_id in (..) order by directory_change.seq")
    .bind_list(ap_ids)
    .all(db)
    .await?;
    as_they_are(db, rows).await
}

/// Federation id and version (feed sequence) of everyone peers may know, in order of id after `after`: the digest's leaves.
pub async fn list_leaves(db: &Db, after: &str, limit: i64) -> Result<Vec<(String, i64)>> {
    sql("select person.ap_id, directory_change.seq from directory_change \
         join person on person.id = directory_change.person_id \
         where directory_change.is_present and person.ap_id > $1 order by person.ap_id limit $2")
    .bind(after)
    .bind(limit)
    .all(db)
    .await
}

/// How many of our people peers may know.
pub async fn count_present(db: &Db) -> Result<i64> {
    sql("select count(*) from directory_change where is_present").scalar(db).await
}

/// The newest sequence; 0 for an empty feed.
pub async fn last_seq(on: impl Into<On<'_>>) -> Result<i64> {
    let row: Option<(i64,)> =
        sql("select value from counter where stream = 'directory'").optional(on).await?;
    Ok(row.map_or(0, |(value,)| value))
}

/// The present epoch; empty before the first start made one.
pub async fn epoch(on: impl Into<On<'_>>) -> Result<Epoch> {
    settings::find(on, "directory_epoch").await
}

/// Begins a new epoch: at first start, and after a restore, since sequences given out after the backup are lost.
pub async fn begin_epoch(tx: &mut Tx) -> Result<()> {
    let id: PersonId = tx.new_id();
    settings::store(tx, "directory_epoch", &Epoch(id.to_string())).await
}
