//! Who may make an account. The configuration says it until an administrator says something else.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::db::{On, Tx};
use crate::error::{Error, FieldError, Result};
use crate::principal::Principal;
use crate::{audit, settings};

pub const DOMAINS_MAX: usize = 50;

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpMode {
    /// Nobody; the operator adds people on the command line.
    Closed,
    /// Whom an administrator invites.
    #[default]
    Invitation,
    /// Whoever receives mail at one of the organisation's domains, and whom an administrator invites.
    Domain,
    /// Anyone may ask, an administrator decides; and whom an administrator invites.
    Approval,
}

impl SignUpMode {
    /// All of them, the most closed first.
    pub const ALL: [Self; 4] = [Self::Closed, Self::Invitation, Self::Domain, Self::Approval];

    /// The word used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Invitation => "invitation",
            Self::Domain => "domain",
            Self::Approval => "approval",
        }
    }

    /// Reads that word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

/// The policy in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignUpPolicy {
    pub mode: SignUpMode,
    /// Lower case, for [`SignUpMode::Domain`].
    pub domains: Vec<String>,
}

const CHOSEN: &str = "sign_up";
const CONFIGURED: &str = "sign_up.configured";

impl SignUpPolicy {
    /// Whether strangers may ask for an account at all.
    pub fn is_open(&self) -> bool {
        matches!(self.mode, SignUpMode::Domain | SignUpMode::Approval)
    }

    /// Whether this address may ask for an account. Sub-domains are other domains.
    pub fn admits(&self, email: &str) -> bool {
        match self.mode {
            SignUpMode::Closed | SignUpMode::Invitation => false,
            SignUpMode::Approval => true,
            SignUpMode::Domain => {
                email.rsplit_once('@').is_some_and(|(_, domain)| self.domains.iter().any(|one| one == domain))
            }
        }
    }
}

/// The policy in force.
pub async fn find(on: impl Into<On<'_>>) -> Result<SignUpPolicy> {
    let mut on = on.into();
    let chosen: Option<SignUpPolicy> = settings::find(on.again(), CHOSEN).await?;
    match chosen {
        Some(policy) => Ok(policy),
        None => settings::find(on, CONFIGURED).await,
    }
}

/// Notes at each start what the configuration says.
pub async fn configure(tx: &mut Tx, policy: &SignUpPolicy) -> Result<()> {
    let known: Option<SignUpPolicy> = settings::find(&mut *tx, CONFIGURED).await?;
    if known.as_ref() == Some(policy) {
        return Ok(());
    }
    settings::store(tx, CONFIGURED, policy).await
}

/// Sets the policy. Accounts that exist stay; links under way are looked at again when they are used.
pub async fn choose(tx: &mut Tx, principal: &Principal, mode: SignUpMode, domains: &str) -> Result<()> {
    principal.require_administrator()?;
    let domains = read_domains(domains)?;
    if mode == SignUpMode::Domain && domains.is_empty() {
        return Err(Error::invalid("domains", "account-domains-missing"));
    }
    let policy = SignUpPolicy { mode, domains };
    settings::store(tx, CHOSEN, &policy).await?;
    audit::record(tx, principal, "sign_up.choose", "setting:sign_up", json!(policy)).await
}

/// Domains with spaces, commas or line ends between them; a leading @ is forgiven.
fn read_domains(text: &str) -> Result<Vec<String>> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let words = words.map(|word| word.trim_start_matches('@').to_ascii_lowercase());
    let mut domains: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    domains.dedup();
    if domains.len() > DOMAINS_MAX {
        return Err(FieldError::new("domains", "error-too-many").with("max", DOMAINS_MAX).into());
    }
    match domains.iter().find(|domain| !is_domain(domain)) {
        Some(wrong) => Err(FieldError::new("domains", "account-domain-wrong").with("domain", wrong).into()),
        None => Ok(domains),
    }
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_admits_its_own_addresses_alone() {
        let policy = SignUpPolicy { mode: SignUpMode::Domain, domains: vec!["utrecht.example".into()] };
        let table = [
            ("a@utrecht.example", true),
            ("a@evil.utrecht.example", false),
            ("a@notutrecht.example", false),
            ("utrecht.example@evil.example", false),
            ("\"a@utrecht.example\"@evil.example", false),
        ];
        for (email, expected) in table {
            assert_eq!(policy.admits(email), expected, "{email}");
        }
    }

    #[test]
    fn domains_are_read_as_people_write_them() {
        assert_eq!(
            read_domains(" @Utrecht.example, utrecht.nl;\nu.nl ").unwrap(),
            ["utrecht.example", "utrecht.nl", "u.nl"]
        );
        for wrong in ["utrecht", "utrecht..nl", "-a.nl", "a b_c.nl", "https://utrecht.nl"] {
            assert!(read_domains(wrong).is_err(), "{wrong}");
        }
    }
}
