//! What a notification says and where it leads: one sentence for each kind, on the page and in mails.

use std::collections::HashMap;

use domain::db::On;
use domain::groups::{self, Group};
use domain::items::{self, Item};
use domain::markup;
use domain::notifications::Notification;
use domain::people::{Face, faces};
use domain::{GroupId, ItemId, PersonId, Principal, Result};

use crate::i18n::Texts;
use crate::pages::face::FaceView;

const WELCOME_CHARS_MAX: usize = 2_000;

/// What these notifications speak of, as far as their reader may see it now.
pub struct Known {
    faces: HashMap<PersonId, Face>,
    items: HashMap<ItemId, Item>,
    groups: HashMap<GroupId, Group>,
    is_administrator: bool,
}

/// A notification in words.
#[derive(Clone, Debug)]
pub struct Told {
    pub sentence: String,
    /// The reason or the words that go with it.
    pub detail: Option<String>,
    pub href: Option<String>,
    /// Where he can ask to look again at what was decided about him.
    pub appeal: Option<String>,
    /// What it speaks of cannot be seen any more.
    pub is_gone: bool,
}

impl Known {
    /// Three statements, however many there are.
    pub async fn load(on: impl Into<On<'_>>, principal: &Principal, told: &[Notification]) -> Result<Self> {
        let mut on = on.into();
        let items: Vec<ItemId> = told.iter().filter_map(|one| one.item_id).collect();
        let groups: Vec<GroupId> = told.iter().filter_map(|one| one.group_id).collect();
        let people = told.iter().filter_map(|one| one.by_person_id);
        let faces = faces(on.again(), principal, people).await?;
        let items = items::list_by_id(on.again(), principal, &items).await?;
        let groups = groups::list_by_id(on.again(), principal, &groups).await?;
        Ok(Self {
            faces,
            items: items.into_iter().map(|item| (item.id, item)).collect(),
            groups: groups.into_iter().map(|group| (group.id, group)).collect(),
            is_administrator: principal.is_administrator(),
        })
    }

    pub fn face(&self, t: Texts, id: PersonId) -> Option<FaceView> {
        self.faces.contains_key(&id).then(|| FaceView::of(t, &self.faces, id))
    }

    /// Whoever may not see a thing any more is told that there was something, and no more.
    pub fn tell(&self, t: Texts, one: &Notification) -> Told {
        let item = one.item_id.and_then(|id| self.items.get(&id));
        let group = one.group_id.and_then(|id| self.groups.get(&id));
        let needs_item = one.item_id.is_some() && !matches!(one.kind.as_str(), "moderated" | "refused");
        if needs_item && item.is_none() {
            return Told {
                sentence: t.get("notifications-gone"),
                detail: None,
                href: None,
                appeal: None,
                is_gone: true,
            };
        }
        Told {
            sentence: self.sentence(t, one, item, group),
            detail: detail(t, one).or_else(|| welcome(one, group)),
            href: self.href(one, item, group),
            appeal: appeal(one),
            is_gone: false,
        }
    }

