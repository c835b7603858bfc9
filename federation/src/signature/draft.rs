//! The older signatures, draft-cavage-http-signatures-12, as Mastodon and Lemmy send and read them: RSA with SHA-256.
//!
//! As strict as its newer neighbour: target, host, date and digest are always covered, and no parameter is unknown.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderMap, header as names};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};
use url::Url;

use super::{SIGNATURE, SIGNATURE_INPUT, SKEW_SECONDS_MAX, SignatureError, header};
use crate::digest::{self, DIGEST, older_digest};
use crate::rsa::{RsaPair, RsaPublic};

const TARGET: &str = "(request-target)";
const CREATED: &str = "(created)";
const EXPIRES: &str = "(expires)";
const COVERED_MAX: usize = 20;
/// RFC 9110 §5.6.7.
const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// An RSA key with the address under which the other side finds its public half.
#[derive(Clone, Copy)]
pub struct DraftSigner<'a> {
    pub key: &'a RsaPair,
    pub key_id: &'a str,
}

/// Signs a request for `target` and adds the headers, with the digest of the body if there is one.
pub fn sign_draft(
    signer: DraftSigner<'_>,
    method: &str,
    target: &Url,
    headers: &mut HeaderMap,
    body: Option<&[u8]>,
    now_seconds: i64,
) -> Result<(), SignatureError> {
    headers.insert(names::HOST, header(target.authority())?);
    headers.insert(names::DATE, header(&http_date(now_seconds))?);
    let mut covered = vec![TARGET, "host", "date"];
    if let Some(body) = body {
        headers.insert(DIGEST, header(&older_digest(body))?);
        covered.push("digest");
    }
    let text = lines(covered.iter().copied(), method, target, headers, None, None)?;
    let signature = signer.key.sign(text.as_bytes()).map_err(|_| SignatureError::Invalid)?;
    let value = format!(
        "keyId=\"{}\",algorithm=\"rsa-sha256\",headers=\"{}\",signature=\"{}\"",
        signer.key_id,
        covered.join(" "),
        BASE64_STANDARD.encode(signature)
    );
    headers.insert(SIGNATURE, header(&value)?);
    Ok(())
}

/// Whether a message carries a signature of this sort, and no other.
pub fn is_draft(headers: &HeaderMap) -> bool {
    headers.contains_key(SIGNATURE) && !headers.contains_key(SIGNATURE_INPUT)
}

/// A signature as it came. Worth nothing until checked.
#[derive(Debug)]
pub struct DraftClaim {
    key_id: Url,
    covered: Vec<String>,
    signature: Vec<u8>,
    created: Option<i64>,
    expires: Option<i64>,
}

impl DraftClaim {
    /// Reads the one signature of a message; two, or anything doubled in it, is refused.
    pub fn read(headers: &HeaderMap) -> Result<Self, SignatureError> {
        let mut values = headers.get_all(SIGNATURE).iter();
        let value = values.next().ok_or(SignatureError::Missing)?;
        if values.next().is_some() {
            return Err(SignatureError::Repeated("Signature"));
        }
        let text = value.to_str().map_err(|_| SignatureError::Missing)?;
        let mut found = Found::default();
        for pair in text.split(',') {
            let (name, value) = pair.trim().split_once('=').ok_or_else(|| unknown(pair))?;
            found.take(name, value)?;
        }
        found.into_claim()
    }

    /// The address of the key, whose host decides whether the request is looked at further.
    pub fn key_id(&self) -> &Url {
        &self.key_id
    }

    /// Checks a request that came for `target`: key, freshness, and that target, host, date and digest are covered. Whoever
    /// reads the body compares it with the digest.
    pub fn check(
        &self,
        method: &str,
        target: &Url,
        headers: &HeaderMap,
        key: &RsaPublic,
        now_seconds: i64,
    ) -> Result<(), SignatureError> {
        for needed in [TARGET, "host", "digest"] {
            self.demand(needed)?;
        }
        self.demand_fresh(headers, now_seconds)?;
        if headers.get(names::HOST).and_then(|host| host.to_str().ok()) != Some(target.authority()) {
            return Err(SignatureError::OtherAuthority);
        }
        let covered = self.covered.iter().map(String::as_str);
        let text = lines(covered, method, target, headers, self.created, self.expires)?;
        if key.verifies(text.as_bytes(), &self.signature) { Ok(()) } else { Err(SignatureError::Invalid) }
    }

