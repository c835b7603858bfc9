//! The index at one moment: readers and columns of each of its segments, and what of it one reader sees.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::circles::{NETWORK, Reader};
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::AliveBitSet;
use tantivy::index::SegmentId;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader};
use uuid::Uuid;

use super::cards::Cards;
use super::query::Scope;
use super::schema::{Fields, ITEM, ONE, WORDS};
use crate::analysis::Memory;
use crate::bits::Bits;
use crate::error::Result;
use crate::ids::IdColumns;

pub struct Snapshot {
    pub parts: Vec<Part>,
    /// In how many things that all who are signed in see a stem stands, and a word in any of its forms.
    pub open_stems: Memory<u32>,
    pub open_words: Memory<u32>,
    cards: HashMap<SegmentId, Arc<Cards>>,
}

/// Columns of words, by their place in `WORDS`.
pub const SORT: usize = 0;
pub const GROUP: usize = 1;
pub const AUTHOR: usize = 2;
pub const SUBJECT: usize = 3;
pub const LANGUAGE: usize = 4;
const CIRCLE: usize = 5;

/// One segment. What is read for every match is in memory, and the rest of its columns on disk.
pub struct Part {
    pub exact: Arc<InvertedIndexReader>,
    pub stem: Arc<InvertedIndexReader>,
    pub topic: Arc<InvertedIndexReader>,
    pub context: Arc<InvertedIndexReader>,
    circles: Arc<InvertedIndexReader>,
    pub words: [Option<StrColumn>; WORDS.len()],
    pub cards: Arc<Cards>,
    /// Those of `cards` that are alive.
    open: Bits,
    pub at: Column<i64>,
    until: Column<i64>,
    one: IdColumns,
    item: IdColumns,
    alive: Option<AliveBitSet>,
    /// Circles that readers stand in.
    known_circles: Memory<Option<Circle>>,
    pub docs: u32,
}

/// The number of a circle in a segment, and how many documents stand in it.
#[derive(Clone, Copy)]
struct Circle {
    number: u64,
    docs: u32,
}

/// Circles remembered for each segment: each reader stands in some dozens.
const CIRCLES_REMEMBERED: usize = 4_000;
/// Stems and words of which it is remembered how rare they are.
const STEMS_REMEMBERED: usize = 40_000;
const WORDS_REMEMBERED: usize = 10_000;

impl Default for Snapshot {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            open_stems: Memory::of(STEMS_REMEMBERED),
            open_words: Memory::of(WORDS_REMEMBERED),
            cards: HashMap::new(),
        }
    }
}

impl Snapshot {
    /// Reads what is new; what is in memory of segments that were there before is kept.
    pub fn read(searcher: &Searcher, fields: &Fields, before: &Self) -> Result<Self> {
        let mut snapshot = Self::default();
        for reader in searcher.segment_readers() {
            let cards = match before.cards.get(&reader.segment_id()) {
                Some(cards) => Arc::clone(cards),
                None => Arc::new(Cards::read(reader)?),
            };
            snapshot.cards.insert(reader.segment_id(), Arc::clone(&cards));
            snapshot.parts.push(Part::read(reader, fields, cards)?);
        }
        Ok(snapshot)
    }

    /// About how many documents stand in these circles: what a word's rarity is held against.
    pub fn count_in(&self, circles: &[String]) -> Result<u32> {
        let mut count = 0_u32;
        for part in &self.parts {
            for circle in circles {
                count = count.saturating_add(part.circle(circle)?.map_or(0, |circle| circle.docs));
            }
        }
        Ok(count)
    }
}

impl Part {
    fn read(reader: &SegmentReader, fields: &Fields, cards: Arc<Cards>) -> Result<Self> {
        let columns = reader.fast_fields();
        let mut words: [Option<StrColumn>; WORDS.len()] = Default::default();
        for (place, name) in words.iter_mut().zip(WORDS) {
            *place = columns.str(name)?;
        }
        let alive = reader.alive_bitset().cloned();
        Ok(Self {
            exact: reader.inverted_index(fields.exact)?,
            stem: reader.inverted_index(fields.stem)?,
            topic: reader.inverted_index(fields.topic)?,
            context: reader.inverted_index(fields.context)?,
            circles: reader.inverted_index(fields.circle)?,
            words,
            open: living(&cards.open, alive.as_ref(), reader.max_doc()),
            cards,
            at: columns.i64("at")?,
            until: columns.i64("until")?,
            one: IdColumns::read(columns, ONE)?,
            item: IdColumns::read(columns, ITEM)?,
            alive,
            known_circles: Memory::of(CIRCLES_REMEMBERED),
            docs: reader.max_doc(),
        })
    }

    fn circle(&self, circle: &str) -> Result<Option<Circle>> {
        self.known_circles.try_get(circle, || {
            let docs = self.circles.terms().get(circle)?.map_or(0, |info| info.doc_freq);
            let number = self.words[CIRCLE].as_ref().map(|column| column.dictionary().term_ord(circle));
            Ok(number.transpose()?.flatten().map(|number| Circle { number, docs }))
        })
    }

