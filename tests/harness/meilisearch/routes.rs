//! The routes of the stand-in. The key is looked at first, then method, media type and every attribute of the body.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use serde_json::{Map, Value, json};

use super::filter::values_of;
use super::store::{Document, Index, Refusal, Settings, Store, Work, fault};

type Done = Result<(u16, Value), Refusal>;

struct Asked {
    key: Option<String>,
    media: String,
    query: Vec<(String, String)>,
    body: Vec<u8>,
}

pub fn router(store: Arc<Mutex<Store>>) -> Router {
    Router::new().fallback(async move |request: Request<Body>| {
        let (parts, body) = request.into_parts();
        let text = |name| {
            parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let key = text(header::AUTHORIZATION).strip_prefix("Bearer ").map(str::to_owned);
        let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
        let body = to_bytes(body, 64 << 20).await.expect("a body").to_vec();
        let asked = Asked { key, media: text(header::CONTENT_TYPE), query, body };
        let (method, path) = (parts.method.as_str(), parts.uri.path());
        let mut store = store.lock().unwrap();
        store.asked.push(format!("{method} {path}"));
        let (status, answer) =
            answer(&mut store, method, path, &asked).unwrap_or_else(|(status, code, message)| {
                // What is not there yet may be asked for.
                let is_fair =
                    matches!(code, "index_not_found" | "document_not_found") || store.refuses_quietly;
                if !is_fair {
                    store.refused.push(format!("{method} {path}: {message}"));
                }
                (status, fault(code, &message))
            });
        let response = Response::builder().status(StatusCode::from_u16(status).unwrap());
        response
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(answer.to_string()))
            .unwrap()
    })
}

fn answer(store: &mut Store, method: &str, path: &str, asked: &Asked) -> Done {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let may = |store: &Store, action: &str, index: Option<&str>| may(store, asked, action, index);
    match (method, parts.as_slice()) {
        ("POST", ["multi-search"]) => multi_search(store, asked),
        ("POST", ["indexes", uid, "facet-search"]) => {
            may(store, "search", Some(uid))?;
            facet_search(store.index(uid)?, &asked.object(&["facetName", "facetQuery", "filter"])?)
        }
        ("POST", ["indexes", uid, "documents"]) => {
            may(store, "documents.add", Some(uid))?;
            let documents = asked.documents()?;
            Ok((202, store.enqueue("documentAdditionOrUpdate", Some(uid), Work::Add(documents))))
        }
        ("POST", ["indexes", uid, "documents", "delete-batch"]) => {
            may(store, "documents.delete", Some(uid))?;
            let ids = asked.ids()?;
            Ok((202, store.enqueue("documentDeletion", Some(uid), Work::Delete(ids))))
        }
        ("GET", ["indexes", uid, "documents", id]) => {
            may(store, "documents.get", Some(uid))?;
            let document = store.index(uid)?.documents.get(*id);
            document
                .map(|document| (200, json!(document)))
                .ok_or_else(|| (404, "document_not_found", format!("Document `{id}` not found.")))
        }
        ("POST", ["indexes"]) => {
            may(store, "indexes.create", None)?;
            let body = asked.object(&["uid", "primaryKey"])?;
            let uid = uid(body["uid"].as_str().unwrap_or_default())?;
            may(store, "indexes.create", Some(&uid))?;
            if body.get("primaryKey") != Some(&json!("id")) {
                return Err(bad("the primary key is id"));
            }
            Ok((202, store.enqueue("indexCreation", Some(&uid), Work::Create)))
        }
        ("GET", ["indexes", uid]) => {
            may(store, "indexes.get", Some(uid))?;
            store.index(uid)?;
            Ok((
                200,
                json!({ "uid": uid, "createdAt": "2026-11-27T10:00:00Z", "updatedAt": "2026-11-27T10:00:00Z", "primaryKey": "id" }),
            ))
        }
        ("DELETE", ["indexes", name]) => {
            may(store, "indexes.delete", Some(name))?;
            let uid = uid(name)?;
            Ok((202, store.enqueue("indexDeletion", Some(&uid), Work::Remove)))
        }
        ("POST", ["swap-indexes"]) => swap(store, asked),
        ("PATCH", ["indexes", uid, "settings"]) => {
            may(store, "settings.update", Some(uid))?;
            let settings = settings(&asked.object(&SETTINGS)?)?;
            Ok((202, store.enqueue("settingsUpdate", Some(uid), Work::Settings(Box::new(settings)))))
        }
        ("GET", ["indexes", uid, "stats"]) => {
            may(store, "stats.get", Some(uid))?;
            let documents = &store.index(uid)?.documents;
            let bytes: usize = documents.values().map(|document| json!(document).to_string().len()).sum();
            Ok((
                200,
                json!({ "numberOfDocuments": documents.len(), "rawDocumentDbSize": bytes, "avgDocumentSize": bytes / documents.len().max(1), "isIndexing": false, "numberOfEmbeddings": 0, "numberOfEmbeddedDocuments": 0, "fieldDistribution": {} }),
            ))
        }
        ("GET", ["tasks"]) => tasks(store, asked),
        ("GET", ["tasks", uid]) => {
            may(store, "tasks.get", None)?;
            let task = uid.parse().ok().and_then(|uid| store.look_at(uid));
            task.map(|task| (200, task))
                .ok_or_else(|| (404, "task_not_found", format!("Task `{uid}` not found.")))
        }
        ("GET", [name @ ("keys" | "version" | "experimental-features")]) => {
            let action = [
                ("keys", "keys.get"),
                ("version", "version"),
                ("experimental-features", "experimental_features.get"),
            ];
            may(store, action.iter().find(|(path, _)| path == name).unwrap().1, None)?;
            Ok((200, json!({})))
        }
        _ => Err((404, "not_found", format!("there is no {method} {path}"))),
    }
}

