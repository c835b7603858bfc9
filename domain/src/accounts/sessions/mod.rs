//! Signed-in browsers. A session ends by itself after a while without visits, and in any case after two weeks; its
//! person ends his own, an administrator anyone's. Time is the database's clock, not the machine's.

mod queries;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::secret::{Secret, SecretHash};
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx};
use crate::error::{Error, FieldError, Result};
use crate::ids::AccountId;
use crate::principal::{Member, Principal};
use crate::{audit, settings};

/// However often somebody visits: after this he shows his password again.
pub const AGE_MAX: Duration = Duration::from_secs(14 * 24 * 3600);
/// A visit is written down at most this often, so that reading a page costs no write.
pub const TOUCH_EVERY: Duration = Duration::from_secs(5 * 60);
const USER_AGENT_CHARS_MAX: usize = 300;

/// How long a session lasts without visits; an administrator's setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPolicy {
    pub idle_hours: u64,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self { idle_hours: 12 }
    }
}

impl SessionPolicy {
    /// The name of the setting.
    pub const NAME: &'static str = "sessions";

    /// More than two weeks would have no effect: see [`AGE_MAX`].
    pub const IDLE_HOURS_MAX: u64 = 336;

    fn idle(self) -> Duration {
        Duration::from_secs(self.idle_hours.saturating_mul(3600))
    }
}

/// Sets how long a session lasts without visits. Sessions under way follow at their next visit.
pub async fn choose_policy(tx: &mut Tx, principal: &Principal, idle_hours: u64) -> Result<()> {
    principal.require_administrator()?;
    if !(1..=SessionPolicy::IDLE_HOURS_MAX).contains(&idle_hours) {
        let max = SessionPolicy::IDLE_HOURS_MAX;
        return Err(FieldError::new("idle_hours", "account-idle-hours").with("max", max).into());
    }
    settings::store(tx, SessionPolicy::NAME, &SessionPolicy { idle_hours }).await?;
    audit::record(tx, principal, "session.choose", "setting:sessions", json!({ "idle_hours": idle_hours }))
        .await
}

/// Who came in with a session, with what every page shows of him.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub member: Member,
    /// The session itself, for signing out and for marking it in the list.
    pub key: SecretHash,
    pub name: String,
    /// Digest of the photo.
    pub photo: Option<String>,
    /// `nl` or `en`; `None`: what the browser asks for.
    pub language: Option<String>,
    /// `light` or `dark`; `None`: what the device asks for.
    pub scheme: Option<String>,
    /// First-login steps done; 3 is finished.
    pub onboarding_step: i64,
    pub last_seen_at: Timestamp,
}

impl SignedIn {
    /// The person as the house knows who asks.
    pub fn principal(&self) -> Principal {
        Principal::Member(self.member.clone())
    }

    /// Whether [`touch`] has something to write.
    pub fn is_touch_due(&self, now: Timestamp) -> bool {
        now.since(self.last_seen_at) >= TOUCH_EVERY
    }
}

/// A session as its person sees it in a list.
#[derive(Debug, Clone)]
pub struct Session {
    pub key: SecretHash,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// As the browser sent it; from outside.
    pub user_agent: String,
}

/// Begins a session for an account that just proved who it is, and gives what the cookie holds. Always a new id: one
/// that somebody planted in the browser beforehand (`replaced`) ends here.
pub async fn create(
    tx: &mut Tx,
    account: AccountId,
    user_agent: &str,
    replaced: Option<&SecretHash>,
) -> Result<Secret> {
    if let Some(key) = replaced {
        queries::delete_session(tx, key).await?;
    }
    let secret = Secret::generate("")?;
    let user_agent: String = user_agent.chars().take(USER_AGENT_CHARS_MAX).collect();
    let expires_at = expiry(tx, tx.now()).await?;
    queries::insert_session(tx, &secret.hash(), account, &user_agent, expires_at).await?;
    Ok(secret)
}

/// Who shows this cookie: nobody when the session ended, or when the account may not sign in any more.
pub async fn find(db: &Db, secret: &Secret) -> Result<Option<SignedIn>> {
    queries::find_signed_in(db, &secret.hash(), db.now()).await
}

/// Writes down a visit, at most every [`TOUCH_EVERY`]. An update alone: a request in flight never revives an ended session.
pub async fn touch(tx: &mut Tx, visitor: &SignedIn) -> Result<()> {
    if !visitor.is_touch_due(tx.now()) {
        return Ok(());
    }
    let Some(created_at) = queries::find_created_at(&mut *tx, &visitor.key).await? else { return Ok(()) };
    let expires_at = expiry(tx, created_at).await?;
    queries::update_seen(tx, &visitor.key, expires_at).await
}

async fn expiry(tx: &mut Tx, created_at: Timestamp) -> Result<Timestamp> {
    let policy: SessionPolicy = settings::find(&mut *tx, SessionPolicy::NAME).await?;
    Ok(tx.now().plus(policy.idle()).min(created_at.plus(AGE_MAX)))
}

/// Ends one session: the person his own, an administrator anyone's. For others it does not exist.
pub async fn end(tx: &mut Tx, principal: &Principal, key: &SecretHash) -> Result<()> {
    let account = queries::find_owner(&mut *tx, key).await?.ok_or(Error::NotFound)?;
    super::require_own_or_administrator(principal, account)?;
    queries::delete_session(tx, key).await?;
    audit::record(tx, principal, "session.end", &format!("account:{account}"), json!({ "sessions": 1 })).await
}

/// Ends all sessions of an account, but for `kept`; says how many those were.
pub async fn end_all(
    tx: &mut Tx,
    principal: &Principal,
    account: AccountId,
    kept: Option<&SecretHash>,
) -> Result<u64> {
    super::require_own_or_administrator(principal, account)?;
    let ended = queries::delete_sessions(tx, account, kept).await?;
    if ended > 0 {
        let detail = json!({ "sessions": ended });
        audit::record(tx, principal, "session.end", &format!("account:{account}"), detail).await?;
    }
    Ok(ended)
}

/// The living sessions of an account, the one seen last first; at most 100.
pub async fn list(on: impl Into<On<'_>>, principal: &Principal, account: AccountId) -> Result<Vec<Session>> {
    super::require_own_or_administrator(principal, account)?;
    queries::list_sessions(on, account).await
}
