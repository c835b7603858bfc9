//! An item in a list.

use std::collections::HashMap;

use domain::groups::{self, Group};
use domain::items::{Cursor, Item, Standing};
use domain::people::{Face, faces};
use domain::{GroupId, PersonId, Principal, Timestamp};

use super::kinds;
use crate::error::Result;
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::marks::Origin;
use crate::state::Ctx;

/// Items on one page.
pub const PAGE: usize = 50;
/// One more, to know whether there is a next page.
pub const PAGE_ASKED: i64 = 51;

/// What stands in a list.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub href: String,
    pub icon: &'static str,
    pub kind: String,
    pub headline: String,
    pub excerpt: String,
    pub face: FaceView,
    pub when: Moment,
    pub comments: String,
    pub reactions: i64,
    pub group: Option<GroupLink>,
    /// Kind, icon and words of what is special about it.
    pub states: Vec<(&'static str, &'static str, String)>,
}

/// The network it stands in, where a list crosses networks.
#[derive(Clone, Debug)]
pub struct GroupLink {
    pub name: String,
    pub href: String,
    pub origin: Option<Origin>,
}

impl GroupLink {
    pub fn new(group: &Group) -> Self {
        Self {
            name: group.words.name.clone(),
            href: format!("/groups/{}", group.id),
            origin: (!group.is_local).then(|| Origin::new(&group.organisation)),
        }
    }
}

/// Cuts a list that was asked for one too many, and says where the next page begins.
pub fn cut(mut items: Vec<Item>, at: impl Fn(&Item) -> Timestamp) -> (Vec<Item>, Option<Cursor>) {
    let has_more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().filter(|_| has_more).map(|last| Cursor { at: at(last), id: last.id });
    (items, next)
}

/// The rows of these items: one statement for the faces, one for the networks.
pub async fn rows(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    items: &[Item],
    names_groups: bool,
) -> Result<Vec<Row>> {
    let faces = faces(&ctx.db, principal, items.iter().map(|item| item.author_id)).await?;
    let groups = if names_groups { list_groups(ctx, principal, items).await? } else { HashMap::new() };
    let now = ctx.clock.now();
    Ok(items.iter().map(|item| Row::new(t, item, &faces, &groups, now)).collect())
}

async fn list_groups(ctx: &Ctx, principal: &Principal, items: &[Item]) -> Result<HashMap<GroupId, Group>> {
    let mut ids: Vec<GroupId> = items.iter().filter_map(|item| item.group_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let groups = groups::list_by_id(&ctx.db, principal, &ids).await?;
    Ok(groups.into_iter().map(|group| (group.id, group)).collect())
}

impl Row {
    fn new(
        t: Texts,
        item: &Item,
        faces: &HashMap<PersonId, Face>,
        groups: &HashMap<GroupId, Group>,
        now: Timestamp,
    ) -> Self {
        let has_title = !item.title.is_empty();
        Self {
            id: item.id.to_string(),
            href: if item.is_draft() {
                format!("/items/{}/edit", item.id)
            } else {
                format!("/items/{}", item.id)
            },
            icon: kinds::icon(item.kind),
            kind: t.get(kinds::word(item.kind)),
            headline: match item.headline() {
                "" => t.get("items-untitled"),
                headline => headline.to_owned(),
            },
            excerpt: if has_title { item.excerpt.clone() } else { String::new() },
            face: FaceView::of(t, faces, item.author_id),
            when: t.moment(item.published_at.unwrap_or(item.created_at), now),
            comments: comments(t, item),
            reactions: item.reactions.values().sum(),
            group: item.group_id.and_then(|id| groups.get(&id)).map(GroupLink::new),
            states: states(t, item, now),
        }
    }
}

fn comments(t: Texts, item: &Item) -> String {
    let key = match item.kind {
        domain::items::Kind::Question => "items-answers",
        _ => "items-comments",
    };
    t.with(key, [("count", item.comment_count)])
}

/// What is special about an item, for its row and its page.
pub fn states(t: Texts, item: &Item, now: Timestamp) -> Vec<(&'static str, &'static str, String)> {
    let planned = item.publish_at.filter(|_| item.is_draft());
    let states = [
        (planned.is_some(), "info", "clock", "items-state-planned"),
        (item.is_draft() && planned.is_none(), "neutral", "pencil", "items-state-draft"),
        (item.standing == Standing::Waiting, "neutral", "send", "items-state-waiting"),
        (item.standing == Standing::Refused, "negative", "circle-x", "items-state-refused"),
        (item.hidden_at.is_some(), "warning", "eye-off", "items-state-hidden"),
        (item.pinned_at.is_some(), "info", "pin", "items-state-pinned"),
        (item.featured_at.is_some(), "positive", "star", "items-state-featured"),
        (item.accepted_id.is_some(), "positive", "circle-check", "items-state-solved"),
        (item.is_locked(), "neutral", "lock", "items-state-locked"),
        (item.is_archived(now), "neutral", "history", "items-state-archived"),
    ];
    let that = states.into_iter().filter(|(is, ..)| *is);
    that.map(|(_, kind, icon, key)| (kind, icon, t.get(key))).collect()
}
