//! What weighing and the reader's eyes read for every match, kept in memory per segment: about six bytes a document.

use domain::circles::NETWORK;
use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};

use super::doc::Sort;
use super::schema::FOR_GOOD;
use crate::error::Result;

const DAY: i64 = 86_400_000_000;

/// The columns of one segment. Kept as long as the segment is there.
pub struct Cards {
    /// One bit each: all who are signed in see it, and for good.
    pub open: Vec<u64>,
    /// How many telling words it has; more than this type holds is as good as that.
    lengths: Vec<u16>,
    /// Days since 1970.
    days: Vec<u16>,
    /// Bits of `schema`.
    marks: Vec<u8>,
    /// Numbers of `known`.
    sorts: Vec<u8>,
    known: Vec<Sort>,
}

impl Cards {
    pub fn read(reader: &SegmentReader) -> Result<Self> {
        let (columns, docs) = (reader.fast_fields(), reader.max_doc());
        let sort = columns.str("sort")?;
        let known = sort.as_ref().map(sorts_of).transpose()?.unwrap_or_default();
        let number = |doc| sort.as_ref().and_then(|column| column.ords().first(doc)).unwrap_or(0);
        let (lengths, marks) = (columns.u64("length")?, columns.u64("marks")?);
        let at = columns.i64("at")?;
        Ok(Self {
            open: open(columns.str("circle")?.as_ref(), &columns.i64("until")?, docs)?,
            lengths: each(docs, |doc| fitting(lengths.first(doc).unwrap_or(0))),
            days: each(docs, |doc| fitting(at.first(doc).unwrap_or(0).max(0) / DAY)),
            marks: each(docs, |doc| marks.first(doc).unwrap_or(0) as u8),
            sorts: each(docs, |doc| number(doc) as u8),
            known,
        })
    }

    pub fn length(&self, doc: u32) -> u16 {
        self.lengths[doc as usize]
    }

    pub fn day(&self, doc: u32) -> u16 {
        self.days[doc as usize]
    }

    pub fn has_mark(&self, doc: u32, mark: u64) -> bool {
        u64::from(self.marks[doc as usize]) & mark != 0
    }

    /// What sort of thing a document is.
    pub fn sort(&self, doc: u32) -> Sort {
        self.known.get(usize::from(self.sorts[doc as usize])).copied().unwrap_or(Sort::Comment)
    }
}

fn each<T>(docs: u32, make: impl Fn(u32) -> T) -> Vec<T> {
    (0..docs).map(make).collect()
}

fn fitting<N: TryInto<u16>>(number: N) -> u16 {
    number.try_into().unwrap_or(u16::MAX)
}

fn open(circles: Option<&StrColumn>, until: &Column<i64>, docs: u32) -> Result<Vec<u64>> {
    let mut bits = vec![0; docs.div_ceil(64) as usize];
    let Some(circles) = circles else { return Ok(bits) };
    let network = circles.dictionary().term_ord(NETWORK)?;
    for doc in 0..docs {
        let is_everyones =
            network.is_some() && circles.ords().values_for_doc(doc).any(|one| Some(one) == network);
        if is_everyones && until.first(doc).is_none_or(|until| until == FOR_GOOD) {
            bits[doc as usize / 64] |= 1 << (doc % 64);
        }
    }
    Ok(bits)
}

fn sorts_of(column: &StrColumn) -> Result<Vec<Sort>> {
    let mut sorts = Vec::new();
    for number in 0..column.num_terms() as u64 {
        let mut word = String::new();
        column.ord_to_str(number, &mut word)?;
        sorts.push(Sort::parse(&word).unwrap_or(Sort::Comment));
    }
    Ok(sorts)
}
