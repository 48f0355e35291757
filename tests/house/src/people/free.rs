//! Recipients and senders who do anything that the pages and the API allow, and mails that come back.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request};
use domain::digest::Digest;
use domain::draft::{EnvelopeRequest, RecipientRequest};
use domain::envelope::{Envelope, State};
use domain::ids::EnvelopeId;
use domain::mail::MailOrigin;
use domain::ports::OutgoingMail;
use fakes::{copy, viewer};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Doing, People, signer};
use crate::act::{Browser, download_path, signing_path, ticked_form};
use crate::backend::{API_KEY, Backend};
use crate::contract;
use crate::http::Http;
use crate::queues::Work;

/// What a sender does with an envelope at most, beside sending it.
const SENDERS_ACTS: usize = 5;

/// People who do as they like.
#[derive(Default)]
pub(crate) struct Free {
    /// Every link that somebody got, by address.
    links: Vec<(String, String)>,
}

/// What somebody does with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Intent {
    Sign,
    Decline,
    Forward,
    Look,
    Nothing,
}

impl People for Free {
    fn envelopes(&self, backend: &Backend) -> Vec<EnvelopeRequest> {
        let chance = &backend.chance;
        let envelope = |number: usize| EnvelopeRequest {
            recipients: recipients(backend, number),
            deadline_days: Some(chance.between(1..=30).unsigned_abs()),
            may_forward: Some(chance.per_mille(900)),
            ..EnvelopeRequest::default()
        };
        (0..=chance.below(4)).map(envelope).collect()
    }

    fn sends_drafts(&self, backend: &Backend) -> bool {
        backend.chance.per_mille(300)
    }

    fn begin(&mut self, backend: &Arc<Backend>, envelope: &Envelope) -> Vec<Doing> {
        for recipient in &envelope.recipients {
            if backend.chance.per_mille(50) {
                backend.mailer.refuse(recipient.email.as_str());
            }
        }
        let (backend, id) = (backend.clone(), envelope.id);
        vec![Box::pin(async move { send_on(&backend, id).await })]
    }

    fn read(&mut self, backend: &Arc<Backend>, mail: &OutgoingMail) -> Vec<Doing> {
        let mut doings: Vec<Doing> = Vec::new();
        if backend.chance.per_mille(60) {
            let (backend, origin) = (backend.clone(), super::origin_of(mail));
            doings.push(Box::pin(async move { come_back(&backend, origin).await }));
        }
        if let Some(path) = download_path(&mail.text).filter(|_| backend.chance.per_mille(500)) {
            let browser = Browser::new(backend, mail.to.as_str(), path);
            doings.push(Box::pin(async move {
                browser.backend.time.sleep(sooner_or_later(&browser.backend)).await;
                browser.download().await;
            }));
        }
        let Some(path) = signing_path(&mail.text) else { return doings };
        let to = mail.to.to_string();
        self.links.push((to.clone(), path.clone()));
        let earlier: Vec<&String> = self.links.iter().filter(|(whose, _)| *whose == to).map(|(_, path)| path).collect();
        let path = if backend.chance.per_mille(150) { (*backend.chance.one_of(&earlier)).clone() } else { path };
        let browser = Browser::new(backend, &to, path);
        doings.push(Box::pin(async move { context(&browser).await }));
        doings
    }
}

/// Some signers and viewers in some order, and perhaps a copy.
fn recipients(backend: &Backend, envelope: usize) -> Vec<RecipientRequest> {
    let (case, chance) = (&backend.case, &backend.chance);
    let order = || u16::try_from(chance.between(1..=3)).expect("few");
    let mut all: Vec<RecipientRequest> =
        (0..case.signers).map(|n| signer(order(), n, envelope, chance.per_mille(250))).collect();
    if chance.per_mille(300) {
        all.push(viewer(order(), None, "確認者", &format!("viewer-{envelope}")));
    }
    if chance.per_mille(300) {
        all.push(copy("受領者", &format!("copy-{envelope}")));
    }
    all
}

/// Comes sooner or later, and does something.
async fn context(browser: &Browser) {
    use Intent::{Decline, Forward, Look, Nothing, Sign};
    let (time, chance) = (&browser.backend.time, &browser.backend.chance);
    time.sleep(sooner_or_later(&browser.backend)).await;
    let intents = [Sign, Sign, Sign, Sign, Sign, Sign, Sign, Decline, Forward, Forward, Look, Look, Nothing, Nothing];
    match chance.one_of(&intents) {
        Sign => {
            browser.get("").await;
            browser.identify().await;
            let Some(form) = ticked_form(&browser.get("/confirm").await.body) else { return };
            // The page stays open for a while, and what it shows may be overtaken.
            time.sleep(SignedDuration::from_millis(chance.between(0..=5_000))).await;
            browser.act("/complete", &form).await;
        }
        Decline => {
            browser.identify().await;
            browser.act("/decline", "reason=no").await;
        }
        Forward => {
            let form = format!("name=Taro&company=&email=taro{}@example.jp&reason=away", chance.between(1..=9));
            browser.act("/forward", &form).await;
        }
        Look => drop(browser.get("").await),
        Nothing => {}
    }
}

