//! The doctor: looks at everything an organisation leans on, says what is wrong and how to mend it.
//!
//! It changes nothing but a file it writes and removes to see whether it may. It works beside a running Plein and
//! without one.

mod data;
mod database;
mod files;
mod host;
mod index;
mod mail;

use domain::Clock;

use crate::config::Config;

/// How it is with one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    Good,
    /// Works, but an operator should know.
    Note,
    Wrong,
}

/// What was found out about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub health: Health,
    /// The thing: "database", "disk".
    pub about: &'static str,
    pub says: String,
    /// What to do; empty for what is good.
    pub mend: String,
}

impl Finding {
    fn good(about: &'static str, says: impl Into<String>) -> Self {
        Self { health: Health::Good, about, says: says.into(), mend: String::new() }
    }

    fn note(about: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { health: Health::Note, about, says: says.into(), mend: mend.into() }
    }

    fn wrong(about: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { health: Health::Wrong, about, says: says.into(), mend: mend.into() }
    }
}

/// Examines everything, in the order in which things lean on each other.
pub async fn examine(config: &Config, clock: &Clock) -> Vec<Finding> {
    let mut findings = vec![mode(config)];
    findings.extend(data::examine(config));
    findings.extend(database::examine(config, clock).await);
    findings.extend(files::examine(config).await);
    findings.push(mail::examine(config).await);
    findings.extend(host::examine(config, clock).await);
    findings
}

fn mode(config: &Config) -> Finding {
    let (name, origin) = (&config.instance.name, config.origin());
    if config.development.enabled {
        return Finding::note(
            "settings",
            format!("{name} at {origin}, in development"),
            "leave [development] out on a server that others can reach",
        );
    }
    Finding::good("settings", format!("{name} at {origin}"))
}
