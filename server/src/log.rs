//! The log: lines for people on a terminal, JSON for machines otherwise.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::config::Faults;

/// Starts logging to standard error, once per process.
pub fn start(filter: &str) -> Result<(), Faults> {
    let filter = EnvFilter::try_new(filter).map_err(|error| Faults::one(format!("log.filter: {error}")))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match io::stderr().is_terminal() {
        true => log.with_target(false).try_init(),
        false => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| Faults::one(format!("could not start the log: {error}")))
}
