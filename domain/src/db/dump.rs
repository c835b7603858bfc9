//! A whole database out and in again, for backups.
//!
//! SQLite copies itself to a file; PostgreSQL streams its tables in the order they were made, which is also the
//! order in which references allow them to be filled. The texts here name tables and columns from the catalogue.

use std::path::Path;

use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, PgConnection};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::{Db, Engine, EngineKind, MIGRATIONS, sql, sql_from};
use crate::clock::Clock;
use crate::error::{Error, Result};

/// Name of the copy of a SQLite database within a dump.
const SQLITE_FILE: &str = "plein.db";

/// What a dump holds; enough to know whether it can be loaded, and to compare afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub engine: EngineKind,
    /// Number of the newest migration it has seen.
    pub migration: i64,
    pub tables: Vec<Table>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: i64,
}

impl Db {
    /// Writes one consistent state into files in `folder`, while the database is in use.
    pub async fn dump(&self, folder: &Path) -> Result<Picture> {
        let migration: i64 =
            sql("select max(version) from _sqlx_migrations where success").scalar(self).await?;
        let engine = self.kind();
        let tables = match &self.engine {
            Engine::Sqlite { .. } => dump_sqlite(self, folder).await?,
            Engine::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::query("set transaction isolation level repeatable read, read only")
                    .execute(&mut *tx)
                    .await?;
                dump_postgres(&mut tx, folder).await?
            }
        };
        Ok(Picture { engine, migration, tables })
    }

    /// Makes the database of a dump at `url`, which must be empty, and brings it up to date.
    pub async fn load(url: &str, folder: &Path, picture: &Picture, clock: Clock) -> Result<Self> {
        if picture.migration > newest_migration() {
            return Err(Error::internal("this backup was made by a newer Plein: use that one to restore it"));
        }
        if picture.engine == EngineKind::Sqlite {
            place_sqlite(url, folder).await?;
        }
        let db = Self::open(url, 2, clock).await?;
        match (&db.engine, picture.engine) {
            (Engine::Sqlite { .. }, EngineKind::Sqlite) => {}
            (Engine::Postgres(pool), EngineKind::Postgres) => {
                load_postgres(&db, pool, folder, picture).await?
            }
            _ => return Err(Error::internal("this backup was made of the other kind of database")),
        }
        db.migrate().await?;
        Ok(db)
    }

    /// Loads a dump where it touches nothing, gives it to `look`, and removes it again: a file within `folder`, or a
    /// schema of its own beside the tables in use.
    pub async fn try_load<T>(
        url: &str,
        folder: &Path,
        picture: &Picture,
        clock: Clock,
        look: impl AsyncFnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
        match picture.engine {
            EngineKind::Sqlite => {
                let url = format!("sqlite:{}", folder.join("trial.db").display());
                let trial = Self::load(&url, folder, picture, clock).await?;
                let seen = look(&trial).await;
                trial.close().await;
                seen
            }
            EngineKind::Postgres => try_load_postgres(url, folder, picture, clock, look).await,
        }
    }

    /// What the engine itself finds wrong with the stored data; empty when all is well.
    pub async fn find_damage(&self) -> Result<Vec<String>> {
        match self.kind() {
            EngineKind::Sqlite => {
                let found: Vec<String> = sql("pragma integrity_check").column(self).await?;
                let orphans: Vec<String> =
                    sql("select \"table\" from pragma_foreign_key_check").column(self).await?;
                let orphans = orphans.into_iter().map(|table| format!("a row of {table} refers to nothing"));
                Ok(found.into_iter().filter(|line| line != "ok").chain(orphans).collect())
            }
            // PostgreSQL checked each row and reference when it took them in.
            EngineKind::Postgres => Ok(Vec::new()),
        }
    }

    /// How many rows each table has.
    pub async fn count_rows(&self) -> Result<Vec<(String, i64)>> {
        let mut counts = Vec::new();
        for name in list_tables(self).await? {
            let rows = sql_from(format!("select count(*) from {name}")).scalar(self).await?;
            counts.push((name, rows));
        }
        Ok(counts)
    }
}

async fn try_load_postgres<T>(
    url: &str,
    folder: &Path,
    picture: &Picture,
    clock: Clock,
    look: impl AsyncFnOnce(&Db) -> Result<T>,
) -> Result<T> {
    let base = Db::open(url, 2, clock.clone()).await?;
    let Engine::Postgres(pool) = &base.engine else {
        return Err(Error::internal("this backup was made of the other kind of database"));
    };
    let schema = format!("plein_trial_{}", base.now().0);
    sqlx::query(AssertSqlSafe(format!("create schema {schema}"))).execute(pool).await?;
    let joint = if url.contains('?') { '&' } else { '?' };
    let seen =
        match Db::load(&format!("{url}{joint}options[search_path]={schema}"), folder, picture, clock).await {
            Ok(trial) => {
                let seen = look(&trial).await;
                trial.close().await;
                seen
            }
            Err(error) => Err(error),
        };
    sqlx::query(AssertSqlSafe(format!("drop schema {schema} cascade"))).execute(pool).await?;
    base.close().await;
    seen
}

