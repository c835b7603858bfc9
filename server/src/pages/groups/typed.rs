//! The form of a network: what was typed, and what the house makes of it.

use domain::groups::{Group, GroupEdit, JoinPolicy, Rules, Words};
use domain::people::FieldKey;
use domain::{Audience, Db, Error, FieldError, GroupId, Result};
use serde::Deserialize;

use super::words;
use crate::i18n::Texts;
use crate::pages::{subjects, words as house};

/// As it stands in the form.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub name: String,
    pub summary: String,
    pub introduction: String,
    pub rules: String,
    pub welcome: String,
    pub language: String,
    pub subjects: String,
    pub join: String,
    pub question: String,
    pub listed: String,
    pub content: String,
    pub required: Vec<String>,
    pub parent: String,
}

impl Default for Typed {
    /// Where most networks begin: open, for everyone at connected organisations.
    fn default() -> Self {
        Self {
            name: String::new(),
            summary: String::new(),
            introduction: String::new(),
            rules: String::new(),
            welcome: String::new(),
            language: "nl".to_owned(),
            subjects: String::new(),
            join: JoinPolicy::Open.as_str().to_owned(),
            question: String::new(),
            listed: Audience::Network.as_str().to_owned(),
            content: Audience::Network.as_str().to_owned(),
            required: Vec::new(),
            parent: String::new(),
        }
    }
}

pub const LABELS: [(&str, &str); 12] = [
    ("name", "groups-name"),
    ("summary", "groups-summary"),
    ("introduction", "groups-introduction"),
    ("rules", "groups-rules"),
    ("welcome", "groups-welcome"),
    ("subjects", "groups-subjects"),
    ("join", "groups-join-policy"),
    ("question", "groups-question"),
    ("listed", "groups-listed"),
    ("content", "groups-content"),
    ("required", "groups-required"),
    ("parent", "groups-parent"),
];

/// A choice of the form: value, words, consequence.
pub struct Choice {
    pub value: &'static str,
    pub words: String,
    pub detail: String,
}

impl Typed {
    pub fn of(t: Texts, group: &Group) -> Self {
        let (words, rules) = (group.words.clone(), &group.rules);
        Self {
            name: words.name,
            summary: words.summary,
            introduction: words.introduction,
            rules: words.rules,
            welcome: words.welcome,
            language: words.language,
            subjects: subjects::typed(t, &group.subjects),
            join: rules.join_policy.as_str().to_owned(),
            question: rules.question.clone(),
            listed: rules.listed.as_str().to_owned(),
            content: rules.content.as_str().to_owned(),
            required: rules.required_fields.iter().map(ToString::to_string).collect(),
            parent: group.parent_id.map(|id| id.to_string()).unwrap_or_default(),
        }
    }

    /// What the house takes. A word that is no choice, and a label that is no subject, are told at their fields.
    pub async fn read(&self, db: &Db) -> Result<GroupEdit> {
        let subjects = subjects::read(db, &self.subjects).await;
        let (subjects, rules) = domain::both(subjects, self.rules())?;
        let parent_id = match self.parent.as_str() {
            "" => None,
            id => Some(id.parse::<GroupId>().map_err(|_| Error::invalid("parent", "error-choice"))?),
        };
        Ok(GroupEdit { words: self.words(), handle: None, subjects, rules, parent_id })
    }

    fn words(&self) -> Words {
        Words {
            name: self.name.clone(),
            summary: self.summary.clone(),
            introduction: self.introduction.clone(),
            rules: self.rules.clone(),
            welcome: self.welcome.clone(),
            language: self.language.clone(),
        }
    }

    fn rules(&self) -> Result<Rules> {
        let mut errors = Vec::new();
        let join_policy = choice(JoinPolicy::parse(&self.join), "join", &mut errors);
        let listed = choice(Audience::parse(&self.listed), "listed", &mut errors);
        let content = choice(Audience::parse(&self.content), "content", &mut errors);
        let required_fields = self.required.iter().filter_map(|key| required_field(key)).collect();
        match (join_policy, listed, content) {
            (Some(join_policy), Some(listed), Some(content)) => {
                // Asked of nobody where nobody has to ask.
                let question =
                    if join_policy == JoinPolicy::Request { self.question.clone() } else { String::new() };
                Ok(Rules { join_policy, question, listed, content, required_fields })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }

    pub fn requires(&self, key: &str) -> bool {
        self.required.iter().any(|required| required == key)
    }
}

fn choice<T>(parsed: Option<T>, field: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    if parsed.is_none() {
        errors.push(FieldError::new(field, "error-choice"));
    }
    parsed
}

fn required_field(key: &str) -> Option<FieldKey> {
    FieldKey::STANDARD.into_iter().find(|known| known.to_string() == key)
}

/// The choices of the form in the reader's words.
pub struct Choices {
    pub languages: Vec<(String, String)>,
    pub policies: Vec<Choice>,
    pub listed: Vec<Choice>,
    pub content: Vec<Choice>,
    pub required: Vec<(String, String)>,
}

impl Choices {
    pub fn new(t: Texts) -> Self {
        let audiences = [Audience::Public, Audience::Network, Audience::Organisation, Audience::Group];
        let of = |key: fn(Audience) -> &'static str| {
            let one = |audience: Audience| Choice {
                value: audience.as_str(),
                words: t.get(key(audience)),
                detail: String::new(),
            };
            audiences.into_iter().map(one).collect()
        };
        let policy = |policy: JoinPolicy| Choice {
            value: policy.as_str(),
            words: t.get(words::policy(policy)),
            detail: t.get(consequence(policy)),
        };
        let field = |key: FieldKey| Some((key.to_string(), t.get(house::field(key)?)));
        Self {
            languages: ["nl", "en"].map(|code| (code.to_owned(), house::language(t, code))).into(),
            policies: JoinPolicy::ALL.into_iter().map(policy).collect(),
            listed: of(words::listed),
            content: of(words::content),
            required: FieldKey::STANDARD.into_iter().filter_map(field).collect(),
        }
    }
}

/// What choosing a policy means.
fn consequence(policy: JoinPolicy) -> &'static str {
    match policy {
        JoinPolicy::Open => "groups-policy-open-text",
        JoinPolicy::Request => "groups-policy-request-text",
        JoinPolicy::Invitation => "groups-policy-invitation-text",
    }
}
