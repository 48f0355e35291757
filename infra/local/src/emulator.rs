//! The AWS emulator: one of our own, or one that runs already.

mod health;

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use venv::Venv;

pub use health::Kind;
use supervise::{Launch, Process};

const LIMIT: Duration = Duration::from_secs(60);
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
        for folder in ["home", "tmp"] {
            fs::create_dir_all(dir.join(folder))?;
        }
        for _ in 0..ATTEMPTS {
            let port = supervise::free_port()?;
            let endpoint = format!("http://127.0.0.1:{port}");
            let env = environment(dir, port, &endpoint, env);
            let program = venv.bin("ministack");
            let mut process = Launch { name: "ministack", program: &program, args: &[], env: &env, dir }.start()?;

            // The log tells that the answer is this process's own, not that of another emulator on this port.
            let ready =
                async |process: &Process| process.log().contains("Running on") && health::ask(&endpoint).await.is_ok();
            match process.wait_until(LIMIT, ready).await {
                Ok(()) => {
                    let health = health::ask(&endpoint).await?;
                    return Ok(Self { endpoint, kind: health.kind, version: health.version, process: Some(process) });
                }
                Err(_) if process.lost_its_port() => {}
                Err(error) => return Err(error),
            }
        }
        bail!("MiniStack found no free port in {ATTEMPTS} attempts");
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

fn environment(dir: &Path, port: u16, endpoint: &str, env: &[(String, String)]) -> Vec<(String, String)> {
    let path = |folder: &str| dir.join(folder).display().to_string();
    let own = [
        ("HOME", path("home")),
        ("TMPDIR", path("tmp")),
        ("PYTHONUNBUFFERED", "1".into()),
        ("BIND_HOST", "127.0.0.1".into()),
        ("GATEWAY_PORT", port.to_string()),
        ("AWS_ENDPOINT_URL", endpoint.into()),
        // An MQTT broker on a fixed port of all interfaces, otherwise.
        ("IOT_MTLS_ENABLED", "0".into()),
        ("SFTP_ENABLED", "0".into()),
        // It would look for containers of its own on a developer's Docker, to remove them.
        ("DOCKER_HOST", "unix:///nonexistent".into()),
    ];
    let given = |name: &str| env.iter().any(|(other, _)| other == name);
    let own = own.into_iter().filter(|(name, _)| !given(name)).map(|(name, value)| (name.to_owned(), value));
    own.chain(env.iter().cloned()).collect()
}
