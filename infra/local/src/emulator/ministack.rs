//! How MiniStack is started.

use std::path::Path;
use std::time::Duration;

use venv::Venv;

use super::{Program, folders};

pub(super) fn program(venv: &Venv, dir: &Path, port: u16, env: &[(String, String)]) -> Program {
    Program {
        name: "ministack",
        path: venv.bin("ministack"),
        args: &[],
        env: environment(dir, port, env),
        is_up: "Running on",
        limit: Duration::from_secs(180),
    }
}

fn environment(dir: &Path, port: u16, env: &[(String, String)]) -> Vec<(String, String)> {
    let own = [
        ("PYTHONUNBUFFERED", "1".into()),
        ("BIND_HOST", "127.0.0.1".into()),
        ("GATEWAY_PORT", port.to_string()),
        ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
        // An MQTT broker on a fixed port of all interfaces, otherwise.
        ("IOT_MTLS_ENABLED", "0".into()),
        ("SFTP_ENABLED", "0".into()),
        // It would look for containers of its own on a developer's Docker, to remove them.
        ("DOCKER_HOST", "unix:///nonexistent".into()),
    ];
    let given = |name: &str| env.iter().any(|(other, _)| other == name);
    let own = folders(dir).into_iter().chain(own).filter(|(name, _)| !given(name));
    own.map(|(name, value)| (name.to_owned(), value)).chain(env.iter().cloned()).collect()
}
