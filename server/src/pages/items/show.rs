//! `/items/{id}`: reading one thing, with what others said about it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::groups::{self, Group, Place};
use domain::items::kinds::file::Order;
use domain::items::signs::{self, Own};
use domain::items::{self, Comment, Cursor, Item, Kind, Standing};
use domain::people::faces;
use domain::wiki::remarks;
use domain::{Error, ItemId, Principal, delivery, notifications};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::poll::PollView;
use super::proposal::ProposalView;
use super::row::{self, GroupLink};
use super::thread::{self, CommentView, Reader, SignView};
use super::{audience, kinds};
use crate::error::Result;
use crate::extract::{Partial, Visitor};
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::files::list;
use crate::pages::form::FormErrors;
use crate::pages::groups::files;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::pages::subjects::{self, SubjectLink};
use crate::pages::wiki;
use crate::pages::words;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/items/{id}" Anyone => show;
    }
}

async fn about(ctx: &Ctx, item: &Item) -> Result<Option<(String, String)>> {
    let page = remarks::page_of(&ctx.db, item).await?;
    Ok(page.map(|page| (page.title.clone(), wiki::page_path(&page))))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
    reply: String,
}

/// The page; a comment that was refused comes back on it.
#[derive(Template)]
#[template(path = "items/show.html")]
pub(super) struct View {
    shell: Shell,
    item: ItemView,
    group: Option<GroupLink>,
    rights: Rights,
    signs: Vec<SignView>,
    own: Own,
    poll: Option<PollView>,
    proposal: Option<ProposalView>,
    /// The page of a wiki that it is a remark about: its title and where it is.
    about: Option<(String, String)>,
    files: Vec<list::Row>,
    /// Where it went, for its author and moderators.
    told: Vec<ToldView>,
    /// The accepted answer of a question, on top.
    accepted: Option<CommentView>,
    comments: Vec<CommentView>,
    first: Option<String>,
    next: Option<String>,
    errors: FormErrors,
    form: CommentForm,
}

/// An organisation that was told, and whether it arrived.
struct ToldView {
    host: String,
    kind: &'static str,
    icon: &'static str,
    words: String,
    when: Option<Moment>,
    error: String,
}

/// The form below the thread.
#[derive(Default)]
pub(super) struct CommentForm {
    pub body: String,
    /// Whom it answers, when it answers somebody.
    pub reply: String,
    pub reply_name: Option<String>,
    /// Those that were added before the form came back.
    pub files: Vec<list::Row>,
}

/// The item as the page shows it.
struct ItemView {
    id: String,
    path: String,
    title: String,
    headline: String,
    icon: &'static str,
    kind: String,
    language: String,
    is_question: bool,
    html: String,
    face: FaceView,
    when: Moment,
    edited: Option<Moment>,
    audience: String,
    audience_icon: &'static str,
    subjects: Vec<SubjectLink>,
    /// The folder it lies in, and where that is.
    folder: Option<(String, String)>,
    views: i64,
    comment_count: i64,
    states: Vec<(&'static str, &'static str, String)>,
    is_draft: bool,
    /// Where it is on its way to, and why it came back.
    waiting_at: Option<String>,
    refusal: Option<String>,
    hidden: Option<String>,
    is_pinned: bool,
    is_featured: bool,
    is_locked: bool,
}

/// What this reader may do with it.
struct Rights {
    is_signed_in: bool,
    is_mine: bool,
    is_moderator: bool,
    /// Comment, react and vote.
    may_speak: bool,
    may_comment: bool,
    may_accept: bool,
    may_edit: bool,
    /// A reader who would have to become a member first.
    must_join: bool,
}

async fn show(
    State(ctx): State<Ctx>,
    mut shell: Shell,
    Visitor(principal): Visitor,
    partial: Partial,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let item = items::find(&ctx.db, &principal, id_of::<ItemId>(&id)?).await?;
    if !partial.0 {
        note_visit(&ctx, &principal, &item, &mut shell).await?;
    }
    let form = CommentForm { reply: asked.reply, ..CommentForm::default() };
    let after = Cursor::parse(&asked.after);
    Ok(Html(view(&ctx, shell, &principal, item, after, form, FormErrors::default()).await?.render()?))
}

