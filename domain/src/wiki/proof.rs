//! The signed change behind a version by somebody of elsewhere: whether it says what the version says. That the signature is his
//! instance's, the federation door has found.

use serde::Deserialize;
use serde_json::Value;

use super::Version;

/// A change as its author's instance sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    pub author: String,
    /// Its address.
    pub address: String,
    /// None: a page to be made.
    pub page: Option<String>,
    pub base: Option<String>,
    /// Of a new page, or a new one.
    pub title: Option<String>,
    /// None: the title alone.
    pub source: Option<String>,
    pub summary: String,
}

#[derive(Deserialize)]
struct Said {
    actor: Value,
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    id: String,
    #[serde(rename = "plein:page", default)]
    page: Option<String>,
    #[serde(rename = "plein:base", default)]
    base: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    source: Option<Source>,
    #[serde(default)]
    summary: String,
    /// An item that proposes a text; its own source says why.
    #[serde(rename = "plein:proposal", default)]
    proposal: Option<Proposed>,
}

#[derive(Deserialize)]
struct Proposed {
    page: String,
    base: String,
    source: String,
}

#[derive(Deserialize)]
struct Source {
    content: String,
}

impl Patch {
    /// Reads the activity; `None` for anything else.
    pub fn read(document: &[u8]) -> Option<Self> {
        let said: Said = serde_json::from_slice(document).ok()?;
        let author = said.actor.get("id").and_then(Value::as_str)?.to_owned();
        let object = said.object;
        if let Some(proposed) = object.proposal {
            return Some(Self {
                author,
                address: object.id,
                page: Some(proposed.page),
                base: Some(proposed.base),
                title: None,
                source: Some(proposed.source),
                summary: object.name.unwrap_or_default(),
            });
        }
        Some(Self {
            author,
            address: object.id,
            page: object.page,
            base: object.base,
            title: object.name,
            source: object.source.map(|source| source.content),
            summary: object.summary,
        })
    }

    /// Whether a version is what this change says. `parent` is the version it was made of with its text, `source` its own
    /// text; what was erased cannot be compared.
    pub fn says(
        &self,
        version: &Version,
        page: &str,
        source: Option<&str>,
        parent: Option<(&Version, Option<&str>)>,
    ) -> bool {
        let is_of_page = match &self.page {
            Some(address) => address == page,
            None => version.number == 1,
        };
        let is_his = self.author == version.author && self.address == version.patch;
        // A merge is made again from its parents, of which one is this change as it was written.
        let is_said = version.merge_version.is_some()
            || match &self.source {
                Some(text) => self.says_text(version, text, source, parent.map(|(version, _)| version)),
                None => self.says_title(version, source, parent),
            };
        is_of_page && is_his && is_said
    }

    fn says_text(
        &self,
        version: &Version,
        text: &str,
        source: Option<&str>,
        parent: Option<&Version>,
    ) -> bool {
        let is_written_on = match (parent, &self.base) {
            (None, None) => self.title.as_deref() == Some(version.title.as_str()),
            (Some(parent), Some(base)) => *base == parent.id.0 || *base == parent.patch,
            _ => false,
        };
        is_written_on && source.is_none_or(|source| source == text) && self.summary == version.summary
    }

    fn says_title(
        &self,
        version: &Version,
        source: Option<&str>,
        parent: Option<(&Version, Option<&str>)>,
    ) -> bool {
        let Some((_, before)) = parent else { return false };
        let is_same_text = source.zip(before).is_none_or(|(source, before)| source == before);
        self.title.as_deref() == Some(version.title.as_str()) && is_same_text
    }
}

/// Whether an author is one of the page's host, which speaks for its own people.
pub(super) fn is_of_host(author: &str, page: &str) -> bool {
    let host = |address: &str| address.split_once("/ap/").map(|(host, _)| host.to_owned());
    host(page).is_some_and(|page| host(author).as_ref() == Some(&page))
}
