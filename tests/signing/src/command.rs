//! The command `pades`, as its users meet it: built as it is shipped, run in a folder with keys and files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use p256::pkcs8::{EncodePrivateKey, LineEnding};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use serde_json::Value;
use tempfile::TempDir;

use crate::pki::{Entity, Key, PKI};
use crate::server::Server;

/// The binary, built once in the profile of the tests.
static BINARY: LazyLock<PathBuf> = LazyLock::new(build);

/// A folder to work in: private keys as `rsa.key`, `p256.key`, `p384.key` (each in another encoding), certificates as
/// `rsa.pem` and so on, their issuer in `chain.pem`, the trusted root in `root.pem`, another one in `other-root.pem`.
pub struct Desk {
    folder: TempDir,
    proxy: Option<String>,
}

/// What came of one run.
#[derive(Debug)]
pub struct Outcome {
    /// The exit status; `None` if it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Desk {
    /// A desk without a network: nobody answers at any address.
    #[must_use]
    pub fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), proxy: None };
        for (name, entity) in [("rsa", &PKI.rsa), ("p256", &PKI.p256), ("p384", &PKI.p384)] {
            desk.enrol(name, entity);
        }
        desk.put("chain.pem", pem(&[&PKI.intermediate]));
        desk.put("root.pem", pem(&[&PKI.root]));
        desk.put("other-root.pem", pem(&[&PKI.other_root]));
        desk
    }

    /// A desk from which every address leads to the server.
    #[must_use]
    pub fn online(server: &Server) -> Self {
        Self { proxy: Some(server.proxy()), ..Self::new() }
    }

    /// Writes the key and the certificate of somebody more.
    pub fn enrol(&self, name: &str, entity: &Entity) {
        self.put(&format!("{name}.key"), private_key(&entity.key));
        self.put(&format!("{name}.pem"), pem(&[entity]));
    }

    /// The path of a file on the desk.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// Reads a file.
    #[must_use]
    pub fn get(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Every file with its content.
    fn files(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let entries = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.clone(), fs::read(&path).ok())).collect()
    }

    /// Runs the command with arguments that no space is in.
    #[must_use]
    pub fn run(&self, arguments: &str) -> Outcome {
        self.run_with(arguments, &[], &[])
    }

    /// The same with further arguments and with environment variables.
    #[must_use]
    pub fn run_with(&self, arguments: &str, more: &[&str], environment: &[(&str, &str)]) -> Outcome {
        let mut command = Command::new(&*BINARY);
        // Nothing of the tests' own environment, least of all a proxy.
        command.env_clear().current_dir(self.folder.path()).stdin(Stdio::null());
        command.args(arguments.split_whitespace().chain(more.iter().copied()));
        command.envs(environment.iter().copied());
        if let Some(proxy) = &self.proxy {
            command.env("http_proxy", proxy);
        }
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs the command, which has to fail with a status and one line that says `why`, and to leave every file as it is.
    #[track_caller]
    pub fn fails(&self, arguments: &str, code: i32, why: &str) {
        let before = self.files();
        let outcome = self.run(arguments);
        outcome.assert_failed(code, why);
        assert!(before == self.files(), "{arguments} has changed files");
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Outcome {
    /// Ends the test unless all went well and nothing had to be said about it.
    #[track_caller]
    pub fn assert_fine(&self) -> &Self {
        assert!(self.code == Some(0) && self.stderr.is_empty(), "{self}");
        self
    }

    /// Ends the test unless it went well with one line of warning.
    #[track_caller]
    pub fn assert_warned(&self, of: &str) -> &Self {
        assert!(self.code == Some(0) && self.stderr.contains(of), "{self}");
        assert_eq!(self.stderr.lines().count(), 1, "{self}");
        self
    }

    /// Ends the test unless it failed with this status and one line that says why.
    #[track_caller]
    pub fn assert_failed(&self, code: i32, why: &str) -> &Self {
        assert!(self.code == Some(code) && self.stderr.contains(why), "{why:?} is expected of\n{self}");
        let one_line = self.stderr.starts_with("pades: ") && self.stderr.lines().count() == 1;
        assert!(one_line && self.stdout.is_empty(), "{self}");
        self
    }

    /// Standard output as JSON, one value for each line.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "status {:?}\n{}{}", self.code, self.stdout, self.stderr)
    }
}

/// Certificates in PEM.
#[must_use]
pub fn pem(entities: &[&Entity]) -> String {
    let blocks = entities.iter().map(|entity| {
        let encoded = ::der::pem::encode_string("CERTIFICATE", ::der::pem::LineEnding::LF, &entity.certificate);
        encoded.unwrap()
    });
    blocks.collect()
}

/// A private key in PEM: RSA as PKCS#1, P-256 as PKCS#8, P-384 as SEC1, as different programs write them.
fn private_key(key: &Key) -> String {
    match key {
        Key::Rsa(key) => {
            let key: &RsaPrivateKey = key.as_ref().as_ref();
            key.to_pkcs1_pem(LineEnding::LF).unwrap().to_string()
        }
        Key::Weak(key) => {
            let key: &RsaPrivateKey = key.as_ref().as_ref();
            key.to_pkcs1_pem(LineEnding::LF).unwrap().to_string()
        }
        Key::P256(key) => key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string(),
        Key::P384(key) => p384::SecretKey::from(key).to_sec1_pem(LineEnding::LF).unwrap().to_string(),
    }
}

fn build() -> PathBuf {
    let mut command = workspace::cargo();
    // Of the whole workspace: the package alone would be compiled with other features, and the library along with it.
    command.args(["build", "--workspace", "--bin", "pades"]);
    command.args(["--message-format", "json-render-diagnostics"]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = command.current_dir(here).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "building the command has failed");
    let messages = String::from_utf8(output.stdout).unwrap();
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut binaries = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    binaries.next_back().unwrap()
}
