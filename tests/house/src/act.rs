//! What people do with their browsers.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Method, Request};
use domain::link::{AccessLink, SecretToken};
use domain::mail::Addressee;
use domain::recipient::Recipient;
use futures::channel::oneshot;
use jiff::SignedDuration;

use crate::backend::{Backend, Pending};
use crate::http::{Answer, Http};
use crate::registered::telephone;
use crate::violation::Violation;

/// How the paths of mailed links begin.
const SIGN: &str = "/sign/";
const DOWNLOAD: &str = "/download/";

/// So often somebody tries again before giving up.
const TRIES: usize = 20;

/// Somebody with a link that was mailed.
pub(crate) struct Browser {
    pub(crate) backend: Arc<Backend>,
    /// Who, for whoever reads of it.
    pub(crate) who: String,
    /// Path of the link.
    pub(crate) path: String,
    /// The function that answers it.
    to: Http,
    /// What the browser was given to keep.
    pub(crate) cookies: Mutex<String>,
}

impl Browser {
    /// Somebody who got this link.
    pub(crate) fn new(backend: &Arc<Backend>, who: &str, path: String) -> Self {
        let to = if path.starts_with(DOWNLOAD) { Http::DownloadDocument } else { Http::CollectSignature };
        Self { backend: backend.clone(), who: who.to_owned(), path, to, cookies: Mutex::default() }
    }

    /// Opens a page; tries again where something failed on the way.
    pub(crate) async fn get(&self, below: &str) -> Answer {
        let request = || self.request(Method::GET, below).body(Body::empty()).expect("a request");
        self.backend.insist(&self.who, self.to, request).await
    }

    /// Sends a form; tries again where something failed on the way.
    pub(crate) async fn post(&self, below: &str, form: &str) -> Answer {
        self.backend.insist(&self.who, self.to, || self.form(below, form)).await
    }

    /// Sends the form of an act, sometimes twice. Whoever is led back to the link's page has acted.
    pub(crate) async fn act(&self, below: &str, form: &str) {
        if self.backend.chance.per_mille(100) {
            // A second click, a second tab: nobody waits for that answer.
            let (reply, _) = oneshot::channel();
            let request = self.form(below, form);
            self.backend.requests.lock().unwrap().push(Pending { to: self.to, request, reply });
        }
        let answer = self.post(below, form).await;
        match answer.status {
            303 if !self.has_acted() => {
                self.backend.watch.note(Violation::ToldWrongly { who: self.who.clone() });
            }
            // Gone: the link was replaced, or the envelope has come to its end.
            303 | 410 => {}
            // Not allowed: to forward, to act by a factor that was not shown, to use a seal. The page says so.
            403 | 409 | 422 if below != "/complete" || telephone(&self.who).is_some() => {}
            _ => self.turned_away(&answer),
        }
    }

    /// Opens the page with the finished documents, and saves the first of them.
    pub(crate) async fn download(&self) {
        let page = self.get("").await;
        match page.status {
            200 => {}
            // The link has ended, or the documents were removed.
            410 => return,
            _ => return self.turned_away(&page),
        }
        let answer = self.post(&format!("/documents/{}", self.first_document()), "").await;
        if !matches!(answer.status, 303 | 410) {
            self.turned_away(&answer);
        }
    }

    /// The number of the envelope's first document: those before may have been removed from the draft.
    fn first_document(&self) -> u16 {
        let envelope = self.backend.link_of(&self.path).map(|link| self.backend.envelopes.envelope(link.envelope));
        envelope.and_then(|envelope| envelope.documents.first().map(|document| document.number.0)).unwrap_or(1)
    }

    fn form(&self, below: &str, form: &str) -> Request<Body> {
        self.request(Method::POST, below)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(form.to_owned()))
            .expect("a request")
    }

    fn request(&self, method: Method, below: &str) -> Builder {
        let (url, cookies) = (format!("{}{below}", self.path), self.cookies.lock().unwrap().clone());
        Request::builder().method(method).uri(url).header("accept", "text/html").header("cookie", cookies)
    }

    /// Whether whoever the link belongs to has acted.
    fn has_acted(&self) -> bool {
        let Some(link) = self.backend.link_of(&self.path) else { return false };
        let Addressee::Recipient(number) = link.addressee else { return false };
        self.backend.envelopes.envelope(link.envelope).recipient(number).is_some_and(Recipient::has_acted)
    }

    /// Notes that the answer turned somebody away who did everything right.
    pub(crate) fn turned_away(&self, answer: &Answer) {
        let (who, reason) = (self.who.clone(), format!("{} {}", answer.status, title(&answer.body)));
        self.backend.watch.note(Violation::TurnedAway { who, reason });
    }
}

impl Backend {
    /// Makes a request; tries again where something failed on the way. Where nothing had failed, such an answer turns
    /// somebody away who did everything right.
    pub(crate) async fn insist(&self, who: &str, to: Http, request: impl Fn() -> Request<Body>) -> Answer {
        let mut answer = self.ask(to, request()).await;
        for _ in 0..TRIES {
            if answer.status < 500 {
                break;
            }
            if !answer.is_disturbed {
                let reason = format!("{} {}", answer.status, title(&answer.body));
                self.watch.note(Violation::TurnedAway { who: who.to_owned(), reason });
            }
            let pause = self.chance.between(1_000..=3_000);
            self.time.sleep(SignedDuration::from_millis(pause)).await;
            answer = self.ask(to, request()).await;
        }
        answer
    }

    /// The link to which a path of the pages leads.
    pub(crate) fn link_of(&self, path: &str) -> Option<AccessLink> {
        let token = path.strip_prefix(SIGN).or_else(|| path.strip_prefix(DOWNLOAD))?.split('/').next()?;
        let digest = SecretToken::parse(token)?.digest();
        self.links.all().into_iter().find(|link| link.digest == digest)
    }

    async fn ask(&self, to: Http, request: Request<Body>) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.requests.lock().unwrap().push(Pending { to, request, reply });
        // Whoever answers may be killed: then the gateway answers.
        answer.await.unwrap_or_else(|_| Answer::of_gateway())
    }
}

/// The path of the first signing link in a mail.
pub(crate) fn signing_path(text: &str) -> Option<String> {
    path_of_link(text, SIGN)
}

/// The path of the first link in a mail that leads to the finished documents.
pub(crate) fn download_path(text: &str) -> Option<String> {
    path_of_link(text, DOWNLOAD)
}

fn path_of_link(text: &str, beginning: &str) -> Option<String> {
    let (_, rest) = text.split_once(beginning)?;
    let token = SecretToken::parse(rest.get(..SecretToken::LENGTH)?)?;
    Some(format!("{beginning}{}", token.reveal()))
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
fn title(page: &str) -> &str {
    let rest = page.split_once("<title>").map_or(page, |(_, rest)| rest);
    rest.split_once("</title>").map_or(rest, |(title, _)| title)
}
