//! A group of ours as its peers may see it, and its feed for the instances of its members. Everyone else gets the 404 that
//! he would get if there were no such group.

use std::collections::{BTreeSet, HashMap};

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::files::{self, File};
use domain::groups::feed::{Change, Thing};
use domain::groups::{self, Group, feed, members};
use domain::items::{self, Comment, Detail, Item, Standing};
use domain::people::{self, Person};
use domain::wiki::told::{self, Told};
use domain::{
    Audience, CommentId, Error, GroupId, InstanceId, ItemId, PageId, PersonId, Principal, Timestamp,
    peers::{self, Peer},
};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{NotForYou, SignedGet};
use crate::door::Federation;
use crate::objects::{group as objects, post, wiki as pages};
use crate::open;
use crate::wire::{self, FeedEntry, HeldFile, PostFacts, ProposalState, Said, Speaker, Verb};

const PAGE_ENTRIES: i64 = 200;
/// What the house reads for others, who were found to have a member.
const FEED: Principal = Principal::System("feed");

/// `GET /ap/group/{id}`: for peers with everything that their people need, for anybody else as the fediverse knows groups.
pub(crate) async fn group(
    State(door): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
    get: Result<SignedGet, Response>,
) -> Response {
    match get {
        Ok(get) => group_for(&door, &id, &get).await.unwrap_or_else(IntoResponse::into_response),
        Err(refused) if open::is_hidden(&refused) => open::group_or(&door, &id, &headers, refused).await,
        Err(refused) => refused,
    }
}

async fn group_for(door: &Federation, id: &str, get: &SignedGet) -> Result<Response, NotForYou> {
    let group = door.find_shared(id, &get.peer, false).await?;
    let mut document = objects::to_wire(&group, door.parent_of(&group).await?, &door.urls);
    document.context = wire::group_context();
    get.answer(door, &document)
}

#[derive(Deserialize)]
pub(crate) struct Range {
    #[serde(default)]
    pub(super) after: i64,
}

