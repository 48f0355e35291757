//! Every mail, from job to mail service, with ports in memory.

use std::sync::Arc;

use dispatch_email::{Error, handle};
use domain::command::{Command, Correction};
use domain::draft::{DocumentRequest, EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::envelope::Sender;
use domain::evidence::EventKind;
use domain::factor::Secret;
use domain::ids::{PersonId, RecipientNumber};
use domain::job::Job;
use domain::language::Language;
use domain::link::{Purpose, SecretToken};
use domain::mail::{Addressee, Bounce, MailKind, MailOrigin};
use domain::organisation::{AddressBoundLinks, Organisation};
use domain::policy::{Brand, Policy};
use domain::ports::MailLog;
use domain::recipient::RecipientState;
use fakes::{Story, city, session, signer, viewer};
use web::Site;

use crate::common::{DEADLINE, LATER, SENT, assert_equal_content, shape, world, world_in, world_of};

#[tokio::test]
async fn the_request_asks_who_is_invited() {
    let w = world();
    let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("one is invited") };
    insta::assert_snapshot!("request", shape(mail));
    assert_equal_content(mail);
    let origin = MailOrigin {
        envelope: w.story.id,
        sequence: w.story.envelope().recipients[0].request_event,
        addressee: Addressee::Recipient(RecipientNumber(1)),
    };
    assert_eq!(mail.id, origin.into());
    assert_eq!(mail.reply_to, None, "an answer would carry the link along");
    let token = mail.text.split("/sign/").nth(1).and_then(|rest| rest.lines().next()).and_then(SecretToken::parse);
    let [link] = &w.story.links.all()[..] else { panic!("one link") };
    assert_eq!(Some(link.digest), token.as_ref().map(SecretToken::digest));
    assert_eq!((link.purpose, link.expires_at.to_string()), (Purpose::Act { generation: 1 }, DEADLINE.into()));
    let token = token.unwrap();
    assert!(mail.html.contains(&format!(r#"href="https://sign.example/sign/{}""#, token.reveal())));
    let [EventKind::Mailed { mail: MailKind::Request, message_id, .. }] = &w.recorded()[..] else {
        panic!("{:?}", w.recorded())
    };
    assert_eq!(message_id, "message-1");
}

#[tokio::test]
async fn addresses_are_shown_as_they_were_typed_and_written_to_in_ascii() {
    let sender = Sender { email: "sato@滝川市.example".parse().unwrap(), ..city() };
    let signer =
        RecipientRequest { email: "t..anaka@docomo.ne.jp".into(), ..signer(1, None, "田中 太郎", "tanaka") };
    let request = EnvelopeRequest { recipients: vec![signer], ..Story::request() };
    let story = Story::by(sender, request, SENT);
    story.start(SENT);
    let w = world_of(story);
    let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("one is invited") };
    assert_eq!(mail.to.wire(), "\"t..anaka\"@docomo.ne.jp");
    assert!(mail.text.contains("sato@滝川市.example"), "{}", mail.text);
    assert!(mail.html.contains(">sato@滝川市.example</a>"), "{}", mail.html);
    assert!(mail.html.contains("href=\"mailto:sato@xn--"), "{}", mail.html);
}

#[tokio::test]
async fn the_reminder_says_so_in_the_subject() {
    let w = world();
    w.story.apply(Command::Remind { recipient: RecipientNumber(1) }, LATER);
    w.clock.set(LATER);
    let [mail] = &w.deliver(MailKind::Reminder).await[..] else { panic!("one is reminded") };
    assert_eq!(mail.subject, "[再送]滝川市 様より【電子契約サービス委託】への確認依頼が届いています");
    assert!(mail.text.contains("まだお手続きいただいていません"));
    assert_equal_content(mail);
}

#[tokio::test]
async fn the_completion_goes_to_every_addressee_with_its_own_link() {
    let w = world();
    w.story.approve(1, LATER).approve(2, LATER);
    w.clock.set(LATER);
    let mails = w.deliver(MailKind::Completed).await;
    let to: Vec<_> = mails.iter().map(|m| m.to.as_str()).collect();
    assert_eq!(to, ["sato@city.example", "suzuki@example.jp", "tanaka@example.jp", "saburo@example.jp"]);
    insta::assert_snapshot!("completed", shape(&mails[1]));
    insta::assert_snapshot!("completed_html", mails[1].html);
    assert!(mails[3].text.starts_with("電子印鑑Keiin\n\n高橋 三郎様\n"), "no company, no line: {}", mails[3].text);
    mails.iter().for_each(assert_equal_content);
    let links = w.story.links.all();
    assert_eq!(links.len(), 4);
    for link in links {
        assert_eq!((link.purpose, link.expires_at.to_string()), (Purpose::Download, "2026-12-12T01:00:00Z".into()));
    }
}

#[tokio::test]
async fn who_declined_is_told_to_all_and_why_to_the_sender() {
    let w = world();
    w.deliver(MailKind::Request).await;
    let (recipient, reason) = (RecipientNumber(1), "金額が\n<相違>".to_owned());
    w.story.apply(Command::Decline { recipient, generation: 1, reason, session: session() }, LATER);
    let mails = w.deliver(MailKind::Declined).await;
    assert_eq!(mails.len(), 2);
    insta::assert_snapshot!("declined", shape(&mails[0]));
    assert!(mails[1].text.contains("鈴木 一郎様が手続きを辞退しました") && !mails[1].text.contains("相違"));
    mails.iter().for_each(assert_equal_content);
    assert_eq!(w.story.links.all().len(), 1, "the request's alone");
}

#[tokio::test]
async fn every_other_end_is_told() {
    let void = Command::Void { reason: "誤って送信したため".into() };
    let fail = Command::Fail { reason: "no key".into() };
    for (kind, command, at, subject) in [
        (MailKind::Voided, void, LATER, "【電子契約サービス委託】は取り下げられました"),
        (MailKind::Expired, Command::Expire, DEADLINE, "【電子契約サービス委託】は期限切れになりました"),
        (MailKind::Failed, fail, LATER, "【電子契約サービス委託】の手続きを続けられませんでした"),
    ] {
        let w = world();
        w.deliver(MailKind::Request).await;
        w.story.apply(command, at);
        w.clock.set(at);
        let mails = w.deliver(kind).await;
        assert!(mails.len() >= 2, "{kind:?}");
        for mail in &mails {
            assert_eq!(mail.subject, subject);
            assert_eq!(mail.text.contains("誤って送信したため"), kind == MailKind::Voided);
            assert!(!mail.text.contains("no key"));
            // A link of the sender's leads to the console, and nobody else has one.
            let links: Vec<&str> = mail.text.lines().filter(|line| line.starts_with("https://sign.example")).collect();
            let console = format!("https://sign.example/console/envelopes/{}", w.story.id);
            let is_sender = mail.to.as_str() == "sato@city.example";
            assert_eq!(links, if is_sender { vec![console.as_str()] } else { vec![] }, "{kind:?}");
            assert!(mail.text.contains("封筒：1000000007 電子契約サービス委託"));
            assert_equal_content(mail);
        }
        assert_eq!(w.recorded().len(), 1 + mails.len(), "with the request");
    }
}

#[tokio::test]
async fn a_repeated_job_sends_nothing_and_records_nothing_twice() {
    let w = world();
    let job = &w.jobs(MailKind::Request).await[0];
    for _ in 0..3 {
        handle(&w.deps, job).await.unwrap();
    }
    assert_eq!((w.mailer.tries(), w.recorded().len()), (1, 1));
}

#[tokio::test]
async fn a_crash_after_the_log_still_ends_in_the_evidence() {
    let w = world();
    let job = &w.jobs(MailKind::Request).await[0];
    let Job::Mail { envelope, sequence, addressee, .. } = *job else { panic!("a mail") };
    w.mail_log.finish(&MailOrigin { envelope, sequence, addressee }.into(), "message-0").await.unwrap();
    // Even if the turn is over by then.
    w.story.approve(1, LATER);
    handle(&w.deps, job).await.unwrap();
    handle(&w.deps, job).await.unwrap();
    assert_eq!(w.mailer.tries(), 0);
    let [EventKind::Mailed { message_id, .. }] = &w.recorded()[..] else { panic!("{:?}", w.recorded()) };
    assert_eq!(message_id, "message-0");
}

#[tokio::test]
async fn a_refused_address_is_recorded_once_and_stops_nobody() {
    let w = world();
    w.story.approve(1, LATER).approve(2, LATER);
    w.mailer.refuse("suzuki@example.jp");
    assert_eq!(w.deliver(MailKind::Completed).await.len(), 3);
    assert_eq!(w.deliver(MailKind::Completed).await.len(), 0);
    let refused = w.recorded().into_iter().filter(|k| matches!(k, EventKind::MailRefused { .. }));
    assert_eq!((refused.count(), w.recorded().len()), (1, 4));
    let [told] = &w.deliver(MailKind::Bounced).await[..] else { panic!("the sender is told") };
    assert_eq!(told.to.as_str(), "sato@city.example");
    assert!(
        told.text.contains("suzuki@example.jp") && told.text.contains("別の方法でお知らせください"),
        "{}",
        told.text
    );
}

#[tokio::test]
async fn a_refused_request_is_told_to_the_sender_until_the_address_is_corrected() {
    let w = world();
    w.mailer.refuse("suzuki@example.jp");
    w.deliver(MailKind::Request).await;
    assert!(matches!(w.story.envelope().recipients[0].state, RecipientState::Bounced { .. }));
    let [job] = &w.jobs(MailKind::Bounced).await[..] else { panic!("one mail") };
    assert!(matches!(job, Job::Mail { addressee: Addressee::Sender, .. }));
    let correction = Correction { email: "suzuki-2@example.jp".parse().ok(), ..Correction::default() };
    w.story.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction }, LATER);
    assert!(w.deliver(MailKind::Bounced).await.is_empty(), "nothing is left to do");
    let [request] = &w.deliver(MailKind::Request).await[..] else { panic!("asked again") };
    assert_eq!(request.to.as_str(), "suzuki-2@example.jp");

    let w = world();
    w.mailer.refuse("suzuki@example.jp");
    w.mailer.refuse("sato@city.example");
    w.deliver(MailKind::Request).await;
    w.deliver(MailKind::Bounced).await;
    assert_eq!(w.jobs(MailKind::Bounced).await.len(), 1, "of a notice that is refused nobody is told");
}

