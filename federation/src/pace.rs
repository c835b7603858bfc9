//! How fast others may come: a bucket of tokens per peer, one for all strangers together, one for people of elsewhere, and the times at which
//! we last looked for a changed key. In memory; each node counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;

/// Handshakes of strangers, all of them together.
const STRANGERS_PER_SECOND: f64 = 1.0;
const STRANGERS_BURST: f64 = 20.0;
/// One look for a changed key per host in this time, however many bad signatures come.
const KEY_LOOK: Duration = Duration::from_secs(600);

#[derive(Default)]
pub(crate) struct Pace {
    peers: Mutex<HashMap<String, Bucket>>,
    strangers: Mutex<Option<Bucket>>,
    outsiders: Mutex<Option<Bucket>>,
    key_looks: Mutex<HashMap<String, Timestamp>>,
}

struct Bucket {
    tokens: f64,
    at: Timestamp,
}

impl Pace {
    /// Whether a peer may send one more now: `rate` a second on average, two seconds' worth at once.
    pub fn admits_peer(&self, host: &str, rate: i64, now: Timestamp) -> bool {
        let (rate, burst) = (rate as f64, (2 * rate) as f64);
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        peers.entry(host.to_owned()).or_insert(Bucket { tokens: burst, at: now }).take(rate, burst, now)
    }

    /// Whether one more stranger may knock now.
    pub fn admits_stranger(&self, now: Timestamp) -> bool {
        let mut strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        let full = Bucket { tokens: STRANGERS_BURST, at: now };
        strangers.get_or_insert(full).take(STRANGERS_PER_SECOND, STRANGERS_BURST, now)
    }

    /// Whether we may look at one more person of elsewhere now. They have a bucket of their own: whoever floods it keeps no
    /// organisation from asking.
    pub fn admits_outsider(&self, now: Timestamp) -> bool {
        let mut outsiders = self.outsiders.lock().unwrap_or_else(PoisonError::into_inner);
        let full = Bucket { tokens: STRANGERS_BURST, at: now };
        outsiders.get_or_insert(full).take(STRANGERS_PER_SECOND, STRANGERS_BURST, now)
    }

    /// Whether we may look now if a peer's key changed. Saying yes uses it up.
    pub fn admits_key_look(&self, host: &str, now: Timestamp) -> bool {
        let mut looks = self.key_looks.lock().unwrap_or_else(PoisonError::into_inner);
        let admits = looks.get(host).is_none_or(|last| now.since(*last) >= KEY_LOOK);
        if admits {
            looks.insert(host.to_owned(), now);
        }
        admits
    }
}

impl Bucket {
    fn take(&mut self, rate: f64, burst: f64, now: Timestamp) -> bool {
        self.tokens = (self.tokens + now.since(self.at).as_secs_f64() * rate).min(burst);
        self.at = now;
        let admits = self.tokens >= 1.0;
        if admits {
            self.tokens -= 1.0;
        }
        admits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_peer_has_its_own_share() {
        let (pace, now) = (Pace::default(), Timestamp::from_seconds(1_000));
        let admitted = (0..1_000).filter(|_| pace.admits_peer("a.test", 50, now)).count();
        assert_eq!(admitted, 100);
        assert!(pace.admits_peer("b.test", 50, now), "another peer does not wait for it");
        let later = now.plus(Duration::from_secs(1));
        assert_eq!((0..1_000).filter(|_| pace.admits_peer("a.test", 50, later)).count(), 50);
    }

    #[test]
    fn a_key_is_looked_for_once_in_ten_minutes() {
        let (pace, now) = (Pace::default(), Timestamp::from_seconds(1_000));
        assert!(pace.admits_key_look("a.test", now));
        assert!(!pace.admits_key_look("a.test", now.plus(Duration::from_secs(599))));
        assert!(pace.admits_key_look("b.test", now));
        assert!(pace.admits_key_look("a.test", now.plus(Duration::from_secs(600))));
    }
}
