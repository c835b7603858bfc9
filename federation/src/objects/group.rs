//! Groups: ours as peers may see them, theirs as far as they hold together.

use domain::groups::pictures::Shape;
use domain::groups::replica::Snapshot;
use domain::groups::{self, Group, JoinPolicy, Rules, Subject, Words};
use domain::people::{FieldKey, check};
use domain::{Audience, Timestamp};
use url::Url;

use super::Disbelief;
use super::person::{handle, html, is_short_address, photo};
use crate::urls::{Urls, is_of_origin};
use crate::wire::{self, LanguageMap};

/// One of our groups.
pub fn to_wire(group: &Group, parent: Option<String>, urls: &Urls) -> wire::Group {
    wire::Group {
        context: serde_json::Value::Null,
        id: group.ap_id.clone(),
        kind: "Group".into(),
        preferred_username: group.handle.clone(),
        name: group.words.name.clone(),
        summary: html(&group.words.summary),
        inbox: urls.inbox(),
        followers: format!("{}/followers", group.ap_id),
        endpoints: Some(wire::Endpoints { shared_inbox: urls.inbox() }),
        url: Some(urls.group_page(group.id)),
        manually_approves_followers: group.rules.join_policy != JoinPolicy::Open,
        discoverable: !group.is_hidden(),
        published: group.created_at.to_rfc3339(),
        purpose: group.words.summary.clone(),
        introduction: group.words.introduction.clone(),
        rules: group.words.rules.clone(),
        welcome: group.words.welcome.clone(),
        language: group.words.language.clone(),
        question: group.rules.question.clone(),
        join_policy: group.rules.join_policy.as_str().into(),
        listed_for: group.rules.listed.as_str().into(),
        content_for: group.rules.content.as_str().into(),
        required_fields: group.rules.required_fields.iter().map(FieldKey::to_string).collect(),
        subjects: group.subjects.iter().map(term).collect(),
        member_count: group.member_count,
        organisation_count: group.organisation_count,
        version: group.version,
        changes: format!("{}/changes", group.ap_id),
        icon: picture(group, Shape::Icon, urls),
        image: picture(group, Shape::Cover, urls),
        part_of: parent,
        archived: group.archived_at.map(Timestamp::to_rfc3339),
    }
}

fn picture(group: &Group, shape: Shape, urls: &Urls) -> Option<wire::Image> {
    group.pictures.get(shape).map(|digest| wire::Image {
        kind: "Image".into(),
        media_type: "image/jpeg".into(),
        url: urls.group_picture(group.id, shape, digest),
        sha_256: digest.to_owned(),
    })
}

/// A subject as a defined term.
pub fn term(subject: &Subject) -> wire::Term {
    wire::Term {
        kind: "DefinedTerm".into(),
        id: subject.uri.clone(),
        name_map: LanguageMap { nl: subject.nl.clone(), en: subject.en.clone() },
        level: None,
    }
}

/// A group of `origin`. What does not belong to it is not believed; what is too long is cut.
pub fn from_wire(group: wire::Group, origin: &Url) -> Result<Snapshot, Disbelief> {
    if group.kind != "Group" {
        return Err(Disbelief::Kind(group.id));
    }
    if !is_of_origin(&group.id, origin) || !is_short_address(&group.id) {
        return Err(Disbelief::Foreign { what: group.id, origin: origin.to_string() });
    }
    let audience = |word: &str| Audience::parse(word).filter(|audience| *audience != Audience::Own);
    let unreadable = Disbelief::Unreadable;
    let rules = Rules {
        join_policy: JoinPolicy::parse(&group.join_policy).ok_or(unreadable("joinPolicy"))?,
        question: cut(check::line(&group.question), groups::SUMMARY_CHARS_MAX),
        listed: seen_here(audience(&group.listed_for).ok_or(unreadable("listedFor"))?),
        content: seen_here(audience(&group.content_for).ok_or(unreadable("contentFor"))?),
        required_fields: group.required_fields.iter().take(20).filter_map(|word| word.parse().ok()).collect(),
    };
    Ok(Snapshot {
        handle: handle(&group.preferred_username)?,
        words: words(&group)?,
        subjects: subjects(&group.subjects),
        rules,
        pictures: vec![
            (Shape::Icon, group.icon.as_ref().and_then(|icon| photo(icon, origin))),
            (Shape::Cover, group.image.as_ref().and_then(|image| photo(image, origin))),
        ],
        parent: group.part_of.filter(|parent| is_of_origin(parent, origin)),
        member_count: group.member_count.max(0),
        organisation_count: group.organisation_count.max(0),
        version: group.version,
        archived_at: group.archived.as_deref().and_then(Timestamp::parse_rfc3339),
        created_at: Timestamp::parse_rfc3339(&group.published).ok_or(unreadable("published"))?,
        ap_id: group.id,
    })
}

/// What a host keeps for its own organisation is not for ours: here it is for members. What it shows to the internet it
/// shows itself; our copy is for people who are signed in.
pub fn seen_here(audience: Audience) -> Audience {
    match audience {
        Audience::Public | Audience::Network => Audience::Network,
        Audience::Organisation | Audience::Group | Audience::Own => Audience::Group,
    }
}

fn words(group: &wire::Group) -> Result<Words, Disbelief> {
    let page = |text: &str| cut(check::paragraphs(text), groups::PAGE_CHARS_MAX);
    let name = cut(check::line(&group.name), groups::NAME_CHARS_MAX);
    if !name.contains(char::is_alphanumeric) {
        return Err(Disbelief::Unreadable("name"));
    }
    Ok(Words {
        name,
        summary: cut(check::line(&group.purpose), groups::SUMMARY_CHARS_MAX),
        introduction: page(&group.introduction),
        rules: page(&group.rules),
        welcome: page(&group.welcome),
        language: language(&group.language),
    })
}

/// The two that we speak; Dutch when it is neither.
pub fn language(code: &str) -> String {
    if code == "en" { "en" } else { "nl" }.to_owned()
}

/// At most so many characters.
pub fn cut(text: String, chars_max: usize) -> String {
    if text.chars().count() <= chars_max { text } else { text.chars().take(chars_max).collect() }
}

/// Subjects that can be followed as a link, each once.
pub fn subjects(terms: &[wire::Term]) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    for term in terms.iter().take(groups::SUBJECTS_MAX) {
        let is_address =
            Url::parse(&term.id).is_ok_and(|url| matches!(url.scheme(), "https" | "http" | "urn"));
        let (nl, en) = (check::line(&term.name_map.nl), check::line(&term.name_map.en));
        let is_named = !nl.is_empty() && !en.is_empty() && nl.len() + en.len() < 500;
        if is_address
            && is_named
            && is_short_address(&term.id)
            && subjects.iter().all(|known| known.uri != term.id)
        {
            subjects.push(Subject { uri: term.id.clone(), nl, en });
        }
    }
    subjects
}
