//! Proposals: a page can ask for four eyes. Then whoever does not keep it proposes his text as an item of the network, where it
//! is discussed like any other; whoever keeps the page, or looks after the network, lets it stand, declines it, or asks for
//! something else first.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::elsewhere::{self, PageChange};
use super::{Edit, Outcome, Page, Wiki, door, queries, versions, write};
use crate::acts::{self, Act};
use crate::db::{On, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::groups::{Group, feed};
use crate::ids::{GroupId, ItemId, PageId, PersonId};
use crate::index_feed::Lane;
use crate::items::kinds::proposal::{NewProposal, Proposal, State};
use crate::items::{self, Detail, Item, Kind, Moment, NewComment, NewDetail, NewItem};
use crate::notifications::{self, Notice};
use crate::principal::Principal;
use crate::{audit, people, published_feed};

/// What is decided about a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    AskChanges,
    Decline,
}

impl Decision {
    /// Reads the word of forms and JSON.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "approve" => Some(Self::Approve),
            "changes" => Some(Self::AskChanges),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }

    fn state(self) -> State {
        match self {
            Self::Approve => State::Approved,
            Self::AskChanges => State::Changes,
            Self::Decline => State::Declined,
        }
    }
}

/// Whether what this person writes stands at once.
pub fn writes_freely(wiki: &Wiki, page: &Page, person: Option<PersonId>) -> bool {
    !page.needs_approval || page.is_kept_by(person) || wiki.place.is_moderator()
}

/// Says whether others' texts wait for approval; for whoever keeps the page and for moderators.
pub async fn set_needed(tx: &mut Tx, principal: &Principal, id: PageId, is_needed: bool) -> Result<()> {
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    if !page.is_kept_by(principal.acting_person()) && !wiki.place.is_moderator() {
        return Err(Error::Forbidden("error-page-approval"));
    }
    if page.needs_approval == is_needed {
        return Ok(());
    }
    if !wiki.is_here() {
        return elsewhere::send(tx, principal, &wiki, &page, PageChange::Approval { is_needed }).await;
    }
    sql("update wiki_page set needs_approval = $2 where id = $1")
        .bind(id)
        .bind(is_needed)
        .execute(&mut *tx)
        .await?;
    audit::record(tx, principal, "wiki.approval", &page.audit_name(), json!({ "is_needed": is_needed }))
        .await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, true).await
}

/// A text for a page that asks for approval becomes an item of the network.
pub(super) async fn propose(
    tx: &mut Tx,
    principal: &Principal,
    wiki: &Wiki,
    page: &Page,
    edit: &Edit,
) -> Result<Outcome> {
    let title = if edit.summary.is_empty() { page.title.clone() } else { edit.summary.clone() };
    let (page_address, base, source) = (page.ap_id.clone(), edit.base.clone(), edit.source.clone());
    let new = NewItem {
        group_id: Some(wiki.group_id()),
        kind: Kind::Proposal,
        audience: items::allowed(&wiki.place.group)[0],
        title,
        body: String::new(),
        language: wiki.place.group.words.language.clone(),
        subjects: Vec::new(),
        detail: NewDetail::Proposal(NewProposal { page: page_address, base, source }),
        moment: Moment::Now,
        archive_at: None,
        files: Vec::new(),
        origin: None,
    };
    Ok(Outcome::Proposed(items::publish(tx, principal, new).await?))
}

/// Refuses a proposal for a page that is not there or that its author may not change.
pub(super) async fn demand(
    tx: &mut Tx,
    principal: &Principal,
    group: Option<&Group>,
    new: &NewProposal,
) -> Result<()> {
    let group = group.ok_or(Error::invalid("group", "error-required"))?;
    let id = elsewhere::locate(&mut *tx, group.id, &new.page).await?;
    let (_, page) = door::to_write(tx, principal, id.ok_or(Error::NotFound)?).await?;
    if page.deleted_at.is_some() {
        return Err(Error::Conflict("error-page-gone"));
    }
    let base = versions::find(&mut *tx, page.id, &new.base).await?;
    base.map(drop).ok_or(Error::invalid("body", "error-page-base"))
}

/// Notes of which page an item is a proposal, and whether something can still become of it.
pub(super) async fn note(tx: &mut Tx, id: ItemId, proposal: &Proposal) -> Result<()> {
    sql("insert into wiki_proposal (item_id, page_address, is_open) values ($1, $2, $3) \
         on conflict (item_id) do update set is_open = excluded.is_open")
    .bind(id)
    .bind(&proposal.page)
    .bind(proposal.state.is_open())
    .execute(tx)
    .await?;
    Ok(())
}

/// Decides about a proposal. What is said with it stands below the proposal, as a comment by whoever decides.
pub async fn decide(
    tx: &mut Tx,
    principal: &Principal,
    id: ItemId,
    decision: Decision,
    note: &str,
) -> Result<()> {
    let (wiki, page, item, proposal) = to_decide(tx, principal, id).await?;
    let note = people::check::paragraphs(note);
    if note.is_empty() && decision == Decision::AskChanges {
        return Err(Error::invalid("note", "error-required"));
    }
    say(tx, principal, &item, note).await?;
    if !wiki.is_here() {
        let change = PageChange::Decide { proposal: item.ap_id, decision };
        let act = Act::Page { ap_id: page.ap_id, change };
        return acts::send_as(tx, principal, &wiki.place.group, act).await;
    }
    settle(tx, principal, wiki, page, item, proposal, decision).await
}

