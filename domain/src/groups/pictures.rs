//! What a group looks like: its icon and its cover. Both only decorate, so neither says anything that words do not.

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::place::enter;
use super::{Group, demand_local, feed};
use crate::audit;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::GroupId;
use crate::people::photo;
use crate::principal::Principal;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Shape {
    Icon,
    Cover,
}

crate::db::text_arg!(Shape);

impl Shape {
    pub const ALL: [Self; 2] = [Self::Icon, Self::Cover];

    /// The word in addresses and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Icon => "icon",
            Self::Cover => "cover",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.as_str() == word)
    }

    /// Width and height in pixels, as it is drawn.
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::Icon => (256, 256),
            Self::Cover => (1_280, 320),
        }
    }

    /// Its column in the row of the group.
    fn column(self) -> &'static str {
        match self {
            Self::Icon => "icon_digest",
            Self::Cover => "cover_digest",
        }
    }
}

/// Digests of what a group has, in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pictures {
    pub icon: Option<String>,
    pub cover: Option<String>,
}

impl Pictures {
    pub fn get(&self, shape: Shape) -> Option<&str> {
        match shape {
            Shape::Icon => self.icon.as_deref(),
            Shape::Cover => self.cover.as_deref(),
        }
    }
}

/// A picture with its bytes, a JPEG.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Picture {
    pub digest: String,
    pub bytes: Vec<u8>,
    /// Set for groups of elsewhere; their bytes are empty until somebody looked.
    pub fetched_from: Option<String>,
}

/// A picture of elsewhere as its host tells of it: digest and address.
pub type Told = (String, String);

/// The upload drawn anew in this shape; CPU work of some 50 ms, so call it outside a transaction.
pub fn draw(shape: Shape, upload: &[u8]) -> Result<Vec<u8>> {
    let (width, height) = shape.pixels();
    photo::draw(shape.as_str(), upload, width, height)
}

/// Stores what [`draw`] made; for owners.
pub async fn set(tx: &mut Tx, principal: &Principal, id: GroupId, shape: Shape, jpeg: Vec<u8>) -> Result<()> {
    let group = own(tx, principal, id).await?;
    let hash = hex::encode(digest(&SHA256, &jpeg));
    upsert(tx, id, shape, &hash, jpeg, None).await?;
    changed(tx, principal, &group, shape, Some(&hash)).await
}

/// Takes a picture away; for owners. No error when there is none.
pub async fn remove(tx: &mut Tx, principal: &Principal, id: GroupId, shape: Shape) -> Result<()> {
    let group = own(tx, principal, id).await?;
    if group.pictures.get(shape).is_none() {
        return Ok(());
    }
    delete(tx, id, shape).await?;
    changed(tx, principal, &group, shape, None).await
}

async fn own(tx: &mut Tx, principal: &Principal, id: GroupId) -> Result<Group> {
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_owner()?;
    demand_local(&group)?;
    Ok(group)
}

async fn changed(
    tx: &mut Tx,
    principal: &Principal,
    group: &Group,
    shape: Shape,
    digest: Option<&str>,
) -> Result<()> {
    sql_from(format!(
        "update groups set {} = $2, updated_at = $3, version = version + 1 where id = $1",
        shape.column()
    ))
    .bind(group.id)
    .bind(digest)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    let detail = json!({ "shape": shape, "is_there": digest.is_some() });
    audit::record(tx, principal, "group.picture", &group.audit_name(), detail).await?;
    let group = super::find(&mut *tx, group.id).await?;
    feed::touch_group(tx, &group).await
}

async fn upsert(
    tx: &mut Tx,
    id: GroupId,
    shape: Shape,
    digest: &str,
    bytes: Vec<u8>,
    fetched_from: Option<&str>,
) -> Result<()> {
    sql("insert into group_picture (group_id, shape, digest, bytes, fetched_from) values ($1, $2, $3, $4, $5) \
         on conflict (group_id, shape) do update set digest = excluded.digest, bytes = excluded.bytes, \
         fetched_from = excluded.fetched_from")
    .bind(id)
    .bind(shape)
    .bind(digest)
    .bind(bytes)
    .bind(fetched_from)
    .execute(tx)
    .await?;
    Ok(())
}

async fn delete(tx: &mut Tx, id: GroupId, shape: Shape) -> Result<()> {
    sql("delete from group_picture where group_id = $1 and shape = $2")
        .bind(id)
        .bind(shape)
        .execute(tx)
        .await?;
    Ok(())
}

/// The picture for whoever may know of the group; `NotFound` otherwise.
pub async fn find_visible(db: &Db, principal: &Principal, id: GroupId, shape: Shape) -> Result<Picture> {
    enter(db, principal, id).await?;
    find(db, id, shape).await
}

/// The picture whoever asks, for a door that has found that the group may be known.
pub async fn find(on: impl Into<On<'_>>, id: GroupId, shape: Shape) -> Result<Picture> {
    let found: Option<Picture> =
        sql("select digest, bytes, fetched_from from group_picture where group_id = $1 and shape = $2")
            .bind(id)
            .bind(shape)
            .optional(on)
            .await?;
    found.ok_or(Error::NotFound)
}

/// Keeps what was fetched for a copy, drawn anew; nothing when the group has another one by now.
pub async fn keep_fetched(tx: &mut Tx, id: GroupId, shape: Shape, digest: &str, jpeg: Vec<u8>) -> Result<()> {
    sql("update group_picture set bytes = $4 where group_id = $1 and shape = $2 and digest = $3")
        .bind(id)
        .bind(shape)
        .bind(digest)
        .bind(jpeg)
        .execute(tx)
        .await?;
    Ok(())
}

/// What the host of a copy says it looks like now.
pub(super) async fn store_copy(tx: &mut Tx, group: &Group, told: &[(Shape, Option<Told>)]) -> Result<()> {
    for (shape, told) in told {
        let digest = told.as_ref().map(|(digest, _)| digest.as_str());
        if group.pictures.get(*shape) == digest {
            continue;
        }
        match told {
            Some((digest, address)) => {
                upsert(tx, group.id, *shape, digest, Vec::new(), Some(address)).await?;
            }
            None => delete(tx, group.id, *shape).await?,
        }
        sql_from(format!("update groups set {} = $2 where id = $1", shape.column()))
            .bind(group.id)
            .bind(digest)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Nothing is kept of a group that is gone.
pub(super) async fn forget(tx: &mut Tx, id: GroupId) -> Result<()> {
    sql("delete from group_picture where group_id = $1").bind(id).execute(tx).await?;
    Ok(())
}
