//! Other words for a subject that were added here: by an administrator or with a file. Each can be taken back, and a new release
//! leaves them where they are.

use std::collections::HashMap;

use serde_json::json;

use super::{Concept, NewConcept, SYNONYMS_MAX, error_in_label, find, find_by_label, upsert};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::{ConceptId, SynonymId};
use crate::people::check;
use crate::principal::Principal;
use crate::{audit, index_feed, text};

/// A word that was added, and where it came from.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Added {
    pub id: SynonymId,
    pub concept_id: ConceptId,
    /// `nl` or `en`.
    pub language: String,
    pub label: String,
    /// The file it came in; none when somebody typed it.
    pub file: Option<String>,
    /// As the audit names who did it.
    pub added_by: String,
    pub added_at: Timestamp,
}

const ADDED: &str = "select id, concept_id, language, label, file, added_by, added_at from concept_synonym";

/// Words that were added to a concept, the first one first.
pub async fn list_added(on: impl Into<On<'_>>, concept: ConceptId) -> Result<Vec<Added>> {
    crate::db::sql_from(format!("{ADDED} where concept_id = $1 order by added_at, id"))
        .bind(concept)
        .all(on)
        .await
}

pub(super) async fn list_all_added(on: impl Into<On<'_>>) -> Result<HashMap<ConceptId, Vec<Added>>> {
    let rows: Vec<Added> = crate::db::sql_from(format!("{ADDED} order by added_at, id")).all(on).await?;
    let mut added: HashMap<ConceptId, Vec<Added>> = HashMap::new();
    for row in rows {
        added.entry(row.concept_id).or_default().push(row);
    }
    Ok(added)
}

/// Adds a word in `nl` or `en`. One that already names a subject is refused with that subject's name.
pub async fn add(
    tx: &mut Tx,
    principal: &Principal,
    concept: ConceptId,
    language: &str,
    label: &str,
) -> Result<SynonymId> {
    principal.require_administrator()?;
    tx.lock("concept").await?;
    let stored = find(&mut *tx, concept).await?;
    let label = check::line(label);
    if let Some(error) = error_in(tx, &stored, language, &label).await? {
        return Err(Error::Invalid(vec![error]));
    }
    let detail = json!({ "label": label, "language": language });
    audit::record(tx, principal, "concept.synonym_add", &format!("concept:{}", stored.uri), detail).await?;
    let id = insert(tx, principal, concept, language, &label, None).await?;
    let mut changed = NewConcept::from(&stored);
    changed.add_word(language, &label);
    upsert(tx, &changed, stored.is_shipped).await?;
    index_feed::vocabulary_changed(tx);
    Ok(id)
}

async fn error_in(tx: &mut Tx, stored: &Concept, language: &str, label: &str) -> Result<Option<FieldError>> {
    let of_language = if language == "nl" { &stored.synonyms_nl } else { &stored.synonyms_en };
    if !matches!(language, "nl" | "en") {
        return Ok(Some(FieldError::new("language", "error-required")));
    }
    if let Some(error) = error_in_label("label", label) {
        return Ok(Some(error));
    }
    if of_language.split('|').filter(|one| !one.is_empty()).count() >= SYNONYMS_MAX {
        return Ok(Some(FieldError::new("label", "error-too-many").with("max", SYNONYMS_MAX)));
    }
    let known = find_by_label(tx, label).await?;
    Ok(known.map(|other| FieldError::new("label", "error-concept-word").with("name", other.label_nl)))
}

pub(super) async fn insert(
    tx: &mut Tx,
    principal: &Principal,
    concept: ConceptId,
    language: &str,
    label: &str,
    file: Option<&str>,
) -> Result<SynonymId> {
    let id: SynonymId = tx.new_id();
    sql("insert into concept_synonym (id, concept_id, language, label, folded, file, added_by, added_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (concept_id, language, folded) do nothing")
    .bind(id)
    .bind(concept)
    .bind(language)
    .bind(label)
    .bind(text::fold(label))
    .bind(file)
    .bind(principal.audit_name())
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(id)
}

/// Takes a word back that was added here; gives the concept it belonged to.
pub async fn remove(tx: &mut Tx, principal: &Principal, id: SynonymId) -> Result<ConceptId> {
    principal.require_administrator()?;
    tx.lock("concept").await?;
    let added: Option<Added> =
        crate::db::sql_from(format!("{ADDED} where id = $1")).bind(id).optional(&mut *tx).await?;
    let added = added.ok_or(Error::NotFound)?;
    let stored = find(&mut *tx, added.concept_id).await?;
    let detail = json!({ "label": added.label, "language": added.language });
    audit::record(tx, principal, "concept.synonym_remove", &format!("concept:{}", stored.uri), detail)
        .await?;
    sql("delete from concept_synonym where id = $1").bind(id).execute(&mut *tx).await?;
    let mut changed = NewConcept::from(&stored);
    let list = if added.language == "nl" { &mut changed.synonyms_nl } else { &mut changed.synonyms_en };
    let folded = text::fold(&added.label);
    list.retain(|word| text::fold(word) != folded);
    upsert(tx, &changed, stored.is_shipped).await?;
    index_feed::vocabulary_changed(tx);
    Ok(added.concept_id)
}
