//! The thread below an item: who said what, in the order in which it was said.

use std::collections::HashMap;

use domain::items::signs::Sign;
use domain::items::{Comment, Cursor, Item, Reactions, Standing, comments};
use domain::people::Face;
use domain::{CommentId, ItemId, PersonId, Principal, Timestamp};

use crate::error::Result;
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::files::list::Row;
use crate::state::Ctx;

/// Comments on one page.
pub const PAGE: usize = 100;

/// What was read for the thread.
pub struct Thread {
    pub comments: Vec<Comment>,
    /// The accepted answer and what others reply to, where that stands on another page.
    pub others: Vec<Comment>,
    pub next: Option<Cursor>,
}

/// Two statements, however long the thread is.
pub async fn load(ctx: &Ctx, principal: &Principal, item: &Item, after: Option<Cursor>) -> Result<Thread> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut comments = comments::list(&ctx.db, principal, item.id, after, limit).await?;
    let has_more = comments.len() > PAGE;
    comments.truncate(PAGE);
    let next = comments.last().filter(|_| has_more).map(cursor);
    let is_elsewhere = |id: &CommentId| comments.iter().all(|comment| comment.id != *id);
    let parents = comments.iter().filter_map(|comment| comment.parent_id);
    let ids: Vec<CommentId> = parents.chain(item.accepted_id).filter(is_elsewhere).collect();
    let others = comments::list_by_id(&ctx.db, &ids).await?;
    Ok(Thread { comments, others, next })
}

/// The page after this comment.
fn cursor(comment: &Comment) -> Cursor {
    Cursor { at: comment.created_at, id: ItemId(comment.id.0) }
}

/// A comment is found on the first page of a short thread; in a long one its page begins with it.
pub fn path_to(item: &Item, comment: &Comment) -> String {
    path_of(item.id, item.comment_count, comment.id, comment.created_at)
}

/// The same for whoever knows no more than this.
pub fn path_of(item: ItemId, comment_count: i64, comment: CommentId, created_at: Timestamp) -> String {
    let anchor = format!("#comment-{comment}");
    if usize::try_from(comment_count).is_ok_and(|count| count <= PAGE) {
        return format!("/items/{item}{anchor}");
    }
    let before = Cursor { at: Timestamp(created_at.0 - 1), id: ItemId(comment.0) };
    format!("/items/{item}?after={before}{anchor}")
}

/// A comment as `items/_comment.html` shows it.
#[derive(Clone, Debug)]
pub struct CommentView {
    pub id: String,
    pub face: FaceView,
    pub when: Moment,
    pub html: String,
    pub is_gone: bool,
    pub is_edited: bool,
    pub is_mine: bool,
    pub is_accepted: bool,
    /// Only its author and moderators see it: the reason.
    pub hidden: Option<String>,
    pub is_waiting: bool,
    pub refusal: Option<String>,
    /// To whom it replies: name and address.
    pub reply_to: Option<(String, String)>,
    pub files: Vec<Row>,
    pub signs: Vec<SignView>,
}

impl CommentView {
    pub fn at(&self, rest: &str) -> String {
        format!("/comments/{}{rest}", self.id)
    }
}

/// A sign with how often it was given.
#[derive(Clone, Debug)]
pub struct SignView {
    pub word: &'static str,
    pub icon: &'static str,
    pub label: String,
    pub count: i64,
    pub is_mine: bool,
}

/// What a thread needs to be shown to somebody.
pub struct Reader<'a> {
    pub t: Texts,
    pub now: Timestamp,
    pub me: Option<PersonId>,
    pub faces: &'a HashMap<PersonId, Face>,
    pub own_signs: &'a [(uuid::Uuid, String)],
    pub files: &'a HashMap<CommentId, Vec<Row>>,
}

impl Reader<'_> {
    pub fn comment(&self, item: &Item, comment: &Comment, all: &[&Comment]) -> CommentView {
        let parent = comment.parent_id.and_then(|id| all.iter().find(|one| one.id == id));
        let reply_to = parent.map(|parent| {
            let name = FaceView::of(self.t, self.faces, parent.author_id).name;
            (name, path_to(item, parent))
        });
        CommentView {
            id: comment.id.to_string(),
            face: FaceView::of(self.t, self.faces, comment.author_id),
            when: self.t.moment(comment.created_at, self.now),
            html: comment.html.clone(),
            is_gone: comment.deleted_at.is_some(),
            is_edited: comment.edited_at.is_some(),
            is_mine: self.me == Some(comment.author_id),
            is_accepted: item.accepted_id == Some(comment.id),
            hidden: comment.hidden_at.map(|_| comment.hidden_reason.clone()),
            is_waiting: comment.standing == Standing::Waiting,
            refusal: (comment.standing == Standing::Refused)
                .then(|| super::show::refusal(self.t, &comment.refusal)),
            reply_to,
            files: self.files.get(&comment.id).cloned().unwrap_or_default(),
            signs: self.signs(comment.id.0, &comment.reactions),
        }
    }

    pub fn signs(&self, piece: uuid::Uuid, reactions: &Reactions) -> Vec<SignView> {
        let one = |sign: Sign| SignView {
            word: sign.as_str(),
            icon: icon(sign),
            label: self.t.get(sign_word(sign)),
            count: reactions.get(sign.as_str()).copied().unwrap_or_default(),
            is_mine: self.own_signs.iter().any(|(id, word)| *id == piece && word == sign.as_str()),
        };
        Sign::ALL.map(one).into()
    }
}

fn sign_word(sign: Sign) -> &'static str {
    match sign {
        Sign::ThumbsUp => "items-sign-thumbs-up",
        Sign::Thanks => "items-sign-thanks",
        Sign::Insightful => "items-sign-insightful",
        Sign::Celebrate => "items-sign-celebrate",
        Sign::Heart => "items-sign-heart",
    }
}

/// Drawn like every other mark: not every desk has letters with faces.
fn icon(sign: Sign) -> &'static str {
    match sign {
        Sign::ThumbsUp => "thumbs-up",
        Sign::Thanks => "hand-heart",
        Sign::Insightful => "lightbulb",
        Sign::Celebrate => "party-popper",
        Sign::Heart => "heart",
    }
}
