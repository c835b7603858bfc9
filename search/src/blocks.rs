//! Lists of documents as tantivy reads them, a block at a time: one list, or several that count as one.

use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use crate::error::Result;

/// The list of a token in a segment.
pub type List<'t> = (&'t InvertedIndexReader, TermInfo);

/// Documents of a block, in the format of tantivy.
const BLOCK: usize = 128;
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

#[cfg(test)]
mod tests {
    use tantivy::schema::{Field, Schema};
    use tantivy::{Index, TantivyDocument};

    use super::*;
    use crate::weighted::{self, Sheet};

    const DOCS: u32 = 300;

    /// Every third document says `drie`, every fifth says `vijf` twice.
    fn index() -> (Index, [Field; 2]) {
        let mut builder = Schema::builder();
        let often = builder.add_text_field("often", weighted::options());
        let once = builder.add_text_field("once", weighted::once());
        let index = Index::builder()
            .schema(builder.build())
            .tokenizers(weighted::tokenizers())
            .create_in_ram()
            .unwrap();
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 20_000_000).unwrap();
        for doc in 0..DOCS {
            let said =
                [("drie", 1, doc % 3), ("vijf", 2, doc % 5)].into_iter().filter(|(.., rest)| *rest == 0);
            let mut row = TantivyDocument::default();
            let mut sheet = Sheet::new();
            for field in [often, once] {
                row.add_text(field, sheet.written(said.clone().map(|(word, times, _)| (word, times))));
            }
            writer.add_document(row).unwrap();
        }
        writer.commit().unwrap();
        (index, [often, once])
    }

    fn read(index: &Index, field: Field, words: &[&str]) -> Vec<(u32, u32)> {
        let searcher = index.reader().unwrap().searcher();
        let reader = searcher.segment_reader(0).inverted_index(field).unwrap();
        let list = |word: &&str| (reader.as_ref(), reader.terms().get(word).unwrap().unwrap());
        let mut found = Vec::new();
        let lists: Vec<List<'_>> = words.iter().map(list).collect();
        each_block_of(&lists, |docs, times| {
            assert_eq!(docs.len(), times.len());
            found.extend(docs.iter().copied().zip(times.iter().copied()));
        })
        .unwrap();
        found
    }

    #[test]
    fn several_lists_are_one_in_order() {
        let (index, [often, once]) = index();
        let wanted = |three: u32, five: u32| -> Vec<(u32, u32)> {
            let times =
                |doc: u32| u32::from(doc.is_multiple_of(3)) * three + u32::from(doc.is_multiple_of(5)) * five;
            (0..DOCS).map(|doc| (doc, times(doc))).filter(|(_, times)| *times > 0).collect()
        };
        assert_eq!(read(&index, often, &["drie", "vijf"]), wanted(1, 2));
        assert_eq!(read(&index, often, &["vijf"]), wanted(0, 2));
        assert_eq!(read(&index, once, &["vijf"]), wanted(0, 1), "where it is not known how often, once");
        assert_eq!(read(&index, once, &["drie", "vijf"]), wanted(1, 1));
        assert!(read(&index, once, &[]).is_empty());
    }
}
