//! The search of what is published: asks the index on behalf of one reader, lets the database decide, marks the words.
//!
//! `doc` is what the index is told, by `mapping` and `source`; `engine` finds with `gather`, `lists` and `matches`, counts with
//! `facets` and weighs with `weigh`; `deeds` says whose the things are; `titles` stands in while there is no index.

mod cards;
mod deeds;
mod doc;
mod engine;
pub mod evidence;
mod facets;
mod gather;
mod lists;
mod mapping;
mod matches;
pub mod own;
mod parts;
pub mod passages;
pub mod quality;
mod query;
mod rarity;
mod related;
mod schema;
mod snippet;
mod source;
#[cfg(test)]
mod tests;
mod titles;
mod weigh;
mod word;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use domain::circles::{self, Reader};
use domain::files::{self, File, texts};
use domain::groups::{self, Group};
use domain::ids::{CommentId, FileId, GroupId, ItemId, PageId};
use domain::items::{self, Comment, Item, comments};
use domain::wiki::out::{self, Out};
use domain::{Db, Principal};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use deeds::{Evidence, Thing};
pub use doc::Sort;
pub use engine::Engine;
pub use query::{Cursor, Facet, FacetKind, FacetValue, Filters, Order, Period, Query, Scope};
pub use snippet::Piece;

use crate::analysis::Language;
use crate::asked::Asked;
use crate::error::{Error, Result};
use crate::intake::{self, Intake};
use crate::keeper::{self, Keeper};
use crate::vessel::Kept;
use crate::vocabulary::Vocabulary;
use query::{Found, Hit};
use schema::language_of;
use snippet::Marker;

/// Shared by the pages of one instance.
pub struct Published {
    keeper: Keeper<Engine>,
}

/// What a page shows.
#[derive(Debug, Default)]
pub struct PublishedFound {
    pub total: u32,
    pub things: Vec<FoundThing>,
    pub facets: Vec<Facet>,
    /// Nothing had every word, these have most of them.
    pub is_relaxed: bool,
    /// The index is away: only titles were searched, and the page says so.
    pub is_by_title: bool,
    pub next: Option<Cursor>,
}

/// A thing as the database let the reader see it, with the words that were asked marked.
#[derive(Debug)]
pub struct FoundThing {
    pub what: What,
    pub title: Vec<Piece>,
    pub excerpt: Vec<Piece>,
}

#[derive(Debug)]
pub enum What {
    Group(Box<Group>),
    Item(Box<Item>),
    Comment {
        comment: Box<Comment>,
        item: Box<Item>,
    },
    /// With what it says, as far as that was read.
    File {
        file: Box<File>,
        item: Box<Item>,
        text: String,
    },
    /// Of a wiki, with the way there.
    Page(Box<Out>),
}

impl Published {
    /// Searches titles until the worker has opened or built the index.
    pub fn new(db: Db, vocabulary: Arc<Vocabulary>, folder: PathBuf) -> Result<Self> {
        Ok(Self { keeper: Keeper::new(vocabulary, db, "published", folder)? })
    }

    /// Keeps the index up to date until `stop`.
    pub async fn work(&self, stop: CancellationToken) {
        keeper::work(self, stop).await;
    }

    /// Steps until nothing is left to do.
    pub async fn catch_up(&self) -> Result<()> {
        keeper::catch_up(self).await
    }

    /// Builds a new index beside the one in use and swaps.
    pub async fn rebuild(&self) -> Result<()> {
        keeper::rebuild(self).await
    }

    /// How fast an index takes in things that are ready: the first `most` of them.
    pub async fn intake(&self, most: u64) -> Result<Intake> {
        intake::measure(self, most).await
    }

    /// Whether the engine answers; otherwise titles are searched.
    pub fn is_indexed(&self) -> bool {
        self.keeper.index().is_some()
    }

