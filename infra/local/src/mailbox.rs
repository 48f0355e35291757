//! The mailbox: every mail and text message that the stack sent, as the people who got it would see it.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use anyhow::{Context, Result};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tokio::task::JoinHandle;

use crate::stack::{Mail, Stack, Text};
use crate::{clock, eml};

/// The body of a mail may show itself and open links, and nothing else.
const POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
    style-src 'unsafe-inline'; img-src data:";

/// A small web server of its own; closed when dropped.
#[derive(Debug)]
pub struct Mailbox {
    port: u16,
    task: JoinHandle<()>,
}

impl Mailbox {
    /// Opens on `port`, or on a free one. Needs a Tokio runtime.
    pub fn start(stack: Arc<Stack>, port: Option<u16>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
        let listener = listener.context("opening the mailbox's port")?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let listener = tokio::net::TcpListener::from_std(listener)?;

        let router = Router::new()
            .route("/", get(list))
            .route("/mails/{id}", get(mail))
            .route("/mails/{id}/body", get(body))
            .with_state(stack);
        let task = tokio::spawn(async move {
            // It never returns an error: a single connection's are its own.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { port, task })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Template)]
#[template(path = "mailbox/list.html")]
struct ListPage {
    mails: Vec<Shown>,
    texts: Vec<Text>,
}

#[derive(Template)]
#[template(path = "mailbox/mail.html")]
struct MailPage {
    mail: Shown,
}

/// A mail as the pages show it.
struct Shown {
    id: String,
    from: String,
    to: String,
    subject: String,
    text: String,
    at: String,
}

impl From<Mail> for Shown {
    fn from(mail: Mail) -> Self {
        let at = eml::sent_at(&mail).map(clock::japanese).unwrap_or_default();
        let from = eml::decoded(&mail.from);
        Self { id: mail.id, from, to: mail.to.join(", "), subject: mail.subject, text: mail.text, at }
    }
}

/// Newest first.
async fn list(State(stack): State<Arc<Stack>>) -> Result<Html<String>, Failure> {
    let mails = stack.mails().await?.into_iter().rev().map(Shown::from).collect();
    let texts = stack.texts().await?.into_iter().rev().collect();
    Ok(Html(ListPage { mails, texts }.render()?))
}

async fn mail(State(stack): State<Arc<Stack>>, Path(id): Path<String>) -> Result<Response, Failure> {
    Ok(match find(&stack, &id).await? {
        Some(mail) => Html(MailPage { mail: mail.into() }.render()?).into_response(),
        None => (StatusCode::NOT_FOUND, "このメールはありません。").into_response(),
    })
}

/// The HTML part, for the frame of the mail's page.
async fn body(State(stack): State<Arc<Stack>>, Path(id): Path<String>) -> Result<Response, Failure> {
    Ok(match find(&stack, &id).await? {
        Some(mail) => ([(CONTENT_SECURITY_POLICY, POLICY)], Html(opening_links_outside(&mail.html))).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    })
}

async fn find(stack: &Stack, id: &str) -> Result<Option<Mail>> {
    Ok(stack.mails().await?.into_iter().find(|mail| mail.id == id))
}

/// Links in a mail open in a tab of their own, not in the frame.
fn opening_links_outside(html: &str) -> String {
    const BASE: &str = "<base target=\"_blank\">";
    match html.split_once("<head>") {
        Some((before, after)) => format!("{before}<head>{BASE}{after}"),
        None => format!("{BASE}{html}"),
    }
}

/// What went wrong, on the page: whoever runs this is its only reader.
struct Failure(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (StatusCode::BAD_GATEWAY, format!("{:#}\n", self.0)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown() -> Shown {
        Shown {
            id: "01".to_owned(),
            from: "電子印鑑Keiin <noreply@keiin.example>".to_owned(),
            to: "suzuki@contractor.example".to_owned(),
            subject: "<b>署名依頼</b>".to_owned(),
            text: "本文 http://127.0.0.1/sign/t".to_owned(),
            at: "2026/11/22 10:00:00".to_owned(),
        }
    }

    #[test]
    fn mails_cannot_write_into_the_pages() {
        let texts = vec![Text { id: "1".into(), to: "+819012345678".into(), text: "<b>署名依頼</b>".into() }];
        let list = ListPage { mails: vec![shown()], texts }.render().unwrap();
        assert_eq!(list.matches("&#60;b&#62;署名依頼").count(), 2);
        for page in [list, MailPage { mail: shown() }.render().unwrap()] {
            assert!(page.contains("&#60;b&#62;署名依頼") && !page.contains("<b>署名"), "{page}");
        }
    }

    #[test]
    fn links_open_outside_the_frame() {
        let html = "<!doctype html><html><head><title>x</title></head></html>";
        assert!(opening_links_outside(html).starts_with("<!doctype html><html><head><base target=\"_blank\">"));
        assert!(opening_links_outside("<p>x</p>").starts_with("<base"));
    }
}
