//! Stems: what inflected forms of one word have in common.
//!
//! The older Dutch Porter stemmer, because the newer Dutch one of Snowball turns gezondheid into zon and gemeente
//! into meen. Even the mild one turns overheid into over, knows no irregular plurals and leaves the v of bedrijven;
//! the two short lists and three rules here mend what government meets every day.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

use super::Language;

/// Nouns whose ending carries the meaning; also at the end of a compound (rijksoverheid).
const PROTECTED: &[&str] = &[
    "aangelegenheid",
    "eenheid",
    "gelegenheid",
    "hoeveelheid",
    "meerderheid",
    "mensheid",
    "minderheid",
    "overheid",
    "waarheid",
    "belasting",
    "regeling",
    "handeling",
];

/// Plurals that no rule makes, and their singular.
const IRREGULAR: &[(&str, &str)] = &[
    ("academici", "academicus"),
    ("bladeren", "blad"),
    ("bestuursleden", "bestuurslid"),
    ("binnensteden", "binnenstad"),
    ("bruggen", "brug"),
    ("centra", "centrum"),
    ("commissieleden", "commissielid"),
    ("criteria", "criterium"),
    ("curricula", "curriculum"),
    ("dagen", "dag"),
    ("daken", "dak"),
    ("eieren", "ei"),
    ("gaten", "gat"),
    ("gebreken", "gebrek"),
    ("gemeenteraadsleden", "gemeenteraadslid"),
    ("glazen", "glas"),
    ("goederen", "goed"),
    ("havens", "haven"),
    ("historici", "historicus"),
    ("hoofdsteden", "hoofdstad"),
    ("juridici", "juridicus"),
    ("kinderen", "kind"),
    ("leden", "lid"),
    ("liederen", "lied"),
    ("mandaten", "mandaat"),
    ("media", "medium"),
    ("medici", "medicus"),
    ("memoranda", "memorandum"),
    ("musea", "museum"),
    ("musici", "musicus"),
    ("paden", "pad"),
    ("politici", "politicus"),
    ("raadsleden", "raadslid"),
    ("referenda", "referendum"),
    ("schepen", "schip"),
    ("slagen", "slag"),
    ("spoorwegen", "spoorweg"),
    ("statenleden", "statenlid"),
    ("steden", "stad"),
    ("stedelijk", "stad"),
    ("stedelijke", "stad"),
    ("teamleden", "teamlid"),
    ("technici", "technicus"),
    ("vaten", "vat"),
    ("vliegvelden", "vliegveld"),
    ("volkeren", "volk"),
    ("waterwegen", "waterweg"),
    ("wegen", "weg"),
    ("snelwegen", "snelweg"),
    ("fietspaden", "fietspad"),
    ("binnenhavens", "binnenhaven"),
    ("musicals", "musical"),
];

/// Plurals in -s after a vowel, which the stemmer leaves; not advies, precies, verlies.
const PLURALS_IN_S: &[&str] = &[
    "aties", "ities", "uties", "cties", "nties", "cies", "sies", "gies", "nies", "ftes", "ntes", "mtes",
    "gtes",
];

pub struct Stems {
    dutch: Stemmer,
    english: Stemmer,
}

impl Default for Stems {
    fn default() -> Self {
        Self { dutch: Stemmer::new(Algorithm::DutchPorter), english: Stemmer::new(Algorithm::English) }
    }
}

impl Stems {
    /// The stem of a folded word. Words with digits or signs are their own stem.
    pub fn stem(&self, word: &str, language: Language) -> String {
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return word.to_owned();
        }
        match language {
            Language::Dutch => self.dutch(word),
            Language::English => self.english.stem(word).into_owned(),
        }
    }

    fn dutch(&self, word: &str) -> String {
        let singular = singular(word);
        let noun = singular.strip_suffix("en").unwrap_or(&singular);
        if let Some(kept) = [&singular, noun].into_iter().find(|form| is_protected(form)) {
            return kept.to_owned();
        }
        unvoiced(self.dutch.stem(&singular).into_owned())
    }
}

fn is_protected(form: &str) -> bool {
    PROTECTED.iter().any(|noun| form.ends_with(noun))
}

fn singular(word: &str) -> Cow<'_, str> {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return Cow::Borrowed(singular);
    }
    if let Some(front) = word.strip_suffix("heden").filter(|front| front.len() > 2) {
        return Cow::Owned(format!("{front}heid"));
    }
    let ends_like_plural = word != "precies" && PLURALS_IN_S.iter().any(|end| word.ends_with(end));
    Cow::Borrowed(if ends_like_plural { &word[..word.len() - 1] } else { word })
}

/// bedrijv(en) and bedrijf, huiz(en) and huis are one stem.
fn unvoiced(mut stem: String) -> String {
    let ending = match stem.as_bytes().last() {
        Some(b'v') => 'f',
        Some(b'z') => 's',
        _ => return stem,
    };
    stem.pop();
    stem.push(ending);
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        let stems = Stems::default();
        for forms in [
            "gemeente gemeenten gemeentes",
            "overheid overheden",
            "provincie provincies",
            "bedrijf bedrijven",
            "huis huizen",
            "advies adviezen",
            "stad steden stedelijk",
            "kind kinderen",
            "vergunning vergunningen",
            "raadslid raadsleden",
            "organisatie organisaties",
            "mogelijkheid mogelijkheden",
            "criterium criteria",
            "belasting belastingen",
        ] {
            let mut found: Vec<String> =
                forms.split(' ').map(|word| stems.stem(word, Language::Dutch)).collect();
            found.dedup();
            assert_eq!(found.len(), 1, "{forms}: {found:?}");
        }
    }

    #[test]
    fn different_words_keep_different_stems() {
        let stems = Stems::default();
        for (one, other) in [
            ("overheid", "over"),
            ("minderheid", "minder"),
            ("gezondheid", "zon"),
            ("gemeente", "gemeen"),
            ("belasting", "belast"),
        ] {
            let stem = |word| stems.stem(word, Language::Dutch);
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn english_has_its_own_stems() {
        let stems = Stems::default();
        assert_eq!(stems.stem("policies", Language::English), stems.stem("policy", Language::English));
        assert_eq!(stems.stem("wmo2015", Language::Dutch), "wmo2015");
    }
}
