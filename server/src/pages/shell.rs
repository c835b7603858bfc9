//! What surrounds every page: header, navigation, footer. Each view struct has a field `shell: Shell`;
//! `layout.html` makes `t` of it for the sentences.

use crate::i18n::{Language, Texts};

/// The frame around a page, as `templates/layout.html` reads it.
#[derive(Clone, Debug)]
pub struct Shell {
    pub t: Texts,
    /// Name in the header: "Gemeente Utrecht".
    pub organisation: String,
    /// Stylesheet of the house style.
    pub theme: String,
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

/// The signed-in person as the header shows him.
#[derive(Clone, Debug)]
pub struct Me {
    pub name: String,
    pub photo: Option<String>,
    pub is_administrator: bool,
}

impl Me {
    /// At most two letters for an avatar without a photo: first and last name.
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace().filter_map(|word| word.chars().next());
        let first = words.next();
        first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
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

    /// True for administrators: the navigation shows "Beheer".
    pub fn is_administrator(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.is_administrator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(here: &str) -> Shell {
        Shell {
            t: Texts::default(),
            organisation: "Gemeente Utrecht".into(),
            theme: "plein".into(),
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

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        let initials = |name: &str| Me { name: name.into(), photo: None, is_administrator: false }.initials();
        assert_eq!(initials("Sanne de Vries"), "SV");
        assert_eq!(initials("édouard"), "É");
        assert_eq!(initials(""), "");
    }
}
