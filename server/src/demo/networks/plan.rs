//! From what is written in the files to who does what when, in one order for all networks.

use std::time::Duration;

use domain::Timestamp;
use domain::acts::Mark;
use domain::error::{Error, Result};
use domain::groups::{JoinPolicy, Role};
use domain::items::signs::Sign;

use super::book::{Entry, Joining, Network, Signs};

/// One thing that one person does.
#[derive(Debug, Clone)]
pub struct Deed<'a> {
    pub at: Timestamp,
    pub by: &'a str,
    pub network: &'a Network,
    pub what: What<'a>,
}

impl Deed<'_> {
    /// Why the demo cannot begin.
    pub fn failed(&self, error: &Error) -> Error {
        let (at, network) = (self.at.to_rfc3339(), &self.network.key);
        Error::internal(format!("{} at {at} in {network}: {:?}: {error:?}", self.by, self.what))
    }
}

#[derive(Debug, Clone)]
pub enum What<'a> {
    Found,
    Join {
        answer: &'a str,
    },
    Invite {
        whom: &'a str,
    },
    Admit {
        whom: &'a str,
    },
    Promote {
        whom: &'a str,
        role: Role,
    },
    Publish {
        entry: usize,
        closes_at: Option<Timestamp>,
    },
    Comment {
        entry: usize,
        comment: usize,
    },
    Accept {
        entry: usize,
        comment: usize,
    },
    Sign {
        entry: usize,
        comment: Option<usize>,
        sign: Sign,
    },
    Vote {
        entry: usize,
        options: Vec<i64>,
    },
    Mark {
        entry: usize,
        mark: Mark,
    },
    /// Writes a page of the wiki, or writes it anew.
    Write {
        page: usize,
    },
    /// Looks at everything he was told.
    Read,
}

impl What<'_> {
    /// Whether other organisations have to read lists before it is known there, which is jobs' work.
    pub fn needs_jobs(&self) -> bool {
        matches!(
            self,
            Self::Found | Self::Join { .. } | Self::Invite { .. } | Self::Admit { .. } | Self::Promote { .. }
        )
    }
}

const HOUR: Duration = Duration::from_secs(3600);
/// After the last comment its readers give their signs.
const SIGNS_AFTER: Duration = Duration::from_secs(2 * 3600);
/// When people look at what they were told, the last time before the demo begins.
const READ_AT: &str = "4 08:30";

/// Everything in the order in which it happens; for a demo that began at `present`.
pub fn plan(networks: &[Network], present: Timestamp) -> Result<Vec<Deed<'_>>> {
    let mut deeds = Vec::new();
    for network in networks {
        let mut plan = Plan { network, present, deeds: Vec::new() };
        plan.people();
        for (at, entry) in network.entries.iter().enumerate() {
            plan.entry(at, entry)?;
        }
        for (page, leaf) in network.pages.iter().enumerate() {
            plan.add(leaf.at.before(present), &leaf.by, What::Write { page });
        }
        plan.reading()?;
        deeds.append(&mut plan.deeds);
    }
    deeds.sort_by_key(|deed| deed.at);
    Ok(deeds)
}

struct Plan<'a> {
    network: &'a Network,
    present: Timestamp,
    deeds: Vec<Deed<'a>>,
}

impl<'a> Plan<'a> {
    fn add(&mut self, at: Timestamp, by: &'a str, what: What<'a>) {
        self.deeds.push(Deed { at, by, network: self.network, what });
    }

    fn people(&mut self) {
        let network = self.network;
        let owner = network.owner.as_str();
        self.add(network.founded.before(self.present), owner, What::Found);
        for Joining { at, by, answer, role } in &network.members {
            let at = at.before(self.present);
            if network.join == JoinPolicy::Invitation {
                self.add(at.minus(HOUR), owner, What::Invite { whom: by });
            }
            self.add(at, by, What::Join { answer });
            if network.join == JoinPolicy::Request {
                self.add(at.plus(HOUR), owner, What::Admit { whom: by });
            }
            if let Some(role) = *role {
                self.add(at.plus(2 * HOUR), owner, What::Promote { whom: by, role });
            }
        }
    }

    fn entry(&mut self, entry: usize, written: &'a Entry) -> Result<()> {
        let at = written.at.before(self.present);
        let closes_at = written.closes.map(|at| at.before(self.present));
        self.add(at, &written.by, What::Publish { entry, closes_at });
        let mut last = at;
        for (comment, remark) in written.comments.iter().enumerate() {
            let at = remark.at.before(self.present);
            self.add(at, &remark.by, What::Comment { entry, comment });
            last = last.max(at);
            if written.accepted == Some(comment + 1) {
                self.add(at.plus(HOUR), &written.by, What::Accept { entry, comment });
            }
        }
        for (is_on, mark) in [(written.pinned, Mark::Pinned), (written.featured, Mark::Featured)] {
            if is_on {
                self.add(at.plus(HOUR), &self.network.owner, What::Mark { entry, mark });
            }
        }
        let after = last.plus(SIGNS_AFTER);
        for (by, options) in &written.votes {
            let options = options.iter().map(|option| option - 1).collect();
            self.add(at.plus(HOUR), by, What::Vote { entry, options });
        }
        self.signs(after, entry, None, &written.signs)?;
        for (comment, remark) in written.comments.iter().enumerate() {
            self.signs(after, entry, Some(comment), &remark.signs)?;
        }
        Ok(())
    }

