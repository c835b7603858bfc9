//! The ranking of people held against a collection of which it is known who knew: the engine that ships, over contributions
//! that everybody may read.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use domain::circles::{NETWORK, Reader};
use serde::Deserialize;
use uuid::Uuid;

use super::doc::{Change, PublishedDoc, Sort};
use super::engine::Engine;
use super::related;
use crate::analysis::{Analyser, Language};
use crate::asked::Asked;
use crate::error::{Error, Result};
use crate::vessel::{Kept, Pace, Progress};

/// Something that somebody wrote, as such a collection has it.
#[derive(Debug, Deserialize)]
pub struct Contribution {
    pub person: String,
    /// Of what it answers.
    pub title: String,
    pub text: String,
    pub created_at: String,
}

/// A collection in an index of its own.
pub struct Collection {
    engine: Engine,
    analyser: Arc<Analyser>,
    contributions: Vec<Contribution>,
    people: HashMap<Uuid, String>,
    /// Microseconds since 1970.
    now: i64,
}

impl Collection {
    /// Makes the index in an empty folder. `now`: the moment of asking.
    pub fn index(folder: &Path, contributions: Vec<Contribution>, now: &str) -> Result<Self> {
        let analyser = Arc::new(Analyser::new(Vec::new())?);
        let engine = Engine::create(folder, Arc::clone(&analyser))?;
        let mut ids: HashMap<&str, Uuid> = HashMap::new();
        let mut docs = Vec::new();
        for (number, one) in contributions.iter().enumerate() {
            let next = ids.len();
            let person = *ids.entry(&one.person).or_insert_with(|| id(next));
            docs.push(doc(id(number), person, one, instant(&one.created_at)?));
        }
        let people = ids.into_iter().map(|(name, id)| (id, name.to_owned())).collect();
        engine.write(&[Change { gone: Vec::new(), docs }], Pace::Bulk)?;
        engine.commit(Progress::default())?;
        engine.compact()?;
        Ok(Self { engine, analyser, contributions, people, now: instant(now)? })
    }

    /// Who knows, best first.
    pub fn rank(&self, question: &str) -> Result<Vec<&str>> {
        let asked = Asked::new(&self.analyser, question);
        let reader = Reader { circles: vec![NETWORK.to_owned()], groups: Vec::new() };
        let begun = self.engine.begin(&asked, &reader, self.now)?;
        let words: Vec<_> = begun
            .closest()
            .iter()
            .filter_map(|(hit, score)| {
                let one = self.contributions.get(usize::try_from(hit.id.as_u128()).ok()? - 1)?;
                Some((*score, related::words(&self.analyser, &one.title, &one.text, Some(Language::English))))
            })
            .collect();
        let found = self.engine.finish(begun, &asked, &words, &reader, self.now)?;
        let mut ranked: Vec<(f32, &str)> = found
            .iter()
            .filter_map(|(person, evidence)| Some((evidence.weight, self.people.get(person)?.as_str())))
            .collect();
        ranked
            .sort_unstable_by(|(one, name), (other, next)| other.total_cmp(one).then_with(|| name.cmp(next)));
        Ok(ranked.into_iter().map(|(_, person)| person).collect())
    }
}

fn id(number: usize) -> Uuid {
    Uuid::from_u128(number as u128 + 1)
}

fn instant(text: &str) -> Result<i64> {
    let at = domain::Timestamp::parse_rfc3339(text.trim());
    at.map(|at| at.0).ok_or_else(|| Error::Database(domain::Error::internal(format!("{text} is no instant"))))
}

fn doc(id: Uuid, person: Uuid, one: &Contribution, at: i64) -> PublishedDoc {
    PublishedDoc {
        id,
        sort: Sort::Answer,
        item: None,
        comment: None,
        group: None,
        author: Some(person),
        circles: vec![NETWORK.to_owned()],
        subjects: Vec::new(),
        language: "en".to_owned(),
        at,
        until: None,
        is_accepted: false,
        is_excluded: false,
        title: String::new(),
        text: one.text.clone(),
        context: one.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrote(person: &str, text: &str, created_at: &str) -> Contribution {
        Contribution {
            person: person.into(),
            title: String::new(),
            text: text.into(),
            created_at: format!("{created_at}T12:00:00Z"),
        }
    }

    fn ranked(contributions: Vec<Contribution>, question: &str) -> Vec<String> {
        let home = tempfile::tempdir().unwrap();
        let collection = Collection::index(home.path(), contributions, "2024-01-01T12:00:00Z").unwrap();
        collection.rank(question).unwrap().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn who_writes_what_goes_with_a_question_too_comes_first_and_nobody_is_found_by_that_alone() {
        let mut all: Vec<Contribution> =
            (0..5).map(|_| wrote("anna", "acoustics studies resonance", "2023-12-01")).collect();
        for (person, text) in [("bram", "gravity"), ("dirk", "resonance"), ("eva", "resonance")] {
            all.push(wrote(person, text, "2023-12-01"));
        }
        all.extend(["bram", "dirk"].map(|person| wrote(person, "acoustics", "2023-12-01")));
        all.extend((0..40).map(|number| wrote("carla", &format!("gravity{number}"), "2023-12-01")));
        assert_eq!(ranked(all, "acoustics "), ["anna", "dirk", "bram"]);
    }

    #[test]
    fn one_word_of_a_question_will_do_and_more_are_better_and_so_is_lately() {
        let all = vec![
            wrote("anna", "orbital motion", "2023-12-01"),
            wrote("bram", "orbital decay", "2023-12-01"),
            wrote("carla", "orbital decay", "2019-12-01"),
            wrote("dirk", "heat", "2023-12-01"),
        ];
        assert_eq!(ranked(all, "orbital motion explained "), ["anna", "bram", "carla"]);
    }
}
