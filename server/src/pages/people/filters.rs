//! The filters beside the results: each value with how many colleagues it keeps, in the reader's words.

use std::collections::HashMap;

use domain::concepts;
use domain::people::{Availability, fields};
use domain::{Db, OrganisationId, instances};
use search::PeopleFound;
use search::query::{Facet, FacetKind, FacetValue};

use super::question::Question;
use crate::error::Result;
use crate::i18n::{Language, Texts};
use crate::pages::words;

/// Values shown before "more".
const VALUES_FIRST: usize = 6;
/// The order in which people choose; an organisation's own fields come last.
const ORDER: [FacetKind; 7] = [
    FacetKind::Organisation,
    FacetKind::Place,
    FacetKind::Unit,
    FacetKind::Availability,
    FacetKind::Skill,
    FacetKind::Language,
    FacetKind::CanMentor,
];
/// Groups that begin open: those most people choose from. Others open by themselves when something in them is chosen.
const OPEN_MAX: usize = 3;

/// Everything one can narrow by.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    pub groups: Vec<Group>,
    /// What is chosen, each with a link that lets it go.
    pub chosen: Vec<Chosen>,
    pub clear: String,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub title: String,
    /// Name of the form field.
    pub name: &'static str,
    pub options: Vec<Choice>,
    pub is_open: bool,
}

impl Group {
    pub fn first(&self) -> &[Choice] {
        self.options.split_at(self.cut()).0
    }

    pub fn rest(&self) -> &[Choice] {
        self.options.split_at(self.cut()).1
    }

    /// One value behind "more" would cost as much room as the word itself.
    fn cut(&self) -> usize {
        if self.options.len() <= VALUES_FIRST + 1 { self.options.len() } else { VALUES_FIRST }
    }

    pub fn has_chosen_in_rest(&self) -> bool {
        self.rest().iter().any(|option| option.is_chosen)
    }
}

/// One value with a box to tick.
#[derive(Clone, Debug)]
pub struct Choice {
    pub id: String,
    pub value: String,
    pub words: String,
    /// Nothing when so few that it could point at one person.
    pub count: Option<u32>,
    pub is_chosen: bool,
}

#[derive(Clone, Debug)]
pub struct Chosen {
    pub words: String,
    pub without: String,
}

impl Panel {
    pub async fn new(db: &Db, t: Texts, question: &Question, found: &PeopleFound) -> Result<Self> {
        let names = Names::find(db, t, question, found).await?;
        let chosen = question.chosen().into_iter().map(|(name, value)| Chosen {
            words: names.of(name, &value),
            without: question.without(name, &value).href(),
        });
        let chosen = chosen.collect();
        let mut facets: Vec<_> = found.facets.iter().collect();
        facets.sort_by_key(|facet| ORDER.iter().position(|kind| *kind == facet.kind).unwrap_or(ORDER.len()));
        let groups = facets.into_iter().filter_map(|facet| group(&names, facet)).collect();
        let mut panel = Self { groups, chosen, clear: question.words_alone().href() };
        panel.open_some();
        Ok(panel)
    }

    /// The values of one filter, most frequent first.
    pub fn options(&self, name: &str) -> impl Iterator<Item = &Choice> {
        self.groups.iter().filter(move |group| group.name == name).flat_map(|group| &group.options)
    }

    fn open_some(&mut self) {
        for (at, group) in self.groups.iter_mut().enumerate() {
            group.is_open = at < OPEN_MAX || group.options.iter().any(|option| option.is_chosen);
        }
    }
}

fn group(names: &Names, facet: &Facet) -> Option<Group> {
    let (name, title) = names.of_kind(&facet.kind)?;
    let option = |(at, value): (usize, &FacetValue)| {
        let form_value = form_value(&facet.kind, &value.value);
        Choice {
            id: format!("filter-{name}-{at}"),
            words: names.of(name, &form_value),
            count: value.count,
            is_chosen: value.is_chosen,
            value: form_value,
        }
    };
    let values = facet.values.iter().filter(|value| names.knows(name, value));
    let options: Vec<_> = values.enumerate().map(option).collect();
    (!options.is_empty()).then_some(Group { title, name, options, is_open: false })
}

/// As the value stands in the form: an organisation's own field says which field it is.
fn form_value(kind: &FacetKind, value: &str) -> String {
    match kind {
        FacetKind::Custom(key) => format!("{key}:{value}"),
        _ => value.to_owned(),
    }
}

