//! `cargo local demo`: one contract, all the way, by the calls and links that people use.

mod contract;
mod folder;
mod people;
mod python;
mod walk;

use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, Result, anyhow, ensure};
use clap::ValueEnum;
use serde_json::json;

use crate::progress::{Position, Progress};
use crate::report::{self, Evidence, Report, Steps};
use crate::stack::{self, Stack};
use crate::{eml, endpoint};
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
    /// Signers, the sender's own among them.
    pub signers: usize,
    /// Where the results go.
    pub out: PathBuf,
    /// A running emulator to use.
    pub endpoint: Option<String>,
    /// By what it is sent.
    pub client: Client,
}

/// By what the demo's contract is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Client {
    /// Calls of the API, one by one.
    #[default]
    Api,
    /// The client for Python.
    Python,
}

/// Does all of it. An error is the first thing that was not reached.
pub async fn run(options: &Options) -> Result<()> {
    // What is wrong with the arguments shows before anything is built.
    let contract = Contract::read(options)?;
    let mut folder = Folder::open(&options.out)?;
    if let Some(url) = &options.endpoint {
        endpoint::check(url).await?;
    }

    let dir = workspace::target_dir().join("local").join(format!("demo-{}", process::id()));
    let outcome = async {
        let stack = start(options, dir.clone()).await?;
        walk(&stack, &contract, options.client, &mut folder).await
    };
    let report = match outcome.await {
        Ok(report) => report,
        Err(error) => {
            keep_logs(&dir).with_context(|| format!("clearing {}", dir.display()))?;
            return Err(anyhow!("{error:#}\nThe logs are in {}", dir.display()));
        }
    };
    folder.write("report.json", &serde_json::to_vec_pretty(&report)?)?;
    std::fs::remove_dir_all(&dir).with_context(|| format!("removing {}", dir.display()))?;

    tell(&contract, folder.path());
    Ok(())
}

/// What there is now, what to open first, and how to check it.
fn tell(contract: &Contract, folder: &Path) {
    let signed: Vec<PathBuf> =
        contract.documents.iter().map(|document| folder.join(format!("signed/{}.pdf", document.name))).collect();
    println!("\n「{}」に全員が署名しました。 Everybody has signed.", contract.title);
    for path in &signed {
        println!("  開く Open      {}", path.display());
    }
    println!("  メール Mails   {}", folder.join("mails").display());
    let files = signed.iter().map(|path| format!("{:?}", path.display().to_string())).collect::<Vec<_>>().join(" ");
    let root = folder.join("trust/root.pem").display().to_string();
    println!("  検証 Check     cargo run -p pades-cli -- verify --trust {root:?} {files}");
}

/// Removes all that a failed demo left but the logs: data and programs are many megabytes.
fn keep_logs(dir: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            keep_logs(&path)?;
            // It stays if there is a log in it.
            let _ = std::fs::remove_dir(&path);
        } else if path.extension().is_none_or(|extension| extension != "log") {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

async fn start(options: &Options, dir: PathBuf) -> Result<Stack> {
    let mut progress = Progress::new();
    let stack = stack::Options { endpoint: options.endpoint.clone(), ..stack::Options::new(dir) };
    let stack = Stack::start(&stack, &mut |stage| progress.show(Position::from(&stage))).await?;
    progress.finish();
    Ok(stack)
}

async fn walk(stack: &Stack, contract: &Contract, client: Client, folder: &mut Folder) -> Result<Report> {
    let logged_before = log(stack).len();
    let mut steps = Steps::begin();
    let finished = Walk::new(stack, &mut steps).await?.take(contract, client).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_demo_leaves_nothing_but_logs() {
        let dir = tempfile::tempdir().unwrap();
        for (name, folder) in [("emulator.log", ""), ("data.bin", "store/a"), ("functions.log", "functions")] {
            std::fs::create_dir_all(dir.path().join(folder)).unwrap();
            std::fs::write(dir.path().join(folder).join(name), name).unwrap();
        }
        keep_logs(dir.path()).unwrap();
        assert!(dir.path().join("emulator.log").exists() && dir.path().join("functions/functions.log").exists());
        assert!(!dir.path().join("store").exists());
    }
}
