//! Coming in: files with their paths, as pages in a tree. Pure: what is already in the wiki is asked later, by
//! [`super::plan`].

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map};

use super::enclosed::Enclosed;
use super::names::looks;
use super::relink::{Goal, Met, Where};
use super::{matter, relink};
use crate::markup;
use crate::people::check;
use crate::text;
use crate::wiki::{DEPTH_MAX, TITLE_CHARS_MAX};

/// A file as it was packed.
#[derive(Debug, Clone)]
pub struct Entry {
    pub path: String,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    Bytes(Vec<u8>),
    /// No page by its name, and not unpacked, since no page shows it.
    Other,
    /// More than comes in at once: it was not unpacked.
    Beyond,
    /// It points at another file.
    Link,
    TooLarge,
    /// Broken, encrypted, or packed in a way that nobody knows.
    Unreadable,
}

/// Why a file is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its path leads out of the folder.
    Path,
    Link,
    NotMarkdown,
    NotText,
    TooLarge,
    Unreadable,
    TooDeep,
    /// Another file beside it has the same title.
    Twice,
    /// No letter to be called by.
    Nameless,
    /// Who sends it may not write there.
    NotYours,
    /// Somebody looks along first.
    FourEyes,
    /// No text, and larger than a file may be.
    FileTooLarge,
    /// There is nothing in it.
    Empty,
    /// More than comes in at once.
    Beyond,
    /// A page shows it or links to it, and it is not in the folder.
    Missing,
}

impl Why {
    /// The sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Path => "port-why-path",
            Self::Link => "port-why-link",
            Self::NotMarkdown => "port-why-not-markdown",
            Self::NotText => "port-why-not-text",
            Self::TooLarge => "port-why-too-large",
            Self::Unreadable => "port-why-unreadable",
            Self::TooDeep => "port-why-too-deep",
            Self::Twice => "port-why-twice",
            Self::Nameless => "port-why-nameless",
            Self::NotYours => "port-why-not-yours",
            Self::FourEyes => "port-why-four-eyes",
            Self::FileTooLarge => "port-why-file-too-large",
            Self::Empty => "port-why-empty",
            Self::Beyond => "port-why-beyond",
            Self::Missing => "port-why-missing",
        }
    }
}

/// A file that is not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub path: String,
    pub why: Why,
}

/// A page as the folder has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub title: String,
    pub source: String,
    /// The file; empty: a folder that has none.
    pub path: String,
    /// Among the sheets, always before it; none: at the top.
    pub parent: Option<usize>,
    /// From 1.
    pub depth: usize,
}

/// A folder of pages.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    pub sheets: Vec<Sheet>,
    /// What the pages show or link to, each once.
    pub enclosed: Vec<Enclosed>,
    pub left_out: Vec<LeftOut>,
}

/// Whether a file is a page by its name.
pub fn is_page(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("md" | "markdown")) && !is_litter(path)
}

/// What systems leave in folders, and nobody means to send.
pub(super) fn is_litter(path: &str) -> bool {
    path.split(['/', '\\']).any(|part| {
        matches!(part, "__MACOSX" | "Thumbs.db" | "desktop.ini")
            || (part.starts_with('.') && !part.trim_matches('.').is_empty())
    })
}

/// The pages of a folder, in the order in which they were packed; each behind the one it stands under.
pub fn read(entries: Vec<Entry>) -> Folder {
    let mut tree = Tree::default();
    let mut files = Vec::new();
    for entry in entries.into_iter().filter(|entry| !is_litter(&entry.path)) {
        let read = match is_page(&entry.path) {
            true => file(&entry).map(|file| files.push(file)),
            false => tree.enclose(&entry),
        };
        if let Err(why) = read {
            tree.left_out.push(LeftOut { path: entry.path, why });
        }
    }
    tree.skip = wrapping(&files);
    // What tells of its folder gives way to a file of the folder's own name.
    files.sort_by_key(|file| file.parts.last().is_some_and(|name| is_of_folder(name)));
    for file in &files {
        tree.add(file);
    }
    tree.finish()
}

/// A file that is a text.
struct File {
    path: String,
    parts: Vec<String>,
    text: String,
}

