//! The HTTP calls that people make: the sender's by API key, everybody else's by the links in their mails.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use browser::pause_since;
use reqwest::header::{ACCEPT, COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep};

/// How long the check of an upload may take.
const CHECKED_WITHIN: Duration = Duration::from_secs(180);

/// A client of the deployed service. It follows no redirects by itself.
#[derive(Clone, Debug)]
pub struct Client {
    base: String,
    api_key: String,
    /// What a browser sends with each page and form; empty where it keeps nothing.
    cookies: String,
    http: reqwest::Client,
    /// Who looks at every exchange with the API.
    observer: Option<Observer>,
}

/// Somebody who looks at what the API was asked and what it answered. A test has its opinion of it.
pub type Observer = fn(&Exchange<'_>) -> Result<()>;

/// What the API was asked, and what it answered.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// Method.
    pub method: &'a Method,
    /// Path, with the query.
    pub target: &'a str,
    /// Headers of the request.
    pub headers: &'a HeaderMap,
    /// Body of the request.
    pub body: &'a [u8],
    /// The answer.
    pub answer: &'a Answer,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).with_context(|| format!("{} is not JSON: {}", self.status, self.text()))
    }

    /// A header, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The answer itself, if it has this status.
    pub fn expect(self, status: StatusCode) -> Result<Self> {
        ensure!(self.status == status, "expected {status}, got {}: {}", self.status, self.text());
        Ok(self)
    }
}

impl Client {
    /// Talks to the service at `base`.
    pub fn new(base: String, api_key: String) -> Result<Self> {
        crate::use_ring();
        let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        Ok(Self { base, api_key, cookies: String::new(), http: builder.build()?, observer: None })
    }

    /// The same client, whose exchanges with the API somebody looks at.
    #[must_use]
    pub fn observed_by(self, observer: Option<Observer>) -> Self {
        Self { observer, ..self }
    }

    /// The same client with another API key.
    pub fn with_key(&self, api_key: &str) -> Self {
        Self { api_key: api_key.to_owned(), ..self.clone() }
    }

    /// The API key; empty where somebody has signed in.
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// For a browser in which somebody has signed in: this cookie says so.
    #[must_use]
    pub fn in_session(&self, name: &str, value: &str) -> Self {
        Self { api_key: String::new(), cookies: format!("{name}={value}"), ..self.clone() }
    }

    /// A call of the API by the key, or without one by whoever has signed in, for whom the service's pages ask.
    fn asked(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        if self.api_key.is_empty() && !self.cookies.is_empty() {
            return request.header(COOKIE, &self.cookies).header("sec-fetch-site", "same-origin");
        }
        request.bearer_auth(&self.api_key)
    }

    /// Shows the access code on the page behind a link. What comes back is the browser that has shown it.
    pub async fn sign_in(&self, link: &str, access_code: &str) -> Result<Self> {
        let code = [("code".to_owned(), access_code.to_owned())];
        let answer = self.post_form(&format!("{link}/factor"), &code).await?.expect(StatusCode::SEE_OTHER)?;
        self.keeping_cookies(&answer)
    }

    /// The same browser, which keeps what this answer told it to.
    pub fn keeping_cookies(&self, answer: &Answer) -> Result<Self> {
        let set = answer.headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let pairs: Vec<&str> = set.filter_map(|cookie| cookie.split(';').next()).collect();
        ensure!(!pairs.is_empty(), "no cookie was set: {}", answer.text());
        Ok(Self { cookies: pairs.join("; "), ..self.clone() })
    }

