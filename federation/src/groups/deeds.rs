//! What a member of elsewhere does in a group of ours: read from the wire, then done by the very function that our own
//! pages call. The house refuses it for the same reasons.

use domain::accounts::Secret;
use domain::acts::{Mark, Measure};
use domain::groups::desk::{self, Decision};
use domain::groups::{self, Group, Role, members};
use domain::items::kinds::poll;
use domain::items::moderate::{self, Reason};
use domain::items::{self, CommentEdit, Kind, Moment, NewComment, NewItem, Origin, Piece, comments, signs};
use domain::people::{self, replica};
use domain::principal::Colleague;
use domain::wiki::elsewhere::{self, PageChange};
use domain::{CommentId, Error, ItemId, PersonId, Principal, Result, Timestamp, Tx, peers::Peer};
use serde::Deserialize;
use serde_json::Value;

use super::say::{mark_of, piece_of};
use super::{Witness, wiki};
use crate::objects::Disbelief;
use crate::objects::feed::is_same_origin;
use crate::objects::post::{self, Read};
use crate::objects::wiki as pages;
use crate::wire::{Patch, Post, Said, Verb};

/// A deed that was read: all of it text, nothing of it looked up.
#[derive(Debug)]
pub(super) enum Deed {
    Join {
        answer: String,
        invitation: Option<Secret>,
    },
    Leave,
    Invite {
        people: Vec<String>,
    },
    InviteByMail {
        addresses: Vec<String>,
    },
    Uninvite {
        person: String,
    },
    SetRole {
        person: String,
        role: Role,
    },
    Remove {
        person: String,
        reason: String,
    },
    Ban {
        person: String,
        reason: String,
        until: Option<Timestamp>,
    },
    Write {
        read: Box<Read>,
        is_new: bool,
    },
    Delete {
        ap_id: String,
    },
    React {
        ap_id: String,
        sign: signs::Sign,
        is_on: bool,
    },
    Vote {
        ap_id: String,
        options: Vec<i64>,
    },
    Answer {
        ap_id: String,
        is_on: bool,
    },
    Mark {
        ap_id: String,
        mark: Mark,
        is_on: bool,
    },
    Moderate {
        ap_id: String,
        measure: Measure,
        reason: String,
    },
    Report {
        ap_id: String,
        report: String,
        reason: Reason,
        note: String,
    },
    /// A page as somebody wants it.
    Offer(Box<Patch>),
    /// Something about a page that is no text.
    Page {
        ap_id: String,
        change: PageChange,
    },
    /// A moderator decides about a request, a ban, a report or an appeal.
    AtDesk(Decision),
    /// Against what his instance was told in this activity.
    Appeal {
        told: String,
        appeal: String,
        note: String,
    },
}

/// More people than this are not invited at once.
const INVITED_MAX: usize = 200;

