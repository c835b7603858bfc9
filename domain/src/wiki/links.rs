//! Links by title: which pages a page names, and which name it.

use std::collections::{HashMap, HashSet};

use super::{Page, Wiki};
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::ids::{GroupId, PageId};
use crate::markup;
use crate::text;

/// The page of a group's wiki as it is shown.
pub fn written(group: GroupId, source: &str) -> markup::Written {
    markup::to_page(source, &look_up(group))
}

/// The address that finds a page by the title behind it.
pub fn look_up(group: GroupId) -> String {
    format!("/groups/{group}/wiki/to?title=")
}

/// A text with its links by title as the words that they show.
pub fn as_words(source: &str) -> String {
    let mut words = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("[[") {
        words.push_str(before);
        match after.split_once("]]").filter(|(inside, _)| !inside.contains('\n')) {
            Some((inside, after)) => {
                words.push_str(inside.rsplit('|').next().unwrap_or(inside));
                rest = after;
            }
            None => {
                words.push_str("[[");
                rest = after;
            }
        }
    }
    words + rest
}

/// Keeps what a new text links to.
pub(super) async fn keep(tx: &mut Tx, page: PageId, titles: &[String]) -> Result<()> {
    let wanted: HashSet<String> = titles.iter().map(|title| text::slug(title)).collect();
    let known: HashSet<String> = sql("select slug from wiki_link where page_id = $1")
        .bind(page)
        .column::<String>(&mut *tx)
        .await?
        .into_iter()
        .collect();
    if known.difference(&wanted).next().is_some() {
        sql("delete from wiki_link where page_id = $1 and slug in (..)")
            .bind(page)
            .bind_list(known.difference(&wanted))
            .execute(&mut *tx)
            .await?;
    }
    for slug in wanted.difference(&known) {
        sql("insert into wiki_link (page_id, slug) values ($1, $2)")
            .bind(page)
            .bind(slug)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// A page that is linked to, or links here.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Link {
    pub title: String,
    pub slug: String,
}

/// Of the titles that a page links to, those of which there is a page: the address that the title would have, and the one
/// that the page has.
pub async fn list_found(on: impl Into<On<'_>>, page: &Page) -> Result<Vec<(String, String)>> {
    sql("select wiki_link.slug, target.slug from wiki_link \
         join wiki_slug on wiki_slug.group_id = $2 and wiki_slug.slug = wiki_link.slug \
         join wiki_page target on target.id = wiki_slug.page_id and target.deleted_at is null \
         where wiki_link.page_id = $1")
    .bind(page.id)
    .bind(page.group_id)
    .all(on)
    .await
}

/// The same of a text that is not kept yet.
pub async fn list_found_of(
    on: impl Into<On<'_>>,
    wiki: &Wiki,
    titles: &[String],
) -> Result<HashMap<String, String>> {
    let found: Vec<(String, String)> = sql("select wiki_slug.slug, target.slug from wiki_slug \
         join wiki_page target on target.id = wiki_slug.page_id and target.deleted_at is null \
         where wiki_slug.group_id = $1 and wiki_slug.slug in (..)")
    .bind(wiki.group_id())
    .bind_list(titles.iter().map(|title| text::slug(title)))
    .all(on)
    .await?;
    Ok(found.into_iter().collect())
}

/// The pages that link here, under any address that this page has or had, by title.
pub async fn list_here(on: impl Into<On<'_>>, wiki: &Wiki, page: &Page, limit: i64) -> Result<Vec<Link>> {
    let mut links: Vec<Link> = sql("select distinct source.title, source.slug from wiki_slug \
         join wiki_link on wiki_link.slug = wiki_slug.slug \
         join wiki_page source on source.id = wiki_link.page_id \
         where wiki_slug.page_id = $1 and wiki_slug.group_id = $2 and source.group_id = $2 \
         and source.deleted_at is null and source.id <> $1 limit $3")
    .bind(page.id)
    .bind(wiki.group_id())
    .bind(limit)
    .all(on)
    .await?;
    links.sort_by_cached_key(|link| text::fold(&link.title));
    Ok(links)
}

/// A link in a page that was made: what stands around it, and where it would lead.
pub struct Piece<'a> {
    /// What stands before the link.
    pub before: &'a str,
    /// The address that the title would have.
    pub slug: String,
    /// The title, as it stands in the address.
    pub title: &'a str,
    /// The words of the link, as HTML.
    pub words: &'a str,
}

/// The links by title of a page's HTML, in order, and what stands behind the last.
pub fn pieces<'a>(html: &'a str, look_up: &str) -> (Vec<Piece<'a>>, &'a str) {
    let open = format!("<a href=\"{look_up}");
    let (mut pieces, mut rest) = (Vec::new(), html);
    while let Some((before, from)) = rest.split_once(&open) {
        let Some((title, tail)) = from.split_once('"') else { break };
        let Some((words, behind)) = tail.split_once('>').and_then(|(_, inside)| inside.split_once("</a>"))
        else {
            break;
        };
        pieces.push(Piece { before, slug: text::slug(&percent_decoded(title)), title, words });
        rest = behind;
    }
    (pieces, rest)
}

pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let pair = behind.get(..2).and_then(|pair| hex::decode(pair).ok()).filter(|_| *first == b'%');
        match pair.as_deref() {
            Some([byte]) => {
                bytes.push(*byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_as_their_words() {
        let text = "Zie [[Woo]], [[Wet open overheid|de wet]] en [[niets\nhier]] of [[ook niet.";
        assert_eq!(as_words(text), "Zie Woo, de wet en [[niets\nhier]] of [[ook niet.");
        assert_eq!(as_words("[[]] [[a|]]"), " ");
    }
}
