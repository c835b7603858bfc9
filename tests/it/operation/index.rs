//! The index on bad days: subjects that change under it, files that break under it, and what the reader sees meanwhile.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::people::fields::{self, Kind, NewDefinition};
use domain::people::{
    self, Entry, FieldKey, Label, NewPerson, Profile, Scope, Skill, SkillLevel, Source, Value, consent,
};
use domain::principal::{Affiliation, Principal};
use domain::{Audience, Clock, PersonId};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::until::until;
use tokio_util::sync::CancellationToken;

const SYSTEM: Principal = Principal::System("test");
const BY_NAME: &str = "zoek je alleen op naam";

fn entry(value: Value) -> Entry {
    Entry { value, audience: Audience::Network, source: Source::Person }
}

async fn colleague(app: &TestApp, name: &str, key: FieldKey, value: Value) -> PersonId {
    let profile = Profile { fields: [(key, entry(value))].into() };
    let new = NewPerson { name: name.into(), handle: None, affiliation: Affiliation::Staff, profile };
    app.db()
        .write(async |tx| {
            let id = people::create(tx, &SYSTEM, new.clone()).await?;
            consent::choose(tx, &SYSTEM, id, Scope::Organisation).await.map(|()| id)
        })
        .await
        .unwrap()
}

fn subject(uri: &str, nl: &str) -> Value {
    let (uri, nl) = (uri.to_owned(), nl.to_owned());
    Value::Skills(vec![Skill { uri, en: nl.clone(), nl, level: SkillLevel::Expert }])
}

/// What an operator writes for another process.
fn settings_file(app: &TestApp, folder: &Path) -> PathBuf {
    let config = &app.instance.ctx().config;
    let text = format!(
        "[instance]\nhost = \"utrecht.test\"\nname = \"Gemeente Utrecht\"\n[database]\nurl = \"{}\"\n[data]\ndir = \"{}\"\n",
        app.home.url,
        config.data.dir.display()
    );
    let file = folder.join("plein.toml");
    fs::write(&file, text).unwrap();
    file
}

/// Searches again and again until told to stop; fails when one of them is without the index.
fn keep_searching(
    app: Arc<TestApp>,
    words: &'static str,
    stop: Arc<AtomicBool>,
) -> tokio::task::JoinHandle<usize> {
    tokio::spawn(async move {
        let mut browser = app.member("Zoeker").await.browser;
        let mut searches = 0;
        while !stop.load(Ordering::Relaxed) {
            browser.get(&format!("/people?q={words}")).await.is(200).hides(BY_NAME).shows("Karim");
            searches += 1;
        }
        searches
    })
}

