//! What can be done to a page besides writing it, by people whose group is hosted elsewhere: it travels as an act, and the host
//! does it by the same functions that its own people call.

use serde::{Deserialize, Serialize};

use super::proposals::{self, Decision};
use super::remove::{bring_back, delete, set_rights};
use super::tree::{Direction, move_to, shift};
use super::upkeep::{self, Upkeep};
use super::{Page, Rights, Wiki, branch, queries, templates};
use crate::acts::{self, Act};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::groups::{Group, feed};
use crate::ids::{GroupId, PageId, PersonId};
use crate::people;
use crate::principal::Principal;

/// A change of a page that is no text. Pages and people by their addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum PageChange {
    /// Under another page; none: to the top.
    Move {
        parent: Option<String>,
    },
    Shift {
        direction: Direction,
    },
    Rights {
        rights: Rights,
    },
    Upkeep {
        owner: Option<String>,
        review_at: Option<Timestamp>,
    },
    /// It is true as it stands, for so many months.
    Confirm {
        months: u32,
    },
    Delete,
    /// With all that stands under it: so many pages.
    DeleteBranch {
        count: usize,
    },
    BringBack,
    /// Whether new pages may begin with its text.
    Template {
        is_one: bool,
    },
    /// Whether texts of others wait for approval.
    Approval {
        is_needed: bool,
    },
    /// About a proposal for this page, by its address.
    Decide {
        proposal: String,
        decision: Decision,
    },
}

/// Sends it to the host of the group.
pub(super) async fn send(
    tx: &mut Tx,
    principal: &Principal,
    wiki: &Wiki,
    page: &Page,
    change: PageChange,
) -> Result<()> {
    acts::send_as(tx, principal, &wiki.place.group, Act::Page { ap_id: page.ap_id.clone(), change }).await
}

/// Does at the host what somebody of elsewhere sent.
pub async fn perform(
    tx: &mut Tx,
    who: &Principal,
    group: GroupId,
    ap_id: &str,
    change: PageChange,
) -> Result<()> {
    let id = locate(&mut *tx, group, ap_id).await?.ok_or(Error::NotFound)?;
    match change {
        PageChange::Move { parent } => {
            let parent = match parent {
                Some(parent) => {
                    let found = locate(&mut *tx, group, &parent).await?;
                    Some(found.ok_or(Error::invalid("parent", "error-page-parent"))?)
                }
                None => None,
            };
            move_to(tx, who, id, parent).await
        }
        PageChange::Shift { direction } => shift(tx, who, id, direction).await,
        PageChange::Rights { rights } => set_rights(tx, who, id, rights).await,
        PageChange::Upkeep { owner, review_at } => {
            let owner_id = match owner {
                Some(owner) => Some(owner_at(tx, &owner).await?),
                None => None,
            };
            upkeep::set(tx, who, id, Upkeep { owner_id, review_at }).await
        }
        PageChange::Confirm { months } => upkeep::confirm(tx, who, id, months).await,
        PageChange::Approval { is_needed } => proposals::set_needed(tx, who, id, is_needed).await,
        PageChange::Decide { proposal, decision } => {
            Box::pin(proposals::decide_at(tx, who, group, &proposal, decision)).await
        }
        PageChange::Template { is_one } => templates::set(tx, who, id, is_one).await,
        PageChange::Delete => delete(tx, who, id).await,
        PageChange::DeleteBranch { count } => Box::pin(branch::delete(tx, who, id, count)).await,
        PageChange::BringBack => bring_back(tx, who, id).await.map(drop),
    }
}

async fn owner_at(tx: &mut Tx, ap_id: &str) -> Result<PersonId> {
    let person = people::find_by_ap_id(tx, ap_id).await?;
    person.map(|person| person.id).ok_or(Error::invalid("owner", "error-page-owner"))
}

/// The page with this address, in this group; deleted or not.
pub async fn locate(on: impl Into<On<'_>>, group: GroupId, ap_id: &str) -> Result<Option<PageId>> {
    let found: Option<(PageId,)> = sql("select id from wiki_page where ap_id = $1 and group_id = $2")
        .bind(ap_id)
        .bind(group)
        .optional(on)
        .await?;
    Ok(found.map(|(id,)| id))
}

pub(super) async fn address_of(tx: &mut Tx, page: Option<PageId>) -> Result<Option<String>> {
    match page {
        Some(page) => Ok(queries::find(tx, page).await?.map(|page| page.ap_id)),
        None => Ok(None),
    }
}

pub(super) async fn address_of_person(tx: &mut Tx, person: Option<PersonId>) -> Result<Option<String>> {
    match person {
        Some(person) => Ok(Some(people::find(tx, person).await?.ap_id)),
        None => Ok(None),
    }
}

/// The instances of members hear that these pages changed.
pub(super) async fn touch_all(tx: &mut Tx, group: &Group, pages: &[PageId]) -> Result<()> {
    for id in pages {
        if let Some(page) = queries::find(&mut *tx, *id).await? {
            feed::touch_page(tx, group, *id, &page.ap_id, true).await?;
        }
    }
    Ok(())
}