    fn signs(&mut self, at: Timestamp, entry: usize, comment: Option<usize>, signs: &'a Signs) -> Result<()> {
        for (word, people) in signs {
            let sign =
                Sign::parse(word).ok_or_else(|| Error::internal(format!("`{word}` is no sign of Plein")))?;
            for by in people {
                self.add(at, by, What::Sign { entry, comment, sign });
            }
        }
        Ok(())
    }

    fn reading(&mut self) -> Result<()> {
        let at = super::At::try_from(READ_AT.to_owned()).map_err(Error::internal)?.before(self.present);
        for by in self.network.people() {
            self.add(at, by, What::Read);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::demo::material::Material;

    const DAY: Duration = Duration::from_secs(24 * 3600);

    #[test]
    fn the_networks_hold_together() {
        let material = Material::read().unwrap();
        let logins: HashSet<&str> =
            material.personas.iter().map(|one| super::super::first_part(&one.login)).collect();
        assert_eq!(logins.len(), material.personas.len(), "a first part names one person");
        for network in &material.networks {
            let here = |what: &str| format!("{}: {what}", network.key);
            let members: HashSet<&str> = network.people().collect();
            assert!(members.iter().all(|who| logins.contains(who)), "{}", here("a member is no persona"));
            let owner =
                material.personas.iter().find(|one| one.login.starts_with(&format!("{}.", network.owner)));
            assert_eq!(owner.unwrap().host, network.host, "{}", here("the owner is of its host"));
            for slug in
                network.subjects.iter().chain(network.entries.iter().flat_map(|entry| &entry.subjects))
            {
                assert!(material.concepts.contains_key(slug), "{}", here(slug));
            }
            for leaf in &network.pages {
                let by = material.personas.iter().find(|one| one.login.starts_with(&format!("{}.", leaf.by)));
                assert_eq!(by.unwrap().host, network.host, "{}", here("whoever writes is of the host"));
                let is_above = |above: &String| network.pages.iter().any(|page| page.title == *above);
                assert!(leaf.under.as_ref().is_none_or(is_above), "{}", here("the page above is there"));
            }
            for entry in &network.entries {
                let here = |what: &str| format!("{}, `{}` of {}: {what}", network.key, entry.title, entry.by);
                let involved =
                    entry.comments.iter().map(|one| &one.by).chain(entry.votes.keys()).chain([&entry.by]);
                let signs =
                    entry.signs.values().chain(entry.comments.iter().flat_map(|one| one.signs.values()));
                for who in involved.chain(signs.flatten()) {
                    assert!(members.contains(who.as_str()), "{}", here(who));
                }
                assert_eq!(entry.kind.has_title(), !entry.title.is_empty(), "{}", here("title"));
                if let Some(accepted) = entry.accepted {
                    assert!((1..=entry.comments.len()).contains(&accepted), "{}", here("the answer exists"));
                    assert_eq!(entry.kind, domain::items::Kind::Question, "{}", here("a question"));
                }
                for (at, remark) in entry.comments.iter().enumerate() {
                    assert!(
                        remark.to.is_none_or(|to| (1..=at).contains(&to)),
                        "{}",
                        here("replies to an earlier one")
                    );
                }
                let count = entry.options.len().cast_signed();
                let votes = entry.votes.values().flatten();
                assert!(votes.copied().all(|vote| (1..=count as i64).contains(&vote)), "{}", here("votes"));
            }
        }
    }

    #[test]
    fn everything_happens_in_an_order_that_can_be() {
        let material = Material::read().unwrap();
        for day in 0..7 {
            let present = Timestamp::parse_rfc3339("2026-03-09T00:10:00Z").unwrap().plus(DAY * day);
            let deeds = plan(&material.networks, present).unwrap();
            assert!(deeds.iter().all(|deed| deed.at < present), "nothing is still to come");
            assert!(deeds.iter().all(|deed| deed.at > present.minus(super::super::BEGINS_BEFORE)));
            let (mut members, mut pieces) = (HashMap::new(), HashMap::new());
            for Deed { at, by, network, what } in &deeds {
                let key = network.key.as_str();
                let here = format!("{key}: {by} at {}: {what:?}", at.to_rfc3339());
                let asks = network.join == JoinPolicy::Request;
                match what {
                    What::Found => assert!(members.insert((key, *by), *at).is_none(), "{here}"),
                    What::Join { .. } if asks => assert!(!members.contains_key(&(key, *by)), "{here}"),
                    What::Join { .. } => assert!(members.insert((key, *by), *at).is_none(), "{here}"),
                    What::Admit { whom } => assert!(members.insert((key, whom), *at).is_none(), "{here}"),
                    _ => assert!(
                        members.get(&(key, *by)).is_some_and(|since| since < at),
                        "{here}: no member yet"
                    ),
                }
                let needs = match what {
                    What::Publish { entry, closes_at } => {
                        assert!(closes_at.is_none_or(|closes| closes > *at), "{here}");
                        pieces.insert((key, *entry, None), *at);
                        None
                    }
                    What::Comment { entry, comment } => {
                        pieces.insert((key, *entry, Some(*comment)), *at);
                        let to = network.entries[*entry].comments[*comment].to;
                        Some((key, *entry, to.map(|to| to - 1)))
                    }
                    What::Accept { entry, comment } => Some((key, *entry, Some(*comment))),
                    What::Sign { entry, comment, .. } => Some((key, *entry, *comment)),
                    What::Vote { entry, .. } | What::Mark { entry, .. } => Some((key, *entry, None)),
                    _ => None,
                };
                let is_there = |piece| pieces.get(&piece).is_some_and(|since| since < at);
                assert!(needs.is_none_or(is_there), "{here}: it is not there yet");
            }
        }
    }
}
