//! Every mail there is.

use domain::command::{Command, Delegate};
use domain::document::Sealer;
use domain::draft::{FactorRequest, RecipientKind};
use domain::factor::Secret;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::language::Language;
use domain::mail::{Addressee, Bounce, MailKind};
use domain::ports::OutgoingMail;
use domain::recipient::SealType;
use domain::unsendable::{Unsendable, UnsendableDocument};
use domain::waiting::{Cause, CauseKind};
use fakes::session;
use jiff::{SignedDuration, Timestamp};

use super::{DEADLINE, LATER, MUCH_LATER, World, world_asked, world_in, world_unsealed};

const FIRST: RecipientNumber = RecipientNumber(1);

/// Name and content of every mail, in this language.
pub(crate) async fn every_mail(language: Language) -> Vec<(String, OutgoingMail)> {
    let mut all = Vec::new();
    requests(language, &mut all).await;
    outcomes(language, &mut all).await;
    troubles(language, &mut all).await;
    delays(language, &mut all).await;
    all
}

async fn collect(w: &World, kind: MailKind, name: &str, all: &mut Vec<(String, OutgoingMail)>) {
    let mails = w.deliver(kind).await;
    assert!(!mails.is_empty(), "{name}");
    let sender = &w.story.envelope().sender.email;
    for mail in mails {
        let to = if mail.to == *sender { "sender" } else { mail.to.as_str().split('@').next().unwrap() };
        all.push((format!("{name}_{to}"), mail));
    }
}

async fn requests(language: Language, all: &mut Vec<(String, OutgoingMail)>) {
    let w = world_in(language, |_| {});
    collect(&w, MailKind::Request, "request", all).await;
    w.story.apply(Command::Remind { recipient: FIRST }, LATER);
    w.clock.set(LATER);
    collect(&w, MailKind::Reminder, "reminder", all).await;

    let factors = [
        ("access_code", FactorRequest::AccessCode { code: Secret::new("himitsu-1".into()) }),
        ("totp", FactorRequest::Totp { key: Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into()) }),
        ("sms", FactorRequest::Sms { phone: "090-1234-5678".into() }),
        ("email_code", FactorRequest::EmailCode),
    ];
    for (name, factor) in factors {
        let w = world_in(language, |request| request.recipients[1].factor = Some(factor));
        w.deliver(MailKind::Request).await;
        w.story.approve(1, LATER);
        collect(&w, MailKind::Request, &format!("next_{name}"), all).await;
    }
    let w = world_in(language, |request| request.recipients[0].factor = Some(FactorRequest::EmailCode));
    w.story.apply(Command::RequestCode { recipient: FIRST, generation: 1, session: session() }, LATER);
    w.clock.set(LATER);
    collect(&w, MailKind::Code, "code", all).await;
}

async fn outcomes(language: Language, all: &mut Vec<(String, OutgoingMail)>) {
    let w = world_in(language, |_| {});
    w.story.approve(1, LATER).approve(2, LATER);
    w.clock.set(LATER);
    collect(&w, MailKind::Completed, "completed", all).await;

    let reason = language.t("金額が相違", "The amount is wrong").to_owned();
    let decline = Command::Decline { recipient: FIRST, generation: 1, reason: reason.clone(), session: session() };
    for (kind, command, at) in [
        (MailKind::Declined, decline, LATER),
        (MailKind::Voided, Command::Void { reason }, LATER),
        (MailKind::Expired, Command::Expire, DEADLINE),
        (MailKind::Failed, Command::Fail { reason: "no key".into() }, LATER),
    ] {
        let w = world_in(language, |_| {});
        w.deliver(MailKind::Request).await;
        w.story.apply(command, at);
        w.clock.set(at);
        collect(&w, kind, kind.as_str(), all).await;
    }
}

/// What the service itself is waited for, for every cause.
async fn delays(language: Language, all: &mut Vec<(String, OutgoingMail)>) {
    let kinds = [
        ("no_certificate", CauseKind::NoCertificate),
        ("certificate_unusable", CauseKind::CertificateUnusable),
        ("seal_not_allowed", CauseKind::SealNotAllowed),
        ("key_service", CauseKind::KeyService),
        ("no_timestamp_authority", CauseKind::NoTimestampAuthority),
        ("timestamp_authorities", CauseKind::TimestampAuthorities),
        ("document_store", CauseKind::DocumentStore),
        ("document", CauseKind::Document),
        ("service", CauseKind::Service),
    ];
    for (name, kind) in kinds {
        let w = world_in(language, |_| {});
        w.deliver(MailKind::Request).await;
        w.story.approve(1, LATER);
        w.deliver(MailKind::Request).await;
        w.story.instruct(2, LATER);
        let (document, by) = (DocumentNumber(1), Sealer::Recipient(RecipientNumber(2)));
        let cause = Cause { kind, detail: "only for the operator".into() };
        w.story.apply(Command::RecordCause { document, by, cause }, MUCH_LATER);
        w.story.apply(Command::ReportWait, MUCH_LATER);
        w.clock.set(MUCH_LATER);
        collect(&w, MailKind::Delayed, &format!("delayed_{name}"), all).await;
    }
    // The documents are being prepared.
    let w = world_asked(language, 2);
    w.story.apply(Command::ReportWait, LATER);
    w.clock.set(LATER);
    collect(&w, MailKind::Delayed, "delayed_before_sending", all).await;
    // The documents are still to be fixed, of which there are many.
    let w = world_unsealed(language, 7);
    w.story.apply(Command::ReportWait, LATER);
    w.clock.set(LATER);
    collect(&w, MailKind::Delayed, "delayed_at_sending", all).await;
    // The mail service takes nothing.
    let w = world_in(language, |_| {});
    w.story.apply(Command::ReportWait, LATER);
    w.clock.set(LATER);
    collect(&w, MailKind::Delayed, "delayed_request", all).await;
}

