//! What one person asks of another, what he answers, and what either adds: a `Note` for one reader.

use serde::{Deserialize, Serialize};

use super::Source;

/// A question, the answer to one, or what was said after it. `content` is HTML for other software; ours reads `source`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    pub id: String,
    /// Note
    #[serde(rename = "type")]
    pub kind: String,
    pub attributed_to: String,
    pub to: Vec<String>,
    /// Question: what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default)]
    pub content: String,
    pub source: Source,
    /// Answer and what follows: the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    /// What follows the answer: the question again, as that of which all of it is part. Whoever knows answers alone takes it for a
    /// second one, and leaves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
}
