//! What requests counted in memory goes into the database, so that none of them waits for it.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::state::Ctx;

/// At most this much is forgotten when a node is killed.
const EVERY: Duration = Duration::from_secs(30);

/// Until `stop`, and once more then.
pub(super) async fn keep(ctx: Ctx, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let _ = tokio::time::timeout(EVERY, stop.cancelled()).await;
        if let Err(error) = write_down(&ctx).await {
            tracing::warn!(%error, "could not write down what was counted; it is kept for the next time");
        }
    }
}

/// Who read how much, and how often people were found.
pub async fn write_down(ctx: &Ctx) -> domain::Result<()> {
    ctx.reading.days().write_down(&ctx.db).await?;
    ctx.sightings.write_down(&ctx.db).await
}
