//! Two texts made of one become one again. Pure: whoever has the three texts makes the same fourth of them, and so sees
//! whether a host merged honestly; [`ALGORITHM`] names this way of doing it.
//!
//! By line first. Lines that both changed are looked at word by word. What is not clearly apart then is a [`Clash`], shown
//! with all three texts: nothing is left out without being shown.

mod align;
mod words;

use align::{Hunk, Region};

pub(super) use align::hunks;
pub(super) use words::tokens;

/// Goes up whenever the same three texts could give another fourth: the exact version of `similar` is part of it.
pub const ALGORITHM: i64 = 1;

/// A stretch of the merged text, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    Agreed(Vec<String>),
    Clash(Clash),
}

/// Lines that both changed in ways that are not clearly apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub base: Vec<String>,
    pub theirs: Vec<String>,
    pub mine: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub passages: Vec<Passage>,
}

/// Merges what others made of `base` with what somebody else made of it.
pub fn merge(base: &str, theirs: &str, mine: &str) -> Merged {
    if base == mine || theirs == mine {
        return Merged::agreed(theirs);
    }
    if base == theirs {
        return Merged::agreed(mine);
    }
    let (base, theirs, mine) = (lines(base), lines(theirs), lines(mine));
    let (theirs_changed, mine_changed) = (hunks(&base, &theirs), hunks(&base, &mine));
    let meet = |one: &Hunk, other: &Hunk| meet(one, other, &theirs, &mine);
    let mut merged = Merged { passages: Vec::new() };
    let mut at = 0;
    for region in align::regions(&theirs_changed, &mine_changed, meet) {
        merged.agree(&base[at..region.base.start]);
        at = region.base.end;
        merged.settle(&base, &theirs, &mine, region);
    }
    merged.agree(&base[at..]);
    merged
}

/// Without their ends, so that what is put behind the last line does not change that line.
fn lines(text: &str) -> Vec<&str> {
    text.split('\n').collect()
}

/// Whether two changes have to be looked at together: they overlap, or they touch and say the same thing twice.
fn meet(theirs_at: &Hunk, mine_at: &Hunk, theirs: &[&str], mine: &[&str]) -> bool {
    if theirs_at.overlaps(mine_at) {
        return true;
    }
    let new = &mine[mine_at.side.clone()];
    theirs_at.touches(mine_at)
        && theirs[theirs_at.side.clone()].iter().any(|line| !line.trim().is_empty() && new.contains(line))
}

impl Merged {
    fn agreed(text: &str) -> Self {
        let mut merged = Self { passages: Vec::new() };
        merged.agree(&lines(text));
        merged
    }

    fn settle(&mut self, base: &[&str], theirs: &[&str], mine: &[&str], region: Region) {
        let (theirs, mine) = (&theirs[region.theirs.clone()], &mine[region.mine.clone()]);
        if theirs == mine || !region.is_changed_by_me {
            return self.agree(theirs);
        }
        if !region.is_changed_by_them {
            return self.agree(mine);
        }
        let base = &base[region.base];
        match words::merge(&base.join("\n"), &theirs.join("\n"), &mine.join("\n")) {
            Some(text) => self.agree(&lines(&text)),
            None => self.passages.push(Passage::Clash(Clash {
                base: owned(base),
                theirs: owned(theirs),
                mine: owned(mine),
            })),
        }
    }

    fn agree(&mut self, lines: &[&str]) {
        if lines.is_empty() {
            return;
        }
        match self.passages.last_mut() {
            Some(Passage::Agreed(before)) => before.extend(owned(lines)),
            _ => self.passages.push(Passage::Agreed(owned(lines))),
        }
    }

    /// The whole text, where nothing clashes.
    pub fn text(&self) -> Option<String> {
        self.clashes().next().is_none().then(|| self.resolved(|_, _| Vec::new()))
    }

    /// What has to be decided, in the order of the text.
    pub fn clashes(&self) -> impl Iterator<Item = &Clash> {
        self.passages.iter().filter_map(|passage| match passage {
            Passage::Clash(clash) => Some(clash),
            Passage::Agreed(_) => None,
        })
    }

    /// The text with, for each clash and its number from 0, the lines that `decide` gives.
    pub fn resolved(&self, mut decide: impl FnMut(usize, &Clash) -> Vec<String>) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut number = 0;
        for passage in &self.passages {
            match passage {
                Passage::Agreed(agreed) => lines.extend_from_slice(agreed),
                Passage::Clash(clash) => {
                    lines.extend(decide(number, clash));
                    number += 1;
                }
            }
        }
        lines.join("\n")
    }

    /// The text with the signs that programs know around each clash: theirs, the base, mine.
    pub fn with_markers(&self) -> String {
        self.resolved(|_, clash| {
            let sign = |sign: &str| vec![sign.to_owned()];
            [
                sign("<<<<<<< theirs"),
                clash.theirs.clone(),
                sign("||||||| base"),
                clash.base.clone(),
                sign("======="),
                clash.mine.clone(),
                sign(">>>>>>> mine"),
            ]
            .concat()
        })
    }
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[cfg(test)]
mod tests;
