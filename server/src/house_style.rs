//! The house style of an organisation: a theme that comes with Plein, or a stylesheet and a mark of its own in
//! `themes/` of the data folder.

use std::path::{Path, PathBuf};

use axum::extract::{Path as UrlPath, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use federation::route::Route;
use federation::routes;

use crate::assets;
use crate::error::{Problem, Result};
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/themes/{name}" Anyone => theme_file;
    }
}

/// What a page needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseStyle {
    name: String,
    stylesheet: Option<String>,
    mark: String,
    has_dark: bool,
}

/// The stylesheet or the mark of an organisation's own theme; no other file of the folder is shown.
async fn theme_file(State(ctx): State<Ctx>, UrlPath(name): UrlPath<String>) -> Result<Response> {
    let style = &ctx.house_style;
    if ![style.own_file("css"), style.own_file("svg")].contains(&name) {
        return Err(Problem::not_found());
    }
    let contents = tokio::fs::read(folder(&ctx.config.data.dir).join(&name)).await;
    let contents = contents.map_err(|_| Problem::not_found())?;
    Ok(([(header::CONTENT_TYPE, assets::media_type(&name))], contents).into_response())
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("themes")
}

impl HouseStyle {
    /// The theme of that name: one that comes with Plein, else the organisation's own, else Plein's own look.
    pub fn load(name: &str, data_dir: &Path) -> Self {
        let mut style = Self::built_in(name);
        let is_here = |ending: &str| folder(data_dir).join(style.own_file(ending)).is_file();
        if style.stylesheet.is_some() || !is_here("css") {
            return style;
        }
        if is_here("svg") {
            style.mark = format!("/themes/{}", style.own_file("svg"));
        }
        style.stylesheet = Some(format!("/themes/{}", style.own_file("css")));
        style.has_dark = false;
        style
    }

    fn own_file(&self, ending: &str) -> String {
        format!("{}.{ending}", self.name)
    }

    /// A theme that comes with Plein; an unknown name gives Plein's own look.
    pub fn built_in(name: &str) -> Self {
        let stylesheet = format!("theme-{name}.css");
        let mark = format!("mark-{name}.svg");
        Self {
            name: name.to_owned(),
            stylesheet: assets::exists(&stylesheet).then(|| assets::path(&stylesheet)),
            mark: assets::path(if assets::exists(&mark) { &mark } else { "mark-plein.svg" }),
            has_dark: true,
        }
    }

    /// The classes of `<html>`. NL Design System themes hang on `NAME-theme`; our variations on ours.
    pub fn classes(&self) -> String {
        let name = &self.name;
        format!("plein-theme plein-theme--{name} {name}-theme")
    }

    /// Loaded after Plein's own stylesheet, and stronger.
    pub fn stylesheet(&self) -> Option<&str> {
        self.stylesheet.as_deref()
    }

    /// The picture beside the name, and in the browser's tab.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Themes of others have only light colours; a half dark page is worse than a light one.
    pub fn has_dark(&self) -> bool {
        self.has_dark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_theme_is_found_by_its_name_and_stays_light() {
        let data = tempfile::tempdir().unwrap();
        std::fs::create_dir(data.path().join("themes")).unwrap();
        std::fs::write(data.path().join("themes/utrecht.css"), ".utrecht-theme{}").unwrap();
        let style = HouseStyle::load("utrecht", data.path());
        assert_eq!(style.stylesheet(), Some("/themes/utrecht.css"));
        assert!(style.mark().contains("mark-plein") && !style.has_dark());
        assert!(style.classes().contains(" utrecht-theme"));
    }

    #[test]
    fn a_theme_of_plein_is_preferred_and_an_unknown_one_does_no_harm() {
        let data = tempfile::tempdir().unwrap();
        assert!(
            HouseStyle::load("gemeente", data.path()).stylesheet().unwrap().starts_with("/assets/theme-")
        );
        let unknown = HouseStyle::load("nergens", data.path());
        assert!(unknown.stylesheet().is_none() && unknown.has_dark());
    }
}
