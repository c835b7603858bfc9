//! How fast an index takes in what is ready, for whoever measures: the database is read before the clock runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::Result;
use crate::keeper::{self, Source};
use crate::shelf::Building;
use crate::vessel::{Kept, Pace, Progress};

/// What is held ready at a time.
const READY: usize = 100_000;

/// What was taken in, and how long that took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Intake {
    pub documents: u64,
    pub took: Duration,
}

/// Takes the first of what there is into an index of its own, which goes away after, until that holds `most` or a little more.
/// Nobody else may build meanwhile.
pub async fn measure<S: Source>(source: &S, most: u64) -> Result<Intake> {
    let _turn = keeper::turn(source).await;
    let building = Arc::new(source.keeper().begin().await?);
    let (mut took, mut next) = (Duration::ZERO, Some(None));
    while building.index.docs() < most {
        let left = usize::try_from(most - building.index.docs()).unwrap_or(usize::MAX);
        let ready = read(source, &mut next, left.min(READY)).await?;
        if ready.is_empty() {
            break;
        }
        let write = move |index: &S::Index| {
            index.write(&ready, Pace::Bulk)?;
            index.commit(Progress::default())
        };
        took += take(&building, write).await?;
    }
    took += take(&building, |index| index.compact()).await?;
    Ok(Intake { documents: building.index.docs(), took })
}

/// The next parts of everything, until there is enough. `next`: after what they begin; nothing at the end.
async fn read<S: Source>(
    source: &S,
    next: &mut Option<Option<S::Place>>,
    enough: usize,
) -> Result<Vec<<S::Index as Kept>::Change>> {
    let mut ready = Vec::new();
    while ready.len() < enough {
        let Some(after) = next.take() else { break };
        let Some((last, changes)) = source.part_after(after).await? else { break };
        ready.extend(changes);
        *next = Some(Some(last));
    }
    Ok(ready)
}

async fn take<I: Kept>(
    building: &Arc<Building<I>>,
    work: impl FnOnce(&I) -> Result<()> + Send + 'static,
) -> Result<Duration> {
    let building = Arc::clone(building);
    keeper::blocking(move || {
        let started = Instant::now();
        work(&building.index)?;
        Ok(started.elapsed())
    })
    .await
}
