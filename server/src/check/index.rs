//! The indexes of people and of what is published. Nothing of them is lost when they are: the database holds everything.

use domain::Db;
use search::examine::{IndexHealth, examine as look, examine_published as look_published};
use search::meilisearch::{self, Examined};

use super::Finding;
use crate::config::{Config, SearchEngine};
use crate::instance::{INDEX, INDEX_PUBLISHED};

const PEOPLE: &str = "index";
const PUBLISHED: &str = "index of what is published";

pub async fn examine(config: &Config, db: &Db) -> Vec<Finding> {
    if config.search.engine == SearchEngine::Names {
        return vec![Finding::note(
            PEOPLE,
            "people are found by name alone and what is published by its title, as search.engine says",
            "set search.engine to embedded to find people by what they know, and texts by their words",
        )];
    }
    let published = look_published(db, config.data.dir.join(INDEX_PUBLISHED)).await;
    let mut findings = match config.search.meilisearch() {
        Some(address) => on_meilisearch(db, address).await,
        None => vec![looked(PEOPLE, look(db, config.data.dir.join(INDEX)).await)],
    };
    findings.push(looked(PUBLISHED, published));
    findings
}

fn looked(about: &'static str, health: search::error::Result<IndexHealth>) -> Finding {
    match health {
        Ok(health) => finding(about, &health),
        Err(error) => {
            Finding::wrong(about, format!("it was not looked at: {error}"), "mend the database first")
        }
    }
}

/// The index of people on a server of its own, what it has failed at, and what its key may do.
async fn on_meilisearch(db: &Db, address: meilisearch::Address) -> Vec<Finding> {
    let url = address.url.clone();
    let Examined { health, rights, last_failure } = match meilisearch::examine(db, address).await {
        Ok(examined) => examined,
        Err(error) => {
            let says = format!("{url}: {error}");
            let mend = "start Meilisearch or mend search.url; people are found by name alone meanwhile";
            return vec![Finding::wrong(PEOPLE, says, mend)];
        }
    };
    let mut findings = vec![match &health {
        IndexHealth::Damaged(why) => {
            Finding::wrong(PEOPLE, why.clone(), "make a key with the rights that docs/meilisearch.md lists")
        }
        health => finding(PEOPLE, health),
    }];
    findings.extend(last_failure.map(|why| {
        let says = format!("the last task that Meilisearch failed at: {why}");
        Finding::note(PEOPLE, says, "if changes go on waiting, look at its log and its disk")
    }));
    if !rights.exceeds.is_empty() {
        let says = format!("its key may do more than it needs: {}", rights.exceeds.join(", "));
        findings.push(Finding::note(
            PEOPLE,
            says,
            "make a key with only the rights that docs/meilisearch.md lists",
        ));
    }
    findings
}

fn finding(about: &'static str, health: &IndexHealth) -> Finding {
    let builds = "start Plein: it builds a new one, and finds names and titles alone until then";
    match health {
        IndexHealth::Good { docs, bytes } => {
            let megabytes = *bytes as f64 / 1e6;
            Finding::good(about, format!("whole and up to date: {docs} entries, {megabytes:.1} MB"))
        }
        IndexHealth::Missing => Finding::note(about, "there is none yet", builds),
        IndexHealth::OtherVersion => Finding::note(about, "another version of Plein made it", builds),
        IndexHealth::OtherVocabulary => Finding::note(
            about,
            "subjects or filters changed since it was made",
            "a running Plein builds a new one within a minute; else start it",
        ),
        IndexHealth::Behind { changes } => Finding::note(
            about,
            format!("{changes} changes wait for it"),
            "a running Plein takes them in within a minute; if the number stays, its log says why",
        ),
        IndexHealth::Ahead => Finding::wrong(
            about,
            "it belongs to another database than this one",
            format!("does database.url lead to the right one? If so: {builds}"),
        ),
        IndexHealth::Damaged(why) => Finding::wrong(
            about,
            why.clone(),
            format!("look at the disk (smartctl, dmesg). Nothing is lost; {builds}"),
        ),
    }
}
