//! How a mail leaves: to a mail server, to a folder, or not at all where mails stay on a page.

use std::path::PathBuf;
use std::time::Duration;

use domain::{Error, MailId, Result};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use crate::config::{Mail, MailDelivery, Secret};

const SECONDS_MAX: u64 = 30;
/// Connections kept open to the mail server.
const CONNECTIONS_MAX: u32 = 4;

/// The way out of one instance.
pub enum Transport {
    /// Mails stay in the database, with their links, and are shown on a page.
    Outbox,
    /// One file a mail.
    File(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Why a mail did not leave.
#[derive(Debug)]
pub struct Undelivered {
    pub text: String,
    /// Trying again does not help.
    pub is_final: bool,
}

impl Undelivered {
    pub fn for_now(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_final: false }
    }

    pub fn for_good(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_final: true }
    }
}

impl Transport {
    /// Connects to nothing yet: a mail server that is down must not keep an organisation from starting.
    pub fn open(mail: &Mail) -> Result<Self> {
        Ok(match &mail.delivery {
            MailDelivery::Outbox => Self::Outbox,
            MailDelivery::File(folder) => Self::File(folder.clone()),
            MailDelivery::Smtp(url) => Self::Smtp(smtp(url, mail)?),
        })
    }

    /// Goes as far as it can without a mail: connects and signs in, or makes the folder.
    pub async fn try_out(&self) -> Result<(), String> {
        match self {
            Self::Outbox => Ok(()),
            Self::File(folder) => {
                let made = tokio::fs::create_dir_all(folder).await;
                made.map_err(|error| format!("could not make {}: {error}", folder.display()))
            }
            Self::Smtp(server) => match server.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err("the mail server broke off".into()),
                Err(error) => Err(chain(&error)),
            },
        }
    }

    pub(super) async fn send(&self, id: MailId, message: &Message) -> Result<(), Undelivered> {
        match self {
            Self::Outbox => Ok(()),
            Self::File(folder) => write_file(folder, id, message).await,
            Self::Smtp(server) => match server.send(message.clone()).await {
                Ok(_) => Ok(()),
                Err(error) => Err(Undelivered { text: chain(&error), is_final: is_final(&error) }),
            },
        }
    }
}

/// The name comes from the mail, so that a second try writes the same file; whoever picks it up finds a whole one.
async fn write_file(folder: &PathBuf, id: MailId, message: &Message) -> Result<(), Undelivered> {
    let (path, part) = (folder.join(format!("{id}.eml")), folder.join(format!(".{id}.part")));
    let write = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&part, message.formatted()).await?;
        tokio::fs::rename(&part, &path).await
    };
    write.await.map_err(|error| Undelivered::for_now(format!("could not write {}: {error}", path.display())))
}

fn smtp(url: &Secret, mail: &Mail) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let url = Url::parse(url.expose()).map_err(|_| Error::internal("mail.delivery is no address"))?;
    let host = url.host_str().unwrap_or_default();
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(url.port().unwrap_or(if url.scheme() == "smtps" { 465 } else { 25 }))
        .tls(tls(&url, host, mail)?)
        .timeout(Some(Duration::from_secs(SECONDS_MAX)))
        .pool_config(PoolConfig::new().max_size(CONNECTIONS_MAX));
    if let Some(password) = url.password() {
        builder = builder.credentials(Credentials::new(plain(url.username())?, plain(password)?));
    }
    Ok(builder.build())
}

/// `smtps:` is TLS from the first byte. `smtp:` changes to TLS where the server offers it, and insists on it before it
/// shows a password or when `?tls=required` says so.
fn tls(url: &Url, host: &str, mail: &Mail) -> Result<Tls> {
    if url.query() == Some("tls=none") {
        return Ok(Tls::None);
    }
    let parameters = trust(host, mail)?;
    Ok(match (url.scheme(), url.query()) {
        ("smtps", _) => Tls::Wrapper(parameters),
        (_, Some("tls=required")) => Tls::Required(parameters),
        _ if url.password().is_some() => Tls::Required(parameters),
        _ => Tls::Opportunistic(parameters),
    })
}

fn trust(host: &str, mail: &Mail) -> Result<TlsParameters> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &mail.extra_ca {
        let pem = std::fs::read(path)
            .map_err(|error| Error::internal(format!("mail.extra_ca {}: {error}", path.display())))?;
        let certificate = Certificate::from_pem(&pem).map_err(Error::internal)?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(Error::internal)
}

/// User and password stand percent-encoded in an address.
fn plain(text: &str) -> Result<String> {
    let pair = format!("x={}", text.replace('+', "%2B"));
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    decoded.ok_or_else(|| Error::internal("mail.delivery: user or password"))
}

/// 5xx about this mail or its reader is final; 53x is about our password, which an operator can mend.
fn is_final(error: &lettre::transport::smtp::Error) -> bool {
    let is_about_us = error.status().is_some_and(|code| u16::from(code) / 10 == 53);
    error.is_permanent() && !is_about_us
}

/// With the cause, which alone says something.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = inner.source();
    }
    text
}