/// Reads a deed in `group`.
pub(super) fn read(said: &Said, group: &str) -> Result<Deed, Disbelief> {
    let content = || said.content.clone().unwrap_or_default();
    let id = || address(&said.object).ok_or(Disbelief::Unreadable("object"));
    let target = said.target.as_ref().and_then(address);
    let place = target
        .as_deref()
        .and_then(|target| target.strip_prefix(group))
        .map(|rest| rest.trim_matches('/').to_owned());
    Ok(match said.kind {
        Verb::Follow => {
            let secret = said.target.as_ref().and_then(|target| part(target, "invitation"));
            Deed::Join { answer: content(), invitation: secret.as_deref().and_then(Secret::read) }
        }
        Verb::Undo => undo(said)?,
        Verb::Accept | Verb::Reject if part(&said.object, "type").as_deref() == Some("Flag") => settle(said)?,
        Verb::Accept | Verb::Reject => Deed::AtDesk(Decision::Admit {
            person: part(&said.object, "actor").ok_or(Disbelief::Unreadable("object"))?,
            is_yes: said.kind == Verb::Accept,
        }),
        Verb::Invite => invite(addresses(&said.object)),
        Verb::Offer => offer(said)?,
        Verb::Update if said.object.get("plein:change").is_some() => {
            let (ap_id, change) =
                wiki::read_change(&said.object).ok_or(Disbelief::Unreadable("plein:change"))?;
            Deed::Page { ap_id, change }
        }
        Verb::Create | Verb::Update => write(said)?,
        Verb::Delete => Deed::Delete { ap_id: id()? },
        Verb::Like => Deed::React { ap_id: id()?, sign: sign(said.content.as_deref()), is_on: true },
        Verb::Vote => Deed::Vote { ap_id: id()?, options: options(&said.object) },
        Verb::Block => Deed::Ban {
            person: id()?,
            reason: content(),
            until: said.end_time.as_deref().and_then(Timestamp::parse_rfc3339),
        },
        Verb::Flag if said.object.get("appeal").is_some() => Deed::Appeal {
            told: id()?,
            appeal: part(&said.object, "appeal").ok_or(Disbelief::Unreadable("object"))?,
            note: content(),
        },
        Verb::Flag => Deed::Report {
            ap_id: id()?,
            report: part(&said.object, "report").unwrap_or_else(|| said.id.clone()),
            reason: part(&said.object, "reason").as_deref().and_then(Reason::parse).unwrap_or(Reason::Other),
            note: content(),
        },
        Verb::Add | Verb::Remove => {
            let place = place.ok_or(Disbelief::Unreadable("target"))?;
            placed(id()?, &place, said.kind == Verb::Add, content())?
        }
        Verb::Announce | Verb::Leave | Verb::Other => return Err(Disbelief::Unreadable("type")),
    })
}

fn undo(said: &Said) -> Result<Deed, Disbelief> {
    let object = part(&said.object, "object").ok_or(Disbelief::Unreadable("object"));
    match part(&said.object, "type").as_deref() {
        Some("Follow") => Ok(Deed::Leave),
        Some("Like") => {
            let content = part(&said.object, "content");
            Ok(Deed::React { ap_id: object?, sign: sign(content.as_deref()), is_on: false })
        }
        Some("Block") => Ok(Deed::AtDesk(Decision::LiftBan { person: object? })),
        Some("Invite") => Ok(Deed::Uninvite { person: object? }),
        _ => Err(Disbelief::Unreadable("object")),
    }
}

/// What a moderator decides about a report or an appeal.
fn settle(said: &Said) -> Result<Deed, Disbelief> {
    let why = said.content.clone().unwrap_or_default();
    let is_granted = said.kind == Verb::Accept;
    match (part(&said.object, "appeal"), part(&said.object, "report")) {
        (Some(appeal), _) => Ok(Deed::AtDesk(Decision::Appeal { appeal, is_granted, why })),
        (None, Some(report)) if !is_granted => Ok(Deed::AtDesk(Decision::Dismiss { report, why })),
        _ => Err(Disbelief::Unreadable("object")),
    }
}

/// People by their address, or mailboxes of whoever reads them.
fn invite(addresses: Vec<String>) -> Deed {
    let mailbox = |address: &String| address.strip_prefix("mailto:").map(str::to_owned);
    let mailboxes: Vec<String> = addresses.iter().filter_map(mailbox).collect();
    if mailboxes.is_empty() {
        Deed::Invite { people: addresses }
    } else {
        Deed::InviteByMail { addresses: mailboxes }
    }
}

/// Additions to the collections of a group and removals from them.
fn placed(ap_id: String, place: &str, is_on: bool, reason: String) -> Result<Deed, Disbelief> {
    if let Some(mark) = mark_of(place) {
        return Ok(Deed::Mark { ap_id, mark, is_on });
    }
    let role = place.strip_suffix('s').and_then(Role::parse);
    Ok(match (place, is_on) {
        ("answers", is_on) => Deed::Answer { ap_id, is_on },
        ("followers", false) => Deed::Remove { person: ap_id, reason },
        ("visible", true) => Deed::Moderate { ap_id, measure: Measure::Show, reason },
        ("visible", false) => Deed::Moderate { ap_id, measure: Measure::Hide, reason },
        ("content", false) => Deed::Moderate { ap_id, measure: Measure::Remove, reason },
        (_, true) => Deed::SetRole { person: ap_id, role: role.ok_or(Disbelief::Unreadable("target"))? },
        _ => return Err(Disbelief::Unreadable("target")),
    })
}

