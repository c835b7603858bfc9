//! A mail in words: subject, text and HTML from the folder of its letter.

use askama::Template;
use domain::mail::{Letter, Mail};
use domain::{Error, Result};

use super::texts;
use crate::i18n::Texts;
use crate::state::Ctx;

/// What a reader gets.
#[derive(Clone, Debug)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
    pub language: &'static str,
}

/// What the templates fill in; empty where a letter has no such thing.
struct View<'a> {
    organisation: &'a str,
    name: &'a str,
    /// Somebody or something else that the letter speaks of: who invites, a new address.
    other: &'a str,
    detail: &'a str,
    link: String,
    /// Where one chooses to be told less.
    settings: String,
    until: String,
}

/// Writes a mail in its reader's language.
pub fn write(ctx: &Ctx, mail: &Mail) -> Result<Written> {
    let letter = mail.letter.as_ref().ok_or(Error::NotFound)?;
    let t = texts(ctx, mail);
    let (name, other) = names(letter);
    let view = View {
        organisation: &ctx.config.instance.name,
        name,
        other,
        detail: detail(letter),
        link: format!("{}{}", ctx.config.origin(), path(letter)),
        settings: settings(ctx, letter).unwrap_or_default(),
        until: letter.until().map(|until| t.exact(until)).unwrap_or_default(),
    };
    fill(letter.template(), t, &view)
}

fn names(letter: &Letter) -> (&str, &str) {
    match letter {
        Letter::SignUp { .. } => ("", ""),
        Letter::SignUpWaiting { name, email } | Letter::EmailChanged { name, email } => (name, email),
        Letter::Invitation { name, inviter, .. } => (name, inviter),
        Letter::GroupInvitation { group, inviter, .. } => (group, inviter),
        Letter::Notification { name, sentence, .. } => (name, sentence),
        Letter::AlreadyMember { name }
        | Letter::Approved { name }
        | Letter::Rejected { name }
        | Letter::PasswordChanged { name }
        | Letter::ResetPassword { name, .. }
        | Letter::ConfirmEmail { name, .. } => (name, ""),
    }
}

fn detail(letter: &Letter) -> &str {
    match letter {
        Letter::Notification { detail, .. } => detail,
        Letter::GroupInvitation { summary, .. } => summary,
        _ => "",
    }
}

/// Where its button leads.
fn path(letter: &Letter) -> String {
    match letter {
        Letter::SignUp { secret, .. } => format!("/sign-up/{}", secret.expose()),
        Letter::Invitation { secret, .. } => format!("/invitation/{}", secret.expose()),
        Letter::GroupInvitation { secret, .. } => format!("/groups/invitations/{}", secret.expose()),
        Letter::ResetPassword { secret, .. } => format!("/reset/{}", secret.expose()),
        Letter::ConfirmEmail { secret, .. } => format!("/confirm-email/{}", secret.expose()),
        Letter::SignUpWaiting { .. } => "/admin/accounts?state=waiting".to_owned(),
        Letter::AlreadyMember { .. } | Letter::PasswordChanged { .. } => "/forgot".to_owned(),
        Letter::Approved { .. } => "/sign-in".to_owned(),
        Letter::Notification { path, .. } => path.clone(),
        Letter::Rejected { .. } | Letter::EmailChanged { .. } => "/".to_owned(),
    }
}

/// The page on which its reader chooses to be told less, in the mail and in its header.
pub(super) fn settings(ctx: &Ctx, letter: &Letter) -> Option<String> {
    match letter {
        Letter::Notification { settings, .. } if !settings.is_empty() => {
            Some(format!("{}{settings}", ctx.config.origin()))
        }
        _ => None,
    }
}

/// One template type for each file of each folder.
macro_rules! folders {
    ($($folder:tt: $subject:tt $text:tt $html:tt;)*) => {
        fn fill(folder: &str, t: Texts, v: &View<'_>) -> Result<Written> {
            match folder {
                $($folder => {
                    #[derive(Template)]
                    #[template(path = $subject)]
                    struct Subject<'a> { t: Texts, v: &'a View<'a> }
                    #[derive(Template)]
                    #[template(path = $text)]
                    struct Text<'a> { t: Texts, v: &'a View<'a> }
                    #[derive(Template)]
                    #[template(path = $html)]
                    struct Html<'a> { t: Texts, v: &'a View<'a> }
                    Ok(Written {
                        subject: one_line(&Subject { t, v }.render().map_err(Error::internal)?),
                        text: Text { t, v }.render().map_err(Error::internal)?,
                        html: Html { t, v }.render().map_err(Error::internal)?,
                        language: t.language().tag(),
                    })
                })*
                other => Err(Error::internal(format!("no templates for the mail {other}"))),
            }
        }
    };
}

folders! {
    "sign-up": "mail/sign-up/subject.txt" "mail/sign-up/body.txt" "mail/sign-up/body.html";
    "already-member": "mail/already-member/subject.txt" "mail/already-member/body.txt" "mail/already-member/body.html";
    "sign-up-waiting": "mail/sign-up-waiting/subject.txt" "mail/sign-up-waiting/body.txt" "mail/sign-up-waiting/body.html";
    "approved": "mail/approved/subject.txt" "mail/approved/body.txt" "mail/approved/body.html";
    "rejected": "mail/rejected/subject.txt" "mail/rejected/body.txt" "mail/rejected/body.html";
    "invitation": "mail/invitation/subject.txt" "mail/invitation/body.txt" "mail/invitation/body.html";
    "group-invitation": "mail/group-invitation/subject.txt" "mail/group-invitation/body.txt" "mail/group-invitation/body.html";
    "reset-password": "mail/reset-password/subject.txt" "mail/reset-password/body.txt" "mail/reset-password/body.html";
    "password-changed": "mail/password-changed/subject.txt" "mail/password-changed/body.txt" "mail/password-changed/body.html";
    "confirm-email": "mail/confirm-email/subject.txt" "mail/confirm-email/body.txt" "mail/confirm-email/body.html";
    "email-changed": "mail/email-changed/subject.txt" "mail/email-changed/body.txt" "mail/email-changed/body.html";
    "notification": "mail/notification/subject.txt" "mail/notification/body.txt" "mail/notification/body.html";
}

/// A header is one line, whatever somebody's name holds.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
