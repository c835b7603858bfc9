//! Who of elsewhere follows which public group.

use serde_json::json;

use crate::audit;
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::groups;
use crate::ids::GroupId;
use crate::outbox::{self, Event};
use crate::principal::Principal;

use super::actors::Actor;
use super::demand_heard;

/// Somebody follows a public group. Anything that is not one does not exist for him.
pub async fn follow(tx: &mut Tx, actor: &Actor, group: GroupId, follow_id: &str) -> Result<()> {
    demand_heard(tx, actor).await?;
    let group = groups::find(&mut *tx, group).await?;
    if !group.is_public() {
        return Err(Error::NotFound);
    }
    sql("insert into outside_follow (group_id, actor_id, follow_id, since) values ($1, $2, $3, $4) \
         on conflict (group_id, actor_id) do update set follow_id = excluded.follow_id")
    .bind(group.id)
    .bind(actor.id)
    .bind(follow_id)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    let detail = json!({ "who": actor.address() });
    audit::record(tx, &Principal::Anonymous, "outside.follow", &group.audit_name(), detail).await?;
    let event =
        Event::OutsiderFollowed { group_id: group.id, actor_id: actor.id, follow_id: follow_id.to_owned() };
    outbox::publish(tx, &event).await
}

/// He follows it no more. It is no error when he never did.
pub async fn unfollow(tx: &mut Tx, actor: &Actor, group: GroupId) -> Result<()> {
    let gone = sql("delete from outside_follow where group_id = $1 and actor_id = $2")
        .bind(group)
        .bind(actor.id)
        .execute(&mut *tx)
        .await?;
    if gone == 0 {
        return Ok(());
    }
    let detail = json!({ "who": actor.address() });
    audit::record(tx, &Principal::Anonymous, "outside.unfollow", &format!("group:{group}"), detail).await
}

/// Nobody of a host follows anything any more: it is blocked, or was not reached for a month.
pub(crate) async fn end_all_of(tx: &mut Tx, host: &str) -> Result<()> {
    sql("delete from outside_follow where actor_id in (select id from outside_actor where host = $1)")
        .bind(host)
        .execute(tx)
        .await?;
    Ok(())
}

/// An inbox is not there any more: whoever had it follows nothing.
pub async fn end_all_at(tx: &mut Tx, inbox_url: &str) -> Result<()> {
    sql("delete from outside_follow where actor_id in (select id from outside_actor where inbox_url = $1)")
        .bind(inbox_url)
        .execute(tx)
        .await?;
    Ok(())
}

/// Nobody follows anything any more.
pub(super) async fn end_all(tx: &mut Tx) -> Result<()> {
    sql("delete from outside_follow").execute(&mut *tx).await?;
    sql("delete from outside_told").execute(tx).await?;
    Ok(())
}

/// How many people follow a group from elsewhere.
pub async fn count(on: impl Into<On<'_>>, group: GroupId) -> Result<i64> {
    sql("select count(*) from outside_follow where group_id = $1").bind(group).scalar(on).await
}

/// Where activities of a group go: each host once, with an inbox of it.
pub async fn list_inboxes(on: impl Into<On<'_>>, group: GroupId) -> Result<Vec<(String, String)>> {
    sql("select distinct outside_actor.host, outside_actor.inbox_url from outside_follow \
         join outside_actor on outside_actor.id = outside_follow.actor_id \
         join outside_host on outside_host.host = outside_actor.host and outside_host.state = 'public_only' \
         where outside_follow.group_id = $1 order by outside_actor.host, outside_actor.inbox_url")
    .bind(group)
    .all(on)
    .await
}

/// The groups that anybody of elsewhere follows.
pub async fn list_followed(on: impl Into<On<'_>>) -> Result<Vec<GroupId>> {
    sql("select distinct group_id from outside_follow").column(on).await
}
