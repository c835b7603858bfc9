//! The audit: who did what to what, sealed row by row.

use ring::digest::{Context, SHA256};
use serde_json::Value;

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, next_seq, sql};
use crate::error::Result;
use crate::ids::PersonId;
use crate::principal::Principal;

/// One row of the audit.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Entry {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: String,
    pub action: String,
    pub subject: String,
    /// JSON object.
    pub detail: String,
    previous: Vec<u8>,
    seal: Vec<u8>,
}

/// Records one act in the transaction that does it. `action` is `noun.verb`, `subject` is `noun:id`; `detail` holds no secret.
pub async fn record(
    tx: &mut Tx,
    principal: &Principal,
    action: &str,
    subject: &str,
    detail: Value,
) -> Result<()> {
    let seq = next_seq(tx, "audit").await?;
    let previous = find_seal(&mut *tx, seq - 1).await?.unwrap_or_default();
    let mut entry = Entry {
        seq,
        at: tx.now(),
        actor: principal.audit_name(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_string(),
        previous,
        seal: Vec::new(),
    };
    entry.seal = seal(&entry);
    insert_entry(tx, entry).await
}

/// Recomputes the chain. `Some(seq)` names the first row that does not fit the one before it.
pub async fn find_broken(db: &Db) -> Result<Option<i64>> {
    let (mut after, mut previous) = (0, None::<Vec<u8>>);
    loop {
        let entries = list_after(db, after, 1_000).await?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok(None) };
        for entry in &entries {
            let follows = previous.as_ref().is_none_or(|seal| *seal == entry.previous);
            if !follows || seal(entry) != entry.seal {
                return Ok(Some(entry.seq));
            }
            previous = Some(entry.seal.clone());
        }
        after = last;
    }
}

/// The newest rows first, before `before` when given, at most `limit`.
pub async fn list_newest(
    db: &Db,
    principal: &Principal,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>> {
    principal.require_administrator()?;
    sql("select * from audit where seq < $1 order by seq desc limit $2")
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .all(db)
        .await
}

/// The same of these acts alone.
pub async fn list_newest_of(
    db: &Db,
    principal: &Principal,
    actions: &[&str],
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>> {
    principal.require_administrator()?;
    sql("select * from audit where seq < $1 and action in (..) order by seq desc limit $2")
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .bind_list(actions.iter().copied())
        .all(db)
        .await
}

/// What a person did and what was done to these subjects (his `person:` and `account:`), newest first, at most 10,000 rows;
/// for that person and administrators.
pub async fn list_concerning(
    db: &Db,
    principal: &Principal,
    person: PersonId,
    subjects: &[String],
) -> Result<Vec<Entry>> {
    principal.require_self_or_administrator(person)?;
    sql("select * from audit where actor = $1 or subject in (..) order by seq desc limit 10000")
        .bind(format!("person:{person}"))
        .bind_list(subjects)
        .all(db)
        .await
}

/// Lengths stand before the parts, so that no two rows share an encoding.
fn seal(entry: &Entry) -> Vec<u8> {
    let mut hash = Context::new(&SHA256);
    let numbers = [entry.seq.to_be_bytes(), entry.at.0.to_be_bytes()].concat();
    let texts = [&entry.actor, &entry.action, &entry.subject, &entry.detail].map(String::as_bytes);
    for part in [entry.previous.as_slice(), &numbers].into_iter().chain(texts) {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finish().as_ref().to_vec()
}

async fn find_seal(on: impl Into<On<'_>>, seq: i64) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = sql("select seal from audit where seq = $1").bind(seq).optional(on).await?;
    Ok(row.map(|(seal,)| seal))
}

async fn list_after(db: &Db, seq: i64, limit: i64) -> Result<Vec<Entry>> {
    sql("select * from audit where seq > $1 order by seq limit $2").bind(seq).bind(limit).all(db).await
}

async fn insert_entry(tx: &mut Tx, entry: Entry) -> Result<()> {
    sql("insert into audit (seq, at, actor, action, subject, detail, previous, seal) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(entry.seq)
    .bind(entry.at)
    .bind(entry.actor)
    .bind(entry.action)
    .bind(entry.subject)
    .bind(entry.detail)
    .bind(entry.previous)
    .bind(entry.seal)
    .execute(tx)
    .await?;
    Ok(())
}
