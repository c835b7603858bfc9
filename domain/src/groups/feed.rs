//! The change feed of a group hosted here: what its members' instances must know, the last state of each thing, in order.
//! The first fetch, catching up and every announcement are this one list.

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, next_seq, sql};
use crate::error::Result;
use crate::ids::{CommentId, GroupId, InstanceId, ItemId, PageId, PersonId};
use crate::outbox::{self, Event};
use crate::{index_feed, people};

use super::Group;

/// What changed last about one thing in a group.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    pub object_id: uuid::Uuid,
    pub kind: Thing,
    pub ap_id: String,
    pub seq: i64,
    pub is_present: bool,
    pub changed_at: Timestamp,
}

/// What a group's feed speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Thing {
    /// The group itself: its words and rules.
    Group,
    Member,
    Item,
    Comment,
    /// A page of its wiki.
    Page,
}

crate::db::text_arg!(Thing);

/// Something about the group itself changed.
pub(crate) async fn touch_group(tx: &mut Tx, group: &Group) -> Result<()> {
    outbox::publish(tx, &Event::GroupListed).await?;
    record(tx, group, group.id.0, Thing::Group, &group.ap_id, true).await
}

/// The group is gone: instances with members are told while they are still known.
pub(super) async fn group_gone(tx: &mut Tx, group: &Group) -> Result<()> {
    outbox::publish(tx, &Event::GroupListed).await?;
    outbox::publish(tx, &Event::GroupGone { group_id: group.id }).await
}

/// Somebody came, went, or got another role.
pub(crate) async fn touch_member(
    tx: &mut Tx,
    group: &Group,
    person: PersonId,
    is_present: bool,
) -> Result<()> {
    let who = people::find(&mut *tx, person).await?;
    record(tx, group, person.0, Thing::Member, &who.ap_id, is_present).await
}

/// An item that members see was written, changed or went.
pub(crate) async fn touch_item(
    tx: &mut Tx,
    group: &Group,
    id: ItemId,
    ap_id: &str,
    is_present: bool,
) -> Result<()> {
    record(tx, group, id.0, Thing::Item, ap_id, is_present).await
}

/// The same for a comment.
pub(crate) async fn touch_comment(
    tx: &mut Tx,
    group: &Group,
    id: CommentId,
    ap_id: &str,
    is_present: bool,
) -> Result<()> {
    record(tx, group, id.0, Thing::Comment, ap_id, is_present).await
}

/// A page of the wiki was written, changed, moved or went; its versions go with it.
pub(crate) async fn touch_page(
    tx: &mut Tx,
    group: &Group,
    id: PageId,
    ap_id: &str,
    is_present: bool,
) -> Result<()> {
    record(tx, group, id.0, Thing::Page, ap_id, is_present).await
}

/// Copies have no feed: only the host speaks for its group.
async fn record(
    tx: &mut Tx,
    group: &Group,
    object_id: uuid::Uuid,
    kind: Thing,
    ap_id: &str,
    is_present: bool,
) -> Result<()> {
    if !group.is_local {
        return Ok(());
    }
    let seq = next_seq(tx, &format!("group:{}", group.id)).await?;
    sql("insert into group_change (group_id, object_id, kind, ap_id, seq, is_present, changed_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (group_id, object_id) do update set \
         ap_id = excluded.ap_id, seq = excluded.seq, is_present = excluded.is_present, changed_at = excluded.changed_at")
    .bind(group.id)
    .bind(object_id)
    .bind(kind)
    .bind(ap_id)
    .bind(seq)
    .bind(is_present)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    outbox::publish(tx, &Event::GroupChanged { group_id: group.id, object_id, seq }).await
}

/// Changes after `after`, oldest first, at most `limit`.
pub async fn list_changes(db: &Db, group: GroupId, after: i64, limit: i64) -> Result<Vec<Change>> {
    sql("select object_id, kind, ap_id, seq, is_present, changed_at from group_change \
         where group_id = $1 and seq > $2 order by seq limit $3")
    .bind(group)
    .bind(after)
    .bind(limit)
    .all(db)
    .await
}