    fn sentence(&self, t: Texts, one: &Notification, item: Option<&Item>, group: Option<&Group>) -> String {
        let by = one.by_person_id.map(|id| FaceView::of(t, &self.faces, id).name);
        let word = |name: &str| one.detail.get(name).map(String::as_str).unwrap_or_default();
        // Who invites from elsewhere, and what a network was called that one may not know of any more, stands in the row.
        let or = |name: &str, key: &str| match word(name) {
            "" => t.get(key),
            text => text.to_owned(),
        };
        let by = by.unwrap_or_else(|| or("by", "notifications-somebody"));
        let kept = || one.detail.get("headline").cloned().unwrap_or_default();
        let title = item.map_or_else(kept, |item| item.headline().to_owned());
        let group =
            group.map_or_else(|| or("group", "notifications-a-group"), |group| group.words.name.clone());
        match one.kind.as_str() {
            "mention" => t.with("notifications-mention", [("by", by), ("title", title)]),
            "comment" => t.with("notifications-comment", [("by", by), ("title", title)]),
            "answer" => t.with("notifications-answer", [("by", by), ("title", title)]),
            "accepted" => t.with("notifications-accepted", [("by", by), ("title", title)]),
            "item" => t.with("notifications-item", [("by", by), ("title", title), ("group", group)]),
            "request" => t.with("notifications-request", [("by", by), ("group", group)]),
            "invited" => t.with("notifications-invited", [("by", by), ("group", group)]),
            "welcome" => t.with("notifications-welcome", [("group", group)]),
            "declined" => t.with("notifications-declined", [("group", group)]),
            "removed" => t.with("notifications-removed", [("group", group)]),
            "role" => t.with(role(word("role")), [("group", group)]),
            "appeal" => t.with("notifications-appeal", [("by", by), ("group", group)]),
            "appealed" => t.with(appealed(word("state")), [("group", group)]),
            "report" => t.with("notifications-report", [("by", by), ("group", group)]),
            "outside" => t.with("notifications-outside", [("title", title), ("group", group)]),
            "reported" => t.get(reported(word("state"))),
            "moderated" => t.with(moderated(word("measure")), [("title", title)]),
            "refused" => t.with("notifications-refused", [("group", group)]),
            "proposal" => t.with(proposal(word("state")), [("by", by), ("title", title)]),
            "proposed" => t.with("notifications-proposed", [("by", by), ("title", title)]),
            "page_refused" => {
                t.with("notifications-page-refused", [("title", word("title")), ("group", group.as_str())])
            }
            "page_changed" => t.with(
                "notifications-page-changed",
                [("by", by.as_str()), ("title", word("title")), ("group", group.as_str())],
            ),
            "page_due" => {
                t.with("notifications-page-due", [("title", word("title")), ("group", group.as_str())])
            }
            "remark" => t.with("notifications-remark", [("by", by), ("title", title)]),
            "unpublished" => t.with("notifications-unpublished", [("title", title)]),
            "group_gone" => t.with("notifications-group-gone", [("group", group)]),
            "saved_search" => {
                let count = word("count").parse::<i64>().unwrap_or(1);
                t.with("notifications-saved-search", (("count", count), ("name", word("name"))))
            }
            "inquiry" | "inquiry_waits" => {
                t.with("notifications-inquiry", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_answered" => {
                t.with("notifications-inquiry-answered", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_added" => {
                t.with("notifications-inquiry-added", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_closed" => {
                t.with("notifications-inquiry-closed", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_turned_away" => {
                t.with("notifications-inquiry-turned-away", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_lapsed" => {
                t.with("notifications-inquiry-lapsed", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_proposed" => {
                t.with("notifications-inquiry-proposed", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_agreed" => {
                t.with("notifications-inquiry-agreed", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_declined" => {
                t.with("notifications-inquiry-declined", [("by", by.as_str()), ("title", word("title"))])
            }
            "inquiry_published" => {
                t.with("notifications-inquiry-published", [("by", by.as_str()), ("title", word("title"))])
            }
            "infected" => t.with("notifications-infected", [("name", word("name"))]),
            _ => t.get("notifications-other"),
        }
    }

    fn href(&self, one: &Notification, item: Option<&Item>, group: Option<&Group>) -> Option<String> {
        let of_group = |rest: &str| group.map(|group| format!("/groups/{}{rest}", group.id));
        match (one.kind.as_str(), one.comment_id) {
            ("report", _) if self.is_administrator => Some("/admin/groups".to_owned()),
            ("request" | "report", _) => of_group("/manage"),
            ("appeal", _) => of_group("/appeals"),
            ("outside", _) => of_group("/outside"),
            ("invited" | "welcome" | "declined" | "role" | "reported" | "appealed", _) => of_group(""),
            ("page_refused", _) => of_group(&refused_page(one)),
            ("page_changed" | "page_due", _) => of_group(&page(one)),
            ("removed" | "group_gone", _) => None,
            (kind, _) if kind.starts_with("inquiry") => {
                one.detail.get("inquiry").map(|id| format!("/inquiries/{id}"))
            }
            ("saved_search", _) => one.detail.get("search").map(|id| format!("/people/saved/{id}")),
            ("unpublished", _) => item.map(|item| format!("/items/{}/edit", item.id)),
            (_, Some(comment)) if item.is_some() => Some(format!("/comments/{comment}")),
            _ => item.map(|item| format!("/items/{}", item.id)).or_else(|| of_group("")),
        }
    }
}

fn proposal(state: &str) -> &'static str {
    match state {
        "approved" => "notifications-proposal-approved",
        "changes" => "notifications-proposal-changes",
        _ => "notifications-proposal-declined",
    }
}

/// The draft that the text became; a page that was to be made stands in the wiki's list.
fn refused_page(one: &Notification) -> String {
    let draft = one.detail.get("page_id").map(|page| format!("/drafts/{page}"));
    format!("/wiki{}", draft.unwrap_or_default())
}

fn page(one: &Notification) -> String {
    let slug = one.detail.get("slug").map(|slug| format!("/{}", domain::text::percent_encoded(slug)));
    format!("/wiki{}", slug.unwrap_or_default())
}

fn role(word: &str) -> &'static str {
    match word {
        "owner" => "notifications-role-owner",
        "moderator" => "notifications-role-moderator",
        _ => "notifications-role-member",
    }
}

fn reported(state: &str) -> &'static str {
    if state == "upheld" { "notifications-reported-upheld" } else { "notifications-reported-dismissed" }
}

fn appealed(state: &str) -> &'static str {
    if state == "granted" { "notifications-appealed-granted" } else { "notifications-appealed-rejected" }
}

fn moderated(measure: &str) -> &'static str {
    match measure {
        "hide" => "notifications-moderated-hide",
        "show" => "notifications-moderated-show",
        _ => "notifications-moderated-remove",
    }
}

fn appeal(one: &Notification) -> Option<String> {
    let is_against_him =
        one.kind == "removed" || one.detail.get("measure").is_some_and(|word| word != "show");
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("notice", &one.key).finish();
    (is_against_him && one.detail.contains_key("measure_id"))
        .then(|| format!("/notifications/appeal?{query}"))
}

/// A reason that a person gave, or the key with which a host refused.
fn detail(t: Texts, one: &Notification) -> Option<String> {
    let reason = one.detail.get("reason").filter(|reason| !reason.is_empty())?;
    let known = reason.starts_with("error-").then(|| t.known(reason)).flatten();
    Some(known.unwrap_or_else(|| reason.clone()))
}

/// What a network's owners tell whoever comes in.
fn welcome(one: &Notification, group: Option<&Group>) -> Option<String> {
    let text = group.filter(|_| one.kind == "welcome").map(|group| group.words.welcome.as_str());
    text.filter(|text| !text.is_empty()).map(|text| markup::excerpt(text, WELCOME_CHARS_MAX))
}

pub fn icon(kind: &str) -> &'static str {
    match kind {
        "mention" | "comment" | "outside" => "message-square",
        "answer" | "inquiry" | "inquiry_waits" | "inquiry_answered" | "inquiry_added" => {
            "message-circle-question-mark"
        }
        "accepted" => "circle-check",
        "item" => "messages-square",
        "request" => "user-plus",
        "saved_search" => "search",
        "invited" => "mail",
        "welcome" | "role" => "user-check",
        "report" | "reported" => "flag",
        "appeal" | "appealed" => "scale",
        "moderated" | "removed" => "shield",
        _ => "info",
    }
}
