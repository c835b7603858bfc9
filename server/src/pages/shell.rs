//! What surrounds every page: header, navigation, footer. Each view struct has a field `shell: Shell`;
//! `layout.html` makes `t` of it for the sentences.

use crate::house_style::HouseStyle;
use crate::i18n::{Language, Texts};

use super::marks;

/// The frame around a page, as `templates/layout.html` reads it.
#[derive(Clone, Debug)]
pub struct Shell {
    pub t: Texts,
    /// What this browser was told; stronger than the language of an account.
    pub language_chosen: Option<Language>,
    /// Name in the header: "Gemeente Utrecht".
    pub organisation: String,
    pub theme: HouseStyle,
    /// Light or dark as this reader chose; his system decides when he did not.
    pub scheme: Scheme,
    /// Single keys such as `/` act, unless this reader switched them off (WCAG 2.1.4).
    pub shortcuts: bool,
    /// Path and query of this page: where the language switch and sign-in come back to.
    pub here: String,
    /// Who is signed in.
    pub me: Option<Me>,
    /// The languages to choose from.
    pub languages: Vec<Language>,
    /// One sentence about what was just done, shown once at the top ("Je profiel is bewaard.").
    pub notice: Option<String>,
    pub is_development: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Scheme {
    /// Reads what the cookie or the form holds.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// The signed-in person as the header shows him.
#[derive(Clone, Debug)]
pub struct Me {
    /// Keeps what a browser holds of one person from the next.
    pub id: String,
    pub name: String,
    pub photo: Option<String>,
    pub is_administrator: bool,
    /// What he was told and has not read, up to 100.
    pub unread: i64,
}

impl Me {
    /// The number beside the bell.
    pub fn unread_shown(&self) -> String {
        if self.unread >= 100 { "99+".to_owned() } else { self.unread.to_string() }
    }

    /// Stands for the photo where there is none.
    pub fn initials(&self) -> String {
        marks::initials(&self.name)
    }

    pub fn tint(&self) -> u8 {
        marks::tint(&self.name)
    }
}

impl Shell {
    /// True when this page lies in a part of the navigation, so that it gets `aria-current`.
    pub fn is_in(&self, path: &str) -> bool {
        let here = self.here.split('?').next().unwrap_or_default();
        match path {
            "/" => here == "/",
            _ => here.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    }

    /// True on this page itself, whatever it was asked.
    pub fn is_at(&self, path: &str) -> bool {
        self.here.split('?').next() == Some(path)
    }

    /// The navigation is for those who are signed in; a visitor has nowhere to go yet.
    pub fn has_navigation(&self) -> bool {
        self.me.is_some()
    }

    /// Pages with a search field of their own need no second one.
    pub fn has_search_in_header(&self) -> bool {
        !self.is_at("/people") && !self.is_at("/search") && !self.is_at("/")
    }

    /// The scheme to force, or nothing when the reader's system decides.
    pub fn scheme(&self) -> Option<&'static str> {
        match self.scheme {
            _ if !self.theme.has_dark() => Some("light"),
            Scheme::Auto => None,
            Scheme::Light => Some("light"),
            Scheme::Dark => Some("dark"),
        }
    }

    /// Where to sign in, and how to come back here.
    pub fn sign_in(&self) -> String {
        sign_in_path(&self.here)
    }

    /// True for administrators: the navigation shows "Beheer".
    pub fn is_administrator(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.is_administrator)
    }
}

/// The form for signing in, with the way back to `here`.
pub fn sign_in_path(here: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("return", here).finish();
    format!("/sign-in?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(here: &str) -> Shell {
        Shell {
            t: Texts::default(),
            language_chosen: None,
            organisation: "Gemeente Utrecht".into(),
            theme: HouseStyle::built_in("plein"),
            scheme: Scheme::Auto,
            shortcuts: true,
            here: here.into(),
            me: None,
            languages: Language::ALL.to_vec(),
            notice: None,
            is_development: false,
        }
    }

    #[test]
    fn a_page_lies_in_its_part_of_the_navigation() {
        let people = shell("/people/123?from=search");
        assert!(people.is_in("/people") && !people.is_in("/") && !people.is_in("/peop"));
        assert!(shell("/?lang=nl").is_in("/"));
    }
}
