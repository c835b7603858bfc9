//! Lines that both sides changed, word by word. Careful on purpose: two changes to neighbouring words are one thing to a
//! reader ("8 weken" that became "6 weken" here and "8 maanden" there), so a word that both kept must stand between them.

use unicode_normalization::char::is_combining_mark;

use super::align::{self, Hunk};

/// The merged text; `None` where the changes are not clearly apart.
pub fn merge(base: &str, theirs: &str, mine: &str) -> Option<String> {
    let (base, theirs, mine) = (tokens(base), tokens(theirs), tokens(mine));
    let (theirs_changed, mine_changed) = (align::hunks(&base, &theirs), align::hunks(&base, &mine));
    if !is_mostly_kept(&base, &theirs_changed) || !is_mostly_kept(&base, &mine_changed) {
        return None;
    }
    let mut merged = String::new();
    let mut at = 0;
    for region in align::regions(&theirs_changed, &mine_changed, |one, other| !are_apart(&base, one, other)) {
        let (theirs, mine) = (&theirs[region.theirs], &mine[region.mine]);
        if region.is_changed_by_them && region.is_changed_by_me && theirs != mine {
            return None;
        }
        merged.extend(base[at..region.base.start].iter().copied());
        merged.extend(if region.is_changed_by_me { mine } else { theirs }.iter().copied());
        at = region.base.end;
    }
    merged.extend(base[at..].iter().copied());
    Some(merged)
}

/// Two rewritten texts share their small words, and would be woven into one that nobody wrote.
fn is_mostly_kept(base: &[&str], changed: &[Hunk]) -> bool {
    let words = |tokens: &[&str]| tokens.iter().filter(|token| is_word(token)).count();
    let gone: usize = changed.iter().map(|hunk| words(&base[hunk.base.clone()])).sum();
    words(base) > 0 && gone * 2 <= words(base)
}

fn are_apart(base: &[&str], one: &Hunk, other: &Hunk) -> bool {
    let (first, second) = if one.base.end <= other.base.start {
        (&one.base, &other.base)
    } else if other.base.end <= one.base.start {
        (&other.base, &one.base)
    } else {
        return false;
    };
    base[first.end..second.start].iter().any(|token| is_word(token))
}

/// Words, stretches of white space, and every other sign by itself. Put together they are the text.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_more: fn(char) -> bool = match first {
            c if is_letter(c) => is_letter,
            c if c.is_whitespace() => char::is_whitespace,
            _ => |_| false,
        };
        let end =
            rest[first.len_utf8()..].find(|c| !is_more(c)).map_or(rest.len(), |at| at + first.len_utf8());
        let (token, behind) = rest.split_at(end);
        tokens.push(token);
        rest = behind;
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_word(token: &str) -> bool {
    token.starts_with(is_letter)
}
