//! The route table both doors fill: method, path, who may, handler.
//!
//! A door returns its rows as `Vec<Route<S>>` and nothing else, so one list feeds the router, the OpenAPI
//! document and the access test. It stands here because `server` depends on this crate and both need it.
//! The guards themselves live with who can recognise the caller: sessions and tokens in `server`,
//! signatures in this crate's gate.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{self, MethodRouter};

pub use axum::http::Method;
pub use axum::routing::MethodFilter;

/// Who may call a route. Checked before the handler runs; what a handler shows beyond that is decided by
/// the audience rules in `domain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// The whole internet, signed in or not.
    Anyone,
    /// A signed-in person of this organisation.
    Member,
    /// A signed-in administrator of this organisation.
    Admin,
    /// A bearer of an API token, or a signed-in person: for `/api/v1`.
    Token,
    /// Any host with a valid signature: the handshake of hosts we do not know yet.
    Signed,
    /// A host that an administrator approved, with a valid signature.
    Peer,
}

/// One row of the table. `mount` makes the axum service when the router is built.
pub struct Route<S> {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    /// Largest request body in bytes; `None` is the limit of the whole instance.
    pub body_bytes_max: Option<usize>,
    pub mount: fn() -> MethodRouter<S>,
}

/// Writes the rows: `routes! { GET "/people/{id}" Member => person; POST "/photo" Member body 8_000_000 => photo; }`.
/// The state `S` follows from the function that returns them.
#[macro_export]
macro_rules! routes {
    ($($method:ident $path:literal $access:ident $(body $bytes:literal)? => $handler:expr;)*) => {
        vec![$($crate::route::Route {
            method: $crate::route::Method::$method,
            path: $path,
            access: $crate::route::Access::$access,
            body_bytes_max: None$(.or(Some($bytes)))?,
            mount: || $crate::route::on($crate::route::MethodFilter::$method, $handler),
        }),*]
    };
}

/// Builds the router; `guard` wraps each handler in the check its row asks for.
pub fn fold<S>(
    routes: Vec<Route<S>>,
    guard: impl Fn(&Route<S>, MethodRouter<S>) -> MethodRouter<S>,
) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    routes.iter().fold(Router::new(), |router, route| {
        let service = (route.mount)();
        router.route(route.path, guard(route, service))
    })
}

/// One handler under one method; called by `routes!`, so that its users need not name axum's paths.
pub fn on<H, T, S>(method: MethodFilter, handler: H) -> MethodRouter<S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    routing::on(method, handler)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn page() -> &'static str {
        "page"
    }

    fn table() -> Vec<Route<()>> {
        routes! {
            GET "/people/{id}" Member => page;
            POST "/people/{id}" Admin body 8_000_000 => page;
        }
    }

    #[test]
    fn a_row_says_method_path_access_and_size() {
        let [get, post] = &table()[..] else { panic!("two rows") };
        assert_eq!((&get.method, get.path, get.access), (&Method::GET, "/people/{id}", Access::Member));
        assert_eq!((get.body_bytes_max, post.body_bytes_max), (None, Some(8_000_000)));
    }

    #[test]
    fn every_row_passes_its_guard_and_methods_share_a_path() {
        let seen = std::cell::RefCell::new(Vec::new());
        let _router: Router<()> = fold(table(), |route, service| {
            seen.borrow_mut().push(route.access);
            service
        });
        assert_eq!(*seen.borrow(), [Access::Member, Access::Admin]);
    }
}