fn file(entry: &Entry) -> Result<File, Why> {
    let parts = parts(&entry.path).ok_or(Why::Path)?;
    let bytes = match &entry.content {
        Content::Link => return Err(Why::Link),
        Content::Other => return Err(Why::NotMarkdown),
        Content::Beyond => return Err(Why::Beyond),
        Content::TooLarge => return Err(Why::TooLarge),
        Content::Unreadable => return Err(Why::Unreadable),
        Content::Bytes(bytes) => bytes,
    };
    if parts.len() > DEPTH_MAX + 1 {
        return Err(Why::TooDeep);
    }
    if !parts.iter().all(|part| named(stem(part)).is_some()) {
        return Err(Why::Nameless);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Why::NotText)?;
    if text.contains('\0') {
        return Err(Why::NotText);
    }
    let text = crate::wiki::write::source(text.trim_start_matches('\u{feff}')).map_err(|_| Why::TooLarge)?;
    Ok(File { path: entry.path.clone(), parts, text })
}

/// The folders and the name of a path that stays within; none for one that leads out, or that only some system reads.
pub(super) fn parts(path: &str) -> Option<Vec<String>> {
    let is_absolute = path.starts_with(['/', '\\']) || path.get(1..2) == Some(":");
    if is_absolute || path.chars().any(char::is_control) {
        return None;
    }
    let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect();
    let leads_out = parts.is_empty() || parts.iter().any(|part| part.trim() == "..");
    (!leads_out).then(|| parts.into_iter().map(str::to_owned).collect())
}

fn stem(name: &str) -> &str {
    if is_page(name) { name.rsplit_once('.').map_or(name, |(stem, _)| stem) } else { name }
}

/// A title, if it can be one.
fn named(text: &str) -> Option<String> {
    let title = check::line(text);
    let is_title = title.contains(char::is_alphanumeric) && title.chars().count() <= TITLE_CHARS_MAX;
    is_title.then_some(title)
}

/// One: everything lies in a folder that somebody packed as a whole, which is no page.
fn wrapping(files: &[File]) -> usize {
    let Some(first) = files.first().and_then(|file| file.parts.first()) else { return 0 };
    let is_in = |file: &File| file.parts.len() > 1 && file.parts.first() == Some(first);
    usize::from(files.iter().all(is_in))
}

/// A text that tells of the folder it lies in, by the custom of other software.
fn is_of_folder(name: &str) -> bool {
    matches!(looks(stem(name)).as_str(), "index" | "_index" | "readme")
}

type Key = Vec<String>;

#[derive(Default)]
struct Tree {
    /// Folders around everything.
    skip: usize,
    sheets: Vec<Sheet>,
    at: BTreeMap<Key, usize>,
    /// The file of each path, for links.
    files: HashMap<Key, usize>,
    /// What is no page, by its path; the paths in the order of the folder.
    enclosed: BTreeMap<Key, Enclosing>,
    left_out: Vec<LeftOut>,
}

struct Enclosing {
    path: String,
    file: Enclosed,
    is_used: bool,
}

impl Tree {
    fn add(&mut self, file: &File) {
        let parts = file.parts.get(self.skip..).unwrap_or_default();
        let Some((name, folders)) = parts.split_last() else { return };
        let full: Key = file.parts.iter().map(|part| looks(part)).collect();
        let mut own: Vec<&str> = folders.iter().map(String::as_str).collect();
        let of_folder = self.at.get(&key(&own)).is_none_or(|at| self.sheets[*at].path.is_empty());
        if folders.is_empty() || !is_of_folder(name) || !of_folder {
            own.push(stem(name));
        }
        if own.len() > DEPTH_MAX {
            return self.leave_out(file, Why::TooDeep);
        }
        let at = self.folder(&own);
        if !self.sheets[at].path.is_empty() {
            return self.leave_out(file, Why::Twice);
        }
        let (title, source) = titled(&file.text);
        let sheet = &mut self.sheets[at];
        (sheet.path, sheet.source) = (file.path.clone(), source);
        if let Some(title) = title {
            sheet.title = title;
        }
        self.files.insert(full, at);
    }