    /// Any call of the API.
    pub async fn api(&self, method: Method, path: &str, key: Option<&str>, body: Option<&Value>) -> Result<Answer> {
        let request = self.asked(method, path);
        let request = match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        };
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        self.exchange(path, request).await
    }

    /// The same with these headers and bytes.
    pub async fn api_with(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Answer> {
        let request = self.asked(method, path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.exchange(path, request.body(body)).await
    }

    async fn exchange(&self, path: &str, request: reqwest::RequestBuilder) -> Result<Answer> {
        let request = request.build()?;
        let (method, headers) = (request.method().clone(), request.headers().clone());
        let sent = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default().to_vec();
        let again = request.try_clone();
        let mut answer = read(self.http.execute(request).await?).await?;
        if let Some(again) = again.filter(|_| is_the_emulators_own_failure(&answer)) {
            answer = read(self.http.execute(again).await?).await?;
        }
        if let Some(observer) = self.observer {
            observer(&Exchange { method: &method, target: path, headers: &headers, body: &sent, answer: &answer })?;
        }
        Ok(answer)
    }

    /// `POST /v1/envelopes`.
    pub async fn create(&self, envelope: &Value) -> Result<Value> {
        let answer = self.api(Method::POST, "/v1/envelopes", Some(&fresh_key()?), Some(envelope)).await?;
        answer.expect(StatusCode::CREATED)?.json()
    }

    /// Puts a document where the draft says.
    pub async fn upload(&self, document: &Value, bytes: Vec<u8>) -> Result<()> {
        self.try_upload(document, bytes).await?.expect(StatusCode::OK).map(drop)
    }

    /// The same, whatever the store answers.
    pub async fn try_upload(&self, document: &Value, bytes: Vec<u8>) -> Result<Answer> {
        let upload = &document["upload"];
        let url = upload["url"].as_str().context("the document has no upload URL")?;
        let mut request = self.http.put(url);
        for (name, value) in upload["headers"].as_object().into_iter().flatten() {
            if name != "content-length" {
                request = request.header(name, value.as_str().unwrap_or_default());
            }
        }
        answer(request.body(bytes)).await
    }

    /// Waits until every upload of a draft has been checked, and gives the draft: of each document it says whether it can be
    /// sent, or why not.
    pub async fn checked(&self, id: &str) -> Result<Value> {
        let start = Instant::now();
        loop {
            let draft = self.envelope(id).await?;
            let documents = draft["documents"].as_array().context("the envelope has no documents")?;
            if documents.iter().all(|document| document["state"] == "checked" || document["state"] == "refused") {
                return Ok(draft);
            }
            ensure!(
                start.elapsed() < CHECKED_WITHIN,
                "an upload was not checked within {} s: {draft}",
                CHECKED_WITHIN.as_secs()
            );
            sleep(pause_since(start)).await;
        }
    }

    /// `POST /v1/envelopes/{id}/send`.
    pub async fn send(&self, id: &str) -> Result<Value> {
        let path = format!("/v1/envelopes/{id}/send");
        let answer = self.api(Method::POST, &path, Some(&fresh_key()?), None).await?;
        answer.expect(StatusCode::ACCEPTED)?.json()
    }

    /// `POST /v1/envelopes/{id}/void`.
    pub async fn void(&self, id: &str, reason: &str) -> Result<Value> {
        let (path, body) = (format!("/v1/envelopes/{id}/void"), json!({"reason": reason}));
        let answer = self.api(Method::POST, &path, Some(&fresh_key()?), Some(&body)).await?;
        answer.expect(StatusCode::OK)?.json()
    }

    /// `POST /v1/envelopes/{id}/retry`.
    pub async fn retry(&self, id: &str) -> Result<Value> {
        let path = format!("/v1/envelopes/{id}/retry");
        let answer = self.api(Method::POST, &path, Some(&fresh_key()?), None).await?;
        answer.expect(StatusCode::OK)?.json()
    }

    /// `POST /v1/envelopes/{id}/recipients/{number}/request`. The body corrects address or telephone, or nothing: `{}`.
    pub async fn request_again(&self, id: &str, number: u16, correction: &Value) -> Result<Value> {
        self.try_to_request_again(id, number, correction).await?.expect(StatusCode::OK)?.json()
    }

    /// The same, whatever the answer.
    pub async fn try_to_request_again(&self, id: &str, number: u16, correction: &Value) -> Result<Answer> {
        let path = format!("/v1/envelopes/{id}/recipients/{number}/request");
        self.api(Method::POST, &path, Some(&fresh_key()?), Some(correction)).await
    }

    /// `GET /v1/envelopes`, with a query such as `status=completed`.
    pub async fn envelopes(&self, query: &str) -> Result<Value> {
        let answer = self.api(Method::GET, &format!("/v1/envelopes?{query}"), None, None).await?;
        answer.expect(StatusCode::OK)?.json()
    }

    /// `GET /v1/envelopes/{id}`.
    pub async fn envelope(&self, id: &str) -> Result<Value> {
        let answer = self.api(Method::GET, &format!("/v1/envelopes/{id}"), None, None).await?;
        answer.expect(StatusCode::OK)?.json()
    }

    /// `GET /v1/envelopes/{id}/documents/{number}/evidence`: what the seals of a document say.
    pub async fn check_evidence(&self, id: &str, number: u16) -> Result<Value> {
        let path = format!("/v1/envelopes/{id}/documents/{number}/evidence");
        self.api(Method::GET, &path, None, None).await?.expect(StatusCode::OK)?.json()
    }

    /// `GET /v1/envelopes/{id}/events`, page by page: the last answer with the events of all.
    pub async fn events(&self, id: &str) -> Result<Value> {
        let mut events = Vec::new();
        let mut path = format!("/v1/envelopes/{id}/events");
        loop {
            let mut page = self.api(Method::GET, &path, None, None).await?.expect(StatusCode::OK)?.json()?;
            events.append(page["events"].as_array_mut().context("events")?);
            match page["next_cursor"].as_str() {
                Some(cursor) => path = format!("/v1/envelopes/{id}/events?cursor={cursor}"),
                None => {
                    page["events"] = events.into();
                    return Ok(page);
                }
            }
        }
    }

    /// Opens a page as a browser does.
    pub async fn page(&self, url: &str) -> Result<Answer> {
        let request = self.http.get(url).header(ACCEPT, "text/html,application/xhtml+xml");
        answer(self.with_cookies(request)).await
    }

    /// Any method on a page.
    pub async fn request(&self, method: Method, url: &str) -> Result<Answer> {
        answer(self.http.request(method, url).header(ACCEPT, "text/html")).await
    }

    /// Sends a form as a browser does.
    pub async fn post_form(&self, url: &str, fields: &[(String, String)]) -> Result<Answer> {
        self.post_form_for(url, fields, "text/html,application/xhtml+xml").await
    }

    /// Sends a form and asks for another kind of answer.
    pub async fn post_form_for(&self, url: &str, fields: &[(String, String)], accept: &str) -> Result<Answer> {
        let request = self.http.post(url).header(ACCEPT, accept);
        let request = self.with_cookies(request.header("sec-fetch-site", "same-origin").header("origin", &self.base));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        answer(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    fn with_cookies(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        if self.cookies.is_empty() { request } else { request.header(COOKIE, &self.cookies) }
    }

    /// Fetches what a URL leads to, a presigned one for instance.
    pub async fn fetch(&self, url: &str) -> Result<Vec<u8>> {
        Ok(answer(self.http.get(url)).await?.expect(StatusCode::OK)?.body)
    }
}

/// A document of a new envelope, as the API wants it declared.
pub fn declare(name: &str, bytes: &[u8]) -> Value {
    json!({"name": name, "size": bytes.len(), "sha256": hex::encode(Sha256::digest(bytes))})
}

/// A new idempotency key.
pub fn fresh_key() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// The one link in a mail that leads to `path` (`/sign/`, `/download/`, `/status/`).
pub fn link_in(mail: &str, path: &str) -> Result<String> {
    let mut links = mail.split(['"', '\'', '<', '>', ' ', '\n', '\r']).filter(|word| word.starts_with("http"));
    match links.find(|link| link.contains(path)) {
        Some(link) => Ok(link.to_owned()),
        None => bail!("the mail has no link to {path}: {mail}"),
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Answer> {
    read(request.send().await?).await
}

/// MiniStack 1.5.33 seldom fails between two threads of its own, and whether the function has done something by then is not
/// known. A call of the API has an `Idempotency-Key`, or changes nothing, and can be repeated.
fn is_the_emulators_own_failure(answer: &Answer) -> bool {
    answer.status == StatusCode::BAD_GATEWAY && answer.text().contains("dictionary changed size during iteration")
}

async fn read(answer: reqwest::Response) -> Result<Answer> {
    let (status, headers) = (answer.status(), answer.headers().clone());
    Ok(Answer { status, headers, body: answer.bytes().await?.to_vec() })
}
