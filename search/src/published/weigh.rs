//! The numbers of the ranking of what is published.
//!
//! ```text
//! tf    = Σ over the forms of a word: weight of the form · weighted frequency, / (0.7 + 0.3 · words / 150)
//! D     = Σ over words: idf · tf / (tf + K1)
//! best  = D · kind · (0.75 + 0.25 · 0.5^(age / 12 months))
//! E     = Σ over a person's things: kind · (D / largest possible D)^1.25 · 0.5^(age / 24 months),
//!         · 0.5^(age of the last of them / 48 months)
//! ```
//!
//! A question is worth little as evidence: asking is not knowing. An accepted answer is worth most.

use std::sync::LazyLock;

use domain::items::Kind;

use super::cards::Card;
use super::doc::Sort;

const DAY: i64 = 86_400_000_000;
/// A thing of so many telling words is neither long nor short.
const USUAL_LENGTH: f32 = 150.0;
const LENGTH_SHARE: f32 = 0.3;
const FRESH_SHARE: f32 = 0.25;
const FRESH_DAYS: f32 = 365.0;
const EVIDENCE_DAYS: f32 = 730.0;
/// Who stopped writing about it knows it, and answers less.
const LAST_DAYS: f32 = 1_460.0;
const EVIDENCE_EXPONENT: f32 = 1.25;

// How these were chosen, and on which questions, stands in docs/decisions/0016.

/// Documents of one person that count.
pub const EVIDENCE_EACH_MAX: usize = 50;
/// Documents that count at all: the best.
pub const EVIDENCE_MAX: usize = 2_000;
/// People who are known by what they wrote: the best. Beyond them nobody's words lift him to where he would be seen.
pub const PEOPLE_MAX: usize = 200;

/// So many of the closest things are read for the words that go with what was asked,
pub const RELATED_FROM: usize = 15;
/// of which so many are taken,
pub const RELATED_WORDS: usize = 30;
/// which together weigh half more than what was typed.
pub const RELATED_WEIGHT: f32 = 1.5;
/// Words that stand often in those things, whose rarity is looked up.
pub const RELATED_LOOKED_AT: usize = 60;
/// A word in fewer things says nothing yet; in a larger share of all it says nothing any more.
pub const RELATED_THINGS_MIN: u32 = 5;
/// Nor does one in more things than this, however many there are.
pub const RELATED_THINGS_MAX: u32 = 5_000;
pub const RELATED_SHARE_MAX: f32 = 0.2;
/// A word of the title counts as so many, and a short thing as if it had so many words more.
pub const RELATED_TITLE: f32 = 3.0;
pub const RELATED_LENGTH: f32 = 10.0;

/// Of a page counts whose passages are so many letters together, or this part of a page that is shorter: about two sentences,
/// chosen by us and held against no collection yet.
pub const PASSAGES_LETTERS: usize = 200;
pub const PASSAGES_SHARE: f32 = 0.1;
/// Less says nothing, however short the page.
pub const PASSAGES_LETTERS_MIN: usize = 60;
/// A passage of fewer words is a correction.
pub const PASSAGE_WORDS_MIN: usize = 4;

/// The subject of a thing is the one asked; or lies next to it.
pub const TOPIC_SAME: f32 = 1.0;
pub const TOPIC_NEAR: f32 = 0.4;

/// What a frequency counts for in a thing of so many words.
pub fn by_length(frequency: f32, length: u16) -> f32 {
    frequency / (1.0 - LENGTH_SHARE + LENGTH_SHARE * f32::from(length) / USUAL_LENGTH)
}

/// Whole days, so that a page and the next are ordered alike.
fn days(at: i64, now: i64) -> f32 {
    ((now / DAY) - (at / DAY)).max(0) as f32
}

/// The place in the order "best first".
pub fn best(declared: f32, sort: Sort, is_accepted: bool, at: i64, now: i64) -> f32 {
    let kind = match sort {
        Sort::Group => 1.15,
        Sort::Item(_) | Sort::Page => 1.0,
        Sort::Answer if is_accepted => 1.1,
        Sort::Answer => 0.95,
        Sort::File => 0.9,
        Sort::Comment => 0.85,
        Sort::Passages => 0.0,
    };
    let fresh = 1.0 - FRESH_SHARE + FRESH_SHARE * 0.5_f32.powf(days(at, now) / FRESH_DAYS);
    declared * kind * fresh
}

/// What is left of everything somebody showed, by the last day he did, since 1970. `now` in microseconds.
pub fn lately(last: u16, now: i64) -> f32 {
    let age = (now / DAY - i64::from(last)).max(0);
    0.5_f32.powf(age as f32 / LAST_DAYS)
}

/// What a thing of this sort says of what its author knows, beside others.
pub fn worth(sort: Sort, is_accepted: bool) -> f32 {
    match sort {
        Sort::Answer if is_accepted => 1.5,
        Sort::Answer | Sort::Item(Kind::Blog) | Sort::Passages => 1.0,
        Sort::Item(Kind::Discussion | Kind::Remark) | Sort::Comment => 0.6,
        Sort::Item(Kind::Status) => 0.4,
        Sort::Item(Kind::Question | Kind::Poll | Kind::File | Kind::Proposal) => 0.15,
        // Of a page, each author's own passages count.
        Sort::Group | Sort::File | Sort::Page => 0.0,
    }
}

/// What it says for its words. `share`: of the largest possible D.
pub fn evidence(share: f32) -> f32 {
    share.powf(EVIDENCE_EXPONENT)
}

/// What things of each sort are worth, as roots: the weight of a thing is the power of its share times its roots, so that many
/// are ordered without a power of each.
pub struct Worths(Vec<[f32; 2]>);

impl Worths {
    /// By the numbers of the sorts.
    pub fn of(sorts: &[Sort]) -> Self {
        Self(
            sorts
                .iter()
                .map(|sort| [false, true].map(|is_accepted| root(worth(*sort, is_accepted))))
                .collect(),
        )
    }

    pub fn root(&self, card: Card) -> f32 {
        self.0.get(card.sort()).map_or(0.0, |worths| worths[usize::from(card.is_accepted())])
    }
}

fn root(number: f32) -> f32 {
    number.powf(1.0 / EVIDENCE_EXPONENT)
}

/// What is left of a thing by its age, as roots too.
pub struct Ages {
    today: u16,
}

/// By days.
static LEFT: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let left = |age: u16| root(0.5_f32.powf(f32::from(age) / EVIDENCE_DAYS));
    (0..=DAYS_MAX).map(left).collect()
});

/// Of what is older as much is left as of this.
const DAYS_MAX: u16 = 10_000;

impl Ages {
    /// `now` in microseconds.
    pub fn until(now: i64) -> Self {
        Self { today: u16::try_from((now / DAY).max(0)).unwrap_or(u16::MAX) }
    }

    /// `day`: since 1970. What is of tomorrow is of today.
    pub fn root(&self, day: u16) -> f32 {
        LEFT[usize::from(self.today.saturating_sub(day).min(DAYS_MAX))]
    }
}
