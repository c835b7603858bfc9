//! Mails: a row in the transaction of the change, sent by the worker. What a mail says is a value here; its sentences
//! stand in the door's templates, so that one mail exists in each language.
//!
//! Secrets of links are kept as hashes everywhere else; here they stand in clear until the mail has left, then the row
//! is emptied. A mail that cannot leave keeps its secret, so that it can be tried again, until it stops working. Only an organisation that keeps its mails on a page instead of sending them keeps those too.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::accounts::Secret;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::MailId;
use crate::jobs::{self, Job};
use crate::principal::Principal;

/// What a mail says; the name of the variant is the folder of its templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", content = "args", rename_all = "kebab-case")]
pub enum Letter {
    /// To the address somebody typed to join: come and choose a name and a password.
    SignUp {
        secret: Secret,
        until: Timestamp,
    },
    /// To an address that was typed to join but has an account: so that the page need not tell.
    AlreadyMember {
        name: String,
    },
    /// To an administrator: somebody waits for approval.
    SignUpWaiting {
        name: String,
        email: String,
    },
    Approved {
        name: String,
    },
    Rejected {
        name: String,
    },
    Invitation {
        name: String,
        inviter: String,
        secret: Secret,
        until: Timestamp,
    },
    ResetPassword {
        name: String,
        secret: Secret,
        until: Timestamp,
    },
    PasswordChanged {
        name: String,
    },
    /// To the new address.
    ConfirmEmail {
        name: String,
        secret: Secret,
        until: Timestamp,
    },
    /// To the address that was left.
    EmailChanged {
        name: String,
        email: String,
    },
    /// To an address that somebody invited to a group, whoever reads it.
    GroupInvitation {
        group: String,
        summary: String,
        inviter: String,
        secret: Secret,
        until: Timestamp,
    },
    /// What the bell says, for whoever wants it by mail. The sentence is in the reader's language already.
    Notification {
        name: String,
        sentence: String,
        detail: String,
        /// Where it leads, and where one chooses to be told less; empty: nowhere.
        path: String,
        settings: String,
    },
}

impl Letter {
    /// The folder of its templates.
    pub fn template(&self) -> &'static str {
        match self {
            Self::SignUp { .. } => "sign-up",
            Self::AlreadyMember { .. } => "already-member",
            Self::SignUpWaiting { .. } => "sign-up-waiting",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Invitation { .. } => "invitation",
            Self::ResetPassword { .. } => "reset-password",
            Self::PasswordChanged { .. } => "password-changed",
            Self::ConfirmEmail { .. } => "confirm-email",
            Self::EmailChanged { .. } => "email-changed",
            Self::GroupInvitation { .. } => "group-invitation",
            Self::Notification { .. } => "notification",
        }
    }

    /// Until when its link works; `None` when it has no link that ends.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::SignUp { until, .. }
            | Self::Invitation { until, .. }
            | Self::GroupInvitation { until, .. }
            | Self::ResetPassword { until, .. }
            | Self::ConfirmEmail { until, .. } => Some(*until),
            _ => None,
        }
    }
}

/// A mail with what became of it.
#[derive(Debug, Clone)]
pub struct Mail {
    pub id: MailId,
    pub to_address: String,
    pub template: String,
    /// `nl` or `en`; `None`: the organisation's first language.
    pub language: Option<String>,
    /// `None` once it left with its secret.
    pub letter: Option<Letter>,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub failed_at: Option<Timestamp>,
    pub attempts: i64,
    pub last_error: Option<String>,
}

impl Mail {
    /// Whether it is of no use any more: its text is gone, or the link in it stopped working.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.letter.as_ref().is_none_or(|letter| letter.until().is_some_and(|until| until <= now))
    }
}

/// Writes a mail that leaves after the commit.
pub async fn send(tx: &mut Tx, to_address: &str, language: Option<&str>, letter: &Letter) -> Result<()> {
    let id: MailId = tx.new_id();
    let stored = serde_json::to_value(letter)?;
    sql("insert into mail (id, to_address, template, language, args, created_at, attempts) \
         values ($1, $2, $3, $4, $5, $6, 0)")
    .bind(id)
    .bind(to_address)
    .bind(letter.template())
    .bind(language.unwrap_or_default())
    .bind(stored["args"].to_string())
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    jobs::enqueue(tx, &Job::SendMail { mail_id: id }).await
}

/// A mail by id, for the worker.
pub async fn find(on: impl Into<On<'_>>, id: MailId) -> Result<Mail> {
    let row: MailRow = sql("select * from mail where id = $1").bind(id).one(on).await?;
    row.into_mail()
}

/// It left. `keeps_secrets` where mails are kept on a page instead of sent.
pub async fn sent(tx: &mut Tx, mail: &Mail, keeps_secrets: bool) -> Result<()> {
    let holds_secret = mail.letter.as_ref().is_some_and(|letter| letter.until().is_some());
    sql("update mail set sent_at = $2, attempts = attempts + 1, last_error = null, \
         args = case when $3 then '{}' else args end where id = $1")
    .bind(mail.id)
    .bind(tx.now())
    .bind(holds_secret && !keeps_secrets)
    .execute(tx)
    .await?;
    Ok(())
}

/// It did not leave: now (`is_final` false, the job comes back) or never (administrators see it and may have it tried
/// again; the secret in it stops working by itself within a week).
pub async fn failed(tx: &mut Tx, mail: &Mail, error: &str, is_final: bool) -> Result<()> {
    let error: String = error.chars().take(500).collect();
    sql("update mail set attempts = attempts + 1, last_error = $2, failed_at = $3 where id = $1")
        .bind(mail.id)
        .bind(error)
        .bind(is_final.then(|| tx.now()))
        .execute(tx)
        .await?;
    Ok(())
}

