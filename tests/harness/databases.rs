//! Databases for tests: a fresh one per test and engine, copied from a migrated template.
//!
//! PostgreSQL is used when `PLEIN_TEST_PG` names a cluster (`tests/postgres.sh start DIR` prints one). Without it the
//! PostgreSQL half of each test says loudly that it was skipped, and fails where `CI` is set.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::db::sql;
use domain::{Clock, Db, Timestamp};
use tokio::sync::OnceCell;

/// The engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A migrated, empty database that goes away with this value's folder.
pub struct TestDb {
    pub db: Db,
    pub url: String,
    /// Stands at 1 November 2026, 09:00 UTC, until the test turns it.
    pub clock: Clock,
    _folder: tempfile::TempDir,
}

/// Where every test's clock begins.
pub const START: Timestamp = Timestamp::from_seconds(1_793_523_600);

/// True when this engine can run here; says so loudly otherwise.
pub fn is_available(engine: Engine) -> bool {
    if engine == Engine::Sqlite || std::env::var_os("PLEIN_TEST_PG").is_some() {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "PLEIN_TEST_PG is not set: CI skips no test");
    eprintln!("SKIPPED on PostgreSQL: PLEIN_TEST_PG is not set; run `make test`");
    false
}

/// A fresh database on `engine` with a clock of its own.
pub async fn fresh(engine: Engine) -> TestDb {
    fresh_at(engine, Clock::manual(START)).await
}

/// A fresh database that lives by a clock shared with others.
pub async fn fresh_at(engine: Engine, clock: Clock) -> TestDb {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = match engine {
        Engine::Sqlite => copy_sqlite(&folder).await,
        Engine::Postgres => copy_postgres().await,
    };
    let db = Db::open(&url, 4, clock.clone()).await.expect("the database opens");
    TestDb { db, url, clock, _folder: folder }
}

/// The database at an address of the story's own, made and migrated where it is missing.
pub async fn at(url: &str) -> TestDb {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = Clock::manual(START);
    let db = Db::open(url, 4, clock.clone()).await.expect("the database opens");
    db.migrate().await.expect("the database migrates");
    TestDb { db, url: url.to_owned(), clock, _folder: folder }
}

/// The address of a database in which there is nothing yet.
pub struct EmptyDb {
    pub url: String,
    _folder: tempfile::TempDir,
}

/// Room for a database on `engine`: a file that is not there yet, or a database without tables.
pub async fn empty(engine: Engine) -> EmptyDb {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", folder.path().join("empty.db").display()),
        Engine::Postgres => {
            let name = format!("plein_empty_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            run_on_cluster(format!("create database {name}")).await;
            address_of(&name)
        }
    };
    EmptyDb { url, _folder: folder }
}

static NEXT: AtomicU64 = AtomicU64::new(1);

async fn copy_sqlite(folder: &tempfile::TempDir) -> String {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let bytes = TEMPLATE.get_or_init(make_sqlite_template).await;
    let path = folder.path().join("plein.db");
    std::fs::write(&path, bytes).expect("the template is copied");
    format!("sqlite://{}", path.display())
}

async fn make_sqlite_template() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("template.db");
    let db = Db::open(&format!("sqlite://{}", path.display()), 1, Clock::manual(START)).await.expect("opens");
    db.migrate().await.expect("migrates");
    db.close().await;
    std::fs::read(&path).expect("the template is read")
}

async fn copy_postgres() -> String {
    let template = postgres_template().await;
    let name = format!("plein_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    run_on_cluster(format!("create database {name} template {template}")).await;
    address_of(&name)
}

async fn postgres_template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            let name = format!("plein_template_{}", std::process::id());
            run_on_cluster(format!("create database {name}")).await;
            let db = Db::open(&address_of(&name), 1, Clock::manual(START)).await.expect("the template opens");
            db.migrate().await.expect("the template migrates");
            db.close().await;
            name
        })
        .await
}

async fn run_on_cluster(text: String) {
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    // A template cannot be copied by two at once.
    let _turn = TURN.lock().await;
    let db = Db::open(&cluster(), 1, Clock::manual(START)).await.expect("the cluster answers");
    sql(text.leak()).execute(&db).await.expect("the database is made");
    db.close().await;
}

fn cluster() -> String {
    std::env::var("PLEIN_TEST_PG").expect("PLEIN_TEST_PG")
}

fn address_of(name: &str) -> String {
    let (base, _) =
        cluster().rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("an address");
    format!("{base}/{name}")
}

/// Writes one story as two tests, `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// both_engines! {
///     /// what it proves
///     async fn a_name_is_found(engine) { let home = fresh(engine).await; … }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[doc = $doc:literal])* async fn $name:ident($engine:ident) $body:block)+) => {$(
        $(#[doc = $doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($engine: $crate::databases::Engine) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story($crate::databases::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if $crate::databases::is_available($crate::databases::Engine::Postgres) {
                    story($crate::databases::Engine::Postgres).await;
                }
            }
        }
    )+};
}