    fn demand(&self, name: &'static str) -> Result<(), SignatureError> {
        if self.covers(name) { Ok(()) } else { Err(SignatureError::NotCovered(name)) }
    }

    fn covers(&self, name: &str) -> bool {
        self.covered.iter().any(|covered| covered == name)
    }

    /// Every instant that is covered must be near, and one must be: a fresh one does not excuse an old one beside it.
    fn demand_fresh(&self, headers: &HeaderMap, now_seconds: i64) -> Result<(), SignatureError> {
        let date = self.covers("date").then(|| read_date(headers)).transpose()?;
        let created = self.covers(CREATED).then_some(self.created).flatten();
        if date.is_none() && created.is_none() {
            return Err(SignatureError::NotCovered("date"));
        }
        for instant in [date, created].into_iter().flatten() {
            let seconds = now_seconds.saturating_sub(instant);
            if seconds.saturating_abs() > SKEW_SECONDS_MAX {
                return Err(SignatureError::Stale { seconds });
            }
        }
        match self.expires {
            Some(expires) if expires < now_seconds => Err(SignatureError::Expired),
            _ => Ok(()),
        }
    }
}

/// Parameters while they are read; each may stand once.
#[derive(Default)]
struct Found {
    key_id: Option<Url>,
    covered: Option<Vec<String>>,
    signature: Option<Vec<u8>>,
    algorithm: Option<()>,
    created: Option<i64>,
    expires: Option<i64>,
}

impl Found {
    fn take(&mut self, name: &str, value: &str) -> Result<(), SignatureError> {
        match name {
            "keyId" => once(&mut self.key_id, super::read::key_address(quoted(value)?)?),
            "algorithm" if matches!(quoted(value)?, "rsa-sha256" | "hs2019") => once(&mut self.algorithm, ()),
            "headers" => once(&mut self.covered, names_of(quoted(value)?)?),
            "signature" => {
                let bytes = BASE64_STANDARD.decode(quoted(value)?).map_err(|_| unknown("signature"))?;
                once(&mut self.signature, bytes)
            }
            "created" => once(&mut self.created, value.parse().map_err(|_| unknown(name))?),
            "expires" => once(&mut self.expires, value.parse().map_err(|_| unknown(name))?),
            _ => Err(unknown(name)),
        }
    }

    fn into_claim(self) -> Result<DraftClaim, SignatureError> {
        Ok(DraftClaim {
            key_id: self.key_id.ok_or(SignatureError::NoParameter("keyId"))?,
            covered: self.covered.ok_or(SignatureError::NoParameter("headers"))?,
            signature: self.signature.ok_or(SignatureError::NoParameter("signature"))?,
            created: self.created,
            expires: self.expires,
        })
    }
}

fn once<T>(place: &mut Option<T>, value: T) -> Result<(), SignatureError> {
    if place.replace(value).is_some() { Err(SignatureError::Several) } else { Ok(()) }
}

fn quoted(value: &str) -> Result<&str, SignatureError> {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).ok_or_else(|| unknown(value))
}

fn names_of(text: &str) -> Result<Vec<String>, SignatureError> {
    let names: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let is_name = |name: &String| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-()_".contains(&b))
    };
    let is_doubled = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    if names.len() > COVERED_MAX || is_doubled || !names.iter().all(is_name) {
        return Err(unknown("headers"));
    }
    Ok(names)
}

fn unknown(what: &str) -> SignatureError {
    SignatureError::Unknown(what.chars().take(60).collect())
}

/// The text that is signed: one line for each thing covered.
fn lines<'a>(
    covered: impl Iterator<Item = &'a str>,
    method: &str,
    target: &Url,
    headers: &HeaderMap,
    created: Option<i64>,
    expires: Option<i64>,
) -> Result<String, SignatureError> {
    let lines: Result<Vec<_>, _> = covered
        .map(|name| {
            let value = match name {
                TARGET => format!("{} {}", method.to_ascii_lowercase(), path_and_query(target)),
                CREATED => created.ok_or(SignatureError::NoParameter("created"))?.to_string(),
                EXPIRES => expires.ok_or(SignatureError::NoParameter("expires"))?.to_string(),
                _ if name.starts_with('(') => return Err(unknown(name)),
                _ => value_of(headers, name)?,
            };
            Ok(format!("{name}: {value}"))
        })
        .collect();
    Ok(lines?.join("\n"))
}