fn may(store: &Store, asked: &Asked, action: &str, index: Option<&str>) -> Result<(), Refusal> {
    let Some(key) = &asked.key else {
        return Err((401, "missing_authorization_header", "The Authorization header is missing.".into()));
    };
    let is_action = store.actions.iter().any(|known| known == action || known == "*");
    let is_index = index.is_none_or(|index| store.may_use(index));
    match *key == store.key && is_action && is_index {
        true => Ok(()),
        false => {
            Err((403, "invalid_api_key", format!("The provided API key is invalid for {action} {index:?}.")))
        }
    }
}

fn bad(message: impl Into<String>) -> Refusal {
    (400, "bad_request", message.into())
}

fn uid(name: &str) -> Result<String, Refusal> {
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    match is_name && !name.is_empty() && name.len() <= 400 {
        true => Ok(name.to_owned()),
        false => Err((400, "invalid_index_uid", format!("`{name}` is not a valid index uid."))),
    }
}

impl Asked {
    fn json(&self) -> Result<Value, Refusal> {
        if self.media != "application/json" {
            return Err((415, "invalid_content_type", format!("{} is not application/json", self.media)));
        }
        serde_json::from_slice(&self.body).map_err(|error| (400, "malformed_payload", error.to_string()))
    }

    fn object(&self, known: &[&str]) -> Result<Map<String, Value>, Refusal> {
        let Value::Object(object) = self.json()? else { return Err(bad("not an object")) };
        known_only(&object, known)?;
        Ok(object)
    }

    fn ids(&self) -> Result<Vec<String>, Refusal> {
        let ids: Vec<String> =
            serde_json::from_value(self.json()?).map_err(|error| bad(error.to_string()))?;
        if ids.is_empty() { Err(bad("no ids")) } else { Ok(ids) }
    }

