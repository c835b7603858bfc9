//! Skills and subjects: concepts with an address, names in two languages, synonyms, and a broader concept.

mod csv;
pub mod import;
mod skos;
pub mod synonyms;

use std::collections::HashMap;

use serde_json::json;

use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, FieldError, Result};
use crate::ids::ConceptId;
use crate::people::{Skill, check};
use crate::principal::Principal;
use crate::{audit, index_feed, instances, text};

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
    /// Comes with the release; otherwise an administrator brought it.
    pub is_shipped: bool,
}

impl Concept {
    /// Every synonym, the Dutch ones first.
    pub fn synonyms(&self) -> Vec<&str> {
        [&self.synonyms_nl, &self.synonyms_en]
            .into_iter()
            .flat_map(|joined| joined.split('|'))
            .filter(|synonym| !synonym.is_empty())
            .collect()
    }
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

const COLUMNS: &str = "id, uri, label_nl, label_en, synonyms_nl, synonyms_en, broader, is_shipped";

/// Names of one concept in one language, beside its label.
pub const SYNONYMS_MAX: usize = 30;
/// Share of letter pairs two words have in common from which one is offered for the other.
const NEAR: f64 = 0.45;

/// The taxonomy that comes with Plein.
pub fn shipped() -> Result<Vec<NewConcept>> {
    csv::read(include_str!("../data/concepts.csv"))
}

/// Brings the shipped taxonomy up to date, at start. Writes only what differs, so that a start costs one read.
pub async fn ship(tx: &mut Tx, concepts: &[NewConcept]) -> Result<usize> {
    let known = list_known(&mut *tx).await?;
    upsert_changed(tx, &known, concepts, true).await
}

async fn list_known(on: impl Into<On<'_>>) -> Result<HashMap<String, Concept>> {
    let all: Vec<Concept> = sql_from(format!("select {COLUMNS} from concept")).all(on).await?;
    Ok(all.into_iter().map(|concept| (concept.uri.clone(), concept)).collect())
}

async fn upsert_changed(
    tx: &mut Tx,
    known: &HashMap<String, Concept>,
    concepts: &[NewConcept],
    is_shipped: bool,
) -> Result<usize> {
    let added = synonyms::list_all_added(&mut *tx).await?;
    let mut changed = 0;
    for new in concepts {
        let old = known.get(&new.uri);
        // Words that were added here outlive a new release.
        let new = new.clone().with(old.and_then(|old| added.get(&old.id)));
        if old.is_none_or(|old| !new.is_stored_as(old)) {
            upsert(tx, &new, is_shipped).await?;
            changed += 1;
        }
    }
    if changed > 0 {
        index_feed::vocabulary_changed(tx);
    }
    Ok(changed)
}

impl From<&Concept> for NewConcept {
    fn from(stored: &Concept) -> Self {
        let list =
            |joined: &str| joined.split('|').filter(|one| !one.is_empty()).map(str::to_owned).collect();
        Self {
            uri: stored.uri.clone(),
            label_nl: stored.label_nl.clone(),
            label_en: stored.label_en.clone(),
            synonyms_nl: list(&stored.synonyms_nl),
            synonyms_en: list(&stored.synonyms_en),
            broader: stored.broader.clone(),
        }
    }
}

impl NewConcept {
    /// The same with words that were added to it here.
    fn with(mut self, added: Option<&Vec<synonyms::Added>>) -> Self {
        for one in added.into_iter().flatten() {
            self.add_word(&one.language, &one.label);
        }
        self
    }

    /// One more name, unless it is one already.
    fn add_word(&mut self, language: &str, word: &str) {
        let folded = text::fold(word);
        let list = if language == "nl" { &mut self.synonyms_nl } else { &mut self.synonyms_en };
        if list.iter().all(|known| text::fold(known) != folded) {
            list.push(word.to_owned());
        }
    }

