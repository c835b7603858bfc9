//! Moments as people say them, in Dutch time.
//!
//! The law of the time is written out (the last Sundays of March and October at 01:00 UTC) rather than taken
//! from the machine: a server in a container knows no zone, and every user of Plein lives in this one.

use std::time::Duration;

use domain::Timestamp;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset, Weekday};

use super::Texts;

/// A moment ready for a page: what people say, the exact time for who asks, and the machine's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// "5 minuten geleden", "gisteren om 14:02", "3 maart 2026".
    pub said: String,
    /// "dinsdag 3 maart 2026 om 14:02", for the `title`.
    pub exact: String,
    /// RFC 3339, for `datetime`.
    pub machine: String,
}

impl Texts {
    /// A moment as it is said at `now`.
    pub fn moment(&self, at: Timestamp, now: Timestamp) -> Moment {
        Moment { said: self.said(at, now), exact: self.exact(at), machine: at.to_rfc3339() }
    }

    /// "3 maart 2026".
    pub fn date(&self, at: Timestamp) -> String {
        let local = local(at);
        self.with("date-day", (("day", local.day()), ("month", self.month(local)), ("year", year(local))))
    }

    /// "24 maart 2027" for 2027-03-24; `None` for what is no date.
    pub fn calendar_date(&self, text: &str) -> Option<String> {
        // Noon lies on the same day in Dutch time.
        let is_date = text.len() == 10;
        Timestamp::parse_rfc3339(&format!("{text}T12:00:00Z")).filter(|_| is_date).map(|noon| self.date(noon))
    }

    /// "14:02".
    pub fn time(&self, at: Timestamp) -> String {
        let local = local(at);
        format!("{}:{:02}", local.hour(), local.minute())
    }

    /// "dinsdag 3 maart 2026 om 14:02".
    pub fn exact(&self, at: Timestamp) -> String {
        let weekday = self.get(weekday_key(local(at).weekday()));
        self.with("date-exact", [("weekday", weekday), ("date", self.date(at)), ("time", self.time(at))])
    }

    /// "over 30 seconden", "over 5 minuten": how long to wait, rounded up.
    pub fn soon(&self, wait: Duration) -> String {
        let seconds = wait.as_secs().max(1);
        match seconds {
            ..60 => self.with("date-in-seconds", [("count", seconds)]),
            7200.. => self.with("date-in-hours", [("count", seconds.div_ceil(3600))]),
            _ => self.with("date-in-minutes", [("count", seconds.div_ceil(60))]),
        }
    }

    fn said(&self, at: Timestamp, now: Timestamp) -> String {
        if at > now {
            return self.said_of_future(at, now);
        }
        let minutes = now.since(at).as_secs() / 60;
        match minutes {
            0 => self.get("date-just-now"),
            1..60 => self.with("date-minutes-ago", [("count", minutes)]),
            _ => match days_between(local(at), local(now)) {
                0 => self.with("date-hours-ago", [("count", minutes / 60)]),
                1 => self.with("date-yesterday", [("time", self.time(at))]),
                _ => self.day_said(at, now),
            },
        }
    }

    fn said_of_future(&self, at: Timestamp, now: Timestamp) -> String {
        let minutes = at.since(now).as_secs().div_ceil(60);
        match (minutes, days_between(local(now), local(at))) {
            (..60, _) => self.with("date-in-minutes", [("count", minutes)]),
            (_, 0) => self.with("date-today", [("time", self.time(at))]),
            (_, 1) => self.with("date-tomorrow", [("time", self.time(at))]),
            _ => self.day_said(at, now),
        }
    }

    /// The year is said only when it is another.
    fn day_said(&self, at: Timestamp, now: Timestamp) -> String {
        let day = local(at);
        if day.year() != local(now).year() {
            return self.date(at);
        }
        self.with("date-day-this-year", (("day", day.day()), ("month", self.month(day))))
    }

    fn month(&self, day: OffsetDateTime) -> String {
        self.get(match day.month() {
            Month::January => "date-january",
            Month::February => "date-february",
            Month::March => "date-march",
            Month::April => "date-april",
            Month::May => "date-may",
            Month::June => "date-june",
            Month::July => "date-july",
            Month::August => "date-august",
            Month::September => "date-september",
            Month::October => "date-october",
            Month::November => "date-november",
            Month::December => "date-december",
        })
    }
}

fn weekday_key(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "date-monday",
        Weekday::Tuesday => "date-tuesday",
        Weekday::Wednesday => "date-wednesday",
        Weekday::Thursday => "date-thursday",
        Weekday::Friday => "date-friday",
        Weekday::Saturday => "date-saturday",
        Weekday::Sunday => "date-sunday",
    }
}

/// As text, since a number would be grouped: 2.026.
fn year(day: OffsetDateTime) -> String {
    day.year().to_string()
}

fn days_between(earlier: OffsetDateTime, later: OffsetDateTime) -> i32 {
    later.date().to_julian_day() - earlier.date().to_julian_day()
}

