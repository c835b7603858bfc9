//! Accounts in words: state, role, affiliation.

use domain::accounts::Account;
use domain::accounts::administer::Shown;
use domain::principal::{Affiliation, Role};

use crate::i18n::Texts;

/// A state as `parts::state` shows it.
pub(super) struct StateWords {
    pub kind: &'static str,
    pub icon: &'static str,
    pub words: String,
}

impl StateWords {
    pub fn of(t: Texts, account: &Account) -> Self {
        let state = Shown::of(account);
        let (kind, icon) = match state {
            Shown::Waiting => ("warning", "clock"),
            Shown::Invited => ("info", "mail"),
            Shown::Active => ("positive", "circle-check"),
            Shown::Suspended => ("negative", "ban"),
        };
        Self { kind, icon, words: shown(t, state) }
    }
}

pub(super) fn shown(t: Texts, state: Shown) -> String {
    match state {
        Shown::Waiting => t.get("accounts-waiting"),
        Shown::Invited => t.get("accounts-invited"),
        Shown::Active => t.get("accounts-active"),
        Shown::Suspended => t.get("accounts-suspended"),
    }
}

pub(super) fn role(t: Texts, role: Role) -> String {
    match role {
        Role::Member => t.get("accounts-member"),
        Role::Administrator => t.get("accounts-administrator"),
    }
}

pub(super) fn affiliation(t: Texts, affiliation: Affiliation) -> String {
    match affiliation {
        Affiliation::Staff => t.get("accounts-staff"),
        Affiliation::External => t.get("accounts-external"),
        Affiliation::Guest => t.get("accounts-guest"),
    }
}
