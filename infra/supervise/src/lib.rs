//! Child processes that leave nothing behind.
//!
//! Every child leads a process group of its own, under a small shell script that holds one end of a pipe: when this
//! process ends, however it ends, the pipe closes and the script ends the group. So neither Ctrl-C nor `kill -9` nor a
//! panicking test leaves an emulator running, and nothing is ever ended that was not started here.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const SUPERVISE: &str = include_str!("supervise.sh");
/// How long a process may take to end by itself.
const GRACE: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(20);

/// A program to be started.
#[derive(Debug)]
pub struct Launch<'a> {
    /// What it is called in messages and in its log's name.
    pub name: &'a str,
    /// The program.
    pub program: &'a Path,
    /// Its arguments.
    pub args: &'a [&'a str],
    /// Its whole environment: nothing but PATH is inherited.
    pub env: &'a [(String, String)],
    /// Where it runs and where `<name>.log` is written.
    pub dir: &'a Path,
}

impl Launch<'_> {
    /// Starts it; dropping the result ends it together with all that it started.
    pub fn start(&self) -> Result<Process> {
        let log = self.dir.join(format!("{}.log", self.name));
        let output = File::create(&log).with_context(|| format!("creating {}", log.display()))?;
        let child = Command::new("sh")
            .args(["-c", SUPERVISE, self.name])
            .arg(GRACE.as_secs().to_string())
            .arg(self.program)
            .args(self.args)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .current_dir(self.dir)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("starting {}", self.name))?;
        Ok(Process { name: self.name.to_owned(), child, log })
    }
}

/// A running child.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// The id of its process group.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything it wrote so far.
    pub fn log(&self) -> String {
        fs::read(&self.log).map(|log| String::from_utf8_lossy(&log).into_owned()).unwrap_or_default()
    }

    /// Where that is written.
    pub fn log_path(&self) -> &Path {
        &self.log
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until `ready` says so. An early end and the time limit are errors that show the end of the log.
    pub async fn wait_until(&mut self, limit: Duration, mut ready: impl AsyncFnMut(&Self) -> bool) -> Result<()> {
        let start = Instant::now();
        loop {
            if !self.is_running() {
                bail!("{} ended at once\n{}", self.name, self.log_tail());
            }
            if ready(self).await {
                return Ok(());
            }
            if start.elapsed() > limit {
                bail!("{} was not ready after {} s\n{}", self.name, limit.as_secs(), self.log_tail());
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Whether its log tells that somebody else has the port: worth another try on another one.
    pub fn lost_its_port(&self) -> bool {
        self.log().to_lowercase().contains("in use")
    }

    fn log_tail(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Closing the pipe is the signal; the script does the rest.
        drop(self.child.stdin.take());
        let start = Instant::now();
        while self.is_running() && start.elapsed() < GRACE + Duration::from_secs(2) {
            thread::sleep(POLL);
        }
        // Both fail only for a process that is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on at this moment; a start that loses the race for it is to be tried again.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell<'a>(dir: &'a Path, args: &'a [&'a str]) -> Launch<'a> {
        Launch { name: "shell", program: Path::new("/bin/sh"), args, env: &[], dir }
    }

    fn is_alive(id: &str) -> bool {
        // A zombie has ended: in a container without an init process nobody collects it.
        let output = Command::new("ps").args(["-o", "stat=", "-p", id.trim()]).output().unwrap();
        let state = String::from_utf8(output.stdout).unwrap();
        !state.trim().is_empty() && !state.trim().starts_with('Z')
    }

    async fn started(process: &mut Process, lines: usize) -> Vec<String> {
        process.wait_until(Duration::from_secs(60), async |p| p.log().lines().count() >= lines).await.unwrap();
        process.log().lines().map(str::to_owned).collect()
    }

    #[tokio::test]
    async fn dropping_ends_the_child_and_its_children() {
        let dir = tempfile::tempdir().unwrap();
        let mut process = shell(dir.path(), &["-c", "sleep 60 & echo $!; echo $$; wait"]).start().unwrap();
        let ids = started(&mut process, 2).await;
        assert!(ids.iter().all(|id| is_alive(id)));

        drop(process);
        assert!(!ids.iter().any(|id| is_alive(id)), "{ids:?}");
    }

    #[tokio::test]
    async fn a_child_that_does_not_listen_is_ended_too() {
        let dir = tempfile::tempdir().unwrap();
        let stubborn = "trap '' TERM; echo $$; while :; do sleep 1; done";
        let mut process = shell(dir.path(), &["-c", stubborn]).start().unwrap();
        let ids = started(&mut process, 1).await;

        drop(process);
        assert!(!is_alive(&ids[0]));
    }

    #[test]
    fn what_a_killed_parent_started_ends() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        // The parent's place is taken by a process that only holds the pipe.
        let mut parent = Command::new("sleep").arg("60").stdout(Stdio::piped()).spawn().unwrap();
        let mut script = Command::new("sh")
            .args(["-c", SUPERVISE, "test", "1", "sh", "-c", "echo $$; exec sleep 60"])
            .process_group(0)
            .stdin(parent.stdout.take().unwrap())
            .stdout(File::create(&out).unwrap())
            .spawn()
            .unwrap();
        let mut id = String::new();
        while !id.ends_with('\n') {
            thread::sleep(POLL);
            id = fs::read_to_string(&out).unwrap();
        }
        assert!(is_alive(&id));

        parent.kill().unwrap();
        parent.wait().unwrap();
        script.wait().unwrap();
        assert!(!is_alive(&id));
    }

    #[tokio::test]
    async fn an_early_end_shows_the_log() {
        let dir = tempfile::tempdir().unwrap();
        let mut process = shell(dir.path(), &["-c", "echo Address already in use; exit 1"]).start().unwrap();
        let error = process.wait_until(Duration::from_secs(60), async |_| false).await.unwrap_err();
        assert!(error.to_string().contains("already in use"), "{error}");
        assert!(process.lost_its_port());
    }

    #[tokio::test]
    async fn nothing_of_our_environment_is_handed_on() {
        let dir = tempfile::tempdir().unwrap();
        let mut process = shell(dir.path(), &["-c", "env; echo end; sleep 60"]).start().unwrap();
        process.wait_until(Duration::from_secs(60), async |p| p.log().contains("end\n")).await.unwrap();
        assert!(!process.log().contains("CARGO"), "{}", process.log());
    }
}
