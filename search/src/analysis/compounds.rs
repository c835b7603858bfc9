//! Takes Dutch compounds apart: `jeugdzorgbeleid` is found by who types `jeugdzorg` or `beleid`.
//!
//! Dynamic programming over the positions of the word: parts of at least four letters joined by nothing or by
//! s, en, e, n; the fewest parts win, then the most productive ones. The word itself is always kept by the caller.
//! Parts and how productive they are come from `data/dutch_parts.fst` (see `data/README.md`).

use std::ops::Range;

use fst::raw::Output;
use fst::{Map, Streamer};

const PART_LETTERS_MIN: usize = 4;
/// Four letters fit in many words by accident, so such a part must be met more often in front of another.
const SHORT_PART_STEP: u8 = 2;
/// A word that itself makes compounds (`huisvesting`) is taken apart only when both halves are everyday parts.
const KNOWN_FRONT_STEP: u8 = 3;
const KNOWN_HEAD_STEP: u8 = 2;
const LINKS: [&str; 5] = ["", "s", "en", "e", "n"];

/// In front they are prefixes of verbs and of their nouns, not parts that someone looks for.
const NEVER_IN_FRONT: &[&str] = &[
    "achter",
    "anti",
    "beha",
    "door",
    "heen",
    "infra",
    "maatschap",
    "mede",
    "onder",
    "opper",
    "over",
    "rond",
    "samen",
    "tegen",
    "tele",
    "terug",
    "trans",
    "tussen",
    "voor",
    "voort",
    "vooruit",
    "weder",
];

/// At the end they are suffixes that happen to be words, or endings of foreign words.
const NEVER_AT_END: &[&str] = &[
    "aard",
    "aarde",
    "aars",
    "achtig",
    "baar",
    "baren",
    "deren",
    "derheid",
    "ding",
    "eken",
    "ellen",
    "ende",
    "endes",
    "eren",
    "erig",
    "fier",
    "ging",
    "gingen",
    "graaf",
    "heden",
    "heid",
    "houd",
    "houdend",
    "houdende",
    "ingen",
    "kaar",
    "kers",
    "king",
    "kingen",
    "laar",
    "laars",
    "laren",
    "lijk",
    "lijke",
    "lijks",
    "ling",
    "lingen",
    "loos",
    "matig",
    "ment",
    "menten",
    "mers",
    "naar",
    "natie",
    "naties",
    "nemend",
    "pers",
    "ping",
    "pingen",
    "rekken",
    "ring",
    "schap",
    "schappen",
    "soortig",
    "steld",
    "gesteld",
    "sten",
    "ster",
    "sters",
    "tatie",
    "tellingen",
    "teren",
    "tief",
    "uren",
    "vallend",
    "weer",
    "wijs",
    "zijds",
];

/// Words of their own in government, whatever their history: nobody who types `vesting` wants `huisvesting`.
const KEPT_WHOLE: &[&str] = &[
    "ambtenaar",
    "ambtenaren",
    "burgemeester",
    "burgemeesters",
    "huishouding",
    "huisvesting",
    "landbouw",
    "software",
    "stikstof",
    "transport",
    "vastgoed",
    "verpleegkundige",
    "verpleegkundigen",
    "griffier",
    "griffiers",
    "tuinbouw",
];

/// The one part under four letters that government cannot do without: omgevingswet, gemeentewet, wetten on anything.
const SHORT_HEADS: &[&str] = &["wet"];

/// The productive parts of Dutch compounds.
pub struct Compounds {
    parts: Map<&'static [u8]>,
}

/// The cheapest way to reach a position of the word.
#[derive(Clone, Default)]
struct Way {
    parts: Vec<Range<usize>>,
    /// Half steps of productivity, less half a step for every linking letter.
    merit: i32,
}

impl Compounds {
    pub fn new() -> Result<Self, fst::Error> {
        Ok(Self { parts: Map::new(include_bytes!("../../data/dutch_parts.fst").as_slice())? })
    }