    /// Living documents in the index; 0 while there is none.
    pub fn index_documents(&self) -> u64 {
        self.keeper.index().map_or(0, |index| index.docs())
    }

    /// Bytes of the index on disk.
    pub fn index_bytes(&self) -> u64 {
        self.keeper.bytes()
    }

    /// Finds for a signed-in person; `Unauthenticated` for anyone else. A fixed number of statements, whatever was found.
    pub async fn search(&self, principal: &Principal, query: Query) -> Result<PublishedFound> {
        let db = &self.keeper.db;
        let reader = circles::of_reader(db, principal).await?;
        let (found, is_by_title) = self.ask(principal, &reader, &query).await?;
        let things = self.read(principal, &query, &found.hits).await?;
        Ok(PublishedFound {
            total: found.total,
            things,
            facets: found.facets,
            is_relaxed: found.is_relaxed,
            is_by_title,
            next: found.next,
        })
    }

    /// The engine when there is one, titles otherwise. A search that fails shows the engine to be damaged.
    async fn ask(&self, principal: &Principal, reader: &Reader, query: &Query) -> Result<(Found, bool)> {
        let now = self.keeper.db.now().0;
        if let Some(index) = self.keeper.index() {
            let (reader, query) = (reader.clone(), query.clone());
            // On a thread of its own: a search computes for milliseconds and waits for nothing.
            let search = tokio::task::spawn_blocking(move || index.search(&query, &reader, now));
            match search.await.map_err(|_| Error::BrokeOff)? {
                Ok(found) => return Ok((found, false)),
                Err(error) => {
                    tracing::error!(%error, "the published index failed and is built anew");
                    self.keeper.set_index(None);
                }
            }
        }
        Ok((titles::search(&self.keeper.db, principal, reader, query).await?, true))
    }

    /// The hits as the database lets the reader see them, in their order.
    async fn read(&self, principal: &Principal, query: &Query, hits: &[Hit]) -> Result<Vec<FoundThing>> {
        let seen = Seen::read(&self.keeper.db, principal, hits).await?;
        let analyser = self.keeper.vocabulary.analyser();
        let asked = Asked::new(&analyser, &query.text);
        let marker = Marker { analyser: &analyser, asked: &asked };
        Ok(hits.iter().filter_map(|hit| seen.what(hit)).map(|what| FoundThing::new(&marker, what)).collect())
    }
}

/// What the database lets somebody see of some hits: one statement for each sort of thing.
pub(crate) struct Seen {
    groups: HashMap<Uuid, Group>,
    items: HashMap<Uuid, Item>,
    comments: HashMap<Uuid, Comment>,
    files: HashMap<Uuid, File>,
    texts: HashMap<String, String>,
    pages: HashMap<Uuid, Out>,
}

impl Seen {
    pub async fn read(db: &Db, principal: &Principal, hits: &[Hit]) -> Result<Self> {
        let ids = |is_meant: fn(Sort) -> bool| {
            hits.iter().filter(move |hit| is_meant(hit.sort)).map(|hit| hit.id).collect::<Vec<Uuid>>()
        };
        let group_ids: Vec<GroupId> = ids(|sort| sort == Sort::Group).into_iter().map(GroupId).collect();
        let comment_ids = ids(|sort| matches!(sort, Sort::Comment | Sort::Answer));
        let comment_ids: Vec<CommentId> = comment_ids.into_iter().map(CommentId).collect();
        let file_ids: Vec<FileId> = ids(|sort| sort == Sort::File).into_iter().map(FileId).collect();
        let mut item_ids: Vec<ItemId> = hits.iter().filter_map(|hit| hit.item).map(ItemId).collect();
        item_ids.sort_unstable();
        item_ids.dedup();
        let page_ids: Vec<PageId> =
            ids(|sort| matches!(sort, Sort::Page | Sort::Passages)).into_iter().map(PageId).collect();
        let of_files = async {
            let files = files::list_by_id(db, &file_ids).await?;
            let beside = files.iter().filter_map(|file| file.comment_id);
            let comment_ids: Vec<CommentId> = comment_ids.into_iter().chain(beside).collect();
            let comments = comments::list_seen(db, principal, &comment_ids).await?;
            Ok((texts::list(db, &files).await?, files, comments))
        };
        // They do not wait for each other.
        let (groups, items, (texts, files, comments), pages) = tokio::try_join!(
            groups::list_by_id(db, principal, &group_ids),
            items::list_by_id(db, principal, &item_ids),
            of_files,
            out::list_seen(db, principal, &page_ids),
        )?;
        Ok(Self {
            pages: pages.into_iter().map(|out| (out.page.id.0, out)).collect(),
            groups: groups.into_iter().map(|group| (group.id.0, group)).collect(),
            items: items.into_iter().map(|item| (item.id.0, item)).collect(),
            comments: comments.into_iter().map(|comment| (comment.id.0, comment)).collect(),
            texts,
            files: files.into_iter().filter(File::is_findable).map(|file| (file.id.0, file)).collect(),
        })
    }