/// The first signer's task goes to somebody else.
fn forward(w: &World, language: Language) {
    let to = Delegate {
        name: language.t("佐々木 四郎", "Shiro Sasaki").into(),
        company: Some(language.t("空知商事", "Sorachi Trading").into()),
        email: "sasaki@sorachi.example".parse().unwrap(),
        language,
    };
    let reason = language.t("担当が替わりました", "I have moved on").to_owned();
    w.story.apply(Command::Delegate { recipient: FIRST, generation: 1, to, reason, session: session() }, LATER);
    w.clock.set(LATER);
}

async fn troubles(language: Language, all: &mut Vec<(String, OutgoingMail)>) {
    let w = world_asked(language, 3);
    let refused = |n, why| UnsendableDocument { document: DocumentNumber(n), why };
    let documents = vec![refused(1, Unsendable::not_uploaded()), refused(3, Unsendable::too_large())];
    let request = w.story.envelope().sending_request().unwrap();
    w.story.apply(Command::RefuseSending { request, documents }, LATER);
    collect(&w, MailKind::NotSent, "not_sent", all).await;

    let w = world_in(language, |_| {});
    forward(&w, language);
    collect(&w, MailKind::Delegated, "delegated", all).await;
    collect(&w, MailKind::Request, "forwarded", all).await;

    let organisation = w.story.envelope().sender.organisation;
    let w = world_in(language, |request| {
        request.recipients[0].kind = RecipientKind::Signer;
        request.recipients[0].seal = Some(SealType::Registered { organisation, seal: None });
    });
    forward(&w, language);
    collect(&w, MailKind::Delegated, "delegated_registered", all).await;

    for (name, bounce) in [
        ("gone", Bounce::Permanent),
        ("full", Bounce::Transient),
        ("content", Bounce::Rejected),
        ("unsent", Bounce::Unsent),
        ("suppressed", Bounce::Suppressed),
        ("unknown", Bounce::Undetermined),
        ("unwanted", Bounce::Complaint),
    ] {
        let w = world_in(language, |_| {});
        let detail = "smtp; 550 5.1.1 user unknown".to_owned();
        let (addressee, request_event) = (Addressee::Recipient(FIRST), w.story.envelope().recipients[0].request_event);
        w.story.apply(Command::RecordBounce { addressee, request_event, bounce, detail }, LATER);
        collect(&w, MailKind::Bounced, &format!("bounced_{name}"), all).await;
    }
    let w = world_in(language, |_| {});
    w.story.approve(1, LATER).approve(2, LATER);
    let (addressee, bounce) = (Addressee::Recipient(FIRST), Bounce::Permanent);
    let request_event = w.story.envelope().recipients[0].request_event;
    w.story.apply(Command::RecordBounce { addressee, request_event, bounce, detail: String::new() }, LATER);
    collect(&w, MailKind::Bounced, "bounced_afterwards", all).await;

    let w = world_in(language, |_| {});
    w.mailer.refuse("suzuki@example.jp");
    w.deliver(MailKind::Request).await;
    collect(&w, MailKind::Bounced, "refused", all).await;

    let sms = FactorRequest::Sms { phone: "090-1234-5678".into() };
    let w = world_in(language, |request| request.recipients[0].factor = Some(sms));
    w.texts.refuse("+819012345678");
    w.story.apply(Command::RequestCode { recipient: FIRST, generation: 1, session: session() }, LATER);
    w.clock.set(LATER);
    w.deliver(MailKind::Code).await;
    collect(&w, MailKind::Bounced, "refused_code", all).await;

    let w = world_in(language, |request| request.recipients[0].factor = Some(FactorRequest::EmailCode));
    for _ in 0..3 {
        w.story.apply(Command::TryFactor { recipient: FIRST, generation: 1, session: session() }, LATER);
    }
    w.story
        .apply(Command::LockOut { recipient: FIRST, generation: 1, session: session(), is_known_wrong: true }, LATER);
    collect(&w, MailKind::LockedOut, "locked_out", all).await;

    let sms = FactorRequest::Sms { phone: "090-1234-5678".into() };
    for (name, factor) in [("no_more_codes", FactorRequest::EmailCode), ("no_more_texts", sms)] {
        let w = world_in(language, |request| request.recipients[0].factor = Some(factor));
        for minute in 1..=6 {
            let at: Timestamp = LATER.parse().expect("a time");
            let at = at.checked_add(SignedDuration::from_mins(minute)).expect("a time").to_string();
            w.story.apply(Command::RequestCode { recipient: FIRST, generation: 1, session: session() }, &at);
        }
        collect(&w, MailKind::LockedOut, name, all).await;
    }
}
