//! Fills the profile of somebody in the demo: skills that fit the work, languages, how to be reached, and for whom each
//! field is meant.

use std::collections::{BTreeMap, HashSet};

use domain::audience::Audience;
use domain::error::{Error, Result};
use domain::people::{Availability, Entry, FieldKey, Profile, Scope, Skill, SkillLevel, Source, Value};
use domain::principal::Role;

use super::material::{Material, Organisation, Persona};
use super::people::{Colleague, Detail, Draft, Standing, handle};
use super::random::Random;

/// What the writer wrote.
pub(super) struct Words {
    pub about: Option<String>,
    pub ask: Option<String>,
    pub mail: String,
}

/// Skills that turn up in any job.
const COMMON: [&str; 14] = [
    "projectleiding",
    "begrijpelijke-taal",
    "faciliteren-van-bijeenkomsten",
    "coaching",
    "onderhandelen",
    "netwerken-en-communitymanagement",
    "agile-werken",
    "kennismanagement",
    "verandermanagement",
    "politiek-bestuurlijke-sensitiviteit",
    "tekstschrijven-en-redigeren",
    "leren-en-ontwikkelen",
    "wet-open-overheid",
    "privacy",
];

/// A profile for an invented colleague.
pub(super) fn invent(
    material: &Material,
    draft: &Draft<'_>,
    words: Words,
    scope: Scope,
    random: &mut Random,
) -> Result<Profile> {
    let mut values = BTreeMap::new();
    let mut text = |key, value: Option<String>| value.map(|value| values.insert(key, Value::Text(value)));
    text(FieldKey::JobTitle, Some(draft.title.to_owned()));
    text(FieldKey::Unit, Some(draft.unit.to_owned()));
    text(FieldKey::Mail, Some(words.mail));
    text(
        FieldKey::Place,
        (draft.detail != Detail::Sparse || random.chance(40)).then(|| draft.place.to_owned()),
    );
    text(FieldKey::Pronouns, pronouns(draft, random));
    text(FieldKey::Telephone, telephone(draft, random));
    text(FieldKey::About, words.about);
    text(FieldKey::AskMeAbout, words.ask);
    values.insert(FieldKey::Languages, Value::Languages(languages(material, draft, random)));
    let skills = skills(material, draft, random)?;
    if let Some(availability) = availability(draft, random) {
        values.insert(FieldKey::Availability, Value::Availability(availability));
    }
    let is_expert = skills.iter().any(|skill| skill.level == SkillLevel::Expert);
    if random.chance(if is_expert { 42 } else { 10 }) {
        values.insert(FieldKey::CanMentor, Value::Flag(true));
    }
    if !skills.is_empty() {
        values.insert(FieldKey::Skills, Value::Skills(skills));
    }
    let habit = Habit::of(scope, random);
    Ok(profile_of(values, |key| habit.audience(key)))
}

/// The profile that was written by hand, with the login.
pub(super) fn of_persona(
    material: &Material,
    organisation: &Organisation,
    persona: &Persona,
) -> Result<Colleague> {
    let mail = format!("{}@{}", persona.login, organisation.mail_domain);
    let mut values = BTreeMap::from([(FieldKey::Mail, Value::Text(mail.clone()))]);
    let texts = [
        (FieldKey::Pronouns, &persona.pronouns),
        (FieldKey::JobTitle, &persona.job),
        (FieldKey::Unit, &persona.unit),
        (FieldKey::Place, &persona.place),
        (FieldKey::About, &persona.about),
        (FieldKey::AskMeAbout, &persona.ask),
    ];
    values.extend(
        texts.into_iter().filter_map(|(key, text)| text.clone().map(|text| (key, Value::Text(text)))),
    );
    values.extend(persona.availability.map(|value| (FieldKey::Availability, Value::Availability(value))));
    values.extend(persona.mentor.map(|value| (FieldKey::CanMentor, Value::Flag(value))));
    if !persona.languages.is_empty() {
        values.insert(FieldKey::Languages, Value::Languages(persona.languages.clone()));
        values.insert(FieldKey::Telephone, Value::Text(persona_telephone(organisation, &persona.login)));
    }
    let mut skills: Vec<Skill> =
        persona.skills.iter().map(|(slug, level)| skill(material, slug, *level)).collect::<Result<_>>()?;
    skills.sort_by_key(|skill| std::cmp::Reverse(skill.level));
    if !skills.is_empty() {
        values.insert(FieldKey::Skills, Value::Skills(skills));
    }
    let audience =
        |key: FieldKey| persona.audience.get(&key).copied().unwrap_or_else(|| key.default_audience());
    Ok(Colleague {
        host: organisation.host.clone(),
        handle: handle(&persona.name),
        name: persona.name.clone(),
        mail,
        profile: profile_of(values, audience),
        scope: persona.scope,
        login: Some(if persona.administrator { Role::Administrator } else { Role::Member }),
    })
}

fn profile_of(values: BTreeMap<FieldKey, Value>, audience: impl Fn(FieldKey) -> Audience) -> Profile {
    let entry = |(key, value)| (key, Entry { value, audience: audience(key), source: Source::Person });
    Profile { fields: values.into_iter().map(entry).collect() }
}

