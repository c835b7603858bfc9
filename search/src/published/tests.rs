//! Stories about the index of what is published: what is found, in which order, and what a stranger must never notice.

use std::collections::HashMap;
use std::sync::Arc;

use domain::GroupId;
use domain::circles::Reader;
use domain::items::Kind;
use uuid::Uuid;

use super::deeds::Evidence;
use super::doc::{Change, Gone, PublishedDoc, Sort, SubjectDoc};
use super::engine::Engine;
use super::query::{Cursor, FacetKind, Filters, Found, Order, Period, Query, Scope};
use crate::analysis::{Analyser, Concept};
use crate::asked::Asked;
use crate::vessel::{Kept, Pace, Progress};

const DAY: i64 = 86_400_000_000;
const NOW: i64 = 20_000 * DAY;

struct World {
    engine: Engine,
    analyser: Arc<Analyser>,
    _folder: tempfile::TempDir,
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))
}

fn in_circle(number: u128, circle: &str, text: &str) -> PublishedDoc {
    PublishedDoc {
        comment: None,
        id: id(number),
        sort: Sort::Item(Kind::Discussion),
        item: Some(id(number)),
        group: Some(id(9_000)),
        author: Some(id(8_000 + number % 3)),
        circles: vec![circle.into()],
        subjects: Vec::new(),
        language: "nl".into(),
        at: NOW - number as i64 * DAY,
        until: None,
        is_accepted: false,
        is_excluded: false,
        title: String::new(),
        text: text.into(),
        context: String::new(),
    }
}

fn item(number: u128, text: &str) -> PublishedDoc {
    in_circle(number, "network", text)
}

fn stranger() -> Reader {
    Reader { circles: vec!["network".into()], groups: Vec::new() }
}

fn member() -> Reader {
    Reader { circles: vec!["network".into(), "group:1".into()], groups: vec![GroupId(id(9_000))] }
}

impl World {
    fn of(docs: impl IntoIterator<Item = PublishedDoc>) -> Self {
        Self::knowing(Vec::new(), docs)
    }

    fn knowing(concepts: Vec<Concept>, docs: impl IntoIterator<Item = PublishedDoc>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let analyser = Arc::new(Analyser::new(concepts).unwrap());
        let engine = Engine::create(folder.path(), Arc::clone(&analyser)).unwrap();
        let world = Self { engine, analyser, _folder: folder };
        world.put(Change { gone: Vec::new(), docs: docs.into_iter().collect() });
        world
    }

    fn put(&self, change: Change) {
        self.engine.write(&[change], Pace::Calm).unwrap();
        self.engine.commit(Progress::default()).unwrap();
    }

    fn ask(&self, query: &Query, reader: &Reader) -> Found {
        self.engine.search(query, reader, NOW).unwrap()
    }

    /// What a stranger is told of whose words speak of it; nothing goes along with what was typed.
    fn evidence(&self, asked: &Asked) -> HashMap<Uuid, Evidence> {
        let begun = self.engine.begin(asked, &stranger(), NOW).unwrap();
        self.engine.finish(begun, asked, &[], &stranger(), NOW).unwrap()
    }

    fn found(&self, text: &str) -> Vec<Uuid> {
        self.ask(&query(text), &stranger()).hits.iter().map(|hit| hit.id).collect()
    }
}

fn query(text: &str) -> Query {
    Query { text: text.into(), limit: 20, ..Query::default() }
}

fn count_of(found: &Found, kind: FacetKind, value: &str) -> u32 {
    let facet = found.facets.iter().find(|facet| facet.kind == kind);
    let value = facet.and_then(|facet| facet.values.iter().find(|one| one.value == value));
    value.map_or(0, |one| one.count)
}

#[test]
fn the_title_weighs_more_and_every_form_is_found() {
    let world = World::of([
        item(1, "Ooit schreef ik over een vergunning"),
        PublishedDoc { title: "Omgevingsvergunningen".into(), ..item(2, "Tekst") },
        item(3, "Iets anders"),
    ]);
    assert_eq!(world.found("vergunning "), [id(2), id(1)]);
    assert_eq!(world.found("vegrunning "), [id(1)], "a typing error is forgiven");
    assert_eq!(world.found("omgev"), [id(2)], "a word may still grow");
    assert_eq!(world.found("\"vergunning\""), [id(1)]);
    assert!(world.found("?!").is_empty());
}

