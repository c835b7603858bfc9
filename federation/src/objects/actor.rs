//! Instance actors: ours as it is shown, theirs as far as it is believed.

use domain::instances::Home;
use domain::peers::Introduction;
use domain::people::check;
use serde_json::Value;
use url::Url;

use super::Disbelief;
use crate::fingerprint::fingerprint;
use crate::keys::PublicKey;
use crate::urls::{Urls, is_of_origin};
use crate::wire;

/// More keys than an instance has while it changes from one to the next.
const KEYS_MAX: usize = 4;

/// Our own actor with its current key.
pub fn ours(home: &Home, urls: &Urls, key: &PublicKey) -> wire::Actor {
    wire::Actor {
        context: wire::context(),
        id: urls.actor(),
        kind: "Application".into(),
        name: home.name.clone(),
        preferred_username: home.host.clone(),
        inbox: urls.inbox(),
        outbox: urls.outbox(),
        endpoints: wire::Endpoints { shared_inbox: urls.inbox() },
        url: Some(urls.below("")),
        manually_approves_followers: true,
        assertion_method: vec![wire::Multikey {
            id: urls.key(key),
            kind: "Multikey".into(),
            controller: urls.actor(),
            public_key_multibase: key.to_string(),
        }],
        implements: implements(),
        identifier: home.organisation_uri.clone(),
        directory: Some(urls.directory()),
        proof: None,
    }
}

fn implements() -> Vec<wire::Implemented> {
    [
        ("https://datatracker.ietf.org/doc/html/rfc9421", "RFC-9421: HTTP Message Signatures"),
        (
            "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25",
            "RFC-9421 with Ed25519",
        ),
        ("https://w3id.org/fep/8b32", "FEP-8b32: Object Integrity Proofs"),
    ]
    .map(|(href, name)| wire::Implemented { href: href.into(), name: name.into() })
    .into()
}

/// An instance actor that holds together: everything in it belongs to one origin.
#[derive(Clone, Debug)]
pub struct KnownActor {
    pub id: String,
    /// Host, with the port where it is not the usual one.
    pub host: String,
    pub origin: Url,
    pub name: String,
    pub organisation_uri: Option<String>,
    pub inbox: Url,
    pub directory: Option<Url>,
    pub keys: Vec<(String, PublicKey)>,
    /// The document as it came.
    pub document: Value,
}

impl KnownActor {
    /// Reads a document. It must be an instance actor whose id, inbox, keys and directory share one origin.
    pub fn read(document: Value) -> Result<Self, Disbelief> {
        let actor: wire::Actor =
            serde_json::from_value(document.clone()).map_err(|_| Disbelief::Unreadable("instance actor"))?;
        if actor.kind != "Application" {
            return Err(Disbelief::Kind(actor.id));
        }
        let id = Url::parse(&actor.id).map_err(|_| Disbelief::Unreadable("actor id"))?;
        let origin = origin_of(&id).ok_or(Disbelief::Unreadable("actor id"))?;
        let host = origin.authority().to_owned();
        if actor.preferred_username != host {
            return Err(foreign("preferredUsername", &origin));
        }
        let inbox = same_origin(&actor.endpoints.shared_inbox, "inbox", &origin)?;
        let directory = actor.directory.as_deref().map(|text| same_origin(text, "directory", &origin));
        Ok(Self {
            keys: keys(&actor, &origin)?,
            name: check::name(&actor.name).map_err(|_| Disbelief::Unreadable("name"))?,
            organisation_uri: actor.identifier.filter(|uri| uri.len() <= 500),
            directory: directory.transpose()?,
            id: actor.id,
            host,
            origin,
            inbox,
            document,
        })
    }

    /// The actor of a peer as we keep it.
    pub fn read_pinned(peer: &domain::peers::Peer) -> Result<Self, Disbelief> {
        let document =
            serde_json::from_str(&peer.actor).map_err(|_| Disbelief::Unreadable("instance actor"))?;
        Self::read(document)
    }

    /// The key with this address, if it is one of this actor's.
    pub fn key(&self, key_id: &Url) -> Option<&PublicKey> {
        self.keys.iter().find(|(id, _)| id == key_id.as_str()).map(|(_, key)| key)
    }

    pub fn fingerprint(&self) -> String {
        let keys: Vec<_> = self.keys.iter().map(|(_, key)| *key).collect();
        fingerprint(&self.host, &keys)
    }

    pub fn has_same_keys(&self, other: &Self) -> bool {
        self.host == other.host && self.fingerprint() == other.fingerprint()
    }

