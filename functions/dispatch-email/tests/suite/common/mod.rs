//! Envelopes whose mails are sent by ports in memory.

#![allow(dead_code, unused_imports, reason = "no test file uses all of it")]

mod every;
mod visible;

use std::sync::Arc;

use dispatch_email::{Dependencies, handle};
use domain::command::Command;
use domain::draft::{DocumentRequest, EnvelopeRequest};
use domain::envelope::Sender;
use domain::evidence::{Event, EventKind};
use domain::job::{Job, jobs_of};
use domain::language::Language;
use domain::mail::MailKind;
use domain::ports::{Envelopes, OutgoingMail};
use fakes::{
    CountingRandomness, MemoryFactors, MemoryMailLog, MemoryMailer, MemoryOrganisations, MemoryTexts, StoppedClock,
    Story, city, copy, signer, viewer,
};
use web::{Site, Support};

pub(crate) use every::every_mail;
pub(crate) use visible::assert_equal_content;

pub(crate) const SENT: &str = "2026-11-22T05:05:00Z";
pub(crate) const LATER: &str = "2026-11-28T01:00:00Z";
/// Ten minutes after [`LATER`].
pub(crate) const MUCH_LATER: &str = "2026-11-28T01:10:00Z";
pub(crate) const DEADLINE: &str = "2026-12-22T05:05:00Z";

pub(crate) struct World {
    pub(crate) story: Story,
    pub(crate) organisations: Arc<MemoryOrganisations>,
    pub(crate) mailer: Arc<MemoryMailer>,
    pub(crate) texts: Arc<MemoryTexts>,
    pub(crate) factors: Arc<MemoryFactors>,
    pub(crate) mail_log: Arc<MemoryMailLog>,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) deps: Dependencies,
}

/// A viewer, a signer and a copy, of a Japanese firm.
pub(crate) fn world() -> World {
    let story = Story::draft(
        vec![
            viewer(1, Some("株式会社<北空知>"), "鈴木 一郎", "suzuki"),
            signer(2, Some("株式会社<北空知>"), "田中 太郎", "tanaka"),
            copy("高橋 三郎", "saburo"),
        ],
        SENT,
    );
    story.start(SENT);
    world_of(story)
}

/// The same people in this language; everything that users write is in it as well.
pub(crate) fn world_in(language: Language, change: impl FnOnce(&mut EnvelopeRequest)) -> World {
    let story = story_in(language, change);
    story.start(SENT);
    world_of(story)
}

/// The same with so many documents, sent and not sealed.
pub(crate) fn world_unsealed(language: Language, documents: usize) -> World {
    let story = story_of(language, documents);
    story.send(SENT);
    world_of(story)
}

/// The same with documents that are being prepared.
pub(crate) fn world_asked(language: Language, documents: usize) -> World {
    let story = story_of(language, documents);
    story.apply(Command::RequestSending, SENT);
    world_of(story)
}

fn story_of(language: Language, documents: usize) -> Story {
    story_in(language, |request| {
        let first = request.documents[0].clone();
        let name = |n| format!("{} {n}", language.t("契約書", "Contract"));
        request.documents = (1..=documents).map(|n| DocumentRequest { name: name(n), ..first.clone() }).collect();
    })
}

