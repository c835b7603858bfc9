//! The database: one SQL text on two engines. The only file that opens connections.
//!
//! A statement collects its arguments as [`Arg`]s and hands them to the engine in use. Reads take `&Db` or
//! `&mut Tx`; changes take `&mut Tx` and live inside [`Db::write`]. Within `write` await nothing but `tx`: on SQLite
//! there is one writer, and a second write through `&db` would wait for the first for ever.

mod dump;
mod order;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgArguments, PgPool, PgPoolOptions, PgRow, Postgres};
use sqlx::sqlite::{
    Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, Connection, FromRow, PgConnection, SqliteConnection};
use uuid::Uuid;

use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::ids::Id;

pub use dump::{Picture, Table};

/// The migrations, one text for both engines, inside the binary.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// A database of either engine. Cloning shares the pools.
#[derive(Debug, Clone)]
pub struct Db {
    engine: Engine,
    clock: Clock,
    statements: Arc<AtomicU64>,
    node: Arc<str>,
}

#[derive(Debug, Clone)]
enum Engine {
    /// One writer with a fair queue, many readers.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Which engine serves; only for the few functions that keep two texts side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    Sqlite,
    Postgres,
}

/// A transaction: everything in it happens, or nothing.
pub struct Tx {
    inner: Inner,
    now: Timestamp,
    statements: Arc<AtomicU64>,
    node: Arc<str>,
    counters: order::Taken,
    /// What is written as it ends: its counters are locked until the commit, and nearly every change takes them.
    late: Late,
}

#[derive(Default)]
struct Late {
    is_vocabulary_changed: bool,
    /// In JSON.
    events: Vec<String>,
}

enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Db {
    /// Opens `sqlite:///path/to/plein.db` (made when missing) or `postgres://…`; `readers` bounds the connections.
    pub async fn open(url: &str, readers: u32, clock: Clock) -> Result<Self> {
        let engine = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => open_sqlite(url, readers).await?,
            Some("postgres" | "postgresql") => open_postgres(url, readers).await?,
            _ => return Err(Error::Internal(format!("`{url}` is neither sqlite: nor postgres:"))),
        };
        Ok(Self { engine, clock, statements: Arc::default(), node: Arc::from("") })
    }

    /// The same database in the hands of a node with a name, under which it leases work.
    #[must_use]
    pub fn as_node(self, name: &str) -> Self {
        Self { node: Arc::from(name), ..self }
    }

    /// Brings the schema up to date. Safe to call at every start and on several nodes at once.
    pub async fn migrate(&self) -> Result<()> {
        let done = match &self.engine {
            Engine::Sqlite { writer, .. } => MIGRATIONS.run(writer).await,
            Engine::Postgres(pool) => MIGRATIONS.run(pool).await,
        };
        done.map_err(|error| Error::internal(format!("could not bring the schema up to date: {error}")))
    }

    /// How many migrations this binary knows that the database has not seen; an error when there is no schema at all.
    pub async fn pending_migrations(&self) -> Result<i64> {
        let done: i64 = sql("select count(*) from _sqlx_migrations where success").scalar(self).await?;
        Ok(i64::try_from(MIGRATIONS.iter().count()).unwrap_or(i64::MAX) - done)
    }

    /// Runs `work` in one transaction: commits on Ok, rolls back on Err and on cancellation.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let mut tx = self.begin().await?;
        let value = work(&mut tx).await?;
        tx.write_late().await?;
        tx.commit().await?;
        Ok(value)
    }

    async fn begin(&self) -> Result<Tx> {
        let inner = match &self.engine {
            Engine::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("begin immediate").await?),
            Engine::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        let (statements, node) = (Arc::clone(&self.statements), Arc::clone(&self.node));
        Ok(Tx {
            inner,
            now: self.clock.now(),
            statements,
            node,
            counters: order::Taken::default(),
            late: Late::default(),
        })
    }

    /// The engine in use.
    pub fn kind(&self) -> EngineKind {
        match self.engine {
            Engine::Sqlite { .. } => EngineKind::Sqlite,
            Engine::Postgres(_) => EngineKind::Postgres,
        }
    }

    /// The clock that everything in this database lives by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What a database server's own clock says; `None` for SQLite, which lives by ours.
    pub async fn server_now(&self) -> Result<Option<Timestamp>> {
        match self.kind() {
            EngineKind::Sqlite => Ok(None),
            EngineKind::Postgres => {
                let text = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";
                sql(text).scalar(self).await.map(Some)
            }
        }
    }

    /// Statements sent so far; tests take the difference to find pages that ask once per row.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections; a last checkpoint on SQLite.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }

    /// Writes a consistent copy of a SQLite database to `path` while it is in use. Refused on PostgreSQL; see [`Db::dump`].
    pub async fn copy_sqlite_to(&self, path: &str) -> Result<()> {
        let Engine::Sqlite { writer, .. } = &self.engine else {
            return Err(Error::Internal("only SQLite copies itself to a file".into()));
        };
        // A connection of its own: the readers may not, and the writer must not be held that long.
        let mut connection = SqliteConnection::connect_with(&writer.connect_options()).await?;
        sqlx::query("vacuum into $1").bind(path).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}

