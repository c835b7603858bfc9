//! What a profile may hold: limits on every field, each refusal naming its field and what is wrong.

use std::collections::HashSet;

use super::profile::{Entry, FieldKey, Profile, Value};
use crate::audience::Audience;
use crate::error::{Error, FieldError, Result};

pub const NAME_CHARS_MAX: usize = 120;
pub const LINE_CHARS_MAX: usize = 200;
pub const TEXT_CHARS_MAX: usize = 4_000;
pub const SKILLS_MAX: usize = 50;
pub const LANGUAGES_MAX: usize = 20;
pub const CUSTOM_VALUES_MAX: usize = 30;
pub const CUSTOM_FIELDS_MAX: usize = 60;

/// A name without control characters, one space between words, 1 to [`NAME_CHARS_MAX`] characters.
pub fn name(text: &str) -> Result<String> {
    let clean = line(text);
    if !clean.contains(char::is_alphanumeric) {
        return Err(Error::invalid("name", "error-required"));
    }
    if clean.chars().count() > NAME_CHARS_MAX {
        return Err(FieldError::new("name", "error-too-long").with("max", NAME_CHARS_MAX).into());
    }
    Ok(clean)
}

/// One line: control and direction-changing characters gone, white space folded.
pub fn line(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_harmless(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: the same, line ends kept.
pub fn paragraphs(text: &str) -> String {
    let kept: String = text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || is_harmless(*c)).collect();
    kept.trim().to_owned()
}

fn is_harmless(c: char) -> bool {
    // Bidirectional overrides can make a name read as another; what has no width makes two names look like one.
    !c.is_control()
        && !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Refuses a profile that holds what it may not.
pub fn profile(profile: &Profile) -> Result<()> {
    let errors = errors_in(profile);
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// All fields at once, so that a person sees everything there is to mend.
pub fn errors_in(profile: &Profile) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> =
        profile.fields.iter().filter_map(|(key, entry)| one(*key, entry).err()).collect();
    let custom = profile.fields.keys().filter(|key| matches!(key, FieldKey::Custom(_))).count();
    if custom > CUSTOM_FIELDS_MAX {
        errors.push(FieldError::new("custom", "error-too-many").with("max", CUSTOM_FIELDS_MAX));
    }
    errors
}

fn one(key: FieldKey, entry: &Entry) -> Result<(), FieldError> {
    if !Audience::FOR_FIELDS.contains(&entry.audience) {
        return Err(FieldError::new(key.to_string(), "error-audience"));
    }
    field(key, &entry.value)
}

/// What was typed, cleaned; `None` when nothing is left.
pub fn tidy(key: FieldKey, value: Value) -> Option<Value> {
    match value {
        Value::Text(text) => {
            let has_lines = matches!(key, FieldKey::About | FieldKey::AskMeAbout);
            let clean = if has_lines { paragraphs(&text) } else { line(&text) };
            (!clean.is_empty()).then_some(Value::Text(clean))
        }
        Value::Flag(false) => None,
        Value::Languages(codes) if codes.is_empty() => None,
        Value::Skills(skills) if skills.is_empty() => None,
        Value::Custom { values, .. } if values.is_empty() => None,
        kept => Some(kept),
    }
}

fn field(key: FieldKey, value: &Value) -> Result<(), FieldError> {
    let name = key.to_string();
    match (key, value) {
        (FieldKey::About | FieldKey::AskMeAbout, Value::Text(text)) => within(name, text, TEXT_CHARS_MAX),
        (FieldKey::Mail, Value::Text(text)) => {
            within(name.clone(), text, LINE_CHARS_MAX)?;
            if is_mail_like(text) { Ok(()) } else { Err(FieldError::new(name, "error-mail")) }
        }
        (
            FieldKey::Pronouns | FieldKey::JobTitle | FieldKey::Unit | FieldKey::Place | FieldKey::Telephone,
            Value::Text(text),
        ) => within(name, text, LINE_CHARS_MAX),
        (FieldKey::CanMentor, Value::Flag(_)) | (FieldKey::Availability, Value::Availability(_)) => Ok(()),
        (FieldKey::Languages, Value::Languages(codes)) => languages(name, codes),
        (FieldKey::Skills, Value::Skills(skills)) => {
            let uris: HashSet<&str> = skills.iter().map(|skill| skill.uri.as_str()).collect();
            at_most(&name, skills.len(), SKILLS_MAX)?;
            if uris.len() < skills.len() {
                return Err(FieldError::new(name, "error-twice"));
            }
            let texts = skills.iter().flat_map(|skill| [&skill.uri, &skill.nl, &skill.en]);
            texts.into_iter().try_for_each(|text| within(name.clone(), text, LINE_CHARS_MAX))
        }
        (FieldKey::Custom(_), Value::Custom { label, values }) => {
            at_most(&name, values.len(), CUSTOM_VALUES_MAX)?;
            let texts = values.iter().chain([label]).flat_map(|label| [&label.nl, &label.en]);
            texts.into_iter().try_for_each(|text| within(name.clone(), text, LINE_CHARS_MAX))
        }
        _ => Err(FieldError::new(name, "error-kind")),
    }
}

fn languages(name: String, codes: &[String]) -> Result<(), FieldError> {
    at_most(&name, codes.len(), LANGUAGES_MAX)?;
    let is_code =
        |code: &String| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    if codes.iter().all(is_code) { Ok(()) } else { Err(FieldError::new(name, "error-language")) }
}

fn at_most(name: &str, count: usize, max: usize) -> Result<(), FieldError> {
    if count <= max { Ok(()) } else { Err(FieldError::new(name, "error-too-many").with("max", max)) }
}

fn within(name: String, text: &str, max: usize) -> Result<(), FieldError> {
    if text.chars().count() <= max {
        Ok(())
    } else {
        Err(FieldError::new(name, "error-too-long").with("max", max))
    }
}

/// Enough to catch a slip: something, one @, a domain with a dot inside. The confirmation mail proves the rest.
pub fn is_mail_like(text: &str) -> bool {
    let Some((user, domain)) = text.split_once('@') else { return false };
    !user.is_empty()
        && text.len() <= 254
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>'))
        && !domain.contains('@')
        && domain.trim_matches('.').len() == domain.len()
        && domain.contains('.')
}