fn write(said: &Said) -> Result<Deed, Disbelief> {
    let object = Post::deserialize(&said.object).map_err(|_| Disbelief::Unreadable("object"))?;
    let read = post::read(object)?;
    // Nobody writes in another's name, and nothing stands under an address of another's instance.
    if read.author != said.actor.id() || !is_same_origin(&read.ap_id, &read.author) {
        return Err(Disbelief::Unreadable("attributedTo"));
    }
    Ok(Deed::Write { read: Box::new(read), is_new: said.kind == Verb::Create })
}

fn offer(said: &Said) -> Result<Deed, Disbelief> {
    let patch = Patch::deserialize(&said.object).map_err(|_| Disbelief::Unreadable("object"))?;
    pages::read_patch(&patch, said.actor.id())?;
    Ok(Deed::Offer(Box::new(patch)))
}

fn sign(content: Option<&str>) -> signs::Sign {
    content.and_then(signs::Sign::of_emoji).unwrap_or(signs::Sign::ThumbsUp)
}

fn options(object: &Value) -> Vec<i64> {
    let list = object.get("options").and_then(Value::as_array);
    list.map(|list| list.iter().take(poll::OPTIONS_MAX + 1).filter_map(Value::as_i64).collect())
        .unwrap_or_default()
}

fn address(value: &Value) -> Option<String> {
    value
        .as_str()
        .or_else(|| value.get("id").and_then(Value::as_str))
        .filter(|id| id.len() <= 500)
        .map(str::to_owned)
}

fn part(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(address)
}

fn addresses(value: &Value) -> Vec<String> {
    match value.as_array() {
        Some(list) => list.iter().take(INVITED_MAX).filter_map(address).collect(),
        None => address(value).into_iter().collect(),
    }
}

impl Deed {
    /// Whether the house keeps the text, so that it must prove itself to others.
    pub fn needs_proof(&self) -> bool {
        matches!(self, Self::Join { .. } | Self::Write { .. } | Self::Offer(_))
    }
}

/// What came of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// The feed tells of it.
    Something,
    /// Nothing that the feed would tell of: who did it hears so.
    Nothing,
}

/// Something that somebody of a peer said in a group of ours.
#[derive(Clone, Copy)]
pub(super) struct Heard<'a> {
    pub peer: &'a Peer,
    pub group: &'a Group,
    pub witness: &'a Witness,
    pub said: &'a Said,
    /// As it came.
    pub document: &'a [u8],
}

/// Does a deed in the caller's transaction; what the house refuses rolls back.
pub(super) async fn perform(tx: &mut Tx, heard: Heard<'_>, deed: &Deed) -> Result<Came> {
    let Heard { peer, group, witness, document, .. } = heard;
    let person_id = replica::note_speaker(tx, peer.instance_id, &witness.stub).await?;
    let organisation_id = people::find(&mut *tx, person_id).await?.organisation_id;
    let who = Principal::Colleague(Colleague { person_id, instance_id: peer.instance_id, organisation_id });
    groups::shut_out::demand_let_in(&mut *tx, person_id).await?;
    if let Deed::Offer(patch) = deed {
        let is_new = Box::pin(wiki::take(tx, &who, group, patch, document)).await?;
        return Ok(if is_new { Came::Something } else { Came::Nothing });
    }
    // On the heap: what a deed can come to is too much for the stack of whoever works the inbox.
    Box::pin(act(tx, heard, deed, &who)).await?;
    Ok(Came::Something)
}

