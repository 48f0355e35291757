//! Where envelopes and their evidence are kept.

use anyhow::{Result, ensure};
use domain::command::Decision;
use domain::digest::Digest;
use domain::evidence::Event;
use domain::ports::{CommitError, Envelopes};
use futures::future::join_all;

use crate::contract::contract;
use crate::fixtures::{at, draft, envelope_id, organisation, send, void};

contract!(
    dyn Envelopes: there_is_nothing_where_nothing_was_committed, a_version_comes_back_as_it_was_committed,
    events_are_kept_in_their_order_each_with_the_digest_of_the_one_before, the_same_version_is_committed_once,
    a_version_over_a_stale_one_is_a_conflict_and_leaves_nothing, a_version_over_none_is_a_conflict,
    of_many_who_commit_at_once_one_succeeds_and_the_others_are_told_that_they_are_stale,
    what_is_due_is_told_to_the_second_and_nothing_else, the_longest_due_comes_first,
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
    let sent = send(&draft.envelope, at(1));
    envelopes.commit(&sent, None).await?;
    ensure!(envelopes.load(draft.envelope.id).await? == Some(sent.envelope));
    Ok(())
}

async fn events_are_kept_in_their_order_each_with_the_digest_of_the_one_before(
    envelopes: &dyn Envelopes,
) -> Result<()> {
    let draft = draft(&organisation());
    let sent = send(&draft.envelope, at(1));
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
    let sent = send(&draft.envelope, at(1));
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
    let sent = send(&draft.envelope, at(1));
    envelopes.commit(&draft, None).await?;
    envelopes.commit(&sent, None).await?;
    ensure!(is_conflict(&envelopes.commit(&send(&draft.envelope, at(2)), None).await));
    ensure!(envelopes.load(draft.envelope.id).await? == Some(sent.envelope));
    let kept = envelopes.events(draft.envelope.id).await?;
    ensure!(kept.last() == Some(&sent.events[sent.events.len() - 1].to_json()?), "{kept:#?}");
    Ok(())
}

async fn a_version_over_none_is_a_conflict(envelopes: &dyn Envelopes) -> Result<()> {
    let sent = send(&draft(&organisation()).envelope, at(1));
    ensure!(is_conflict(&envelopes.commit(&sent, None).await));
    ensure!(envelopes.load(sent.envelope.id).await?.is_none() && envelopes.events(sent.envelope.id).await?.is_empty());
    Ok(())
}

async fn of_many_who_commit_at_once_one_succeeds_and_the_others_are_told_that_they_are_stale(
    envelopes: &dyn Envelopes,
) -> Result<()> {
    let draft = draft(&organisation());
    envelopes.commit(&draft, None).await?;
    let rivals: Vec<Decision> = (1..=8).map(|second| send(&draft.envelope, at(second))).collect();
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

async fn what_is_due_is_told_to_the_second_and_nothing_else(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let sent = send(&draft.envelope, at(0));
    let id = draft.envelope.id;
    let is_due = async |second| Ok::<_, anyhow::Error>(envelopes.due(at(second)).await?.contains(&id));
    envelopes.commit(&draft, None).await?;
    ensure!(!is_due(1_000_000).await?, "a draft waits for its sender");
    envelopes.commit(&sent, None).await?;
    // Its seals are asked for again after a minute.
    ensure!(!is_due(59).await?);
    ensure!(is_due(60).await?);
    Ok(())
}

async fn the_longest_due_comes_first(envelopes: &dyn Envelopes) -> Result<()> {
    let mut ids = Vec::new();
    for second in [30, 10, 20] {
        let draft = draft(&organisation());
        envelopes.commit(&draft, None).await?;
        envelopes.commit(&send(&draft.envelope, at(second)), None).await?;
        ids.push(draft.envelope.id);
    }
    let due = envelopes.due(at(1_000)).await?;
    let ours: Vec<_> = due.into_iter().filter(|id| ids.contains(id)).collect();
    ensure!(ours == [ids[1], ids[2], ids[0]], "{ours:?} of {ids:?}");
    Ok(())
}

async fn what_waits_for_nothing_any_more_is_not_due(envelopes: &dyn Envelopes) -> Result<()> {
    let draft = draft(&organisation());
    let sent = send(&draft.envelope, at(0));
    for decision in [&draft, &sent, &void(&sent.envelope, at(1))] {
        envelopes.commit(decision, None).await?;
    }
    ensure!(!envelopes.due(at(1_000_000_000)).await?.contains(&draft.envelope.id));
    Ok(())
}

async fn an_ordinary_envelope_has_room(envelopes: &dyn Envelopes) -> Result<()> {
    ensure!(envelopes.has_room_for(&draft(&organisation()).envelope));
    Ok(())
}
