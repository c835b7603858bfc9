//! Invents the people of the demo: the same ones for the same seed. Nothing is stored here; `seed` does that through the
//! operations of the domain.

use std::collections::{HashMap, HashSet};

use domain::error::{Error, Result};
use domain::people::{Profile, Scope};
use domain::principal::Role;

use super::material::{FirstName, LastName, Material, Organisation, Persona, Subject, Unit};
use super::profile;
use super::prose::Writer;
use super::random::{Deck, Random};

/// Somebody of the demo, ready to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub host: String,
    pub handle: String,
    pub name: String,
    pub mail: String,
    pub profile: Profile,
    pub scope: Scope,
    /// Who can sign in, and as what.
    pub login: Option<Role>,
}

/// What is decided about somebody before the profile is written.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub organisation: &'a Organisation,
    pub unit: &'a str,
    pub subject: &'a Subject,
    pub title: &'a str,
    pub place: &'a str,
    pub first_name: &'a FirstName,
    pub standing: Standing,
    pub detail: Detail,
}

/// How long somebody has been doing this, as the job title tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Starting,
    Settled,
    Senior,
}

/// How much trouble somebody took over the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Sparse,
    Usual,
    Rich,
}

/// Everybody of all organisations, personas first.
pub fn invent(material: &Material, seed: u64) -> Result<Vec<Colleague>> {
    let mut names: HashSet<String> = material.personas.iter().map(|persona| persona.name.clone()).collect();
    let mut abouts = HashSet::new();
    let mut everyone = Vec::new();
    for (at, organisation) in (0_u64..).zip(&material.organisations) {
        let mut inventor = Inventor::new(material, organisation, seed.wrapping_add(at));
        let personas: Vec<&Persona> =
            material.personas.iter().filter(|p| p.host == organisation.host).collect();
        for persona in &personas {
            everyone.push(profile::of_persona(material, organisation, persona)?);
        }
        for _ in personas.len()..organisation.people {
            everyone.push(inventor.colleague(&mut names, &mut abouts)?);
        }
    }
    Ok(everyone)
}

struct Inventor<'a> {
    material: &'a Material,
    organisation: &'a Organisation,
    units: Vec<&'a Unit>,
    titles: HashMap<&'a str, Deck<'a>>,
    writer: Writer<'a>,
    random: Random,
}

impl<'a> Inventor<'a> {
    fn new(material: &'a Material, organisation: &'a Organisation, seed: u64) -> Self {
        Self {
            material,
            organisation,
            units: material.units.iter().filter(|unit| unit.host == organisation.host).collect(),
            titles: HashMap::new(),
            writer: Writer::new(material, organisation),
            random: Random::new(seed),
        }
    }

    fn colleague(&mut self, names: &mut HashSet<String>, abouts: &mut HashSet<String>) -> Result<Colleague> {
        let (first_name, last_name) = self.name(names)?;
        let draft = self.draft(first_name)?;
        let name = full_name(first_name, last_name);
        let about = self.writer.about(&draft, abouts, &mut self.random);
        let ask = self.writer.ask(&draft, &mut self.random);
        let handle = handle(&name);
        let mail = format!("{handle}@{}", self.organisation.mail_domain);
        let scope = self.scope();
        let words = profile::Words { about, ask, mail: mail.clone() };
        let profile = profile::invent(self.material, &draft, words, scope, &mut self.random)?;
        Ok(Colleague {
            host: self.organisation.host.clone(),
            handle,
            name,
            mail,
            profile,
            scope,
            login: None,
        })
    }

    /// A name nobody has yet. First and last name mostly come from the same list, as with most people.
    fn name(&mut self, names: &mut HashSet<String>) -> Result<(&'a FirstName, &'a LastName)> {
        for _ in 0..100 {
            let Some(background) = self.random.weighted(&self.material.backgrounds, |one| one.weight) else {
                break;
            };
            let lists_agree = self.random.chance(88);
            let wanted = background.background.as_str();
            let family = if lists_agree { wanted } else { "nederland" };
            let first: Vec<_> =
                self.material.first_names.iter().filter(|one| one.background == wanted).collect();
            let last: Vec<_> =
                self.material.last_names.iter().filter(|one| one.background == family).collect();
            let (Some(first), Some(last)) = (self.random.pick(&first), self.random.pick(&last)) else {
                continue;
            };
            if names.insert(full_name(first, last)) {
                return Ok((first, last));
            }
        }
        Err(Error::internal("the demo's lists of names are too short for so many people"))
    }

    fn draft(&mut self, first_name: &'a FirstName) -> Result<Draft<'a>> {
        let none = || Error::internal("the demo's organisation has no unit, place or subject");
        let unit: &'a Unit =
            self.random.weighted(&self.units, |unit| unit.weight).copied().ok_or_else(none)?;
        let keys: Vec<&str> = unit.subjects.split('|').collect();
        let subject =
            self.random.pick(&keys).and_then(|key| self.material.subjects.get(*key)).ok_or_else(none)?;
        let places: Vec<_> =
            self.material.places.iter().filter(|place| place.host == self.organisation.host).collect();
        let place = self.random.weighted(&places, |place| place.weight).copied().ok_or_else(none)?;
        let title = self.title(subject).ok_or_else(none)?;
        let detail = match self.random.below(100) {
            0..18 => Detail::Sparse,
            18..74 => Detail::Usual,
            _ => Detail::Rich,
        };
        Ok(Draft {
            organisation: self.organisation,
            unit: &unit.unit,
            subject,
            title,
            place: &place.place,
            first_name,
            standing: standing(title),
            detail,
        })
    }

    /// A job title; one that begins with `!` is given once.
    fn title(&mut self, subject: &'a Subject) -> Option<&'a str> {
        let kind = &self.organisation.kind;
        let random = &mut self.random;
        let deck = self
            .titles
            .entry(&subject.key)
            .or_insert_with(|| Deck::new(lines_for(&subject.titles, kind), random));
        let title = deck.deal(random)?;
        if title.starts_with('!') {
            deck.remove(title);
        }
        Some(title.trim_start_matches('!'))
    }

    fn scope(&mut self) -> Scope {
        match self.random.below(100) {
            0..75 => Scope::Network,
            75..88 => Scope::Organisation,
            88..95 => Scope::None,
            _ => Scope::Public,
        }
    }
}

/// The lines that this kind of organisation can say, without their marks.
pub(super) fn lines_for<'a>(lines: &'a [String], kind: &str) -> Vec<&'a str> {
    let fits = |line: &'a String| match line.strip_prefix('@') {
        None => Some(line.as_str()),
        Some(marked) => marked.split_once(' ').filter(|(only, _)| *only == kind).map(|(_, rest)| rest),
    };
    lines.iter().filter_map(fits).collect()
}

fn full_name(first: &FirstName, last: &LastName) -> String {
    let words = [first.name.as_str(), last.prefix.as_str(), last.name.as_str()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// "Anne van 't Erve" becomes `anne.van.t.erve`.
pub(super) fn handle(name: &str) -> String {
    let folded = domain::text::fold(name).replace(' ', ".");
    folded.replace('ı', "i").chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect()
}

fn standing(title: &str) -> Standing {
    let is = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if is(&["trainee", "medewerker", "ondersteuner", "assistent", "consulent"]) && !is(&["beleidsmedewerker"])
    {
        Standing::Starting
    } else if is(&[
        "senior",
        "strategisch",
        "programma",
        "manager",
        "coördinerend",
        "CISO",
        "architect",
        "concern",
    ]) {
        Standing::Senior
    } else {
        Standing::Settled
    }
}

#[cfg(test)]
mod tests;
