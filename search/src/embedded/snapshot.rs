//! The index at one moment, ready to be searched: readers, columns, and which documents are alive for whom.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use tantivy::index::SegmentId;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader};
use uuid::Uuid;

use super::cards::{Cards, Values};
use super::schema::{Family, Fields, PERSON, SEEN_BY_GUESTS, SEEN_BY_STAFF};
use crate::analysis::Analyser;
use crate::error::Result;
use crate::ids::IdColumns;
use crate::query::Viewer;
use crate::scorer::Text;

#[derive(Default)]
pub struct Snapshot {
    pub segments: Vec<Segment>,
    /// Living documents that connected organisations may read: the size that idf is counted against, for everyone.
    pub network_docs: u32,
    cards: HashMap<SegmentId, Arc<Cards>>,
}

pub struct Segment {
    pub cards: Arc<Cards>,
    /// The `marks` column with zeros for deleted documents.
    pub marks: Vec<u8>,
    network: Terms,
    organisation: Terms,
    persons: Arc<InvertedIndexReader>,
    pub organisations: Arc<InvertedIndexReader>,
    ids: IdColumns,
}

/// The readers of one family of text fields.
pub struct Terms {
    pub is_network: bool,
    pub name: Arc<InvertedIndexReader>,
    pub exact: Arc<InvertedIndexReader>,
    stem: Arc<InvertedIndexReader>,
    topic: Arc<InvertedIndexReader>,
}

impl Snapshot {
    /// Reads what is new; columns of segments that were there before are kept.
    pub fn read(
        searcher: &Searcher,
        fields: &Fields,
        values: &RwLock<Arc<Values>>,
        before: &Self,
    ) -> Result<Self> {
        let mut snapshot = Self::default();
        for reader in searcher.segment_readers() {
            let cards = match before.cards.get(&reader.segment_id()) {
                Some(cards) => cards.clone(),
                None => Arc::new(Cards::read(reader, values)?),
            };
            snapshot.cards.insert(reader.segment_id(), cards.clone());
            snapshot.segments.push(Segment::read(reader, fields, cards)?);
        }
        let is_network = |marks: &&u8| **marks & SEEN_BY_GUESTS != 0;
        let count = snapshot
            .segments
            .iter()
            .map(|segment| segment.marks.iter().filter(is_network).count())
            .sum::<usize>();
        snapshot.network_docs = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(snapshot)
    }
}

impl Segment {
    fn read(reader: &SegmentReader, fields: &Fields, cards: Arc<Cards>) -> Result<Self> {
        let mut marks = cards.marks.clone();
        if let Some(alive) = reader.alive_bitset() {
            (0u32..)
                .zip(&mut marks)
                .filter(|(doc, _)| alive.is_deleted(*doc))
                .for_each(|(_, marks)| *marks = 0);
        }
        Ok(Self {
            cards,
            marks,
            network: Terms::read(reader, &fields.network, true)?,
            organisation: Terms::read(reader, &fields.organisation, false)?,
            persons: reader.inverted_index(fields.person.term)?,
            organisations: reader.inverted_index(fields.organisation_id)?,
            ids: IdColumns::read(reader.fast_fields(), PERSON)?,
        })
    }

    /// The text a viewer's search may open: a guest never opens what only the organisation may read.
    pub fn terms(&self, viewer: Viewer) -> impl Iterator<Item = &Terms> {
        let organisation = (viewer == Viewer::Staff).then_some(&self.organisation);
        [&self.network].into_iter().chain(organisation)
    }

    /// The documents of these people that a viewer may meet, each with what belongs to its person.
    pub fn docs_of(&self, people: &HashMap<Uuid, f32>, viewer: Viewer) -> Result<HashMap<u32, f32>> {
        let mut found = HashMap::new();
        for (person, weight) in people {
            self.ids.each(&self.persons, *person, |doc| {
                if self.marks[doc as usize] & mark_of(viewer) != 0 {
                    found.insert(doc, *weight);
                }
            })?;
        }
        Ok(found)
    }

    pub fn person(&self, doc: u32) -> Uuid {
        self.ids.id(doc)
    }
}

impl Terms {
    /// Where such a token may stand: words that are their own stem stand among the words alone.
    pub fn of(&self, text: Text, token: &str, analyser: &Analyser) -> Vec<&InvertedIndexReader> {
        match text {
            Text::Name => vec![&self.name],
            Text::Exact => vec![&self.exact],
            Text::Stem if analyser.is_plain(token) => vec![&self.exact, &self.stem],
            Text::Stem => vec![&self.stem],
            Text::Topic => vec![&self.topic],
        }
    }

    fn read(reader: &SegmentReader, family: &Family, is_network: bool) -> Result<Self> {
        Ok(Self {
            is_network,
            name: reader.inverted_index(family.name)?,
            exact: reader.inverted_index(family.exact)?,
            stem: reader.inverted_index(family.stem)?,
            topic: reader.inverted_index(family.topic)?,
        })
    }
}

/// The mark that a document needs for this viewer.
pub fn mark_of(viewer: Viewer) -> u8 {
    match viewer {
        Viewer::Staff => SEEN_BY_STAFF,
        Viewer::Guest => SEEN_BY_GUESTS,
    }
}