    /// Nothing for what went meanwhile, or what he does not see any more.
    pub fn what(&self, hit: &Hit) -> Option<What> {
        let item = |id: ItemId| self.items.get(&id.0).cloned().map(Box::new);
        match hit.sort {
            Sort::Group => self.groups.get(&hit.id).map(|group| What::Group(Box::new(group.clone()))),
            Sort::Item(_) => item(ItemId(hit.id)).map(What::Item),
            Sort::Comment | Sort::Answer => {
                let comment = self.comments.get(&hit.id)?;
                Some(What::Comment { item: item(comment.item_id)?, comment: Box::new(comment.clone()) })
            }
            Sort::Page | Sort::Passages => {
                self.pages.get(&hit.id).map(|out| What::Page(Box::new(out.clone())))
            }
            Sort::File => {
                let file = self.files.get(&hit.id)?;
                let is_out = file.comment_id.is_none_or(|comment| self.comments.contains_key(&comment.0));
                let file = Some(file).filter(|_| is_out)?;
                let text = file.digest.as_ref().and_then(|digest| self.texts.get(digest));
                let text = mapping::text_of_file(file, text.map(String::as_str).unwrap_or_default());
                Some(What::File { item: item(file.item_id?)?, file: Box::new(file.clone()), text })
            }
        }
    }
}

impl FoundThing {
    fn new(marker: &Marker<'_>, what: What) -> Self {
        let (title, text, language) = said_in(&what);
        Self { title: marker.whole(&title, language), excerpt: marker.excerpt(&text, language), what }
    }
}

/// Its title, its words and their language.
fn said_in(what: &What) -> (String, String, Language) {
    match what {
        What::Group(group) => {
            (group.words.name.clone(), text_of_group(group), language_of(&group.words.language))
        }
        What::Item(item) => {
            let text = mapping::text_of_item(&item.body, &item.html, &item.detail);
            (item.headline().to_owned(), below(item.headline(), text), language_of(&item.language))
        }
        What::Comment { comment, item } => (
            item.headline().to_owned(),
            mapping::text_of(&comment.body, &comment.html),
            language_of(&comment.language),
        ),
        What::Page(out) => said_on(out),
        What::File { file, text, item } => (file.name.clone(), text.clone(), language_of(&item.language)),
    }
}

fn said_on(page: &Out) -> (String, String, Language) {
    (page.page.title.clone(), mapping::plain(&page.source), language_of(&page.group.words.language))
}

/// What is said in one breath stands in the headline, and need not stand below it again.
fn below(headline: &str, text: String) -> String {
    if text == headline { String::new() } else { text }
}

fn text_of_group(group: &Group) -> String {
    match group.words.summary.as_str() {
        "" => mapping::plain(&group.words.introduction),
        summary => summary.to_owned(),
    }
}
