//! In which order a transaction takes counters. Each stays locked until commit, so two transactions that take the same two in
//! opposite order wait for each other until PostgreSQL ends one of them. Where tests run, taking one out of order is a fault.

/// What happened, the indexes, and what others are told; the last two are taken as the transaction ends.
#[cfg(debug_assertions)]
const ORDER: [&str; 8] =
    ["audit", "published", "index", "directory", "group", "vocabulary", "event", "delivery"];

/// The counters that a transaction holds.
#[derive(Default)]
pub(super) struct Taken {
    #[cfg(debug_assertions)]
    streams: Vec<String>,
}

impl Taken {
    #[cfg(debug_assertions)]
    pub fn take(&mut self, stream: &str) {
        if self.streams.iter().any(|held| held == stream) {
            return;
        }
        let later = self.streams.iter().find(|held| rank(held) > rank(stream));
        debug_assert!(
            later.is_none(),
            "the counter {stream} is taken after {later:?}: see domain/src/db/order.rs"
        );
        self.streams.push(stream.to_owned());
    }

    #[cfg(not(debug_assertions))]
    #[expect(clippy::unused_self, reason = "it holds nothing where nobody looks")]
    pub fn take(&mut self, _stream: &str) {}
}

/// Of `group:…` the kind alone counts.
#[cfg(debug_assertions)]
fn rank(stream: &str) -> usize {
    let kind = stream.split(':').next().unwrap_or_default();
    ORDER.iter().position(|known| *known == kind).unwrap_or(ORDER.len())
}
