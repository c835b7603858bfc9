//! Which people's index documents are out of date. A change marks in its own transaction; one indexer drains in order of
//! `seq`, home changes first, and stores the last sequence beside its commit, so that a restart resumes exactly.
//!
//! Some changes touch everybody's document at once: a subject with its synonyms, a field that became a filter. They
//! count the vocabulary on, and the indexer builds everything anew beside the index in use.

use serde::{Deserialize, Serialize};

use crate::db::{Db, Tx, next_seq, sql, sql_from};
use crate::error::Result;
use crate::ids::PersonId;

/// Home changes overtake a peer's flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lane {
    Home = 0,
    Replica = 1,
}

/// One mark.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct Mark {
    pub seq: i64,
    pub person_id: PersonId,
}

/// Marks one person.
pub async fn mark(tx: &mut Tx, id: PersonId, lane: Lane) -> Result<()> {
    mark_all(tx, &[id], lane).await
}

/// Marks many people with one counter step.
pub async fn mark_all(tx: &mut Tx, ids: &[PersonId], lane: Lane) -> Result<()> {
    for part in ids.chunks(5_000) {
        let last = next_seqs(tx, part.len()).await?;
        let first = last - i64::try_from(part.len()).unwrap_or(0);
        let marks: Vec<String> = (0..part.len())
            .map(|row| format!("(${}, ${}, ${})", row * 3 + 1, row * 3 + 2, row * 3 + 3))
            .collect();
        let mut statement =
            sql_from(format!("insert into index_change (seq, person_id, lane) values {}", marks.join(", ")));
        for (seq, id) in (first + 1..).zip(part) {
            statement = statement.bind(seq).bind(*id).bind(lane as i64);
        }
        statement.execute(&mut *tx).await?;
    }
    Ok(())
}

async fn next_seqs(tx: &mut Tx, count: usize) -> Result<i64> {
    if count == 1 {
        return next_seq(tx, "index").await;
    }
    sql("insert into counter (stream, value) values ('index', $1) \
         on conflict (stream) do update set value = counter.value + excluded.value returning value")
    .bind(i64::try_from(count).unwrap_or(0))
    .scalar(tx)
    .await
}

/// The oldest marks of a lane after `after`, at most `limit`.
pub async fn list(db: &Db, lane: Lane, after: i64, limit: i64) -> Result<Vec<Mark>> {
    sql("select seq, person_id from index_change where lane = $1 and seq > $2 order by seq limit $3")
        .bind(lane as i64)
        .bind(after)
        .bind(limit)
        .all(db)
        .await
}

/// Forgets marks of a lane up to and including `seq`, once the index holds them for good.
pub async fn forget(db: &Db, lane: Lane, seq: i64) -> Result<()> {
    db.write(async |tx| {
        sql("delete from index_change where lane = $1 and seq <= $2")
            .bind(lane as i64)
            .bind(seq)
            .execute(tx)
            .await?;
        Ok(())
    })
    .await
}

/// The newest sequence given out: an index built from the tables now holds everything up to it.
pub async fn last_seq(db: &Db) -> Result<i64> {
    let row: Option<(i64,)> = sql("select value from counter where stream = 'index'").optional(db).await?;
    Ok(row.map_or(0, |(value,)| value))
}

/// A change of what every document leans on: counted as its transaction ends.
pub(crate) fn vocabulary_changed(tx: &mut Tx) {
    tx.count_vocabulary_at_end();
}

/// How often the vocabulary changed: one row, so that the indexer can look several times a second, also for what another
/// process did.
pub async fn vocabulary(db: &Db) -> Result<i64> {
    let row: Option<(i64,)> =
        sql("select value from counter where stream = 'vocabulary'").optional(db).await?;
    Ok(row.map_or(0, |(value,)| value))
}

/// How many marks each lane holds beyond what an index has read; home first.
pub async fn count_after(db: &Db, home: i64, replica: i64) -> Result<(i64, i64)> {
    let count = "select count(case when lane = 0 and seq > $1 then 1 end), \
                 count(case when lane = 1 and seq > $2 then 1 end) from index_change";
    sql(count).bind(home).bind(replica).one(db).await
}