/// Most of the core, some of the rest, now and then something from another trade; what a title promises is known best.
fn skills(material: &Material, draft: &Draft<'_>, random: &mut Random) -> Result<Vec<Skill>> {
    let (core, often, common) = match draft.detail {
        Detail::Sparse => (random.below(2), 0, 0),
        Detail::Usual => (random.between(1, 3), random.between(1, 3), random.below(2)),
        Detail::Rich => (random.between(2, 4), random.between(2, 5), random.between(0, 2)),
    };
    let common_slugs: Vec<String> = COMMON.iter().map(|slug| (*slug).to_owned()).collect();
    let lists =
        [(&draft.subject.core, core, 0), (&draft.subject.often, often, 1), (&common_slugs, common, 1)];
    let mut seen = HashSet::new();
    let mut skills = Vec::new();
    for (slugs, count, lower) in lists {
        let mut slugs = slugs.clone();
        random.shuffle(&mut slugs);
        for slug in slugs.into_iter().filter(|slug| seen.insert(slug.clone())).take(count) {
            skills.push(skill(material, &slug, level(draft.standing, lower, random))?);
        }
    }
    skills.sort_by_key(|skill| std::cmp::Reverse(skill.level));
    Ok(skills)
}

fn level(standing: Standing, lower: usize, random: &mut Random) -> SkillLevel {
    let steps = match standing {
        Standing::Starting => random.below(2),
        Standing::Settled => {
            if random.chance(40) {
                2
            } else {
                1
            }
        }
        Standing::Senior => 2,
    };
    match steps.saturating_sub(if random.chance(70) { lower } else { 0 }) {
        0 => SkillLevel::Basic,
        1 => SkillLevel::Skilled,
        _ => SkillLevel::Expert,
    }
}

fn skill(material: &Material, slug: &str, level: SkillLevel) -> Result<Skill> {
    let unknown = || Error::internal(format!("the demo names a skill that is not in the taxonomy: {slug}"));
    let concept = material.concepts.get(slug).ok_or_else(unknown)?;
    Ok(Skill { uri: concept.uri.clone(), nl: concept.label_nl.clone(), en: concept.label_en.clone(), level })
}

fn languages(material: &Material, draft: &Draft<'_>, random: &mut Random) -> Vec<String> {
    let speaks = |background: &str| background == "*" || background == draft.first_name.background;
    let mut tags: Vec<String> = Vec::new();
    for language in material.languages.iter().filter(|language| speaks(&language.background)) {
        if random.chance(language.percent) && !tags.contains(&language.tag) {
            tags.push(language.tag.clone());
        }
    }
    tags
}

fn pronouns(draft: &Draft<'_>, random: &mut Random) -> Option<String> {
    let (words, percent) = match draft.first_name.pronouns.as_str() {
        "z" => ("zij/haar", 22),
        "h" => ("hij/hem", 16),
        _ => ("die/diens", 80),
    };
    random.chance(percent).then(|| words.to_owned())
}

/// Numbers that cannot be dialled: subscriber numbers do not begin with 0, mobile numbers not with 06-00.
fn telephone(draft: &Draft<'_>, random: &mut Random) -> Option<String> {
    let (a, b, c) = (random.between(10, 99), random.between(10, 99), random.between(10, 99));
    match random.below(100) {
        0..45 => Some(format!("{}-000 {a} {b}", draft.organisation.area_code)),
        45..75 => Some(format!("06-00 {a} {b} {c}")),
        _ => None,
    }
}

fn persona_telephone(organisation: &Organisation, login: &str) -> String {
    let number = login.bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 9_000) + 1_000;
    format!("{}-000 {} {:02}", organisation.area_code, number / 100, number % 100)
}

fn availability(draft: &Draft<'_>, random: &mut Random) -> Option<Availability> {
    let says_nothing = if draft.detail == Detail::Sparse { 80 } else { 18 };
    if random.chance(says_nothing) {
        return None;
    }
    Some(match random.below(100) {
        0..60 => Availability::Open,
        60..90 => Availability::Limited,
        _ => Availability::Away,
    })
}

/// How somebody chose who sees what.
#[derive(Debug, Clone, Copy)]
enum Habit {
    /// Left everything as it was.
    Usual,
    /// Wants to be called by other organisations.
    Reachable,
    /// Shows others the job, colleagues the rest.
    Careful,
    /// Shows the work to the internet.
    Public,
}

impl Habit {
    fn of(scope: Scope, random: &mut Random) -> Self {
        match random.below(100) {
            _ if scope == Scope::Public => Self::Public,
            0..58 => Self::Usual,
            58..80 => Self::Reachable,
            _ => Self::Careful,
        }
    }

    fn audience(self, key: FieldKey) -> Audience {
        use FieldKey::{About, AskMeAbout, JobTitle, Languages, Mail, Place, Skills, Telephone, Unit};
        match (self, key) {
            (Self::Reachable, Telephone | Mail) => Audience::Network,
            (Self::Careful, Telephone) => Audience::Own,
            (Self::Careful, About | AskMeAbout | Place | Languages) => Audience::Organisation,
            (Self::Public, JobTitle | Unit | Skills | About) => Audience::Public,
            _ => key.default_audience(),
        }
    }
}