/// Everything of which the feed tells, or nobody.
async fn act(tx: &mut Tx, heard: Heard<'_>, deed: &Deed, who: &Principal) -> Result<()> {
    let Heard { peer, group, witness, said, document } = heard;
    let id = group.id;
    match deed {
        Deed::Offer(_) => Ok(()),
        Deed::Page { ap_id, change } => {
            Box::pin(elsewhere::perform(tx, who, id, ap_id, change.clone())).await
        }
        // Who is a member already is told so again.
        Deed::Join { .. } if !may_have(&mut *tx, peer, group, who.require_person()?).await? => {
            Err(Error::Forbidden("error-peer-level"))
        }
        Deed::Join { answer, invitation } => {
            let follow = members::Follow { id: said.id.clone(), document: document.to_vec() };
            let (answer, invitation) = (answer.clone(), invitation.clone());
            let asking = members::Asking { answer, invitation, follow: Some(follow) };
            members::join_by(tx, who, id, asking).await.map(drop)
        }
        Deed::Leave => members::leave(tx, who, id).await,
        Deed::AtDesk(decision) => desk::decide(tx, who, id, decision.clone()).await,
        Deed::Invite { people } => {
            let mut known = Vec::new();
            for ap_id in people {
                known.extend(people::find_by_ap_id(&mut *tx, ap_id).await?.map(|person| person.id));
            }
            members::invite(tx, who, id, &known).await.map(drop)
        }
        Deed::InviteByMail { addresses } => {
            let addresses = members::by_mail::read_addresses(&addresses.join("\n"))?;
            members::by_mail::invite_by_mail(tx, who, id, &addresses).await.map(drop)
        }
        Deed::Uninvite { person } => {
            let person = person_at(tx, person).await?;
            members::withdraw(tx, who, id, person).await
        }
        Deed::SetRole { person, role } => {
            let person = person_at(tx, person).await?;
            members::set_role(tx, who, id, person, *role).await
        }
        Deed::Remove { person, reason } => {
            let person = person_at(tx, person).await?;
            members::remove(tx, who, id, person, reason).await
        }
        Deed::Ban { person, reason, until } => {
            let person = person_at(tx, person).await?;
            members::ban(tx, who, id, person, reason, *until).await
        }
        Deed::Write { read, is_new } => write_down(tx, who, group, read, *is_new, document).await,
        Deed::Delete { ap_id } => delete(tx, who, group, ap_id).await,
        Deed::React { ap_id, sign, is_on } => {
            let piece = piece_at(tx, group, ap_id).await?;
            signs::react(tx, who, piece, *sign, *is_on).await
        }
        Deed::Vote { ap_id, options } => match piece_at(tx, group, ap_id).await? {
            Piece::Item(item) => poll::vote(tx, who, item, options).await,
            Piece::Comment(_) => Err(Error::NotFound),
        },
        Deed::Answer { ap_id, is_on } => answer(tx, who, group, ap_id, *is_on).await,
        Deed::Mark { ap_id, mark, is_on } => match piece_at(tx, group, ap_id).await? {
            Piece::Item(item) => moderate::mark(tx, who, item, *mark, *is_on).await,
            Piece::Comment(_) => Err(Error::NotFound),
        },
        Deed::Moderate { ap_id, measure, reason } => {
            let piece = piece_at(tx, group, ap_id).await?;
            moderate::moderate(tx, who, piece, *measure, reason).await
        }
        Deed::Appeal { told, appeal, note } => {
            if !is_same_origin(appeal, &witness.stub.ap_id) {
                return Err(Error::NotFound);
            }
            groups::appeals::receive(tx, who, group, told, appeal, note).await
        }
        Deed::Report { ap_id, report, reason, note } => {
            let piece = piece_at(tx, group, ap_id).await?;
            moderate::report(tx, who, piece, *reason, note, Some(report)).await.map(drop)
        }
    }
}

async fn may_have(tx: &mut Tx, peer: &Peer, group: &Group, person: PersonId) -> Result<bool> {
    let row = members::find(tx, group.id, person).await?;
    let is_member = row.is_some_and(|row| row.state == members::State::Active);
    Ok(is_member || peer.shares_groups.has(group))
}

async fn person_at(tx: &mut Tx, ap_id: &str) -> Result<PersonId> {
    people::find_by_ap_id(tx, ap_id).await?.map(|person| person.id).ok_or(Error::NotFound)
}