    fn enclose(&mut self, entry: &Entry) -> Result<(), Why> {
        let parts = parts(&entry.path).ok_or(Why::Path)?;
        let file = Enclosed::read(&parts, &entry.content)?;
        let place = self.enclosed.entry(parts.iter().map(|part| looks(part)).collect());
        match place {
            btree_map::Entry::Occupied(_) => Err(Why::Twice),
            btree_map::Entry::Vacant(place) => {
                place.insert(Enclosing { path: entry.path.clone(), file, is_used: false });
                Ok(())
            }
        }
    }

    fn leave_out(&mut self, file: &File, why: Why) {
        self.left_out.push(LeftOut { path: file.path.clone(), why });
    }

    /// The page of a folder, with those above it.
    fn folder(&mut self, parts: &[&str]) -> usize {
        if let Some(at) = self.at.get(&key(parts)) {
            return *at;
        }
        let parent = match parts.split_last() {
            Some((_, above)) if !above.is_empty() => Some(self.folder(above)),
            _ => None,
        };
        let title = parts.last().copied().and_then(named).unwrap_or_default();
        let sheet = Sheet { title, source: String::new(), path: String::new(), parent, depth: parts.len() };
        self.sheets.push(sheet);
        self.at.insert(key(parts), self.sheets.len() - 1);
        self.sheets.len() - 1
    }

    fn finish(mut self) -> Folder {
        let place = self.unite();
        let titles: Vec<String> = place.iter().map(|at| self.sheets[*at].title.clone()).collect();
        self.relink(&titles);
        let is_kept: Vec<bool> = place.iter().enumerate().map(|(at, to)| at == *to).collect();
        let new: Vec<usize> = is_kept
            .iter()
            .scan(0, |count, kept| {
                *count += usize::from(*kept);
                Some(*count)
            })
            .collect();
        let mut kept = Vec::new();
        for (sheet, _) in self.sheets.into_iter().zip(&is_kept).filter(|(_, kept)| **kept) {
            let parent = sheet.parent.map(|above| new[place[above]] - 1);
            let depth = parent.map_or(1, |above: usize| kept_depth(&kept, above) + 1);
            kept.push(Sheet { parent, depth, ..sheet });
        }
        list_children(&mut kept);
        let (used, unused): (Vec<_>, Vec<_>) = self.enclosed.into_values().partition(|one| one.is_used);
        let unused = unused.into_iter().map(|one| LeftOut { path: one.path, why: Why::NotMarkdown });
        self.left_out.extend(unused);
        let mut seen = BTreeSet::new();
        let used = used.into_iter().map(|one| one.file);
        let enclosed = used.filter(|file| seen.insert(file.mark)).collect();
        Folder { sheets: kept, enclosed, left_out: self.left_out }
    }

    /// The links of every text, with the titles that the pages have; what a link does not find is told.
    fn relink(&mut self, titles: &[String]) {
        let mut dead: BTreeMap<String, Why> = BTreeMap::new();
        for at in 0..self.sheets.len() {
            let from: Key =
                parts(&self.sheets[at].path).unwrap_or_default().iter().map(|part| looks(part)).collect();
            let (files, enclosed) = (&self.files, &mut self.enclosed);
            let source = relink::by_title(&self.sheets[at].source, &from, |met| {
                let goal = goal(&met, files, titles, enclosed);
                if goal.is_none() && dead.len() < DEAD_MAX {
                    dead.extend(dead_end(met.target));
                }
                goal
            });
            self.sheets[at].source = source;
        }
        // What is in the folder and is left out is told of already.
        let told: BTreeSet<String> = self.left_out.iter().map(|one| looks(&one.path)).collect();
        let dead = dead.into_iter().filter(|(path, _)| !told.contains(path));
        self.left_out.extend(dead.map(|(path, why)| LeftOut { path, why }));
    }

