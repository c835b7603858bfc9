//! Stories about the embedded index: what is found, in which order, and what a stranger must never notice.

use std::collections::HashMap;

use uuid::Uuid;

use super::*;
use crate::analysis::Concept;
use crate::asked::{Kin, Meant};
use crate::error::Error;
use crate::person::{Availability, CustomValue, Label, Organisation, PersonDoc, SeenBy, Skill};
use crate::query::{FacetKind, Filters, Near, Viewer};
use crate::runs::{Run, Split};

const BOTH: SeenBy = SeenBy { staff: true, guests: true };
const STAFF: SeenBy = SeenBy { staff: true, guests: false };
const GUESTS: SeenBy = SeenBy { staff: false, guests: true };

struct World {
    index: Embedded,
    folder: tempfile::TempDir,
}

fn analyser() -> Arc<Analyser> {
    let concept = |uri: &str, nl: &str, en: &str, broader: &str| Concept {
        uri: uri.into(),
        nl: nl.into(),
        en: en.into(),
        broader: vec![broader.into()],
        ..Concept::default()
    };
    Arc::new(
        Analyser::new(vec![
            concept("urn:omgevingswet", "Omgevingswet", "Environment and Planning Act", "urn:ruimte"),
            concept("urn:ruimte", "ruimte en leefomgeving", "space and living environment", "urn:top"),
        ])
        .unwrap(),
    )
}

fn id(number: u128) -> Uuid {
    // Spread the low bits, as random ids do.
    Uuid::from_u128(number.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))
}

fn person(number: u128, name: &str) -> PersonDoc {
    PersonDoc { person: id(number), seen_by: BOTH, name: name.into(), ..PersonDoc::default() }
}

fn with_title(number: u128, title: &str) -> PersonDoc {
    PersonDoc { job_title: title.into(), ..person(number, &format!("Persoon {number}")) }
}

fn omgevingswet() -> Skill {
    Skill {
        uri: "urn:omgevingswet".into(),
        nl: "Omgevingswet".into(),
        en: "Environment and Planning Act".into(),
        broader: vec!["urn:ruimte".into()],
        ..Skill::default()
    }
}

fn change(doc: PersonDoc) -> Change {
    Change { person: doc.person, docs: vec![doc] }
}

impl World {
    fn of(docs: impl IntoIterator<Item = PersonDoc>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = Embedded::create(folder.path(), analyser()).unwrap();
        let world = Self { index, folder };
        world.put(docs.into_iter().map(change).collect());
        world
    }

    fn put(&self, changes: Vec<Change>) {
        self.index.write(&changes, Pace::Calm).unwrap();
        self.index.commit(Progress::default()).unwrap();
    }

    fn ask(&self, query: &PeopleQuery) -> Found {
        self.index.search(query).unwrap()
    }

    fn found(&self, text: &str) -> Vec<Uuid> {
        self.ask(&PeopleQuery::new(text, Viewer::Staff)).hits.iter().map(|hit| hit.person).collect()
    }
}

fn count_of(found: &Found, kind: &FacetKind, value: &str) -> Option<u32> {
    let facet = found.facets.iter().find(|facet| facet.kind == *kind)?;
    facet.values.iter().find(|one| one.value == value)?.count
}

#[test]
fn the_title_weighs_more_than_free_text() {
    let about = PersonDoc { about: "Ooit schreef ik over stikstof".into(), ..person(1, "Ada") };
    let world = World::of([about, with_title(2, "Adviseur stikstof")]);
    assert_eq!(world.found("stikstof"), [id(2), id(1)]);
}

#[test]
fn dutch_compounds_find_each_other() {
    let world = World::of([
        with_title(1, "Adviseur jeugdzorg"),
        with_title(2, "Coördinator omgevingsvergunningen"),
        with_title(3, "Kok"),
    ]);
    assert_eq!(world.found("jeugdzorgbeleid "), [id(1)]);
    assert_eq!(world.found("vergunning "), [id(2)]);
    assert_eq!(world.found("coordinator"), [id(2)]);
}

#[test]
fn typing_errors_are_forgiven_where_few_match() {
    let world = World::of([
        with_title(1, "Adviseur omgevingsvergunningen"),
        with_title(2, "Adviseur wmo2015"),
        person(3, "Fatima Bouzidi"),
    ]);
    assert_eq!(world.found("omgevingsvegrunningen "), [id(1)]);
    assert_eq!(world.found("Bouzidy "), [id(3)]);
    assert!(world.found("wmo2016 ").is_empty(), "numbers are never guessed");
    assert!(world.found("pmgevingsvergunningen ").is_empty(), "the first letter is meant");
}

