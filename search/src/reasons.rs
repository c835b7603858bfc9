//! Why someone was found: the largest terms of the ranking, as facts that the server turns into sentences.
//!
//! Computed from what the database let the reader see a moment ago, with the words and weights of the index, so a
//! reason can neither show a hidden field nor tell another story than the order does. Never a score.

use std::collections::BTreeMap;
use std::ops::Range;

use domain::Timestamp;
use domain::ids::{CommentId, GroupId, ItemId};

use crate::analysis::{Analyser, Phrase};
use crate::asked::{Asked, AskedWord, Kin, Meant, MeantName};
use crate::person::{Label, Mention, PersonDoc, Place, mentions};
use crate::query::Near;
use crate::tokens::topics_of;
use crate::typos::edits;
use crate::weights;

/// Lines under a result.
pub const REASONS_MAX: usize = 3;
/// Letters of free text before and after the first word that matched.
const EXCERPT_LETTERS: usize = 60;

#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub what: What,
    /// Words of that text that matched, as they stand there, to be marked.
    pub matched: Vec<String>,
    /// What led from the query to it, when it was not the word itself.
    pub through: Option<Through>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Name(String),
    Title(String),
    AskMeAbout(String),
    /// 1 basic, 2 skilled, 3 expert; 0 not said.
    Skill {
        label: Label,
        level: u8,
    },
    Organisation(String),
    Unit(String),
    Place(String),
    /// An excerpt of free text.
    About(String),
    Custom {
        label: Label,
        value: Label,
    },
    SameOrganisation,
    SamePlace(String),
    /// Own words about what was asked, which the reader may see.
    Shown(Shown),
}

/// What somebody wrote or answered about what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub deed: Deed,
    pub count: u32,
    /// Days since the last of them.
    pub days: u32,
    /// What was asked, as it was typed.
    pub about: String,
    /// Some of them, heaviest first.
    pub links: Vec<Link>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Gave answers that were accepted.
    Solved,
    Answered,
    Wrote,
    /// Wrote pages of wikis along with others.
    WrotePages,
}

/// A thing that the reader may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub title: String,
    pub to: Goal,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    Item(ItemId),
    Comment {
        item: ItemId,
        /// How many stand under that item.
        count: i64,
        id: CommentId,
        at: Timestamp,
    },
    /// Of the wiki of a group, by its address there.
    Page {
        group: GroupId,
        slug: String,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Through {
    /// What was typed and what else it is called.
    Synonym { from: String, to: String },
    /// The subject asked, which lies above or under this skill.
    Related { asked: String },
    /// A word that shares a part with the compound that was typed, and no more.
    Part { typed: String, found: String },
    /// Probably meant.
    Typo { typed: String },
}

/// A place of the profile that matched, with how much it added.
#[derive(Default)]
struct Line {
    weight: f32,
    /// Words that were typed; when there are any, nothing else needs telling.
    typed: Vec<String>,
    /// Words that something else led to.
    led_to: Vec<String>,
    through: Option<Through>,
    first: Option<Range<usize>>,
}

/// A mention that a word of the query led to, what it weighs, and the way there.
struct Match<'m> {
    mention: &'m Mention<'m>,
    weight: f32,
    way: Way,
}

enum Way {
    Typed,
    /// All parts of a compound, each as a word.
    Parts,
    Through(Through),
}

/// What was asked, to hold profiles against.
pub struct Question<'a> {
    words: Vec<(&'a AskedWord, Meant<'a>)>,
    /// How much each word tells; missing ones count alike.
    telling: &'a [f32],
    near: Option<&'a Near>,
}

impl<'a> Question<'a> {
    pub fn new(asked: &'a Asked, telling: &'a [f32], near: Option<&'a Near>) -> Self {
        let words = asked.words.iter().enumerate().map(|(at, word)| (word, asked.meant_by(at)));
        Self { words: words.collect(), telling, near }
    }

