//! `/groups/new`: a network of one's own.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::{self, Role, members};
use domain::{Error, Result as HouseResult};
use federation::route::Route;
use federation::routes;

use super::typed::{Choices, LABELS, Typed};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/new" Member => show;
        POST "/groups/new" Member body 400_000 => create;
    }
}

#[derive(Template)]
#[template(path = "groups/create.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    typed: Typed,
    choices: Choices,
    /// Own networks that may have parts: value and name.
    parents: Vec<(String, String)>,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    if !groups::creation_policy(&ctx.db).await?.allows(&member.principal) {
        return Err(Error::Forbidden("error-may-not-create-group").into());
    }
    let typed = Typed { language: shell.t.tag().to_owned(), ..Typed::default() };
    let (choices, parents) = (Choices::new(shell.t), parents(&ctx, shell.t, &member).await?);
    Ok(Html(View { shell, errors: FormErrors::default(), typed, choices, parents }.render()?))
}

/// Networks one owns here and that are no part themselves.
async fn parents(ctx: &Ctx, t: Texts, member: &Member) -> HouseResult<Vec<(String, String)>> {
    let own = members::list_own(&ctx.db, &member.principal).await?;
    let ids: Vec<_> = own.iter().filter(|row| row.role == Role::Owner).map(|row| row.group_id).collect();
    let groups = groups::list_by_id(&ctx.db, &member.principal, &ids).await?;
    let fit = groups.into_iter().filter(|group| group.is_local && group.parent_id.is_none());
    let mut options: Vec<_> = fit.map(|group| (group.id.to_string(), group.words.name)).collect();
    options.sort_by(|left, right| left.1.cmp(&right.1));
    options.insert(0, (String::new(), t.get("groups-parent-none")));
    Ok(options)
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let done = async {
        let edit = typed.read(&ctx.db).await?;
        ctx.db.write(async |tx| groups::create(tx, &member.principal, edit.clone()).await).await
    };
    match done.await {
        Ok(id) => Ok(notice::then(&format!("/groups/{id}"), "groups-notice-created")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let (choices, parents) = (Choices::new(shell.t), parents(&ctx, shell.t, &member).await?);
            refused.show(|errors| View { shell, errors, typed, choices, parents }.render())
        }
    }
}
