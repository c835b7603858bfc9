//! Signed requests.

use http::HeaderMap;
use url::Url;

use super::{Claim, LABEL, Message, SIGNATURE, SIGNATURE_INPUT, SignatureError, Signer, header};
use crate::digest::{self, CONTENT_DIGEST, content_digest};
use crate::keys::PublicKey;
use crate::structured::{Bare, Item, Params};

/// Signs a request for `target` and adds the headers, with the digest of the body if there is one.
pub fn sign_request(
    signer: Signer<'_>,
    method: &str,
    target: &Url,
    headers: &mut HeaderMap,
    body: Option<&[u8]>,
    now_seconds: i64,
) -> Result<(), SignatureError> {
    let mut covered = vec!["@method", "@target-uri", "@authority"];
    if let Some(body) = body {
        headers.insert(CONTENT_DIGEST, header(&content_digest(body))?);
        covered.push(CONTENT_DIGEST);
    }
    let covered: Vec<_> = covered.into_iter().map(|name| component(name, false)).collect();
    let params = signing_params(signer, now_seconds);
    let base = Message::request(method, target, headers).base(&covered, &params)?;
    insert(headers, signer, &covered, &params, &base)
}

/// What a request carries, as far as it is known when its signature is checked.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    None,
    /// It is still on its way: its digest must be covered, and whoever reads it compares the two.
    Coming,
    Here(&'a [u8]),
}

/// Checks a request that came for `target`, our own public address of what is asked: key, freshness, and
/// that method, target, authority and body are all covered.
pub fn verify_request(
    claim: &Claim,
    message: &Message<'_>,
    content: Content<'_>,
    key: &PublicKey,
    now_seconds: i64,
) -> Result<(), SignatureError> {
    claim.parameters.demand_fresh(now_seconds)?;
    demand_target_covered(claim)?;
    if !matches!(content, Content::None) {
        demand(claim, CONTENT_DIGEST)?;
    }
    if let Content::Here(body) = content {
        digest::check(message.headers, body)?;
    }
    claim.check(message, key)
}

fn demand_target_covered(claim: &Claim) -> Result<(), SignatureError> {
    demand(claim, "@method")?;
    if claim.covers("@target-uri", false) {
        return Ok(()); // names scheme, authority, path and query at once
    }
    demand(claim, "@authority")?;
    demand(claim, "@path")?;
    demand(claim, "@query")
}

fn demand(claim: &Claim, name: &'static str) -> Result<(), SignatureError> {
    if claim.covers(name, false) { Ok(()) } else { Err(SignatureError::NotCovered(name)) }
}

pub(super) fn component(name: &str, from_request: bool) -> Item {
    let params = if from_request { vec![("req".to_owned(), Bare::Boolean(true))] } else { Vec::new() };
    Item { value: Bare::Text(name.to_owned()), params: Params(params) }
}

pub(super) fn signing_params(signer: Signer<'_>, now_seconds: i64) -> Params {
    Params(vec![
        ("created".into(), Bare::Integer(now_seconds)),
        ("keyid".into(), Bare::Text(signer.key_id.to_string())),
        ("alg".into(), Bare::Text("ed25519".into())),
    ])
}

