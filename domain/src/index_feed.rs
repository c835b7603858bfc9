//! Which people's index documents are out of date. A change marks in its own transaction; one indexer drains in order of
//! `seq`, home changes first, and stores the last sequence beside its commit, so that a restart resumes exactly.

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
