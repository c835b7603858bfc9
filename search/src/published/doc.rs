//! What the index is told about something published: a group, an item, a comment, a file. Only what is out becomes a document.

use domain::items::Kind;
use uuid::Uuid;

/// What sort of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    Group,
    Item(Kind),
    Comment,
    /// A comment on a question.
    Answer,
    /// Beside an item or a comment.
    File,
    /// Of a wiki.
    Page,
    /// What of a page is one person's. Says what he knows; whoever looks for the page finds the page.
    Passages,
}

impl Sort {
    /// What is found.
    pub const ALL: [Self; 13] = [
        Self::Group,
        Self::Item(Kind::Question),
        Self::Item(Kind::Discussion),
        Self::Item(Kind::Blog),
        Self::Item(Kind::Poll),
        Self::Item(Kind::Proposal),
        Self::Item(Kind::Remark),
        Self::Item(Kind::Status),
        Self::Answer,
        Self::Comment,
        Self::Item(Kind::File),
        Self::File,
        Self::Page,
    ];

    /// The word in addresses and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Group => "network",
            // An item that is a file, beside the files of other items.
            Self::Item(Kind::File) => "document",
            Self::Item(kind) => kind.as_str(),
            Self::Comment => "comment",
            Self::Answer => "answer",
            Self::File => "file",
            Self::Page => "page",
            Self::Passages => "passages",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Passages]).find(|sort| sort.as_str() == word)
    }
}

/// One thing as it is found.
#[derive(Clone, Debug)]
pub struct PublishedDoc {
    pub id: Uuid,
    pub sort: Sort,
    /// The item it is or hangs on; none for a group.
    pub item: Option<Uuid>,
    /// The comment that a file hangs on, when it is one.
    pub comment: Option<Uuid>,
    /// The group it stands in; none for a group itself.
    pub group: Option<Uuid>,
    pub author: Option<Uuid>,
    /// Who finds it: see `domain::circles`.
    pub circles: Vec<String>,
    pub subjects: Vec<SubjectDoc>,
    /// `nl` or `en`.
    pub language: String,
    /// Microseconds since 1970.
    pub at: i64,
    /// From then on it is found no more.
    pub until: Option<i64>,
    pub is_accepted: bool,
    /// Its author does not want to be known by it.
    pub is_excluded: bool,
    pub title: String,
    /// Plain words, no markup.
    pub text: String,
    /// What it is said about, in the words of others: the title above a comment or around a passage. With its subjects it tells what its author
    /// knows of; nobody finds the comment by it.
    pub context: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SubjectDoc {
    pub uri: String,
    pub nl: String,
    pub en: String,
    /// What lies directly above it.
    pub broader: Vec<String>,
}

/// What the index shall hold from now on: first what goes, then what comes.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub gone: Vec<Gone>,
    pub docs: Vec<PublishedDoc>,
}

#[derive(Clone, Copy, Debug)]
pub enum Gone {
    /// One document; of a page its passages too.
    One(Uuid),
    /// A comment with its files.
    Comment(Uuid),
    /// An item with everything that hangs on it.
    OfItem(Uuid),
    /// Everything in a group.
    OfGroup(Uuid),
}