#[tokio::test]
async fn a_mail_service_that_is_down_is_tried_again() {
    let w = world();
    w.mailer.fail(1);
    let job = &w.jobs(MailKind::Request).await[0];
    assert!(matches!(handle(&w.deps, job).await, Err(Error::Port(_))));
    assert!(w.recorded().is_empty());
    handle(&w.deps, job).await.unwrap();
    assert_eq!((w.mailer.taken().len(), w.recorded().len()), (1, 1));
}

#[tokio::test]
async fn a_mail_service_that_does_not_answer_is_asked_again_when_the_lease_is_over() {
    let w = world();
    w.mailer.be_silent(1);
    let job = &w.jobs(MailKind::Request).await[0];
    assert!(matches!(handle(&w.deps, job).await, Err(Error::Unanswered(_))));
    assert!(matches!(handle(&w.deps, job).await, Err(Error::Leased)), "it may be on its way");
    w.clock.set("2026-11-22T05:05:10Z");
    handle(&w.deps, job).await.unwrap();
    assert_eq!((w.mailer.taken().len(), w.recorded().len()), (1, 1));
}

#[tokio::test]
async fn a_request_that_has_become_pointless_is_not_sent() {
    let w = world();
    w.story.approve(1, LATER);
    assert!(
        matches!(&w.jobs(MailKind::Request).await[..], [_, Job::Mail { addressee: Addressee::Recipient(r), .. }] if r.0 == 2)
    );
    let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("only the second is invited now") };
    assert_eq!(mail.to.as_str(), "tanaka@example.jp");

    let w = world();
    w.clock.set(DEADLINE);
    assert!(w.deliver(MailKind::Request).await.is_empty());
    assert!(w.story.links.all().is_empty() && w.recorded().is_empty());
}

