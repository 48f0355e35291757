//! Answers to requests that carry an `Idempotency-Key`.

use std::sync::Arc;

use anyhow::{Result, ensure};
use domain::ids::OrganisationId;
use domain::ports::{CommitError, Envelopes, IdempotentAnswers, IdempotentRequest, Reservation, StoredAnswer};
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::{at, digest, draft, draft_called, envelope_id, fresh, organisation, request_sending};

/// Answers, and the envelopes that they are committed with.
pub struct Answering {
    /// The answers.
    pub answers: Arc<dyn IdempotentAnswers>,
    /// The envelopes.
    pub envelopes: Arc<dyn Envelopes>,
}

contract!(
    Answering: a_new_key_lets_its_request_run, a_key_is_reserved_while_the_first_try_may_still_run,
    a_try_that_crashed_is_taken_over_with_the_same_envelope, of_many_who_come_at_once_one_runs,
    of_many_who_take_over_at_once_one_runs, a_key_is_good_for_one_request, a_key_that_is_given_back_is_free_at_once,
    giving_back_what_was_never_reserved_changes_nothing, an_answer_is_given_again, an_answer_outlives_giving_back,
    an_answer_comes_with_its_effect_or_not_at_all, an_answer_is_committed_once, organisations_have_keys_of_their_own,
);

/// Seconds after which a reservation without an answer is taken over: no request runs so long.
const LEASE: i64 = 35;

fn request() -> IdempotentRequest {
    request_of(organisation())
}

fn request_of(organisation: OrganisationId) -> IdempotentRequest {
    IdempotentRequest { organisation, key: format!("key-{}", fresh()), fingerprint: digest(), id: envelope_id().into() }
}

/// The same, as a later try comes: with an identifier of its own for a new envelope.
fn again(request: &IdempotentRequest) -> IdempotentRequest {
    IdempotentRequest { id: envelope_id().into(), ..request.clone() }
}

fn answer_to(request: &IdempotentRequest) -> StoredAnswer {
    let IdempotentRequest { organisation, key, id, .. } = request.clone();
    StoredAnswer { organisation, key, status: 201, subject: id, document: None }
}

impl Answering {
    async fn reserve(&self, request: &IdempotentRequest, second: i64) -> Result<Reservation> {
        Ok(self.answers.reserve(request, at(second)).await?)
    }

    /// Reserves the key and commits a draft with the answer.
    async fn answered(&self, request: &IdempotentRequest) -> Result<StoredAnswer> {
        ensure!(self.reserve(request, 0).await? == Reservation::Run { id: request.id });
        let answer = answer_to(request);
        self.envelopes.commit(&draft_called(request.id.into(), &request.organisation), Some(&answer)).await?;
        Ok(answer)
    }
}

async fn a_new_key_lets_its_request_run(answering: &Answering) -> Result<()> {
    let request = request();
    ensure!(answering.reserve(&request, 0).await? == Reservation::Run { id: request.id });
    Ok(())
}

async fn a_key_is_reserved_while_the_first_try_may_still_run(answering: &Answering) -> Result<()> {
    let request = request();
    answering.reserve(&request, 0).await?;
    for second in [0, LEASE - 1] {
        ensure!(answering.reserve(&again(&request), second).await? == Reservation::Running, "after {second} s");
    }
    Ok(())
}

async fn a_try_that_crashed_is_taken_over_with_the_same_envelope(answering: &Answering) -> Result<()> {
    let request = request();
    answering.reserve(&request, 0).await?;
    for second in [LEASE, 2 * LEASE] {
        let taken = answering.reserve(&again(&request), second).await?;
        ensure!(taken == Reservation::Run { id: request.id }, "after {second} s: {taken:?}");
    }
    ensure!(answering.reserve(&again(&request), 2 * LEASE + 1).await? == Reservation::Running);
    Ok(())
}

async fn of_many_who_come_at_once_one_runs(answering: &Answering) -> Result<()> {
    let request = request();
    let tries: Vec<_> = (0..8).map(|_| again(&request)).collect();
    let all = try_join_all(tries.iter().map(|request| answering.reserve(request, 0))).await?;
    let running = all.iter().filter(|it| **it == Reservation::Running).count();
    let runs = all.iter().filter(|it| matches!(it, Reservation::Run { .. })).count();
    ensure!((runs, running) == (1, 7), "{all:?}");
    Ok(())
}