/// The same at the host, for somebody of elsewhere.
pub(super) async fn decide_at(
    tx: &mut Tx,
    who: &Principal,
    group: GroupId,
    ap_id: &str,
    decision: Decision,
) -> Result<()> {
    let (item, _) = items::locate(&mut *tx, group, ap_id).await?;
    let id = item.ok_or(Error::NotFound)?;
    // What was said with it came by itself, as the comment that it is.
    let (wiki, page, item, proposal) = to_decide(tx, who, id).await?;
    settle(tx, who, wiki, page, item, proposal, decision).await
}

/// A proposal with its page, for whoever may decide about it now.
async fn to_decide(tx: &mut Tx, principal: &Principal, id: ItemId) -> Result<(Wiki, Page, Item, Proposal)> {
    tx.lock(&format!("item:{id}")).await?;
    let item = items::find(&mut *tx, principal, id).await?;
    let Detail::Proposal(proposal) = item.detail.clone() else { return Err(Error::NotFound) };
    let group = item.group_id.ok_or(Error::NotFound)?;
    let id = elsewhere::locate(&mut *tx, group, &proposal.page).await?.ok_or(Error::NotFound)?;
    let (wiki, page) = door::to_write(tx, principal, id).await?;
    let me = principal.acting_person();
    if !page.is_kept_by(me) && !wiki.place.is_moderator() {
        return Err(Error::Forbidden("error-proposal-not-yours"));
    }
    // Four eyes are those of two people.
    if me == Some(item.author_id) {
        return Err(Error::Forbidden("error-proposal-own"));
    }
    if page.deleted_at.is_some() {
        return Err(Error::Conflict("error-page-gone"));
    }
    if !proposal.state.is_open() {
        return Err(Error::Conflict("error-proposal-decided"));
    }
    Ok((wiki, page, item, proposal))
}

async fn say(tx: &mut Tx, principal: &Principal, item: &Item, note: String) -> Result<()> {
    if note.is_empty() {
        return Ok(());
    }
    let new = NewComment {
        item_id: item.id,
        parent_id: None,
        body: note,
        language: item.language.clone(),
        files: Vec::new(),
        origin: None,
    };
    items::comments::add(tx, principal, new).await.map(drop).map_err(|error| match error {
        Error::Invalid(errors) => Error::Invalid(
            errors.into_iter().map(|error| FieldError { field: "note".into(), ..error }).collect(),
        ),
        error => error,
    })
}

async fn settle(
    tx: &mut Tx,
    principal: &Principal,
    wiki: Wiki,
    page: Page,
    item: Item,
    proposal: Proposal,
    decision: Decision,
) -> Result<()> {
    let group = wiki.place.group.clone();
    let decider = people::find(&mut *tx, principal.require_person()?).await?;
    let decided = Proposal {
        state: decision.state(),
        decided_by: Some(decider.ap_id),
        decided_at: Some(tx.now()),
        ..proposal.clone()
    };
    note(tx, item.id, &decided).await?;
    items::update_detail(tx, item.id, &Detail::Proposal(decided)).await?;
    let detail = json!({ "item": item.id, "decision": decision });
    audit::record(tx, principal, "wiki.decide", &page.audit_name(), detail).await?;
    published_feed::mark_item(tx, item.id, Lane::Home).await?;
    tell(tx, &item, decision.state(), principal.acting_person()).await?;
    if decision == Decision::Approve {
        Box::pin(write::approve(tx, principal, wiki, page, &item, &proposal)).await?;
    }
    feed::touch_item(tx, &group, item.id, &item.ap_id, true).await
}

/// Whoever proposed hears what became of it, at his own instance.
pub(crate) async fn tell(tx: &mut Tx, item: &Item, state: State, by: Option<PersonId>) -> Result<()> {
    let notice = Notice::new("proposal", format!("proposal:{}:{}", item.id, tx.now().0))
        .in_group_maybe(item.group_id)
        .on_item(item.id)
        .by_maybe(by)
        .with("state", state.as_str());
    notifications::tell_if_local(tx, item.author_id, notice).await
}

/// Whoever keeps the page hears of what is proposed for it, at his own instance.
pub(super) async fn tell_keeper(tx: &mut Tx, item: &Item, proposal: &Proposal) -> Result<()> {
    let Some(owner) = page_of(&mut *tx, item, proposal).await?.and_then(|page| page.owner_id) else {
        return Ok(());
    };
    let notice = Notice::new("proposed", format!("proposed:{}:{}", item.id, item.version))
        .in_group_maybe(item.group_id)
        .on_item(item.id)
        .by(item.author_id);
    notifications::tell_if_local(tx, owner, notice).await
}

/// Proposals for a page about which nothing is decided yet, the oldest first, as far as the principal sees them.
pub async fn list_open(on: impl Into<On<'_>>, principal: &Principal, page: &Page) -> Result<Vec<Item>> {
    let mut on = on.into();
    let ids: Vec<ItemId> =
        sql("select wiki_proposal.item_id from wiki_proposal join item on item.id = wiki_proposal.item_id \
             where wiki_proposal.page_address = $1 and wiki_proposal.is_open and item.deleted_at is null \
             and item.group_id = $2 order by item.created_at, item.id limit 100")
        .bind(&page.ap_id)
        .bind(page.group_id)
        .column(on.again())
        .await?;
    let mut found = items::list_by_id(on, principal, &ids).await?;
    found.sort_by_key(|item| (item.created_at, item.id));
    Ok(found)
}

/// The page that a proposal is for, if it is there.
pub async fn page_of(on: impl Into<On<'_>>, item: &Item, proposal: &Proposal) -> Result<Option<Page>> {
    let (mut on, Some(group)) = (on.into(), item.group_id) else { return Ok(None) };
    let Some(id) = elsewhere::locate(on.again(), group, &proposal.page).await? else { return Ok(None) };
    Ok(queries::find(on, id).await?.filter(|page| page.deleted_at.is_none()))
}
