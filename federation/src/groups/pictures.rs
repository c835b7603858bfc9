//! Icon and cover of a group between instances: given to whoever may know of the group, fetched when somebody looks for the
//! first time.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::groups::pictures::{self, Picture, Shape};
use domain::{Error, GroupId, Principal, groups};

use crate::answer::{NotForYou, SignedGet};
use crate::door::Federation;

/// `GET /ap/group/{id}/icon`
pub(crate) async fn icon(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    door.give_picture(&id, get, Shape::Icon).await
}

/// `GET /ap/group/{id}/cover`
pub(crate) async fn cover(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    door.give_picture(&id, get, Shape::Cover).await
}

impl Federation {
    async fn give_picture(&self, id: &str, get: SignedGet, shape: Shape) -> Result<Response, NotForYou> {
        let group = self.find_shared(id, &get.peer, false).await?;
        let picture = pictures::find(&self.db, group.id, shape).await?;
        get.answer_bytes(self, "image/jpeg", picture.bytes)
    }

    /// A picture of a group for whoever may know of it. One that the host does not give is none.
    pub async fn group_picture(
        &self,
        principal: &Principal,
        id: GroupId,
        shape: Shape,
    ) -> Result<Picture, Error> {
        let found = pictures::find_visible(&self.db, principal, id, shape).await?;
        match &found.fetched_from {
            Some(address) if found.bytes.is_empty() => self.fetch_picture(id, shape, &found, address).await,
            _ => Ok(found),
        }
    }

    async fn fetch_picture(
        &self,
        id: GroupId,
        shape: Shape,
        known: &Picture,
        address: &str,
    ) -> Result<Picture, Error> {
        let host = groups::find(&self.db, id).await?.instance_id;
        let upload = self.fetch_picture_of(host, address, &known.digest).await?;
        // Made anew by us, so that nothing but the picture comes through.
        let drawn = tokio::task::spawn_blocking(move || pictures::draw(shape, &upload)).await;
        let bytes = drawn.map_err(Error::internal)?.map_err(|_| Error::NotFound)?;
        let kept = Picture { bytes, ..known.clone() };
        self.db
            .write(async |tx| pictures::keep_fetched(tx, id, shape, &kept.digest, kept.bytes.clone()).await)
            .await?;
        Ok(kept)
    }
}