/// How common a word is, is remembered: of each way to ask for it by itself.
#[test]
fn what_was_asked_before_makes_no_difference() {
    let docs = || {
        let about = |number| PublishedDoc {
            sort: Sort::Answer,
            context: "Vergunning".into(),
            ..item(number, "anders")
        };
        let said = ["vergunning water", "vergunning water water", "vergunning"].map(String::from);
        let said = said.into_iter().chain((0..6).map(|_| "vergunningen".to_owned()));
        let said = (1..).zip(said).map(|(number, text)| item(number, &text));
        said.chain((20..40).map(about)).collect::<Vec<_>>()
    };
    // The place in the order where the next page begins tells how much the words weighed.
    let weighed = |world: &World, text: &str| {
        world.ask(&Query { limit: 1, ..query(text) }, &stranger()).next.map(|next| next.key).unwrap()
    };
    let asked = ["vergunning water ", "\"vergunning\" water "];
    let fresh = asked.map(|text| weighed(&World::of(docs()), text));
    let used = World::of(docs());
    // With what answers are about, which counts for people.
    used.evidence(&Asked::new(&used.analyser, asked[0]));
    assert_eq!(asked.map(|text| weighed(&used, text)), fresh);
    assert_ne!(fresh[0], fresh[1]);
}

#[test]
fn when_nothing_has_every_word_most_words_will_do() {
    let world = World::of([item(1, "stikstof en water"), item(2, "water")]);
    let found = world.ask(&query("stikstof veehouderij "), &stranger());
    assert!(found.is_relaxed);
    assert_eq!(found.hits[0].id, id(1));
}

/// Three words with a subject and other names in common, beside one that has nothing to do with it.
#[test]
fn what_the_words_of_a_phrase_share_is_found_for_each_of_them() {
    let act = Concept {
        uri: "urn:omgevingswet".into(),
        nl: "Omgevingswet".into(),
        en: "Environment and Planning Act".into(),
        synonyms: vec!["ow2024".into()],
        ..Concept::default()
    };
    let subject =
        SubjectDoc { uri: act.uri.clone(), nl: act.nl.clone(), en: String::new(), broader: Vec::new() };
    let of_it = |number, text: &str| PublishedDoc { subjects: vec![subject.clone()], ..item(number, text) };
    let world = World::knowing(
        vec![act],
        [
            of_it(1, "over stikstof"),
            of_it(2, "over water"),
            item(3, "stikstof en ow2024"),
            item(4, "stikstof: environment, planning, act"),
            item(5, "stikstof en planning"),
            item(6, "stikstof"),
            in_circle(7, "group:1", "stikstof en ow2024"),
            PublishedDoc { subjects: vec![subject.clone()], ..in_circle(8, "group:1", "stikstof") },
        ],
    );
    let found = |text: &str, reader: &Reader| {
        let mut found: Vec<Uuid> = world.ask(&query(text), reader).hits.iter().map(|hit| hit.id).collect();
        found.sort();
        found
    };
    let ids = |numbers: &[u128]| {
        let mut ids: Vec<Uuid> = numbers.iter().map(|number| id(*number)).collect();
        ids.sort();
        ids
    };
    // The other word before the phrase and behind it; in more things than the words of the phrase, and in fewer.
    for (other, wanted) in [("stikstof", ids(&[1, 3, 4])), ("water", ids(&[2]))] {
        for text in
            [format!("{other} environment planning act "), format!("environment planning act {other} ")]
        {
            assert_eq!(found(&text, &stranger()), wanted, "{text}");
        }
    }
    assert_eq!(found("stikstof environment planning act ", &member()), ids(&[1, 3, 4, 7, 8]));
    // Half of the words are enough where nothing has all: the phrase counts for each of its own.
    let relaxed = world.ask(&query("veehouderij environment planning act "), &stranger());
    assert_eq!((relaxed.is_relaxed, relaxed.total), (true, 4), "{relaxed:?}");
    let speaks = world.evidence(&Asked::new(&world.analyser, "environment planning act "));
    let typed = |number: u128| {
        let mut things = speaks.values().flat_map(|one| &one.things);
        things.find(|thing| thing.hit.id == id(number)).map(|thing| thing.typed)
    };
    assert_eq!(
        [typed(1), typed(3), typed(4), typed(5)],
        [Some(0b111), Some(0b111), Some(0b111), Some(0b010)]
    );
}

