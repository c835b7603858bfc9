//! Groups of elsewhere: what their hosts let us have. The federation door has verified what comes in here: the list and
//! the feed come from the host, texts from their authors.

use serde_json::json;

use super::members::{Membership, Role, State};
use super::pictures::{self, Shape};
use super::{Group, Rules, Subject, Words, desk, queries};
use crate::acts::{Act, Sent};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::{GroupId, InstanceId, PersonId};
use crate::index_feed::Lane;
use crate::items::replica::{self as items, CommentState, ItemState};
use crate::jobs::{self, Job};
use crate::notifications::{self, Notice};
use crate::people::replica::{Stub, ensure_stub};
use crate::principal::Principal;
use crate::wiki::replica::PageState;
use crate::{published_feed, wiki};

/// A group as its host shows it to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub ap_id: String,
    pub handle: String,
    pub words: Words,
    pub subjects: Vec<Subject>,
    pub rules: Rules,
    pub pictures: Vec<(Shape, Option<pictures::Told>)>,
    /// Federation id of the group it is a part of.
    pub parent: Option<String>,
    pub member_count: i64,
    pub organisation_count: i64,
    pub version: i64,
    pub archived_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// One entry of a group's feed.
#[derive(Debug, Clone)]
pub enum Entry {
    Group(Box<Snapshot>),
    Member {
        person: Stub,
        role: Role,
        since: Timestamp,
        document: Option<Vec<u8>>,
    },
    Item(Box<ItemState>),
    Comment(Box<CommentState>),
    Page(Box<PageState>),
    /// Whatever this was, it is there no more.
    Gone {
        ap_id: String,
    },
}

/// Stores groups of one host; older versions than we have are left out.
pub async fn store(tx: &mut Tx, host: InstanceId, snapshots: &[Snapshot]) -> Result<()> {
    for snapshot in snapshots {
        upsert(tx, host, snapshot).await?;
    }
    Ok(())
}

async fn upsert(tx: &mut Tx, host: InstanceId, snapshot: &Snapshot) -> Result<GroupId> {
    let parent: Option<GroupId> = match &snapshot.parent {
        Some(ap_id) => queries::find_by_ap_id(&mut *tx, ap_id)
            .await?
            .filter(|group| group.instance_id == host)
            .map(|group| group.id),
        None => None,
    };
    let before = queries::find_by_ap_id(&mut *tx, &snapshot.ap_id).await?.map(|group| group.version);
    queries::upsert_copy(tx, host, snapshot, parent).await?;
    let group = queries::find_by_ap_id(&mut *tx, &snapshot.ap_id).await?.ok_or(Error::NotFound)?;
    if group.instance_id != host {
        return Err(Error::NotFound);
    }
    // An older snapshot than we have changes nothing, and the one that we have says nothing new.
    if group.version != snapshot.version || before == Some(snapshot.version) {
        return Ok(group.id);
    }
    pictures::store_copy(tx, &group, &snapshot.pictures).await?;
    if group.is_closed() && queries::close_items(tx, group.id).await? > 0 {
        published_feed::mark_items_of(tx, group.id, Lane::Replica).await?;
    }
    published_feed::mark_pages_of(tx, group.id, Lane::Replica).await?;
    published_feed::mark_group(tx, group.id, Lane::Replica).await?;
    Ok(group.id)
}

/// Drops the groups of a host that it no longer lists and in which none of ours is, wants to be, or was asked to be.
pub async fn forget_unlisted(tx: &mut Tx, host: InstanceId, listed: &[String]) -> Result<()> {
    let known: Vec<(GroupId, String)> = sql("select id, ap_id from groups where instance_id = $1 and not exists \
         (select 1 from membership join person on person.id = membership.person_id \
          join instance on instance.id = person.instance_id where membership.group_id = groups.id and instance.is_local)")
    .bind(host)
    .all(&mut *tx)
    .await?;
    for (id, ap_id) in known {
        if !listed.contains(&ap_id) {
            drop_copy(tx, id).await?;
        }
    }
    Ok(())
}

