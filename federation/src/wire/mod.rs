//! Documents exactly as they stand on the wire. No IO, no types of the house.
//!
//! Reading is lenient about what we do not know (unknown members are skipped) and strict about what we use:
//! where one text is expected, a list is no text (CVE-2024-23832).

mod activity;
mod actor;
mod directory;
mod discovery;
mod group;
mod inquiry;
mod open;
mod person;
mod wiki;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use activity::{Activity, ActorRef, Kind};
pub use actor::{Actor, Endpoints, Implemented, Multikey};
pub use directory::{
    Bucket, BucketPage, Change, ChangeKind, ChangeObject, ChangesPage, DirectoryDigest, Leaf, Nudge,
};
pub use discovery::{
    Link, Metadata, NodeInfo, NodeInfoLinks, ResourceDescriptor, Services, Software, Usage, Users,
};
pub use group::{
    Attachment, Choice, FeedEntry, FeedPage, Group, GroupDigest, GroupsPage, HeldFile, ModeratorsDesk, Post,
    PostFacts, ProposalState, Proposed, Said, Source, Speaker, Verb, group_context,
};
pub use inquiry::Letter;
pub use open::{
    ForeignActivity, ForeignActor, ForeignNote, Mention, OpenActivity, OpenGroup, OpenPost, PUBLIC, RsaKey,
    open_context,
};
pub use person::{Consent, CustomField, Image, NamedPlace, Organization, Person, Term};
pub use wiki::{PageEditing, PageEditor, PageVersion, Patch, VersionsPage, WikiPage};

/// The media type we send.
pub const ACTIVITY_JSON: &str = "application/activity+json";
/// What we accept as an activity, an actor or a collection; parameters are left aside.
pub const ACTIVITY_TYPES: [&str; 2] = [ACTIVITY_JSON, "application/ld+json"];
pub const JRD_JSON: &str = "application/jrd+json";

/// The namespace of Plein's own terms.
pub const NAMESPACE: &str = "https://plein.example/ns#";

/// The `@context` of everything we send: ActivityStreams, keys and proofs, schema.org, our own terms. We write
/// it, and never read it: members are known by their names, linked data is not evaluated.
pub fn context() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/data-integrity/v2",
        "https://w3id.org/security/multikey/v1",
        {
            "plein": NAMESPACE,
            "schema": "https://schema.org/",
            "toot": "http://joinmastodon.org/ns#",
            "implements": { "@id": "https://w3id.org/fep/844e#implements", "@container": "@set" },
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "DefinedTerm": "schema:DefinedTerm",
            "Organization": "schema:Organization",
            "email": "schema:email",
            "telephone": "schema:telephone",
            "identifier": "schema:identifier",
            "jobTitle": "schema:jobTitle",
            "knowsAbout": "schema:knowsAbout",
            "knowsLanguage": "schema:knowsLanguage",
            "workLocation": "schema:workLocation",
            "worksFor": "schema:worksFor",
            "about": "plein:about",
            "affiliation": "plein:affiliation",
            "askMeAbout": "plein:askMeAbout",
            "availability": "plein:availability",
            "canMentor": "plein:canMentor",
            "changes": "plein:changes",
            "consent": "plein:consent",
            "directory": "plein:directory",
            "epoch": "plein:epoch",
            "fields": "plein:fields",
            "level": "plein:level",
            "pronouns": "plein:pronouns",
            "rootDigest": "plein:rootDigest",
            "sequence": "plein:sequence",
            "unit": "plein:unit"
        }
    ])
}

/// A name in both languages, as `nameMap` has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageMap {
    #[serde(default)]
    pub nl: String,
    #[serde(default)]
    pub en: String,
}
