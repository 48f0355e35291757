//! Where envelopes and their evidence are kept.

use anyhow::{Context, Result, ensure};
use domain::command::Decision;
use domain::digest::Digest;
use domain::evidence::Event;
use domain::ids::EnvelopeId;
use domain::ports::{Agenda, CommitError, Due, DueKind, Envelopes};
use futures::future::join_all;

use crate::contract::contract;
use crate::fixtures::{at, draft, envelope_id, organisation, request_sending, void};

contract!(
    dyn Envelopes: there_is_nothing_where_nothing_was_committed, a_version_comes_back_as_it_was_committed,
    events_are_kept_in_their_order_each_with_the_digest_of_the_one_before, the_same_version_is_committed_once,
    a_version_over_a_stale_one_is_a_conflict_and_leaves_nothing, a_version_over_none_is_a_conflict,
    of_many_who_commit_at_once_one_succeeds_and_the_others_are_told_that_they_are_stale,
    what_is_due_is_told_to_the_second_and_in_its_own_index, the_longest_due_comes_first_and_page_follows_page,
    what_is_put_off_is_due_later_and_moved_once, what_is_noted_of_an_older_version_changes_nothing,
    what_waits_for_nothing_any_more_is_not_due, an_ordinary_envelope_has_room,
);

fn is_conflict(outcome: &Result<(), CommitError>) -> bool {
    matches!(outcome, Err(CommitError::Conflict))
}

async fn there_is_nothing_where_nothing_was_committed(envelopes: &dyn Envelopes) -> Result<()> {
    let id = envelope_id();
    ensure!(envelopes.load(id).await?.is_none());
    ensure!(envelopes.events(id).await?.is_empty());
    Ok(())
}

async fn a_version_comes_back_as_it_was_committed(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    envelopes.commit(&draft, None).await?;
    ensure!(envelopes.load(draft.envelope.id).await? == Some(draft.envelope.clone()));
    let sent = request_sending(&draft.envelope, at(1));
    envelopes.commit(&sent, None).await?;
    ensure!(envelopes.load(draft.envelope.id).await? == Some(sent.envelope));
    Ok(())
}

async fn events_are_kept_in_their_order_each_with_the_digest_of_the_one_before(
    envelopes: &dyn Envelopes,
) -> Result<()> {
    let draft = draft(&organisation());
    let sent = request_sending(&draft.envelope, at(1));
    let void = void(&sent.envelope, at(2));
    let mut written = Vec::new();
    for decision in [&draft, &sent, &void] {
        envelopes.commit(decision, None).await?;
        written.extend(decision.events.iter().map(Event::to_json).collect::<Result<Vec<_>, _>>()?);
    }
    let kept = envelopes.events(draft.envelope.id).await?;
    ensure!(kept == written, "{kept:#?}");
    let last = kept.last().map(|text| Digest::of(text.as_bytes()));
    ensure!(last == Some(void.envelope.evidence.digest), "the envelope has the digest of the last one");
    Ok(())
}

async fn the_same_version_is_committed_once(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let sent = request_sending(&draft.envelope, at(1));
    for decision in [&draft, &sent] {
        envelopes.commit(decision, None).await?;
        ensure!(is_conflict(&envelopes.commit(decision, None).await), "version {}", decision.envelope.version);
    }
    let count = envelopes.events(draft.envelope.id).await?.len();
    ensure!(count == draft.events.len() + sent.events.len(), "{count} events");
    Ok(())
}

async fn a_version_over_a_stale_one_is_a_conflict_and_leaves_nothing(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let sent = request_sending(&draft.envelope, at(1));
    envelopes.commit(&draft, None).await?;
    envelopes.commit(&sent, None).await?;
    ensure!(is_conflict(&envelopes.commit(&request_sending(&draft.envelope, at(2)), None).await));
    ensure!(envelopes.load(draft.envelope.id).await? == Some(sent.envelope));
    let kept = envelopes.events(draft.envelope.id).await?;
    ensure!(kept.last() == Some(&sent.events[sent.events.len() - 1].to_json()?), "{kept:#?}");
    Ok(())
}

async fn a_version_over_none_is_a_conflict(envelopes: &dyn Envelopes) -> Result<()> {
    let sent = request_sending(&draft(&organisation()).envelope, at(1));
    ensure!(is_conflict(&envelopes.commit(&sent, None).await));
    ensure!(envelopes.load(sent.envelope.id).await?.is_none() && envelopes.events(sent.envelope.id).await?.is_empty());
    Ok(())
}

async fn of_many_who_commit_at_once_one_succeeds_and_the_others_are_told_that_they_are_stale(
    envelopes: &dyn Envelopes,
) -> Result<()> {
    let draft = draft(&organisation());
    envelopes.commit(&draft, None).await?;
    let rivals: Vec<Decision> = (1..=8).map(|second| request_sending(&draft.envelope, at(second))).collect();
    let outcomes = join_all(rivals.iter().map(|rival| envelopes.commit(rival, None))).await;
    let winners: Vec<&Decision> =
        rivals.iter().zip(&outcomes).filter(|(_, outcome)| outcome.is_ok()).map(|(rival, _)| rival).collect();
    ensure!(outcomes.iter().filter(|outcome| is_conflict(outcome)).count() == 7, "{outcomes:?}");
    let [winner] = winners[..] else { anyhow::bail!("{outcomes:?}") };
    ensure!(envelopes.load(draft.envelope.id).await?.as_ref() == Some(&winner.envelope));
    let count = envelopes.events(draft.envelope.id).await?.len();
    ensure!(count == draft.events.len() + winner.events.len(), "{count} events");
    Ok(())
}

