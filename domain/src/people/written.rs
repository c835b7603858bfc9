//! What somebody wrote, for the document with everything we hold about him: what is published, and what only he sees.

use serde::Serialize;

use super::evidence;
use crate::clock::Timestamp;
use crate::db::{Db, sql};
use crate::error::Result;
use crate::ids::{CommentId, GroupId, ItemId, PageId, PersonId};

/// In the order in which it was written.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    pub items: Vec<WrittenItem>,
    pub comments: Vec<WrittenComment>,
    /// Changes of pages of wikis; their texts stand in the history of the page.
    pub page_versions: Vec<WrittenVersion>,
    /// Texts of pages that are no version yet: drafts, and what is on its way to another organisation.
    pub page_drafts: Vec<WrittenDraft>,
    /// By what of all this he does not want to be known.
    pub left_out: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenItem {
    pub id: ItemId,
    pub group: Option<GroupId>,
    pub kind: String,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub written_at: String,
    /// Absent: a draft.
    pub published_at: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenComment {
    pub id: CommentId,
    pub item: ItemId,
    /// Markdown.
    pub body: String,
    pub written_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenVersion {
    pub page: PageId,
    pub title: String,
    pub number: i64,
    pub summary: String,
    pub written_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenDraft {
    /// Absent: of a page that is not there yet.
    pub page: Option<PageId>,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub written_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// item, comment, page.
    pub kind: String,
    pub id: uuid::Uuid,
    pub since: String,
}

pub async fn read(db: &Db, person: PersonId) -> Result<Written> {
    Ok(Written {
        items: items(db, person).await?,
        comments: comments(db, person).await?,
        page_versions: versions(db, person).await?,
        page_drafts: drafts(db, person).await?,
        left_out: left_out(db, person).await?,
    })
}

type ItemRow = (ItemId, Option<GroupId>, String, String, String, Timestamp, Option<Timestamp>);

async fn items(db: &Db, person: PersonId) -> Result<Vec<WrittenItem>> {
    let rows: Vec<ItemRow> =
        sql("select id, group_id, kind, title, body, created_at, published_at from item \
         where author_id = $1 and deleted_at is null order by created_at, id")
        .bind(person)
        .all(db)
        .await?;
    let item = |(id, group, kind, title, body, at, published): ItemRow| WrittenItem {
        id,
        group,
        kind,
        title,
        body,
        written_at: at.to_rfc3339(),
        published_at: published.map(Timestamp::to_rfc3339),
    };
    Ok(rows.into_iter().map(item).collect())
}

async fn comments(db: &Db, person: PersonId) -> Result<Vec<WrittenComment>> {
    let rows: Vec<(CommentId, ItemId, String, Timestamp)> =
        sql("select id, item_id, body, created_at from comment where author_id = $1 and deleted_at is null \
             order by created_at, id")
        .bind(person)
        .all(db)
        .await?;
    let comment = |(id, item, body, at): (CommentId, ItemId, String, Timestamp)| WrittenComment {
        id,
        item,
        body,
        written_at: at.to_rfc3339(),
    };
    Ok(rows.into_iter().map(comment).collect())
}

async fn versions(db: &Db, person: PersonId) -> Result<Vec<WrittenVersion>> {
    let rows: Vec<(PageId, String, i64, String, Timestamp)> =
        sql("select page_id, title, number, summary, published_at from wiki_version where author_id = $1 \
             order by published_at, page_id, number")
        .bind(person)
        .all(db)
        .await?;
    let version = |(page, title, number, summary, at): (PageId, String, i64, String, Timestamp)| {
        WrittenVersion { page, title, number, summary, written_at: at.to_rfc3339() }
    };
    Ok(rows.into_iter().map(version).collect())
}

async fn drafts(db: &Db, person: PersonId) -> Result<Vec<WrittenDraft>> {
    let rows: Vec<(Option<PageId>, String, String, Timestamp)> =
        sql("select draft.page_id, page.title, draft.source, draft.saved_at from wiki_draft draft \
             join wiki_page page on page.id = draft.page_id where draft.person_id = $1 \
             union all select offer.page_id, coalesce(page.title, offer.title, ''), coalesce(offer.source, ''), offer.sent_at \
             from wiki_offer offer left join wiki_page page on page.id = offer.page_id where offer.person_id = $1")
        .bind(person)
        .all(db)
        .await?;
    let draft = |(page, title, body, at): (Option<PageId>, String, String, Timestamp)| WrittenDraft {
        page,
        title,
        body,
        written_at: at.to_rfc3339(),
    };
    Ok(rows.into_iter().map(draft).collect())
}

async fn left_out(db: &Db, person: PersonId) -> Result<Vec<LeftOut>> {
    let rows = evidence::list_all_excluded(db, person).await?;
    let one = |(kind, id, at): (String, uuid::Uuid, Timestamp)| LeftOut { kind, id, since: at.to_rfc3339() };
    Ok(rows.into_iter().map(one).collect())
}
