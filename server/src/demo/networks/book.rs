//! What is written in the networks of the demo, as the files in `server/demo/networks` have it.

use std::collections::BTreeMap;

use domain::Audience;
use domain::groups::{JoinPolicy, Role};
use domain::items::Kind;
use serde::Deserialize;

use crate::demo::calendar::At;

/// One network with everything in it. People are named by the first part of their login.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    pub key: String,
    pub host: String,
    pub owner: String,
    pub founded: At,
    pub join: JoinPolicy,
    pub listed: Audience,
    pub content: Audience,
    #[serde(default)]
    pub question: String,
    pub name: String,
    pub summary: String,
    pub introduction: String,
    #[serde(default)]
    pub rules: String,
    #[serde(default)]
    pub welcome: String,
    /// As the last part of a concept's address.
    pub subjects: Vec<String>,
    #[serde(rename = "member")]
    pub members: Vec<Joining>,
    #[serde(rename = "entry")]
    pub entries: Vec<Entry>,
    #[serde(default, rename = "page")]
    pub pages: Vec<Leaf>,
}

/// A page of the wiki, or a new text of one that is there: whoever writes works at the host.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    pub at: At,
    pub by: String,
    pub title: String,
    /// The title of the page above it.
    pub under: Option<String>,
    /// What changed, in a line.
    #[serde(default)]
    pub summary: String,
    pub text: String,
}

/// Somebody asks to join, or is invited and comes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    pub at: At,
    pub by: String,
    #[serde(default)]
    pub answer: String,
    /// What he is made soon after.
    pub role: Option<Role>,
}

/// Something published, and what came of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub at: At,
    pub by: String,
    pub kind: Kind,
    #[serde(default)]
    pub title: String,
    #[serde(default = "dutch")]
    pub language: String,
    #[serde(default)]
    pub subjects: Vec<String>,
    #[serde(default)]
    pub body: String,
    /// Of a file: where it lies, and what is in it.
    #[serde(default)]
    pub folder: String,
    pub file: Option<Paper>,
    /// Of a poll.
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub multiple: bool,
    pub closes: Option<At>,
    /// Who chose which options, counted from 1.
    #[serde(default)]
    pub votes: BTreeMap<String, Vec<i64>>,
    #[serde(default)]
    pub pinned: bool,
    #[serde(default)]
    pub featured: bool,
    /// The comment that is the answer, counted from 1.
    pub accepted: Option<usize>,
    #[serde(default)]
    pub signs: Signs,
    #[serde(default, rename = "comment")]
    pub comments: Vec<Remark>,
}

/// A file that somebody shares: plain text, so that it can be written here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub name: String,
    pub text: String,
}

/// A comment, or an answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    pub at: At,
    pub by: String,
    /// The comment it replies to, counted from 1.
    pub to: Option<usize>,
    #[serde(default = "dutch")]
    pub language: String,
    pub body: String,
    #[serde(default)]
    pub signs: Signs,
}

/// Who gave which sign.
pub type Signs = BTreeMap<String, Vec<String>>;

fn dutch() -> String {
    "nl".to_owned()
}

impl Network {
    /// Its owner and members.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.owner.as_str()).chain(self.members.iter().map(|member| member.by.as_str()))
    }
}