async fn of_many_who_take_over_at_once_one_runs(answering: &Answering) -> Result<()> {
    let request = request();
    answering.reserve(&request, 0).await?;
    let tries: Vec<_> = (0..8).map(|_| again(&request)).collect();
    let all = try_join_all(tries.iter().map(|request| answering.reserve(request, LEASE))).await?;
    let running = all.iter().filter(|it| **it == Reservation::Running).count();
    let runs = all.iter().filter(|it| **it == Reservation::Run { id: request.id }).count();
    ensure!((runs, running) == (1, 7), "{all:?}");
    Ok(())
}

async fn a_key_is_good_for_one_request(answering: &Answering) -> Result<()> {
    let request = request();
    let other = IdempotentRequest { fingerprint: digest(), ..again(&request) };
    answering.reserve(&request, 0).await?;
    for second in [0, LEASE] {
        ensure!(answering.reserve(&other, second).await? == Reservation::OtherRequest, "after {second} s");
    }
    answering.envelopes.commit(&draft(&request.organisation), Some(&answer_to(&request))).await?;
    ensure!(answering.reserve(&other, 1_000).await? == Reservation::OtherRequest);
    Ok(())
}

async fn a_key_that_is_given_back_is_free_at_once(answering: &Answering) -> Result<()> {
    let request = request();
    answering.reserve(&request, 0).await?;
    answering.answers.release(&request).await?;
    ensure!(answering.reserve(&again(&request), 1).await? == Reservation::Run { id: request.id });
    Ok(())
}

async fn giving_back_what_was_never_reserved_changes_nothing(answering: &Answering) -> Result<()> {
    let request = request();
    answering.answers.release(&request).await?;
    ensure!(answering.reserve(&request, 0).await? == Reservation::Run { id: request.id });
    Ok(())
}

async fn an_answer_is_given_again(answering: &Answering) -> Result<()> {
    let request = request();
    let answer = answering.answered(&request).await?;
    for second in [1, 24 * 3600] {
        let told = answering.reserve(&again(&request), second).await?;
        ensure!(told == Reservation::Answered(answer.clone()), "after {second} s: {told:?}");
    }
    Ok(())
}

async fn an_answer_outlives_giving_back(answering: &Answering) -> Result<()> {
    let request = request();
    let answer = answering.answered(&request).await?;
    answering.answers.release(&request).await?;
    ensure!(answering.reserve(&again(&request), 1).await? == Reservation::Answered(answer));
    Ok(())
}

async fn an_answer_comes_with_its_effect_or_not_at_all(answering: &Answering) -> Result<()> {
    let request = request();
    let draft = draft_called(request.id.into(), &request.organisation);
    let sent = request_sending(&draft.envelope, at(1));
    answering.envelopes.commit(&draft, None).await?;
    answering.envelopes.commit(&sent, None).await?;
    answering.reserve(&request, 0).await?;
    let late = request_sending(&draft.envelope, at(2));
    let lost = answering.envelopes.commit(&late, Some(&answer_to(&request))).await;
    ensure!(matches!(lost, Err(CommitError::Conflict)), "{lost:?}");
    ensure!(answering.reserve(&again(&request), 1).await? == Reservation::Running, "there is no answer");
    Ok(())
}

async fn an_answer_is_committed_once(answering: &Answering) -> Result<()> {
    let request = request();
    let answer = answering.answered(&request).await?;
    let other = draft(&request.organisation);
    let second = answering.envelopes.commit(&other, Some(&StoredAnswer { status: 202, ..answer.clone() })).await;
    ensure!(second.is_err(), "it was committed");
    ensure!(answering.envelopes.load(other.envelope.id).await?.is_none());
    ensure!(answering.reserve(&again(&request), 1).await? == Reservation::Answered(answer));
    Ok(())
}

async fn organisations_have_keys_of_their_own(answering: &Answering) -> Result<()> {
    let one = request();
    let other = IdempotentRequest { organisation: organisation(), ..again(&one) };
    answering.reserve(&one, 0).await?;
    ensure!(answering.reserve(&other, 0).await? == Reservation::Run { id: other.id });
    // What separates organisation and key in the store's own keys may stand in neither's way.
    let confusing = IdempotentRequest { key: format!("a#{}", one.key), ..request_of(organisation()) };
    ensure!(answering.reserve(&confusing, 0).await? == Reservation::Run { id: confusing.id });
    Ok(())
}
