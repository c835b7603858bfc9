//! A search on Meilisearch: first what is known of each form, then who matches, with counts, then our own order.

use meilisearch_sdk::search::SearchResults;

use super::filters::{self, Chosen};
use super::forms::{Answers, Known, List, Walked, walk};
use super::pile::{self, Candidate, resembles};
use super::rows::HEAVY;
use super::server::{Ask, Server, number};
use super::tally::{counted, facets};
use crate::analysis::Analyser;
use crate::asked::Asked;
use crate::counts::{FACETS, ORGANISATION, PLACE};
use crate::error::Result;
use crate::person::own_topic;
use crate::query::{Found, Hit, PeopleQuery, Viewer};
use crate::scorer::{Count, Need};

/// People whose order we compute; of more that match, those who stand out in one of several ways.
const CANDIDATES_MAX: usize = 1_000;
const OF_EACH_KIND: usize = 250;
/// People counted for what they wrote, heaviest first.
const EVIDENCE_MAX: usize = 1_000;
/// "Most of the words" is every choice of so many: of more words than these, the most telling count.
const LOOSE_WORDS_MAX: usize = 8;

pub async fn search(server: &Server, analyser: &Analyser, query: &PeopleQuery) -> Result<Found> {
    let asked = Asked::new(analyser, &query.text);
    if asked.is_empty() && !query.text.trim().is_empty() {
        return Ok(Found::default());
    }
    let mut answers = Answers::default();
    if !asked.is_empty() {
        answers.network_docs = count(server, vec![filters::seen_by(Viewer::Guest)]).await?[0];
    }
    let walked = loop {
        let walked = walk(&answers, &asked)?;
        if walked.open.is_empty() {
            break walked;
        }
        learn(server, query.viewer, walked.open, &mut answers).await?;
    };
    let search = Search::new(server, query, &asked, &answers, &walked);
    let (found, is_said) = search.with(Need::All).await?;
    if is_said || asked.words.len() < 2 {
        return Ok(found);
    }
    let (relaxed, _) = search.with(Need::Most).await?;
    // Where filters keep out even those, their counts say where there are some.
    Ok(Found { is_relaxed: relaxed.total > found.total, ..relaxed })
}

/// How many documents match each filter.
async fn count(server: &Server, wanted: Vec<String>) -> Result<Vec<u32>> {
    let asks: Vec<Ask> = wanted.into_iter().map(|filter| Ask { filter, ..Ask::default() }).collect();
    Ok(server.ask(&asks).await?.iter().map(total).collect())
}

fn total(results: &SearchResults<Candidate>) -> u32 {
    number(results.estimated_total_hits.unwrap_or(0))
}

/// Asks what is not known yet. How rare a word is comes from what connected organisations may read, whoever asks.
async fn learn(server: &Server, viewer: Viewer, open: Vec<List>, answers: &mut Answers) -> Result<()> {
    let (expanded, counted): (Vec<List>, Vec<List>) =
        open.into_iter().partition(|list| matches!(list, List::Growing(_) | List::Typos(_)));
    for list in expanded {
        let network = expand(server, Viewer::Guest, &list).await?;
        let seen =
            if viewer == Viewer::Guest { network.clone() } else { expand(server, viewer, &list).await? };
        let count = Count { network: network.count.hits, hits: seen.count.hits };
        answers.lists.insert(list, Known { count, ..seen });
    }
    if counted.is_empty() {
        return Ok(());
    }
    let among = |viewer: Viewer, list: &List| {
        filters::all([filters::seen_by(viewer), filters::list(list, &Answers::default())])
    };
    let mut wanted: Vec<String> = counted.iter().map(|list| among(Viewer::Guest, list)).collect();
    if viewer == Viewer::Staff {
        wanted.extend(counted.iter().map(|list| among(viewer, list)));
    }
    let counts = count(server, wanted).await?;
    let (network, seen) = counts.split_at(counted.len());
    let seen = if seen.is_empty() { network } else { seen };
    for ((list, network), hits) in counted.into_iter().zip(network).zip(seen) {
        let count = Count { network: *network, hits: *hits };
        answers.lists.insert(list, Known { count, ..Known::default() });
    }
    Ok(())
}

