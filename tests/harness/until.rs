//! Waiting for what others bring about.

use std::time::{Duration, Instant};

/// Waits until it is so, at most a minute: many stories share the machine, and the benchmark measures.
#[track_caller]
pub fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) -> impl Future<Output = ()> {
    let place = std::panic::Location::caller();
    async move {
        let started = Instant::now();
        while !is_so().await {
            assert!(started.elapsed() < Duration::from_secs(60), "{place}: not within a minute: {what}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
