//! Values parsed once, at the edge: a `Config` that exists is a valid one.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A host name in lower case and ASCII, with a port where it is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Host(String);

impl Host {
    /// The name without the port.
    pub fn name(&self) -> &str {
        self.0.split(':').next().unwrap_or(&self.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Host {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let expected = || format!("expected a host name such as plein.example.nl, found \"{text}\"");
        let url = url::Url::parse(&format!("http://{text}/")).map_err(|_| expected())?;
        let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
        let host = match url.host() {
            Some(url::Host::Domain(name)) => format!("{}{port}", name.trim_end_matches('.')),
            _ => return Err(expected()),
        };
        let is_host_alone = url.path() == "/" && url.username().is_empty() && url.query().is_none();
        if is_host_alone && url.fragment().is_none() { Ok(Self(host)) } else { Err(expected()) }
    }
}

/// An address that begins with http:// or https://.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct WebAddress(url::Url);

impl WebAddress {
    pub fn url(&self) -> &url::Url {
        &self.0
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<String> for WebAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let url = url::Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.map(Self)
            .ok_or_else(|| format!("expected an address such as https://example.nl, found \"{text}\""))
    }
}

/// A text that never shows itself in a log.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Secret(String);

impl Secret {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Which engine, and where.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(Secret),
}

impl TryFrom<String> for DatabaseUrl {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let sqlite = text.strip_prefix("sqlite:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
        match sqlite {
            Some(file) if !file.is_empty() => Ok(Self::Sqlite(file.into())),
            None if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
                Ok(Self::Postgres(Secret(text)))
            }
            _ => Err("expected sqlite:FILE or postgres://user:password@host/name"),
        }
    }
}

impl DatabaseUrl {
    /// The address for the database library, with a relative file placed in the data folder.
    pub fn resolve(&self, data_dir: &Path) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite:{}", data_dir.join(file).display()),
            Self::Postgres(url) => url.expose().to_owned(),
        }
    }
}

/// Where a mail goes.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub enum MailDelivery {
    /// Kept in the database and shown to administrators.
    Outbox,
    /// One file a mail.
    File(PathBuf),
    /// `smtp://` or `smtps://`, with the password in it.
    Smtp(Secret),
}

impl TryFrom<String> for MailDelivery {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.strip_prefix("file:") {
            Some(folder) if !folder.is_empty() => Ok(Self::File(folder.into())),
            None if text == "outbox" => Ok(Self::Outbox),
            None if is_smtp(&text) => Ok(Self::Smtp(Secret(text))),
            _ => Err("expected smtp://…, smtps://…, file:FOLDER or outbox"),
        }
    }
}

fn is_smtp(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        let is_wish_known = match url.query() {
            None | Some("tls=required") => true,
            // A password is never shown in the open.
            Some("tls=none") => url.password().is_none(),
            Some(_) => false,
        };
        matches!(url.scheme(), "smtp" | "smtps") && url.has_host() && is_wish_known
    })
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignUp {
    Closed,
    Invitation,
    Domain,
    Approval,
}

/// Where the bytes of files lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileStore {
    Folder,
    S3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchEngine {
    Embedded,
    Meilisearch,
    Names,
}

/// What the names of indexes begin with: letters, digits, hyphens and underscores, as Meilisearch wants them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct IndexPrefix(String);

impl IndexPrefix {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for IndexPrefix {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_name = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let fits = !text.is_empty() && text.len() <= 64;
        if is_name && fits {
            Ok(Self(text))
        } else {
            Err("expected letters, digits, hyphens and underscores")
        }
    }
}

/// The name of a stylesheet; it becomes part of a path, so only letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Theme(String);

impl Theme {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Theme {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_name = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let fits = !text.is_empty() && text.len() <= 64;
        if is_name && fits { Ok(Self(text)) } else { Err("expected a name of a-z, 0-9 and hyphens") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_perhaps_a_port() {
        let host = |text: &str| Host::try_from(text.to_owned()).map(|host| host.to_string());
        assert_eq!(host("Plein.Utrecht.NL."), Ok("plein.utrecht.nl".into()));
        assert_eq!(host("utrecht.localhost:8080"), Ok("utrecht.localhost:8080".into()));
        assert_eq!(host("zoë.example"), Ok("xn--zo-ija.example".into()));
        for wrong in ["", "a b", "https://plein.nl", "plein.nl/pad", "a@plein.nl", "127.0.0.1", "x#y", "x?y"]
        {
            assert!(host(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_database_is_a_file_or_a_server() {
        let url =
            |text: &str| DatabaseUrl::try_from(text.to_owned()).map(|url| url.resolve(Path::new("/data")));
        assert_eq!(url("sqlite:plein.db").unwrap(), "sqlite:/data/plein.db");
        assert_eq!(url("sqlite:///srv/plein.db").unwrap(), "sqlite:/srv/plein.db");
        assert_eq!(url("postgres://a:b@c/d").unwrap(), "postgres://a:b@c/d");
        assert!(url("sqlite:").is_err() && url("mysql://x").is_err());
    }

    #[test]
    fn mail_has_three_ways_out() {
        let delivery = |text: &str| MailDelivery::try_from(text.to_owned());
        assert!(matches!(delivery("outbox"), Ok(MailDelivery::Outbox)));
        assert!(matches!(delivery("file:/tmp/mail"), Ok(MailDelivery::File(_))));
        assert!(matches!(delivery("smtps://a:b@mail.example"), Ok(MailDelivery::Smtp(_))));
        assert!(delivery("smtp://mail.example?tls=none").is_ok());
        assert!(delivery("smtp://a:b@mail.example?tls=none").is_err() && delivery("smtp://a?x=y").is_err());
        assert!(delivery("smtp://").is_err() && delivery("pigeon").is_err() && delivery("file:").is_err());
    }
}