/// `GET /ap/group/{id}/changes?after=N`
pub(crate) async fn changes(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
    range: Result<Query<Range>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, NotForYou> {
    let Query(range) = range.map_err(|_| NotForYou::Hidden)?;
    let group = door.find_shared(&id, &get.peer, true).await?;
    let sequence = feed::last_seq(&door.db, group.id).await?;
    let changes = feed::list_changes(&door.db, group.id, range.after, PAGE_ENTRIES).await?;
    let known: Vec<Change> = changes.into_iter().filter(|change| change.seq <= sequence).collect();
    let (ordered_items, speakers) = door.entries(&group, &known).await?;
    let page = wire::FeedPage {
        context: wire::group_context(),
        id: get.target.to_string(),
        kind: "OrderedCollectionPage".into(),
        epoch: group.feed.epoch.clone().unwrap_or_default(),
        sequence,
        ordered_items,
        instances: door.actors_of(&speakers, get.peer.instance_id).await?,
    };
    get.answer(&door, &page)
}

/// `GET /ap/group/{id}/digest`: what an instance with members compares its copy with.
pub(crate) async fn digest(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let group = door.find_shared(&id, &get.peer, true).await?;
    let sequence = feed::last_seq(&door.db, group.id).await?;
    let present = feed::list_present(&door.db, group.id).await?;
    let digest = wire::GroupDigest {
        id: get.target.to_string(),
        epoch: group.feed.epoch.clone().unwrap_or_default(),
        sequence,
        digest: of_addresses(&present),
    };
    get.answer(&door, &digest)
}

/// SHA-256 of each address, laid over each other bit by bit, so that order plays no part (FEP-8fcf).
pub(super) fn of_addresses(addresses: &[String]) -> String {
    let mut sum = [0_u8; 32];
    for address in addresses {
        let leaf = ring::digest::digest(&ring::digest::SHA256, address.as_bytes());
        sum.iter_mut().zip(leaf.as_ref()).for_each(|(sum, byte)| *sum ^= byte);
    }
    hex::encode(sum)
}

impl Federation {
    /// A group of ours that this peer may know of; with `is_member_needed`, one in which it has a member.
    pub(super) async fn find_shared(
        &self,
        id: &str,
        peer: &Peer,
        is_member_needed: bool,
    ) -> Result<Group, NotForYou> {
        let id: GroupId = id.parse().map_err(|_| NotForYou::Hidden)?;
        let group = groups::find(&self.db, id).await?;
        let is_open = matches!(group.rules.listed, Audience::Public | Audience::Network) && !is_member_needed;
        let is_open = is_open && peer.shares_groups.has(&group);
        let is_seen =
            group.is_local && (is_open || feed::has_member_of(&self.db, id, peer.instance_id).await?);
        if is_seen { Ok(group) } else { Err(NotForYou::Hidden) }
    }

    /// Entries for these changes, and the instances of those who speak in them. A handful of statements for all.
    pub(super) async fn entries(
        &self,
        group: &Group,
        changes: &[Change],
    ) -> Result<(Vec<FeedEntry>, BTreeSet<InstanceId>), Error> {
        let shelf = Shelf::fill(self, group, changes).await?;
        let mut entries = Vec::with_capacity(changes.len());
        for change in changes {
            entries.push(self.entry(group, change, &shelf).await?);
        }
        let speakers =
            shelf.people.values().filter(|person| !person.is_local).map(|person| person.instance_id);
        Ok((entries, speakers.collect()))
    }

    async fn entry(&self, group: &Group, change: &Change, shelf: &Shelf) -> Result<FeedEntry, Error> {
        let found = match change.kind {
            _ if !change.is_present => None,
            Thing::Group => {
                let document = objects::to_wire(group, self.parent_of(group).await?, &self.urls);
                Some(plain(change, serde_json::to_value(document)?))
            }
            Thing::Member => self.member_entry(group, change, shelf)?,
            Thing::Item => self.item_entry(group, change, shelf)?,
            Thing::Comment => self.comment_entry(group, change, shelf)?,
            Thing::Page => self.page_entry(group, change, shelf)?,
        };
        Ok(found.unwrap_or_else(|| FeedEntry { kind: "Remove".into(), ..plain(change, json!(change.ap_id)) }))
    }

    fn page_entry(&self, group: &Group, change: &Change, shelf: &Shelf) -> Result<Option<FeedEntry>, Error> {
        let Some(told) = shelf.pages.get(&change.object_id) else { return Ok(None) };
        let page = pages::to_wire(told, &group.ap_id, &shelf.people, &self.urls);
        Ok(Some(plain(change, serde_json::to_value(page)?)))
    }

    fn member_entry(
        &self,
        group: &Group,
        change: &Change,
        shelf: &Shelf,
    ) -> Result<Option<FeedEntry>, Error> {
        let Some(row) = shelf.members.get(&change.object_id) else { return Ok(None) };
        let said = || self.said(group, shelf, row.person_id, "follow", Verb::Follow, json!(group.ap_id));
        let Some(object) = shelf.document_or(change.object_id, said)? else { return Ok(None) };
        Ok(Some(FeedEntry {
            role: Some(row.role.as_str().into()),
            since: Some(row.since.to_rfc3339()),
            ..plain(change, object)
        }))
    }

    fn item_entry(&self, group: &Group, change: &Change, shelf: &Shelf) -> Result<Option<FeedEntry>, Error> {
        let Some(item) = shelf.items.get(&change.object_id) else { return Ok(None) };
        let said = || {
            let Some(author) = shelf.people.get(&item.author_id) else { return Ok(None) };
            let files = shelf.files_of(item.id.0);
            let document = post::of_item(item, files, &author.ap_id, &group.ap_id, &self.urls);
            self.said(
                group,
                shelf,
                item.author_id,
                &item.version.to_string(),
                Verb::Create,
                serde_json::to_value(document)?,
            )
        };
        let Some(object) = shelf.document_or(change.object_id, said)? else { return Ok(None) };
        let facts = PostFacts { files: self.held(item.id.0, shelf), ..facts_of_item(item, shelf) };
        Ok(Some(FeedEntry { facts: Some(facts), ..plain(change, object) }))
    }

    /// Where we give the files whose bytes we have.
    fn held(&self, id: Uuid, shelf: &Shelf) -> Vec<HeldFile> {
        let readable = shelf.files_of(id).iter().filter(|file| file.readable().is_some());
        readable.map(|file| HeldFile { id: file.ap_id.clone(), url: self.urls.file(file.id) }).collect()
    }

    fn comment_entry(
        &self,
        group: &Group,
        change: &Change,
        shelf: &Shelf,
    ) -> Result<Option<FeedEntry>, Error> {
        let Some(comment) = shelf.comments.get(&change.object_id) else { return Ok(None) };
        let Some(item) = shelf.items.get(&comment.item_id.0) else { return Ok(None) };
        let said = || {
            let Some(author) = shelf.people.get(&comment.author_id) else { return Ok(None) };
            let parent =
                comment.parent_id.and_then(|parent| shelf.addresses.get(&parent.0)).map(String::as_str);
            let files = shelf.files_of(comment.id.0);
            let document = post::of_comment(comment, files, &author.ap_id, &group.ap_id, &item.ap_id, parent);
            let version = comment.version.to_string();
            self.said(
                group,
                shelf,
                comment.author_id,
                &version,
                Verb::Create,
                serde_json::to_value(document)?,
            )
        };
        let Some(object) = shelf.document_or(change.object_id, said)? else { return Ok(None) };
        let facts = PostFacts { files: self.held(comment.id.0, shelf), ..facts_of_comment(comment) };
        Ok(Some(FeedEntry { facts: Some(facts), ..plain(change, object) }))
    }

    /// What one of our own people said, as our answer or announcement vouches for it.
    fn said(
        &self,
        group: &Group,
        shelf: &Shelf,
        person: PersonId,
        part: &str,
        kind: Verb,
        object: Value,
    ) -> Result<Option<Value>, Error> {
        let Some(person) = shelf.people.get(&person).filter(|person| person.is_local) else {
            return Ok(None);
        };
        let about = object.get("id").and_then(Value::as_str).unwrap_or(&person.ap_id).to_owned();
        let said = Said {
            context: Value::Null,
            id: format!("{about}#{part}"),
            kind,
            actor: Speaker::Person(Box::new(post::speaker(person, &self.urls))),
            audience: group.ap_id.clone(),
            object,
            target: None,
            name: None,
            content: None,
            end_time: None,
            published: None,
            sequence: None,
            previous: None,
            epoch: None,
            proof: None,
        };
        Ok(Some(serde_json::to_value(said)?))
    }

    /// The actors of instances that spoke, for a peer that may not know them.
    pub(super) async fn actors_of(
        &self,
        instances: &BTreeSet<InstanceId>,
        asking: InstanceId,
    ) -> Result<Vec<Value>, Error> {
        let mut actors = Vec::new();
        for id in instances.iter().filter(|id| **id != asking) {
            match peers::find(&self.db, *id).await {
                Ok(peer) => actors.push(serde_json::from_str(&peer.actor)?),
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(actors)
    }
}

fn plain(change: &Change, object: Value) -> FeedEntry {
    FeedEntry {
        kind: "Update".into(),
        sequence: change.seq,
        sort: word(change.kind).into(),
        object,
        facts: None,
        role: None,
        since: None,
    }
}

pub(super) fn word(thing: Thing) -> &'static str {
    match thing {
        Thing::Group => "group",
        Thing::Member => "member",
        Thing::Item => "item",
        Thing::Comment => "comment",
        Thing::Page => "page",
    }
}

fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

fn facts_of_item(item: &Item, shelf: &Shelf) -> PostFacts {
    let poll = if let Detail::Poll(poll) = &item.detail { Some(poll) } else { None };
    PostFacts {
        reactions: item.reactions.clone(),
        published: micros(item.published_at),
        edited: micros(item.edited_at),
        active: Some(item.active_at.0),
        pinned: micros(item.pinned_at),
        featured: micros(item.featured_at),
        locked: micros(item.locked_at),
        hidden: micros(item.hidden_at),
        hidden_reason: Some(item.hidden_reason.clone()).filter(|reason| !reason.is_empty()),
        accepted_answer: item.accepted_id.and_then(|id| shelf.addresses.get(&id.0).cloned()),
        votes: poll.map(|poll| poll.options.iter().map(|option| option.votes).collect()).unwrap_or_default(),
        voters: poll.map(|poll| poll.voters),
        files: Vec::new(),
        proposal: decided(&item.detail),
    }
}

fn decided(detail: &Detail) -> Option<ProposalState> {
    let Detail::Proposal(proposal) = detail else { return None };
    Some(ProposalState {
        state: proposal.state.as_str().into(),
        by: proposal.decided_by.clone(),
        at: micros(proposal.decided_at),
    })
}

fn facts_of_comment(comment: &Comment) -> PostFacts {
    PostFacts {
        reactions: comment.reactions.clone(),
        published: Some(comment.created_at.0),
        edited: micros(comment.edited_at),
        hidden: micros(comment.hidden_at),
        hidden_reason: Some(comment.hidden_reason.clone()).filter(|reason| !reason.is_empty()),
        ..PostFacts::default()
    }
}

/// Everything that entries of one page speak of, read together.
struct Shelf {
    members: HashMap<Uuid, members::Membership>,
    items: HashMap<Uuid, Item>,
    comments: HashMap<Uuid, Comment>,
    pages: HashMap<Uuid, Told>,
    people: HashMap<PersonId, Person>,
    documents: HashMap<Uuid, Vec<u8>>,
    files: HashMap<Uuid, Vec<File>>,
    /// Federation ids of comments that others point at.
    addresses: HashMap<Uuid, String>,
}

impl Shelf {
    fn files_of(&self, id: Uuid) -> &[File] {
        self.files.get(&id).map_or(&[], Vec::as_slice)
    }

    async fn fill(door: &Federation, group: &Group, changes: &[Change]) -> Result<Self, Error> {
        let db = &door.db;
        let ids = |kind: Thing| -> Vec<Uuid> {
            let of_kind = changes.iter().filter(|change| change.kind == kind && change.is_present);
            of_kind.map(|change| change.object_id).collect()
        };
        let comments = items::comments::list_by_id(
            db,
            &ids(Thing::Comment).into_iter().map(CommentId).collect::<Vec<_>>(),
        )
        .await?;
        let comments: HashMap<Uuid, Comment> = comments
            .into_iter()
            .filter(|comment| comment.standing == Standing::Accepted)
            .map(|one| (one.id.0, one))
            .collect();
        let below = comments.values().map(|comment| comment.item_id);
        let wanted: BTreeSet<ItemId> = ids(Thing::Item).into_iter().map(ItemId).chain(below).collect();
        let items = items::list_by_id(db, &FEED, &wanted.into_iter().collect::<Vec<_>>()).await?;
        let items: HashMap<Uuid, Item> = items
            .into_iter()
            .filter(|item| {
                item.group_id == Some(group.id) && !item.is_draft() && item.standing == Standing::Accepted
            })
            .map(|item| (item.id.0, item))
            .collect();
        let members = members::list_rows(
            db,
            group.id,
            &ids(Thing::Member).into_iter().map(PersonId).collect::<Vec<_>>(),
        )
        .await?;
        let authors = items
            .values()
            .map(|item| item.author_id)
            .chain(comments.values().map(|comment| comment.author_id));
        let pages: Vec<PageId> = ids(Thing::Page).into_iter().map(PageId).collect();
        let pages = told::list(db, group.id, &pages).await?;
        let authors = authors.chain(told::people_of(&pages));
        let people: BTreeSet<PersonId> = authors.chain(members.iter().map(|row| row.person_id)).collect();
        let people = people::list(db, &people.into_iter().collect::<Vec<_>>()).await?;
        let pointed: Vec<CommentId> = items
            .values()
            .filter_map(|item| item.accepted_id)
            .chain(comments.values().filter_map(|comment| comment.parent_id))
            .collect();
        let pointed = items::comments::list_by_id(db, &pointed).await?;
        let all: Vec<Uuid> =
            changes.iter().filter(|change| change.is_present).map(|change| change.object_id).collect();
        let of_items =
            files::list_of_items(db, &items.keys().map(|id| ItemId(*id)).collect::<Vec<_>>()).await?;
        let below: Vec<CommentId> = comments.keys().map(|id| CommentId(*id)).collect();
        let mut filed: HashMap<Uuid, Vec<File>> = HashMap::new();
        for file in of_items.into_iter().chain(files::list_of_comments(db, &below).await?) {
            if let Some(id) = file.comment_id.map(|id| id.0).or(file.item_id.map(|id| id.0)) {
                filed.entry(id).or_default().push(file);
            }
        }
        Ok(Self {
            files: filed,
            documents: feed::list_documents(db, group.id, &all).await?.into_iter().collect(),
            members: members.into_iter().map(|row| (row.person_id.0, row)).collect(),
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            addresses: pointed.into_iter().map(|comment| (comment.id.0, comment.ap_id)).collect(),
            pages: pages.into_iter().map(|told| (told.page.id.0, told)).collect(),
            items,
            comments,
        })
    }

    /// What came from elsewhere is handed on as it came; what is ours is written now.
    fn document_or(
        &self,
        id: Uuid,
        ours: impl FnOnce() -> Result<Option<Value>, Error>,
    ) -> Result<Option<Value>, Error> {
        match self.documents.get(&id) {
            Some(document) => Ok(Some(serde_json::from_slice(document)?)),
            None => ours(),
        }
    }
}
