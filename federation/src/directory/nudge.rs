//! Telling peers that our directory moved on. Only the newest word waits for each.

use domain::peers;
use domain::{Error, delivery};

use super::ORDERING_KEY;
use crate::door::Federation;

impl Federation {
    /// The job: one `Announce` for each approved peer that may have our people.
    pub async fn nudge_peers(&self) -> Result<usize, Error> {
        let peers = peers::list_active(&self.db).await?;
        let mut told = 0;
        for peer in peers.iter().filter(|peer| peer.shares_people) {
            let (outgoing, targets) = self.nudge(peer).await?;
            self.db
                .write(async |tx| {
                    delivery::supersede(tx, &peer.host, ORDERING_KEY).await?;
                    delivery::send(tx, &outgoing, &targets).await
                })
                .await?;
            told += 1;
        }
        self.ring();
        Ok(told)
    }
}
