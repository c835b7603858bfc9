//! Profile fields that administrators add: text, choice, choices or date, in sections, with names in both languages.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::profile::{Label, Value};
use crate::audit;
use crate::db::{On, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::FieldId;
use crate::principal::Principal;

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
    /// Turns what was typed into the value that is stored and travels; `Ok(None)` for an empty answer.
    pub fn read(&self, typed: &[String]) -> Result<Option<Value>, FieldError> {
        let name = format!("custom:{}", self.id);
        let typed: Vec<String> =
            typed.iter().map(|one| super::check::line(one)).filter(|one| !one.is_empty()).collect();
        if typed.is_empty() {
            let missing = self.is_mandatory.then(|| FieldError::new(name, "error-required"));
            return missing.map_or(Ok(None), Err);
        }
        let values: Option<Vec<Label>> = typed.iter().map(|one| self.answer(one)).collect();
        let values = values.ok_or_else(|| FieldError::new(&name, "error-choice"))?;
        if self.kind != Kind::Choices && values.len() > 1 {
            return Err(FieldError::new(name, "error-choice"));
        }
        Ok(Some(Value::Custom { label: self.label.clone(), values }))
    }

    fn answer(&self, typed: &str) -> Option<Label> {
        match self.kind {
            Kind::Choice | Kind::Choices => self.options.iter().find(|option| option.nl == typed).cloned(),
            Kind::Date => is_date(typed).then(|| Label { nl: typed.to_owned(), en: typed.to_owned() }),
            Kind::Text => Some(Label { nl: typed.to_owned(), en: typed.to_owned() }),
        }
    }
}

fn is_date(text: &str) -> bool {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(text, format).is_ok()
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
    check(&new)?;
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
    audit::record(tx, principal, "field.create", &format!("field:{id}"), json!({ "label": new.label }))
        .await?;
    Ok(id)
}

/// Takes a field out of use. What people filled in stays with them, unseen, until they remove it.
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
    audit::record(tx, principal, "field.retire", &format!("field:{id}"), json!({})).await
}

fn check(new: &NewDefinition) -> Result<()> {
    let mut errors = Vec::new();
    let lines = [
        ("section_nl", &new.section.nl),
        ("section_en", &new.section.en),
        ("label_nl", &new.label.nl),
        ("label_en", &new.label.en),
    ];
    for (field, text) in lines {
        if text.trim().is_empty() {
            errors.push(FieldError::new(field, "error-required"));
        } else if text.chars().count() > super::check::LINE_CHARS_MAX {
            errors.push(FieldError::new(field, "error-too-long").with("max", super::check::LINE_CHARS_MAX));
        }
    }
    if matches!(new.kind, Kind::Choice | Kind::Choices) && new.options.len() < 2 {
        errors.push(FieldError::new("options", "error-options"));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}
