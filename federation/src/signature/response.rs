//! Signed answers: a directory page is worth keeping only if its origin made it, for this very request.
//!
//! Without TLS to the origin itself (a proxy in between, plain http in a demo) this is what makes a page
//! the origin's own words.

use http::HeaderMap;

use super::request::{component, insert, signing_params};
use super::{Claim, Message, SignatureError, Signer, header};
use crate::digest::{self, CONTENT_DIGEST, content_digest};
use crate::keys::PublicKey;

/// Signs the answer `status`, `headers`, `body` to `request`, and adds the headers.
pub fn sign_response(
    signer: Signer<'_>,
    status: u16,
    headers: &mut HeaderMap,
    body: &[u8],
    request: &Message<'_>,
    now_seconds: i64,
) -> Result<(), SignatureError> {
    headers.insert(CONTENT_DIGEST, header(&content_digest(body))?);
    let covered = [
        component("@status", false),
        component(CONTENT_DIGEST, false),
        component("@method", true),
        component("@target-uri", true),
    ];
    let params = signing_params(signer, now_seconds);
    let base = Message::response(status, headers, request).base(&covered, &params)?;
    insert(headers, signer, &covered, &params, &base)
}

/// Checks that `key` made this answer to this request, just now.
pub fn verify_response(
    message: &Message<'_>,
    body: &[u8],
    key: &PublicKey,
    now_seconds: i64,
) -> Result<(), SignatureError> {
    let claim = Claim::read(message.headers)?;
    claim.parameters.demand_fresh(now_seconds)?;
    for (name, from_request) in
        [("@status", false), (CONTENT_DIGEST, false), ("@method", true), ("@target-uri", true)]
    {
        if !claim.covers(name, from_request) {
            return Err(SignatureError::NotCovered(name));
        }
    }
    digest::check(message.headers, body)?;
    claim.check(message, key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyPair;
    use url::Url;

    const NOW: i64 = 1_800_000_000;

    #[test]
    fn a_page_belongs_to_one_request_one_body_and_one_origin() {
        let key = KeyPair::from_seed(&[7; 32]).unwrap();
        let other_key = KeyPair::from_seed(&[8; 32]).unwrap();
        let key_id: Url = "https://beta.test/actor#ed25519-key".parse().unwrap();
        let asked: Url = "https://beta.test/directory/changes?after=0&limit=200".parse().unwrap();
        let later: Url = "https://beta.test/directory/changes?after=200&limit=200".parse().unwrap();
        let none = HeaderMap::new();
        let request = Message::request("GET", &asked, &none);
        let mut headers = HeaderMap::new();
        let signer = Signer { key: &key, key_id: &key_id };
        sign_response(signer, 200, &mut headers, b"page", &request, NOW).unwrap();

        let verdict = |status, request: &Message<'_>, body: &[u8], key: &KeyPair, at| {
            verify_response(&Message::response(status, &headers, request), body, &key.public(), at)
        };
        assert_eq!(verdict(200, &request, b"page", &key, NOW), Ok(()));
        assert_eq!(verdict(404, &request, b"page", &key, NOW), Err(SignatureError::Invalid));
        assert_eq!(verdict(200, &request, b"page", &other_key, NOW), Err(SignatureError::Invalid));
        assert!(matches!(verdict(200, &request, b"pagE", &key, NOW), Err(SignatureError::Digest(_))));
        assert!(matches!(
            verdict(200, &request, b"page", &key, NOW + 301),
            Err(SignatureError::Stale { .. })
        ));
        let other_request = Message::request("GET", &later, &none);
        assert_eq!(verdict(200, &other_request, b"page", &key, NOW), Err(SignatureError::Invalid));
    }

    #[test]
    fn a_request_signature_is_no_answer() {
        let key = KeyPair::from_seed(&[7; 32]).unwrap();
        let key_id: Url = "https://beta.test/actor#ed25519-key".parse().unwrap();
        let asked: Url = "https://beta.test/x".parse().unwrap();
        let mut headers = HeaderMap::new();
        let signer = Signer { key: &key, key_id: &key_id };
        super::super::sign_request(signer, "GET", &asked, &mut headers, Some(b"page"), NOW).unwrap();
        let none = HeaderMap::new();
        let request = Message::request("GET", &asked, &none);
        let verdict =
            verify_response(&Message::response(200, &headers, &request), b"page", &key.public(), NOW);
        assert_eq!(verdict, Err(SignatureError::NotCovered("@status")));
    }
}