#[test]
fn newest_first_and_pages_follow_each_other_without_gap_or_double() {
    let world = World::of((0..50).map(|n| item(n, "stikstof")));
    for order in [Order::Best, Order::Newest] {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let found = world.ask(&Query { order, after, ..query("stikstof") }, &stranger());
            assert_eq!(found.total, 50);
            all.extend(found.hits.iter().map(|hit| hit.id));
            after = found.next;
            if after.is_none() {
                break;
            }
            assert_eq!(after, Cursor::parse(&after.unwrap().to_string()));
        }
        assert_eq!(all, (0..50).map(id).collect::<Vec<_>>(), "the newest stands first in both orders");
    }
}

#[test]
fn filters_narrow_and_counts_show_what_another_choice_would_bring() {
    let doc = |n: u128| PublishedDoc {
        sort: if n < 6 { Sort::Item(Kind::Blog) } else { Sort::Item(Kind::Question) },
        language: if n.is_multiple_of(2) { "en" } else { "nl" }.into(),
        at: NOW - n as i64 * 10 * DAY,
        ..item(n, "stikstof")
    };
    let world = World::of((0..12).map(doc));
    let filters = Filters { sorts: vec![Sort::Item(Kind::Blog)], ..Filters::default() };
    let found = world.ask(&Query { filters: filters.clone(), ..query("stikstof") }, &stranger());
    assert_eq!(found.total, 6);
    assert_eq!(count_of(&found, FacetKind::Sort, "blog"), 6);
    assert_eq!(count_of(&found, FacetKind::Sort, "question"), 6, "the other choice is still counted");
    assert_eq!(count_of(&found, FacetKind::Language, "nl"), 3);
    assert_eq!(count_of(&found, FacetKind::Period, "month"), 4);
    let filters = Filters { languages: vec!["nl".into()], period: Some(Period::Month), ..filters };
    let found = world.ask(&Query { filters, ..query("stikstof") }, &stranger());
    assert_eq!((found.total, count_of(&found, FacetKind::Period, "year")), (2, 3));
}

#[test]
fn a_scope_is_a_wall() {
    let elsewhere = PublishedDoc { group: Some(id(9_001)), ..item(2, "stikstof") };
    let world = World::of([item(1, "stikstof"), elsewhere]);
    let total = |scope, reader: &Reader| world.ask(&Query { scope, ..query("stikstof") }, reader).total;
    assert_eq!(total(Scope::Everything, &member()), 2);
    assert_eq!(total(Scope::Mine, &member()), 1);
    assert_eq!(total(Scope::Mine, &stranger()), 0);
    assert_eq!(total(Scope::Group(GroupId(id(9_001))), &stranger()), 1);
    assert_eq!(total(Scope::Group(GroupId(id(9_002))), &stranger()), 0);
}

#[test]
fn what_has_had_its_time_is_found_no_more() {
    let world = World::of([PublishedDoc { until: Some(NOW), ..item(1, "stikstof") }, item(2, "stikstof")]);
    assert_eq!(world.found("stikstof "), [id(2)]);
}

#[test]
fn an_item_takes_along_what_hangs_on_it_and_a_group_everything() {
    let comment = PublishedDoc { item: Some(id(1)), sort: Sort::Comment, ..item(5, "stikstof") };
    // The id of the other shares its term with that of the first.
    let other = 1 + 0x4000;
    let world = World::of([item(1, "stikstof"), item(other, "stikstof"), comment]);
    world.put(Change { gone: vec![Gone::OfItem(id(1))], docs: Vec::new() });
    assert_eq!(world.found("stikstof "), [id(other)]);
    world.put(Change { gone: vec![Gone::OfGroup(id(9_000))], docs: Vec::new() });
    assert!(world.found("stikstof ").is_empty());
}

