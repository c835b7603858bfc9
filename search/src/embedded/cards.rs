//! What ranking and counting read for every match, kept in memory per segment: about 50 bytes a person.
//!
//! tantivy's columns number their values per segment. Here each value gets one number for the whole index, so that a
//! count is one addition and only the values that are shown are ever turned back into text.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};

use crate::counts::FACETS;
use crate::error::Result;

/// The numbers of facet values; numbers are never given twice while the index is open.
#[derive(Clone, Default)]
pub struct Values {
    numbers: [HashMap<String, u32>; FACETS.len()],
    texts: Vec<(usize, String)>,
}

impl Values {
    pub fn number(&self, facet: usize, text: &str) -> Option<u32> {
        self.numbers[facet].get(text).copied()
    }

    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |(_, text)| text)
    }

    /// The facet that a number belongs to.
    pub fn facet(&self, number: u32) -> usize {
        self.texts.get(number as usize).map_or(0, |(facet, _)| *facet)
    }

    /// How many there are, of all facets.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    fn give(&mut self, facet: usize, text: String) -> u32 {
        if let Some(number) = self.numbers[facet].get(&text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push((facet, text.clone()));
        self.numbers[facet].insert(text, number);
        number
    }
}

/// The columns of one segment.
pub struct Cards {
    pub marks: Vec<u8>,
    /// Random but lasting order among equals, from the person's id.
    pub luck: Vec<u32>,
    /// The numbers of each document's values, those of all facets side by side: whoever counts reads them at once.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Cards {
    pub fn read(segment: &SegmentReader, values: &RwLock<Arc<Values>>) -> Result<Self> {
        let (columns, docs) = (segment.fast_fields(), segment.max_doc());
        let marks = each(&columns.u64("marks")?, docs, |marks| marks as u8);
        let luck = each(&columns.u64("person_low")?, docs, |low| low as u32);
        let mut facets = Vec::with_capacity(FACETS.len());
        for (facet, name) in FACETS.into_iter().enumerate() {
            if let Some(column) = columns.str(name)? {
                let texts = texts(&column)?;
                let mut values = values.write().unwrap_or_else(PoisonError::into_inner);
                // Searches that go on keep those they began with.
                let values = Arc::make_mut(&mut values);
                let numbers: Vec<u32> = texts.into_iter().map(|text| values.give(facet, text)).collect();
                facets.push((column, numbers));
            }
        }
        let (starts, numbers) = side_by_side(&facets, docs);
        Ok(Self { marks, luck, starts, numbers })
    }

    /// The numbers of a document's values.
    pub fn values(&self, doc: u32) -> &[u32] {
        let at = doc as usize;
        &self.numbers[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

fn side_by_side(facets: &[(StrColumn, Vec<u32>)], docs: u32) -> (Vec<u32>, Vec<u32>) {
    let (mut starts, mut all) = (Vec::with_capacity(docs as usize + 1), Vec::new());
    starts.push(0);
    for doc in 0..docs {
        for (column, numbers) in facets {
            let ordinals = column.ords().values_for_doc(doc);
            all.extend(ordinals.filter_map(|ordinal| numbers.get(ordinal as usize)));
        }
        starts.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
    }
    all.shrink_to_fit();
    (starts, all)
}

/// The values of a column in the order of their ordinals.
fn texts(column: &StrColumn) -> Result<Vec<String>> {
    let mut texts = Vec::with_capacity(column.num_terms());
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        texts.push(String::from_utf8_lossy(terms.key()).into_owned());
    }
    Ok(texts)
}

fn each<T>(column: &Column<u64>, docs: u32, make: impl Fn(u64) -> T) -> Vec<T> {
    (0..docs).map(|doc| make(column.first(doc).unwrap_or(0))).collect()
}
