//! The database, and what it says of everything that waits in it.

use std::time::Duration;

use domain::db::EngineKind;
use domain::peers::Peer;
use domain::{Clock, Db, Error, Result, instances, peers};

use super::Finding;
use crate::config::Config;
use crate::error::for_operators;
use crate::i18n::{Language, Texts};
use crate::instance::open_database;
use crate::pages::admin::trouble_in_words;

/// Signatures are refused from five minutes on; a clock this far off is on its way there.
const SKEW_MAX: Duration = Duration::from_secs(60);

const DATABASE: &str = "database";

pub async fn examine(config: &Config, clock: &Clock) -> Vec<Finding> {
    if is_not_there_yet(config) {
        return vec![Finding::note(DATABASE, "it is not there yet", "the first start of Plein makes it")];
    }
    let db = match open_database(config, clock).await {
        Ok(db) => db,
        Err(error) => return vec![unreachable(&error)],
    };
    let findings = match schema(&db).await {
        Ok(None) => all(config, &db).await.unwrap_or_else(|error| vec![unreachable(&error)]),
        Ok(Some(finding)) => vec![finding],
        Err(error) => vec![unreachable(&error)],
    };
    db.close().await;
    findings
}

/// Opening a SQLite database would make it; a look should not.
fn is_not_there_yet(config: &Config) -> bool {
    let url = config.database.url.resolve(&config.data.dir);
    url.strip_prefix("sqlite:").is_some_and(|file| !std::path::Path::new(file).exists())
}

fn unreachable(error: &Error) -> Finding {
    Finding::wrong(DATABASE, for_operators(error), "is it running, and does database.url lead to it?")
}

async fn schema(db: &Db) -> Result<Option<Finding>> {
    Ok(match db.pending_migrations().await {
        Ok(0) => None,
        Ok(pending) if pending < 0 => Some(Finding::wrong(
            DATABASE,
            "a newer Plein worked with it",
            "install that version, or restore the backup from before it",
        )),
        Ok(pending) => Some(Finding::wrong(
            DATABASE,
            format!("{pending} changes of the tables wait"),
            "run: plein migrate, or start Plein, which does so too",
        )),
        Err(_) => {
            Some(Finding::note(DATABASE, "it has no tables yet", "the first start of Plein makes them"))
        }
    })
}

async fn all(config: &Config, db: &Db) -> Result<Vec<Finding>> {
    let kind = match db.kind() {
        EngineKind::Sqlite => "SQLite",
        EngineKind::Postgres => "PostgreSQL",
    };
    let mut findings = vec![Finding::good(DATABASE, format!("{kind}, reachable and up to date"))];
    findings.extend(host(config, db).await?);
    findings.extend(damage(db).await?);
    findings.extend(skew(db).await?);
    findings.extend([audit(db).await?, keys(db).await?, jobs(db).await?, deliveries(db).await?]);
    findings.extend(organisations(db).await?);
    findings.extend(super::index::examine(config, db).await);
    Ok(findings)
}

/// Its addresses are built on the host it began with.
async fn host(config: &Config, db: &Db) -> Result<Option<Finding>> {
    let theirs = match instances::home(db).await {
        Ok(home) => home.host,
        // Not begun yet: the first start writes it down.
        Err(_) => return Ok(None),
    };
    let ours = config.instance.host.as_str();
    let says = format!("the database belongs to {theirs}, but instance.host is {ours}");
    let mend = "set instance.host back: other organisations know everybody here by that name. A new name needs a new database";
    Ok((theirs != ours).then(|| Finding::wrong("settings", says, mend)))
}

async fn damage(db: &Db) -> Result<Option<Finding>> {
    let found = db.find_damage().await?;
    let mend = "stop Plein, move the file away, and restore the newest backup that is whole";
    Ok((!found.is_empty()).then(|| Finding::wrong(DATABASE, found.join("; "), mend)))
}

async fn skew(db: &Db) -> Result<Option<Finding>> {
    let Some(theirs) = db.server_now().await? else { return Ok(None) };
    let ours = db.now();
    let apart = ours.since(theirs).max(theirs.since(ours));
    let says = format!("{} s apart from the database's", apart.as_secs());
    Ok(Some(match apart > SKEW_MAX {
        true => Finding::wrong(
            "clock",
            says,
            "let both machines follow a time server (systemd-timesyncd, chrony)",
        ),
        false => Finding::good("clock", says),
    }))
}

async fn audit(db: &Db) -> Result<Finding> {
    Ok(match domain::audit::find_broken(db).await? {
        None => Finding::good("audit", "every row follows the one before it"),
        Some(seq) => Finding::wrong(
            "audit",
            format!("row {seq} was changed or does not follow the one before it"),
            "find out who wrote in the database; compare with a backup from before",
        ),
    })
}

async fn keys(db: &Db) -> Result<Finding> {
    let keys = peers::keys::list(db).await?;
    Ok(match keys.iter().any(|key| key.retired_at.is_none()) {
        true => Finding::good("keys", "there is a key to sign with"),
        false => {
            Finding::note("keys", "there is no key to sign with yet", "the first start of Plein makes one")
        }
    })
}

async fn jobs(db: &Db) -> Result<Finding> {
    let (_, given_up) = domain::jobs::count(db).await?;
    Ok(match given_up {
        0 => Finding::good("jobs", "none was given up"),
        _ => Finding::wrong(
            "jobs",
            format!("{given_up} failed for good: {}", domain::jobs::list_given_up(db, 3).await?.join("; ")),
            "mend the cause; the log names each",
        ),
    })
}

async fn deliveries(db: &Db) -> Result<Finding> {
    let (waiting, held, dead) = domain::delivery::count(db).await?;
    Ok(match (held, dead) {
        (0, 0) => Finding::good("messages", format!("{waiting} on their way to other organisations")),
        _ => Finding::note(
            "messages",
            format!("{held} held and {dead} refused by other organisations"),
            "look at Beheer › Organisaties: each says what it answered",
        ),
    })
}

/// One line each for those that do not answer.
async fn organisations(db: &Db) -> Result<Vec<Finding>> {
    let active = peers::list_active(db).await?;
    let t = Texts::new(Language::En);
    let troubled = active.iter().filter(|peer| peer.last_error.is_some());
    let mut findings: Vec<_> = troubled
        .map(|peer| {
            let (sentence, technical) = trouble_in_words(t, peer.last_error.as_deref().unwrap_or_default());
            Finding::note(
                "organisations",
                format!("{}: {sentence} ({technical})", peer.host),
                format!("Plein keeps trying, next {}; ask them if it lasts", next_try(peer)),
            )
        })
        .collect();
    if findings.is_empty() {
        findings.push(Finding::good("organisations", format!("{} connected, all answer", active.len())));
    }
    Ok(findings)
}

fn next_try(peer: &Peer) -> String {
    peer.next_try_at.map_or_else(|| "soon".to_owned(), |at| format!("at {}", at.to_rfc3339()))
}
