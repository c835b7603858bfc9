//! A peer's keys as eight words, for two administrators on the telephone.
//!
//! The words are everyday Dutch, one list for every language, no two of which sound alike: both sides read
//! the same words whatever language their screen speaks. Eight of 2,048 are 88 bits; nobody makes a second
//! set of keys that gives the same eight.

use ring::digest::{SHA256, digest};

use crate::keys::PublicKey;

const WORDS: &str = include_str!("../data/words.txt");
const WORD_BITS: usize = 11;
const WORD_COUNT: usize = 8;

/// The words over a host (as in its origin) and all keys of its instance actor, in whatever order they stand.
pub fn fingerprint(host: &str, keys: &[PublicKey]) -> String {
    let mut lines: Vec<_> = keys.iter().map(PublicKey::to_string).collect();
    lines.sort();
    let text = format!("plein fingerprint 1\n{host}\n{}\n", lines.join("\n"));
    let hash = digest(&SHA256, text.as_bytes());
    let list: Vec<_> = WORDS.lines().collect();
    let words: Vec<_> = (0..WORD_COUNT).map(|place| list[number_at(hash.as_ref(), place)]).collect();
    words.join(" ")
}

/// The list itself: 2,048 everyday Dutch words.
pub fn words() -> impl Iterator<Item = &'static str> {
    WORDS.lines()
}

/// The `place`th group of eleven bits.
fn number_at(hash: &[u8], place: usize) -> usize {
    let bit = |at: usize| usize::from(hash[at / 8] >> (7 - at % 8) & 1);
    (place * WORD_BITS..(place + 1) * WORD_BITS).fold(0, |number, at| number << 1 | bit(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn key(first: u8) -> PublicKey {
        let mut bytes = [0; 32];
        bytes[0] = first;
        PublicKey::from_bytes(bytes)
    }

    /// How a word sounds to a Dutch ear, roughly.
    fn sound(word: &str) -> String {
        let pairs = [
            ("ij", "y"),
            ("ei", "y"),
            ("au", "ou"),
            ("ck", "k"),
            ("qu", "kw"),
            ("x", "ks"),
            ("ph", "f"),
            ("th", "t"),
            ("ch", "g"),
            ("ce", "se"),
            ("ci", "si"),
            ("cy", "sy"),
            ("c", "k"),
            ("v", "f"),
            ("z", "s"),
            ("dt", "t"),
            ("ie", "i"),
        ];
        let mut text = pairs.iter().fold(word.to_owned(), |text, (from, to)| text.replace(from, to));
        if text.ends_with('d') {
            text.replace_range(text.len() - 1.., "t");
        }
        let mut sound: Vec<char> = text.chars().collect();
        sound.dedup();
        sound.into_iter().collect()
    }

    #[test]
    fn the_list_has_2048_short_words_of_which_no_two_sound_alike() {
        let words: Vec<_> = WORDS.lines().collect();
        assert_eq!(words.len(), 1 << WORD_BITS);
        assert!(words.is_sorted());
        for word in &words {
            assert!((4..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
        }
        let sounds: HashSet<_> = words.iter().map(|word| sound(word)).collect();
        assert_eq!(sounds.len(), words.len());
    }

    #[test]
    fn the_words_never_change_between_versions() {
        // Two organisations may run different versions: a change here would make honest keys look forged.
        assert_eq!(
            fingerprint("utrecht.example", &[key(1)]),
            "zuivel formaat gevolg zuidpool kristal noodrem februari parfum"
        );
    }

    #[test]
    fn host_and_every_key_count_and_their_order_does_not() {
        let words = fingerprint("utrecht.example", &[key(1), key(2)]);
        assert_eq!(words.split(' ').count(), WORD_COUNT);
        assert_eq!(words, fingerprint("utrecht.example", &[key(2), key(1)]));
        assert_ne!(words, fingerprint("utrecht.example", &[key(1)]));
        assert_ne!(words, fingerprint("utrecht.example", &[key(1), key(3)]));
        assert_ne!(words, fingerprint("utrecht.test", &[key(1), key(2)]));
    }
}
