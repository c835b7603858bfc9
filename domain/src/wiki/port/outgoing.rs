//! Going out: which pages, under which names, and each as a file.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::{DEPTH_MAX, Leaf, PAGES_MAX, Page, Wiki, queries, versions};
use super::names::{file_name, looks, unique_name};
use super::{OUT_PAGES_MAX, matter};
use crate::db::On;
use crate::error::{Error, Result};
use crate::files::File;
use crate::ids::{FileId, PageId};
use crate::people;
use crate::principal::Principal;

/// The folder of files that the texts show or link to.
pub const ATTACHMENTS: &str = "attachments";

/// What goes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    All,
    Page(PageId),
    /// A page with everything under it.
    Under(PageId),
}

/// A page that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub id: PageId,
    /// Where in the folder: `Start.md`, and what stands under it `Start/…`.
    pub path: String,
    /// How many folders it lies in.
    pub depth: usize,
}

/// The pages of a part, in the order of the tree.
pub async fn list_out(on: impl Into<On<'_>>, wiki: &Wiki, part: Part) -> Result<Vec<Outgoing>> {
    let leaves = queries::list_all(on, wiki.group_id(), PAGES_MAX).await?;
    let out = named(&leaves, part);
    match out.len() {
        0 if part != Part::All => Err(Error::NotFound),
        count if count > OUT_PAGES_MAX => Err(Error::Conflict("port-out-many")),
        _ => Ok(out),
    }
}

fn named(leaves: &[Leaf], part: Part) -> Vec<Outgoing> {
    let mut below: HashMap<Option<PageId>, Vec<&Leaf>> = HashMap::new();
    for leaf in leaves {
        below.entry(leaf.parent_id).or_default().push(leaf);
    }
    let top: Vec<&Leaf> = match part {
        Part::All => below.get(&None).cloned().unwrap_or_default(),
        Part::Page(id) | Part::Under(id) => leaves.iter().filter(|leaf| leaf.id == id).collect(),
    };
    let mut tree = Tree { below, goes_down: !matches!(part, Part::Page(_)), out: Vec::new() };
    tree.add(&top, "", 0);
    tree.out
}

struct Tree<'a> {
    below: HashMap<Option<PageId>, Vec<&'a Leaf>>,
    goes_down: bool,
    out: Vec<Outgoing>,
}

impl Tree<'_> {
    fn add(&mut self, leaves: &[&Leaf], folder: &str, depth: usize) {
        // The files of the texts lie at the top.
        let mut taken = HashSet::from([looks(ATTACHMENTS)]);
        if depth > 0 {
            taken.clear();
        }
        for leaf in leaves {
            let name = unique_name(&leaf.title, &mut taken);
            self.out.push(Outgoing { id: leaf.id, path: format!("{folder}{name}.md"), depth });
            // A copy may be deeper than the house lets a tree grow; never without end.
            if self.goes_down
                && depth < DEPTH_MAX * 2
                && let Some(children) = self.below.remove(&Some(leaf.id))
            {
                self.add(&children, &format!("{folder}{name}/"), depth + 1);
            }
        }
    }
}

/// A page with what its file says.
#[derive(Debug, Clone)]
pub struct Written {
    pub page: Page,
    /// None: it was erased.
    pub source: Option<String>,
    /// The name of who changed it last, as the reader sees him.
    pub author: Option<String>,
}

/// These pages with their texts, as far as they are still there. Three statements.
pub async fn read_out(
    on: impl Into<On<'_>>,
    principal: &Principal,
    wiki: &Wiki,
    ids: &[PageId],
) -> Result<Vec<Written>> {
    let mut on = on.into();
    let pages = queries::list_standing(on.again(), wiki.group_id(), ids).await?;
    let mut texts = versions::list_salted(on.again(), pages.iter().map(|page| &page.head)).await?;
    let faces = people::faces(on, principal, pages.iter().map(|page| page.changed_by)).await?;
    let name = |page: &Page| faces.get(&page.changed_by).map(|face| face.name.clone());
    let written = |page: Page| Written {
        source: texts.remove(&page.head).map(|(_, source)| source),
        author: name(&page).filter(|name| !name.is_empty()),
        page,
    };
    Ok(pages.into_iter().map(written).collect())
}

