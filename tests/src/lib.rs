//! Journeys over the deployed local stack, by the same HTTP calls and mailed links that people use.
//!
//! Each test file has one stack, started by its first test and ended with the process: everything that a stack starts
//! watches its parent.

#![allow(clippy::missing_panics_doc, clippy::panic, reason = "helpers of tests fail the test")]

pub mod authenticator;
pub mod browsing;
mod conforming;
pub mod contract;
pub mod identity_provider;
pub mod keiin;
pub mod look;
pub mod person;
pub mod retrying_sender;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
pub use conforming::conforms;
use local::stack::{Mail, Options, Stack};
use oracles::{Anchors, Oracles, Picture};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use workspace::RunFolder;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static STACK: OnceCell<Stack> = OnceCell::const_new();

/// How long anything may take that should come by itself: five minutes, since other test programs run at the same time, or as
/// many seconds as `KEIIN_PATIENCE` says.
static TIMEOUT: LazyLock<Duration> = LazyLock::new(|| {
    #[expect(clippy::disallowed_methods, reason = "a test's own setting")]
    let asked = std::env::var("KEIIN_PATIENCE").ok();
    Duration::from_secs(asked.map_or(300, |seconds| seconds.parse().expect("KEIIN_PATIENCE is a number of seconds")))
});

/// Runs a test's body over this test file's stack, which is started by whoever comes first.
pub fn run(body: impl AsyncFnOnce(&'static Stack) -> Result<()>) {
    run_with(|_| {}, body);
}

/// The same with options for the stack; every test of a file gives the same.
pub fn run_with(options: impl FnOnce(&mut Options), body: impl AsyncFnOnce(&'static Stack) -> Result<()>) {
    let outcome = RUNTIME.block_on(async {
        let start = async || {
            let mut chosen = Options::new(folder()?);
            // Tests keep their own time.
            chosen.schedules = false;
            chosen.visibility_seconds = 2;
            chosen.observer = Some(conforms);
            options(&mut chosen);
            Stack::start(&chosen, &mut |_| {}).await.context("starting the stack")
        };
        body(STACK.get_or_try_init(start).await?).await
    });
    if let Err(error) = outcome {
        panic!("{error:?}");
    }
}

/// A folder for this process's stack, under the target folder.
pub(crate) fn folder() -> Result<PathBuf> {
    // Made once: a second test whose stack could not be started the first time would wait for its own process.
    static FOLDER: LazyLock<Result<RunFolder>> = LazyLock::new(|| RunFolder::create("journeys"));
    match &*FOLDER {
        Ok(folder) => Ok(folder.path().to_owned()),
        Err(error) => bail!("{error:#}"),
    }
}

/// Asks again and again until there is an answer.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let start = tokio::time::Instant::now();
    loop {
        if let Some(answer) = ask().await.with_context(|| format!("waiting for {what}"))? {
            return Ok(answer);
        }
        if start.elapsed() > *TIMEOUT {
            bail!("{what} did not come within {} s", TIMEOUT.as_secs());
        }
        tokio::time::sleep(browser::pause_since(start)).await;
    }
}

/// The mails to this address whose subject holds `subject`, oldest first.
pub async fn mails_to(stack: &Stack, address: &str, subject: &str) -> Result<Vec<Mail>> {
    let mails = stack.mails().await?.into_iter();
    Ok(mails.filter(|m| m.to.iter().any(|to| to == address) && m.subject.contains(subject)).collect())
}

/// Waits for a mail.
pub async fn mail_to(stack: &Stack, address: &str, subject: &str) -> Result<Mail> {
    nth_mail_to(stack, address, subject, 1).await
}

/// Waits for the `nth` such mail, from 1.
pub async fn nth_mail_to(stack: &Stack, address: &str, subject: &str, nth: usize) -> Result<Mail> {
    let what = format!("mail {nth} 「{subject}」 to {address}");
    until(&what, async || Ok(mails_to(stack, address, subject).await?.into_iter().nth(nth - 1))).await
}

/// Every oracle accepts this file, it has so many signatures, and viewers show it as it was signed.
pub fn judge(stack: &Stack, bytes: &[u8], signatures: usize) -> Result<()> {
    look::is_as_signed(stack, bytes, signatures)?;
    ask_oracles(stack, bytes, |oracles, path, anchors| {
        let verdict = oracles.judge(path, anchors)?;
        ensure!(verdict.is_accepted(), "{verdict}");
        ensure!(verdict.fields().len() == signatures, "expected {signatures} signatures:\n{verdict}");
        Ok(())
    })
}

/// pyHanko accepts every signature of this file.
pub fn pyhanko_accepts(stack: &Stack, bytes: &[u8]) -> Result<()> {
    ask_oracles(stack, bytes, |oracles, path, anchors| {
        let verdicts = oracles.pyhanko(path, anchors)?;
        ensure!(!verdicts.is_empty() && verdicts.iter().all(|v| v.accepted), "{verdicts:?}");
        Ok(())
    })
}

/// A page of this file as people see it; `None` where no renderer is installed.
pub fn picture(stack: &Stack, bytes: &[u8], page: u32) -> Result<Option<Picture>> {
    let mut picture = None;
    ask_oracles(stack, bytes, |oracles, path, _| {
        picture = oracles.picture(path, page, 100)?;
        Ok(())
    })?;
    Ok(picture)
}

fn ask_oracles(stack: &Stack, bytes: &[u8], ask: impl FnOnce(&Oracles, &Path, &Anchors) -> Result<()>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("signed.pdf");
    fs::write(&path, bytes)?;
    let anchors = Anchors::new(stack.trust().root_pem(), stack.trust().chain_pem())?;
    ask(&Oracles::load()?, &path, &anchors)
}
