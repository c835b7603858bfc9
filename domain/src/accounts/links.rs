//! Links that work once. Looking at one uses nothing up, since mail scanners look too; only the form behind it does.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::queries;
use super::secret::Secret;
use crate::clock::Timestamp;
use crate::db::{On, Tx};
use crate::error::{Error, Result};
use crate::ids::AccountId;

/// What a link is for. A link for one thing opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Purpose {
    /// Makes the first administrator.
    Setup,
    /// Proves an address and lets its owner join.
    SignUp,
    /// Lets somebody in for whom an account was made.
    Invitation,
    ConfirmEmail,
    ResetPassword,
}

crate::db::text_arg!(Purpose);

impl Purpose {
    /// How long such a link works.
    pub fn lifetime(self) -> Duration {
        const MINUTE: Duration = Duration::from_secs(60);
        const DAY: Duration = Duration::from_secs(24 * 3600);
        match self {
            Self::Setup | Self::ResetPassword => 30 * MINUTE,
            Self::SignUp | Self::ConfirmEmail => DAY,
            Self::Invitation => 7 * DAY,
        }
    }
}

/// A link that still works.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Link {
    pub account_id: Option<AccountId>,
    pub email: Option<String>,
}

/// Makes a link and says until when it works.
pub(crate) async fn issue(
    tx: &mut Tx,
    purpose: Purpose,
    account: Option<AccountId>,
    email: Option<&str>,
    created_by: Option<AccountId>,
) -> Result<(Secret, Timestamp)> {
    let secret = Secret::generate("")?;
    let until = tx.now().plus(purpose.lifetime());
    queries::insert_link(tx, &secret.hash(), purpose, account, email, created_by, until).await?;
    Ok((secret, until))
}

/// The link behind a secret; `NotFound` when it was used, ran out, is for something else, or never was.
pub async fn find(on: impl Into<On<'_>>, purpose: Purpose, secret: &Secret) -> Result<Link> {
    queries::find_link(on, purpose, &secret.hash()).await?.ok_or(Error::NotFound)
}

/// Uses a link up. Of two who try at once, one succeeds.
pub(crate) async fn consume(tx: &mut Tx, purpose: Purpose, secret: &Secret) -> Result<Link> {
    queries::use_link(tx, purpose, &secret.hash()).await?.ok_or(Error::NotFound)
}

/// Takes back the unused links of this purpose that an account has.
pub(crate) async fn revoke(tx: &mut Tx, purpose: Purpose, account: Option<AccountId>) -> Result<()> {
    queries::delete_links(tx, purpose, account).await
}
