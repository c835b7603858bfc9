//! People of peers: snapshots as their origin let us have them. Only the origin speaks for its people.

use std::collections::HashMap;

use super::queries::{self, PersonRow};
use super::{Profile, Scope, check, left_out};
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::{InstanceId, OrganisationId, PersonId};
use crate::index_feed::{self, Lane};
use crate::principal::Affiliation;
use crate::{text, wiki};

/// A snapshot that the federation door has verified: it comes from the origin of its `ap_id`.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub ap_id: String,
    pub handle: String,
    pub name: String,
    pub affiliation: Affiliation,
    /// Only `Network` and `Public` travel.
    pub scope: Scope,
    pub profile: Profile,
    /// The origin's feed sequence.
    pub version: i64,
    /// Digest and address of the photo at the origin.
    pub photo: Option<(String, String)>,
    /// By what of his own he does not want to be known, as [`left_out::digest_of`] names it.
    pub left_out: Vec<String>,
}

/// Stores the snapshots of one page, all of one origin, in few statements. Older versions than we have are left out.
/// Returns how many changed something.
pub async fn store(
    tx: &mut Tx,
    origin: InstanceId,
    organisation: OrganisationId,
    snapshots: &[Snapshot],
) -> Result<usize> {
    let mut rows = Vec::with_capacity(snapshots.len());
    for snapshot in snapshots {
        rows.push(row_of(tx, origin, organisation, snapshot)?);
    }
    let changed = queries::upsert_replicas(tx, &rows).await?;
    store_photo_addresses(tx, snapshots, &changed).await?;
    store_left_out(tx, snapshots, &changed).await?;
    let ids: Vec<PersonId> = changed.iter().map(|(id, _)| *id).collect();
    index_feed::mark_all(tx, &ids, Lane::Replica).await?;
    Ok(ids.len())
}

fn row_of(
    tx: &Tx,
    origin: InstanceId,
    organisation: OrganisationId,
    snapshot: &Snapshot,
) -> Result<PersonRow> {
    if !matches!(snapshot.scope, Scope::Network | Scope::Public) {
        return Err(Error::invalid("scope", "error-consent"));
    }
    check::profile(&snapshot.profile)?;
    let name = check::name(&snapshot.name)?;
    Ok(PersonRow {
        id: tx.new_id(),
        ap_id: snapshot.ap_id.clone(),
        instance_id: origin,
        organisation_id: organisation,
        handle: snapshot.handle.clone(),
        affiliation: snapshot.affiliation,
        scope: snapshot.scope,
        sort_name: text::sort_name(&name),
        search_name: text::fold(&format!("{name} {}", snapshot.handle)),
        name,
        profile: serde_json::to_string(&snapshot.profile)?,
        version: snapshot.version,
        received_at: Some(tx.now()),
        created_at: tx.now(),
    })
}

/// Forgets people of one origin, by federation id. Unknown ids are no error: a removal may arrive twice.
pub async fn forget(tx: &mut Tx, origin: InstanceId, ap_ids: &[String]) -> Result<usize> {
    let ids: Vec<PersonId> =
        sql("select id from person where instance_id = $1 and scope <> 'none' and ap_id in (..)")
            .bind(origin)
            .bind_list(ap_ids)
            .column(&mut *tx)
            .await?;
    purge(tx, &ids).await?;
    Ok(ids.len())
}

/// The version of a snapshot of an earlier epoch: any of the new one replaces it.
const STALE: i64 = -1;

/// Marks at most `limit` people of an origin as of an earlier epoch of its feed; call until it answers 0.
pub async fn mark_stale(tx: &mut Tx, origin: InstanceId, limit: i64) -> Result<u64> {
    sql("update person set version = $2 where id in \
         (select id from person where instance_id = $1 and version <> $2 and scope <> 'none' order by id limit $3)")
    .bind(origin)
    .bind(STALE)
    .bind(limit)
    .execute(tx)
    .await
}

/// Forgets at most `limit` people whom the new epoch did not list; call until it answers 0.
pub async fn forget_stale(tx: &mut Tx, origin: InstanceId, limit: i64) -> Result<usize> {
    let ids: Vec<PersonId> =
        sql("select id from person where instance_id = $1 and version = $2 and scope <> 'none' order by id limit $3")
            .bind(origin)
            .bind(STALE)
            .bind(limit)
            .column(&mut *tx)
            .await?;
    purge(tx, &ids).await?;
    Ok(ids.len())
}