fn newest_migration() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

async fn list_tables(db: &Db) -> Result<Vec<String>> {
    let text = match db.kind() {
        EngineKind::Sqlite => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite%' \
             and name <> '_sqlx_migrations' order by rowid"
        }
        EngineKind::Postgres => POSTGRES_TABLES,
    };
    sql(text).column(db).await
}

const POSTGRES_TABLES: &str = "select c.relname::text from pg_class c \
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' \
     and c.relname <> '_sqlx_migrations' order by c.oid";

async fn dump_sqlite(db: &Db, folder: &Path) -> Result<Vec<Table>> {
    let path = folder.join(SQLITE_FILE);
    db.copy_sqlite_to(&path.display().to_string()).await?;
    // Counted in the copy: the database in use moves on.
    let copy = Db::open(&format!("sqlite:{}", path.display()), 1, db.clock.clone()).await?;
    let counts = copy.count_rows().await?;
    copy.close().await;
    Ok(counts.into_iter().map(|(name, rows)| Table { name, columns: Vec::new(), rows }).collect())
}

async fn place_sqlite(url: &str, folder: &Path) -> Result<()> {
    let Some(file) = url.strip_prefix("sqlite:") else {
        return Err(Error::internal("this backup was made of the other kind of database"));
    };
    let target = Path::new(file.strip_prefix("//").unwrap_or(file));
    if target.exists() {
        return Err(Error::internal(format!("{} exists: move it away first", target.display())));
    }
    let copied = tokio::fs::copy(folder.join(SQLITE_FILE), target).await;
    copied.map_err(|error| Error::internal(format!("could not write {}: {error}", target.display())))?;
    Ok(())
}

async fn dump_postgres(connection: &mut PgConnection, folder: &Path) -> Result<Vec<Table>> {
    let names: Vec<(String,)> = sqlx::query_as(POSTGRES_TABLES).fetch_all(&mut *connection).await?;
    let mut tables = Vec::new();
    for (name,) in names {
        let columns = list_columns(connection, &name).await?;
        let rows = copy_out(connection, &name, &columns, folder).await?;
        tables.push(Table { name, columns, rows });
    }
    Ok(tables)
}

async fn list_columns(connection: &mut PgConnection, table: &str) -> Result<Vec<String>> {
    let text = "select column_name::text from information_schema.columns \
         where table_schema = current_schema() and table_name = $1 order by ordinal_position";
    let rows: Vec<(String,)> = sqlx::query_as(text).bind(table).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// In the text form, which every version reads; a line is a row.
async fn copy_out(
    connection: &mut PgConnection,
    table: &str,
    columns: &[String],
    folder: &Path,
) -> Result<i64> {
    let path = folder.join(format!("{table}.copy"));
    let mut file = File::create(&path).await.map_err(|error| unwritable(&path, &error))?;
    let text = format!("copy {table} ({}) to stdout", columns.join(", "));
    let mut chunks = connection.copy_out_raw(&text).await?;
    let mut rows = 0;
    while let Some(chunk) = chunks.try_next().await? {
        rows += chunk.iter().filter(|byte| **byte == b'\n').count();
        file.write_all(&chunk).await.map_err(|error| unwritable(&path, &error))?;
    }
    file.sync_all().await.map_err(|error| unwritable(&path, &error))?;
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    crate::error::unwritten(format!("could not write {}", path.display()), error)
}

async fn load_postgres(db: &Db, pool: &sqlx::PgPool, folder: &Path, picture: &Picture) -> Result<()> {
    if !list_tables(db).await?.is_empty() {
        return Err(Error::internal("the database is not empty: restore into a new one"));
    }
    let made = MIGRATIONS.run_to(picture.migration, pool).await;
    made.map_err(|error| Error::internal(format!("could not make the tables: {error}")))?;
    let mut tx = pool.begin().await?;
    for table in &picture.tables {
        copy_in(&mut tx, table, folder).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn copy_in(connection: &mut PgConnection, table: &Table, folder: &Path) -> Result<()> {
    let name = &table.name;
    // A migration may have brought rows of its own; the backup has them too.
    sqlx::query(AssertSqlSafe(format!("delete from {name}"))).execute(&mut *connection).await?;
    let path = folder.join(format!("{name}.copy"));
    let file = File::open(&path).await;
    let file =
        file.map_err(|error| Error::internal(format!("could not read {}: {error}", path.display())))?;
    let text = format!("copy {name} ({}) from stdin", table.columns.join(", "));
    let mut copy = connection.copy_in_raw(&text).await?;
    copy.read_from(file).await?;
    let rows = i64::try_from(copy.finish().await?).unwrap_or(i64::MAX);
    if rows == table.rows {
        return Ok(());
    }
    Err(Error::internal(format!("{name} has {rows} rows, the backup promised {}", table.rows)))
}
