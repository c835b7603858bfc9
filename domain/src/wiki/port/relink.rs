//! Links between the files of a folder become links by title, and links to other files lead to where those lie here.

use super::ATTACHMENTS;
use super::enclosed::id_before;
use super::names::looks;
use crate::ids::FileId;
use crate::markup;
use crate::wiki::links;

/// `[[Title]]`, or `[[Title|words]]`; none for a title that such a link cannot say.
pub(super) fn link(title: &str, words: Option<&str>) -> Option<String> {
    let cannot = |text: &str| text.contains(['[', ']', '|', '\n', '`']);
    if cannot(title) {
        return None;
    }
    match words.map(str::trim).filter(|words| !words.is_empty() && *words != title && !cannot(words)) {
        Some(words) => Some(format!("[[{title}|{words}]]")),
        None => Some(format!("[[{title}]]")),
    }
}

/// What lies at a path of the folder.
pub(super) enum Goal {
    /// A page, with its title.
    Page(String),
    File(FileId),
}

/// Where an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Where {
    /// A path within the folder.
    Within(Vec<String>),
    /// It leads out of the folder.
    Out(String),
}

/// A link of a text, for whoever looks along.
pub(super) struct Met<'a> {
    pub target: &'a Where,
    pub words: &'a str,
    pub is_image: bool,
}

/// The text of the file at `from` with links by title, and to files. `find` gives what lies at a path, and hears of every link.
pub(super) fn by_title(
    source: &str,
    from: &[String],
    mut find: impl FnMut(Met<'_>) -> Option<Goal>,
) -> String {
    if !source.contains("](") {
        return source.to_owned();
    }
    let folders = from.split_last().map(|(_, folders)| folders).unwrap_or_default();
    markup::with_other_links(source, |at| {
        let target = resolved(folders, at.url)?;
        match find(Met { target: &target, words: at.words, is_image: at.is_image })? {
            Goal::Page(_) if at.is_image => None,
            Goal::Page(title) => link(&title, Some(at.words).filter(|_| !at.is_in_table)),
            Goal::File(id) => {
                let sign = if at.is_image { "!" } else { "" };
                Some(format!("{sign}[{}](/files/{id})", at.words))
            }
        }
    })
}

/// Where the links of a text lead to.
pub(super) fn targets(source: &str, from: &[String]) -> Vec<Where> {
    let mut targets = Vec::new();
    by_title(source, from, |met| {
        targets.push(met.target.clone());
        None
    });
    targets
}

/// Where an address leads to; none for one of the web, or within the text itself.
fn resolved(folders: &[String], url: &str) -> Option<Where> {
    let path = url.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') || path.contains(':') {
        return None;
    }
    let mut at = folders.to_vec();
    for part in links::percent_decoded(path).split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if at.pop().is_none() => return Some(Where::Out(url.to_owned())),
            ".." => {}
            part => at.push(looks(part)),
        }
    }
    Some(Where::Within(at))
}

/// The id of a file that once went out with its page.
pub(super) fn of_ours(path: &[String]) -> Option<FileId> {
    let (name, folders) = path.split_last()?;
    id_before(name).filter(|_| folders.last().is_some_and(|folder| folder == ATTACHMENTS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_leads_to() {
        let folders = ["a".to_owned(), "b".to_owned()];
        for (url, path) in [
            ("c.md", Some("a/b/c.md")),
            ("../C%20d.md#kop", Some("a/c d.md")),
            ("./../../x/Y.md?z", Some("x/y.md")),
            ("../../../x.md", Some("out: ../../../x.md")),
            ("/x.md", None),
            ("https://x.test/x.md", None),
            ("#kop", None),
        ] {
            let found = match resolved(&folders, url) {
                Some(Where::Within(path)) => Some(path.join("/")),
                Some(Where::Out(url)) => Some(format!("out: {url}")),
                None => None,
            };
            assert_eq!(found.as_deref(), path, "{url}");
        }
        assert_eq!(link("A", Some("a [b]")), Some("[[A]]".to_owned()));
        assert_eq!(link("A|B", None), None);
    }
}