#[test]
fn a_growing_word_finds_before_it_is_finished() {
    let world = World::of([with_title(1, "Adviseur omgevingsvergunningen"), person(2, "Omgevina Jansen")]);
    assert_eq!(world.found("omgev").len(), 2);
    assert_eq!(world.found("omgevingsv"), [id(1)]);
    assert!(world.found("omgevi ").is_empty(), "a finished word does not grow");
}

#[test]
fn abbreviations_and_the_other_language_lead_to_the_same_people() {
    let skilled = PersonDoc { skills: vec![omgevingswet()], ..person(1, "Ada") };
    let world = World::of([
        skilled,
        with_title(2, "Functionaris gegevensbescherming"),
        with_title(3, "Jurist Omgevingswet"),
    ]);
    assert_eq!(world.found("DPO "), [id(2)]);
    assert_eq!(world.found("environment and planning act "), [id(1), id(3)]);
}

#[test]
fn a_broader_subject_finds_who_lists_a_narrower_one() {
    let skilled = PersonDoc { skills: vec![omgevingswet()], ..person(1, "Ada") };
    let world = World::of([skilled, with_title(2, "Kok")]);
    assert_eq!(world.found("ruimte en leefomgeving "), [id(1)]);
}

#[test]
fn a_full_name_comes_first() {
    let namesake =
        PersonDoc { about: "Werkt graag met Jan en met bakker Visser".into(), ..person(1, "Piet Mol") };
    let world = World::of([namesake, person(2, "Jan Bakker"), person(3, "Jan de Vries")]);
    assert_eq!(world.found("jan bakker")[0], id(2));
    assert_eq!(world.found("Vries, Jan de"), [id(3)]);
}

#[test]
fn when_nobody_has_every_word_most_words_will_do() {
    let world = World::of([with_title(1, "Adviseur stikstof"), with_title(2, "Adviseur water")]);
    let found = world.ask(&PeopleQuery::new("adviseur stikstof veehouderij ", Viewer::Staff));
    assert!(found.is_relaxed);
    assert_eq!(found.hits[0].person, id(1));
}

#[test]
fn quotes_take_a_word_as_written() {
    let world = World::of([with_title(1, "Adviseur vergunningen"), with_title(2, "Adviseur vergunning")]);
    assert_eq!(world.found("\"vergunning\""), [id(2)]);
    assert_eq!(world.found("vergunning ").len(), 2);
}

#[test]
fn nearness_lifts_only_when_asked_and_availability_lowers() {
    let at = |number, place: &str, availability| PersonDoc {
        place: place.into(),
        availability: Some(availability),
        ..with_title(number, "Adviseur stikstof")
    };
    let world = World::of([
        at(1, "Utrecht", Availability::Open),
        at(2, "Arnhem", Availability::Open),
        at(3, "Arnhem", Availability::Away),
    ]);
    let near = |place: &str| Some(Near { organisation: None, place: place.into() });
    for (place, first) in [("Utrecht", 1), ("Arnhem", 2)] {
        let query = PeopleQuery { near: near(place), ..PeopleQuery::new("stikstof", Viewer::Staff) };
        let hits = world.ask(&query).hits;
        assert_eq!(hits[0].person, id(first));
        assert_eq!(hits[2].person, id(3));
    }
    let everywhere = world.ask(&PeopleQuery::new("stikstof", Viewer::Staff)).hits;
    assert_eq!(everywhere[0].score, everywhere[1].score);
}

#[test]
fn filters_narrow_and_counts_show_what_another_choice_would_bring() {
    let at = |number: u128| PersonDoc {
        place: if number < 6 { "Utrecht" } else { "Arnhem" }.into(),
        organisation: Some(Organisation { id: id(1000 + number % 2), label: "Gemeente".into() }),
        languages: vec!["nl".into(), "fy".into()],
        can_mentor: number < 4,
        ..with_title(number, "Adviseur stikstof")
    };
    let world = World::of((0..12).map(at));
    let mut query = PeopleQuery::new("stikstof", Viewer::Staff);
    query.filters.places = vec!["Utrecht".into()];
    let found = world.ask(&query);
    assert_eq!(found.total, 6);
    assert_eq!(count_of(&found, &FacetKind::Place, "Utrecht"), Some(6));
    assert_eq!(count_of(&found, &FacetKind::Place, "Arnhem"), Some(6), "the other choice is still counted");
    assert_eq!(count_of(&found, &FacetKind::Organisation, &id(1000).to_string()), Some(3));
    assert_eq!(count_of(&found, &FacetKind::Language, "fy"), Some(6));
    assert_eq!(count_of(&found, &FacetKind::CanMentor, "yes"), Some(4));
    query.filters.organisations = vec![id(1000)];
    query.filters.can_mentor = true;
    let found = world.ask(&query);
    assert_eq!(found.total, 2);
    assert_eq!(count_of(&found, &FacetKind::Language, "fy"), None, "two people are not counted aloud");
}

