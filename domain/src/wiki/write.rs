//! Writing: a new text of a page, or a new title. Whoever wrote on an older text has his merged with what stands; what
//! cannot be merged is given back to him with everything there is to decide, and nothing is lost.

use serde_json::json;
use uuid::Uuid;

use super::merge::{self, Merged};
use super::versions::{self, Draught};
use super::{Page, SOURCE_BYTES_MAX, SUMMARY_CHARS_MAX, TITLE_CHARS_MAX, Version, VersionId, Wiki};
use super::{door, drafts, follow, links, offers, proposals, queries, tree};
use crate::db::{On, Tx};
use crate::error::{Error, FieldError, Result};
use crate::groups::feed;
use crate::ids::{ItemId, PageId, PersonId};
use crate::index_feed::Lane;
use crate::items::Item;
use crate::items::kinds::proposal::Proposal;
use crate::people::{self, check};
use crate::principal::Principal;
use crate::{audit, instances, published_feed};

/// A page as somebody wants it. `base` is the version that he had before him.
#[derive(Debug, Clone)]
pub struct Edit {
    pub base: VersionId,
    pub source: String,
    /// What changed, in a line; may be empty.
    pub summary: String,
    /// The same change sent twice is done once.
    pub patch: Option<Uuid>,
    /// Written on an offer of his own that its host has not answered yet.
    pub after: Option<Uuid>,
    pub origin: Option<Origin>,
}

/// Where a change of somebody of elsewhere comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The address of the change, at his own instance.
    pub patch: String,
    /// The signed activity.
    pub document: Vec<u8>,
}

/// What came of an edit.
#[derive(Debug)]
pub enum Outcome {
    /// It stands as this version.
    Saved(Version),
    /// It stands, merged with what others wrote meanwhile.
    Merged(Version),
    /// It says what stood there already.
    Unchanged,
    /// On its way to the host of the group.
    Sent,
    /// The page asks for four eyes: this item proposes it.
    Proposed(ItemId),
    /// Others changed the same passages. Kept as a draft until its author decided.
    Conflict(Box<Conflict>),
    /// The page was deleted meanwhile. Kept as a draft.
    Gone,
}

/// Three texts that do not become one by themselves.
#[derive(Debug)]
pub struct Conflict {
    pub base: Version,
    pub base_source: String,
    pub theirs: Version,
    pub theirs_source: String,
    pub mine: String,
    pub merged: Merged,
}

/// Changes the text of a page, as far as the principal may.
pub async fn edit(tx: &mut Tx, principal: &Principal, id: PageId, edit: Edit) -> Result<Outcome> {
    tx.lock(&page_lock(id)).await?;
    let author = principal.require_person()?;
    let (wiki, page) = door::to_write(tx, principal, id).await?;
    let (source, summary) = crate::error::both(source(&edit.source), summary(&edit.summary))?;
    let patch = patch_of(tx, edit.origin.as_ref(), edit.patch).await?;
    if let Some(known) = versions::find_patch(&mut *tx, &patch).await?.filter(|known| known.page_id == id) {
        return Ok(Outcome::Saved(known));
    }
    let base =
        versions::find(&mut *tx, id, &edit.base).await?.ok_or(Error::invalid("body", "error-page-base"))?;
    if page.deleted_at.is_none() && !proposals::writes_freely(&wiki, &page, Some(author)) {
        if edit.origin.is_some() {
            return Err(Error::Conflict("error-page-proposal"));
        }
        let edit = Edit { source, summary, ..edit };
        let proposed = Box::pin(proposals::propose(tx, principal, &wiki, &page, &edit)).await?;
        drafts::forget(tx, author, id).await?;
        return Ok(proposed);
    }
    let writer = Writer { wiki, principal, author, summary, patch, origin: edit.origin };
    if page.deleted_at.is_some() {
        writer.keep_draft(tx, &page, &edit.base, &source).await?;
        return if writer.origin.is_none() {
            Ok(Outcome::Gone)
        } else {
            Err(Error::Conflict("error-page-gone"))
        };
    }
    if !writer.wiki.is_here() {
        return writer.offer(tx, page, base, source, edit.after).await;
    }
    if edit.base == page.head {
        writer.save(tx, page, &source).await
    } else {
        writer.merge(tx, page, base, source).await
    }
}