/// More than this test and those beside it make.
const ALL: usize = 10_000;
const DAY: i64 = 24 * 60 * 60;

async fn dates(envelopes: &dyn Envelopes, second: i64) -> Result<Vec<Due>> {
    Ok(envelopes.due_dates(at(second), None, ALL).await?)
}

async fn work(envelopes: &dyn Envelopes, second: i64) -> Result<Vec<Due>> {
    Ok(envelopes.due_work(at(second), None, ALL).await?)
}

fn of(due: &[Due], id: EnvelopeId) -> Option<Due> {
    due.iter().find(|due| due.envelope == id).copied()
}

async fn what_is_due_is_told_to_the_second_and_in_its_own_index(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let id = draft.envelope.id;
    envelopes.commit(&draft, None).await?;
    ensure!(of(&dates(envelopes, 30 * DAY - 1).await?, id).is_none(), "the draft has not ended yet");
    let end = Due { envelope: id, kind: DueKind::Date, at: at(30 * DAY) };
    ensure!(of(&dates(envelopes, 30 * DAY).await?, id) == Some(end));
    ensure!(of(&work(envelopes, 30 * DAY).await?, id).is_none(), "nothing is to be done for a draft");
    envelopes.commit(&request_sending(&draft.envelope, at(0)), None).await?;
    // Its documents are asked for again after a minute.
    ensure!(of(&work(envelopes, 59).await?, id).is_none());
    let again = Due { envelope: id, kind: DueKind::Work, at: at(60) };
    ensure!(of(&work(envelopes, 60).await?, id) == Some(again));
    Ok(())
}

async fn the_longest_due_comes_first_and_page_follows_page(envelopes: &dyn Envelopes) -> Result<()> {
    let mut ids = Vec::new();
    for second in [30, 10, 20] {
        let draft = draft(&organisation());
        envelopes.commit(&draft, None).await?;
        envelopes.commit(&request_sending(&draft.envelope, at(second)), None).await?;
        ids.push(draft.envelope.id);
    }
    let (mut ours, mut last) = (Vec::new(), None);
    loop {
        let page = envelopes.due_work(at(1_000), last.as_ref(), 2).await?;
        ensure!(page.len() <= 2, "{page:?}");
        let Some(end) = page.last() else { break };
        last = Some(*end);
        ours.extend(page.iter().map(|due| due.envelope).filter(|id| ids.contains(id)));
    }
    ensure!(ours == [ids[1], ids[2], ids[0]], "{ours:?} of {ids:?}");
    Ok(())
}

async fn what_waits_for_nothing_any_more_is_not_due(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let sending = request_sending(&draft.envelope, at(0));
    for decision in [&draft, &sending, &void(&sending.envelope, at(1))] {
        envelopes.commit(decision, None).await?;
    }
    let id = draft.envelope.id;
    // What was made of its documents is removed after thirty days.
    ensure!(of(&dates(envelopes, 30 * DAY).await?, id).is_none());
    ensure!(of(&dates(envelopes, 30 * DAY + 1).await?, id).is_some());
    ensure!(of(&work(envelopes, 1_000_000_000).await?, id).is_none());
    Ok(())
}

async fn what_is_put_off_is_due_later_and_moved_once(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let id = draft.envelope.id;
    envelopes.commit(&draft, None).await?;
    envelopes.commit(&request_sending(&draft.envelope, at(0)), None).await?;
    let due = of(&work(envelopes, 60).await?, id).context("it is due")?;
    envelopes.put_off(&due, at(300)).await?;
    ensure!(of(&work(envelopes, 299).await?, id).is_none());
    ensure!(of(&work(envelopes, 300).await?, id).is_some());
    // Whoever read the same as the first one comes too late.
    envelopes.put_off(&due, at(60)).await?;
    ensure!(of(&work(envelopes, 299).await?, id).is_none());
    Ok(())
}

async fn what_is_noted_of_an_older_version_changes_nothing(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let (id, sending) = (draft.envelope.id, request_sending(&draft.envelope, at(0)));
    envelopes.commit(&draft, None).await?;
    envelopes.commit(&sending, None).await?;
    envelopes.schedule(&draft.envelope, Agenda { date: None, work: None }).await?;
    ensure!(of(&work(envelopes, 60).await?, id).is_some());
    envelopes.schedule(&sending.envelope, Agenda { date: Some(at(70)), work: Some(at(500)) }).await?;
    ensure!(of(&work(envelopes, 499).await?, id).is_none() && of(&work(envelopes, 500).await?, id).is_some());
    ensure!(of(&dates(envelopes, 70).await?, id).is_some());
    envelopes.schedule(&sending.envelope, Agenda { date: None, work: None }).await?;
    ensure!(
        of(&work(envelopes, 1_000_000).await?, id).is_none() && of(&dates(envelopes, 1_000_000).await?, id).is_none()
    );
    Ok(())
}

async fn an_ordinary_envelope_has_room(envelopes: &dyn Envelopes) -> Result<()> {
    ensure!(envelopes.has_room_for(&draft(&organisation()).envelope));
    Ok(())
}
