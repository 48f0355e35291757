//! A request, and what is answered.

use std::sync::Arc;

use api::routes::{Function, Route};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use serde_json::Value;

use crate::ports::Ports;
use crate::thing::{Id, Kind};

/// A body.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Nothing,
    Json(Value),
    Csv(String),
}

/// A request, but for who makes it.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) route: &'static Route,
    /// What it is about, by the first identifier in its path.
    pub(crate) about: Option<(Kind, Id)>,
    /// The further values of its path.
    pub(crate) further: Vec<Id>,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) content: Content,
    pub(crate) if_match: Option<String>,
    pub(crate) idempotency_key: Option<String>,
    /// What it names besides that, in its query or its body.
    pub(crate) named: Option<(Kind, Id)>,
}

impl Ask {
    pub(crate) fn of(route: &'static Route) -> Self {
        Self {
            route,
            about: None,
            further: Vec::new(),
            query: Vec::new(),
            content: Content::Nothing,
            if_match: None,
            idempotency_key: None,
            named: None,
        }
    }

    pub(crate) fn target(&self) -> String {
        let values: Vec<&str> =
            self.about.iter().map(|(_, id)| &**id).chain(self.further.iter().map(|value| &**value)).collect();
        let path = self.route.path_of(&values);
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    pub(crate) fn body(&self) -> String {
        match &self.content {
            Content::Nothing => String::new(),
            Content::Json(value) => value.to_string(),
            Content::Csv(text) => text.clone(),
        }
    }

    /// All that it says: an answer may say that again.
    pub(crate) fn text(&self) -> String {
        format!("{} {}", self.target(), self.body())
    }

    /// By what the same request is known when it comes again.
    pub(crate) fn fingerprint(&self) -> String {
        format!("{} {}", self.route.name, self.text())
    }

    pub(crate) fn only_reads(&self) -> bool {
        self.route.method == Method::GET
    }

    /// The same about something else, in its path or in what it names.
    pub(crate) fn about_another(&self, id: &str, another: &str, idempotency_key: String) -> Self {
        let replace = |text: &str| text.replace(id, another);
        let content = match &self.content {
            Content::Json(value) => Content::Json(serde_json::from_str(&replace(&value.to_string())).unwrap()),
            other => other.clone(),
        };
        Self {
            about: self.about.clone().map(|(kind, about)| (kind, replace(&about))),
            query: self.query.iter().map(|(name, value)| (*name, replace(value))).collect(),
            content,
            idempotency_key: self.idempotency_key.as_ref().map(|_| idempotency_key),
            named: self.named.clone().map(|(kind, named)| (kind, replace(&named))),
            ..self.clone()
        }
    }
}

/// An answer, and what it has cost.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
    /// What the ports were asked, in order.
    pub(crate) calls: Vec<&'static str>,
    /// In what it is not as the API is described.
    pub(crate) not_as_described: Option<String>,
}

impl Answer {
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All that whoever asked gets to see.
    pub(crate) fn all(&self) -> String {
        let headers =
            self.headers.iter().map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
        format!("{}\n{}{}", self.status, headers.collect::<String>(), self.text)
    }
}

/// Both functions over the ports.
pub(crate) struct World {
    pub(crate) ports: Arc<Ports>,
    create_envelope: Router,
    manage_organisation: Router,
}

impl World {
    pub(crate) fn new(ports: Ports) -> Self {
        let ports = Arc::new(ports);
        let create_envelope = create_envelope::router(ports.create_envelope());
        let manage_organisation = manage_organisation::router(ports.manage_organisation());
        Self { ports, create_envelope, manage_organisation }
    }

    fn router(&self, route: &Route) -> Router {
        match route.function {
            Function::CreateEnvelope => self.create_envelope.clone(),
            Function::ManageOrganisation => self.manage_organisation.clone(),
            other => panic!("{other:?}, which answers {}, takes no part in the walks", route.name),
        }
    }

    /// Asks, and shows this header.
    pub(crate) async fn ask(&self, ask: &Ask, shown: Option<&(&'static str, String)>) -> Answer {
        let request = Request::builder().method(ask.route.method.clone()).uri(ask.target());
        let request = request.header("sec-fetch-site", "same-origin").header("accept-language", "en");
        let request = shown.into_iter().fold(request, |request, (name, value)| request.header(*name, value));
        let request = ask.if_match.iter().fold(request, |request, tag| request.header("if-match", tag));
        let request = ask.idempotency_key.iter().fold(request, |request, key| request.header("idempotency-key", key));
        let request = match ask.content {
            Content::Nothing => request,
            Content::Json(_) => request.header("content-type", "application/json"),
            Content::Csv(_) => request.header("content-type", "text/csv; charset=utf-8"),
        };
        self.ports.take_calls();
        let request = request.body(Body::from(ask.body())).unwrap();
        let (parts, body, judged) = conformance::ask(self.router(ask.route), request).await;
        let text = String::from_utf8_lossy(&body).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let not_as_described = judged.err().map(|fault| fault.to_string());
        let calls = self.ports.take_calls();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, body, calls, not_as_described }
    }
}
