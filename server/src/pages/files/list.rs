//! The files of an item, as its page shows them: name, type and size in words, and where they are if not here.

use std::collections::{BTreeSet, HashMap};

use domain::files::{self, File, State};
use domain::items::{Comment, Item};
use domain::{CommentId, FileId, ItemId, Principal, Result, groups, people};

use crate::i18n::Texts;
use crate::state::Ctx;

/// One file.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub name: String,
    /// "PDF-document, 1,2 MB"
    pub words: String,
    /// Empty while there is nothing to have.
    pub href: String,
    pub preview: Option<String>,
    pub alt: String,
    pub state: Option<StateWords>,
    /// What to put in a text, so that it shows or names the file.
    pub markdown: String,
}

/// A state in words, as `parts::state` shows it.
#[derive(Clone, Debug)]
pub struct StateWords {
    pub kind: &'static str,
    pub icon: &'static str,
    pub words: String,
}

impl Row {
    /// `waits_for` is the organisation whose turn it is.
    pub fn new(t: Texts, file: &File, waits_for: Option<&str>) -> Self {
        let path = super::path(file.id);
        let is_readable = file.readable().is_some();
        Self {
            id: file.id.to_string(),
            words: format!("{}, {}", type_words(t, &file.media_type), size_words(t, file.size_bytes)),
            preview: (is_readable && file.is_picture()).then(|| format!("{path}/preview")),
            alt: file.alt.clone().unwrap_or_default(),
            state: state_words(t, file, waits_for),
            markdown: markdown(file, &path),
            href: if is_readable || file.state == State::Waiting { path } else { String::new() },
            name: file.name.clone(),
        }
    }
}

/// The rows of these items, which the reader may see. A handful of statements, however many they are.
pub async fn load(ctx: &Ctx, t: Texts, items: &[Item]) -> Result<HashMap<ItemId, Vec<Row>>> {
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let found = files::list_of_items(&ctx.db, &ids).await?;
    let waiting = Waiting::load(ctx, items, &found).await?;
    let mut rows: HashMap<ItemId, Vec<Row>> = HashMap::new();
    for file in &found {
        let Some(item) = file.item_id else { continue };
        rows.entry(item).or_default().push(Row::new(t, file, waiting.of(file)));
    }
    Ok(rows)
}

/// The same of what is said below an item.
pub async fn load_below(
    ctx: &Ctx,
    t: Texts,
    item: &Item,
    comments: &[&Comment],
) -> Result<HashMap<CommentId, Vec<Row>>> {
    let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id).collect();
    let found = files::list_of_comments(&ctx.db, &ids).await?;
    let waiting = Waiting::load(ctx, std::slice::from_ref(item), &found).await?;
    let mut rows: HashMap<CommentId, Vec<Row>> = HashMap::new();
    for file in &found {
        let Some(comment) = file.comment_id else { continue };
        rows.entry(comment).or_default().push(Row::new(t, file, waiting.of(file)));
    }
    Ok(rows)
}

/// Those of these that the reader may have, for a form that comes back.
pub async fn of_form(ctx: &Ctx, t: Texts, me: &Principal, ids: &[FileId]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len().min(files::FILES_PER_ITEM_MAX));
    for id in ids.iter().take(files::FILES_PER_ITEM_MAX) {
        if let Ok(file) = files::find_visible(&ctx.db, me, *id).await {
            rows.push(Row::new(t, &file, None));
        }
    }
    Ok(rows)
}

/// Ids as a form has them; what is none names no file.
pub fn ids_of(typed: &[String]) -> Vec<FileId> {
    typed.iter().filter_map(|id| id.parse().ok()).collect()
}

/// For whom files wait: a file of elsewhere for its uploader's organisation, one of ours in a group of elsewhere for the
/// group's.
#[derive(Default)]
struct Waiting {
    hosts: HashMap<ItemId, String>,
    homes: HashMap<domain::PersonId, String>,
}