/// Forgets at most `limit` people of an origin; call until it answers 0. Bulk work stays in short transactions.
pub async fn forget_some_of(tx: &mut Tx, origin: InstanceId, limit: i64) -> Result<usize> {
    let ids: Vec<PersonId> =
        sql("select id from person where instance_id = $1 and scope <> 'none' order by id limit $2")
            .bind(origin)
            .bind(limit)
            .column(&mut *tx)
            .await?;
    purge(tx, &ids).await?;
    Ok(ids.len())
}

/// Takes people out of our directory. Whoever is in a group here, or wrote something, stays as a name without a profile; of
/// whoever took back what he wrote to one of ours, nothing does.
pub(crate) async fn purge(tx: &mut Tx, ids: &[PersonId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    queries::delete_photos(tx, ids.iter().copied()).await?;
    wiki::editing::forget_of(tx, ids).await?;
    sql("delete from person where id in (..) and not exists (select 1 from membership where person_id = person.id) \
         and not exists (select 1 from item where author_id = person.id) \
         and not exists (select 1 from comment where author_id = person.id) \
         and not exists (select 1 from shut_out where person_id = person.id) \
         and not exists (select 1 from inquiry where asker_id = person.id and coalesce(taken_back_by, '') <> 'asker') \
         and not exists (select 1 from inquiry where asked_id = person.id and coalesce(taken_back_by, '') <> 'asked')")
    .bind_list(ids.iter().copied())
    .execute(&mut *tx)
    .await?;
    left_out::forget_of(tx, ids).await?;
    sql("update person set scope = 'none', profile = '{}', version = 0, received_at = null, hidden_at = null where id in (..)")
        .bind_list(ids.iter().copied())
        .execute(&mut *tx)
        .await?;
    index_feed::mark_all(tx, ids, Lane::Home).await
}

/// A person of elsewhere as far as a group shows him: by name and where he works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stub {
    pub ap_id: String,
    pub handle: String,
    pub name: String,
    pub affiliation: Affiliation,
    pub site: Site,
}

/// Where somebody of elsewhere works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    pub host: String,
    pub base_url: String,
    pub organisation: String,
    pub organisation_uri: Option<String>,
}

/// The person behind an address, made when he was never seen; known `through` the host of the group. What the directory
/// says of somebody is left as it is, a name that only groups told us follows them.
pub(crate) async fn ensure_stub(tx: &mut Tx, through: InstanceId, stub: &Stub) -> Result<PersonId> {
    tx.lock("instance").await?;
    let known: Option<(PersonId, bool)> =
        sql("select person.id, person.scope = 'none' and not instance.is_local from person \
             join instance on instance.id = person.instance_id where person.ap_id = $1")
        .bind(&stub.ap_id)
        .optional(&mut *tx)
        .await?;
    match known {
        Some((id, true)) => rename_stub(tx, id, stub).await.map(|()| id),
        Some((id, false)) => Ok(id),
        None => insert_stub(tx, through, stub).await,
    }
}

/// The same for the federation door: somebody of elsewhere does something here.
pub async fn note_speaker(tx: &mut Tx, through: InstanceId, stub: &Stub) -> Result<PersonId> {
    ensure_stub(tx, through, stub).await
}

async fn rename_stub(tx: &mut Tx, id: PersonId, stub: &Stub) -> Result<()> {
    let name = check::name(&stub.name)?;
    sql("update person set name = $2, sort_name = $3, search_name = $4 where id = $1 and name <> $2")
        .bind(id)
        .bind(&name)
        .bind(text::sort_name(&name))
        .bind(text::fold(&format!("{name} {}", stub.handle)))
        .execute(tx)
        .await?;
    Ok(())
}

