//! Every origin ever seen, ourselves among them, and who works where.

use serde_json::json;

use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::{InstanceId, OrganisationId};
use crate::principal::Principal;
use crate::{audit, directory, index_feed};

/// This instance and the organisation it serves.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Home {
    pub instance_id: InstanceId,
    pub organisation_id: OrganisationId,
    pub host: String,
    /// Without a slash at the end.
    pub base_url: String,
    pub name: String,
    pub organisation_uri: Option<String>,
}

/// An origin.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Instance {
    pub id: InstanceId,
    pub host: String,
    pub base_url: String,
    pub name: String,
    pub is_local: bool,
}

/// Makes the home instance at first start; later starts follow a changed name. The host stays: ids are built on it.
pub async fn settle(tx: &mut Tx, host: &str, base_url: &str, name: &str, uri: Option<&str>) -> Result<Home> {
    tx.lock("instance").await?;
    match find_home(&mut *tx).await? {
        Some(home) if home.host != host => Err(Error::Conflict("error-host-changed")),
        Some(home) => rename(tx, &home, name, uri).await,
        None => found(tx, host, base_url, name, uri).await,
    }?;
    home(tx).await
}

async fn found(tx: &mut Tx, host: &str, base_url: &str, name: &str, uri: Option<&str>) -> Result<()> {
    let instance = insert_instance(tx, host, base_url, name, true).await?;
    insert_organisation(tx, instance, uri, name).await?;
    directory::begin_epoch(tx).await?;
    let principal = Principal::System("set-up");
    audit::record(tx, &principal, "instance.found", &format!("instance:{instance}"), json!({ "host": host }))
        .await
}

async fn rename(tx: &mut Tx, home: &Home, name: &str, uri: Option<&str>) -> Result<()> {
    if home.name == name && home.organisation_uri.as_deref() == uri {
        return Ok(());
    }
    sql("update instance set name = $2 where id = $1")
        .bind(home.instance_id)
        .bind(name)
        .execute(&mut *tx)
        .await?;
    sql("update organisation set name = $2, uri = $3 where id = $1")
        .bind(home.organisation_id)
        .bind(name)
        .bind(uri)
        .execute(&mut *tx)
        .await?;
    // Everybody's document carries the name of the organisation.
    index_feed::vocabulary_changed(tx);
    Ok(())
}

/// The home instance; an internal error before [`settle`] ran.
pub async fn home(on: impl Into<On<'_>>) -> Result<Home> {
    find_home(on).await?.ok_or_else(|| Error::internal("this instance was not set up"))
}

async fn find_home(on: impl Into<On<'_>>) -> Result<Option<Home>> {
    sql("select instance.id as instance_id, organisation.id as organisation_id, instance.host, instance.base_url, \
         instance.name, organisation.uri as organisation_uri \
         from instance join organisation on organisation.instance_id = instance.id where instance.is_local")
    .optional(on)
    .await
}

/// An origin by host (lower case).
pub async fn find_by_host(on: impl Into<On<'_>>, host: &str) -> Result<Option<Instance>> {
    sql("select id, host, base_url, name, is_local from instance where host = $1")
        .bind(host)
        .optional(on)
        .await
}

/// An origin by id.
pub async fn find(on: impl Into<On<'_>>, id: InstanceId) -> Result<Instance> {
    sql("select id, host, base_url, name, is_local from instance where id = $1").bind(id).one(on).await
}

/// Names of organisations by id, for filters; unknown ids are absent.
pub async fn list_organisation_names(
    on: impl Into<On<'_>>,
    ids: &[OrganisationId],
) -> Result<Vec<(OrganisationId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql("select id, name from organisation where id in (..)").bind_list(ids.iter().copied()).all(on).await
}

/// Every organisation known here with its name, at most `limit`.
pub async fn list_organisations(on: impl Into<On<'_>>, limit: i64) -> Result<Vec<(OrganisationId, String)>> {
    sql("select id, name from organisation order by name, id limit $1").bind(limit).all(on).await
}

/// The origin of that host, made when it was never seen. The caller holds `tx.lock("instance")` or a peer's row.
pub async fn find_or_insert(tx: &mut Tx, host: &str, base_url: &str, name: &str) -> Result<InstanceId> {
    match find_by_host(&mut *tx, host).await? {
        Some(instance) => Ok(instance.id),
        None => insert_instance(tx, host, base_url, name, false).await,
    }
}

/// The organisation of an origin, made or renamed as its actor says.
pub async fn find_or_insert_organisation(
    tx: &mut Tx,
    instance: InstanceId,
    uri: Option<&str>,
    name: &str,
) -> Result<OrganisationId> {
    let found: Option<(OrganisationId,)> =
        sql("select id from organisation where instance_id = $1").bind(instance).optional(&mut *tx).await?;
    let Some((id,)) = found else { return insert_organisation(tx, instance, uri, name).await };
    sql("update organisation set name = $2, uri = $3 where id = $1 and (name <> $2 or uri is distinct from $3)")
        .bind(id)
        .bind(name)
        .bind(uri)
        .execute(tx)
        .await?;
    Ok(id)
}

/// The same for an origin that somebody else tells us of: what we know ourselves stays as it is.
pub(crate) async fn find_or_insert_organisation_once(
    tx: &mut Tx,
    instance: InstanceId,
    uri: Option<&str>,
    name: &str,
) -> Result<OrganisationId> {
    let found: Option<(OrganisationId,)> =
        sql("select id from organisation where instance_id = $1").bind(instance).optional(&mut *tx).await?;
    match found {
        Some((id,)) => Ok(id),
        None => insert_organisation(tx, instance, uri, name).await,
    }
}

async fn insert_instance(
    tx: &mut Tx,
    host: &str,
    base_url: &str,
    name: &str,
    is_local: bool,
) -> Result<InstanceId> {
    let id: InstanceId = tx.new_id();
    sql("insert into instance (id, host, base_url, name, is_local, first_seen_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(host)
        .bind(base_url)
        .bind(name)
        .bind(is_local)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(id)
}

async fn insert_organisation(
    tx: &mut Tx,
    instance: InstanceId,
    uri: Option<&str>,
    name: &str,
) -> Result<OrganisationId> {
    let id: OrganisationId = tx.new_id();
    sql("insert into organisation (id, instance_id, uri, name) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(instance)
        .bind(uri)
        .bind(name)
        .execute(tx)
        .await?;
    Ok(id)
}
