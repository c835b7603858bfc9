//! Invented colleagues by number: the same seed gives the same government.

use std::collections::BTreeMap;

use domain::Audience;
use domain::concepts::NewConcept;
use domain::people::replica::Snapshot;
use domain::people::{Availability, Entry, FieldKey, Profile, Scope, Skill, SkillLevel, Source, Value};
use domain::principal::Affiliation;

use super::vocabulary::Vocabulary;
use crate::demo::random::Random;

pub const ORGANISATIONS: usize = 1_600;
const TOWNS: usize = 340;
const GIVEN_NAMES: usize = 600;
const FAMILY_NAMES: usize = 20_000;
const UNITS_EACH: usize = 20;

const ROLES: [&str; 24] = [
    "adviseur",
    "beleidsmedewerker",
    "projectleider",
    "jurist",
    "coördinator",
    "specialist",
    "onderzoeker",
    "inspecteur",
    "programmamanager",
    "informatieadviseur",
    "data-analist",
    "communicatieadviseur",
    "toezichthouder",
    "planoloog",
    "ontwikkelaar",
    "secretaris",
    "teamleider",
    "consulent",
    "controller",
    "architect",
    "strateeg",
    "handhaver",
    "griffier",
    "inkoper",
];
const SYLLABLES: [&str; 40] = [
    "an", "bo", "da", "el", "fa", "ge", "ha", "is", "jo", "ka", "li", "ma", "no", "os", "pi", "ra", "sa",
    "ti", "ul", "va", "wi", "ye", "za", "ber", "dam", "ker", "mans", "stra", "veld", "wijk", "huis", "berg",
    "haar", "horst", "loo", "meer", "rode", "sma", "tel", "ven",
];

/// Everything a profile is put together from.
pub struct Government {
    pub vocabulary: Vocabulary,
    pub towns: Vec<String>,
    units: Vec<String>,
    given: Vec<String>,
    family: Vec<String>,
    concepts: Vec<NewConcept>,
    seed: u64,
}

impl Government {
    pub fn new(seed: u64) -> Result<Self, domain::Error> {
        let mut random = Random::new(seed);
        let vocabulary = Vocabulary::new(&mut random)?;
        let units = (0..ORGANISATIONS * UNITS_EACH)
            .map(|_| format!("Team {}", vocabulary.word(&mut random)))
            .collect();
        Ok(Self {
            towns: names(&mut random, TOWNS, 3),
            given: names(&mut random, GIVEN_NAMES, 2),
            family: names(&mut random, FAMILY_NAMES, 3),
            concepts: domain::concepts::shipped()?,
            units,
            vocabulary,
            seed,
        })
    }

    /// The colleague with this number, as his organisation would send him.
    pub fn colleague(&self, number: usize) -> Snapshot {
        let mut random = Random::new(self.seed ^ (number as u64).wrapping_mul(0x2545_f491_4f6c_dd1d));
        let organisation = organisation_of(number);
        Snapshot {
            ap_id: format!("https://o{organisation}.test/ap/person/{number}"),
            handle: format!("p{number}"),
            name: self.name(&mut random),
            affiliation: Affiliation::Staff,
            scope: Scope::Network,
            profile: self.profile(&mut random, organisation),
            version: 1,
            photo: None,
            left_out: Vec::new(),
        }
    }

    fn name(&self, random: &mut Random) -> String {
        let between = ["", "", "", "de ", "van ", "van der "][random.below(6)];
        let one = |list: &[String], random: &mut Random| random.pick(list).cloned().unwrap_or_default();
        format!("{} {between}{}", one(&self.given, random), one(&self.family, random))
    }

    fn profile(&self, random: &mut Random, organisation: usize) -> Profile {
        let words = |random: &mut Random, first, last| {
            let count = random.between(first, last);
            self.vocabulary.words(random, count)
        };
        let role = ROLES[random.below(ROLES.len())];
        let mut texts = vec![
            (FieldKey::JobTitle, format!("{role} {}", self.vocabulary.word(random))),
            (FieldKey::Unit, self.units[organisation * UNITS_EACH + random.below(UNITS_EACH)].clone()),
            (FieldKey::Place, self.towns[organisation % TOWNS].clone()),
            (FieldKey::AskMeAbout, words(random, 2, 5)),
        ];
        if random.chance(70) {
            texts.push((FieldKey::About, words(random, 12, 35)));
        }
        let mut fields: BTreeMap<FieldKey, Entry> =
            texts.into_iter().map(|(key, text)| (key, entry(Value::Text(text)))).collect();
        fields.insert(FieldKey::Skills, entry(Value::Skills(self.skills(random))));
        fields.insert(FieldKey::Languages, entry(Value::Languages(languages(random))));
        fields.insert(FieldKey::CanMentor, entry(Value::Flag(random.chance(15))));
        if random.chance(90) {
            let one = random.weighted(
                &[(Availability::Open, 6), (Availability::Limited, 3), (Availability::Away, 1)],
                |one| one.1,
            );
            fields.insert(
                FieldKey::Availability,
                entry(Value::Availability(one.map_or(Availability::Open, |one| one.0))),
            );
        }
        Profile { fields }
    }

    /// Three to six; the square makes some subjects far more common than others.
    fn skills(&self, random: &mut Random) -> Vec<Skill> {
        let mut at: Vec<usize> = (0..random.between(3, 6))
            .map(|_| random.below(1_000) * random.below(1_000) * self.concepts.len() / 1_000_000)
            .collect();
        at.sort_unstable();
        at.dedup();
        let level = |random: &mut Random| {
            [SkillLevel::Basic, SkillLevel::Skilled, SkillLevel::Expert][random.below(3)]
        };
        let found = at.into_iter().filter_map(|at| self.concepts.get(at));
        found
            .map(|concept| Skill {
                uri: concept.uri.clone(),
                nl: concept.label_nl.clone(),
                en: concept.label_en.clone(),
                level: level(random),
            })
            .collect()
    }
}

pub fn organisation_of(number: usize) -> usize {
    number % ORGANISATIONS
}

fn entry(value: Value) -> Entry {
    Entry { value, audience: Audience::Network, source: Source::Origin }
}

fn languages(random: &mut Random) -> Vec<String> {
    let spoken = [("nl", 97), ("en", 60), ("de", 15), ("fr", 8), ("fy", 4), ("ar", 2), ("tr", 2)];
    spoken.iter().filter(|(_, percent)| random.chance(*percent)).map(|(code, _)| (*code).to_owned()).collect()
}

fn names(random: &mut Random, count: usize, syllables: usize) -> Vec<String> {
    let name = |random: &mut Random| {
        let word: String = (0..syllables).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    (0..count).map(|_| name(random)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_always_the_same_colleague() {
        let (one, other) = (Government::new(7).unwrap(), Government::new(7).unwrap());
        assert_eq!(one.colleague(41).profile, other.colleague(41).profile);
        assert_ne!(one.colleague(41).profile, one.colleague(42).profile);
    }
}