#[test]
fn own_fields_of_an_organisation_are_filters_too() {
    let clearance = |value: &str| CustomValue {
        key: "screening".into(),
        label: Label::default(),
        value: Label { nl: value.into(), en: String::new() },
        is_filter: true,
    };
    let docs = (0..6).map(|n| PersonDoc {
        custom: vec![clearance(if n < 4 { "ja" } else { "nee" })],
        ..with_title(n, "Jurist")
    });
    let world = World::of(docs);
    let kind = FacetKind::Custom("screening".into());
    let mut query = PeopleQuery::new("jurist", Viewer::Staff);
    assert_eq!(count_of(&world.ask(&query), &kind, "ja"), Some(4));
    query.filters.custom = vec![("screening".into(), "nee".into())];
    let found = world.ask(&query);
    assert_eq!((found.total, count_of(&found, &kind, "ja")), (2, Some(4)));
}

#[test]
fn filters_alone_show_everyone_they_let_pass() {
    let world = World::of(
        (0..5).map(|n| PersonDoc { place: "Zwolle".into(), ..person(n, "Ada") }).chain([person(9, "Bob")]),
    );
    let query = PeopleQuery {
        filters: Filters { places: vec!["Zwolle".into()], ..Filters::default() },
        ..PeopleQuery::new("", Viewer::Guest)
    };
    assert_eq!(world.ask(&query).total, 5);
}

#[test]
fn pages_follow_each_other_without_gap_or_double() {
    let world = World::of((0..50).map(|n| with_title(n, "Adviseur stikstof")));
    let page = |offset| {
        let hits = world.ask(&PeopleQuery { offset, ..PeopleQuery::new("stikstof", Viewer::Staff) }).hits;
        hits.into_iter().map(|hit| hit.person).collect::<Vec<_>>()
    };
    let mut all = [page(0), page(20), page(40)].concat();
    assert_eq!(all.len(), 50);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 50);
    let far = PeopleQuery {
        offset: usize::MAX - 3,
        limit: usize::MAX,
        ..PeopleQuery::new("stikstof", Viewer::Staff)
    };
    assert!(world.ask(&far).hits.is_empty());
}

#[test]
fn staff_meet_the_organisations_document_and_guests_the_networks() {
    let inside =
        PersonDoc { seen_by: STAFF, about: "Werkt aan project Zwaluw".into(), ..with_title(1, "Adviseur") };
    let outside = PersonDoc { seen_by: GUESTS, ..with_title(1, "Adviseur") };
    let world = World::of([]);
    world.put(vec![Change { person: id(1), docs: vec![inside, outside] }]);
    let total = |text: &str, viewer| world.ask(&PeopleQuery::new(text, viewer)).total;
    assert_eq!(total("zwaluw ", Viewer::Staff), 1);
    assert_eq!(total("zwaluw ", Viewer::Guest), 0);
    assert_eq!(total("adviseur ", Viewer::Staff), 1, "the same person is not met twice");
    assert_eq!(total("adviseur ", Viewer::Guest), 1);
}

/// Sixty people of whom some have hidden words; the canary is what only the hidden documents say.
fn hidden_world(canary: &str) -> World {
    let world = World::of([]);
    let people = (0..60u128).map(|n| {
        let shown = PersonDoc {
            seen_by: GUESTS,
            place: if n % 2 == 0 { "Utrecht" } else { "Arnhem" }.into(),
            about: ["stikstof", "stikstof water", "water", "natuur stikstof"][n as usize % 4].into(),
            ..with_title(n, "Adviseur")
        };
        let hidden = PersonDoc {
            seen_by: STAFF,
            about: format!("{} {}", shown.about, if n % 3 == 0 { canary } else { "" }),
            place: if n % 5 == 0 { "Zeewolde".into() } else { shown.place.clone() },
            unit: canary.into(),
            ..shown.clone()
        };
        Change { person: shown.person, docs: vec![shown, hidden] }
    });
    world.put(people.collect());
    world
}

