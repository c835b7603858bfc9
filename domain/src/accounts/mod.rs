//! Accounts: the logins of local people, their sessions, tokens and links.

pub mod secret;
pub mod sessions;

pub use secret::{Secret, SecretHash};

use crate::db::Tx;
use crate::error::Result;
use crate::ids::AccountId;
use crate::principal::Principal;

/// The account's own person, an administrator or the system passes; for others the thing does not exist.
fn require_own_or_administrator(principal: &Principal, account: AccountId) -> Result<()> {
    let is_own = principal.member().is_some_and(|member| member.account_id == account);
    if is_own { Ok(()) } else { principal.require_administrator() }
}

/// Deletes what is past its time; a job of the worker.
pub async fn sweep(tx: &mut Tx) -> Result<()> {
    sessions::sweep(tx).await?;
    Ok(())
}
