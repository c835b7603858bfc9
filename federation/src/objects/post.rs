//! Items and comments: ours as their group's other instances get them, theirs as far as they are believed.

use domain::files::{ALT_CHARS_MAX, FILES_PER_ITEM_MAX, File, remote::Told};
use domain::groups::Subject;
use domain::items::kinds::file::{self, Filed};
use domain::items::kinds::poll::{NewPoll, OPTIONS_MAX};
use domain::items::kinds::proposal::NewProposal;
use domain::items::kinds::remark::Remark;
use domain::items::{self, Comment, Detail, Item, Kind, NewDetail};
use domain::people::{Person, check};
use domain::wiki::VersionId;
use domain::{Audience, Timestamp};

use super::Disbelief;
use super::feed::is_same_origin;
use super::group::{cut, language, subjects, term};
use super::person::is_short_address;
use crate::urls::Urls;
use crate::wire::{self, Attachment, Choice, Post, Proposed, Source};

const MARKDOWN: &str = "text/markdown";
/// In place of the name of somebody whose account is gone.
const GONE: &str = "Voormalig collega";

/// One of our items, with its files.
pub fn of_item(item: &Item, files: &[File], author: &str, group: &str, urls: &Urls) -> Post {
    let (one_of, any_of, end_time) = choices(&item.detail);
    Post {
        id: item.ap_id.clone(),
        kind: type_of(item.kind).into(),
        attributed_to: author.to_owned(),
        audience: group.to_owned(),
        to: vec![format!("{group}/followers")],
        name: item.kind.has_title().then(|| item.title.clone()),
        content: item.html.clone(),
        source: Some(Source { content: item.body.clone(), media_type: MARKDOWN.into() }),
        language: item.language.clone(),
        published: item.published_at.unwrap_or(item.created_at).to_rfc3339(),
        updated: item.edited_at.map(Timestamp::to_rfc3339),
        in_reply_to: None,
        context: Some(urls.item_page(item.id)),
        sort: item.kind.as_str().into(),
        visible_to: item.audience.as_str().into(),
        tag: item.subjects.iter().map(term).collect(),
        one_of,
        any_of,
        end_time,
        archive_at: item.archive_at.map(Timestamp::to_rfc3339),
        folder: item.detail.folder().filter(|folder| !folder.is_empty()).map(str::to_owned),
        attachment: files.iter().filter_map(attachment).collect(),
        proposal: proposed(&item.detail),
        about: about(&item.detail),
    }
}

fn proposed(detail: &Detail) -> Option<Proposed> {
    let Detail::Proposal(proposal) = detail else { return None };
    let (page, base, source) = (proposal.page.clone(), proposal.base.0.clone(), proposal.source.clone());
    Some(Proposed { page, base, source })
}

fn about(detail: &Detail) -> Option<String> {
    if let Detail::Remark(remark) = detail { Some(remark.page.clone()) } else { None }
}

/// What has bytes; a file that held a virus is not spoken of.
fn attachment(file: &File) -> Option<Attachment> {
    let side = |pixels: Option<i64>| pixels.and_then(|pixels| u32::try_from(pixels).ok());
    Some(Attachment {
        kind: "Document".into(),
        id: file.ap_id.clone(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size: file.size_bytes,
        digest: file.digest.clone()?,
        summary: file.alt.clone(),
        width: side(file.width),
        height: side(file.height),
    })
}

/// What other software takes it for.
pub(super) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Status => "Note",
        Kind::Blog => "Article",
        Kind::Discussion | Kind::Question | Kind::Proposal => "Page",
        Kind::Remark => "Note",
        Kind::Poll => "Question",
        Kind::File => "Document",
    }
}

fn choices(detail: &Detail) -> (Vec<Choice>, Vec<Choice>, Option<String>) {
    let Detail::Poll(poll) = detail else { return (Vec::new(), Vec::new(), None) };
    let choice = |text: &String| Choice { kind: "Note".into(), name: text.clone() };
    let options: Vec<Choice> = poll.options.iter().map(|option| choice(&option.text)).collect();
    let end = poll.closes_at.map(Timestamp::to_rfc3339);
    if poll.is_multiple { (Vec::new(), options, end) } else { (options, Vec::new(), end) }
}