#[test]
fn a_word_in_a_hidden_field_changes_nothing_for_a_stranger() {
    let with = hidden_world("stikstof stikstof kanariepiet natuurbeheer");
    let without = hidden_world("");
    for text in [
        "stikstof",
        "water stikstof",
        "natuur",
        "kanariepiet",
        "kanariepeit ",
        "kana",
        "natuurbeheer ",
        "zeewolde",
        "adviseur",
        "",
    ] {
        let query = PeopleQuery::new(text, Viewer::Guest);
        assert_eq!(with.ask(&query), without.ask(&query), "{text}");
    }
    let colleague = PeopleQuery::new("kanariepiet ", Viewer::Staff);
    assert_eq!(with.ask(&colleague).total, 60);
}

#[test]
fn an_index_full_of_deleted_documents_answers_like_a_fresh_one() {
    let docs = |words: [&'static str; 2]| {
        (0..40u128)
            .map(move |n| PersonDoc { about: words[n as usize % 2].into(), ..with_title(n, "Adviseur") })
    };
    let used = World::of(docs(["stikstof water", "stikstof"]));
    for _ in 0..3 {
        used.put(docs(["bodem", "water"]).map(change).collect());
    }
    used.put((0..20).map(|n| Change { person: id(n), docs: Vec::new() }).collect());
    let fresh = World::of(docs(["bodem", "water"]).skip(20));
    for text in ["stikstof ", "water", "bodem adviseur", "adviseur", ""] {
        let query = PeopleQuery::new(text, Viewer::Guest);
        assert_eq!(used.ask(&query), fresh.ask(&query), "{text}");
    }
    used.index.compact().unwrap();
    let query = PeopleQuery::new("water", Viewer::Guest);
    assert_eq!(used.ask(&query), fresh.ask(&query));
}

#[test]
fn compacting_gets_along_with_merges_that_are_under_way() {
    let world = World::of([]);
    for round in 0..6 {
        // The eighth commit of a kind sets off a merge in the background.
        for number in 0..8 {
            world.index.write(&[change(person(round * 8 + number + 1, "Ada"))], Pace::Calm).unwrap();
            world.index.commit(Progress::default()).unwrap();
        }
        world.index.compact().unwrap();
        world.index.rest().unwrap();
        assert_eq!(world.index.docs(), (round as u64 + 1) * 8);
    }
}

/// Two ids that share the term by which they are found.
const SHARING: [u128; 2] = [1, 1 + 0x4000];

#[test]
fn people_whose_ids_share_a_term_are_not_taken_for_each_other() {
    let [ada, bob] = SHARING;
    let world = World::of([with_title(ada, "Adviseur stikstof"), with_title(bob, "Adviseur stikstof")]);
    let evidence = Arc::new(HashMap::from([(id(bob), 1.0)]));
    let query = PeopleQuery { evidence, ..PeopleQuery::new("stikstof", Viewer::Guest) };
    assert_eq!(world.ask(&query).hits[0].person, id(bob));
    world.put(vec![change(with_title(ada, "Adviseur water"))]);
    assert_eq!(world.found("stikstof"), [id(bob)]);
    assert_eq!(world.found("water"), [id(ada)]);
    world.put(vec![Change { person: id(bob), docs: Vec::new() }]);
    assert_eq!(world.found("adviseur"), [id(ada)]);
}

#[test]
fn a_built_index_has_two_halves_of_about_one_size() {
    let world = World::of([]);
    for round in 0..5 {
        let some: Vec<Change> = (0..20).map(|n| change(with_title(round * 20 + n, "Adviseur"))).collect();
        world.index.write(&some, Pace::Bulk).unwrap();
        world.index.commit(Progress::default()).unwrap();
    }
    world.index.compact().unwrap();
    let searcher = world.index.vessel().searcher();
    let sizes: Vec<u32> = searcher.segment_readers().iter().map(|half| half.max_doc()).collect();
    assert_eq!(sizes.len(), 2, "{sizes:?}");
    assert!(sizes.iter().all(|docs| *docs >= 30), "{sizes:?}");
    assert_eq!(world.index.docs(), 100);
}

#[test]
fn what_is_written_in_bulk_is_there_once_each() {
    let world = World::of([]);
    let all: Vec<Change> = (0..1_000).map(|n| change(with_title(n, "Adviseur stikstof"))).collect();
    world.index.write(&all, Pace::Bulk).unwrap();
    world.index.commit(Progress::default()).unwrap();
    let found = world.ask(&PeopleQuery { limit: 1_000, ..PeopleQuery::new("stikstof ", Viewer::Staff) });
    assert_eq!((world.index.docs(), found.total), (1_000, 1_000));
}

/// What came out for each document: score, words, words of the name, subject; and how much each word tells.
type Sorted = (Vec<(f32, u8, u16, Option<Kin>)>, Vec<f32>);

