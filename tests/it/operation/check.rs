use std::os::unix::fs::PermissionsExt;

use domain::Clock;
use domain::db::sql;
use domain::jobs::{self, ATTEMPTS_MAX, Claimed, Job};
use domain::people::Scope;
use plein_tests::app::{TestApp, configure};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::network::Fault;
use plein_tests::site::{World, settle};
use server::check::{Finding, Health, examine};
use server::config::Config;

async fn look(app: &TestApp) -> Vec<Finding> {
    examine(&app.instance.ctx().config, app.clock()).await
}

/// The findings about one thing, as an operator reads them.
fn about<'a>(findings: &'a [Finding], thing: &str) -> Vec<(Health, &'a str, &'a str)> {
    let of_thing = findings.iter().filter(|finding| finding.about == thing);
    of_thing.map(|finding| (finding.health, finding.says.as_str(), finding.mend.as_str())).collect()
}

#[track_caller]
fn is_wrong(findings: &[Finding], thing: &str, says: &str, mend: &str) {
    let found = about(findings, thing);
    let matches = |(health, said, mended): &(Health, &str, &str)| {
        *health == Health::Wrong && said.contains(says) && mended.contains(mend)
    };
    assert!(found.iter().any(matches), "{found:?}");
}

both_engines! {
    async fn a_healthy_organisation_has_nothing_to_mend_but_its_name(engine) {
        let app = TestApp::start(engine).await;
        let findings = look(&app).await;
        for thing in ["settings", "data folder", "disk", "database", "audit", "jobs", "messages", "organisations"] {
            let found = about(&findings, thing);
            assert!(!found.is_empty(), "nothing about {thing}");
            assert!(found.iter().all(|(health, ..)| *health != Health::Wrong), "{found:?}");
        }
        // No name server knows utrecht.test.
        is_wrong(&findings, "address", "https://utrecht.test does not answer", "DNS");
    }

    async fn work_that_was_given_up_is_told_with_its_reason(engine) {
        let app = TestApp::start(engine).await;
        app.db().write(async |tx| jobs::enqueue(tx, &Job::NudgePeers).await).await.unwrap();
        let id = sql("select id from job where kind = 'nudge_peers'").scalar(app.db()).await.unwrap();
        let last = Claimed { id, job: Job::NudgePeers, attempts: ATTEMPTS_MAX };
        jobs::fail(app.db(), &last, "the disk was full").await.unwrap();
        is_wrong(&look(&app).await, "jobs", "nudge_peers: the disk was full", "log");
    }

    async fn a_changed_audit_is_told_by_its_row(engine) {
        let app = TestApp::start(engine).await;
        let change = "update audit set subject = 'person:other' where seq = 1";
        app.db().write(async |tx| sql(change).execute(tx).await).await.unwrap();
        is_wrong(&look(&app).await, "audit", "row 1", "backup");
    }

    async fn tables_of_another_version_are_told(engine) {
        let app = TestApp::start(engine).await;
        let forget = "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)";
        app.db().write(async |tx| sql(forget).execute(tx).await).await.unwrap();
        is_wrong(&look(&app).await, "database", "1 changes of the tables wait", "plein migrate");
    }
}

/// The whole look at the index, as one line.
async fn index_says(app: &TestApp) -> (Health, String, String) {
    let findings = look(app).await;
    let found = findings.iter().find(|finding| finding.about == "index").expect("about the index");
    (found.health, found.says.clone(), found.mend.clone())
}

