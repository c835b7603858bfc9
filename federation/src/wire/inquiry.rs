//! What one person asks of another, and what he answers: a `Note` for one reader.

use serde::{Deserialize, Serialize};

use super::Source;

/// A question, or the answer to one. `content` is HTML for other software; ours reads `source`.
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
    /// Answer: the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
}