#[tokio::test]
async fn no_user_text_gets_into_headers_or_markup() {
    let story = Story::of(
        EnvelopeRequest {
            title: "件名".into(),
            message: Some("<b>太字</b>\r\n\"引用\" & 'x'".into()),
            documents: vec![DocumentRequest { name: "<i>文書".into(), size: 1, sha256: "00".repeat(32) }],
            recipients: vec![signer(1, Some("</td>株式会社"), "<script>名前", "a")],
            ..EnvelopeRequest::default()
        },
        SENT,
    );
    story.start(SENT);
    // The domain refuses line breaks in a title; an older or a repaired envelope might still have one.
    let mut envelope = story.envelope();
    envelope.title = "件名\r\nBcc: everybody@example.jp\u{2028}\u{202e}".into();
    envelope.sender.organisation_name = "滝川市\nX-Header: 1".into();
    envelope.version += 1;
    let events = Vec::new();
    story.envelopes.put(&domain::command::Decision { envelope, events });

    let w = world_of(story);
    let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("one is invited") };
    assert_eq!(mail.subject, "滝川市 X-Header: 1 様より【件名  Bcc: everybody@example.jp】への署名依頼が届いています");
    for raw in ["<b>", "<i>", "<script>", "</td>株式会社"] {
        assert!(!mail.html.contains(raw), "{raw}");
        assert!(mail.html.contains(&raw.replace('<', "&#60;").replace('>', "&#62;")), "{raw}");
    }
    assert!(mail.text.contains("> <b>太字</b>\n> \"引用\" & 'x'\n"), "{}", mail.text);
    assert!(mail.html.contains("&#34;引用&#34; &#38; &#39;x&#39;"), "{}", mail.html);
}

