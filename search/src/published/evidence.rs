//! What people's own words say of what they know: for the ranking of people a number each, for the page a line with links.
//! Nothing counts that the searcher may not see.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::{CommentId, ItemId, PageId};
use domain::items::said::{self, Said};
use domain::wiki::out;
use domain::{Db, PersonId, Principal, circles};
use rayon::prelude::*;
use uuid::Uuid;

use super::deeds::{Closest, Evidence, Thing, Words};
use super::doc::Sort;
use super::engine::Begun;
use super::query::Hit;
use super::schema::language_of;
use super::{Engine, Published, Seen, What, below, mapping, related, said_on};
use crate::analysis::Language;
use crate::asked::Asked;
use crate::error::{Error, Result};
use crate::reasons::{Deed, Goal, Link, Shown};

/// Things of each person that are read again, and of which some are shown.
const READ_EACH: usize = 5;
const LINKS_EACH: usize = 3;
const DAY: i64 = 86_400_000_000;

/// What was found, by person.
pub type ByPerson = HashMap<Uuid, Evidence>;

/// A question on its way, once it is known which things are closest to it.
pub struct Asking {
    index: Arc<Engine>,
    asked: Asked,
    reader: circles::Reader,
    now: i64,
    closest: Closest,
    begun: Begun,
}

impl Published {
    /// Begins to look whose words speak of it. Nobody's while there is no index, or for whoever is no person of ours.
    pub async fn begin_evidence(&self, principal: &Principal, text: &str) -> Result<Option<Asking>> {
        let (Some(index), Some(_)) = (self.keeper.index(), principal.member()) else { return Ok(None) };
        let reader = circles::of_reader(&self.keeper.db, principal).await?;
        let asked = Asked::new(&self.keeper.vocabulary.analyser(), text);
        if asked.is_empty() {
            return Ok(None);
        }
        let now = self.keeper.db.now().0;
        let search = tokio::task::spawn_blocking(move || {
            let begun = index.begin(&asked, &reader, now)?;
            Ok(Some(Asking { closest: begun.closest(), index, asked, reader, now, begun }))
        });
        search.await.map_err(|_| Error::BrokeOff)?
    }

    /// Whose words speak of it.
    pub async fn evidence(&self, principal: &Principal, asking: Asking) -> Result<ByPerson> {
        let Asking { index, asked, reader, now, closest, begun } = asking;
        let words = self.words_of(principal, closest).await?;
        let search = tokio::task::spawn_blocking(move || index.finish(begun, &asked, &words, &reader, now));
        search.await.map_err(|_| Error::BrokeOff)?
    }

    /// What stands in these things, as far as the database lets the reader see them.
    async fn words_of(&self, principal: &Principal, closest: Closest) -> Result<Vec<(f32, Words)>> {
        let said = said_in_all(&self.keeper.db, principal, &closest).await?;
        let analyser = self.keeper.vocabulary.analyser();
        let words = |(hit, score): (Hit, f32)| {
            let (title, text, language) = said.get(&hit.id)?;
            Some((score, related::words(&analyser, title, text, Some(*language))))
        };
        Ok(closest.into_par_iter().filter_map(words).collect())
    }

    /// Lines for each of these people whose words speak of it, made of what the database lets the reader see now.
    pub async fn shown(
        &self,
        principal: &Principal,
        found: &ByPerson,
        people: &[PersonId],
        about: &str,
    ) -> Result<HashMap<PersonId, Vec<Shown>>> {
        let with = people.iter().filter_map(|id| Some((*id, found.get(&id.0)?)));
        let with: Vec<(PersonId, &Evidence)> = with.collect();
        let looked_at = with.iter().flat_map(|(_, evidence)| evidence.things.iter().take(READ_EACH));
        let hits: Vec<_> = looked_at.map(|thing| thing.hit).collect();
        let seen = Seen::read(&self.keeper.db, principal, &hits).await?;
        let now = self.keeper.db.now().0;
        let asked = Asked::new(&self.keeper.vocabulary.analyser(), about);
        let about = About { text: about.trim(), asked: &asked };
        let lines = |(id, evidence): (PersonId, &Evidence)| (id, lines(&seen, evidence, &about, now));
        Ok(with.into_iter().map(lines).collect())
    }
}

