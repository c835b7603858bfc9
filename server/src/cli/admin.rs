//! `plein admin`: what an operator does with administrators, also when none of them gets in any more.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::accounts::administer::{self, Made};
use domain::accounts::{PasswordHash, Passwords};
use domain::{Clock, Error, Principal};

use super::{Failure, Outcome, open, say, typed};
use crate::config::Config;
use crate::i18n::{Language, Texts};
use crate::instance::settle;

#[derive(Subcommand)]
pub enum Command {
    /// Make an administrator, or make one of an account that exists. Without a password a link to choose one is printed.
    Create(Create),
}

#[derive(Args)]
pub struct Create {
    /// The name as colleagues see it. Needed for a new account; an account that exists keeps its name.
    #[arg(long, default_value = "")]
    name: String,
    /// The address to sign in with.
    #[arg(long)]
    email: String,
    /// Type the password, twice and unseen.
    #[arg(long, conflicts_with = "password_file")]
    ask_password: bool,
    /// A file whose first line is the password. Passwords on a command line are read by others.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub async fn run(command: Command, config: Config, clock: Clock) -> Outcome {
    let Command::Create(create) = command;
    let password = read_password(&create)?;
    let hash = accept(&create, &config, password).await.map_err(in_words)?;
    let db = open(&config, &clock).await?;
    db.migrate().await?;
    settle(&db, &config).await?;
    let operator = Principal::System("command line");
    let made = db
        .write(async |tx| {
            administer::create_administrator(tx, &operator, &create.name, &create.email, hash.as_ref()).await
        })
        .await;
    db.close().await;
    tell(&create.email, &made.map_err(in_words)?, &config);
    Ok(())
}

/// Refuses a weak password before anything is opened or written.
async fn accept(
    create: &Create,
    config: &Config,
    password: Option<String>,
) -> domain::Result<Option<PasswordHash>> {
    let about = [create.name.as_str(), &create.email, &config.instance.name];
    match password {
        Some(password) => Passwords::new(1).accept("password", &password, &about).await.map(Some),
        None => Ok(None),
    }
}

fn tell(email: &str, made: &Made, config: &Config) {
    let what = match (made.is_new, &made.link) {
        (true, _) => format!("{email} is administrator."),
        (false, None) => format!(
            "{email} had an account already. It is administrator now and has the new password; it is signed out everywhere."
        ),
        (false, Some(_)) => {
            format!("{email} had an account already. It is administrator now and keeps its password.")
        }
    };
    say(&what);
    if let Some((secret, until)) = &made.link {
        let until = Texts::new(Language::En).exact(*until);
        let address = format!("{}/invitation/{}", config.origin(), secret.expose());
        say(&format!("To choose a password, open this before {until}:\n{address}"));
    }
}

fn read_password(create: &Create) -> Result<Option<String>, Failure> {
    if create.ask_password {
        return typed::password().map(Some);
    }
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