/// Lets a proposal stand, as its author's; what clashes with what others wrote meanwhile is not decided over his head.
pub(super) async fn approve(
    tx: &mut Tx,
    principal: &Principal,
    wiki: Wiki,
    page: Page,
    item: &Item,
    proposal: &Proposal,
) -> Result<()> {
    tx.lock(&page_lock(page.id)).await?;
    let patch = item.ap_id.clone();
    if versions::find_patch(&mut *tx, &patch).await?.is_some() {
        return Ok(());
    }
    let base = versions::find(&mut *tx, page.id, &proposal.base).await?.ok_or(Error::NotFound)?;
    let documents = feed::list_documents(&mut *tx, page.group_id, &[item.id.0]).await?;
    let origin = documents.into_iter().next().map(|(_, document)| Origin { patch: patch.clone(), document });
    let (author, summary) = (item.author_id, summary(&item.title)?);
    let writer = Writer { wiki, principal, author, summary, patch, origin };
    let done = match proposal.base == page.head {
        true => writer.save(tx, page, &proposal.source).await,
        false => writer.merge(tx, page, base, proposal.source.clone()).await,
    };
    match done {
        Ok(Outcome::Conflict(_)) | Err(Error::Conflict("error-page-clash")) => {
            Err(Error::Conflict("error-proposal-clash"))
        }
        done => done.map(drop),
    }
}

/// The address of a change: that of its author's instance, or one of ours.
pub(super) async fn patch_of(tx: &mut Tx, origin: Option<&Origin>, id: Option<Uuid>) -> Result<String> {
    if let Some(origin) = origin {
        return Ok(origin.patch.clone());
    }
    let id = id.unwrap_or_else(|| tx.new_id::<PageId>().0);
    Ok(format!("{}/ap/patch/{id}", instances::home(tx).await?.base_url))
}

/// Whoever writes, with what he says about it.
struct Writer<'a> {
    wiki: Wiki,
    principal: &'a Principal,
    author: PersonId,
    summary: String,
    patch: String,
    origin: Option<Origin>,
}

