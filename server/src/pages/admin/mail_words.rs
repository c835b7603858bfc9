//! Mails in words: what they are for, how they stand, and why they did not leave.

use domain::Timestamp;
use domain::mail::Mail;

use crate::i18n::Texts;

/// A state as `parts::state` shows it.
pub(super) struct StateWords {
    pub kind: &'static str,
    pub icon: &'static str,
    pub words: String,
}

impl StateWords {
    pub fn of(t: Texts, mail: &Mail, next_try_at: Option<Timestamp>) -> Self {
        let is_given_up = mail.failed_at.is_some() || next_try_at.is_none();
        match (is_given_up, &mail.last_error) {
            (true, _) => Self { kind: "negative", icon: "circle-alert", words: t.get("mails-failed") },
            (false, Some(_)) => Self { kind: "warning", icon: "clock", words: t.get("mails-retrying") },
            (false, None) => Self { kind: "info", icon: "clock", words: t.get("mails-waiting") },
        }
    }
}

/// What a mail is for, by the folder of its templates.
pub(super) fn purpose(t: Texts, template: &str) -> String {
    match template {
        "sign-up" => t.get("mails-sign-up"),
        "already-member" => t.get("mails-already-member"),
        "sign-up-waiting" => t.get("mails-sign-up-waiting"),
        "approved" => t.get("mails-approved"),
        "rejected" => t.get("mails-rejected"),
        "invitation" => t.get("mails-invitation"),
        "reset-password" => t.get("mails-reset-password"),
        "password-changed" => t.get("mails-password-changed"),
        "confirm-email" => t.get("mails-confirm-email"),
        "email-changed" => t.get("mails-email-changed"),
        "notification" => t.get("mails-notification"),
        other => other.to_owned(),
    }
}

/// Why a mail did not leave. The texts are those of our own transport, with the code of the mail server in brackets.
pub(super) fn reason(t: Texts, error: &str) -> String {
    let code = error.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(code, _)| code);
    let code = code.filter(|code| code.len() == 3).unwrap_or_default();
    match (code, error) {
        ("530" | "534" | "535" | "538", _) => t.get("mails-why-password"),
        ("550" | "551" | "553", _) => t.get("mails-why-address"),
        ("552", _) => t.get("mails-why-full"),
        (code, _) if code.starts_with('5') => t.get("mails-why-refused"),
        (code, _) if code.starts_with('4') => t.get("mails-why-later"),
        (_, text) if text.starts_with("its link ran out") => t.get("mails-why-expired"),
        (_, text) if is_about_the_way(text) => t.get("mails-why-unreachable"),
        _ => t.get("mails-why-other"),
    }
}

/// The mail server was not reached, or the connection broke.
fn is_about_the_way(text: &str) -> bool {
    ["connection error", "network error", "timeout"].iter().any(|word| text.to_lowercase().contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn an_answer_of_the_mail_server_is_put_in_words() {
        let t = Texts::new(Language::Nl);
        let table = [
            ("permanent error (550): 5.1.1 unknown", "mails-why-address"),
            ("permanent error (535): no", "mails-why-password"),
            ("permanent error (554): spam (score 9)", "mails-why-refused"),
            ("transient error (451): later", "mails-why-later"),
            ("Connection error: Connection refused (os error 111)", "mails-why-unreachable"),
            ("its link ran out before it could leave", "mails-why-expired"),
            ("could not write /x: disk full", "mails-why-other"),
        ];
        for (error, key) in table {
            assert_eq!(reason(t, error), t.get(key), "{error}");
        }
    }
}