/// Takes one entry of the feed. `is_news`: our people are told; not so when somebody joins and the past arrives.
pub async fn apply(tx: &mut Tx, group: &Group, entry: &Entry, is_news: bool) -> Result<()> {
    match entry {
        Entry::Group(snapshot) if snapshot.ap_id == group.ap_id => {
            upsert(tx, group.instance_id, snapshot).await.map(drop)
        }
        Entry::Group(_) => Ok(()),
        Entry::Member { person, role, since, document } => {
            let id = ensure_stub(tx, group.instance_id, person).await?;
            store_member(tx, group, id, *role, *since, document.as_deref()).await
        }
        Entry::Item(state) => Box::pin(items::store_item(tx, group, state, is_news)).await,
        Entry::Comment(state) => Box::pin(items::store_comment(tx, group, state, is_news)).await,
        Entry::Page(state) => Box::pin(wiki::replica::store(tx, group, state)).await,
        Entry::Gone { ap_id } => forget(tx, group, ap_id).await,
    }
}

async fn store_member(
    tx: &mut Tx,
    group: &Group,
    person: PersonId,
    role: Role,
    since: Timestamp,
    document: Option<&[u8]>,
) -> Result<()> {
    let before = queries::find_membership(&mut *tx, group.id, person).await?;
    if let Some(before) = before.filter(|row| row.state == State::Active) {
        queries::update_role(tx, group.id, person, role).await?;
        return if before.role == role { Ok(()) } else { desk::copy::follow_roles(tx, group.id).await };
    }
    let row = Membership { role, since, ..Membership::active(group.id, person, since) };
    queries::upsert_membership(tx, &row).await?;
    if let Some(document) = document {
        queries::update_document(tx, group.id, person, document).await?;
    }
    if role == Role::Member { Ok(()) } else { desk::copy::follow_roles(tx, group.id).await }
}

async fn forget(tx: &mut Tx, group: &Group, ap_id: &str) -> Result<()> {
    items::forget(tx, group, ap_id).await?;
    wiki::replica::forget(tx, group, ap_id).await?;
    let person: Option<(PersonId, bool)> = sql("select person.id, instance.is_local from person \
         join instance on instance.id = person.instance_id join membership on membership.person_id = person.id \
         where person.ap_id = $1 and membership.group_id = $2 and membership.state = 'active'")
    .bind(ap_id)
    .bind(group.id)
    .optional(&mut *tx)
    .await?;
    match person {
        Some((id, is_local)) => {
            queries::delete_membership(tx, group.id, id).await?;
            if !is_local {
                return Ok(());
            }
            forget_if_nobody_is_left(tx, group).await
        }
        None => Ok(()),
    }
}