    /// Of two beside each other with one title the first stays, and has what stands under both. For each sheet the one that it
    /// became.
    fn unite(&mut self) -> Vec<usize> {
        let mut place: Vec<usize> = Vec::new();
        let mut known: HashMap<(Option<usize>, String), usize> = HashMap::new();
        for at in 0..self.sheets.len() {
            let parent = self.sheets[at].parent.map(|above| place[above]);
            let first = *known.entry((parent, text::fold(&self.sheets[at].title))).or_insert(at);
            place.push(first);
            if first == at {
                continue;
            }
            let Sheet { title, source, path, .. } = self.sheets[at].clone();
            let one = &mut self.sheets[first];
            match (one.path.is_empty(), path.is_empty()) {
                (true, false) => (one.title, one.source, one.path) = (title, source, path),
                (false, false) => self.left_out.push(LeftOut { path, why: Why::Twice }),
                (_, true) => {}
            }
        }
        place
    }
}

/// Links without an end that are told of.
const DEAD_MAX: usize = 1_000;

fn goal(
    met: &Met<'_>,
    files: &HashMap<Key, usize>,
    titles: &[String],
    enclosed: &mut BTreeMap<Key, Enclosing>,
) -> Option<Goal> {
    let Where::Within(path) = met.target else { return None };
    if let Some(one) = enclosed.get_mut(path) {
        one.is_used = true;
        let words = check::line(met.words);
        let says = met.is_image && one.file.alt.is_none() && !words.is_empty();
        if says && words.chars().count() <= crate::files::ALT_CHARS_MAX {
            one.file.alt = Some(words);
        }
        return Some(Goal::File(one.file.mark));
    }
    let page = files.get(path).and_then(|at| titles.get(*at)).cloned().map(Goal::Page);
    page.or_else(|| relink::of_ours(path).map(Goal::File))
}

/// What a link that found nothing says, and why it did not. A folder, and what no file can be called, is no file.
fn dead_end(target: &Where) -> Option<(String, Why)> {
    match target {
        Where::Out(url) => Some((url.clone(), Why::Path)),
        Where::Within(path) if path.last().is_some_and(|name| name.contains('.')) => {
            Some((path.join("/"), Why::Missing))
        }
        Where::Within(_) => None,
    }
}

fn kept_depth(kept: &[Sheet], at: usize) -> usize {
    kept.get(at).map_or(0, |sheet: &Sheet| sheet.depth)
}

fn key(parts: &[&str]) -> Key {
    parts.iter().map(|part| looks(part)).collect()
}

/// The title that a text says it has, and the rest of it. A heading on top is the title itself; one further down stays.
fn titled(text: &str) -> (Option<String>, String) {
    let (title, below) = matter::split(text);
    if let Some(title) = title.as_deref().and_then(named) {
        return (Some(title), below.to_owned());
    }
    match heading(below) {
        Some((words, rest)) => (Some(words), rest.unwrap_or(below).to_owned()),
        None => (None, below.to_owned()),
    }
}

/// The first heading of the first level, and what stands below it when nothing stands above it.
fn heading(text: &str) -> Option<(String, Option<&str>)> {
    let (mut at, mut fence, mut is_first) = (0, None, true);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => {
                if let Some(words) = line.strip_prefix("# ") {
                    let words = markup::excerpt(words.trim().trim_end_matches('#'), TITLE_CHARS_MAX * 2);
                    let rest = text.get(at..).filter(|_| is_first).map(|rest| rest.trim_start_matches('\n'));
                    return named(&words).map(|words| (words, rest));
                }
            }
            (Some(_), _) => {}
        }
        is_first &= line.trim().is_empty();
    }
    None
}

/// A folder without a file of its own says what stands under it.
fn list_children(sheets: &mut [Sheet]) {
    let mut lists: BTreeMap<usize, String> = BTreeMap::new();
    for sheet in sheets.iter() {
        if let Some(parent) = sheet.parent.filter(|at| sheets[*at].path.is_empty()) {
            let line = relink::link(&sheet.title, None).unwrap_or_else(|| sheet.title.clone());
            let list = lists.entry(parent).or_default();
            list.push_str("- ");
            list.push_str(&line);
            list.push('\n');
        }
    }
    for (at, list) in lists {
        sheets[at].source = list.trim_end().to_owned();
    }
}

#[cfg(test)]
mod tests;