    pub fn introduction(&self) -> Introduction {
        Introduction {
            host: self.host.clone(),
            base_url: self.origin.as_str().trim_end_matches('/').to_owned(),
            name: self.name.clone(),
            organisation_uri: self.organisation_uri.clone(),
            actor: self.document.to_string(),
            fingerprint: self.fingerprint(),
        }
    }
}

/// Scheme, host and port of an address, as an address.
fn origin_of(url: &Url) -> Option<Url> {
    url.origin().is_tuple().then(|| Url::parse(&url.origin().ascii_serialization()).ok()).flatten()
}

fn same_origin(address: &str, what: &str, origin: &Url) -> Result<Url, Disbelief> {
    if is_of_origin(address, origin) {
        return Url::parse(address).map_err(|_| foreign(what, origin));
    }
    Err(foreign(what, origin))
}

fn foreign(what: &str, origin: &Url) -> Disbelief {
    Disbelief::Foreign { what: what.to_owned(), origin: origin.to_string() }
}

/// The keys; each names this very actor as its controller, so no document speaks for another's key.
fn keys(actor: &wire::Actor, origin: &Url) -> Result<Vec<(String, PublicKey)>, Disbelief> {
    if actor.assertion_method.is_empty() || actor.assertion_method.len() > KEYS_MAX {
        return Err(Disbelief::Unreadable("list of keys"));
    }
    let read = |method: &wire::Multikey| {
        let belongs = method.controller == actor.id && method.id.starts_with(&format!("{}#", actor.id));
        if method.kind != "Multikey" || !belongs {
            return Err(foreign("key", origin));
        }
        let key = PublicKey::parse(&method.public_key_multibase);
        Ok((method.id.clone(), key.map_err(|_| Disbelief::Unreadable("key"))?))
    };
    actor.assertion_method.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{InstanceId, OrganisationId};
    use serde_json::json;
    use uuid::Uuid;

    fn document() -> Value {
        let home = Home {
            instance_id: InstanceId(Uuid::nil()),
            organisation_id: OrganisationId(Uuid::nil()),
            host: "utrecht.example".into(),
            base_url: "https://utrecht.example".into(),
            name: "Gemeente Utrecht".into(),
            organisation_uri: Some("https://identifier.overheid.nl/tooi/id/gemeente/gm0344".into()),
        };
        let urls = Urls::new(&home.base_url).unwrap();
        serde_json::to_value(ours(&home, &urls, &PublicKey::from_bytes([1; 32]))).unwrap()
    }

    fn changed(pointer: &str, value: Value) -> Result<KnownActor, Disbelief> {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        KnownActor::read(document)
    }

    #[test]
    fn our_own_actor_is_believed() {
        let actor = KnownActor::read(document()).unwrap();
        assert_eq!((actor.host.as_str(), actor.keys.len()), ("utrecht.example", 1));
        assert_eq!(actor.introduction().base_url, "https://utrecht.example");
    }

    #[test]
    fn nothing_in_an_actor_may_belong_to_somebody_else() {
        for (pointer, value) in [
            ("/type", json!("Person")),
            ("/id", json!("https://evil.example/actor")),
            ("/id", json!(["https://utrecht.example/actor"])),
            ("/preferredUsername", json!("evil.example")),
            ("/endpoints/sharedInbox", json!("https://evil.example/inbox")),
            ("/endpoints/sharedInbox", json!("http://utrecht.example/inbox")),
            ("/endpoints/sharedInbox", json!("https://utrecht.example:8443/inbox")),
            ("/endpoints/sharedInbox", json!("https://utrecht.example@evil.example/inbox")),
            ("/endpoints/sharedInbox", json!("https://a@utrecht.example/inbox")),
            ("/directory", json!("https://169.254.169.254/latest")),
            ("/assertionMethod", json!([])),
            ("/assertionMethod/0/controller", json!("https://victim.example/actor")),
            ("/assertionMethod/0/id", json!("https://victim.example/actor#key")),
            ("/assertionMethod/0/type", json!("Key")),
            ("/assertionMethod/0/publicKeyMultibase", json!("z6Mk")),
            ("/name", json!("\u{202e} ")),
        ] {
            assert!(changed(pointer, value.clone()).is_err(), "{pointer} {value}");
        }
    }

    #[test]
    fn other_keys_are_other_keys() {
        let other = json!(PublicKey::from_bytes([2; 32]).to_string());
        let changed = changed("/assertionMethod/0/publicKeyMultibase", other).unwrap();
        assert!(!changed.has_same_keys(&KnownActor::read(document()).unwrap()));
    }
}
