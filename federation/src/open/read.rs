//! What of a group is public: exactly what somebody sees who is not signed in, in a group that is public itself.

use domain::audience::Viewpoint;
use domain::groups::{self, Group};
use domain::items::{self, Comment, Item, comments};
use domain::outside::actors::Actor;
use domain::outside::answers;
use domain::people::{self, profile_for};
use domain::{CommentId, Error, GroupId, ItemId, PersonId, Principal, Timestamp};

use crate::door::Federation;
use crate::objects::open as objects;
use crate::wire::{Mention, OpenPost};

const ANYBODY: Principal = Principal::Anonymous;

/// Something public, as followers may know it.
pub(super) struct Public {
    pub group: Group,
    pub text: Text,
    /// Goes up with each edit.
    pub version: i64,
    pub at: Timestamp,
    /// The one of elsewhere whom it answers.
    pub answers: Option<Actor>,
}

/// Whose text it is.
pub(super) enum Text {
    Ours(Box<OpenPost>),
    /// An answer from outside, under its own address.
    Theirs(String),
}

impl Federation {
    /// A group that anybody may read, while groups are open at all.
    pub(super) async fn find_public_group(&self, id: GroupId) -> Result<Option<Group>, Error> {
        let group = found(groups::find(&self.db, id).await)?;
        Ok(group.filter(Group::is_public))
    }

    /// An item of such a group.
    pub(super) async fn find_public_item(&self, id: ItemId) -> Result<Option<Public>, Error> {
        let Some(item) = found(items::find(&self.db, &ANYBODY, id).await)? else { return Ok(None) };
        let Some(group) = self.group_of(&item).await? else { return Ok(None) };
        let by = self.name_for(item.author_id, &group).await?;
        let post = objects::item(&item, &by, &group.ap_id, &self.urls);
        Ok(Some(Public {
            text: Text::Ours(Box::new(post)),
            version: item.version,
            at: item.published_at.unwrap_or(item.created_at),
            answers: None,
            group,
        }))
    }

    /// A comment below such an item.
    pub(super) async fn find_public_comment(&self, id: CommentId) -> Result<Option<Public>, Error> {
        let Some(comment) = found(comments::find(&self.db, &ANYBODY, id).await)? else { return Ok(None) };
        let Some(item) = found(items::find(&self.db, &ANYBODY, comment.item_id).await)? else {
            return Ok(None);
        };
        let Some(group) = self.group_of(&item).await? else { return Ok(None) };
        let (version, at) = (comment.version, comment.created_at);
        if answers::author_of(&self.db, id).await?.is_some() {
            let text = Text::Theirs(comment.ap_id);
            return Ok(Some(Public { group, text, version, at, answers: None }));
        }
        let (answered, answers) = self.answered(&comment).await?;
        let by = self.name_for(comment.author_id, &group).await?;
        let mention = answers.as_ref().map(|actor| Mention {
            kind: "Mention".into(),
            href: actor.ap_id.clone(),
            name: actor.address(),
        });
        let post = objects::comment(&comment, &by, &group.ap_id, &answered, mention, &self.urls);
        Ok(Some(Public { group, text: Text::Ours(Box::new(post)), version, at, answers }))
    }

    async fn group_of(&self, item: &Item) -> Result<Option<Group>, Error> {
        match item.group_id {
            Some(id) => self.find_public_group(id).await,
            None => Ok(None),
        }
    }

    /// The address of what a comment answers, and its author where he is of elsewhere.
    async fn answered(&self, comment: &Comment) -> Result<(String, Option<Actor>), Error> {
        let of_item = || (self.urls.open_item(comment.item_id), None);
        let Some(parent) = comment.parent_id else { return Ok(of_item()) };
        let Some(parent) = found(comments::find(&self.db, &ANYBODY, parent).await)? else {
            return Ok(of_item());
        };
        Ok(match answers::author_of(&self.db, parent.id).await? {
            Some(actor) => (parent.ap_id, Some(actor)),
            None => (self.urls.open_comment(parent.id), None),
        })
    }

    /// In whose name something stands: its author's, if he lets himself be named to everybody, else the group's.
    async fn name_for(&self, author: PersonId, group: &Group) -> Result<String, Error> {
        let Some(person) = found(people::find(&self.db, author).await)? else {
            return Ok(group.ap_id.clone());
        };
        let is_named = person.is_local && profile_for(&person, Viewpoint::Public).is_some();
        Ok(if is_named { person.ap_id } else { group.ap_id.clone() })
    }
}

pub(super) fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
