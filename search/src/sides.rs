//! The segments of an index side by side on all processors, where there is enough to do to be worth waking one for.

use rayon::prelude::*;

/// Documents in lists from which on that pays: it costs about as much as reading some thousands of them. The tests of this
/// crate, whose worlds are small, go the same way as a government.
const LONG: u32 = if cfg!(test) { 1 } else { 20_000 };

/// Does the same with what belongs to each segment, in order. `docs`: about how many documents will be read.
pub fn each<T: Send, R: Send>(docs: u32, all: &mut [T], work: impl Fn(usize, &mut T) -> R + Sync) -> Vec<R> {
    if docs < LONG || all.len() < 2 {
        return all.iter_mut().enumerate().map(|(at, one)| work(at, one)).collect();
    }
    all.par_iter_mut().enumerate().map(|(at, one)| work(at, one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gets_its_own_and_answers_come_in_order() {
        for docs in [0, LONG] {
            let mut all = [10, 20, 30];
            let found = each(docs, &mut all, |at, one| {
                *one += 1;
                (at, *one)
            });
            assert_eq!(found, [(0, 11), (1, 21), (2, 31)]);
            assert_eq!(all, [11, 21, 31]);
        }
    }
}
