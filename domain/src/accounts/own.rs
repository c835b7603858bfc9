//! What a person changes about his own account. The door asks for his password first where that matters
//! ([`super::sign_in::confirm_identity`]).

use serde_json::json;

use super::links::{self, Purpose};
use super::secret::{Secret, SecretHash};
use super::{Account, PasswordHash, queries, sessions};
use crate::audit;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::mail::{self, Letter};
use crate::principal::Principal;

/// Sets a new password and ends all sessions but the one in use.
pub async fn change_password(
    tx: &mut Tx,
    principal: &Principal,
    password: &PasswordHash,
    kept: &SecretHash,
) -> Result<()> {
    let id = principal.require_member()?.account_id;
    let account = super::find(&mut *tx, principal, id).await?;
    queries::update_password(tx, id, password).await?;
    links::revoke(tx, Purpose::ResetPassword, Some(id)).await?;
    sessions::end_all(tx, principal, id, Some(kept)).await?;
    let letter = Letter::PasswordChanged { name: account.name };
    mail::send(tx, &account.email, account.language.as_deref(), &letter).await?;
    audit::record(tx, principal, "password.change", &format!("account:{id}"), json!({})).await
}

/// Asks for another address: it changes once the link sent there was followed. Says the same when somebody else has it.
pub async fn request_email(tx: &mut Tx, principal: &Principal, email: &str) -> Result<()> {
    let id = principal.require_member()?.account_id;
    let email = super::check_email("email", email)?;
    let account = super::find(&mut *tx, principal, id).await?;
    if account.email == email && account.email_confirmed_at.is_some() {
        return Err(Error::invalid("email", "account-email-same"));
    }
    match super::find_by_email(&mut *tx, &email).await?.filter(|other| other.id != id) {
        Some(other) => {
            let letter = Letter::AlreadyMember { name: other.name };
            mail::send(tx, &email, other.language.as_deref(), &letter).await?;
        }
        None => ask_to_confirm(tx, &account, &email).await?,
    }
    audit::record(tx, principal, "email.request", &format!("account:{id}"), json!({})).await
}

/// Sends the link that proves an address; earlier ones stop working.
pub(super) async fn ask_to_confirm(tx: &mut Tx, account: &Account, email: &str) -> Result<()> {
    links::revoke(tx, Purpose::ConfirmEmail, Some(account.id)).await?;
    let (secret, until) =
        links::issue(tx, Purpose::ConfirmEmail, Some(account.id), Some(email), None).await?;
    let letter = Letter::ConfirmEmail { name: account.name.clone(), secret, until };
    mail::send(tx, email, account.language.as_deref(), &letter).await
}

/// The address that a link proves; `NotFound` when it works no more.
pub async fn find_confirmation(db: &Db, secret: &Secret) -> Result<String> {
    links::find(db, Purpose::ConfirmEmail, secret).await?.email.ok_or(Error::NotFound)
}

/// Proves the address: the account has it from now on, and the address it had before is told.
pub async fn confirm_email(tx: &mut Tx, secret: &Secret) -> Result<()> {
    let link = links::consume(tx, Purpose::ConfirmEmail, secret).await?;
    let (id, email) = link.account_id.zip(link.email).ok_or(Error::NotFound)?;
    let account = queries::find_account(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let principal = Principal::Member(queries::find_member(&mut *tx, id).await?);
    if account.email == email {
        queries::confirm_email(tx, id).await?;
    } else {
        change_email(tx, id, &email).await?;
        let letter = Letter::EmailChanged { name: account.name, email };
        mail::send(tx, &account.email, account.language.as_deref(), &letter).await?;
    }
    audit::record(tx, &principal, "email.confirm", &format!("account:{id}"), json!({})).await
}

async fn change_email(tx: &mut Tx, id: AccountId, email: &str) -> Result<()> {
    if super::find_by_email(&mut *tx, email).await?.is_some() {
        return Err(Error::Conflict("account-email-taken"));
    }
    // A link that went to the old address must not open the account any more.
    links::revoke(tx, Purpose::ResetPassword, Some(id)).await?;
    queries::update_email(tx, id, email).await
}

/// Chooses the language of pages and mails; `None`: what the browser asks for.
pub async fn choose_language(tx: &mut Tx, principal: &Principal, language: Option<&str>) -> Result<()> {
    let id = principal.require_member()?.account_id;
    if language.is_some_and(|language| !matches!(language, "nl" | "en")) {
        return Err(Error::invalid("language", "error-choice"));
    }
    queries::update_language(tx, id, language).await?;
    audit::record(tx, principal, "account.language", &format!("account:{id}"), json!({ "to": language }))
        .await
}

/// Chooses light or dark; `None`: what the device asks for.
pub async fn choose_scheme(tx: &mut Tx, principal: &Principal, scheme: Option<&str>) -> Result<()> {
    let id = principal.require_member()?.account_id;
    if scheme.is_some_and(|scheme| !matches!(scheme, "light" | "dark")) {
        return Err(Error::invalid("scheme", "error-choice"));
    }
    queries::update_scheme(tx, id, scheme).await?;
    audit::record(tx, principal, "account.scheme", &format!("account:{id}"), json!({ "to": scheme })).await
}

/// Notes how far the first-login steps came: 0 to 3, never back.
pub async fn note_onboarding(tx: &mut Tx, principal: &Principal, step: i64) -> Result<()> {
    let id = principal.require_member()?.account_id;
    queries::update_onboarding(tx, id, step.clamp(0, 3)).await?;
    audit::record(tx, principal, "account.onboarding", &format!("account:{id}"), json!({ "step": step }))
        .await
}
