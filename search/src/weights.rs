//! The numbers of the ranking, in one place. Index, engine and explanation read the same ones.
//!
//! ```text
//! tf    = Σ over the forms of a word: weight of the form · BM25F frequency of the fields
//! D     = Σ over words: idf · tf / (tf + K1)
//! S     = E / (E + 1) + 0.8 · D / (D + half of the largest possible D) + 0.6 · T + 0.6 · N + 0.1
//! final = S · (1 + proximity ≤ 0.15) · availability {1, 0.7, 0.4}
//! ```
//!
//! E is what somebody wrote and answered that the searcher may see, by `published::weigh`; T is 1 for the concept asked, 0.5 for one directly under or above it; N is 1 when every word is in the name.

use crate::asked::Kin;
use crate::person::Availability;

/// Saturation of one word: the title alone gives 0.71, free text alone 0.45.
pub const K1: f32 = 1.2;

/// Fields are stored in halves and exact to stem counts 2 : 1, so a whole point is six.
pub const EXACT: f32 = 2.0 / 6.0;
pub const STEM: f32 = 1.0 / 6.0;
pub const NAME: f32 = 5.0;
/// A word that still grows.
pub const PREFIX: f32 = EXACT * 0.85;
pub const NAME_PREFIX: f32 = 4.0;
/// What else it is called: all words of the other name stand in the profile. A little less than what was typed.
pub const SYNONYM: f32 = (EXACT + STEM) * 0.3;
/// All parts of a compound stand apart in the profile; or one of its modifiers alone.
pub const ALL_PARTS: f32 = (EXACT + STEM) * 0.35;
pub const ONE_PART: f32 = (EXACT + STEM) * 0.2;
/// A concept counts through T; this only makes its word present.
pub const TOPIC_PRESENT: f32 = 1e-3;

/// After so many typing errors.
pub fn typo(edits: u8) -> f32 {
    if edits <= 1 { 0.6 } else { 0.35 }
}

/// T, by the closest subject.
pub fn topic(kin: Kin) -> f32 {
    match kin {
        Kin::Same => 1.0,
        Kin::Near => 0.5,
    }
}

pub const EVIDENCE: f32 = 1.0;
/// An E of this is half of all that evidence can say.
pub const EVIDENCE_HALF: f32 = 1.0;
pub const DECLARED: f32 = 0.8;
pub const TOPIC: f32 = 0.6;
pub const WHOLE_NAME: f32 = 0.6;
pub const PRESENT: f32 = 0.1;

pub const SAME_ORGANISATION: f32 = 0.15;
pub const SAME_PLACE: f32 = 0.10;

pub fn availability(availability: Availability) -> f32 {
    match availability {
        Availability::Open => 1.0,
        Availability::Limited => 0.7,
        Availability::Away => 0.4,
    }
}

/// How much a word tells: the rarer among all profiles that connected organisations may read, the more.
pub fn idf(profiles: u32, with_word: u32) -> f32 {
    let (all, with) = (profiles as f32, with_word.min(profiles) as f32);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

pub fn saturate(frequency: f32) -> f32 {
    frequency / (frequency + K1)
}

/// What a frequency adds to another of the same word.
pub fn saturate_beside(frequency: f32, other: f32) -> f32 {
    saturate(frequency + other) - saturate(other)
}
