//! `/settings/email`: another address of mail, or proof of the one there is.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::accounts::{self, Account, own};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::confirm;
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/settings/email" Member => show;
        POST "/settings/email" Member body 16_000 => change;
    }
}

const LABELS: [(&str, &str); 2] =
    [("email", "settings-email-new"), ("current_password", "settings-current-password")];

#[derive(Deserialize)]
struct Change {
    email: String,
    current_password: String,
}

#[derive(Template)]
#[template(path = "settings/email.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    account: Account,
    typed: String,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let account = accounts::find(&ctx.db, &member.principal, member.account_id).await?;
    let is_proven = account.email_confirmed_at.is_some();
    let typed = if is_proven { String::new() } else { account.email.clone() };
    Ok(Html(View { shell, errors: FormErrors::default(), account, typed }.render()?))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(form): Form<Change>,
) -> Result<Response> {
    let done = async {
        confirm(&ctx, &member, &form.current_password).await?;
        ctx.db.write(async |tx| own::request_email(tx, &member.principal, &form.email).await).await
    };
    match done.await {
        Ok(()) => Ok(notice::then("/settings", "settings-notice-email")),
        Err(error) => {
            let account = accounts::find(&ctx.db, &member.principal, member.account_id).await?;
            Refused::new(shell.t, error, &LABELS)?
                .show(|errors| View { shell, errors, account, typed: form.email }.render())
        }
    }
}
