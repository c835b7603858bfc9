//! Words in the frequencies of real text: a few are everywhere, most are rare.

use search::analysis::Compounds;

use crate::demo::random::Random;

/// Distinct words; Dutch parts and compounds made of them.
const WORDS: usize = 60_000;
/// Short words are the frequent ones (Zipf's law of abbreviation): a plain word is so much likelier to stand before a compound
/// in the order of frequency, which makes one in five of the commonest words a compound and most of the rare ones.
const PLAIN_FIRST: f64 = 8.0;
/// Zipf-Mandelbrot with this shift puts the most frequent word into one of six profiles, as "beleid" is in reality.
const SHIFT: f64 = 30.0;

pub struct Vocabulary {
    words: Vec<String>,
    /// Running sums of 1 / (rank + SHIFT).
    sums: Vec<f64>,
}

impl Vocabulary {
    pub fn new(random: &mut Random) -> Result<Self, search::error::Error> {
        let parts = Compounds::new()?.parts();
        let (fronts, heads) = (productive(&parts, |part| part.1), productive(&parts, |part| part.2));
        let mut words: Vec<String> = parts.into_iter().map(|(word, _, _)| word).collect();
        let plain = words.len();
        let mut known: std::collections::HashSet<String> = words.iter().cloned().collect();
        while words.len() < WORDS {
            let (Some(front), Some(head)) = (random.pick(&fronts), random.pick(&heads)) else { break };
            let compound = format!("{front}{head}");
            if known.insert(compound.clone()) {
                words.push(compound);
            }
        }
        let words = by_frequency(random, words, plain);
        let running = |sum: &mut f64, rank: usize| {
            *sum += 1.0 / (rank as f64 + SHIFT);
            Some(*sum)
        };
        let sums = (0..words.len()).scan(0.0, running).collect();
        Ok(Self { words, sums })
    }

    /// A word as often as its rank says.
    pub fn word(&self, random: &mut Random) -> &str {
        let all = self.sums.last().copied().unwrap_or_default();
        let wanted = random.below(1 << 30) as f64 / f64::from(1 << 30) * all;
        let at = self.sums.partition_point(|sum| *sum < wanted);
        self.words.get(at).map_or("", String::as_str)
    }

    /// Several, with spaces between.
    pub fn words(&self, random: &mut Random, count: usize) -> String {
        (0..count).map(|_| self.word(random)).collect::<Vec<_>>().join(" ")
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// A drawing without putting back, in which the first `plain` words have the better chances (Efraimidis and Spirakis, 2006).
fn by_frequency(random: &mut Random, words: Vec<String>, plain: usize) -> Vec<String> {
    let mut drawn: Vec<(f64, String)> = words
        .into_iter()
        .enumerate()
        .map(|(at, word)| {
            let chance = (random.below(1 << 30) + 1) as f64 / f64::from(1 << 30);
            (-chance.ln() / if at < plain { PLAIN_FIRST } else { 1.0 }, word)
        })
        .collect();
    drawn.sort_by(|one, other| one.0.total_cmp(&other.0));
    drawn.into_iter().map(|(_, word)| word).collect()
}

fn productive(parts: &[(String, u8, u8)], step: fn(&(String, u8, u8)) -> u8) -> Vec<String> {
    parts.iter().filter(|part| step(part) >= 2).map(|(word, _, _)| word.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_many_and_as_frequent_as_in_real_text() {
        let mut random = Random::new(1);
        let vocabulary = Vocabulary::new(&mut random).unwrap();
        assert!(vocabulary.len() >= 50_000);
        let mut counts = std::collections::HashMap::<&str, usize>::new();
        for _ in 0..100_000 {
            *counts.entry(vocabulary.word(&mut random)).or_default() += 1;
        }
        let most = counts.values().max().copied().unwrap();
        let once = counts.values().filter(|count| **count == 1).count();
        assert!((300..700).contains(&most), "{most}");
        assert!(once > counts.len() / 4, "{once} of {}", counts.len());
        let parts: std::collections::HashSet<String> =
            Compounds::new().unwrap().parts().into_iter().map(|part| part.0).collect();
        let plain = |ranks: &[String]| ranks.iter().filter(|word| parts.contains(*word)).count();
        assert!((700..900).contains(&plain(&vocabulary.words[..1_000])));
        assert!(plain(&vocabulary.words[50_000..51_000]) < 100);
    }
}
