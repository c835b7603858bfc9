//! Where two texts differ from a third, and which of those differences belong together.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A part of the base with what one side put there. Two of one side never touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    pub base: Range<usize>,
    pub side: Range<usize>,
}

impl Hunk {
    /// They change the same part, or put something in at the same place.
    pub fn overlaps(&self, other: &Self) -> bool {
        let (one, other) = (&self.base, &other.base);
        match (one.is_empty(), other.is_empty()) {
            (true, true) => one.start == other.start,
            (true, false) => other.start < one.start && one.start < other.end,
            (false, true) => one.start < other.start && other.start < one.end,
            (false, false) => one.start < other.end && other.start < one.end,
        }
    }

    pub fn touches(&self, other: &Self) -> bool {
        self.base.end == other.base.start || other.base.end == self.base.start
    }
}

/// What `side` changed, in order. No clock is asked: the same two texts always give the same, and the work is bounded by
/// the heuristics of the library.
pub fn hunks<T: Hash + Eq>(base: &[T], side: &[T]) -> Vec<Hunk> {
    let mut found: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, base, side) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let (base, side) = (op.old_range(), op.new_range());
        match found.last_mut() {
            Some(last) if last.base.end == base.start && last.side.end == side.start => {
                (last.base.end, last.side.end) = (base.end, side.end);
            }
            _ => found.push(Hunk { base, side }),
        }
    }
    found
}

/// A part of the base that at least one side changed, with what each has there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub base: Range<usize>,
    pub theirs: Range<usize>,
    pub mine: Range<usize>,
    pub is_changed_by_them: bool,
    pub is_changed_by_me: bool,
}

/// Differences that meet, put together; in the order of the base.
pub fn regions(theirs: &[Hunk], mine: &[Hunk], meet: impl Fn(&Hunk, &Hunk) -> bool) -> Vec<Region> {
    let mut all: Vec<(&Hunk, Side)> = theirs.iter().map(|hunk| (hunk, Side::Theirs)).collect();
    all.extend(mine.iter().map(|hunk| (hunk, Side::Mine)));
    all.sort_by_key(|(hunk, side)| (hunk.base.start, hunk.base.end, *side));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (hunk, side) in all {
        match groups.last_mut() {
            Some(last) if last.meets(hunk, side, &meet) => last.push(hunk, side),
            _ => groups.push(Group::of(hunk, side)),
        }
    }
    let (mut their_place, mut my_place) = (Place::default(), Place::default());
    groups.iter().map(|group| group.region(&mut their_place, &mut my_place)).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Theirs,
    Mine,
}

#[derive(Default)]
struct Group<'a> {
    theirs: Vec<&'a Hunk>,
    mine: Vec<&'a Hunk>,
}

impl<'a> Group<'a> {
    fn of(hunk: &'a Hunk, side: Side) -> Self {
        let mut group = Self::default();
        group.push(hunk, side);
        group
    }

    fn push(&mut self, hunk: &'a Hunk, side: Side) {
        match side {
            Side::Theirs => self.theirs.push(hunk),
            Side::Mine => self.mine.push(hunk),
        }
    }

    fn meets(&self, hunk: &Hunk, side: Side, meet: &impl Fn(&Hunk, &Hunk) -> bool) -> bool {
        match side {
            Side::Theirs => self.mine.iter().any(|mine| meet(hunk, mine)),
            Side::Mine => self.theirs.iter().any(|theirs| meet(theirs, hunk)),
        }
    }

    fn region(&self, their_place: &mut Place, my_place: &mut Place) -> Region {
        let all = || self.theirs.iter().chain(&self.mine);
        let start = all().map(|hunk| hunk.base.start).min().unwrap_or_default();
        let end = all().map(|hunk| hunk.base.end).max().unwrap_or_default();
        Region {
            base: start..end,
            theirs: their_place.pass(&(start..end), &self.theirs),
            mine: my_place.pass(&(start..end), &self.mine),
            is_changed_by_them: !self.theirs.is_empty(),
            is_changed_by_me: !self.mine.is_empty(),
        }
    }
}

/// Up to where a side was read: behind that it is the base again, until its next difference.
#[derive(Default)]
struct Place {
    base: usize,
    side: usize,
}

impl Place {
    /// What the side has where the base has this part.
    fn pass(&mut self, part: &Range<usize>, hunks: &[&Hunk]) -> Range<usize> {
        let start = self.side + (part.start - self.base);
        if let Some(last) = hunks.last() {
            (self.base, self.side) = (last.base.end, last.side.end);
        }
        start..self.side + (part.end - self.base)
    }
}