both_engines! {
    async fn a_new_synonym_finds_people_within_seconds_though_another_process_brought_it(engine) {
        let app = Arc::new(TestApp::start(engine).await);
        let uri = "https://begrippen.example/geitenpad";
        colleague(&app, "Karim el Idrissi", FieldKey::Skills, subject(uri, "Olifantenpaden")).await;
        let stop = CancellationToken::new();
        let workers = app.instance.spawn_workers(&stop);
        let mut anna = app.member("Anna").await.browser;
        until("the index is there", async || app.instance.ctx().people.is_indexed()).await;
        until("he is found by what he wrote", async || {
            anna.get("/people?q=olifantenpaden").await.text.contains("Karim")
        })
        .await;
        anna.get("/people?q=sluiproute").await.hides("Karim").hides(BY_NAME);
        let is_enough = Arc::new(AtomicBool::new(false));
        let searching = keep_searching(Arc::clone(&app), "olifantenpaden", Arc::clone(&is_enough));

        let folder = tempfile::tempdir().unwrap();
        let (settings, csv) = (settings_file(&app, folder.path()), folder.path().join("subjects.csv"));
        fs::write(&csv, format!("uri,nl,en,synonyms_nl,synonyms_en,broader\n{uri},Olifantenpaden,Desire paths,sluiproute,shortcut,\n")).unwrap();
        let arguments = ["plein", "--config", settings.to_str().unwrap(), "taxonomy", "import", csv.to_str().unwrap()];
        let code = server::cli::run(arguments.map(Into::into), Clock::System).await;
        assert_eq!(format!("{code:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
        let started = std::time::Instant::now();
        until("the synonym finds him", async || anna.get("/people?q=sluiproute").await.text.contains("Karim")).await;
        println!("a synonym of another process was found after {:?}", started.elapsed());

        is_enough.store(true, Ordering::Relaxed);
        assert!(searching.await.unwrap() > 0, "searches went on");
        stop.cancel();
        workers.drain().await;
    }

    async fn a_field_made_a_filter_appears_as_a_filter(engine) {
        let app = TestApp::start(engine).await;
        let label = |nl: &str, en: &str| Label { nl: nl.into(), en: en.into() };
        let field = NewDefinition {
            section: label("Werkplek", "Workplace"),
            label: label("Verdieping", "Floor"),
            kind: Kind::Choice,
            options: vec![label("zolder", "attic"), label("kelder", "cellar")],
            is_mandatory: false,
            is_filter: false,
        };
        let id = app.db().write(async |tx| fields::create(tx, &SYSTEM, field).await).await.unwrap();
        for name in ["Femke Bakker", "Gijs Bakker", "Hanna Bakker"] {
            let value = Value::Custom { label: label("Verdieping", "Floor"), values: vec![label("zolder", "attic")] };
            colleague(&app, name, FieldKey::Custom(id), value).await;
        }
        let people = &app.instance.ctx().people;
        people.catch_up().await.unwrap();
        let mut beheer = app.administrator("Beheer").await.browser;
        beheer.get("/people?q=bakker").await.is(200).shows("3 collega").hides("name=\"field\"");
        beheer.post(&format!("/admin/fields/{id}"), &[("do", "rules"), ("filter", "yes")]).await.is(303);
        people.catch_up().await.unwrap();
        beheer.get("/people?q=bakker").await.shows("name=\"field\"").shows("zolder");
        beheer.post(&format!("/admin/fields/{id}"), &[("do", "rules")]).await.is(303);
        people.catch_up().await.unwrap();
        beheer.get("/people?q=bakker").await.shows("3 collega").hides("name=\"field\"");
    }

    async fn a_subject_retired_while_plein_stood_still_is_noticed_at_the_next_start(engine) {
        let app = TestApp::start(engine).await;
        let mut beheer = app.administrator("Beheer").await.browser;
        let form = [("label_nl", "Olifantenpaden"), ("label_en", "Desire paths"), ("synonyms_nl", "sluiproute"), ("synonyms_en", "")];
        beheer.submit("/admin/concepts", &form).await.is(200);
        let concept = domain::concepts::find_by_label(app.db(), "Olifantenpaden").await.unwrap().expect("the subject");
        colleague(&app, "Karim el Idrissi", FieldKey::Skills, subject(&concept.uri, "Olifantenpaden")).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        anna.get("/people?q=sluiproute").await.shows("Karim");
        // Another process does it, and this one is away.
        let id = concept.id;
        app.db().write(async |tx| domain::concepts::retire(tx, &SYSTEM, id).await).await.unwrap();
        let app = app.restarted().await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna Later").await.browser;
        anna.get("/people?q=sluiproute").await.is(200).hides("Karim");
        anna.get("/people?q=olifantenpaden").await.shows("Karim");
    }
}

/// What can happen to a file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Harm {
    Flip,
    CutOff,
    Remove,
}

fn harm(file: &Path, how: Harm) {
    let mut bytes = fs::read(file).unwrap();
    match how {
        Harm::Flip => {
            for at in [bytes.len() / 4, bytes.len() / 2, bytes.len().saturating_sub(1)] {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 0x10;
                }
            }
            // In place, as a disk does it.
            fs::write(file, bytes).unwrap();
        }
        Harm::CutOff => fs::write(file, &bytes[..bytes.len() / 2]).unwrap(),
        Harm::Remove => fs::remove_file(file).unwrap(),
    }
}

