//! A function's router, from its part of the table.

mod key_in_url;
mod same_origin;

use std::collections::{BTreeMap, BTreeSet};

use axum::handler::Handler;
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, any};
use axum::{Extension, Router};
use key_in_url::refuse_key_in_url;

use crate::problem::{Problem, kinds};
use crate::routes::{ALL, Access, Function, Route, allowed_methods};

/// A router that serves a function's routes: all of them, and no others. What the forms of pages send is taken from these
/// pages alone, not from another site.
pub struct Served<S> {
    function: Function,
    paths: BTreeMap<&'static str, MethodRouter<S>>,
    missing: BTreeSet<&'static str>,
    /// What a page answers to a method that it does not have.
    other_methods: MethodRouter<S>,
}

impl<S: Clone + Send + Sync + 'static> Served<S> {
    /// Begins with a function that serves nothing yet.
    pub fn by(function: Function) -> Self {
        let missing = ALL.iter().filter(|route| route.function == function).map(|route| route.name).collect();
        Self { function, paths: BTreeMap::new(), missing, other_methods: MethodRouter::new() }
    }

    /// Answers so, without a header `Allow`, where a page is asked by a method that it does not have: nobody learns that
    /// there is a page. To be said before the routes.
    #[must_use]
    pub fn hiding_pages<H, T>(self, not_found: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        Self { other_methods: any(not_found), ..self }
    }

    /// Answers a route.
    ///
    /// # Panics
    ///
    /// Where the route is another function's, or has an answer already: see [`Served::router`].
    #[must_use]
    pub fn on<H, T>(mut self, route: &'static Route, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(route.method.clone());
        let filter = filter.unwrap_or_else(|_| panic!("axum has no filter for the method of {}", route.name));
        assert!(self.missing.remove(route.name), "{} is not {:?}'s to answer, or twice", route.name, self.function);
        let first = if route.is_api() { MethodRouter::new() } else { self.other_methods.clone() };
        let methods = self.paths.remove(route.path).unwrap_or(first);
        // The gateway knows a limit for GET alone, and axum would answer HEAD by the same work.
        let hides_head = route.is_api() && route.method == Method::GET;
        let methods = if hides_head { methods.head(method_not_allowed) } else { methods };
        let methods = match route.access {
            // Whoever calls is asked for what the table says: the handler cannot say otherwise.
            Access::May(action) => {
                methods.on(filter, handler.layer(Extension(action)).layer(from_fn(refuse_key_in_url)))
            }
            Access::Public | Access::Link | Access::SignedIn if route.is_form() => {
                methods.on(filter, handler.layer(from_fn(same_origin::required)))
            }
            Access::Public | Access::Link | Access::SignedIn => methods.on(filter, handler),
        };
        self.paths.insert(route.path, methods);
        self
    }

    /// The router.
    ///
    /// # Panics
    ///
    /// Where a route of the table has no answer. A function that does not serve what the table says must not start: its
    /// tests make the router, so that nobody deploys it.
    pub fn router(self) -> Router<S> {
        assert!(self.missing.is_empty(), "{:?} does not answer {:?}", self.function, self.missing);
        self.paths.into_iter().fold(Router::new(), |router, (path, methods)| router.route(path, methods))
    }
}

/// The answer to another method than a URL has: of the API with those that it has.
pub async fn method_not_allowed(uri: Uri) -> Response {
    match allowed_methods(uri.path()) {
        // Without words, which the layer of the function finds.
        Some(allowed) => (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allowed)]).into_response(),
        None => Problem::of(&kinds::METHOD_NOT_ALLOWED).into_response(),
    }
}
