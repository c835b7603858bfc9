//! Who is changing a page now, for whoever else is about to. An open editor says so again and again; without script it is
//! believed for a while. Other instances of the group hear of it ([`elsewhere`]).

pub mod elsewhere;

use std::time::Duration;

use super::door;
use crate::clock::Timestamp;
use crate::db::{On, Statement, Tx, sql, sql_from};
use crate::error::Result;
use crate::ids::{PageId, PersonId};
use crate::jobs::{self, Job};
use crate::principal::Principal;

/// An editor without script cannot say that it was closed.
pub const OPENED: Duration = Duration::from_secs(10 * 60);
/// One that says so every few seconds.
pub const AGAIN: Duration = Duration::from_secs(30);
/// Names that are of use to whoever writes.
const SHOWN: i64 = 20;

/// Who is at the page `$1` at `$2`, as far as he is still somebody of its network.
const AT_IT: &str = "from wiki_editing editing join wiki_page page on page.id = editing.page_id \
    join groups on groups.id = page.group_id join person on person.id = editing.person_id \
    join instance on instance.id = person.instance_id \
    left join membership on membership.group_id = page.group_id and membership.person_id = person.id \
    where editing.page_id = $1 and editing.until_at > $2 and (membership.state = 'active' \
        or (groups.is_house and instance.is_local and (membership.state is null or membership.state <> 'banned' \
            or membership.until <= $2)))";

fn at_it(what: &str, page: PageId, now: Timestamp, rest: &str) -> Statement {
    sql_from(format!("select {what} {AT_IT} {rest}")).bind(page).bind(now)
}

/// One is changing this page, for so long unless he says so again. For whoever may.
pub async fn begin(tx: &mut Tx, principal: &Principal, id: PageId, lasts: Duration) -> Result<()> {
    let person = principal.require_member()?.person_id;
    door::to_write(tx, principal, id).await?;
    let until = tx.now().plus(lasts);
    if say_again(tx, person, id, until).await? {
        return Ok(());
    }
    note(tx, person, id, until).await?;
    tell(tx, id).await
}

/// One has stopped.
pub async fn end(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<()> {
    let person = principal.require_member()?.person_id;
    let now = tx.now();
    // The row stays until the sweep: that somebody just left is news too.
    if say_again(tx, person, id, now).await? { tell(tx, id).await } else { Ok(()) }
}

/// False when he was not at it.
async fn say_again(tx: &mut Tx, person: PersonId, id: PageId, until: Timestamp) -> Result<bool> {
    let now = tx.now();
    let said =
        sql("update wiki_editing set until_at = $3 where person_id = $1 and page_id = $2 and until_at > $4")
            .bind(person)
            .bind(id)
            .bind(until)
            .bind(now)
            .execute(tx)
            .await?;
    Ok(said > 0)
}

async fn note(tx: &mut Tx, person: PersonId, id: PageId, until: Timestamp) -> Result<()> {
    sql("insert into wiki_editing (person_id, page_id, until_at) values ($1, $2, $3) \
         on conflict (person_id, page_id) do update set until_at = excluded.until_at")
    .bind(person)
    .bind(id)
    .bind(until)
    .execute(tx)
    .await?;
    Ok(())
}

/// Other instances hear of it, where there are any.
async fn tell(tx: &mut Tx, id: PageId) -> Result<()> {
    let other: Option<(PersonId,)> =
        sql("select person.id from wiki_page page join membership on membership.group_id = page.group_id \
         join person on person.id = membership.person_id join instance on instance.id = person.instance_id \
         where page.id = $1 and membership.state = 'active' and not instance.is_local limit 1")
        .bind(id)
        .optional(&mut *tx)
        .await?;
    match other {
        Some(_) => jobs::enqueue(tx, &Job::TellEditing { page_id: id }).await,
        None => Ok(()),
    }
}

/// Who else is changing the page. Whoever asks was found to be somebody who may.
pub async fn list_others(on: impl Into<On<'_>>, principal: &Principal, id: PageId) -> Result<Vec<PersonId>> {
    let on = on.into();
    let now = on.now();
    at_it("person.id", id, now, "and person.id <> $3 order by person.id limit $4")
        .bind(principal.acting_person())
        .bind(SHOWN)
        .column(on)
        .await
}

/// These people leave no trail.
pub(crate) async fn forget_of(tx: &mut Tx, people: &[PersonId]) -> Result<()> {
    sql("delete from wiki_editing where person_id in (..)")
        .bind_list(people.iter().copied())
        .execute(tx)
        .await?;
    Ok(())
}