/// A look of somebody signed in counts, and he was told what he now reads. His own looks do not count.
async fn note_visit(ctx: &Ctx, principal: &Principal, item: &Item, shell: &mut Shell) -> Result<()> {
    let Some(me) = principal.person_id() else { return Ok(()) };
    let counts = !item.is_draft() && item.author_id != me;
    let has_news = shell.me.as_ref().is_some_and(|me| me.unread > 0);
    if counts || has_news {
        let noted = ctx.db.write(async |tx| {
            if counts {
                signs::count_view(tx, item.id).await?;
            }
            notifications::mark_item_read(tx, principal, item.id).await
        });
        // What cannot be written down now is no reason not to be read.
        if let Err(error) = noted.await {
            tracing::warn!(%error, "could not write down a look at an item");
        }
    }
    if let Some(shown) = shell.me.as_mut().filter(|_| has_news) {
        shown.unread = notifications::count_unread(&ctx.db, me).await?;
    }
    Ok(())
}

pub(super) async fn view(
    ctx: &Ctx,
    shell: Shell,
    principal: &Principal,
    item: Item,
    after: Option<Cursor>,
    form: CommentForm,
    errors: FormErrors,
) -> Result<View> {
    let t = shell.t;
    let place = place(ctx, principal, &item).await?;
    let thread = thread::load(ctx, principal, &item, after).await?;
    let all: Vec<&Comment> = thread.comments.iter().chain(&thread.others).collect();
    let people = all.iter().map(|comment| comment.author_id).chain([item.author_id]);
    let faces = faces(&ctx.db, principal, people).await?;
    let pieces: Vec<_> = all.iter().map(|comment| comment.id.0).chain([item.id.0]).collect();
    let own_signs = signs::list_own(&ctx.db, principal, &pieces).await?;
    let (now, me) = (ctx.clock.now(), principal.acting_person());
    let below = list::load_below(ctx, t, &item, &all).await?;
    let reader = Reader { t, now, me, faces: &faces, own_signs: &own_signs, files: &below };
    let comment = |one: &Comment| reader.comment(&item, one, &all);
    // An accepted answer that a moderator hid is not put on top again.
    let is_shown = |one: &&&Comment| item.accepted_id == Some(one.id) && one.hidden_at.is_none();
    let rights = Rights::of(principal, &item, place.as_ref(), now);
    let attached =
        list::load(ctx, t, std::slice::from_ref(&item)).await?.remove(&item.id).unwrap_or_default();
    let told = if rights.is_mine || rights.is_moderator { told(ctx, t, item.id).await? } else { Vec::new() };
    Ok(View {
        signs: reader.signs(item.id.0, &item.reactions),
        own: signs::own(&ctx.db, principal, item.id).await?,
        poll: PollView::load(ctx, t, principal, &item).await?,
        about: about(ctx, &item).await?,
        proposal: ProposalView::load(ctx, principal, &item, place.as_ref()).await?,
        files: attached,
        told,
        accepted: all.iter().find(is_shown).map(|one| comment(one)),
        comments: thread.comments.iter().map(comment).collect(),
        first: after.map(|_| format!("/items/{}", item.id)),
        next: thread.next.map(|next| format!("/items/{}?after={next}", item.id)),
        form: form.named(&all, &reader),
        item: ItemView::new(&reader, &item, place.as_ref()),
        group: place.as_ref().map(|place| GroupLink::new(&place.group)),
        rights,
        errors,
        shell,
    })
}

/// The last word about it to each organisation.
async fn told(ctx: &Ctx, t: Texts, id: ItemId) -> Result<Vec<ToldView>> {
    let now = ctx.clock.now();
    let view = |one: delivery::Told| {
        let (kind, icon, key) = match one.state.as_str() {
            "done" => ("positive", "circle-check", "items-told-done"),
            "waiting" => ("info", "clock", "items-told-waiting"),
            _ => ("negative", "circle-x", "items-told-failed"),
        };
        ToldView {
            host: one.host,
            kind,
            icon,
            words: t.get(key),
            when: one.done_at.map(|at| t.moment(at, now)),
            error: one.last_error.unwrap_or_default(),
        }
    };
    Ok(delivery::list_told(&ctx.db, id.0).await?.into_iter().map(view).collect())
}

