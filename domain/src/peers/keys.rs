//! The keys of this instance. One is current; those before it prove what was signed before, and the change itself.

use serde_json::json;

use crate::audit;
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::ids::KeyId;
use crate::outbox::{self, Event};
use crate::principal::Principal;

/// A key with its secret half; made, opened and used by the federation door alone.
#[derive(Clone, sqlx::FromRow)]
pub struct InstanceKey {
    pub id: KeyId,
    /// PKCS#8.
    pub private_key: Vec<u8>,
    /// Multikey (FEP-521a).
    pub public_multibase: String,
    pub created_at: Timestamp,
    pub retired_at: Option<Timestamp>,
}

/// All keys, the current one first.
pub async fn list(on: impl Into<On<'_>>) -> Result<Vec<InstanceKey>> {
    sql("select id, private_key, public_multibase, created_at, retired_at from instance_key \
         where algorithm = 'ed25519' order by case when retired_at is null then 0 else 1 end, created_at desc, id desc")
    .all(on)
    .await
}

/// The key by which foreign software knows us, PKCS#8; `None` until public groups were first opened to it.
pub async fn find_rsa(on: impl Into<On<'_>>) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> =
        sql("select private_key from instance_key where algorithm = 'rsa' and retired_at is null order by id limit 1")
            .optional(on)
            .await?;
    Ok(row.map(|(key,)| key))
}

/// Keeps that key, unless another node was first.
pub async fn keep_rsa(tx: &mut Tx, principal: &Principal, private_key: Vec<u8>, public: &str) -> Result<()> {
    principal.require_administrator()?;
    tx.lock("instance_key").await?;
    if find_rsa(&mut *tx).await?.is_some() {
        return Ok(());
    }
    let id: KeyId = tx.new_id();
    sql("insert into instance_key (id, algorithm, private_key, public_multibase, created_at) \
         values ($1, 'rsa', $2, $3, $4)")
    .bind(id)
    .bind(private_key)
    .bind(public)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    audit::record(tx, principal, "key.rsa", &format!("key:{id}"), json!({ "public": public })).await
}

/// Makes this key the current one and retires the one before it. Peers are told when there was one.
pub async fn make_current(
    tx: &mut Tx,
    principal: &Principal,
    private_key: Vec<u8>,
    public_multibase: &str,
) -> Result<()> {
    principal.require_administrator()?;
    tx.lock("instance_key").await?;
    let retired =
        sql("update instance_key set retired_at = $1 where retired_at is null and algorithm = 'ed25519'")
            .bind(tx.now())
            .execute(&mut *tx)
            .await?;
    let id: KeyId = tx.new_id();
    sql("insert into instance_key (id, algorithm, private_key, public_multibase, created_at) \
         values ($1, 'ed25519', $2, $3, $4)")
    .bind(id)
    .bind(private_key)
    .bind(public_multibase)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    let detail = json!({ "public": public_multibase });
    audit::record(tx, principal, "key.make_current", &format!("key:{id}"), detail).await?;
    if retired > 0 { outbox::publish(tx, &Event::KeyRotated).await } else { Ok(()) }
}
