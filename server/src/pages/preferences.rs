//! `/preferences`: language, light or dark, and shortcuts, kept in this browser. The small forms in the footer and
//! on the page of help lead here and back.

use axum::response::Redirect;
use axum_extra::extract::{CookieJar, Form};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::form::local;
use super::shell::Scheme;
use crate::cookies;
use crate::error::{Problem, Result};
use crate::i18n::Language;
use crate::state::Ctx;

/// A choice that bothers nobody may last; a browser forgets it after a year at most.
const DAYS: i64 = 365;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/preferences" Anyone body 4_000 => choose;
    }
}

/// One of the three, and where to go back to.
#[derive(Deserialize)]
struct Choice {
    language: Option<String>,
    scheme: Option<String>,
    shortcuts: Option<String>,
    #[serde(default)]
    back: String,
}

async fn choose(mut jar: CookieJar, Form(choice): Form<Choice>) -> Result<(CookieJar, Redirect)> {
    let back = Redirect::to(local(&choice.back));
    for (name, value) in choice.cookies().ok_or_else(|| Problem::Unreadable("a preference".into()))? {
        jar = jar.add(cookies::keep(name, value, Some(DAYS)));
    }
    Ok((jar, back))
}

impl Choice {
    /// What to keep; `None` when a value is not one of those on our forms.
    fn cookies(&self) -> Option<Vec<(&'static str, String)>> {
        let mut kept = Vec::new();
        if let Some(text) = &self.language {
            kept.push((cookies::LANGUAGE, Language::parse(text)?.tag().to_owned()));
        }
        if let Some(text) = &self.scheme {
            Scheme::parse(text)?;
            kept.push((cookies::SCHEME, text.clone()));
        }
        if let Some(text) = &self.shortcuts {
            kept.push((cookies::SHORTCUTS, matches!(text.as_str(), "on" | "off").then(|| text.clone())?));
        }
        Some(kept)
    }
}