#[tokio::test]
async fn other_jobs_are_refused() {
    let w = world();
    let job = Job::Seal { envelope: w.story.id };
    assert!(matches!(handle(&w.deps, &job).await, Err(Error::OtherJob(_))));
}

#[tokio::test]
async fn of_many_who_finished_before_three_are_named() {
    for (language, expected) in [
        (Language::Ja, "甲様、乙様、丙様ほか2名の手続きが完了し、あなたの順番になりました。"),
        (Language::En, "甲, 乙, 丙 and 2 others finished before you. Now it is your turn."),
    ] {
        let w = world_in(language, |request| {
            let names = ["甲", "乙", "丙", "丁", "戊"];
            let reader = |(n, name)| viewer(1, None, name, &format!("reader{n}"));
            request.recipients = names.into_iter().enumerate().map(reader).collect();
            request.recipients.push(RecipientRequest { language, ..signer(2, None, "己", "last") });
        });
        for number in 1..=5 {
            w.story.approve(number, LATER);
        }
        let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("only the last is invited now") };
        assert!(mail.text.contains(expected), "{}", mail.text);
    }
}

#[tokio::test]
async fn the_colour_is_the_deployments() {
    let mut w = world();
    w.deps.site = Arc::new(Site { accent: "#7a1740".parse().unwrap(), ..(*w.deps.site).clone() });
    let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("one is invited") };
    assert!(mail.html.contains(r##"bgcolor="#7a1740""##) && !mail.html.contains("#17407a"));
}

#[tokio::test]
async fn a_bounce_of_an_address_that_was_corrected_since_is_not_told() {
    let w = world();
    let recipient = RecipientNumber(1);
    let request_event = w.story.envelope().recipients[0].request_event;
    let correction = Correction { email: "suzuki-2@example.jp".parse().ok(), ..Correction::default() };
    w.story.apply(Command::RequestAgain { recipient, correction }, LATER);
    let (addressee, bounce) = (Addressee::Recipient(recipient), Bounce::Permanent);
    w.story.apply(Command::RecordBounce { addressee, request_event, bounce, detail: String::new() }, LATER);
    assert!(w.deliver(MailKind::Bounced).await.is_empty());
}

#[tokio::test]
async fn mails_carry_the_organisations_name_and_colour_and_say_which_service_sends_them() {
    let brand = Brand {
        name: Some("滝川市 電子契約".into()),
        name_en: Some("Takikawa Contracts".into()),
        accent: Some("#6b1f3a".parse().unwrap()),
        mail_sender: Some("滝川市役所".into()),
    };
    let english = RecipientRequest { language: Language::En, ..signer(1, None, "Jane Doe", "jane") };
    let recipients = vec![signer(1, None, "田中 太郎", "tanaka"), english];
    let request = EnvelopeRequest { recipients, ..Story::request() };
    let story = Story::under(Policy { brand, ..Policy::default() }, request, SENT);
    story.start(SENT);
    let w = world_of(story);
    let [japanese, english] = &w.deliver(MailKind::Request).await[..] else { panic!("two are invited") };
    for (mail, head, foot) in [
        (japanese, "滝川市 電子契約", "このメールは電子印鑑Keiinから自動で送信しています。"),
        (english, "Takikawa Contracts", "Keiin sent this email automatically."),
    ] {
        assert_eq!((&*mail.from_name, mail.from_address.as_str()), ("滝川市役所", "noreply@keiin.example"));
        assert!(mail.text.starts_with(head) && mail.text.contains(foot), "{}", mail.text);
        assert!(mail.html.contains(&format!(">{head}</td>")) && mail.html.contains("#6b1f3a"), "{}", mail.html);
        assert_equal_content(mail);
    }
}

#[tokio::test]
async fn readers_of_english_read_the_name_that_the_organisation_has_for_them() {
    let sender = Sender { organisation_name_en: Some("City of Takikawa".into()), ..city() };
    let english = RecipientRequest { language: Language::En, ..signer(1, None, "Jane Doe", "jane") };
    let recipients = vec![signer(1, None, "田中 太郎", "tanaka"), english];
    let story = Story::by(sender, EnvelopeRequest { recipients, ..Story::request() }, SENT);
    story.start(SENT);
    let [japanese, english] = &world_of(story).deliver(MailKind::Request).await[..] else { panic!("two") };
    assert!(japanese.subject.starts_with("滝川市 様より"), "{}", japanese.subject);
    assert!(english.subject.contains("City of Takikawa") && !english.text.contains("滝川市"), "{}", english.text);
}

#[tokio::test]
async fn whoever_may_open_the_link_only_from_a_network_is_told_so() {
    let note = "ほかのネットワークにいる場合は";
    for (bound, mail_domains, is_told) in [
        (AddressBoundLinks::None, vec![], false),
        (AddressBoundLinks::OwnDomains, vec!["city.example"], false),
        (AddressBoundLinks::OwnDomains, vec!["example.jp"], true),
        (AddressBoundLinks::All, vec![], true),
    ] {
        let w = world();
        let mut organisation = Organisation::new(city().organisation, "滝川市".into(), SENT.parse().unwrap());
        organisation.address_bound_links = bound;
        organisation.addresses = vec!["203.0.113.0/24".parse().unwrap()];
        organisation.members.mail_domains = mail_domains.into_iter().map(str::to_owned).collect();
        w.organisations.put(&organisation);
        let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("one is invited") };
        assert_eq!(mail.text.contains(note), is_told, "{bound:?}: {}", mail.text);
        assert_equal_content(mail);
    }
}

