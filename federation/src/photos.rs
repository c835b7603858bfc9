//! The photo of a person elsewhere: fetched from the origin when somebody looks for the first time, then kept.

use domain::peers;
use domain::people::photo::{self, Photo};
use domain::{Error, InstanceId, PersonId, Principal, people};
use ring::digest::{SHA256, digest as sha_256};
use url::Url;

use crate::client::Limits;
use crate::door::Federation;
use crate::fetch::demand_success;

/// What a picture may cost. Photos of ours are squares of 512 pixels, about 60 kB; covers of groups some 150 kB.
const PICTURE: Limits = Limits { time: std::time::Duration::from_secs(5), bytes_max: 1 << 20 };

impl Federation {
    /// The photo for whoever may see the person. A photo the origin does not give is no photo.
    pub async fn photo(&self, principal: &Principal, id: PersonId) -> Result<Photo, Error> {
        let found = photo::find_visible(&self.db, principal, id).await?;
        match &found.fetched_from {
            Some(address) if found.bytes.is_empty() => self.fetch_photo(id, &found, address).await,
            _ => Ok(found),
        }
    }

    async fn fetch_photo(&self, id: PersonId, known: &Photo, address: &str) -> Result<Photo, Error> {
        let origin = people::find(&self.db, id).await?.instance_id;
        let bytes = self.fetch_picture_of(origin, address, &known.digest).await?;
        self.keep(id, known, bytes).await
    }

    /// The bytes under this address of a peer, when they are what their digest says; `NotFound` otherwise.
    pub(crate) async fn fetch_picture_of(
        &self,
        origin: InstanceId,
        address: &str,
        digest: &str,
    ) -> Result<Vec<u8>, Error> {
        let is_active = peers::find(&self.db, origin).await?.is_active();
        let url = Url::parse(address).ok().filter(|_| is_active).ok_or(Error::NotFound)?;
        let answer =
            self.ask(&url, PICTURE).await.and_then(|answer| demand_success(&answer).map(|()| answer));
        match answer {
            Ok(answer) if hex::encode(sha_256(&SHA256, &answer.body)) == digest => Ok(answer.body),
            Ok(_) => Err(Error::NotFound),
            Err(trouble) => {
                tracing::info!(%trouble, address, "could not fetch a picture");
                Err(Error::NotFound)
            }
        }
    }

    /// Made anew by us, so that nothing but the picture comes through.
    async fn keep(&self, id: PersonId, known: &Photo, bytes: Vec<u8>) -> Result<Photo, Error> {
        let jpeg = tokio::task::spawn_blocking(move || photo::re_encode(&bytes))
            .await
            .map_err(Error::internal)?
            .map_err(|_| Error::NotFound)?;
        let kept = Photo { bytes: jpeg, media_type: "image/jpeg".into(), ..known.clone() };
        self.db.write(async |tx| photo::keep_fetched(tx, id, &kept.digest, kept.bytes.clone()).await).await?;
        Ok(kept)
    }
}