/// Tries a mail again that was given up or waits for its next try.
pub async fn retry(tx: &mut Tx, principal: &Principal, id: MailId) -> Result<()> {
    let mail = find_unsent(tx, principal, id).await?;
    if mail.is_expired(tx.now()) {
        return Err(Error::Conflict("mails-expired"));
    }
    sql("update mail set failed_at = null, attempts = 0 where id = $1").bind(id).execute(&mut *tx).await?;
    jobs::restart(tx, &Job::SendMail { mail_id: id }).await?;
    record(tx, principal, "mail.retry", &mail).await
}

/// Forgets a mail that did not leave.
pub async fn drop_unsent(tx: &mut Tx, principal: &Principal, id: MailId) -> Result<()> {
    let mail = find_unsent(tx, principal, id).await?;
    jobs::cancel(tx, &Job::SendMail { mail_id: id }).await?;
    sql("delete from mail where id = $1").bind(id).execute(&mut *tx).await?;
    record(tx, principal, "mail.drop", &mail).await
}

async fn find_unsent(tx: &mut Tx, principal: &Principal, id: MailId) -> Result<Mail> {
    principal.require_administrator()?;
    let mail = find(&mut *tx, id).await?;
    if mail.sent_at.is_some() { Err(Error::Conflict("mails-sent")) } else { Ok(mail) }
}

async fn record(tx: &mut Tx, principal: &Principal, action: &str, mail: &Mail) -> Result<()> {
    let detail = json!({ "mail": mail.template });
    audit::record(tx, principal, action, &format!("mail:{}", mail.id), detail).await
}

/// A mail that did not leave, and when it is tried again; `None` when it is not.
#[derive(Debug, Clone)]
pub struct Unsent {
    pub mail: Mail,
    pub next_try_at: Option<Timestamp>,
}

/// Mails that were given up or wait, the newest first, older than `after` when given, at most `limit`; for administrators.
pub async fn list_unsent(
    db: &Db,
    principal: &Principal,
    after: Option<MailId>,
    limit: i64,
) -> Result<Vec<Unsent>> {
    principal.require_administrator()?;
    // Ids are made in the order of time.
    let rows: Vec<MailRow> =
        sql("select * from mail where sent_at is null and id < $1 order by id desc limit $2")
            .bind(after.unwrap_or(MailId(uuid::Uuid::max())))
            .bind(limit)
            .all(db)
            .await?;
    let mails = rows.into_iter().map(MailRow::into_mail).collect::<Result<Vec<_>>>()?;
    let jobs: Vec<Job> = mails.iter().map(|mail| Job::SendMail { mail_id: mail.id }).collect();
    let due = jobs::list_due(db, &jobs).await?;
    let next =
        |id: MailId| due.iter().find(|(job, _)| *job == Job::SendMail { mail_id: id }).map(|(_, at)| *at);
    Ok(mails.into_iter().map(|mail| Unsent { next_try_at: next(mail.id), mail }).collect())
}

/// The newest mails first, at most `limit`; for administrators, and for the demo's page.
pub async fn list(db: &Db, principal: &Principal, limit: i64) -> Result<Vec<Mail>> {
    principal.require_administrator()?;
    let rows: Vec<MailRow> =
        sql("select * from mail order by created_at desc, id desc limit $1").bind(limit).all(db).await?;
    rows.into_iter().map(MailRow::into_mail).collect()
}

/// How many mails never left in the last 30 days, and how many are being tried again.
pub async fn count_trouble(db: &Db) -> Result<(i64, i64)> {
    sql("select count(failed_at), count(*) - count(failed_at) from mail \
         where sent_at is null and last_error is not null and created_at > $1")
    .bind(db.now().minus(Duration::from_secs(30 * 24 * 3600)))
    .one(db)
    .await
}

#[derive(sqlx::FromRow)]
struct MailRow {
    id: MailId,
    to_address: String,
    template: String,
    language: String,
    args: String,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
    failed_at: Option<Timestamp>,
    attempts: i64,
    last_error: Option<String>,
}

impl MailRow {
    fn into_mail(self) -> Result<Mail> {
        Ok(Mail {
            letter: read_letter(&self.template, &self.args)?,
            id: self.id,
            to_address: self.to_address,
            template: self.template,
            language: Some(self.language).filter(|language| !language.is_empty()),
            created_at: self.created_at,
            sent_at: self.sent_at,
            failed_at: self.failed_at,
            attempts: self.attempts,
            last_error: self.last_error,
        })
    }
}

fn read_letter(template: &str, args: &str) -> Result<Option<Letter>> {
    if args == "{}" {
        return Ok(None);
    }
    let args: serde_json::Value = serde_json::from_str(args)?;
    Ok(Some(serde_json::from_value(serde_json::json!({ "template": template, "args": args }))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_back_from_its_template_and_values() {
        let letter = Letter::ConfirmEmail {
            name: "Sanne".into(),
            secret: Secret::generate("").unwrap(),
            until: Timestamp(9),
        };
        let stored = serde_json::to_value(&letter).unwrap();
        assert_eq!(stored["template"], letter.template());
        assert_eq!(read_letter(letter.template(), &stored["args"].to_string()).unwrap(), Some(letter));
    }
}
