//! Adds the people of one organisation through the operations of the house, as an import would.

use domain::error::Result;
use domain::people::{self, NewPerson, Scope, consent};
use domain::principal::{Affiliation, Principal};
use domain::{Db, Tx, settings};

use super::people::Colleague;

/// Few enough that a transaction stays within the 50 ms that others can wait.
const PEOPLE_PER_TRANSACTION: usize = 20;
/// The setting that says that everybody was added.
const DONE: &str = "demo.people";

/// The demo, where somebody must be responsible.
pub(super) fn principal() -> Principal {
    Principal::System("demo")
}

/// Whether everybody was added once.
pub(super) async fn is_complete(db: &Db) -> Result<bool> {
    settings::find(db, DONE).await
}

/// Adds whoever is missing: when it was interrupted, the next start goes on where this one was.
pub(super) async fn add_people(db: &Db, colleagues: &[Colleague]) -> Result<()> {
    for some in colleagues.chunks(PEOPLE_PER_TRANSACTION) {
        db.write(async |tx| add_some(tx, some).await).await?;
    }
    db.write(async |tx| settings::store(tx, DONE, &true).await).await
}

async fn add_some(tx: &mut Tx, colleagues: &[Colleague]) -> Result<()> {
    for colleague in colleagues {
        if people::find_by_handle(&mut *tx, &colleague.handle).await?.is_none() {
            add(tx, colleague).await?;
        }
    }
    Ok(())
}

async fn add(tx: &mut Tx, colleague: &Colleague) -> Result<()> {
    let new = NewPerson {
        name: colleague.name.clone(),
        handle: Some(colleague.handle.clone()),
        affiliation: Affiliation::Staff,
        profile: colleague.profile.clone(),
    };
    let id = people::create(tx, &principal(), new).await?;
    if colleague.scope == Scope::None {
        return Ok(());
    }
    consent::choose(tx, &principal(), id, colleague.scope).await
}