/// What the values are called: organisations, subjects and own fields are looked up once for the page.
struct Names {
    t: Texts,
    organisations: HashMap<String, String>,
    skills: HashMap<String, String>,
    fields: HashMap<String, String>,
    field_values: HashMap<String, String>,
}

impl Names {
    async fn find(db: &Db, t: Texts, question: &Question, found: &PeopleFound) -> Result<Self> {
        let listed = |kind: &FacetKind| {
            let facet = found.facets.iter().find(|facet| facet.kind == *kind);
            facet
                .into_iter()
                .flat_map(|facet| &facet.values)
                .map(|value| value.value.clone())
                .collect::<Vec<_>>()
        };
        let mut organisations = listed(&FacetKind::Organisation);
        organisations.extend(question.filters.organisations.iter().map(ToString::to_string));
        let mut skills = listed(&FacetKind::Skill);
        skills.extend(question.filters.skills.iter().cloned());
        let mut names = Self {
            t,
            organisations: organisation_names(db, &organisations).await?,
            skills: skill_names(db, t, &skills, found).await?,
            fields: HashMap::new(),
            field_values: HashMap::new(),
        };
        names.add_own_fields(db).await?;
        Ok(names)
    }

    async fn add_own_fields(&mut self, db: &Db) -> Result<()> {
        for field in fields::list(db).await? {
            let id = field.id.to_string();
            for option in &field.options {
                self.field_values.insert(format!("{id}:{}", option.nl), said(self.t, &option.nl, &option.en));
            }
            self.fields.insert(id, said(self.t, &field.label.nl, &field.label.en));
        }
        Ok(())
    }

    /// A subject without a name on this page is left out rather than shown as an address.
    fn knows(&self, name: &str, value: &FacetValue) -> bool {
        name != "skill" || value.is_chosen || self.skills.contains_key(&value.value)
    }

    /// A filter value in words, by its name in the form.
    fn of(&self, name: &str, value: &str) -> String {
        let known = match name {
            "organisation" => self.organisations.get(value).cloned(),
            "skill" => self.skills.get(value).cloned(),
            "language" => Some(words::language(self.t, value)),
            "availability" => Availability::parse(value).map(|one| self.t.get(words::availability(one))),
            "mentor" => Some(self.t.get("people-can-mentor")),
            "field" => self.field_values.get(value).cloned(),
            _ => None,
        };
        known.unwrap_or_else(|| {
            value.rsplit_once(':').filter(|_| name == "field").map_or(value, |(_, value)| value).to_owned()
        })
    }

    /// The form's name of a filter and its heading; `None` for a field that is no longer there.
    fn of_kind(&self, kind: &FacetKind) -> Option<(&'static str, String)> {
        let (name, key) = match kind {
            FacetKind::Organisation => ("organisation", "people-filter-organisation"),
            FacetKind::Unit => ("unit", "people-filter-unit"),
            FacetKind::Place => ("place", "people-filter-place"),
            FacetKind::Skill => ("skill", "people-filter-skill"),
            FacetKind::Language => ("language", "people-filter-language"),
            FacetKind::Availability => ("availability", "people-filter-availability"),
            FacetKind::CanMentor => ("mentor", "people-filter-mentor"),
            FacetKind::Custom(key) => return self.fields.get(key).map(|label| ("field", label.clone())),
        };
        Some((name, self.t.get(key)))
    }
}

async fn organisation_names(db: &Db, ids: &[String]) -> Result<HashMap<String, String>> {
    let ids: Vec<OrganisationId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let names = instances::list_organisation_names(db, &ids).await?;
    Ok(names.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// As our taxonomy calls them; subjects that only another organisation knows, as its people brought them along.
async fn skill_names(
    db: &Db,
    t: Texts,
    uris: &[String],
    found: &PeopleFound,
) -> Result<HashMap<String, String>> {
    let brought = found.people.iter().flat_map(|person| person.view.fields.skills());
    let mut names: HashMap<_, _> =
        brought.map(|skill| (skill.uri.clone(), said(t, &skill.nl, &skill.en))).collect();
    let concepts = concepts::list(db, uris).await?;
    names.extend(concepts.into_iter().map(|one| (one.uri, said(t, &one.label_nl, &one.label_en))));
    Ok(names)
}

fn said(t: Texts, nl: &str, en: &str) -> String {
    match t.language() {
        Language::Nl => nl.to_owned(),
        Language::En => en.to_owned(),
    }
}
