//! One-time codes: made, stored as a digest, sent by the way that the factor says.

use dispatch_email::{Error, handle};
use domain::command::{Command, Correction};
use domain::draft::FactorRequest;
use domain::evidence::{EventKind, Identity, Session};
use domain::factor::OneTimeCode;
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::mail::{Addressee, MailKind};
use domain::ports::Factors;
use fakes::session;

use crate::common::{LATER, World, world_in};

const FIRST: RecipientNumber = RecipientNumber(1);
/// Ten minutes after [`LATER`].
const TOO_LATE: &str = "2026-11-28T01:10:00Z";

/// More than a mail's lease after [`LATER`].
const LEASE_OVER: &str = "2026-11-28T01:00:11Z";

fn world_with(factor: FactorRequest) -> World {
    let w = world_in(Language::Ja, |request| request.recipients[0].factor = Some(factor));
    ask(&w, LATER);
    w.clock.set(LATER);
    w
}

fn ask(w: &World, at: &str) {
    w.story.apply(Command::RequestCode { recipient: FIRST, generation: 1, session: session() }, at);
}

fn by_sms() -> World {
    world_with(FactorRequest::Sms { phone: "090-1234-5678".into() })
}

/// The six digits in a message.
fn code_in(text: &str) -> String {
    let mut words = text.split(|c: char| !c.is_ascii_digit());
    words.find(|word| word.len() == 6).unwrap().to_owned()
}

async fn is_good(w: &World, code: &str) -> bool {
    let stored = w.factors.code(w.story.id, FIRST).await.unwrap().unwrap();
    stored.is(OneTimeCode::digest_of(w.story.id, FIRST, code), 1, LATER.parse().unwrap())
}

#[tokio::test]
async fn a_code_goes_out_by_mail_and_only_its_digest_stays() {
    let w = world_with(FactorRequest::EmailCode);
    let [mail] = &w.deliver(MailKind::Code).await[..] else { panic!("one code") };
    let code = code_in(&mail.text);
    assert!(mail.html.contains(&code) && !mail.subject.contains(&code), "not where others see it");
    let preheader = mail.html.split("<table").next().unwrap();
    assert!(!preheader.contains(&code), "nor in the preview");
    assert_eq!((mail.to.as_str(), &mail.reply_to), ("suzuki@example.jp", &None));
    assert!(is_good(&w, &code).await && !is_good(&w, "000000").await);
    let stored = w.factors.code(w.story.id, FIRST).await.unwrap().unwrap();
    assert_eq!(stored.expires_at.to_string(), "2026-11-28T01:10:00Z");
    assert!(!w.story.envelopes.texts(w.story.id).concat().contains(&code));
    assert!(w.texts.taken().is_empty());
    let [EventKind::Mailed { mail: MailKind::Code, .. }] = &w.recorded()[..] else { panic!("{:?}", w.recorded()) };
}

#[tokio::test]
async fn a_code_goes_out_by_text_message() {
    let w = by_sms();
    assert!(w.deliver(MailKind::Code).await.is_empty(), "no mail");
    let [(number, text)] = &w.texts.taken()[..] else { panic!("one text") };
    assert_eq!(number, "+819012345678");
    let code = code_in(text);
    assert!(is_good(&w, &code).await);
    let expected =
        format!("電子印鑑Keiin：認証コード {code}（10分間有効）。他の人に教えないでください。\n@sign.example #{code}");
    assert_eq!(*text, expected);
    let [EventKind::Mailed { message_id, .. }] = &w.recorded()[..] else { panic!("{:?}", w.recorded()) };
    assert_eq!(message_id, "text-1");
}

