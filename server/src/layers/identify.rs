//! Who asks: found once for each request, for the guard, the handler and the frame of the page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::Principal;
use domain::accounts::Secret;
use domain::accounts::sessions::{self, SignedIn};

use crate::cookies;
use crate::error::{Problem, Result};
use crate::state::Ctx;

/// Who asks, as the layers below and the page's frame need it.
#[derive(Clone, Debug)]
pub struct Identity {
    pub principal: Principal,
    /// Set for a browser with a session, absent for strangers.
    pub signed_in: Option<Arc<SignedIn>>,
}

impl Identity {
    fn anonymous() -> Self {
        Self { principal: Principal::Anonymous, signed_in: None }
    }
}

impl From<SignedIn> for Identity {
    fn from(signed_in: SignedIn) -> Self {
        Self { principal: signed_in.principal(), signed_in: Some(Arc::new(signed_in)) }
    }
}

/// The layer. The answer carries the identity too, so that an error page shows who is signed in.
pub async fn identify(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let identity = match recognise(&ctx, request.headers()).await {
        Ok(identity) => identity,
        Err(problem) => return problem.into_response(),
    };
    request.extensions_mut().insert(identity.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(identity);
    response
}

async fn recognise(ctx: &Ctx, headers: &HeaderMap) -> Result<Identity, Problem> {
    let Some(secret) = session_secret(headers) else { return Ok(Identity::anonymous()) };
    let Some(signed_in) = sessions::find(&ctx.db, &secret).await? else { return Ok(Identity::anonymous()) };
    write_down(ctx, &signed_in).await;
    Ok(signed_in.into())
}

/// What the browser shows of its session, if it can be one of ours.
pub fn session_secret(headers: &HeaderMap) -> Option<Secret> {
    Secret::read(CookieJar::from_headers(headers).get(cookies::SESSION)?.value())
}

/// The visit keeps the session alive. A page is not refused because this could not be written.
async fn write_down(ctx: &Ctx, signed_in: &SignedIn) {
    if !signed_in.is_touch_due(ctx.clock.now()) {
        return;
    }
    if let Err(error) = ctx.db.write(async |tx| sessions::touch(tx, signed_in).await).await {
        tracing::warn!(%error, "could not write down a visit");
    }
}