    /// Why this profile was found, the largest reasons first.
    pub fn reasons(&self, analyser: &Analyser, doc: &PersonDoc) -> Vec<Reason> {
        let mentions = mentions(analyser, doc);
        let mut lines: BTreeMap<usize, (Place, Line)> = BTreeMap::new();
        for (at, (word, meant)) in self.words.iter().enumerate() {
            let tells = self.telling.get(at).copied().unwrap_or(1.0);
            for found in matches(word, meant, &mentions) {
                note(&mut lines, found, tells);
            }
        }
        self.add_topics(&mut lines, doc);
        let mut lines: Vec<(Place, Line)> = lines.into_values().collect();
        lines.sort_by(|one, other| other.1.weight.total_cmp(&one.1.weight));
        let found = lines.into_iter().map(|(place, line)| line.into_reason(place, doc));
        found.chain(nearness(self.near, doc)).take(REASONS_MAX).collect()
    }

    /// Skills that are a subject asked, or lie directly above or under one. The closest counts, as in the ranking.
    fn add_topics(&self, lines: &mut BTreeMap<usize, (Place, Line)>, doc: &PersonDoc) {
        for (at, skill) in doc.skills.iter().enumerate() {
            let topics: Vec<String> = topics_of(skill).collect();
            let meant = self.words.iter().flat_map(|(_, meant)| &meant.topics);
            let of_it = meant.filter(|topic| topics.contains(&topic.token));
            // The first of the closest.
            let Some(closest) = of_it.rev().max_by_key(|topic| topic.kin) else { continue };
            let place = Place::Skill(at);
            let (_, line) = lines.entry(place.position()).or_insert_with(|| (place, Line::default()));
            line.weight += weights::topic(closest.kin);
            if closest.kin == Kin::Near {
                line.through = Some(Through::Related { asked: closest.of.text.clone() });
            }
        }
    }
}

/// What one word of the query led to. Looser ways count only where stricter ones found nothing.
fn matches<'m>(word: &AskedWord, meant: &Meant<'_>, all: &'m [Mention<'m>]) -> Vec<Match<'m>> {
    let by =
        |weigh: &dyn Fn(&Mention<'_>) -> Option<f32>, way: &dyn Fn(&Mention<'_>) -> Way| -> Vec<Match<'m>> {
            let weighed = all.iter().filter_map(|mention| weigh(mention).map(|weight| (mention, weight)));
            weighed.map(|(mention, weight)| Match { mention, weight, way: way(mention) }).collect()
        };
    let mut found = by(&|mention| as_typed(word, mention), &|_| Way::Typed);
    if word.is_literal {
        return found;
    }
    found.extend(meant.names.iter().flat_map(|other| otherwise_called(*other, all)));
    if found.is_empty() {
        let has_all = has_all_parts(word, all);
        found = by(&|mention| by_part(word, mention), &|mention| match has_all {
            true => Way::Parts,
            false => {
                Way::Through(Through::Part { typed: word.exact.clone(), found: mention.written().to_owned() })
            }
        });
    }
    if found.is_empty() {
        found = by(&|mention| mistyped(word, mention), &|_| {
            Way::Through(Through::Typo { typed: word.exact.clone() })
        });
    }
    found
}

/// Whether somebody says all parts of a compound, if not in one word.
fn has_all_parts(word: &AskedWord, all: &[Mention<'_>]) -> bool {
    let says = |part: &String| all.iter().any(|one| one.place != Place::Name && has_stem(one, part));
    !word.parts.is_empty() && word.parts.iter().all(says)
}

fn otherwise_called<'m>(other: MeantName<'_>, all: &'m [Mention<'m>]) -> Vec<Match<'m>> {
    let through = Through::Synonym { from: other.of.text.clone(), to: other.name.text.clone() };
    let by_name = |mention: &'m Mention<'m>| Match {
        mention,
        weight: weights::SYNONYM * mention.halves as f32,
        way: Way::Through(through.clone()),
    };
    every_word(other.name, all).into_iter().map(by_name).collect()
}

