//! Mails that leave through a real mail server, and those that do not.

mod delivery;
mod page;
