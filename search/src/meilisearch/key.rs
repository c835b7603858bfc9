//! Whether the key may do what we need, and no more: `plein check` says so before somebody who found the key does.
//!
//! Meilisearch looks at the key before it looks at the request. So what a key may do is tried with requests that nobody could
//! carry out: 401 and 403 say no, any other complaint says yes, and nothing is changed.

use reqwest::Method;

use super::server::Server;
use crate::error::Result;

const JSON: &str = "application/json";
/// No index of ours begins like this.
const FOREIGN: &str = "not-of-plein-people";

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Rights {
    /// Actions that it lacks.
    pub lacks: Vec<&'static str>,
    /// What it may do besides.
    pub exceeds: Vec<&'static str>,
}

struct Try {
    action: &'static str,
    method: Method,
    path: String,
    content_type: &'static str,
    body: String,
}

fn attempt(action: &'static str, method: Method, path: impl Into<String>) -> Try {
    Try { action, method, path: path.into(), content_type: JSON, body: String::new() }
}

pub async fn rights(server: &Server) -> Result<Rights> {
    let mut rights = Rights::default();
    for needed in needed(server.index_uid()) {
        if !may(server, &needed).await? {
            rights.lacks.push(needed.action);
        }
    }
    for more in more() {
        if may(server, &more).await? {
            rights.exceeds.push(more.action);
        }
    }
    Ok(rights)
}

fn needed(uid: &str) -> Vec<Try> {
    let of = |path: &str| format!("/indexes/{uid}{path}");
    let with = |action, method, path: String, body: &str| Try {
        body: body.to_owned(),
        ..attempt(action, method, path)
    };
    let search = format!(r#"{{"queries":[{{"indexUid":"{uid}","limit":0}}]}}"#);
    vec![
        with("search", Method::POST, "/multi-search".to_owned(), &search),
        // No document is text alone.
        Try { content_type: "text/plain", ..with("documents.add", Method::POST, of("/documents"), "-") },
        attempt("documents.get", Method::GET, of("/documents/progress")),
        with("documents.delete", Method::POST, of("/documents/delete-batch"), "{"),
        with("indexes.create", Method::POST, "/indexes".to_owned(), "{"),
        attempt("indexes.get", Method::GET, of("")),
        // No index may be called so.
        attempt("indexes.delete", Method::DELETE, format!("/indexes/{uid}.never")),
        with("indexes.swap", Method::POST, "/swap-indexes".to_owned(), "{"),
        with("settings.update", Method::PATCH, of("/settings"), "{"),
        attempt("stats.get", Method::GET, of("/stats")),
        attempt("tasks.get", Method::GET, "/tasks?limit=1"),
    ]
}

fn more() -> Vec<Try> {
    vec![
        attempt("keys.get", Method::GET, "/keys?limit=1"),
        attempt("version", Method::GET, "/version"),
        attempt("experimental_features.get", Method::GET, "/experimental-features"),
        attempt("indexes of others", Method::GET, format!("/indexes/{FOREIGN}")),
    ]
}

async fn may(server: &Server, attempt: &Try) -> Result<bool> {
    let url = format!("{}{}", server.address.url, attempt.path);
    let asked = server.http.status(attempt.method.clone(), &url, attempt.content_type, &attempt.body);
    Ok(!matches!(asked.await?, 401 | 403))
}