/// Sixty things for everyone and sixty for members; the canary is what only the second say.
fn hidden_world(canary: &str) -> World {
    let words = ["stikstof", "stikstof water", "water", "natuur stikstof"];
    let shown = (0..60_u128).map(|n| item(n, words[n as usize % 4]));
    let hidden = (100..160_u128).map(|n| PublishedDoc {
        author: Some(id(8_900)),
        title: canary.into(),
        context: canary.into(),
        ..in_circle(n, "group:1", canary)
    });
    let world = World::of(shown.collect::<Vec<_>>());
    world.put(Change { gone: Vec::new(), docs: hidden.collect() });
    world
}

#[test]
fn a_word_in_something_hidden_changes_nothing_for_a_stranger() {
    let with = hidden_world("stikstof stikstof kanariepiet natuurbeheer stikstofwater kanarie");
    let without = hidden_world("");
    let texts = [
        "stikstof",
        "water stikstof",
        "natuur",
        "kanariepiet",
        "kanariepeit ",
        "kana",
        "natuurbeheer ",
        "stikstofwater ",
        "stikstoff ",
        "",
    ];
    for text in texts {
        for order in [Order::Best, Order::Newest] {
            let query = Query { order, ..query(text) };
            assert_eq!(with.ask(&query, &stranger()), without.ask(&query, &stranger()), "{text}");
        }
        let evidence = |world: &World| {
            let asked = Asked::new(&world.analyser, text);
            let mut found: Vec<_> = world.evidence(&asked).into_iter().collect();
            found.sort_by_key(|(author, _)| *author);
            found
                .into_iter()
                .map(|(author, found)| (author, found.weight, found.things.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(evidence(&with), evidence(&without), "{text}");
    }
    assert_eq!(with.ask(&query("kanariepiet "), &member()).total, 60);
}

#[test]
fn an_index_full_of_deleted_documents_answers_like_a_fresh_one() {
    let docs = |words: [&'static str; 2]| (0..40_u128).map(move |n| item(n, words[n as usize % 2]));
    let used = World::of(docs(["stikstof water", "stikstof"]).collect::<Vec<_>>());
    let gone: Vec<Gone> = (0..40).map(|n| Gone::One(id(n))).collect();
    for _ in 0..3 {
        used.put(Change { gone: gone.clone(), docs: docs(["bodem", "water"]).collect() });
    }
    let fresh = World::of(docs(["bodem", "water"]).collect::<Vec<_>>());
    for text in ["stikstof ", "water", "bodem", ""] {
        assert_eq!(
            used.ask(&query(text), &stranger()).hits,
            fresh.ask(&query(text), &stranger()).hits,
            "{text}"
        );
    }
}

#[test]
fn an_accepted_answer_says_more_than_a_question_and_old_ones_less() {
    let answer = |number: u128, author: u128, days: i64, is_accepted| PublishedDoc {
        sort: Sort::Answer,
        author: Some(id(author)),
        at: NOW - days * DAY,
        is_accepted,
        context: "Wie weet iets van stikstof?".into(),
        ..item(number, "Acht weken.")
    };
    let question = PublishedDoc {
        sort: Sort::Item(Kind::Question),
        author: Some(id(4)),
        ..item(9, "Wie weet iets van stikstof?")
    };
    let world =
        World::of([answer(1, 1, 10, true), answer(2, 2, 10, false), answer(3, 3, 1_400, true), question]);
    let asked = Asked::new(&world.analyser, "stikstof ");
    let found = world.evidence(&asked);
    let weight = |author: u128| found[&id(author)].weight;
    assert!(weight(1) > weight(2) && weight(2) > weight(3) && weight(3) > weight(4), "{found:?}");
    assert_eq!(world.found("stikstof "), [id(9)], "an answer is found by its own words alone");
}

#[test]
fn hostile_queries_get_an_answer() {
    let world = World::of((0..5).map(|n| item(n, "stikstof")));
    for text in
        ["\"", "\u{0}\u{1f}", "💥💥💥", &"a".repeat(100_000), &"stikstof ".repeat(10_000), "*:* OR 1=1 --"]
    {
        world.found(text);
    }
    assert_eq!(Cursor::parse("zz-1"), None);
    assert_eq!(Cursor::parse(""), None);
}
