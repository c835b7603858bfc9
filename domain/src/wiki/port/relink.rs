//! Links between the files of a folder become links by title.

use super::ATTACHMENTS;
use super::names::looks;
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

/// The text of the file at `from` with links by title. `find` gives the title of the page at a path.
pub(super) fn by_title(source: &str, from: &[String], find: impl Fn(&[String]) -> Option<String>) -> String {
    if !source.contains("](") {
        return source.to_owned();
    }
    let folders = from.split_last().map(|(_, folders)| folders).unwrap_or_default();
    markup::with_other_links(source, |at| {
        let target = resolved(folders, at.url)?;
        if let Some(id) = of_ours(&target) {
            let sign = if at.is_image { "!" } else { "" };
            return Some(format!("{sign}[{}](/files/{id})", at.words));
        }
        let title = find(&target).filter(|_| !at.is_image)?;
        link(&title, Some(at.words).filter(|_| !at.is_in_table))
    })
}

/// Where an address leads to, within the folder; none for one that leads out or elsewhere.
fn resolved(folders: &[String], url: &str) -> Option<Vec<String>> {
    let path = url.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') || path.contains(':') {
        return None;
    }
    let mut at = folders.to_vec();
    for part in links::percent_decoded(path).split('/') {
        match part {
            "" | "." => {}
            ".." => drop(at.pop()?),
            part => at.push(looks(part)),
        }
    }
    Some(at)
}

/// The id of a file that once went out with its page.
fn of_ours(path: &[String]) -> Option<crate::ids::FileId> {
    let (name, folders) = path.split_last()?;
    let is_attached = folders.last().is_some_and(|folder| folder == ATTACHMENTS);
    name.get(..36).filter(|_| is_attached)?.parse().ok()
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
            ("../../../x.md", None),
            ("/x.md", None),
            ("https://x.test/x.md", None),
            ("#kop", None),
        ] {
            assert_eq!(resolved(&folders, url).map(|path| path.join("/")), path.map(str::to_owned), "{url}");
        }
        assert_eq!(link("A", Some("a [b]")), Some("[[A]]".to_owned()));
        assert_eq!(link("A|B", None), None);
    }
}
