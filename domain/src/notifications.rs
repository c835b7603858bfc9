//! What a person is told: a row in the transaction of what happened, read by the bell and by mails. Nobody is told of
//! what he may not see: rows are shown through the same rules as the things they speak of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::groups::{Level, members};
use crate::ids::{CommentId, GroupId, ItemId, PersonId};
use crate::jobs::{self, Job};
use crate::people;
use crate::principal::Principal;

/// Something to tell.
#[derive(Debug, Clone)]
pub struct Notice {
    kind: &'static str,
    key: String,
    group_id: Option<GroupId>,
    item_id: Option<ItemId>,
    comment_id: Option<CommentId>,
    by: Option<PersonId>,
    detail: BTreeMap<&'static str, String>,
}

/// How much a notice matters, against what a member chose to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// His own affairs: told whatever he chose.
    Affair,
    /// It names him, or answers him.
    Personal,
    /// Something new in a group.
    News,
}

impl Weight {
    fn of(kind: &str) -> Self {
        match kind {
            "item" => Self::News,
            "mention" | "comment" | "answer" | "accepted" | "page_changed" => Self::Personal,
            _ => Self::Affair,
        }
    }

    fn passes(self, level: Level) -> bool {
        match self {
            Self::Affair => true,
            Self::Personal => level != Level::Nothing,
            Self::News => level == Level::All,
        }
    }
}

impl Notice {
    /// `key` says what it is about, so that nobody is told twice.
    pub fn new(kind: &'static str, key: String) -> Self {
        Self { kind, key, group_id: None, item_id: None, comment_id: None, by: None, detail: BTreeMap::new() }
    }

    #[must_use]
    pub fn in_group(self, id: GroupId) -> Self {
        Self { group_id: Some(id), ..self }
    }

    #[must_use]
    pub fn in_group_maybe(self, group_id: Option<GroupId>) -> Self {
        Self { group_id, ..self }
    }

    #[must_use]
    pub fn on_item(self, id: ItemId) -> Self {
        Self { item_id: Some(id), ..self }
    }

    #[must_use]
    pub fn on_comment(self, id: CommentId) -> Self {
        Self { comment_id: Some(id), ..self }
    }

    #[must_use]
    pub fn by(self, person: PersonId) -> Self {
        Self { by: Some(person), ..self }
    }

    #[must_use]
    pub fn by_maybe(self, by: Option<PersonId>) -> Self {
        Self { by, ..self }
    }

    /// A value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.detail.insert(name, value.to_owned());
        self
    }

    /// The same under another key.
    #[must_use]
    pub(crate) fn under(self, key: String) -> Self {
        Self { key, ..self }
    }

    /// Mails go out for what a person would want to know away from the page.
    fn is_mailed(&self) -> bool {
        !matches!(self.kind, "role" | "refused" | "inquiry_waits" | "inquiry_closed")
    }
}

/// Tells one local person, as far as he wants to be told. Nobody is told of what he did himself.
pub(crate) async fn tell(tx: &mut Tx, person: PersonId, notice: Notice) -> Result<()> {
    if notice.by == Some(person) {
        return Ok(());
    }
    let weight = Weight::of(notice.kind);
    let (web, mail) = match notice.group_id {
        Some(group) => match members::find(&mut *tx, group, person).await? {
            Some(row) => (row.web_level, row.mail_level),
            None => (Level::All, Level::Mentions),
        },
        None => (Level::All, Level::Mentions),
    };
    let wants_mail = notice.is_mailed() && weight.passes(mail);
    if !weight.passes(web) && !wants_mail {
        return Ok(());
    }
    insert(tx, person, &notice, weight.passes(web), wants_mail).await?;
    if wants_mail { jobs::enqueue(tx, &Job::MailNotices).await } else { Ok(()) }
}

/// The same for somebody who may work elsewhere; his own instance tells him.
pub(crate) async fn tell_if_local(tx: &mut Tx, person: PersonId, notice: Notice) -> Result<()> {
    let is_local = people::find(&mut *tx, person).await?.is_local;
    if is_local { tell(tx, person, notice).await } else { Ok(()) }
}

/// Tells the local owners and moderators of a group.
pub(crate) async fn tell_moderators(tx: &mut Tx, group: GroupId, notice: Notice) -> Result<()> {
    let moderators: Vec<PersonId> = sql("select membership.person_id from membership \
         join account on account.person_id = membership.person_id \
         where membership.group_id = $1 and membership.state = 'active' and membership.role in ('owner', 'moderator')")
    .bind(group)
    .column(&mut *tx)
    .await?;
    for person in moderators {
        tell(tx, person, notice.clone()).await?;
    }
    Ok(())
}