fn story_in(language: Language, change: impl FnOnce(&mut EnvelopeRequest)) -> Story {
    let t = |ja, en| language.t(ja, en).to_owned();
    let firm = t("株式会社<北空知>", "North <Sorachi> Ltd.");
    let mut request = EnvelopeRequest {
        title: t("電子契約サービス委託", "E-contract service"),
        message: Some(t("いつもお世話になっております。\nご確認をお願いいたします。", "Hello,\nplease have a look.")),
        recipients: vec![
            viewer(1, Some(&firm), language.t("鈴木 一郎", "Ichiro Suzuki"), "suzuki"),
            signer(2, Some(&firm), language.t("田中 太郎", "Taro Tanaka"), "tanaka"),
            copy(language.t("高橋 三郎", "Saburo Takahashi"), "saburo"),
        ],
        ..Story::request()
    };
    let names = [t("電子契約サービス委託契約書", "Contract"), t("仕様書 <別紙1> & 内訳", "Annex <1> & list")];
    for (document, name) in request.documents.iter_mut().zip(names) {
        document.name = name;
    }
    for recipient in &mut request.recipients {
        recipient.language = language;
    }
    change(&mut request);
    let sender = Sender {
        organisation_name: t("滝川市", "City of Takikawa"),
        organisation_name_en: None,
        person: None,
        name: t("総務課 佐藤 花子", "Hanako Sato"),
        language,
        ..city()
    };
    Story::by(sender, request, SENT)
}

pub(crate) fn world_of(story: Story) -> World {
    let support = Support {
        phone: Some("0125-00-0000".into()),
        hours: Some("平日 9:00～17:00".into()),
        hours_en: Some("9:00-17:00 on weekdays".into()),
        email: Some("help@keiin.example".into()),
        form: Some("https://keiin.example/help".into()),
    };
    let site = Site {
        public_url: "https://sign.example".into(),
        brand: "電子印鑑Keiin".into(),
        brand_en: Some("Keiin".into()),
        copyright: "Keiin".into(),
        support,
        ..Site::default()
    };
    let (mailer, texts) = (Arc::new(MemoryMailer::default()), Arc::new(MemoryTexts::default()));
    let (factors, mail_log) = (Arc::new(MemoryFactors::default()), Arc::new(MemoryMailLog::default()));
    let clock = Arc::new(StoppedClock::at(SENT));
    let organisations = Arc::new(MemoryOrganisations::default());
    let deps = Dependencies {
        envelopes: story.envelopes.clone(),
        organisations: organisations.clone(),
        people: organisations.clone(),
        certificates: organisations.clone(),
        invitations: organisations.clone(),
        links: story.links.clone(),
        factors: factors.clone(),
        mail_log: mail_log.clone(),
        mailer: mailer.clone(),
        texts: texts.clone(),
        clock: clock.clone(),
        randomness: Arc::new(CountingRandomness::default()),
        site: Arc::new(site),
        from_address: "noreply@keiin.example".parse().unwrap(),
    };
    World { story, organisations, mailer, texts, factors, mail_log, clock, deps }
}

impl World {
    /// The mails that this envelope's events ask for.
    pub(crate) async fn jobs(&self, wanted: MailKind) -> Vec<Job> {
        let events = self.story.envelopes.events(self.story.id).await.unwrap();
        let events = events.iter().map(|text| Event::from_json(text).unwrap());
        let jobs = events.flat_map(|e| jobs_of(&e));
        jobs.filter(|job| matches!(job, Job::Mail { mail, .. } if *mail == wanted)).collect()
    }

    pub(crate) async fn deliver(&self, mail: MailKind) -> Vec<OutgoingMail> {
        let before = self.mailer.taken().len();
        for job in self.jobs(mail).await {
            handle(&self.deps, &job).await.unwrap();
        }
        self.mailer.taken().split_off(before)
    }

    pub(crate) fn recorded(&self) -> Vec<EventKind> {
        let evidence = self.story.envelopes.evidence(self.story.id);
        let of_mails = |k: &EventKind| matches!(k, EventKind::Mailed { .. } | EventKind::MailRefused { .. });
        evidence.into_iter().filter(of_mails).collect()
    }
}

/// What a mail program shows in its list and as plain text.
pub(crate) fn shape(mail: &OutgoingMail) -> String {
    let OutgoingMail { from_name, from_address, to, reply_to, subject, text, .. } = mail;
    let reply_to = reply_to.as_ref().map(|to| format!("Reply-To: {to}\n")).unwrap_or_default();
    format!("From: {from_name} <{from_address}>\nTo: {to}\n{reply_to}Subject: {subject}\n\n{text}")
}
