//! Who they are: an actor is fetched from his own host, once, when he first follows or answers, and again when his key seems to
//! have changed. Nothing that arrives makes us fetch anything else.

use std::time::Duration;

use domain::outside::actors::{self, Acquaintance, Actor};
use domain::peers::{self, State};
use domain::{Error, outside};
use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::Value;
use url::Url;

use crate::client::DOCUMENT;
use crate::door::Federation;
use crate::fetch::read_document;
use crate::gate::Refusal;
use crate::objects::open as objects;
use crate::signature::SignatureError;
use crate::signature::draft::{DraftSigner, sign_draft};
use crate::trouble::Trouble;
use crate::wire::ACTIVITY_JSON;

impl Federation {
    /// Whether a host may knock this way at all: a peer has its own, and a blocked one has none.
    pub(super) async fn demand_outside(&self, host: &str) -> Result<(), Refusal> {
        if host == self.urls.authority() {
            return Err(Refusal::NotAPeer);
        }
        match peers::find_by_host(&self.db, host).await?.map(|peer| peer.state) {
            None | Some(State::Ended) => {}
            Some(State::Blocked) => return Err(Refusal::NotAPeer),
            Some(_) => return Err(SignatureError::Missing.into()),
        }
        if outside::is_blocked(&self.db, host).await? { Err(Refusal::NotAPeer) } else { Ok(()) }
    }

    /// Somebody whom we do not know yet. All strangers together are paced, and each host has limits.
    pub(super) async fn fetch_stranger(&self, address: &Url, group: &str) -> Result<Acquaintance, Refusal> {
        if !actors::has_room(&self.db, address.authority()).await? {
            return Err(Refusal::Later(Duration::from_secs(3600)));
        }
        if !self.pace.admits_outsider(self.db.now()) {
            return Err(Refusal::Later(Duration::from_secs(60)));
        }
        self.fetch_outsider(address, group).await.map_err(|trouble| refusal(address, trouble))
    }

    /// Somebody whom we know, with another key than he had. One look in ten minutes.
    pub(super) async fn fetch_again(&self, known: &Actor, group: &str) -> Result<Acquaintance, Refusal> {
        if !self.pace.admits_key_look(&known.ap_id, self.db.now()) {
            return Err(Refusal::UnknownKey);
        }
        let address = Url::parse(&known.ap_id).map_err(|_| Refusal::UnknownKey)?;
        self.fetch_outsider(&address, group).await.map_err(|trouble| refusal(&address, trouble))
    }

    pub(super) async fn keep_outsider(&self, them: &Acquaintance) -> Result<Actor, Refusal> {
        Ok(self.db.write(async |tx| actors::meet(tx, them).await).await?)
    }

    /// The actor under his own address, asked for in the name of a public group.
    async fn fetch_outsider(&self, address: &Url, group: &str) -> Result<Acquaintance, Trouble> {
        let key = self.open_key().await?.ok_or(Error::NotFound)?;
        let accept = HeaderValue::from_static(ACTIVITY_JSON);
        let mut headers = HeaderMap::from_iter([(header::ACCEPT, accept)]);
        let key_id = objects::key_id(group);
        let signer = DraftSigner { key: &key, key_id: &key_id };
        sign_draft(signer, "GET", address, &mut headers, None, self.now_seconds())?;
        // The connection names the host itself.
        headers.remove(header::HOST);
        let answer = self.client.send(Method::GET, address, headers, Vec::new(), DOCUMENT).await?;
        let document: Value = read_document(&answer)?;
        Ok(objects::acquaintance(document, address)?)
    }
}

/// The sender learns that his key is not known; the log learns why.
fn refusal(address: &Url, trouble: Trouble) -> Refusal {
    tracing::info!(%address, %trouble, "could not find out who knocks");
    match trouble {
        Trouble::House(error) => Refusal::House(error),
        _ => Refusal::UnknownKey,
    }
}