    pub fn id(&self, doc: u32) -> Uuid {
        self.one.id(doc)
    }

    /// The item it is or hangs on.
    pub fn item(&self, doc: u32) -> Option<Uuid> {
        Some(self.item.id(doc)).filter(|id| !id.is_nil())
    }

    pub fn is_accepted(&self, doc: u32) -> bool {
        self.cards.card(doc).is_accepted()
    }

    /// The instant by which it is ordered.
    pub fn at(&self, doc: u32) -> i64 {
        self.at.first(doc).unwrap_or(0)
    }

    /// The numbers of a document's values in a column of words.
    pub fn ordinals(&self, column: usize, doc: u32) -> impl Iterator<Item = u64> {
        self.words[column].iter().flat_map(move |column| column.ords().values_for_doc(doc))
    }

    /// The value behind a number.
    pub fn word(&self, column: usize, ordinal: u64) -> String {
        let mut word = String::new();
        if let Some(column) = &self.words[column] {
            // A number that leads nowhere is an empty word.
            let _ = column.ord_to_str(ordinal, &mut word);
        }
        word
    }

    /// Whether all who are signed in see it, for good.
    #[inline(always)]
    pub fn is_open(&self, doc: u32) -> bool {
        self.open.has(doc)
    }

    /// The number of this value, if it stands here.
    pub fn number_of(&self, column: usize, word: &str) -> Option<u64> {
        // A dictionary that cannot be read has no words.
        self.words[column].as_ref().and_then(|column| column.dictionary().term_ord(word).ok().flatten())
    }

    /// The numbers of these values, as far as they stand here.
    pub fn numbers_of<'w>(
        &self,
        column: usize,
        words: impl Iterator<Item = &'w String>,
    ) -> Result<HashSet<u64>> {
        let mut found = HashSet::new();
        if let Some(column) = &self.words[column] {
            for word in words {
                found.extend(column.dictionary().term_ord(word)?);
            }
        }
        Ok(found)
    }
}

fn living(open: &Bits, alive: Option<&AliveBitSet>, docs: u32) -> Bits {
    let mut open = open.clone();
    if let Some(alive) = alive {
        (0..docs).filter(|doc| alive.is_deleted(*doc)).for_each(|doc| open.unset(doc));
    }
    open
}

/// What one reader sees of a segment, within the scope he chose.
pub struct Eyes<'a> {
    part: &'a Part,
    /// By the number of the circle.
    circles: Vec<bool>,
    /// Whether he is among all who are signed in.
    is_in_network: bool,
    groups: Option<HashSet<u64>>,
    now: i64,
}

impl<'a> Eyes<'a> {
    pub fn new(part: &'a Part, reader: &Reader, scope: Scope, now: i64) -> Result<Self> {
        let count = part.words[CIRCLE].as_ref().map_or(0, |column| column.num_terms());
        let mut circles = vec![false; count];
        for circle in &reader.circles {
            if let Some(circle) = part.circle(circle)? {
                circles[circle.number as usize] = true;
            }
        }
        let groups: Option<Vec<String>> = match scope {
            Scope::Everything => None,
            Scope::Mine => Some(reader.groups.iter().map(ToString::to_string).collect()),
            Scope::Group(id) => Some(vec![id.to_string()]),
        };
        let groups = groups.map(|groups| part.numbers_of(GROUP, groups.iter())).transpose()?;
        let is_in_network = reader.circles.iter().any(|circle| circle == NETWORK);
        Ok(Self { part, circles, is_in_network, groups, now })
    }

    #[inline(always)]
    pub fn sees(&self, doc: u32) -> bool {
        if self.groups.is_some() {
            return self.looks_closer(doc);
        }
        (self.is_in_network && self.part.is_open(doc)) || self.looks_at_circle(doc)
    }

    #[inline(always)]
    fn looks_at_circle(&self, doc: u32) -> bool {
        match self.part.cards.only_circle(doc) {
            Some(circle) => self.circles.get(circle) == Some(&true) && self.is_alive(doc),
            None => self.looks_closer(doc),
        }
    }

    fn is_alive(&self, doc: u32) -> bool {
        self.part.alive.as_ref().is_none_or(|alive| alive.is_alive(doc))
    }

    /// At what several circles see, or not for good, or where he does not look everywhere.
    #[inline(never)]
    fn looks_closer(&self, doc: u32) -> bool {
        self.is_alive(doc) && self.is_in_circle(doc) && self.is_in_time(doc) && self.is_in_scope(doc)
    }

    fn is_in_circle(&self, doc: u32) -> bool {
        self.part.ordinals(CIRCLE, doc).any(|circle| self.circles.get(circle as usize) == Some(&true))
    }

    fn is_in_scope(&self, doc: u32) -> bool {
        let is_in =
            |groups: &HashSet<u64>| self.part.ordinals(GROUP, doc).any(|group| groups.contains(&group));
        self.groups.as_ref().is_none_or(is_in)
    }

    fn is_in_time(&self, doc: u32) -> bool {
        self.part.until.first(doc).is_none_or(|until| until > self.now)
    }
}