/// One of our comments, with its files.
pub fn of_comment(
    comment: &Comment,
    files: &[File],
    author: &str,
    group: &str,
    item: &str,
    parent: Option<&str>,
) -> Post {
    Post {
        id: comment.ap_id.clone(),
        kind: "Note".into(),
        attributed_to: author.to_owned(),
        audience: group.to_owned(),
        to: vec![format!("{group}/followers")],
        content: comment.html.clone(),
        source: Some(Source { content: comment.body.clone(), media_type: MARKDOWN.into() }),
        language: comment.language.clone(),
        published: comment.created_at.to_rfc3339(),
        updated: comment.edited_at.map(Timestamp::to_rfc3339),
        in_reply_to: Some(parent.unwrap_or(item).to_owned()),
        context: Some(item.to_owned()),
        sort: "comment".into(),
        attachment: files.iter().filter_map(attachment).collect(),
        ..Post::default()
    }
}

/// The speaker of an activity: who he is and where he works, as the group sees him.
pub fn speaker(person: &Person, urls: &Urls) -> wire::Person {
    wire::Person {
        id: person.ap_id.clone(),
        kind: "Person".into(),
        preferred_username: person.handle.clone(),
        // Whoever left says goodbye without a name: it is forgotten there too.
        name: if person.name.is_empty() { GONE.to_owned() } else { person.name.clone() },
        inbox: urls.inbox(),
        outbox: urls.outbox(),
        affiliation: Some(super::person::affiliation_word(person.affiliation).to_owned()),
        works_for: Some(wire::Organization {
            kind: "Organization".into(),
            id: person.organisation_uri.clone(),
            name: person.organisation.clone(),
        }),
        ..wire::Person::default()
    }
}

/// An item or comment that was read, not yet placed.
#[derive(Debug, Clone)]
pub struct Read {
    pub ap_id: String,
    pub author: String,
    /// `None`: a comment.
    pub kind: Option<Kind>,
    pub audience: Audience,
    pub title: String,
    pub body: String,
    pub language: String,
    pub subjects: Vec<Subject>,
    pub poll: Option<NewPoll>,
    /// Where a file lies.
    pub filed: Filed,
    pub proposal: Option<NewProposal>,
    pub remark: Option<Remark>,
    pub published_at: Timestamp,
    pub updated_at: Option<Timestamp>,
    pub archive_at: Option<Timestamp>,
    /// Under addresses of the author's own instance, to be asked for there.
    pub files: Vec<Told>,
    /// The item a comment stands below, and what it answers.
    pub item: Option<String>,
    pub in_reply_to: Option<String>,
}

impl Read {
    /// What its kind has of its own, as somebody sends it.
    pub fn detail(&self) -> NewDetail {
        match (self.kind, &self.poll) {
            (Some(Kind::File), _) => NewDetail::File(self.filed.clone()),
            (Some(Kind::Proposal), _) => self.proposal.clone().map_or(NewDetail::Plain, NewDetail::Proposal),
            (Some(Kind::Remark), _) => self.remark.clone().map_or(NewDetail::Plain, NewDetail::Remark),
            (_, Some(poll)) => NewDetail::Poll(poll.clone()),
            (_, None) => NewDetail::Plain,
        }
    }
}

