//! What ranking and counting read for every match, kept in memory per segment: about 60 bytes a person.
//!
//! tantivy's columns number their values per segment. Here each value gets one number for the whole index, so that a
//! count is one addition and only the values that are shown are ever turned back into text.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};

use super::schema::FACETS;
use crate::error::Result;

/// The numbers of facet values; numbers are never given twice while the index is open.
#[derive(Default)]
pub struct Values {
    facets: [Numbered; FACETS.len()],
}

#[derive(Default)]
struct Numbered {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Values {
    pub fn number(&self, facet: usize, text: &str) -> Option<u32> {
        self.facets[facet].numbers.get(text).copied()
    }

    pub fn text(&self, facet: usize, number: u32) -> &str {
        self.facets[facet].texts.get(number as usize).map_or("", String::as_str)
    }

    pub fn len(&self, facet: usize) -> usize {
        self.facets[facet].texts.len()
    }

    fn give(&mut self, facet: usize, texts: Vec<String>) -> Vec<u32> {
        texts.into_iter().map(|text| self.facets[facet].give(text)).collect()
    }
}

impl Numbered {
    fn give(&mut self, text: String) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }
}

/// The columns of one segment.
pub struct Cards {
    pub marks: Vec<u8>,
    /// Random but lasting order among equals, from the person's id.
    pub luck: Vec<u32>,
    facets: [Lists; FACETS.len()],
}

/// A list of numbers for each document, end to end.
struct Lists {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Cards {
    pub fn read(segment: &SegmentReader, values: &RwLock<Values>) -> Result<Self> {
        let columns = segment.fast_fields();
        let marks = each(&columns.u64("marks")?, segment.max_doc(), |marks| marks as u8);
        let luck = each(&columns.u64("id_low")?, segment.max_doc(), |low| low as u32);
        let mut facets = Vec::with_capacity(FACETS.len());
        for (facet, name) in FACETS.into_iter().enumerate() {
            facets.push(match columns.str(name)? {
                Some(column) => {
                    let texts = texts(&column)?;
                    let numbers = values.write().unwrap_or_else(PoisonError::into_inner).give(facet, texts);
                    Lists::read(&column, segment.max_doc(), &numbers)
                }
                None => Lists::empty(segment.max_doc()),
            });
        }
        let facets = <[Lists; FACETS.len()]>::try_from(facets)
            .unwrap_or_else(|_| std::array::from_fn(|_| Lists::empty(0)));
        Ok(Self { marks, luck, facets })
    }

    /// The numbers of a document's values.
    pub fn values(&self, facet: usize, doc: u32) -> &[u32] {
        let Lists { starts, numbers } = &self.facets[facet];
        let at = doc as usize;
        &numbers[starts[at] as usize..starts[at + 1] as usize]
    }
}

impl Lists {
    fn empty(docs: u32) -> Self {
        Self { starts: vec![0; docs as usize + 1], numbers: Vec::new() }
    }

    fn read(column: &StrColumn, docs: u32, numbers: &[u32]) -> Self {
        let mut lists = Self { starts: Vec::with_capacity(docs as usize + 1), numbers: Vec::new() };
        lists.starts.push(0);
        for doc in 0..docs {
            let ordinals = column.ords().values_for_doc(doc);
            lists.numbers.extend(ordinals.filter_map(|ordinal| numbers.get(ordinal as usize)));
            lists.starts.push(u32::try_from(lists.numbers.len()).unwrap_or(u32::MAX));
        }
        lists.numbers.shrink_to_fit();
        lists
    }
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
