//! Who is changing a page at other organisations. An instance tells of its own people, the group's host hands on what it knows.
//! All of it is believed for a moment: what nobody says again is over by itself.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{SHOWN, at_it, note};
use crate::db::{On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::groups::{self, Group};
use crate::ids::{InstanceId, PageId, PersonId};
use crate::instances;
use crate::jobs::{self, Job};
use crate::peers::State;
use crate::wiki::door::effective;
use crate::wiki::{Page, Rights, queries};

/// How often it is told again while somebody is at it.
pub const TOLD_AGAIN: Duration = Duration::from_secs(60);
/// One word may be lost on the way.
const BELIEVED: Duration = Duration::from_secs(150);
/// So long it is news that somebody stopped, also when that was noticed late.
const NEWS: Duration = Duration::from_secs(90);
/// What the host heard waits so long for company before it tells on: nobody makes it speak to all at every word.
const TOLD_ON: Duration = Duration::from_secs(2);
/// People of whom one instance tells.
pub const PEOPLE_MAX: usize = 20;

/// A page that stands, with its group: what instances tell each other about.
#[derive(Debug, Clone)]
pub struct Shared {
    pub page: Page,
    pub group: Group,
}

/// The page with this id, while it and its group are there.
pub async fn find(on: impl Into<On<'_>>, id: PageId) -> Result<Option<Shared>> {
    let mut on = on.into();
    let page = queries::find(on.again(), id).await?.filter(|page| page.deleted_at.is_none());
    let Some(page) = page else { return Ok(None) };
    match groups::find(on, page.group_id).await {
        Ok(group) => Ok(Some(Shared { page, group })),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The same by its address.
pub async fn find_by_address(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Shared>> {
    let mut on = on.into();
    let row: Option<(PageId,)> =
        sql("select id from wiki_page where ap_id = $1").bind(ap_id).optional(on.again()).await?;
    match row {
        Some((id,)) => find(on, id).await,
        None => Ok(None),
    }
}

/// Whether an instance has a part in who changes the page: as the group's host, or because one of its people may change it.
pub async fn concerns(on: impl Into<On<'_>>, shared: &Shared, instance: InstanceId) -> Result<bool> {
    if !shared.group.is_local {
        return Ok(shared.group.instance_id == instance);
    }
    let mut on = on.into();
    let Some(who) = who_may(on.again(), shared).await? else { return Ok(false) };
    let text = format!("select person.id {who} and person.instance_id = $2 limit 1");
    let one: Option<(PersonId,)> = sql_from(text).bind(shared.group.id).bind(instance).optional(on).await?;
    Ok(one.is_some())
}

/// Members of the group `$1` who may change the page; `None` when nobody may.
async fn who_may(on: On<'_>, shared: &Shared) -> Result<Option<String>> {
    if shared.group.is_read_only() {
        return Ok(None);
    }
    let upward = queries::list_above(on, shared.page.id).await?;
    let role = match effective(upward.into_iter().map(|leaf| leaf.rights)) {
        Rights::Locked => return Ok(None),
        Rights::Moderators => "and membership.role in ('owner', 'moderator')",
        Rights::Inherit | Rights::Members => "",
    };
    Ok(Some(format!(
        "from person join membership on membership.person_id = person.id \
         where membership.group_id = $1 and membership.state = 'active' and person.deleted_at is null {role}"
    )))
}

/// Addresses of those who are at the page, for an instance that has a part in it: at the host everybody else's, elsewhere our
/// own.
pub async fn list_for(on: impl Into<On<'_>>, shared: &Shared, instance: InstanceId) -> Result<Vec<String>> {
    let on = on.into();
    let now = on.now();
    let whose = if shared.group.is_local { "" } else { "and instance.is_local" };
    let others = format!("and person.instance_id <> $3 {whose} order by person.id limit $4");
    at_it("person.ap_id", shared.page.id, now, &others).bind(instance).bind(SHOWN).column(on).await
}

/// Whether one of our own people is at the page.
pub async fn is_ours_at_it(on: impl Into<On<'_>>, page: PageId) -> Result<bool> {
    let on = on.into();
    let now = on.now();
    let one: Option<(PersonId,)> =
        at_it("person.id", page, now, "and instance.is_local limit 1").optional(on).await?;
    Ok(one.is_some())
}

/// At the host: instances that have somebody at the page, and to whom there is something to tell about others.
pub async fn list_to_tell(on: impl Into<On<'_>>, page: PageId) -> Result<Vec<InstanceId>> {
    let on = on.into();
    let now = on.now();
    let others = "and not instance.is_local and exists (select 1 from wiki_editing other join person whose \
        on whose.id = other.person_id where other.page_id = $1 and other.until_at > $3 \
        and whose.instance_id <> person.instance_id) order by person.instance_id";
    at_it("distinct person.instance_id", page, now, others).bind(now.minus(NEWS)).column(on).await
}

/// An instance says that something changed about who is at a page. It is asked, if it has a part in that.
pub async fn announced(tx: &mut Tx, from: InstanceId, group: &str, page: &str) -> Result<()> {
    let Some(shared) = find_by_address(&mut *tx, page).await? else { return Ok(()) };
    if shared.group.ap_id != group || !concerns(&mut *tx, &shared, from).await? {
        return Ok(());
    }
    jobs::enqueue(tx, &Job::PullEditing { page_id: shared.page.id, instance_id: from }).await
}

/// Replaces what was known from an instance by what it says now, as far as that is believed: of its own people, from the host of
/// all but ours; known here, and such that may change the page. The host tells on what changed by it.
pub async fn keep(tx: &mut Tx, shared: &Shared, from: InstanceId, said: &[String]) -> Result<()> {
    let whose = match shared.group.is_local {
        true => Whose { text: "person.instance_id = $3", instance: from },
        false => {
            Whose { text: "person.instance_id <> $3", instance: instances::home(&mut *tx).await?.instance_id }
        }
    };
    let before = list_known(tx, shared.page.id, &whose).await?;
    let believed = list_believed(tx, shared, &whose, said).await?;
    let gone: Vec<PersonId> = before.difference(&believed).copied().collect();
    if !gone.is_empty() {
        stop(tx, shared.page.id, &gone).await?;
    }
    let until = tx.now().plus(BELIEVED);
    for person in &believed {
        note(tx, *person, shared.page.id, until).await?;
    }
    if !shared.group.is_local || before == believed {
        return Ok(());
    }
    let at = tx.now().plus(TOLD_ON);
    jobs::enqueue_at(tx, &Job::TellEditing { page_id: shared.page.id }, at).await
}

/// For whose people an answer counts.
struct Whose {
    text: &'static str,
    instance: InstanceId,
}

async fn list_known(tx: &mut Tx, page: PageId, whose: &Whose) -> Result<BTreeSet<PersonId>> {
    let now = tx.now();
    let known: Vec<PersonId> =
        at_it("person.id", page, now, &format!("and {}", whose.text)).bind(whose.instance).column(tx).await?;
    Ok(known.into_iter().collect())
}

async fn list_believed(
    tx: &mut Tx,
    shared: &Shared,
    whose: &Whose,
    said: &[String],
) -> Result<BTreeSet<PersonId>> {
    let Some(who) = who_may(On::from(&mut *tx), shared).await? else { return Ok(BTreeSet::new()) };
    let text = format!(
        "select person.id {who} and {} and not exists (select 1 from peer \
         where peer.instance_id = person.instance_id and peer.state = $2) and person.ap_id in (..)",
        whose.text
    );
    let believed: Vec<PersonId> = sql_from(text)
        .bind(shared.group.id)
        .bind(State::Blocked)
        .bind(whose.instance)
        .bind_list(said.iter().take(PEOPLE_MAX))
        .column(tx)
        .await?;
    Ok(believed.into_iter().collect())
}

async fn stop(tx: &mut Tx, page: PageId, people: &[PersonId]) -> Result<()> {
    let now = tx.now();
    sql("update wiki_editing set until_at = $2 where page_id = $1 and person_id in (..)")
        .bind(page)
        .bind(now)
        .bind_list(people.iter().copied())
        .execute(tx)
        .await?;
    Ok(())
}
