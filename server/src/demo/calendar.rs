//! When something in the demo happened: so many working days before its first start, at an hour. So nobody asks about
//! procurement on a Sunday, whichever day the demo begins.

use std::time::Duration;

use domain::Timestamp;
use serde::Deserialize;
use time::Weekday;

/// `"38 09:40"`: 38 working days ago, at twenty to ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct At {
    pub working_days_ago: u64,
    minute: u64,
}

const DAY: Duration = Duration::from_secs(24 * 3600);
/// Clocks in the Netherlands are this much ahead of UTC in winter; the demo keeps winter time.
const AHEAD: Duration = Duration::from_secs(3600);

impl TryFrom<String> for At {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not like `38 09:40`"))
    }
}

impl At {
    fn parse(text: &str) -> Option<Self> {
        let (days, clock) = text.split_once(' ')?;
        let (hour, minute) = clock.split_once(':')?;
        let (hour, minute): (u64, u64) = (hour.parse().ok()?, minute.parse().ok()?);
        let working_days_ago = days.parse().ok().filter(|days| *days > 0)?;
        (hour < 24 && minute < 60).then_some(Self { working_days_ago, minute: hour * 60 + minute })
    }

    /// The instant, for a demo that began at `present`.
    pub fn before(self, present: Timestamp) -> Timestamp {
        let day = u64::try_from(DAY.as_micros()).unwrap_or(1);
        let midnight = Timestamp(present.0 - present.0.rem_euclid(day.cast_signed()));
        let mut date = midnight;
        let mut left = self.working_days_ago;
        while left > 0 {
            date = date.minus(DAY);
            left -= u64::from(!is_weekend(date));
        }
        date.plus(Duration::from_secs(self.minute * 60)).minus(AHEAD)
    }
}

fn is_weekend(date: Timestamp) -> bool {
    matches!(date.to_date_time().weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_are_counted_back_over_weekends() {
        let at = |text: &str| At::try_from(text.to_owned()).unwrap();
        // A Sunday evening.
        let present = Timestamp::parse_rfc3339("2026-03-15T20:00:00Z").unwrap();
        assert_eq!(at("1 09:40").before(present).to_rfc3339(), "2026-03-13T08:40:00Z");
        assert_eq!(at("6 00:30").before(present).to_rfc3339(), "2026-03-05T23:30:00Z");
        assert!(at("70 08:00").before(present) > present.minus(DAY * 101));
        for wrong in ["", "9", "0 10:00", "3 25:00", "3 10:61", "x 10:00"] {
            assert!(At::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
