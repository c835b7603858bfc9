//! Networks: who comes in, what is written there, and who sees it.

mod desk;
mod house;
mod invitations;
mod mails;
mod measures;
mod pages;
mod pictures;
mod suggested;
mod written;

use domain::groups::{self, GroupEdit, JoinPolicy, Rules, Words};
use domain::items::{self, Kind, Moment, NewComment, NewDetail, NewItem};
use domain::{Audience, CommentId, Db, GroupId, ItemId, Principal, Result};

pub fn edit(name: &str, join_policy: JoinPolicy, listed: Audience, content: Audience) -> GroupEdit {
    GroupEdit {
        words: Words {
            name: name.into(),
            summary: format!("Over {name}."),
            language: "nl".into(),
            ..Words::default()
        },
        handle: None,
        subjects: Vec::new(),
        rules: Rules { join_policy, question: String::new(), listed, content, required_fields: Vec::new() },
        parent_id: None,
    }
}

pub async fn create(db: &Db, owner: &Principal, edit: GroupEdit) -> GroupId {
    db.write(async |tx| groups::create(tx, owner, edit.clone()).await).await.expect("a group")
}

/// An open group for everyone at approved peers.
pub async fn open(db: &Db, owner: &Principal, name: &str) -> GroupId {
    create(db, owner, edit(name, JoinPolicy::Open, Audience::Network, Audience::Network)).await
}

/// A group that everyone may know of and whose content is for members.
pub async fn closed(db: &Db, owner: &Principal, name: &str) -> GroupId {
    create(db, owner, edit(name, JoinPolicy::Request, Audience::Network, Audience::Group)).await
}

pub async fn join(db: &Db, who: &Principal, group: GroupId) -> Result<groups::members::Joined> {
    db.write(async |tx| groups::members::join(tx, who, group, "").await).await
}

pub fn item(group: GroupId, kind: Kind, audience: Audience, title: &str, body: &str) -> NewItem {
    NewItem {
        group_id: Some(group),
        kind,
        audience,
        title: title.into(),
        body: body.into(),
        language: "nl".into(),
        subjects: Vec::new(),
        detail: NewDetail::Plain,
        moment: Moment::Now,
        archive_at: None,
        files: Vec::new(),
        origin: None,
    }
}

pub async fn post(db: &Db, who: &Principal, new: NewItem) -> Result<ItemId> {
    db.write(async |tx| items::publish(tx, who, new.clone()).await).await
}

pub async fn comment(db: &Db, who: &Principal, item_id: ItemId, body: &str) -> Result<CommentId> {
    let new = NewComment {
        item_id,
        parent_id: None,
        body: body.into(),
        language: "nl".into(),
        files: Vec::new(),
        origin: None,
    };
    db.write(async |tx| items::comments::add(tx, who, new.clone()).await).await
}

/// The key of a refusal, whatever its kind.
#[track_caller]
pub fn key<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    match result.expect_err("a refusal") {
        domain::Error::Forbidden(key) | domain::Error::Conflict(key) => key,
        domain::Error::Invalid(errors) => errors[0].key,
        domain::Error::NotFound => "not found",
        other => panic!("{other:?}"),
    }
}
