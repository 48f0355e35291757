//! Recipients of a contract, who do as they are asked.

use std::sync::{Arc, Mutex};

use domain::draft::RecipientRequest;
use domain::mail::Party;
use domain::ports::OutgoingMail;
use domain::recipient::Recipient;
use fakes::{copy, signer, viewer};
use futures::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp};

use crate::act::{Browser, signing_path, ticked_form, title};
use crate::backend::Backend;
use crate::violation::Violation;

/// So long whoever waits for the others of the same place waits at most.
const PATIENCE_SECONDS: i64 = 600;

/// The recipients of a case, as the sender names them.
pub(crate) fn recipients(backend: &Backend) -> Vec<RecipientRequest> {
    let (case, chance) = (&backend.case, &backend.chance);
    let order = |n: usize| u16::try_from(n * case.groups / case.signers + 1).expect("few");
    let mut all: Vec<RecipientRequest> =
        (0..case.signers).map(|n| signer(order(n), None, &format!("署名者{n}"), &format!("signer{n}"))).collect();
    if chance.per_mille(200) {
        all.push(viewer(1, None, "確認者", "viewer"));
    }
    if chance.per_mille(200) {
        all.push(copy("受領者", "copy"));
    }
    all
}

/// People who sign as soon as they are asked, alone or all at once.
pub(crate) struct Signers {
    /// Who has got a link, by address.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Signers {
    pub(crate) fn new() -> Self {
        Self { asked: Arc::default() }
    }

    /// What somebody does who gets this mail.
    pub(crate) fn read(&self, backend: &Arc<Backend>, mail: &OutgoingMail) -> Option<LocalBoxFuture<'static, ()>> {
        let path = signing_path(&mail.text)?;
        let is_first = !self.asked.lock().unwrap().contains(&mail.to);
        if is_first {
            self.asked.lock().unwrap().push(mail.to.clone());
        }
        // A second link, of a mail that came twice, is used now and then.
        (is_first || backend.chance.per_mille(300)).then(|| {
            let browser = Browser { backend: backend.clone(), who: mail.to.clone(), path };
            let (asked, party) = (self.asked.clone(), mail.origin.party);
            Box::pin(async move { sign(&browser, party, &asked).await }) as LocalBoxFuture<'static, ()>
        })
    }
}

/// Reads, waits for the others if they press together, and presses.
async fn sign(browser: &Browser, party: Party, asked: &Mutex<Vec<String>>) {
    let backend = &browser.backend;
    let page = browser.get("").await;
    let confirmation = browser.get("/confirm").await;
    let Some(form) = ticked_form(&confirmation.body) else {
        // Acted upon by the other link, or replaced: whoever comes late sees how things stand.
        let is_told = [page.status, confirmation.status].iter().all(|status| matches!(status, 200 | 303 | 410));
        if !is_told {
            browser.turned_away(confirmation.status, &confirmation.body);
        }
        return;
    };
    if backend.case.together {
        for _ in 0..PATIENCE_SECONDS {
            // At the same second, so that all press at the same moment.
            backend.time.sleep(until_next_second(backend.time.now())).await;
            if everybody_asked(backend, party, asked) {
                break;
            }
        }
    } else {
        let pause = backend.chance.between(0..=10_000);
        backend.time.sleep(SignedDuration::from_millis(pause)).await;
    }
    if backend.chance.per_mille(100) {
        // A second click, a second tab.
        browser.post_and_forget("/complete", &form);
    }
    let answer = browser.post("/complete", &form).await;
    if answer.status == 303 {
        browser.was_told_that_it_is_done(party);
    } else {
        browser.turned_away(answer.status, &answer.body);
    }
}

fn until_next_second(now: Timestamp) -> SignedDuration {
    let next = Timestamp::from_second(now.as_second() + 1).expect("a time");
    next.duration_since(now)
}

impl Browser {
    pub(crate) fn turned_away(&self, status: u16, page: &str) {
        let (who, reason) = (self.who.clone(), format!("{status} {}", title(page)));
        self.backend.watch.note(Violation::TurnedAway { who, reason });
    }
}

impl Browser {
    /// Whoever is led back to the link's page has acted.
    pub(crate) fn was_told_that_it_is_done(&self, party: Party) {
        let Party::Recipient(number) = party else { return };
        let envelopes = self.backend.envelopes.all();
        if !envelopes.iter().filter_map(|e| e.recipient(number)).all(Recipient::has_acted) {
            self.backend.watch.note(Violation::ToldWrongly { who: self.who.clone() });
        }
    }
}

/// Whether everybody of the same place in the order has a link.
fn everybody_asked(backend: &Backend, party: Party, asked: &Mutex<Vec<String>>) -> bool {
    let Party::Recipient(number) = party else { return true };
    let asked = asked.lock().unwrap();
    backend.envelopes.all().iter().all(|envelope| {
        let order = envelope.recipient(number).map(|r| r.order);
        let mut same = envelope.recipients.iter().filter(|r| r.must_act() && Some(r.order) == order);
        same.all(|r| asked.contains(&r.email))
    })
}
