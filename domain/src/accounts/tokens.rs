//! Tokens for the API: made by a person for his own programs, with his own rights, shown once.

use serde_json::json;

use super::queries;
use super::secret::Secret;
use super::sessions::TOUCH_EVERY;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, Tx};
use crate::error::{Error, FieldError, Result};
use crate::ids::TokenId;
use crate::people::check;
use crate::principal::{Member, Principal};

/// Makes a token recognisable to people and to programs that look for leaked ones.
pub const PREFIX: &str = "plein_";
pub const TOKENS_MAX: i64 = 20;
pub const NAME_CHARS_MAX: usize = 60;
/// How many days a token may work; 0 is until it is revoked.
pub const DAYS: [u64; 4] = [30, 90, 365, 0];

/// A token as its owner sees it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
}

/// Makes a token; its text is given here and never again.
pub async fn create(tx: &mut Tx, principal: &Principal, name: &str, days: u64) -> Result<Secret> {
    let account = principal.require_member()?.account_id;
    let name = check_name(name)?;
    if !DAYS.contains(&days) {
        return Err(Error::invalid("days", "error-choice"));
    }
    tx.lock(&format!("tokens:{account}")).await?;
    if queries::count_tokens(&mut *tx, account).await? >= TOKENS_MAX {
        return Err(FieldError::new("name", "account-tokens-many").with("max", TOKENS_MAX).into());
    }
    let secret = Secret::generate(PREFIX)?;
    let lifetime = std::time::Duration::from_secs(days.saturating_mul(24 * 3600));
    let expires_at = (days > 0).then(|| tx.now().plus(lifetime));
    let id = queries::insert_token(tx, account, &name, &secret.hash(), expires_at).await?;
    audit::record(tx, principal, "token.create", &format!("token:{id}"), json!({ "days": days })).await?;
    Ok(secret)
}

fn check_name(name: &str) -> Result<String> {
    let name = check::line(name);
    match name.chars().count() {
        0 => Err(Error::invalid("name", "error-required")),
        long if long > NAME_CHARS_MAX => {
            Err(FieldError::new("name", "error-too-long").with("max", NAME_CHARS_MAX).into())
        }
        _ => Ok(name),
    }
}

/// The tokens of the person who asks, newest first; those that ran out too, so that he sees why a program stopped.
pub async fn list(db: &Db, principal: &Principal) -> Result<Vec<Token>> {
    queries::list_tokens(db, principal.require_member()?.account_id).await
}

/// Ends a token of the person who asks.
pub async fn revoke(tx: &mut Tx, principal: &Principal, id: TokenId) -> Result<()> {
    let account = principal.require_member()?.account_id;
    if queries::delete_token(tx, account, id).await? == 0 {
        return Err(Error::NotFound);
    }
    audit::record(tx, principal, "token.revoke", &format!("token:{id}"), json!({})).await
}

/// Who shows a token.
#[derive(Debug, Clone)]
pub struct Bearer {
    pub member: Member,
    pub token_id: TokenId,
    pub last_used_at: Option<Timestamp>,
}

impl Bearer {
    /// Whether [`touch`] has something to write.
    pub fn is_touch_due(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|at| now.since(at) >= TOUCH_EVERY)
    }
}

/// Who shows this token: nobody when it ended or when the account may not sign in any more.
pub async fn find(db: &Db, secret: &Secret) -> Result<Option<Bearer>> {
    queries::find_bearer(db, &secret.hash(), db.now()).await
}

/// Writes down that the token was used, as seldom as a visit.
pub async fn touch(tx: &mut Tx, bearer: &Bearer) -> Result<()> {
    if bearer.is_touch_due(tx.now()) {
        queries::update_token_used(tx, bearer.token_id).await?;
    }
    Ok(())
}
