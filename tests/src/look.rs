//! What viewers show: nobody who signed a document sees another one later, and what was uploaded is what is signed.

use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use local::stack::Stack;
use mutations::{nothing, signed_revisions};
use pades::Document;
use pades::certificate::certificates_from_pem;
use pades::verify::{Report, Settings, verify};
use viewers::{Expected, Viewers};

/// Started by the first test that needs them; they end with the process.
static VIEWERS: Mutex<Option<Viewers>> = Mutex::new(None);

/// Of files with more pages only the first signed revision is compared.
const SHORT: usize = 10;

/// What every viewer shows of each signed revision is what it shows of the whole file, but where the verifier says that
/// later signatures are seen. Every signature holds.
///
/// # Errors
/// A signature that does not hold, or what is shown otherwise.
pub fn is_as_signed(stack: &Stack, bytes: &[u8], signatures: usize) -> Result<()> {
    let report = report(stack, bytes)?;
    let all = &report.signatures;
    let told =
        || all.iter().map(|one| format!("{}: {:?} {:?}", one.field, one.verdict, one.reasons)).collect::<Vec<_>>();
    ensure!(all.len() == signatures && report.is_valid(), "not {signatures} signatures that hold: {:#?}", told());
    // The last signature covers the whole file.
    let revisions = signed_revisions(&report, &nothing);
    ensure!(revisions.len() == signatures - 1, "{revisions:#?}");
    let is_short = Document::open(bytes)?.inspect()?.pages <= SHORT;
    let compared = if is_short { &revisions[..] } else { &revisions[..1] };
    let found = with_viewers(|viewers| viewers.differences_since(bytes, compared))?;
    let told = || found.iter().map(|(field, found)| format!("since {field}, {found}")).collect::<Vec<_>>().join("\n");
    ensure!(found.is_empty(), "viewers show something else than was signed:\n{}", told());
    Ok(())
}

/// What every viewer shows of an upload is what it shows of the revision that was signed first, but for what is `expected`.
///
/// # Errors
/// What is shown otherwise.
pub fn is_as_uploaded(stack: &Stack, upload: &[u8], finished: &[u8], expected: &Expected) -> Result<()> {
    let signed = signed_revisions(&report(stack, finished)?, &nothing);
    let first = signed.iter().map(|signed| signed.end).min().context("a signature that holds")?;
    let found = with_viewers(|viewers| viewers.differences_between(upload, &finished[..first], expected))?;
    let told = || found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    ensure!(found.is_empty(), "viewers show something else than was uploaded:\n{}", told());
    Ok(())
}

/// What the verifier says to whoever trusts this stack's root.
fn report(stack: &Stack, bytes: &[u8]) -> Result<Report> {
    let anchors = certificates_from_pem(stack.trust().root_pem())?;
    Ok(verify(&bytes, &Settings::new(&anchors, now()))?)
}

#[expect(clippy::disallowed_methods, reason = "certificates of the stack are as old as it is, by this machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn with_viewers<T>(ask: impl FnOnce(&Viewers) -> Result<T>) -> Result<T> {
    let mut viewers = VIEWERS.lock().unwrap_or_else(PoisonError::into_inner);
    if viewers.is_none() {
        let folder = crate::folder()?.join("tmp");
        std::fs::create_dir_all(&folder)?;
        *viewers = Some(Viewers::start_in(&folder)?);
    }
    ask(viewers.as_ref().context("they were started")?)
}
