//! `/settings`: what a person changes about his own account. What changes who can get in asks for the password again.

mod device;
mod email;
mod feeds;
mod overview;
mod password;
mod remove;
mod sessions;
mod tokens;

use domain::accounts::sign_in::confirm_identity;
use federation::route::Route;

use crate::extract::Member;
use crate::state::Ctx;

pub use device::device;

pub fn routes() -> Vec<Route<Ctx>> {
    let pages = [
        overview::routes(),
        email::routes(),
        password::routes(),
        sessions::routes(),
        tokens::routes(),
        feeds::routes(),
        remove::routes(),
    ];
    pages.into_iter().flatten().collect()
}

/// The field in which these forms ask for the password of now.
const CURRENT: &str = "current_password";

/// Whether it is really him, and not somebody at a screen he left.
async fn confirm(ctx: &Ctx, member: &Member, password: &str) -> domain::Result<()> {
    confirm_identity(&ctx.db, &ctx.passwords, &member.principal, CURRENT, password).await
}
