//! People indexed on Meilisearch: away and back, tasks that fail, restarts, keys, and the same order as the embedded index.

use std::collections::{BTreeMap, BTreeSet};

use domain::people::{self, Entry, FieldKey, NewPerson, Profile, ProfileEdit, Scope, Source, Value, consent};
use domain::principal::Affiliation;
use domain::{Audience, PersonId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::meilisearch::{Meilisearch, RIGHTS};
use plein_tests::until::until;
use search::meilisearch::Address;
use search::query::{Near, Viewer};
use search::{Filters, People, PeopleQuery};
use server::check::{Finding, Health};
use tokio_util::sync::CancellationToken;

use super::contract::real_server;
use super::{SYSTEM, Town, hide_about};

const BY_NAME: &str = "zoek je alleen op naam";

fn title(text: &str) -> [(FieldKey, &str, Audience); 1] {
    [(FieldKey::JobTitle, text, Audience::Network)]
}

async fn retitle(town: &Town, id: PersonId, title: &str) {
    let value = Value::Text(title.into());
    let entry = Entry { value, audience: Audience::Network, source: Source::Person };
    let edit = ProfileEdit { name: None, fields: vec![(FieldKey::JobTitle, Some(entry))] };
    town.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap();
}

/// The doctor tries what the key may not do.
async fn app(engine: Engine, server: &Meilisearch) -> TestApp {
    server.expects_refusals();
    let settings = server.settings();
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    TestApp::with(engine, &settings).await
}

/// What the doctor says of the index of people.
async fn findings(app: &TestApp) -> Vec<Finding> {
    let all = server::check::examine(&app.instance.ctx().config, app.clock()).await;
    all.into_iter().filter(|finding| finding.about == "index").collect()
}

fn says(findings: &[Finding], health: Health, text: &str) {
    let is_said = |finding: &Finding| finding.health == health && finding.says.contains(text);
    assert!(findings.iter().any(is_said), "no {text:?} in {findings:#?}");
}

both_engines! {
    async fn while_the_server_is_away_names_are_found_with_a_notice_and_it_comes_back_by_itself(engine) {
        let server = Meilisearch::start().await;
        let app = app(engine, &server).await;
        let mut anna = app.member("Anna Smit").await.browser;
        let stop = CancellationToken::new();
        let workers = app.instance.spawn_workers(&stop);
        until("the index is there", async || app.instance.ctx().people.is_indexed()).await;
        anna.get("/people?q=smit").await.is(200).hides(BY_NAME);

        server.goes_away();
        anna.get("/people?q=smit").await.is(200).shows("Anna").shows(BY_NAME);
        says(&findings(&app).await, Health::Wrong, "does not answer");
        let metrics = server::health::router(app.instance.ctx().clone(), CancellationToken::new());
        let asked = axum::http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
        plein_tests::app::send(&metrics, asked).await.shows("plein_index_in_trouble 1");

        server.comes_back().await;
        until("it is asked again", async || !anna.get("/people?q=smit").await.text.contains(BY_NAME)).await;
        says(&findings(&app).await, Health::Good, "up to date");
        stop.cancel();
        workers.drain().await;
    }

    async fn a_task_that_fails_is_told_to_the_operator_and_tried_again(engine) {
        let server = Meilisearch::start().await;
        let app = app(engine, &server).await;
        let people = &app.instance.ctx().people;
        people.catch_up().await.unwrap();
        app.member("Karim").await;
        server.fails_next("documentAdditionOrUpdate");
        let failed = people.catch_up().await.unwrap_err();
        assert!(failed.to_string().contains("no more space left"), "{failed}");
        assert!(people.index_trouble().is_some_and(|trouble| trouble.contains("no more space")));
        assert!(people.is_indexed(), "what it has is still searched");
        let told = findings(&app).await;
        says(&told, Health::Note, "changes wait for it");
        says(&told, Health::Note, "no more space left");
        people.catch_up().await.unwrap();
        assert_eq!(people.index_trouble(), None);
    }

    async fn a_restart_goes_on_where_the_last_task_ended(engine) {
        let server = Meilisearch::start().await;
        let town = Town::on(engine, Some(server.address())).await;
        let who = town.principal(Affiliation::Staff).await;
        let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
        town.people.catch_up().await.unwrap();
        retitle(&town, id, "Adviseur bodem").await;
        let town = town.restarted().await;
        assert!(town.ask(&who, "smit").await.is_by_name, "until the worker has looked");
        town.people.catch_up().await.unwrap();
        assert_eq!(town.found(&who, "bodem").await, [id]);
        assert!(town.found(&who, "stikstof").await.is_empty());
        assert_eq!(server.asked("POST /swap-indexes"), 1, "nothing was built anew");
        assert_eq!(town.people.index_documents(), 1);
    }
}

#[tokio::test]
async fn a_rebuild_swaps_while_searches_go_on_and_removes_the_old_one() {
    let server = Meilisearch::start().await;
    let town = Town::on(Engine::Sqlite, Some(server.address())).await;
    let who = town.principal(Affiliation::Staff).await;
    let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
    town.people.catch_up().await.unwrap();
    let searches = async {
        for _ in 0..20 {
            assert!(!town.ask(&who, "stikstof").await.is_by_name);
        }
    };
    let (rebuilt, ()) = tokio::join!(town.people.rebuild(), searches);
    rebuilt.unwrap();
    assert_eq!(town.found(&who, "stikstof").await, [id]);
    assert_eq!(server.indexes(), ["plein-people"]);
}

#[tokio::test]
async fn a_swap_that_fails_leaves_the_index_in_use_as_it_was() {
    let server = Meilisearch::start().await;
    let town = Town::on(Engine::Sqlite, Some(server.address())).await;
    let who = town.principal(Affiliation::Staff).await;
    let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
    town.people.catch_up().await.unwrap();
    server.fails_next("indexSwap");
    assert!(town.people.rebuild().await.is_err());
    assert_eq!(town.found(&who, "stikstof").await, [id]);
    town.people.rebuild().await.unwrap();
    assert_eq!(server.indexes(), ["plein-people"]);
}

#[tokio::test]
async fn the_doctor_says_when_a_key_may_do_less_or_more_than_needed() {
    let server = Meilisearch::start().await;
    let app = app(Engine::Sqlite, &server).await;
    app.instance.ctx().people.catch_up().await.unwrap();
    assert!(findings(&app).await.iter().all(|finding| finding.health == Health::Good));
    server.set_rights(&RIGHTS[1..], "plein-*");
    says(&findings(&app).await, Health::Wrong, "may not do what is needed: search");
    server.set_rights(&[&RIGHTS[..], &["keys.get", "version"]].concat(), "plein-*");
    says(&findings(&app).await, Health::Note, "more than it needs: keys.get, version");
    server.set_rights(&RIGHTS, "*");
    says(&findings(&app).await, Health::Note, "indexes of others");
}

#[tokio::test]
async fn what_is_hidden_moves_nothing_that_a_stranger_sees() {
    let server = Meilisearch::start().await;
    let town = Town::on(Engine::Sqlite, Some(server.address())).await;
    let guest = town.principal(Affiliation::Guest).await;
    let staff = town.principal(Affiliation::Staff).await;
    let inside = |text: &'static str| [(FieldKey::About, text, Audience::Organisation)];
    for number in 0..6 {
        town.person(&format!("Persoon {number}"), Scope::Network, &inside("Alles over kanariepieten")).await;
    }
    let open = town.person("Anna Smit", Scope::Network, &title("Adviseur kanarie")).await;
    town.people.catch_up().await.unwrap();
    assert_eq!(town.ask(&staff, "kanariepieten ").await.total, 6);
    for text in ["kanariepieten ", "kanariepiete", "kanariepeiten "] {
        let found = town.ask(&guest, text).await;
        assert!(found.people.iter().all(|one| one.view.id == open), "{text}");
        assert!(found.facets.is_empty(), "{text}");
    }
    let id = town
        .person("Jan Mol", Scope::Network, &[(FieldKey::About, "Alles over stikstof", Audience::Network)])
        .await;
    town.people.catch_up().await.unwrap();
    assert_eq!(town.found(&guest, "stikstof").await, [id]);
    hide_about(&town, id).await;
    town.people.catch_up().await.unwrap();
    assert_eq!(town.ask(&guest, "stikstof").await.total, 0);
}

#[tokio::test]
async fn filters_and_counts_are_those_of_the_embedded_index() {
    let server = Meilisearch::start().await;
    let town = Town::new(Engine::Sqlite).await;
    let who = town.principal(Affiliation::Staff).await;
    for number in 0..14 {
        let place = ["Utrecht", "Arnhem", "Sint \\ \"Anna\""][number % 3];
        let unit = if number % 2 == 0 { "Ruimte" } else { "Zorg" };
        let title = if number < 10 { "Adviseur stikstof" } else { "Kok" };
        let text = |key, text: &'static str| (key, text, Audience::Network);
        let fields =
            [text(FieldKey::JobTitle, title), text(FieldKey::Place, place), text(FieldKey::Unit, unit)];
        town.person(&format!("Persoon {number}"), Scope::Network, &fields).await;
    }
    let remote = People::on_meilisearch(town.db.clone(), server.address()).await.unwrap();
    town.people.catch_up().await.unwrap();
    remote.catch_up().await.unwrap();
    let places = |places: &[&str]| Filters {
        places: places.iter().map(|place| (*place).to_owned()).collect(),
        ..Filters::default()
    };
    let both = Filters { units: vec!["Ruimte".into()], ..places(&["Utrecht", "Arnhem"]) };
    let all =
        [Filters::default(), places(&["Utrecht"]), places(&["Sint \\ \"Anna\""]), places(&["Nergens"]), both];
    for filters in all {
        for text in ["", "stikstof ", "stiks", "adviseur stikstof kernfusie ", "stikstoof "] {
            let query = PeopleQuery { filters: filters.clone(), ..PeopleQuery::new(text, Viewer::Staff) };
            let one = town.people.search(&who, query.clone()).await.unwrap();
            let other = remote.search(&who, query).await.unwrap();
            let ids = |found: &search::PeopleFound| -> Vec<_> {
                found.people.iter().map(|one| one.view.id).collect()
            };
            assert!(!other.is_by_name, "{filters:?} {text:?}: {:?}", remote.index_trouble());
            assert_eq!(ids(&one), ids(&other), "{filters:?} {text:?}");
            assert_eq!(one.facets, other.facets, "{filters:?} {text:?}");
            assert_eq!((one.total, one.is_relaxed), (other.total, other.is_relaxed), "{filters:?} {text:?}");
        }
    }
}

const QUESTIONS: &str = include_str!("../../../search/data/test/dutch_queries.csv");

#[derive(serde::Deserialize)]
struct Question {
    kind: String,
    query: String,
    title: String,
}

/// Who is asked for, and a colleague for every subject of the taxonomy; gives what each is known for.
async fn settle_colleagues(town: &Town, questions: &[Question]) -> BTreeMap<PersonId, String> {
    let concepts = domain::concepts::shipped().unwrap();
    let asked: BTreeSet<(String, String)> = questions
        .iter()
        .map(|question| match question.kind.as_str() {
            "name" => (question.title.clone(), "Medewerker".to_owned()),
            _ => ("Kim Jansen".to_owned(), question.title.clone()),
        })
        .collect();
    let others =
        concepts.iter().map(|concept| ("Robin Peters".to_owned(), format!("Adviseur {}", concept.label_nl)));
    let all: Vec<(String, String)> = asked.into_iter().chain(others).collect();
    let mut known = BTreeMap::new();
    for part in all.chunks(100) {
        let made = town.db.write(async |tx| {
            let mut made = Vec::new();
            for (name, title) in part {
                let value = Value::Text(title.clone());
                let entry = Entry { value, audience: Audience::Network, source: Source::Person };
                let profile = Profile { fields: [(FieldKey::JobTitle, entry)].into() };
                let new =
                    NewPerson { name: name.clone(), handle: None, affiliation: Affiliation::Staff, profile };
                let id = people::create(tx, &SYSTEM, new).await?;
                consent::choose(tx, &SYSTEM, id, Scope::Network).await?;
                made.push((id, if title == "Medewerker" { name.clone() } else { title.clone() }));
            }
            Ok(made)
        });
        known.extend(made.await.unwrap());
    }
    known
}

async fn first_ten(people: &People, who: &Principal, text: &str, near: Option<Near>) -> Vec<PersonId> {
    let query = PeopleQuery { limit: 10, near, ..PeopleQuery::new(text, Viewer::Staff) };
    people.search(who, query).await.unwrap().people.iter().map(|one| one.view.id).collect()
}

fn ndcg(found: &[PersonId], is_meant: impl Fn(&PersonId) -> bool, meant: usize) -> f64 {
    let gain = |at: usize| 1.0 / ((at + 2) as f64).log2();
    let best: f64 = (0..meant.min(10)).map(gain).sum();
    let got: f64 = found.iter().enumerate().filter(|(_, id)| is_meant(id)).map(|(at, _)| gain(at)).sum();
    if best == 0.0 { 0.0 } else { got / best }
}

async fn compare(address: Address) {
    let town = Town::new(Engine::Sqlite).await;
    let who = town.principal(Affiliation::Staff).await;
    let questions: Vec<Question> =
        csv::Reader::from_reader(QUESTIONS.as_bytes()).into_deserialize().map(|row| row.unwrap()).collect();
    let known = settle_colleagues(&town, &questions).await;
    let remote = People::on_meilisearch(town.db.clone(), address).await.unwrap();
    town.people.catch_up().await.unwrap();
    remote.catch_up().await.unwrap();
    let (mut overlap, mut here, mut there) = (0.0, 0.0, 0.0);
    let mut others = Vec::new();
    for question in &questions {
        // As typed to its end, and while it still grows.
        for text in [format!("{} ", question.query), question.query.clone()] {
            let one = first_ten(&town.people, &who, &text, None).await;
            let other = first_ten(&remote, &who, &text, None).await;
            let shared = one.iter().filter(|id| other.contains(id)).count() as f64;
            let of = one.len().max(other.len()) as f64;
            overlap += if of == 0.0 { 1.0 } else { shared / of };
            let is_meant = |id: &PersonId| {
                known.get(id).is_some_and(|title| search::fold(title) == search::fold(&question.title))
            };
            let meant = known.keys().filter(|id| is_meant(id)).count();
            here += ndcg(&one, is_meant, meant);
            there += ndcg(&other, is_meant, meant);
            if one != other {
                others.push(format!("{text:?}: {shared} of {of}"));
            }
        }
    }
    let asked = 2.0 * questions.len() as f64;
    let (overlap, here, there) = (overlap / asked, here / asked, there / asked);
    println!(
        "overlap@10 {overlap:.3}, nDCG@10 {here:.3} embedded, {there:.3} Meilisearch; other orders: {others:#?}"
    );
    assert!(overlap >= 0.9, "overlap {overlap}: {others:#?}");
    assert!((here - there).abs() <= 0.02, "nDCG {here} and {there}");
}

#[tokio::test]
async fn both_engines_give_the_same_people_in_the_same_order() {
    let server = Meilisearch::start().await;
    compare(server.address()).await;
    if let Some(address) = real_server() {
        compare(address).await;
    }
}
