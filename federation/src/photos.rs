//! The photo of a person elsewhere: fetched from the origin when somebody looks for the first time, then kept.

use domain::peers;
use domain::people::photo::{self, Photo};
use domain::{Error, PersonId, Principal, people};
use ring::digest::{SHA256, digest};
use url::Url;

use crate::client::Limits;
use crate::door::Federation;
use crate::fetch::demand_success;

/// What a photo may cost. Ours are squares of 512 pixels, about 60 kB.
const PHOTO: Limits = Limits { time: std::time::Duration::from_secs(5), bytes_max: 1 << 20 };

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
        let person = people::find(&self.db, id).await?;
        let is_active = peers::find(&self.db, person.instance_id).await?.is_active();
        let url = Url::parse(address).ok().filter(|_| is_active).ok_or(Error::NotFound)?;
        let answer = self.ask(&url, PHOTO).await.and_then(|answer| demand_success(&answer).map(|()| answer));
        let bytes = match answer {
            Ok(answer) => answer.body,
            Err(trouble) => {
                tracing::info!(%trouble, address, "could not fetch a photo");
                return Err(Error::NotFound);
            }
        };
        if hex::encode(digest(&SHA256, &bytes)) != known.digest {
            return Err(Error::NotFound);
        }
        self.keep(id, known, bytes).await
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
