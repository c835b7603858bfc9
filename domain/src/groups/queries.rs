//! SQL of groups and memberships.

use super::members::{Level, Membership, Role, State};
use super::replica::Snapshot;
use super::settings::GroupEditChecked;
use super::{FeedState, Group, JoinPolicy, Pictures, Rules, Words};
use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Arg, Db, On, Statement, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{GroupId, InstanceId, OrganisationId, PersonId};
use crate::instances::Home;
use crate::principal::Principal;
use crate::text;

const GROUP: &str = "select groups.id, groups.ap_id, groups.instance_id, organisation.id as organisation_id, \
    organisation.name as organisation, instance.host, instance.is_local, groups.handle, groups.name, groups.summary, \
    groups.introduction, groups.rules, groups.welcome, groups.language, groups.subjects, groups.join_policy, \
    groups.question, groups.listed, groups.content, groups.required_fields, groups.parent_id, groups.member_count, \
    groups.organisation_count, groups.version, groups.created_at, groups.updated_at, groups.archived_at, \
    groups.icon_digest, groups.cover_digest, groups.feed_epoch, groups.feed_seq, groups.feed_announced_seq, groups.feed_confirmed_at, groups.compared_at, groups.epoch, groups.is_house, \
    peer.state as peer_state \
    from groups join instance on instance.id = groups.instance_id \
    join organisation on organisation.instance_id = groups.instance_id \
    left join peer on peer.instance_id = groups.instance_id";

#[derive(sqlx::FromRow)]
struct Found {
    id: GroupId,
    ap_id: String,
    instance_id: InstanceId,
    organisation_id: OrganisationId,
    organisation: String,
    host: String,
    is_local: bool,
    handle: String,
    name: String,
    summary: String,
    introduction: String,
    rules: String,
    welcome: String,
    language: String,
    subjects: String,
    join_policy: JoinPolicy,
    question: String,
    listed: Audience,
    content: Audience,
    required_fields: String,
    parent_id: Option<GroupId>,
    member_count: i64,
    organisation_count: i64,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived_at: Option<Timestamp>,
    icon_digest: Option<String>,
    cover_digest: Option<String>,
    feed_epoch: Option<String>,
    feed_seq: i64,
    feed_announced_seq: i64,
    feed_confirmed_at: Option<Timestamp>,
    compared_at: Option<Timestamp>,
    epoch: String,
    is_house: bool,
    peer_state: Option<String>,
}

impl Found {
    fn into_group(self) -> Result<Group> {
        let epoch = if self.is_local { Some(self.epoch) } else { self.feed_epoch };
        Ok(Group {
            id: self.id,
            ap_id: self.ap_id,
            instance_id: self.instance_id,
            organisation_id: self.organisation_id,
            organisation: self.organisation,
            host: self.host,
            is_local: self.is_local,
            is_house: self.is_house,
            handle: self.handle,
            words: Words {
                name: self.name,
                summary: self.summary,
                introduction: self.introduction,
                rules: self.rules,
                welcome: self.welcome,
                language: self.language,
            },
            subjects: serde_json::from_str(&self.subjects)?,
            rules: Rules {
                join_policy: self.join_policy,
                question: self.question,
                listed: self.listed,
                content: self.content,
                required_fields: serde_json::from_str(&self.required_fields)?,
            },
            pictures: Pictures { icon: self.icon_digest, cover: self.cover_digest },
            parent_id: self.parent_id,
            member_count: self.member_count,
            organisation_count: self.organisation_count,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            archived_at: self.archived_at,
            feed: FeedState {
                epoch,
                seq: self.feed_seq,
                announced_seq: self.feed_announced_seq,
                confirmed_at: self.feed_confirmed_at,
                compared_at: self.compared_at,
            },
            is_host_connected: self.is_local || self.peer_state.as_deref() == Some("approved"),
        })
    }
}

