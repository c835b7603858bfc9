//! What a form shows when it comes back: each error beside its field, and all of them on top.

use domain::FieldError;

use crate::i18n::Texts;

/// The errors of one form, in the reader's language. Empty when it is shown for the first time.
#[derive(Clone, Debug, Default)]
pub struct FormErrors(Vec<FormError>);

/// One error as `_form.html` shows it.
#[derive(Clone, Debug)]
pub struct FormError {
    /// Name and id of the field.
    pub field: String,
    /// What the field is called on the page; empty for an error of the form as a whole.
    pub label: String,
    pub text: String,
}

impl FormErrors {
    /// `labels` pairs each field with the key of its label, so that the list on top names it.
    pub fn new(t: Texts, errors: &[FieldError], labels: &[(&str, &str)]) -> Self {
        let label = |field: &str| labels.iter().find(|(name, _)| *name == field).map(|(_, key)| t.get(key));
        let shown = |error: &FieldError| FormError {
            field: error.field.clone(),
            label: label(&error.field).unwrap_or_default(),
            text: t.error(error),
        };
        Self(errors.iter().map(shown).collect())
    }

    /// The sentence beside a field: its first error.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.text.as_str())
    }

    pub fn has(&self, field: &str) -> bool {
        self.of(field).is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &FormError> {
        self.0.iter()
    }
}

/// Whether two texts are equal, however a template happens to hold them.
pub fn same(left: impl AsRef<str>, right: impl AsRef<str>) -> bool {
    left.as_ref() == right.as_ref()
}
