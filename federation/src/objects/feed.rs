//! Entries of a group's feed: from the wire to what the house keeps.

use domain::Timestamp;
use domain::files::remote::Told;
use domain::groups::Role;
use domain::groups::replica::Entry;
use domain::items::kinds::poll::{Poll, PollOption};
use domain::items::kinds::proposal::{NewProposal, Proposal, State};
use domain::items::replica::{CommentState, Facts, ItemState};
use domain::items::{Detail, Kind, signs::Sign};
use domain::people::check;
use domain::people::replica::Stub;
use domain::wiki::SOURCE_BYTES_MAX;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::group::{cut, seen_here};
use super::post::{self, Read};
use super::{Disbelief, group};
use crate::wire::{FeedEntry, Group, Post, PostFacts, ProposalState, Said, WikiPage};

/// An entry before its speaker is believed.
pub enum Facted {
    Group(Box<Group>, Url),
    Gone(String),
    Page(Box<WikiPage>),
    Said { said: Box<Said>, document: Value },
}

/// Reads what kind of entry it is.
pub fn read(entry: &FeedEntry, host: &Url) -> Result<Facted, Disbelief> {
    if entry.kind == "Remove" {
        let id = entry.object.as_str().ok_or(Disbelief::Unreadable("object"))?;
        return Ok(Facted::Gone(id.to_owned()));
    }
    if entry.sort == "group" {
        let group = Group::deserialize(&entry.object).map_err(|_| Disbelief::Unreadable("group"))?;
        return Ok(Facted::Group(Box::new(group), host.clone()));
    }
    if entry.sort == "page" {
        let page = WikiPage::deserialize(&entry.object).map_err(|_| Disbelief::Unreadable("page"))?;
        return Ok(Facted::Page(Box::new(page)));
    }
    let said = Said::deserialize(&entry.object).map_err(|_| Disbelief::Unreadable("object"))?;
    Ok(Facted::Said { said: Box::new(said), document: entry.object.clone() })
}

/// What needs no speaker.
pub fn settle(found: Facted) -> Result<Entry, Disbelief> {
    match found {
        Facted::Group(document, host) => Ok(Entry::Group(Box::new(group::from_wire(*document, &host)?))),
        Facted::Gone(ap_id) => Ok(Entry::Gone { ap_id }),
        Facted::Said { .. } | Facted::Page(_) => Err(Disbelief::Unreadable("speaker")),
    }
}

/// What somebody said, and who he is.
pub fn with_speaker(
    entry: &FeedEntry,
    said: Said,
    document: &Value,
    speaker: Stub,
) -> Result<Entry, Disbelief> {
    let document = document.get("proof").is_some().then(|| document.to_string().into_bytes());
    if entry.sort == "member" {
        return Ok(Entry::Member {
            person: speaker,
            role: entry.role.as_deref().and_then(Role::parse).unwrap_or(Role::Member),
            since: instant(entry.since.as_deref()).ok_or(Disbelief::Unreadable("since"))?,
            document,
        });
    }
    let object = Post::deserialize(&said.object).map_err(|_| Disbelief::Unreadable("object"))?;
    let read = post::read(object)?;
    // Nobody writes in another's name, and nothing stands under an address of another's instance.
    if read.author != speaker.ap_id || !is_same_origin(&read.ap_id, &speaker.ap_id) {
        return Err(Disbelief::Unreadable("attributedTo"));
    }
    let facts = entry.facts.clone().unwrap_or_default();
    match read.kind {
        Some(kind) => Ok(Entry::Item(Box::new(ItemState {
            kind,
            audience: seen_here(read.audience),
            detail: counted(&read, &facts),
            published_at: micros(facts.published).unwrap_or(read.published_at),
            edited_at: micros(facts.edited).or(read.updated_at),
            archive_at: read.archive_at,
            files: held(read.files, &facts),
            facts: facts_of(&facts),
            ap_id: read.ap_id,
            author: speaker,
            title: read.title,
            body: read.body,
            language: read.language,
            subjects: read.subjects,
            document,
        }))),
        None => comment(read, &facts, speaker, document),
    }
}

