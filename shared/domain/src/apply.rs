//! The heart: what a command does to an envelope at a moment. Pure and exhaustive.

mod acts;
mod codes;
mod delivery;
mod draft;
mod reminders;
mod removal;
mod seals;
mod sending;
mod waits;

use jiff::Timestamp;

use crate::actor::Actor;
use crate::command::{Command, Decision, Refusal};
use crate::digest::Digest;
use crate::document::{Document, Sealer, Step};
use crate::envelope::{ChainHead, Envelope, State, Status};
use crate::evidence::{Event, EventKind};
use crate::factor::Attempts;
use crate::ids::{DocumentNumber, RecipientNumber};
use crate::mail::Addressee;
use crate::recipient::{Recipient, RecipientState, Role};
use crate::text::TextRule;

/// Recipients of an envelope, those who took over included.
const MAX_RECIPIENTS: usize = 100;

impl Envelope {
    /// Decides `command` at `now`, or at the moment of the last event where a clock that is ahead recorded that: evidence
    /// never runs backwards. A refusal changes nothing.
    pub fn apply(&self, command: Command, now: Timestamp) -> Result<Decision, Refusal> {
        self.apply_by(None, command, now)
    }

    /// The same, for somebody of the sender's side: the events say who.
    pub fn apply_by(&self, by: Option<&Actor>, command: Command, now: Timestamp) -> Result<Decision, Refusal> {
        let mut change = Change::of(self, now);
        change.by = by.cloned();
        match command {
            Command::RequestSending => change.request_sending()?,
            Command::ChangeDraft { change: made } => change.change_draft(*made)?,
            Command::AddDocument { document, seeds } => change.add_document(document, seeds)?,
            Command::RemoveDocument { document } => change.remove_document(document)?,
            Command::DeleteDraft => change.delete_draft()?,
            Command::Send { request, prepared } => change.send(request, prepared)?,
            Command::RefuseSending { request, documents } => change.refuse_sending(request, documents)?,
            Command::RecordSealed { document, by, base, signed, key, file } => {
                change.record_sealed(document, by, base, signed, key, file)?;
            }
            Command::DiscardSeal { document, by, needed } => change.discard_seal(document, by, needed)?,
            Command::RecordTimestamped { document, by, over, timestamp } => {
                change.record_timestamped(document, by, over, timestamp)?;
            }
            Command::Open { recipient, generation, session } => change.open(recipient, generation, session)?,
            Command::Approve { recipient, generation, shown, visible_seal, session } => {
                change.approve(recipient, generation, shown, visible_seal, session)?;
            }
            Command::RequestCode { recipient, generation, session } => {
                change.request_code(recipient, generation, session)?;
            }
            Command::TryFactor { recipient, generation, session } => {
                change.try_factor(recipient, generation, session)?;
            }
            Command::PassFactor { recipient, generation, session } => {
                change.pass_factor(recipient, generation, session)?;
            }
            Command::LockOut { recipient, generation, session, is_known_wrong } => {
                change.lock_out(recipient, generation, session, is_known_wrong)?;
            }
            Command::Delegate { recipient, generation, to, reason, session } => {
                change.delegate(recipient, generation, to, &reason, session)?;
            }
            Command::Decline { recipient, generation, reason, session } => {
                change.decline(recipient, generation, &reason, session)?;
            }
            Command::Void { reason } => change.void(&reason)?,
            Command::Expire => change.expire()?,
            Command::Remind { recipient } => change.remind(recipient)?,
            Command::SendReminders => change.send_reminders()?,
            Command::RequestAgain { recipient, correction } => change.request_again(recipient, correction)?,
            Command::RecordBounce { addressee, request_event, bounce, detail } => {
                change.record_bounce(addressee, request_event, bounce, detail)?;
            }
            Command::RecordCause { document, by, cause } => change.record_cause(document, by, &cause)?,
            Command::ReportWait => change.report_wait()?,
            Command::Retry => change.retry()?,
            Command::Fail { reason } => change.fail(reason)?,
            Command::RecordMail { mail, addressee, request_event, outcome } => {
                change.record_mail(mail, addressee, request_event, outcome)?;
            }
            Command::RecordDownload { document, addressee, session } => {
                change.require(Status::Completed)?;
                change.document(document)?;
                change.count_download(addressee)?;
                change.record(EventKind::Downloaded { document, addressee, session })?;
            }
            Command::RecordRetention { until } => change.record_retention(until)?,
            Command::Move { to } => change.move_to(to)?,
            Command::RecordRemoval { report } => change.record_removal(report)?,
        }
        Ok(change.into_decision())
    }