/// What a list of groups is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Words that each begin a word of name or summary.
    pub words: String,
    /// Address of a subject.
    pub subject: Option<String>,
    pub instance: Option<InstanceId>,
    /// Parts of this group.
    pub parent: Option<GroupId>,
    /// Only those the principal is a member of.
    pub is_mine: bool,
    pub order: Order,
    /// The sort key of the last one on the page before.
    pub after: Option<String>,
    pub limit: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Name,
    /// Most members first; the cursor is not used.
    Size,
}

pub(super) async fn find(on: impl Into<On<'_>>, id: GroupId) -> Result<Option<Group>> {
    find_where(on, "groups.id = $1", id).await
}

pub(super) async fn find_by_ap_id(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Group>> {
    find_where(on, "groups.ap_id = $1", ap_id).await
}

pub(super) async fn find_by_handle(on: impl Into<On<'_>>, handle: &str) -> Result<Option<Group>> {
    find_where(on, "instance.is_local and groups.handle = $1", handle).await
}

async fn find_where(on: impl Into<On<'_>>, condition: &str, value: impl Into<Arg>) -> Result<Option<Group>> {
    let text = format!("{GROUP} where {condition} and groups.deleted_at is null");
    let found: Option<Found> = sql_from(text).bind(value).optional(on).await?;
    found.map(Found::into_group).transpose()
}

/// The condition under which `principal` may know of a group, with the member's row as `mine`; see [`super::place`],
/// which says the same of one group. Takes `$1` (person) and `$2` (organisation whose staff he is).
pub(crate) fn knows(principal: &Principal) -> String {
    let listed = match principal {
        Principal::System(_) => return "1 = 1".to_owned(),
        Principal::Anonymous => "groups.listed = 'public'",
        _ => "groups.listed in ('public', 'network')",
    };
    format!(
        "({listed} or (groups.listed = 'organisation' and organisation.id = $2) or mine.state in ('active', 'invited'))"
    )
}

/// Binds what [`knows`] names.
pub(crate) fn bind_asker(statement: Statement, principal: &Principal) -> Statement {
    statement.bind(principal.acting_person()).bind(principal.staff_of())
}

pub(super) async fn list_visible(db: &Db, principal: &Principal, asked: &Asked) -> Result<Vec<Group>> {
    let words = text::fold(&asked.words);
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).take(6).collect();
    let mut text = format!(
        "{GROUP} left join membership mine on mine.group_id = groups.id and mine.person_id = $1 \
         where groups.deleted_at is null and {} and groups.sort_name > $3",
        knows(principal)
    );
    let mut args: Vec<Arg> = vec![asked.after.clone().unwrap_or_default().into()];
    let mut add = |condition: &str, arg: Arg| {
        args.push(arg);
        text.push_str(&condition.replace("$n", &format!("${}", args.len() + 2)));
    };
    for word in words {
        let like = format!("% {}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        add(" and ' ' || groups.search_name like $n escape '\\'", like.into());
    }
    if let Some(uri) = &asked.subject {
        let quoted = serde_json::to_string(uri)?;
        add(" and groups.subjects like $n escape '\\'", text::like_inside(&quoted).into());
    }
    if let Some(instance) = asked.instance {
        add(" and groups.instance_id = $n", instance.into());
    }
    if let Some(parent) = asked.parent {
        add(" and groups.parent_id = $n", parent.into());
    }
    if asked.is_mine {
        text.push_str(" and mine.state = 'active'");
    }
    let order = match asked.order {
        Order::Name => "groups.sort_name, groups.id",
        Order::Size => "groups.member_count desc, groups.sort_name",
    };
    args.push(asked.limit.into());
    text.push_str(&format!(" order by {order} limit ${}", args.len() + 2));
    let statement = bind_asker(sql_from(text), principal);
    let found: Vec<Found> = args.into_iter().fold(statement, Statement::bind).all(db).await?;
    found.into_iter().map(Found::into_group).collect()
}

/// Organisations with groups that `principal` may know of, by name, with how many; at most 2,000.
pub(super) async fn list_organisations(
    db: &Db,
    principal: &Principal,
) -> Result<Vec<(InstanceId, String, i64)>> {
    let text = format!(
        "select groups.instance_id, organisation.name, count(*) from groups \
         join organisation on organisation.instance_id = groups.instance_id \
         left join membership mine on mine.group_id = groups.id and mine.person_id = $1 \
         where groups.deleted_at is null and {} \
         group by groups.instance_id, organisation.name order by organisation.name limit 2000",
        knows(principal)
    );
    bind_asker(sql_from(text), principal).all(db).await
}

pub(super) async fn list_of_member(on: impl Into<On<'_>>, person: PersonId) -> Result<Vec<Group>> {
    let text = format!(
        "{GROUP} join membership mine on mine.group_id = groups.id \
         where mine.person_id = $1 and mine.state = 'active' and groups.deleted_at is null \
         order by groups.sort_name, groups.id limit 500"
    );
    let found: Vec<Found> = sql_from(text).bind(person).all(on).await?;
    found.into_iter().map(Found::into_group).collect()
}

/// Those of these that `principal` may know of, in no order.
pub(super) async fn list_by_id(
    on: impl Into<On<'_>>,
    principal: &Principal,
    ids: &[GroupId],
) -> Result<Vec<Group>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{GROUP} left join membership mine on mine.group_id = groups.id and mine.person_id = $1 \
         where groups.deleted_at is null and {} and groups.id in (..)",
        knows(principal)
    );
    let statement = bind_asker(sql_from(text), principal).bind_list(ids.iter().copied());
    let found: Vec<Found> = statement.all(on).await?;
    found.into_iter().map(Found::into_group).collect()
}

