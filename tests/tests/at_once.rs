//! Signers of one order who all press the button at the same moment. `KEIIN_CONTRACTS` says how many contracts, of 2 to 20
//! signers each, where the usual three are not enough.

use anyhow::{Context, Result, ensure};
use futures::future::try_join_all;
use futures::stream::{self, TryStreamExt};
use jiff::Timestamp;
use journeys::contract::{Contract, Draft};
use journeys::person::confirmation;
use journeys::{judge, run_with, until};
use local::client::{Answer, fresh_key};
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// The smallest contract, one as it was found to stand still, the largest.
const USUAL: [usize; 3] = [2, 8, 20];

/// Contracts under way at the same time: most of a contract's time is waiting for queues and streams.
const SIDE_BY_SIDE: usize = 4;

/// The schedule runs: whatever is lost on the way is asked for again, as it is where contracts are real.
fn run(body: impl AsyncFnOnce(&'static Stack) -> Result<()>) {
    run_with(|options| options.schedules = true, body);
}

#[test]
fn everybody_who_signs_at_once_is_heard_and_every_contract_is_completed() {
    run(async |stack| {
        let contracts = match asked_for()? {
            Some(count) => (0..count).map(|n| 2 + n * 7 % 19).collect(),
            None => USUAL.to_vec(),
        };
        let contracts = contracts.into_iter().enumerate().map(Ok::<_, anyhow::Error>);
        let contracts = stream::iter(contracts).try_for_each_concurrent(SIDE_BY_SIDE, async |(place, signers)| {
            let title = format!("同時署名{place}");
            sign_at_once(stack, &title, signers).await.with_context(|| format!("{title}, {signers} signers"))
        });
        contracts.await
    });
}

/// How many contracts whoever runs the test wants.
#[expect(clippy::disallowed_methods, reason = "a test's own setting")]
fn asked_for() -> Result<Option<usize>> {
    let count = std::env::var("KEIIN_CONTRACTS").ok();
    count.map(|count| count.parse().context("KEIIN_CONTRACTS is a number")).transpose()
}

async fn sign_at_once(stack: &Stack, title: &str, signers: usize) -> Result<()> {
    let documents = vec![("覚書".to_owned(), local::sample::contract(3)?)];
    let draft = Draft { documents, sender_signs: false, signers, in_parallel: true, ..Draft::sample(title)? };
    let contract = draft.send(stack).await?;
    let mut forms = Vec::new();
    for signer in &contract.signers {
        let link = signer.sign_link(stack).await?;
        forms.push((format!("{link}/complete"), confirmation(stack, &link).await?));
    }
    let presses = forms.iter().map(|(url, fields)| stack.client().post_form(url, fields));
    let answers = try_join_all(presses).await?;
    let turned_away: Vec<_> = answers.iter().filter(|a| a.status != StatusCode::SEE_OTHER).map(|a| a.status).collect();
    ensure!(turned_away.is_empty(), "{} of {signers} were turned away: {turned_away:?}", turned_away.len());
    is_completed(stack, &contract, signers).await
}

/// Completed, each seal once and in the order of the approvals, and no event earlier than the one before it.
async fn is_completed(stack: &Stack, contract: &Contract, signers: usize) -> Result<()> {
    contract.reaches(stack, "completed").await?;
    let events = until("the completion mails", async || {
        let events = stack.client().events(&contract.id).await?;
        ensure!(events["intact"] == true, "the evidence chain is broken: {events}");
        let events = events["events"].as_array().context("events")?.clone();
        let completion = events.iter().filter(|e| e["type"] == "mailed" && e["mail"] == "completed").count();
        Ok((completion == signers + 1).then_some(events))
    })
    .await?;
    let of_type = |kind: &str| events.iter().filter(move |e| e["type"] == kind).collect::<Vec<&Value>>();
    let approved: Vec<&Value> = of_type("approved").iter().map(|e| &e["recipient"]).collect();
    let sealed: Vec<&Value> = of_type("document_sealed").iter().map(|e| &e["by"]["recipient"]).skip(1).collect();
    ensure!(approved.len() == signers && approved == sealed, "approved {approved:?}, sealed {sealed:?}");
    let times: Vec<Timestamp> =
        events.iter().map(|e| Ok(e["at"].as_str().context("a time")?.parse()?)).collect::<Result<_>>()?;
    ensure!(times.is_sorted(), "evidence runs backwards: {times:?}");
    let checked = stack.client().check_evidence(&contract.id, 1).await?;
    ensure!(checked["intact"] == true, "the seals do not fit the evidence: {checked}");
    let file = contract.download(stack).await?.remove(0);
    ensure!(pades::signatures(&file)?.len() == signers + 1, "one signature for the operator and each signer");
    Ok(())
}

#[test]
fn what_everybody_has_signed_cannot_be_taken_back() {
    run(async |stack| {
        let draft = Draft { sender_signs: false, ..Draft::sample("取り下げの遅れ")? };
        let contract = draft.send(stack).await?;
        let link = contract.signers[0].sign_link(stack).await?;
        let trust = stack.trust();
        for authority in 0..2 {
            trust.stop_timestamping(authority);
        }
        contract.signers[0].sign(stack).await?;
        let answer = void(stack, &contract.id).await?;
        ensure!(answer.status == StatusCode::CONFLICT, "{}: {}", answer.status, answer.text());
        ensure!(answer.json()?["code"] == "everybody-has-acted", "{}", answer.text());
        ensure!(stack.client().page(&link).await?.status == StatusCode::OK, "the signer's link still opens");
        for authority in 0..2 {
            trust.resume_timestamping(authority);
        }
        contract.reaches(stack, "completed").await?;
        Ok(())
    });
}

async fn void(stack: &Stack, id: &str) -> Result<Answer> {
    let (path, reason) = (format!("/v1/envelopes/{id}/void"), json!({"reason": "誤送信のため"}));
    stack.client().api(Method::POST, &path, Some(&fresh_key()?), Some(&reason)).await
}

/// Two of a division press the button at the same moment: one of them signs for both, in the one field that the group has.
#[test]
fn of_a_group_of_which_one_signs_one_has_signed_whoever_presses_at_the_same_moment() {
    run(async |stack| {
        let draft = Draft { sender_signs: false, signers: 3, in_parallel: true, ..Draft::sample("いずれか1名")? };
        let contract = draft
            .send_changed(stack, |request| {
                for member in 0..2 {
                    request["recipients"][member]["one_of"] = "総務課".into();
                }
            })
            .await?;
        let mut forms = Vec::new();
        for signer in &contract.signers {
            let link = signer.sign_link(stack).await?;
            forms.push((format!("{link}/complete"), confirmation(stack, &link).await?));
        }
        try_join_all(forms.iter().map(|(url, fields)| stack.client().post_form(url, fields))).await?;
        let envelope = contract.reaches(stack, "completed").await?;
        let mut states: Vec<&str> =
            (0..2).filter_map(|member| envelope["recipients"][member]["state"]["name"].as_str()).collect();
        states.sort_unstable();
        ensure!(states == ["not_needed", "sealed"], "{envelope}");
        let file = contract.download(stack).await?.remove(0);
        ensure!(pades::signatures(&file)?.len() == 3, "the operator, one of the group, and the third");
        let inspected = pades::Document::open(&file)?.inspect()?;
        ensure!(inspected.empty_fields.is_empty(), "no field of the group is left empty: {inspected:?}");
        judge(stack, &file, 3)
    });
}
