//! A language to fill items with: few words stand nearly everywhere and most are rare, as in any language (Zipf's law).

use crate::demo::random::Random;

const COUNT: usize = 20_000;
/// At these ranks stands a word that the searches ask for. Of items of some sixty words, rank 100 stands in one of
/// seventeen, rank 400 in one of sixty, rank 9,000 in one of fifteen hundred.
const ASKED: [(usize, &str); 5] =
    [(100, "vergunning"), (200, "inkoop"), (300, "samenwerking"), (400, "jeugdhulp"), (9_000, "stikstof")];

/// Any word, each as often as its rank has it: one in `rank · ln(COUNT)`.
pub fn any(random: &mut Random) -> String {
    const GRAIN: usize = 1 << 30;
    let part = random.below(GRAIN) as f64 / GRAIN as f64;
    word((COUNT as f64).powf(part) as usize)
}

/// Syllables that spell the rank, so that every rank has a word of its own.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 30] = [
        "ba", "de", "fi", "go", "hu", "ja", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "wa", "ze",
        "bri", "dro", "klu", "gra", "ste", "spi", "tro", "vlu", "zwa", "kne", "pli", "slo", "fru",
    ];
    if let Some((_, asked)) = ASKED.iter().find(|(asked, _)| *asked == rank) {
        return (*asked).to_owned();
    }
    let digits = [rank / 900 % 30, rank / 30 % 30, rank % 30];
    digits.map(|digit| SYLLABLES[digit]).concat()
}