impl Writer<'_> {
    async fn save(self, tx: &mut Tx, page: Page, source: &str) -> Result<Outcome> {
        if text_of(tx, &page.head).await? == source {
            self.forget_draft(tx, page.id).await?;
            return Ok(Outcome::Unchanged);
        }
        let parents = vec![page.head.clone()];
        Ok(Outcome::Saved(self.stand(tx, page, parents, source, None).await?))
    }

    async fn merge(self, tx: &mut Tx, mut page: Page, base: Version, mine: String) -> Result<Outcome> {
        let (text, theirs) = match self.try_merge(tx, &page, &base, mine.clone()).await? {
            Ok(texts) => texts,
            Err(conflict) => return self.refuse(conflict),
        };
        if text == theirs {
            self.forget_draft(tx, page.id).await?;
            return Ok(Outcome::Unchanged);
        }
        // What he wrote is a version of its own, so that anybody can make the merge again.
        let side = self.draught(tx, &page, vec![base.id], base.title, &mine, None).await?;
        let side = versions::keep(tx, Draught { is_side: true, ..side }).await?;
        page.version_count = side.number;
        let parents = vec![page.head.clone(), side.id];
        Ok(Outcome::Merged(self.stand(tx, page, parents, &text, Some(merge::ALGORITHM)).await?))
    }

    /// The merged text and the one that stands, or what clashes; then his own is a draft.
    async fn try_merge(
        &self,
        tx: &mut Tx,
        page: &Page,
        base: &Version,
        mine: String,
    ) -> Result<std::result::Result<(String, String), Box<Conflict>>> {
        let base_source = text_of(tx, &base.id).await?;
        let theirs_source = text_of(tx, &page.head).await?;
        let merged = merge::merge(&base_source, &theirs_source, &mine);
        if let Some(text) = merged.text() {
            return Ok(Ok((text, theirs_source)));
        }
        self.keep_draft(tx, page, &base.id, &mine).await?;
        let theirs = versions::find(&mut *tx, page.id, &page.head).await?.ok_or(Error::NotFound)?;
        Ok(Err(Box::new(Conflict { base: base.clone(), base_source, theirs, theirs_source, mine, merged })))
    }

    /// Whoever writes elsewhere decides at home, where his draft is.
    fn refuse(&self, conflict: Box<Conflict>) -> Result<Outcome> {
        if self.origin.is_some() {
            Err(Error::Conflict("error-page-clash"))
        } else {
            Ok(Outcome::Conflict(conflict))
        }
    }

    async fn keep_draft(&self, tx: &mut Tx, page: &Page, base: &VersionId, source: &str) -> Result<()> {
        if self.origin.is_some() {
            return Ok(());
        }
        drafts::store(tx, self.author, page, base, source, &self.summary).await
    }

    /// What somebody else lets stand says nothing about what its author writes now.
    async fn forget_draft(&self, tx: &mut Tx, page: PageId) -> Result<()> {
        match self.principal.acting_person() == Some(self.author) {
            true => drafts::forget(tx, self.author, page).await,
            false => Ok(()),
        }
    }

    /// Sends it to the host, unless it clashes already with what is known here.
    async fn offer(
        self,
        tx: &mut Tx,
        page: Page,
        base: Version,
        source: String,
        after: Option<Uuid>,
    ) -> Result<Outcome> {
        let (after, base) = self.written_on(tx, &page, base, after).await?;
        if after.is_none() {
            match self.try_merge(tx, &page, &base, source.clone()).await? {
                Ok((text, theirs)) if text == theirs => {
                    drafts::forget(tx, self.author, page.id).await?;
                    return Ok(Outcome::Unchanged);
                }
                Ok(_) => {}
                Err(conflict) => return Ok(Outcome::Conflict(conflict)),
            }
        }
        let new = offers::New {
            patch: self.patch,
            page_id: Some(page.id),
            base: Some(after.map_or_else(|| base.id.0.clone(), |offer| offer.patch)),
            root: Some(base.id),
            source: Some(source),
            summary: self.summary,
            ..offers::New::default()
        };
        offers::send(tx, self.principal, &self.wiki, new).await?;
        drafts::forget(tx, self.author, page.id).await?;
        Ok(Outcome::Sent)
    }

    /// What he wrote on: an offer of his own that is still on its way, the version that it became meanwhile, or what stood here.
    async fn written_on(
        &self,
        tx: &mut Tx,
        page: &Page,
        base: Version,
        after: Option<Uuid>,
    ) -> Result<(Option<offers::Offer>, Version)> {
        let Some(id) = after else { return Ok((None, base)) };
        if let Some(waiting) = offers::find_waiting(tx, self.author, page.id, id).await? {
            return Ok((Some(waiting), base));
        }
        let patch = patch_of(tx, None, Some(id)).await?;
        let became = match versions::find_written(&mut *tx, page.id, &patch).await? {
            Some(version) => versions::find(tx, page.id, &version).await?,
            None => None,
        };
        Ok((None, became.unwrap_or(base)))
    }

    async fn draught<'b>(
        &self,
        tx: &mut Tx,
        page: &'b Page,
        parents: Vec<VersionId>,
        title: String,
        source: &'b str,
        merge_version: Option<i64>,
    ) -> Result<Draught<'b>> {
        Ok(Draught {
            page,
            parents,
            title,
            author_id: self.author,
            author: people::find(tx, self.author).await?.ap_id,
            source,
            summary: self.summary.clone(),
            patch: self.patch.clone(),
            merge_version,
            is_side: false,
        })
    }

    /// From here on this text stands.
    async fn stand(
        self,
        tx: &mut Tx,
        page: Page,
        parents: Vec<VersionId>,
        source: &str,
        merge_version: Option<i64>,
    ) -> Result<Version> {
        let draught = self.draught(tx, &page, parents, page.title.clone(), source, merge_version).await?;
        let version = versions::keep(tx, draught).await?;
        let ap_id = page.ap_id.clone();
        let detail = json!({ "version": version.number, "is_merge": merge_version.is_some() });
        audit::record(tx, self.principal, "wiki.edit", &page.audit_name(), detail).await?;
        show(tx, page, &version, source).await?;
        published_feed::mark_page(tx, version.page_id, Lane::Home).await?;
        follow::changed(tx, version.page_id).await?;
        self.forget_draft(tx, version.page_id).await?;
        if let Some(origin) = &self.origin {
            versions::keep_patch(tx, origin).await?;
        }
        feed::touch_page(tx, &self.wiki.place.group, version.page_id, &ap_id, true).await?;
        Ok(version)
    }
}

/// The same conflict again, for whoever is deciding it: what he wrote on `base`, against `theirs`.
pub async fn reopen(
    on: impl Into<On<'_>>,
    page: &Page,
    base: &VersionId,
    theirs: &VersionId,
    mine: &str,
) -> Result<Conflict> {
    let mut on = on.into();
    let mut texts = Vec::new();
    for id in [base, theirs] {
        let version = versions::find(on.again(), page.id, id).await?;
        let version = version.ok_or(Error::invalid("body", "error-page-base"))?;
        let text = versions::find_source(on.again(), id).await?;
        texts.push((version, text.ok_or(Error::Conflict("error-page-text-gone"))?));
    }
    let [(base, base_source), (theirs, theirs_source)] =
        <[_; 2]>::try_from(texts).map_err(|_| Error::internal("two versions are not two"))?;
    let mine = source(mine)?;
    let merged = merge::merge(&base_source, &theirs_source, &mine);
    Ok(Conflict { base, base_source, theirs, theirs_source, mine, merged })
}

