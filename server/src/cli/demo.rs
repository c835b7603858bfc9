//! `plein demo`: three organisations to look around in, on one port of this machine.

use std::path::PathBuf;

use clap::Args;
use domain::Clock;

use super::{Outcome, say, serve};
use crate::demo::{Demo, Options};

#[derive(Args)]
pub struct Arguments {
    /// Where the demo keeps its data; a later start goes on where this one ends.
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    data: PathBuf,
    /// The port on which all three organisations answer, each under its own name.
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// Print one line of JSON when ready, for scripts.
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: Arguments, clock: Clock) -> Outcome {
    // Quiet unless asked: the terminal is for the addresses and logins.
    let filter = std::env::var("PLEIN_LOG__FILTER");
    crate::log::start(filter.as_deref().unwrap_or("warn,sqlx=error"))?;
    let stop = serve::stop_on_signal()?;
    let options = Options { data: arguments.data, port: arguments.port };
    let demo = tokio::select! {
        demo = Demo::start(&options, clock, &stop) => demo?,
        // Ctrl-C while it adds people: the next start goes on.
        () = stop.cancelled() => return Ok(()),
    };
    match arguments.json {
        true => say(&demo.ready.to_json()?),
        false => say(&demo.ready.to_string()),
    }
    demo.finished().await;
    Ok(())
}