/// One change, if it is still the last of its thing.
pub async fn find_change(on: impl Into<On<'_>>, group: GroupId, seq: i64) -> Result<Option<Change>> {
    sql("select object_id, kind, ap_id, seq, is_present, changed_at from group_change where group_id = $1 and seq = $2")
        .bind(group)
        .bind(seq)
        .optional(on)
        .await
}

/// The last sequence given out.
pub async fn last_seq(on: impl Into<On<'_>>, group: GroupId) -> Result<i64> {
    let row: Option<(i64,)> = sql("select value from counter where stream = $1")
        .bind(format!("group:{group}"))
        .optional(on)
        .await?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// The addresses of all members, items, comments and pages that there are, in no order.
pub async fn list_present(db: &Db, group: GroupId) -> Result<Vec<String>> {
    sql("select ap_id from group_change where group_id = $1 and is_present and kind <> 'group'")
        .bind(group)
        .column(db)
        .await
}

/// The instances, other than ours, whose people are active members.
pub async fn list_member_instances(on: impl Into<On<'_>>, group: GroupId) -> Result<Vec<InstanceId>> {
    sql("select distinct person.instance_id from membership join person on person.id = membership.person_id \
         join instance on instance.id = person.instance_id \
         where membership.group_id = $1 and membership.state = 'active' and not instance.is_local")
    .bind(group)
    .column(on)
    .await
}

/// Whether a peer has a member in the group: only then may it fetch what is in it.
pub async fn has_member_of(on: impl Into<On<'_>>, group: GroupId, instance: InstanceId) -> Result<bool> {
    let row: Option<(i64,)> =
        sql("select cast(1 as bigint) from membership join person on person.id = membership.person_id \
         where membership.group_id = $1 and membership.state = 'active' and person.instance_id = $2 limit 1")
        .bind(group)
        .bind(instance)
        .optional(on)
        .await?;
    Ok(row.is_some())
}

/// Answers given count for whoever gave them: the index of people looks again.
pub(crate) async fn reckon(tx: &mut Tx, person: PersonId) -> Result<()> {
    index_feed::mark(tx, person, index_feed::Lane::Home).await
}

/// The sequence before this one that still stands; 0 for the first.
pub async fn previous_seq(on: impl Into<On<'_>>, group: GroupId, seq: i64) -> Result<i64> {
    sql("select coalesce(max(seq), 0) from group_change where group_id = $1 and seq < $2")
        .bind(group)
        .bind(seq)
        .scalar(on)
        .await
}

/// After a restore sequences begin again that members' instances have seen: they start over.
pub(crate) async fn begin_epochs(tx: &mut Tx) -> Result<()> {
    let ids: Vec<GroupId> = sql("select groups.id from groups join instance on instance.id = groups.instance_id where instance.is_local")
        .column(&mut *tx)
        .await?;
    for id in ids {
        let epoch = uuid::Uuid::from(tx.new_id::<GroupId>()).to_string();
        sql("update groups set epoch = $2 where id = $1").bind(id).bind(epoch).execute(&mut *tx).await?;
    }
    Ok(())
}

/// The texts by which people of elsewhere said what stands in a group, with their proofs, by id of the thing.
pub async fn list_documents(
    on: impl Into<On<'_>>,
    group: GroupId,
    ids: &[uuid::Uuid],
) -> Result<Vec<(uuid::Uuid, Vec<u8>)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut on = on.into();
    let mut found: Vec<(uuid::Uuid, Vec<u8>)> = Vec::new();
    for text in [
        "select person_id, document from membership where group_id = $1 and document is not null and person_id in (..)",
        "select id, document from item where group_id = $1 and document is not null and id in (..)",
        "select comment.id, comment.document from comment join item on item.id = comment.item_id \
         where item.group_id = $1 and comment.document is not null and comment.id in (..)",
    ] {
        found.extend(
            sql(text)
                .bind(group)
                .bind_list(ids.iter().copied())
                .all::<(uuid::Uuid, Vec<u8>)>(on.again())
                .await?,
        );
    }
    Ok(found)
}
