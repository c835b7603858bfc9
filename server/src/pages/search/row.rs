//! A thing that was found, as the list shows it.

use std::collections::HashMap;

use domain::files::File;
use domain::groups::Group;
use domain::items::{Item, Kind};
use domain::people::Face;
use domain::{GroupId, PersonId, Timestamp};
use search::published::{FoundThing, Piece, Sort, What};

use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::groups::words;
use crate::pages::items::row::GroupLink;
use crate::pages::items::{kinds, thread};
use crate::pages::wiki::page_path;

/// What stands in the list.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub sort: Sort,
    pub icon: &'static str,
    /// "Vraag", "Antwoord op", "Bestand bij".
    pub kind: String,
    pub href: String,
    pub title: Vec<Piece>,
    pub excerpt: Vec<Piece>,
    /// As far as the reader may see him.
    pub author: Option<Face>,
    pub face: Option<FaceView>,
    pub at: Timestamp,
    pub when: Moment,
    /// The network it stands in.
    pub group: Option<GroupLink>,
    pub group_id: Option<GroupId>,
    /// A file: what it stands with. Title and address.
    pub beside: Option<(String, String)>,
    /// A page of a wiki: the pages above it, from the top.
    pub path: Option<String>,
    /// A network: how many take part.
    pub counts: Option<String>,
    pub is_accepted: bool,
}

/// What rows need to be written: read once for the page.
pub struct Names<'a> {
    pub t: Texts,
    pub now: Timestamp,
    pub faces: &'a HashMap<PersonId, Face>,
    pub groups: &'a HashMap<GroupId, Group>,
}

/// Who wrote it.
pub fn author(what: &What) -> Option<PersonId> {
    match what {
        What::Group(_) => None,
        What::Item(item) => Some(item.author_id),
        What::Comment { comment, .. } => Some(comment.author_id),
        What::File { file, .. } => Some(file.uploader_id),
        What::Page(out) => Some(out.page.changed_by),
    }
}

/// The item it is or hangs on.
pub fn item(what: &What) -> Option<&Item> {
    match what {
        What::Group(_) | What::Page(_) => None,
        What::Item(item) | What::Comment { item, .. } | What::File { item, .. } => Some(item),
    }
}

impl Row {
    pub fn new(names: &Names<'_>, found: &FoundThing) -> Self {
        let (t, what) = (names.t, &found.what);
        let at = at(what);
        let group_id = match what {
            What::Page(out) => Some(out.page.group_id),
            what => item(what).and_then(|item| item.group_id),
        };
        let author = author(what);
        Self {
            id: id(what),
            sort: sort(what),
            icon: icon(sort(what)),
            kind: t.get(word(sort(what))),
            href: href(what),
            title: title(names, found),
            excerpt: found.excerpt.clone(),
            author: author.and_then(|author| names.faces.get(&author)).cloned(),
            face: author.map(|author| FaceView::of(t, names.faces, author)),
            at,
            when: t.moment(at, names.now),
            group: match what {
                What::Group(_) => None,
                _ => group_id.and_then(|id| names.groups.get(&id)).map(GroupLink::new),
            },
            group_id,
            beside: match what {
                What::File { item, file, .. } => Some((item.headline().to_owned(), bearer(item, file))),
                _ => None,
            },
            path: match what {
                What::Page(out) if !out.path.is_empty() => Some(out.path.join(" › ")),
                _ => None,
            },
            counts: match what {
                What::Group(group) => Some(words::counts(t, group)),
                _ => None,
            },
            is_accepted: match what {
                What::Comment { comment, item } => item.accepted_id == Some(comment.id),
                _ => false,
            },
        }
    }
}

/// Something without a word, such as one picture, is still something to click on.
fn title(names: &Names<'_>, found: &FoundThing) -> Vec<Piece> {
    match found.title.iter().all(|piece| piece.text.trim().is_empty()) {
        true => vec![Piece { text: names.t.get("items-untitled"), is_marked: false }],
        false => found.title.clone(),
    }
}

fn id(what: &What) -> String {
    match what {
        What::Group(group) => group.id.to_string(),
        What::Item(item) => item.id.to_string(),
        What::Comment { comment, .. } => comment.id.to_string(),
        What::File { file, .. } => file.id.to_string(),
        What::Page(out) => out.page.id.to_string(),
    }
}

fn sort(what: &What) -> Sort {
    match what {
        What::Group(_) => Sort::Group,
        What::Item(item) => Sort::Item(item.kind),
        What::Comment { item, .. } if item.kind == Kind::Question => Sort::Answer,
        What::Comment { .. } => Sort::Comment,
        What::File { .. } => Sort::File,
        What::Page(_) => Sort::Page,
    }
}

/// Where it stands.
pub fn href(what: &What) -> String {
    match what {
        What::Group(group) => format!("/groups/{}", group.id),
        What::Item(item) => format!("/items/{}", item.id),
        What::Comment { comment, item } => thread::path_to(item, comment),
        What::File { file, .. } => format!("/files/{}", file.id),
        What::Page(out) => page_path(&out.page),
    }
}

fn at(what: &What) -> Timestamp {
    match what {
        What::Group(group) => group.created_at,
        What::Item(item) => item.published_at.unwrap_or(item.created_at),
        What::Comment { comment, .. } => comment.created_at,
        What::File { item, .. } => item.published_at.unwrap_or(item.created_at),
        What::Page(out) => out.page.changed_at,
    }
}

/// What it is called, or what it stands under.
pub fn name(what: &What) -> String {
    match what {
        What::Group(group) => group.words.name.clone(),
        What::Item(item) | What::Comment { item, .. } => item.headline().to_owned(),
        What::File { file, .. } => file.name.clone(),
        What::Page(out) => out.page.title.clone(),
    }
}

/// What one is called.
pub fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Group => "search-sort-network",
        Sort::Item(kind) => kinds::word(kind),
        Sort::Answer => "search-sort-answer",
        Sort::Comment => "search-sort-comment",
        Sort::File => "search-sort-file",
        Sort::Page | Sort::Passages => "search-sort-page",
    }
}

/// Its sign.
pub fn icon(sort: Sort) -> &'static str {
    match sort {
        Sort::Group => "messages-square",
        Sort::Item(kind) => kinds::icon(kind),
        Sort::Answer | Sort::Comment => "reply",
        Sort::File => "paperclip",
        Sort::Page | Sort::Passages => "book-open",
    }
}

/// Where a file stands: with an item, or with a comment on it.
fn bearer(item: &Item, file: &File) -> String {
    match file.comment_id {
        Some(comment) => format!("/comments/{comment}"),
        None => format!("/items/{}", item.id),
    }
}
