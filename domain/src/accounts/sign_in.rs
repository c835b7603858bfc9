//! Signing in with a password. Wrong address and wrong password are one answer, after the same time.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::json;

use super::queries::{self, Credentials};
use super::secret::{Secret, SecretHash};
use super::{Passwords, State, sessions};
use crate::attempts::{self, Limit};
use crate::audit;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::principal::Principal;

const QUARTER: Duration = Duration::from_secs(15 * 60);

/// Wrong passwords for one address of mail, from wherever. Enough for anyone who mistypes, and 960 guesses a day at most
/// against passwords of which 10^8 guesses find none. Who is kept out by somebody else's guesses sets a new password by mail.
pub const PER_ACCOUNT: Limit =
    Limit { name: "sign_in.account", count: 10, window: QUARTER, key: "account-limited-sign-in" };
/// Wrong passwords from one place, for whatever address of mail. An office shares one.
pub const PER_ADDRESS: Limit =
    Limit { name: "sign_in.address", count: 50, window: QUARTER, key: "account-limited-sign-in" };
/// Wrong passwords of somebody who is signed in already.
const PER_MEMBER: Limit =
    Limit { name: "identity", count: 10, window: QUARTER, key: "account-limited-sign-in" };

/// From where somebody comes.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// `None` for the machine itself.
    pub address: Option<IpAddr>,
    pub user_agent: String,
    /// The session his browser shows; it ends when another begins.
    pub session: Option<SecretHash>,
}

impl Origin {
    pub(super) fn household(&self) -> Option<String> {
        self.address.map(attempts::household)
    }
}

/// Begins a session for whoever knows the password, and gives what the cookie holds. Takes `&Db`, since the arithmetic
/// must not sit in a transaction: counts the try, checks, then writes what came of it.
pub async fn sign_in(
    db: &Db,
    passwords: &Passwords,
    email: &str,
    password: &str,
    from: &Origin,
) -> Result<Secret> {
    let email = super::fold_email(email);
    db.write(async |tx| count(tx, &email, from).await).await?;
    let found = queries::find_credentials(db, &email).await?;
    let kept = found.as_ref().and_then(|found| found.password_hash.clone());
    let is_right = passwords.verify(password, kept).await?;
    let outcome = match &found {
        Some(found) if is_right => standing(found),
        _ => Err(Error::invalid("password", "account-sign-in-wrong")),
    };
    match (outcome, found) {
        (Ok(()), Some(found)) => db.write(async |tx| succeed(tx, &email, &found, from).await).await,
        (outcome, found) => {
            db.write(async |tx| refuse(tx, found.as_ref(), is_right, from).await).await?;
            Err(outcome.err().unwrap_or(Error::Unauthenticated))
        }
    }
}

async fn count(tx: &mut Tx, email: &str, from: &Origin) -> Result<()> {
    if let Some(household) = from.household() {
        attempts::take(tx, &PER_ADDRESS, &household).await?;
    }
    attempts::take(tx, &PER_ACCOUNT, email).await
}

/// Who knows the password may hear why it does not help.
fn standing(found: &Credentials) -> Result<()> {
    match found.state {
        State::Active => Ok(()),
        State::Waiting => Err(Error::Conflict("account-waiting")),
        State::Suspended => Err(Error::Conflict("account-suspended")),
    }
}

async fn succeed(tx: &mut Tx, email: &str, found: &Credentials, from: &Origin) -> Result<Secret> {
    let now = queries::find_credentials(&mut *tx, email).await?;
    if now.as_ref() != Some(found) {
        // Suspended, or the password was changed, while we were counting: it no longer counts.
        return Err(Error::invalid("password", "account-sign-in-wrong"));
    }
    attempts::forget(tx, &PER_ACCOUNT, email).await?;
    if let Some(household) = from.household() {
        attempts::give_back(tx, &PER_ADDRESS, &household).await?;
    }
    begin(tx, found.account_id, from).await
}

/// Begins a session for an account that proved itself: by password, or by a link that only its owner received.
pub(super) async fn begin(tx: &mut Tx, account: AccountId, from: &Origin) -> Result<Secret> {
    let secret = sessions::create(tx, account, &from.user_agent, from.session.as_ref()).await?;
    queries::update_last_login(tx, account).await?;
    let principal = Principal::Member(queries::find_member(&mut *tx, account).await?);
    let detail = json!({ "from": from.household() });
    audit::record(tx, &principal, "session.begin", &format!("account:{account}"), detail).await?;
    Ok(secret)
}

async fn refuse(tx: &mut Tx, found: Option<&Credentials>, is_right: bool, from: &Origin) -> Result<()> {
    let subject = found.map_or_else(|| "account:none".to_owned(), |f| format!("account:{}", f.account_id));
    let why = match (found.map(|found| found.state), is_right) {
        (Some(State::Suspended), true) => "suspended",
        (Some(State::Waiting), true) => "waiting",
        _ => "password",
    };
    let detail = json!({ "why": why, "from": from.household() });
    audit::record(tx, &Principal::Anonymous, "session.refuse", &subject, detail).await
}

/// Asks a signed-in person for his password again, before something that a borrowed screen must not do. `field` is where
/// the form has it.
pub async fn confirm_identity(
    db: &Db,
    passwords: &Passwords,
    principal: &Principal,
    field: &'static str,
    password: &str,
) -> Result<()> {
    let account = principal.require_member()?.account_id;
    let whose = account.to_string();
    db.write(async |tx| attempts::take(tx, &PER_MEMBER, &whose).await).await?;
    let kept = queries::find_password(db, account).await?;
    if !passwords.verify(password, kept).await? {
        return Err(Error::invalid(field, "account-password-wrong"));
    }
    db.write(async |tx| attempts::forget(tx, &PER_MEMBER, &whose).await).await
}