/// The words of the dictionary that a growing or mistyped word may stand for, as far as a reader may see them.
async fn expand(server: &Server, viewer: Viewer, list: &List) -> Result<Known> {
    let filter = filters::seen_by(viewer);
    let letters = match list {
        List::Growing(word) => word,
        List::Typos(resembled) => &resembled.word,
        List::Term(..) | List::Phrase(_) => return Ok(Known::default()),
    };
    let (words, names) =
        tokio::try_join!(server.values("exact", letters, &filter), server.values("name", letters, &filter))?;
    let is_meant = |token: &str| match list {
        List::Growing(word) => token.len() > word.len() && token.starts_with(word.as_str()),
        List::Typos(one) => resembles(&one.word, token, one.is_prefix, one.edits_max).is_some(),
        List::Term(..) | List::Phrase(_) => false,
    };
    let mut known = Known::default();
    for (values, kept) in [(words, &mut known.words), (names, &mut known.names)] {
        for (value, count) in values.into_iter().filter(|(value, _)| is_meant(value)) {
            known.count.hits = known.count.hits.saturating_add(count);
            kept.push(value);
        }
    }
    Ok(known)
}

struct Search<'a> {
    server: &'a Server,
    query: &'a PeopleQuery,
    asked: &'a Asked,
    answers: &'a Answers,
    walked: &'a Walked,
    words: Vec<String>,
    chosen: Vec<Chosen>,
    /// Heaviest first.
    evidence: Vec<String>,
}

impl<'a> Search<'a> {
    fn new(
        server: &'a Server,
        query: &'a PeopleQuery,
        asked: &'a Asked,
        answers: &'a Answers,
        walked: &'a Walked,
    ) -> Self {
        let words = walked.forms.iter().map(|forms| filters::word(forms, answers)).collect();
        let mut evidence: Vec<_> = query.evidence.iter().collect();
        evidence.sort_by(|one, other| other.1.total_cmp(one.1).then_with(|| one.0.cmp(other.0)));
        let evidence =
            evidence.into_iter().take(EVIDENCE_MAX).map(|(person, _)| person.to_string()).collect();
        Self {
            server,
            query,
            asked,
            answers,
            walked,
            words,
            chosen: filters::chosen(&query.filters),
            evidence,
        }
    }

    /// What was found, and whether any profile says it.
    async fn with(&self, need: Need) -> Result<(Found, bool)> {
        let text = self.text(need);
        let kinds = if self.is_few(need) { Vec::new() } else { self.kinds() };
        let limit = if kinds.is_empty() && !self.asked.is_empty() { CANDIDATES_MAX } else { OF_EACH_KIND };
        let main = Ask { filter: self.filter(&text, None, None), limit, facets: facets() };
        let said = Ask { filter: filters::all(self.base(&text, false)), ..Ask::default() };
        let others = (0..self.chosen.len()).map(|at| Ask {
            filter: self.filter(&text, Some(at), None),
            facets: vec![self.chosen[at].attribute],
            ..Ask::default()
        });
        let kinds = kinds.into_iter().map(|kind| Ask {
            filter: self.filter(&text, None, Some(kind)),
            limit: OF_EACH_KIND,
            ..Ask::default()
        });
        let asks: Vec<Ask> = [main, said].into_iter().chain(others).chain(kinds).collect();
        let mut results = self.server.ask(&asks).await?;
        let of_kinds = results.split_off(2 + self.chosen.len());
        let others = results.split_off(2);
        let is_said = self.asked.is_empty() || total(&results[1]) > 0;
        let (found, facets) =
            (total(&results[0]), counted(&self.chosen, &self.query.filters, &results[0], &others));
        let candidates = distinct(results.drain(..1).chain(of_kinds));
        let (hits, telling) = pile::rank(self.answers, self.query, self.asked, need, &candidates)?;
        let page = hits.into_iter().skip(self.query.offset).take(self.query.limit);
        let hits: Vec<Hit> = page.collect();
        Ok((Found { total: found, hits, facets, telling, ..Found::default() }, is_said))
    }

    /// What the profile says of the words.
    fn text(&self, need: Need) -> Option<String> {
        if self.asked.is_empty() {
            return None;
        }
        Some(match need {
            Need::All => filters::all(self.words.iter().cloned()),
            Need::Most => self.most(),
            Need::Any => filters::any(self.words.iter().cloned()),
        })
    }