#[tokio::test]
async fn an_app_is_said_to_be_needless_only_where_it_is() {
    let totp = FactorRequest::Totp { key: Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into()) };
    for (factor, said) in [(None, "会員登録・アプリ・印鑑は不要です。"), (Some(totp), "会員登録・印鑑は不要です。")]
    {
        let w = world_in(Language::Ja, |request| request.recipients[0].factor = factor);
        let [mail] = &w.deliver(MailKind::Request).await[..] else { panic!("one is invited") };
        assert!(mail.text.contains(said), "{}", mail.text);
    }
}

#[tokio::test]
async fn only_senders_without_an_account_are_told_that_the_console_asks_for_one() {
    let note = "利用者登録をしている方です";
    for (person, is_told) in [(None, true), (Some(PersonId::new(uuid::Uuid::from_u128(7))), false)] {
        let request =
            EnvelopeRequest { recipients: vec![signer(1, None, "田中 太郎", "tanaka")], ..Story::request() };
        let story = Story::by(Sender { person, ..city() }, request, SENT);
        story.start(SENT);
        let w = world_of(story);
        w.deliver(MailKind::Request).await;
        w.story.apply(Command::Void { reason: "誤り".into() }, LATER);
        let mails = w.deliver(MailKind::Voided).await;
        let sender = mails.iter().find(|mail| mail.to.as_str() == "sato@city.example").expect("the sender's");
        assert_eq!(sender.text.contains(note), is_told, "{}", sender.text);
    }
}
