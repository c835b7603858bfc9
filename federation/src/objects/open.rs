//! Public groups and what is in them as anybody may read them; people and texts of foreign software as far as they are believed.

use domain::groups::Group;
use domain::items::{Comment, Detail, Item};
use domain::outside::actors::Acquaintance;
use domain::people::check;
use domain::{GroupId, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::Disbelief;
use super::group::cut;
use super::person::{handle, html, is_short_address};
use super::post::type_of;
use crate::rsa::RsaPublic;
use crate::urls::{Urls, is_of_origin};
use crate::wire::{
    Endpoints, ForeignActor, ForeignNote, Mention, OpenGroup, OpenPost, PUBLIC, RsaKey, open_context,
};

const NAME_CHARS_MAX: usize = 100;
const FOREIGN_ACTORS: [&str; 5] = ["Person", "Service", "Application", "Group", "Organization"];

/// The address of the key of one of our actors. It is one key for all of them: whoever had one would have the others too.
pub fn key_id(actor: &str) -> String {
    format!("{actor}#main-key")
}

/// The key of one of our actors.
pub fn key_of(actor: &str, pem: &str) -> RsaKey {
    RsaKey { id: key_id(actor), owner: actor.to_owned(), public_key_pem: pem.to_owned() }
}

/// One of our public groups.
pub fn group(group: &Group, pem: &str, urls: &Urls) -> OpenGroup {
    OpenGroup {
        context: open_context(),
        id: group.ap_id.clone(),
        kind: "Group".into(),
        preferred_username: group.handle.clone(),
        name: group.words.name.clone(),
        summary: html(&group.words.summary),
        inbox: urls.group_inbox(group.id),
        outbox: format!("{}/outbox", group.ap_id),
        followers: followers(&group.ap_id),
        endpoints: Endpoints { shared_inbox: urls.inbox() },
        url: urls.group_page(group.id),
        manually_approves_followers: false,
        discoverable: true,
        sensitive: false,
        posting_restricted_to_mods: true,
        published: group.created_at.to_rfc3339(),
        public_key: key_of(&group.ap_id, pem),
    }
}

/// The collection of those who follow a group; how many they are, and not who.
pub fn followers(group: &str) -> String {
    format!("{group}/followers")
}

/// One of our public items, in the name of `by`.
pub fn item(item: &Item, by: &str, group: &str, urls: &Urls) -> OpenPost {
    let (one_of, any_of) = choices(&item.detail);
    let poll = if let Detail::Poll(poll) = &item.detail { Some(poll) } else { None };
    let content = with_whole_addresses(&item.html, urls);
    OpenPost {
        id: urls.open_item(item.id),
        kind: type_of(item.kind).into(),
        name: item.kind.has_title().then(|| item.title.clone()),
        content_map: json!({ (item.language.as_str()): content }),
        content,
        url: urls.item_page(item.id),
        published: item.published_at.unwrap_or(item.created_at).to_rfc3339(),
        updated: item.edited_at.map(Timestamp::to_rfc3339),
        one_of,
        any_of,
        end_time: poll.and_then(|poll| poll.closes_at).map(Timestamp::to_rfc3339),
        voters_count: poll.map(|poll| poll.voters),
        ..post(by, group)
    }
}

/// One of the comments below it, in the name of `by`, to `answered` and, where he is of elsewhere, `mentioned`.
pub fn comment(
    comment: &Comment,
    by: &str,
    group: &str,
    answered: &str,
    mentioned: Option<Mention>,
    urls: &Urls,
) -> OpenPost {
    let content = with_whole_addresses(&comment.html, urls);
    let mut post = post(by, group);
    post.cc.extend(mentioned.iter().map(|mention| mention.href.clone()));
    OpenPost {
        id: urls.open_comment(comment.id),
        kind: "Note".into(),
        content_map: json!({ (comment.language.as_str()): content }),
        content,
        url: urls.comment_page(comment.id),
        published: comment.created_at.to_rfc3339(),
        updated: comment.edited_at.map(Timestamp::to_rfc3339),
        in_reply_to: Some(answered.to_owned()),
        tag: mentioned.into_iter().collect(),
        ..post
    }
}

/// Our own HTML, in which every attribute stands between double quotes, with addresses that lead here from anywhere.
fn with_whole_addresses(html: &str, urls: &Urls) -> String {
    let base = urls.below("");
    html.replace("href=\"/", &format!("href=\"{base}")).replace("src=\"/", &format!("src=\"{base}"))
}

/// What every public text says of where it stands.
fn post(by: &str, group: &str) -> OpenPost {
    OpenPost {
        attributed_to: by.to_owned(),
        to: vec![PUBLIC.into(), group.to_owned()],
        cc: vec![followers(group)],
        audience: group.to_owned(),
        media_type: "text/html".into(),
        ..OpenPost::default()
    }
}

/// Options with their counts, as others show a poll in which they cannot vote.
fn choices(detail: &Detail) -> (Vec<Value>, Vec<Value>) {
    let Detail::Poll(poll) = detail else { return (Vec::new(), Vec::new()) };
    let choice = |option: &domain::items::kinds::poll::PollOption| {
        json!({ "type": "Note", "name": option.text,
            "replies": { "type": "Collection", "totalItems": option.votes } })
    };
    let options: Vec<Value> = poll.options.iter().map(choice).collect();
    if poll.is_multiple { (Vec::new(), options) } else { (options, Vec::new()) }
}

/// Somebody of elsewhere, from the document under his own address. Everything in it belongs to one origin, and the key names
/// him as its owner.
pub fn acquaintance(document: Value, address: &Url) -> Result<Acquaintance, Disbelief> {
    let actor: ForeignActor = serde_json::from_value(document).map_err(|_| Disbelief::Unreadable("actor"))?;
    let foreign = |what: &str| Disbelief::Foreign {
        what: what.chars().take(100).collect(),
        origin: address.to_string(),
    };
    if !FOREIGN_ACTORS.contains(&actor.kind.as_str()) {
        return Err(Disbelief::Kind(actor.id));
    }
    if actor.id != address.as_str() || !is_short_address(&actor.id) {
        return Err(foreign(&actor.id));
    }
    let key = &actor.public_key;
    if key.owner != actor.id || !is_of_origin(&key.id, address) || !is_short_address(&key.id) {
        return Err(foreign(&key.id));
    }
    let inbox = shared_inbox(&actor, address).unwrap_or_else(|| actor.inbox.clone());
    if !is_of_origin(&inbox, address) || !is_short_address(&inbox) {
        return Err(foreign(&inbox));
    }
    let handle = handle(&actor.preferred_username)?;
    Ok(Acquaintance {
        host: address.authority().to_owned(),
        name: name(actor.name.as_deref(), &handle),
        public_key: RsaPublic::parse_pem(&key.public_key_pem)
            .map_err(|_| Disbelief::Unreadable("publicKeyPem"))?
            .der()
            .to_vec(),
        key_id: actor.public_key.id,
        ap_id: actor.id,
        inbox_url: inbox,
        handle,
    })
}

fn shared_inbox(actor: &ForeignActor, origin: &Url) -> Option<String> {
    let shared = actor.endpoints.as_ref().and_then(|endpoints| endpoints.shared_inbox.clone());
    shared.filter(|shared| is_of_origin(shared, origin))
}

/// The name he gives himself; without one, how he is called.
fn name(given: Option<&str>, handle: &str) -> String {
    let name = cut(check::line(given.unwrap_or_default()), NAME_CHARS_MAX);
    if name.contains(char::is_alphanumeric) { name } else { handle.to_owned() }
}

/// A text of elsewhere that is for everybody and by `author`.
pub struct PublicNote {
    pub id: String,
    pub in_reply_to: Option<String>,
    /// As it came: the house cleans it.
    pub html: String,
    pub language: String,
    pub published_at: Option<Timestamp>,
}

/// Reads a text by `author`. One that is not for everybody is none: what somebody wrote to few is not shown to all.
pub fn note(object: &Value, author: &str, origin: &Url) -> Result<PublicNote, Disbelief> {
    let note = ForeignNote::deserialize_from(object).ok_or(Disbelief::Unreadable("object"))?;
    if note.kind != "Note" {
        return Err(Disbelief::Kind(note.id));
    }
    if note.attributed_to != author || !is_of_origin(&note.id, origin) || !is_short_address(&note.id) {
        return Err(Disbelief::Foreign { what: note.attributed_to, origin: origin.to_string() });
    }
    if !names_public(&note.to) && !names_public(&note.cc) {
        return Err(Disbelief::Unreadable("to"));
    }
    let languages = note.content_map.unwrap_or_default();
    Ok(PublicNote {
        language: if languages.contains_key("en") { "en" } else { "nl" }.to_owned(),
        html: with_warning(note.summary.as_deref(), note.content.as_deref()),
        published_at: note.published.as_deref().and_then(Timestamp::parse_rfc3339),
        in_reply_to: note.in_reply_to.filter(|id| is_short_address(id)),
        id: note.id,
    })
}

/// The warning stands above what it warns of, and alone it is no answer.
fn with_warning(warning: Option<&str>, content: Option<&str>) -> String {
    match (warning, content.unwrap_or_default()) {
        (Some(warning), content) if !warning.is_empty() && !content.is_empty() => html(warning) + content,
        (_, content) => content.to_owned(),
    }
}

impl ForeignNote {
    fn deserialize_from(object: &Value) -> Option<Self> {
        serde::Deserialize::deserialize(object).ok()
    }
}

/// Everybody is named in three ways.
fn names_public(audience: &Value) -> bool {
    let is_public = |one: &Value| matches!(one.as_str(), Some(PUBLIC | "as:Public" | "Public"));
    is_public(audience) || audience.as_array().is_some_and(|all| all.iter().any(is_public))
}

/// The group that an address of ours names, whatever it is about.
pub fn group_id(address: &str, urls: &Urls) -> Option<GroupId> {
    address.strip_prefix(&urls.below("ap/group/"))?.parse().ok()
}
