//! Staying true: who keeps a page true, and when he looks at it again.

use std::time::Duration;

use serde_json::json;

use super::elsewhere::{self, PageChange};
use super::{Page, Wiki, door, queries};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::groups::{feed, house};
use crate::ids::{PageId, PersonId};
use crate::notifications::{self, Notice};
use crate::principal::Principal;

/// How long a page is believed after somebody looked at it, in months.
pub const MONTHS: [u32; 4] = [3, 6, 12, 24];

/// Who keeps a page true, and from when on it is doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upkeep {
    /// A member of the group.
    pub owner_id: Option<PersonId>,
    /// None: never.
    pub review_at: Option<Timestamp>,
}

/// Sets both; for whoever may change the page.
pub async fn set(tx: &mut Tx, principal: &Principal, id: PageId, upkeep: Upkeep) -> Result<()> {
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    if let Some(owner) = upkeep.owner_id.filter(|owner| Some(*owner) != page.owner_id)
        && !house::is_member(&mut *tx, wiki.group_id(), owner).await?
    {
        return Err(Error::invalid("owner", "error-page-owner"));
    }
    if !wiki.is_here() {
        let owner = elsewhere::address_of_person(tx, upkeep.owner_id).await?;
        let change = PageChange::Upkeep { owner, review_at: upkeep.review_at };
        return elsewhere::send(tx, principal, &wiki, &page, change).await;
    }
    queries::update_upkeep(tx, id, upkeep.owner_id, upkeep.review_at, page.reviewed_at).await?;
    let detail = json!({ "owner": upkeep.owner_id, "review_at": upkeep.review_at });
    audit::record(tx, principal, "wiki.upkeep", &page.audit_name(), detail).await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, true).await
}

/// Says that a page is true as it stands, and when to look again.
pub async fn confirm(tx: &mut Tx, principal: &Principal, id: PageId, months: u32) -> Result<()> {
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    if !MONTHS.contains(&months) {
        return Err(Error::invalid("months", "error-choice"));
    }
    if !wiki.is_here() {
        return elsewhere::send(tx, principal, &wiki, &page, PageChange::Confirm { months }).await;
    }
    let (now, until) = (tx.now(), after_months(tx.now(), months));
    queries::update_upkeep(tx, id, page.owner_id, Some(until), Some(now)).await?;
    audit::record(tx, principal, "wiki.confirm", &page.audit_name(), json!({ "review_at": until })).await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, true).await
}

/// The moment so many months from now; none for no month.
pub fn review_in(now: Timestamp, months: u32) -> Option<Timestamp> {
    (months > 0).then(|| after_months(now, months))
}

/// A month is thirty days and a half here: nobody's page is wrong because of the day.
fn after_months(at: Timestamp, months: u32) -> Timestamp {
    const MONTH: Duration = Duration::from_secs(61 * 12 * 3600);
    at.plus(MONTH * months)
}

/// Tells whoever keeps a page true that it is due, once for each date; where nobody does, the moderators. Gives how many pages
/// were looked at, at most `limit`.
pub(crate) async fn remind(tx: &mut Tx, limit: i64) -> Result<u64> {
    let due: Vec<(PageId,)> = sql("select id from wiki_page where review_at <= $1 and deleted_at is null \
         and (reminded_for is null or reminded_for < review_at) order by review_at limit $2")
    .bind(tx.now())
    .bind(limit)
    .all(&mut *tx)
    .await?;
    for (id,) in &due {
        let Some(page) = queries::find(&mut *tx, *id).await? else { continue };
        tell_due(tx, &page).await?;
        sql("update wiki_page set reminded_for = review_at where id = $1")
            .bind(*id)
            .execute(&mut *tx)
            .await?;
    }
    Ok(due.len() as u64)
}

async fn tell_due(tx: &mut Tx, page: &Page) -> Result<()> {
    let at = page.review_at.map_or(0, |at| at.0);
    let notice = Notice::new("page_due", format!("page_due:{}:{at}", page.id))
        .in_group(page.group_id)
        .with("title", &page.title)
        .with("slug", &page.slug);
    match page.owner_id {
        Some(owner) => notifications::tell_if_local(tx, owner, notice).await,
        None => notifications::tell_moderators(tx, page.group_id, notice).await,
    }
}

/// Who may be asked to keep a page true: the members who wrote on it, and those who look after the network.
pub async fn list_candidates(on: impl Into<On<'_>>, page: &Page) -> Result<Vec<PersonId>> {
    sql("select membership.person_id from membership where membership.group_id = $1 and membership.state = 'active' \
         and (membership.role in ('owner', 'moderator') or membership.person_id in \
         (select author_id from wiki_version where page_id = $2)) \
         union select version.author_id from wiki_version version join groups on groups.id = $1 and groups.is_house \
         where version.page_id = $2 order by 1 limit 100")
    .bind(page.group_id)
    .bind(page.id)
    .column(on)
    .await
}

/// A page that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Due {
    pub title: String,
    pub slug: String,
    pub owner_id: Option<PersonId>,
    pub review_at: Timestamp,
}

/// The pages that are due, the longest first.
pub async fn list_due(on: impl Into<On<'_>>, wiki: &Wiki, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
    sql("select title, slug, owner_id, review_at from wiki_page where group_id = $1 and review_at is not null \
         and review_at <= $2 and deleted_at is null order by review_at, id limit $3")
    .bind(wiki.group_id())
    .bind(now)
    .bind(limit)
    .all(on)
    .await
}

impl Page {
    /// Whether this person keeps it true.
    pub fn is_kept_by(&self, person: Option<PersonId>) -> bool {
        person.is_some() && self.owner_id == person
    }
}
