//! A forgotten password: a link of half an hour by mail. The page says the same for every address.

use serde_json::json;

use super::links::{self, Purpose};
use super::secret::Secret;
use super::sign_in::{Origin, PER_ACCOUNT};
use super::{Account, PasswordHash, State, queries, sessions, sign_up};
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::mail::{self, Letter};
use crate::principal::Principal;
use crate::{attempts, audit};

/// Asks for a link. Whether the address has an account shows in nothing: both ways write about as much.
pub async fn request(tx: &mut Tx, email: &str, language: &'static str, from: &Origin) -> Result<()> {
    let email = super::check_email("email", email)?;
    if !sign_up::may_mail(tx, &email, from).await? {
        return Ok(());
    }
    let account =
        super::find_by_email(&mut *tx, &email).await?.filter(|account| account.state == State::Active);
    let id = account.as_ref().map(|account| account.id);
    let subject = id.map_or_else(|| "account:none".to_owned(), |id| format!("account:{id}"));
    audit::record(tx, &Principal::Anonymous, "password.request", &subject, json!({})).await?;
    match account {
        Some(account) => send(tx, &account, language).await,
        None => Ok(()),
    }
}

async fn send(tx: &mut Tx, account: &Account, language: &'static str) -> Result<()> {
    links::revoke(tx, Purpose::ResetPassword, Some(account.id)).await?;
    let (secret, until) = links::issue(tx, Purpose::ResetPassword, Some(account.id), None, None).await?;
    let letter = Letter::ResetPassword { name: account.name.clone(), secret, until };
    mail::send(tx, &account.email, Some(account.language.as_deref().unwrap_or(language)), &letter).await
}

/// Whose password a link changes; `NotFound` when it works no more.
pub async fn find(db: &Db, secret: &Secret) -> Result<Account> {
    let id = links::find(db, Purpose::ResetPassword, secret).await?.account_id.ok_or(Error::NotFound)?;
    queries::find_account(db, id).await?.ok_or(Error::NotFound)
}

/// Sets the password, ends every session, and lets the owner try at once. The link came by mail, so the address is proven.
pub async fn complete(tx: &mut Tx, secret: &Secret, password: &PasswordHash) -> Result<()> {
    let id = links::consume(tx, Purpose::ResetPassword, secret).await?.account_id.ok_or(Error::NotFound)?;
    let account = queries::find_account(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    if account.state != State::Active {
        return Err(Error::NotFound);
    }
    let principal = Principal::Member(queries::find_member(&mut *tx, id).await?);
    queries::update_password(tx, id, password).await?;
    queries::confirm_email(tx, id).await?;
    links::revoke(tx, Purpose::Invitation, Some(id)).await?;
    links::revoke(tx, Purpose::ConfirmEmail, Some(id)).await?;
    attempts::forget(tx, &PER_ACCOUNT, &account.email).await?;
    sessions::end_all(tx, &principal, id, None).await?;
    let letter = Letter::PasswordChanged { name: account.name };
    mail::send(tx, &account.email, account.language.as_deref(), &letter).await?;
    audit::record(tx, &principal, "password.reset", &format!("account:{id}"), json!({})).await
}
