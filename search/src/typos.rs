//! Typing errors: how many letters were left out, added, mistaken or swapped.

/// More than the engine ever forgives.
const EDITS_MAX: usize = 2;

/// How many typing errors a word is forgiven: one from five letters, two from nine, none in numbers.
pub fn edits_forgiven(word: &str) -> u8 {
    match word.chars().count() {
        _ if word.bytes().any(|b| b.is_ascii_digit()) => 0,
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// Edits between a typed word and a candidate, or none beyond two. With `is_prefix` the candidate may go on.
pub fn edits(typed: &str, candidate: &str, is_prefix: bool) -> Option<u8> {
    let typed: Vec<char> = typed.chars().collect();
    let limit = typed.len() + EDITS_MAX;
    let candidate: Vec<char> = candidate.chars().take(limit + 1).collect();
    let is_too_long = candidate.len() > limit && !is_prefix;
    if is_too_long || candidate.len() + EDITS_MAX < typed.len() {
        return None;
    }
    let last = last_row(&typed, &candidate);
    let least = if is_prefix { last.iter().min() } else { last.last() };
    least.filter(|edits| **edits <= EDITS_MAX).and_then(|edits| u8::try_from(*edits).ok())
}

/// Distances between the whole typed word and each beginning of the candidate, swaps of neighbours counted once.
fn last_row(typed: &[char], candidate: &[char]) -> Vec<usize> {
    let mut two_back = Vec::new();
    let mut back: Vec<usize> = (0..=candidate.len()).collect();
    for (row, letter) in typed.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, other) in candidate.iter().enumerate() {
            let mistaken = back[column] + usize::from(letter != other);
            let mut least = mistaken.min(back[column + 1] + 1).min(now[column] + 1);
            if row > 0 && column > 0 && *letter == candidate[column - 1] && typed[row - 1] == *other {
                least = least.min(two_back[column - 1] + 1);
            }
            now.push(least);
        }
        two_back = std::mem::replace(&mut back, now);
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_slips_count_as_they_should() {
        assert_eq!(edits("omgevingswet", "omgevingswet", false), Some(0));
        assert_eq!(edits("omgevinswet", "omgevingswet", false), Some(1));
        assert_eq!(edits("omgevignswet", "omgevingswet", false), Some(1));
        assert_eq!(edits("omgevinxwet", "omgevingswet", false), Some(2));
        assert_eq!(edits("beleid", "bestuur", false), None);
    }

    #[test]
    fn a_growing_word_is_compared_with_beginnings() {
        assert_eq!(edits("vergunig", "vergunningverlening", true), Some(2));
        assert_eq!(edits("vergunn", "vergunningverlening", true), Some(0));
        assert_eq!(edits("vergunn", "vergunningverlening", false), None);
    }
}
