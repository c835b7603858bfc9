//! A bit for each document of a segment: a list of half a million is held against it in the processor's cache, and what was set is
//! read in the order of documents, however it came.

#[derive(Clone, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// All unset, for so many documents.
    pub fn of(docs: usize) -> Self {
        Self(vec![0; docs.div_ceil(64)])
    }

    /// Makes room for so many documents.
    pub fn fit(&mut self, docs: usize) {
        if self.0.len() < docs.div_ceil(64) {
            self.0.resize(docs.div_ceil(64), 0);
        }
    }

    #[inline(always)]
    pub fn has(&self, doc: u32) -> bool {
        self.0[doc as usize / 64] & 1 << (doc % 64) != 0
    }

    #[inline(always)]
    pub fn set(&mut self, doc: u32) {
        self.0[doc as usize / 64] |= 1 << (doc % 64);
    }

    #[inline(always)]
    pub fn unset(&mut self, doc: u32) {
        self.0[doc as usize / 64] &= !(1 << (doc % 64));
    }

    /// Sets what another has; both have room for as many.
    pub fn set_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Documents that are set, in order.
    #[inline]
    pub fn each(&self, mut take: impl FnMut(u32)) {
        (0..).zip(&self.0).for_each(|(at, bits)| each_of(at, *bits, &mut take));
    }

    /// The same, and unsets them.
    #[inline]
    pub fn drain(&mut self, mut take: impl FnMut(u32)) {
        (0..).zip(&mut self.0).for_each(|(at, bits)| each_of(at, std::mem::take(bits), &mut take));
    }
}

#[inline(always)]
fn each_of(at: u32, mut bits: u64, take: &mut impl FnMut(u32)) {
    while bits != 0 {
        take(64 * at + bits.trailing_zeros());
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bits: &Bits) -> Vec<u32> {
        let mut all = Vec::new();
        bits.each(|doc| all.push(doc));
        all
    }

    #[test]
    fn what_was_set_comes_in_order_and_once() {
        let mut bits = Bits::of(130);
        [129, 0, 63, 64, 0, 62].into_iter().for_each(|doc| bits.set(doc));
        bits.unset(62);
        assert_eq!(all(&bits), [0, 63, 64, 129]);
        assert!(bits.has(63) && !bits.has(62));
        let mut more = Bits::default();
        more.fit(130);
        more.set(1);
        bits.set_all(&more);
        let mut drained = Vec::new();
        bits.drain(|doc| drained.push(doc));
        assert_eq!(drained, [0, 1, 63, 64, 129]);
        assert!(all(&bits).is_empty());
    }
}
