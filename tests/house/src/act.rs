//! What people do with their browsers.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use domain::link::LinkToken;
use futures::channel::oneshot;
use jiff::SignedDuration;

use crate::backend::{Backend, Pending};
use crate::functions::{Answer, Http};
use crate::violation::Violation;

/// So often somebody tries again before giving up.
const TRIES: usize = 20;

/// Somebody with a link that was mailed.
pub(crate) struct Browser {
    pub(crate) backend: Arc<Backend>,
    /// Who, for whoever reads of it.
    pub(crate) who: String,
    /// Path of the link.
    pub(crate) path: String,
}

impl Browser {
    /// Opens a page; tries again where something failed on the way.
    pub(crate) async fn get(&self, below: &str) -> Answer {
        let url = format!("{}{below}", self.path);
        self.insist(|| Request::get(&url).header("accept", "text/html").body(Body::empty()).expect("a request")).await
    }

    /// Sends a form; tries again where something failed on the way.
    pub(crate) async fn post(&self, below: &str, form: &str) -> Answer {
        self.insist(|| self.form(below, form)).await
    }

    /// Sends a form once; nobody waits for the answer.
    pub(crate) fn post_and_forget(&self, below: &str, form: &str) {
        let (reply, _) = oneshot::channel();
        self.backend.requests.lock().unwrap().push(Pending {
            to: Http::CollectSignature,
            request: self.form(below, form),
            reply,
        });
    }

    fn form(&self, below: &str, form: &str) -> Request<Body> {
        Request::post(format!("{}{below}", self.path))
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(form.to_owned()))
            .expect("a request")
    }

    /// An answer of 5xx where nothing had failed turns somebody away who did everything right.
    async fn insist(&self, request: impl Fn() -> Request<Body>) -> Answer {
        let mut answer = self.backend.ask(Http::CollectSignature, request()).await;
        for _ in 0..TRIES {
            if answer.status < 500 {
                break;
            }
            if !answer.is_disturbed {
                let (who, reason) = (self.who.clone(), format!("{} {}", answer.status, title(&answer.body)));
                self.backend.watch.note(Violation::TurnedAway { who, reason });
            }
            let pause = self.backend.chance.between(1_000..=3_000);
            self.backend.time.sleep(SignedDuration::from_millis(pause)).await;
            answer = self.backend.ask(Http::CollectSignature, request()).await;
        }
        answer
    }
}

impl Backend {
    /// Makes a request and waits for its answer.
    pub(crate) async fn ask(&self, to: Http, request: Request<Body>) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.requests.lock().unwrap().push(Pending { to, request, reply });
        // Whoever answers may be killed: then the gateway answers.
        answer.await.unwrap_or_else(|_| Answer { status: 502, body: String::new(), is_disturbed: true })
    }
}

/// The path of the first signing link in a mail.
pub(crate) fn signing_path(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("/sign/")?;
    let token = LinkToken::parse(rest.get(..LinkToken::LENGTH)?)?;
    Some(format!("/sign/{}", token.reveal()))
}

/// What the confirmation's form sends when its box is ticked; `None` where the page has no such form.
pub(crate) fn ticked_form(page: &str) -> Option<String> {
    let form = page.split_once("/complete\">")?.1;
    let inputs = form.split("<input ").skip(1);
    let fields = inputs.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)));
    let fields = fields.filter(|(name, _)| name.starts_with("document_") || *name == "confirmed");
    Some(fields.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The title of a page.
pub(crate) fn title(page: &str) -> &str {
    let rest = page.split_once("<title>").map_or(page, |(_, rest)| rest);
    rest.split_once("</title>").map_or(rest, |(title, _)| title)
}
