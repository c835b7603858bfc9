//! What a request may hold: every attribute is known and of its kind, or the request is refused.

use serde_json::{Map, Value, json};

use super::store::{Document, Refusal, Settings};

pub struct Asked {
    pub key: Option<String>,
    pub media: String,
    pub query: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub fn bad(message: impl Into<String>) -> Refusal {
    (400, "bad_request", message.into())
}

pub fn uid(name: &str) -> Result<String, Refusal> {
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    match is_name && !name.is_empty() && name.len() <= 400 {
        true => Ok(name.to_owned()),
        false => Err((400, "invalid_index_uid", format!("`{name}` is not a valid index uid."))),
    }
}

impl Asked {
    pub fn json(&self) -> Result<Value, Refusal> {
        if self.media != "application/json" {
            return Err((415, "invalid_content_type", format!("{} is not application/json", self.media)));
        }
        serde_json::from_slice(&self.body).map_err(|error| (400, "malformed_payload", error.to_string()))
    }

    pub fn object(&self, known: &[&str]) -> Result<Map<String, Value>, Refusal> {
        let Value::Object(object) = self.json()? else { return Err(bad("not an object")) };
        known_only(&object, known)?;
        Ok(object)
    }

    pub fn ids(&self) -> Result<Vec<String>, Refusal> {
        let ids: Vec<String> =
            serde_json::from_value(self.json()?).map_err(|error| bad(error.to_string()))?;
        if ids.is_empty() { Err(bad("no ids")) } else { Ok(ids) }
    }

    pub fn documents(&self) -> Result<Vec<Document>, Refusal> {
        let documents: Vec<Document> =
            serde_json::from_value(self.json()?).map_err(|error| bad(error.to_string()))?;
        for document in &documents {
            let id = document.get("id").and_then(Value::as_str).unwrap_or_default();
            uid(id).map_err(|_| (400, "invalid_document_id", format!("`{id}` is no document identifier")))?;
            known_only(document, if id == "progress" { &PROGRESS } else { &ATTRIBUTES })?;
        }
        Ok(documents)
    }
}

const PROGRESS: [&str; 5] = ["id", "version", "home", "replica", "vocabulary"];
const ATTRIBUTES: [&str; 21] = [
    "id",
    "person",
    "seen_by",
    "name",
    "exact",
    "exact_halves",
    "stem",
    "stem_halves",
    "topic",
    "heavy_9",
    "heavy_6",
    "organisation",
    "unit",
    "place",
    "skill",
    "language",
    "custom",
    "availability",
    "can_mentor",
    "room",
    "luck",
];
pub const SETTINGS: [&str; 10] = [
    "searchableAttributes",
    "displayedAttributes",
    "filterableAttributes",
    "sortableAttributes",
    "rankingRules",
    "stopWords",
    "synonyms",
    "pagination",
    "faceting",
    "typoTolerance",
];

pub fn known_only(object: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(unknown) => Err(bad(format!("Unknown field `{unknown}`"))),
        None => Ok(()),
    }
}

pub fn settings(body: &Map<String, Value>) -> Result<Settings, Refusal> {
    let texts = |value: Option<&Value>| -> Result<Vec<String>, Refusal> {
        serde_json::from_value(value.cloned().unwrap_or_else(|| json!([])))
            .map_err(|error| bad(error.to_string()))
    };
    let mut read = Settings { sortable: texts(body.get("sortableAttributes"))?, ..Settings::default() };
    let rules = texts(body.get("rankingRules"))?;
    let is_rule = |rule: &String| {
        matches!(rule.as_str(), "words" | "typo" | "proximity" | "attribute" | "sort" | "exactness")
            || rule.ends_with(":asc")
            || rule.ends_with(":desc")
    };
    if let Some(rule) = rules.iter().find(|rule| !is_rule(rule)) {
        return Err(bad(format!("`{rule}` is no ranking rule")));
    }
    read.sorts = rules.iter().any(|rule| rule == "sort");
    for entry in body.get("filterableAttributes").and_then(Value::as_array).into_iter().flatten() {
        let Some(object) = entry.as_object() else {
            return Err(bad("filterable attributes with features are expected"));
        };
        known_only(object, &["attributePatterns", "features"])?;
        let is_searched =
            object["features"]["facetSearch"].as_bool().ok_or_else(|| bad("facetSearch is missing"))?;
        if object["features"]["filter"] != json!({ "equality": true, "comparison": false }) {
            return Err(bad("the features of a filter are equality and comparison"));
        }
        read.filterable
            .extend(texts(object.get("attributePatterns"))?.into_iter().map(|name| (name, is_searched)));
    }
    let number = |section: &str, key: &str| {
        body.get(section).and_then(|section| section.get(key)).and_then(Value::as_u64)
    };
    read.total_hits_max = number("pagination", "maxTotalHits");
    read.facet_values_max = number("faceting", "maxValuesPerFacet");
    let sizes = &body["typoTolerance"]["minWordSizeForTypos"];
    if *sizes != json!({ "oneTypo": 5, "twoTypos": 9 }) {
        return Err(bad("the stand-in forgives one typing error from five letters and two from nine"));
    }
    Ok(read)
}
