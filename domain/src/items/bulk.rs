//! Many items and comments at once, with the moments they had: how a benchmark fills a database, or a move brings a group's past. Nobody
//! is told of them; those of a local group stand in its feed like any others.

use uuid::Uuid;

use super::kinds::Kind;
use super::{EXCERPT_CHARS, queries};
use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Arg, Tx, sql, sql_from};
use crate::error::Result;
use crate::groups::Group;
use crate::groups::feed::Thing;
use crate::ids::{CommentId, ItemId, PersonId};
use crate::markup;

/// An item of the past.
#[derive(Debug, Clone)]
pub struct Past {
    pub author_id: PersonId,
    pub kind: Kind,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub at: Timestamp,
}

/// A comment of the past; an answer where the item is a question.
#[derive(Debug, Clone)]
pub struct PastComment {
    pub item_id: ItemId,
    pub author_id: PersonId,
    /// Markdown.
    pub body: String,
    pub at: Timestamp,
}

/// Stores items of one group, at most some hundreds in one call, and marks them in its feed; gives them in their order.
pub async fn store(tx: &mut Tx, group: &Group, base_url: &str, past: &[Past]) -> Result<Vec<ItemId>> {
    let rows: Vec<(ItemId, String, &Past)> = past
        .iter()
        .map(|one| {
            let id: ItemId = tx.new_id();
            (id, format!("{base_url}/ap/item/{id}"), one)
        })
        .collect();
    let marks: Vec<String> = (0..rows.len()).map(|row| tuple(row * 12, 12)).collect();
    let text = format!(
        "insert into item (id, ap_id, group_id, author_id, organisation_id, kind, audience, title, body, html, excerpt, \
         published_at, created_at, active_at, language, subjects, detail, reactions, comment_count, view_count, \
         hidden_reason, standing, refusal, version) \
         select column1, column2, column3, column4, column5, column6, column7, column8, column9, column10, column11, \
         column12, column12, column12, 'nl', '[]', '{{\"is\":\"plain\"}}', '{{}}', 0, 0, '', 'accepted', '', 1 \
         from (values {}) rows",
        marks.join(", ")
    );
    let audience = if group.is_closed() { Audience::Group } else { group.rules.content };
    let mut statement = sql_from(text);
    for (id, ap_id, one) in &rows {
        let args: [Arg; 12] = [
            (*id).into(),
            ap_id.into(),
            group.id.into(),
            one.author_id.into(),
            group.organisation_id.into(),
            one.kind.into(),
            audience.into(),
            (&one.title).into(),
            (&one.body).into(),
            markup::to_html(&one.body).into(),
            markup::excerpt(&one.body, EXCERPT_CHARS).into(),
            one.at.into(),
        ];
        statement = args.into_iter().fold(statement, crate::db::Statement::bind);
    }
    statement.execute(&mut *tx).await?;
    let marks: Vec<Mark<'_>> = rows.iter().map(|(id, ap_id, one)| (id.0, ap_id.as_str(), one.at)).collect();
    mark(tx, group, Thing::Item, &marks).await?;
    Ok(rows.into_iter().map(|(id, ..)| id).collect())
}

/// Stores comments on items of one group, at most some hundreds in one call, and marks them in its feed. What their items
/// say of how many there are, is not counted anew.
pub async fn store_comments(tx: &mut Tx, group: &Group, base_url: &str, past: &[PastComment]) -> Result<()> {
    let rows: Vec<(CommentId, String, &PastComment)> = past
        .iter()
        .map(|one| {
            let id: CommentId = tx.new_id();
            (id, format!("{base_url}/ap/comment/{id}"), one)
        })
        .collect();
    let marks: Vec<String> = (0..rows.len()).map(|row| tuple(row * 7, 7)).collect();
    let text = format!(
        "insert into comment (id, ap_id, item_id, author_id, body, html, language, reactions, created_at, \
         hidden_reason, standing, refusal, version) \
         select column1, column2, column3, column4, column5, column6, 'nl', '{{}}', column7, '', 'accepted', '', 1 \
         from (values {}) rows",
        marks.join(", ")
    );
    let mut statement = sql_from(text);
    for (id, ap_id, one) in &rows {
        let args: [Arg; 7] = [
            (*id).into(),
            ap_id.into(),
            one.item_id.into(),
            one.author_id.into(),
            (&one.body).into(),
            markup::to_html(&one.body).into(),
            one.at.into(),
        ];
        statement = args.into_iter().fold(statement, crate::db::Statement::bind);
    }
    statement.execute(&mut *tx).await?;
    let marks: Vec<Mark<'_>> = rows.iter().map(|(id, ap_id, one)| (id.0, ap_id.as_str(), one.at)).collect();
    mark(tx, group, Thing::Comment, &marks).await
}

/// What the feed is told: which, under what address, and when it was.
type Mark<'a> = (Uuid, &'a str, Timestamp);

/// In the feed, with one step of its counter. The feed of a group from elsewhere is not ours.
async fn mark(tx: &mut Tx, group: &Group, kind: Thing, rows: &[Mark<'_>]) -> Result<()> {
    if !group.is_local || rows.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(rows.len()).unwrap_or(0);
    let last: i64 = sql("insert into counter (stream, value) values ($1, $2) \
         on conflict (stream) do update set value = counter.value + excluded.value returning value")
    .bind(format!("group:{}", group.id))
    .bind(count)
    .scalar(&mut *tx)
    .await?;
    let marks: Vec<String> = (0..rows.len()).map(|row| tuple(row * 6, 6)).collect();
    let text = format!(
        "insert into group_change (group_id, object_id, ap_id, seq, changed_at, kind, is_present) \
         select column1, column2, column3, column4, column5, column6, 1 = 1 from (values {}) rows",
        marks.join(", ")
    );
    let mut statement = sql_from(text);
    for ((id, ap_id, at), seq) in rows.iter().zip(last - count + 1..) {
        statement = statement.bind(group.id).bind(*id).bind(*ap_id).bind(seq).bind(*at).bind(kind);
    }
    statement.execute(tx).await?;
    Ok(())
}

fn tuple(before: usize, count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|column| format!("${}", before + column)).collect();
    format!("({})", marks.join(", "))
}

/// How many items there are; for a benchmark that goes on.
pub async fn count(db: &crate::db::Db) -> Result<i64> {
    queries::count_all(db).await
}
