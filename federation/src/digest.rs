//! Content-Digest (RFC 9530): what ties a body to the signed headers.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderMap;
use ring::digest::{Algorithm, SHA256, SHA512, digest};

use crate::structured::{Bare, Item, Member, dictionary};

pub const CONTENT_DIGEST: &str = "content-digest";
/// The header before it (RFC 3230), which foreign software still sends.
pub const DIGEST: &str = "digest";

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DigestError {
    #[error("there is no Content-Digest with sha-256 or sha-512")]
    Missing,
    #[error("Content-Digest cannot be read")]
    Malformed,
    #[error("a digest does not fit the body")]
    Different,
}

/// The header value for a body.
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64_STANDARD.encode(digest(&SHA256, body)))
}

/// The same for the older header.
pub fn older_digest(body: &[u8]) -> String {
    format!("SHA-256={}", BASE64_STANDARD.encode(digest(&SHA256, body)))
}

/// As [`check`], for a message that carries the older header: it must be there, strong and right, and so must the newer one
/// be where it stands beside it.
pub fn check_older(headers: &HeaderMap, body: &[u8]) -> Result<(), DigestError> {
    if headers.contains_key(CONTENT_DIGEST) {
        check(headers, body)?;
    }
    let is_strong = check_legacy(headers, body)?;
    if is_strong { Ok(()) } else { Err(DigestError::Missing) }
}

/// Demands that every digest given fits the body and that at least one is strong. One right digest beside a
/// wrong one is refused: another reader might have believed the other. The older `Digest` header counts too.
pub fn check(headers: &HeaderMap, body: &[u8]) -> Result<(), DigestError> {
    let members = content_digests(headers)?;
    let mut strong = false;
    for (name, given) in &members {
        let Some(algorithm) = algorithm(name) else { continue };
        strong = true;
        demand_equal(algorithm, given, body)?;
    }
    check_legacy(headers, body)?;
    if strong { Ok(()) } else { Err(DigestError::Missing) }
}

fn content_digests(headers: &HeaderMap) -> Result<Vec<(String, Vec<u8>)>, DigestError> {
    let mut values = headers.get_all(CONTENT_DIGEST).iter();
    let value = values.next().ok_or(DigestError::Missing)?;
    if values.next().is_some() {
        return Err(DigestError::Malformed);
    }
    let text = value.to_str().map_err(|_| DigestError::Malformed)?;
    dictionary(text)
        .map_err(|_| DigestError::Malformed)?
        .into_iter()
        .map(|(name, member)| match member {
            Member::Item(Item { value: Bare::Bytes(bytes), .. }) => Ok((name, bytes)),
            _ => Err(DigestError::Malformed),
        })
        .collect()
}

/// Whether there was a strong one; each fits.
fn check_legacy(headers: &HeaderMap, body: &[u8]) -> Result<bool, DigestError> {
    let mut is_strong = false;
    for value in headers.get_all(DIGEST) {
        for part in value.to_str().map_err(|_| DigestError::Malformed)?.split(',') {
            let (name, encoded) = part.trim().split_once('=').ok_or(DigestError::Malformed)?;
            let Some(algorithm) = algorithm(&name.to_ascii_lowercase()) else { continue };
            let given = BASE64_STANDARD.decode(encoded).map_err(|_| DigestError::Malformed)?;
            demand_equal(algorithm, &given, body)?;
            is_strong = true;
        }
    }
    Ok(is_strong)
}

fn algorithm(name: &str) -> Option<&'static Algorithm> {
    match name {
        "sha-256" => Some(&SHA256),
        "sha-512" => Some(&SHA512),
        _ => None,
    }
}

fn demand_equal(algorithm: &'static Algorithm, given: &[u8], body: &[u8]) -> Result<(), DigestError> {
    if digest(algorithm, body).as_ref() == given { Ok(()) } else { Err(DigestError::Different) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The body of RFC 9421 appendix B.2 and its SHA-512 digest there.
    const BODY: &[u8] = br#"{"hello": "world"}"#;
    const SHA_512: &str =
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    const SHA_256: &str = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).fold(
            HeaderMap::new(),
            |mut map, (name, value): (http::HeaderName, http::HeaderValue)| {
                map.append(name, value);
                map
            },
        )
    }

    #[test]
    fn the_published_digests_are_ours() {
        assert_eq!(content_digest(BODY), SHA_256);
        assert_eq!(check(&headers(&[("content-digest", SHA_512)]), BODY), Ok(()));
        assert_eq!(check(&headers(&[("content-digest", SHA_256)]), BODY), Ok(()));
    }

    #[test]
    fn one_wrong_digest_among_right_ones_is_refused() {
        let wrong = content_digest(b"other");
        let both = format!("{SHA_512}, {wrong}");
        assert_eq!(check(&headers(&[("content-digest", &both)]), BODY), Err(DigestError::Different));
        let legacy = wrong.replace("sha-256=:", "SHA-256=").trim_end_matches(':').to_owned();
        let mixed = headers(&[("content-digest", SHA_256), ("digest", &legacy)]);
        assert_eq!(check(&mixed, BODY), Err(DigestError::Different));
    }

    #[test]
    fn none_weak_doubled_or_unreadable_digests_are_refused() {
        assert_eq!(check(&headers(&[]), BODY), Err(DigestError::Missing));
        assert_eq!(check(&headers(&[("content-digest", "md5=:AAAA:")]), BODY), Err(DigestError::Missing));
        let doubled = headers(&[("content-digest", SHA_256), ("content-digest", SHA_256)]);
        assert_eq!(check(&doubled, BODY), Err(DigestError::Malformed));
        for text in ["sha-256", "sha-256=X48E", "sha-256=:?:", "=", ""] {
            assert_eq!(
                check(&headers(&[("content-digest", text)]), BODY),
                Err(DigestError::Malformed),
                "{text}"
            );
        }
    }
}
