//! Who asks: found once for each request, for the guard, the handler and the frame of the page.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Principal;

use crate::error::{Problem, Result};
use crate::state::Ctx;

/// Who asks, as the layers below and the page's frame need it.
#[derive(Clone, Debug)]
pub struct Identity {
    pub principal: Principal,
}

impl Identity {
    pub fn anonymous() -> Self {
        Self { principal: Principal::Anonymous }
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

async fn recognise(_ctx: &Ctx, _headers: &HeaderMap) -> Result<Identity, Problem> {
    Ok(Identity::anonymous())
}
