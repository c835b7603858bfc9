//! `/groups/{id}/wiki/{slug}/edit`: changing a page. Whoever wrote on an older text is merged with what others wrote; what
//! does not merge comes back to be decided.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::Form;
use domain::Principal;
use domain::wiki::drafts::{self, Draft};
use domain::wiki::editing::OPENED;
use domain::wiki::{self, Edit, Outcome, Page, VersionId, Wiki, offers, proposals, remarks};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::editing;
use super::typed::{LABELS, Typed, new_patch};
use super::{Frame, address, enter, find, merge, path, revise};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::files::list;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/edit" Member => show;
        POST "/groups/{id}/wiki/{slug}/edit" Member body 4_000_000 => save;
    }
}

#[derive(Template)]
#[template(path = "wiki/edit.html")]
struct View {
    shell: Shell,
    frame: Frame,
    title: String,
    path: String,
    errors: FormErrors,
    typed: Typed,
    /// When the reader's own draft was kept, if he is not writing on it now.
    draft: Option<Moment>,
    draft_path: String,
    /// He writes on a text that others changed since.
    is_behind: bool,
    /// The organisation at which the network is.
    host: String,
    /// What he saves becomes a proposal.
    will_propose: bool,
    /// Who else is at it, in a sentence.
    others: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    draft: String,
    proposal: String,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let me = &member.principal;
    let (wiki, page) = find(&ctx, me, &id, &slug).await?;
    // Whoever may not change the page is told here.
    let others = editing::begin(&ctx, shell.t, me, page.id, OPENED).await?;
    let draft = drafts::find(&ctx.db, me, page.id).await?;
    let now = ctx.clock.now();
    let offered =
        draft.as_ref().filter(|_| asked.draft != "yes").map(|draft| shell.t.moment(draft.saved_at, now));
    let continued = draft.filter(|_| asked.draft == "yes");
    if let Ok(id) = asked.proposal.parse() {
        let (_, typed) = revise::typed(&ctx, me, &page, id).await?;
        let view = View::new(shell, &wiki, &page, typed).for_reader(&wiki, &page, me);
        return Ok(Html(View { others, ..view }.render()?));
    }
    let typed = match offers::find_own(&ctx.db, me, page.id).await?.filter(|_| continued.is_none()) {
        Some(offer) => Typed::on_its_way(&page, offer, ctx.clock.now()),
        None => typed(&ctx, &page, continued).await?,
    };
    let view = View::new(shell, &wiki, &page, typed).for_reader(&wiki, &page, me);
    Ok(Html(View { draft: offered, others, ..view }.render()?))
}

/// What stands, or one's own draft.
async fn typed(ctx: &Ctx, page: &Page, draft: Option<Draft>) -> Result<Typed> {
    let (base, body, summary) = match draft {
        Some(draft) => (draft.base, draft.source, draft.summary),
        None => {
            let source = wiki::source_of(&ctx.db, &page.head).await?;
            (page.head.clone(), source.unwrap_or_default(), String::new())
        }
    };
    Ok(Typed {
        body,
        summary,
        base: base.0,
        page: page.id.to_string(),
        patch: new_patch(ctx.clock.now()),
        ..Typed::default()
    })
}

impl Typed {
    /// One goes on with what one sent, until its host answered.
    fn on_its_way(page: &Page, offer: offers::Offer, now: domain::Timestamp) -> Self {
        Self {
            body: offer.source.unwrap_or_default(),
            base: offer.root.map(|root| root.0).unwrap_or_default(),
            page: page.id.to_string(),
            patch: new_patch(now),
            after: offer.id.to_string(),
            ..Self::default()
        }
    }
}

impl View {
    fn new(shell: Shell, wiki: &Wiki, page: &Page, typed: Typed) -> Self {
        Self {
            frame: Frame::new(wiki),
            title: page.title.clone(),
            path: address(wiki.group_id(), &page.slug),
            errors: FormErrors::default(),
            draft: None,
            draft_path: format!("{}/drafts/{}", path(wiki.group_id()), page.id),
            is_behind: typed.base != page.head.0 && typed.after.is_empty(),
            host: wiki.place.group.organisation.clone(),
            will_propose: !typed.proposal.is_empty(),
            others: String::new(),
            typed,
            shell,
        }
    }

