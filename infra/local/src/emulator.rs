//! The AWS emulator: one of our own, or one that runs already.

mod health;
mod localstack;
mod ministack;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};
use venv::Venv;

pub use health::Kind;
use supervise::{Launch, Process};

const ATTEMPTS: usize = 5;

/// An emulator that answers.
#[derive(Debug)]
pub struct Emulator {
    endpoint: String,
    kind: Kind,
    version: String,
    process: Option<Process>,
}

impl Emulator {
    /// Starts MiniStack on a free port of the loopback interface, without any state, its files in `dir`.
    ///
    /// Functions inherit its environment, so it gets a clean one: what MiniStack itself needs and `env`, which wins. It
    /// ends, with all functions, when the result is dropped.
    pub async fn start(venv: &Venv, dir: &Path, env: &[(String, String)]) -> Result<Self> {
        start(dir, |port| ministack::program(venv, dir, port, env)).await
    }

    /// Starts LocalStack in the same way, with the services of its community edition that Keiin uses ([`localstack_tools`]).
    pub async fn start_localstack(venv: &Venv, dir: &Path) -> Result<Self> {
        start(dir, |port| localstack::program(venv, dir, port)).await
    }

    /// Uses an emulator that runs already, and leaves it running.
    pub async fn attach(endpoint: &str) -> Result<Self> {
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let health = health::ask(&endpoint).await?;
        Ok(Self { endpoint, kind: health.kind, version: health.version, process: None })
    }

    /// Where all its services are.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Which one it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its version, as it tells it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The process, when it is our own.
    pub fn process(&self) -> Option<&Process> {
        self.process.as_ref()
    }
}

/// The Python tools of [`Emulator::start_localstack`], installed where they are not yet: 500 MB.
pub fn localstack_tools(progress: impl FnMut(venv::Progress)) -> Result<Venv> {
    venv::install(&workspace::target_dir(), "localstack", localstack::REQUIREMENTS, progress)
}

/// How an emulator is started on a port.
struct Program {
    name: &'static str,
    path: PathBuf,
    args: &'static [&'static str],
    env: Vec<(String, String)>,
    /// What its log says once it listens. It tells that an answer is this process's own, and not that of another emulator on
    /// this port.
    is_up: &'static str,
    /// How long it may take until then.
    limit: Duration,
}

/// Starts it on a free port, and on another one where that was taken meanwhile.
async fn start(dir: &Path, program: impl Fn(u16) -> Program) -> Result<Emulator> {
    for folder in ["home", "tmp"] {
        fs::create_dir_all(dir.join(folder))?;
    }
    for _ in 0..ATTEMPTS {
        let port = supervise::free_port()?;
        let endpoint = format!("http://127.0.0.1:{port}");
        let Program { name, path, args, env, is_up, limit } = program(port);
        let mut process = Launch { name, program: &path, args, env: &env, dir }.start()?;
        let ready = async |process: &Process| process.log().contains(is_up) && health::ask(&endpoint).await.is_ok();
        match process.wait_until(limit, ready).await {
            Ok(()) => {
                let health = health::ask(&endpoint).await?;
                return Ok(Emulator { endpoint, kind: health.kind, version: health.version, process: Some(process) });
            }
            Err(_) if process.lost_its_port() => {}
            Err(error) => return Err(error),
        }
    }
    bail!("the emulator found no free port in {ATTEMPTS} attempts");
}

/// Folders of its own for what a program would leave elsewhere.
fn folders(dir: &Path) -> [(&'static str, String); 2] {
    let path = |folder: &str| dir.join(folder).display().to_string();
    [("HOME", path("home")), ("TMPDIR", path("tmp"))]
}
