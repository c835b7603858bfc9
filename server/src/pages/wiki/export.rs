//! `…/export`, `…/page.md`, `…/pages.zip` and `/groups/{id}/wiki.zip`: a page, what stands under it, or the whole wiki as files
//! of Markdown. The ZIP is made while it is sent: some pages at a time, then the files that they show.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::files::{self, File};
use domain::wiki::port::{self, Outgoing, Part, Written};
use domain::wiki::{self, Page, Wiki};
use domain::{FileId, Principal, instances};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{Frame, address, enter, find};
use crate::error::{Problem, Result};
use crate::extract::{Member, Visitor};
use crate::files::zipped::{self, Packer};
use crate::i18n::Texts;
use crate::pages::files::disposition;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki.zip" Member => whole;
        GET "/groups/{id}/wiki/{slug}/export" Member => choose;
        GET "/groups/{id}/wiki/{slug}/page.md" Anyone => markdown;
        GET "/groups/{id}/wiki/{slug}/pages.zip" Member => pages;
    }
}

/// Pages whose texts are in memory at once.
const PAGES_AT_ONCE: usize = 50;
/// Of all files together; those that do not fit are named.
const FILES_BYTES_MAX: i64 = 2_000_000_000;
const FILES_MAX: usize = 5_000;

#[derive(Template)]
#[template(path = "wiki/export.html")]
struct View {
    shell: Shell,
    frame: Frame,
    title: String,
    path: String,
    /// The page and those under it.
    count: usize,
}

async fn choose(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    let count = port::list_out(&ctx.db, &wiki, Part::Under(page.id)).await.map_or(0, |pages| pages.len());
    let path = address(wiki.group_id(), &page.slug);
    Ok(Html(View { frame: Frame::new(&wiki), path, title: page.title, count, shell }.render()?))
}

async fn markdown(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Response> {
    let (wiki, page) = find(&ctx, &principal, &id, &slug).await?;
    as_markdown(&ctx, &principal, &wiki, &page).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `yes`: with everything under it.
    under: String,
}

async fn pages(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    let part = if asked.under == "yes" { Part::Under(page.id) } else { Part::Page(page.id) };
    as_zip(&ctx, &member.principal, wiki, part, &page.title, shell.t).await
}

async fn whole(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Response> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let name = wiki.place.group.words.name.clone();
    as_zip(&ctx, &member.principal, wiki, Part::All, &name, shell.t).await
}

/// A page as one file.
pub(crate) async fn as_markdown(
    ctx: &Ctx,
    principal: &Principal,
    wiki: &Wiki,
    page: &Page,
) -> Result<Response> {
    let written = port::read_out(&ctx.db, principal, wiki, &[page.id]).await?;
    let written = written.first().ok_or_else(Problem::not_found)?;
    let base = instances::home(&ctx.db).await?.base_url;
    let name = format!("{}.md", port::file_name(&page.title));
    let head = [
        (header::CONTENT_TYPE, "text/markdown; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(false, &name)),
    ];
    Ok((head, written.as_file(&at(&base, &written.page))).into_response())
}

/// Where a page is read, from anywhere.
fn at(base: &str, page: &Page) -> String {
    format!("{base}{}", super::page_path(page))
}

/// A part of a wiki in a ZIP.
pub(crate) async fn as_zip(
    ctx: &Ctx,
    principal: &Principal,
    wiki: Wiki,
    part: Part,
    title: &str,
    t: Texts,
) -> Result<Response> {
    let pages = port::list_out(&ctx.db, &wiki, part).await?;
    let base = instances::home(&ctx.db).await?.base_url;
    let name = format!("{}.zip", port::file_name(title));
    let out = Out { ctx: ctx.clone(), principal: principal.clone(), wiki, base, t, along: BTreeMap::new() };
    zipped::answer(&name, move |packer| out.pack(packer, pages))
}

/// What is being sent.
struct Out {
    ctx: Ctx,
    principal: Principal,
    wiki: Wiki,
    base: String,
    t: Texts,
    /// Files that the texts name, as far as the reader may have them.
    along: BTreeMap<FileId, File>,
}

impl Out {
    async fn pack(mut self, mut packer: Packer, pages: Vec<Outgoing>) -> std::io::Result<Packer> {
        let mut left_out = Vec::new();
        let mut room = FILES_BYTES_MAX;
        for some in pages.chunks(PAGES_AT_ONCE) {
            let ids: Vec<_> = some.iter().map(|page| page.id).collect();
            let written = self.written(&ids).await.map_err(std::io::Error::other)?;
            for page in some {
                // One that was taken away meanwhile is not there.
                let Some(text) = written.get(&page.id) else { continue };
                let file = self.with_files(text, page, &mut room, &mut left_out).await;
                packer.whole(&page.path, file.into_bytes()).await?;
            }
        }
        for file in self.along.values() {
            packer.file(&self.ctx.files, &port::attachment(file), file).await?;
        }
        if !left_out.is_empty() {
            let text = format!("{}\n\n{}\n", self.t.get("port-left-out"), left_out.join("\n"));
            packer
                .whole(
                    &format!("{}/{}.txt", port::ATTACHMENTS, self.t.get("port-left-out-name")),
                    text.into_bytes(),
                )
                .await?;
        }
        Ok(packer)
    }

    async fn written(&self, ids: &[domain::PageId]) -> domain::Result<HashMap<domain::PageId, Written>> {
        // He may have left the network while his file was being made.
        wiki::enter(&self.ctx.db, &self.principal, self.wiki.group_id()).await?;
        let found = port::read_out(&self.ctx.db, &self.principal, &self.wiki, ids).await?;
        Ok(found.into_iter().map(|written| (written.page.id, written)).collect())
    }

    /// The file of a page, which links to the files that go along.
    async fn with_files(
        &mut self,
        written: &Written,
        page: &Outgoing,
        room: &mut i64,
        left_out: &mut Vec<String>,
    ) -> String {
        let text = written.as_file(&at(&self.base, &written.page));
        let named = port::files_named(&text);
        self.fetch(&named, room, left_out).await;
        let paths =
            named.iter().filter_map(|id| Some((*id, port::attachment(self.along.get(id)?)))).collect();
        port::with_files(&text, page.depth, &paths)
    }

    async fn fetch(&mut self, named: &BTreeSet<FileId>, room: &mut i64, left_out: &mut Vec<String>) {
        for id in named.iter().filter(|id| !self.along.contains_key(id)).copied().collect::<Vec<_>>() {
            // What he may not have does not exist for him, and keeps its address as anybody wrote it.
            let Ok(file) = files::find_visible(&self.ctx.db, &self.principal, id).await else { continue };
            let fits = file.size_bytes <= *room && self.along.len() < FILES_MAX && file.readable().is_some();
            if fits {
                *room -= file.size_bytes;
                self.along.insert(id, file);
            } else if left_out.len() < FILES_MAX && !left_out.contains(&port::attachment(&file)) {
                left_out.push(port::attachment(&file));
            }
        }
    }
}
