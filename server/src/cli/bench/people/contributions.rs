//! What the invented colleagues wrote: blogs, discussions, questions and their answers, in networks that each have their own
//! subject. A few people write most of it, as everywhere.

use std::time::Duration;

use domain::groups::{self, Group, GroupEdit};
use domain::ids::{ItemId, PersonId};
use domain::items::{Kind, bulk};
use domain::{Audience, Db, instances};

use super::super::groups::fill::edit;
use super::super::profiles::Government;
use super::{SEED, searcher::Colleagues};
use crate::cli::Failure;
use crate::demo::random::Random;

const NETWORKS: usize = 300;
/// Of every so many networks one is closed to all but its members.
const CLOSED_EVERY: usize = 10;
/// Networks that the searcher is in; one of them is closed.
const OWN_NETWORKS: usize = 20;
/// Items stored in one transaction, and answers or comments below each.
const ITEMS_AT_ONCE: usize = 100;
const BELOW_EACH: usize = 2;
/// Words that belong to the subject of a network, and of a hundred words in it those that are among them.
const SUBJECT_WORDS: usize = 60;
const SUBJECT_SHARE: usize = 30;
const TITLE_WORDS: usize = 6;
const TEXT_WORDS: (usize, usize) = (25, 65);
const MINUTES: usize = 3 * 365 * 24 * 60;

/// Stores so many that are not there yet; contributions a second.
pub async fn fill(
    db: &Db,
    government: &Government,
    colleagues: &Colleagues,
    wanted: usize,
) -> Result<f64, Failure> {
    let authors = authors(db).await?;
    let started = std::time::Instant::now();
    let mut stored = 0;
    for (number, network) in networks(db, colleagues).await?.iter().enumerate() {
        let writer = Writer {
            db,
            government,
            authors: &authors,
            network,
            base_url: &instances::home(db).await?.base_url,
        };
        let count = wanted / NETWORKS;
        if is_filled(db, network).await? {
            continue;
        }
        stored += writer.fill(number, count).await?;
    }
    Ok(stored as f64 / started.elapsed().as_secs_f64().max(f64::EPSILON))
}

async fn is_filled(db: &Db, network: &Group) -> Result<bool, Failure> {
    // What stands in it beside itself and who founded it.
    Ok(groups::feed::last_seq(db, network.id).await? > 10)
}

async fn authors(db: &Db) -> Result<Vec<PersonId>, Failure> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let some = domain::people::list_ids_after(db, after, 10_000).await?;
        let Some(last) = some.last() else { return Ok(all) };
        after = Some(*last);
        all.extend(some);
    }
}

async fn networks(db: &Db, colleagues: &Colleagues) -> Result<Vec<Group>, Failure> {
    let mut networks = Vec::with_capacity(NETWORKS);
    for number in 0..NETWORKS {
        let name = format!("Netwerk {number:03}");
        let owner = if number < OWN_NETWORKS { &colleagues.searcher } else { &colleagues.other };
        networks.push(match groups::find_by_handle(db, &handle(number)).await? {
            Some(known) => known,
            None => {
                let edit = network(&name, number);
                let id = db.write(async |tx| groups::create(tx, owner, edit.clone()).await).await?;
                groups::find(db, id).await?
            }
        });
    }
    Ok(networks)
}

fn handle(number: usize) -> String {
    format!("netwerk-{number:03}")
}

fn network(name: &str, number: usize) -> GroupEdit {
    let mut edit = GroupEdit { handle: Some(handle(number)), ..edit(name) };
    if number.is_multiple_of(CLOSED_EVERY) {
        edit.rules.content = Audience::Group;
    }
    edit
}

/// One network while it is filled.
struct Writer<'a> {
    db: &'a Db,
    government: &'a Government,
    authors: &'a [PersonId],
    network: &'a Group,
    base_url: &'a str,
}

impl Writer<'_> {
    async fn fill(&self, number: usize, count: usize) -> Result<usize, Failure> {
        let mut random = Random::new(SEED ^ number as u64);
        let words = |random: &mut Random| self.government.vocabulary.word(random).to_owned();
        let subject: Vec<String> = (0..SUBJECT_WORDS).map(|_| words(&mut random)).collect();
        let mut stored = 0;
        while stored < count {
            let items: Vec<bulk::Past> =
                (0..ITEMS_AT_ONCE).map(|_| self.item(&mut random, &subject)).collect();
            let ids =
                self.db.write(async |tx| bulk::store(tx, self.network, self.base_url, &items).await).await?;
            let below: Vec<bulk::PastComment> = ids
                .iter()
                .flat_map(|id| std::iter::repeat_n(*id, BELOW_EACH))
                .map(|id| self.comment(&mut random, &subject, id))
                .collect();
            self.db
                .write(async |tx| bulk::store_comments(tx, self.network, self.base_url, &below).await)
                .await?;
            stored += items.len() + below.len();
        }
        Ok(stored)
    }

    fn item(&self, random: &mut Random, subject: &[String]) -> bulk::Past {
        let kinds = [Kind::Question, Kind::Question, Kind::Discussion, Kind::Blog];
        bulk::Past {
            author_id: self.author(random),
            kind: kinds[random.below(kinds.len())],
            title: self.words(random, subject, TITLE_WORDS),
            body: self.text(random, subject),
            at: self.moment(random),
        }
    }

    fn comment(&self, random: &mut Random, subject: &[String], item_id: ItemId) -> bulk::PastComment {
        bulk::PastComment {
            item_id,
            author_id: self.author(random),
            body: self.text(random, subject),
            at: self.moment(random),
        }
    }

    fn text(&self, random: &mut Random, subject: &[String]) -> String {
        let count = random.between(TEXT_WORDS.0, TEXT_WORDS.1);
        self.words(random, subject, count)
    }

    fn words(&self, random: &mut Random, subject: &[String], count: usize) -> String {
        let mut word = || match random.chance(SUBJECT_SHARE) {
            true => random.pick(subject).map_or("", String::as_str),
            false => self.government.vocabulary.word(random),
        };
        (0..count).map(|_| word()).collect::<Vec<_>>().join(" ")
    }

    /// The square makes some write far more than others.
    fn author(&self, random: &mut Random) -> PersonId {
        let share = |random: &mut Random| random.below(1 << 20) as f64 / f64::from(1 << 20);
        let at = share(random) * share(random) * self.authors.len() as f64;
        self.authors[at as usize]
    }

    fn moment(&self, random: &mut Random) -> domain::Timestamp {
        self.db.now().minus(Duration::from_secs(60 * (1 + random.below(MINUTES)) as u64))
    }
}
