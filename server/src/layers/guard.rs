//! Per route: who may. The rows of the table say it, this layer holds it.

use std::convert::Infallible;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use domain::{Error, Principal};
use federation::route::{Access, Route};
use tower_http::limit::RequestBodyLimitLayer;

use super::identify::Identity;
use crate::error::Problem;
use crate::state::Ctx;

/// Wraps a handler in the check and the size limit of its row.
pub fn guard(route: &Route<Ctx>, service: MethodRouter<Ctx>, body_bytes_max: usize) -> MethodRouter<Ctx> {
    let access = route.access;
    let bytes = route.body_bytes_max.unwrap_or(body_bytes_max);
    service
        .layer::<_, Infallible>(DefaultBodyLimit::disable())
        .layer::<_, Infallible>(RequestBodyLimitLayer::new(bytes))
        .route_layer(from_fn(move |request: Request, next: Next| check(access, request, next)))
}

async fn check(access: Access, request: Request, next: Next) -> Response {
    let identity = request.extensions().get::<Identity>();
    let principal = identity.map_or(&Principal::Anonymous, |identity| &identity.principal);
    match refusal(access, principal, &request) {
        None => next.run(request).await,
        Some(problem) => problem.into_response(),
    }
}

/// A stranger is shown the way in; a member where only administrators go is told there is nothing.
fn refusal(access: Access, principal: &Principal, request: &Request) -> Option<Problem> {
    let is_member = matches!(principal, Principal::Member(_));
    match access {
        Access::Anyone => None,
        Access::Member | Access::Token if is_member => None,
        Access::Admin if is_member && principal.is_administrator() => None,
        Access::Admin if is_member => Some(Problem::not_found()),
        Access::Member | Access::Admin => Some(sign_in(request)),
        Access::Token => Some(Error::Unauthenticated.into()),
        // Signatures are checked at the other door; here nobody has one.
        Access::Signed | Access::Peer => Some(Problem::not_found()),
    }
}

/// Back to this page after signing in; a form that was sent is not sent again.
fn sign_in(request: &Request) -> Problem {
    match *request.method() {
        Method::GET => {
            let here = request.uri().path_and_query().map_or("/", |path| path.as_str());
            Problem::SignIn { here: here.to_owned() }
        }
        _ => Error::Unauthenticated.into(),
    }
}