/// Every file of the index in use; what was put aside is nobody's concern.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.file_name().unwrap().to_string_lossy().starts_with("broken-") {
            continue;
        }
        match path.is_dir() {
            true => found.extend(files_of(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// The kind of a file, whatever number this build gave it.
fn kind_of(file: &Path) -> String {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let end = name.rsplit_once('.').map(|(_, end)| end.to_owned());
    end.filter(|end| end != "json").unwrap_or(name)
}

/// An organisation with an index of more than one segment and deleted documents, as one that is used has.
async fn used() -> TestApp {
    let app = TestApp::start(Engine::Sqlite).await;
    let people = &app.instance.ctx().people;
    let text = |text: String| Value::Text(text);
    for n in 0..30 {
        colleague(&app, &format!("Persoon {n}"), FieldKey::JobTitle, text(format!("Adviseur stikstof {n}")))
            .await;
    }
    people.catch_up().await.unwrap();
    let karim = colleague(&app, "Karim el Idrissi", FieldKey::JobTitle, text("Jurist bodem".into())).await;
    people.catch_up().await.unwrap();
    app.db().write(async |tx| consent::choose(tx, &SYSTEM, karim, Scope::None).await).await.unwrap();
    colleague(&app, "Femke Bakker", FieldKey::JobTitle, text("Jurist stikstof".into())).await;
    people.catch_up().await.unwrap();
    app
}

/// What a reader gets for some questions, names and typing errors among them.
async fn answers(app: &TestApp, who: &Principal) -> Vec<(u32, Vec<String>, bool)> {
    let mut all = Vec::new();
    for words in ["stikstof", "jurist", "stikstog", "adviseur 7", "bodem", "femke", ""] {
        let query = search::PeopleQuery::new(words, search::query::Viewer::Staff);
        let found = app.instance.ctx().people.search(who, query).await.expect("an answer whatever happens");
        let mut names: Vec<_> = found.people.iter().map(|one| one.view.name.clone()).collect();
        names.sort();
        all.push((found.total, names, found.is_by_name));
    }
    all
}

fn index_folder(app: &TestApp) -> PathBuf {
    app.instance.ctx().config.data.dir.join("index/people")
}

/// One file of each kind, in each way.
fn harms(folder: &Path, ways: &[Harm]) -> Vec<(String, Harm)> {
    let mut kinds: Vec<_> =
        files_of(folder).iter().map(|file| kind_of(file)).filter(|kind| kind != "lock").collect();
    kinds.dedup();
    kinds.sort();
    kinds.dedup();
    kinds.iter().flat_map(|kind| ways.iter().map(|way| (kind.clone(), *way))).collect()
}

fn find_file(folder: &Path, kind: &str) -> PathBuf {
    files_of(folder).into_iter().find(|file| kind_of(file) == kind).expect("a file of this kind")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_breaks_while_plein_stands_still_the_next_start_mends() {
    let mut app = used().await;
    let anna = app.member("Anna").await.principal;
    app.instance.ctx().people.catch_up().await.unwrap();
    let before = answers(&app, &anna).await;
    assert_eq!(before[0].0, 31, "{before:?}");
    let folder = index_folder(&app);
    let all = harms(&folder, &[Harm::Flip, Harm::CutOff, Harm::Remove]);
    assert!(all.len() > 15, "{all:?}");
    for (kind, way) in all {
        harm(&find_file(&folder, &kind), way);
        app = app.restarted().await;
        let meanwhile = answers(&app, &anna).await;
        assert!(meanwhile.iter().all(|(.., is_by_name)| *is_by_name), "until the worker has looked at it");
        assert_eq!(meanwhile[5].1, ["Femke Bakker"], "names are found");
        app.instance
            .ctx()
            .people
            .catch_up()
            .await
            .unwrap_or_else(|error| panic!("{way:?} of {kind}: {error}"));
        assert_eq!(answers(&app, &anna).await, before, "{way:?} of {kind}");
    }
    fs::remove_dir_all(&folder).unwrap();
    let app = app.restarted().await;
    app.instance.ctx().people.catch_up().await.unwrap();
    assert_eq!(answers(&app, &anna).await, before, "the folder was gone");
}

/// Cutting a file off under a running process is another story: reading mapped memory that is no longer there ends the
/// process, and the next start mends it like the others above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_breaks_while_plein_runs_it_mends_itself() {
    let app = used().await;
    let anna = app.member("Anna").await.principal;
    app.instance.ctx().people.catch_up().await.unwrap();
    let before = answers(&app, &anna).await;
    let folder = index_folder(&app);
    let people = &app.instance.ctx().people;
    for (kind, way) in harms(&folder, &[Harm::Flip, Harm::Remove]) {
        harm(&find_file(&folder, &kind), way);
        // Each is answered, be it by name.
        answers(&app, &anna).await;
        let mut steps = 0;
        while !matches!(people.step().await, Ok(false)) {
            steps += 1;
            assert!(steps < 20, "{way:?} of {kind} is not mended");
        }
        assert_eq!(answers(&app, &anna).await, before, "{way:?} of {kind}");
    }
    fs::remove_dir_all(&folder).unwrap();
    while !matches!(people.step().await, Ok(false)) {}
    assert_eq!(answers(&app, &anna).await, before, "the folder was gone");
    // A change after all that is found: the writer works.
    colleague(&app, "Nieuwe Collega", FieldKey::JobTitle, Value::Text("Bijenhouder".into())).await;
    people.catch_up().await.unwrap();
    let query = search::PeopleQuery::new("bijenhouder", search::query::Viewer::Staff);
    assert_eq!(people.search(&SYSTEM, query).await.unwrap().total, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_that_names_are_searched_while_a_broken_index_is_built_anew() {
    let app = used().await;
    let people = &app.instance.ctx().people;
    let mut anna = app.member("Anna").await.browser;
    people.catch_up().await.unwrap();
    anna.get("/people?q=stikstof").await.is(200).hides(BY_NAME).shows("31 collega");
    harm(&find_file(&index_folder(&app), "idx"), Harm::Flip);
    assert!(people.step().await.unwrap(), "the worker sees it");
    anna.get("/people?q=femke").await.is(200).shows(BY_NAME).shows("1 collega gevonden").shows("Bakker");
    anna.language = "en";
    anna.get("/people?q=femke").await.is(200).shows("you search names only");
    anna.language = "nl";
    people.catch_up().await.unwrap();
    anna.get("/people?q=stikstof").await.is(200).hides(BY_NAME).shows("31 collega");
}