/// Files are asked for where the host has them, and nowhere before that.
fn held(files: Vec<Told>, facts: &PostFacts) -> Vec<Told> {
    let at_host = |file: &Told| facts.files.iter().find(|held| held.id == file.ap_id);
    let placed = files.into_iter().map(|file| {
        let fetch_from = at_host(&file).map(|held| held.url.clone()).filter(|url| url.len() <= 500);
        Told { fetch_from, ..file }
    });
    placed.collect()
}

fn comment(
    read: Read,
    facts: &PostFacts,
    author: Stub,
    document: Option<Vec<u8>>,
) -> Result<Entry, Disbelief> {
    let item = read.item.ok_or(Disbelief::Unreadable("context"))?;
    Ok(Entry::Comment(Box::new(CommentState {
        parent: read.in_reply_to.filter(|parent| *parent != item),
        published_at: micros(facts.published).unwrap_or(read.published_at),
        edited_at: micros(facts.edited).or(read.updated_at),
        files: held(read.files, facts),
        facts: facts_of(facts),
        ap_id: read.ap_id,
        body: read.body,
        language: read.language,
        item,
        author,
        document,
    })))
}

/// Whether two addresses belong to one instance.
pub fn is_same_origin(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => one.origin() == other.origin(),
        _ => false,
    }
}

fn counted(read: &Read, facts: &PostFacts) -> Detail {
    if read.kind == Some(Kind::File) {
        return Detail::File(read.filed.clone());
    }
    if let Some(new) = &read.proposal {
        return Detail::Proposal(proposal(new, facts.proposal.as_ref()));
    }
    if let (Some(Kind::Remark), Some(remark)) = (read.kind, &read.remark) {
        return Detail::Remark(remark.clone());
    }
    let Some(poll) = &read.poll else { return Detail::Plain };
    let votes = |at: usize| facts.votes.get(at).copied().unwrap_or(0).max(0);
    let options = poll.options.iter().enumerate();
    Detail::Poll(Poll {
        options: options.map(|(at, text)| PollOption { text: text.clone(), votes: votes(at) }).collect(),
        is_multiple: poll.is_multiple,
        closes_at: poll.closes_at,
        voters: facts.voters.unwrap_or(0).max(0),
    })
}

/// The text is its author's; what became of it, the host says.
fn proposal(new: &NewProposal, told: Option<&ProposalState>) -> Proposal {
    Proposal {
        page: new.page.clone(),
        base: new.base.clone(),
        source: cut_bytes(&new.source),
        state: told.and_then(|told| State::parse(&told.state)).unwrap_or(State::Open),
        decided_by: told.and_then(|told| told.by.clone()).filter(|by| by.len() <= 500),
        decided_at: micros(told.and_then(|told| told.at)),
    }
}

/// No host of ours takes more.
fn cut_bytes(source: &str) -> String {
    if source.len() <= SOURCE_BYTES_MAX { source.to_owned() } else { String::new() }
}

fn facts_of(facts: &PostFacts) -> Facts {
    let known = |(sign, count): (&String, &i64)| Sign::parse(sign).map(|_| (sign.clone(), (*count).max(0)));
    Facts {
        reactions: facts.reactions.iter().filter_map(known).collect(),
        pinned_at: micros(facts.pinned),
        featured_at: micros(facts.featured),
        locked_at: micros(facts.locked),
        hidden_at: micros(facts.hidden),
        hidden_reason: cut(check::paragraphs(facts.hidden_reason.as_deref().unwrap_or_default()), 500),
        accepted: facts.accepted_answer.clone(),
        active_at: micros(facts.active),
    }
}

fn micros(at: Option<i64>) -> Option<Timestamp> {
    at.map(Timestamp)
}

fn instant(text: Option<&str>) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(text?)
}

/// The address of what an entry is about, when it is there.
pub fn address_of(entry: &Entry) -> Option<&str> {
    match entry {
        Entry::Member { person, .. } => Some(&person.ap_id),
        Entry::Item(item) => Some(&item.ap_id),
        Entry::Comment(comment) => Some(&comment.ap_id),
        Entry::Page(page) => Some(&page.ap_id),
        Entry::Group(_) | Entry::Gone { .. } => None,
    }
}
