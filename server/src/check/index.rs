//! The indexes of people and of what is published. Nothing of them is lost when they are: the database holds everything.

use domain::Db;
use search::examine::{IndexHealth, examine as look, examine_published as look_published};

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
    let looked = [
        (PEOPLE, look(db, config.data.dir.join(INDEX)).await),
        (PUBLISHED, look_published(db, config.data.dir.join(INDEX_PUBLISHED)).await),
    ];
    let finding = |(about, health): (&'static str, search::error::Result<IndexHealth>)| match health {
        Ok(health) => finding(about, &health),
        Err(error) => {
            Finding::wrong(about, format!("it was not looked at: {error}"), "mend the database first")
        }
    };
    looked.into_iter().map(finding).collect()
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