impl Written {
    /// The file. `address`: where the page is read.
    pub fn as_file(&self, address: &str) -> String {
        let page = &self.page;
        let above = matter::written(&[
            ("title", Some(matter::quoted(&page.title))),
            ("address", Some(matter::quoted(address))),
            ("version", Some(page.version_count.to_string())),
            ("changed", Some(matter::quoted(&page.changed_at.to_rfc3339()))),
            ("changed_by", self.author.as_deref().map(matter::quoted)),
            ("review", page.review_at.map(|at| matter::quoted(&at.to_rfc3339()))),
        ]);
        let text = self.source.as_deref().unwrap_or_default();
        if text.is_empty() { above.trim_end().to_owned() + "\n" } else { format!("{above}{text}\n") }
    }
}

const FILES: &str = "/files/";
const ID_BYTES: usize = 36;

/// The files that a text shows or links to by their address here, each once.
pub fn files_named(text: &str) -> BTreeSet<FileId> {
    text.split(FILES).skip(1).filter_map(|rest| rest.get(..ID_BYTES)?.parse().ok()).collect()
}

/// Where a file lies: its id comes first, so that it is known again when the folder comes back.
pub fn attachment(file: &File) -> String {
    let (stem, ending) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let dot = if ending.is_empty() { "" } else { "." };
    // In a link no sign of the name may end it.
    let stem: String = file_name(stem).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!("{ATTACHMENTS}/{}-{stem}{dot}{ending}", file.id)
}

/// The text with links to the files that go along instead of their addresses here. `depth`: how many folders it lies in.
pub fn with_files(text: &str, depth: usize, along: &HashMap<FileId, String>) -> String {
    let mut pieces = text.split(FILES);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let id = piece.get(..ID_BYTES).and_then(|id| id.parse::<FileId>().ok());
        // What stands behind a host is an address of the web.
        let is_here =
            out.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '<' | '"'));
        match id.and_then(|id| along.get(&id)).filter(|_| is_here) {
            Some(path) => {
                out.push_str(&"../".repeat(depth));
                out.push_str(path);
                out.push_str(piece.get(ID_BYTES..).unwrap_or_default());
            }
            None => {
                out.push_str(FILES);
                out.push_str(piece);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiki::Rights;

    fn leaf(number: u128, parent: Option<u128>, title: &str) -> Leaf {
        let id = |number| PageId(uuid::Uuid::from_u128(number));
        Leaf {
            id: id(number),
            parent_id: parent.map(id),
            place: 0,
            title: title.to_owned(),
            slug: String::new(),
            rights: Rights::Inherit,
            has_children: false,
        }
    }

    #[test]
    fn folders_follow_the_tree() {
        let leaves = [
            leaf(1, None, "Start"),
            leaf(2, None, "start"),
            leaf(3, Some(1), "CON"),
            leaf(4, Some(3), "Diep"),
            leaf(5, None, "Attachments"),
            leaf(6, Some(2), "Onder"),
        ];
        let paths = |part| named(&leaves, part).into_iter().map(|out| out.path).collect::<Vec<_>>();
        let all = ["Start.md", "Start/CON_.md", "Start/CON_/Diep.md", "start (2).md", "start (2)/Onder.md"];
        assert_eq!(paths(Part::All), [&all[..], &["Attachments (2).md"]].concat());
        assert_eq!(paths(Part::Page(leaves[2].id)), ["CON_.md"]);
        assert_eq!(paths(Part::Under(leaves[2].id)), ["CON_.md", "CON_/Diep.md"]);
    }

    #[test]
    fn files_that_go_along_are_linked_where_they_lie() {
        let (known, other) = ("018f6a7e-0000-7000-8000-000000000001", "018f6a7e-0000-7000-8000-000000000002");
        let text =
            format!("![k](/files/{known}) [n](/files/{other}) https://x.test/files/{known} /files/x é");
        assert_eq!(files_named(&text).len(), 2);
        let along = HashMap::from([(known.parse().unwrap(), "attachments/k.png".to_owned())]);
        let linked = with_files(&text, 2, &along);
        assert_eq!(
            linked,
            format!(
                "![k](../../attachments/k.png) [n](/files/{other}) https://x.test/files/{known} /files/x é"
            )
        );
    }
}
