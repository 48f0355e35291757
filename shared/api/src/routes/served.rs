//! A function's router, from its part of the table.

use std::collections::BTreeSet;
use std::convert::Infallible;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::{ALL, Function, Route};

/// A router that serves a function's routes: all of them, and no others.
pub struct Served<S> {
    function: Function,
    router: Router<S>,
    missing: BTreeSet<&'static str>,
}

impl<S: Clone + Send + Sync + 'static> Served<S> {
    /// Begins with a function that serves nothing yet.
    pub fn by(function: Function) -> Self {
        let missing = ALL.iter().filter(|route| route.function == function).map(|route| route.name).collect();
        Self { function, router: Router::new(), missing }
    }

    /// Answers a route.
    ///
    /// # Panics
    ///
    /// Where the route is another function's, or has an answer already: see [`Served::router`].
    #[must_use]
    pub fn on<H, T>(self, route: &'static Route, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.on_with(route, |filter| on(filter, handler))
    }

    /// Answers a route by a handler with layers of its own.
    ///
    /// # Panics
    ///
    /// As [`Served::on`].
    #[must_use]
    pub fn on_with(
        mut self,
        route: &'static Route,
        handler: impl FnOnce(MethodFilter) -> MethodRouter<S, Infallible>,
    ) -> Self {
        let filter = MethodFilter::try_from(route.method.clone());
        let filter = filter.unwrap_or_else(|_| panic!("axum has no filter for the method of {}", route.name));
        assert!(self.missing.remove(route.name), "{} is not {:?}'s to answer, or twice", route.name, self.function);
        self.router = self.router.route(route.path, handler(filter));
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
        self.router
    }
}
