//! People of elsewhere as their own hosts tell of them: a name, an inbox and a key. None of them stands in the directory.

use serde_json::json;

use crate::clock::Timestamp;
use crate::db::{On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{CommentId, GroupId, InstanceId, OutsiderId, PersonId};
use crate::items::comments;
use crate::people::check;
use crate::people::replica::{self, Site, Stub};
use crate::principal::{Affiliation, Principal};
use crate::{audit, groups, instances};

use super::{ACTORS_PER_HOST_MAX, HOSTS_MAX, HostState, answers};

/// Somebody whom we met.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Actor {
    pub id: OutsiderId,
    pub ap_id: String,
    pub host: String,
    pub handle: String,
    pub name: String,
    pub inbox_url: String,
    pub key_id: String,
    /// RSA, PKCS#1.
    pub public_key: Vec<u8>,
    pub person_id: Option<PersonId>,
    pub fetched_at: Timestamp,
}

/// What his host says of him, read and bounded by the federation door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquaintance {
    pub ap_id: String,
    pub host: String,
    pub handle: String,
    pub name: String,
    pub inbox_url: String,
    pub key_id: String,
    pub public_key: Vec<u8>,
}

const ACTOR: &str = "select id, ap_id, host, handle, name, inbox_url, key_id, public_key, person_id, fetched_at from outside_actor";

impl Actor {
    /// How he is written: `@klaas@mastodon.example`.
    pub fn address(&self) -> String {
        format!("@{}@{}", self.handle, self.host)
    }
}

/// Somebody by his federation id, if we met him.
pub async fn find(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Actor>> {
    sql_from(format!("{ACTOR} where ap_id = $1")).bind(ap_id).optional(on).await
}

/// The same by our own id.
pub async fn find_by_id(on: impl Into<On<'_>>, id: OutsiderId) -> Result<Option<Actor>> {
    sql_from(format!("{ACTOR} where id = $1")).bind(id).optional(on).await
}

/// Those of these people who come from outside, with how they are written. For faces.
pub async fn list_addresses(
    on: impl Into<On<'_>>,
    people: &[PersonId],
) -> Result<Vec<(PersonId, String, String)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    sql("select person_id, handle, host from outside_actor where person_id in (..)")
        .bind_list(people.iter().copied())
        .all(on)
        .await
}

/// Whether one more of this host may be met: asked before anything is fetched.
pub async fn has_room(on: impl Into<On<'_>>, host: &str) -> Result<bool> {
    let (hosts, is_known, actors): (i64, i64, i64) = sql(
        "select (select count(*) from outside_host), (select count(*) from outside_host where host = $1), \
         (select count(*) from outside_actor where host = $1)",
    )
    .bind(host)
    .one(on)
    .await?;
    Ok((is_known > 0 || hosts < HOSTS_MAX) && actors < ACTORS_PER_HOST_MAX)
}

/// Keeps what a host says of somebody: new, or renewed.
pub async fn meet(tx: &mut Tx, them: &Acquaintance) -> Result<Actor> {
    tx.lock("outside").await?;
    if super::find_state(&mut *tx, &them.host).await? == Some(HostState::Blocked) {
        return Err(Error::NotFound);
    }
    let known = find(&mut *tx, &them.ap_id).await?;
    if known.is_none() && !has_room(&mut *tx, &them.host).await? {
        return Err(Error::Limited {
            key: "error-requests-full",
            retry_after: std::time::Duration::from_secs(3600),
        });
    }
    note_host(tx, &them.host).await?;
    let id = known.map_or_else(|| tx.new_id(), |known| known.id);
    sql("insert into outside_actor (id, ap_id, host, handle, name, inbox_url, key_id, public_key, fetched_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (ap_id) do update set handle = excluded.handle, \
         name = excluded.name, inbox_url = excluded.inbox_url, key_id = excluded.key_id, \
         public_key = excluded.public_key, fetched_at = excluded.fetched_at")
    .bind(id)
    .bind(&them.ap_id)
    .bind(&them.host)
    .bind(&them.handle)
    .bind(check::name(&them.name)?)
    .bind(&them.inbox_url)
    .bind(&them.key_id)
    .bind(them.public_key.as_slice())
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    find_by_id(tx, id).await?.ok_or(Error::NotFound)
}

