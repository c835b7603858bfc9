//! Profile fields that administrators add: text, choice, choices or date, in sections, with names in both languages.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::check::{self, CUSTOM_FIELDS_MAX, CUSTOM_VALUES_MAX, LINE_CHARS_MAX};
use super::profile::{Entry, FieldKey, Label, Profile, Value};
use super::{queries, touched};
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::{FieldId, PersonId};
use crate::jobs::{self, Job};
use crate::principal::Principal;
use crate::{audit, index_feed};

/// A field as an administrator defined it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub id: FieldId,
    pub section: Label,
    pub label: Label,
    pub kind: Kind,
    pub options: Vec<Label>,
    pub is_mandatory: bool,
    pub is_filter: bool,
    pub position: i64,
}

/// What sort of answer a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    Text,
    Choice,
    Choices,
    Date,
}

crate::db::text_arg!(Kind);

impl Kind {
    pub const ALL: [Self; 4] = [Self::Text, Self::Choice, Self::Choices, Self::Date];

    /// The word used in forms and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Date => "date",
        }
    }

    /// Reads that word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A definition to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDefinition {
    pub section: Label,
    pub label: Label,
    pub kind: Kind,
    pub options: Vec<Label>,
    pub is_mandatory: bool,
    pub is_filter: bool,
}

impl Definition {
    /// Turns what was typed into the value that is stored and travels, with its names in both languages; `Ok(None)` for an
    /// empty answer. A choice is typed as its Dutch or its English name.
    pub fn read(&self, typed: &[String]) -> Result<Option<Value>, FieldError> {
        let name = FieldKey::Custom(self.id).to_string();
        let mut typed: Vec<String> =
            typed.iter().map(|one| check::line(one)).filter(|one| !one.is_empty()).collect();
        let mut met = std::collections::HashSet::new();
        typed.retain(|one| met.insert(one.clone()));
        if typed.is_empty() {
            return if self.is_mandatory { Err(FieldError::new(name, "error-required")) } else { Ok(None) };
        }
        if self.kind != Kind::Choices && typed.len() > 1 {
            return Err(FieldError::new(name, "error-choice"));
        }
        let wrong = if self.kind == Kind::Date { "error-date" } else { "error-choice" };
        let values: Option<Vec<Label>> = typed.iter().map(|one| self.answer(one)).collect();
        let values = values.ok_or_else(|| FieldError::new(name, wrong))?;
        Ok(Some(Value::Custom { label: self.label.clone(), values }))
    }

    fn answer(&self, typed: &str) -> Option<Label> {
        match self.kind {
            Kind::Choice | Kind::Choices => {
                self.options.iter().find(|option| option.nl == typed || option.en == typed).cloned()
            }
            Kind::Date => read_date(typed).map(|date| Label { nl: date.clone(), en: date }),
            Kind::Text => Some(Label { nl: typed.to_owned(), en: typed.to_owned() }),
        }
    }
}

