//! A mail as it travels: headers that say what it is, the text, and the HTML beside it.

use std::time::{Duration, UNIX_EPOCH};

use domain::Timestamp;
use domain::mail::Mail;
use lettre::Message;
use lettre::address::Address;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use super::letter::{self, Written};
use super::transport::Undelivered;
use crate::state::Ctx;

/// Everything but the body, which follows from the letter. What an address cannot be written to never leaves.
pub(super) fn compose(ctx: &Ctx, mail: &Mail, written: Written) -> Result<Message, Undelivered> {
    let to: Address = mail.to_address.parse().map_err(|error| {
        Undelivered::for_good(format!("{} is no address of mail: {error}", mail.to_address))
    })?;
    let host = ctx.config.instance.host.name();
    let settings = mail.letter.as_ref().and_then(|letter| letter::settings(ctx, letter));
    let builder = match settings {
        Some(settings) => Message::builder().header(ListUnsubscribe(format!("<{settings}>"))),
        None => Message::builder(),
    };
    builder
        .from(sender(ctx)?)
        .to(Mailbox::new(None, to))
        .subject(written.subject)
        // The same at every try, so that a mail program shows a repeated mail once.
        .message_id(Some(format!("<{}@{host}>", mail.id)))
        .date(UNIX_EPOCH + since_1970(mail.created_at))
        .header(AutoSubmitted)
        .header(ContentLanguage(written.language.to_owned()))
        .multipart(MultiPart::alternative_plain_html(written.text, written.html))
        .map_err(|error| Undelivered::for_good(error.to_string()))
}

/// `noreply@host`, or what the configuration says; with the organisation's name where it says no other.
fn sender(ctx: &Ctx) -> Result<Mailbox, Undelivered> {
    let from = ctx.config.mail_from();
    let mailbox: Mailbox =
        from.parse().map_err(|error| Undelivered::for_now(format!("mail.from `{from}`: {error}")))?;
    let name = mailbox.name.or_else(|| Some(ctx.config.instance.name.clone()));
    Ok(Mailbox::new(name, mailbox.email))
}

fn since_1970(at: Timestamp) -> Duration {
    at.since(Timestamp(0))
}

/// RFC 3834: nobody's holiday message answers this.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 2369: mail programs show a button that leads to the page where one chooses to be told less.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// For whoever has it read aloud.
#[derive(Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}
