//! Writes what people say about themselves: sentences written by hand, dealt and joined in several shapes, so that no two
//! introductions look alike.

use std::collections::{HashMap, HashSet};

use super::material::{Material, Organisation, Subject};
use super::people::{Detail, Draft, Standing, lines_for};
use super::random::{Deck, Random};

/// Deals the sentences of one organisation.
pub(super) struct Writer<'a> {
    material: &'a Material,
    organisation: &'a Organisation,
    decks: HashMap<(&'a str, Part), Deck<'a>>,
}

/// What a sentence tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Opening,
    Work,
    Did,
    Closing,
    Ask,
}

use Part::{Closing, Did, Opening, Work};

/// The order of the parts in an introduction.
const SHAPES: [&[Part]; 8] = [
    &[Work],
    &[Work, Did],
    &[Did, Work],
    &[Work, Closing],
    &[Opening, Work, Did],
    &[Work, Did, Closing],
    &[Opening, Work, Closing],
    &[Work, Work, Did],
];
const RICH_SHAPES: [&[Part]; 4] = [
    &[Opening, Work, Did, Closing],
    &[Work, Work, Did, Closing],
    &[Opening, Work, Work, Did, Closing],
    &[Did, Work, Work, Closing],
];

impl<'a> Writer<'a> {
    pub(super) fn new(material: &'a Material, organisation: &'a Organisation) -> Self {
        Self { material, organisation, decks: HashMap::new() }
    }

    /// An introduction that nobody has yet; `None` for whoever leaves it empty.
    pub(super) fn about(
        &mut self,
        draft: &Draft<'a>,
        taken: &mut HashSet<String>,
        random: &mut Random,
    ) -> Option<String> {
        if draft.detail == Detail::Sparse || (draft.detail == Detail::Usual && random.chance(12)) {
            return None;
        }
        (0..20).find_map(|_| {
            let text =
                self.english(draft.subject, taken, random).unwrap_or_else(|| self.dutch(draft, random));
            taken.insert(text.clone()).then_some(text)
        })
    }

    /// What somebody gladly answers, one to three things.
    pub(super) fn ask(&mut self, draft: &Draft<'a>, random: &mut Random) -> Option<String> {
        let count = match draft.detail {
            Detail::Sparse => return None,
            Detail::Usual => random.below(3),
            Detail::Rich => random.between(2, 3),
        };
        let mut asks: Vec<&str> = Vec::new();
        for _ in 0..count {
            asks.extend(self.line(Part::Ask, draft, random).filter(|line| !asks.contains(line)));
        }
        (!asks.is_empty()).then(|| asks.join(", "))
    }

    /// Now and then a colleague writes English; each such text is used once.
    fn english(&self, subject: &Subject, taken: &HashSet<String>, random: &mut Random) -> Option<String> {
        let texts = self.material.general.english.get(&subject.key)?;
        let text = texts.iter().find(|text| !taken.contains(*text))?;
        random.chance(15).then(|| text.clone())
    }

    fn dutch(&mut self, draft: &Draft<'a>, random: &mut Random) -> String {
        let shapes: &[&[Part]] = if draft.detail == Detail::Rich { &RICH_SHAPES } else { &SHAPES };
        let shape = random.pick(shapes).copied().unwrap_or(&[Work]);
        let mut sentences: Vec<String> = Vec::new();
        for part in shape {
            // Whoever just started has no earlier experience to tell.
            if *part == Did && draft.standing == Standing::Starting && sentences.len() > 1 {
                continue;
            }
            let Some(line) = self.line(*part, draft, random) else { continue };
            let sentence = fill(line, &self.values(draft, random));
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        sentences.join(" ")
    }

    fn line(&mut self, part: Part, draft: &Draft<'a>, random: &mut Random) -> Option<&'a str> {
        let general = &self.material.general;
        let (key, lines): (&'a str, &'a [String]) = match part {
            Opening => ("", &general.opening),
            Closing => ("", &general.closing),
            Work => (&draft.subject.key, &draft.subject.work),
            Did => (&draft.subject.key, &draft.subject.did),
            Part::Ask => (&draft.subject.key, &draft.subject.ask),
        };
        let kind = &self.organisation.kind;
        let deck = self.decks.entry((key, part)).or_insert_with(|| Deck::new(lines_for(lines, kind), random));
        deck.deal(random)
    }

    fn values(&self, draft: &Draft<'a>, random: &mut Random) -> [(&'static str, String); 6] {
        let of = |places: &'a HashMap<String, Vec<String>>| {
            places.get(&self.organisation.kind).map(Vec::as_slice).unwrap_or_default()
        };
        let mut place = |places| random.pick(of(places)).cloned().unwrap_or_default();
        let (municipality, village) =
            (place(&self.material.general.municipalities), place(&self.material.general.villages));
        [
            ("{gemeente}", municipality),
            ("{dorp}", village),
            ("{unit}", with_article(draft.unit)),
            ("{jaar}", random.between(2016, 2025).to_string()),
            ("{jaren}", random.between(2, 14).to_string()),
            ("{n}", random.between(3, 9).to_string()),
        ]
    }
}

fn fill(line: &str, values: &[(&'static str, String)]) -> String {
    let mut text = line.to_owned();
    for (slot, value) in values {
        text = text.replace(slot, value);
    }
    text
}

/// "de Directie Digitale Overheid", but "Burgerzaken".
fn with_article(unit: &str) -> String {
    let article = match unit.split(' ').next().unwrap_or_default() {
        "Directie" | "Rijksdienst" | "Vastgoedorganisatie" | "Statengriffie" | "Stadsingenieurs" => "de ",
        "Programma" | "Team" | "Bureau" => "het ",
        _ => "",
    };
    format!("{article}{unit}")
}
