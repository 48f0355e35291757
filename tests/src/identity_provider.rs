//! An OpenID provider that others wrote and that is certified (npm's `oidc-provider`), where people sign in with a password and an
//! authenticator. It is made of `tests/identity-provider`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use supervise::{Launch, Process};

const PROGRAMS: [&str; 2] = ["server.mjs", "pages.mjs"];
const LIMIT: Duration = Duration::from_secs(60);
/// Of a port that somebody else was quicker to take.
const TRIES: u32 = 3;

/// A running provider. It ends when this is dropped.
#[derive(Debug)]
pub struct IdentityProvider {
    process: Option<Process>,
    folder: PathBuf,
    port: u16,
    settings: Settings,
}

/// What it is told, as `server.mjs` takes it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who can sign in.
    pub accounts: Value,
    /// Services that know it.
    pub clients: Value,
    /// Whether it takes wishes for single claims, and so says how somebody signed in.
    pub claims_parameter: bool,
}

impl IdentityProvider {
    /// Starts it in a new folder below this one. `None` where Node is missing, which is noted.
    ///
    /// # Errors
    /// Its packages cannot be installed, or it does not start.
    pub async fn start(below: &Path, settings: Settings) -> Result<Option<Self>> {
        if !node::is_there("signing in at an OpenID provider that others wrote is not tested")? {
            return Ok(None);
        }
        let source = workspace::root().join("tests/identity-provider");
        let modules = node::install("identity-provider", &source)?;
        let folder = tempfile::Builder::new().prefix("identity-provider-").tempdir_in(below)?.keep();
        for program in PROGRAMS {
            fs::copy(source.join(program), folder.join(program))?;
        }
        std::os::unix::fs::symlink(modules, folder.join("node_modules"))?;
        let mut provider = Self { process: None, folder, port: 0, settings };
        for attempt in 1.. {
            provider.port = supervise::free_port()?;
            match provider.start_again().await {
                Ok(()) => break,
                Err(_) if attempt < TRIES && provider.process.as_ref().is_some_and(Process::lost_its_port) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(provider))
    }

    /// Its issuer identifier, and where it is.
    pub fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it. Whoever calls finds nobody.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Starts it where it was, with new keys and without memory of who signed in.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start_again(&mut self) -> Result<()> {
        self.stop();
        let Settings { accounts, clients, claims_parameter } = &self.settings;
        let settings = json!({"port": self.port, "accounts": accounts, "clients": clients,
            "claims_parameter": claims_parameter});
        fs::write(self.folder.join("settings.json"), settings.to_string())?;
        let launch = Launch {
            name: "identity-provider",
            program: Path::new("node"),
            args: &["server.mjs", "settings.json"],
            env: &[],
            dir: &self.folder,
        };
        let process = self.process.insert(launch.start()?);
        let is_ready = async |process: &Process| process.log().lines().any(|line| line == "ready");
        process.wait_until(LIMIT, is_ready).await.context("starting the identity provider")
    }
}
