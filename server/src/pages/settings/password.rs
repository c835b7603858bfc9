//! `/settings/password`.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::Error;
use domain::accounts::{self, own};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::confirm;
use crate::error::Result;
use crate::extract::{Caller, Member};
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/settings/password" Member => show;
        POST "/settings/password" Member body 16_000 => change;
    }
}

const LABELS: [(&str, &str); 2] =
    [("current_password", "settings-current-password"), ("new_password", "account-password-new")];

#[derive(Deserialize)]
struct Change {
    current_password: String,
    new_password: String,
}

#[derive(Template)]
#[template(path = "settings/password.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    email: String,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let account = accounts::find(&ctx.db, &member.principal, member.account_id).await?;
    Ok(Html(View { shell, errors: FormErrors::default(), email: account.email }.render()?))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Caller(from): Caller,
    shell: Shell,
    Form(form): Form<Change>,
) -> Result<Response> {
    let account = accounts::find(&ctx.db, &member.principal, member.account_id).await?;
    let done = async {
        confirm(&ctx, &member, &form.current_password).await?;
        let about = [account.name.as_str(), &account.email, &shell.organisation];
        let password = ctx.passwords.accept("new_password", &form.new_password, &about).await?;
        let kept = from.session.clone().ok_or(Error::Unauthenticated)?;
        ctx.db.write(async |tx| own::change_password(tx, &member.principal, &password, &kept).await).await
    };
    match done.await {
        Ok(()) => Ok(notice::then("/settings", "settings-notice-password")),
        Err(error) => Refused::new(shell.t, error, &LABELS)?
            .show(|errors| View { shell, errors, email: account.email }.render()),
    }
}