async fn insert_stub(tx: &mut Tx, through: InstanceId, stub: &Stub) -> Result<PersonId> {
    let site = &stub.site;
    let instance =
        crate::instances::find_or_insert(tx, &site.host, &site.base_url, &site.organisation).await?;
    let organisation = crate::instances::find_or_insert_organisation_once(
        tx,
        instance,
        site.organisation_uri.as_deref(),
        &site.organisation,
    )
    .await?;
    let name = check::name(&stub.name)?;
    let row = PersonRow {
        id: tx.new_id(),
        ap_id: stub.ap_id.clone(),
        instance_id: instance,
        organisation_id: organisation,
        handle: stub.handle.clone(),
        affiliation: stub.affiliation,
        scope: Scope::None,
        sort_name: text::sort_name(&name),
        search_name: text::fold(&format!("{name} {}", stub.handle)),
        name,
        profile: serde_json::to_string(&Profile::default())?,
        version: 0,
        received_at: None,
        created_at: tx.now(),
    };
    queries::insert_person(tx, &row).await?;
    if instance != through {
        sql("update person set known_through = $2 where id = $1")
            .bind(row.id)
            .bind(through)
            .execute(tx)
            .await?;
    }
    Ok(row.id)
}

/// Federation id and version of an origin's people, in order of id, after `after`: the leaves of the digest.
pub async fn list_leaves(
    on: impl Into<On<'_>>,
    origin: InstanceId,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    sql("select ap_id, version from person where instance_id = $1 and scope <> 'none' and ap_id > $2 order by ap_id limit $3")
        .bind(origin)
        .bind(after)
        .bind(limit)
        .all(on)
        .await
}

/// How many people we hold of an origin.
pub async fn count(db: &Db, origin: InstanceId) -> Result<i64> {
    sql("select count(*) from person where instance_id = $1 and scope <> 'none'")
        .bind(origin)
        .scalar(db)
        .await
}

/// Most people have no photo: those are cleared in one statement.
async fn store_photo_addresses(
    tx: &mut Tx,
    snapshots: &[Snapshot],
    changed: &[(PersonId, String)],
) -> Result<()> {
    let photos: HashMap<&str, &(String, String)> = snapshots
        .iter()
        .filter_map(|snapshot| snapshot.photo.as_ref().map(|photo| (snapshot.ap_id.as_str(), photo)))
        .collect();
    let (with, without): (Vec<_>, Vec<_>) =
        changed.iter().partition(|(_, ap_id)| photos.contains_key(ap_id.as_str()));
    queries::delete_photos(tx, without.iter().map(|(id, _)| *id)).await?;
    for (id, ap_id) in with {
        if let Some((digest, address)) = photos.get(ap_id.as_str()) {
            queries::upsert_photo_address(tx, *id, digest, address).await?;
        }
    }
    Ok(())
}

async fn store_left_out(tx: &mut Tx, snapshots: &[Snapshot], changed: &[(PersonId, String)]) -> Result<()> {
    let said: HashMap<&str, &[String]> =
        snapshots.iter().map(|snapshot| (snapshot.ap_id.as_str(), snapshot.left_out.as_slice())).collect();
    let of_changed = |(id, ap_id): &(PersonId, String)| Some((*id, *said.get(ap_id.as_str())?));
    left_out::store(tx, &changed.iter().filter_map(of_changed).collect::<Vec<_>>()).await
}

/// Marks the index for at most `limit` people whose lease ran out, or runs again, since the last time. Returns how many.
pub(crate) async fn follow_leases(tx: &mut Tx, hidden_before: Timestamp, limit: i64) -> Result<usize> {
    let ids: Vec<PersonId> = sql("select person.id from person \
         join instance on instance.id = person.instance_id left join peer on peer.instance_id = person.instance_id \
         where not instance.is_local and person.scope <> 'none' and (person.received_at < $1 \
             and (peer.directory_confirmed_at is null or peer.directory_confirmed_at < $1)) <> (person.hidden_at is not null) \
         order by person.id limit $2")
    .bind(hidden_before)
    .bind(limit)
    .column(&mut *tx)
    .await?;
    sql("update person set hidden_at = case when hidden_at is null then $1 end where id in (..)")
        .bind(tx.now())
        .bind_list(ids.iter().copied())
        .execute(&mut *tx)
        .await?;
    index_feed::mark_all(tx, &ids, Lane::Replica).await?;
    Ok(ids.len())
}

/// The instant before which an unconfirmed person is hidden, and the one before which he is purged.
pub fn lease_limits(now: Timestamp) -> (Timestamp, Timestamp) {
    let day = std::time::Duration::from_secs(24 * 3600);
    (now.minus(day * 14), now.minus(day * 30))
}
