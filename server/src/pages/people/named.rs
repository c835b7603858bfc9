//! `/people/named/{handle}`: whom a text names. Leads to his page when the reader may see him; for anyone else there is
//! nobody of that name.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::people::{self, reading::What};
use federation::route::Route;
use federation::routes;

use crate::error::{Problem, Result};
use crate::extract::Visitor;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/people/named/{handle}" Anyone => named;
    }
}

async fn named(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Path(handle): Path<String>,
) -> Result<Response> {
    ctx.reading.take(&principal, What::Names, ctx.clock.now())?;
    let person = people::find_named(&ctx.db, &handle).await?.ok_or_else(Problem::not_found)?;
    let view = people::view(&ctx.db, &principal, person).await?;
    Ok(Redirect::to(&format!("/people/{}", view.id)).into_response())
}
