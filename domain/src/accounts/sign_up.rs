//! Joining by oneself: an address is proven first, then name and password are chosen. Nothing is kept of an address that
//! nobody answered for. The pages say the same whether or not the address has an account already.

use std::time::Duration;

use serde_json::json;

use super::links::{self, Purpose};
use super::policy::{self, SignUpMode};
use super::queries::{self, NewAccount};
use super::secret::Secret;
use super::sign_in::{self, Origin};
use super::{PasswordHash, State};
use crate::attempts::{self, Limit};
use crate::audit;
use crate::db::{Db, Tx};
use crate::error::{Error, FieldError, Result};
use crate::ids::AccountId;
use crate::mail::{self, Letter};
use crate::people::check;
use crate::principal::{Affiliation, Principal, Role};

const HOUR: Duration = Duration::from_secs(3600);
/// Mails that one address of mail gets because somebody typed it. Beyond it none leaves, and the page says the same.
pub(super) const PER_MAILBOX: Limit =
    Limit { name: "mail.to", count: 3, window: HOUR, key: "account-limited-mail" };
/// Mails that one place has us send.
pub(super) const PER_ADDRESS: Limit =
    Limit { name: "mail.from", count: 20, window: HOUR, key: "account-limited-mail" };

pub const NOTE_CHARS_MAX: usize = 500;

/// Asks for an account: a mail goes to the address. `NotFound` where nobody may ask.
pub async fn request(tx: &mut Tx, email: &str, language: &'static str, from: &Origin) -> Result<()> {
    let policy = policy::find(&mut *tx).await?;
    if !policy.is_open() {
        return Err(Error::NotFound);
    }
    let email = super::check_email("email", email)?;
    if !policy.admits(&email) {
        let domains = policy.domains.join(", ");
        return Err(FieldError::new("email", "account-domain-not-admitted").with("domains", domains).into());
    }
    if !may_mail(tx, &email, from).await? {
        return Ok(());
    }
    let letter = letter_for(tx, &email).await?;
    mail::send(tx, &email, Some(language), &letter).await?;
    audit::record(tx, &Principal::Anonymous, "sign_up.request", "account:none", json!({})).await
}

/// Counts a mail to an address that a stranger typed. False: enough were sent there, say nothing and send nothing.
pub(super) async fn may_mail(tx: &mut Tx, email: &str, from: &Origin) -> Result<bool> {
    if let Some(household) = from.household() {
        attempts::take(tx, &PER_ADDRESS, &household).await?;
    }
    attempts::is_taken(tx, &PER_MAILBOX, email).await
}

async fn letter_for(tx: &mut Tx, email: &str) -> Result<Letter> {
    if let Some(account) = super::find_by_email(&mut *tx, email).await? {
        return Ok(Letter::AlreadyMember { name: account.name });
    }
    let (secret, until) = links::issue(tx, Purpose::SignUp, None, Some(email), None).await?;
    Ok(Letter::SignUp { secret, until })
}

/// The address that a link proves; `NotFound` when it works no more.
pub async fn find(db: &Db, secret: &Secret) -> Result<String> {
    links::find(db, Purpose::SignUp, secret).await?.email.ok_or(Error::NotFound)
}

/// Who joins.
#[derive(Debug, Clone)]
pub struct Newcomer {
    pub name: String,
    pub password: PasswordHash,
    pub language: &'static str,
    /// What he tells the administrator who decides.
    pub note: String,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Joined {
    /// Signed in.
    Member(Secret),
    /// An administrator decides first.
    Waiting,
}

/// Makes the account: active, or waiting for approval. The policy of this moment counts.
pub async fn complete(tx: &mut Tx, secret: &Secret, newcomer: &Newcomer, from: &Origin) -> Result<Joined> {
    let link = links::consume(tx, Purpose::SignUp, secret).await?;
    let email = link.email.ok_or(Error::NotFound)?;
    let policy = policy::find(&mut *tx).await?;
    if !policy.admits(&email) {
        return Err(Error::Conflict("account-sign-up-closed"));
    }
    let state = if policy.mode == SignUpMode::Approval { State::Waiting } else { State::Active };
    let account = insert_newcomer(tx, newcomer, &email, state).await?;
    if state == State::Waiting {
        tell_administrators(tx, &newcomer.name, &email).await?;
        return Ok(Joined::Waiting);
    }
    sign_in::begin(tx, account, from).await.map(Joined::Member)
}

async fn insert_newcomer(tx: &mut Tx, newcomer: &Newcomer, email: &str, state: State) -> Result<AccountId> {
    let note = check::paragraphs(&newcomer.note);
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(FieldError::new("note", "error-too-long").with("max", NOTE_CHARS_MAX).into());
    }
    let new = NewAccount {
        email,
        is_confirmed: true,
        password: Some(&newcomer.password),
        role: Role::Member,
        state,
        language: Some(newcomer.language),
        note: Some(note.as_str()).filter(|note| !note.is_empty()),
    };
    let principal = Principal::System("sign-up");
    super::add(tx, &principal, &newcomer.name, Affiliation::Staff, Default::default(), new).await
}

async fn tell_administrators(tx: &mut Tx, name: &str, email: &str) -> Result<()> {
    let letter = Letter::SignUpWaiting { name: name.to_owned(), email: email.to_owned() };
    for (address, language) in queries::list_administrators(&mut *tx).await? {
        mail::send(tx, &address, language.as_deref(), &letter).await?;
    }
    Ok(())
}

/// Lets somebody in who waited.
pub async fn approve(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<()> {
    let account = super::find(&mut *tx, principal, id).await?;
    if account.state != State::Waiting {
        return Err(Error::Conflict("account-not-waiting"));
    }
    queries::update_state(tx, id, State::Active).await?;
    let letter = Letter::Approved { name: account.name };
    mail::send(tx, &account.email, account.language.as_deref(), &letter).await?;
    audit::record(tx, principal, "account.approve", &format!("account:{id}"), json!({})).await
}

/// Refuses somebody who waited: nothing is kept of him.
pub async fn reject(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<()> {
    let account = super::find(&mut *tx, principal, id).await?;
    if account.state != State::Waiting {
        return Err(Error::Conflict("account-not-waiting"));
    }
    let letter = Letter::Rejected { name: account.name.clone() };
    mail::send(tx, &account.email, account.language.as_deref(), &letter).await?;
    super::remove(tx, principal, &account, "account.reject").await
}
