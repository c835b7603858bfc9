//! Public groups for the rest of the fediverse, while an administrator has them open: Mastodon, Lemmy and their like read them,
//! follow them and answer in them.
//!
//! [`read`] says what is public and how it looks from there, [`serve`] gives it to anybody who asks, [`say`] tells those who
//! follow, [`hear`] takes what they send, [`meet`] finds out who they are. No host that comes this way is a peer.

mod hear;
mod meet;
mod read;
mod say;
mod serve;

pub(crate) use hear::receive;
pub(crate) use say::ORDERING_KEY;
pub(crate) use serve::{as_actor, comment, followers, group_links, group_or, group_outbox, is_hidden, item};

use std::sync::{Arc, PoisonError};

use domain::peers::keys as stored;
use domain::{Error, Principal, outside};

use crate::door::Federation;
use crate::rsa::RsaPair;

const PREPARES: Principal = Principal::System("federation");

impl Federation {
    /// The key by which foreign software knows us, while public groups are open. `None`: they are closed, or the key is still
    /// being made.
    pub(crate) async fn open_key(&self) -> Result<Option<Arc<RsaPair>>, Error> {
        if outside::opening(&self.db).await?.is_open { self.rsa_key().await } else { Ok(None) }
    }

    /// The same, open or not: goodbyes are signed too.
    pub(crate) async fn rsa_key(&self) -> Result<Option<Arc<RsaPair>>, Error> {
        let known = self.rsa.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.is_some() {
            return Ok(known);
        }
        let Some(secret) = stored::find_rsa(&self.db).await? else { return Ok(None) };
        let pair = Arc::new(RsaPair::from_pkcs8(&secret).map_err(Error::internal)?);
        *self.rsa.write().unwrap_or_else(PoisonError::into_inner) = Some(pair.clone());
        Ok(Some(pair))
    }

    /// Makes that key, the first time that public groups are opened.
    pub(crate) async fn prepare_opening(&self) -> Result<(), Error> {
        if stored::find_rsa(&self.db).await?.is_some() {
            return Ok(());
        }
        let made = tokio::task::spawn_blocking(RsaPair::generate).await.map_err(Error::internal)?;
        let secret = made.map_err(Error::internal)?;
        let public = RsaPair::from_pkcs8(&secret).map_err(Error::internal)?.public().to_multibase();
        self.db.write(async |tx| stored::keep_rsa(tx, &PREPARES, secret.clone(), &public).await).await
    }

    /// Forgets who followed and answered from a host, or from all, in short transactions.
    pub(crate) async fn forget_outsiders(&self, host: Option<&str>) -> Result<(), Error> {
        const AT_ONCE: i64 = 50;
        while self.db.write(async |tx| outside::forget_some(tx, host, AT_ONCE).await).await? > 0 {}
        Ok(())
    }
}
