//! The heart: what a command does to an envelope at a moment. Pure and exhaustive.

use jiff::{SignedDuration, Timestamp};

use crate::command::{Command, Decision, Delegate, MailOutcome, Refusal};
use crate::deadline;
use crate::digest::Digest;
use crate::document::{Document, Prepared, Revision, Sealer, Stamped, Step, StoredFile};
use crate::draft::is_address;
use crate::envelope::{ChainHead, Envelope, State, Status};
use crate::evidence::{Event, EventKind, SentDocument, Session, ShownDocument};
use crate::factor::{Attempts, MAX_ATTEMPTS, MAX_CODES};
use crate::ids::{DocumentNumber, RecipientNumber};
use crate::mail::{Bounce, MailKind, Party};
use crate::mark::Mark;
use crate::recipient::{Recipient, RecipientState, Role};

const LONGEST_REASON: usize = 500;
/// Recipients of an envelope, those who took over included.
const MOST_RECIPIENTS: usize = 100;

impl Envelope {
    /// Decides `command` at `now`. A refusal changes nothing.
    pub fn apply(&self, command: Command, now: Timestamp) -> Result<Decision, Refusal> {
        let mut change = Change::of(self, now);
        match command {
            Command::Send { prepared } => change.send(prepared)?,
            Command::RecordSealed { document, by, base, signed, key, file } => {
                change.record_sealed(document, by, base, signed, key, file)?;
            }
            Command::DiscardSeal { document, by, needed } => change.discard_seal(document, by, needed)?,
            Command::RecordStamped { document, by, stamp } => change.record_stamped(document, by, stamp)?,
            Command::Open { recipient, generation, session } => change.open(recipient, generation, session)?,
            Command::Approve { recipient, generation, shown, mark, session } => {
                change.approve(recipient, generation, shown, mark, session)?;
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
            Command::LockOut { recipient, generation, session } => change.lock_out(recipient, generation, session)?,
            Command::Delegate { recipient, generation, to, reason, session } => {
                change.delegate(recipient, generation, to, &reason, session)?;
            }
            Command::Decline { recipient, generation, reason, session } => {
                change.decline(recipient, generation, &reason, session)?;
            }
            Command::Void { reason } => change.void(&reason)?,
            Command::Expire => change.expire()?,
            Command::Remind { recipient } => change.remind(recipient)?,
            Command::RequestAgain { recipient, email } => change.request_again(recipient, email)?,
            Command::RecordBounce { party, asked_by, bounce, detail } => {
                change.record_bounce(party, asked_by, bounce, detail)?;
            }
            Command::Fail { reason } => change.fail(reason)?,
            Command::RecordMail { mail, party, asked_by, outcome } => {
                change.record_mail(mail, party, asked_by, outcome)?;
            }
            Command::RecordDownload { document, party, session } => {
                change.require(Status::Completed)?;
                change.document(document)?;
                change.record(EventKind::Downloaded { document, party, session })?;
            }
            Command::RecordRetention { until } => change.record_retention(until)?,
        }
        Ok(change.into_decision())
    }

    /// Who seals a document, in the order in which they approved, the operator first. Nobody once the envelope is
    /// closed.
    pub fn sealers(&self) -> Vec<Sealer> {
        if self.state.status().is_terminal() {
            return Vec::new();
        }
        let signers = self.recipients.iter().filter(|r| matches!(r.role, Role::Signer { .. }));
        let mut approved: Vec<_> = signers.filter_map(|r| Some((r.approved_at()?, r.number))).collect();
        approved.sort_unstable();
        let recipients = approved.into_iter().map(|(_, number)| Sealer::Recipient(number));
        std::iter::once(Sealer::Operator).chain(recipients).collect()
    }

    /// What each document needs next.
    pub fn next_steps(&self) -> Vec<(&Document, Step)> {
        let open = matches!(self.state, State::Sent { .. } | State::InProgress { .. });
        let sealers = self.sealers();
        let step = |d: &Document| if open { d.next_step(sealers.iter().copied()) } else { Step::Wait };
        self.documents.iter().map(|d| (d, step(d))).collect()
    }

    /// Whether a seal or a stamp is still to be made.
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
}

impl Change {
    pub(crate) fn of(envelope: &Envelope, now: Timestamp) -> Self {
        let mut envelope = envelope.clone();
        envelope.version += 1;
        Self { envelope, events: Vec::new(), now }
    }

