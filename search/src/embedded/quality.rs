//! A hundred and fifty Dutch questions, written down before the engine ever saw them, among some 750 colleagues.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::analysis::Concept;
use crate::person::{PersonDoc, SeenBy};
use crate::query::Viewer;

const QUESTIONS: &str = include_str!("../../data/test/dutch_queries.csv");
const ROLES: [&str; 5] = ["Adviseur", "Projectleider", "Teamleider", "Onderzoeker", "Secretaris"];

#[derive(serde::Deserialize)]
struct Question {
    kind: String,
    query: String,
    title: String,
}

fn questions() -> Vec<Question> {
    csv::Reader::from_reader(QUESTIONS.as_bytes()).into_deserialize().map(|row| row.unwrap()).collect()
}

fn concepts() -> Vec<Concept> {
    let shipped = domain::concepts::shipped().unwrap();
    let concept = |new: domain::concepts::NewConcept| Concept {
        uri: new.uri,
        nl: new.label_nl,
        en: new.label_en,
        synonyms: [new.synonyms_nl, new.synonyms_en].concat(),
        broader: new.broader.into_iter().collect(),
    };
    shipped.into_iter().map(concept).collect()
}

fn colleague(number: usize, name: &str, title: &str) -> PersonDoc {
    PersonDoc {
        person: Uuid::from_u128((number as u128 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)),
        seen_by: SeenBy { staff: true, guests: true },
        name: name.into(),
        job_title: title.into(),
        ..PersonDoc::default()
    }
}

/// Who is asked for, and a colleague for every subject of the taxonomy.
fn colleagues(questions: &[Question], concepts: &[Concept]) -> Vec<PersonDoc> {
    let mut known = BTreeMap::new();
    for question in questions {
        let (name, title) = match question.kind.as_str() {
            "name" => (question.title.as_str(), "Medewerker"),
            _ => ("Kim Jansen", question.title.as_str()),
        };
        known.entry((name, title)).or_insert_with(|| question.title.clone());
    }
    let others =
        concepts.iter().zip(ROLES.iter().cycle()).map(|(concept, role)| format!("{role} {}", concept.nl));
    let asked = known.keys().map(|(name, title)| ((*name).to_owned(), (*title).to_owned()));
    let all = asked.chain(others.map(|title| ("Robin Peters".to_owned(), title)));
    all.enumerate().map(|(number, (name, title))| colleague(number, &name, &title)).collect()
}

#[test]
fn dutch_questions_find_whom_they_mean_among_the_first_ten() {
    let (questions, concepts) = (questions(), concepts());
    let docs = colleagues(&questions, &concepts);
    let folder = tempfile::tempdir().unwrap();
    let index = Embedded::create(folder.path(), Arc::new(Analyser::new(concepts).unwrap())).unwrap();
    let changes: Vec<Change> =
        docs.iter().map(|doc| Change { person: doc.person, docs: vec![doc.clone()] }).collect();
    index.write(&changes, Pace::Calm).unwrap();
    index.commit(Progress::default()).unwrap();

    let mut by_kind: BTreeMap<&str, (f64, f64, Vec<String>)> = BTreeMap::new();
    for question in &questions {
        let query =
            PeopleQuery { limit: 10, ..PeopleQuery::new(format!("{} ", question.query), Viewer::Staff) };
        let hits = index.search(&query).unwrap().hits;
        let is_meant = |doc: &PersonDoc| {
            [&doc.job_title, &doc.name].iter().any(|text| crate::fold(text) == crate::fold(&question.title))
        };
        let is_hit = hits.iter().any(|hit| docs.iter().any(|doc| doc.person == hit.person && is_meant(doc)));
        let (asked, found, missed) = by_kind.entry(&question.kind).or_default();
        *asked += 1.0;
        *found += f64::from(u8::from(is_hit));
        if !is_hit {
            missed.push(format!("{} → {}", question.query, question.title));
        }
    }
    let wanted = [("compound", 0.95), ("typo", 0.90), ("synonym", 0.85), ("english", 0.60), ("name", 0.98)];
    for (kind, least) in wanted {
        let (asked, found, missed) = &by_kind[kind];
        println!("{kind}: {:.2} {missed:?}", found / asked);
        assert!(found / asked >= least, "{kind}: {:.2} {missed:#?}", found / asked);
    }
}
