//! `plein check`: what is wrong, and how to mend it. Ends with an error when something is.

use domain::Clock;

use super::{Failure, Outcome};
use crate::check::{Finding, Health, examine};
use crate::config::Config;

pub async fn run(config: Config, clock: Clock) -> Outcome {
    let findings = examine(&config, &clock).await;
    for finding in &findings {
        super::say(&line(finding));
    }
    match findings.iter().filter(|finding| finding.health == Health::Wrong).count() {
        0 => Ok(()),
        1 => Err(Failure("one thing is wrong".into())),
        wrong => Err(Failure(format!("{wrong} things are wrong"))),
    }
}

fn line(finding: &Finding) -> String {
    let mark = match finding.health {
        Health::Good => "ok   ",
        Health::Note => "note ",
        Health::Wrong => "WRONG",
    };
    let mend =
        if finding.mend.is_empty() { String::new() } else { format!("\n{:>22} {}", "→", finding.mend) };
    format!("{mark} {:<14} {}{mend}", finding.about, finding.says)
}