fn as_typed(word: &AskedWord, mention: &Mention<'_>) -> Option<f32> {
    let (found, halves) = (&mention.word, mention.halves as f32);
    let is_name = mention.place == Place::Name;
    if found.exact == word.exact {
        return Some(if is_name { weights::NAME } else { (weights::EXACT + weights::STEM) * halves });
    }
    if word.is_prefix && found.exact.starts_with(&word.exact) {
        return Some(if is_name { weights::NAME_PREFIX } else { weights::PREFIX * halves });
    }
    let has_stem = word.stems.contains(&found.stem);
    let has_part = found.parts.iter().any(|part| word.stems.contains(part));
    let is_form = !word.is_literal && !is_name && (has_stem || has_part);
    is_form.then_some(weights::STEM * halves)
}

fn by_part(word: &AskedWord, mention: &Mention<'_>) -> Option<f32> {
    let is_part =
        word.parts.iter().any(|part| has_stem(mention, part)) || word.begins_with_part(&mention.word.exact);
    (is_part && mention.place != Place::Name).then_some(weights::ONE_PART * mention.halves as f32)
}

fn mistyped(word: &AskedWord, mention: &Mention<'_>) -> Option<f32> {
    let found = &mention.word.exact;
    let same_start = found.chars().next() == word.exact.chars().next();
    let edits = same_start.then(|| edits(&word.exact, found, word.is_prefix)).flatten()?;
    (edits <= word.edits_max()).then(|| weights::typo(edits) * weights::EXACT * mention.halves as f32)
}

/// The mentions of a phrase, when all of its words are there: where they stand together, if they do anywhere. One word of
/// it elsewhere tells nothing then.
fn every_word<'m>(phrase: &Phrase, all: &'m [Mention<'m>]) -> Vec<&'m Mention<'m>> {
    let of = |stems: &Vec<String>| -> Vec<&'m Mention<'m>> {
        let has_any =
            |one: &&Mention<'_>| one.place != Place::Name && stems.iter().any(|stem| has_stem(one, stem));
        all.iter().filter(has_any).collect()
    };
    let found: Vec<Vec<_>> = phrase.words.iter().map(of).collect();
    if found.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let stands = |place: Place, of: &Vec<&Mention<'_>>| of.iter().any(|one| one.place == place);
    let is_whole = |one: &&Mention<'_>| found.iter().all(|of| stands(one.place, of));
    let (whole, apart): (Vec<_>, Vec<_>) = found.concat().into_iter().partition(is_whole);
    if whole.is_empty() { apart } else { whole }
}

fn has_stem(mention: &Mention<'_>, stem: &str) -> bool {
    mention.word.stem == stem || mention.word.parts.iter().any(|part| part == stem)
}

fn note(lines: &mut BTreeMap<usize, (Place, Line)>, found: Match<'_>, tells: f32) {
    let mention = found.mention;
    let (_, line) = lines.entry(mention.place.position()).or_insert_with(|| (mention.place, Line::default()));
    line.weight += tells * weights::saturate(found.weight);
    let is_typed = matches!(found.way, Way::Typed);
    if is_typed && line.typed.is_empty() || line.first.is_none() {
        line.first = Some(mention.range.clone());
    }
    let list = if is_typed { &mut line.typed } else { &mut line.led_to };
    let written = mention.written();
    if !list.iter().any(|known| known == written) {
        list.push(written.to_owned());
    }
    if let (Way::Through(through), None) = (found.way, &line.through) {
        line.through = Some(through);
    }
}

fn nearness(near: Option<&Near>, doc: &PersonDoc) -> Option<Reason> {
    let near = near?;
    let is_same = |id| doc.organisation.as_ref().is_some_and(|organisation| organisation.id == id);
    let what = if near.organisation.is_some_and(is_same) {
        What::SameOrganisation
    } else if !doc.place.is_empty() && near.place.trim() == doc.place.trim() {
        What::SamePlace(doc.place.clone())
    } else {
        return None;
    };
    Some(Reason { what, matched: Vec::new(), through: None })
}

