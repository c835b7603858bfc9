//! The fields of a profile as pages show them: to fill in, or to read with who sees them.

use domain::Audience;
use domain::people::fields::{Definition, Kind};
use domain::people::{FieldKey, Label, Person, Value, check};

use super::typed::{Slot, Typed};
use crate::i18n::{Language, Texts};
use crate::pages::words;

/// A field to fill in.
#[derive(Clone, Debug)]
pub struct Row {
    /// Name and id.
    pub name: String,
    pub label: String,
    pub hint: String,
    pub is_mandatory: bool,
    pub control: Control,
    /// None for the name, which everyone sees who finds the person.
    pub audience: Option<AudienceChoice>,
    /// What the form shows now; sent back with it.
    pub seen: String,
    /// After a clash: what is stored meanwhile.
    pub stored: Option<String>,
}

/// How a field is filled in.
#[derive(Clone, Debug)]
pub enum Control {
    Line {
        value: String,
        kind: &'static str,
        autocomplete: &'static str,
        max: usize,
    },
    Area {
        value: String,
        max: usize,
    },
    /// One of a few, with the empty answer.
    One {
        options: Vec<Choice>,
        none: String,
    },
    /// Any of a few; `more` is a list to add one from.
    Many {
        options: Vec<Choice>,
        more: Vec<Choice>,
        add: String,
    },
    Flag {
        is_on: bool,
        words: String,
    },
}

impl Control {
    /// Several boxes under one question, which a label alone cannot name.
    pub fn is_group(&self) -> bool {
        matches!(self, Self::Many { .. } | Self::Flag { .. })
    }
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Choice {
    pub id: String,
    pub value: String,
    pub words: String,
    pub is_chosen: bool,
}

/// Who sees a field, to be changed in place.
#[derive(Clone, Debug)]
pub struct AudienceChoice {
    pub label: String,
    pub icon: &'static str,
    pub options: Vec<Choice>,
}

/// Fields that belong together.
#[derive(Clone, Debug)]
pub struct Section {
    pub id: String,
    pub title: String,
    pub rows: Vec<Row>,
}

/// A field to read, with who sees it.
#[derive(Clone, Debug)]
pub struct Fact {
    pub name: String,
    pub label: String,
    pub value: Shown,
    pub audience: AudienceChoice,
}

/// A value in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    Text(String),
    Paragraphs(Vec<String>),
    /// Words and the look of the dot.
    Availability(String, &'static str),
}

impl Shown {
    /// In one line, for a sentence.
    pub fn line(&self) -> String {
        match self {
            Self::Text(text) | Self::Availability(text, _) => text.clone(),
            Self::Paragraphs(paragraphs) => paragraphs.join(" "),
        }
    }
}

/// The sections of the whole form, drawn from what was typed.
pub fn sections(t: Texts, definitions: &[Definition], typed: &Typed) -> Vec<Section> {
    use FieldKey::{
        About, AskMeAbout, Availability, CanMentor, JobTitle, Languages, Mail, Place, Pronouns, Telephone,
        Unit,
    };
    let part = |id: &str, title: &str, slots: &[Slot]| Section {
        id: id.to_owned(),
        title: t.get(title),
        rows: slots.iter().filter_map(|slot| row(t, definitions, typed, *slot)).collect(),
    };
    let fields = |keys: &[FieldKey]| keys.iter().copied().map(Slot::Field).collect::<Vec<_>>();
    let who = [vec![Slot::Name], fields(&[Pronouns, JobTitle, Unit, Place, Languages])].concat();
    let mut sections = vec![
        part("section-who", "profile-section-who", &who),
        part("section-reach", "profile-section-reach", &fields(&[Telephone, Mail])),
        part("section-help", "profile-section-help", &fields(&[About, AskMeAbout, Availability, CanMentor])),
    ];
    for (at, title, of_section) in custom_sections(t, definitions) {
        let slots: Vec<Slot> = of_section.into_iter().map(|id| Slot::Field(FieldKey::Custom(id))).collect();
        let rows = slots.iter().filter_map(|slot| row(t, definitions, typed, *slot)).collect();
        sections.push(Section { id: format!("section-own-{at}"), title, rows });
    }
    sections
}

/// The administrators' sections in the order of their first field.
fn custom_sections(t: Texts, definitions: &[Definition]) -> Vec<(usize, String, Vec<domain::FieldId>)> {
    let mut sections: Vec<(usize, String, Vec<domain::FieldId>)> = Vec::new();
    for definition in definitions {
        let title = words_of(t, &definition.section);
        match sections.iter_mut().find(|(_, known, _)| *known == title) {
            Some((_, _, ids)) => ids.push(definition.id),
            None => sections.push((sections.len() + 1, title, vec![definition.id])),
        }
    }
    sections
}

/// One field to fill in; none when it is not in use here.
pub fn row(t: Texts, definitions: &[Definition], typed: &Typed, slot: Slot) -> Option<Row> {
    let name = slot.html();
    let label = label(t, definitions, slot)?;
    let definition = definition_of(definitions, slot);
    Some(Row {
        hint: hint(slot).map(|key| t.get(key)).unwrap_or_default(),
        is_mandatory: slot == Slot::Name || definition.is_some_and(|field| field.is_mandatory),
        control: control(t, definition, typed, slot),
        audience: typed.audience(slot).map(|audience| audience_choice(t, &name, &label, audience)),
        seen: typed.first(&format!("seen-{name}")).to_owned(),
        stored: None,
        name,
        label,
    })
}

fn definition_of(definitions: &[Definition], slot: Slot) -> Option<&Definition> {
    let Slot::Field(FieldKey::Custom(id)) = slot else { return None };
    definitions.iter().find(|field| field.id == id)
}

/// What a field is called here; none when it is not in use.
pub fn label(t: Texts, definitions: &[Definition], slot: Slot) -> Option<String> {
    match slot {
        Slot::Name => Some(t.get("profile-field-name")),
        Slot::Field(key) => match words::field(key) {
            Some(key) => Some(t.get(key)),
            None => definition_of(definitions, slot).map(|field| words_of(t, &field.label)),
        },
    }
}

fn hint(slot: Slot) -> Option<&'static str> {
    let Slot::Field(key) = slot else { return Some("profile-hint-name") };
    match key {
        FieldKey::Pronouns => Some("profile-hint-pronouns"),
        FieldKey::Unit => Some("profile-hint-unit"),
        FieldKey::Place => Some("profile-hint-place"),
        FieldKey::Mail => Some("profile-hint-mail"),
        FieldKey::About => Some("profile-hint-about"),
        FieldKey::AskMeAbout => Some("profile-hint-ask-me-about"),
        _ => None,
    }
}

