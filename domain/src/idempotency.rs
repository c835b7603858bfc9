//! Requests of programs that are done once, however often they arrive: the result stands under the program's key, written
//! in the transaction of the change.

use crate::db::{Tx, sql};
use crate::error::{Error, Result};
use crate::ids::AccountId;

pub const KEY_CHARS_MAX: usize = 100;

/// The result of an earlier request under this key, if there was one. A different `request` under the same key is refused.
pub async fn find(tx: &mut Tx, account: AccountId, key: &str, request: &[u8]) -> Result<Option<uuid::Uuid>> {
    if key.is_empty() || key.chars().count() > KEY_CHARS_MAX {
        return Err(Error::invalid("Idempotency-Key", "error-idempotency-key"));
    }
    tx.lock(&format!("idempotency:{account}:{key}")).await?;
    let row: Option<(Vec<u8>, uuid::Uuid)> =
        sql("select request, result from idempotency where account_id = $1 and key = $2")
            .bind(account)
            .bind(key)
            .optional(tx)
            .await?;
    match row {
        Some((known, _)) if known != request => Err(Error::Conflict("error-idempotency-other")),
        Some((_, result)) => Ok(Some(result)),
        None => Ok(None),
    }
}

/// Keeps the result.
pub async fn keep(
    tx: &mut Tx,
    account: AccountId,
    key: &str,
    request: &[u8],
    result: uuid::Uuid,
) -> Result<()> {
    sql("insert into idempotency (account_id, key, request, result, created_at) values ($1, $2, $3, $4, $5)")
        .bind(account)
        .bind(key)
        .bind(request)
        .bind(result)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}
