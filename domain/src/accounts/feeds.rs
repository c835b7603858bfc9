//! Private addresses of feeds: for a feed reader, which cannot sign in. Whoever has the address reads what its owner may
//! read, as long as the account is active, and does nothing.

use serde_json::json;

use super::queries;
use super::secret::Secret;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::principal::Principal;

const PREFIX: &str = "feed_";

/// Makes an address; its text is given here and never again. The one before it ends.
pub async fn create(tx: &mut Tx, principal: &Principal) -> Result<Secret> {
    let account = principal.require_member()?.account_id;
    let secret = Secret::generate(PREFIX)?;
    sql("insert into feed_address (account_id, secret_hash, created_at) values ($1, $2, $3) \
         on conflict (account_id) do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at")
    .bind(account)
    .bind(&secret.hash())
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    audit::record(tx, principal, "feed.create", &format!("account:{account}"), json!({})).await?;
    Ok(secret)
}

/// Ends the address of whoever asks.
pub async fn end(tx: &mut Tx, principal: &Principal) -> Result<()> {
    let account = principal.require_member()?.account_id;
    sql("delete from feed_address where account_id = $1").bind(account).execute(&mut *tx).await?;
    audit::record(tx, principal, "feed.end", &format!("account:{account}"), json!({})).await
}

/// Since when whoever asks has an address.
pub async fn since(db: &Db, principal: &Principal) -> Result<Option<Timestamp>> {
    let account = principal.require_member()?.account_id;
    let row: Option<(Timestamp,)> =
        sql("select created_at from feed_address where account_id = $1").bind(account).optional(db).await?;
    Ok(row.map(|(at,)| at))
}

/// Whose address this is.
pub async fn owner(db: &Db, secret: &Secret) -> Result<Principal> {
    let person: Option<(PersonId,)> = sql("select account.person_id from feed_address \
         join account on account.id = feed_address.account_id where feed_address.secret_hash = $1")
    .bind(&secret.hash())
    .optional(db)
    .await?;
    let (person,) = person.ok_or(Error::NotFound)?;
    queries::find_active_member(db, person).await.map(Principal::Member)
}
