//! What is out: everything that somebody but its author can see. The index of published things holds this and nothing else,
//! and is told no more of it than it needs: a thing read for it has a third of the columns. Who of the readers sees what,
//! `circles` and [`super::seen`] say.

use sqlx::FromRow;

use super::{Detail, Kind};
use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Db, Statement, sql_from};
use crate::error::Result;
use crate::groups::Subject;
use crate::ids::{CommentId, GroupId, ItemId, OrganisationId, PersonId};

pub(crate) const IS_OUT: &str = "item.deleted_at is null and item.hidden_at is null and item.published_at is not null \
    and item.standing = 'accepted' and (item.group_id is null or groups.deleted_at is null)";
pub(crate) const GROUP: &str = "left join groups on groups.id = item.group_id";
pub(crate) const COMMENT_IS_OUT: &str =
    "comment.deleted_at is null and comment.hidden_at is null and comment.standing = 'accepted'";

const FILED: &str = "item.id, item.group_id, item.author_id, item.organisation_id, item.kind, item.audience, item.title, \
    item.language, item.subjects, item.created_at, item.published_at, item.archive_at, item.accepted_id";
const SAYS: &str = "item.body, case when item.body = '' then item.html else '' end as html, item.detail";
const REPLY: &str = "select comment.id, comment.item_id, comment.author_id, comment.language, comment.created_at, \
    comment.body, case when comment.body = '' then comment.html else '' end as html from comment";

/// An item as it is filed: what it and everything on it have in common.
#[derive(Debug, Clone)]
pub struct Filed {
    pub id: ItemId,
    pub group_id: Option<GroupId>,
    pub author_id: PersonId,
    pub organisation_id: OrganisationId,
    pub kind: Kind,
    pub audience: Audience,
    pub title: String,
    pub language: String,
    pub subjects: Vec<Subject>,
    pub created_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub archive_at: Option<Timestamp>,
    pub accepted_id: Option<CommentId>,
}

/// An item with what it says.
#[derive(Debug, Clone)]
pub struct Post {
    pub filed: Filed,
    /// Markdown.
    pub body: String,
    /// Only of what has no Markdown.
    pub html: String,
    pub detail: Detail,
}

/// A comment with what it says.
#[derive(Debug, Clone, FromRow)]
pub struct Reply {
    pub id: CommentId,
    pub item_id: ItemId,
    pub author_id: PersonId,
    pub language: String,
    pub created_at: Timestamp,
    /// Markdown.
    pub body: String,
    /// Only of what has no Markdown.
    pub html: String,
}

#[derive(FromRow)]
struct FiledRow {
    id: ItemId,
    group_id: Option<GroupId>,
    author_id: PersonId,
    organisation_id: OrganisationId,
    kind: Kind,
    audience: Audience,
    title: String,
    language: String,
    subjects: String,
    created_at: Timestamp,
    published_at: Option<Timestamp>,
    archive_at: Option<Timestamp>,
    accepted_id: Option<CommentId>,
}

#[derive(FromRow)]
struct PostRow {
    #[sqlx(flatten)]
    filed: FiledRow,
    body: String,
    html: String,
    detail: String,
}

impl FiledRow {
    fn into_filed(self) -> Result<Filed> {
        Ok(Filed {
            id: self.id,
            group_id: self.group_id,
            author_id: self.author_id,
            organisation_id: self.organisation_id,
            kind: self.kind,
            audience: self.audience,
            title: self.title,
            language: self.language,
            subjects: serde_json::from_str(&self.subjects)?,
            created_at: self.created_at,
            published_at: self.published_at,
            archive_at: self.archive_at,
            accepted_id: self.accepted_id,
        })
    }
}

impl PostRow {
    fn into_post(self) -> Result<Post> {
        let Self { filed, body, html, detail } = self;
        Ok(Post { filed: filed.into_filed()?, body, html, detail: serde_json::from_str(&detail)? })
    }
}

/// Those of these items that are out, in no order.
pub async fn list_items(db: &Db, ids: &[ItemId]) -> Result<Vec<Post>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("select {FILED}, {SAYS} from item {GROUP} where {IS_OUT} and item.id in (..)");
    posts(db, sql_from(text).bind_list(ids.iter().copied())).await
}

/// Items that are out in order of id, after one, at most `limit`.
pub async fn list_items_after(db: &Db, after: Option<ItemId>, limit: i64) -> Result<Vec<Post>> {
    let text = format!(
        "select {FILED}, {SAYS} from item {GROUP} where {IS_OUT} and item.id > $1 order by item.id limit $2"
    );
    let after = after.unwrap_or(ItemId(uuid::Uuid::nil()));
    posts(db, sql_from(text).bind(after).bind(limit)).await
}

async fn posts(db: &Db, statement: Statement) -> Result<Vec<Post>> {
    let found: Vec<PostRow> = statement.all(db).await?;
    found.into_iter().map(PostRow::into_post).collect()
}

/// The same items, only as they are filed: for what hangs on them.
pub async fn list_filed(db: &Db, ids: &[ItemId]) -> Result<Vec<Filed>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("select {FILED} from item {GROUP} where {IS_OUT} and item.id in (..)");
    let found: Vec<FiledRow> = sql_from(text).bind_list(ids.iter().copied()).all(db).await?;
    found.into_iter().map(FiledRow::into_filed).collect()
}

/// Those of these comments that are out, in no order; whether their items are is asked with [`list_filed`].
pub async fn list_comments(db: &Db, ids: &[CommentId]) -> Result<Vec<Reply>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{REPLY} where {COMMENT_IS_OUT} and comment.id in (..)");
    sql_from(text).bind_list(ids.iter().copied()).all(db).await
}

/// The comments of an item that are out, in order of id, after one, at most `limit`.
pub async fn list_comments_of(
    db: &Db,
    item: ItemId,
    after: Option<CommentId>,
    limit: i64,
) -> Result<Vec<Reply>> {
    let text = format!(
        "{REPLY} where {COMMENT_IS_OUT} and comment.item_id = $1 and comment.id > $2 order by comment.id limit $3"
    );
    sql_from(text).bind(item).bind(after.unwrap_or(FIRST)).bind(limit).all(db).await
}

/// Comments that are out in order of id, after one, at most `limit`.
pub async fn list_comments_after(db: &Db, after: Option<CommentId>, limit: i64) -> Result<Vec<Reply>> {
    let text = format!("{REPLY} where {COMMENT_IS_OUT} and comment.id > $1 order by comment.id limit $2");
    sql_from(text).bind(after.unwrap_or(FIRST)).bind(limit).all(db).await
}

/// Before every comment.
const FIRST: CommentId = CommentId(uuid::Uuid::nil());
