//! `/settings/remove`: leaving. Says first what will be gone.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::{CookieJar, Form};
use domain::accounts::administer;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::confirm;
use crate::error::Result;
use crate::extract::Member;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;
use crate::{cookies, notice};

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/settings/remove" Member => show;
        POST "/settings/remove" Member body 16_000 => remove;
    }
}

const LABELS: [(&str, &str); 1] = [("current_password", "settings-current-password")];

#[derive(Deserialize)]
struct Confirmed {
    current_password: String,
}

#[derive(Template)]
#[template(path = "settings/remove.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
}

async fn show(_: Member, shell: Shell) -> Result<Html<String>> {
    Ok(Html(View { shell, errors: FormErrors::default() }.render()?))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(form): Form<Confirmed>,
) -> Result<Response> {
    let done = async {
        confirm(&ctx, &member, &form.current_password).await?;
        let (me, id) = (&member.principal, member.account_id);
        ctx.db.write(async |tx| administer::erase(tx, me, id).await).await
    };
    match done.await {
        Ok(()) => {
            let jar = CookieJar::new().add(cookies::forget(cookies::SESSION));
            Ok((jar, notice::then("/sign-in", "settings-notice-removed")).into_response())
        }
        Err(error) => Refused::new(shell.t, error, &LABELS)?.show(|errors| View { shell, errors }.render()),
    }
}
