//! The examples of the clients' READMEs, and those of `docs/curl.md`, as they stand there: each page is one program, run over a
//! stack whose signers sign what they are asked for.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex};

use anyhow::{Context, Result, bail, ensure};
use clients::{Python, TypeScript, examples};
use domain::authorisation::{KeyTerms, Scope};
use journeys::person::complete;
use journeys::{mails_to, pyhanko_accepts, run, until};
use local::client::link_in;
use local::stack::Stack;
use reqwest::StatusCode;

/// Who signs in all examples.
const SIGNER: &str = "suzuki@example.jp";
/// What the examples of both READMEs tell.
const TOLD: [&str; 5] =
    ["signed/contract.pdf", "invalid-fields", "/deadline_days", "unknown-envelope", "person_invited"];

#[test]
fn the_readme_of_the_client_for_python_does_what_it_says() {
    run(async |stack| {
        let Some(python) = Python::install()? else { return Ok(()) };
        let folder = folder_with_contracts()?;
        let (copy, program) = (folder.path().join("python"), folder.path().join("readme.py"));
        python.copy(&copy)?;
        fs::write(&program, program_of(&Python::source().join("README.md"), "python")?)?;
        // As whoever installs it has it: without the sources.
        let wheel = python.build(&copy)?;
        let said = said_by(stack, python.python().arg(&program).env("PYTHONPATH", wheel), folder.path()).await?;
        expect(&said, &[&TOLD[..], &["True ["]].concat())?;
        pyhanko_accepts(stack, &fs::read(folder.path().join("signed/contract.pdf"))?)
    });
}

#[test]
fn the_readme_of_the_client_for_typescript_does_what_it_says() {
    run(async |stack| {
        let Some(typescript) = TypeScript::install()? else { return Ok(()) };
        let folder = folder_with_contracts()?;
        let (copy, program) = (folder.path().join("typescript"), folder.path().join("readme.ts"));
        typescript.copy(&copy)?;
        typescript.install_into(&copy, folder.path())?;
        fs::write(&program, program_of(&TypeScript::source().join("README.md"), "typescript")?)?;
        let program = typescript.compile(&program)?;
        let said = said_by(stack, Command::new("node").arg(program), folder.path()).await?;
        expect(&said, &[&TOLD[..], &["true ["]].concat())?;
        pyhanko_accepts(stack, &fs::read(folder.path().join("signed/contract.pdf"))?)
    });
}

#[test]
fn the_page_about_curl_does_what_it_says() {
    run(async |stack| {
        for program in ["curl", "jq", "openssl"] {
            let found = Command::new("sh").args(["-c", "command -v \"$0\"", program]).stdout(Stdio::null()).status()?;
            if !found.success() {
                let how = format!("install {program}");
                return workspace::left_out(program, "the page about curl is not tested", &how);
            }
        }
        let folder = folder_with_contracts()?;
        let page = program_of(&workspace::root().join("docs/curl.md"), "sh")?;
        let mut shell = Command::new("bash");
        let said = said_by(stack, shell.args(["-euo", "pipefail", "-c", &page]), folder.path()).await?;
        expect(&said, &["\"sending\"", "signed.pdf: OK", "\"voided\"", "invalid-fields"])?;
        pyhanko_accepts(stack, &fs::read(folder.path().join("signed.pdf"))?)
    });
}

/// What the examples take.
fn folder_with_contracts() -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for (name, pages) in [("contract.pdf", 3), ("annex.pdf", 4)] {
        fs::write(folder.path().join(name), local::sample::contract(pages)?)?;
    }
    Ok(folder)
}

fn program_of(page: &Path, language: &str) -> Result<String> {
    let text = fs::read_to_string(page).with_context(|| format!("reading {}", page.display()))?;
    let program = examples(&text, language);
    ensure!(!program.is_empty(), "{} has no example", page.display());
    Ok(program)
}

fn expect(said: &str, parts: &[&str]) -> Result<()> {
    for part in parts {
        ensure!(said.contains(part), "nothing was said of {part}:\n{said}");
    }
    Ok(())
}

/// Runs an example in a folder, while its signer signs.
async fn said_by(stack: &Stack, example: &mut Command, folder: &Path) -> Result<String> {
    let log = folder.join("said.txt");
    let output = File::create(&log)?;
    // Good for the organisation's folders and people too.
    let key = stack.add_key(KeyTerms { scopes: Scope::ALL.into(), ..KeyTerms::for_envelopes() }).await?;
    example.current_dir(folder).stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
    example.env("KEIIN_URL", stack.public_url()).env("KEIIN_API_KEY", key.api_key());
    example.env("NO_PROXY", "localhost,127.0.0.1").env("no_proxy", "localhost,127.0.0.1");
    let mut example = Running(example.spawn().context("starting the example")?);
    let ended = until("the end of the example", async || {
        sign_what_is_asked(stack).await?;
        Ok(example.0.try_wait()?)
    });
    let status = ended.await;
    let said = fs::read_to_string(&log)?;
    match status {
        Ok(status) if status.success() => Ok(said),
        Ok(status) => bail!("the example ended with {status}:\n{said}"),
        Err(error) => Err(error.context(format!("the example said:\n{said}"))),
    }
}

/// An example, which does not outlive its test.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended, but where the test has failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Signs whatever the signer was asked for and nobody has signed yet. The examples run at once, each with a test that signs.
async fn sign_what_is_asked(stack: &Stack) -> Result<()> {
    static SIGNED: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
    for mail in mails_to(stack, SIGNER, "依頼が届いています").await? {
        let link = link_in(&mail.html, "/sign/")?;
        if SIGNED.lock().expect("no test panics here").insert(link.clone()) {
            let answer = complete(stack, &link).await?;
            ensure!(answer.status == StatusCode::SEE_OTHER, "signing: {}: {}", answer.status, answer.text());
        }
    }
    Ok(())
}