    /// Who seals a document, the operator first, the others in the order in which the evidence has their approvals: times
    /// are no order, for those who approve at once have clocks that disagree. Nobody once the envelope is closed.
    pub fn sealers(&self) -> Vec<Sealer> {
        if self.state.status().is_terminal() {
            return Vec::new();
        }
        let signers = self.recipients.iter().filter(|r| matches!(r.role, Role::Signer { .. }));
        // Approvals of an earlier version have no place noted. They came before all others, and keep the order of then.
        let place = |r: &Recipient| r.approval.map_or(0, |approval| approval.sequence);
        let mut approved: Vec<_> = signers.filter_map(|r| Some((place(r), r.approved_at()?, r.number))).collect();
        approved.sort_unstable();
        let recipients = approved.into_iter().map(|(_, _, number)| Sealer::Recipient(number));
        std::iter::once(Sealer::Operator).chain(recipients).collect()
    }

    /// What each document needs next.
    pub fn next_steps(&self) -> Vec<(&Document, Step)> {
        let open = matches!(self.state, State::Sent { .. } | State::InProgress { .. });
        let sealers = self.sealers();
        let step = |d: &Document| if open { d.next_step(sealers.iter().copied()) } else { Step::Wait };
        self.documents.iter().map(|d| (d, step(d))).collect()
    }

    /// Whether a seal or a timestamp is still to be made.
    pub fn has_seals_to_make(&self) -> bool {
        self.next_steps().iter().any(|(_, step)| *step != Step::Wait)
    }

    /// The recipient of this number.
    pub fn recipient(&self, number: RecipientNumber) -> Option<&Recipient> {
        self.recipients.iter().find(|r| r.number == number)
    }

    /// The document of this number.
    pub fn document(&self, number: DocumentNumber) -> Option<&Document> {
        self.documents.iter().find(|d| d.number == number)
    }
}

/// An envelope on its way to its next version.
pub(crate) struct Change {
    envelope: Envelope,
    events: Vec<Event>,
    now: Timestamp,
    /// Who of the sender's side acts.
    by: Option<Actor>,
}

impl Change {
    pub(crate) fn of(envelope: &Envelope, now: Timestamp) -> Self {
        let mut envelope = envelope.clone();
        envelope.version += 1;
        envelope.kept_deadline = envelope.given_deadline();
        let now = now.max(envelope.last_event_at.unwrap_or(envelope.created_at));
        Self { envelope, events: Vec::new(), now, by: None }
    }

    pub(crate) fn into_decision(self) -> Decision {
        Decision { envelope: self.envelope, events: self.events }
    }

    /// Adds an event to the chain.
    pub(crate) fn record(&mut self, kind: EventKind) -> Result<(), Refusal> {
        let ChainHead { sequence, digest } = self.envelope.evidence;
        let (envelope, sequence, by) = (self.envelope.id, sequence + 1, self.by.clone());
        let event = Event { envelope, sequence, previous: digest, at: self.now, by, kind };
        let json = event.to_json().map_err(|e| Refusal::Unwritable(e.to_string()))?;
        self.envelope.evidence = ChainHead { sequence: event.sequence, digest: Digest::of(json.as_bytes()) };
        self.envelope.last_event_at = Some(self.now);
        self.events.push(event);
        Ok(())
    }

    /// The place that the next event will have in the evidence.
    fn next_sequence(&self) -> u64 {
        self.envelope.evidence.sequence + 1
    }

    fn require(&self, wanted: Status) -> Result<(), Refusal> {
        match self.envelope.status_at(self.now) {
            status if status == wanted => Ok(()),
            Status::Expired => Err(self.too_late()),
            status => Err(Refusal::WrongStatus { status }),
        }
    }

    /// What is said of an envelope that has expired.
    fn too_late(&self) -> Refusal {
        match self.envelope.state {
            State::Draft => Refusal::DraftEnded,
            State::Expired { .. } if !self.envelope.was_sent() => Refusal::DraftEnded,
            _ => Refusal::DeadlinePassed,
        }
    }

    fn document(&mut self, number: DocumentNumber) -> Result<&mut Document, Refusal> {
        let found = self.envelope.documents.iter_mut().find(|d| d.number == number);
        found.ok_or(Refusal::UnknownDocument(number))
    }

    fn recipient(&mut self, number: RecipientNumber) -> Result<&mut Recipient, Refusal> {
        let found = self.envelope.recipients.iter_mut().find(|r| r.number == number);
        found.ok_or(Refusal::UnknownRecipient(number))
    }

