//! What would become of a folder in a wiki: asked before anything happens, and once more when it does.

use std::collections::{HashMap, HashSet};

use super::enclosed;
use super::folder::{Folder, LeftOut, Sheet, Why};
use crate::db::On;
use crate::error::{Error, FieldError, Result};
use crate::ids::{FileId, PageId};
use crate::principal::Principal;
use crate::text;
use crate::wiki::{DEPTH_MAX, Leaf, PAGES_MAX, Page, Rights, VersionId, Wiki};
use crate::wiki::{door, proposals, queries, versions};

/// What to do with pages that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    #[default]
    Keep,
    /// The text of the file becomes a new version.
    Version,
}

/// What becomes of one page of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    New,
    /// There is a page with this title at this place, which gets the text as a new version.
    Version(PageId, VersionId),
    /// There is one, and it stays as it is.
    Kept(PageId),
    /// There is one, and it says this already.
    Same(PageId),
    Refused(Why),
}

impl Fate {
    /// The page that is there already.
    pub(super) fn page(&self) -> Option<PageId> {
        match self {
            Self::Version(id, _) | Self::Kept(id) | Self::Same(id) => Some(*id),
            Self::New | Self::Refused(_) => None,
        }
    }

    pub fn changes(&self) -> bool {
        matches!(self, Self::New | Self::Version(..))
    }
}

/// One page of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub title: String,
    /// Among the rows, always before it; none: at the top.
    pub parent: Option<usize>,
    /// The file; empty: a folder that has none.
    pub path: String,
    pub fate: Fate,
}

/// What would become of a folder.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// In the order of the sheets.
    pub rows: Vec<Row>,
    pub left_out: Vec<LeftOut>,
    /// Files that come along.
    pub files: usize,
    /// Those that the wiki has already, by their marks.
    pub(super) there: HashMap<FileId, FileId>,
}

impl Plan {
    /// The rows as the tree is read from top to bottom, each with how deep it stands.
    pub fn ordered(&self) -> Vec<(usize, usize)> {
        let mut below: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            below.entry(row.parent).or_default().push(at);
        }
        let mut ordered = Vec::with_capacity(self.rows.len());
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut next = |above: Option<usize>, depth: usize, open: &mut Vec<(usize, usize)>| {
            let children = below.remove(&above).unwrap_or_default();
            open.extend(children.into_iter().rev().map(|at| (depth, at)));
        };
        next(None, 0, &mut open);
        while let Some((depth, at)) = open.pop() {
            ordered.push((depth, at));
            next(Some(at), depth + 1, &mut open);
        }
        ordered
    }

    /// How many pages are made or changed.
    pub fn changes(&self) -> usize {
        self.rows.iter().filter(|row| row.fate.changes()).count()
    }
}

/// Asks what would become of a folder under this page. Refused for whoever may not write in the wiki, or where it is too much
/// for once.
pub async fn plan(
    on: impl Into<On<'_>>,
    principal: &Principal,
    wiki: &Wiki,
    parent: Option<PageId>,
    folder: &Folder,
    existing: Existing,
) -> Result<Plan> {
    wiki.place.clone().require_post()?;
    if !wiki.is_here() {
        return Err(Error::Conflict("port-elsewhere"));
    }
    let mut on = on.into();
    let leaves = queries::list_all(on.again(), wiki.group_id(), PAGES_MAX).await?;
    let there = There::new(wiki, leaves);
    if parent.is_some_and(|parent| !there.by_id.contains_key(&parent)) {
        return Err(Error::invalid("parent", "error-page-parent"));
    }
    let mut fates = there.fates(parent, &folder.sheets);
    let held = enclosed::list_there(on.again(), wiki.group_id(), &folder.enclosed).await?;
    if existing == Existing::Version {
        settle_versions(on, principal, &there, (folder, &held), &mut fates).await?;
    }
    let row = |(sheet, fate): (&Sheet, Fate)| Row {
        title: sheet.title.clone(),
        parent: sheet.parent,
        path: sheet.path.clone(),
        fate,
    };
    let files = count_new(folder, &fates, &held);
    let rows = folder.sheets.iter().zip(fates).map(row).collect();
    let plan = Plan { rows, left_out: folder.left_out.clone(), files, there: held };
    if plan.changes() > super::IN_PAGES_MAX {
        let error = FieldError::new("file", "port-in-many").with("max", super::IN_PAGES_MAX);
        return Err(error.with("count", plan.changes()).into());
    }
    Ok(plan)
}

