//! Documents by an id of theirs. A dictionary of all ids would be a tenth of an index: some dozens of documents share a
//! term here, and two columns say which of them it is.

use std::ops::Bound;

use tantivy::columnar::Column;
use tantivy::fastfield::FastFieldReaders;
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{BytesOptions, FAST, Field, IndexRecordOption, SchemaBuilder, TantivyDocument};
use tantivy::{InvertedIndexReader, Term};
use uuid::Uuid;

use crate::blocks::{each_block, postings};
use crate::error::Result;

/// Bits of an id that its term is made of.
const SHARED: u64 = 0x3fff;

/// One kind of id in a schema.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    pub term: Field,
    high: Field,
    low: Field,
}

impl Ids {
    pub fn new(builder: &mut SchemaBuilder, name: &str) -> Self {
        let [high, low] = columns(name).map(|name| builder.add_u64_field(&name, FAST));
        Self { term: builder.add_bytes_field(name, BytesOptions::default().set_indexed()), high, low }
    }

    pub fn add(&self, row: &mut TantivyDocument, id: Uuid) {
        let (high, low) = id.as_u64_pair();
        row.add_bytes(self.term, &shared(id));
        row.add_u64(self.high, high);
        row.add_u64(self.low, low);
    }

    /// Every document with this id.
    pub fn query(&self, id: Uuid) -> Box<dyn Query> {
        let (high, low) = id.as_u64_pair();
        let term = TermQuery::new(Term::from_field_bytes(self.term, &shared(id)), IndexRecordOption::Basic);
        let is = |field, half| -> Box<dyn Query> {
            let half = Bound::Included(Term::from_field_u64(field, half));
            Box::new(RangeQuery::new(half.clone(), half))
        };
        Box::new(BooleanQuery::intersection(vec![Box::new(term), is(self.low, low), is(self.high, high)]))
    }
}

fn columns(name: &str) -> [String; 2] {
    [format!("{name}_high"), format!("{name}_low")]
}

/// The random bits of an id of version 7 stand at its end.
fn shared(id: Uuid) -> [u8; 2] {
    ((id.as_u64_pair().1 & SHARED) as u16).to_be_bytes()
}

/// The ids of one kind in a segment.
pub struct IdColumns {
    high: Column<u64>,
    low: Column<u64>,
}

impl IdColumns {
    pub fn read(columns_of: &FastFieldReaders, name: &str) -> Result<Self> {
        let [high, low] = columns(name);
        Ok(Self { high: columns_of.u64(&high)?, low: columns_of.u64(&low)? })
    }

    /// Nil where a document has none.
    pub fn id(&self, doc: u32) -> Uuid {
        let half = |column: &Column<u64>| column.first(doc).unwrap_or(0);
        Uuid::from_u64_pair(half(&self.high), half(&self.low))
    }

    /// Gives `take` the documents with this id, dead ones too. `terms`: of its field.
    pub fn each(&self, terms: &InvertedIndexReader, id: Uuid, mut take: impl FnMut(u32)) -> Result<()> {
        let Some(info) = terms.terms().get(shared(id))? else { return Ok(()) };
        let (high, low) = id.as_u64_pair();
        let is = |column: &Column<u64>, doc: u32, half| column.first(doc) == Some(half);
        each_block(postings(terms, &info)?, |docs, _| {
            let found = docs.iter().filter(|doc| is(&self.low, **doc, low) && is(&self.high, **doc, high));
            found.for_each(|doc| take(*doc));
        });
        Ok(())
    }
}
