//! What the templates may speak of.

use api::routes;
use domain::document::Document;
use domain::email_address::EmailAddress;
use domain::envelope::Envelope;
use domain::evidence::{Event, EventKind};
use domain::factor::{CODE_LIFETIME, Factor};
use domain::language::Language;
use domain::mail::{Addressee, MailKind};
use domain::recipient::{Recipient, RecipientState, Role};
use web::{Site, WaitReport, local_time};

use crate::MailJob;
use crate::link::OpenedLink;
use crate::notice::{self, Delegation, Lock, Undelivered, Unsendable};
use crate::one_line::one_line;
use crate::people;
use crate::until;

/// A mail's content, apart from its wording. Everything that a user wrote is on one line, but for the message.
pub(crate) struct MailContext<'a> {
    pub(crate) site: &'a Site,
    pub(crate) language: Language,
    pub(crate) address: &'a EmailAddress,
    /// At the head.
    pub(crate) brand: String,
    /// What the service is called, which sends the mail.
    pub(crate) service: String,
    pub(crate) greeting: Vec<String>,
    /// The reader's name.
    pub(crate) name: String,
    pub(crate) is_sender: bool,
    /// Whether a person sent the envelope, who can sign in, and no other system.
    pub(crate) sender_is_person: bool,
    /// The envelope's page in the console, for the sender alone. It opens for whoever is signed in, so that it is no secret.
    pub(crate) console: Option<String>,
    /// Whom an answer reaches: the sender, unless the mail holds a link or a code, which an answer would carry along.
    pub(crate) reply_to: Option<&'a EmailAddress>,
    pub(crate) organisation: String,
    pub(crate) sender: String,
    /// The sender's address.
    pub(crate) contact: &'a EmailAddress,
    pub(crate) title: String,
    pub(crate) envelope: String,
    pub(crate) documents: Vec<String>,
    pub(crate) message: Vec<&'a str>,
    pub(crate) deadline: Option<String>,
    /// What the reader has heard of the envelope before.
    pub(crate) prior_contact: PriorContact,
    /// Whether a signature is asked of the recipient, and not only a confirmation.
    pub(crate) signs: bool,
    /// Who has finished before it became the recipient's turn.
    pub(crate) finished: Option<String>,
    /// The group of which one has to act.
    pub(crate) one_of: Option<String>,
    /// Who forwarded the task to the recipient.
    pub(crate) forwarded_by: Option<String>,
    /// What has to be shown besides the link.
    pub(crate) factor: Option<Needed<'a>>,
    /// Whether the recipient may pass the task on, on the page.
    pub(crate) may_forward: bool,
    /// Who declined.
    pub(crate) decliner: Option<String>,
    /// Why the sender took it back; why somebody declined is for the sender alone.
    pub(crate) reason: Option<String>,
    /// The documents that cannot be sent, and why not.
    pub(crate) unsendable: Vec<Unsendable>,
    /// See [`Delegation`].
    pub(crate) delegation: Option<Delegation>,
    /// See [`Undelivered`].
    pub(crate) undelivered: Option<Undelivered>,
    /// See [`Lock`].
    pub(crate) lock: Option<Lock>,
    /// What takes longer than it should.
    pub(crate) delay: Option<WaitReport>,
    /// URL of the button, empty where there is none.
    pub(crate) link: &'a str,
    /// Until when it opens.
    pub(crate) until: Option<String>,
    /// Whether it opens only from the organisation's network.
    pub(crate) bound_to_network: bool,
    /// The one-time code, empty where there is none.
    pub(crate) code: &'a str,
}

/// What a reader has heard of an envelope before it ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PriorContact {
    /// The sender, and whoever got a link.
    Asked,
    /// Others had to act first.
    NotYetAsked,
    /// Nothing is asked of this reader: the documents would have come at the end.
    Copied,
}

/// An extra factor, as a request names it.
pub(crate) enum Needed<'a> {
    AccessCode,
    Totp,
    /// The last digits of the telephone number.
    Sms(&'a str),
    EmailCode,
}

/// What is in this mail and nowhere else.
#[derive(Clone, Copy, Default)]
pub(crate) struct Secrets<'a> {
    pub(crate) link: Option<&'a OpenedLink>,
    pub(crate) code: &'a str,
}

