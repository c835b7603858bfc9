//! The two pages about the site itself: help with the shortcuts, and the accessibility statement.

use askama::Template;
use axum::response::Html;
use federation::route::Route;
use federation::routes;

use super::shell::Shell;
use crate::error::Result;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/help" Anyone => help;
        GET "/toegankelijkheid" Anyone => accessibility;
    }
}

#[derive(Template)]
#[template(path = "help/help.html")]
struct Help {
    shell: Shell,
}

async fn help(shell: Shell) -> Result<Html<String>> {
    Ok(Html(Help { shell }.render()?))
}

#[derive(Template)]
#[template(path = "accessibility/statement.html")]
struct Statement {
    shell: Shell,
}

async fn accessibility(shell: Shell) -> Result<Html<String>> {
    Ok(Html(Statement { shell }.render()?))
}