fn local(at: Timestamp) -> OffsetDateTime {
    let utc = at.to_date_time();
    let hours = if is_summer(utc) { 2 } else { 1 };
    utc.to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC))
}

/// A moment for `<input type="datetime-local">`: "2027-03-24T14:30".
pub fn to_input(at: Timestamp) -> String {
    let local = local(at);
    let (date, time) = (local.date(), local.time());
    format!("{date}T{:02}:{:02}", time.hour(), time.minute())
}

/// What such a field sent; `None` for what is no moment.
pub fn from_input(text: &str) -> Option<Timestamp> {
    let minutes = text.get(..16).filter(|_| text.is_ascii())?;
    let as_utc = Timestamp::parse_rfc3339(&format!("{minutes}:00Z"))?;
    let hours = |count: u64| as_utc.minus(Duration::from_secs(3600 * count));
    let summer = hours(2);
    Some(if is_summer(summer.to_date_time()) { summer } else { hours(1) })
}

/// Directive 2000/84/EC.
fn is_summer(utc: OffsetDateTime) -> bool {
    let change = |month| last_sunday(utc.year(), month).map(|day| day.with_time(ONE_O_CLOCK).assume_utc());
    match (change(Month::March), change(Month::October)) {
        (Some(begin), Some(end)) => begin <= utc && utc < end,
        _ => false,
    }
}

const ONE_O_CLOCK: Time = time::macros::time!(1:00);

fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last = Date::from_calendar_date(year, month, 31).ok()?;
    let back = i64::from(last.weekday().number_days_from_sunday());
    last.checked_sub(time::Duration::days(back))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    fn said(at_text: &str, now_text: &str) -> (String, String) {
        let say = |language| Texts::new(language).moment(at(at_text), at(now_text)).said;
        (say(Language::Nl), say(Language::En))
    }

    #[test]
    fn the_past_is_said_from_near_to_far() {
        let now = "2026-03-03T13:02:00Z";
        let table = [
            ("2026-03-03T13:01:30Z", "zojuist", "just now"),
            ("2026-03-03T13:01:00Z", "1 minuut geleden", "1 minute ago"),
            ("2026-03-03T12:20:00Z", "42 minuten geleden", "42 minutes ago"),
            ("2026-03-03T12:00:00Z", "1 uur geleden", "1 hour ago"),
            ("2026-03-02T22:59:00Z", "gisteren om 23:59", "yesterday at 23:59"),
            ("2026-02-27T10:00:00Z", "27 februari", "27 February"),
            ("2025-02-27T10:00:00Z", "27 februari 2025", "27 February 2025"),
        ];
        for (past, nl, en) in table {
            assert_eq!(said(past, now), (nl.into(), en.into()), "{past}");
        }
    }

    #[test]
    fn the_future_is_said_by_the_clock() {
        let now = "2026-07-03T10:00:00Z";
        assert_eq!(said("2026-07-03T10:04:30Z", now), ("over 5 minuten".into(), "in 5 minutes".into()));
        assert_eq!(said("2026-07-03T15:20:00Z", now), ("vandaag om 17:20".into(), "today at 17:20".into()));
        assert_eq!(said("2026-07-04T15:20:00Z", now), ("morgen om 17:20".into(), "tomorrow at 17:20".into()));
        assert_eq!(said("2027-07-04T15:20:00Z", now), ("4 juli 2027".into(), "4 July 2027".into()));
    }

    #[test]
    fn a_field_for_moments_speaks_dutch_time() {
        for (text, moment) in
            [("2026-07-03T12:30", "2026-07-03T10:30:00Z"), ("2026-12-03T12:30", "2026-12-03T11:30:00Z")]
        {
            assert_eq!(from_input(text), Some(at(moment)));
            assert_eq!(to_input(at(moment)), text);
        }
        for wrong in ["", "2026-07-03", "2026-07-03Tnoon-ish", "vrijdag om drie uur €"] {
            assert_eq!(from_input(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn waiting_is_rounded_up() {
        let nl = Texts::new(Language::Nl);
        let soon = |millis| nl.soon(Duration::from_millis(millis));
        assert_eq!(
            [soon(1), soon(59_900), soon(61_000)],
            ["over 1 seconde", "over 59 seconden", "over 2 minuten"]
        );
        assert_eq!([soon(7_199_000), soon(7_201_000)], ["over 120 minuten", "over 3 uur"]);
    }

    #[test]
    fn summer_time_begins_and_ends_on_the_last_sundays() {
        let nl = Texts::new(Language::Nl);
        assert_eq!(nl.time(at("2026-03-29T00:59:00Z")), "1:59");
        assert_eq!(nl.time(at("2026-03-29T01:00:00Z")), "3:00");
        assert_eq!(nl.time(at("2026-10-25T00:59:00Z")), "2:59");
        assert_eq!(nl.time(at("2026-10-25T01:00:00Z")), "2:00");
        assert_eq!(nl.exact(at("2026-03-03T13:02:00Z")), "dinsdag 3 maart 2026 om 14:02");
    }
}
