//! The routes of the stand-in. The key is looked at first, then method, media type and every attribute of the body.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::body::{Asked, SETTINGS, bad, known_only, settings, uid};
use super::search::{facet_search, search};
use super::store::{Refusal, Store, Work, fault};

type Done = Result<(u16, Value), Refusal>;

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
