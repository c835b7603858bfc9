//! Groups, and what is written in them: `Group` by FEP-1b12 as Lemmy and Mastodon read it, with terms of our own; the
//! feed of a group for the instances of its members.

use std::collections::BTreeMap;

use domain::groups::desk::Desk;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Endpoints, Image, Person, Term};

/// The `@context` of groups and of everything said in them.
pub fn group_context() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/data-integrity/v2",
        {
            "plein": super::NAMESPACE,
            "schema": "https://schema.org/",
            "toot": "http://joinmastodon.org/ns#",
            "votersCount": "toot:votersCount",
            "discoverable": "toot:discoverable",
            "DefinedTerm": "schema:DefinedTerm",
            "Organization": "schema:Organization",
            "acceptedAnswer": "schema:acceptedAnswer",
            "worksFor": "schema:worksFor",
            "affiliation": "plein:affiliation",
            "archived": "plein:archived",
            "archiveAt": "plein:archiveAt",
            "changes": "plein:changes",
            "contentFor": "plein:contentFor",
            "facts": "plein:facts",
            "files": "plein:files",
            "introduction": "plein:introduction",
            "joinPolicy": "plein:joinPolicy",
            "kind": "plein:kind",
            "language": "plein:language",
            "listedFor": "plein:listedFor",
            "memberCount": "plein:memberCount",
            "organisationCount": "plein:organisationCount",
            "partOf": "plein:partOf",
            "previous": "plein:previous",
            "question": "plein:question",
            "requiredFields": "plein:requiredFields",
            "role": "plein:role",
            "sha256": "plein:sha256",
            "rules": "plein:rules",
            "sequence": "plein:sequence",
            "size": "plein:size",
            "version": "plein:version",
            "visibleTo": "plein:visibleTo",
            "welcome": "plein:welcome"
        }
    ])
}

/// A group. `summary` is HTML for other software; ours reads `purpose`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub preferred_username: String,
    pub name: String,
    #[serde(default)]
    pub summary: String,
    pub inbox: String,
    pub followers: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<Endpoints>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    pub manually_approves_followers: bool,
    #[serde(default)]
    pub discoverable: bool,
    pub published: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub introduction: String,
    #[serde(default)]
    pub rules: String,
    #[serde(default)]
    pub welcome: String,
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub question: String,
    /// open, request, invitation
    pub join_policy: String,
    /// public, network, organisation, group
    pub listed_for: String,
    pub content_for: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_fields: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Term>,
    pub member_count: i64,
    pub organisation_count: i64,
    pub version: i64,
    /// The feed for instances with members.
    pub changes: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Image>,
    /// The cover, by the name that Mastodon reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<String>,
}

/// An item or a comment. The type is what other software understands; `kind` says what it is to us.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Post {
    pub id: String,
    /// Note, Article, Page, Question, Document
    #[serde(rename = "type")]
    pub kind: String,
    pub attributed_to: String,
    /// The group.
    pub audience: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// HTML, for other software.
    #[serde(default)]
    pub content: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(default)]
    pub language: String,
    pub published: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    /// Comment: the item below which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// status, blog, discussion, question, poll, file, proposal, remark; comment
    #[serde(rename = "plein:kind", default)]
    pub sort: String,
    /// public, network, organisation, group
    #[serde(default)]
    pub visible_to: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<Term>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Choice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Choice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive_at: Option<String>,
    /// File: where it lies, `Beleid/2026`.
    #[serde(rename = "plein:folder", default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachment: Vec<Attachment>,
    /// Proposal: the text, and the page it is for.
    #[serde(rename = "plein:proposal", default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposed>,
    /// Remark: the page of the wiki that it is about.
    #[serde(rename = "plein:about", default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// A text for a page of the wiki.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub page: String,
    /// The version that it was written on.
    pub base: String,
    pub source: String,
}

/// What the host says became of a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalState {
    /// open, changes, approved, declined
    pub state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
}

/// A file. Its bytes are asked for by instances, under their signature; `id` is no address for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Document
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub media_type: String,
    #[serde(default)]
    pub size: i64,
    /// SHA-256 of the bytes, in hexadecimal.
    #[serde(rename = "plein:digest", default)]
    pub digest: String,
    /// What an image shows; empty when it only decorates, absent when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// A file whose bytes the host of the group has, and where it gives them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldFile {
    pub id: String,
    pub url: String,
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub content: String,
    pub media_type: String,
}

/// An option of a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    #[serde(rename = "type")]
    pub kind: String,
    pub name: String,
}

/// Something said in a group by one of its people, or by the group itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Verb,
    pub actor: Speaker,
    /// The group.
    pub audience: String,
    pub object: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Value>,
    /// What something was that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A reason, an answer, a reaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Announcements: place in the feed, and the one before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Value>,
}

/// Who speaks: a group by its address, a person with his name and employer, so that the proof covers them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Speaker {
    Address(String),
    Person(Box<Person>),
}

impl Speaker {
    pub fn id(&self) -> &str {
        match self {
            Self::Address(id) => id,
            Self::Person(person) => &person.id,
        }
    }
}

/// What can be done in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    Follow,
    Undo,
    Accept,
    Reject,
    Invite,
    Create,
    Update,
    Delete,
    Like,
    Add,
    Remove,
    Block,
    Flag,
    Announce,
    Offer,
    Leave,
    #[serde(rename = "plein:Vote")]
    Vote,
    #[serde(other)]
    Other,
}

/// A page of groups that a peer may know of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupsPage {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub ordered_items: Vec<Group>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A page of a group's feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedPage {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub epoch: String,
    /// The last sequence there is.
    pub sequence: i64,
    pub ordered_items: Vec<FeedEntry>,
    /// Actors of instances that have spoken on this page, for whoever does not know them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<Value>,
}

/// What a copy of a group is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupDigest {
    pub id: String,
    pub epoch: String,
    pub sequence: i64,
    /// Over the addresses of all members, items, comments and pages, hexadecimal (FEP-8fcf).
    pub digest: String,
}

/// What lies before the moderators of a group, for an instance at which one of them works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModeratorsDesk {
    pub id: String,
    pub desk: Desk,
}

/// One thing as it stands now, or its address when it is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedEntry {
    /// Update, Remove
    #[serde(rename = "type")]
    pub kind: String,
    pub sequence: i64,
    /// group, member, item, comment, page
    #[serde(rename = "plein:kind")]
    pub sort: String,
    /// The activity by which its author said it; for the group itself the group; for what is gone its address.
    pub object: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<PostFacts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// What the host says of a post. Instants are microseconds since 1970: copies sort as the host does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PostFacts {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reactions: BTreeMap<String, i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub featured: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_answer: Option<String>,
    /// Poll: votes by option, and how many people voted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voters: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<HeldFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalState>,
}