    /// The parts of a folded word and, of long parts, their parts again; empty when the word is no compound.
    pub fn split<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let mut found = self.fewest_parts(word);
        let inner: Vec<&str> =
            found.iter().filter(|part| part.len() >= 8).flat_map(|part| self.split(part)).collect();
        found.extend(inner);
        found
    }

    /// Every known part with how productive it is in front and at the end, in steps from 0 to 4.
    pub fn parts(&self) -> Vec<(String, u8, u8)> {
        let mut parts = Vec::with_capacity(self.parts.len());
        let mut stream = self.parts.stream();
        while let Some((word, value)) = stream.next() {
            parts.push((
                String::from_utf8_lossy(word).into_owned(),
                (value >> 4) as u8 & 15,
                value as u8 & 15,
            ));
        }
        parts
    }

    fn fewest_parts<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let may_split = word.len() > PART_LETTERS_MIN + 2
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && !KEPT_WHOLE.contains(&word);
        let way = may_split.then(|| self.cheapest_way(word)).flatten();
        way.map(|way| way.parts.into_iter().map(|range| &word[range]).collect()).unwrap_or_default()
    }

    fn cheapest_way(&self, word: &str) -> Option<Way> {
        let (front_least, head_least) = self.least_steps(word);
        let mut ways: Vec<Option<Way>> = vec![None; word.len() + 1];
        ways[0] = Some(Way::default());
        for start in 0..word.len() {
            let Some(way) = ways[start].take() else { continue };
            if start > 0 {
                self.finish(&way, word, start, head_least, &mut ways);
            }
            self.go_on(&way, word, start, front_least, &mut ways);
        }
        ways.pop().flatten()
    }

    /// The rest of the word as its head.
    fn finish(&self, way: &Way, word: &str, start: usize, least: u8, ways: &mut [Option<Way>]) {
        let step = self.as_head(&word[start..]);
        if step >= least {
            keep_cheaper(&mut ways[word.len()], way.with(start..word.len(), i32::from(step) * 2));
        }
    }

    /// Every modifier that starts here, with every link that may follow it.
    fn go_on(&self, way: &Way, word: &str, start: usize, least: u8, ways: &mut [Option<Way>]) {
        for (end, step) in self.fronts(word, start) {
            let is_short = end - start == PART_LETTERS_MIN;
            if step < if is_short { least.max(SHORT_PART_STEP) } else { least } {
                continue;
            }
            let rest = &word[end..];
            for link in LINKS.iter().filter(|link| rest.starts_with(**link) && rest.len() > link.len()) {
                let merit = i32::from(step) * 2 - i32::from(!link.is_empty());
                keep_cheaper(&mut ways[end + link.len()], way.with(start..end, merit));
            }
        }
    }

    fn least_steps(&self, word: &str) -> (u8, u8) {
        if self.steps(word) == (0, 0) { (1, 1) } else { (KNOWN_FRONT_STEP, KNOWN_HEAD_STEP) }
    }

    /// The parts that may stand in front, of those that start here: where each ends, and how productive it is. One way
    /// through the list of parts meets them all.
    fn fronts<'w>(&'w self, word: &'w str, start: usize) -> impl Iterator<Item = (usize, u8)> + 'w {
        let parts = self.parts.as_fst();
        let (mut node, mut value) = (Some(parts.root()), Output::zero());
        let ends = word.bytes().enumerate().skip(start).map_while(move |(at, letter)| {
            let before = node.take()?;
            let next = before.transition(before.find_input(letter)?);
            value = value.cat(next.out);
            let reached = parts.node(next.addr);
            let found = reached.is_final().then(|| value.cat(reached.final_output()).value());
            node = Some(reached);
            Some((at + 1, found))
        });
        let parts = ends.filter_map(|(end, value)| Some((end, (value? >> 4) as u8 & 15)));
        let is_long_enough = move |end: usize| end < word.len() && end - start >= PART_LETTERS_MIN;
        parts.filter(move |(end, _)| is_long_enough(*end) && !NEVER_IN_FRONT.contains(&&word[start..*end]))
    }

    fn as_head(&self, part: &str) -> u8 {
        if SHORT_HEADS.contains(&part) {
            KNOWN_HEAD_STEP
        } else if part.len() < PART_LETTERS_MIN || NEVER_AT_END.contains(&part) {
            0
        } else {
            self.steps(part).1
        }
    }

    /// How productive a part is in front and at the end, in the five steps of `examples/dutch_parts.rs`.
    fn steps(&self, part: &str) -> (u8, u8) {
        let value = self.parts.get(part).unwrap_or(0);
        ((value >> 4) as u8 & 15, value as u8 & 15)
    }
}