    pub(crate) fn into_decision(self) -> Decision {
        Decision { envelope: self.envelope, events: self.events }
    }

    /// Adds an event to the chain.
    pub(crate) fn record(&mut self, kind: EventKind) -> Result<(), Refusal> {
        let ChainHead { sequence, digest } = self.envelope.evidence;
        let event = Event { envelope: self.envelope.id, sequence: sequence + 1, previous: digest, at: self.now, kind };
        let json = event.to_json().map_err(|e| Refusal::Unwritable(e.to_string()))?;
        self.envelope.evidence = ChainHead { sequence: event.sequence, digest: Digest::of(json.as_bytes()) };
        self.events.push(event);
        Ok(())
    }

    fn require(&self, wanted: Status) -> Result<(), Refusal> {
        match self.envelope.status_at(self.now) {
            status if status == wanted => Ok(()),
            Status::Expired => Err(Refusal::DeadlinePassed),
            status => Err(Refusal::WrongStatus { status }),
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

    fn send(&mut self, prepared: Vec<Prepared>) -> Result<(), Refusal> {
        if self.envelope.state != State::Draft {
            return Err(Refusal::AlreadySent);
        }
        let documents = self.envelope.documents.len();
        if documents != prepared.len() {
            return Err(Refusal::DocumentCount { documents, prepared: prepared.len() });
        }
        for (document, prepared) in self.envelope.documents.iter_mut().zip(prepared) {
            document.prepared = Some(prepared);
        }
        let days = SignedDuration::from_hours(24 * i64::from(self.envelope.deadline_days));
        let deadline = self.now.checked_add(days).unwrap_or(Timestamp::MAX);
        self.envelope.state = State::Sent { sent_at: self.now, deadline };
        let documents = self.envelope.documents.iter().filter_map(SentDocument::of).collect();
        self.record(EventKind::Sent { documents, deadline })
    }

    fn record_sealed(
        &mut self,
        number: DocumentNumber,
        by: Sealer,
        base: Digest,
        signed: Digest,
        key: String,
        file: StoredFile,
    ) -> Result<(), Refusal> {
        self.expect_step(number, by, Step::Seal(by))?;
        let document = self.document(number)?;
        document.revisions.push(Revision { by, sealed: Some(file.clone()), stamped: None });
        self.record(EventKind::DocumentSealed { document: number, by, base, signed, key, file })
    }

    fn discard_seal(&mut self, number: DocumentNumber, by: Sealer, needed: u32) -> Result<(), Refusal> {
        self.expect_step(number, by, Step::Stamp(by))?;
        let document = self.document(number)?;
        if needed <= document.timestamp_reserve {
            return Err(Refusal::AlreadyRecorded);
        }
        document.timestamp_reserve = needed.saturating_add(needed / 4);
        document.revisions.retain(|r| r.by != by);
        self.record(EventKind::SealDiscarded { document: number, by, needed })
    }

    fn record_stamped(&mut self, number: DocumentNumber, by: Sealer, stamp: Stamped) -> Result<(), Refusal> {
        let step = self.step_of(number)?;
        if step == Step::StampDocument && by == Sealer::Operator {
            self.document(number)?.revisions.push(Revision { by, sealed: None, stamped: None });
        } else {
            self.expect_step(number, by, Step::Stamp(by))?;
        }
        for revision in self.document(number)?.revisions.iter_mut().filter(|r| r.by == by) {
            revision.stamped = Some(stamp.clone());
            // The evidence keeps it; the envelope stays small enough for one item of the store.
            revision.sealed = None;
        }
        self.record(EventKind::DocumentStamped { document: number, by, stamp })?;
        if !self.envelope.documents.iter().all(|d| d.is_stamped_by(by)) {
            return Ok(());
        }
        match by {
            Sealer::Operator => self.originals_fixed(),
            Sealer::Recipient(recipient) => self.sealed_everywhere(recipient),
        }
    }

    /// What the document needs next. Past the deadline it needs nothing: nobody may be invited any more.
    fn step_of(&self, number: DocumentNumber) -> Result<Step, Refusal> {
        if self.envelope.status_at(self.now) == Status::Expired {
            return Err(Refusal::DeadlinePassed);
        }
        let steps = self.envelope.next_steps();
        let found = steps.iter().find(|(d, _)| d.number == number);
        found.map(|(_, step)| *step).ok_or(Refusal::UnknownDocument(number))
    }

    /// The document must wait for exactly this step; a step that is behind it was recorded already.
    fn expect_step(&mut self, number: DocumentNumber, by: Sealer, wanted: Step) -> Result<(), Refusal> {
        if self.step_of(number)? == wanted {
            return Ok(());
        }
        let revision = self.document(number)?.revision(by);
        let done = match wanted {
            Step::Seal(_) => revision.is_some(),
            Step::Stamp(_) | Step::StampDocument | Step::Wait => revision.is_some_and(|r| r.stamped.is_some()),
        };
        let status = self.envelope.state.status();
        Err(match (done, status.is_terminal()) {
            (true, _) => Refusal::AlreadyRecorded,
            (false, true) => Refusal::WrongStatus { status },
            (false, false) => Refusal::OutOfStep,
        })
    }

    /// From here on the documents may be seen: the first in order are invited.
    fn originals_fixed(&mut self) -> Result<(), Refusal> {
        let State::Sent { sent_at, deadline } = self.envelope.state else { return Ok(()) };
        self.envelope.state = State::InProgress { sent_at, deadline };
        self.record(EventKind::OriginalsFixed)?;
        self.advance()
    }

    fn sealed_everywhere(&mut self, number: RecipientNumber) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.recipient(number)?;
        let approved_at = recipient.approved_at().unwrap_or(now);
        recipient.state = RecipientState::Sealed { approved_at, at: now };
        self.record(EventKind::Sealed { recipient: number })?;
        self.advance()
    }

    /// Invites the next group in order once everybody before is finished; completes after the last.
    fn advance(&mut self) -> Result<(), Refusal> {
        let unfinished = self.envelope.recipients.iter().filter(|r| !r.is_finished());
        let Some(order) = unfinished.map(|r| r.order).min() else {
            self.envelope.state = State::Completed { at: self.now };
            let notify = self.parties(|_| true);
            return self.record(EventKind::Completed { notify });
        };
        let is_next = |r: &&mut Recipient| r.order == order && r.must_act() && r.state == RecipientState::Waiting;
        let mut invited = Vec::new();
        for recipient in self.envelope.recipients.iter_mut().filter(is_next) {
            recipient.state = RecipientState::Invited { at: self.now };
            recipient.link_generation += 1;
            invited.push((recipient.number, recipient.link_generation));
        }
        for (recipient, generation) in invited {
            self.record(EventKind::Invited { recipient, generation })?;
        }
        Ok(())
    }

    /// A recipient whose turn it is, in an envelope that is open.
    fn acting(&mut self, number: RecipientNumber) -> Result<&mut Recipient, Refusal> {
        let status = self.require(Status::InProgress);
        let recipient = self.recipient(number)?;
        if !recipient.must_act() {
            return Err(Refusal::NotAsked);
        }
        if recipient.has_acted() {
            return Err(Refusal::AlreadyActed);
        }
        status?;
        if recipient.state == RecipientState::Waiting {
            return Err(Refusal::NotYourTurn);
        }
        Ok(recipient)
    }

    /// The same, who came by this generation of link.
    fn acting_by_link(&mut self, number: RecipientNumber, generation: u32) -> Result<&mut Recipient, Refusal> {
        let recipient = self.acting(number)?;
        if generation == recipient.link_generation { Ok(recipient) } else { Err(Refusal::LinkRevoked) }
    }

    /// The same, who has shown the factor as well.
    fn acting_identified(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: &Session,
    ) -> Result<&mut Recipient, Refusal> {
        let recipient = self.acting_by_link(number, generation)?;
        match &recipient.factor {
            Some(factor) if session.identity != factor.identity() => Err(Refusal::FactorNeeded),
            Some(_) | None => Ok(recipient),
        }
    }

    fn open(&mut self, number: RecipientNumber, generation: u32, session: Session) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting_identified(number, generation, &session)?;
        let (RecipientState::Invited { at: invited_at } | RecipientState::Bounced { invited_at, .. }) = recipient.state
        else {
            return Err(Refusal::AlreadyRecorded);
        };
        recipient.state = RecipientState::Opened { invited_at, at: now };
        self.record(EventKind::Opened { recipient: number, session })
    }

