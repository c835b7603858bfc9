//! `/admin/people/{id}/shut-out`: keeping somebody of another organisation out of all networks hosted here, and letting
//! him in again.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::shut_out;
use domain::people::faces;
use domain::{Error, PersonId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Admin;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/people/{id}/shut-out" Admin => show;
        POST "/admin/people/{id}/shut-out" Admin body 16_000 => put_out;
        POST "/admin/people/{id}/let-in" Admin body 1_000 => let_in;
    }
}

const LABELS: [(&str, &str); 1] = [("reason", "groups-reason")];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    reason: String,
}

#[derive(Template)]
#[template(path = "admin/shut_out.html")]
struct View {
    shell: Shell,
    face: FaceView,
    path: String,
    errors: FormErrors,
    typed: Typed,
}

impl View {
    async fn load(ctx: &Ctx, admin: &Admin, shell: Shell, id: PersonId, typed: Typed) -> Result<Self> {
        let faces = faces(&ctx.db, &admin.principal, [id]).await?;
        if faces.get(&id).is_none_or(|face| face.is_local) {
            return Err(Error::NotFound.into());
        }
        let face = FaceView::of(shell.t, &faces, id);
        let path = format!("/admin/people/{id}/shut-out");
        Ok(Self { shell, face, path, errors: FormErrors::default(), typed })
    }
}

async fn show(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    Ok(Html(View::load(&ctx, &admin, shell, id_of(&id)?, Typed::default()).await?.render()?))
}

async fn put_out(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let (id, me): (PersonId, _) = (id_of(&id)?, &admin.principal);
    match ctx.db.write(async |tx| shut_out::shut_out(tx, me, id, &typed.reason).await).await {
        Ok(()) => Ok(notice::then("/admin/groups", "admin-groups-notice-shut-out")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = View::load(&ctx, &admin, shell, id, typed).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

async fn let_in(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<String>) -> Result<Response> {
    let id: PersonId = id_of(&id)?;
    ctx.db.write(async |tx| shut_out::let_in(tx, &admin.principal, id).await).await?;
    Ok(notice::then("/admin/groups", "admin-groups-notice-let-in"))
}
