//! Lists of items: newest activity first, with a cursor. Each is a bounded walk along an index, however many items there are.

use super::queries::{self, ITEM};
use super::seen::{JOINS, bind_asker, sees};
use super::{Item, Kind};
use crate::clock::Timestamp;
use crate::db::{Arg, Db, Statement, sql, sql_from};
use crate::error::Result;
use crate::ids::{GroupId, ItemId, PersonId};
use crate::principal::Principal;

/// Of what a list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    Group(GroupId),
    /// What a person published, newest first.
    Person(PersonId),
    /// The groups and subjects of whoever asks.
    Mine,
    /// A subject, by its address, newest first.
    Subject(String),
    /// What he keeps for himself.
    Bookmarks,
    /// What he began and did not publish yet.
    Drafts,
}

/// The last item of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: Timestamp,
    pub id: ItemId,
}

impl Cursor {
    /// As it stands in addresses: `1764206100000000-0192…`.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('-')?;
        Some(Self { at: Timestamp(at.parse().ok()?), id: id.parse().ok()? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.0, self.id)
    }
}

/// Groups whose newest items are merged on a start page; the rest is a click away.
pub const GROUPS_MERGED_MAX: usize = 200;

/// The items of `scope` that `principal` may see, of one kind or all, after `after`, at most `limit`.
pub async fn list(
    db: &Db,
    principal: &Principal,
    scope: &Scope,
    kind: Option<Kind>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Item>> {
    match scope {
        Scope::Group(id) => {
            walk(db, principal, "active_at", "item.group_id = $5", Some((*id).into()), kind, after, limit)
                .await
        }
        Scope::Person(id) => {
            let condition = "item.author_id = $5 and item.published_at is not null";
            walk(db, principal, "created_at", condition, Some((*id).into()), kind, after, limit).await
        }
        Scope::Mine => list_mine(db, principal, kind, after, limit).await,
        Scope::Subject(uri) => {
            let condition = "item.id in (select item_id from item_subject where uri = $5)";
            walk(db, principal, "active_at", condition, Some(uri.into()), kind, after, limit).await
        }
        Scope::Bookmarks => {
            let condition = "item.id in (select item_id from bookmark where person_id = $1)";
            walk(db, principal, "active_at", condition, None, kind, after, limit).await
        }
        Scope::Drafts => {
            let condition = "item.author_id = $1 and item.published_at is null";
            walk(db, principal, "created_at", condition, None, kind, after, limit).await
        }
    }
}

/// How a page begins and how its rows are ordered. Takes `$3` and `$4` (the cursor).
fn order_of(column: &str) -> (String, String) {
    (
        format!("(item.{column} < $3 or (item.{column} = $3 and item.id < $4))"),
        format!("item.{column} desc, item.id desc"),
    )
}

fn bind_cursor(statement: Statement, after: Option<Cursor>) -> Statement {
    let last = ItemId(uuid::Uuid::max());
    let (at, id) = after.map_or((Timestamp(i64::MAX), last), |cursor| (cursor.at, cursor.id));
    statement.bind(at).bind(id)
}

#[allow(clippy::too_many_arguments)] // private, and each says what it is
async fn walk(
    db: &Db,
    principal: &Principal,
    column: &str,
    condition: &str,
    value: Option<Arg>,
    kind: Option<Kind>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Item>> {
    let (page, order) = order_of(column);
    let of_kind = kind_condition(kind);
    let is_out = if column == "active_at" { "and item.published_at is not null" } else { "" };
    let text = format!(
        "{ITEM} {JOINS} where {condition} {is_out} {of_kind} and {page} and {} order by {order} limit ${}",
        sees(principal),
        if value.is_some() { 6 } else { 5 }
    );
    let statement = bind_cursor(bind_asker(sql_from(text), principal), after);
    let found: Vec<queries::Found> =
        value.into_iter().fold(statement, Statement::bind).bind(limit).all(db).await?;
    found.into_iter().map(queries::Found::into_item).collect()
}

/// Words of our own, so they may stand in the text.
fn kind_condition(kind: Option<Kind>) -> String {
    kind.map(|kind| format!("and item.kind = '{}'", kind.as_str())).unwrap_or_default()
}

/// The newest of each group are found along its own index and merged, so that thirty groups cost thirty short walks.
async fn list_mine(
    db: &Db,
    principal: &Principal,
    kind: Option<Kind>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Item>> {
    let Some(person) = principal.acting_person() else { return Ok(Vec::new()) };
    let groups: Vec<GroupId> =
        sql("select membership.group_id from membership where person_id = $1 and state = 'active' \
         order by since desc limit $2")
        .bind(person)
        .bind(i64::try_from(GROUPS_MERGED_MAX).unwrap_or(i64::MAX))
        .column(db)
        .await?;
    let ids = newest_of(db, &groups, person, kind, after, limit).await?;
    let mut items = super::list_by_id(db, principal, &ids).await?;
    items.sort_by_key(|item| std::cmp::Reverse((item.active_at, item.id)));
    Ok(items)
}

async fn newest_of(
    db: &Db,
    groups: &[GroupId],
    person: PersonId,
    kind: Option<Kind>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<ItemId>> {
    let of_kind = kind_condition(kind);
    let page = "(item.active_at < $1 or (item.active_at = $1 and item.id < $2))";
    let rest = format!(
        "item.published_at is not null and item.deleted_at is null and item.hidden_at is null \
         and (item.standing = 'accepted' or item.author_id = $4) {of_kind} and {page} \
         order by item.active_at desc, item.id desc limit $3"
    );
    let mut parts: Vec<String> = (0..groups.len())
        .map(|at| format!("select * from (select item.id, item.active_at from item where item.group_id = ${} and {rest}) g{at}", at + 5))
        .collect();
    // Subjects he follows, wherever they are written about.
    parts.push(format!(
        "select * from (select item.id, item.active_at from item where item.id in (select item_subject.item_id from item_subject \
         join subject_follow on subject_follow.uri = item_subject.uri where subject_follow.person_id = $4 \
         order by item_subject.published_at desc limit 500) and {rest}) s"
    ));
    let text = format!(
        "select id from ({}) merged group by id, active_at order by active_at desc, id desc limit $3",
        parts.join(" union all ")
    );
    let last = ItemId(uuid::Uuid::max());
    let (at, id) = after.map_or((Timestamp(i64::MAX), last), |cursor| (cursor.at, cursor.id));
    let statement = sql_from(text).bind(at).bind(id).bind(limit).bind(person);
    groups.iter().fold(statement, |statement, id| statement.bind(*id)).column(db).await
}

/// Items whose title or beginning has all of these words in it, newest activity first, in some groups or anywhere. The
/// engines know capitals of plain letters only: this stands in where the index is away.
pub async fn find_by_title(
    db: &Db,
    principal: &Principal,
    words: &[String],
    groups: Option<Vec<GroupId>>,
    limit: i64,
) -> Result<Vec<Item>> {
    let has = (0..words.len())
        .map(|at| format!("and lower(item.title || ' ' || item.excerpt) like ${} escape '\\'", at + 5));
    let within = if groups.is_some() { "and item.group_id in (..)" } else { "" };
    let text = format!(
        "{ITEM} {JOINS} where item.published_at is not null and item.standing = 'accepted' and item.hidden_at is null \
         and (item.archive_at is null or item.archive_at > $4) and {} {} {within} \
         order by item.active_at desc, item.id desc limit $3",
        sees(principal),
        has.collect::<Vec<_>>().join(" ")
    );
    let statement = bind_asker(sql_from(text), principal).bind(limit).bind(db.now());
    let escaped = |word: &String| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let statement =
        words.iter().fold(statement, |statement, word| statement.bind(format!("%{}%", escaped(word))));
    let statement = match groups {
        Some(groups) => statement.bind_list(groups),
        None => statement,
    };
    let found: Vec<queries::Found> = statement.all(db).await?;
    found.into_iter().map(queries::Found::into_item).collect()
}

/// What is pinned in a group, last pinned first, at most ten.
pub async fn list_pinned(db: &Db, principal: &Principal, group: GroupId) -> Result<Vec<Item>> {
    let text = format!(
        "{ITEM} {JOINS} where item.group_id = $3 and item.pinned_at is not null and {} order by item.pinned_at desc limit 10",
        sees(principal)
    );
    let found: Vec<queries::Found> = bind_asker(sql_from(text), principal).bind(group).all(db).await?;
    found.into_iter().map(queries::Found::into_item).collect()
}