    fn approve(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        shown: Vec<ShownDocument>,
        mark: Option<Mark>,
        session: Session,
    ) -> Result<(), Refusal> {
        let recipient = self.acting_identified(number, generation, &session)?;
        let (role, marking) = (recipient.role.clone(), recipient.marking.clone());
        let allows = |m: &Mark| marking.is_some_and(|marking| marking.allows(&m.placements, &self.envelope.documents));
        if !mark.as_ref().is_none_or(allows) {
            return Err(Refusal::MarkNotAllowed);
        }
        let all_shown = self.envelope.documents.len() == shown.len()
            && self
                .envelope
                .documents
                .iter()
                .all(|d| shown.iter().any(|s| s.document == d.number && d.was_shown_as(s.sha256)));
        if !all_shown {
            return Err(Refusal::NotWhatWasShown);
        }
        match self.open(number, generation, session.clone()) {
            Ok(()) | Err(Refusal::AlreadyRecorded) => {}
            Err(refusal) => return Err(refusal),
        }
        let at = self.now;
        match role {
            Role::Signer { .. } => {
                let recipient = self.recipient(number)?;
                recipient.state = RecipientState::Approved { at };
                recipient.mark.clone_from(&mark);
                self.record(EventKind::Approved { recipient: number, session, documents: shown, mark })
            }
            Role::Viewer => {
                self.recipient(number)?.state = RecipientState::Confirmed { at };
                self.record(EventKind::Confirmed { recipient: number, session, documents: shown })?;
                self.advance()
            }
            Role::Copy => Err(Refusal::NotAsked),
        }
    }

