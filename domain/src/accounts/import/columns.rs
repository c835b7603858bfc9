//! The columns of a file of people, by the names that exports give them in either language.

use crate::text;

/// A column we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    Name,
    GivenName,
    NamePrefix,
    FamilyName,
    Email,
    JobTitle,
    Unit,
    Place,
    Telephone,
    Languages,
    Affiliation,
}

impl Column {
    /// All of them, in the order in which they are explained.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::GivenName,
        Self::NamePrefix,
        Self::FamilyName,
        Self::Email,
        Self::JobTitle,
        Self::Unit,
        Self::Place,
        Self::Telephone,
        Self::Languages,
        Self::Affiliation,
    ];

    /// Its names in a header, in English and Dutch; the first is how we call it.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["name", "full name", "display name", "naam", "volledige naam", "weergavenaam"],
            Self::GivenName => &["given name", "first name", "voornaam", "roepnaam"],
            Self::NamePrefix => &["name prefix", "infix", "tussenvoegsel", "voorvoegsel"],
            Self::FamilyName => &["family name", "last name", "surname", "achternaam"],
            Self::Email => {
                &["email", "email address", "mail", "emailadres", "mailadres", "zakelijk emailadres"]
            }
            Self::JobTitle => &["job title", "function", "functie", "functienaam", "functietitel"],
            Self::Unit => &["unit", "department", "team", "afdeling", "eenheid", "organisatieonderdeel"],
            Self::Place => &["place", "location", "city", "plaats", "standplaats", "werkplek", "locatie"],
            Self::Telephone => &["telephone", "phone", "tel", "telefoon", "telefoonnummer"],
            Self::Languages => &["languages", "talen"],
            Self::Affiliation => &["affiliation", "dienstverband"],
        }
    }

    /// What people call it, in `nl` or anything else, which is English.
    pub fn called(self, language: &str) -> &'static str {
        match (language, self) {
            ("nl", Self::Name) => "naam",
            ("nl", Self::GivenName) => "voornaam",
            ("nl", Self::NamePrefix) => "tussenvoegsel",
            ("nl", Self::FamilyName) => "achternaam",
            ("nl", Self::Email) => "e-mailadres",
            ("nl", Self::JobTitle) => "functie",
            ("nl", Self::Unit) => "afdeling",
            ("nl", Self::Place) => "standplaats",
            ("nl", Self::Telephone) => "telefoon",
            ("nl", Self::Languages) => "talen",
            ("nl", Self::Affiliation) => "dienstverband",
            _ => self.names().first().copied().unwrap_or_default(),
        }
    }

    /// How a field of the row is called in errors, which is how profiles call it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Name | Self::GivenName | Self::NamePrefix | Self::FamilyName => "name",
            Self::Email => "email",
            Self::JobTitle => "job_title",
            Self::Unit => "unit",
            Self::Place => "place",
            Self::Telephone => "telephone",
            Self::Languages => "languages",
            Self::Affiliation => "affiliation",
        }
    }

    /// The column of a header cell, whatever its capitals, accents, spaces and hyphens.
    pub(super) fn parse(header: &str) -> Option<Self> {
        let bare = bare(header);
        Self::ALL.into_iter().find(|column| column.names().iter().any(|name| self::bare(name) == bare))
    }
}

fn bare(text: &str) -> String {
    text::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_all_its_names_and_no_two_share_one() {
        let names =
            Column::ALL.into_iter().flat_map(|column| column.names().iter().map(move |n| (*n, column)));
        for (name, column) in names {
            assert_eq!(Column::parse(name), Some(column), "{name}");
            assert_eq!(Column::parse(&format!(" {} ", name.to_uppercase())), Some(column), "{name}");
        }
        for (column, language) in Column::ALL.into_iter().flat_map(|one| [(one, "nl"), (one, "en")]) {
            assert_eq!(Column::parse(column.called(language)), Some(column));
        }
        assert_eq!(Column::parse("E-mailadres"), Some(Column::Email));
        assert_eq!(Column::parse("Job_Title"), Some(Column::JobTitle));
        assert_eq!(Column::parse("salaris"), None);
        assert_eq!(Column::parse(""), None);
    }
}
