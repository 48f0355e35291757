//! Recipients who do as they are asked.

use std::sync::{Arc, Mutex};

use domain::draft::{EnvelopeRequest, RecipientRequest};
use domain::envelope::Envelope;
use domain::mail::Addressee;
use domain::ports::OutgoingMail;
use fakes::{copy, viewer};
use jiff::{SignedDuration, Timestamp};

use super::{Doing, People, signer};
use crate::act::{Browser, download_path, signing_path, ticked_form};
use crate::backend::Backend;

/// So long whoever waits for the others of the same place waits at most.
const PATIENCE_SECONDS: i64 = 600;

/// People who sign as soon as they are asked, alone or all at once.
#[derive(Default)]
pub(crate) struct Willing {
    /// Who has got a link, by address.
    asked: Arc<Mutex<Vec<String>>>,
}

impl People for Willing {
    fn envelopes(&self, backend: &Backend) -> Vec<EnvelopeRequest> {
        vec![EnvelopeRequest { recipients: recipients(backend), ..EnvelopeRequest::default() }]
    }

    fn sends_drafts(&self, _: &Backend) -> bool {
        false
    }

    fn begin(&mut self, _: &Arc<Backend>, _: &Envelope) -> Vec<Doing> {
        Vec::new()
    }

    fn read(&mut self, backend: &Arc<Backend>, mail: &OutgoingMail) -> Vec<Doing> {
        if let Some(path) = download_path(&mail.text) {
            let browser = Browser::new(backend, mail.to.as_str(), path);
            return vec![Box::pin(async move { browser.download().await })];
        }
        let Some(path) = signing_path(&mail.text) else { return Vec::new() };
        let who = mail.to.to_string();
        let is_first = !self.asked.lock().unwrap().contains(&who);
        if is_first {
            self.asked.lock().unwrap().push(who.clone());
        }
        // A second link, of a mail that came twice, is used now and then.
        if !is_first && !backend.chance.per_mille(300) {
            return Vec::new();
        }
        let browser = Browser::new(backend, &who, path);
        let (asked, addressee) = (self.asked.clone(), super::origin_of(mail).addressee);
        vec![Box::pin(async move {
            if let Some(form) = read(&browser).await {
                wait(&browser, addressee, &asked).await;
                browser.act("/complete", &form).await;
            }
        })]
    }
}

/// The recipients of a case, as the sender names them.
fn recipients(backend: &Backend) -> Vec<RecipientRequest> {
    let (case, chance) = (&backend.case, &backend.chance);
    let order = |n: usize| u16::try_from(n * case.groups / case.signers + 1).expect("few");
    // A code that was tried in vain, for want of an answer, counts: after three the sender has to ask anew, which nobody does
    // here.
    let is_calm = case.is_calm();
    let is_registered = || is_calm && chance.per_mille(200);
    let mut all: Vec<RecipientRequest> = (0..case.signers).map(|n| signer(order(n), n, 0, is_registered())).collect();
    if chance.per_mille(200) {
        all.push(viewer(1, None, "確認者", "viewer"));
    }
    if chance.per_mille(200) {
        all.push(copy("受領者", "copy"));
    }
    all
}

/// Opens both pages. Gives the form that signs; nothing where there is nothing left to sign.
async fn read(browser: &Browser) -> Option<String> {
    let page = browser.get("").await;
    browser.identify().await;
    let confirmation = browser.get("/confirm").await;
    let form = ticked_form(&confirmation.body);
    // Acted upon by another link, or replaced: whoever comes late sees how things stand.
    let is_told = [page.status, confirmation.status].iter().all(|status| matches!(status, 200 | 303 | 410));
    if form.is_none() && !is_told {
        browser.turned_away(&confirmation);
    }
    form
}

/// Waits for the others, if they press together.
async fn wait(browser: &Browser, addressee: Addressee, asked: &Mutex<Vec<String>>) {
    let backend = &browser.backend;
    if !backend.case.together {
        let pause = backend.chance.between(0..=10_000);
        return backend.time.sleep(SignedDuration::from_millis(pause)).await;
    }
    for _ in 0..PATIENCE_SECONDS {
        // At the same second, so that all press at the same moment.
        backend.time.sleep(until_next_second(backend.time.now())).await;
        if everybody_asked(backend, addressee, asked) {
            break;
        }
    }
}

fn until_next_second(now: Timestamp) -> SignedDuration {
    let next = Timestamp::from_second(now.as_second() + 1).expect("a time");
    next.duration_since(now)
}

/// Whether everybody of the same place in the order has a link.
fn everybody_asked(backend: &Backend, addressee: Addressee, asked: &Mutex<Vec<String>>) -> bool {
    let Addressee::Recipient(number) = addressee else { return true };
    let asked = asked.lock().unwrap();
    backend.envelopes.all().iter().all(|envelope| {
        let order = envelope.recipient(number).map(|r| r.order);
        let mut same = envelope.recipients.iter().filter(|r| r.must_act() && Some(r.order) == order);
        same.all(|r| asked.iter().any(|who| who == r.email.as_str()))
    })
}
