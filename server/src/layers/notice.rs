//! What was just done is told once: the page that told it takes the cookie back.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::notice;

pub async fn notice(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let mut response = next.run(request).await;
    notice::shown(&asked, &mut response);
    response
}
