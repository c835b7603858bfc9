//! What was measured, beside what was asked.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::profiles::ORGANISATIONS;
use super::super::share;

#[derive(Serialize)]
pub struct Report {
    pub profiles: usize,
    pub contributions: u64,
    pub words: usize,
    /// Into the database, before any index.
    pub store_per_s: f64,
    pub written_per_s: f64,
    /// From the database into both indexes, as a server builds them.
    pub built_per_s: f64,
    /// What was read before, into both.
    pub intake_per_s: f64,
    pub rebuild_s: f64,
    pub index_bytes: u64,
    #[serde(flatten)]
    pub searches: Searches,
    /// A fixed piece of work before building, before the searches and after them.
    pub yardstick_ms: [f64; 3],
}

#[derive(Serialize, Deserialize)]
pub struct Searches {
    pub queries: usize,
    pub found: usize,
    pub full: Spread,
    /// Of mistyped words: how many found somebody.
    pub corrected: usize,
    pub typos: Spread,
    pub offered: usize,
    pub typing: Spread,
    pub resident_bytes: u64,
}

/// Milliseconds.
#[derive(Serialize, Deserialize)]
pub struct Spread {
    pub p50_ms: f64,
    pub p90_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
}

impl Spread {
    pub fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |part: f64| share(&times, part);
        Self {
            p50_ms: at(0.5),
            p90_ms: at(0.9),
            p99_ms: at(0.99),
            max_ms: times.last().copied().unwrap_or_default(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let searches = &self.searches;
        writeln!(
            f,
            "people, {} profiles of {ORGANISATIONS} organisations, {} contributions, {} words",
            self.profiles, self.contributions, self.words
        )?;
        writeln!(f, "  {:<34} {:>12}   reached", "what", "target")?;
        for (what, target, reached) in self.rows() {
            writeln!(f, "  {what:<34} {target:>12}   {reached}")?;
        }
        writeln!(
            f,
            "  {} searches each; {} found somebody, {} of those with a typing error, {} were offered something while typing",
            searches.queries, searches.found, searches.corrected, searches.offered
        )?;
        let [building, searches, after] = self.yardstick_ms;
        writeln!(
            f,
            "  the machine itself: a fixed piece of work took {building:.0} ms before building, {searches:.0} before the searches, {after:.0} after them"
        )?;
        write!(
            f,
            "  stored before: {:.0} profiles/s, {:.0} contributions/s",
            self.store_per_s, self.written_per_s
        )
    }
}

impl Report {
    /// What, what was asked, and what was reached. The targets hold for a million people with three million contributions on two cores.
    fn rows(&self) -> Vec<(&'static str, &'static str, String)> {
        let Searches { full, typos, typing, resident_bytes, .. } = &self.searches;
        let spread = |one: &Spread| {
            let Spread { p50_ms, p90_ms, p99_ms, max_ms } = one;
            format!("p50 {p50_ms:.1}, p90 {p90_ms:.1}, p99 {p99_ms:.1}, at most {max_ms:.1} ms")
        };
        let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);
        vec![
            ("as you type", "3 / 15 ms", spread(typing)),
            ("search, facets, reasons, re-check", "12 / 50 ms", spread(full)),
            ("the same with a typing error", "p99 60 ms", spread(typos)),
            (
                "both built anew from the database",
                "300 s",
                format!("{:.0} s, {:.0} documents/s", self.rebuild_s, self.built_per_s),
            ),
            ("documents that are ready into them", "20,000/s", format!("{:.0}/s", self.intake_per_s)),
            ("both indexes on disk", "1,000 MB", megabytes(self.index_bytes)),
            ("anonymous memory while serving", "400 MB", megabytes(*resident_bytes)),
        ]
    }
}
