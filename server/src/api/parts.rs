//! What several endpoints of groups give: people, groups, items and comments as programs see them.

use std::collections::{BTreeMap, HashMap};

use domain::files::File;
use domain::groups::{Group, JoinPolicy, Place, Role, State};
use domain::items::{Comment, Detail, Item, Standing};
use domain::people::Face;
use domain::{Audience, PersonId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::files::FileOut;

/// Somebody in one line.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub id: String,
    /// Empty when the account is gone.
    pub name: String,
    pub organisation: String,
    /// The host name of that organisation.
    pub host: String,
    pub handle: String,
}

impl From<&Face> for Person {
    fn from(face: &Face) -> Self {
        Self {
            id: face.id.to_string(),
            name: face.name.clone(),
            organisation: face.organisation.clone(),
            host: face.host.clone(),
            handle: face.handle.clone(),
        }
    }
}

pub type Faces = HashMap<PersonId, Face>;

pub fn person(faces: &Faces, id: PersonId) -> Option<Person> {
    faces.get(&id).map(Person::from)
}

/// A subject of the taxonomy.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Subject {
    pub uri: String,
    pub nl: String,
    pub en: String,
}

pub fn subjects(subjects: &[domain::groups::Subject]) -> Vec<Subject> {
    let copy = |one: &domain::groups::Subject| Subject {
        uri: one.uri.clone(),
        nl: one.nl.clone(),
        en: one.en.clone(),
    };
    subjects.iter().map(copy).collect()
}

/// A network.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupOut {
    pub id: String,
    pub name: String,
    pub summary: String,
    /// Markdown.
    pub introduction: String,
    pub rules: String,
    pub language: String,
    pub subjects: Vec<Subject>,
    /// `open`, `request` or `invitation`.
    pub join_policy: &'static str,
    /// Asked of whoever requests to join.
    pub question: String,
    /// For whom it exists: `public`, `network`, `organisation`; `group`: hidden.
    pub listed: &'static str,
    /// For whom its content is besides its members; `group`: members only.
    pub content: &'static str,
    /// The organisation that hosts it.
    pub organisation: String,
    pub host: String,
    pub member_count: i64,
    pub organisation_count: i64,
    pub is_archived: bool,
    /// Nothing can be written: it is archived, or its host is not connected.
    pub is_read_only: bool,
    /// The caller's own place: `active`, `requested`, `invited`, `banned`; absent: none.
    pub membership: Option<&'static str>,
    /// `owner`, `moderator` or `member`; absent when not a member.
    pub role: Option<&'static str>,
}

impl GroupOut {
    pub fn new(group: &Group) -> Self {
        Self {
            id: group.id.to_string(),
            name: group.words.name.clone(),
            summary: group.words.summary.clone(),
            introduction: group.words.introduction.clone(),
            rules: group.words.rules.clone(),
            language: group.words.language.clone(),
            subjects: subjects(&group.subjects),
            join_policy: JoinPolicy::as_str(group.rules.join_policy),
            question: group.rules.question.clone(),
            listed: Audience::as_str(group.rules.listed),
            content: Audience::as_str(group.rules.content),
            organisation: group.organisation.clone(),
            host: group.host.clone(),
            member_count: group.member_count,
            organisation_count: group.organisation_count,
            is_archived: group.archived_at.is_some(),
            is_read_only: group.is_read_only(),
            membership: None,
            role: None,
        }
    }

    pub fn of_place(place: &Place) -> Self {
        let membership = place.membership.as_ref();
        let role = membership.filter(|row| row.state == State::Active).map(|row| Role::as_str(row.role));
        Self { membership: membership.map(|row| state(row.state)), role, ..Self::new(&place.group) }
    }
}

pub fn state(state: State) -> &'static str {
    match state {
        State::Active => "active",
        State::Requested => "requested",
        State::Invited => "invited",
        State::Banned => "banned",
    }
}

/// Something published.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemOut {
    pub id: String,
    pub group_id: Option<String>,
    /// `status`, `blog`, `discussion`, `question`, `poll` or `file`.
    pub kind: &'static str,
    pub audience: &'static str,
    pub title: String,
    /// Markdown.
    pub body: String,
    /// The body as HTML that is safe to show.
    pub html: String,
    pub language: String,
    pub subjects: Vec<Subject>,
    pub author: Option<Person>,
    pub poll: Option<PollOut>,
    /// Of a `proposal`: what it would make of which page.
    pub proposal: Option<ProposalOut>,
    /// Of a `file`: where it lies, `Beleid/2026`; empty: in no folder.
    pub folder: Option<String>,
    pub files: Vec<FileOut>,
    /// How often each sign was given.
    pub reactions: BTreeMap<String, i64>,
    pub comment_count: i64,
    /// RFC 3339; absent: a draft.
    pub published_at: Option<String>,
    pub publish_at: Option<String>,
    pub edited_at: Option<String>,
    pub active_at: String,
    pub is_pinned: bool,
    pub is_featured: bool,
    pub is_locked: bool,
    pub is_hidden: bool,
    pub accepted_comment_id: Option<String>,
    /// `waiting` (on its way to the host), `accepted` or `refused`.
    pub standing: &'static str,
    /// To send along when changing it.
    pub version: i64,
}