/// Tells the administrators of this instance.
pub(crate) async fn tell_administrators(tx: &mut Tx, notice: Notice) -> Result<()> {
    let text = "select person_id from account where role = 'administrator' and state = 'active'";
    let administrators: Vec<PersonId> = sql(text).column(&mut *tx).await?;
    for person in administrators {
        tell(tx, person, notice.clone()).await?;
    }
    Ok(())
}

/// Tells all local members of something new, as far as each wants; one statement, whatever their number.
pub(crate) async fn tell_members(tx: &mut Tx, group: GroupId, notice: Notice) -> Result<()> {
    let text = "insert into notification (person_id, key, kind, group_id, item_id, comment_id, by_person_id, detail, \
             created_at, read_at, mail) \
         select membership.person_id, $2, $3, $1, $4, $5, $6, $7, $8, \
             case when membership.web_level = 'all' then null else $8 end, \
             case when membership.mail_level = 'all' then 'wanted' else 'none' end \
         from membership join account on account.person_id = membership.person_id \
         where membership.group_id = $1 and membership.state = 'active' and account.state = 'active' \
             and (membership.web_level = 'all' or membership.mail_level = 'all') \
             and ($6 is null or membership.person_id <> $6) \
         on conflict (person_id, key) do nothing";
    // PostgreSQL cannot tell the type of a value that is only compared with null.
    let text =
        text.replace("$6 is null", "cast($6 as uuid) is null").replace("else $8", "else cast($8 as bigint)");
    sql_from(match tx.kind() {
        crate::db::EngineKind::Postgres => text,
        crate::db::EngineKind::Sqlite => {
            text.replace("cast($6 as uuid)", "$6").replace("cast($8 as bigint)", "$8")
        }
    })
    .bind(group)
    .bind(&notice.key)
    .bind(notice.kind)
    .bind(notice.item_id)
    .bind(notice.comment_id)
    .bind(notice.by)
    .bind(serde_json::to_string(&notice.detail)?)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    jobs::enqueue(tx, &Job::MailNotices).await
}

async fn insert(tx: &mut Tx, person: PersonId, notice: &Notice, is_web: bool, is_mailed: bool) -> Result<()> {
    sql("insert into notification (person_id, key, kind, group_id, item_id, comment_id, by_person_id, detail, \
         created_at, read_at, mail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         on conflict (person_id, key) do nothing")
    .bind(person)
    .bind(&notice.key)
    .bind(notice.kind)
    .bind(notice.group_id)
    .bind(notice.item_id)
    .bind(notice.comment_id)
    .bind(notice.by)
    .bind(serde_json::to_string(&notice.detail)?)
    .bind(tx.now())
    .bind((!is_web).then(|| tx.now()))
    .bind(if is_mailed { "wanted" } else { "none" })
    .execute(tx)
    .await?;
    Ok(())
}