/// The sort key that [`Asked::after`] takes: unique, so that no page begins in the middle of equals.
pub(super) fn sort_name(name: &str, ap_id: &str) -> String {
    let tail = ap_id.char_indices().rev().nth(11).map_or(ap_id, |(at, _)| &ap_id[at..]);
    format!("{} {tail}", text::fold(name))
}

fn search_name(words: &Words, handle: &str) -> String {
    text::fold(&format!("{} {handle} {}", words.name, words.summary))
}

pub(super) async fn insert_local(tx: &mut Tx, home: &Home, edit: &GroupEditChecked) -> Result<GroupId> {
    let id: GroupId = tx.new_id();
    let wish = edit.handle.as_deref().unwrap_or(&edit.words.name);
    let handle = crate::people::take_handle(tx, wish, "group", id.0).await?;
    let ap_id = format!("{}/ap/group/{id}", home.base_url);
    let statement = sql("insert into groups (id, ap_id, instance_id, handle, name, sort_name, search_name, summary, \
         introduction, rules, welcome, language, subjects, join_policy, question, listed, content, required_fields, \
         parent_id, member_count, organisation_count, version, created_at, updated_at, feed_seq, feed_announced_seq, epoch) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 0, 0, 1, $20, $20, 0, 0, $21)")
        .bind(id)
        .bind(&ap_id)
        .bind(home.instance_id)
        .bind(&handle)
        .bind(&edit.words.name)
        .bind(sort_name(&edit.words.name, &ap_id))
        .bind(search_name(&edit.words, &handle));
    let statement = bind_texts(statement, edit)?;
    statement
        .bind(edit.parent_id)
        .bind(tx.now())
        .bind(uuid::Uuid::from(tx.new_id::<GroupId>()).to_string())
        .execute(tx)
        .await?;
    Ok(id)
}

/// From the summary to the required fields: eleven values.
fn bind_texts(statement: Statement, edit: &GroupEditChecked) -> Result<Statement> {
    Ok(statement
        .bind(&edit.words.summary)
        .bind(&edit.words.introduction)
        .bind(&edit.words.rules)
        .bind(&edit.words.welcome)
        .bind(&edit.words.language)
        .bind(serde_json::to_string(&edit.subjects)?)
        .bind(edit.rules.join_policy)
        .bind(&edit.rules.question)
        .bind(edit.rules.listed)
        .bind(edit.rules.content)
        .bind(serde_json::to_string(&edit.rules.required_fields)?))
}

