//! `plein admin`: what an operator does with administrators, also when none of them gets in any more.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::accounts::{Passwords, administer};
use domain::{Clock, Error, Principal};

use super::{Failure, Outcome, say};
use crate::config::Config;
use crate::i18n::{Language, Texts};
use crate::instance::{create_data_dir, open_database, settle};

#[derive(Subcommand)]
pub enum Command {
    /// Make an administrator, or make one of an account that exists. Without a password file a link is printed.
    Create(Create),
}

#[derive(Args)]
pub struct Create {
    /// The name as colleagues see it; the name of an account that exists stays as it is.
    #[arg(long)]
    name: String,
    /// The address to sign in with.
    #[arg(long)]
    email: String,
    /// A file whose first line is the password. Passwords on a command line are read by others.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub async fn run(command: Command, config: Config, clock: Clock) -> Outcome {
    let Command::Create(create) = command;
    create_data_dir(&config)?;
    let db = open_database(&config, &clock).await?;
    db.migrate().await?;
    settle(&db, &config).await?;
    let password = read_password(&create)?;
    let made = async {
        let about = [create.name.as_str(), &create.email, &config.instance.name];
        let hash = match &password {
            Some(password) => Some(Passwords::new(1).accept("password", password, &about).await?),
            None => None,
        };
        let operator = Principal::System("command line");
        db.write(async |tx| {
            administer::create_administrator(tx, &operator, &create.name, &create.email, hash.as_ref()).await
        })
        .await
    };
    let link = made.await.map_err(in_words)?;
    db.close().await;
    match link {
        None => say(&format!("{} is administrator.", create.email)),
        Some((secret, until)) => {
            let address = format!("{}/invitation/{}", config.origin(), secret.expose());
            let until = Texts::new(Language::En).exact(until);
            say(&format!("{} is administrator. Choose a password before {until}:\n{address}", create.email));
        }
    }
    Ok(())
}

fn read_password(create: &Create) -> Result<Option<String>, Failure> {
    let Some(path) = &create.password_file else { return Ok(None) };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure(format!("cannot read {}: {error}", path.display())))?;
    Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
}

/// A refusal of the house, one line for each thing to mend.
fn in_words(error: Error) -> Failure {
    let t = Texts::new(Language::En);
    Failure(match error {
        Error::Invalid(errors) => {
            let lines = errors.iter().map(|error| format!("--{}: {}", error.field, t.error(error)));
            lines.collect::<Vec<_>>().join("\n")
        }
        Error::Conflict(key) => t.get(key),
        other => other.to_string(),
    })
}
