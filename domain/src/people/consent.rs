//! Consent: what a person allowed, when, in which words. Append-only.

use serde_json::json;

use super::{Scope, find_local, queries, sightings, touched};
use crate::audience::{Viewpoint, is_seen_from};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::ids::PersonId;
use crate::principal::Principal;

/// Version of the sentences that people agree to; goes up when their meaning changes.
pub const TEXT_VERSION: i64 = 1;

/// One choice a person made.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Consent {
    pub scope: Scope,
    pub text_version: i64,
    /// JSON list of the fields that left the instance under it.
    pub fields: String,
    pub given_at: Timestamp,
}

/// Chooses how far a person is found. Narrowing reaches peers at once, as a removal. Choosing the same again records nothing.
pub async fn choose(tx: &mut Tx, principal: &Principal, id: PersonId, scope: Scope) -> Result<()> {
    principal.require_self_or_administrator(id)?;
    let person = find_local(&mut *tx, id).await?;
    if person.scope == scope {
        return Ok(());
    }
    let leaves = |from| scope.reaches(from);
    let fields: Vec<String> = person
        .profile
        .fields
        .iter()
        .filter(|(_, entry)| leaves(Viewpoint::Network) && is_seen_from(entry.audience, Viewpoint::Network))
        .map(|(key, _)| key.to_string())
        .collect();
    queries::update_scope(tx, id, scope).await?;
    if scope == Scope::None {
        sightings::forget_counts(tx, id).await?;
    }
    queries::insert_consent(tx, id, scope, TEXT_VERSION, &json!(fields).to_string()).await?;
    let detail = json!({ "from": person.scope, "to": scope });
    audit::record(tx, principal, "person.consent", &format!("person:{id}"), detail).await?;
    touched(tx, id).await
}

/// Everything a person ever chose, newest first; for that person alone.
pub async fn list(db: &Db, principal: &Principal, id: PersonId) -> Result<Vec<Consent>> {
    principal.require_self_or_administrator(id)?;
    queries::list_consents(db, id).await
}