    /// Invites the next group in order once everybody before is finished; completes after the last.
    fn advance(&mut self) -> Result<(), Refusal> {
        let unfinished = self.envelope.recipients.iter().filter(|r| !r.is_finished());
        let Some(order) = unfinished.map(|r| r.order).min() else {
            self.envelope.state = State::Completed { at: self.now };
            let notify = self.addressees(|_| true);
            return self.record(EventKind::Completed { notify });
        };
        let is_next = |r: &&Recipient| r.order == order && r.must_act() && r.state == RecipientState::Waiting;
        let invited: Vec<RecipientNumber> = self.envelope.recipients.iter().filter(is_next).map(|r| r.number).collect();
        invited.into_iter().try_for_each(|number| self.invite(number))
    }

    /// Asks a recipient to act, by a link that replaces all earlier ones.
    fn invite(&mut self, number: RecipientNumber) -> Result<(), Refusal> {
        let (at, request_event) = (self.now, self.next_sequence());
        let recipient = self.recipient(number)?;
        recipient.state = RecipientState::Invited { at };
        recipient.link_generation += 1;
        recipient.attempts = Attempts::default();
        // Somebody else may read this mail, or nobody read the one before: the time for reminders starts anew.
        recipient.reminders = 0;
        recipient.request_event = request_event;
        let generation = recipient.link_generation;
        self.record(EventKind::Invited { recipient: number, generation })
    }

    fn void(&mut self, reason: &str) -> Result<(), Refusal> {
        let reason = checked_reason(reason)?;
        match self.envelope.status_at(self.now) {
            Status::Draft | Status::Sending => {}
            // From then on it is concluded, even while the last seals are still being made.
            Status::Sent | Status::InProgress if !self.envelope.awaits_somebody() => {
                return Err(Refusal::EverybodyHasActed);
            }
            Status::Sent | Status::InProgress => {}
            Status::Expired => return Err(self.too_late()),
            status @ (Status::Completed | Status::Declined | Status::Voided | Status::Failed | Status::Deleted) => {
                return Err(Refusal::WrongStatus { status });
            }
        }
        let notify = self.addressees(|r| r.state != RecipientState::Waiting);
        self.envelope.state = State::Voided { at: self.now };
        self.record(EventKind::Voided { reason, notify })
    }

    fn expire(&mut self) -> Result<(), Refusal> {
        let recorded = self.envelope.state.status();
        let draft_ends_at = self.envelope.draft_ends_at();
        let Some(end) = draft_ends_at.or(self.envelope.deadline()) else {
            return Err(Refusal::WrongStatus { status: recorded });
        };
        if self.envelope.status_at(self.now) != Status::Expired {
            return Err(Refusal::NotDue);
        }
        self.envelope.state = State::Expired { at: end };
        // Of a draft nobody has heard.
        let notify = if draft_ends_at.is_some() { Vec::new() } else { self.addressees(|_| true) };
        self.record(EventKind::Expired { notify })
    }

    fn fail(&mut self, reason: String) -> Result<(), Refusal> {
        let status = self.envelope.state.status();
        if status.is_terminal() || status == Status::Draft {
            return Err(Refusal::WrongStatus { status });
        }
        self.envelope.state = State::Failed { at: self.now, reason: reason.clone() };
        let notify = self.addressees(|r| r.state != RecipientState::Waiting);
        self.record(EventKind::Failed { reason, notify })
    }

    fn record_retention(&mut self, until: Timestamp) -> Result<(), Refusal> {
        self.require(Status::Completed)?;
        if self.envelope.documents.iter().all(|d| d.retained_until >= Some(until)) {
            return Err(Refusal::AlreadyRecorded);
        }
        for document in &mut self.envelope.documents {
            document.retained_until = document.retained_until.max(Some(until));
        }
        self.record(EventKind::Retained { until })
    }

    /// The sender and the recipients that are told, each address once: a sender who signs as well hears as the sender,
    /// who learns more.
    fn addressees(&self, told: impl Fn(&Recipient) -> bool) -> Vec<Addressee> {
        let sender = &self.envelope.sender.email;
        let concerned = self.envelope.recipients.iter().filter(|r| !r.is_out() && told(r));
        let others = concerned.filter(|r| !r.email.is_same_mailbox(sender));
        std::iter::once(Addressee::Sender).chain(others.map(|r| Addressee::Recipient(r.number))).collect()
    }
}

fn checked_reason(reason: &str) -> Result<String, Refusal> {
    TextRule::REASON.accept(reason).map_err(Refusal::Reason)
}