/// What one may read may stand in a network that one may not know of; then it is shown without it.
async fn place(ctx: &Ctx, principal: &Principal, item: &Item) -> Result<Option<Place>> {
    let Some(id) = item.group_id else { return Ok(None) };
    match groups::enter(&ctx.db, principal, id).await {
        Ok(place) => Ok(Some(place)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl View {
    fn body_label(&self, t: &Texts) -> String {
        t.get(if self.item.is_question { "items-your-answer" } else { "items-your-comment" })
    }

    /// The later part of a long thread.
    fn next_thread(&self) -> String {
        format!("{}#thread", self.next.as_deref().unwrap_or_default())
    }
}

impl ItemView {
    fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.path)
    }

    fn reply_path(&self, comment: &str) -> String {
        format!("{}?reply={comment}#comment-form", self.path)
    }
}

impl CommentForm {
    /// Only a comment of this thread can be answered.
    fn named(mut self, all: &[&Comment], reader: &Reader<'_>) -> Self {
        let parent = all.iter().find(|one| one.id.to_string() == self.reply && one.deleted_at.is_none());
        self.reply_name = parent.map(|one| FaceView::of(reader.t, reader.faces, one.author_id).name);
        if self.reply_name.is_none() {
            self.reply.clear();
        }
        self
    }
}

impl Rights {
    fn of(principal: &Principal, item: &Item, place: Option<&Place>, now: domain::Timestamp) -> Self {
        let is_signed_in = principal.member().is_some();
        let is_mine = principal.acting_person() == Some(item.author_id);
        let is_moderator = place.is_some_and(Place::is_moderator);
        let may_post = is_signed_in && place.map_or(item.group_id.is_none(), Place::may_post);
        let is_out = !item.is_draft() && item.standing == Standing::Accepted;
        Self {
            is_signed_in,
            is_mine,
            is_moderator: is_moderator && may_post,
            may_speak: may_post && is_out,
            may_comment: may_post && is_out && !item.is_locked() && !item.is_archived(now),
            may_accept: item.kind == Kind::Question && may_post && is_out && (is_mine || is_moderator),
            may_edit: is_mine && may_post,
            must_join: is_signed_in && place.is_some_and(|place| !place.is_member()),
        }
    }
}

impl ItemView {
    fn new(reader: &Reader<'_>, item: &Item, place: Option<&Place>) -> Self {
        let (t, now) = (reader.t, reader.now);
        let group = place.map(|place| &place.group);
        let is_waiting = item.standing == Standing::Waiting;
        Self {
            id: item.id.to_string(),
            path: format!("/items/{}", item.id),
            title: item.title.clone(),
            headline: match item.headline() {
                "" => t.get("items-untitled"),
                headline => headline.to_owned(),
            },
            icon: kinds::icon(item.kind),
            kind: t.get(kinds::word(item.kind)),
            language: item.language.clone(),
            is_question: item.kind == Kind::Question,
            html: item.html.clone(),
            face: FaceView::of(t, reader.faces, item.author_id),
            when: t.moment(item.published_at.or(item.publish_at).unwrap_or(item.created_at), now),
            edited: item.edited_at.map(|at| t.moment(at, now)),
            audience: audience::sentence(t, item.audience, group),
            audience_icon: words::audience_icon(item.audience),
            subjects: subjects::links(t, &item.subjects),
            folder: group.and_then(|group| folder(item, group)),
            views: item.view_count,
            comment_count: item.comment_count,
            states: row::states(t, item, now),
            is_draft: item.is_draft(),
            waiting_at: group.filter(|_| is_waiting).map(|group| group.organisation.clone()),
            refusal: (item.standing == Standing::Refused).then(|| refusal(t, &item.refusal)),
            hidden: item.hidden_at.map(|_| item.hidden_reason.clone()),
            is_pinned: item.pinned_at.is_some(),
            is_featured: item.featured_at.is_some(),
            is_locked: item.is_locked(),
        }
    }
}

fn folder(item: &Item, group: &Group) -> Option<(String, String)> {
    let folder = item.detail.folder().filter(|folder| !folder.is_empty())?;
    let href = files::address(&format!("/groups/{}", group.id), folder, Order::default());
    Some((folder.replace('/', " / "), href))
}

/// Why a host refused. It sends a key of ours where it can; what is none of ours is shown as it came.
pub(super) fn refusal(t: Texts, text: &str) -> String {
    let known = text.starts_with("error-").then(|| t.known(text)).flatten();
    known.unwrap_or_else(|| text.to_owned())
}