/// Title, words and language of each of these, as far as the database lets the reader see them.
async fn said_in_all(
    db: &Db,
    principal: &Principal,
    closest: &Closest,
) -> Result<HashMap<Uuid, (String, String, Language)>> {
    let ids = |is_meant: fn(Sort) -> bool| {
        closest.iter().filter(move |(hit, _)| is_meant(hit.sort)).map(|(hit, _)| hit.id)
    };
    let items: Vec<ItemId> = ids(|sort| matches!(sort, Sort::Item(_))).map(ItemId).collect();
    let comments: Vec<CommentId> =
        ids(|sort| matches!(sort, Sort::Comment | Sort::Answer)).map(CommentId).collect();
    let pages: Vec<PageId> = ids(|sort| sort == Sort::Passages).map(PageId).collect();
    let (items, comments, pages) = tokio::try_join!(
        said::list_of_items(db, principal, &items),
        said::list_of_comments(db, principal, &comments),
        out::list_seen(db, principal, &pages),
    )?;
    let said = items.into_iter().chain(comments).map(|said| (said.id, said_in(said)));
    Ok(said.chain(pages.into_iter().map(|out| (out.page.id.0, said_on(&out)))).collect())
}

fn said_in(said: Said) -> (String, String, Language) {
    let text = mapping::text_of_item(&said.body, &said.html, &said.detail);
    let text = below(&said.headline, text);
    (said.headline, text, language_of(&said.language))
}

/// What was asked.
struct About<'a> {
    text: &'a str,
    asked: &'a Asked,
}

impl About<'_> {
    /// What of it these things are about: nobody is said to have answered about a word that he never used.
    fn of(&self, things: &[&Thing]) -> String {
        let typed = things.iter().fold(0, |typed, thing| typed | thing.typed);
        let has = |at: usize| typed & 1 << at != 0;
        if (0..self.asked.words.len()).all(has) {
            return self.text.to_owned();
        }
        let words = self.asked.words.iter().enumerate().filter(|(at, _)| has(*at));
        words.map(|(_, word)| word.exact.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The lines of one person, what weighs most first: of the best he did in conversations, and of the pages he wrote.
fn lines(seen: &Seen, evidence: &Evidence, about: &About<'_>, now: i64) -> Vec<Shown> {
    let is_gone = |thing: &Thing| seen.what(&thing.hit).is_none();
    let read = evidence.things.iter().take(READ_EACH);
    let gone: Vec<Uuid> = read.filter(|thing| is_gone(thing)).map(|thing| thing.hit.id).collect();
    let is_told = |thing: &&Thing| thing.typed != 0 && !gone.contains(&thing.hit.id);
    let things = evidence.things.iter().filter(is_told);
    let (pages, said): (Vec<&Thing>, Vec<&Thing>) =
        things.partition(|thing| thing.hit.sort == Sort::Passages);
    let best = said.iter().map(|thing| deed_of(thing)).min_by_key(|deed| *deed as u8);
    let of_best = said.into_iter().filter(|thing| Some(deed_of(thing)) == best).collect();
    let mut lines: Vec<(f32, Shown)> = [of_best, pages]
        .into_iter()
        .filter_map(|things: Vec<&Thing>| {
            let weight = things.iter().map(|thing| thing.weight).sum();
            Some((weight, line(seen, &things, about, now)?))
        })
        .collect();
    lines.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// How often and how long ago, with some of them.
fn line(seen: &Seen, things: &[&Thing], about: &About<'_>, now: i64) -> Option<Shown> {
    let latest = things.iter().map(|thing| thing.at).max()?;
    let links = things.iter().filter_map(|thing| link(seen.what(&thing.hit)?));
    Some(Shown {
        deed: deed_of(things.first()?),
        count: u32::try_from(things.len()).unwrap_or(u32::MAX),
        days: u32::try_from((now - latest) / DAY).unwrap_or(0),
        about: about.of(things),
        links: links.take(LINKS_EACH).collect(),
    })
}

fn deed_of(thing: &Thing) -> Deed {
    match thing.hit.sort {
        Sort::Answer if thing.is_accepted => Deed::Solved,
        Sort::Answer => Deed::Answered,
        Sort::Passages => Deed::WrotePages,
        _ => Deed::Wrote,
    }
}

fn link(what: What) -> Option<Link> {
    let (title, to) = match what {
        What::Item(item) => (item.headline().to_owned(), Goal::Item(item.id)),
        What::Comment { comment, item } => (
            item.headline().to_owned(),
            Goal::Comment {
                item: item.id,
                count: item.comment_count,
                id: comment.id,
                at: comment.created_at,
            },
        ),
        What::Page(out) => {
            (out.page.title.clone(), Goal::Page { group: out.page.group_id, slug: out.page.slug.clone() })
        }
        What::Group(_) | What::File { .. } => return None,
    };
    Some(Link { title, to })
}

/// As the ranking takes it.
pub fn weights(found: &ByPerson) -> Arc<HashMap<Uuid, f32>> {
    Arc::new(found.iter().map(|(person, evidence)| (*person, evidence.weight)).collect())
}
