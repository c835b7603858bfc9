//! A form that brings a file and says what to do with it. The first look tells what would happen; the second form, which
//! carries the file along, does it.

use std::collections::BTreeMap;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;

use crate::error::{Problem, Result};

/// Fields beside the file; no form of ours has more.
const CHOICES_MAX: usize = 10;

/// What a form brought.
#[derive(Default)]
pub struct FileForm {
    /// What the file is called where it came from; empty when the form carried it along.
    pub name: String,
    pub bytes: Vec<u8>,
    /// Do it, rather than tell what would happen.
    pub does_it: bool,
    choices: BTreeMap<String, String>,
}

impl FileForm {
    pub async fn read(form: &mut Multipart) -> Result<Self> {
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            sent.take(field).await?;
        }
        Ok(sent)
    }

    async fn take(&mut self, field: Field<'_>) -> Result<()> {
        let (name, file_name) = (field.name().map(str::to_owned), field.file_name().map(str::to_owned));
        let bytes = field.bytes().await.map_err(unreadable)?;
        match name.as_deref() {
            Some("file") => {
                self.name = file_name.unwrap_or_default();
                self.bytes = bytes.to_vec();
            }
            Some("do") => self.does_it = bytes.as_ref() == b"import",
            Some(name) if self.choices.len() < CHOICES_MAX => {
                let text = String::from_utf8_lossy(&bytes).trim().to_owned();
                self.choices.insert(name.to_owned(), text);
            }
            _ => {}
        }
        Ok(())
    }

    /// What was chosen or typed in a field beside the file; empty when the form has none of that name.
    pub fn choice(&self, name: &str) -> &str {
        self.choices.get(name).map_or("", String::as_str)
    }
}

/// What a form that cannot be read is answered with.
pub fn unreadable(error: MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        _ => Problem::Unreadable(error.body_text()),
    }
}
