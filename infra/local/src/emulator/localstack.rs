//! How LocalStack's community edition is started: from Python packages, without Docker.

use std::path::Path;
use std::time::Duration;

use venv::Venv;

use super::{Program, folders};

/// LocalStack and all that it needs, with hashes.
pub(super) const REQUIREMENTS: &str = include_str!("../../python/localstack.txt");

pub(super) fn program(venv: &Venv, dir: &Path, port: u16) -> Program {
    Program {
        name: "localstack",
        path: venv.python(),
        args: &["-m", "localstack.runtime.main"],
        env: environment(dir, port),
        is_up: "Ready.",
        // It imports some thousand modules: 20 s with warm caches.
        limit: Duration::from_secs(180),
    }
}

fn environment(dir: &Path, port: u16) -> Vec<(String, String)> {
    let own = [
        ("PYTHONUNBUFFERED", "1".to_owned()),
        ("GATEWAY_LISTEN", format!("127.0.0.1:{port}")),
        // Its folders would be beside its code, which other runs share.
        ("FILESYSTEM_ROOT", dir.join("tmp").join("files").display().to_string()),
        // All that its community edition has of what Keiin uses without Java: DynamoDB needs a program in it.
        ("SERVICES", "kms,s3,sns,sqs".to_owned()),
        ("STRICT_SERVICE_LOADING", "1".to_owned()),
        // Presigned URLs are believed unseen, otherwise.
        ("S3_SKIP_SIGNATURE_VALIDATION", "0".to_owned()),
        // It calls nobody: neither its maker with what is used, nor for a certificate, nor for names that it would resolve.
        ("DISABLE_EVENTS", "1".to_owned()),
        ("SKIP_SSL_CERT_DOWNLOAD", "1".to_owned()),
        ("DNS_ADDRESS", "0".to_owned()),
        ("DOCKER_HOST", "unix:///nonexistent".to_owned()),
    ];
    folders(dir).into_iter().chain(own).map(|(name, value)| (name.to_owned(), value)).collect()
}