pub(super) fn insert(
    headers: &mut HeaderMap,
    signer: Signer<'_>,
    covered: &[Item],
    params: &Params,
    base: &str,
) -> Result<(), SignatureError> {
    let items: Vec<_> = covered.iter().map(Item::to_string).collect();
    let signature = Bare::Bytes(signer.key.sign(base.as_bytes()).to_vec());
    headers.insert(SIGNATURE_INPUT, header(&format!("{LABEL}=({}){params}", items.join(" ")))?);
    headers.insert(SIGNATURE, header(&format!("{LABEL}={signature}"))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyPair;
    use base64::Engine as _;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

    const NOW: i64 = 1_618_884_473;
    const BODY: &[u8] = br#"{"hello": "world"}"#;

    struct World {
        key: KeyPair,
        key_id: Url,
        target: Url,
    }

    fn world() -> World {
        World {
            key: KeyPair::from_seed(&[7; 32]).unwrap(),
            key_id: "https://alpha.test/actor#ed25519-key".parse().unwrap(),
            target: "https://beta.test/inbox?x=1".parse().unwrap(),
        }
    }

    impl World {
        fn signed(&self) -> HeaderMap {
            let mut headers = HeaderMap::new();
            let signer = Signer { key: &self.key, key_id: &self.key_id };
            sign_request(signer, "POST", &self.target, &mut headers, Some(BODY), NOW).unwrap();
            headers
        }

        fn verify(&self, headers: &HeaderMap, at: i64) -> Result<(), SignatureError> {
            self.verify_as("POST", &self.target, headers, BODY, at)
        }

        fn verify_as(
            &self,
            method: &str,
            target: &Url,
            headers: &HeaderMap,
            body: &[u8],
            at: i64,
        ) -> Result<(), SignatureError> {
            let message = Message::request(method, target, headers);
            verify_request(&Claim::read(headers)?, &message, Content::Here(body), &self.key.public(), at)
        }

        /// Signs with other components or parameters than we ever would.
        fn signed_with(&self, covered: &[&str], params: &str) -> HeaderMap {
            let mut headers = self.signed();
            let items: Vec<_> = covered.iter().map(|name| component(name, false)).collect();
            let input = format!("x=(){params}");
            let Ok(members) = crate::structured::dictionary(&input) else { panic!("{input}") };
            let [(_, crate::structured::Member::InnerList(_, params))] = &members[..] else { panic!() };
            let base = Message::request("POST", &self.target, &headers).base(&items, params).unwrap();
            let signer = Signer { key: &self.key, key_id: &self.key_id };
            insert(&mut headers, signer, &items, params, &base).unwrap();
            headers
        }
    }

    fn replace(headers: &HeaderMap, name: &'static str, value: &str) -> HeaderMap {
        let mut headers = headers.clone();
        headers.insert(name, value.parse().unwrap());
        headers
    }

    /// RFC 9421 appendix B.2.6, with the key of B.1.4: our base is the one that was signed there.
    #[test]
    fn the_published_ed25519_example_verifies() {
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
        let key = KeyPair::from_seed(&decode("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU")).unwrap();
        assert_eq!(key.public().bytes()[..], decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"));
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("content-type", "application/json"),
            ("content-length", "18"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        let target = "https://example.com/foo?param=Value&Pet=dog".parse().unwrap();
        let covered = ["date", "@method", "@path", "@authority", "content-type", "content-length"]
            .map(|name| component(name, false));
        let params = Params(vec![
            ("created".into(), Bare::Integer(NOW)),
            ("keyid".into(), Bare::Text("test-key-ed25519".into())),
        ]);
        let base = Message::request("POST", &target, &headers).base(&covered, &params).unwrap();
        let signature = BASE64_STANDARD.encode(key.sign(base.as_bytes()));
        assert_eq!(
            signature,
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
        );
    }

    #[test]
    fn our_own_signature_verifies_for_five_minutes() {
        let world = world();
        let headers = world.signed();
        assert_eq!(world.verify(&headers, NOW), Ok(()));
        assert_eq!(world.verify(&headers, NOW + 300), Ok(()));
        assert_eq!(world.verify(&headers, NOW - 300), Ok(()));
        assert_eq!(world.verify(&headers, NOW + 301), Err(SignatureError::Stale { seconds: 301 }));
        assert_eq!(world.verify(&headers, NOW - 301), Err(SignatureError::Stale { seconds: -301 }));
        assert!(matches!(world.verify(&headers, i64::MIN), Err(SignatureError::Stale { .. })));
    }

    #[test]
    fn a_changed_method_path_query_host_or_body_is_noticed() {
        let world = world();
        let headers = world.signed();
        for other in
            ["https://beta.test/inbox?x=2", "https://beta.test/actor?x=1", "https://gamma.test/inbox?x=1"]
        {
            let other = other.parse().unwrap();
            assert_eq!(world.verify_as("POST", &other, &headers, BODY, NOW), Err(SignatureError::Invalid));
        }
        let put = world.verify_as("PUT", &world.target, &headers, BODY, NOW);
        assert_eq!(put, Err(SignatureError::Invalid));
        let changed = world.verify_as("POST", &world.target, &headers, b"{}", NOW);
        assert!(matches!(changed, Err(SignatureError::Digest(_))));
        let redigested = replace(&headers, CONTENT_DIGEST, &content_digest(b"{}"));
        let moved = world.verify_as("POST", &world.target, &redigested, b"{}", NOW);
        assert_eq!(moved, Err(SignatureError::Invalid));
    }

    #[test]
    fn a_signature_must_cover_what_matters() {
        let world = world();
        let params = r#";created=1618884473;keyid="https://alpha.test/actor#ed25519-key""#;
        let ok = ["@method", "@authority", "@path", "@query", CONTENT_DIGEST];
        assert_eq!(world.verify(&world.signed_with(&ok, params), NOW), Ok(()));
        for left_out in ok {
            let rest: Vec<_> = ok.into_iter().filter(|name| *name != left_out).collect();
            let verdict = world.verify(&world.signed_with(&rest, params), NOW);
            assert_eq!(verdict, Err(SignatureError::NotCovered(left_out)));
        }
    }

    #[test]
    fn parameters_are_known_complete_and_in_time() {
        let world = world();
        let ok = ["@method", "@target-uri", CONTENT_DIGEST];
        let key = r#"keyid="https://alpha.test/actor#ed25519-key""#;
        let verdict = |params: &str| world.verify(&world.signed_with(&ok, params), NOW);
        assert_eq!(verdict(&format!(";created={NOW};expires={};{key}", NOW + 1)), Ok(()));
        assert_eq!(
            verdict(&format!(";created={NOW};expires={};{key}", NOW - 1)),
            Err(SignatureError::Expired)
        );
        assert_eq!(verdict(&format!(";{key}")), Err(SignatureError::NoParameter("created")));
        assert_eq!(verdict(&format!(";created={NOW}")), Err(SignatureError::NoParameter("keyid")));
        for extra in
            ["tag=\"x\"", "alg=\"hmac-sha256\"", "alg=\"rsa-v1_5-sha256\"", "secret", "expires=\"1\""]
        {
            let verdict = verdict(&format!(";created={NOW};{key};{extra}"));
            assert!(matches!(verdict, Err(SignatureError::Unknown(_))), "{extra}: {verdict:?}");
        }
        for address in
            ["key", "ftp://alpha.test/k", "https://a@alpha.test/k", "https://ALPHA.test/k", "https:///k"]
        {
            let verdict = verdict(&format!(";created={NOW};keyid=\"{address}\""));
            assert_eq!(verdict, Err(SignatureError::KeyId), "{address}");
        }
    }

    #[test]
    fn two_signatures_or_anything_doubled_is_refused() {
        let world = world();
        let headers = world.signed();
        let text = |name: &str| headers[name].to_str().unwrap().to_owned();
        let (input, signature) = (text("signature-input"), text("signature"));

        let two = replace(&headers, "signature-input", &format!("{input}, {}", input.replace("plein", "b")));
        assert_eq!(world.verify(&two, NOW), Err(SignatureError::Several));
        let same = replace(&headers, "signature", &format!("{signature}, {signature}"));
        assert!(matches!(world.verify(&same, NOW), Err(SignatureError::Malformed(_))));
        let labels = replace(&headers, "signature", &signature.replace("plein", "b"));
        assert_eq!(world.verify(&labels, NOW), Err(SignatureError::Labels));
        let keys = replace(&headers, "signature-input", &format!("{input};keyid=\"https://b.test/k\""));
        assert!(matches!(world.verify(&keys, NOW), Err(SignatureError::Malformed(_))));
        let covered = replace(&headers, "signature-input", &input.replace("(", "(\"@method\" "));
        assert!(matches!(world.verify(&covered, NOW), Err(SignatureError::Unknown(_))));

        let mut lines = headers.clone();
        lines.append("signature-input", input.parse().unwrap());
        assert_eq!(world.verify(&lines, NOW), Err(SignatureError::Repeated("Signature-Input")));
        assert_eq!(world.verify(&HeaderMap::new(), NOW), Err(SignatureError::Missing));
    }

    #[test]
    fn components_we_cannot_compute_are_refused() {
        let world = world();
        for item in [
            "\"@method\";req",
            "\"@query-param\";name=\"x\"",
            "\"@status\"",
            "\"date\"",
            "\"host\";sf",
            "tok",
        ] {
            let input = format!(
                "plein=(\"@method\" \"@target-uri\" \"content-digest\" {item});created={NOW};keyid=\"https://a.test/k\""
            );
            let verdict = world.verify(&replace(&world.signed(), "signature-input", &input), NOW);
            assert!(
                matches!(verdict, Err(SignatureError::Unknown(_) | SignatureError::AbsentHeader(_))),
                "{item}: {verdict:?}"
            );
        }
    }
}