#[tokio::test]
async fn an_index_is_looked_at_whole() {
    let app = TestApp::start(Engine::Sqlite).await;
    let people = &app.instance.ctx().people;
    let (health, says, mend) = index_says(&app).await;
    assert!(
        health == Health::Note && says.contains("none yet") && mend.contains("start Plein"),
        "{says}: {mend}"
    );
    let mut anna = app.member("Anna").await.browser;
    anna.post("/profile/consent", &[("scope", "organisation")]).await.is(303);
    people.catch_up().await.unwrap();
    let (health, says, _) = index_says(&app).await;
    assert!(health == Health::Good && says.contains("up to date"), "{says}");
    app.member("Berend").await;
    let (health, says, mend) = index_says(&app).await;
    assert!(
        health == Health::Note && says.contains("changes wait") && mend.contains("log"),
        "{says}: {mend}"
    );
    people.catch_up().await.unwrap();
    let before = "update counter set value = value + 1 where stream = 'vocabulary'";
    app.db().write(async |tx| sql(before).execute(tx).await).await.unwrap();
    assert!(index_says(&app).await.1.contains("subjects or filters changed"));
    people.catch_up().await.unwrap();

    let folder = app.instance.ctx().config.data.dir.join("index/people");
    let current = std::fs::read_to_string(folder.join("current")).unwrap();
    std::fs::write(folder.join("current"), current.replace(' ', " 0.")).unwrap();
    assert!(index_says(&app).await.1.contains("another version"));
    std::fs::write(folder.join("current"), &current).unwrap();
    let build = folder.join(current.split(' ').next().unwrap());
    let file = std::fs::read_dir(build).unwrap().map(|entry| entry.unwrap().path());
    let file = file.into_iter().find(|path| path.extension().is_some_and(|end| end == "idx")).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[0] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let (health, says, mend) = index_says(&app).await;
    assert!(
        health == Health::Wrong && says.contains("damaged") && mend.contains("Nothing is lost"),
        "{says}: {mend}"
    );
}

both_engines! {
    async fn a_peer_that_is_down_is_told_in_words_with_the_next_try(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        world.network.set("beta.test", "alpha.test", Fault::Cut);
        beta.person("Anne Smit", Scope::Network).await;
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(10);
        settle(&[&alpha, &beta]).await;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        let config = configure(&beta.home.url, &data, &[("PLEIN_INSTANCE__HOST", "beta.test")]);
        let findings = examine(&config, &world.clock).await;
        let (health, says, mend) = about(&findings, "organisations")[0];
        assert_eq!(health, Health::Note);
        assert!(says.starts_with("alpha.test: No connection could be made."), "{says}");
        assert!(mend.contains("next at 2026-11-01T"), "{mend}");
    }
}

#[tokio::test]
async fn a_name_that_is_not_the_databases_is_told() {
    let app = TestApp::start(Engine::Sqlite).await;
    let data = app.instance.ctx().config.data.dir.display().to_string();
    let moved = configure(&app.home.url, &data, &[("PLEIN_INSTANCE__HOST", "zeist.test")]);
    let findings = examine(&moved, app.clock()).await;
    is_wrong(
        &findings,
        "settings",
        "belongs to utrecht.test, but instance.host is zeist.test",
        "set instance.host back",
    );
}

fn config(database: &str, data: &std::path::Path) -> Config {
    configure(database, &data.display().to_string(), &[])
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_is_told() {
    let app = TestApp::with(Engine::Sqlite, &[("PLEIN_MAIL__DELIVERY", "smtp://127.0.0.1:1")]).await;
    is_wrong(&look(&app).await, "mail", "onnection", "mail.delivery");
}

#[tokio::test]
async fn a_folder_that_others_can_read_is_told() {
    let app = TestApp::start(Engine::Sqlite).await;
    let dir = &app.instance.ctx().config.data.dir;
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o755)).unwrap();
    is_wrong(&look(&app).await, "data folder", "others on this machine can look", "chmod 700");
}

#[tokio::test]
async fn databases_that_are_not_there_or_not_ours_are_told_without_making_anything() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plein.db");
    let url = format!("sqlite:{}", file.display());
    let findings = examine(&config(&url, folder.path()), &Clock::System).await;
    assert_eq!(about(&findings, "database")[0].1, "it is not there yet");
    assert!(!file.exists());

    std::fs::write(&file, "no database at all, but long enough to be looked at as one").unwrap();
    let findings = examine(&config(&url, folder.path()), &Clock::System).await;
    is_wrong(&findings, "database", "file is not a database", "database.url");

    let nobody = "postgres://plein@127.0.0.1:1/plein";
    let findings = examine(&config(nobody, folder.path()), &Clock::System).await;
    is_wrong(&findings, "database", "", "is it running");
}

#[tokio::test]
async fn a_new_server_has_nothing_wrong_but_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let findings = examine(&config("sqlite:plein.db", &data), &Clock::System).await;
    let wrong: Vec<_> = findings.iter().filter(|finding| finding.health == Health::Wrong).collect();
    assert!(wrong.iter().all(|finding| finding.about == "address"), "{wrong:?}");
    assert!(about(&findings, "data folder")[0].1.contains("not there yet") && !data.exists());
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data");
    std::fs::write(&file, "").unwrap();
    let findings = examine(&config("sqlite:plein.db", &file), &Clock::System).await;
    is_wrong(&findings, "data folder", "cannot write in", "make the folder");
}
