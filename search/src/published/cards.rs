//! What weighing and the reader's eyes read for every match, kept in memory per segment: about 17 bytes a document and 16 an author.

use domain::circles::NETWORK;
use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};
use uuid::Uuid;

use super::doc::Sort;
use super::schema::{ACCEPTED, EXCLUDED, FOR_GOOD};
use crate::bits::Bits;
use crate::error::Result;

const DAY: i64 = 86_400_000_000;
const SEVERAL: u16 = u16::MAX;
const NOBODY: u32 = u32::MAX;

/// The columns of one segment. Kept as long as the segment is there.
pub struct Cards {
    /// One bit each: all who are signed in see it, and for good.
    pub open: Bits,
    /// The circle that a document stands in, for good and alone; `SEVERAL` where there is more to look at.
    circles: Vec<u16>,
    /// How many telling words it has; more than this type holds is as good as that.
    lengths: Vec<u16>,
    cards: Vec<Card>,
    /// The number of whose each is; `NOBODY` where it is nobody's.
    authors: Vec<u32>,
    /// By their numbers.
    people: Vec<Uuid>,
    /// By their numbers.
    sorts: Vec<Sort>,
}

/// What else is read of a document, side by side in four bytes.
#[derive(Clone, Copy)]
pub struct Card {
    /// Since 1970.
    day: u16,
    /// Bits of `schema`.
    marks: u8,
    /// The number of its sort.
    sort: u8,
}

impl Card {
    pub fn day(self) -> u16 {
        self.day
    }

    /// The number of what sort of thing it is.
    pub fn sort(self) -> usize {
        usize::from(self.sort)
    }

    pub fn is_accepted(self) -> bool {
        u64::from(self.marks) & ACCEPTED != 0
    }

    /// Whether its author does not want to be known by it.
    pub fn is_excluded(self) -> bool {
        u64::from(self.marks) & EXCLUDED != 0
    }
}

impl Cards {
    pub fn read(reader: &SegmentReader) -> Result<Self> {
        let (columns, docs) = (reader.fast_fields(), reader.max_doc());
        let sort = columns.str("sort")?;
        let sorts = sort.as_ref().map(sorts_of).transpose()?.unwrap_or_default();
        let number = |doc| sort.as_ref().and_then(|column| column.ords().first(doc)).unwrap_or(0);
        let (lengths, marks) = (columns.u64("length")?, columns.u64("marks")?);
        let at = columns.i64("at")?;
        let author = columns.str("author")?;
        let author_of = |doc| author.as_ref().and_then(|column| column.ords().first(doc));
        let card = |doc| Card {
            day: fitting(at.first(doc).unwrap_or(0).max(0) / DAY),
            marks: marks.first(doc).unwrap_or(0) as u8,
            sort: number(doc) as u8,
        };
        let (circle, until) = (columns.str("circle")?, columns.i64("until")?);
        let circles = each(docs, |doc| only_circle(circle.as_ref(), &until, doc));
        Ok(Self {
            open: open(circle.as_ref(), &until, docs)?,
            circles,
            lengths: each(docs, |doc| fitting(lengths.first(doc).unwrap_or(0))),
            cards: each(docs, card),
            authors: each(docs, |doc| author_of(doc).map_or(NOBODY, |number| number as u32)),
            people: author.as_ref().map(people_of).transpose()?.unwrap_or_default(),
            sorts,
        })
    }

    /// The circle that a document stands in, where that is all there is to know.
    #[inline(always)]
    pub fn only_circle(&self, doc: u32) -> Option<usize> {
        let circle = self.circles[doc as usize];
        (circle != SEVERAL).then_some(usize::from(circle))
    }

    pub fn length(&self, doc: u32) -> u16 {
        self.lengths[doc as usize]
    }

    pub fn card(&self, doc: u32) -> Card {
        self.cards[doc as usize]
    }

    pub fn author(&self, doc: u32) -> Option<Uuid> {
        self.people.get(self.authors[doc as usize] as usize).copied()
    }

    /// The sorts there are here, by their numbers.
    pub fn sorts(&self) -> &[Sort] {
        &self.sorts
    }

    pub fn sort_of(&self, card: Card) -> Sort {
        self.sorts.get(card.sort()).copied().unwrap_or(Sort::Comment)
    }

    /// What sort of thing a document is.
    pub fn sort(&self, doc: u32) -> Sort {
        self.sort_of(self.card(doc))
    }
}

fn only_circle(circles: Option<&StrColumn>, until: &Column<i64>, doc: u32) -> u16 {
    let mut circles = circles.into_iter().flat_map(|circles| circles.ords().values_for_doc(doc));
    let only = circles.next().filter(|_| circles.next().is_none());
    let only = only.filter(|_| until.first(doc).is_none_or(|until| until == FOR_GOOD));
    only.and_then(|circle| circle.try_into().ok()).unwrap_or(SEVERAL)
}

fn each<T>(docs: u32, make: impl Fn(u32) -> T) -> Vec<T> {
    (0..docs).map(make).collect()
}

fn fitting<N: TryInto<u16>>(number: N) -> u16 {
    number.try_into().unwrap_or(u16::MAX)
}

fn open(circles: Option<&StrColumn>, until: &Column<i64>, docs: u32) -> Result<Bits> {
    let mut bits = Bits::of(docs as usize);
    let Some(circles) = circles else { return Ok(bits) };
    let network = circles.dictionary().term_ord(NETWORK)?;
    for doc in 0..docs {
        let is_everyones =
            network.is_some() && circles.ords().values_for_doc(doc).any(|one| Some(one) == network);
        if is_everyones && until.first(doc).is_none_or(|until| until == FOR_GOOD) {
            bits.set(doc);
        }
    }
    Ok(bits)
}

/// Whoever cannot be read is nobody's id.
fn people_of(column: &StrColumn) -> Result<Vec<Uuid>> {
    let (mut people, mut ids) = (Vec::with_capacity(column.num_terms()), column.dictionary().stream()?);
    while ids.advance() {
        people.push(Uuid::try_parse_ascii(ids.key()).unwrap_or_default());
    }
    Ok(people)
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