    fn documents(&self) -> Result<Vec<Document>, Refusal> {
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
const SETTINGS: [&str; 10] = [
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

fn known_only(object: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(unknown) => Err(bad(format!("Unknown field `{unknown}`"))),
        None => Ok(()),
    }
}

fn settings(body: &Map<String, Value>) -> Result<Settings, Refusal> {
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

fn swap(store: &mut Store, asked: &Asked) -> Done {
    may(store, asked, "indexes.swap", None)?;
    let body = asked.json()?;
    let [swap] = body.as_array().map(Vec::as_slice).unwrap_or_default() else {
        return Err(bad("one swap is expected"));
    };
    let pair: Vec<String> =
        serde_json::from_value(swap["indexes"].clone()).map_err(|error| bad(error.to_string()))?;
    let [one, other] = pair.as_slice() else { return Err(bad("two indexes are swapped")) };
    for uid in [one, other] {
        may(store, asked, "indexes.swap", Some(uid))?;
    }
    Ok((202, store.enqueue("indexSwap", None, Work::Swap(one.clone(), other.clone()))))
}

fn tasks(store: &mut Store, asked: &Asked) -> Done {
    may(store, asked, "tasks.get", None)?;
    let wanted: BTreeMap<&str, &str> =
        asked.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if let Some(unknown) = wanted.keys().find(|name| !["limit", "statuses", "indexUids"].contains(*name)) {
        return Err(bad(format!("Unknown parameter `{unknown}`")));
    }
    let is_in =
        |name: &str, value: &str| wanted.get(name).is_none_or(|list| list.split(',').any(|one| one == value));
    let limit = wanted
        .get("limit")
        .map_or(Ok(20), |limit| limit.parse::<usize>())
        .map_err(|error| bad(error.to_string()))?;
    let found = store.tasks.iter().rev();
    let found = found.filter(|task| {
        is_in("statuses", task.status) && is_in("indexUids", task.index.as_deref().unwrap_or_default())
    });
    let results: Vec<Value> = found.take(limit).map(|task| task.shown()).collect();
    Ok((
        200,
        json!({ "total": results.len(), "results": results, "limit": limit, "from": null, "next": null }),
    ))
}

fn multi_search(store: &Store, asked: &Asked) -> Done {
    may(store, asked, "search", None)?;
    let body = asked.object(&["queries"])?;
    let mut results = Vec::new();
    for query in body["queries"].as_array().ok_or_else(|| bad("queries are a list"))? {
        let query = query.as_object().ok_or_else(|| bad("a query is an object"))?;
        known_only(query, &["indexUid", "filter", "limit", "sort", "attributesToRetrieve", "facets"])?;
        let uid = query["indexUid"].as_str().unwrap_or_default();
        may(store, asked, "search", Some(uid))?;
        let mut result = search(store.index(uid)?, query)?;
        result["indexUid"] = json!(uid);
        results.push(result);
    }
    Ok((200, json!({ "results": results })))
}

fn search(index: &Index, query: &Map<String, Value>) -> Result<Value, Refusal> {
    let mut found = match query.get("filter") {
        Some(filter) => index.matching(filter.as_str().ok_or_else(|| bad("the filter is a text"))?)?,
        None => index.documents.values().collect(),
    };
    let empty = Vec::new();
    for rule in query.get("sort").and_then(Value::as_array).unwrap_or(&empty).iter().rev() {
        let name = rule
            .as_str()
            .and_then(|rule| rule.strip_suffix(":desc"))
            .ok_or_else(|| bad("sorts by attribute:desc"))?;
        if !index.settings.sorts || !index.settings.sortable.iter().any(|known| known == name) {
            return Err((400, "invalid_search_sort", format!("Attribute `{name}` is not sortable.")));
        }
        let number = |document: &&Document| std::cmp::Reverse(document.get(name).and_then(Value::as_u64));
        found.sort_by_key(number);
    }
    let facets = query.get("facets").and_then(Value::as_array).unwrap_or(&empty);
    let mut distribution = Map::new();
    for facet in facets.iter().filter_map(Value::as_str) {
        if !index.settings.filterable.contains_key(facet) {
            return Err((400, "invalid_search_facets", format!("Attribute `{facet}` is not filterable.")));
        }
        let counted = most_frequent(&found, facet, index.facet_values_max(), |_| true);
        distribution.insert(
            facet.to_owned(),
            counted.into_iter().map(|(value, count)| (value, json!(count))).collect(),
        );
    }
    let limit = query.get("limit").and_then(Value::as_u64).ok_or_else(|| bad("the limit is a number"))?;
    let read = query
        .get("attributesToRetrieve")
        .and_then(Value::as_array)
        .ok_or_else(|| bad("what to read is a list"))?;
    let total = (found.len() as u64).min(index.total_hits_max());
    let hits = found.into_iter().take(usize::try_from(limit.min(index.total_hits_max())).unwrap());
    let hits: Vec<Document> = hits.map(|document| only(document, read)).collect();
    let mut result = json!({ "hits": hits, "query": "", "processingTimeMs": 0, "limit": limit, "offset": 0, "estimatedTotalHits": total });
    if !facets.is_empty() {
        result["facetDistribution"] = json!(distribution);
        result["facetStats"] = json!({});
    }
    Ok(result)
}

fn only(document: &Document, read: &[Value]) -> Document {
    document
        .iter()
        .filter(|(name, _)| read.iter().any(|wanted| wanted == *name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn most_frequent(
    found: &[&Document],
    facet: &str,
    most: usize,
    is_meant: impl Fn(&str) -> bool,
) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in found.iter().flat_map(|document| values_of(document, facet)).filter(|value| is_meant(value))
    {
        *counts.entry(value).or_default() += 1;
    }
    let mut counted: Vec<_> = counts.into_iter().collect();
    counted.sort_by(|one, other| other.1.cmp(&one.1));
    counted.truncate(most);
    counted
}

fn facet_search(index: &Index, body: &Map<String, Value>) -> Done {
    let text =
        |name: &str| body.get(name).and_then(Value::as_str).ok_or_else(|| bad(format!("{name} is a text")));
    let (facet, letters) = (text("facetName")?, text("facetQuery")?);
    if index.settings.filterable.get(facet) != Some(&true) {
        return Err((
            400,
            "invalid_facet_search_facet_name",
            format!("Attribute `{facet}` is not facet-searchable."),
        ));
    }
    let found = index.matching(text("filter")?)?;
    let forgiven = match letters.chars().count() {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    };
    let is_meant = |value: &str| errors_to_a_beginning(letters, value) <= forgiven;
    let hits = most_frequent(&found, facet, index.facet_values_max(), is_meant);
    let hits: Vec<Value> =
        hits.into_iter().map(|(value, count)| json!({ "value": value, "count": count })).collect();
    Ok((200, json!({ "facetHits": hits, "facetQuery": letters, "processingTimeMs": 0 })))
}

/// Typing errors between what was typed and the nearest beginning of a value; two letters swapped are one.
fn errors_to_a_beginning(typed: &str, value: &str) -> usize {
    let (typed, value): (Vec<char>, Vec<char>) = (typed.chars().collect(), value.chars().collect());
    let mut rows = vec![(0..=value.len()).collect::<Vec<usize>>()];
    for (row, letter) in typed.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, other) in value.iter().enumerate() {
            let mut least = (rows[row][column] + usize::from(letter != other))
                .min(rows[row][column + 1] + 1)
                .min(now[column] + 1);
            if row > 0 && column > 0 && *letter == value[column - 1] && typed[row - 1] == *other {
                least = least.min(rows[row - 1][column - 1] + 1);
            }
            now.push(least);
        }
        rows.push(now);
    }
    rows.last().and_then(|last| last.iter().min().copied()).unwrap_or(usize::MAX)
}
