//! Items that are about a page: proposals and remarks. What the spine of items asks of them, whichever they are.

use super::{proposals, remarks};
use crate::db::Tx;
use crate::error::Result;
use crate::groups::Group;
use crate::ids::ItemId;
use crate::items::{Detail, Item, NewDetail};
use crate::principal::Principal;

/// Refuses an item about a page that is not there, or that its author may not speak of so. An item about none passes.
pub(crate) async fn demand(
    tx: &mut Tx,
    principal: &Principal,
    group: Option<&Group>,
    detail: &NewDetail,
) -> Result<()> {
    match detail {
        NewDetail::Proposal(new) => proposals::demand(tx, principal, group, new).await,
        NewDetail::Remark(remark) => remarks::demand(tx, group, remark).await,
        _ => Ok(()),
    }
}

/// Notes which page an item is about.
pub(crate) async fn note(tx: &mut Tx, id: ItemId, detail: &Detail) -> Result<()> {
    match detail {
        Detail::Proposal(proposal) => proposals::note(tx, id, proposal).await,
        Detail::Remark(remark) => remarks::note(tx, id, remark).await,
        _ => Ok(()),
    }
}

/// Whoever keeps the page hears of it.
pub(crate) async fn tell_keeper(tx: &mut Tx, item: &Item) -> Result<()> {
    match &item.detail {
        Detail::Proposal(proposal) => proposals::tell_keeper(tx, item, proposal).await,
        Detail::Remark(remark) => remarks::tell_keeper(tx, item, remark).await,
        _ => Ok(()),
    }
}