impl<'a> MailContext<'a> {
    /// `None` where the envelope has no such recipient.
    pub(crate) fn new(
        job: MailJob,
        envelope: &'a Envelope,
        events: &[Event],
        Secrets { link, code }: Secrets<'a>,
        site: &'a Site,
    ) -> Option<Self> {
        let sender = &envelope.sender;
        let recipient = match job.addressee {
            Addressee::Sender => None,
            Addressee::Recipient(number) => Some(envelope.recipient(number)?),
        };
        let (address, company, name, language) = match recipient {
            None => (&sender.email, Some(sender.organisation_in(sender.language)), &sender.name, sender.language),
            Some(r) => (&r.email, r.company.as_deref(), &r.name, r.language),
        };
        let asked = events.iter().find(|event| event.sequence == job.sequence).map(|event| &event.kind);
        let decliner = envelope.recipients.iter().find(|r| matches!(r.state, RecipientState::Declined { .. }));
        let forwarder = recipient.and_then(|r| envelope.recipient(r.stands_for?));
        let holds_secret = link.is_some() || !code.is_empty();
        Some(Self {
            site,
            language,
            address,
            brand: one_line(site.brand_in(language)),
            service: one_line(site.service_in(language).unwrap_or_else(|| site.brand_in(language))),
            greeting: people::greeting(company, name, language),
            name: one_line(name),
            is_sender: recipient.is_none(),
            sender_is_person: sender.person.is_some(),
            console: recipient
                .is_none()
                .then(|| site.url(&routes::CONSOLE_ENVELOPE.path_of(&[&envelope.id.to_string()]))),
            reply_to: (recipient.is_some() && !holds_secret).then_some(&sender.email),
            organisation: one_line(sender.organisation_in(language)),
            sender: people::sender(sender, language),
            contact: &sender.email,
            title: one_line(&envelope.title),
            envelope: one_line(&envelope.display_name()),
            documents: envelope.documents.iter().map(|Document { name, .. }| one_line(name)).collect(),
            message: envelope.message.iter().flat_map(|m| m.lines()).collect(),
            deadline: envelope.deadline().map(|deadline| local_time(deadline, language)),
            prior_contact: prior_contact(recipient),
            signs: recipient.is_some_and(|r| matches!(r.role, Role::Signer { .. })),
            finished: recipient.and_then(|r| people::finished_before(envelope, r, language)),
            one_of: recipient.and_then(|r| r.one_of.as_deref()).map(one_line),
            forwarded_by: forwarder.map(|r| people::recipient(r, language)),
            factor: recipient.and_then(needed),
            may_forward: envelope.may_forward
                && recipient.is_some_and(|r| r.factor.as_ref().is_none_or(Factor::can_be_passed_on)),
            decliner: decliner.map(|r| people::recipient(r, language)),
            reason: asked.and_then(|kind| reason(kind, recipient.is_none())),
            unsendable: asked.map(|kind| Unsendable::all(kind, envelope, language)).unwrap_or_default(),
            delegation: asked.and_then(|kind| Delegation::of(kind, envelope, language)),
            undelivered: asked.and_then(|kind| Undelivered::of(kind, envelope)),
            lock: asked.and_then(|kind| Lock::of(kind, envelope)),
            delay: if job.mail == MailKind::Delayed { notice::delay(envelope, language) } else { None },
            link: link.map_or("", |link| &link.url),
            until: link.map(|link| until::day_and_time(link.expires_at, language)),
            bound_to_network: link.is_some_and(|link| link.bound_to_network),
            code,
        })
    }

    /// The one of two texts that is in the reader's language.
    pub(crate) fn t<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        self.language.t(ja, en)
    }

    /// Office hours of the support.
    pub(crate) fn hours(&self) -> Option<&str> {
        self.site.support.hours_in(self.language)
    }

    /// Who can help where the sender cannot: the support at the mail's end, where there is one.
    pub(crate) const fn whom_to_ask(&self) -> &'static str {
        match self.site.support.is_empty() {
            true => self.language.t("システムの管理者", "the operator of this system"),
            false => self.language.t("下記のお問い合わせ窓口", "the support named below"),
        }
    }

    /// Whether the documents open only with an authenticator app.
    pub(crate) const fn needs_app(&self) -> bool {
        matches!(self.factor, Some(Needed::Totp))
    }

    /// How long a code is good.
    #[expect(clippy::unused_self, reason = "a template knows nothing but the mail")]
    pub(crate) const fn code_minutes(&self) -> i64 {
        CODE_LIFETIME.as_mins()
    }
}

fn prior_contact(recipient: Option<&Recipient>) -> PriorContact {
    match recipient {
        Some(Recipient { role: Role::Copy, .. }) => PriorContact::Copied,
        Some(Recipient { state: RecipientState::Waiting, .. }) => PriorContact::NotYetAsked,
        Some(_) | None => PriorContact::Asked,
    }
}

fn needed(recipient: &Recipient) -> Option<Needed<'_>> {
    Some(match recipient.factor.as_ref()? {
        Factor::AccessCode => Needed::AccessCode,
        Factor::Totp => Needed::Totp,
        Factor::Sms { phone } => Needed::Sms(phone.hint()),
        Factor::EmailCode => Needed::EmailCode,
    })
}

fn reason(kind: &EventKind, for_sender: bool) -> Option<String> {
    match kind {
        EventKind::Voided { reason, .. } => Some(one_line(reason)),
        EventKind::Declined { reason, .. } | EventKind::Delegated { reason, .. } if for_sender => {
            Some(one_line(reason))
        }
        _ => None,
    }
}
