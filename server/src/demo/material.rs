//! What the demo is made of: the files in `server/demo`, read into types. They stand in the binary, so that one file is
//! the whole demo.

use std::collections::{BTreeMap, HashMap};

use domain::concepts::NewConcept;
use domain::error::{Error, Result};
use domain::people::{Availability, Scope, SkillLevel};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::networks::Network;

/// All of it.
#[derive(Debug)]
pub struct Material {
    pub organisations: Vec<Organisation>,
    pub units: Vec<Unit>,
    pub places: Vec<Place>,
    pub fields: Vec<OwnField>,
    pub languages: Vec<Language>,
    pub backgrounds: Vec<Background>,
    pub first_names: Vec<FirstName>,
    pub last_names: Vec<LastName>,
    pub subjects: HashMap<String, Subject>,
    pub general: General,
    pub personas: Vec<Persona>,
    pub networks: Vec<Network>,
    /// By the last part of their address.
    pub concepts: HashMap<String, NewConcept>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Organisation {
    pub host: String,
    pub name: String,
    /// Its TOOI address.
    pub uri: String,
    pub theme: String,
    pub mail_domain: String,
    /// How many people it has, personas included.
    pub people: usize,
    pub area_code: String,
    /// `ministry`, `municipality` or `province`.
    pub kind: String,
}

#[derive(Debug, Deserialize)]
pub struct Unit {
    pub host: String,
    pub unit: String,
    /// Keys of subjects, joined by `|`.
    pub subjects: String,
    pub weight: usize,
}

#[derive(Debug, Deserialize)]
pub struct Place {
    pub host: String,
    pub place: String,
    pub weight: usize,
}

/// A profile field that an organisation added.
#[derive(Debug, Deserialize)]
pub struct OwnField {
    pub host: String,
    pub section_nl: String,
    pub section_en: String,
    pub label_nl: String,
    pub label_en: String,
    /// As in `domain::people::fields::Kind`.
    pub kind: String,
    /// Joined by `|`, in the same order in both languages.
    pub options_nl: String,
    pub options_en: String,
    pub is_filter: bool,
    /// How many in a hundred filled it in.
    pub share: usize,
}

#[derive(Debug, Deserialize)]
pub struct Language {
    pub tag: String,
    /// A background, or `*` for everyone.
    pub background: String,
    pub percent: usize,
}

#[derive(Debug, Deserialize)]
pub struct Background {
    pub background: String,
    pub weight: usize,
}

#[derive(Debug, Deserialize)]
pub struct FirstName {
    pub name: String,
    pub pronouns: String,
    pub background: String,
}

#[derive(Debug, Deserialize)]
pub struct LastName {
    pub prefix: String,
    pub name: String,
    pub background: String,
}

#[derive(Debug, Deserialize)]
pub struct Subject {
    pub key: String,
    pub titles: Vec<String>,
    /// Skills that most people of the subject have, as the last part of a concept's address.
    pub core: Vec<String>,
    /// Skills that some have.
    pub often: Vec<String>,
    pub work: Vec<String>,
    pub did: Vec<String>,
    pub ask: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct General {
    pub opening: Vec<String>,
    pub closing: Vec<String>,
    /// By kind of organisation: municipalities it works with, and places its people live in.
    pub municipalities: HashMap<String, Vec<String>>,
    pub villages: HashMap<String, Vec<String>>,
    /// By subject.
    pub english: HashMap<String, Vec<String>>,
}

/// Somebody who can sign in, written by hand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    pub host: String,
    pub login: String,
    #[serde(default)]
    pub administrator: bool,
    pub name: String,
    pub pronouns: Option<String>,
    pub unit: Option<String>,
    pub job: Option<String>,
    pub place: Option<String>,
    #[serde(default)]
    pub languages: Vec<String>,
    pub about: Option<String>,
    pub ask: Option<String>,
    pub availability: Option<Availability>,
    pub mentor: Option<bool>,
    pub scope: Scope,
    #[serde(default)]
    pub skills: BTreeMap<String, SkillLevel>,
    /// Audience per field, where it differs from the usual one.
    #[serde(default)]
    pub audience: BTreeMap<domain::people::FieldKey, domain::audience::Audience>,
}

macro_rules! demo_file {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/demo/", $path))
    };
}

const SUBJECT_FILES: [&str; 7] = [
    demo_file!("subjects/bedrijfsvoering.toml"),
    demo_file!("subjects/bestuur.toml"),
    demo_file!("subjects/digitaal.toml"),
    demo_file!("subjects/landelijk.toml"),
    demo_file!("subjects/ruimte.toml"),
    demo_file!("subjects/sociaal.toml"),
    demo_file!("subjects/veiligheid-dienstverlening.toml"),
];

const NETWORK_FILES: [&str; 4] = [
    demo_file!("networks/omgevingswet.toml"),
    demo_file!("networks/woo.toml"),
    demo_file!("networks/crisis.toml"),
    demo_file!("networks/gegevensdeling.toml"),
];

#[derive(Deserialize)]
struct SubjectFile {
    subject: Vec<Subject>,
}

#[derive(Deserialize)]
struct PersonaFile {
    persona: Vec<Persona>,
}

impl Material {
    /// Reads everything. Fails only on a mistake in the files, which a test finds first.
    pub fn read() -> Result<Self> {
        Ok(Self {
            organisations: rows(demo_file!("organisations.csv"))?,
            units: rows(demo_file!("units.csv"))?,
            places: rows(demo_file!("places.csv"))?,
            fields: rows(demo_file!("fields.csv"))?,
            languages: rows(demo_file!("languages.csv"))?,
            backgrounds: rows(demo_file!("backgrounds.csv"))?,
            first_names: rows(demo_file!("first-names.csv"))?,
            last_names: rows(demo_file!("last-names.csv"))?,
            subjects: subjects()?,
            general: table(demo_file!("general.toml"))?,
            personas: table::<PersonaFile>(demo_file!("personas.toml"))?.persona,
            networks: NETWORK_FILES.into_iter().map(table::<Network>).collect::<Result<_>>()?,
            concepts: concepts()?,
        })
    }
}

fn subjects() -> Result<HashMap<String, Subject>> {
    let files = SUBJECT_FILES.into_iter().map(table::<SubjectFile>).collect::<Result<Vec<_>>>()?;
    Ok(files
        .into_iter()
        .flat_map(|file| file.subject)
        .map(|subject| (subject.key.clone(), subject))
        .collect())
}

fn concepts() -> Result<HashMap<String, NewConcept>> {
    let shipped = domain::concepts::shipped()?;
    let slug = |uri: &str| uri.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(shipped.into_iter().map(|concept| (slug(&concept.uri), concept)).collect())
}

fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<Vec<T>, _>>().map_err(Error::internal)
}

fn table<T: DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(Error::internal)
}