/// Mostly within minutes, sometimes after days.
fn sooner_or_later(backend: &Backend) -> SignedDuration {
    let most = *backend.chance.one_of(&[1, 60, 60, 3_600, 8 * 24 * 3_600]);
    SignedDuration::from_millis(backend.chance.between(0..=most * 1_000))
}

/// A mail comes back, or its reader complains.
async fn come_back(backend: &Backend, origin: MailOrigin) {
    backend.time.sleep(sooner_or_later(backend)).await;
    let kinds = [("Bounce", "Permanent"), ("Bounce", "Transient"), ("Bounce", "Undetermined"), ("Complaint", "")];
    let (kind, bounce) = *backend.chance.one_of(&kinds);
    let tags: Value = origin.to_tags().into_iter().map(|(name, value)| (name.to_owned(), json!([value]))).collect();
    let mut notice = json!({ "eventType": kind, "mail": { "messageId": "message", "tags": tags } });
    match kind {
        "Bounce" => notice["bounce"] = json!({ "bounceType": bounce, "bounceSubType": "General" }),
        _ => notice["complaint"] = json!({ "complaintFeedbackType": "abuse" }),
    }
    backend.enqueue(&Work::Notice(notice.to_string()));
}

/// The sender changes the draft and sends it, asks recipients again, corrects their addresses, has them reminded, makes a copy,
/// or takes the envelope back.
async fn send_on(backend: &Arc<Backend>, id: EnvelopeId) {
    let chance = &backend.chance;
    for _ in 0..SENDERS_ACTS {
        backend.time.sleep(sooner_or_later(backend)).await;
        if backend.envelopes.envelope(id).state == State::Draft {
            change_draft(backend, id).await;
            continue;
        }
        let (path, body) = match chance.between(0..=12) {
            0 => (format!("/v1/envelopes/{id}/void"), json!({ "reason": "mistaken" })),
            10 | 11 => (format!("/v1/envelopes/{id}/remind"), json!({})),
            12 => (format!("/v1/envelopes/{id}/copy"), json!({})),
            1..=5 => {
                let number = chance.between(1..=i64::try_from(backend.case.signers).expect("few") + 2);
                let body = match chance.per_mille(300) {
                    true => json!({ "email": format!("corrected{}@example.jp", chance.between(1..=9)) }),
                    false => json!({}),
                };
                (format!("/v1/envelopes/{id}/recipients/{number}/request"), body)
            }
            _ => continue,
        };
        ask(backend, Method::POST, &path, &body, None).await;
    }
}

/// The sender does something with a draft: mostly sends it. What is changed is sometimes not the newest version.
async fn change_draft(backend: &Arc<Backend>, id: EnvelopeId) {
    let (chance, draft) = (&backend.chance, backend.envelopes.envelope(id));
    let version = draft.version.saturating_sub(u64::from(chance.per_mille(200)));
    let (path, seen) = (format!("/v1/envelopes/{id}"), Some(version));
    let number = draft.documents.first().map_or(1, |document| document.number.0);
    match chance.between(0..=9) {
        0 => ask(backend, Method::PATCH, &path, &json!({ "title": "変更", "message": null }), seen).await,
        1 => ask(backend, Method::DELETE, &format!("{path}/documents/{number}"), &json!({}), seen).await,
        2 | 3 => add_document(backend, id).await,
        4 => ask(backend, Method::DELETE, &path, &json!({}), seen).await,
        5 => ask(backend, Method::POST, &format!("{path}/copy"), &json!({}), None).await,
        _ => ask(backend, Method::POST, &format!("{path}/send"), &json!({}), None).await,
    }
}

/// Adds a document to a draft, and mostly puts its file.
async fn add_document(backend: &Arc<Backend>, id: EnvelopeId) {
    let (chance, upload) = (&backend.chance, contract::upload());
    let (name, sha256) = (format!("別紙{}", chance.between(1..=9)), Digest::of(&upload).to_string());
    let body = json!({ "name": name, "size": upload.len(), "sha256": sha256 });
    ask(backend, Method::POST, &format!("/v1/envelopes/{id}/documents"), &body, None).await;
    let draft = backend.envelopes.envelope(id);
    if let Some(document) = draft.documents.last().filter(|_| chance.per_mille(900)) {
        backend.documents.keep(document.upload.object.clone(), upload);
        backend.enqueue(&Work::arrival(&document.upload.object));
    }
}

/// Asks the API, for this version if that is said.
async fn ask(backend: &Arc<Backend>, method: Method, path: &str, body: &Value, version: Option<u64>) {
    let key = format!("{:x}", backend.chance.bits());
    let request = || {
        let request = Request::builder().method(method.clone()).uri(path);
        let request = request.header("authorization", format!("Bearer {API_KEY}")).header("idempotency-key", &key);
        let request = request.header("content-type", "application/json");
        let request =
            version.into_iter().fold(request, |request, version| request.header("if-match", format!("\"{version}\"")));
        request.body(Body::from(body.to_string())).expect("a request")
    };
    backend.insist("the sender", Http::CreateEnvelope, request).await;
}