/// Reads a post: bounded, cleaned, its HTML never kept as it came.
pub fn read(post: Post) -> Result<Read, Disbelief> {
    if !is_short_address(&post.id) || !is_short_address(&post.attributed_to) {
        return Err(Disbelief::Unreadable("id"));
    }
    let kind = match (&post.in_reply_to, Kind::parse(&post.sort)) {
        (Some(_), _) => None,
        (None, Some(kind)) => Some(kind),
        (None, None) => Some(kind_of_type(&post.kind).ok_or(Disbelief::Kind(post.id.clone()))?),
    };
    let published_at = Timestamp::parse_rfc3339(&post.published).ok_or(Disbelief::Unreadable("published"))?;
    Ok(Read {
        kind,
        audience: Audience::parse(&post.visible_to).unwrap_or(Audience::Group),
        title: cut(check::line(post.name.as_deref().unwrap_or_default()), items::TITLE_CHARS_MAX),
        body: body(&post)?,
        language: language(&post.language),
        subjects: subjects(&post.tag),
        poll: poll(&post),
        proposal: post.proposal.as_ref().map(proposal).transpose()?,
        remark: post.about.filter(|page| is_short_address(page)).map(|page| Remark { page }),
        // A folder that we would not make is none.
        filed: post.folder.as_deref().and_then(|folder| file::check(folder).ok()).unwrap_or_default(),
        published_at,
        updated_at: post.updated.as_deref().and_then(Timestamp::parse_rfc3339),
        archive_at: post.archive_at.as_deref().and_then(Timestamp::parse_rfc3339),
        files: files(&post.attachment, &post.id),
        item: post.context.filter(|context| is_short_address(context)),
        in_reply_to: post.in_reply_to.filter(|id| is_short_address(id)),
        ap_id: post.id,
        author: post.attributed_to,
    })
}

fn proposal(proposed: &Proposed) -> Result<NewProposal, Disbelief> {
    let base = VersionId::parse(&proposed.base).filter(|_| is_short_address(&proposed.page));
    let base = base.ok_or(Disbelief::Unreadable("plein:proposal"))?;
    Ok(NewProposal { page: proposed.page.clone(), base, source: proposed.source.clone() })
}

/// Attachments that are files as we know them; others (links, cards) are not ours to keep.
fn files(attachments: &[Attachment], post: &str) -> Vec<Told> {
    let documents = attachments.iter().filter(|one| one.kind == "Document");
    documents.filter_map(|one| told(one, post)).take(FILES_PER_ITEM_MAX).collect()
}

fn told(one: &Attachment, post: &str) -> Option<Told> {
    let is_digest =
        one.digest.len() == 64 && one.digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let is_told = is_digest && one.size > 0 && is_short_address(&one.id) && is_same_origin(&one.id, post);
    let dimensions = one.width.zip(one.height).filter(|(width, height)| *width > 0 && *height > 0);
    is_told.then(|| Told {
        ap_id: one.id.clone(),
        name: one.name.clone(),
        media_type: cut(check::line(&one.media_type), 100),
        size_bytes: one.size,
        digest: one.digest.clone(),
        alt: one.summary.as_deref().map(|alt| cut(check::line(alt), ALT_CHARS_MAX)),
        dimensions,
        fetch_from: Some(one.id.clone()),
    })
}

fn kind_of_type(word: &str) -> Option<Kind> {
    match word {
        "Note" => Some(Kind::Status),
        "Article" => Some(Kind::Blog),
        "Page" => Some(Kind::Discussion),
        "Question" => Some(Kind::Poll),
        "Document" => Some(Kind::File),
        _ => None,
    }
}

/// The Markdown that was typed.
fn body(post: &Post) -> Result<String, Disbelief> {
    let source = post.source.as_ref().filter(|source| source.media_type == MARKDOWN);
    let text = check::paragraphs(&source.ok_or(Disbelief::Unreadable("source"))?.content);
    if text.chars().count() > items::BODY_CHARS_MAX {
        return Err(Disbelief::Unreadable("source"));
    }
    Ok(text)
}

fn poll(post: &Post) -> Option<NewPoll> {
    let is_multiple = !post.any_of.is_empty();
    let choices = if is_multiple { &post.any_of } else { &post.one_of };
    if choices.is_empty() || choices.len() > OPTIONS_MAX {
        return None;
    }
    Some(NewPoll {
        options: choices.iter().map(|choice| check::line(&choice.name)).collect(),
        is_multiple,
        closes_at: post.end_time.as_deref().and_then(Timestamp::parse_rfc3339),
    })
}