impl Waiting {
    async fn load(ctx: &Ctx, items: &[Item], found: &[File]) -> Result<Self> {
        let open = |file: &&File| file.state == State::Waiting || file.confirmed_at.is_none();
        let mut waiting = Self::default();
        let away: BTreeSet<_> =
            found.iter().filter(|file| file.state == State::Waiting).map(|file| file.uploader_id).collect();
        for person in people::list(&ctx.db, &away.into_iter().collect::<Vec<_>>()).await? {
            waiting.homes.insert(person.id, person.organisation);
        }
        let with_open: BTreeSet<ItemId> = found.iter().filter(open).filter_map(|file| file.item_id).collect();
        for item in items.iter().filter(|item| with_open.contains(&item.id) && !item.is_draft()) {
            let Some(group) = item.group_id else { continue };
            let group = groups::find(&ctx.db, group).await?;
            if !group.is_local {
                waiting.hosts.insert(item.id, group.organisation);
            }
        }
        Ok(waiting)
    }

    fn of(&self, file: &File) -> Option<&str> {
        let is_at_host = file.fetch_from.is_some();
        let host = file.item_id.and_then(|item| self.hosts.get(&item)).map(String::as_str);
        match file.state {
            State::Waiting if is_at_host && host.is_some() => host,
            State::Waiting => self.homes.get(&file.uploader_id).map(String::as_str),
            State::Ready if file.confirmed_at.is_none() && file.fetch_from.is_none() => host,
            _ => None,
        }
    }
}

fn state_words(t: Texts, file: &File, waits_for: Option<&str>) -> Option<StateWords> {
    let (kind, icon, words) = match (file.state, waits_for) {
        (State::Ready, None) => return None,
        (State::Ready | State::Waiting, Some(name)) => {
            ("info", "clock", t.with("files-state-waiting", [("name", name)]))
        }
        (State::Waiting, None) => ("info", "clock", t.get("files-state-away")),
        (State::Uploading, _) => ("info", "upload", t.get("files-state-uploading")),
        (State::Checking, _) => ("info", "shield", t.get("files-state-checking")),
        (State::Unchecked, _) => ("warning", "shield", t.get("files-state-unchecked")),
        (State::Infected, _) => {
            ("negative", "ban", t.with("files-state-infected", [("name", file.finding.as_str())]))
        }
        (State::Missing, _) => ("warning", "circle-x", t.get("files-state-missing")),
    };
    Some(StateWords { kind, icon, words })
}

/// A picture with what it shows, a file by its name.
fn markdown(file: &File, path: &str) -> String {
    let plain = |text: &str| text.replace(['[', ']', '\\'], "");
    match (file.is_picture(), file.alt.as_deref()) {
        (true, Some("")) => format!("![-]({path})"),
        (true, alt) => format!("![{}]({path})", plain(alt.unwrap_or_default())),
        (false, _) => format!("[{}]({path})", plain(&file.name)),
    }
}

/// Bytes as people say them, in steps of a thousand.
pub fn size_words(t: Texts, bytes: i64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let (mut number, mut unit) = (bytes as f64, 0);
    while number >= 999.5 && unit + 1 < UNITS.len() {
        number /= 1_000.0;
        unit += 1;
    }
    let rounded = if unit < 2 || number >= 10.0 { number.round() } else { (number * 10.0).round() / 10.0 };
    format!("{} {}", t.number(rounded), UNITS[unit])
}

/// A type in words, by what the file is rather than by its name.
fn type_words(t: Texts, media_type: &str) -> String {
    let key = match media_type {
        "application/pdf" => "files-type-pdf",
        "text/plain" => "files-type-text",
        "text/html" | "text/xml" | "image/svg+xml" => "files-type-page",
        "application/msword" => "files-type-writing",
        "application/vnd.ms-excel" => "files-type-sheet",
        "application/vnd.ms-powerpoint" => "files-type-slides",
        kind if kind.contains("wordprocessingml") || kind.ends_with("opendocument.text") => {
            "files-type-writing"
        }
        kind if kind.contains("spreadsheet") => "files-type-sheet",
        kind if kind.contains("presentation") => "files-type-slides",
        kind if kind.starts_with("image/") => "files-type-image",
        kind if kind.starts_with("video/") => "files-type-video",
        kind if kind.starts_with("audio/") => "files-type-audio",
        "application/vnd.microsoft.portable-executable"
        | "application/x-executable"
        | "text/x-shellscript"
        | "application/x-mach-binary"
        | "application/java-vm"
        | "application/wasm" => "files-type-program",
        "application/zip"
        | "application/gzip"
        | "application/x-tar"
        | "application/x-7z-compressed"
        | "application/vnd.rar"
        | "application/x-bzip2"
        | "application/x-xz"
        | "application/zstd" => "files-type-archive",
        _ => "files-type-file",
    };
    t.get(key)
}
