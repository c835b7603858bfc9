//! Offers: what one of ours wants changed in a wiki of elsewhere, from sending it until the host's feed brings what came of it.
//! What the host does not take becomes a draft of its author again.

use uuid::Uuid;

use super::{Page, VersionId, Wiki, drafts, queries, versions};
use crate::acts::{self, Act};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{GroupId, PageId, PersonId};
use crate::notifications::{self, Notice};
use crate::principal::Principal;

/// A change on its way, or one that came back.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Offer {
    /// That of its address, unless a program chose another.
    pub id: Uuid,
    /// Its address.
    pub patch: String,
    pub person_id: PersonId,
    pub group_id: GroupId,
    /// None: a page to be made.
    pub page_id: Option<PageId>,
    /// What it was written on: a version, or the address of an offer before it.
    pub base: Option<String>,
    /// The version that stood here when it was written.
    pub root: Option<VersionId>,
    /// Of a new page, or a new one.
    pub title: Option<String>,
    pub parent_id: Option<PageId>,
    /// None: the title alone.
    pub source: Option<String>,
    pub summary: String,
    /// Why the host did not take it; empty: it is on its way.
    pub refusal: String,
    pub sent_at: Timestamp,
}

/// A change to be sent; see [`Offer`].
#[derive(Debug, Clone, Default)]
pub(super) struct New {
    pub patch: String,
    pub page_id: Option<PageId>,
    pub base: Option<String>,
    pub root: Option<VersionId>,
    pub title: Option<String>,
    pub parent_id: Option<PageId>,
    pub source: Option<String>,
    pub summary: String,
}

const OFFER: &str = "select id, patch, person_id, group_id, page_id, base, root, title, parent_id, source, summary, refusal, \
    sent_at from wiki_offer";

/// Keeps it and sends it; the same one twice is sent once.
pub(super) async fn send(tx: &mut Tx, principal: &Principal, wiki: &Wiki, new: New) -> Result<()> {
    let person = principal.require_member()?.person_id;
    let known: Option<(Uuid,)> =
        sql("select id from wiki_offer where patch = $1").bind(&new.patch).optional(&mut *tx).await?;
    if known.is_some() {
        return Ok(());
    }
    let id = id_in(&new.patch).unwrap_or_else(|| tx.new_id::<PageId>().0);
    sql("insert into wiki_offer (id, patch, person_id, group_id, page_id, base, root, title, parent_id, source, summary, \
         refusal, sent_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12)")
    .bind(id)
    .bind(&new.patch)
    .bind(person)
    .bind(wiki.group_id())
    .bind(new.page_id)
    .bind(new.base)
    .bind(new.root.map(|root| root.0))
    .bind(new.title)
    .bind(new.parent_id)
    .bind(new.source)
    .bind(&new.summary)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    acts::send(tx, person, &wiki.place.group, Act::Offer { offer_id: id }).await
}

fn id_in(patch: &str) -> Option<Uuid> {
    patch.rsplit('/').next()?.parse().ok()
}

/// An offer of ours.
pub async fn find(on: impl Into<On<'_>>, id: Uuid) -> Result<Option<Offer>> {
    sql_from(format!("{OFFER} where id = $1")).bind(id).optional(on).await
}

/// One's own offer of a page that is still on its way, the latest first.
pub async fn find_own(on: impl Into<On<'_>>, principal: &Principal, page: PageId) -> Result<Option<Offer>> {
    let text = format!(
        "{OFFER} where person_id = $1 and page_id = $2 and source is not null and refusal = '' \
         order by sent_at desc, id desc limit 1"
    );
    sql_from(text).bind(principal.acting_person()).bind(page).optional(on).await
}

/// The offer that another one was written on, if it is this person's and still on its way.
pub(super) async fn find_waiting(
    tx: &mut Tx,
    person: PersonId,
    page: PageId,
    id: Uuid,
) -> Result<Option<Offer>> {
    let found = find(tx, id).await?;
    Ok(found
        .filter(|offer| offer.person_id == person && offer.page_id == Some(page) && offer.refusal.is_empty()))
}

