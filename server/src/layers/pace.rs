//! Who asks too much has to wait. A bucket per address, in memory: a node counts what it serves. Where an address is no measure
//! a handler counts by person in the same way.
//!
//! Signed requests of peers do not pass here; they have their own measure. Nor does the machine itself, unless it
//! forwards for somebody.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Timestamp;

use crate::config::Config;
use crate::error::Problem;
use crate::state::Ctx;

/// About 5 MB of memory.
const BUCKETS_MAX: usize = 50_000;

/// How much each of those who ask has left.
pub struct Pace<Who> {
    per_minute: f64,
    buckets: Mutex<HashMap<Who, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Timestamp,
}

/// The address that asks, as far as it can be known; `None` for the machine itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker(pub Option<IpAddr>);

pub async fn pace(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let asker = Asker(peer.and_then(|peer| asker(peer, request.headers(), &ctx.config)));
    request.extensions_mut().insert(asker);
    let waits = asker.0.and_then(|address| ctx.pace.take(household(address), ctx.clock.now()).err());
    match waits {
        None => next.run(request).await,
        Some(retry_after) => Problem::limited(retry_after).into_response(),
    }
}

/// The last address in `X-Forwarded-For` that is not a web server of our own.
fn asker(peer: IpAddr, headers: &HeaderMap, config: &Config) -> Option<IpAddr> {
    let trusted = &config.listen.trusted_proxies;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let addresses: Vec<IpAddr> =
        forwarded.flat_map(|list| list.split(',')).filter_map(|text| text.trim().parse().ok()).collect();
    addresses.into_iter().rev().find(|address| !trusted.contains(address))
}

impl<Who: Eq + Hash> Pace<Who> {
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute: f64::from(per_minute), buckets: Mutex::default() }
    }

    /// Takes one request from the bucket, or says how long to wait.
    pub fn take(&self, who: Who, now: Timestamp) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut buckets, now);
        let full = || Bucket { left: self.per_minute, at: now };
        let bucket = buckets.entry(who).or_insert_with(full);
        let refilled = now.since(bucket.at).as_secs_f64() / 60.0 * self.per_minute;
        bucket.left = (bucket.left + refilled).min(self.per_minute);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - bucket.left) / self.per_minute.max(1.0) * 60.0));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// Forgets who has a full bucket again; under a flood of addresses, everyone.
fn make_room<Who: Eq + Hash>(buckets: &mut HashMap<Who, Bucket>, now: Timestamp) {
    if buckets.len() >= BUCKETS_MAX {
        buckets.retain(|_, bucket| now.since(bucket.at) < Duration::from_secs(60));
    }
    if buckets.len() >= BUCKETS_MAX {
        buckets.clear();
    }
}

/// An IPv6 subscriber holds a whole /64.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let pace = Pace::new(2);
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let now = Timestamp::from_seconds(1_000_000);
        assert_eq!([pace.take(one, now), pace.take(one, now)], [Ok(()), Ok(())]);
        assert_eq!(pace.take(one, now), Err(Duration::from_secs(30)));
        assert_eq!(pace.take(other, now), Ok(()));
        assert_eq!(pace.take(one, now.plus(Duration::from_secs(30))), Ok(()));
    }

    #[test]
    fn a_subscriber_is_one_address() {
        let address = |text: &str| household(text.parse().unwrap());
        assert_eq!(address("2001:db8:1:2:aaaa::1"), address("2001:db8:1:2:bbbb::2"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
    }

    #[test]
    fn only_our_own_web_server_may_speak_for_others() {
        let config = crate::config::load(
            None,
            [("PLEIN_INSTANCE__HOST", "plein.nl"), ("PLEIN_INSTANCE__NAME", "Plein")]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
        .unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.7, 127.0.0.1".parse().unwrap());
        let (ours, stranger) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([192, 0, 2, 1]));
        assert_eq!(asker(ours, &headers, &config), Some(IpAddr::from([198, 51, 100, 7])));
        assert_eq!(asker(stranger, &headers, &config), Some(stranger));
        assert_eq!(asker(ours, &HeaderMap::new(), &config), None);
    }
}