/// Negative: in thousands of bytes. Pages that a writer has no room for go to the log early; what readers read over and over the
/// system keeps in its own memory, for all of them once.
const WRITER_CACHE: &str = "-16000";
const READER_CACHE: &str = "-4000";

/// A file does not hang up: to ask a connection whether it is still there costs as much as a small statement, before each of them.
/// One whose thread broke off is found out when it comes back.
const IS_TESTED: bool = false;

async fn open_sqlite(url: &str, readers: u32) -> Result<Engine> {
    let options = SqliteConnectOptions::from_str(url)?
        .journal_mode(SqliteJournalMode::Wal)
        // `normal` can lose an accepted activity at power loss.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("temp_store", "memory");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(IS_TESTED)
        // When the disk is full SQLite rolls back by itself, and the library believes for ever that it is still within a
        // transaction: such a connection makes room for a new one.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(options.clone().create_if_missing(true).pragma("cache_size", WRITER_CACHE))
        .await
        .map_err(|error| unopened(&options, error))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(readers.max(1))
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(IS_TESTED)
        .connect_lazy_with(options.pragma("query_only", "on").pragma("cache_size", READER_CACHE));
    Ok(Engine::Sqlite { writer, readers })
}

/// What an operator can do about a file that does not open.
fn unopened(options: &SqliteConnectOptions, error: sqlx::Error) -> Error {
    let file = options.get_filename();
    let is_folder_there = file.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
    let why = match error.as_database_error().and_then(|refused| refused.code()).as_deref() {
        Some("5" | "261" | "517") => "another program has locked it; end that first".to_owned(),
        Some("8" | "264" | "520" | "776" | "1032" | "1288" | "1544") => {
            "it may only be read; give file and folder to the user that runs Plein".to_owned()
        }
        Some("14") if !is_folder_there => "its folder does not exist".to_owned(),
        Some("14") => {
            "may the user that runs Plein write in its folder, and is its disk mounted to be written?"
                .to_owned()
        }
        Some("26") => "the file is not a database of SQLite".to_owned(),
        _ => error.to_string(),
    };
    let text = format!("could not open the database {}: {why}", file.display());
    match Error::from(error) {
        Error::Full(_) => Error::Full(text),
        Error::Unavailable(_) => Error::Unavailable(text),
        _ => Error::Internal(text),
    }
}

async fn open_postgres(url: &str, connections: u32) -> Result<Engine> {
    let pool = PgPoolOptions::new()
        .max_connections(connections.max(2))
        // Long enough for a server that restarts; after that a reader is told rather than kept.
        .acquire_timeout(Duration::from_secs(5))
        .connect(url)
        .await;
    match pool {
        Ok(pool) => Ok(Engine::Postgres(pool)),
        Err(error) => Err(Error::Unavailable(format!(
            "could not open the database on PostgreSQL: {}",
            cause(url, error).await
        ))),
    }
}

/// The pool only says that it waited in vain; a connection of one's own says for what.
async fn cause(url: &str, error: sqlx::Error) -> sqlx::Error {
    if !matches!(error, sqlx::Error::PoolTimedOut) {
        return error;
    }
    match tokio::time::timeout(Duration::from_secs(5), PgConnection::connect(url)).await {
        Ok(Err(cause)) => cause,
        _ => error,
    }
}

impl Tx {
    /// The instant at which this transaction began; everything it writes carries it.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The name of the node that writes; empty for one without.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Keeps an event for the end of the transaction; see [`crate::outbox`].
    pub(crate) fn say_at_end(&mut self, event: String) {
        self.late.events.push(event);
    }