#[tokio::test]
async fn a_number_that_takes_no_codes_is_told_to_the_sender() {
    let w = by_sms();
    w.texts.refuse("+819012345678");
    w.deliver(MailKind::Code).await;
    w.deliver(MailKind::Code).await;
    let [EventKind::MailRefused { reason, notify, .. }] = &w.recorded()[..] else { panic!("{:?}", w.recorded()) };
    assert_eq!((reason.as_str(), &notify[..]), ("Invalid parameter: PhoneNumber", &[Addressee::Sender][..]));
    assert!(w.story.envelope().recipients[0].attempts.refused);
    let [told] = &w.deliver(MailKind::Bounced).await[..] else { panic!("one mail") };
    assert!(told.html.contains(r#"href="tel:+819012345678""#), "{}", told.html);
    let console = format!("https://sign.example/console/envelopes/{}", w.story.id);
    for part in ["+819012345678", "Invalid parameter: PhoneNumber", console.as_str(), "封筒を取り下げ"] {
        assert!(told.text.contains(part), "{part} is missing in {}", told.text);
    }
}

#[tokio::test]
async fn a_refused_code_that_is_mended_meanwhile_is_not_told() {
    let refused = async || {
        let w = by_sms();
        w.texts.refuse("+819012345678");
        w.deliver(MailKind::Code).await;
        w
    };
    let w = refused().await;
    let correction = Correction { phone: Some("080-1111-2222".parse().unwrap()), ..Correction::default() };
    w.story.apply(Command::RequestAgain { recipient: FIRST, correction }, LATER);
    assert!(w.deliver(MailKind::Bounced).await.is_empty(), "the number was corrected");
    w.story.apply(Command::RequestCode { recipient: FIRST, generation: 2, session: session() }, LATER);
    w.deliver(MailKind::Code).await;
    let [(number, _)] = &w.texts.taken()[..] else { panic!("one text") };
    assert_eq!(number, "+818011112222");

    let w = refused().await;
    let session = Session { identity: Identity::SmsCode, ..session() };
    w.story.apply(Command::PassFactor { recipient: FIRST, generation: 1, session }, LATER);
    assert!(w.deliver(MailKind::Bounced).await.is_empty(), "a later one arrived");
}

#[tokio::test]
async fn a_repeated_job_leaves_the_code_good_that_arrived() {
    let w = by_sms();
    for _ in 0..3 {
        w.deliver(MailKind::Code).await;
    }
    let [(_, text)] = &w.texts.taken()[..] else { panic!("one text") };
    assert!(is_good(&w, &code_in(text)).await);
    assert_eq!(w.recorded().len(), 1);
}

#[tokio::test]
async fn of_two_messages_the_later_one_counts() {
    let w = by_sms();
    let job = &w.jobs(MailKind::Code).await[0];
    w.texts.lose_answers(1);
    assert!(matches!(handle(&w.deps, job).await, Err(Error::Unanswered(_))));
    w.clock.set(LEASE_OVER);
    handle(&w.deps, job).await.unwrap();
    let [_, (_, second)] = &w.texts.taken()[..] else { panic!("two texts") };
    assert!(is_good(&w, &code_in(second)).await);
}

#[tokio::test]
async fn a_job_that_comes_late_never_replaces_a_newer_code() {
    let w = by_sms();
    ask(&w, "2026-11-28T01:00:30Z");
    let jobs = w.jobs(MailKind::Code).await;
    let [older, newer] = &jobs[..] else { panic!("two jobs") };
    handle(&w.deps, newer).await.unwrap();
    handle(&w.deps, older).await.unwrap();
    let [(_, text)] = &w.texts.taken()[..] else { panic!("the newer one alone") };
    assert!(is_good(&w, &code_in(text)).await);
}

#[tokio::test]
async fn a_code_that_is_of_no_use_any_more_is_not_sent() {
    let w = by_sms();
    w.clock.set(TOO_LATE);
    w.deliver(MailKind::Code).await;
    assert!(w.texts.taken().is_empty(), "ten minutes later");
    assert!(w.story.envelope().recipients[0].attempts.refused, "the page says that it was not sent");
    let [EventKind::MailRefused { notify, .. }] = &w.recorded()[..] else { panic!("{:?}", w.recorded()) };
    assert!(notify.is_empty(), "and offers another one");

    let identified = Session { identity: Identity::SmsCode, ..session() };
    let pass = Command::PassFactor { recipient: FIRST, generation: 1, session: identified.clone() };
    let decline = Command::Decline { recipient: FIRST, generation: 1, reason: "no".into(), session: identified };
    let again = Command::RequestAgain { recipient: FIRST, correction: Correction::default() };
    for command in [pass, decline, again, Command::Void { reason: "no".into() }] {
        let w = by_sms();
        w.story.apply(command.clone(), LATER);
        w.deliver(MailKind::Code).await;
        assert!(w.texts.taken().is_empty() && w.recorded().is_empty(), "after {command:?}");
    }

    let w = by_sms();
    for _ in 0..3 {
        w.story.apply(Command::TryFactor { recipient: FIRST, generation: 1, session: session() }, LATER);
    }
    w.story
        .apply(Command::LockOut { recipient: FIRST, generation: 1, session: session(), is_known_wrong: true }, LATER);
    w.deliver(MailKind::Code).await;
    assert!(w.texts.taken().is_empty(), "locked out");
}

#[tokio::test]
async fn that_there_are_no_more_codes_is_told_while_it_matters() {
    for is_in_the_end_right in [false, true] {
        let w = by_sms();
        for minute in 1..=5 {
            ask(&w, &format!("2026-11-28T01:{minute:02}:00Z"));
        }
        let session = Session { identity: Identity::SmsCode, ..session() };
        if is_in_the_end_right {
            w.story.apply(Command::PassFactor { recipient: FIRST, generation: 1, session }, "2026-11-28T01:06:00Z");
        }
        let told = w.deliver(MailKind::LockedOut).await;
        assert_eq!(told.len(), usize::from(!is_in_the_end_right));
        assert!(told.iter().all(|mail| mail.text.contains("+819012345678")), "the number that may be wrong");
    }
}
