//! The number beside the bell on pages that stay open: one look at the database for all who listen, whatever their number.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::{Db, PersonId, notifications};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How soon a page shows what somebody was told.
const PAUSE: Duration = Duration::from_secs(2);
/// Streams of one instance; who comes later sees the number when he opens a page.
const LISTENERS_MAX: usize = 5_000;

/// Who listens, and the number he heard last.
#[derive(Debug, Default)]
pub struct Bells(Mutex<HashMap<PersonId, watch::Sender<i64>>>);

impl Bells {
    /// Hears the number of what this person has not read whenever it changes, until the instance stops; `None` when too
    /// many listen already.
    pub fn listen(&self, person: PersonId, unread: i64) -> Option<watch::Receiver<i64>> {
        let mut rings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if rings.len() >= LISTENERS_MAX && !rings.contains_key(&person) {
            return None;
        }
        let sender = rings.entry(person).or_insert_with(|| watch::channel(unread).0);
        sender.send_if_modified(|known| std::mem::replace(known, unread) != unread);
        Some(sender.subscribe())
    }

    /// Looks until `stop`; then all streams end.
    pub async fn work(&self, db: &Db, stop: &CancellationToken) {
        while tokio::time::timeout(PAUSE, stop.cancelled()).await.is_err() {
            if let Err(error) = self.look(db).await {
                tracing::warn!(%error, "could not look for what is unread");
            }
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Tells those whose number changed, and forgets those who left.
    async fn look(&self, db: &Db) -> domain::Result<()> {
        let listening: Vec<PersonId> = {
            let mut rings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            rings.retain(|_, sender| sender.receiver_count() > 0);
            rings.keys().copied().collect()
        };
        let counts = notifications::count_unread_of(db, &listening).await?;
        let rings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (person, sender) in rings.iter() {
            let unread = counts.get(person).copied().unwrap_or(0);
            sender.send_if_modified(|known| std::mem::replace(known, unread) != unread);
        }
        Ok(())
    }
}
