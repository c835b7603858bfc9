//! Who may come in, and who may change what.

use super::{Page, Rights, proposals, queries};
use crate::db::{On, Tx};
use crate::error::{Error, Result};
use crate::groups::{self, Place};
use crate::ids::{GroupId, PageId};
use crate::principal::Principal;

/// A wiki as it is entered by somebody who may read it.
#[derive(Debug, Clone)]
pub struct Wiki {
    pub place: Place,
}

/// The wiki of a group; for whoever may not read it, there is none.
pub async fn enter(on: impl Into<On<'_>>, principal: &Principal, group: GroupId) -> Result<Wiki> {
    let place = groups::enter(on, principal, group).await?;
    let is_held = place.group.is_local || place.group.feed.epoch.is_some();
    if is_held && place.sees_content() { Ok(Wiki { place }) } else { Err(Error::NotFound) }
}

impl Wiki {
    pub fn group_id(&self) -> GroupId {
        self.place.group.id
    }

    /// Whether what is written is done here; else it is sent to the group's host.
    pub fn is_here(&self) -> bool {
        self.place.group.is_local
    }

    /// Whether the reader may change a page under which these rights apply.
    pub fn may_write(&self, rights: Rights) -> bool {
        self.place.may_post() && self.demand(rights).is_ok()
    }

    fn demand(&self, rights: Rights) -> Result<()> {
        match rights {
            Rights::Inherit | Rights::Members => Ok(()),
            Rights::Moderators if self.place.is_moderator() => Ok(()),
            Rights::Moderators => Err(Error::Forbidden("error-page-moderators")),
            Rights::Locked => Err(Error::Conflict("error-page-locked")),
        }
    }
}

/// Refuses whoever may not change a page, before he begins.
pub async fn demand_write(on: impl Into<On<'_>>, wiki: &Wiki, page: &Page) -> Result<()> {
    wiki.place.clone().require_post()?;
    let upward = queries::list_above(on, page.id).await?;
    wiki.demand(effective(upward.into_iter().map(|leaf| leaf.rights)))
}

/// The rights that apply, of those of a page and of all above it, from the page upward.
pub fn effective(upward: impl IntoIterator<Item = Rights>) -> Rights {
    upward.into_iter().find(|rights| *rights != Rights::Inherit).unwrap_or(Rights::Members)
}

/// A page that somebody wants to change, deleted or not, with the wiki it is in. Refused for whoever may not.
pub(super) async fn to_write(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<(Wiki, Page)> {
    let page = queries::find(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let wiki = to_write_in(tx, principal, page.group_id).await?;
    demand_under(tx, &wiki, Some(id)).await?;
    Ok((wiki, page))
}

/// The same for a page that must be there.
pub(super) async fn to_change(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<(Wiki, Page)> {
    let (wiki, page) = to_write(tx, principal, id).await?;
    if page.deleted_at.is_some() {
        return Err(Error::Conflict("error-page-gone"));
    }
    if !proposals::writes_freely(&wiki, &page, principal.acting_person()) {
        return Err(Error::Forbidden("error-page-approval"));
    }
    Ok((wiki, page))
}

/// A wiki in which somebody wants to write.
pub(super) async fn to_write_in(tx: &mut Tx, principal: &Principal, group: GroupId) -> Result<Wiki> {
    let wiki = enter(&mut *tx, principal, group).await?;
    wiki.place.clone().require_post()?;
    Ok(wiki)
}

/// Whether one may write where the rights of this page apply.
pub(super) async fn demand_under(tx: &mut Tx, wiki: &Wiki, page: Option<PageId>) -> Result<()> {
    let Some(page) = page else { return Ok(()) };
    let upward = queries::list_above(tx, page).await?;
    wiki.demand(effective(upward.into_iter().map(|leaf| leaf.rights)))
}

/// A wiki that the principal looks after.
pub(super) async fn to_look_after(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<(Wiki, Page)> {
    let page = queries::find(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let wiki = to_write_in(tx, principal, page.group_id).await?;
    wiki.place.clone().require_moderator()?;
    if page.deleted_at.is_some() { Err(Error::Conflict("error-page-gone")) } else { Ok((wiki, page)) }
}
