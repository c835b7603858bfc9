//! `/groups/{id}/leave`: going away, declining an invitation, withdrawing a request.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use domain::GroupId;
use domain::groups::{self, members};
use federation::route::Route;
use federation::routes;

use super::head::{Head, Tab};
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/leave" Member => show;
        POST "/groups/{id}/leave" Member body 1_000 => leave;
    }
}

#[derive(Template)]
#[template(path = "groups/leave.html")]
struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    is_closed: bool,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let (head, is_closed) = (Head::new(shell.t, &place, Tab::None), place.group.is_closed());
    Ok(Html(View { shell, head, errors: FormErrors::default(), is_closed }.render()?))
}

async fn leave(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let me = &member.principal;
    // Where he goes must not be a network that he may not know of once he has left.
    match ctx.db.write(async |tx| members::leave(tx, me, id).await).await {
        Ok(()) => Ok(notice::then("/groups", "groups-notice-left")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &[])?;
            let place = groups::enter(&ctx.db, me, id).await?;
            let (head, is_closed) = (Head::new(shell.t, &place, Tab::None), place.group.is_closed());
            refused.show(|errors| View { shell, head, errors, is_closed }.render())
        }
    }
}
