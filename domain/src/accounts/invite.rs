//! Invitations: an administrator makes the account, its owner gets a link to choose a password.

use serde_json::json;

use super::links::{self, Purpose};
use super::policy::{self, SignUpMode};
use super::queries::{self, NewAccount};
use super::secret::Secret;
use super::sign_in::{self, Origin, PER_ACCOUNT};
use super::{Account, PasswordHash, State};
use crate::clock::Timestamp;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::mail::{self, Letter};
use crate::people::{Profile, check};
use crate::principal::{Affiliation, Principal, Role};
use crate::{attempts, audit, instances};

/// Who is invited.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub name: String,
    pub email: String,
    pub affiliation: Affiliation,
    pub role: Role,
    pub profile: Profile,
}

/// Makes the account and mails its owner.
pub async fn invite(tx: &mut Tx, principal: &Principal, invitation: Invitation) -> Result<AccountId> {
    principal.require_administrator()?;
    let is_closed = policy::find(&mut *tx).await?.mode == SignUpMode::Closed;
    if is_closed && principal.member().is_some() {
        return Err(Error::Conflict("account-sign-up-closed"));
    }
    let id = prepare(tx, principal, invitation).await?;
    let account = super::find(&mut *tx, principal, id).await?;
    send(tx, principal, &account).await?;
    Ok(id)
}

/// Makes an account without a password and without telling its owner.
pub async fn prepare(tx: &mut Tx, principal: &Principal, invitation: Invitation) -> Result<AccountId> {
    let email = super::check_email("email", &invitation.email)?;
    if super::find_by_email(&mut *tx, &email).await?.is_some() {
        return Err(Error::invalid("email", "account-email-taken"));
    }
    let new = NewAccount {
        email: &email,
        is_confirmed: false,
        password: None,
        role: invitation.role,
        state: State::Active,
        language: None,
        note: None,
    };
    super::add(tx, principal, &invitation.name, invitation.affiliation, invitation.profile, new).await
}

/// Mails the invitation again with a new link; the earlier one stops working.
pub async fn invite_again(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<()> {
    let account = super::find(&mut *tx, principal, id).await?;
    require_invited(&account)?;
    send(tx, principal, &account).await
}

/// A link for whoever the caller gives it to, instead of a mail: for the command line.
pub async fn link(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<(Secret, Timestamp)> {
    principal.require_administrator()?;
    links::revoke(tx, Purpose::Invitation, Some(id)).await?;
    audit::record(tx, principal, "account.invite", &format!("account:{id}"), json!({ "by": "link" })).await?;
    links::issue(tx, Purpose::Invitation, Some(id), None, None).await
}

async fn send(tx: &mut Tx, principal: &Principal, account: &Account) -> Result<()> {
    links::revoke(tx, Purpose::Invitation, Some(account.id)).await?;
    let by = principal.member().map(|member| member.account_id);
    let (secret, until) = links::issue(tx, Purpose::Invitation, Some(account.id), None, by).await?;
    let inviter = inviter(tx, by).await?;
    let letter = Letter::Invitation { name: account.name.clone(), inviter, secret, until };
    mail::send(tx, &account.email, account.language.as_deref(), &letter).await?;
    let subject = format!("account:{}", account.id);
    audit::record(tx, principal, "account.invite", &subject, json!({ "by": "mail" })).await
}

async fn inviter(tx: &mut Tx, by: Option<AccountId>) -> Result<String> {
    match by {
        Some(id) => Ok(queries::find_account(tx, id).await?.ok_or(Error::NotFound)?.name),
        None => Ok(instances::home(tx).await?.name),
    }
}

/// Takes an invitation back: nothing is kept of the person.
pub async fn withdraw(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<()> {
    let account = super::find(&mut *tx, principal, id).await?;
    require_invited(&account)?;
    super::remove(tx, principal, &account, "account.withdraw").await
}

fn require_invited(account: &Account) -> Result<()> {
    if account.is_invited() { Ok(()) } else { Err(Error::Conflict("account-not-invited")) }
}

/// Whom a link invites; `NotFound` when it works no more.
pub async fn find(db: &Db, secret: &Secret) -> Result<Account> {
    let id = links::find(db, Purpose::Invitation, secret).await?.account_id.ok_or(Error::NotFound)?;
    let account = queries::find_account(db, id).await?.ok_or(Error::NotFound)?;
    if account.state == State::Active { Ok(account) } else { Err(Error::NotFound) }
}

/// Chooses name and password, and signs in. The link came by mail, so the address is proven.
pub async fn accept(
    tx: &mut Tx,
    secret: &Secret,
    name: &str,
    password: &PasswordHash,
    from: &Origin,
) -> Result<Secret> {
    let id = links::consume(tx, Purpose::Invitation, secret).await?.account_id.ok_or(Error::NotFound)?;
    let found = queries::credentials_of(&mut *tx, id).await?;
    if found.state != State::Active {
        return Err(Error::NotFound);
    }
    queries::update_password(tx, id, password).await?;
    queries::confirm_email(tx, id).await?;
    let account = queries::find_account(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    attempts::forget(tx, &PER_ACCOUNT, &account.email).await?;
    let principal = Principal::Member(queries::find_member(&mut *tx, id).await?);
    super::rename(tx, &principal, &check::name(name)?).await?;
    audit::record(tx, &principal, "account.accept", &format!("account:{id}"), json!({})).await?;
    sign_in::begin(tx, id, from).await
}
