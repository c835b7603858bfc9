//! What an owner may set, with its limits; and who may make groups at all.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{NAME_CHARS_MAX, PAGE_CHARS_MAX, Rules, SUBJECTS_MAX, SUMMARY_CHARS_MAX, Subject, Words};
use crate::audience::Audience;
use crate::db::{On, Tx};
use crate::error::{Error, FieldError, Result};
use crate::ids::GroupId;
use crate::people::{FieldKey, check};
use crate::principal::{Affiliation, Principal};
use crate::{audit, concepts, settings};

/// A group as its owner wants it. Subjects are addresses of the taxonomy.
#[derive(Debug, Clone)]
pub struct GroupEdit {
    pub words: Words,
    /// Wished handle of a new group; `None` derives one from the name.
    pub handle: Option<String>,
    pub subjects: Vec<String>,
    pub rules: Rules,
    pub parent_id: Option<GroupId>,
}

/// The same, cleaned, with its subjects found.
#[derive(Debug, Clone)]
pub(super) struct GroupEditChecked {
    pub words: Words,
    pub handle: Option<String>,
    pub subjects: Vec<Subject>,
    pub rules: Rules,
    pub parent_id: Option<GroupId>,
}

/// Who may make groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreationPolicy {
    Everyone,
    /// Staff of the organisation, not externals and guests.
    #[default]
    Staff,
    Administrators,
}

impl CreationPolicy {
    pub const ALL: [Self; 3] = [Self::Everyone, Self::Staff, Self::Administrators];

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Staff => "staff",
            Self::Administrators => "administrators",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == word)
    }

    /// Whether this person may make a group.
    pub fn allows(self, principal: &Principal) -> bool {
        let Some(member) = principal.member() else { return false };
        match self {
            Self::Everyone => true,
            Self::Staff => member.affiliation == Affiliation::Staff || principal.is_administrator(),
            Self::Administrators => principal.is_administrator(),
        }
    }
}

const SETTING: &str = "group_creation";

/// Who may make groups here.
pub async fn creation_policy(on: impl Into<On<'_>>) -> Result<CreationPolicy> {
    settings::find(on, SETTING).await
}

/// Sets who may make groups.
pub async fn set_creation_policy(tx: &mut Tx, principal: &Principal, policy: CreationPolicy) -> Result<()> {
    principal.require_administrator()?;
    settings::store(tx, SETTING, &policy).await?;
    audit::record(tx, principal, "setting.groups", "setting:groups", json!({ "who": policy })).await
}

pub(super) async fn demand_may_create(tx: &mut Tx, principal: &Principal) -> Result<()> {
    let policy = creation_policy(&mut *tx).await?;
    if policy.allows(principal) { Ok(()) } else { Err(Error::Forbidden("error-may-not-create-group")) }
}

/// The edit, cleaned; all that is wrong at once.
pub(super) async fn check(tx: &mut Tx, edit: GroupEdit) -> Result<GroupEditChecked> {
    let mut errors = Vec::new();
    let words = words(edit.words, &mut errors);
    let rules = rules(edit.rules, &mut errors);
    let subjects = subjects(tx, &edit.subjects, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    Ok(GroupEditChecked { words, handle: edit.handle, subjects, rules, parent_id: edit.parent_id })
}

fn words(words: Words, errors: &mut Vec<FieldError>) -> Words {
    let name = within("name", check::line(&words.name), NAME_CHARS_MAX, errors);
    if !name.contains(char::is_alphanumeric) {
        errors.push(FieldError::new("name", "error-required"));
    }
    let language = if words.language == "en" { "en" } else { "nl" };
    Words {
        name,
        summary: within("summary", check::line(&words.summary), SUMMARY_CHARS_MAX, errors),
        introduction: within("introduction", check::paragraphs(&words.introduction), PAGE_CHARS_MAX, errors),
        rules: within("rules", check::paragraphs(&words.rules), PAGE_CHARS_MAX, errors),
        welcome: within("welcome", check::paragraphs(&words.welcome), PAGE_CHARS_MAX, errors),
        language: language.to_owned(),
    }
}

fn within(field: &str, text: String, chars_max: usize, errors: &mut Vec<FieldError>) -> String {
    if text.chars().count() > chars_max {
        errors.push(FieldError::new(field, "error-too-long").with("max", chars_max));
    }
    text
}

/// Content is never for more people than those who may know of the group.
fn rules(rules: Rules, errors: &mut Vec<FieldError>) -> Rules {
    let allowed = [Audience::Public, Audience::Network, Audience::Organisation, Audience::Group];
    if !allowed.contains(&rules.listed) {
        errors.push(FieldError::new("listed", "error-audience"));
    }
    if !allowed.contains(&rules.content) || reach(rules.content) > reach(rules.listed) {
        errors.push(FieldError::new("content", "error-content-wider"));
    }
    let question = within("question", check::line(&rules.question), SUMMARY_CHARS_MAX, errors);
    let mut seen = HashSet::new();
    let required_fields: Vec<FieldKey> =
        rules.required_fields.into_iter().filter(|key| seen.insert(*key)).collect();
    if required_fields.iter().any(|key| matches!(key, FieldKey::Custom(_))) {
        // Another organisation's people do not have them.
        errors.push(FieldError::new("required", "error-required-field"));
    }
    Rules { question, required_fields, ..rules }
}

/// How many an audience lets see a group, leaving members aside. Only for these four, where each contains the next.
fn reach(audience: Audience) -> u8 {
    match audience {
        Audience::Public => 3,
        Audience::Network => 2,
        Audience::Organisation => 1,
        Audience::Group | Audience::Own => 0,
    }
}

async fn subjects(tx: &mut Tx, uris: &[String], errors: &mut Vec<FieldError>) -> Result<Vec<Subject>> {
    if uris.len() > SUBJECTS_MAX {
        errors.push(FieldError::new("subjects", "error-too-many").with("max", SUBJECTS_MAX));
        return Ok(Vec::new());
    }
    named(tx, uris).await
}

/// Subjects by address, in the order given; unknown ones are left out.
pub(crate) async fn named(on: impl Into<On<'_>>, uris: &[String]) -> Result<Vec<Subject>> {
    let found = concepts::list(on, uris).await?;
    let subject = |uri: &String| found.iter().find(|concept| concept.uri == *uri);
    let mut subjects: Vec<Subject> = Vec::new();
    for concept in uris.iter().filter_map(subject) {
        if subjects.iter().all(|known| known.uri != concept.uri) {
            subjects.push(Subject {
                uri: concept.uri.clone(),
                nl: concept.label_nl.clone(),
                en: concept.label_en.clone(),
            });
        }
    }
    Ok(subjects)
}
