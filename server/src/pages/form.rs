//! What a form shows when it comes back: each error beside its field, and all of them on top.

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use domain::{Error, FieldError};

use crate::error::{Problem, Result};
use crate::i18n::Texts;

/// The id of the form element, for errors of the form as a whole.
pub const FORM: &str = "form";

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

    /// One error of the form as a whole.
    pub fn whole(text: String) -> Self {
        Self(vec![FormError { field: FORM.to_owned(), label: String::new(), text }])
    }

    /// For forms whose fields an administrator makes: `place` gives the id on the page and the label of a field.
    pub fn placed(t: Texts, errors: &[FieldError], place: impl Fn(&str) -> (String, String)) -> Self {
        let shown = |error: &FieldError| {
            let (field, label) = place(&error.field);
            FormError { field, label, text: t.error(error) }
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

/// A form that comes back with what has to be mended.
pub struct Refused {
    problem: Problem,
    errors: FormErrors,
}

impl Refused {
    /// What the house refused, in the words of the form; `Err` for what no change of the form can mend.
    pub fn new(t: Texts, error: Error, labels: &[(&str, &str)]) -> Result<Self> {
        let errors = match &error {
            Error::Invalid(errors) => FormErrors::new(t, errors, labels),
            Error::Conflict(key) => FormErrors::whole(t.get(key)),
            Error::Limited { key, retry_after } => {
                FormErrors::whole(t.with(key, [("when", t.soon(*retry_after))]))
            }
            _ => return Err(error.into()),
        };
        Ok(Self { problem: error.into(), errors })
    }

    /// What has to be mended, for a page that reads on before it can be shown.
    pub fn errors(&self) -> &FormErrors {
        &self.errors
    }

    /// The page with the form, and the status that programs understand.
    pub fn show(self, page: impl FnOnce(FormErrors) -> askama::Result<String>) -> Result<Response> {
        let seconds = self.problem.retry_after_seconds();
        let mut response = (self.problem.status(), Html(page(self.errors)?)).into_response();
        if let Some(seconds) = seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Ok(response)
    }
}

/// A path of this site, or the start: a form must not lead a reader away.
pub fn local(path: &str) -> &str {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_local = path.starts_with('/') && !path.starts_with("//");
    if is_plain && is_local { path } else { "/" }
}

/// Whether two texts are equal, however a template happens to hold them.
pub fn same(left: impl AsRef<str>, right: impl AsRef<str>) -> bool {
    left.as_ref() == right.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_this_site_and_nowhere_else() {
        assert_eq!(local("/people?q=woo#results"), "/people?q=woo#results");
        for elsewhere in ["", "//evil.test", "https://evil.test", "/\\evil.test", "/a\r\nb", "people"] {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
    }
}