/// One's own offers in a wiki, the latest first: on their way, or come back.
pub async fn list_own(
    on: impl Into<On<'_>>,
    principal: &Principal,
    group: GroupId,
) -> Result<Vec<(Offer, Option<String>)>> {
    let mut on = on.into();
    let text =
        format!("{OFFER} where person_id = $1 and group_id = $2 order by sent_at desc, id desc limit 100");
    let offers: Vec<Offer> =
        sql_from(text).bind(principal.acting_person()).bind(group).all(on.again()).await?;
    let titles: Vec<(PageId, String)> = sql("select id, title from wiki_page where id in (..)")
        .bind_list(offers.iter().filter_map(|offer| offer.page_id))
        .all(on)
        .await?;
    let title = |offer: &Offer| {
        let page = titles.iter().find(|(id, _)| Some(*id) == offer.page_id);
        page.map(|(_, title)| title.clone()).or_else(|| offer.title.clone())
    };
    Ok(offers.into_iter().map(|offer| (title(&offer), offer)).map(|(title, offer)| (offer, title)).collect())
}

/// What a later offer of the same page says is written on: the version that it became, or its own base.
pub async fn base_at_host(on: impl Into<On<'_>>, page: PageId, base: &str) -> Result<Option<VersionId>> {
    match VersionId::parse(base) {
        Some(version) => Ok(Some(version)),
        None => versions::find_written(on, page, base).await,
    }
}

/// The host took it, one way or another: it is on its way no more.
pub async fn settle(tx: &mut Tx, patch: &str) -> Result<()> {
    sql("delete from wiki_offer where patch = $1").bind(patch).execute(tx).await?;
    Ok(())
}

/// The same by its id, when nothing came of it since it says what stood there already.
pub async fn settle_by_id(tx: &mut Tx, id: Uuid) -> Result<()> {
    sql("delete from wiki_offer where id = $1").bind(id).execute(tx).await?;
    Ok(())
}

/// The host did not take it: a text of a page becomes a draft, to be decided in the merge screen; a new page keeps its text
/// until its author sends it again or throws it away. What he wrote on top of it has lost its base there, so it comes back
/// with it: one draft, which holds all of it, and one notice.
pub(crate) async fn refuse(tx: &mut Tx, id: Uuid, key: &str) -> Result<()> {
    let Some(offer) = find(&mut *tx, id).await? else { return Ok(()) };
    let page = match offer.page_id {
        Some(page) => queries::find(&mut *tx, page).await?,
        None => None,
    };
    tell(tx, &offer, page.as_ref(), key).await?;
    match page {
        Some(page) => give_back(tx, &page, offer).await,
        None => {
            sql("update wiki_offer set refusal = $2 where id = $1").bind(id).bind(key).execute(tx).await?;
            Ok(())
        }
    }
}

/// The last text of those that stood one on another becomes the draft, unless he writes on already.
async fn give_back(tx: &mut Tx, page: &Page, mut last: Offer) -> Result<()> {
    settle_by_id(tx, last.id).await?;
    while let Some(next) = find_on(tx, &last).await? {
        settle_by_id(tx, next.id).await?;
        last = next;
    }
    let (Some(root), Some(source)) = (&last.root, &last.source) else { return Ok(()) };
    if drafts::is_newer(tx, last.person_id, page.id, last.sent_at).await? {
        return Ok(());
    }
    drafts::store(tx, last.person_id, page, root, source, &last.summary).await
}

/// The offer that was written on this one, and is on its way.
async fn find_on(tx: &mut Tx, offer: &Offer) -> Result<Option<Offer>> {
    let text = format!(
        "{OFFER} where base = $1 and page_id = $2 and person_id = $3 and refusal = '' order by sent_at desc, id desc limit 1"
    );
    sql_from(text).bind(&offer.patch).bind(offer.page_id).bind(offer.person_id).optional(tx).await
}

async fn tell(tx: &mut Tx, offer: &Offer, page: Option<&Page>, key: &str) -> Result<()> {
    let title = page.map(|page| page.title.clone()).or_else(|| offer.title.clone()).unwrap_or_default();
    let mut notice = Notice::new("page_refused", format!("page_refused:{}", offer.id))
        .in_group(offer.group_id)
        .with("title", &title)
        .with("reason", key);
    if let Some(page) = page.filter(|_| offer.source.is_some()) {
        notice = notice.with("page_id", &page.id.to_string());
    }
    notifications::tell(tx, offer.person_id, notice).await
}

/// Throws away an offer of one's own that came back.
pub async fn discard(tx: &mut Tx, principal: &Principal, id: Uuid) -> Result<()> {
    let person = principal.require_person()?;
    let offer = find(&mut *tx, id).await?.filter(|offer| offer.person_id == person).ok_or(Error::NotFound)?;
    if offer.refusal.is_empty() {
        return Err(Error::Conflict("error-offer-sent"));
    }
    settle_by_id(tx, id).await
}

/// Who leaves the organisation leaves none.
pub(crate) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from wiki_offer where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}