/// Where we are in the host's feed now.
pub async fn note_progress(tx: &mut Tx, group: GroupId, epoch: &str, seq: i64, is_whole: bool) -> Result<()> {
    sql("update groups set feed_epoch = $2, feed_seq = $3, \
         feed_announced_seq = case when feed_announced_seq < $3 then $3 else feed_announced_seq end, \
         feed_confirmed_at = case when $4 then $5 else feed_confirmed_at end where id = $1")
    .bind(group)
    .bind(epoch)
    .bind(seq)
    .bind(is_whole)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// The host told of a sequence that we do not have yet: what lies between is fetched.
pub async fn note_announced(tx: &mut Tx, group: GroupId, seq: i64) -> Result<()> {
    sql("update groups set feed_announced_seq = $2 where id = $1 and feed_announced_seq < $2")
        .bind(group)
        .bind(seq)
        .execute(&mut *tx)
        .await?;
    jobs::enqueue(tx, &Job::PullGroup { group_id: group }).await
}

/// Begins anew at the host's first change: a new epoch there, or an administrator's wish. What the host has is kept
/// meanwhile; what it has no more goes at the end, by [`forget_absent`].
pub async fn restart(tx: &mut Tx, group: GroupId) -> Result<()> {
    sql("update groups set feed_epoch = null, feed_seq = 0 where id = $1")
        .bind(group)
        .execute(&mut *tx)
        .await?;
    jobs::enqueue(tx, &Job::PullGroup { group_id: group }).await
}

/// The copy was compared with its host just now.
pub async fn note_compared(tx: &mut Tx, group: GroupId) -> Result<()> {
    sql("update groups set compared_at = $2 where id = $1").bind(group).bind(tx.now()).execute(tx).await?;
    Ok(())
}

/// Fetches a copy anew from the beginning, for an administrator who doubts it; meanwhile it can be read as it is.
pub async fn resync(tx: &mut Tx, principal: &Principal, id: GroupId) -> Result<()> {
    principal.require_administrator()?;
    let group = super::find(&mut *tx, id).await?;
    if group.is_local || !has_local_member(&mut *tx, id).await? {
        return Err(Error::NotFound);
    }
    audit::record(tx, principal, "group.resync", &group.audit_name(), json!({})).await?;
    restart(tx, id).await
}

/// Copies of groups in which ours are members, by name, at most 500; for administrators.
pub async fn list_copies(db: &Db, principal: &Principal) -> Result<Vec<Group>> {
    principal.require_administrator()?;
    let ids: Vec<GroupId> =
        sql("select groups.id from groups join instance on instance.id = groups.instance_id \
         where not instance.is_local and groups.deleted_at is null and exists \
         (select 1 from membership join account on account.person_id = membership.person_id \
          where membership.group_id = groups.id and membership.state = 'active') \
         order by groups.sort_name, groups.id limit 500")
        .column(db)
        .await?;
    let mut groups = queries::list_by_id(db, &Principal::System("copies"), &ids).await?;
    groups.sort_by_cached_key(super::cursor);
    Ok(groups)
}

/// The addresses of what we hold of a group: items, comments, pages, members. For comparing with the host's list.
pub async fn list_held(on: impl Into<On<'_>>, group: GroupId) -> Result<Vec<String>> {
    sql("select ap_id from item where group_id = $1 and deleted_at is null and standing = 'accepted' and published_at is not null \
         union all select comment.ap_id from comment join item on item.id = comment.item_id \
             where item.group_id = $1 and comment.deleted_at is null and comment.standing = 'accepted' \
         union all select ap_id from wiki_page where group_id = $1 and deleted_at is null \
         union all select person.ap_id from membership join person on person.id = membership.person_id \
             where membership.group_id = $1 and membership.state = 'active'")
    .bind(group)
    .column(on)
    .await
}

/// Our request was granted: the person is a member, and what the group holds is fetched.
pub async fn join_accepted(tx: &mut Tx, host: InstanceId, follow_id: &str) -> Result<()> {
    let Some((row, group)) = of_follow(tx, host, follow_id).await? else { return Ok(()) };
    if row.state == State::Active {
        return Ok(());
    }
    let person = row.person_id;
    let row = Membership {
        follow_id: Some(follow_id.to_owned()),
        ..Membership::active(group.id, person, tx.now())
    };
    queries::upsert_membership(tx, &row).await?;
    let notice = Notice::new("welcome", format!("welcome:{}:{}", group.id, tx.now().0)).in_group(group.id);
    notifications::tell(tx, person, notice).await?;
    jobs::enqueue(tx, &Job::PullGroup { group_id: group.id }).await
}

/// Why a membership ended, as far as its host says.
#[derive(Debug, Clone, Default)]
pub struct Ended {
    pub reason: String,
    /// The activity that told of it, when it was a measure.
    pub told: Option<String>,
}

/// Our request was declined, or the membership ended: access ends with this transaction.
pub async fn join_ended(tx: &mut Tx, host: InstanceId, follow_id: &str, why: &Ended) -> Result<()> {
    let Some((row, group)) = of_follow(tx, host, follow_id).await? else { return Ok(()) };
    let kind = if row.state == State::Active { "removed" } else { "declined" };
    let notice = Notice::new(kind, format!("{kind}:{}:{}", group.id, tx.now().0)).in_group(group.id);
    let notice = notice.with("group", &group.words.name).with("reason", &why.reason);
    let notice = why.told.iter().fold(notice, |notice, told| notice.with("measure_id", told));
    notifications::tell(tx, row.person_id, notice).await?;
    queries::delete_membership(tx, group.id, row.person_id).await?;
    forget_if_nobody_is_left(tx, &group).await
}

async fn of_follow(tx: &mut Tx, host: InstanceId, follow_id: &str) -> Result<Option<(Membership, Group)>> {
    let Some(row) = queries::find_by_follow(&mut *tx, follow_id).await? else { return Ok(None) };
    let group = super::find(&mut *tx, row.group_id).await?;
    // Only the group's host answers for it.
    Ok((group.instance_id == host).then_some((row, group)))
}

/// One of ours was invited to a group of theirs, which may be hidden from everyone else. `by`: the name of who invited.
pub async fn invited(
    tx: &mut Tx,
    host: InstanceId,
    snapshot: &Snapshot,
    person: PersonId,
    by: &str,
) -> Result<()> {
    let id = upsert(tx, host, snapshot).await?;
    let before = queries::find_membership(&mut *tx, id, person).await?;
    if before.is_some_and(|row| row.state == State::Active) {
        return Ok(());
    }
    let row = Membership { state: State::Invited, ..Membership::active(id, person, tx.now()) };
    queries::upsert_membership(tx, &row).await?;
    let notice = Notice::new("invited", format!("invited:{id}:{}", tx.now().0)).in_group(id).with("by", by);
    notifications::tell(tx, person, notice).await
}

/// The host takes an invitation back.
pub async fn uninvited(tx: &mut Tx, group: &Group, person: PersonId) -> Result<()> {
    let row = queries::find_membership(&mut *tx, group.id, person).await?;
    if row.is_none_or(|row| row.state != State::Invited) {
        return Ok(());
    }
    queries::delete_membership(tx, group.id, person).await?;
    notifications::take_back(tx, person, &format!("invited:{}", group.id)).await?;
    forget_if_nobody_is_left(tx, group).await
}

/// One of ours follows the link of a mail to a group of theirs, which he could not know of otherwise: gives where its copy
/// stands. The host decides about the link when he joins.
pub async fn invited_by_mail(
    tx: &mut Tx,
    principal: &Principal,
    host: InstanceId,
    snapshot: &Snapshot,
) -> Result<GroupId> {
    let person = principal.require_member()?.person_id;
    let detail = json!({ "group": snapshot.ap_id });
    audit::record(tx, principal, "group.link_taken", &format!("instance:{host}"), detail).await?;
    let id = upsert(tx, host, snapshot).await?;
    if queries::find_membership(&mut *tx, id, person).await?.is_none() {
        let row = Membership { state: State::Invited, ..Membership::active(id, person, tx.now()) };
        queries::upsert_membership(tx, &row).await?;
    }
    Ok(id)
}

/// The host refused an act of one of ours: he is told, and what he wrote is kept for him.
pub async fn refused(tx: &mut Tx, sent: &Sent, key: &str) -> Result<()> {
    let refused = match &sent.act {
        Act::Publish { item_id, .. } => items::refuse_item(tx, *item_id, key).await?,
        Act::Comment { comment_id, .. } => items::refuse_comment(tx, *comment_id, key).await?,
        Act::Offer { offer_id } => return wiki::offers::refuse(tx, *offer_id, key).await,
        _ => None,
    };
    let notice = Notice::new("refused", format!("refused:{}:{}", sent.group_id, tx.now().0))
        .in_group(sent.group_id)
        .with("reason", key);
    let notice = refused.into_iter().fold(notice, Notice::on_item);
    notifications::tell(tx, sent.person_id, notice).await
}

/// When the last of ours has left, our copy goes: nobody would tell us what changes in it.
pub(crate) async fn forget_if_nobody_is_left(tx: &mut Tx, group: &Group) -> Result<()> {
    if group.is_local {
        return Ok(());
    }
    if !has_local_moderator(&mut *tx, group.id).await? {
        desk::copy::forget(tx, group.id).await?;
    }
    if has_local_member(&mut *tx, group.id).await? {
        return Ok(());
    }
    sql("update groups set feed_epoch = null, feed_seq = 0, feed_announced_seq = 0, feed_confirmed_at = null where id = $1")
        .bind(group.id)
        .execute(&mut *tx)
        .await?;
    jobs::enqueue(tx, &Job::ForgetGroup { group_id: group.id }).await
}

/// Whether one of ours is a member.
pub async fn has_local_member(on: impl Into<On<'_>>, group: GroupId) -> Result<bool> {
    let row: Option<(PersonId,)> =
        sql("select person.id from membership join person on person.id = membership.person_id \
         join instance on instance.id = person.instance_id \
         where membership.group_id = $1 and membership.state = 'active' and instance.is_local limit 1")
        .bind(group)
        .optional(on)
        .await?;
    Ok(row.is_some())
}

/// Whether one of ours looks after a group.
pub async fn has_local_moderator(on: impl Into<On<'_>>, group: GroupId) -> Result<bool> {
    let mut on = on.into();
    let home = crate::instances::home(on.again()).await?;
    desk::has_moderator_of(on, group, home.instance_id).await
}

/// Forgets at most `limit` things of a copy in which nobody of ours is left; call until it answers 0.
pub async fn forget_some(tx: &mut Tx, group: GroupId, limit: i64) -> Result<u64> {
    if has_local_member(&mut *tx, group).await? {
        return Ok(0);
    }
    let gone =
        items::purge_some(tx, group, limit).await? + wiki::replica::purge_some(tx, group, limit).await?;
    if gone > 0 {
        return Ok(gone);
    }
    sql("delete from membership where group_id = $1 and state = 'active' and person_id in \
         (select person.id from person join instance on instance.id = person.instance_id where not instance.is_local)")
    .bind(group)
    .execute(&mut *tx)
    .await?;
    let is_hidden: Option<(bool,)> =
        sql("select listed = 'group' or deleted_at is not null from groups where id = $1")
            .bind(group)
            .optional(&mut *tx)
            .await?;
    if is_hidden == Some((true,)) && queries::count_rows(&mut *tx, group).await? == 0 {
        drop_copy(tx, group).await?;
    }
    Ok(0)
}

/// Takes a copy away with its rows; its items went before.
async fn drop_copy(tx: &mut Tx, id: GroupId) -> Result<()> {
    while items::purge_some(tx, id, 500).await? > 0 {}
    while wiki::replica::purge_some(tx, id, 500).await? > 0 {}
    for text in [
        "update groups set parent_id = null where parent_id = $1",
        "delete from membership where group_id = $1",
        "delete from notification where group_id = $1",
        "delete from group_picture where group_id = $1",
        "delete from appeal where group_id = $1",
        "delete from desk_copy where group_id = $1",
        "delete from groups where id = $1",
    ] {
        sql(text).bind(id).execute(&mut *tx).await?;
    }
    published_feed::mark_group(tx, id, Lane::Home).await
}

/// The host deleted its group: ours are told, and the copy goes.
pub async fn group_gone(tx: &mut Tx, group: &Group) -> Result<()> {
    let members: Vec<PersonId> = sql("select membership.person_id from membership \
         join account on account.person_id = membership.person_id where membership.group_id = $1 and membership.state = 'active'")
    .bind(group.id)
    .column(&mut *tx)
    .await?;
    for person in members {
        let notice =
            Notice::new("group_gone", format!("group_gone:{}", group.ap_id)).with("group", &group.words.name);
        notifications::tell(tx, person, notice).await?;
    }
    sql("delete from membership where group_id = $1").bind(group.id).execute(&mut *tx).await?;
    sql("update groups set deleted_at = $2 where id = $1")
        .bind(group.id)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    published_feed::mark_group(tx, group.id, Lane::Home).await?;
    jobs::enqueue(tx, &Job::ForgetGroup { group_id: group.id }).await
}

/// Instances that a group's host vouches for, by host name: their actors as that host handed them on.
pub async fn vouch(tx: &mut Tx, through: InstanceId, instance: InstanceId, actor: &str) -> Result<()> {
    sql("insert into vouched_instance (instance_id, through_id, actor, received_at) values ($1, $2, $3, $4) \
         on conflict (instance_id, through_id) do update set actor = excluded.actor, received_at = excluded.received_at")
    .bind(instance)
    .bind(through)
    .bind(actor)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// The actor of an instance as the host of a group vouches for it.
pub async fn find_vouched(on: impl Into<On<'_>>, through: InstanceId, host: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = sql("select vouched_instance.actor from vouched_instance \
         join instance on instance.id = vouched_instance.instance_id \
         where vouched_instance.through_id = $1 and instance.host = $2")
    .bind(through)
    .bind(host)
    .optional(on)
    .await?;
    Ok(row.map(|(actor,)| actor))
}

/// Copies that lag behind what their hosts announced, or were not looked at for a while.
pub async fn list_to_pull(on: impl Into<On<'_>>, before: Timestamp, limit: i64) -> Result<Vec<GroupId>> {
    sql("select groups.id from groups join instance on instance.id = groups.instance_id \
         where not instance.is_local and groups.deleted_at is null \
         and (groups.feed_announced_seq > groups.feed_seq or groups.feed_confirmed_at is null or groups.feed_confirmed_at < $1) \
         and exists (select 1 from membership join person on person.id = membership.person_id \
             join instance home on home.id = person.instance_id and home.is_local \
             where membership.group_id = groups.id and membership.state = 'active') \
         order by groups.feed_confirmed_at limit $2")
    .bind(before)
    .bind(limit)
    .column(on)
    .await
}

/// A host is no peer any more: ours are no members there, and the copies go.
pub(crate) async fn leave_all_of(tx: &mut Tx, host: InstanceId) -> Result<()> {
    let ids: Vec<GroupId> =
        sql("select id from groups where instance_id = $1").bind(host).column(&mut *tx).await?;
    for id in ids {
        let group = super::find(&mut *tx, id).await;
        match group {
            Ok(group) => group_gone(tx, &group).await?,
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
