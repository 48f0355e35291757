//! The main way, judged by validators that others wrote.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use journeys::contract::Draft;
use journeys::{judge, run};
use local::demo;
use local::stack::Stack;
use oracles::{Anchors, Oracles};
use serde_json::Value;
use tokio::runtime::Runtime;

/// `cargo local demo`, which has a stack of its own.
#[test]
fn the_readmes_first_command() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let out = folder.path();
    let options = demo::Options {
        documents: Vec::new(),
        title: None,
        signers: 2,
        out: out.to_owned(),
        endpoint: None,
        client: demo::Client::Api,
    };
    Runtime::new()?.block_on(demo::run(&options))?;

    let read = |path: &str| fs::read_to_string(out.join(path)).with_context(|| path.to_owned());
    let report: Value = serde_json::from_str(&read("report.json")?)?;
    ensure!(report["evidence"]["intact"] == true, "{report}");
    let anchors = Anchors::new(&read("trust/root.pem")?, &read("trust/chain.pem")?)?;
    let signed = files_in(&out.join("signed"))?;
    ensure!(signed.len() == 1, "{signed:?}");
    let verdict = Oracles::load()?.judge(&out.join("signed").join(&signed[0]), &anchors)?;
    ensure!(verdict.is_accepted() && verdict.fields().len() == 3, "{verdict}");
    // To the city and the contractor: a request and the completion.
    let mails = files_in(&out.join("mails"))?;
    ensure!(mails.len() == 4, "{mails:?}");
    Ok(())
}

fn files_in(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    Ok(entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

#[test]
fn a_contract_of_three_and_of_sixty_pages_signed_by_the_city_and_one_contractor() {
    run(async |stack| {
        let mut draft = Draft::with_registered_seal("三頁と六十頁")?;
        draft.documents.push(("付属書".into(), local::sample::contract(60)?));
        let contract = draft.send(stack).await?;
        contract.sign_all(stack).await?;
        let contractor = contract.signers.last().context("a contractor")?;
        for (answer, bytes) in contractor.download(stack).await? {
            ensure!(answer.header("content-disposition").starts_with("attachment; "), "{:?}", answer.headers);
            judge(stack, &bytes, 3)?;
        }
        Ok(())
    });
}

#[test]
fn three_contractors_in_order_and_three_side_by_side() {
    run(async |stack| {
        let mut in_order = Draft::with_registered_seal("三名順番")?;
        in_order.signers = 3;
        let mut side_by_side = Draft::sample("三名同時")?;
        (side_by_side.signers, side_by_side.in_parallel) = (3, true);
        let in_order = in_order.send(stack).await?;
        let side_by_side = side_by_side.send(stack).await?;

        let all = side_by_side.signers.iter().map(|signer| signer.sign(stack));
        let (first, second) = tokio::join!(in_order.sign_all(stack), futures::future::try_join_all(all));
        first?;
        second?;
        side_by_side.reaches(stack, "completed").await?;
        for contract in [&in_order, &side_by_side] {
            ensure!(is_listed(stack, "status=completed&limit=1", &contract.id).await?, "the list of what is completed");
            ensure!(!is_listed(stack, "status=in_progress", &contract.id).await?, "it is not in progress any more");
        }
        for contract in [in_order, side_by_side] {
            for file in contract.download(stack).await? {
                judge(stack, &file, 5)?;
            }
        }
        Ok(())
    });
}

/// Whether the sender finds an envelope in the list of this query, on whichever page.
async fn is_listed(stack: &Stack, query: &str, id: &str) -> Result<bool> {
    let mut cursor = String::new();
    loop {
        let page = stack.client().envelopes(&format!("{query}{cursor}")).await?;
        let envelopes = page["envelopes"].as_array().context("a list")?;
        if envelopes.iter().any(|envelope| envelope["id"] == id) {
            return Ok(true);
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(false),
        }
    }
}

#[test]
fn a_document_that_was_signed_before_beside_others_and_with_three_contractors() {
    run(async |stack| {
        let first = Draft::with_registered_seal("先の契約")?.send(stack).await?;
        first.sign_all(stack).await?;
        let signed = first.download(stack).await?.remove(0);

        let mut draft = Draft::with_registered_seal("署名済みの契約")?;
        draft.signers = 3;
        draft.documents.push(("署名済み契約書".into(), signed.clone()));
        draft.documents.push(("六十頁".into(), local::sample::contract(60)?));
        let second = draft.send(stack).await?;
        let envelope = second.sign_all(stack).await?;
        ensure!(envelope["documents"][1]["origin"] == "signed", "{envelope}");
        let files = second.download(stack).await?;
        ensure!(files[1].starts_with(&signed), "the earlier file is kept byte for byte");
        judge(stack, &files[0], 5)?;
        // Three signatures from before, a document timestamp, four new ones.
        judge(stack, &files[1], 8)?;
        judge(stack, &files[2], 5)
    });
}