    /// Keeps for the end that every document of the index changed; see [`crate::index_feed`].
    pub(crate) fn count_vocabulary_at_end(&mut self) {
        self.late.is_vocabulary_changed = true;
    }

    async fn write_late(&mut self) -> Result<()> {
        let late = std::mem::take(&mut self.late);
        if late.is_vocabulary_changed {
            next_seq(self, "vocabulary").await?;
        }
        crate::outbox::write_down(self, late.events).await
    }

    /// A new id of the wanted kind.
    pub fn new_id<T: Id>(&self) -> T {
        T::new_at(self.now)
    }

    /// The engine in use.
    pub fn kind(&self) -> EngineKind {
        match self.inner {
            Inner::Sqlite(_) => EngineKind::Sqlite,
            Inner::Postgres(_) => EngineKind::Postgres,
        }
    }

    /// Lets one transaction at a time past, for whoever checks and then writes. SQLite has one writer anyway.
    pub async fn lock(&mut self, key: &str) -> Result<()> {
        if self.kind() == EngineKind::Postgres {
            sql("select pg_advisory_xact_lock(hashtextextended($1, 0))").bind(key).execute(self).await?;
        }
        Ok(())
    }

    async fn commit(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Where a statement runs: on a pool, or within a transaction.
pub enum On<'a> {
    Db(&'a Db),
    Tx(&'a mut Tx),
}

impl<'a> From<&'a Db> for On<'a> {
    fn from(db: &'a Db) -> Self {
        Self::Db(db)
    }
}

impl<'a> From<&'a mut Tx> for On<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        Self::Tx(tx)
    }
}

impl On<'_> {
    /// The present instant of the pool, or that of the transaction.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::Db(db) => db.now(),
            Self::Tx(tx) => tx.now(),
        }
    }

    fn kind(&self) -> EngineKind {
        match self {
            Self::Db(db) => db.kind(),
            Self::Tx(tx) => tx.kind(),
        }
    }

    /// The same place again, for a function that sends more than one statement.
    pub fn again(&mut self) -> On<'_> {
        match self {
            Self::Db(db) => On::Db(db),
            Self::Tx(tx) => On::Tx(tx),
        }
    }
}

/// One argument, in a form that both engines store alike.
#[derive(Debug, Clone)]
pub enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
    Bool(Option<bool>),
    Bytes(Option<Vec<u8>>),
    Uuid(Option<Uuid>),
}

macro_rules! args {
    ($($from:ty => $kind:ident($convert:expr)),+ $(,)?) => {$(
        impl From<$from> for Arg {
            fn from(value: $from) -> Self { Self::$kind(Some($convert(value))) }
        }
        impl From<Option<$from>> for Arg {
            fn from(value: Option<$from>) -> Self { Self::$kind(value.map($convert)) }
        }
    )+};
}

// PostgreSQL cannot hold the character NUL in a text; no text of ours needs it, so it goes on both engines.
args! {
    &str => Text(|text: &str| text.replace('\0', "")),
    String => Text(|text: String| text.replace('\0', "")),
    &String => Text(|text: &String| text.replace('\0', "")),
    i64 => Int(std::convert::identity),
    i32 => Int(i64::from),
    u32 => Int(i64::from),
    Timestamp => Int(|at: Timestamp| at.0),
    bool => Bool(std::convert::identity),
    Vec<u8> => Bytes(std::convert::identity),
    &[u8] => Bytes(<[u8]>::to_vec),
    Uuid => Uuid(std::convert::identity),
}

/// A row type that both engines can fill; `#[derive(sqlx::FromRow)]` gives it.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A statement on its way: text with `$1` placeholders and the arguments bound so far.
pub struct Statement {
    text: std::borrow::Cow<'static, str>,
    args: Vec<Arg>,
}

/// Begins a statement from a text of our own source.
pub fn sql(text: &'static str) -> Statement {
    Statement { text: text.into(), args: Vec::new() }
}

/// Begins a statement from parts that stand in our own source; never from input.
pub(crate) fn sql_from(text: String) -> Statement {
    Statement { text: text.into(), args: Vec::new() }
}

