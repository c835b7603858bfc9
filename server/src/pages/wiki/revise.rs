//! Another text of a proposal of one's own.

use domain::items::kinds::proposal::{NewProposal, Proposal};
use domain::items::{self, Detail, Item, ItemEdit, NewDetail};
use domain::wiki::Page;
use domain::{Error, ItemId, Principal};

use super::typed::{Typed, new_patch};
use crate::error::Result;
use crate::state::Ctx;

async fn find(ctx: &Ctx, me: &Principal, page: &Page, id: ItemId) -> domain::Result<(Item, Proposal)> {
    let item = items::find(&ctx.db, me, id).await?;
    let Detail::Proposal(proposal) = item.detail.clone() else { return Err(Error::NotFound) };
    let is_mine = me.acting_person() == Some(item.author_id);
    if is_mine && proposal.page == page.ap_id { Ok((item, proposal)) } else { Err(Error::NotFound) }
}

/// The form with what was proposed.
pub async fn typed(ctx: &Ctx, me: &Principal, page: &Page, id: ItemId) -> Result<(Item, Typed)> {
    let (item, proposal) = find(ctx, me, page, id).await?;
    let typed = Typed {
        body: proposal.source,
        summary: item.title.clone(),
        base: proposal.base.0,
        page: page.id.to_string(),
        patch: new_patch(ctx.clock.now()),
        proposal: id.to_string(),
        ..Typed::default()
    };
    Ok((item, typed))
}

/// It lies before whoever decides again.
pub async fn save(ctx: &Ctx, me: &Principal, page: &Page, id: ItemId, typed: &Typed) -> domain::Result<()> {
    let (item, _) = find(ctx, me, page, id).await?;
    let (base, source) = (typed.base()?, typed.body.replace("\r\n", "\n"));
    let title = if typed.summary.trim().is_empty() { item.title.clone() } else { typed.summary.clone() };
    let edit = ItemEdit {
        version: None,
        audience: item.audience,
        title,
        body: item.body.clone(),
        language: item.language.clone(),
        subjects: item.subjects.iter().map(|subject| subject.uri.clone()).collect(),
        detail: NewDetail::Proposal(NewProposal { page: page.ap_id.clone(), base, source }),
        moment: None,
        archive_at: item.archive_at,
        files: Vec::new(),
        origin: None,
    };
    ctx.db.write(async |tx| items::edit(tx, me, id, edit.clone()).await).await
}
