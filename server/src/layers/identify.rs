//! Who asks: found once for each request, for the guard, the handler and the frame of the page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::Principal;
use domain::accounts::Secret;
use domain::accounts::sessions::{self, SignedIn};
use domain::accounts::tokens::{self, Bearer};

use crate::cookies;
use crate::error::{Problem, Result};
use crate::state::Ctx;

/// Who asks, as the layers below and the page's frame need it.
#[derive(Clone, Debug)]
pub struct Identity {
    pub principal: Principal,
    /// Set for a browser with a session, absent for programs and strangers.
    pub signed_in: Option<Arc<SignedIn>>,
}

impl Identity {
    fn anonymous() -> Self {
        Self { principal: Principal::Anonymous, signed_in: None }
    }
}

impl From<Bearer> for Identity {
    fn from(bearer: Bearer) -> Self {
        Self { principal: Principal::Member(bearer.member), signed_in: None }
    }
}

impl From<SignedIn> for Identity {
    fn from(signed_in: SignedIn) -> Self {
        Self { principal: signed_in.principal(), signed_in: Some(Arc::new(signed_in)) }
    }
}

/// The layer. The answer carries the identity too, so that an error page shows who is signed in.
pub async fn identify(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let identity = match recognise(&ctx, request.uri(), request.headers()).await {
        Ok(identity) => identity,
        Err(problem) => return problem.into_response(),
    };
    request.extensions_mut().insert(identity.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(identity);
    response
}

/// A token speaks before a session: a program that shows one does not want to be anybody else.
async fn recognise(ctx: &Ctx, uri: &Uri, headers: &HeaderMap) -> Result<Identity, Problem> {
    match bearer(uri, headers) {
        Some(token) => by_token(ctx, token).await,
        None => by_session(ctx, headers).await,
    }
}

async fn by_token(ctx: &Ctx, token: &str) -> Result<Identity, Problem> {
    let Some(secret) = Secret::read(token) else { return Ok(Identity::anonymous()) };
    let Some(bearer) = tokens::find(&ctx.db, &secret).await? else { return Ok(Identity::anonymous()) };
    if bearer.is_touch_due(ctx.clock.now()) {
        noted(ctx.db.write(async |tx| tokens::touch(tx, &bearer).await).await);
    }
    Ok(bearer.into())
}

async fn by_session(ctx: &Ctx, headers: &HeaderMap) -> Result<Identity, Problem> {
    let Some(secret) = session_secret(headers) else { return Ok(Identity::anonymous()) };
    let Some(signed_in) = sessions::find(&ctx.db, &secret).await? else { return Ok(Identity::anonymous()) };
    if signed_in.is_touch_due(ctx.clock.now()) {
        noted(ctx.db.write(async |tx| sessions::touch(tx, &signed_in).await).await);
    }
    Ok(signed_in.into())
}

/// A page is not refused because a visit could not be written down.
fn noted(written: domain::Result<()>) {
    if let Err(error) = written {
        tracing::warn!(%error, "could not write down a visit");
    }
}

/// The token of a program. Only the API takes one: pages are for people.
pub fn bearer<'a>(uri: &Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let shown = headers.get(header::AUTHORIZATION).filter(|_| uri.path().starts_with("/api/"))?;
    shown.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// What the browser shows of its session, if it can be one of ours.
pub fn session_secret(headers: &HeaderMap) -> Option<Secret> {
    Secret::read(CookieJar::from_headers(headers).get(cookies::SESSION)?.value())
}
