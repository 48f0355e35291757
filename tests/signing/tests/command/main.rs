//! The command `pades` through its front door: what its users type, see and get.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod extending;
mod looks;
mod network;
mod refusals;
mod signing_files;
mod verifying;

use serde_json::Value;
use signing::command::{Desk, Outcome};
use signing::document::contract::contract;
use signing::document::{Builder, Layout};
use signing::server::Server;

/// What signing with P-256 takes.
const P256: &str = "--key p256.key --cert p256.pem --chain chain.pem";

/// A desk with the contract as `in.pdf`.
fn desk(server: &Server) -> Desk {
    let desk = Desk::online(server);
    desk.put("in.pdf", contract(Layout::Table));
    desk
}

/// The same without a network.
fn offline() -> Desk {
    let desk = Desk::new();
    desk.put("in.pdf", contract(Layout::Table));
    desk
}

/// Signs `in.pdf` as `out.pdf`.
fn sign(desk: &Desk, arguments: &str) -> Outcome {
    desk.run(&format!("sign {P256} {arguments} in.pdf out.pdf"))
}

/// What `verify` says of a file in JSON, which it finds valid.
#[track_caller]
fn verified(desk: &Desk, file: &str) -> Value {
    let outcome = desk.run(&format!("verify --trust root.pem --json {file}"));
    outcome.assert_fine();
    let [report] = outcome.json().try_into().unwrap();
    assert_eq!(report["valid"], true, "{outcome}");
    report
}

/// The level of each signature, a dash for document timestamps.
fn levels(report: &Value) -> Vec<&str> {
    let signatures = report["signatures"].as_array().unwrap().iter();
    signatures.map(|signature| signature["level"].as_str().unwrap_or("-")).collect()
}

/// A sound PDF of more than this many bytes.
fn large(bytes: usize) -> Vec<u8> {
    let mut pdf = Builder::new(Layout::Table);
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>");
    pdf.stream("", &b"% nothing is drawn\n".repeat(bytes / 19 + 1));
    pdf.finish("")
}
