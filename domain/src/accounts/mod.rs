//! Accounts: the logins of local people, their sessions, tokens and links.

pub mod sessions;
