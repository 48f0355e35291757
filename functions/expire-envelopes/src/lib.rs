//! On schedule: deadlines, ends of drafts, reminders, reports of delays, what is to be removed from the document store, and
//! work that got stuck.
//!
//! Nothing depends on when this runs: an envelope past its deadline is expired at every read. What is done here is to
//! record it and to tell everybody. A seal or timestamp that waits (every authority was down, a message was lost) is asked
//! for again, so that the envelope goes on by itself.
//!
//! A run has two passes, each with its own index and its own share of the time: what the calendar asks for, and then what got
//! stuck, so that an authority that is down for a thousand envelopes delays no reminder. Whatever was seen to, or could not
//! be, comes later in its index than what nobody has looked at, so that a run goes on where the one before ended.

pub mod certificates;
pub mod task;

use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::deadline::{JOB_LEASE, reminders_due, stuck_work, waiting_since};
use domain::envelope::{Envelope, Status};
use domain::job::Job;
use domain::ports::{Agenda, Clock, DecideError, Due, DueKind, Envelopes, Jobs, PortError, decide};
use domain::waiting::REPORTED_AFTER;
use futures::StreamExt;
use futures::stream;
use jiff::{SignedDuration, Timestamp};

/// Envelopes that are seen to side by side.
const AT_ONCE: usize = 16;
/// Envelopes that are asked for at a time.
const PAGE: usize = 100;
/// After so long from its beginning a run begins with no other envelope by its dates. The function has 50 s.
const DATES_END: SignedDuration = SignedDuration::from_secs(15);
/// The same for work that got stuck.
const WORK_END: SignedDuration = SignedDuration::from_secs(30);
/// What could not be seen to is tried again by the next run, after all that is due longer.
const FAILED_PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// The queues of the functions whose work may be stuck.
    pub jobs: Arc<dyn Jobs>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// Why something due was not done; the next run tries again.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
    /// See [`DecideError`].
    #[error(transparent)]
    Decide(#[from] DecideError),
    /// Some envelopes failed; the log says which and why.
    #[error("{failed} of {due} envelopes that were due could not be seen to")]
    Some {
        /// How many failed.
        failed: usize,
        /// How many were due.
        due: usize,
    },
}

/// Sees to the envelopes that are due. One that fails does not keep the others waiting.
pub async fn handle(dependencies: &Dependencies) -> Result<(), SweepError> {
    let began = dependencies.clock.now();
    // The one that fails does not keep the other back.
    let dates = pass(dependencies, DueKind::Date, after(began, DATES_END)).await;
    let work = pass(dependencies, DueKind::Work, after(began, WORK_END)).await;
    let long_ago = began.checked_sub(REPORTED_AFTER).unwrap_or(Timestamp::MIN);
    let waiting = dependencies.envelopes.count_waiting(long_ago).await?;
    let (dates, work) = (dates?, work?);
    let (due, failed) = (dates.due + work.due, dates.failed + work.failed);
    let is_cut_short = dates.is_cut_short || work.is_cut_short;
    // The operator's alarm counts these two: infra/template.yaml has the filter.
    tracing::info!(due, failed, waiting, is_cut_short, "looked at what is due");
    if failed == 0 { Ok(()) } else { Err(SweepError::Some { failed, due }) }
}

/// What came of a pass.
#[derive(Clone, Copy, Default)]
struct Tally {
    due: usize,
    failed: usize,
    /// Whether there was no time for all.
    is_cut_short: bool,
}

/// Sees to what is due in one of the indexes, page by page, until all is seen to or the time is up.
async fn pass(dependencies: &Dependencies, kind: DueKind, end: Timestamp) -> Result<Tally, PortError> {
    let now = dependencies.clock.now();
    let mut tally = Tally::default();
    let mut last: Option<Due> = None;
    while dependencies.clock.now() < end {
        let page = match kind {
            DueKind::Date => dependencies.envelopes.due_dates(now, last.as_ref(), PAGE).await?,
            DueKind::Work => dependencies.envelopes.due_work(now, last.as_ref(), PAGE).await?,
        };
        if page.is_empty() {
            return Ok(tally);
        }
        last = page.last().copied();
        let mut seen = stream::iter(page).map(|due| see_to(dependencies, due, end)).buffer_unordered(AT_ONCE);
        while let Some(is_well) = seen.next().await {
            match is_well {
                Some(is_well) => {
                    tally.due += 1;
                    tally.failed += usize::from(!is_well);
                }
                None => tally.is_cut_short = true,
            }
        }
    }
    Ok(Tally { is_cut_short: true, ..tally })
}