    fn decline(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        reason: &str,
        session: Session,
    ) -> Result<(), Refusal> {
        let at = self.now;
        self.acting_identified(number, generation, &session)?;
        let reason = checked_reason(reason)?;
        let notify = self.parties(|r| r.state != RecipientState::Waiting);
        self.recipient(number)?.state = RecipientState::Declined { at };
        self.envelope.state = State::Declined { at };
        self.record(EventKind::Declined { recipient: number, session, reason, notify })
    }

    fn void(&mut self, reason: &str) -> Result<(), Refusal> {
        let reason = checked_reason(reason)?;
        match self.envelope.status_at(self.now) {
            Status::Draft | Status::Sent | Status::InProgress => {}
            Status::Expired => return Err(Refusal::DeadlinePassed),
            status @ (Status::Completed | Status::Declined | Status::Voided | Status::Failed) => {
                return Err(Refusal::WrongStatus { status });
            }
        }
        let notify = self.parties(|r| r.state != RecipientState::Waiting);
        self.envelope.state = State::Voided { at: self.now };
        self.record(EventKind::Voided { reason, notify })
    }

    fn expire(&mut self) -> Result<(), Refusal> {
        let recorded = self.envelope.state.status();
        let Some(deadline) = self.envelope.deadline() else {
            return Err(Refusal::WrongStatus { status: recorded });
        };
        if self.envelope.status_at(self.now) != Status::Expired {
            return Err(Refusal::NotDue);
        }
        self.envelope.state = State::Expired { at: deadline };
        let notify = self.parties(|_| true);
        self.record(EventKind::Expired { notify })
    }

    fn remind(&mut self, number: RecipientNumber) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting(number)?;
        if deadline::next_reminder(recipient).is_none_or(|due| now < due) {
            return Err(Refusal::NotDue);
        }
        // Reminders that were missed (the schedule stood still) are not made up for: one goes out, not three.
        while deadline::next_reminder(recipient).is_some_and(|due| due <= now) {
            recipient.reminders += 1;
        }
        let (generation, reminder) = (recipient.link_generation, recipient.reminders);
        self.record(EventKind::Reminded { recipient: number, generation, reminder })
    }

