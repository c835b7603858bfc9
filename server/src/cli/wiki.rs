//! `plein wiki verify`: whether every version of every page still is what was written, and every merge what it says.

use domain::Clock;
use domain::wiki::verify::{self, Broken, Fault};

use super::{Failure, Outcome};
use crate::config::Config;
use crate::instance::open_database;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Recompute the chain of every page.
    Verify,
}

pub async fn run(command: Command, config: Config, clock: Clock) -> Outcome {
    let Command::Verify = command;
    let db = open_database(&config, &clock).await?;
    let verified = verify::verify(&db).await?;
    db.close().await;
    if !verified.broken.is_empty() {
        return Err(Failure(verified.broken.iter().map(sentence).collect::<Vec<_>>().join("\n")));
    }
    let (versions, pages, erased) = (verified.versions, verified.pages, verified.erased);
    super::say(&format!(
        "The wiki is whole: {versions} versions of {pages} pages fit, of which {erased} have no text any more."
    ));
    Ok(())
}

fn sentence(broken: &Broken) -> String {
    let what = match broken.fault {
        Fault::Id => "is not what it was when it was written",
        Fault::Text => "has another text than was written",
        Fault::Parent => "names a version that is not there before it",
        Fault::Merge => "is not what the merge of its two parents gives",
        Fault::Proof => "is not what its author's organisation signed",
        Fault::Order => "does not follow the one before it, or is not the one that the page stands at",
    };
    format!("version {} of page {} {what}", broken.number, broken.page_id)
}