impl Place {
    /// A fixed order, so that equal reasons always come out alike.
    fn position(self) -> usize {
        match self {
            Place::Title => 0,
            Place::AskMeAbout => 1,
            Place::Name => 2,
            Place::Unit => 3,
            Place::Organisation => 4,
            Place::Town => 5,
            Place::About => 6,
            Place::Skill(at) => 1_000 + at,
            Place::Custom(at) => 1_000_000 + at,
        }
    }
}

impl Line {
    fn into_reason(self, place: Place, doc: &PersonDoc) -> Reason {
        let what = match place {
            Place::Name => What::Name(doc.name.clone()),
            Place::Title => What::Title(doc.job_title.clone()),
            Place::AskMeAbout => What::AskMeAbout(excerpt(&doc.ask_me_about, self.first.as_ref())),
            Place::Unit => What::Unit(doc.unit.clone()),
            Place::Organisation => {
                What::Organisation(doc.organisation.as_ref().map(|one| one.label.clone()).unwrap_or_default())
            }
            Place::Town => What::Place(doc.place.clone()),
            Place::About => What::About(excerpt(&doc.about, self.first.as_ref())),
            Place::Skill(at) => doc.skills.get(at).map_or(What::About(String::new()), |skill| What::Skill {
                label: Label { nl: skill.nl.clone(), en: skill.en.clone() },
                level: skill.level,
            }),
            Place::Custom(at) => doc.custom.get(at).map_or(What::About(String::new()), |own| What::Custom {
                label: own.label.clone(),
                value: own.value.clone(),
            }),
        };
        match self.typed.is_empty() {
            true => Reason { what, matched: self.led_to, through: self.through },
            false => Reason { what, matched: self.typed, through: None },
        }
    }
}