/// A poll with what was counted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PollOut {
    pub options: Vec<PollOptionOut>,
    pub is_multiple: bool,
    pub closes_at: Option<String>,
    pub voters: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PollOptionOut {
    pub text: String,
    pub votes: i64,
}

impl ItemOut {
    pub fn new(item: &Item, faces: &Faces) -> Self {
        Self {
            id: item.id.to_string(),
            group_id: item.group_id.map(|id| id.to_string()),
            kind: item.kind.as_str(),
            audience: item.audience.as_str(),
            title: item.title.clone(),
            body: item.body.clone(),
            html: item.html.clone(),
            language: item.language.clone(),
            subjects: subjects(&item.subjects),
            author: person(faces, item.author_id),
            poll: poll(&item.detail),
            proposal: proposal(&item.detail),
            folder: item.detail.folder().map(str::to_owned),
            files: Vec::new(),
            reactions: item.reactions.clone(),
            comment_count: item.comment_count,
            published_at: item.published_at.map(Timestamp::to_rfc3339),
            publish_at: item.publish_at.map(Timestamp::to_rfc3339),
            edited_at: item.edited_at.map(Timestamp::to_rfc3339),
            active_at: item.active_at.to_rfc3339(),
            is_pinned: item.pinned_at.is_some(),
            is_featured: item.featured_at.is_some(),
            is_locked: item.is_locked(),
            is_hidden: item.hidden_at.is_some(),
            accepted_comment_id: item.accepted_id.map(|id| id.to_string()),
            standing: standing(item.standing),
            version: item.version,
        }
    }

    /// With those of these files that are its own.
    pub fn with_files(self, files: &[File]) -> Self {
        let own = files.iter().filter(|file| file.item_id.is_some_and(|id| id.to_string() == self.id));
        Self { files: own.map(FileOut::from).collect(), ..self }
    }
}

fn poll(detail: &Detail) -> Option<PollOut> {
    let Detail::Poll(poll) = detail else { return None };
    let option = |option: &domain::items::kinds::poll::PollOption| PollOptionOut {
        text: option.text.clone(),
        votes: option.votes,
    };
    Some(PollOut {
        options: poll.options.iter().map(option).collect(),
        is_multiple: poll.is_multiple,
        closes_at: poll.closes_at.map(Timestamp::to_rfc3339),
        voters: poll.voters,
    })
}

/// A text for a page of the wiki.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalOut {
    /// The address of the page between organisations.
    pub page: String,
    /// The version that it was written on.
    pub base: String,
    /// Markdown: the whole page as it would be.
    pub body: String,
    /// `open`, `changes`, `approved` or `declined`.
    pub state: &'static str,
    pub decided_at: Option<String>,
}

fn proposal(detail: &Detail) -> Option<ProposalOut> {
    let Detail::Proposal(proposal) = detail else { return None };
    Some(ProposalOut {
        page: proposal.page.clone(),
        base: proposal.base.0.clone(),
        body: proposal.source.clone(),
        state: proposal.state.as_str(),
        decided_at: proposal.decided_at.map(Timestamp::to_rfc3339),
    })
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => "waiting",
        Standing::Accepted => "accepted",
        Standing::Refused => "refused",
    }
}

/// A comment, or an answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CommentOut {
    pub id: String,
    pub item_id: String,
    /// The comment it replies to.
    pub reply_to: Option<String>,
    pub author: Option<Person>,
    /// Markdown; empty where it was taken back.
    pub body: String,
    pub html: String,
    pub files: Vec<FileOut>,
    pub reactions: BTreeMap<String, i64>,
    pub created_at: String,
    pub edited_at: Option<String>,
    pub is_deleted: bool,
    pub is_hidden: bool,
    pub standing: &'static str,
}

impl CommentOut {
    pub fn new(comment: &Comment, faces: &Faces) -> Self {
        let is_deleted = comment.deleted_at.is_some();
        Self {
            id: comment.id.to_string(),
            item_id: comment.item_id.to_string(),
            reply_to: comment.parent_id.map(|id| id.to_string()),
            author: person(faces, comment.author_id).filter(|_| !is_deleted),
            body: comment.body.clone(),
            html: comment.html.clone(),
            files: Vec::new(),
            reactions: comment.reactions.clone(),
            created_at: comment.created_at.to_rfc3339(),
            edited_at: comment.edited_at.map(Timestamp::to_rfc3339),
            is_deleted,
            is_hidden: comment.hidden_at.is_some(),
            standing: standing(comment.standing),
        }
    }

    /// With those of these files that are its own.
    pub fn with_files(self, files: &[File]) -> Self {
        let own = files.iter().filter(|file| file.comment_id.is_some_and(|id| id.to_string() == self.id));
        Self { files: own.map(FileOut::from).collect(), ..self }
    }
}

/// Reads an instant that a program sends.
pub fn instant(field: &'static str, text: Option<&str>) -> domain::Result<Option<Timestamp>> {
    let read = |text| Timestamp::parse_rfc3339(text).ok_or(domain::Error::invalid(field, "error-instant"));
    text.map(read).transpose()
}

/// Reads an id in a path; what is none names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> domain::Result<T> {
    text.parse().map_err(|_| domain::Error::NotFound)
}

/// Rows on one page: 20 unless asked, at most 100.
pub fn limit(asked: Option<i64>) -> i64 {
    asked.unwrap_or(20).clamp(1, 100)
}
