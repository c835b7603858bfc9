//! A database that goes away and comes back: what readers, programs and watchers are told, and what goes on by itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request};
use domain::db::sql;
use domain::{Clock, Db, Error};
use plein_tests::app::{TestApp, configure, send};
use plein_tests::databases::{self, Engine};
use plein_tests::until::until;
use server::Instance;
use tokio_util::sync::CancellationToken;

const AWAY_NL: &str = "Plein is er even niet";

/// A server of the story's own, which ends with it.
struct Cluster {
    folder: PathBuf,
    url: String,
    _parent: tempfile::TempDir,
}

impl Cluster {
    fn start() -> Self {
        let parent = tempfile::tempdir().unwrap();
        // The server runs as another user, who must come through.
        std::fs::set_permissions(parent.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
        let folder = parent.path().join("pg");
        let url = Self::script("start", &folder);
        Self { folder, url, _parent: parent }
    }

    fn script(action: &str, folder: &Path) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("postgres.sh");
        // A file takes what it says: the server that it leaves behind would hold a pipe open.
        let said = tempfile::NamedTempFile::new().unwrap();
        let done =
            Command::new(script).arg(action).arg(folder).stdout(said.reopen().unwrap()).status().unwrap();
        assert!(done.success(), "postgres.sh {action}");
        std::fs::read_to_string(said.path()).unwrap().trim().to_owned()
    }

    fn go_away(&self) {
        Self::script("down", &self.folder);
    }

    fn come_back(&self) {
        Self::script("up", &self.folder);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        Self::script("stop", &self.folder);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_server_that_goes_away_is_told_and_waited_for() {
    if !databases::is_available(Engine::Postgres) {
        return;
    }
    let cluster = Cluster::start();
    let folder = tempfile::tempdir().unwrap();
    let post = folder.path().join("post");
    let delivery = format!("file:{}", post.display());
    let home = databases::at(&cluster.url).await;
    let app = TestApp::at(home, &folder.path().join("data"), &[("PLEIN_MAIL__DELIVERY", &delivery)]).await;
    let mut anna = app.member("Anna").await;
    let token = anna.token(&app).await;
    let health = server::health::router(app.instance.ctx().clone(), CancellationToken::new());
    let stop = CancellationToken::new();
    let workers = app.instance.spawn_workers(&stop);
    let form = [("name", "Anna"), ("place", "Zwolle"), ("audience-place", "network")];
    anna.browser.post("/profile/edit", &form).await.is(303);
    anna.browser.post("/profile/consent", &[("scope", "organisation")]).await.is(303);
    until("the index is there", async || app.instance.ctx().people.is_indexed()).await;

    for round in 0..2 {
        cluster.go_away();
        let asked = Instant::now();
        let page = anna.browser.get("/people?q=zwolle").await;
        page.is(503)
            .shows("<html lang=\"nl\"")
            .shows(AWAY_NL)
            .shows("Er is niets verloren")
            .shows("Nummer voor de beheerder");
        assert_eq!(page.header("retry-after"), "60");
        assert!(asked.elapsed() < Duration::from_secs(20), "nobody waits {:?}", asked.elapsed());
        anna.browser.language = "en";
        anna.browser
            .get("/profile")
            .await
            .is(503)
            .shows("Plein is away for a moment")
            .shows("Try again in a minute");
        anna.browser.language = "nl";
        let typed = [("name", "Anna"), ("place", "Deventer"), ("audience-place", "network")];
        anna.browser.post("/profile/edit", &typed).await.is(503).shows("dan wordt het opnieuw verstuurd");
        let bearer = format!("Bearer {token}");
        let program = app
            .browser()
            .ask(Method::GET, "/api/v1/people?q=anna", Body::empty(), &[("authorization", &bearer)])
            .await;
        program.is(503).shows("\"status\":503");
        assert_eq!(program.header("content-type"), "application/problem+json");
        send(&health, Request::get("/readyz").body(Body::empty()).unwrap())
            .await
            .is(503)
            .shows("does not answer");
        send(&health, Request::get("/livez").body(Body::empty()).unwrap()).await.is(200);
        if round == 0 {
            // Long enough for every worker to meet it, and to go on afterwards.
            tokio::time::sleep(Duration::from_secs(3)).await;
        }

        cluster.come_back();
        until("pages come back", async || anna.browser.get("/profile").await.status == 200).await;
        anna.browser.get("/profile").await.shows("Zwolle").hides("Deventer");
        send(&health, Request::get("/readyz").body(Body::empty()).unwrap()).await.is(200);
    }

    let title = [("name", "Anna"), ("job_title", "Bijenhouder"), ("audience-job_title", "network")];
    anna.browser.post("/profile/edit", &title).await.is(303);
    until("the indexer goes on", async || {
        anna.browser.get("/people?q=bijenhouder").await.text.contains("1 collega gevonden")
    })
    .await;
    app.account_with_password("Berend", domain::principal::Role::Member).await;
    app.browser().post("/forgot", &[("email", "berend@utrecht.test")]).await.is(303);
    until("the workers go on", async || std::fs::read_dir(&post).is_ok_and(|files| files.count() > 0)).await;
    stop.cancel();
    workers.drain().await;
}

/// What an operator reads when the organisation does not open.
async fn refusal(database: &str, data: &Path) -> String {
    let config = configure(database, &data.display().to_string(), &[]);
    match Instance::open(config, Clock::System).await {
        Ok(_) => panic!("it opened"),
        Err(error) => error.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn databases_that_do_not_open_say_which_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let nowhere = folder.path().join("nowhere/plein.db");
    let said = refusal(&format!("sqlite:{}", nowhere.display()), &data).await;
    assert!(said.contains("nowhere/plein.db: its folder does not exist"), "{said}");

    let text = folder.path().join("text.db");
    std::fs::write(&text, "a letter to a friend, long enough to be looked at as a database").unwrap();
    let said = refusal(&format!("sqlite:{}", text.display()), &data).await;
    assert!(said.contains("text.db") && said.contains("not a database"), "{said}");

    let said = refusal("postgres://plein:geheim@127.0.0.1:1/plein", &data).await;
    assert!(said.contains("PostgreSQL") && said.contains("refused") && !said.contains("geheim"), "{said}");

    let said = refusal("sqlite:plein.db", &text).await;
    assert!(said.contains("could not create the data folder"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_another_program_holds_is_told_and_waited_for() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut anna = app.member("Anna").await.browser;
    let other = Db::open(&app.home.url, 1, Clock::System).await.unwrap();
    let (held, is_held) = tokio::sync::oneshot::channel();
    let (let_go, may_go) = tokio::sync::oneshot::channel::<()>();
    let holder = tokio::spawn(async move {
        other
            .write(async |tx| {
                sql("update setting set value = value").execute(&mut *tx).await?;
                held.send(()).unwrap();
                may_go.await.map_err(Error::internal)
            })
            .await
    });
    is_held.await.unwrap();
    let form = [("name", "Anna"), ("place", "Zwolle"), ("audience-place", "network")];
    anna.post("/profile/edit", &form).await.is(503).shows(AWAY_NL).shows("wat je net verstuurde nog niet");
    anna.get("/profile").await.is(200).hides("Zwolle");
    let_go.send(()).unwrap();
    holder.await.unwrap().unwrap();
    anna.post("/profile/edit", &form).await.is(303);
    anna.get("/profile").await.is(200).shows("Zwolle");
}
