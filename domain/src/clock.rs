//! Time as a parameter: what the house calls now. Only `main` makes a `System` clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// An instant: microseconds since 1970-01-01T00:00:00Z. Stored as `bigint`, since text sorts wrongly on one engine.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Timestamp(pub i64);

const DAY_SECONDS: i64 = 24 * 3600;

impl Timestamp {
    /// The instant this many whole seconds after 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds * 1_000_000)
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The first instant of a day, counted as [`Self::day`] does.
    pub const fn of_day(day: i64) -> Self {
        Self::from_seconds(day * DAY_SECONDS)
    }

    /// Whole days since 1970, in UTC.
    pub const fn day(self) -> i64 {
        self.seconds().div_euclid(DAY_SECONDS)
    }

    /// This instant moved forward.
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// This instant moved back.
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// Time passed since `earlier`; zero when that lies in the future.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The calendar's view, for people and for RFC 3339. Instants outside the years ±9999 give 1970.
    pub fn to_date_time(self) -> time::OffsetDateTime {
        time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000)
            .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
    }

    /// RFC 3339 in UTC with whole seconds, as ActivityStreams wants it.
    pub fn to_rfc3339(self) -> String {
        let whole = self.to_date_time().replace_nanosecond(0).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
        whole.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
    }

    /// Reads RFC 3339; `None` for anything else.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let parsed =
            time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
        i64::try_from(parsed.unix_timestamp_nanos() / 1_000).ok().map(Self)
    }
}

/// Where "now" comes from. Cloning shares the same hands.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that a test turns by hand.
    Manual(Arc<AtomicI64>),
    /// A clock that runs so many microseconds behind another. The demo lives through months of its own past with it: each
    /// text is written in its turn by its own author, and reaches the others the way a text of today does.
    Behind(Box<Clock>, Arc<AtomicI64>),
}

impl Clock {
    /// A clock standing still at `at`.
    pub fn manual(at: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.0)))
    }

    /// A clock that runs this much behind this one.
    #[must_use]
    pub fn behind(&self, by: Duration) -> Self {
        Self::Behind(Box::new(self.clone()), Arc::new(AtomicI64::new(micros(by))))
    }

    /// Turns a clock that runs behind forward until it is only this much behind, for all who share it; never back.
    pub fn catch_up(&self, behind: Duration) {
        if let Self::Behind(_, lag) = self {
            lag.fetch_min(micros(behind), Ordering::SeqCst);
        }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                Timestamp(0).plus(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
            }
            Self::Manual(hands) => Timestamp(hands.load(Ordering::SeqCst)),
            Self::Behind(clock, lag) => Timestamp(clock.now().0.saturating_sub(lag.load(Ordering::SeqCst))),
        }
    }

    /// Turns a manual clock forward; the system clock does not obey.
    pub fn advance(&self, by: Duration) {
        match self {
            Self::System => {}
            Self::Manual(hands) => {
                hands.fetch_add(i64::try_from(by.as_micros()).unwrap_or(0), Ordering::SeqCst);
            }
            Self::Behind(clock, _) => clock.advance(by),
        }
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_survive_the_calendar() {
        let at = Timestamp::from_seconds(1_763_769_600);
        assert_eq!(Timestamp::parse_rfc3339(&at.to_rfc3339()), Some(at));
        assert_eq!(Timestamp::parse_rfc3339("yesterday"), None);
    }

    #[test]
    fn a_clock_that_runs_behind_is_turned_forward_for_all_who_share_it() {
        let present = Clock::manual(Timestamp::from_seconds(1_000));
        let past = present.behind(Duration::from_secs(600));
        let shared = past.clone();
        assert_eq!(past.now(), Timestamp::from_seconds(400));
        present.advance(Duration::from_secs(5));
        assert_eq!(past.now(), Timestamp::from_seconds(405), "it goes on by itself");
        past.catch_up(Duration::from_secs(60));
        past.catch_up(Duration::from_secs(300));
        assert_eq!(shared.now(), Timestamp::from_seconds(945), "and never back");
        past.catch_up(Duration::ZERO);
        assert_eq!(shared.now(), present.now());
    }
}
