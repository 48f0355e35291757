//! Trust services of one stack: certificate authorities, OCSP, CRLs and two timestamp authorities, all by certomancer.
//!
//! The shape is in `trust/pki.yml`; keys and serial numbers are new in every stack. Certomancer knows only its
//! configuration, so a certificate more means to write it there and to start certomancer again. What the outside sees
//! are [gates](gate::Gate) that stay: their addresses are in the certificates.

mod gate;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::net::TcpStream;
use venv::Venv;

use gate::Gate;
use supervise::{Launch, Process};

const SHAPE: &str = include_str!("../trust/pki.yml");
const SCRIPT: &str = include_str!("../python/pki.py");
/// The labels of the timestamp authorities in the shape.
const AUTHORITIES: [&str; 2] = ["tsa-1", "tsa-2"];
const LIMIT: Duration = Duration::from_secs(180);
const ATTEMPTS: usize = 5;

/// The trust services; certomancer ends when this is dropped.
#[derive(Debug)]
pub struct Trust {
    venv: Venv,
    dir: PathBuf,
    root: String,
    chain: String,
    /// In front of OCSP, CRLs and issuers' certificates.
    repository: Gate,
    authorities: Vec<Gate>,
    server: Option<Process>,
}

impl Trust {
    /// Makes keys and certificates in `dir`, along with `root.pem` and `chain.pem`. Nothing is served yet.
    pub async fn create(venv: &Venv, dir: &Path) -> Result<Self> {
        fs::create_dir_all(dir).with_context(|| format!("creating {}", dir.display()))?;
        let repository = Gate::open().await?;
        let mut authorities = Vec::new();
        for _ in AUTHORITIES {
            authorities.push(Gate::open().await?);
        }

        let certificates = pki(venv, dir, &["create", &repository.url()], SHAPE)?;
        let (root, chain) = split_first(&certificates)?;
        fs::write(dir.join("root.pem"), root)?;
        fs::write(dir.join("chain.pem"), chain)?;
        Ok(Self {
            venv: venv.clone(),
            dir: dir.to_owned(),
            root: root.to_owned(),
            chain: chain.to_owned(),
            repository,
            authorities,
            server: None,
        })
    }

    /// Certifies the key of a PKCS#10 request, under the request's own subject. `label` names it within this stack.
    ///
    /// Gives the certificate and its issuer's, without the root. OCSP and CRLs know it from then on.
    pub async fn issue(&mut self, request_pem: &str, label: &str) -> Result<String> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure!(!label.is_empty() && label.chars().all(plain), "{label:?} is no label: lower case, digits and - only");
        let chain = pki(&self.venv, &self.dir, &["issue", label], request_pem)?;
        if self.server.is_some() {
            self.start().await?;
        }
        Ok(chain)
    }

    /// Serves, with all certificates issued so far.
    pub async fn start(&mut self) -> Result<()> {
        self.stop();
        for _ in 0..ATTEMPTS {
            let port = supervise::free_port()?;
            let mut server = self.launch(port)?;
            match server.wait_until(LIMIT, async |_| TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await {
                Ok(()) => {
                    for gate in self.gates() {
                        gate.lead_to(port);
                    }
                    self.server = Some(server);
                    return Ok(());
                }
                Err(_) if server.lost_its_port() => {}
                Err(error) => return Err(error),
            }
        }
        bail!("certomancer found no free port in {ATTEMPTS} attempts");
    }

    /// The timestamp authorities, each at an address of its own.
    pub fn timestamp_urls(&self) -> Vec<String> {
        let url = |(gate, label): (&Gate, &str)| format!("{}/keiin/tsa/{label}", gate.url());
        self.authorities.iter().zip(AUTHORITIES).map(url).collect()
    }

    /// What all certificates end in.
    pub fn root_pem(&self) -> &str {
        &self.root
    }

    /// Every other certificate of the services: intermediates, timestamp authorities, OCSP responder.
    pub fn chain_pem(&self) -> &str {
        &self.chain
    }

    /// Takes one timestamp authority down: it hangs up on everybody.
    pub fn stop_timestamping(&self, authority: usize) {
        self.authorities[authority].close();
    }

    /// Brings it up again.
    pub fn resume_timestamping(&self, authority: usize) {
        self.authorities[authority].reopen();
    }

    /// How often one timestamp authority was asked, while it was up.
    pub fn timestamps_requested(&self, authority: usize) -> u64 {
        self.authorities[authority].passed()
    }

    fn stop(&mut self) {
        for gate in self.gates() {
            gate.lead_nowhere();
        }
        self.server = None;
    }

    fn gates(&self) -> impl Iterator<Item = &Gate> {
        self.authorities.iter().chain([&self.repository])
    }

    fn launch(&self, port: u16) -> Result<Process> {
        let program = self.venv.python();
        let env = [("PYTHONUNBUFFERED".to_owned(), "1".to_owned())];
        let args = ["-I", "-c", SCRIPT, "serve", &port.to_string()];
        Launch { name: "certomancer", program: &program, args: &args, env: &env, dir: &self.dir }.start()
    }
}

fn pki(venv: &Venv, dir: &Path, args: &[&str], input: &str) -> Result<String> {
    let mut child = Command::new(venv.python())
        .args(["-I", "-c", SCRIPT])
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting the certificate authority's script")?;
    child.stdin.take().context("no stdin")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    String::from_utf8(output.stdout).context("certificates are text")
}

/// The first certificate of a PEM text, and the others.
fn split_first(certificates: &str) -> Result<(&str, &str)> {
    const END: &str = "-----END CERTIFICATE-----\n";
    let end = certificates.find(END).context("no certificate was made")? + END.len();
    Ok(certificates.split_at(end))
}