pub(super) async fn update(tx: &mut Tx, id: GroupId, edit: &GroupEditChecked) -> Result<()> {
    let (handle, ap_id): (String, String) =
        sql("select handle, ap_id from groups where id = $1").bind(id).one(&mut *tx).await?;
    let statement = sql("update groups set name = $2, sort_name = $3, search_name = $4, summary = $5, introduction = $6, \
         rules = $7, welcome = $8, language = $9, subjects = $10, join_policy = $11, question = $12, listed = $13, \
         content = $14, required_fields = $15, updated_at = $16, version = version + 1 where id = $1")
        .bind(id)
        .bind(&edit.words.name)
        .bind(sort_name(&edit.words.name, &ap_id))
        .bind(search_name(&edit.words, &handle));
    bind_texts(statement, edit)?.bind(tx.now()).execute(tx).await?;
    Ok(())
}

/// In a members-only group every item is for the group; gives how many were not.
pub(super) async fn close_items(tx: &mut Tx, id: GroupId) -> Result<u64> {
    sql("update item set audience = 'group' where group_id = $1 and audience in ('public', 'network', 'organisation')")
        .bind(id)
        .execute(&mut *tx)
        .await
}

pub(super) async fn update_archived(tx: &mut Tx, id: GroupId, is_archived: bool) -> Result<()> {
    sql("update groups set archived_at = $2, updated_at = $3, version = version + 1 where id = $1")
        .bind(id)
        .bind(is_archived.then(|| tx.now()))
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn mark_deleted(tx: &mut Tx, id: GroupId) -> Result<()> {
    sql("update groups set deleted_at = $2, updated_at = $2, version = version + 1 where id = $1")
        .bind(id)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

const MEMBERSHIP: &str = "select group_id, person_id, role, state, since, answer, by_person_id, reason, until, \
    web_level, mail_level, follow_id from membership";

pub(super) async fn find_membership(
    on: impl Into<On<'_>>,
    group: GroupId,
    person: PersonId,
) -> Result<Option<Membership>> {
    sql_from(format!("{MEMBERSHIP} where group_id = $1 and person_id = $2"))
        .bind(group)
        .bind(person)
        .optional(on)
        .await
}

pub(super) async fn list_memberships_in(
    on: impl Into<On<'_>>,
    person: PersonId,
    groups: &[GroupId],
) -> Result<Vec<Membership>> {
    sql_from(format!("{MEMBERSHIP} where person_id = $1 and group_id in (..)"))
        .bind(person)
        .bind_list(groups.iter().copied())
        .all(on)
        .await
}

pub(super) async fn find_by_follow(on: impl Into<On<'_>>, follow_id: &str) -> Result<Option<Membership>> {
    sql_from(format!("{MEMBERSHIP} where follow_id = $1")).bind(follow_id).optional(on).await
}

/// What a member chose to be told outlives a change of state.
pub(super) async fn upsert_membership(tx: &mut Tx, row: &Membership) -> Result<()> {
    sql("insert into membership (group_id, person_id, role, state, since, answer, by_person_id, reason, until, \
         web_level, mail_level, follow_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         on conflict (group_id, person_id) do update set role = excluded.role, state = excluded.state, \
         since = excluded.since, answer = excluded.answer, by_person_id = excluded.by_person_id, \
         reason = excluded.reason, until = excluded.until, \
         follow_id = coalesce(excluded.follow_id, membership.follow_id)")
    .bind(row.group_id)
    .bind(row.person_id)
    .bind(row.role)
    .bind(row.state)
    .bind(row.since)
    .bind(&row.answer)
    .bind(row.by_person_id)
    .bind(&row.reason)
    .bind(row.until)
    .bind(row.web_level)
    .bind(row.mail_level)
    .bind(row.follow_id.as_deref())
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn update_role(tx: &mut Tx, group: GroupId, person: PersonId, role: Role) -> Result<()> {
    sql("update membership set role = $3 where group_id = $1 and person_id = $2")
        .bind(group)
        .bind(person)
        .bind(role)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_levels(
    tx: &mut Tx,
    group: GroupId,
    person: PersonId,
    web: Level,
    mail: Level,
) -> Result<()> {
    let touched = sql("update membership set web_level = $3, mail_level = $4 \
         where group_id = $1 and person_id = $2 and state = 'active'")
    .bind(group)
    .bind(person)
    .bind(web)
    .bind(mail)
    .execute(tx)
    .await?;
    if touched == 0 { Err(Error::NotFound) } else { Ok(()) }
}

pub(super) async fn update_follow(
    tx: &mut Tx,
    group: GroupId,
    person: PersonId,
    follow_id: &str,
    document: &[u8],
) -> Result<()> {
    sql("update membership set follow_id = $3, document = $4 where group_id = $1 and person_id = $2")
        .bind(group)
        .bind(person)
        .bind(follow_id)
        .bind((!document.is_empty()).then(|| document.to_vec()))
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn delete_membership(tx: &mut Tx, group: GroupId, person: PersonId) -> Result<()> {
    sql("delete from membership where group_id = $1 and person_id = $2")
        .bind(group)
        .bind(person)
        .execute(tx)
        .await?;
    Ok(())
}

/// Counts anew how many members there are and at how many organisations.
pub(super) async fn recount(tx: &mut Tx, group: GroupId) -> Result<()> {
    sql("update groups set member_count = (select count(*) from membership where group_id = $1 and state = 'active'), \
         organisation_count = (select count(distinct person.organisation_id) from membership \
             join person on person.id = membership.person_id \
             where membership.group_id = $1 and membership.state = 'active') where id = $1")
    .bind(group)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn list_with_roles(
    on: impl Into<On<'_>>,
    group: GroupId,
    roles: &[Role],
) -> Result<Vec<PersonId>> {
    sql("select person_id from membership where group_id = $1 and state = 'active' and role in (..) order by since, person_id")
        .bind(group)
        .bind_list(roles.iter().copied())
        .column(on)
        .await
}

/// The order of a list of members: owners and moderators first, then as a Dutch reader looks names up.
const MEMBER_KEY: &str = "case membership.role when 'owner' then '0' when 'moderator' then '1' else '2' end || person.sort_name \
    || ' ' || person.ap_id";

pub(super) async fn list_members(
    db: &Db,
    group: GroupId,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Membership>> {
    let text = format!(
        "{MEMBERSHIP} join person on person.id = membership.person_id \
         where group_id = $1 and state = 'active' and {MEMBER_KEY} > $2 order by {MEMBER_KEY} limit $3"
    );
    sql_from(text).bind(group).bind(after.unwrap_or_default()).bind(limit).all(db).await
}

pub(super) async fn list_rows(
    on: impl Into<On<'_>>,
    group: GroupId,
    people: &[PersonId],
) -> Result<Vec<Membership>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    sql_from(format!("{MEMBERSHIP} where group_id = $1 and state = 'active' and person_id in (..)"))
        .bind(group)
        .bind_list(people.iter().copied())
        .all(on)
        .await
}

/// The hosts at which its members work.
pub(super) async fn list_hosts(on: impl Into<On<'_>>, group: GroupId) -> Result<Vec<String>> {
    sql("select distinct instance.host from membership join person on person.id = membership.person_id \
         join instance on instance.id = person.instance_id \
         where membership.group_id = $1 and membership.state = 'active'")
    .bind(group)
    .column(on)
    .await
}

/// What a person is to every group.
pub(super) async fn list_of_person(on: impl Into<On<'_>>, person: PersonId) -> Result<Vec<Membership>> {
    sql_from(format!("{MEMBERSHIP} where person_id = $1 order by since desc, group_id limit 500"))
        .bind(person)
        .all(on)
        .await
}

pub(super) async fn list_in_state(db: &Db, group: GroupId, state: State) -> Result<Vec<Membership>> {
    sql_from(format!("{MEMBERSHIP} where group_id = $1 and state = $2 order by since, person_id limit 500"))
        .bind(group)
        .bind(state)
        .all(db)
        .await
}

/// A group of elsewhere as its host shows it; an older version than we have changes nothing.
pub(super) async fn upsert_copy(
    tx: &mut Tx,
    host: InstanceId,
    snapshot: &Snapshot,
    parent: Option<GroupId>,
) -> Result<()> {
    let id: GroupId = tx.new_id();
    let edit = GroupEditChecked {
        words: snapshot.words.clone(),
        handle: None,
        subjects: snapshot.subjects.clone(),
        rules: snapshot.rules.clone(),
        parent_id: parent,
    };
    let statement = sql("insert into groups (id, ap_id, instance_id, handle, name, sort_name, search_name, summary, \
         introduction, rules, welcome, language, subjects, join_policy, question, listed, content, required_fields, \
         parent_id, member_count, organisation_count, version, created_at, updated_at, archived_at, feed_seq, \
         feed_announced_seq, epoch) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19, $20, $21, $22, $23, $24, $25, 0, 0, '') \
         on conflict (ap_id) do update set handle = excluded.handle, name = excluded.name, \
         sort_name = excluded.sort_name, search_name = excluded.search_name, summary = excluded.summary, \
         introduction = excluded.introduction, rules = excluded.rules, welcome = excluded.welcome, \
         language = excluded.language, subjects = excluded.subjects, join_policy = excluded.join_policy, \
         question = excluded.question, listed = excluded.listed, content = excluded.content, \
         required_fields = excluded.required_fields, parent_id = excluded.parent_id, \
         member_count = excluded.member_count, organisation_count = excluded.organisation_count, \
         version = excluded.version, updated_at = excluded.updated_at, archived_at = excluded.archived_at, \
         deleted_at = null \
         where groups.instance_id = excluded.instance_id and groups.version <= excluded.version")
        .bind(id)
        .bind(&snapshot.ap_id)
        .bind(host)
        .bind(&snapshot.handle)
        .bind(&snapshot.words.name)
        .bind(sort_name(&snapshot.words.name, &snapshot.ap_id))
        .bind(search_name(&snapshot.words, &snapshot.handle));
    bind_texts(statement, &edit)?
        .bind(parent)
        .bind(snapshot.member_count)
        .bind(snapshot.organisation_count)
        .bind(snapshot.version)
        .bind(snapshot.created_at)
        .bind(tx.now())
        .bind(snapshot.archived_at)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_document(
    tx: &mut Tx,
    group: GroupId,
    person: PersonId,
    document: &[u8],
) -> Result<()> {
    sql("update membership set document = $3 where group_id = $1 and person_id = $2")
        .bind(group)
        .bind(person)
        .bind(document)
        .execute(tx)
        .await?;
    Ok(())
}

/// How many rows of any state a group has.
pub(super) async fn count_rows(on: impl Into<On<'_>>, group: GroupId) -> Result<i64> {
    sql("select count(*) from membership where group_id = $1").bind(group).scalar(on).await
}

/// Our groups that peers may know of, in order of id.
pub(super) async fn list_shared(db: &Db, after: Option<GroupId>, limit: i64) -> Result<Vec<Group>> {
    let text = format!(
        "{GROUP} where instance.is_local and groups.deleted_at is null and groups.listed in ('public', 'network') \
         and groups.id > $1 order by groups.id limit $2"
    );
    let after = after.unwrap_or(GroupId(uuid::Uuid::nil()));
    let found: Vec<Found> = sql_from(text).bind(after).bind(limit).all(db).await?;
    found.into_iter().map(Found::into_group).collect()
}

pub(super) async fn find_address(on: impl Into<On<'_>>, id: GroupId) -> Result<Option<String>> {
    let row: Option<(String,)> = sql("select ap_id from groups where id = $1").bind(id).optional(on).await?;
    Ok(row.map(|(ap_id,)| ap_id))
}
