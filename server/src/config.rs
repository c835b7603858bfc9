//! What an operator decides before the start: one struct, three sources.
//!
//! A value comes from the TOML file, from `PLEIN_SECTION__KEY`, or from the file that `PLEIN_SECTION__KEY_FILE`
//! names (for secrets); later sources win. The doc comments below are what `plein config example` prints, so
//! they are written for operators. What an administrator can change on a page while Plein runs is not here.

mod load;
mod values;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

pub use load::{Faults, load};
pub use values::{
    DatabaseUrl, FileStore, Host, IndexPrefix, MailDelivery, SearchEngine, Secret, SignUp, Theme, WebAddress,
};

use crate::i18n::Language;

/// Settings of Plein. Only `instance.host` and `instance.name` must be given.
///
/// Each key can also be set by a variable of the environment: `PLEIN_INSTANCE__HOST` for `host` in `[instance]`.
/// For a secret write `PLEIN_DATABASE__URL_FILE=/run/secrets/database`: the value is read from that file.
/// The environment wins over this file. Check a change with `plein check` before you restart.
#[derive(confique::Config, Clone, Debug)]
pub struct Config {
    /// Who this organisation is.
    #[config(nested)]
    pub instance: Instance,
    /// Where Plein listens.
    #[config(nested)]
    pub listen: Listen,
    /// Where the data is kept.
    #[config(nested)]
    pub database: Database,
    /// What lies beside the database: files, keys, the search index.
    #[config(nested)]
    pub data: Data,
    /// Files that people add to what they publish.
    #[config(nested)]
    pub files: Files,
    /// How mail leaves.
    #[config(nested)]
    pub mail: Mail,
    /// How other organisations are reached.
    #[config(nested)]
    pub federation: Federation,
    /// How colleagues are found.
    #[config(nested)]
    pub search: Search,
    /// How much of the address book one person may read. The limits leave room for a day of hard work, and none for copying
    /// everybody; what a person's programs read counts with what he reads himself.
    #[config(nested)]
    pub reading: Reading,
    /// Limits on what comes from outside.
    #[config(nested)]
    pub limits: Limits,
    /// What is written to the log.
    #[config(nested)]
    pub log: Log,
    /// For demonstrations and tests only. Leave this alone on a server that others can reach.
    #[config(nested)]
    pub development: Development,
}

