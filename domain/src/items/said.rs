//! What stands in things, for whoever may see them: their words, and nothing else of them.

use sqlx::FromRow;
use uuid::Uuid;

use super::comments::SEES;
use super::{Detail, seen};
use crate::db::{Db, Statement, sql_from};
use crate::error::Result;
use crate::ids::{CommentId, ItemId};
use crate::principal::Principal;

const ITEM: &str = "select item.id, case when item.title = '' then item.excerpt else item.title end as headline, item.body, \
    case when item.body = '' then item.html else '' end as html, item.detail, item.language from item";
const COMMENT: &str = "select comment.id, case when item.title = '' then item.excerpt else item.title end as headline, \
    comment.body, case when comment.body = '' then comment.html else '' end as html, '' as detail, comment.language \
    from comment join item on item.id = comment.item_id";

/// The words of an item or of a comment.
#[derive(Debug, Clone)]
pub struct Said {
    pub id: Uuid,
    /// Of the item.
    pub headline: String,
    /// Markdown.
    pub body: String,
    /// Only of what has no Markdown.
    pub html: String,
    pub detail: Detail,
    pub language: String,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    headline: String,
    body: String,
    html: String,
    detail: String,
    language: String,
}

impl Row {
    fn into_said(self) -> Result<Said> {
        let Self { id, headline, body, html, detail, language } = self;
        let detail = if detail.is_empty() { Detail::Plain } else { serde_json::from_str(&detail)? };
        Ok(Said { id, headline, body, html, detail, language })
    }
}

/// Of those of these items that `principal` may see, in no order. One statement.
pub async fn list_of_items(db: &Db, principal: &Principal, ids: &[ItemId]) -> Result<Vec<Said>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{ITEM} {} where {} and item.id in (..)", seen::JOINS, seen::sees(principal));
    list(db, seen::bind_asker(sql_from(text), principal).bind_list(ids.iter().copied())).await
}

/// The same of comments.
pub async fn list_of_comments(db: &Db, principal: &Principal, ids: &[CommentId]) -> Result<Vec<Said>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{COMMENT} {} where {} and {SEES} and comment.deleted_at is null and comment.id in (..)",
        seen::JOINS,
        seen::sees(principal)
    );
    list(db, seen::bind_asker(sql_from(text), principal).bind_list(ids.iter().copied())).await
}

async fn list(db: &Db, statement: Statement) -> Result<Vec<Said>> {
    let found: Vec<Row> = statement.all(db).await?;
    found.into_iter().map(Row::into_said).collect()
}
