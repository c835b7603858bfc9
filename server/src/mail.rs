//! Mail: the worker takes a row, writes it in its reader's language and hands it over. Nothing here is called by a page.

mod letter;
mod message;
mod transport;

use domain::jobs::ATTEMPTS_MAX;
use domain::mail::{self, Mail};
use domain::{Error, MailId, Result};

pub use letter::{Written, write};
pub use transport::Transport;

use crate::i18n::{Language, Texts};
use crate::state::Ctx;
use transport::Undelivered;

/// Sends one mail. A second run finds it sent and does nothing; a crash in between may send it twice, under one
/// Message-ID, which mail programs show once.
pub async fn deliver(ctx: &Ctx, id: MailId) -> Result<()> {
    let mail = match mail::find(&ctx.db, id).await {
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    if mail.sent_at.is_some() || mail.failed_at.is_some() {
        return Ok(());
    }
    match send(ctx, &mail).await {
        Ok(()) => {
            let keeps_secrets = matches!(ctx.mail, Transport::Outbox);
            ctx.db.write(async |tx| mail::sent(tx, &mail, keeps_secrets).await).await
        }
        Err(undelivered) => note(ctx, &mail, undelivered).await,
    }
}

async fn send(ctx: &Ctx, mail: &Mail) -> Result<(), Undelivered> {
    let letter = mail.letter.as_ref().ok_or_else(|| Undelivered::for_good("its text is gone"))?;
    if letter.until().is_some_and(|until| until <= ctx.clock.now()) {
        return Err(Undelivered::for_good("its link ran out before it could leave"));
    }
    let written = write(ctx, mail).map_err(|error| Undelivered::for_now(error.to_string()))?;
    let message = message::compose(ctx, mail, written)?;
    ctx.mail.send(mail.id, &message).await
}

/// Tried again later, or given up and shown to administrators.
async fn note(ctx: &Ctx, mail: &Mail, undelivered: Undelivered) -> Result<()> {
    let Undelivered { text, is_final } = undelivered;
    let is_final = is_final || mail.attempts + 1 >= ATTEMPTS_MAX;
    ctx.db.write(async |tx| mail::failed(tx, mail, &text, is_final).await).await?;
    if is_final {
        tracing::warn!(mail = %mail.id, error = text, "gave up a mail");
        return Ok(());
    }
    Err(Error::Unavailable(format!("could not send mail {}: {text}", mail.id)))
}

/// The sentences of a mail's reader.
fn texts(ctx: &Ctx, mail: &Mail) -> Texts {
    let language = mail.language.as_deref().and_then(Language::parse);
    Texts::new(language.unwrap_or_else(|| ctx.config.default_language()))
}
