//! The house's words as sentences: keys and icons of audiences, scopes, levels, availability, fields and languages.
//! Keys stand here as whole literals, so that each can be found back.

use domain::Audience;
use domain::people::{Availability, FieldKey, Scope, SkillLevel};

use crate::i18n::{Language, Texts};

/// Who sees a field, in a small word.
pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Own => "profile-audience-self",
        Audience::Organisation => "profile-audience-organisation",
        Audience::Network => "profile-audience-network",
        Audience::Public => "profile-audience-public",
        Audience::Group => "profile-audience-group",
    }
}

/// The icon beside that word.
pub fn audience_icon(audience: Audience) -> &'static str {
    match audience {
        Audience::Own => "lock",
        Audience::Organisation => "building-2",
        Audience::Network => "network",
        Audience::Public => "globe",
        Audience::Group => "users",
    }
}

/// Who may find a person.
pub fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::None => "profile-scope-none",
        Scope::Organisation => "profile-scope-organisation",
        Scope::Network => "profile-scope-network",
        Scope::Public => "profile-scope-public",
    }
}

/// The same about oneself, as a sentence.
pub fn found_by(scope: Scope) -> &'static str {
    match scope {
        Scope::None => "profile-found-by-none",
        Scope::Organisation => "profile-found-by-organisation",
        Scope::Network => "profile-found-by-network",
        Scope::Public => "profile-found-by-public",
    }
}

/// The icon beside that.
pub fn scope_icon(scope: Scope) -> &'static str {
    match scope {
        Scope::None => "lock",
        Scope::Organisation => "building-2",
        Scope::Network => "network",
        Scope::Public => "globe",
    }
}

/// How well somebody knows a subject.
pub fn level(level: SkillLevel) -> &'static str {
    match level {
        SkillLevel::Basic => "profile-level-basic",
        SkillLevel::Skilled => "profile-level-skilled",
        SkillLevel::Expert => "profile-level-expert",
    }
}

/// The steps of the bar that shows the same, 1 to 3.
pub fn level_steps(level: SkillLevel) -> u8 {
    match level {
        SkillLevel::Basic => 1,
        SkillLevel::Skilled => 2,
        SkillLevel::Expert => 3,
    }
}

/// Whether one may ask.
pub fn availability(availability: Availability) -> &'static str {
    match availability {
        Availability::Open => "profile-availability-open",
        Availability::Limited => "profile-availability-limited",
        Availability::Away => "profile-availability-away",
    }
}

/// The look of the dot beside that.
pub fn availability_dot(availability: Availability) -> &'static str {
    match availability {
        Availability::Open => "available",
        Availability::Limited => "limited",
        Availability::Away => "away",
    }
}

/// The label of a field that every instance has; fields of administrators bring their own.
pub fn field(key: FieldKey) -> Option<&'static str> {
    Some(match key {
        FieldKey::Pronouns => "profile-field-pronouns",
        FieldKey::JobTitle => "profile-field-job-title",
        FieldKey::Unit => "profile-field-unit",
        FieldKey::Place => "profile-field-place",
        FieldKey::Languages => "profile-field-languages",
        FieldKey::Telephone => "profile-field-telephone",
        FieldKey::Mail => "profile-field-mail",
        FieldKey::About => "profile-field-about",
        FieldKey::Availability => "profile-field-availability",
        FieldKey::AskMeAbout => "profile-field-ask-me-about",
        FieldKey::CanMentor => "profile-field-can-mentor",
        FieldKey::Skills => "profile-field-skills",
        FieldKey::Custom(_) => return None,
    })
}

/// The languages one can choose: code and key. Those most heard in Dutch government stand first.
pub const LANGUAGES: [(&str, &str); 44] = [
    ("nl", "language-nl"),
    ("en", "language-en"),
    ("fy", "language-fy"),
    ("de", "language-de"),
    ("fr", "language-fr"),
    ("dse", "language-dse"),
    ("pap", "language-pap"),
    ("tr", "language-tr"),
    ("ar", "language-ar"),
    ("pl", "language-pl"),
    ("es", "language-es"),
    ("uk", "language-uk"),
    ("am", "language-am"),
    ("ber", "language-ber"),
    ("bg", "language-bg"),
    ("bs", "language-bs"),
    ("cs", "language-cs"),
    ("da", "language-da"),
    ("el", "language-el"),
    ("fa", "language-fa"),
    ("fi", "language-fi"),
    ("he", "language-he"),
    ("hi", "language-hi"),
    ("hr", "language-hr"),
    ("hu", "language-hu"),
    ("id", "language-id"),
    ("it", "language-it"),
    ("ja", "language-ja"),
    ("ko", "language-ko"),
    ("ku", "language-ku"),
    ("li", "language-li"),
    ("nds", "language-nds"),
    ("no", "language-no"),
    ("prs", "language-prs"),
    ("ps", "language-ps"),
    ("pt", "language-pt"),
    ("ro", "language-ro"),
    ("ru", "language-ru"),
    ("so", "language-so"),
    ("srn", "language-srn"),
    ("sv", "language-sv"),
    ("ti", "language-ti"),
    ("ur", "language-ur"),
    ("zh", "language-zh"),
];

/// A language in the reader's words; one we do not know by its code, as a peer may send it.
pub fn language(t: Texts, code: &str) -> String {
    let known = LANGUAGES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, key)| t.get(key))
}

/// The code of a language by its code or its name in one of ours, for whoever reads what people typed.
pub fn language_code(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let is_named =
        |key: &str| Language::ALL.into_iter().any(|one| Texts::new(one).get(key).to_lowercase() == word);
    LANGUAGES.into_iter().find(|(code, key)| *code == word || is_named(key)).map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_a_name_and_a_strange_one_keeps_its_code() {
        assert_eq!(language(Texts::new(Language::Nl), "fy"), "Fries");
        assert_eq!(language(Texts::new(Language::En), "fy"), "Frisian");
        assert_eq!(language(Texts::new(Language::En), "tlh"), "tlh");
        assert_eq!(["FY", "fries", "Frisian"].map(language_code), [Some("fy"); 3]);
        assert_eq!(language_code("Klingon"), None);
    }

    #[test]
    fn every_field_but_those_of_administrators_has_a_label() {
        assert!(FieldKey::STANDARD.into_iter().all(|key| field(key).is_some()));
    }
}