    fn is_stored_as(&self, old: &Concept) -> bool {
        self.label_nl == old.label_nl
            && self.label_en == old.label_en
            && self.synonyms_nl.join("|") == old.synonyms_nl
            && self.synonyms_en.join("|") == old.synonyms_en
            && self.broader == old.broader
    }
}

/// Adds a concept of the organisation's own. Its address is made here from the Dutch label and stays when that changes.
pub async fn create(tx: &mut Tx, principal: &Principal, new: NewConcept) -> Result<Concept> {
    principal.require_administrator()?;
    tx.lock("concept").await?;
    let mut new = tidy(new);
    let mut errors = errors_in(&new);
    for (field, label) in [("label_nl", &new.label_nl), ("label_en", &new.label_en)] {
        if !label.is_empty() && find_by_label(&mut *tx, label).await?.is_some() {
            errors.push(FieldError::new(field, "error-concept-exists"));
        }
    }
    if let Some(broader) = &new.broader
        && list(&mut *tx, std::slice::from_ref(broader)).await?.is_empty()
    {
        errors.push(FieldError::new("broader", "error-concept-broader").with("uri", broader));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    new.uri = free_address(tx, &new.label_nl).await?;
    upsert(tx, &new, false).await?;
    index_feed::vocabulary_changed(tx);
    let uri = new.uri.clone();
    audit::record(
        tx,
        principal,
        "concept.create",
        &format!("concept:{uri}"),
        json!({ "label": new.label_nl }),
    )
    .await?;
    list(tx, &[uri]).await?.pop().ok_or(Error::NotFound)
}

async fn free_address(tx: &mut Tx, label: &str) -> Result<String> {
    let home = instances::home(&mut *tx).await?;
    let words: Vec<String> = text::fold(label)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let address = format!("{}/id/concept/{}", home.base_url, words.join("-"));
    if !words.is_empty() && list(&mut *tx, std::slice::from_ref(&address)).await?.is_empty() {
        return Ok(address);
    }
    let id: ConceptId = tx.new_id();
    Ok(format!("{}/id/concept/{id}", home.base_url))
}

/// Takes a concept out of use: nobody is offered it any more, who has it keeps it. The shipped ones come with the release.
pub async fn retire(tx: &mut Tx, principal: &Principal, id: ConceptId) -> Result<()> {
    principal.require_administrator()?;
    let retired =
        sql("update concept set retired_at = $2 where id = $1 and retired_at is null and not is_shipped")
            .bind(id)
            .bind(tx.now())
            .execute(&mut *tx)
            .await?;
    if retired == 0 {
        return Err(Error::NotFound);
    }
    index_feed::vocabulary_changed(tx);
    audit::record(tx, principal, "concept.retire", &format!("concept:{id}"), json!({})).await
}

fn tidy(new: NewConcept) -> NewConcept {
    let lines = |texts: Vec<String>| {
        texts.iter().map(|text| check::line(text)).filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    NewConcept {
        uri: new.uri,
        label_nl: check::line(&new.label_nl),
        label_en: check::line(&new.label_en),
        synonyms_nl: lines(new.synonyms_nl),
        synonyms_en: lines(new.synonyms_en),
        broader: new.broader.filter(|broader| !broader.is_empty()),
    }
}

fn errors_in(new: &NewConcept) -> Vec<FieldError> {
    let labels = [("label_nl", &new.label_nl), ("label_en", &new.label_en)];
    let synonyms = [("synonyms_nl", &new.synonyms_nl), ("synonyms_en", &new.synonyms_en)];
    let label_errors = labels.into_iter().filter_map(|(field, label)| error_in_label(field, label));
    let synonym_errors = synonyms.into_iter().filter_map(|(field, texts)| {
        if texts.len() > SYNONYMS_MAX {
            return Some(FieldError::new(field, "error-too-many").with("max", SYNONYMS_MAX));
        }
        texts.iter().find_map(|text| error_in_label(field, text))
    });
    label_errors.chain(synonym_errors).collect()
}

fn error_in_label(field: &str, label: &str) -> Option<FieldError> {
    if label.is_empty() {
        return Some(FieldError::new(field, "error-required"));
    }
    // The bar joins synonyms in one column.
    if label.contains('|') {
        return Some(FieldError::new(field, "error-concept-bar"));
    }
    let is_long = label.chars().count() > check::LINE_CHARS_MAX;
    is_long.then(|| FieldError::new(field, "error-too-long").with("max", check::LINE_CHARS_MAX))
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

/// For a word that is in no name: the concepts that look most like it in either language, nearest first.
pub async fn list_nearest(db: &Db, typed: &str, limit: usize) -> Result<Vec<Concept>> {
    let typed = text::fold(typed);
    let rows: Vec<(String, String)> =
        sql("select uri, search_text from concept where retired_at is null").all(db).await?;
    let mut near: Vec<(f64, String)> = rows
        .into_iter()
        .map(|(uri, names)| {
            (names.split('|').map(|name| text::likeness(&typed, name)).fold(0.0, f64::max), uri)
        })
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.truncate(limit);
    let uris: Vec<String> = near.into_iter().map(|(_, uri)| uri).collect();
    let mut found: HashMap<String, Concept> =
        list(db, &uris).await?.into_iter().map(|concept| (concept.uri.clone(), concept)).collect();
    Ok(uris.iter().filter_map(|uri| found.remove(uri)).collect())
}

/// Gives skills the labels of the taxonomy. Names those it does not know, unless they may bring their own labels.
pub(crate) async fn relabel(
    tx: &mut Tx,
    skills: &mut [Skill],
    may_bring: impl Fn(&str) -> bool,
) -> Result<Vec<FieldError>> {
    let uris: Vec<String> = skills.iter().map(|skill| skill.uri.clone()).collect();
    let known: HashMap<String, Concept> =
        list(tx, &uris).await?.into_iter().map(|concept| (concept.uri.clone(), concept)).collect();
    let mut errors = Vec::new();
    for skill in skills {
        match known.get(&skill.uri) {
            Some(concept) => (skill.nl, skill.en) = (concept.label_nl.clone(), concept.label_en.clone()),
            None if may_bring(&skill.uri) && !skill.nl.is_empty() && !skill.en.is_empty() => {}
            None => errors.push(FieldError::new("skills", "error-skill-unknown").with("uri", &skill.uri)),
        }
    }
    Ok(errors)
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

/// A concept in use, by id.
pub async fn find(on: impl Into<On<'_>>, id: ConceptId) -> Result<Concept> {
    sql_from(format!("select {COLUMNS} from concept where id = $1 and retired_at is null"))
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// Concepts by address; unknown ones are absent.
pub async fn list(on: impl Into<On<'_>>, uris: &[String]) -> Result<Vec<Concept>> {
    if uris.is_empty() {
        return Ok(Vec::new());
    }
    sql_from(format!("select {COLUMNS} from concept where uri in (..)")).bind_list(uris).all(on).await
}

/// What stands directly below a concept, by Dutch name; at most `limit`.
pub async fn list_narrower(on: impl Into<On<'_>>, uri: &str, limit: i64) -> Result<Vec<Concept>> {
    sql_from(format!(
        "select {COLUMNS} from concept where broader = $1 and retired_at is null order by label_nl, uri limit $2"
    ))
    .bind(uri)
    .bind(limit)
    .all(on)
    .await
}

/// The whole taxonomy, for the search engine's synonyms and broader terms.
pub async fn list_all(on: impl Into<On<'_>>) -> Result<Vec<Concept>> {
    sql_from(format!("select {COLUMNS} from concept where retired_at is null order by uri")).all(on).await
}
