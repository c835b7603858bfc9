//! Sentences in the reader's language. Every visible sentence stands in `locales/{nl,en}/<noun>.ftl`.
//!
//! Keys appear as whole literals in code and templates, never glued together: that is how a test can tell
//! that each one exists in both languages and that none is left over.

mod dates;
mod numbers;
mod values;

use std::collections::HashMap;

use domain::FieldError;
use fluent_templates::fluent_bundle::FluentValue;
use serde::{Deserialize, Serialize};
use unic_langid::{LanguageIdentifier, langid};

pub use dates::{Moment, from_input, to_input};
pub use values::{Value, Values};

fluent_templates::static_loader! {
    static SENTENCES = {
        locales: "locales",
        fallback_language: "nl",
        customise: |bundle| {
            // The marks that keep directions apart show as boxes in mails and disturb copied text;
            // both languages are written from left to right.
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(numbers::formatter(&bundle.locales)));
        },
    };
}

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Nl,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// The tag for `lang` attributes and cookies.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The language called by its own name, as a language switch shows it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Nl => "Nederlands",
            Self::En => "English",
        }
    }

    /// Reads a tag such as `nl`, `nl-BE` or `EN`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag() == primary)
    }

    fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::Nl => langid!("nl"),
            Self::En => langid!("en"),
        }
    }
}

/// The best of `offered` for an `Accept-Language` header; at most 20 entries are looked at.
pub fn accepted(header: &str, offered: &[Language]) -> Option<Language> {
    let entries = header.split(',').take(20).filter_map(|entry| {
        let (tag, quality) = entry.split_once(";q=").unwrap_or((entry, "1"));
        let quality: f32 = quality.trim().parse().ok()?;
        let language = Language::parse(tag).filter(|language| offered.contains(language))?;
        (quality > 0.0).then_some((quality, language))
    });
    // `max_by` gives the last of equals; the reader's order asks for the first.
    entries.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, language)| language)
}

/// The sentences of one language. Small and `Copy`: give it to whoever writes to a reader.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts {
    language: Language,
}

impl Texts {
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The `lang` attribute.
    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The sentence of a key.
    pub fn get(&self, key: &str) -> String {
        self.find(key, None::<&HashMap<&str, FluentValue<'_>>>)
    }

    /// The sentence of a key with its values: `t.with("people-found", [("count", 3)])`, or a tuple of pairs
    /// where the values have different types: `t.with("peers-shown", (("name", name), ("count", 3)))`.
    pub fn with(&self, key: &str, values: impl Values) -> String {
        self.find(key, Some(&values.named()))
    }

    /// The sentence of a key that came from outside; `None` when it is not one of ours.
    pub fn known(&self, key: &str) -> Option<String> {
        let none = None::<&HashMap<&str, FluentValue<'_>>>;
        SENTENCES.lookup_single_language(&self.language.identifier(), key, none).ok()
    }

    /// What a field error says.
    pub fn error(&self, error: &FieldError) -> String {
        let args: HashMap<_, _> = error.args.iter().map(|(name, text)| (*name, typed(text))).collect();
        self.find(error.key, Some(&args))
    }

    /// 12.345 or 12,345.
    pub fn number(&self, number: impl Value) -> String {
        match number.value() {
            FluentValue::Number(number) => numbers::grouped(number.value, self.language),
            FluentValue::String(text) => text.into_owned(),
            _ => String::new(),
        }
    }

    /// A missing sentence is a fault of ours that a test finds; a reader gets the key rather than nothing.
    fn find<K: AsRef<str>>(&self, key: &str, args: Option<&HashMap<K, FluentValue<'_>>>) -> String {
        SENTENCES.lookup_single_language(&self.language.identifier(), key, args).unwrap_or_else(|error| {
            tracing::error!(key, language = self.tag(), %error, "could not find a sentence");
            key.to_owned()
        })
    }
}

/// A number where the text is one, so that it can choose the plural.
fn typed(text: &str) -> FluentValue<'_> {
    text.parse::<i64>().map_or_else(|_| text.value(), FluentValue::from)
}

#[cfg(test)]
mod tests;
