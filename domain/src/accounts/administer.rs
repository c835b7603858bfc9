//! What administrators do with accounts. The organisation never loses its last administrator.

use serde_json::json;

use super::invite;
use super::queries::{self, NewAccount};
use super::secret::Secret;
use super::sign_in::PER_ACCOUNT;
use super::{Account, PasswordHash, State, sessions};
use crate::attempts;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::people::Profile;
use crate::principal::{Affiliation, Principal, Role};

/// Accounts on one page of the list.
pub const PAGE: i64 = 50;

/// Which accounts to show.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words of the name, or a part of the address.
    pub words: String,
    pub state: Option<Shown>,
    pub role: Option<Role>,
    /// The last account of the page before.
    pub after: Option<AccountId>,
}

/// The states as an administrator tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Waiting,
    /// Active, but never chose a password.
    Invited,
    Active,
    Suspended,
}

impl Shown {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Invited, Self::Active, Self::Suspended];

    /// The word used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// Reads that word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.as_str() == word)
    }

    /// How an account stands.
    pub fn of(account: &Account) -> Self {
        match account.state {
            State::Waiting => Self::Waiting,
            State::Suspended => Self::Suspended,
            State::Active if account.is_invited() => Self::Invited,
            State::Active => Self::Active,
        }
    }
}

/// Accounts in name order, at most [`PAGE`], and whether more follow.
pub async fn list(db: &Db, principal: &Principal, filter: &Filter) -> Result<(Vec<Account>, bool)> {
    principal.require_administrator()?;
    let mut accounts = queries::list_accounts(db, filter, PAGE + 1).await?;
    let has_more = accounts.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if has_more {
        accounts.pop();
    }
    Ok((accounts, has_more))
}

/// How many accounts there are in all, and how many wait for approval.
pub async fn count(db: &Db, principal: &Principal) -> Result<(i64, i64)> {
    principal.require_administrator()?;
    queries::count_accounts(db).await
}

/// The names behind accounts, for lists that know only ids. Accounts that are gone are absent.
pub async fn list_names(
    db: &Db,
    principal: &Principal,
    ids: &[AccountId],
) -> Result<Vec<(AccountId, String)>> {
    principal.require_administrator()?;
    queries::list_names(db, ids).await
}

/// Keeps somebody out: all sessions end, the profile stays.
pub async fn suspend(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<()> {
    let account = find_other(tx, principal, id).await?;
    if account.state != State::Active {
        return Err(Error::Conflict("account-not-active"));
    }
    keep_an_administrator(tx, &account).await?;
    queries::update_state(tx, id, State::Suspended).await?;
    sessions::end_all(tx, principal, id, None).await?;
    audit::record(tx, principal, "account.suspend", &format!("account:{id}"), json!({})).await
}

/// Lets a suspended person in again.
pub async fn activate(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<()> {
    let account = find_other(tx, principal, id).await?;
    if account.state != State::Suspended {
        return Err(Error::Conflict("account-not-suspended"));
    }
    queries::update_state(tx, id, State::Active).await?;
    audit::record(tx, principal, "account.activate", &format!("account:{id}"), json!({})).await
}

/// Gives or takes the role of administrator. Sessions stay: each request reads the role anew.
pub async fn set_role(tx: &mut Tx, principal: &Principal, id: AccountId, role: Role) -> Result<()> {
    principal.require_administrator()?;
    let account = super::find(&mut *tx, principal, id).await?;
    if account.role == role {
        return Ok(());
    }
    keep_an_administrator(tx, &account).await?;
    queries::update_role(tx, id, role).await?;
    let detail = json!({ "from": account.role, "to": role });
    audit::record(tx, principal, "account.role", &format!("account:{id}"), detail).await
}

/// Removes an account and everything of its person: by himself, or by an administrator. Peers are told to forget.
pub async fn erase(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<()> {
    let account = super::find(&mut *tx, principal, id).await?;
    keep_an_administrator(tx, &account).await?;
    super::remove(tx, principal, &account, "account.erase").await
}

/// An administrator that was made.
#[derive(Debug)]
pub struct Made {
    /// False when the account was there already and became an administrator.
    pub is_new: bool,
    /// Without a password: the link to choose one.
    pub link: Option<(Secret, Timestamp)>,
}

/// Makes an administrator, or makes one of an account that exists: how an operator gets back in. The name counts for a
/// new account alone. Without a password it gives a link to choose one.
pub async fn create_administrator(
    tx: &mut Tx,
    principal: &Principal,
    name: &str,
    email: &str,
    password: Option<&PasswordHash>,
) -> Result<Made> {
    principal.require_administrator()?;
    let email = super::check_email("email", email)?;
    let known = super::find_by_email(&mut *tx, &email).await?;
    let id = match &known {
        Some(known) => reinstate(tx, principal, known, password).await?,
        None => insert(tx, principal, name, &email, password).await?,
    };
    let link = match password {
        Some(_) => None,
        None => Some(invite::link(tx, principal, id).await?),
    };
    Ok(Made { is_new: known.is_none(), link })
}

async fn insert(
    tx: &mut Tx,
    principal: &Principal,
    name: &str,
    email: &str,
    password: Option<&PasswordHash>,
) -> Result<AccountId> {
    let new = NewAccount {
        email,
        is_confirmed: password.is_some(),
        password,
        role: Role::Administrator,
        state: State::Active,
        language: None,
        note: None,
    };
    super::add(tx, principal, name, Affiliation::Staff, Profile::default(), new).await
}

async fn reinstate(
    tx: &mut Tx,
    principal: &Principal,
    known: &Account,
    password: Option<&PasswordHash>,
) -> Result<AccountId> {
    queries::update_role(tx, known.id, Role::Administrator).await?;
    queries::update_state(tx, known.id, State::Active).await?;
    if let Some(password) = password {
        queries::update_password(tx, known.id, password).await?;
        sessions::end_all(tx, principal, known.id, None).await?;
        // Whoever guessed at the old one must not keep the owner of the new one out.
        attempts::forget(tx, &PER_ACCOUNT, &known.email).await?;
    }
    let detail = json!({ "from": known.role, "to": Role::Administrator, "password": password.is_some() });
    audit::record(tx, principal, "account.reinstate", &format!("account:{}", known.id), detail).await?;
    Ok(known.id)
}

/// Somebody else's account: nobody locks himself out by a slip.
async fn find_other(tx: &mut Tx, principal: &Principal, id: AccountId) -> Result<Account> {
    principal.require_administrator()?;
    if principal.member().is_some_and(|member| member.account_id == id) {
        return Err(Error::Conflict("account-is-yours"));
    }
    super::find(tx, principal, id).await
}

/// Refuses what would take the last administrator who can sign in.
async fn keep_an_administrator(tx: &mut Tx, account: &Account) -> Result<()> {
    tx.lock("administrators").await?;
    let counts =
        account.role == Role::Administrator && account.state == State::Active && account.has_password;
    if counts && queries::count_administrators(&mut *tx).await? <= 1 {
        return Err(Error::Conflict("account-last-administrator"));
    }
    Ok(())
}
