//! Skills and subjects: concepts with an address, names in two languages, synonyms, and a broader concept.

use serde_json::json;

use crate::audit;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, FieldError, Result};
use crate::ids::ConceptId;
use crate::principal::Principal;
use crate::text;

/// A concept of the taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Concept {
    pub id: ConceptId,
    pub uri: String,
    pub label_nl: String,
    pub label_en: String,
    /// Joined by `|`.
    pub synonyms_nl: String,
    pub synonyms_en: String,
    /// Address of the broader concept.
    pub broader: Option<String>,
}

/// A concept to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewConcept {
    pub uri: String,
    pub label_nl: String,
    pub label_en: String,
    pub synonyms_nl: Vec<String>,
    pub synonyms_en: Vec<String>,
    pub broader: Option<String>,
}

const COLUMNS: &str = "id, uri, label_nl, label_en, synonyms_nl, synonyms_en, broader";

/// The taxonomy that comes with Plein.
pub fn shipped() -> Result<Vec<NewConcept>> {
    read_csv(include_str!("../data/concepts.csv"))
}

/// Reads the taxonomy's CSV: `uri,nl,en,synonyms_nl,synonyms_en,broader`, synonyms joined by `|`. An error names its line.
pub fn read_csv(text: &str) -> Result<Vec<NewConcept>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.map_err(Error::internal).and_then(|row| read_row(&row))).collect()
}

fn read_row(row: &csv::StringRecord) -> Result<NewConcept> {
    let line = row.position().map_or(0, csv::Position::line);
    let cell = |at: usize| row.get(at).unwrap_or_default().trim().to_owned();
    let list = |at: usize| {
        cell(at).split('|').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    if cell(0).is_empty() || cell(1).is_empty() || cell(2).is_empty() {
        return Err(FieldError::new("concepts", "error-concept-row").with("line", line).into());
    }
    Ok(NewConcept {
        uri: cell(0),
        label_nl: cell(1),
        label_en: cell(2),
        synonyms_nl: list(3),
        synonyms_en: list(4),
        broader: Some(cell(5)).filter(|broader| !broader.is_empty()),
    })
}

/// Brings the shipped taxonomy up to date, at start. Writes only what differs, so that a start costs one read.
pub async fn ship(tx: &mut Tx, concepts: &[NewConcept]) -> Result<usize> {
    let known: std::collections::HashMap<String, Concept> =
        sql_from(format!("select {COLUMNS} from concept"))
            .all::<Concept>(&mut *tx)
            .await?
            .into_iter()
            .map(|concept| (concept.uri.clone(), concept))
            .collect();
    let mut changed = 0;
    for new in concepts.iter().filter(|new| known.get(&new.uri).is_none_or(|old| !new.is_stored_as(old))) {
        upsert(tx, new, true).await?;
        changed += 1;
    }
    Ok(changed)
}

impl NewConcept {
    fn is_stored_as(&self, old: &Concept) -> bool {
        self.label_nl == old.label_nl
            && self.label_en == old.label_en
            && self.synonyms_nl.join("|") == old.synonyms_nl
            && self.synonyms_en.join("|") == old.synonyms_en
            && self.broader == old.broader
    }
}

/// Adds a concept of the organisation's own, or changes its labels.
pub async fn save(tx: &mut Tx, principal: &Principal, new: &NewConcept) -> Result<()> {
    principal.require_administrator()?;
    if new.uri.is_empty() || new.label_nl.trim().is_empty() || new.label_en.trim().is_empty() {
        return Err(Error::invalid("label_nl", "error-required"));
    }
    upsert(tx, new, false).await?;
    audit::record(tx, principal, "concept.save", &format!("concept:{}", new.uri), json!({})).await
}

async fn upsert(tx: &mut Tx, new: &NewConcept, is_shipped: bool) -> Result<()> {
    let id: ConceptId = tx.new_id();
    let labels = [&new.label_nl, &new.label_en].into_iter().chain(&new.synonyms_nl).chain(&new.synonyms_en);
    let search_text: Vec<String> = labels.map(|label| text::fold(label)).collect();
    sql("insert into concept (id, uri, label_nl, label_en, synonyms_nl, synonyms_en, broader, search_text, is_shipped) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (uri) do update set label_nl = excluded.label_nl, \
         label_en = excluded.label_en, synonyms_nl = excluded.synonyms_nl, synonyms_en = excluded.synonyms_en, \
         broader = excluded.broader, search_text = excluded.search_text, retired_at = null")
    .bind(id)
    .bind(&new.uri)
    .bind(&new.label_nl)
    .bind(&new.label_en)
    .bind(new.synonyms_nl.join("|"))
    .bind(new.synonyms_en.join("|"))
    .bind(new.broader.as_deref())
    .bind(format!("|{}|", search_text.join("|")))
    .bind(is_shipped)
    .execute(tx)
    .await?;
    Ok(())
}

/// Concepts with a name or synonym that begins with `typed` first, then those that contain it; at most `limit`.
pub async fn complete(db: &Db, typed: &str, limit: i64) -> Result<Vec<Concept>> {
    let typed = text::fold(typed).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    sql_from(format!(
        "select {COLUMNS} from concept where retired_at is null and search_text like $1 escape '\\' \
         order by case when search_text like $2 escape '\\' then 0 else 1 end, length(label_nl), label_nl limit $3"
    ))
    .bind(format!("%{typed}%"))
    .bind(format!("%|{typed}%"))
    .bind(limit)
    .all(db)
    .await
}

/// The concept whose label or synonym is exactly `label` in either language, ignoring case and accents.
pub async fn find_by_label(on: impl Into<On<'_>>, label: &str) -> Result<Option<Concept>> {
    let folded = text::fold(label).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    sql_from(format!(
        "select {COLUMNS} from concept where retired_at is null and search_text like $1 escape '\\' order by uri limit 1"
    ))
    .bind(format!("%|{folded}|%"))
    .optional(on)
    .await
}

/// Concepts by address; unknown ones are absent.
pub async fn list(on: impl Into<On<'_>>, uris: &[String]) -> Result<Vec<Concept>> {
    if uris.is_empty() {
        return Ok(Vec::new());
    }
    sql_from(format!("select {COLUMNS} from concept where uri in (..)")).bind_list(uris).all(on).await
}

/// The whole taxonomy, for the search engine's synonyms and broader terms.
pub async fn list_all(db: &Db) -> Result<Vec<Concept>> {
    sql_from(format!("select {COLUMNS} from concept where retired_at is null order by uri")).all(db).await
}
