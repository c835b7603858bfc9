//! `/admin/audit`: who did what, newest first, and whether nobody changed it afterwards.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::accounts::administer;
use domain::audit::{self, Entry};
use domain::{AccountId, PersonId, people};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;
use url::form_urlencoded;

use super::audit_words::{acts_about, did, topics};
use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::{Moment, Texts};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/audit" Admin => show;
    }
}

const PAGE: i64 = 50;

#[derive(Deserialize)]
struct Asked {
    before: Option<i64>,
    /// Only what is about this; everything when it is no topic.
    #[serde(default)]
    about: String,
    /// Set by the button that verifies the chain.
    verify: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct View {
    shell: Shell,
    topics: Vec<(String, String)>,
    about: String,
    rows: Vec<Row>,
    older: Option<String>,
    newer: Option<String>,
    verified: Option<Verified>,
}

/// What verifying found.
struct Verified {
    is_whole: bool,
    words: String,
}

struct Row {
    at: Moment,
    who: String,
    did: String,
    about: String,
    detail: String,
}

async fn show(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let t = shell.t;
    let mut entries = list(&ctx, &admin, &asked).await?;
    let has_more = i64::try_from(entries.len()).unwrap_or(0) > PAGE;
    entries.truncate(usize::try_from(PAGE).unwrap_or(0));
    let older = entries.last().filter(|_| has_more).map(|last| href(&asked.about, Some(last.seq)));
    let names = names(&ctx, &admin, &entries).await?;
    let now = ctx.db.now();
    let verified = match asked.verify {
        Some(_) => Some(verify(&ctx, t).await?),
        None => None,
    };
    let rows = entries.iter().map(|entry| Row {
        at: t.moment(entry.at, now),
        who: called(t, &entry.actor, &names),
        did: did(t, &entry.action),
        about: called(t, &entry.subject, &names),
        detail: telling(&entry.detail),
    });
    let newer = asked.before.map(|_| href(&asked.about, None));
    let (topics, about) = (topics(t), asked.about);
    Ok(Html(View { topics, about, rows: rows.collect(), older, newer, verified, shell }.render()?))
}

/// One more than fits on a page.
async fn list(ctx: &Ctx, admin: &Admin, asked: &Asked) -> Result<Vec<Entry>> {
    let (db, me) = (&ctx.db, &admin.principal);
    Ok(match acts_about(&asked.about) {
        Some(acts) => audit::list_newest_of(db, me, &acts, asked.before, PAGE + 1).await?,
        None => audit::list_newest(db, me, asked.before, PAGE + 1).await?,
    })
}

fn href(about: &str, before: Option<i64>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if acts_about(about).is_some() {
        query.append_pair("about", about);
    }
    if let Some(seq) = before {
        query.append_pair("before", &seq.to_string());
    }
    format!("/admin/audit?{}", query.finish())
}

/// What a row says beside its sentence, without what was not known.
fn telling(detail: &str) -> String {
    let Ok(mut said) = serde_json::from_str::<serde_json::Map<_, serde_json::Value>>(detail) else {
        return detail.to_owned();
    };
    said.retain(|_, value| !value.is_null());
    if said.is_empty() { String::new() } else { serde_json::Value::Object(said).to_string() }
}

async fn verify(ctx: &Ctx, t: Texts) -> Result<Verified> {
    let broken = audit::find_broken(&ctx.db).await?;
    Ok(Verified {
        is_whole: broken.is_none(),
        words: match broken {
            None => t.get("audit-whole"),
            Some(seq) => t.with("audit-broken", [("seq", seq.to_string())]),
        },
    })
}

/// The names of the people and accounts on this page, asked once.
async fn names(ctx: &Ctx, admin: &Admin, entries: &[Entry]) -> Result<HashMap<String, String>> {
    let words: HashSet<&String> = entries.iter().flat_map(|entry| [&entry.actor, &entry.subject]).collect();
    let people: Vec<PersonId> = ids(&words, "person:");
    let people = people::list(&ctx.db, &people).await?.into_iter().filter(|person| !person.name.is_empty());
    let people = people.map(|person| (format!("person:{}", person.id), person.name));
    let accounts: Vec<AccountId> = ids(&words, "account:");
    let accounts = administer::list_names(&ctx.db, &admin.principal, &accounts).await?;
    let accounts = accounts.into_iter().map(|(id, name)| (format!("account:{id}"), name));
    Ok(people.chain(accounts).collect())
}

fn ids<Id: std::str::FromStr>(words: &HashSet<&String>, kind: &str) -> Vec<Id> {
    words.iter().filter_map(|word| word.strip_prefix(kind)?.parse().ok()).collect()
}

/// A name where there is one; who was erased keeps his number.
fn called(t: Texts, word: &str, names: &HashMap<String, String>) -> String {
    if let Some(name) = names.get(word) {
        return name.clone();
    }
    match word.split_once(':') {
        Some(("system", part)) => t.with("audit-by-system", [("part", part)]),
        Some(("peer", host)) => host.to_owned(),
        _ if word == "anonymous" => t.get("audit-by-stranger"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_said() {
        assert_eq!(telling("{}"), "");
        assert_eq!(telling(r#"{"from":null}"#), "");
        assert_eq!(telling(r#"{"from":null,"why":"password"}"#), r#"{"why":"password"}"#);
    }
}