/// Gives a page another title. Its old address leads on to the new one. It gives where the page is found now.
pub async fn rename(
    tx: &mut Tx,
    principal: &Principal,
    id: PageId,
    title: &str,
    origin: Option<Origin>,
) -> Result<String> {
    let group = queries::find(&mut *tx, id).await?.ok_or(Error::NotFound)?.group_id;
    tx.lock(&tree::lock(group)).await?;
    tx.lock(&page_lock(id)).await?;
    let author = principal.require_person()?;
    let (wiki, mut page) = door::to_change(tx, principal, id).await?;
    let title = self::title(title)?;
    let patch = patch_of(tx, origin.as_ref(), None).await?;
    if title == page.title || versions::find_patch(&mut *tx, &patch).await?.is_some() {
        return Ok(page.slug);
    }
    tree::demand_name(tx, group, page.parent_id, id, &title).await?;
    if !wiki.is_here() {
        let new = offers::New { patch, page_id: Some(id), title: Some(title), ..offers::New::default() };
        offers::send(tx, principal, &wiki, new).await?;
        return Ok(page.slug);
    }
    let source = text_of(tx, &page.head).await?;
    page.slug = tree::claim_slug(tx, group, id, &title).await?;
    page.title = title;
    let writer = Writer { wiki, principal, author, summary: String::new(), patch, origin };
    let parents = vec![page.head.clone()];
    let draught = writer.draught(tx, &page, parents, page.title.clone(), &source, None).await?;
    let version = versions::keep(tx, draught).await?;
    if let Some(origin) = &writer.origin {
        versions::keep_patch(tx, origin).await?;
    }
    let (slug, subject, ap_id) = (page.slug.clone(), page.audit_name(), page.ap_id.clone());
    audit::record(tx, principal, "wiki.rename", &subject, json!({ "title": version.title })).await?;
    show(tx, page, &version, &source).await?;
    published_feed::mark_page(tx, id, Lane::Home).await?;
    feed::touch_page(tx, &writer.wiki.place.group, id, &ap_id, true).await?;
    Ok(slug)
}

/// Shows a version as the one that stands.
pub(super) async fn show(tx: &mut Tx, mut page: Page, version: &Version, source: &str) -> Result<()> {
    let written = links::written(page.group_id, source);
    page.html = written.html;
    page.head = version.id.clone();
    page.version_count = version.number;
    (page.changed_at, page.changed_by) = (version.published_at, version.author_id);
    queries::update_head(tx, &page).await?;
    links::keep(tx, page.id, &written.titles).await
}

pub(super) fn page_lock(id: PageId) -> String {
    format!("wiki-page:{id}")
}

/// A text that must be there; one that was erased cannot be written on.
pub(super) async fn text_of(tx: &mut Tx, id: &VersionId) -> Result<String> {
    versions::find_source(tx, id).await?.ok_or(Error::Conflict("error-page-text-gone"))
}

/// A text as it is kept: line ends as one sign, and no signs that only steer machines.
pub(super) fn source(typed: &str) -> Result<String> {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    let kept = kept.trim_end().to_owned();
    if kept.len() > SOURCE_BYTES_MAX {
        let error = FieldError::new("body", "error-page-long");
        return Err(error
            .with("max", SOURCE_BYTES_MAX / 1024)
            .with("size", kept.len().div_ceil(1024))
            .into());
    }
    Ok(kept)
}

pub(super) fn summary(typed: &str) -> Result<String> {
    within("summary", check::line(typed), SUMMARY_CHARS_MAX)
}

pub(super) fn title(typed: &str) -> Result<String> {
    let title = check::line(typed);
    if !title.contains(char::is_alphanumeric) {
        return Err(Error::invalid("title", "error-required"));
    }
    within("title", title, TITLE_CHARS_MAX)
}

fn within(field: &str, text: String, max: usize) -> Result<String> {
    if text.chars().count() > max {
        return Err(FieldError::new(field, "error-too-long").with("max", max).into());
    }
    Ok(text)
}
