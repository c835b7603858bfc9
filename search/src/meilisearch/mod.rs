//! The people index on a Meilisearch server, for an organisation that outgrows the embedded one.
//!
//! `rows` is how a profile lies there, `settings` what an index is told first. A search (`query`) walks over the forms of its
//! words (`forms`), says them as filter expressions (`filters`), and puts the candidates in order with our own scorer
//! (`pile`), beside the counts of `tally`. `server` speaks with Meilisearch, over `http`; `keeper` keeps the index true; `key` looks at the key.

mod filters;
mod forms;
mod http;
mod keeper;
pub mod key;
mod pile;
mod query;
mod rows;
mod server;
mod settings;
mod tally;

use domain::{Db, index_feed};

pub use keeper::Remote;
pub use server::Address;
use server::Server;

use crate::error::Result;
use crate::examine::IndexHealth;

/// A look from outside, for whoever runs Plein: changes nothing.
#[derive(Debug)]
pub struct Examined {
    pub health: IndexHealth,
    pub rights: key::Rights,
    /// What went wrong with the last task that failed.
    pub last_failure: Option<String>,
}

/// Looks at the server, the index there and the key.
pub async fn examine(db: &Db, address: Address) -> Result<Examined> {
    let server = Server::new(address)?;
    let rights = key::rights(&server).await?;
    if !rights.lacks.is_empty() {
        let lacks = rights.lacks.join(", ");
        let health = IndexHealth::Damaged(format!("the key may not do what is needed: {lacks}"));
        return Ok(Examined { health, rights, last_failure: None });
    }
    let last_failure = server.last_failure().await?;
    Ok(Examined { health: health(db, &server).await?, rights, last_failure })
}

async fn health(db: &Db, server: &Server) -> Result<IndexHealth> {
    let Some(row) = server.progress().await? else { return Ok(IndexHealth::Missing) };
    if !row.is_of_this_version() {
        return Ok(IndexHealth::OtherVersion);
    }
    let progress = row.progress;
    let (home, replica) = index_feed::count_after(db, progress.home, progress.replica).await?;
    Ok(if progress.last() > index_feed::last_seq(db).await? {
        IndexHealth::Ahead
    } else if progress.vocabulary != index_feed::vocabulary(db).await? {
        IndexHealth::OtherVocabulary
    } else if home + replica > 0 {
        IndexHealth::Behind { changes: home + replica }
    } else {
        let (docs, bytes) = server.size().await?;
        IndexHealth::Good { docs, bytes }
    })
}
