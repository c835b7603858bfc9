//! Accounts: the logins of local people. How one comes to be ([`set_up`], [`sign_up`], [`invite`], [`import`]), how it is
//! used ([`sign_in`], [`sessions`], [`tokens`], [`recover`]), and what its owner ([`own`]) and administrators
//! ([`administer`]) do with it. A person may exist without an account; an account never without a person.

pub mod passwords;
pub mod policy;
pub mod secret;

mod links;
mod queries;

pub mod import;
pub mod invite;
pub mod set_up;
pub mod sign_up;

pub mod feeds;
pub mod recover;
pub mod sessions;
pub mod sign_in;
pub mod tokens;

pub mod administer;
pub mod own;

pub use passwords::{PasswordHash, Passwords};
pub use secret::{Secret, SecretHash};
pub use sign_in::Origin;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit;
use crate::clock::Timestamp;
use crate::db::{On, Tx};
use crate::error::{Error, Result, both};
use crate::ids::{AccountId, PersonId};
use crate::people::{self, NewPerson, Profile, ProfileEdit, check};
use crate::principal::{Affiliation, Principal, Role};

/// A login with what its owner and administrators see of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Account {
    pub id: AccountId,
    pub person_id: PersonId,
    pub name: String,
    pub email: String,
    pub email_confirmed_at: Option<Timestamp>,
    pub has_password: bool,
    pub role: Role,
    pub state: State,
    /// `nl` or `en`; `None`: what the browser asks for.
    pub language: Option<String>,
    /// `light` or `dark`; `None`: what the device asks for.
    pub scheme: Option<String>,
    pub onboarding_step: i64,
    /// What somebody who asked to join told the administrator.
    pub note: Option<String>,
    pub affiliation: Affiliation,
    pub created_at: Timestamp,
    pub last_login_at: Option<Timestamp>,
}

/// Whether an account may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// For an administrator's approval.
    Waiting,
    Active,
    Suspended,
}

crate::db::text_arg!(State);

impl Account {
    /// Made by an administrator; its owner has not chosen a password.
    pub fn is_invited(&self) -> bool {
        self.state == State::Active && !self.has_password
    }
}

/// An account: one's own, or any for an administrator.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, id: AccountId) -> Result<Account> {
    require_own_or_administrator(principal, id)?;
    queries::find_account(on, id).await?.ok_or(Error::NotFound)
}

/// The account of a person, for that person and administrators.
pub async fn find_of(on: impl Into<On<'_>>, principal: &Principal, person: PersonId) -> Result<Account> {
    principal.require_self_or_administrator(person)?;
    queries::find_account_of(on, person).await?.ok_or(Error::NotFound)
}

async fn find_by_email(on: impl Into<On<'_>>, email: &str) -> Result<Option<Account>> {
    queries::find_account_by_email(on, email).await
}

/// Adds a person with an account. What is wrong is said before anything is written.
async fn add(
    tx: &mut Tx,
    principal: &Principal,
    name: &str,
    affiliation: Affiliation,
    profile: Profile,
    new: queries::NewAccount<'_>,
) -> Result<AccountId> {
    let email = check_email("email", new.email)?;
    let person = NewPerson { name: name.to_owned(), handle: None, affiliation, profile };
    let person = people::create(tx, principal, person).await?;
    let id = queries::insert_account(tx, person, &email, &new).await?;
    let detail = json!({ "person": person, "role": new.role, "state": new.state });
    audit::record(tx, principal, "account.create", &format!("account:{id}"), detail).await?;
    Ok(id)
}

/// Removes an account and erases its person.
async fn remove(tx: &mut Tx, principal: &Principal, account: &Account, action: &str) -> Result<()> {
    queries::delete_account(tx, account.id).await?;
    audit::record(tx, principal, action, &format!("account:{}", account.id), json!({})).await?;
    people::erase(tx, principal, account.person_id).await
}

async fn rename(tx: &mut Tx, principal: &Principal, name: &str) -> Result<()> {
    let person = people::find(&mut *tx, principal.require_member()?.person_id).await?;
    if person.name == name {
        return Ok(());
    }
    let edit = ProfileEdit { name: Some(name.to_owned()), fields: Vec::new() };
    people::edit(tx, principal, person.id, edit).await
}

/// What a newcomer says about himself, looked at before anything is written, so that a form tells all that is wrong.
pub fn check_who(name: &str, email: Option<&str>) -> Result<()> {
    let email = email.map_or(Ok(String::new()), |email| check_email("email", email));
    both(check::name(name), email).map(drop)
}

/// How an address is stored and looked up.
fn fold_email(text: &str) -> String {
    text.trim().to_lowercase()
}

/// An address that mail can go to. Plain ASCII: what is outside it looks like another address too easily.
pub(crate) fn check_email(field: &'static str, text: &str) -> Result<String> {
    let email = fold_email(text);
    match email.as_str() {
        "" => Err(Error::invalid(field, "error-required")),
        email if !email.is_ascii() || !check::is_mail_like(email) => Err(Error::invalid(field, "error-mail")),
        _ => Ok(email),
    }
}

/// A local person as he would be if he asked himself, for what is done in his name later; `NotFound` without an active
/// account.
pub async fn principal_of(on: impl Into<crate::db::On<'_>>, person: PersonId) -> Result<Principal> {
    queries::find_active_member(on, person).await.map(Principal::Member)
}

/// The account's own person, an administrator or the system passes; for others the thing does not exist.
fn require_own_or_administrator(principal: &Principal, account: AccountId) -> Result<()> {
    let is_own = principal.member().is_some_and(|member| member.account_id == account);
    if is_own { Ok(()) } else { principal.require_administrator() }
}