impl Statement {
    /// Binds the next placeholder.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Arg>) -> Self {
        self.args.push(value.into());
        self
    }

    /// Replaces the single `(..)` in the text by one placeholder per value, numbered on; `(null)` for none.
    #[must_use]
    pub fn bind_list(mut self, values: impl IntoIterator<Item = impl Into<Arg>>) -> Self {
        let first = self.args.len() + 1;
        self.args.extend(values.into_iter().map(Into::into));
        let marks: Vec<String> = (first..=self.args.len()).map(|n| format!("${n}")).collect();
        let list = if marks.is_empty() { "(null)".to_owned() } else { format!("({})", marks.join(", ")) };
        self.text = self.text.replacen("(..)", &list, 1).into();
        self
    }

    /// All rows.
    pub async fn all<T: Row>(self, on: impl Into<On<'_>>) -> Result<Vec<T>> {
        match self.prepare(on.into()) {
            Ready::SqlitePool(pool, text, args) => {
                Ok(sqlx::query_as_with::<Sqlite, T, _>(text, args).fetch_all(pool).await?)
            }
            Ready::SqliteTx(tx, text, args) => {
                Ok(sqlx::query_as_with::<Sqlite, T, _>(text, args).fetch_all(&mut **tx).await?)
            }
            Ready::PostgresPool(pool, text, args) => {
                Ok(sqlx::query_as_with::<Postgres, T, _>(text, args).fetch_all(pool).await?)
            }
            Ready::PostgresTx(tx, text, args) => {
                Ok(sqlx::query_as_with::<Postgres, T, _>(text, args).fetch_all(&mut **tx).await?)
            }
        }
    }

    /// The first row, if there is one.
    pub async fn optional<T: Row>(self, on: impl Into<On<'_>>) -> Result<Option<T>> {
        match self.prepare(on.into()) {
            Ready::SqlitePool(pool, text, args) => {
                Ok(sqlx::query_as_with::<Sqlite, T, _>(text, args).fetch_optional(pool).await?)
            }
            Ready::SqliteTx(tx, text, args) => {
                Ok(sqlx::query_as_with::<Sqlite, T, _>(text, args).fetch_optional(&mut **tx).await?)
            }
            Ready::PostgresPool(pool, text, args) => {
                Ok(sqlx::query_as_with::<Postgres, T, _>(text, args).fetch_optional(pool).await?)
            }
            Ready::PostgresTx(tx, text, args) => {
                Ok(sqlx::query_as_with::<Postgres, T, _>(text, args).fetch_optional(&mut **tx).await?)
            }
        }
    }

    /// The one row; `NotFound` when there is none.
    pub async fn one<T: Row>(self, on: impl Into<On<'_>>) -> Result<T> {
        self.optional(on).await?.ok_or(Error::NotFound)
    }

    /// The first column of the one row; `NotFound` when there is none.
    pub async fn scalar<T>(self, on: impl Into<On<'_>>) -> Result<T>
    where
        (T,): Row,
    {
        Ok(self.one::<(T,)>(on).await?.0)
    }

    /// The first column of every row.
    pub async fn column<T>(self, on: impl Into<On<'_>>) -> Result<Vec<T>>
    where
        (T,): Row,
    {
        Ok(self.all::<(T,)>(on).await?.into_iter().map(|(value,)| value).collect())
    }

    /// How many rows it touched.
    pub async fn execute(self, on: impl Into<On<'_>>) -> Result<u64> {
        Ok(match self.prepare(on.into()) {
            Ready::SqlitePool(pool, text, args) => {
                sqlx::query_with::<Sqlite, _>(text, args).execute(pool).await?.rows_affected()
            }
            Ready::SqliteTx(tx, text, args) => {
                sqlx::query_with::<Sqlite, _>(text, args).execute(&mut **tx).await?.rows_affected()
            }
            Ready::PostgresPool(pool, text, args) => {
                sqlx::query_with::<Postgres, _>(text, args).execute(pool).await?.rows_affected()
            }
            Ready::PostgresTx(tx, text, args) => {
                sqlx::query_with::<Postgres, _>(text, args).execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    fn prepare(self, on: On<'_>) -> Ready<'_> {
        let text = match on.kind() {
            EngineKind::Sqlite => anonymous(&self.text, self.args.len()),
            EngineKind::Postgres => None,
        };
        let text = AssertSqlSafe(text.unwrap_or_else(|| self.text.into_owned()));
        match on {
            On::Db(db) => {
                db.statements.fetch_add(1, Ordering::Relaxed);
                match &db.engine {
                    Engine::Sqlite { readers, .. } => {
                        Ready::SqlitePool(readers, text, sqlite_args(self.args))
                    }
                    Engine::Postgres(pool) => Ready::PostgresPool(pool, text, postgres_args(self.args)),
                }
            }
            On::Tx(tx) => {
                tx.statements.fetch_add(1, Ordering::Relaxed);
                match &mut tx.inner {
                    Inner::Sqlite(inner) => Ready::SqliteTx(inner, text, sqlite_args(self.args)),
                    Inner::Postgres(inner) => Ready::PostgresTx(inner, text, postgres_args(self.args)),
                }
            }
        }
    }
}

/// From here on numbered placeholders cost more than they are worth.
const NUMBERED_MAX: usize = 64;

/// SQLite finds a numbered placeholder by going through all of them, so that a page of people would cost millions of
/// steps. Where each stands once and in order, `?` says the same. `None` where they do not, or are few.
fn anonymous(text: &str, count: usize) -> Option<String> {
    if count <= NUMBERED_MAX {
        return None;
    }
    let mut parts = text.split('$');
    let mut plain = String::with_capacity(text.len());
    plain.push_str(parts.next()?);
    let mut seen = 0;
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        seen += 1;
        if part[..digits].parse() != Ok(seen) {
            return None;
        }
        plain.push('?');
        plain.push_str(&part[digits..]);
    }
    (seen == count).then_some(plain)
}

type Text = AssertSqlSafe<String>;
type Bound<A> = std::result::Result<A, sqlx::error::BoxDynError>;

/// A statement with its arguments in the buffer of the engine that will run it.
enum Ready<'a> {
    SqlitePool(&'a SqlitePool, Text, SqliteArguments),
    SqliteTx(&'a mut sqlx::Transaction<'static, Sqlite>, Text, SqliteArguments),
    PostgresPool(&'a PgPool, Text, PgArguments),
    PostgresTx(&'a mut sqlx::Transaction<'static, Postgres>, Text, PgArguments),
}

fn sqlite_args(args: Vec<Arg>) -> SqliteArguments {
    let mut buffer = SqliteArguments::default();
    for arg in args {
        // Encoding these five plain types cannot fail; a failure would show as a missing parameter.
        let _: Bound<()> = match arg {
            Arg::Text(value) => buffer.add(value),
            Arg::Int(value) => buffer.add(value),
            Arg::Bool(value) => buffer.add(value),
            Arg::Bytes(value) => buffer.add(value),
            Arg::Uuid(value) => buffer.add(value),
        };
    }
    buffer
}

fn postgres_args(args: Vec<Arg>) -> PgArguments {
    let mut buffer = PgArguments::default();
    for arg in args {
        let _: Bound<()> = match arg {
            Arg::Text(value) => buffer.add(value),
            Arg::Int(value) => buffer.add(value),
            Arg::Bool(value) => buffer.add(value),
            Arg::Bytes(value) => buffer.add(value),
            Arg::Uuid(value) => buffer.add(value),
        };
    }
    buffer
}

/// The next number of a stream that others read in order (change feed, index queue). The counter's row stays locked
/// until commit, so n+1 is never visible before n; take it as late as possible in the transaction.
pub async fn next_seq(tx: &mut Tx, stream: &str) -> Result<i64> {
    tx.counters.take(stream);
    sql("insert into counter (stream, value) values ($1, 1) \
         on conflict (stream) do update set value = counter.value + 1 returning value")
    .bind(stream)
    .scalar(tx)
    .await
}

/// Lets text enums be bound: `text_arg!(Role)` for enums whose serde name is what the column holds.
macro_rules! text_arg {
    ($($name:ty),+) => {$(
        impl From<$name> for $crate::db::Arg {
            fn from(value: $name) -> Self { Self::Text(Some($crate::db::enum_text(&value))) }
        }
    )+};
}
pub(crate) use text_arg;

/// The serde name of a unit variant, which is also its sqlx name.
pub(crate) fn enum_text(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_placeholders_in_order_need_no_numbers() {
        let marks = |numbers: std::ops::RangeInclusive<usize>| {
            numbers.map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
        };
        let list = |numbers| format!("select '?' from t where id in ({})", marks(numbers));
        let plain = anonymous(&list(1..=100), 100).unwrap();
        assert_eq!(plain, format!("select '?' from t where id in ({})", vec!["?"; 100].join(", ")));
        assert_eq!(anonymous(&list(1..=64), 64), None, "few");
        assert_eq!(anonymous(&list(1..=100), 101), None, "one is not there");
        assert_eq!(anonymous(&format!("{} or $1", list(1..=100)), 100), None, "one stands twice");
        assert_eq!(anonymous(&list(2..=101), 101), None, "out of order");
    }
}