/// Files of the pages that are made or changed which the wiki has not yet.
fn count_new(folder: &Folder, fates: &[Fate], held: &HashMap<FileId, FileId>) -> usize {
    let changed = folder.sheets.iter().zip(fates).filter(|(_, fate)| fate.changes());
    let named: HashSet<FileId> = changed.flat_map(|(sheet, _)| super::files_named(&sheet.source)).collect();
    folder.enclosed.iter().filter(|one| named.contains(&one.mark) && !held.contains_key(&one.mark)).count()
}

/// The wiki as it stands.
struct There<'a> {
    wiki: &'a Wiki,
    by_id: HashMap<PageId, Leaf>,
    by_name: HashMap<(Option<PageId>, String), PageId>,
}

impl<'a> There<'a> {
    fn new(wiki: &'a Wiki, leaves: Vec<Leaf>) -> Self {
        let name = |leaf: &Leaf| ((leaf.parent_id, text::fold(&leaf.title)), leaf.id);
        Self {
            wiki,
            by_name: leaves.iter().map(name).collect(),
            by_id: leaves.into_iter().map(|leaf| (leaf.id, leaf)).collect(),
        }
    }

    /// As if pages that are there stay as they are.
    fn fates(&self, parent: Option<PageId>, sheets: &[Sheet]) -> Vec<Fate> {
        let mut fates: Vec<Fate> = Vec::with_capacity(sheets.len());
        let above = self.above(parent);
        let top = self.may_write_below(&above).map_or(Fate::Refused(Why::NotYours), |()| Fate::New);
        for sheet in sheets {
            let fate = match sheet.parent.map(|at| &fates[at]) {
                None => self.below(parent, sheet, &top, above.len()),
                Some(Fate::Refused(why)) => Fate::Refused(*why),
                Some(Fate::New) if above.len() + sheet.depth > DEPTH_MAX => Fate::Refused(Why::TooDeep),
                Some(Fate::New) => Fate::New,
                Some(there) => {
                    let page = there.page();
                    let upward = self.above(page);
                    let fresh =
                        self.may_write_below(&upward).map_or(Fate::Refused(Why::NotYours), |()| Fate::New);
                    self.below(page, sheet, &fresh, upward.len())
                }
            };
            fates.push(fate);
        }
        fates
    }

    /// What becomes of a sheet under a page that is there; `fresh` where no page has its title yet.
    fn below(&self, parent: Option<PageId>, sheet: &Sheet, fresh: &Fate, depth: usize) -> Fate {
        match self.by_name.get(&(parent, text::fold(&sheet.title))) {
            Some(id) => Fate::Kept(*id),
            None if depth >= DEPTH_MAX => Fate::Refused(Why::TooDeep),
            None => fresh.clone(),
        }
    }

    /// The rights of a page and of those above it, from the page upward.
    fn above(&self, page: Option<PageId>) -> Vec<Rights> {
        let mut rights = Vec::new();
        let mut next = page;
        while let Some(leaf) = next.and_then(|id| self.by_id.get(&id)).filter(|_| rights.len() < 100) {
            rights.push(leaf.rights);
            next = leaf.parent_id;
        }
        rights
    }

    fn may_write_below(&self, upward: &[Rights]) -> Option<()> {
        self.wiki.may_write(door::effective(upward.iter().copied())).then_some(())
    }
}

/// Pages that are there get the texts, as far as they may and as far as these are others.
async fn settle_versions(
    on: On<'_>,
    principal: &Principal,
    there: &There<'_>,
    (folder, held): (&Folder, &HashMap<FileId, FileId>),
    fates: &mut [Fate],
) -> Result<()> {
    let mut on = on;
    let ids: Vec<PageId> = fates.iter().filter_map(Fate::page).collect();
    let pages = queries::list_by_id(on.again(), &ids).await?;
    let pages: HashMap<PageId, Page> = pages.into_iter().map(|page| (page.id, page)).collect();
    let texts = versions::list_salted(on, pages.values().map(|page| &page.head)).await?;
    for (fate, sheet) in fates.iter_mut().zip(&folder.sheets) {
        let Fate::Kept(id) = fate else { continue };
        let Some(page) = pages.get(id).filter(|_| !sheet.path.is_empty()) else { continue };
        *fate = match texts.get(&page.head) {
            Some((_, text)) if *text == enclosed::placed(&sheet.source, held) => Fate::Same(*id),
            _ if there.may_write_below(&there.above(Some(*id))).is_none() => Fate::Refused(Why::NotYours),
            _ if !proposals::writes_freely(there.wiki, page, principal.acting_person()) => {
                Fate::Refused(Why::FourEyes)
            }
            _ => Fate::Version(*id, page.head.clone()),
        };
    }
    Ok(())
}