async fn note_host(tx: &mut Tx, host: &str) -> Result<()> {
    sql("insert into outside_host (host, state, met_at, heard_at) values ($1, 'public_only', $2, $2) \
         on conflict (host) do update set heard_at = excluded.heard_at")
    .bind(host)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// The face under which his answers stand: a name and a host, without a profile and in no directory.
pub(super) async fn ensure_face(tx: &mut Tx, actor: &Actor) -> Result<PersonId> {
    let stub = Stub {
        ap_id: actor.ap_id.clone(),
        handle: actor.handle.clone(),
        name: actor.name.clone(),
        affiliation: Affiliation::Guest,
        site: Site {
            host: actor.host.clone(),
            base_url: base_of(&actor.ap_id, &actor.host),
            organisation: actor.host.clone(),
            organisation_uri: None,
        },
    };
    let home: InstanceId = instances::home(&mut *tx).await?.instance_id;
    let person = replica::ensure_stub(tx, home, &stub).await?;
    sql("update outside_actor set person_id = $2 where id = $1")
        .bind(actor.id)
        .bind(person)
        .execute(tx)
        .await?;
    Ok(person)
}

fn base_of(ap_id: &str, host: &str) -> String {
    let scheme = if ap_id.starts_with("http://") { "http" } else { "https" };
    format!("{scheme}://{host}")
}

/// The next people of one host, or of all, to be forgotten.
pub(super) async fn list_ids_of(tx: &mut Tx, host: Option<&str>, limit: i64) -> Result<Vec<OutsiderId>> {
    match host {
        Some(host) => {
            sql("select id from outside_actor where host = $1 order by id limit $2")
                .bind(host)
                .bind(limit)
                .column(tx)
                .await
        }
        None => sql("select id from outside_actor order by id limit $1").bind(limit).column(tx).await,
    }
}

/// Somebody deleted himself where he lives: he is forgotten here too.
pub async fn leave(tx: &mut Tx, actor: &Actor) -> Result<()> {
    let detail = json!({ "who": actor.address() });
    audit::record(tx, &Principal::Anonymous, "outside.leave", &format!("host:{}", actor.host), detail)
        .await?;
    forget(tx, actor.id).await
}

/// Forgets somebody with everything that he did here. What he wrote leaves an empty place, as it does for everyone.
pub(super) async fn forget(tx: &mut Tx, id: OutsiderId) -> Result<()> {
    let Some(actor) = find_by_id(&mut *tx, id).await? else { return Ok(()) };
    sql("delete from outside_follow where actor_id = $1").bind(id).execute(&mut *tx).await?;
    for (comment, group) in answers::list_of(tx, id).await? {
        forget_comment(tx, comment, group).await?;
    }
    sql("delete from outside_answer where actor_id = $1").bind(id).execute(&mut *tx).await?;
    sql("delete from outside_actor where id = $1").bind(id).execute(&mut *tx).await?;
    if let Some(person) = actor.person_id {
        // The row stays below what he wrote; whoever he was does not.
        sql("update person set name = '', sort_name = '', search_name = '', handle = $2 \
             where id = $1 and scope = 'none'")
        .bind(person)
        .bind(format!("gone-{person}"))
        .execute(tx)
        .await?;
    }
    Ok(())
}

pub(super) async fn forget_comment(tx: &mut Tx, id: CommentId, group: GroupId) -> Result<()> {
    let Some(comment) = comments::find_any(&mut *tx, id).await? else { return Ok(()) };
    if comment.deleted_at.is_some() {
        return Ok(());
    }
    let group = groups::find(&mut *tx, group).await?;
    comments::forget(tx, &comment, Some(&group)).await
}
