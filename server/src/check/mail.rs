//! Whether mail can leave.

use super::Finding;
use crate::config::{Config, MailDelivery};
use crate::mail::Transport;

const MAIL: &str = "mail";

pub async fn examine(config: &Config) -> Finding {
    let transport = match Transport::open(&config.mail) {
        Ok(transport) => transport,
        Err(error) => return Finding::wrong(MAIL, error.to_string(), "mend it in [mail]"),
    };
    if matches!(config.mail.delivery, MailDelivery::Outbox) {
        return Finding::note(
            MAIL,
            "mails stay on a page for administrators, so nobody gets a link to set a password",
            "set mail.delivery to smtp://… of your mail server",
        );
    }
    match transport.try_out().await {
        Ok(()) => Finding::good(MAIL, format!("leaves as {}", config.mail_from())),
        Err(error) => Finding::wrong(
            MAIL,
            error,
            "does mail.delivery name the right server, port, user and password, and may this machine reach it?",
        ),
    }
}
