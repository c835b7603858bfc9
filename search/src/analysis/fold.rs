//! From text to folded words: lower case, no accents, the same on both databases and in both languages.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer words are cut: nobody types them, and hostile input must not fill the dictionary.
pub const WORD_LETTERS_MAX: usize = 40;

/// Lower case without accents: `Coördinatie` and `coordinatie` are one word.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match letter_pair(letter) {
            Some(pair) => folded.push_str(pair),
            None => folded.push(letter),
        }
    }
    folded
}

/// Letters that Unicode does not take apart, as a Dutch keyboard would write them.
fn letter_pair(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        '’' | '‘' | 'ʼ' => "'",
        _ => return None,
    })
}

/// The folded words of a text, each with the bytes of the original it came from.
pub fn words(text: &str) -> impl Iterator<Item = (String, std::ops::Range<usize>)> + '_ {
    Pieces { text, at: 0 }.filter_map(|range| {
        let word = tidy(&fold(&text[range.clone()]));
        (!word.is_empty()).then_some((word, range))
    })
}

/// `foto's` is a plural of foto, `e-mail` one word; what is left is cut at the longest length.
fn tidy(folded: &str) -> String {
    let without_plural = folded.strip_suffix("'s").unwrap_or(folded);
    without_plural.chars().filter(|c| !matches!(c, '\'' | '-')).take(WORD_LETTERS_MAX).collect()
}

/// Runs of letters and digits. Some signs belong to a word: `p&o`, `foto's`, `c++`, `c#`, and the hyphen after a single letter.
struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Pieces<'_> {
    type Item = std::ops::Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(char::is_alphanumeric)?;
        let mut end = start;
        let mut letters = 0;
        let mut signs = self.text[start..].char_indices().peekable();
        while let Some((offset, sign)) = signs.next() {
            let following = signs.peek().map(|(_, c)| *c);
            if !belongs(sign, letters, following) {
                break;
            }
            letters += usize::from(sign.is_alphanumeric());
            end = start + offset + sign.len_utf8();
        }
        self.at = end;
        Some(start..end)
    }
}

fn belongs(sign: char, letters_before: usize, following: Option<char>) -> bool {
    let word_goes_on = following.is_some_and(char::is_alphanumeric);
    match sign {
        '\'' | '’' => word_goes_on,
        '&' | '-' => letters_before == 1 && word_goes_on,
        '+' | '#' => letters_before == 1,
        _ => sign.is_alphanumeric() || is_combining_mark(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        words(text).map(|(word, _)| word).collect()
    }

    #[test]
    fn accents_and_capitals_are_folded() {
        assert_eq!(fold("Coördinator Financiën"), "coordinator financien");
        assert_eq!(fold("Straße Łódź ĳs"), "strasse lodz ijs");
    }

    #[test]
    fn words_keep_the_signs_that_belong_to_them() {
        assert_eq!(
            list("P&O, HR-adviseur; foto’s e-mail C++ C# (Wob/Woo)"),
            ["p&o", "hr", "adviseur", "foto", "email", "c++", "c#", "wob", "woo"]
        );
    }

    #[test]
    fn a_word_knows_where_it_stood() {
        let text = "de Coördinator";
        let (_, range) = words(text).nth(1).unwrap();
        assert_eq!(&text[range], "Coördinator");
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(list(&"a".repeat(5000))[0].len(), WORD_LETTERS_MAX);
    }
}