    fn request_again(&mut self, number: RecipientNumber, email: Option<String>) -> Result<(), Refusal> {
        let correction = self.envelope.evidence.sequence + 1;
        let recipient = self.acting(number)?;
        let corrected = email.map(|email| email.trim().to_owned()).filter(|email| *email != recipient.email);
        if corrected.as_ref().is_some_and(|email| !is_address(email)) {
            return Err(Refusal::PersonInvalid);
        }
        if corrected.is_some() {
            recipient.addressed_by = correction;
        }
        recipient.link_generation += 1;
        recipient.attempts = Attempts::default();
        let generation = recipient.link_generation;
        let invited_at = recipient.invited_at();
        if let (RecipientState::Bounced { .. }, Some(at)) = (&recipient.state, invited_at) {
            recipient.state = RecipientState::Invited { at };
        }
        if let Some(to) = corrected {
            let from = std::mem::replace(&mut recipient.email, to.clone());
            self.record(EventKind::AddressCorrected { recipient: number, from, to })?;
        }
        self.record(EventKind::Invited { recipient: number, generation })
    }

    fn request_code(&mut self, number: RecipientNumber, generation: u32, session: Session) -> Result<(), Refusal> {
        let recipient = self.acting_by_link(number, generation)?;
        if !recipient.factor.as_ref().is_some_and(crate::factor::Factor::is_sent) {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() {
            return Err(Refusal::LockedOut);
        }
        if recipient.attempts.codes >= MAX_CODES {
            return Err(Refusal::TooManyCodes);
        }
        recipient.attempts.codes += 1;
        let code = recipient.attempts.codes;
        self.record(EventKind::CodeRequested { recipient: number, generation, code, session })
    }

    /// Counted before anything is compared, so that many tries at once are no more than one after the other.
    fn try_factor(&mut self, number: RecipientNumber, generation: u32, session: Session) -> Result<(), Refusal> {
        let recipient = self.acting_by_link(number, generation)?;
        if recipient.factor.is_none() {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() || recipient.attempts.tries >= MAX_ATTEMPTS {
            return Err(Refusal::LockedOut);
        }
        recipient.attempts.tries += 1;
        let attempt = recipient.attempts.tries;
        self.record(EventKind::FactorTried { recipient: number, attempt, session })
    }

    fn pass_factor(&mut self, number: RecipientNumber, generation: u32, session: Session) -> Result<(), Refusal> {
        let recipient = self.acting_identified(number, generation, &session)?;
        if recipient.factor.is_none() {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() {
            return Err(Refusal::LockedOut);
        }
        recipient.attempts.tries = 0;
        self.record(EventKind::Authenticated { recipient: number, session: session.clone() })?;
        match self.open(number, generation, session) {
            Ok(()) | Err(Refusal::AlreadyRecorded) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    fn lock_out(&mut self, number: RecipientNumber, generation: u32, session: Session) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting_by_link(number, generation)?;
        if recipient.is_locked() {
            return Err(Refusal::AlreadyRecorded);
        }
        if recipient.attempts.tries < MAX_ATTEMPTS {
            return Err(Refusal::NotDue);
        }
        recipient.attempts.locked_at = Some(now);
        self.record(EventKind::LockedOut { recipient: number, session, notify: vec![Party::Sender] })
    }

    fn delegate(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        to: Delegate,
        reason: &str,
        session: Session,
    ) -> Result<(), Refusal> {
        let at = self.now;
        let from = self.acting_identified(number, generation, &session)?.clone();
        let reason = checked_reason(reason)?;
        let full = self.envelope.recipients.len() >= MOST_RECIPIENTS;
        let bound = from.factor.as_ref().is_some_and(|factor| !factor.can_be_passed_on());
        if !self.envelope.may_forward || full || bound {
            return Err(Refusal::ForwardingNotAllowed);
        }
        if !to.errors().is_empty() || to.email.eq_ignore_ascii_case(&from.email) {
            return Err(Refusal::PersonInvalid);
        }
        let Delegate { name, company, email, language } = to.trimmed();
        let last = self.envelope.recipients.iter().map(|r| r.number.0).max().unwrap_or_default();
        let next = RecipientNumber(last + 1);
        self.recipient(number)?.state = RecipientState::Delegated { at, to: next };
        self.envelope.recipients.push(Recipient {
            number: next,
            name: name.clone(),
            company: company.clone(),
            email: email.clone(),
            language,
            state: RecipientState::Invited { at },
            link_generation: 1,
            reminders: 0,
            addressed_by: 0,
            attempts: Attempts::default(),
            mark: None,
            stands_for: Some(number),
            ..from
        });
        let notify = vec![Party::Sender];
        let recipient = number;
        self.record(EventKind::Delegated { recipient, to: next, name, company, email, reason, session, notify })?;
        self.record(EventKind::Invited { recipient: next, generation: 1 })
    }

    fn record_bounce(&mut self, party: Party, asked_by: u64, bounce: Bounce, detail: String) -> Result<(), Refusal> {
        if self.envelope.bounces.contains(&(asked_by, party)) {
            return Err(Refusal::AlreadyRecorded);
        }
        let now = self.now;
        let mut notify = vec![Party::Sender];
        match party {
            // There is nobody left to tell.
            Party::Sender => notify.clear(),
            Party::Recipient(number) => {
                let is_open = !self.envelope.status_at(now).is_terminal();
                let recipient = self.recipient(number)?;
                if asked_by < recipient.addressed_by {
                    // The address has been corrected since: nothing is left to do.
                    notify.clear();
                } else if let (true, false, Some(invited_at)) = (is_open, recipient.has_acted(), recipient.invited_at())
                {
                    recipient.state = RecipientState::Bounced { invited_at, at: now };
                }
            }
        }
        self.envelope.bounces.push((asked_by, party));
        self.record(EventKind::Bounced { party, asked_by, bounce, detail, notify })
    }

    fn fail(&mut self, reason: String) -> Result<(), Refusal> {
        let status = self.envelope.state.status();
        if status.is_terminal() || status == Status::Draft {
            return Err(Refusal::WrongStatus { status });
        }
        self.envelope.state = State::Failed { at: self.now, reason: reason.clone() };
        let notify = self.parties(|r| r.state != RecipientState::Waiting);
        self.record(EventKind::Failed { reason, notify })
    }

    fn record_mail(
        &mut self,
        mail: MailKind,
        party: Party,
        asked_by: u64,
        outcome: MailOutcome,
    ) -> Result<(), Refusal> {
        if self.envelope.mails.contains(&(asked_by, party)) {
            return Err(Refusal::AlreadyRecorded);
        }
        self.envelope.mails.push((asked_by, party));
        self.record(match outcome {
            MailOutcome::Taken { message_id } => EventKind::Mailed { mail, party, asked_by, message_id },
            MailOutcome::Refused { reason } => EventKind::MailRefused { mail, party, asked_by, reason },
        })
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

    /// The sender and the recipients that are told, each address once.
    fn parties(&self, told: impl Fn(&Recipient) -> bool) -> Vec<Party> {
        let concerned = self.envelope.recipients.iter().filter(|r| !r.is_delegated());
        let recipients: Vec<&Recipient> = concerned.filter(|r| told(r)).collect();
        let sender = &self.envelope.sender.email;
        let sender_is_among_them = recipients.iter().any(|r| r.email.eq_ignore_ascii_case(sender));
        let sender = (!sender_is_among_them).then_some(Party::Sender);
        sender.into_iter().chain(recipients.iter().map(|r| Party::Recipient(r.number))).collect()
    }
}

impl SentDocument {
    fn of(document: &Document) -> Option<Self> {
        let prepared = document.prepared.as_ref()?;
        Some(Self {
            document: document.number,
            name: document.name.clone(),
            document_id: document.document_id,
            uploaded: document.upload.sha256,
            prepared: prepared.file.sha256,
        })
    }
}

fn checked_reason(reason: &str) -> Result<String, Refusal> {
    let length = reason.trim().chars().count();
    if (1..=LONGEST_REASON).contains(&length) { Ok(reason.trim().to_owned()) } else { Err(Refusal::ReasonNeeded) }
}
