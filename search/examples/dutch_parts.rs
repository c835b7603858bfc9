//! Makes `data/dutch_parts.fst` from a plain word list:
//!
//! ```text
//! apt-get install wdutch
//! cargo run -p search --example dutch_parts -- /usr/share/dict/dutch search/data/dutch_parts.fst
//! ```
//!
//! A word is kept only if the list itself shows that compounds are made with it. How often it stands in front
//! (modifier) and at the end (head) becomes one of five steps, which keeps the file at a few hundred kilobytes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::io::Write;

const LINKS: [&str; 5] = ["", "s", "en", "e", "n"];
const PART_LETTERS_MIN: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(source), Some(target)) = (arguments.next(), arguments.next()) else {
        return Err("say: dutch_parts WORDLIST TARGET".into());
    };
    let words = common_words(&std::fs::read_to_string(source)?);
    let parts = productive(&words);
    let mut map = fst::MapBuilder::memory();
    for (word, value) in &parts {
        map.insert(word, *value)?;
    }
    let bytes = map.into_inner()?;
    std::fs::File::create(&target)?.write_all(&bytes)?;
    Ok(())
}

/// Folded words in lower case: names and abbreviations make no parts.
fn common_words(text: &str) -> HashSet<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| *line == line.to_lowercase())
        .map(search::fold)
        .filter(|word| word.len() >= PART_LETTERS_MIN && word.bytes().all(|b| b.is_ascii_lowercase()))
        .collect()
}

/// Counts in how many two-part words of the list each word stands in front and at the end.
fn productive(words: &HashSet<String>) -> BTreeMap<String, u64> {
    let (mut front, mut end) = (HashMap::<&str, u32>::new(), HashMap::<&str, u32>::new());
    for (modifier, head) in words.iter().flat_map(|word| two_parts(word, words)) {
        *front.entry(modifier).or_default() += 1;
        *end.entry(head).or_default() += 1;
    }
    let count = |map: &HashMap<&str, u32>, word: &str| step(map.get(word).copied().unwrap_or(0));
    words
        .iter()
        .map(|word| (word.clone(), count(&front, word) << 4 | count(&end, word)))
        .filter(|(_, value)| *value > 0)
        .collect()
}

fn two_parts<'a>(word: &'a str, words: &'a HashSet<String>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let cuts = PART_LETTERS_MIN..word.len().saturating_sub(PART_LETTERS_MIN - 1);
    cuts.filter_map(move |cut| {
        let (front, head) = word.split_at(cut);
        let is_modifier = |part: &&str| part.len() >= PART_LETTERS_MIN && words.contains(*part);
        let modifier = LINKS.iter().filter_map(|link| front.strip_suffix(link)).find(is_modifier)?;
        words.contains(head).then_some((modifier, head))
    })
}

/// Five steps: seldom, from 2, from 5, from 20, from 100.
fn step(count: u32) -> u64 {
    [2, 5, 20, 100].iter().filter(|least| count >= **least).count() as u64
}