fn control(t: Texts, definition: Option<&Definition>, typed: &Typed, slot: Slot) -> Control {
    let name = slot.html();
    let value = || typed.first(&name).to_owned();
    let line =
        |kind, autocomplete| Control::Line { value: value(), kind, autocomplete, max: check::LINE_CHARS_MAX };
    let Slot::Field(key) = slot else {
        return Control::Line {
            value: value(),
            kind: "text",
            autocomplete: "name",
            max: check::NAME_CHARS_MAX,
        };
    };
    match key {
        FieldKey::JobTitle => line("text", "organization-title"),
        FieldKey::Place => line("text", "address-level2"),
        FieldKey::Telephone => line("tel", "tel"),
        FieldKey::Mail => line("email", "email"),
        FieldKey::About | FieldKey::AskMeAbout => {
            Control::Area { value: value(), max: check::TEXT_CHARS_MAX }
        }
        FieldKey::Availability => availability(t, typed, &name),
        FieldKey::CanMentor => {
            Control::Flag { is_on: !typed.first(&name).is_empty(), words: t.get("profile-mentor-words") }
        }
        FieldKey::Languages => languages(t, typed, &name),
        FieldKey::Custom(_) => {
            definition.map_or_else(|| line("text", "off"), |field| custom(t, field, typed, &name))
        }
        _ => line("text", "off"),
    }
}

fn availability(t: Texts, typed: &Typed, name: &str) -> Control {
    let chosen = typed.first(name);
    let options = domain::people::Availability::ALL.iter().map(|one| Choice {
        id: format!("{name}-{}", one.as_str()),
        value: one.as_str().to_owned(),
        words: t.get(words::availability(*one)),
        is_chosen: one.as_str() == chosen,
    });
    Control::One { options: options.collect(), none: t.get("profile-availability-unsaid") }
}

