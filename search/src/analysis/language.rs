//! Dutch or English: enough to choose a stemmer and to leave out words that say nothing.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Dutch,
    English,
}

const DUTCH: &[&str] = &[
    "aan", "al", "alle", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "door", "een", "en", "er",
    "gaat", "graag", "heb", "hebben", "heeft", "het", "hier", "hij", "hoe", "iemand", "iets", "ik", "in",
    "is", "je", "jij", "kan", "kunnen", "maar", "me", "meer", "met", "mij", "mijn", "naar", "niet", "nog",
    "of", "om", "onder", "ons", "onze", "ook", "op", "over", "te", "ten", "ter", "tot", "uit", "van", "veel",
    "voor", "waar", "wat", "we", "weet", "wel", "werk", "wie", "wij", "worden", "wordt", "ze", "zich", "zij",
    "zijn", "zo", "zoek", "zoeken",
];

const ENGLISH: &[&str] = &[
    "a", "about", "all", "am", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "does", "for",
    "from", "has", "have", "he", "how", "i", "in", "into", "is", "it", "its", "knows", "me", "my", "not",
    "of", "on", "or", "our", "she", "so", "some", "than", "that", "the", "their", "them", "there", "they",
    "this", "to", "under", "us", "was", "we", "what", "where", "which", "who", "will", "with", "you", "your",
];

/// The longest of them has so many.
const LETTERS_MAX: usize = 6;

/// Words that every text has. A query of nothing else is taken as it is (the surname "Van de").
pub fn is_stop_word(word: &str) -> bool {
    word.len() <= LETTERS_MAX && (DUTCH.binary_search(&word).is_ok() || ENGLISH.binary_search(&word).is_ok())
}

/// Guesses from the little words; Dutch when in doubt, because most profiles are.
pub fn guess<'a>(words: impl Iterator<Item = &'a str>) -> Language {
    let little = words.filter(|word| word.len() <= LETTERS_MAX);
    let lead = little.fold(0i32, |lead, word| {
        lead + i32::from(ENGLISH.binary_search(&word).is_ok()) - i32::from(DUTCH.binary_search(&word).is_ok())
    });
    if lead > 0 { Language::English } else { Language::Dutch }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(DUTCH.is_sorted() && ENGLISH.is_sorted());
        assert_eq!(DUTCH.iter().chain(ENGLISH).map(|word| word.len()).max(), Some(LETTERS_MAX));
    }

    #[test]
    fn little_words_tell_the_language() {
        let guessed = |text: &str| guess(text.split(' '));
        assert_eq!(guessed("i work on the energy transition of our city"), Language::English);
        assert_eq!(guessed("ik werk aan de energietransitie"), Language::Dutch);
        assert_eq!(guessed("omgevingswet"), Language::Dutch);
    }
}