    fn most(&self) -> String {
        let mut words: Vec<(f32, &String)> =
            self.walked.gathered.telling.iter().copied().zip(&self.words).collect();
        words.sort_by(|one, other| other.0.total_cmp(&one.0));
        let words: Vec<String> =
            words.into_iter().take(LOOSE_WORDS_MAX).map(|(_, word)| word.clone()).collect();
        filters::at_least(words.len().div_ceil(2), &words)
    }

    fn base(&self, text: &Option<String>, with_evidence: bool) -> Vec<String> {
        let mut parts = vec![filters::seen_by(self.query.viewer)];
        if let Some(text) = text {
            let shown = filters::is_among("person", &self.evidence);
            let is_shown = with_evidence && !self.evidence.is_empty();
            parts.push(if is_shown { filters::any([text.clone(), shown]) } else { text.clone() });
        }
        parts
    }

    /// Everything the searcher wants but one of the filters he chose.
    fn filter(&self, text: &Option<String>, without: Option<usize>, kind: Option<String>) -> String {
        let chosen = self.chosen.iter().enumerate().filter(|(at, _)| Some(*at) != without);
        let chosen = chosen.map(|(_, chosen)| chosen.condition.clone());
        filters::all(self.base(text, true).into_iter().chain(chosen).chain(kind))
    }

    /// Whether all who match fit among the candidates, as far as the lists tell.
    fn is_few(&self, need: Need) -> bool {
        let hits = |forms: &Vec<List>| -> usize {
            let counts = forms.iter().filter_map(|form| self.answers.count(form));
            counts.fold(0, |sum, count| sum.saturating_add(count.hits as usize))
        };
        let of_words = self.walked.forms.iter().map(hits);
        let most = match need {
            Need::All => of_words.min(),
            Need::Most | Need::Any => of_words.reduce(usize::saturating_add),
        };
        most.is_some_and(|most| most.saturating_add(self.evidence.len()) <= CANDIDATES_MAX)
    }

    /// Ways to stand out, for when more match than are read: by name, by subject, by the place in the profile where every
    /// word stands, by what somebody wrote, by nearness.
    fn kinds(&self) -> Vec<String> {
        let mut kinds = Vec::new();
        if !self.asked.is_empty() {
            let of = |attribute: &'static str, pick: fn(&Known) -> &Vec<String>| {
                filters::all((0..self.asked.words.len()).map(|at| self.word_in(at, attribute, pick)))
            };
            kinds.push(of("name", |known| &known.names));
            kinds.extend(HEAVY.map(|(attribute, _)| of(attribute, |known| &known.words)));
            let concepts = self.asked.phrases.iter().flat_map(|phrase| &phrase.meaning.concepts);
            kinds.push(filters::is_among("topic", concepts.map(|uri| own_topic(uri))));
            kinds.push(filters::is_among("person", self.evidence.iter().take(OF_EACH_KIND)));
        }
        if let Some(near) = &self.query.near {
            let organisation = near.organisation.map(|id| id.to_string());
            kinds.push(filters::is_among(FACETS[ORGANISATION], organisation));
            kinds.push(filters::is_among(
                FACETS[PLACE],
                Some(near.place.trim()).filter(|place| !place.is_empty()),
            ));
        }
        kinds
    }

    fn word_in(&self, at: usize, attribute: &str, pick: fn(&Known) -> &Vec<String>) -> String {
        let (word, forms) = (&self.asked.words[at], &self.walked.forms[at]);
        let grown = forms.iter().filter_map(|form| self.answers.lists.get(form)).flat_map(pick);
        filters::is_among(attribute, [&word.exact].into_iter().chain(&word.stems).chain(grown))
    }
}

/// Everyone once, whichever searches found him; between two tasks he may stand twice in the index.
fn distinct(results: impl Iterator<Item = SearchResults<Candidate>>) -> Vec<Candidate> {
    let mut seen = std::collections::HashSet::new();
    let hits = results.flat_map(|results| results.hits).map(|hit| hit.result);
    hits.filter(|candidate| seen.insert(candidate.person())).collect()
}
