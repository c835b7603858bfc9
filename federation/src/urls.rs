//! Our own addresses. Federation ids are opaque; the pages that people see live elsewhere.

use domain::groups::pictures::Shape;
use domain::{CommentId, FileId, GroupId, ItemId, PersonId};
use url::Url;
use uuid::Uuid;

use crate::keys::PublicKey;

/// The addresses of one instance, all below its base: `https://utrecht.example`.
#[derive(Clone, Debug)]
pub struct Urls {
    base: Url,
    text: String,
}

impl Urls {
    /// `base_url` without a slash at the end, as the house keeps it.
    pub fn new(base_url: &str) -> Result<Self, url::ParseError> {
        Ok(Self { base: Url::parse(base_url)?, text: base_url.to_owned() })
    }

    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Host, with the port where it is not the usual one.
    pub fn authority(&self) -> &str {
        self.base.authority()
    }

    /// Our public address for a path with its query, as a signature covers it.
    pub fn at(&self, path_and_query: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!("{}{path_and_query}", self.text))
    }

    pub fn actor(&self) -> String {
        self.below("actor")
    }

    /// The address of a key; the key itself stands in it, so that a new key never inherits an old address.
    pub fn key(&self, key: &PublicKey) -> String {
        format!("{}#{key}", self.actor())
    }

    pub fn inbox(&self) -> String {
        self.below("inbox")
    }

    pub fn outbox(&self) -> String {
        self.below("outbox")
    }

    pub fn directory(&self) -> String {
        self.below("directory/changes")
    }

    pub fn activity(&self, id: Uuid) -> String {
        self.below(&format!("ap/activity/{id}"))
    }

    /// Where other instances ask for the bytes of a file.
    pub fn file(&self, id: FileId) -> String {
        self.below(&format!("ap/file/{id}"))
    }

    /// A picture of one of our groups, for peers.
    pub fn group_picture(&self, group: GroupId, shape: Shape, digest: &str) -> String {
        self.below(&format!("ap/group/{group}/{}?v={}", shape.as_str(), digest.get(..16).unwrap_or(digest)))
    }

    pub fn photo(&self, person: PersonId, digest: &str) -> String {
        self.below(&format!("ap/person/{person}/photo/{digest}"))
    }

    /// The list of our groups.
    pub fn groups(&self) -> String {
        self.below("directory/groups")
    }

    /// The page that people see of a group.
    pub fn group_page(&self, group: GroupId) -> String {
        self.below(&format!("groups/{group}"))
    }

    /// The page that people see of an item.
    pub fn item_page(&self, item: ItemId) -> String {
        self.below(&format!("items/{item}"))
    }

    /// The page that people see of a comment.
    pub fn comment_page(&self, comment: CommentId) -> String {
        self.below(&format!("comments/{comment}"))
    }

    /// An item of a public group as anybody may fetch it, also one that somebody of elsewhere wrote in it.
    pub fn open_item(&self, item: ItemId) -> String {
        self.below(&format!("ap/item/{item}"))
    }

    /// The same for a comment.
    pub fn open_comment(&self, comment: CommentId) -> String {
        self.below(&format!("ap/comment/{comment}"))
    }

    /// The inbox of a group. What comes there comes to all: foreign software wants one for each actor.
    pub fn group_inbox(&self, group: GroupId) -> String {
        self.below(&format!("ap/group/{group}/inbox"))
    }

    /// The page that people see of a person.
    pub fn person_page(&self, person: PersonId) -> String {
        self.below(&format!("people/{person}"))
    }

    /// Anything below the base, without a slash in front.
    pub fn below(&self, path: &str) -> String {
        format!("{}/{path}", self.text)
    }
}

/// Whether an address is of this origin: same scheme, host and port.
pub fn is_of_origin(address: &str, origin: &Url) -> bool {
    Url::parse(address).is_ok_and(|url| {
        url.origin() == origin.origin() && url.username().is_empty() && url.password().is_none()
    })
}