fn gathered(world: &World, asked: &Asked, need: Need, split: &Split<'_>) -> Sorted {
    let snapshot = world.index.state().snapshot;
    let mut sums = world.index.spare.take(snapshot.segments.iter().map(|segment| segment.marks.len()));
    let (analyser, phrases) = (&world.index.analyser, Phrases::default());
    let mut lists =
        Gatherer { analyser, snapshot: &snapshot, viewer: Viewer::Staff, sums: &mut sums, phrases };
    let found = scorer::gather_split(&mut lists, need, asked, split).unwrap();
    let docs = sums.iter().flat_map(|sums| {
        (0..sums.docs()).map(|doc| (sums.score(doc), sums.words(doc), sums.named(doc), sums.topic(doc)))
    });
    (docs.collect(), found.telling)
}

#[test]
fn adding_up_once_what_words_share_makes_no_difference() {
    let title = |n: u128, title: &str, skills: &[Skill]| PersonDoc {
        skills: skills.to_vec(),
        ..with_title(n, title)
    };
    let under = Skill {
        uri: "urn:plan".into(),
        nl: "plan".into(),
        broader: vec!["urn:omgevingswet".into()],
        ..Skill::default()
    };
    let world = World::of([
        title(1, "Adviseur vergunningen", &[omgevingswet()]),
        title(2, "Planning officer", &[]),
        title(3, "Functionaris gegevensbescherming", std::slice::from_ref(&under)),
        title(4, "FG en adviseur Environment and Planning Act", &[]),
        title(5, "Living environment", &[under, omgevingswet()]),
        title(6, "Jurist Wet open overheid", &[]),
        person(7, "Planning Act"),
    ]);
    let questions = [
        "environment and planning act ",
        "officer environment and planning act planning ",
        "space and living environment and planning act ",
        "ruimte en leefomgeving omgevingswet",
        "\"environment\" environment and planning act ",
        "functionaris gegevensbescherming wet open overheid adviseur ",
        "planning planning ",
    ];
    let mut shared = 0;
    for text in questions {
        let asked = Asked::new(&world.index.analyser, text);
        let alone = (0..asked.words.len()).map(|at| Run { words: at..at + 1, common: Meant::default() });
        let own = (0..asked.words.len()).map(|at| asked.meant_by(at)).collect();
        let (alone, split) = (Split { runs: alone.collect(), own }, Split::new(&asked));
        shared += split.runs.iter().filter(|run| !run.common.is_empty()).count();
        for need in [Need::All, Need::Most, Need::Any] {
            let (wanted, tells) = gathered(&world, &asked, need, &alone);
            let (found, telling) = gathered(&world, &asked, need, &split);
            assert_eq!(telling, tells, "{text}");
            for (one, other) in found.iter().zip(&wanted) {
                assert!((one.0 - other.0).abs() < 1e-4, "{text}: {one:?} for {other:?}");
                assert_eq!((one.1, one.2, one.3), (other.1, other.2, other.3), "{text}");
            }
        }
    }
    assert!(shared >= 5, "{shared}");
}

#[test]
fn a_commit_remembers_how_far_it_had_read() {
    let world = World::of([]);
    world.index.write(&[change(person(1, "Ada"))], Pace::Calm).unwrap();
    world.index.commit(Progress { home: 7, replica: 41, vocabulary: 2 }).unwrap();
    world.index.write(&[change(person(2, "Bob"))], Pace::Calm).unwrap();
    let World { index, folder } = world;
    drop(index);
    let again = Embedded::open(folder.path(), analyser()).unwrap();
    assert_eq!(again.progress(), Progress { home: 7, replica: 41, vocabulary: 2 });
    assert_eq!(
        again.docs(),
        1,
        "what was not committed is not there, and its changes are still in the queue"
    );
}

#[test]
fn a_damaged_file_is_noticed() {
    let world = World::of((0..200).map(|n| with_title(n, "Adviseur stikstof")));
    let World { index, folder } = world;
    drop(index);
    let file = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let file = file.into_iter().find(|path| path.extension().is_some_and(|end| end == "idx")).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&file, bytes).unwrap();
    assert!(matches!(Embedded::open(folder.path(), analyser()), Err(Error::Damaged(_))));
}

#[test]
fn hostile_queries_get_an_answer() {
    let world = World::of((0..5).map(|n| with_title(n, "Adviseur stikstof")));
    for text in [
        "\"",
        "\u{0}\u{1f}",
        "💥💥💥",
        &"a".repeat(100_000),
        &"stikstof ".repeat(10_000),
        "*:* OR 1=1 --",
        "ßßß ﬁ Ǆ",
        "'''''",
    ] {
        world.found(text);
    }
}
