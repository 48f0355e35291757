//! The log of mails.

use anyhow::{Context, Result, ensure};
use domain::ids::{EnvelopeId, RecipientNumber};
use domain::mail::{Addressee, MailId, MailOrigin};
use domain::ports::{MAIL_LEASE, MailLog, MailProgress, MailTrace, MailTry};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use crate::contract::contract;
use crate::fixtures::{at, envelope_id};

contract!(
    dyn MailLog: a_mail_is_begun_by_one_while_the_lease_lasts, of_many_who_begin_at_once_one_sends,
    after_the_lease_another_begins_and_knows_that_it_is_not_the_first, the_lease_is_whole_seconds,
    a_sent_mail_is_never_begun_again, a_first_try_that_is_given_up_leaves_nothing,
    a_later_try_that_is_given_up_leaves_what_nobody_knows, giving_up_leaves_the_lease_of_somebody_else,
    giving_up_does_not_undo_what_was_sent, a_trace_tells_how_far_a_mail_has_come,
    envelope_event_and_addressee_tell_one_mail_from_another,
);

const SEQUENCE: u64 = 7;
const ADDRESSEE: Addressee = Addressee::Recipient(RecipientNumber(1));
/// Seconds of the lease.
const LEASE: i64 = MAIL_LEASE.as_secs();

fn mail_of(envelope: EnvelopeId) -> MailId {
    MailOrigin { envelope, sequence: SEQUENCE, addressee: ADDRESSEE }.into()
}

async fn begin(log: &dyn MailLog, envelope: EnvelopeId, now: Timestamp) -> Result<MailProgress> {
    Ok(log.begin(&mail_of(envelope), now).await?)
}

async fn begun(log: &dyn MailLog, envelope: EnvelopeId, now: Timestamp) -> Result<MailTry> {
    match begin(log, envelope, now).await? {
        MailProgress::Begun(begun) => Ok(begun),
        other => anyhow::bail!("it was not begun: {other:?}"),
    }
}

async fn trace(log: &dyn MailLog, envelope: EnvelopeId, now: Timestamp) -> Result<MailTrace> {
    Ok(log.trace(&mail_of(envelope), now).await?)
}

async fn give_up(log: &dyn MailLog, envelope: EnvelopeId, begun: MailTry) -> Result<()> {
    Ok(log.give_up(&mail_of(envelope), begun).await?)
}

async fn a_mail_is_begun_by_one_while_the_lease_lasts(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    let first = begun(log, envelope, at(0)).await?;
    ensure!(first == MailTry { leased_until: at(LEASE), is_first: true }, "{first:?}");
    for second in [0, 1, LEASE - 1] {
        ensure!(begin(log, envelope, at(second)).await? == MailProgress::Leased, "after {second} s");
    }
    Ok(())
}

async fn of_many_who_begin_at_once_one_sends(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    let all = try_join_all((0..8).map(|_| begin(log, envelope, at(0)))).await?;
    let begun = all.iter().filter(|progress| matches!(progress, MailProgress::Begun(_))).count();
    ensure!(begun == 1, "{all:?}");
    Ok(())
}

async fn after_the_lease_another_begins_and_knows_that_it_is_not_the_first(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    begun(log, envelope, at(0)).await?;
    let second = begun(log, envelope, at(LEASE)).await?;
    ensure!(second == MailTry { leased_until: at(2 * LEASE), is_first: false }, "{second:?}");
    Ok(())
}

async fn the_lease_is_whole_seconds(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    let begun = begun(log, envelope, at(0) + SignedDuration::from_millis(999)).await?;
    ensure!(begun.leased_until == at(LEASE), "{begun:?}");
    give_up(log, envelope, begun).await?;
    ensure!(trace(log, envelope, at(0)).await? == MailTrace::Absent, "the lease was not known again");
    Ok(())
}

async fn a_sent_mail_is_never_begun_again(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    begun(log, envelope, at(0)).await?;
    log.finish(&mail_of(envelope), "message-1").await?;
    for second in [1, 1_000_000] {
        let sent = MailProgress::Sent { message_id: "message-1".to_owned() };
        ensure!(begin(log, envelope, at(second)).await? == sent, "after {second} s");
    }
    Ok(())
}

async fn a_first_try_that_is_given_up_leaves_nothing(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    let first = begun(log, envelope, at(0)).await?;
    give_up(log, envelope, first).await?;
    ensure!(trace(log, envelope, at(1)).await? == MailTrace::Absent);
    ensure!(begun(log, envelope, at(1)).await?.is_first);
    Ok(())
}

async fn a_later_try_that_is_given_up_leaves_what_nobody_knows(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    begun(log, envelope, at(0)).await?;
    let second = begun(log, envelope, at(LEASE)).await?;
    give_up(log, envelope, second).await?;
    ensure!(trace(log, envelope, at(2 * LEASE)).await? == MailTrace::Unknown);
    ensure!(!begun(log, envelope, at(2 * LEASE)).await?.is_first);
    Ok(())
}

async fn giving_up_leaves_the_lease_of_somebody_else(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    let first = begun(log, envelope, at(0)).await?;
    begun(log, envelope, at(LEASE)).await?;
    give_up(log, envelope, first).await?;
    ensure!(begin(log, envelope, at(LEASE + 1)).await? == MailProgress::Leased);
    Ok(())
}

async fn giving_up_does_not_undo_what_was_sent(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    let first = begun(log, envelope, at(0)).await?;
    log.finish(&mail_of(envelope), "message-1").await?;
    give_up(log, envelope, first).await?;
    ensure!(trace(log, envelope, at(1)).await? == MailTrace::Sent);
    Ok(())
}

async fn a_trace_tells_how_far_a_mail_has_come(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    ensure!(trace(log, envelope, at(0)).await? == MailTrace::Absent);
    begun(log, envelope, at(0)).await?;
    ensure!(trace(log, envelope, at(LEASE - 1)).await? == MailTrace::Leased);
    ensure!(trace(log, envelope, at(LEASE)).await? == MailTrace::Unknown);
    log.finish(&mail_of(envelope), "message-1").await?;
    ensure!(trace(log, envelope, at(LEASE)).await? == MailTrace::Sent);
    Ok(())
}

async fn envelope_event_and_addressee_tell_one_mail_from_another(log: &dyn MailLog) -> Result<()> {
    let envelope = envelope_id();
    begun(log, envelope, at(0)).await.context("the mail itself")?;
    let others = [
        (envelope_id(), SEQUENCE, ADDRESSEE),
        (envelope, SEQUENCE + 1, ADDRESSEE),
        (envelope, SEQUENCE, Addressee::Sender),
        (envelope, SEQUENCE, Addressee::Recipient(RecipientNumber(2))),
    ];
    for (envelope, sequence, addressee) in others {
        let mail = MailOrigin { envelope, sequence, addressee }.into();
        let progress = log.begin(&mail, at(0)).await?;
        ensure!(matches!(progress, MailProgress::Begun(_)), "{envelope} {sequence} {addressee:?}: {progress:?}");
    }
    Ok(())
}
