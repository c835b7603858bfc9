//! Where the index of published things has what it holds.

use std::collections::{HashMap, HashSet};

use domain::files::{self, File, texts};
use domain::groups::{self, Group};
use domain::ids::{CommentId, GroupId, ItemId, PageId, PersonId};
use domain::index_feed::Lane;
use domain::items::out::{self, Filed, Post, Reply};
use domain::people::evidence;
use domain::published_feed::{self, Mark, Subject};
use domain::wiki::out::{self as out_pages, Out};
use domain::{Db, Principal};
use uuid::Uuid;

use super::Published;
use super::doc::{Change, Gone, PublishedDoc};
use super::engine::Engine;
use super::mapping::Reader;
use super::passages;
use crate::error::Result;
use crate::keeper::{Keeper, Part, Source};

const SYSTEM: Principal = Principal::System("search");
/// Things read from the database at once while building.
const BUILD_BATCH: i64 = 500;
/// Comments of one item read at once.
const THREAD_BATCH: i64 = 1_000;

/// How far a build is: groups first, then items with their files, then comments, then pages of wikis.
#[derive(Clone, Debug)]
pub enum Place {
    Group(String),
    Item(Option<ItemId>),
    Comment(Option<CommentId>),
    Page(Option<PageId>),
}

impl Source for Published {
    type Index = Engine;
    type Mark = Mark;
    type Place = Place;
    // Texts are longer than profiles.
    const BATCHES: (i64, i64) = (50, 300);

    fn keeper(&self) -> &Keeper<Engine> {
        &self.keeper
    }

    async fn last_seq(&self) -> Result<i64> {
        Ok(published_feed::last_seq(&self.keeper.db).await?)
    }

    async fn marks(&self, lane: Lane, after: i64, limit: i64) -> Result<Vec<Mark>> {
        Ok(published_feed::list(&self.keeper.db, lane, after, limit).await?)
    }

    fn seq(mark: &Mark) -> i64 {
        mark.seq
    }

    async fn forget(&self, lane: Lane, seq: i64) -> Result<()> {
        Ok(published_feed::forget(&self.keeper.db, lane, seq).await?)
    }

    async fn changes(&self, marks: &[Mark]) -> Result<Vec<Change>> {
        let analyser = self.keeper.vocabulary.analyser();
        let reading = Reading { db: &self.keeper.db, reader: Reader { analyser: &analyser } };
        let of = |kind| distinct(marks.iter().filter(|mark| mark.kind == kind).map(|mark| mark.subject_id));
        // Comments come first: an item that is read anew brings its comments as they are now.
        let comments = reading.comments(&of(Subject::Comment)).await?;
        let items = reading.items(&of(Subject::Item)).await?;
        let pages = reading.pages(&of(Subject::Page)).await?;
        let groups = reading.groups(&of(Subject::Group)).await?;
        reading.with_choices(comments.into_iter().chain(items).chain(pages).chain(groups).collect()).await
    }

    async fn part_after(&self, after: Option<Place>) -> Result<Option<Part<Self>>> {
        let analyser = self.keeper.vocabulary.analyser();
        let reading = Reading { db: &self.keeper.db, reader: Reader { analyser: &analyser } };
        let Some((place, changes)) = reading.part_after(after).await? else { return Ok(None) };
        Ok(Some((place, reading.with_choices(apart(changes)).await?)))
    }
}

/// A change for each document: they are worked out side by side.
fn apart(changes: Vec<Change>) -> Vec<Change> {
    let docs = changes.into_iter().flat_map(|change| change.docs);
    docs.map(|doc| Change { gone: Vec::new(), docs: vec![doc] }).collect()
}

fn distinct(ids: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    let mut seen = HashSet::new();
    ids.filter(|id| seen.insert(*id)).collect()
}

struct Reading<'a> {
    db: &'a Db,
    reader: Reader<'a>,
}