/// The item or comment with this address, in this group.
async fn piece_at(tx: &mut Tx, group: &Group, ap_id: &str) -> Result<Piece> {
    let (item, comment) = items::locate(tx, group.id, ap_id).await?;
    piece_of(item, comment).ok_or(Error::NotFound)
}

async fn answer(tx: &mut Tx, who: &Principal, group: &Group, ap_id: &str, is_on: bool) -> Result<()> {
    match (items::locate(&mut *tx, group.id, ap_id).await?, is_on) {
        ((Some(item), Some(comment)), true) => comments::accept(tx, who, item, Some(comment)).await,
        ((Some(item), None), false) => comments::accept(tx, who, item, None).await,
        _ => Err(Error::NotFound),
    }
}

async fn delete(tx: &mut Tx, who: &Principal, group: &Group, ap_id: &str) -> Result<()> {
    match piece_at(tx, group, ap_id).await {
        Ok(Piece::Item(id)) => items::delete(tx, who, id).await,
        Ok(Piece::Comment(id)) => comments::delete(tx, who, id).await,
        // What is gone already needs no answer.
        Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn write_down(
    tx: &mut Tx,
    who: &Principal,
    group: &Group,
    read: &Read,
    is_new: bool,
    document: &[u8],
) -> Result<()> {
    let origin = Origin {
        ap_id: read.ap_id.clone(),
        created_at: read.published_at,
        subjects: read.subjects.clone(),
        files: read.files.clone(),
        document: document.to_vec(),
    };
    let known = items::locate(&mut *tx, group.id, &read.ap_id).await?;
    match (read.kind, known) {
        (Some(kind), (Some(id), None)) if !is_new => edit_item(tx, who, id, kind, read, origin).await,
        (Some(kind), _) => {
            let new = NewItem {
                group_id: Some(group.id),
                kind,
                audience: audience_of(group, read),
                title: read.title.clone(),
                body: read.body.clone(),
                language: read.language.clone(),
                subjects: Vec::new(),
                detail: read.detail(),
                moment: Moment::Now,
                archive_at: read.archive_at,
                files: Vec::new(),
                origin: Some(origin),
            };
            items::publish(tx, who, new).await.map(drop)
        }
        (None, (_, Some(id))) if !is_new => {
            let edit = CommentEdit { body: read.body.clone(), files: Vec::new(), origin: Some(origin) };
            comments::edit(tx, who, id, edit).await
        }
        (None, _) => comment(tx, who, group, read, origin).await,
    }
}

/// What the author's copy of the group cannot say, the group itself does.
fn audience_of(group: &Group, read: &Read) -> domain::Audience {
    let allowed = items::allowed(group);
    if allowed.contains(&read.audience) { read.audience } else { allowed[0] }
}

async fn edit_item(
    tx: &mut Tx,
    who: &Principal,
    id: ItemId,
    _kind: Kind,
    read: &Read,
    origin: Origin,
) -> Result<()> {
    let item = items::find(&mut *tx, who, id).await?;
    let group = groups::find(&mut *tx, item.group_id.ok_or(Error::NotFound)?).await?;
    let edit = items::ItemEdit {
        version: None,
        audience: audience_of(&group, read),
        title: read.title.clone(),
        body: read.body.clone(),
        language: read.language.clone(),
        subjects: Vec::new(),
        detail: read.detail(),
        moment: None,
        archive_at: read.archive_at,
        files: Vec::new(),
        origin: Some(origin),
    };
    items::edit(tx, who, id, edit).await
}

async fn comment(tx: &mut Tx, who: &Principal, group: &Group, read: &Read, origin: Origin) -> Result<()> {
    let below = read.in_reply_to.as_deref().ok_or(Error::NotFound)?;
    let (item, parent): (Option<ItemId>, Option<CommentId>) =
        items::locate(&mut *tx, group.id, below).await?;
    let item_id = item.ok_or(Error::Conflict("error-comment-gone"))?;
    let new = NewComment {
        item_id,
        parent_id: parent,
        body: read.body.clone(),
        language: read.language.clone(),
        files: Vec::new(),
        origin: Some(origin),
    };
    comments::add(tx, who, new).await.map(drop)
}
