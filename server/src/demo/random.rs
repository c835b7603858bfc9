//! Chance that is the same every time. SplitMix64: ten lines, and no need of secrecy.

/// A sequence of numbers that depends on its seed alone.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Equal seeds give equal sequences.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to and excluding `limit`; 0 when there is nothing to choose from.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`; `None` of none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// One of `items`, each as likely as its weight.
    pub fn weighted<'a, T>(&mut self, items: &'a [T], weight: impl Fn(&T) -> usize) -> Option<&'a T> {
        let mut left = self.below(items.iter().map(&weight).sum());
        items.iter().find(|item| {
            let is_it = left < weight(item);
            left = left.saturating_sub(weight(item));
            is_it
        })
    }

    /// The same items in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Lines dealt like cards: none comes again before all have been used.
#[derive(Debug, Clone)]
pub struct Deck<'a> {
    lines: Vec<&'a str>,
    next: usize,
}

impl<'a> Deck<'a> {
    /// A shuffled deck.
    pub fn new(mut lines: Vec<&'a str>, random: &mut Random) -> Self {
        random.shuffle(&mut lines);
        Self { lines, next: 0 }
    }

    /// The next line; `None` from an empty deck.
    pub fn deal(&mut self, random: &mut Random) -> Option<&'a str> {
        if self.next == self.lines.len() {
            random.shuffle(&mut self.lines);
            self.next = 0;
        }
        self.next += 1;
        self.lines.get(self.next - 1).copied()
    }

    /// Takes a line out of the game.
    pub fn remove(&mut self, line: &str) {
        self.lines.retain(|kept| *kept != line);
        self.next = self.next.min(self.lines.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deck_repeats_no_line_before_all_were_dealt() {
        let mut random = Random::new(1);
        let mut deck = Deck::new(vec!["a", "b", "c"], &mut random);
        for _ in 0..5 {
            let mut round: Vec<_> = (0..3).filter_map(|_| deck.deal(&mut random)).collect();
            round.sort_unstable();
            assert_eq!(round, ["a", "b", "c"]);
        }
    }

    #[test]
    fn weights_are_kept_and_nothing_is_chosen_of_nothing() {
        let mut random = Random::new(7);
        let items = [("often", 9), ("seldom", 1), ("never", 0)];
        let picks: Vec<_> = (0..1000).filter_map(|_| random.weighted(&items, |item| item.1)).collect();
        let seldom = picks.iter().filter(|item| item.0 == "seldom").count();
        assert!((60..140).contains(&seldom), "{seldom}");
        assert!(picks.iter().all(|item| item.0 != "never"));
        assert!(random.pick::<u8>(&[]).is_none());
    }
}