/// The text around what matched, cut at words.
fn excerpt(text: &str, around: Option<&Range<usize>>) -> String {
    let Some(around) = around else { return text.to_owned() };
    let before = &text[..around.start];
    let start = before.char_indices().rev().nth(EXCERPT_LETTERS).map_or(0, |(at, _)| at);
    let start = if start == 0 { 0 } else { text[start..].find(' ').map_or(start, |space| start + space + 1) };
    let rest = &text[around.end..];
    let end = rest.char_indices().nth(EXCERPT_LETTERS).map_or(text.len(), |(at, _)| around.end + at);
    let end = if end == text.len() {
        end
    } else {
        text[..end].rfind(' ').filter(|space| *space >= around.end).unwrap_or(end)
    };
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    format!("{}{}{}", dots(start > 0), text[start.min(around.start)..end].trim(), dots(end < text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Concept;
    use crate::person::{Organisation, Skill};
    use uuid::Uuid;

    fn analyser() -> Analyser {
        let concept = |uri: &str, nl: &str, en: &str, broader: &str| Concept {
            uri: uri.into(),
            nl: nl.into(),
            en: en.into(),
            synonyms: Vec::new(),
            broader: vec![broader.into()],
        };
        Analyser::new(vec![
            concept("urn:omgevingswet", "Omgevingswet", "Environment and Planning Act", "urn:ruimte"),
            concept("urn:ruimte", "ruimte en leefomgeving", "space", "urn:top"),
        ])
        .unwrap()
    }

    fn doc() -> PersonDoc {
        PersonDoc {
            name: "Anna Bakker".into(),
            job_title: "Adviseur Vergunningen".into(),
            organisation: Some(Organisation { id: Uuid::from_u128(7), label: "Provincie Gelderland".into() }),
            place: "Arnhem".into(),
            about: "Ik werkte jaren bij een bank, daarna bij een gemeente en nu al weer tien jaar aan alles wat met de Wet open overheid te maken heeft, van lakken tot publiceren, en van de eerste vraag van een journalist tot de laatste uitspraak van een rechter.".into(),
            skills: vec![Skill {
                uri: "urn:omgevingswet".into(),
                nl: "Omgevingswet".into(),
                en: "Environment and Planning Act".into(),
                broader: vec!["urn:ruimte".into()],
                level: 3,
                ..Skill::default()
            }],
            ..PersonDoc::default()
        }
    }

    fn reasons(analyser: &Analyser, asked: &Asked, near: Option<&Near>, doc: &PersonDoc) -> Vec<Reason> {
        Question::new(asked, &[], near).reasons(analyser, doc)
    }

    fn why(text: &str) -> Vec<Reason> {
        let analyser = analyser();
        reasons(&analyser, &Asked::new(&analyser, text), None, &doc())
    }

    #[test]
    fn the_skill_is_named_with_its_level_and_the_words_that_matched() {
        let Reason { what, matched, through } = why("Omgevingswet ").remove(0);
        assert!(matches!(what, What::Skill { level: 3, label } if label.nl == "Omgevingswet"));
        assert_eq!((matched, through), (vec!["Omgevingswet".to_owned()], None));
    }

    #[test]
    fn another_name_is_told() {
        let found = why("woo ");
        let Some(Reason { what: What::About(text), through: Some(Through::Synonym { from, .. }), .. }) =
            found.first()
        else {
            panic!("{found:?}")
        };
        assert_eq!(from, "woo");
        assert!(text.contains("Wet open overheid") && text.starts_with('…') && text.ends_with('…'), "{text}");
    }

    #[test]
    fn another_name_is_told_where_it_stands_whole() {
        let analyser = analyser();
        let skill = |nl: &str| Skill { uri: format!("urn:{nl}"), nl: nl.into(), ..Skill::default() };
        let skills =
            vec![skill("Wet open overheid"), skill("wet en regelgeving"), skill("elektronische overheid")];
        let doc = PersonDoc { skills, ..PersonDoc::default() };
        let found = reasons(&analyser, &Asked::new(&analyser, "woo "), None, &doc);
        let named = |reason: &Reason| matches!(&reason.what, What::Skill { label, .. } if label.nl == "Wet open overheid");
        assert!(found.len() == 1 && named(&found[0]), "{found:?}");
    }

    #[test]
    fn a_narrower_skill_says_what_was_asked() {
        let found = why("ruimte en leefomgeving ");
        assert_eq!(found[0].through, Some(Through::Related { asked: "ruimte leefomgeving".into() }));
    }

    #[test]
    fn a_typing_error_is_told_and_a_compound_part_is_marked() {
        assert_eq!(why("vergunnnigen ")[0].through, Some(Through::Typo { typed: "vergunnnigen".into() }));
        assert_eq!(why("vergunning ")[0].matched, ["Vergunningen"]);
    }

    #[test]
    fn who_says_a_part_of_a_compound_alone_is_told_apart_from_who_says_all_of_it() {
        let through = Through::Part { typed: "vergunningsketen".into(), found: "Vergunningen".into() };
        assert_eq!(why("vergunningsketen ")[0].through, Some(through));
        assert_eq!(why("vergunningsadviseur ")[0].through, None);
    }

    #[test]
    fn nearness_is_a_reason_only_when_asked() {
        let analyser = analyser();
        let asked = Asked::new(&analyser, "bakker");
        let near = Near { organisation: None, place: "Arnhem".into() };
        let found = reasons(&analyser, &asked, Some(&near), &doc());
        assert_eq!(found[0].what, What::Name("Anna Bakker".into()));
        assert_eq!(found[1].what, What::SamePlace("Arnhem".into()));
        assert_eq!(reasons(&analyser, &asked, None, &doc()).len(), 1);
    }

    #[test]
    fn nobody_gets_more_than_three() {
        assert_eq!(why("anna adviseur vergunningen omgevingswet arnhem gelderland").len(), REASONS_MAX);
    }
}