/// Whether all went well; nothing if there was no time for it.
async fn see_to(dependencies: &Dependencies, due: Due, end: Timestamp) -> Option<bool> {
    if dependencies.clock.now() >= end {
        return None;
    }
    let seen = match due.kind {
        DueKind::Date => see_to_dates(dependencies, due).await,
        DueKind::Work => see_to_work(dependencies, due).await,
    };
    let Err(error) = seen else { return Some(true) };
    let reason = lambda::telemetry::chain(&error);
    tracing::error!(envelope = %due.envelope, reason, "an envelope that is due could not be seen to");
    let until = after(dependencies.clock.now(), FAILED_PAUSE);
    if let Err(error) = dependencies.envelopes.put_off(&due, until).await {
        let reason = lambda::telemetry::chain(&error);
        tracing::error!(envelope = %due.envelope, reason, "an envelope that is due could not be put off");
    }
    Some(false)
}

/// What the calendar asks for: that it ends, that somebody is reminded, that the sender is told of a delay, that files are
/// removed from the document store.
async fn see_to_dates(dependencies: &Dependencies, due: Due) -> Result<(), SweepError> {
    let Some(envelope) = dependencies.envelopes.load(due.envelope).await? else { return Ok(()) };
    let now = dependencies.clock.now();
    if envelope.removal_due(now).is_some() {
        dependencies.jobs.enqueue(&Job::Retain { envelope: envelope.id }).await?;
        // Not where its function was faster: then there is another date.
        dependencies.envelopes.put_off(&due, after(now, JOB_LEASE)).await?;
        return Ok(());
    }
    let commands = commands_due(&envelope, now);
    let mut is_done = !commands.is_empty();
    for command in &commands {
        is_done &= commit(dependencies, &envelope, command).await?;
    }
    if !is_done {
        // An entry of an earlier version, or the envelope does not allow it now: it must not stay the longest due.
        let Agenda { date, work } = Agenda::of(&envelope, now);
        let date = date.map(|date| date.max(after(now, FAILED_PAUSE)));
        dependencies.envelopes.schedule(&envelope, Agenda { date, work }).await?;
    }
    Ok(())
}

fn commands_due(envelope: &Envelope, now: Timestamp) -> Vec<Command> {
    if !envelope.state.status().is_terminal() && envelope.status_at(now) == Status::Expired {
        return vec![Command::Expire];
    }
    let reminders = reminders_due(envelope, now).map(|recipient| Command::Remind { recipient: recipient.number });
    let is_report_due = envelope.wait().is_some_and(|wait| wait.is_report_due_at(now));
    reminders.chain(is_report_due.then_some(Command::ReportWait)).collect()
}

/// Asks for the work that got stuck, and notes that it is asked for: until its function answers, nobody asks again.
async fn see_to_work(dependencies: &Dependencies, due: Due) -> Result<(), SweepError> {
    let Some(envelope) = dependencies.envelopes.load(due.envelope).await? else { return Ok(()) };
    let now = dependencies.clock.now();
    let jobs = stuck_work(&envelope);
    for job in &jobs {
        dependencies.jobs.enqueue(job).await?;
    }
    if jobs.is_empty() {
        dependencies.envelopes.schedule(&envelope, Agenda::of(&envelope, now)).await?;
    } else {
        // Not where its function was faster, and has answered already.
        dependencies.envelopes.put_off(&due, after(now, JOB_LEASE)).await?;
    }
    if let Some(since) = waiting_since(&envelope).filter(|since| after(*since, REPORTED_AFTER) <= now) {
        let cause = &envelope.waits.cause;
        tracing::warn!(envelope = %envelope.id, %since, ?cause, "the envelope waits for the service");
    }
    Ok(())
}

/// Gives whether it was done. Where somebody acted in between, or another run was faster, it is not due any more.
async fn commit(dependencies: &Dependencies, envelope: &Envelope, command: &Command) -> Result<bool, SweepError> {
    let decide = decide(&dependencies.envelopes, &dependencies.clock, envelope, None, |_| Ok(command.clone()));
    match decide.await {
        Ok(_) => Ok(true),
        Err(DecideError::Refused(
            Refusal::NotDue
            | Refusal::AlreadyRecorded
            | Refusal::AlreadyActed
            | Refusal::DeadlinePassed
            | Refusal::WrongStatus { .. },
        )) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn after(moment: Timestamp, time: SignedDuration) -> Timestamp {
    moment.checked_add(time).unwrap_or(Timestamp::MAX)
}
