//! The index of people. Nothing of it is lost when it is: the database holds everything.

use domain::Db;
use search::examine::{IndexHealth, examine as look};

use super::Finding;
use crate::config::{Config, SearchEngine};
use crate::instance::INDEX;

const ABOUT: &str = "index";

pub async fn examine(config: &Config, db: &Db) -> Finding {
    if config.search.engine == SearchEngine::Names {
        return Finding::note(
            ABOUT,
            "people are found by name alone, as search.engine says",
            "set search.engine to embedded to find them by what they know",
        );
    }
    match look(db, config.data.dir.join(INDEX)).await {
        Ok(health) => finding(&health),
        Err(error) => {
            Finding::wrong(ABOUT, format!("it was not looked at: {error}"), "mend the database first")
        }
    }
}

fn finding(health: &IndexHealth) -> Finding {
    let builds = "start Plein: it builds a new one and finds people by name until then";
    match health {
        IndexHealth::Good { docs, bytes } => {
            let megabytes = *bytes as f64 / 1e6;
            Finding::good(ABOUT, format!("whole and up to date: {docs} entries, {megabytes:.1} MB"))
        }
        IndexHealth::Missing => Finding::note(ABOUT, "there is none yet", builds),
        IndexHealth::OtherVersion => Finding::note(ABOUT, "another version of Plein made it", builds),
        IndexHealth::OtherVocabulary => Finding::note(
            ABOUT,
            "subjects or filters changed since it was made",
            "a running Plein builds a new one within a minute; else start it",
        ),
        IndexHealth::Behind { changes } => Finding::note(
            ABOUT,
            format!("{changes} changes of profiles wait for it"),
            "a running Plein takes them in within a minute; if the number stays, its log says why",
        ),
        IndexHealth::Ahead => Finding::wrong(
            ABOUT,
            "it belongs to another database than this one",
            format!("does database.url lead to the right one? If so: {builds}"),
        ),
        IndexHealth::Damaged(why) => Finding::wrong(
            ABOUT,
            why.clone(),
            format!("look at the disk (smartctl, dmesg). Nothing is lost; {builds}"),
        ),
    }
}
