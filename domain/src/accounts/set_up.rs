//! The first start: nobody has an account, so whoever can read the server's output makes the first administrator.

use super::links::{self, Purpose};
use super::queries::{self, NewAccount};
use super::secret::Secret;
use super::sign_in::{self, Origin};
use super::{PasswordHash, State, own};
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::principal::{Affiliation, Principal, Role};

/// A link of half an hour to make the first administrator, or none where one can sign in. Earlier ones stop working.
pub async fn offer(tx: &mut Tx) -> Result<Option<Secret>> {
    if queries::is_any_administrator(&mut *tx).await? {
        return Ok(None);
    }
    links::revoke(tx, Purpose::Setup, None).await?;
    links::issue(tx, Purpose::Setup, None, None, None).await.map(|(secret, _)| Some(secret))
}

/// Whether this link still makes the first administrator; `NotFound` otherwise.
pub async fn find(db: &Db, secret: &Secret) -> Result<()> {
    links::find(db, Purpose::Setup, secret).await.map(drop)
}

/// Who is to be the first administrator.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    pub name: String,
    pub email: String,
    pub password: PasswordHash,
    pub language: &'static str,
}

/// Makes the first administrator and signs him in.
pub async fn complete(
    tx: &mut Tx,
    secret: &Secret,
    first: &FirstAdministrator,
    from: &Origin,
) -> Result<Secret> {
    tx.lock("administrators").await?;
    links::consume(tx, Purpose::Setup, secret).await?;
    if queries::is_any_administrator(&mut *tx).await? {
        return Err(Error::NotFound);
    }
    let id = insert_administrator(tx, first).await?;
    let account = queries::find_account(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    own::ask_to_confirm(tx, &account, &account.email).await?;
    sign_in::begin(tx, id, from).await
}

async fn insert_administrator(tx: &mut Tx, first: &FirstAdministrator) -> Result<AccountId> {
    let new = NewAccount {
        email: &first.email,
        is_confirmed: false,
        password: Some(&first.password),
        role: Role::Administrator,
        state: State::Active,
        language: Some(first.language),
        note: None,
    };
    let principal = Principal::System("set-up");
    super::add(tx, &principal, &first.name, Affiliation::Staff, Default::default(), new).await
}
