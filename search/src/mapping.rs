//! From what the house lets a circle of readers see to what the index is told. Nothing else reaches the index.

use std::collections::HashSet;

use domain::audience::Viewpoint;
use domain::ids::FieldId;
use domain::people::{FieldKey, Person, PersonView, SkillLevel, profile_for};

use crate::analysis::{Analyser, Concept};
use crate::person::{Change, CustomValue, Label, Organisation, PersonDoc, SeenBy, Skill};

/// What both index and explanation need to read a profile.
pub struct Reader<'a> {
    pub analyser: &'a Analyser,
    /// Fields that an administrator made a filter.
    pub filters: &'a HashSet<FieldId>,
}

impl Reader<'_> {
    /// Everything the index shall know of a person from now on.
    pub fn change(&self, person: &Person) -> Change {
        Change { person: person.id.0, docs: self.docs(person) }
    }

    fn docs(&self, person: &Person) -> Vec<PersonDoc> {
        let network = profile_for(person, Viewpoint::Network);
        let organisation = person.is_local.then(|| profile_for(person, Viewpoint::Organisation)).flatten();
        match (organisation, network) {
            (None, None) => Vec::new(),
            (None, Some(network)) => vec![self.doc(&network, SeenBy { staff: true, guests: true })],
            (Some(organisation), Some(network)) if organisation.fields == network.fields => {
                vec![self.doc(&network, SeenBy { staff: true, guests: true })]
            }
            (Some(organisation), network) => {
                let guests = network.map(|view| self.doc(&view, SeenBy { staff: false, guests: true }));
                let staff = self.doc(&organisation, SeenBy { staff: true, guests: false });
                [staff].into_iter().chain(guests).collect()
            }
        }
    }

    pub fn doc(&self, view: &PersonView, seen_by: SeenBy) -> PersonDoc {
        let text = |key| view.fields.text(key).unwrap_or_default().to_owned();
        PersonDoc {
            person: view.id.0,
            seen_by,
            name: view.name.clone(),
            job_title: text(FieldKey::JobTitle),
            organisation: Some(Organisation { id: view.organisation_id.0, label: view.organisation.clone() }),
            unit: text(FieldKey::Unit),
            place: text(FieldKey::Place),
            languages: view.fields.languages().to_vec(),
            skills: view.fields.skills().iter().map(|skill| self.skill(skill)).collect(),
            about: text(FieldKey::About),
            ask_me_about: text(FieldKey::AskMeAbout),
            availability: view.fields.availability(),
            can_mentor: view.fields.flag(FieldKey::CanMentor),
            custom: self.custom(view),
        }
    }

    /// Synonyms and broader concepts come from our own taxonomy; the labels travelled with the profile.
    fn skill(&self, skill: &domain::people::Skill) -> Skill {
        let known = self.analyser.concept(&skill.uri);
        Skill {
            uri: skill.uri.clone(),
            nl: skill.nl.clone(),
            en: skill.en.clone(),
            synonyms: known.map(|concept| concept.synonyms.clone()).unwrap_or_default(),
            broader: known.map(|concept| concept.broader.clone()).unwrap_or_default(),
            level: match skill.level {
                SkillLevel::Basic => 1,
                SkillLevel::Skilled => 2,
                SkillLevel::Expert => 3,
            },
        }
    }

    fn custom(&self, view: &PersonView) -> Vec<CustomValue> {
        let one = |id: FieldId, label: &Label, value: &Label| CustomValue {
            key: id.to_string(),
            label: label.clone(),
            value: value.clone(),
            is_filter: self.filters.contains(&id),
        };
        let fields = view.fields.custom();
        fields.flat_map(|(id, label, values)| values.iter().map(move |value| one(id, label, value))).collect()
    }
}

/// The taxonomy of the database, for the analyser.
pub fn concept(stored: domain::concepts::Concept) -> Concept {
    let list =
        |joined: &str| joined.split('|').filter(|one| !one.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    Concept {
        synonyms: [list(&stored.synonyms_nl), list(&stored.synonyms_en)].concat(),
        broader: stored.broader.into_iter().collect(),
        uri: stored.uri,
        nl: stored.label_nl,
        en: stored.label_en,
    }
}
