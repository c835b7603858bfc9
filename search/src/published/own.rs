//! By what somebody is known, for himself: his own that counts in the search for people, with what he left out. Read from
//! the database, so that it is complete while there is no index too.

use std::collections::HashMap;

use domain::clock::Timestamp;
use domain::ids::{CommentId, ItemId, PageId};
use domain::items::Kind;
use domain::items::out::{self, Post, Reply};
use domain::people::evidence::{self, Cursor, Deed};
use domain::wiki::out::{self as out_pages, Out};
use domain::{Db, PersonId, Principal};
use uuid::Uuid;

use super::doc::Sort;
use super::query::Hit;
use super::{Published, Seen, What, mapping, passages};
use crate::error::Result;

/// Letters of his own words that a row shows.
const EXCERPT_LETTERS: usize = 160;

/// One thing of his own.
#[derive(Debug)]
pub struct Own {
    pub deed: Deed,
    pub sort: Sort,
    pub at: Timestamp,
    pub is_excluded: bool,
    /// The beginning of what he wrote.
    pub words: String,
    /// As he may see it now; nothing where he has no more business.
    pub what: Option<What>,
}

#[derive(Debug, Default)]
pub struct OwnPage {
    pub rows: Vec<Own>,
    pub next: Option<Cursor>,
}

impl Published {
    /// What counts for whoever asks, newest first.
    pub async fn own(&self, principal: &Principal, after: Option<Cursor>, limit: i64) -> Result<OwnPage> {
        let db = &self.keeper.db;
        let person = principal.require_person()?;
        let mut done = evidence::list(db, principal, after, limit + 1).await?;
        let has_more = i64::try_from(done.len()).unwrap_or(i64::MAX) > limit;
        done.truncate(usize::try_from(limit).unwrap_or_default());
        let next = done.last().map(|last| Cursor { at: last.at, id: last.deed.id() }).filter(|_| has_more);
        let texts = Texts::read(db, person, done.iter().map(|one| one.deed)).await?;
        let hits: Vec<Hit> = done.iter().filter_map(|one| texts.hit(one.deed)).collect();
        let seen = Seen::read(db, principal, &hits).await?;
        let row = |one: evidence::Done| {
            let hit = texts.hit(one.deed)?;
            Some(Own {
                deed: one.deed,
                sort: hit.sort,
                at: one.at,
                is_excluded: one.is_excluded,
                words: texts.words(one.deed)?,
                what: seen.what(&hit),
            })
        };
        Ok(OwnPage { rows: done.into_iter().filter_map(row).collect(), next })
    }
}

/// What he wrote, whoever may read it.
struct Texts {
    items: HashMap<Uuid, Post>,
    comments: HashMap<Uuid, Reply>,
    /// Of pages that he wrote enough of, his own passages.
    pages: HashMap<Uuid, String>,
}

impl Texts {
    async fn read(db: &Db, person: PersonId, deeds: impl Iterator<Item = Deed> + Clone) -> Result<Self> {
        let comments: Vec<CommentId> = deeds.clone().filter_map(comment_of).collect();
        let comments = out::list_comments(db, &comments).await?;
        let above = comments.iter().map(|comment| comment.item_id);
        let items: Vec<ItemId> = deeds.clone().filter_map(item_of).chain(above).collect();
        let items = out::list_items(db, &items).await?;
        let pages: Vec<PageId> = deeds.filter_map(page_of).collect();
        let mut own = HashMap::new();
        for Out { page, .. } in out_pages::list(db, &pages).await? {
            let standing = passages::standing(db, &page).await?;
            own.extend(
                standing.into_iter().find(|one| one.person == person).map(|one| (page.id.0, one.text)),
            );
        }
        Ok(Self {
            items: items.into_iter().map(|item| (item.filed.id.0, item)).collect(),
            comments: comments.into_iter().map(|comment| (comment.id.0, comment)).collect(),
            pages: own,
        })
    }

    /// Nothing for what does not count.
    fn hit(&self, deed: Deed) -> Option<Hit> {
        let (sort, item) = match deed {
            Deed::Item(id) => (Sort::Item(self.items.get(&id.0)?.filed.kind), Some(id.0)),
            Deed::Comment(id) => {
                let item = &self.items.get(&self.comments.get(&id.0)?.item_id.0)?.filed;
                let is_answer = item.kind == Kind::Question;
                (if is_answer { Sort::Answer } else { Sort::Comment }, Some(item.id.0))
            }
            Deed::Page(id) => (self.pages.get(&id.0).map(|_| Sort::Passages)?, None),
        };
        Some(Hit { id: deed.id(), sort, item })
    }

    fn words(&self, deed: Deed) -> Option<String> {
        let text = match deed {
            Deed::Item(id) => {
                let item = self.items.get(&id.0)?;
                let text = mapping::text_of_item(&item.body, &item.html, &item.detail);
                if text.trim().is_empty() { item.filed.title.clone() } else { text }
            }
            Deed::Comment(id) => {
                let Reply { body, html, .. } = self.comments.get(&id.0)?;
                mapping::text_of(body, html)
            }
            Deed::Page(id) => self.pages.get(&id.0).map(|text| mapping::plain(text))?,
        };
        Some(domain::markup::excerpt(&text, EXCERPT_LETTERS))
    }
}

fn item_of(deed: Deed) -> Option<ItemId> {
    if let Deed::Item(id) = deed { Some(id) } else { None }
}

fn comment_of(deed: Deed) -> Option<CommentId> {
    if let Deed::Comment(id) = deed { Some(id) } else { None }
}

fn page_of(deed: Deed) -> Option<PageId> {
    if let Deed::Page(id) = deed { Some(id) } else { None }
}
