//! `cargo local up`, `down`, `status`, `logs` and `reset`: a stack in the background.

mod commands;
mod serve;

use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Write as _, stdout};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::time::{Instant, sleep};

use crate::progress::Progress;
use crate::state::{Home, Running, State};
use crate::{build, clock, endpoint, logs};
pub use serve::serve;

const POLL: Duration = Duration::from_millis(100);
/// How often is looked for new lines in the logs.
const FOLLOW: Duration = Duration::from_secs(1);
/// How long a stack may take to end.
const END: Duration = Duration::from_secs(20);

/// How to start it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A running emulator to use.
    pub endpoint: Option<String>,
    /// The port of API and pages.
    pub port: Option<u16>,
    /// The port of the mailbox.
    pub mailbox_port: Option<u16>,
}

/// Starts it and tells how to use it.
pub async fn up(options: &Options) -> Result<()> {
    let home = Home::open()?;
    if home.is_occupied()? {
        say("すでに起動しています。 A stack is running already.\n")?;
        return status().await;
    }
    if let Some(url) = &options.endpoint {
        endpoint::check(url).await?;
    }
    home.forget()?;
    let child = spawn(&home, options)?;
    let running = wait(&home, child).await?;
    describe(&running)?;
    say(&format!("\n{}", commands::text(&home, &running)?))
}

/// Ends it.
pub async fn down() -> Result<()> {
    let home = Home::open()?;
    if !home.is_occupied()? {
        home.forget()?;
        return say("起動していません。 No stack is running.");
    }
    let pid = home.state()?.and_then(|state| state.pid()).context("the stack is about to start; try again")?;
    signal("TERM", pid)?;
    if !ends(&home, END).await? {
        // All that it started ends with it, see `supervise`.
        signal("KILL", pid)?;
        ensure!(ends(&home, END).await?, "process {pid} does not end");
    }
    home.forget()?;
    say("終了しました。 Ended.")
}

/// Tells whether and where it is.
pub async fn status() -> Result<()> {
    let home = Home::open()?;
    match home.state()? {
        Some(State::Running(running)) if home.is_occupied()? => {
            describe(&running)?;
            say(&format!("\n{}", commands::text(&home, &running)?))
        }
        Some(State::Starting { position, .. }) if home.is_occupied()? => say(&format!("起動中 {}", position.what)),
        _ => say("起動していません。 No stack is running; `cargo local up` starts one."),
    }
}

/// Shows the last lines of a function, or of all in the order in which they were written; goes on with new ones if wanted.
pub async fn logs(function: Option<&str>, lines: usize, follow: bool) -> Result<()> {
    let names = build::names()?;
    if let Some(function) = function {
        ensure!(names.iter().any(|name| name == function), "no function {function}; there are {}", names.join(", "));
    }
    let running = Home::open()?.running()?;
    let wanted: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| function.is_none_or(|one| one == *name)).collect();
    let mut shown: HashMap<&str, usize> = HashMap::new();
    let mut most = lines;
    loop {
        let mut new = Vec::new();
        for name in &wanted {
            let all = logs::all(&running.endpoint, name).await?;
            let before = shown.insert(name, all.len()).unwrap_or(0);
            new.extend(all.into_iter().skip(before).map(|line| (line.at, *name, line.text)));
        }
        new.sort_by_key(|(at, ..)| *at);
        for (_, name, text) in &new[new.len().saturating_sub(most)..] {
            say(&if wanted.len() == 1 { text.clone() } else { format!("{name}: {text}") })?;
        }
        if !follow {
            return Ok(());
        }
        most = usize::MAX;
        sleep(FOLLOW).await;
    }
}

/// Ends it and starts it at the same addresses, without data.
pub async fn reset() -> Result<()> {
    let running = Home::open()?.running()?;
    let port = |url: &str| url.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    let options = Options {
        port: port(&running.public_url),
        mailbox_port: port(&running.mailbox_url),
        endpoint: running.given_endpoint,
    };
    down().await?;
    up(&options).await
}

/// The same program in a process group of its own, so that Ctrl-C here does not reach it.
fn spawn(home: &Home, options: &Options) -> Result<Child> {
    let log = File::create(home.log()).context("creating the log")?;
    let mut command = Command::new(std::env::current_exe().context("finding this program")?);
    command.arg("serve");
    if let Some(endpoint) = &options.endpoint {
        command.args(["--endpoint", endpoint]);
    }
    for (name, port) in [("--port", options.port), ("--mailbox-port", options.mailbox_port)] {
        if let Some(port) = port {
            command.args([name, &port.to_string()]);
        }
    }
    let child = command.process_group(0).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn();
    child.context("starting the background process")
}

async fn wait(home: &Home, mut child: Child) -> Result<Running> {
    let mut progress = Progress::new();
    loop {
        let ended = child.try_wait()?;
        match home.state()? {
            Some(State::Running(running)) => {
                progress.finish();
                return Ok(running);
            }
            Some(State::Starting { position, .. }) => progress.show(position),
            Some(State::Failed { error }) => bail!("{error}"),
            None => {}
        }
        if let Some(status) = ended {
            let log = std::fs::read_to_string(home.log()).unwrap_or_default();
            bail!("the background process ended at once ({status})\n{log}");
        }
        sleep(POLL).await;
    }
}

fn describe(running: &Running) -> Result<()> {
    let Running { pid, public_url, mailbox_url, api_key, emulator, endpoint, .. } = running;
    let since = clock::japanese(running.since);
    say(&format!(
        "API・署名ページ  {public_url}\n\
         メールボックス   {mailbox_url}\n\
         API キー         {api_key}\n\
         {emulator:<16} {endpoint}\n\
         起動             {since} (pid {pid})"
    ))
}

/// Whoever reads this may have read enough, `head` for instance.
fn say(text: &str) -> Result<()> {
    match writeln!(stdout(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome.context("writing to standard output"),
    }
}

fn signal(name: &str, pid: u32) -> Result<()> {
    let script = "kill -\"$1\" \"$2\"";
    let status = Command::new("sh").args(["-c", script, "sh", name, &pid.to_string()]).status()?;
    ensure!(status.success(), "process {pid} cannot be ended");
    Ok(())
}

async fn ends(home: &Home, limit: Duration) -> Result<bool> {
    let deadline = Instant::now() + limit;
    while home.is_occupied()? {
        if Instant::now() > deadline {
            return Ok(false);
        }
        sleep(POLL).await;
    }
    Ok(true)
}