impl Reading<'_> {
    /// With what their authors do not want to be known by.
    async fn with_choices(&self, mut changes: Vec<Change>) -> Result<Vec<Change>> {
        let ids = distinct(changes.iter().flat_map(|change| &change.docs).map(|doc| doc.id));
        let excluded = evidence::list_excluded(self.db, &ids).await?;
        for doc in changes.iter_mut().flat_map(|change| &mut change.docs) {
            doc.is_excluded = doc.author.is_some_and(|author| excluded.contains(&(PersonId(author), doc.id)));
        }
        Ok(changes)
    }

    async fn part_after(&self, after: Option<Place>) -> Result<Option<Part<Published>>> {
        let mut at = after.unwrap_or(Place::Group(String::new()));
        loop {
            // At the end of one sort the next begins.
            at = match at {
                Place::Group(after) => match self.groups_after(after).await? {
                    Some(part) => return Ok(Some(part)),
                    None => Place::Item(None),
                },
                Place::Item(after) => match self.items_after(after).await? {
                    Some(part) => return Ok(Some(part)),
                    None => Place::Comment(None),
                },
                Place::Comment(after) => match self.comments_after(after).await? {
                    Some(part) => return Ok(Some(part)),
                    None => Place::Page(None),
                },
                Place::Page(after) => return self.pages_after(after).await,
            };
        }
    }

    /// A group that is gone takes everything in it along.
    async fn groups(&self, ids: &[Uuid]) -> Result<Vec<Change>> {
        let wanted: Vec<GroupId> = ids.iter().map(|id| GroupId(*id)).collect();
        let found = groups::list_by_id(self.db, &SYSTEM, &wanted).await?;
        let found: HashMap<Uuid, Group> = found.into_iter().map(|group| (group.id.0, group)).collect();
        let change = |id: &Uuid| match found.get(id) {
            Some(group) => Change { gone: vec![Gone::One(*id)], docs: vec![self.reader.group(group)] },
            None => Change { gone: vec![Gone::One(*id), Gone::OfGroup(*id)], docs: Vec::new() },
        };
        Ok(ids.iter().map(change).collect())
    }

    async fn items(&self, ids: &[Uuid]) -> Result<Vec<Change>> {
        let gone = ids.iter().map(|id| Change { gone: vec![Gone::OfItem(*id)], docs: Vec::new() });
        let mut changes: Vec<Change> = gone.collect();
        let wanted: Vec<ItemId> = ids.iter().map(|id| ItemId(*id)).collect();
        let items = out::list_items(self.db, &wanted).await?;
        changes.push(self.with_files(&items).await?);
        for item in &items {
            self.add_thread(&mut changes, &item.filed).await?;
        }
        Ok(changes)
    }

    async fn with_files(&self, items: &[Post]) -> Result<Change> {
        let ids: Vec<ItemId> = items.iter().map(|item| item.filed.id).collect();
        let files = files::list_of_items(self.db, &ids).await?;
        let mut docs: Vec<PublishedDoc> = items.iter().map(|item| self.reader.item(item)).collect();
        docs.extend(self.files(items.iter().map(|item| &item.filed), &files).await?);
        Ok(Change { gone: Vec::new(), docs })
    }

    /// Files beside these items, and beside comments on them.
    async fn files<'f>(
        &self,
        items: impl Iterator<Item = &'f Filed>,
        files: &[File],
    ) -> Result<Vec<PublishedDoc>> {
        let by_id: HashMap<ItemId, &Filed> = items.map(|item| (item.id, item)).collect();
        let texts = texts::list(self.db, files).await?;
        let doc = |file: &File| {
            let item = file.item_id.and_then(|id| by_id.get(&id)).filter(|_| file.is_findable())?;
            let text = file.digest.as_ref().and_then(|digest| texts.get(digest));
            Some(self.reader.file(item, file, text.map(String::as_str).unwrap_or_default()))
        };
        Ok(files.iter().filter_map(doc).collect())
    }

    async fn add_thread(&self, changes: &mut Vec<Change>, item: &Filed) -> Result<()> {
        let mut after = None;
        loop {
            let comments = out::list_comments_of(self.db, item.id, after, THREAD_BATCH).await?;
            let Some(last) = comments.last() else { return Ok(()) };
            after = Some(last.id);
            changes.push(self.with_their_files(std::slice::from_ref(item), &comments).await?);
        }
    }

    async fn comments(&self, ids: &[Uuid]) -> Result<Vec<Change>> {
        let wanted: Vec<CommentId> = ids.iter().map(|id| CommentId(*id)).collect();
        let comments = out::list_comments(self.db, &wanted).await?;
        let gone = ids.iter().map(|id| Gone::Comment(*id)).collect();
        Ok(vec![Change { gone, ..self.with_items(&comments).await? }])
    }

    async fn with_items(&self, comments: &[Reply]) -> Result<Change> {
        let ids = distinct(comments.iter().map(|comment| comment.item_id.0));
        let ids: Vec<ItemId> = ids.into_iter().map(ItemId).collect();
        let items = out::list_filed(self.db, &ids).await?;
        self.with_their_files(&items, comments).await
    }

    async fn with_their_files(&self, items: &[Filed], comments: &[Reply]) -> Result<Change> {
        let by_id: HashMap<ItemId, &Filed> = items.iter().map(|item| (item.id, item)).collect();
        let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id).collect();
        let files = files::list_of_comments(self.db, &ids).await?;
        let doc = |comment: &Reply| Some(self.reader.comment(by_id.get(&comment.item_id)?, comment));
        let mut docs: Vec<PublishedDoc> = comments.iter().filter_map(doc).collect();
        docs.extend(self.files(items.iter(), &files).await?);
        Ok(Change { gone: Vec::new(), docs })
    }

    async fn pages(&self, ids: &[Uuid]) -> Result<Vec<Change>> {
        let wanted: Vec<PageId> = ids.iter().map(|id| PageId(*id)).collect();
        let docs = self.with_passages(&out_pages::list(self.db, &wanted).await?).await?;
        Ok(vec![Change { gone: ids.iter().map(|id| Gone::One(*id)).collect(), docs }])
    }

    /// Pages, and of each what is whose.
    async fn with_passages(&self, pages: &[Out]) -> Result<Vec<PublishedDoc>> {
        let mut docs = Vec::new();
        for out in pages {
            docs.push(self.reader.page(out));
            let standing = passages::standing(self.db, &out.page).await?;
            docs.extend(standing.into_iter().map(|own| self.reader.passages(out, own)));
        }
        Ok(docs)
    }

    async fn pages_after(&self, after: Option<PageId>) -> Result<Option<Part<Published>>> {
        let pages = out_pages::list_after(self.db, after, BUILD_BATCH).await?;
        let Some(last) = pages.last().map(|out| out.page.id) else { return Ok(None) };
        let docs = self.with_passages(&pages).await?;
        Ok(Some((Place::Page(Some(last)), vec![Change { gone: Vec::new(), docs }])))
    }

    async fn groups_after(&self, after: String) -> Result<Option<Part<Published>>> {
        let asked = groups::Asked { after: Some(after), limit: BUILD_BATCH, ..groups::Asked::default() };
        let found = groups::list(self.db, &SYSTEM, &asked).await?;
        let Some(last) = found.last().map(groups::cursor) else { return Ok(None) };
        let docs = found.iter().map(|group| self.reader.group(group)).collect();
        Ok(Some((Place::Group(last), vec![Change { gone: Vec::new(), docs }])))
    }

    async fn items_after(&self, after: Option<ItemId>) -> Result<Option<Part<Published>>> {
        let items = out::list_items_after(self.db, after, BUILD_BATCH).await?;
        let Some(last) = items.last().map(|item| item.filed.id) else { return Ok(None) };
        Ok(Some((Place::Item(Some(last)), vec![self.with_files(&items).await?])))
    }

    async fn comments_after(&self, after: Option<CommentId>) -> Result<Option<Part<Published>>> {
        let comments = out::list_comments_after(self.db, after, BUILD_BATCH).await?;
        let Some(last) = comments.last().map(|comment| comment.id) else { return Ok(None) };
        Ok(Some((Place::Comment(Some(last)), vec![self.with_items(&comments).await?])))
    }
}