fn path_and_query(target: &Url) -> String {
    match target.query() {
        Some(query) => format!("{}?{query}", target.path()),
        None => target.path().to_owned(),
    }
}

fn value_of(headers: &HeaderMap, name: &str) -> Result<String, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let absent = || SignatureError::AbsentHeader(name.to_owned());
    let value = values.next().ok_or_else(absent)?.to_str().map_err(|_| absent())?;
    // Two lines of one header read differently in different software.
    if values.next().is_some() { Err(SignatureError::Several) } else { Ok(value.trim().to_owned()) }
}

fn http_date(seconds: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    at.format(HTTP_DATE).unwrap_or_default()
}

fn read_date(headers: &HeaderMap) -> Result<i64, SignatureError> {
    let text = value_of(headers, "date")?;
    let at = PrimitiveDateTime::parse(&text, HTTP_DATE).map_err(|_| unknown("date"))?;
    Ok(at.assume_utc().unix_timestamp())
}

/// Compares the body with every digest given; the older `Digest` must be there.
pub fn check_body(headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
    digest::check_older(headers, body).map_err(SignatureError::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    const NOW: i64 = 1_800_000_000;
    const BODY: &[u8] = br#"{"type":"Follow"}"#;
    const KEY_ID: &str = "https://mastodon.example/users/klaas#main-key";
    static PAIR: LazyLock<RsaPair> =
        LazyLock::new(|| RsaPair::from_pkcs8(&RsaPair::generate().unwrap()).unwrap());

    fn target() -> Url {
        "https://beta.test/inbox?x=1".parse().unwrap()
    }

    fn signed() -> HeaderMap {
        let mut headers = HeaderMap::new();
        let signer = DraftSigner { key: &PAIR, key_id: KEY_ID };
        sign_draft(signer, "POST", &target(), &mut headers, Some(BODY), NOW).unwrap();
        headers
    }

    fn verdict(
        headers: &HeaderMap,
        method: &str,
        target: &Url,
        body: &[u8],
        now: i64,
    ) -> Result<(), SignatureError> {
        let claim = DraftClaim::read(headers)?;
        check_body(headers, body)?;
        claim.check(method, target, headers, &PAIR.public(), now)
    }

    fn changed(name: &'static str, value: &str) -> Result<(), SignatureError> {
        let mut headers = signed();
        headers.insert(name, value.parse().unwrap());
        verdict(&headers, "POST", &target(), BODY, NOW)
    }

    /// Signs other lines than we ever would.
    fn signed_over(covered: &str, text: &str, more: &str) -> HeaderMap {
        let mut headers = signed();
        let signature = BASE64_STANDARD.encode(PAIR.sign(text.as_bytes()).unwrap());
        let value = format!("keyId=\"{KEY_ID}\",headers=\"{covered}\",signature=\"{signature}\"{more}");
        headers.insert(SIGNATURE, value.parse().unwrap());
        headers
    }

    #[test]
    fn the_text_is_the_one_that_the_draft_describes() {
        let headers = signed();
        let text =
            lines([TARGET, "host", "date"].into_iter(), "POST", &target(), &headers, None, None).unwrap();
        assert_eq!(
            text,
            "(request-target): post /inbox?x=1\nhost: beta.test\ndate: Fri, 15 Jan 2027 08:00:00 GMT"
        );
    }

    #[test]
    fn our_own_signature_verifies_for_five_minutes_and_for_nothing_else() {
        let headers = signed();
        assert_eq!(verdict(&headers, "POST", &target(), BODY, NOW), Ok(()));
        assert_eq!(verdict(&headers, "POST", &target(), BODY, NOW + 300), Ok(()));
        let late = verdict(&headers, "POST", &target(), BODY, NOW + 301);
        assert_eq!(late, Err(SignatureError::Stale { seconds: 301 }));
        let early = verdict(&headers, "POST", &target(), BODY, NOW - 301);
        assert_eq!(early, Err(SignatureError::Stale { seconds: -301 }));
        assert_eq!(verdict(&headers, "GET", &target(), BODY, NOW), Err(SignatureError::Invalid));
        let moved = "https://beta.test/inbox?x=2".parse().unwrap();
        assert_eq!(verdict(&headers, "POST", &moved, BODY, NOW), Err(SignatureError::Invalid));
        let elsewhere = "https://gamma.test/inbox?x=1".parse().unwrap();
        assert_eq!(verdict(&headers, "POST", &elsewhere, BODY, NOW), Err(SignatureError::OtherAuthority));
        assert!(matches!(verdict(&headers, "POST", &target(), b"{}", NOW), Err(SignatureError::Digest(_))));
        assert_eq!(
            changed("digest", &older_digest(b"{}")),
            Err(SignatureError::Digest(digest::DigestError::Different))
        );
        assert_eq!(changed("date", "Fri, 15 Jan 2027 08:00:01 GMT"), Err(SignatureError::Invalid));
        assert!(matches!(changed("date", "yesterday"), Err(SignatureError::Unknown(_))));
    }

    #[test]
    fn a_signature_must_cover_what_matters() {
        let all = [
            (TARGET, "post /inbox?x=1".to_owned()),
            ("host", "beta.test".to_owned()),
            ("date", http_date(NOW)),
            ("digest", older_digest(BODY)),
        ];
        let without = |left_out: &str| {
            let rest: Vec<_> = all.iter().filter(|(name, _)| *name != left_out).collect();
            let covered: Vec<_> = rest.iter().map(|(name, _)| *name).collect();
            let text: Vec<_> = rest.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            verdict(&signed_over(&covered.join(" "), &text.join("\n"), ""), "POST", &target(), BODY, NOW)
        };
        assert_eq!(without("nothing"), Ok(()));
        for name in [TARGET, "host", "date", "digest"] {
            assert_eq!(without(name), Err(SignatureError::NotCovered(name)));
        }
    }

    #[test]
    fn created_counts_like_a_date_and_an_uncovered_one_does_not() {
        let covered = format!("{TARGET} host digest");
        let text = format!("{TARGET}: post /inbox?x=1\nhost: beta.test\ndigest: {}", older_digest(BODY));
        let with = |covered: &str, text: &str, created: i64| {
            verdict(&signed_over(covered, text, &format!(",created={created}")), "POST", &target(), BODY, NOW)
        };
        let fresh = format!("{text}\n(created): {NOW}");
        assert_eq!(with(&format!("{covered} (created)"), &fresh, NOW), Ok(()));
        assert_eq!(with(&covered, &text, NOW), Err(SignatureError::NotCovered("date")));
        let old = format!("{text}\n(created): {}", NOW - 301);
        assert_eq!(
            with(&format!("{covered} (created)"), &old, NOW - 301),
            Err(SignatureError::Stale { seconds: 301 })
        );
    }

    #[test]
    fn anything_doubled_strange_or_missing_is_refused() {
        let signature = signed()[SIGNATURE].to_str().unwrap().to_owned();
        for text in [
            String::new(),
            "keyId".into(),
            format!("{signature},keyId=\"https://b.test/k\""),
            format!("{signature},tag=\"x\""),
            signature.replace("rsa-sha256", "hmac-sha256"),
            signature.replace("host date", "host host date"),
            signature.replace("host date", "host (opaque) date"),
            signature.replace("https://mastodon.example", "ftp://mastodon.example"),
            signature.replace("keyId=\"", "keyId=\"\""),
        ] {
            let mut headers = signed();
            headers.insert(SIGNATURE, text.parse().unwrap());
            assert!(verdict(&headers, "POST", &target(), BODY, NOW).is_err(), "{text}");
        }
        let mut twice = signed();
        twice.append(SIGNATURE, signature.parse().unwrap());
        assert_eq!(verdict(&twice, "POST", &target(), BODY, NOW), Err(SignatureError::Repeated("Signature")));
        let mut dates = signed();
        dates.append("date", http_date(NOW).parse().unwrap());
        assert_eq!(verdict(&dates, "POST", &target(), BODY, NOW), Err(SignatureError::Several));
        let mut newer = signed();
        newer.insert(SIGNATURE_INPUT, "x=()".parse().unwrap());
        assert!(is_draft(&signed()) && !is_draft(&newer) && !is_draft(&HeaderMap::new()));
    }
}
