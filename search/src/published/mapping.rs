//! From what is out to what the index is told. Nothing else reaches the index.

use domain::circles;
use domain::files::File;
use domain::groups::{Group, Subject};
use domain::items::out::{Filed, Post, Reply};
use domain::items::{Detail, Kind};
use domain::markup;
use domain::wiki::links;
use domain::wiki::out::Out;

use super::doc::{PublishedDoc, Sort, SubjectDoc};
use super::passages::Standing;
use crate::analysis::Analyser;

/// What of a group, beside its name, is looked through.
const WORDS_MAX: usize = usize::MAX;

pub struct Reader<'a> {
    pub analyser: &'a Analyser,
}

impl Reader<'_> {
    pub fn group(&self, group: &Group) -> PublishedDoc {
        let words = &group.words;
        PublishedDoc {
            id: group.id.0,
            sort: Sort::Group,
            item: None,
            comment: None,
            group: None,
            author: None,
            circles: circles::of_group(group),
            subjects: self.subjects(&group.subjects),
            language: words.language.clone(),
            at: group.created_at.0,
            until: None,
            is_accepted: false,
            is_excluded: false,
            title: words.name.clone(),
            text: format!("{} {}", words.summary, plain(&words.introduction)),
            context: String::new(),
        }
    }

    pub fn item(&self, post: &Post) -> PublishedDoc {
        let item = &post.filed;
        PublishedDoc {
            sort: Sort::Item(item.kind),
            author: Some(item.author_id.0),
            subjects: self.subjects(&item.subjects),
            language: item.language.clone(),
            title: item.title.clone(),
            text: text_of_item(&post.body, &post.html, &post.detail),
            ..on_item(item)
        }
    }

    pub fn comment(&self, item: &Filed, comment: &Reply) -> PublishedDoc {
        PublishedDoc {
            id: comment.id.0,
            sort: if item.kind == Kind::Question { Sort::Answer } else { Sort::Comment },
            author: Some(comment.author_id.0),
            context: item.title.clone(),
            subjects: self.subjects(&item.subjects),
            language: comment.language.clone(),
            at: comment.created_at.0,
            is_accepted: item.accepted_id == Some(comment.id),
            text: text_of(&comment.body, &comment.html),
            ..on_item(item)
        }
    }

    /// `text`: what stands in it, as far as that was read.
    pub fn file(&self, item: &Filed, file: &File, text: &str) -> PublishedDoc {
        PublishedDoc {
            id: file.id.0,
            sort: Sort::File,
            comment: file.comment_id.map(|comment| comment.0),
            author: Some(file.uploader_id.0),
            language: item.language.clone(),
            title: words_of_name(&file.name),
            text: text_of_file(file, text),
            ..on_item(item)
        }
    }

    pub fn page(&self, out: &Out) -> PublishedDoc {
        let (page, group) = (&out.page, &out.group);
        PublishedDoc {
            id: page.id.0,
            sort: Sort::Page,
            item: None,
            comment: None,
            group: Some(group.id.0),
            author: Some(page.changed_by.0),
            circles: circles::of_page(group),
            subjects: Vec::new(),
            language: group.words.language.clone(),
            at: page.changed_at.0,
            until: None,
            is_accepted: false,
            is_excluded: false,
            title: page.title.clone(),
            text: plain(&links::as_words(&out.source)),
            context: String::new(),
        }
    }

    /// What of a page is one person's. Stands in circles of its own, which only evidence is looked for in, so that a page is
    /// not found, counted or weighed twice.
    pub fn passages(&self, out: &Out, own: Standing) -> PublishedDoc {
        let circles = circles::of_page(&out.group);
        PublishedDoc {
            sort: Sort::Passages,
            author: Some(own.person.0),
            circles: circles.iter().map(|circle| of_evidence(circle)).collect(),
            at: own.at.0,
            context: out.page.title.clone(),
            title: String::new(),
            text: plain(&own.text),
            ..self.page(out)
        }
    }

    fn subjects(&self, subjects: &[Subject]) -> Vec<SubjectDoc> {
        let one = |subject: &Subject| SubjectDoc {
            uri: subject.uri.clone(),
            nl: subject.nl.clone(),
            en: subject.en.clone(),
            broader: self
                .analyser
                .concept(&subject.uri)
                .map(|known| known.broader.clone())
                .unwrap_or_default(),
        };
        subjects.iter().map(one).collect()
    }
}

/// Where what speaks for people alone stands, for whoever is in this circle.
pub fn of_evidence(circle: &str) -> String {
    format!("evidence:{circle}")
}

/// What an image shows, what a document says.
pub fn text_of_file(file: &File, text: &str) -> String {
    format!("{} {text}", file.alt.as_deref().unwrap_or_default()).trim().to_owned()
}

/// What an item and everything on it have in common.
fn on_item(item: &Filed) -> PublishedDoc {
    PublishedDoc {
        id: item.id.0,
        sort: Sort::Item(item.kind),
        item: Some(item.id.0),
        comment: None,
        group: item.group_id.map(|group| group.0),
        author: None,
        circles: circles::of_item(item),
        subjects: Vec::new(),
        language: String::new(),
        at: item.published_at.unwrap_or(item.created_at).0,
        until: item.archive_at.map(|at| at.0),
        is_accepted: false,
        is_excluded: false,
        title: String::new(),
        text: String::new(),
        context: String::new(),
    }
}

/// The words of an item, with the options of a poll and the folder of a file.
pub fn text_of_item(body: &str, html: &str, detail: &Detail) -> String {
    let text = text_of(body, html);
    match detail {
        Detail::Poll(poll) => {
            poll.options.iter().fold(text, |text, option| format!("{text} {}", option.text))
        }
        Detail::File(file) => format!("{text} {}", file.folder),
        // What it would make of the page is found there, once it stands.
        Detail::Plain | Detail::Proposal(_) | Detail::Remark(_) => text,
    }
}

/// The words of something written. What came from foreign software has no Markdown.
pub fn text_of(body: &str, html: &str) -> String {
    if body.is_empty() { without_tags(html) } else { plain(body) }
}

/// The words of HTML that was cleaned when it came: every `<` begins a tag.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for piece in html.split('<') {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
    }
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    let text = signs.iter().fold(text, |text, (name, sign)| text.replace(name, sign));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Markdown as plain words in one line.
pub fn plain(markdown: &str) -> String {
    markup::excerpt(markdown, WORDS_MAX)
}

/// `Nota_parkeren-2026.pdf` is found by each of its words.
pub fn words_of_name(name: &str) -> String {
    name.replace(['_', '-', '.'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_without_their_markup() {
        assert_eq!(text_of("**Vier** [weken](/x)", ""), "Vier weken");
        assert_eq!(text_of("", "<p>Vier <b>weken</b><br>&amp; meer &lt;b&gt;</p>"), "Vier weken & meer <b>");
        assert_eq!(text_of("", ""), "");
        assert_eq!(words_of_name("Nota_parkeren-2026.pdf"), "Nota parkeren 2026 pdf");
    }
}