    fn for_reader(self, wiki: &Wiki, page: &Page, me: &Principal) -> Self {
        let is_free = proposals::writes_freely(wiki, page, me.acting_person());
        Self { will_propose: self.will_propose || !is_free, ..self }
    }
}

async fn save(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let me = &member.principal;
    let wiki = enter(&ctx, me, &id).await?;
    let page = page_of(&ctx, &wiki, &slug, &typed.page).await?;
    if typed.act == "draft" {
        return keep(&ctx, me, shell, wiki, page, typed).await;
    }
    if let Ok(id) = typed.proposal.parse() {
        return match revise::save(&ctx, me, &page, id, &typed).await {
            Ok(()) => Ok(notice::then(&format!("/items/{id}#proposal"), "wiki-notice-proposed")),
            Err(error) => {
                let refused = Refused::new(shell.t, error, &LABELS)?;
                refused.show(|errors| View { errors, ..View::new(shell, &wiki, &page, typed) }.render())
            }
        };
    }
    let files = list::ids_of(&typed.files);
    let done = async {
        let base = typed.base()?;
        let edit = Edit {
            base,
            source: typed.body.clone(),
            summary: typed.summary.clone(),
            patch: typed.patch(),
            after: typed.after(),
            origin: None,
        };
        ctx.db
            .write(async |tx| {
                remarks::attach(tx, me, page.id, &files, &edit.source).await?;
                let outcome = wiki::edit(tx, me, page.id, edit.clone()).await?;
                wiki::editing::end(tx, me, page.id).await?;
                Ok(outcome)
            })
            .await
    };
    match done.await {
        Ok(outcome) => answer(&ctx, shell, &wiki, &page, outcome, &typed),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = View::new(shell, &wiki, &page, typed).for_reader(&wiki, &page, me);
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

/// The page that the form was made for, whatever became of its address; also one that was deleted meanwhile.
pub async fn page_of(ctx: &Ctx, wiki: &Wiki, slug: &str, id: &str) -> Result<Page> {
    match id.parse() {
        Ok(id) => Ok(drafts::page_of(&ctx.db, wiki, id).await?),
        Err(_) => Ok(wiki::find(&ctx.db, wiki, slug).await?),
    }
}

/// What came of an edit, as a page.
pub fn answer(
    ctx: &Ctx,
    shell: Shell,
    wiki: &Wiki,
    page: &Page,
    outcome: Outcome,
    typed: &Typed,
) -> Result<Response> {
    let to = address(wiki.group_id(), &page.slug);
    match outcome {
        Outcome::Saved(_) => Ok(notice::then(&to, "wiki-notice-saved")),
        Outcome::Merged(_) => Ok(notice::then(&to, "wiki-notice-merged")),
        Outcome::Proposed(id) => Ok(notice::then(&format!("/items/{id}#proposal"), "wiki-notice-proposed")),
        Outcome::Sent => Ok(notice::then(&to, "wiki-notice-sent")),
        Outcome::Unchanged => Ok(notice::then(&to, "wiki-notice-unchanged")),
        Outcome::Conflict(conflict) => {
            merge::View::new(ctx, shell, wiki, page, &conflict, &typed.summary, FormErrors::default())
                .answer()
        }
        Outcome::Gone => {
            let patch = new_patch(ctx.clock.now());
            let view = Gone {
                frame: Frame::new(wiki),
                title: page.title.clone(),
                typed: Typed { body: typed.body.clone(), patch, ..Typed::default() },
                shell,
            };
            Ok((StatusCode::CONFLICT, Html(view.render()?)).into_response())
        }
    }
}

/// The page was deleted while somebody wrote: his text is there, and can become a page of its own.
#[derive(Template)]
#[template(path = "wiki/gone.html")]
struct Gone {
    shell: Shell,
    frame: Frame,
    title: String,
    typed: Typed,
}

async fn keep(
    ctx: &Ctx,
    me: &Principal,
    shell: Shell,
    wiki: Wiki,
    page: Page,
    typed: Typed,
) -> Result<Response> {
    let kept = async {
        let base: VersionId = typed.base()?;
        let (body, summary) = (&typed.body, &typed.summary);
        ctx.db.write(async |tx| drafts::keep(tx, me, page.id, &base, body, summary).await).await
    };
    match kept.await {
        Ok(()) => Ok(notice::then(&path(wiki.group_id()), "wiki-notice-draft")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            refused.show(|errors| View { errors, ..View::new(shell, &wiki, &page, typed) }.render())
        }
    }
}
