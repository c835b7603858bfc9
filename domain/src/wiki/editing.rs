//! Who is changing a page now, for whoever else is about to. An open editor says so again and again; without script it is
//! believed for a while.

use std::time::Duration;

use super::door;
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::ids::{PageId, PersonId};
use crate::principal::Principal;

/// An editor without script cannot say that it was closed.
pub const OPENED: Duration = Duration::from_secs(10 * 60);
/// One that says so every few seconds.
pub const AGAIN: Duration = Duration::from_secs(30);
/// Names that are of use to whoever writes.
const SHOWN: i64 = 20;

/// One is changing this page, for so long unless he says so again. For whoever may.
pub async fn begin(tx: &mut Tx, principal: &Principal, id: PageId, lasts: Duration) -> Result<()> {
    let person = principal.require_member()?.person_id;
    door::to_write(tx, principal, id).await?;
    sql("insert into wiki_editing (person_id, page_id, until_at) values ($1, $2, $3) \
         on conflict (person_id, page_id) do update set until_at = excluded.until_at")
    .bind(person)
    .bind(id)
    .bind(tx.now().plus(lasts))
    .execute(tx)
    .await?;
    Ok(())
}

/// One has stopped.
pub async fn end(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<()> {
    sql("delete from wiki_editing where person_id = $1 and page_id = $2")
        .bind(principal.require_member()?.person_id)
        .bind(id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Who else is changing the page. Whoever asks was found to be somebody who may.
pub async fn list_others(on: impl Into<On<'_>>, principal: &Principal, id: PageId) -> Result<Vec<PersonId>> {
    let on = on.into();
    let now = on.now();
    sql("select person_id from wiki_editing where page_id = $1 and person_id <> $2 and until_at > $3 \
         order by person_id limit $4")
    .bind(id)
    .bind(principal.acting_person())
    .bind(now)
    .bind(SHOWN)
    .column(on)
    .await
}
