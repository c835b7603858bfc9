//! What a directory holds, in 256 numbers: a leaf is a person's id and version; a bucket is the XOR of its leaves'
//! hashes with their count, so order does not matter and one change touches one bucket (as in FEP-8fcf).

use ring::digest::{Context, SHA256, digest};

const BUCKETS: usize = 256;
type Hash = [u8; 32];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    buckets: Vec<(i64, Hash)>,
}

impl Default for Digest {
    fn default() -> Self {
        Self { buckets: vec![(0, [0; 32]); BUCKETS] }
    }
}

impl Digest {
    pub fn add(&mut self, id: &str, version: i64) {
        let hash = leaf(id, version);
        let (count, xor) = &mut self.buckets[usize::from(hash[0])];
        *count += 1;
        xor.iter_mut().zip(hash).for_each(|(all, one)| *all ^= one);
    }

    /// Counts and XORs, hexadecimal, in order of the buckets.
    pub fn buckets(&self) -> impl Iterator<Item = (i64, String)> {
        self.buckets.iter().map(|(count, xor)| (*count, hex::encode(xor)))
    }

    /// SHA-256 over all buckets, hexadecimal.
    pub fn root(&self) -> String {
        let mut hash = Context::new(&SHA256);
        for (count, xor) in &self.buckets {
            hash.update(&count.to_be_bytes());
            hash.update(xor);
        }
        hex::encode(hash.finish())
    }

    pub fn count(&self) -> i64 {
        self.buckets.iter().map(|(count, _)| count).sum()
    }
}

/// Which bucket a leaf falls into. The version does not count here: a person keeps the bucket for good.
pub fn bucket_of(id: &str) -> usize {
    usize::from(digest(&SHA256, id.as_bytes()).as_ref()[0])
}

/// SHA-256 over id and version, but for the first byte, which is the id's own.
fn leaf(id: &str, version: i64) -> Hash {
    let mut hash = Hash::default();
    hash.copy_from_slice(digest(&SHA256, format!("{id}\n{version}").as_bytes()).as_ref());
    hash[0] = bucket_of(id) as u8;
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest_of(leaves: &[(&str, i64)]) -> Digest {
        let mut digest = Digest::default();
        leaves.iter().for_each(|(id, version)| digest.add(id, *version));
        digest
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let one = digest_of(&[("a", 1), ("b", 2)]);
        assert_eq!(one, digest_of(&[("b", 2), ("a", 1)]));
        for other in
            [digest_of(&[("a", 1)]), digest_of(&[("a", 1), ("b", 3)]), digest_of(&[("a", 1), ("c", 2)])]
        {
            assert_ne!(one.root(), other.root());
        }
        assert_eq!(one.count(), 2);
    }

    #[test]
    fn the_same_person_twice_does_not_vanish() {
        assert_ne!(digest_of(&[("a", 1), ("a", 1)]).root(), Digest::default().root());
    }

    #[test]
    fn a_new_version_stays_in_its_bucket() {
        let differing = |left: &Digest, right: &Digest| {
            left.buckets().zip(right.buckets()).filter(|(left, right)| left != right).count()
        };
        for n in 0..100 {
            let id = format!("https://a.test/ap/person/{n}");
            assert_eq!(differing(&digest_of(&[(&id, 1)]), &digest_of(&[(&id, 2)])), 1);
        }
    }
}