impl Way {
    fn with(&self, part: Range<usize>, merit: i32) -> Self {
        let parts = self.parts.iter().cloned().chain([part]).collect();
        Self { parts, merit: self.merit + merit }
    }
}

fn keep_cheaper(kept: &mut Option<Way>, new: Way) {
    let order = |way: &Way| (way.parts.len() as i32, -way.merit);
    if kept.as_ref().is_none_or(|old| order(&new) < order(old)) {
        *kept = Some(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold;

    /// `word,parts` with the parts as they stand in the word, smallest first choice; no parts: must stay whole.
    fn list(text: &str) -> Vec<(String, Vec<String>)> {
        let rows = text.lines().skip(1).filter_map(|line| line.split_once(','));
        rows.map(|(word, parts)| (fold(word), parts.split('+').filter(|p| !p.is_empty()).map(fold).collect()))
            .collect()
    }

    fn is_same_part(found: &str, wanted: &str) -> bool {
        let with_link =
            |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| LINKS.contains(&rest));
        with_link(found, wanted) || with_link(wanted, found)
    }

    /// A found part is right when it is a wanted part or a run of wanted parts that follow each other.
    fn is_right(word: &str, found: &str, wanted: &[String]) -> bool {
        let starts: Vec<usize> = wanted.iter().filter_map(|part| word.find(part.as_str())).collect();
        let Some(start) = word.find(found) else { return false };
        let end = start + found.len();
        let ends_well = |edge: usize| edge >= end && LINKS.contains(&&word[end..edge]);
        starts.contains(&start) && (end == word.len() || starts.iter().any(|edge| ends_well(*edge)))
    }

    struct Score {
        complete: f64,
        precise: f64,
        missed: Vec<String>,
    }

    fn score(text: &str) -> Score {
        let compounds = Compounds::new().unwrap();
        let (mut whole, mut complete, mut split, mut precise, mut missed) = (0, 0, 0, 0, Vec::new());
        for (word, wanted) in list(text) {
            let found = compounds.split(&word);
            let has_all = wanted.iter().all(|part| found.iter().any(|f| is_same_part(f, part)));
            let is_precise = found.iter().all(|part| is_right(&word, part, &wanted));
            whole += usize::from(!wanted.is_empty());
            complete += usize::from(!wanted.is_empty() && has_all);
            split += usize::from(!found.is_empty());
            precise += usize::from(!found.is_empty() && is_precise);
            if !has_all || !is_precise {
                missed.push(format!("{word}: {found:?}"));
            }
        }
        Score { complete: complete as f64 / whole as f64, precise: precise as f64 / split as f64, missed }
    }

    #[test]
    fn fifty_three_of_sixty_government_compounds_come_apart() {
        let score = score(include_str!("../../data/test/compounds_government.csv"));
        assert!(score.complete * 60.0 >= 53.0, "{} {:#?}", score.complete, score.missed);
    }

    #[test]
    fn two_hundred_other_words_come_apart_completely_and_precisely() {
        let score = score(include_str!("../../data/test/compounds_fresh.csv"));
        assert!(score.complete >= 0.85, "{} {:#?}", score.complete, score.missed);
        assert!(score.precise >= 0.95, "{} {:#?}", score.precise, score.missed);
    }

    #[test]
    fn hostile_words_are_left_alone() {
        let compounds = Compounds::new().unwrap();
        for word in ["", "aaaa", "straße", "2024beleid", "beleid", &"beleid".repeat(6)] {
            compounds.split(word);
        }
        assert!(compounds.split("overheid").is_empty());
    }
}
