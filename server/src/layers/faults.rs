//! A page in the reader's language for every error, also for those that routing, extractors and panics make.

mod page;
mod problem_json;

use std::any::Any;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use self::page::Words;
use super::identify::Identity;
use super::trace::RequestId;
use crate::error::Problem;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// The layer. Answers without a fault pass unread.
pub async fn faults(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&ctx, &request);
    let response = next.run(request).await;
    match problem_of(&response) {
        Some(problem) => asked.answer(&problem, response),
        None => response,
    }
}

/// For the layer that catches panics.
pub fn panicked(payload: Box<dyn Any + Send>) -> Response {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no text");
    Problem::internal(format!("a handler panicked: {text}")).into_response()
}

/// For addresses that no route has.
pub async fn no_route() -> Problem {
    Problem::not_found()
}

/// What the answer needs of a request that the handler has consumed.
struct Asked {
    id: String,
    /// He sent a form, and wants to know what became of it. Programs and scripts know what they sent.
    has_sent: bool,
    is_api: bool,
    is_partial: bool,
    shell: Shell,
}

impl Asked {
    fn of(ctx: &Ctx, request: &Request) -> Self {
        let is_api = request.uri().path().starts_with("/api/");
        let is_partial = request.headers().contains_key("hx-request");
        Self {
            id: request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default(),
            has_sent: !request.method().is_safe() && !is_api && !is_partial,
            is_api,
            is_partial,
            shell: Shell::of(ctx, request.headers(), request.uri()),
        }
    }

    fn answer(mut self, problem: &Problem, response: Response) -> Response {
        log(problem);
        if let Some(identity) = response.extensions().get::<Identity>() {
            self.shell.recognise(identity);
        }
        let (id, words) = (self.id.clone(), Words::of(problem, self.shell.t, self.has_sent));
        let mut answer = match (self.is_api, self.is_partial) {
            (true, _) => problem_json::answer(problem.status(), words, &id),
            (_, true) => page::part(words, &id, self.shell.t),
            _ => page::whole(words, id, self.shell),
        };
        *answer.status_mut() = problem.status();
        // What the refusal itself said to programs.
        for name in [header::RETRY_AFTER, header::ALLOW, header::SET_COOKIE] {
            if let Some(value) = response.headers().get(&name) {
                answer.headers_mut().insert(name, value.clone());
            }
        }
        answer
    }
}

/// Ours to mend: an error. The machine's: a warning. The asker's: nothing but the line of the request.
fn log(problem: &Problem) {
    use domain::Error;
    match problem {
        Problem::House(Error::Internal(text)) => tracing::error!(text, "could not answer"),
        Problem::House(Error::Taken(name)) => {
            tracing::error!(name, "a refused row has no sentence for its reader")
        }
        Problem::House(Error::Unavailable(text)) => tracing::warn!(text, "the database cannot serve"),
        Problem::House(Error::Full(text)) => tracing::error!(text, "the disk is full: make room"),
        Problem::Slow => tracing::warn!("the answer was not ready in time"),
        _ => {}
    }
}

/// The problem a handler gave, or the one that a bare refusal of axum means.
fn problem_of(response: &Response) -> Option<Arc<Problem>> {
    if let Some(problem) = response.extensions().get::<Arc<Problem>>() {
        return Some(Arc::clone(problem));
    }
    let is_bare = match response.headers().get(header::CONTENT_TYPE) {
        None => true,
        Some(kind) => kind.as_bytes().starts_with(b"text/plain"),
    };
    bare(response.status()).filter(|_| is_bare).map(Arc::new)
}

fn bare(status: StatusCode) -> Option<Problem> {
    Some(match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::Method,
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Problem::Unreadable(String::new())
        }
        status if status.is_server_error() => Problem::internal(format!("a bare answer of status {status}")),
        _ => return None,
    })
}
