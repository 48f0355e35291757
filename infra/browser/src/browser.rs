//! A running Chromium.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use supervise::{Launch, Process};
use tempfile::TempDir;
use tokio::sync::mpsc;

use crate::connection::Connection;
use crate::program;
use crate::registry::{Arrival, Registry, lock};
use crate::setup::Setup;
use crate::tabs::Tabs;

/// How long it may take to start.
const START: Duration = Duration::from_secs(60);
/// Nothing that talks to anybody, keeps anything, or looks different from one start to the next.
const ARGUMENTS: [&str; 20] = [
    "--headless",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--disable-gpu",
    "--disable-quic",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--hide-scrollbars",
    "--metrics-recording-only",
    "--password-store=basic",
];

/// A Chromium of our own. It ends when this is dropped, and with this process however that ends.
#[derive(Debug)]
pub struct Browser {
    pub(crate) connection: Arc<Connection>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) tabs: Arc<Mutex<Tabs>>,
    pub(crate) dir: PathBuf,
    _process: Process,
    /// Where it has its socket, removed when it has ended.
    _temporary: TempDir,
}

impl Browser {
    /// Starts one whose profile, downloads and log lie in `dir`, which is made, and emptied when it ends.
    ///
    /// # Errors
    /// Where no Chromium is found; the message says what to install.
    pub async fn start(dir: &Path) -> Result<Self> {
        Self::start_program(&program::find_program()?, dir).await
    }

    /// The same with windows, if there is such a one: nobody sees them, but pages are kept for the back button as they were.
    ///
    /// # Errors
    /// As of [`Browser::start`].
    pub async fn start_with_windows(dir: &Path) -> Result<Self> {
        Self::start_program(&program::find_with_windows()?, dir).await
    }

    async fn start_program(program: &Path, dir: &Path) -> Result<Self> {
        let dir = std::path::absolute(dir)?;
        let profile = dir.join("profile");
        fs::create_dir_all(&profile).with_context(|| format!("creating {}", profile.display()))?;
        // The path of a socket may have some hundred bytes: that of a checkout may be longer.
        let temporary = tempfile::Builder::new().prefix("keiin-").tempdir()?;
        let process = launch(program, &dir, &profile, temporary.path()).await?;

        let registry = Arc::new(Registry::default());
        let (arrivals, mut arrived) = mpsc::unbounded_channel();
        let noting = Arc::clone(&registry);
        let url = endpoint(&profile)?;
        let connection = Connection::open(&url, move |event| noting.note(&event, &arrivals)).await?;
        let connection = Arc::new(connection);

        let tabs = Arc::new(Mutex::new(Tabs::default()));
        let welcoming = (Arc::clone(&connection), Arc::clone(&registry), Arc::clone(&tabs));
        tokio::spawn(async move {
            while let Some(arrival) = arrived.recv().await {
                let (connection, registry, tabs) = welcoming.clone();
                tokio::spawn(async move {
                    // A tab that closes at once refuses what it is told.
                    if welcome(&connection, &registry, &arrival).await.is_ok() && arrival.is_page {
                        lock(&tabs).add(&arrival.context, arrival.target, arrival.session);
                    }
                });
            }
        });
        connection.call("", "Target.setAutoAttach", attach()).await?;
        Ok(Self { connection, registry, tabs, dir, _process: process, _temporary: temporary })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // What is left lies in a temporary folder.
        let _ = fs::remove_dir_all(self.dir.join("profile"));
        let _ = fs::remove_dir_all(self.dir.join("downloads"));
    }
}

async fn launch(program: &Path, dir: &Path, profile: &Path, temporary: &Path) -> Result<Process> {
    let data = format!("--user-data-dir={}", profile.display());
    let mut args = ARGUMENTS.to_vec();
    args.push(&data);
    // Chromium refuses to run as root with its sandbox on; the folder that was just made tells who we are.
    if fs::metadata(profile)?.uid() == 0 {
        args.push("--no-sandbox");
    }
    let home = profile.display().to_string();
    let env: Vec<(String, String)> = ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"]
        .map(|name| (name.to_owned(), home.clone()))
        .into_iter()
        .chain([("TMPDIR".to_owned(), temporary.display().to_string())])
        .chain([("LANG".to_owned(), "C.UTF-8".to_owned()), ("TZ".to_owned(), "Asia/Tokyo".to_owned())])
        .collect();
    let mut process = Launch { name: "chromium", program, args: &args, env: &env, dir }.start()?;
    process.wait_until(START, async |_| endpoint(profile).is_ok()).await.context("starting Chromium")?;
    Ok(process)
}

/// Chromium writes the port that it chose, and a secret path, into its profile.
fn endpoint(profile: &Path) -> Result<String> {
    let written = fs::read_to_string(profile.join("DevToolsActivePort"))?;
    let (port, path) = written.trim().split_once('\n').context("half a file")?;
    Ok(format!("ws://127.0.0.1:{port}{path}"))
}

fn attach() -> Value {
    json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true})
}

/// Sets a new tab or worker up before anything of it runs. All commands are sent before the first is answered: some are
/// answered only when it runs.
async fn welcome(connection: &Connection, registry: &Registry, arrival: &Arrival) -> Result<()> {
    let mut commands = vec![("Network.enable", json!({}))];
    if arrival.is_page {
        commands.extend([("Page.enable", json!({})), ("Log.enable", json!({}))]);
        commands.extend(registry.setup(&arrival.context).iter().flat_map(Setup::commands));
    }
    commands.extend([("Runtime.enable", json!({})), ("Target.setAutoAttach", attach())]);
    if arrival.is_waiting {
        commands.push(("Runtime.runIfWaitingForDebugger", json!({})));
    }
    let sent = commands.into_iter().map(|(method, params)| connection.call(&arrival.session, method, params));
    futures::future::join_all(sent).await.into_iter().collect::<Result<Vec<Value>>>().map(drop)
}
