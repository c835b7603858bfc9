//! The workers of a story, and waiting for what they bring about.

use std::time::Duration;

use server::worker::Workers;
use tokio_util::sync::CancellationToken;

use crate::app::TestApp;

/// The workers of one organisation while they run.
pub struct Background {
    stop: CancellationToken,
    workers: Workers,
}

impl Background {
    pub fn of(app: &TestApp) -> Self {
        let stop = CancellationToken::new();
        Self { workers: app.instance.spawn_workers(&stop), stop }
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.workers.drain().await;
    }
}

/// Waits for something that workers bring about, at most ten seconds.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..500 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not within ten seconds: {what}");
}
