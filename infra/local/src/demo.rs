//! `cargo local demo`: one contract, all the way, by the calls and links that people use.

mod contract;
mod folder;
mod people;
mod walk;

use std::path::PathBuf;
use std::process;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::json;

use crate::progress::{Position, Progress};
use crate::report::{self, Evidence, Report, Steps};
use crate::stack::{self, Stack};
use crate::{build, eml, endpoint};
use contract::Contract;
use folder::Folder;
use walk::{Finished, Walk};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Documents; the sample contract where none is given.
    pub documents: Vec<PathBuf>,
    /// Title of the envelope; that of the first document where none is given.
    pub title: Option<String>,
    /// Signers after the sender.
    pub signers: usize,
    /// Where the results go.
    pub out: PathBuf,
    /// A running emulator to use.
    pub endpoint: Option<String>,
}

/// Does all of it. An error is the first thing that was not reached.
pub async fn run(options: &Options) -> Result<()> {
    // What is wrong with the arguments shows before anything is built.
    let contract = Contract::read(options)?;
    let mut folder = Folder::open(&options.out)?;
    if let Some(url) = &options.endpoint {
        endpoint::check(url).await?;
    }

    let dir = build::target_dir()?.join("local").join(format!("demo-{}", process::id()));
    let outcome = async {
        let stack = start(options, dir.clone()).await?;
        walk(&stack, &contract, &mut folder).await
    };
    let report = outcome.await.map_err(|error| anyhow!("{error:#}\nThe logs are in {}", dir.display()))?;
    folder.write("report.json", &serde_json::to_vec_pretty(&report)?)?;
    std::fs::remove_dir_all(&dir).with_context(|| format!("removing {}", dir.display()))?;

    println!("\n{} → {}", contract.title, folder.path().display());
    Ok(())
}

async fn start(options: &Options, dir: PathBuf) -> Result<Stack> {
    let mut progress = Progress::new();
    let stack = stack::Options { endpoint: options.endpoint.clone(), ..stack::Options::new(dir) };
    let stack = Stack::start(&stack, &mut |stage| progress.show(Position::from(&stage))).await?;
    progress.finish();
    Ok(stack)
}

async fn walk(stack: &Stack, contract: &Contract, folder: &mut Folder) -> Result<Report> {
    let logged_before = log(stack).len();
    let mut steps = Steps::begin();
    let finished = Walk::new(stack, &mut steps).await?.take(contract).await?;
    let calls = report::calls(log(stack).get(logged_before..).unwrap_or_default());

    leave(stack, &finished, folder)?;
    let documents = judged(contract, &finished, folder)?;
    let signatures: usize = documents.iter().map(|document| document.signatures.len()).sum();
    steps.did(&format!("検証 Every signature is intact and timestamped ({signatures})"));

    let intact = finished.events["intact"] == true;
    ensure!(intact, "the chain of events is broken");
    let envelope = &finished.envelope;
    Ok(Report {
        started_at: steps.started_at,
        steps: steps.done,
        envelope: json!({"id": envelope["id"], "number": envelope["number"], "title": envelope["title"]}),
        emulator: format!("{} {}", stack.emulator().kind(), stack.emulator().version()),
        calls,
        documents,
        evidence: Evidence { events: finished.events["events"].clone(), intact },
        timings: finished.timings,
    })
}

/// What our own emulator wrote so far.
fn log(stack: &Stack) -> String {
    stack.emulator().process().map(supervise::Process::log).unwrap_or_default()
}

fn leave(stack: &Stack, finished: &Finished, folder: &mut Folder) -> Result<()> {
    for (index, (kind, mail)) in finished.mails.iter().enumerate() {
        let to = mail.to.first().map_or("nobody", String::as_str);
        folder.write(&format!("mails/{:02}-{kind}-{to}.eml", index + 1), &eml::message(mail)?)?;
    }
    folder.write("trust/root.pem", stack.trust().root_pem().as_bytes())?;
    folder.write("trust/chain.pem", stack.trust().chain_pem().as_bytes())
}

/// Writes the signed documents and checks their signatures.
fn judged(contract: &Contract, finished: &Finished, folder: &mut Folder) -> Result<Vec<report::Document>> {
    let mut documents = Vec::new();
    for (input, signed) in contract.documents.iter().zip(&finished.documents) {
        let file = format!("signed/{}.pdf", input.name);
        folder.write(&file, signed)?;
        let signatures = report::judged(&input.name, &input.bytes, signed, contract.people.len())?;
        documents.push(report::Document {
            name: input.name.clone(),
            file,
            sha256: contract::sha256(signed),
            signatures,
        });
    }
    Ok(documents)
}
