//! Lists of documents as tantivy reads them, a block at a time: one list, or several that count as one.

use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use crate::error::Result;

/// The list of a token in a segment.
pub type List<'t> = (&'t InvertedIndexReader, TermInfo);

/// Documents of a block, in the format of tantivy.
pub const BLOCK: usize = 128;
/// How often tokens stand in a block of documents of a field that does not know how often.
const ONCE: [u32; BLOCK] = [1; BLOCK];

pub fn postings(reader: &InvertedIndexReader, info: &TermInfo) -> Result<BlockSegmentPostings> {
    Ok(reader.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?)
}

/// Documents and how often a token stands in each.
pub fn each_block(mut postings: BlockSegmentPostings, mut take: impl FnMut(&[u32], &[u32])) {
    while !postings.docs().is_empty() {
        take(postings.docs(), times(&postings));
        postings.advance();
    }
}

/// Documents that stand in any of the lists, each once and in order, with the sum of how often.
pub fn each_block_of(lists: &[List<'_>], mut take: impl FnMut(&[u32], &[u32])) -> Result<()> {
    if let [(reader, info)] = lists {
        each_block(postings(reader, info)?, take);
        return Ok(());
    }
    let heads = lists.iter().map(|(reader, info)| Ok(Head { postings: postings(reader, info)?, at: 0 }));
    let mut heads = heads.collect::<Result<Vec<_>>>()?;
    let (mut docs, mut sums, mut len) = ([0; BLOCK], [0; BLOCK], 0);
    while let Some(doc) = heads.iter().filter_map(Head::doc).min() {
        docs[len] = doc;
        sums[len] = heads.iter_mut().map(|head| head.taken(doc)).sum();
        len += 1;
        if len == BLOCK {
            take(&docs, &sums);
            len = 0;
        }
    }
    take(&docs[..len], &sums[..len]);
    Ok(())
}

fn times(postings: &BlockSegmentPostings) -> &[u32] {
    match postings.freqs() {
        [] => &ONCE[..postings.docs().len()],
        times => times,
    }
}

/// How far a list is read.
struct Head {
    postings: BlockSegmentPostings,
    at: usize,
}

impl Head {
    fn doc(&self) -> Option<u32> {
        self.postings.docs().get(self.at).copied()
    }

    /// How often it stands in this document, behind which it goes on; 0 where it is not there.
    fn taken(&mut self, doc: u32) -> u32 {
        if self.doc() != Some(doc) {
            return 0;
        }
        let times = times(&self.postings).get(self.at).copied().unwrap_or(1);
        self.at += 1;
        if self.at == self.postings.docs().len() {
            self.postings.advance();
            self.at = 0;
        }
        times
    }
}