/// Holds an edited custom field against its definition: the labels become the definition's, a mandatory field may not be
/// emptied, and a field that is not in use can only be emptied.
pub(super) fn settle(
    definitions: &[Definition],
    id: FieldId,
    slot: &mut Option<Entry>,
) -> Result<(), FieldError> {
    let Some(definition) = definitions.iter().find(|definition| definition.id == id) else {
        let is_filled = slot.is_some();
        return if is_filled {
            Err(FieldError::new(FieldKey::Custom(id).to_string(), "error-field-gone"))
        } else {
            Ok(())
        };
    };
    let typed: Vec<String> = match slot.as_ref().map(|entry| &entry.value) {
        Some(Value::Custom { values, .. }) => values.iter().map(|value| value.nl.clone()).collect(),
        Some(Value::Text(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    let value = definition.read(&typed)?;
    *slot = slot.take().zip(value).map(|(entry, value)| Entry { value, ..entry });
    Ok(())
}

/// The mandatory fields that a profile leaves empty: what a person is asked for at the next occasion.
pub fn missing<'a>(definitions: &'a [Definition], profile: &Profile) -> Vec<&'a Definition> {
    let is_missing =
        |field: &&Definition| field.is_mandatory && !profile.fields.contains_key(&FieldKey::Custom(field.id));
    definitions.iter().filter(is_missing).collect()
}

/// A date as browsers send it (2027-03-24) or as people type it (24-3-2027), in the first form.
fn read_date(text: &str) -> Option<String> {
    let sent = time::macros::format_description!("[year]-[month]-[day]");
    let typed = time::macros::format_description!("[day padding:none]-[month padding:none]-[year]");
    let date = time::Date::parse(text, sent).or_else(|_| time::Date::parse(text, typed)).ok()?;
    date.format(sent).ok()
}

#[derive(sqlx::FromRow)]
struct Found {
    id: FieldId,
    section_nl: String,
    section_en: String,
    label_nl: String,
    label_en: String,
    kind: Kind,
    options: String,
    is_mandatory: bool,
    is_filter: bool,
    position: i64,
}

/// All fields in use, in order.
pub async fn list(on: impl Into<On<'_>>) -> Result<Vec<Definition>> {
    let found: Vec<Found> =
        sql("select * from profile_field where retired_at is null order by position, id").all(on).await?;
    found.into_iter().map(Found::into_definition).collect()
}

impl Found {
    fn into_definition(self) -> Result<Definition> {
        Ok(Definition {
            id: self.id,
            section: Label { nl: self.section_nl, en: self.section_en },
            label: Label { nl: self.label_nl, en: self.label_en },
            kind: self.kind,
            options: serde_json::from_str(&self.options)?,
            is_mandatory: self.is_mandatory,
            is_filter: self.is_filter,
            position: self.position,
        })
    }
}

/// Adds a field behind the others.
pub async fn create(tx: &mut Tx, principal: &Principal, new: NewDefinition) -> Result<FieldId> {
    principal.require_administrator()?;
    tx.lock("profile_field").await?;
    let new = tidy(new);
    check_new(&new, &list(&mut *tx).await?)?;
    let id: FieldId = tx.new_id();
    sql("insert into profile_field (id, section_nl, section_en, label_nl, label_en, kind, options, is_mandatory, \
         is_filter, position) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
         (select coalesce(max(position), 0) + 1 from profile_field))")
    .bind(id)
    .bind(&new.section.nl)
    .bind(&new.section.en)
    .bind(&new.label.nl)
    .bind(&new.label.en)
    .bind(new.kind)
    .bind(serde_json::to_string(&new.options)?)
    .bind(new.is_mandatory)
    .bind(new.is_filter)
    .execute(&mut *tx)
    .await?;
    if new.is_filter {
        index_feed::vocabulary_changed(tx);
    }
    audit::record(tx, principal, "field.create", &format!("field:{id}"), json!({ "label": new.label }))
        .await?;
    Ok(id)
}

/// Changes whether a field must be filled and whether one can filter by it.
pub async fn set_rules(
    tx: &mut Tx,
    principal: &Principal,
    id: FieldId,
    is_mandatory: bool,
    is_filter: bool,
) -> Result<()> {
    principal.require_administrator()?;
    tx.lock("profile_field").await?;
    let was_filter: bool = sql("select is_filter from profile_field where id = $1 and retired_at is null")
        .bind(id)
        .scalar(&mut *tx)
        .await?;
    sql("update profile_field set is_mandatory = $2, is_filter = $3 where id = $1")
        .bind(id)
        .bind(is_mandatory)
        .bind(is_filter)
        .execute(&mut *tx)
        .await?;
    if is_filter != was_filter {
        index_feed::vocabulary_changed(tx);
    }
    let detail = json!({ "mandatory": is_mandatory, "filter": is_filter });
    audit::record(tx, principal, "field.rules", &format!("field:{id}"), detail).await
}

/// Where a field goes among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// Trades places with the neighbour; at the end of the row nothing happens.
pub async fn shift(tx: &mut Tx, principal: &Principal, id: FieldId, direction: Direction) -> Result<()> {
    principal.require_administrator()?;
    tx.lock("profile_field").await?;
    let fields = list(&mut *tx).await?;
    let here = fields.iter().position(|field| field.id == id).ok_or(Error::NotFound)?;
    let there = match direction {
        Direction::Up => here.checked_sub(1),
        Direction::Down => Some(here + 1),
    };
    let Some(other) = there.and_then(|there| fields.get(there)) else { return Ok(()) };
    for (id, position) in [(id, other.position), (other.id, fields[here].position)] {
        sql("update profile_field set position = $2 where id = $1")
            .bind(id)
            .bind(position)
            .execute(&mut *tx)
            .await?;
    }
    audit::record(tx, principal, "field.shift", &format!("field:{id}"), json!({})).await
}

/// Takes a field out of use. A job then takes what people filled in out of their profiles, see [`strip_some`].
pub async fn retire(tx: &mut Tx, principal: &Principal, id: FieldId) -> Result<()> {
    principal.require_administrator()?;
    let retired = sql("update profile_field set retired_at = $2 where id = $1 and retired_at is null")
        .bind(id)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    if retired == 0 {
        return Err(Error::NotFound);
    }
    index_feed::vocabulary_changed(tx);
    jobs::enqueue(tx, &Job::StripField { field_id: id }).await?;
    audit::record(tx, principal, "field.retire", &format!("field:{id}"), json!({})).await
}

/// How many colleagues filled a field in: what retiring it takes away.
pub async fn count_filled(db: &Db, principal: &Principal, id: FieldId) -> Result<i64> {
    principal.require_administrator()?;
    sql("select count(*) from person join instance on instance.id = person.instance_id \
         where instance.is_local and person.profile like $1")
    .bind(pattern(id))
    .scalar(db)
    .await
}

/// Takes a retired field out of at most `limit` profiles; call until it answers 0. Bulk work stays in short transactions.
pub async fn strip_some(tx: &mut Tx, id: FieldId, limit: i64) -> Result<usize> {
    let ids: Vec<PersonId> =
        sql("select person.id from person join instance on instance.id = person.instance_id \
         where instance.is_local and person.profile like $1 order by person.id limit $2")
        .bind(pattern(id))
        .bind(limit)
        .column(&mut *tx)
        .await?;
    for person in &ids {
        let mut person = super::edit::lock(tx, *person).await?;
        person.profile.fields.remove(&FieldKey::Custom(id));
        queries::update_profile(tx, &person).await?;
        touched(tx, person.id).await?;
    }
    Ok(ids.len())
}

/// Finds the key in the JSON text, on both engines.
fn pattern(id: FieldId) -> String {
    format!("%\"{}\"%", FieldKey::Custom(id))
}

fn tidy(new: NewDefinition) -> NewDefinition {
    let label = |label: Label| Label { nl: check::line(&label.nl), en: check::line(&label.en) };
    NewDefinition {
        section: label(new.section),
        label: label(new.label),
        options: new.options.into_iter().map(label).collect(),
        ..new
    }
}

fn check_new(new: &NewDefinition, existing: &[Definition]) -> Result<()> {
    let lines = [
        ("section_nl", &new.section.nl),
        ("section_en", &new.section.en),
        ("label_nl", &new.label.nl),
        ("label_en", &new.label.en),
    ];
    let mut errors: Vec<FieldError> =
        lines.into_iter().filter_map(|(field, text)| check_line(field, text)).collect();
    if existing.len() >= CUSTOM_FIELDS_MAX {
        errors.push(FieldError::new("label_nl", "error-too-many").with("max", CUSTOM_FIELDS_MAX));
    }
    if existing.iter().any(|field| field.label.nl == new.label.nl) {
        errors.push(FieldError::new("label_nl", "error-twice"));
    }
    if matches!(new.kind, Kind::Choice | Kind::Choices) {
        errors.extend(check_options(&new.options));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn check_line(field: &str, text: &str) -> Option<FieldError> {
    if text.is_empty() {
        return Some(FieldError::new(field, "error-required"));
    }
    let is_long = text.chars().count() > LINE_CHARS_MAX;
    is_long.then(|| FieldError::new(field, "error-too-long").with("max", LINE_CHARS_MAX))
}

/// At least two, each with both names, none twice in either language: an answer is found back by its name.
fn check_options(options: &[Label]) -> Option<FieldError> {
    let is_whole =
        |option: &Label| check_line("", &option.nl).is_none() && check_line("", &option.en).is_none();
    let distinct =
        |names: Vec<&String>| names.iter().collect::<std::collections::HashSet<_>>().len() == names.len();
    let key = if options.len() < 2 || !options.iter().all(is_whole) {
        "error-options"
    } else if !distinct(options.iter().map(|option| &option.nl).collect())
        || !distinct(options.iter().map(|option| &option.en).collect())
    {
        "error-twice"
    } else if options.len() > CUSTOM_VALUES_MAX {
        return Some(FieldError::new("options", "error-too-many").with("max", CUSTOM_VALUES_MAX));
    } else {
        return None;
    };
    Some(FieldError::new("options", key))
}