/// Says more in a notice that is not read yet: what it tells of went on.
pub(crate) async fn restate(tx: &mut Tx, person: PersonId, notice: &Notice) -> Result<()> {
    sql("update notification set detail = $3 where person_id = $1 and key = $2 and read_at is null")
        .bind(person)
        .bind(&notice.key)
        .bind(serde_json::to_string(&notice.detail)?)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether something that begins with a key waits to be read.
pub(crate) async fn waits(on: impl Into<On<'_>>, person: PersonId, key: &str) -> Result<bool> {
    let rows: i64 = sql("select count(*) from notification where person_id = $1 and (key = $2 or key like $3) and read_at is null")
        .bind(person)
        .bind(key)
        .bind(format!("{key}:%"))
        .scalar(on)
        .await?;
    Ok(rows > 0)
}

/// Marks as read what begins with a key.
pub(crate) async fn mark_key_read(tx: &mut Tx, person: PersonId, key: &str) -> Result<()> {
    sql("update notification set read_at = $3 where person_id = $1 and (key = $2 or key like $4) and read_at is null")
        .bind(person)
        .bind(key)
        .bind(tx.now())
        .bind(format!("{key}:%"))
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes back what is true no more. Keys that begin like this are about the same thing.
pub(crate) async fn take_back(tx: &mut Tx, person: PersonId, key: &str) -> Result<()> {
    sql("delete from notification where person_id = $1 and (key = $2 or key like $3)")
        .bind(person)
        .bind(key)
        .bind(format!("{key}:%"))
        .execute(tx)
        .await?;
    Ok(())
}

/// What somebody was told.
#[derive(Debug, Clone)]
pub struct Notification {
    pub person_id: PersonId,
    pub key: String,
    pub kind: String,
    pub group_id: Option<GroupId>,
    pub item_id: Option<ItemId>,
    pub comment_id: Option<CommentId>,
    pub by_person_id: Option<PersonId>,
    pub detail: BTreeMap<String, String>,
    pub created_at: Timestamp,
    pub read_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow, Serialize, Deserialize)]
struct Found {
    person_id: PersonId,
    key: String,
    kind: String,
    group_id: Option<GroupId>,
    item_id: Option<ItemId>,
    comment_id: Option<CommentId>,
    by_person_id: Option<PersonId>,
    detail: String,
    created_at: Timestamp,
    read_at: Option<Timestamp>,
}

impl Found {
    fn into_notification(self) -> Result<Notification> {
        Ok(Notification {
            person_id: self.person_id,
            key: self.key,
            kind: self.kind,
            group_id: self.group_id,
            item_id: self.item_id,
            comment_id: self.comment_id,
            by_person_id: self.by_person_id,
            detail: serde_json::from_str(&self.detail)?,
            created_at: self.created_at,
            read_at: self.read_at,
        })
    }
}

const COLUMNS: &str =
    "person_id, key, kind, group_id, item_id, comment_id, by_person_id, detail, created_at, read_at";

/// The newest notifications of a person, before an instant when given.
pub async fn list(
    db: &Db,
    principal: &Principal,
    before: Option<Timestamp>,
    limit: i64,
) -> Result<Vec<Notification>> {
    let person = principal.require_member()?.person_id;
    let text = format!(
        "select {COLUMNS} from notification where person_id = $1 and created_at < $2 order by created_at desc, key limit $3"
    );
    let found: Vec<Found> = sql_from(text)
        .bind(person)
        .bind(before.map_or(i64::MAX, |before| before.0))
        .bind(limit)
        .all(db)
        .await?;
    found.into_iter().map(Found::into_notification).collect()
}

/// How many a person has not read, counted up to 100.
pub async fn count_unread(on: impl Into<On<'_>>, person: PersonId) -> Result<i64> {
    sql("select count(*) from (select key from notification where person_id = $1 and read_at is null limit 100) unread")
        .bind(person)
        .scalar(on)
        .await
}

/// The same of many; who has read everything is absent. One statement.
pub async fn count_unread_of(
    on: impl Into<On<'_>>,
    people: &[PersonId],
) -> Result<std::collections::HashMap<PersonId, i64>> {
    if people.is_empty() {
        return Ok(std::collections::HashMap::new());
    }
    let rows: Vec<(PersonId, i64)> = sql("select person_id, count(*) from notification \
         where person_id in (..) and read_at is null group by person_id")
    .bind_list(people.iter().copied())
    .all(on)
    .await?;
    Ok(rows.into_iter().map(|(person, count)| (person, count.min(100))).collect())
}

/// Marks one as read, or all of them.
pub async fn mark_read(tx: &mut Tx, principal: &Principal, key: Option<&str>) -> Result<()> {
    let person = principal.require_member()?.person_id;
    sql("update notification set read_at = $2 where person_id = $1 and read_at is null and (key = $3 or $4)")
        .bind(person)
        .bind(tx.now())
        .bind(key.unwrap_or_default())
        .bind(key.is_none())
        .execute(tx)
        .await?;
    Ok(())
}

/// Marks as read what speaks of an item, once its page was opened.
pub async fn mark_item_read(tx: &mut Tx, principal: &Principal, item: ItemId) -> Result<()> {
    let person = principal.require_member()?.person_id;
    sql("update notification set read_at = $2 where person_id = $1 and item_id = $3 and read_at is null")
        .bind(person)
        .bind(tx.now())
        .bind(item)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes at most `limit` notifications that want a mail; they count as sent when the caller's transaction holds.
pub async fn take_wanted(tx: &mut Tx, limit: i64) -> Result<Vec<Notification>> {
    let text = format!(
        "update notification set mail = 'sent' where (person_id, key) in \
         (select person_id, key from notification where mail = 'wanted' order by created_at limit $1) returning {COLUMNS}"
    );
    let found: Vec<Found> = sql_from(text).bind(limit).all(tx).await?;
    found.into_iter().map(Found::into_notification).collect()
}

/// One of the caller's own.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, key: &str) -> Result<Notification> {
    let person = principal.require_member()?.person_id;
    let text = format!("select {COLUMNS} from notification where person_id = $1 and key = $2");
    let found: Option<Found> = sql_from(text).bind(person).bind(key).optional(on).await?;
    found.ok_or(Error::NotFound)?.into_notification()
}
