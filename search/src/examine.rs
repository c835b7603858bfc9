//! A look at an index from outside, for whoever runs Plein: changes nothing, also beside a Plein that runs.

use std::path::PathBuf;
use std::time::Duration;

use domain::{Db, index_feed, published_feed};

use crate::embedded::Embedded;
use crate::error::{Error, Result};
use crate::published::Engine;
use crate::shelf::Shelf;
use crate::vessel::{Kept, Look, Progress};

/// A running Plein may replace files between two glances; damage is what stays.
const GLANCES: usize = 3;
const BETWEEN_GLANCES: Duration = Duration::from_millis(400);

/// How the index is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexHealth {
    Good {
        docs: u64,
        bytes: u64,
    },
    /// None was built yet.
    Missing,
    /// Another version of Plein built it.
    OtherVersion,
    /// It cannot be read, and why.
    Damaged(String),
    /// It has read changes that this database never saw.
    Ahead,
    /// Subjects or filters changed since it was built.
    OtherVocabulary,
    /// So many changes wait for it.
    Behind {
        changes: i64,
    },
}

/// Reads every byte of the index of people in `folder` and compares how far it is with the queue in the database.
pub async fn examine(db: &Db, folder: PathBuf) -> Result<IndexHealth> {
    let count = async |progress: Progress| {
        let counts = index_feed::count_after(db, progress.home, progress.replica).await?;
        Ok((counts, index_feed::last_seq(db).await?))
    };
    several_glances::<Embedded>(db, folder, count).await
}

/// The same of the index of what is published.
pub async fn examine_published(db: &Db, folder: PathBuf) -> Result<IndexHealth> {
    let count = async |progress: Progress| {
        let counts = published_feed::count_after(db, progress.home, progress.replica).await?;
        Ok((counts, published_feed::last_seq(db).await?))
    };
    several_glances::<Engine>(db, folder, count).await
}

/// Marks beyond what an index has read, home first, and the newest number given out.
type Queue = ((i64, i64), i64);

async fn several_glances<I: Kept>(
    db: &Db,
    folder: PathBuf,
    count: impl AsyncFn(Progress) -> Result<Queue>,
) -> Result<IndexHealth> {
    let shelf = Shelf::at(folder);
    let mut seen = glance::<I>(db, &shelf, &count).await?;
    for _ in 1..GLANCES {
        if !matches!(seen, IndexHealth::Damaged(_)) {
            break;
        }
        tokio::time::sleep(BETWEEN_GLANCES).await;
        seen = glance::<I>(db, &shelf, &count).await?;
    }
    Ok(seen)
}

async fn glance<I: Kept>(
    db: &Db,
    shelf: &Shelf,
    count: &impl AsyncFn(Progress) -> Result<Queue>,
) -> Result<IndexHealth> {
    let Look { docs, progress } = match shelf.look::<I>() {
        Ok(look) => look,
        Err(Error::Missing) => return Ok(IndexHealth::Missing),
        Err(Error::OtherVersion(_)) => return Ok(IndexHealth::OtherVersion),
        Err(error) => return Ok(IndexHealth::Damaged(error.to_string())),
    };
    let ((home, replica), last) = count(progress).await?;
    Ok(if progress.last() > last {
        IndexHealth::Ahead
    } else if progress.vocabulary != index_feed::vocabulary(db).await? {
        IndexHealth::OtherVocabulary
    } else if home + replica > 0 {
        IndexHealth::Behind { changes: home + replica }
    } else {
        IndexHealth::Good { docs, bytes: shelf.bytes() }
    })
}
