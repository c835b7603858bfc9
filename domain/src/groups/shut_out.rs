//! People of elsewhere whom an administrator shuts out of all groups hosted here. For one's own people there is the
//! suspension of the account.

use serde_json::json;

use super::members;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::PersonId;
use crate::people::{self, check};
use crate::principal::Principal;

/// Somebody who is shut out, and why.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ShutOut {
    pub person_id: PersonId,
    pub reason: String,
    pub by_person_id: Option<PersonId>,
    pub created_at: Timestamp,
}

/// Shuts somebody of elsewhere out; for administrators. His memberships in the groups hosted here end, and he is told why.
pub async fn shut_out(tx: &mut Tx, principal: &Principal, person: PersonId, reason: &str) -> Result<()> {
    principal.require_administrator()?;
    if people::find(&mut *tx, person).await?.is_local {
        return Err(Error::Conflict("error-suspend-instead"));
    }
    let reason = check::paragraphs(reason);
    if reason.is_empty() {
        return Err(Error::invalid("reason", "error-required"));
    }
    if reason.chars().count() > members::REASON_CHARS_MAX {
        return Err(FieldError::new("reason", "error-too-long")
            .with("max", members::REASON_CHARS_MAX)
            .into());
    }
    sql("insert into shut_out (person_id, reason, by_person_id, created_at) values ($1, $2, $3, $4) \
         on conflict (person_id) do update set reason = excluded.reason")
    .bind(person)
    .bind(&reason)
    .bind(principal.acting_person())
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    let detail = json!({ "reason": reason });
    audit::record(tx, principal, "person.shut_out", &format!("person:{person}"), detail).await?;
    members::expel_everywhere(tx, principal, person, &reason).await
}

/// Lets somebody in again; what he was a member of he joins anew. For administrators.
pub async fn let_in(tx: &mut Tx, principal: &Principal, person: PersonId) -> Result<()> {
    principal.require_administrator()?;
    let gone = sql("delete from shut_out where person_id = $1").bind(person).execute(&mut *tx).await?;
    if gone == 0 {
        return Ok(());
    }
    audit::record(tx, principal, "person.let_in", &format!("person:{person}"), json!({})).await
}

/// Those who are shut out, newest first; for administrators.
pub async fn list(db: &Db, principal: &Principal) -> Result<Vec<ShutOut>> {
    principal.require_administrator()?;
    sql("select person_id, reason, by_person_id, created_at from shut_out order by created_at desc, person_id limit 500")
        .all(db)
        .await
}

/// Refuses whoever is shut out.
pub async fn demand_let_in(on: impl Into<On<'_>>, person: PersonId) -> Result<()> {
    let rows: i64 = sql("select count(*) from shut_out where person_id = $1").bind(person).scalar(on).await?;
    if rows == 0 { Ok(()) } else { Err(Error::Forbidden("error-shut-out")) }
}
