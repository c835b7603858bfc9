//! The kinds of items in words, and the row of chips that filters a list by kind.

use domain::items::{Cursor, Kind};

use crate::i18n::Texts;

/// One chip of the filter.
pub struct KindChoice {
    pub words: String,
    pub href: String,
    pub is_chosen: bool,
}

/// What one is called.
pub fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Status => "items-kind-status",
        Kind::Question => "items-kind-question",
        Kind::Discussion => "items-kind-discussion",
        Kind::Blog => "items-kind-blog",
        Kind::Poll => "items-kind-poll",
        Kind::File => "items-kind-file",
        Kind::Proposal => "items-kind-proposal",
        Kind::Remark => "items-kind-remark",
    }
}

/// What several are called.
fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Status => "items-kinds-status",
        Kind::Question => "items-kinds-question",
        Kind::Discussion => "items-kinds-discussion",
        Kind::Blog => "items-kinds-blog",
        Kind::Poll => "items-kinds-poll",
        Kind::File => "items-kinds-file",
        Kind::Proposal => "items-kinds-proposal",
        Kind::Remark => "items-kinds-remark",
    }
}

/// When to choose it.
pub fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Status => "items-kind-status-text",
        Kind::Question => "items-kind-question-text",
        Kind::Discussion => "items-kind-discussion-text",
        Kind::Blog => "items-kind-blog-text",
        Kind::Poll => "items-kind-poll-text",
        Kind::File => "items-kind-file-text",
        Kind::Proposal => "items-kind-proposal-text",
        Kind::Remark => "items-kind-remark-text",
    }
}

pub fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Status => "message-square",
        Kind::Question => "message-circle-question-mark",
        Kind::Discussion => "messages-square",
        Kind::Blog => "newspaper",
        Kind::Poll => "vote",
        Kind::File => "file-text",
        Kind::Proposal => "lightbulb",
        Kind::Remark => "message-square",
    }
}

/// All, and each kind.
pub fn choices(t: Texts, path: &str, chosen: Option<Kind>) -> Vec<KindChoice> {
    let all =
        KindChoice { words: t.get("items-kinds-all"), href: path.to_owned(), is_chosen: chosen.is_none() };
    let one = |kind| KindChoice {
        words: t.get(words(kind)),
        href: filter_path(path, Some(kind), None),
        is_chosen: chosen == Some(kind),
    };
    std::iter::once(all).chain(Kind::ALL.map(one)).collect()
}

/// The same list of one kind, from a place on.
pub fn filter_path(path: &str, kind: Option<Kind>, after: Option<Cursor>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(kind) = kind {
        query.append_pair("kind", kind.as_str());
    }
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    let joint = if path.contains('?') { '&' } else { '?' };
    match query.finish().as_str() {
        "" => path.to_owned(),
        query => format!("{path}{joint}{query}"),
    }
}

/// The heading above its form.
pub fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Status => "items-new-status",
        Kind::Question => "items-new-question",
        Kind::Discussion => "items-new-discussion",
        Kind::Blog => "items-new-blog",
        Kind::Poll => "items-new-poll",
        Kind::File => "items-new-file",
        Kind::Proposal => "items-kind-proposal",
        Kind::Remark => "items-kind-remark",
    }
}
