//! Lists of documents put one behind the other, sorted and added up: from front to back, never here and there in memory.

use std::ops::AddAssign;

/// Numbers of documents, each as often as it was given until they are added up.
#[derive(Default)]
pub struct Pairs<N> {
    pairs: Vec<(u32, N)>,
    is_summed: bool,
}

impl<N: Copy + AddAssign> Pairs<N> {
    /// Makes room for so many more.
    pub fn reserve(&mut self, more: u32) {
        self.pairs.reserve(more as usize);
    }

    /// Puts a list, or the next part of one, behind the others.
    pub fn extend(&mut self, list: impl Iterator<Item = (u32, N)>) {
        let start = self.pairs.len();
        self.pairs.extend(list);
        let goes_on = |first: &(u32, N)| self.pairs[..start].last().is_none_or(|last| first.0 > last.0);
        self.is_summed = (start == 0 || self.is_summed) && self.pairs.get(start).is_none_or(goes_on);
    }

    /// About how many documents there are: each as often as it was given, until they are added up.
    pub fn len(&self) -> u32 {
        u32::try_from(self.pairs.len()).unwrap_or(u32::MAX)
    }

    /// Each document once, in order. A list alone is in order already.
    pub fn sum(&mut self) -> &[(u32, N)] {
        if !self.is_summed {
            // The stable sort merges the runs that it meets.
            self.pairs.sort_by_key(|(doc, _)| *doc);
            self.pairs.dedup_by(|(doc, number), (first, sum)| {
                let is_same = doc == first;
                if is_same {
                    *sum += *number;
                }
                is_same
            });
            self.is_summed = true;
        }
        &self.pairs
    }

    /// The same, to be kept.
    pub fn into_sum(mut self) -> Vec<(u32, N)> {
        self.sum();
        self.pairs.shrink_to_fit();
        self.pairs
    }

    pub fn clear(&mut self) {
        self.pairs.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_several_lists_is_added_up() {
        let mut pairs = Pairs::<f32>::default();
        pairs.extend([(3, 1.0), (7, 2.0)].into_iter());
        pairs.extend([(1, 4.0), (7, 8.0), (9, 16.0)].into_iter());
        assert_eq!(pairs.sum(), [(1, 4.0), (3, 1.0), (7, 10.0), (9, 16.0)]);
        pairs.extend([(0, 1.0), (9, 1.0)].into_iter());
        assert_eq!(pairs.sum(), [(0, 1.0), (1, 4.0), (3, 1.0), (7, 10.0), (9, 17.0)]);
        pairs.clear();
        assert!(pairs.sum().is_empty());
    }
}
