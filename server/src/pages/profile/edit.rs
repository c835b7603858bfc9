//! `/profile/edit`: the whole profile in one form. What somebody else saved meanwhile is kept, or asked about.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::{Error, FieldError, people};
use federation::route::Route;
use federation::routes;

use super::Own;
use super::rows::{self, Control, Row, Section};
use super::typed::{Slot, Typed};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/edit" Member => show;
        POST "/profile/edit" Member body 120_000 => save;
    }
}

#[derive(Template)]
#[template(path = "profile/edit.html")]
struct View {
    shell: Shell,
    sections: Vec<Section>,
    errors: FormErrors,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let own = Own::load(&ctx, &member).await?;
    let typed = Typed::of(&own.person, &Slot::all(&own.definitions));
    let sections = rows::sections(shell.t, &own.definitions, &typed);
    Ok(Html(View { shell, sections, errors: FormErrors::default() }.render()?))
}

async fn save(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let own = Own::load(&ctx, &member).await?;
    let (mut typed, slots) = (Typed(pairs), Slot::all(&own.definitions));
    match store(&ctx, &member, &typed, &slots).await {
        Ok(()) => Ok(notice::then("/profile", "profile-notice-saved")),
        Err(Error::Invalid(errors)) => {
            let now = Own::load(&ctx, &member).await?;
            let mut sections = Vec::new();
            let clashes = accept_clashes(&mut typed, &errors, &now);
            sections.extend(rows::sections(shell.t, &now.definitions, &typed));
            tell(shell.t, sections.iter_mut().flat_map(|section| &mut section.rows), &clashes, &now);
            let errors = form_errors(shell.t, &errors, &now);
            let page = View { shell, sections, errors }.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Saves what these slots of a form ask for.
pub(in crate::pages) async fn store(
    ctx: &Ctx,
    member: &Member,
    typed: &Typed,
    slots: &[Slot],
) -> domain::Result<()> {
    let (edit, seen) = typed.read(slots).map_err(Error::Invalid)?;
    let id = member.person_id;
    ctx.db.write(async |tx| people::edit_seen(tx, &member.principal, id, edit, &seen).await).await
}

/// Saving once more decides a clash: the form now knows what it would replace.
pub(in crate::pages) fn accept_clashes(typed: &mut Typed, errors: &[FieldError], now: &Own) -> Vec<Slot> {
    let clashed = errors.iter().filter(|error| error.key == "error-changed-meanwhile");
    let slots: Vec<Slot> = clashed.filter_map(|error| slot_of(&error.field)).collect();
    slots.iter().for_each(|slot| typed.accept(*slot, &now.person));
    slots
}

/// Shows beside each clash what stands there now.
pub(in crate::pages) fn tell<'a>(
    t: Texts,
    rows: impl Iterator<Item = &'a mut Row>,
    clashes: &[Slot],
    now: &Own,
) {
    for row in rows {
        let clash = clashes.iter().find(|slot| slot.html() == row.name);
        row.stored = clash.map(|slot| stored(t, *slot, now));
    }
}

fn stored(t: Texts, slot: Slot, now: &Own) -> String {
    match slot {
        Slot::Name => now.person.name.clone(),
        Slot::Field(_) => rows::fact(t, &now.definitions, &now.person, slot)
            .map_or_else(|| t.get("profile-stored-empty"), |fact| fact.value.line()),
    }
}

/// The errors with the ids and labels of this page.
pub(in crate::pages) fn form_errors(t: Texts, errors: &[FieldError], own: &Own) -> FormErrors {
    FormErrors::placed(t, errors, |field| {
        let slot = slot_of(field);
        let label = slot.and_then(|slot| rows::label(t, &own.definitions, slot));
        (slot.map_or_else(|| field.to_owned(), Slot::html), label.unwrap_or_default())
    })
}

fn slot_of(house: &str) -> Option<Slot> {
    Slot::parse(&house.replace(':', "-"))
}