#[derive(confique::Config, Clone, Debug)]
#[config(validate = Self::validate)]
pub struct Instance {
    /// The host name people type, for example "plein.utrecht.nl". It is part of every address that other
    /// organisations remember: choose it once.
    #[config(env = "PLEIN_INSTANCE__HOST")]
    pub host: Host,
    /// The name in the header and beside your people elsewhere, for example "Gemeente Utrecht".
    #[config(env = "PLEIN_INSTANCE__NAME")]
    pub name: String,
    /// The TOOI address of the organisation, which tells apart organisations with one name, for example
    /// "https://identifier.overheid.nl/tooi/id/gemeente/gm0344".
    #[config(env = "PLEIN_INSTANCE__ORGANISATION_URI")]
    pub organisation_uri: Option<WebAddress>,
    /// The e-mail address of whoever answers about security and accessibility; it stands in /.well-known/security.txt
    /// and in the accessibility statement.
    #[config(env = "PLEIN_INSTANCE__CONTACT")]
    pub contact: Option<String>,
    /// The languages of the pages: "nl", "en".
    #[config(env = "PLEIN_INSTANCE__LANGUAGES", default = ["nl", "en"])]
    pub languages: Vec<Language>,
    /// The house style: a theme that comes with Plein, or the name of a stylesheet in `themes/` of the data folder.
    #[config(env = "PLEIN_INSTANCE__THEME", default = "plein")]
    pub theme: Theme,
    /// Who may make an account until an administrator decides otherwise: "closed", "invitation", "domain"
    /// (an e-mail address of `sign_up_domains`) or "approval".
    #[config(env = "PLEIN_INSTANCE__SIGN_UP", default = "invitation")]
    pub sign_up: SignUp,
    /// The e-mail domains that "domain" admits, for example ["utrecht.nl"].
    #[config(env = "PLEIN_INSTANCE__SIGN_UP_DOMAINS", default = [])]
    pub sign_up_domains: Vec<Host>,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Listen {
    /// The address for people and for other organisations. Put a web server with TLS in front (see the Caddyfile).
    #[config(env = "PLEIN_LISTEN__ADDRESS", default = "127.0.0.1:8080")]
    pub address: SocketAddr,
    /// The address for /livez, /readyz and /metrics; keep it private.
    #[config(env = "PLEIN_LISTEN__METRICS", default = "127.0.0.1:9180")]
    pub metrics: SocketAddr,
    /// The web servers in front whose `X-Forwarded-For` is believed.
    #[config(env = "PLEIN_LISTEN__TRUSTED_PROXIES", default = ["127.0.0.1", "::1"])]
    pub trusted_proxies: Vec<IpAddr>,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Database {
    /// "sqlite:FILE" (a relative file lies in the data folder) or "postgres://user:password@host/name".
    #[config(env = "PLEIN_DATABASE__URL", default = "sqlite:plein.db")]
    pub url: DatabaseUrl,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Data {
    /// The folder; Plein must be able to write in it, and nobody else should read it.
    #[config(env = "PLEIN_DATA__DIR", default = "/var/lib/plein")]
    pub dir: PathBuf,
}

#[derive(confique::Config, Clone, Debug)]
#[config(validate = Self::validate)]
pub struct Files {
    /// "folder" (the folder `files` in the data folder) or "s3" (a bucket of an S3 server).
    #[config(env = "PLEIN_FILES__STORE", default = "folder")]
    pub store: FileStore,
    /// The bucket; it must exist, and nobody else may read it.
    #[config(env = "PLEIN_FILES__BUCKET")]
    pub bucket: Option<String>,
    /// The address of the S3 server, for example "https://s3.example:9000"; without it, Amazon's.
    #[config(env = "PLEIN_FILES__ENDPOINT")]
    pub endpoint: Option<WebAddress>,
    /// The region, where the server has any.
    #[config(env = "PLEIN_FILES__REGION", default = "eu-central-1")]
    pub region: String,
    /// The key to the bucket.
    #[config(env = "PLEIN_FILES__ACCESS_KEY")]
    pub access_key: Option<String>,
    /// Its secret.
    #[config(env = "PLEIN_FILES__SECRET_KEY")]
    pub secret_key: Option<Secret>,
    /// The largest file in bytes.
    #[config(env = "PLEIN_FILES__SIZE_BYTES_MAX", default = 100000000)]
    pub size_bytes_max: u64,
    /// The virus scanner: host and port of clamd (ClamAV), for example "127.0.0.1:3310". Without it nothing is checked, and
    /// administrators are told so.
    #[config(env = "PLEIN_FILES__CLAMD")]
    pub clamd: Option<String>,
    /// The largest file in bytes that clamd looks at: at most its StreamMaxLength, MaxFileSize and MaxScanSize. What is larger
    /// is not taken, since nobody could look at it.
    #[config(env = "PLEIN_FILES__CLAMD_SIZE_BYTES_MAX", default = 100000000)]
    pub clamd_size_bytes_max: u64,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Mail {
    /// "smtp://host:25", "smtp://user:password@host:587", "smtps://user:password@host:465",
    /// "file:FOLDER" (one file a mail), or "outbox" (mails stay on a page for administrators).
    /// "smtp:" changes to TLS where the server offers it, and insists on it before it shows a password or when
    /// the address ends in "?tls=required"; "?tls=none" switches it off.
    #[config(env = "PLEIN_MAIL__DELIVERY", default = "outbox")]
    pub delivery: MailDelivery,
    /// The sender; by default noreply@ and the host.
    #[config(env = "PLEIN_MAIL__FROM")]
    pub from: Option<String>,
    /// A file with one further certificate (PEM) to trust, for a mail server with a certificate of your own.
    #[config(env = "PLEIN_MAIL__EXTRA_CA")]
    pub extra_ca: Option<PathBuf>,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Federation {
    /// Hosts and networks with private addresses that Plein may connect to, for example
    /// ["plein.intern.example", "10.8.0.0/16"]. All others with a private address are refused.
    #[config(env = "PLEIN_FEDERATION__PRIVATE_HOSTS", default = [])]
    pub private_hosts: Vec<String>,
    /// A file with further certificates (PEM) to trust.
    #[config(env = "PLEIN_FEDERATION__EXTRA_CA")]
    pub extra_ca: Option<PathBuf>,
    /// A proxy for everything that leaves, for example "http://proxy.example:3128".
    #[config(env = "PLEIN_FEDERATION__EGRESS_PROXY")]
    pub egress_proxy: Option<WebAddress>,
}

#[derive(confique::Config, Clone, Debug)]
#[config(validate = Self::validate)]
pub struct Search {
    /// "embedded" (an index in the data folder), "meilisearch" (people on a server of that name, for very large
    /// organisations) or "names" (names only, in the database). What is published stays in the data folder.
    #[config(env = "PLEIN_SEARCH__ENGINE", default = "embedded")]
    pub engine: SearchEngine,
    /// The address of the Meilisearch server, for example "http://127.0.0.1:7700".
    #[config(env = "PLEIN_SEARCH__URL")]
    pub url: Option<WebAddress>,
    /// Its key: one made for Plein, with no more rights than docs/meilisearch.md lists.
    #[config(env = "PLEIN_SEARCH__KEY")]
    pub key: Option<Secret>,
    /// What the names of Plein's indexes on that server begin with; another one for each Plein that shares it.
    #[config(env = "PLEIN_SEARCH__INDEX", default = "plein")]
    pub index: IndexPrefix,
}

#[derive(confique::Config, Clone, Debug)]
#[config(validate = Self::validate)]
pub struct Reading {
    /// Lists of names that appear while one types, in a minute: each letter asks for one.
    #[config(env = "PLEIN_READING__NAMES_PER_MINUTE", default = 240)]
    pub names_per_minute: u32,
    /// The same in a day: about three hundred names looked up letter by letter.
    #[config(env = "PLEIN_READING__NAMES_PER_DAY", default = 5000)]
    pub names_per_day: u32,
    /// Pages of answers to a search, of twenty people each, in a minute. Results appear while one types, so that one question
    /// takes a handful.
    #[config(env = "PLEIN_READING__SEARCHES_PER_MINUTE", default = 120)]
    pub searches_per_minute: u32,
    /// The same in a day: some hundreds of questions.
    #[config(env = "PLEIN_READING__SEARCHES_PER_DAY", default = 2000)]
    pub searches_per_day: u32,
    /// Profiles opened in a minute: faster than anyone reads.
    #[config(env = "PLEIN_READING__PROFILES_PER_MINUTE", default = 60)]
    pub profiles_per_minute: u32,
    /// The same in a day. Who puts a project together opens some sixty in an hour.
    #[config(env = "PLEIN_READING__PROFILES_PER_DAY", default = 600)]
    pub profiles_per_day: u32,
    /// Profiles that one connected organisation asks for one by one in a day. Its copy of your address book comes another way,
    /// so this only has to do for authors that it meets for the first time.
    #[config(env = "PLEIN_READING__PEER_PROFILES_PER_DAY", default = 5000)]
    pub peer_profiles_per_day: u32,
    /// From which part of a day's limit, in percent, the audit says that somebody read unusually much. It says how much,
    /// never whom or what.
    #[config(env = "PLEIN_READING__LOGGED_FROM_PERCENT", default = 50)]
    pub logged_from_percent: u32,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Limits {
    /// The largest request in bytes, but for photos.
    #[config(env = "PLEIN_LIMITS__BODY_BYTES_MAX", default = 1048576)]
    pub body_bytes_max: usize,
    /// The longest a request may take, in seconds.
    #[config(env = "PLEIN_LIMITS__REQUEST_SECONDS_MAX", default = 30)]
    pub request_seconds_max: u64,
    /// Requests a minute from one address before it has to wait.
    #[config(env = "PLEIN_LIMITS__REQUESTS_PER_MINUTE", default = 1200)]
    pub requests_per_minute: u32,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Log {
    /// How much: "error", "warn", "info", "debug", or a list such as "info,federation=debug".
    #[config(env = "PLEIN_LOG__FILTER", default = "info")]
    pub filter: String,
}

#[derive(confique::Config, Clone, Debug)]
pub struct Development {
    /// Addresses begin with http:// and mails and components have pages.
    #[config(env = "PLEIN_DEVELOPMENT__ENABLED", default = false)]
    pub enabled: bool,
}

impl Instance {
    fn validate(&self) -> Result<(), &'static str> {
        match self {
            Self { name, .. } if name.trim().is_empty() => Err("instance.name: expected a name"),
            Self { languages, .. } if languages.is_empty() => {
                Err("instance.languages: expected at least one language")
            }
            _ => Ok(()),
        }
    }
}

impl Reading {
    fn validate(&self) -> Result<(), &'static str> {
        match self.logged_from_percent {
            1..=100 => Ok(()),
            _ => Err("reading.logged_from_percent: expected a number from 1 to 100"),
        }
    }
}

impl Files {
    fn validate(&self) -> Result<(), &'static str> {
        match self {
            Self { size_bytes_max: 0, .. } => Err("files.size_bytes_max: expected at least one byte"),
            Self { store: FileStore::S3, bucket: None, .. } => {
                Err("files.bucket: expected the name of a bucket, since files.store is s3")
            }
            _ => Ok(()),
        }
    }
}

impl Search {
    fn validate(&self) -> Result<(), &'static str> {
        match self {
            Self { engine: SearchEngine::Meilisearch, url: None, .. } => Err(
                "search.url: expected the address of a Meilisearch server, since search.engine is meilisearch",
            ),
            _ => Ok(()),
        }
    }

    /// Where people are indexed, unless that is the data folder or nowhere.
    pub fn meilisearch(&self) -> Option<search::meilisearch::Address> {
        let url = self.url.as_ref().filter(|_| self.engine == SearchEngine::Meilisearch)?;
        Some(search::meilisearch::Address {
            url: url.as_str().trim_end_matches('/').to_owned(),
            key: self.key.as_ref().map(|key| key.expose().to_owned()),
            prefix: self.index.as_str().to_owned(),
        })
    }
}

impl Config {
    /// `https://host`, or `http://host` in development: what every address of this instance begins with.
    pub fn origin(&self) -> String {
        let scheme = if self.development.enabled { "http" } else { "https" };
        format!("{scheme}://{}", self.instance.host)
    }

    /// The language of whoever expressed no preference we can serve.
    pub fn default_language(&self) -> Language {
        self.instance.languages.first().copied().unwrap_or_default()
    }

    /// The sender of mails.
    pub fn mail_from(&self) -> String {
        let default = || format!("noreply@{}", self.instance.host.name());
        self.mail.from.clone().unwrap_or_else(default)
    }

    /// The commented default configuration, as `deploy/config.default.toml` has it.
    pub fn example() -> String {
        without_variables(&confique::toml::template::<Self>(confique::toml::FormatOptions::default()))
    }
}

/// Leaves out the variable's name under every key: the rule stands once at the top.
fn without_variables(example: &str) -> String {
    let names_variable =
        |line: Option<&&str>| line.is_some_and(|line| line.starts_with("# Can also be specified"));
    let lines: Vec<_> = example.lines().collect();
    let kept = lines.iter().enumerate().filter(|(at, line)| {
        let is_gap = **line == "#" && names_variable(lines.get(at + 1));
        !names_variable(Some(line)) && !is_gap
    });
    kept.map(|(_, line)| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use confique::Config as _;
    use confique::meta::{FieldKind, Meta};

    #[test]
    fn every_key_is_named_after_its_place_in_the_environment() {
        let Meta { fields, .. } = Config::META;
        for section in fields {
            let FieldKind::Nested { meta } = section.kind else { panic!("{} is no section", section.name) };
            for key in meta.fields {
                let FieldKind::Leaf { env, .. } = key.kind else { panic!("{} is no key", key.name) };
                let expected = format!("PLEIN_{}__{}", section.name, key.name).to_uppercase();
                assert_eq!(env, Some(expected.as_str()));
                assert!(!key.doc.is_empty(), "{} is not explained", key.name);
            }
        }
    }

    #[test]
    fn the_example_in_deploy_is_what_the_program_prints() {
        let file = include_str!("../../deploy/config.default.toml");
        assert_eq!(file, Config::example(), "run: plein config example > deploy/config.default.toml");
    }
}
