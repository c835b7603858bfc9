//! Searches that somebody keeps. Whoever wants it is told of colleagues they find anew: once for each search, until he looks.
//! What a search finds, only the search knows; it is asked with the rights of its owner, so nobody hears of someone he may
//! not find. [`run`] is when that happens, and what comes of it.

mod run;

pub(crate) use run::wake;
pub use run::{changes, list_due, ran};

use super::check;
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql, sql_from};
use crate::error::{Error, FieldError, Result};
use crate::ids::{PersonId, SavedSearchId};
use crate::notifications;
use crate::principal::Principal;

/// Searches of one person.
pub const COUNT_MAX: i64 = 50;
pub const NAME_CHARS_MAX: usize = 100;
pub const QUERY_BYTES_MAX: usize = 4_000;

/// A search as its owner keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub person_id: PersonId,
    pub name: String,
    /// As it stands in the address of the page.
    pub query: String,
    pub is_told: bool,
    /// It finds more people than it can tell apart from new ones.
    pub is_broad: bool,
    /// Found since he looked last.
    pub news: Vec<PersonId>,
    pub created_at: Timestamp,
    known: Option<Vec<PersonId>>,
    looks: i64,
}

/// What a search found: ids, or more than it can follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    People(Vec<PersonId>),
    TooMany,
}

#[derive(sqlx::FromRow)]
struct Found {
    id: SavedSearchId,
    person_id: PersonId,
    name: String,
    query: String,
    is_told: bool,
    is_broad: bool,
    known: Option<String>,
    news: String,
    looks: i64,
    created_at: Timestamp,
}

const COLUMNS: &str = "id, person_id, name, query, is_told, is_broad, known, news, looks, created_at";

impl Found {
    fn read(self) -> Result<SavedSearch> {
        Ok(SavedSearch {
            id: self.id,
            person_id: self.person_id,
            name: self.name,
            query: self.query,
            is_told: self.is_told,
            is_broad: self.is_broad,
            known: self.known.map(|known| serde_json::from_str(&known)).transpose()?,
            news: serde_json::from_str(&self.news)?,
            looks: self.looks,
            created_at: self.created_at,
        })
    }
}

impl SavedSearch {
    fn key(&self) -> String {
        format!("saved_search:{}", self.id)
    }
}

/// Keeps a search. Whom it finds now is known; `None` when that cannot be said yet, then the first run tells nothing.
pub async fn save(
    tx: &mut Tx,
    principal: &Principal,
    name: &str,
    query: &str,
    found: Option<&Outcome>,
) -> Result<SavedSearchId> {
    let person = principal.require_member()?.person_id;
    let name = check_name(name)?;
    if query.is_empty() || query.len() > QUERY_BYTES_MAX {
        return Err(Error::invalid("query", "error-saved-query"));
    }
    demand_room(tx, person).await?;
    let known = match found {
        Some(Outcome::People(people)) => Some(serde_json::to_string(people)?),
        Some(Outcome::TooMany) | None => None,
    };
    let id: SavedSearchId = tx.new_id();
    sql("insert into saved_search (id, person_id, name, query, is_told, known, news, is_broad, looks, checked_at, created_at) \
         values ($1, $2, $3, $4, $5, $6, '[]', $7, 0, $8, $8)")
    .bind(id)
    .bind(person)
    .bind(name)
    .bind(query)
    .bind(true)
    .bind(known)
    .bind(found == Some(&Outcome::TooMany))
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(id)
}

async fn demand_room(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.lock(&format!("saved_search:{person}")).await?;
    let count: i64 = sql("select count(*) from saved_search where person_id = $1 and removed_at is null")
        .bind(person)
        .scalar(tx)
        .await?;
    if count >= COUNT_MAX { Err(Error::Conflict("error-saved-many")) } else { Ok(()) }
}

fn check_name(name: &str) -> Result<String> {
    let name = check::line(name);
    match name.chars().count() {
        0 => Err(Error::invalid("name", "error-required")),
        count if count > NAME_CHARS_MAX => {
            Err(FieldError::new("name", "error-too-long").with("max", NAME_CHARS_MAX).into())
        }
        _ => Ok(name),
    }
}

/// One's own, by name.
pub async fn list(on: impl Into<On<'_>>, principal: &Principal) -> Result<Vec<SavedSearch>> {
    list_of(on, principal.require_member()?.person_id).await
}

/// Everything that somebody keeps, for the document with what we hold about him too.
pub(super) async fn list_of(on: impl Into<On<'_>>, person: PersonId) -> Result<Vec<SavedSearch>> {
    let text = format!(
        "select {COLUMNS} from saved_search where person_id = $1 and removed_at is null order by name, id"
    );
    let found: Vec<Found> = sql_from(text).bind(person).all(on).await?;
    found.into_iter().map(Found::read).collect()
}

/// One of the caller's own.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, id: SavedSearchId) -> Result<SavedSearch> {
    let person = principal.require_member()?.person_id;
    let text =
        format!("select {COLUMNS} from saved_search where id = $1 and person_id = $2 and removed_at is null");
    let found: Option<Found> = sql_from(text).bind(id).bind(person).optional(on).await?;
    found.ok_or(Error::NotFound)?.read()
}

/// Another name, and whether one wants to be told.
pub async fn edit(
    tx: &mut Tx,
    principal: &Principal,
    id: SavedSearchId,
    name: &str,
    is_told: bool,
) -> Result<()> {
    let name = check_name(name)?;
    let search = find(&mut *tx, principal, id).await?;
    // Whom it found while nobody wanted to know is not news.
    let known = if search.is_told { search.known } else { None };
    let known = known.map(|known| serde_json::to_string(&known)).transpose()?;
    sql("update saved_search set name = $2, is_told = $3, known = $4, is_settled = $5 where id = $1")
        .bind(id)
        .bind(name)
        .bind(is_told)
        .bind(known)
        .bind(false)
        .execute(tx)
        .await?;
    Ok(())
}

/// Goes, and can be put back for a day. What was told of it goes too.
pub async fn remove(tx: &mut Tx, principal: &Principal, id: SavedSearchId) -> Result<()> {
    let search = find(&mut *tx, principal, id).await?;
    sql("update saved_search set removed_at = $2 where id = $1")
        .bind(id)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    notifications::take_back(tx, search.person_id, &search.key()).await
}

/// Puts back what one removed.
pub async fn restore(tx: &mut Tx, principal: &Principal, id: SavedSearchId) -> Result<()> {
    let person = principal.require_member()?.person_id;
    demand_room(tx, person).await?;
    let count = sql("update saved_search set removed_at = null where id = $1 and person_id = $2 and removed_at is not null")
        .bind(id)
        .bind(person)
        .execute(tx)
        .await?;
    if count == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// He has seen what was new.
pub async fn looked(tx: &mut Tx, principal: &Principal, id: SavedSearchId) -> Result<()> {
    let search = find(&mut *tx, principal, id).await?;
    if search.news.is_empty() {
        return Ok(());
    }
    sql("update saved_search set news = '[]', looks = looks + 1 where id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    notifications::mark_key_read(tx, search.person_id, &search.key()).await
}

/// Whoever is no more searches no more.
pub(super) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from saved_search where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}