/// The languages one has and the few most people have as ticks, all others in a list to add from.
fn languages(t: Texts, typed: &Typed, name: &str) -> Control {
    const USUAL: [&str; 4] = ["nl", "en", "de", "fr"];
    let chosen: Vec<&str> = typed.all(name).filter(|code| !code.is_empty()).collect();
    let choice = |code: &str| Choice {
        id: format!("{name}-{code}"),
        value: code.to_owned(),
        words: words::language(t, code),
        is_chosen: chosen.contains(&code),
    };
    let usual = USUAL.into_iter().filter(|code| !chosen.contains(code));
    let options: Vec<Choice> = chosen.iter().copied().chain(usual).map(choice).collect();
    let is_shown = |code: &str| options.iter().any(|option| option.value == code);
    let mut more: Vec<Choice> =
        words::LANGUAGES.iter().filter(|(code, _)| !is_shown(code)).map(|(code, _)| choice(code)).collect();
    more.sort_by(|a, b| a.words.cmp(&b.words));
    Control::Many { options, more, add: t.get("profile-language-add") }
}

fn custom(t: Texts, definition: &Definition, typed: &Typed, name: &str) -> Control {
    let chosen: Vec<&str> = typed.all(name).collect();
    let options = || {
        let option = |(at, option): (usize, &Label)| Choice {
            id: format!("{name}-{at}"),
            value: option.nl.clone(),
            words: words_of(t, option),
            is_chosen: chosen.contains(&option.nl.as_str()),
        };
        definition.options.iter().enumerate().map(option).collect::<Vec<_>>()
    };
    let line = |kind| Control::Line {
        value: typed.first(name).to_owned(),
        kind,
        autocomplete: "off",
        max: check::LINE_CHARS_MAX,
    };
    match definition.kind {
        Kind::Text => line("text"),
        Kind::Date => line("date"),
        Kind::Choice => Control::One { options: options(), none: t.get("profile-choice-none") },
        Kind::Choices => Control::Many { options: options(), more: Vec::new(), add: String::new() },
    }
}

/// Who sees a field, as a choice of four.
pub fn audience_choice(t: Texts, name: &str, label: &str, chosen: Audience) -> AudienceChoice {
    let options = Audience::FOR_FIELDS.into_iter().map(|audience| Choice {
        id: format!("audience-{name}-{}", audience.as_str()),
        value: audience.as_str().to_owned(),
        words: t.get(words::audience(audience)),
        is_chosen: audience == chosen,
    });
    AudienceChoice {
        label: t.with("profile-audience-of", [("field", label)]),
        icon: words::audience_icon(chosen),
        options: options.collect(),
    }
}

/// Every filled field but the skills, in reading order.
pub fn facts(t: Texts, definitions: &[Definition], person: &Person) -> Vec<Fact> {
    let slots = Slot::all(definitions).into_iter();
    slots.filter_map(|slot| fact(t, definitions, person, slot)).collect()
}

/// One filled field.
pub fn fact(t: Texts, definitions: &[Definition], person: &Person, slot: Slot) -> Option<Fact> {
    let Slot::Field(key) = slot else { return None };
    let entry = person.profile.fields.get(&key)?;
    let (name, label) = (slot.html(), label(t, definitions, slot)?);
    Some(Fact {
        value: shown(t, &entry.value),
        audience: audience_choice(t, &name, &label, entry.audience),
        name,
        label,
    })
}

/// A value in the reader's words.
pub fn shown(t: Texts, value: &Value) -> Shown {
    match value {
        Value::Text(text) if text.contains('\n') => {
            Shown::Paragraphs(text.split("\n\n").map(str::to_owned).filter(|part| !part.is_empty()).collect())
        }
        Value::Text(text) => Shown::Text(text.clone()),
        Value::Flag(_) => Shown::Text(t.get("profile-mentor-words")),
        Value::Availability(value) => {
            Shown::Availability(t.get(words::availability(*value)), words::availability_dot(*value))
        }
        Value::Languages(codes) => Shown::Text(joined(codes.iter().map(|code| words::language(t, code)))),
        Value::Skills(skills) => {
            Shown::Text(joined(skills.iter().map(|skill| of(t, &skill.nl, &skill.en).to_owned())))
        }
        Value::Custom { values, .. } => {
            Shown::Text(joined(values.iter().map(|value| custom_words(t, value))))
        }
    }
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// A date is written as people write it; everything else as it stands.
fn custom_words(t: Texts, value: &Label) -> String {
    t.calendar_date(&value.nl).unwrap_or_else(|| words_of(t, value))
}

/// A label in the reader's language.
pub fn words_of(t: Texts, label: &Label) -> String {
    of(t, &label.nl, &label.en).to_owned()
}

/// The one of two that the reader reads.
pub fn of<'a>(t: Texts, nl: &'a str, en: &'a str) -> &'a str {
    match t.language() {
        Language::Nl => nl,
        Language::En => en,
    }
}
