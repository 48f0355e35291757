//! A program outside of this workspace can sign and verify with what is public: `consumer/` beside this folder. It is built
//! with the versions and profiles of the workspace and into its target folder, so that most of what it needs is there.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

#[test]
fn a_program_outside_the_workspace_signs_by_an_external_key_and_verifies() {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = crate_root.ancestors().nth(2).unwrap();
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumer");
    fs::create_dir_all(work.join("src")).unwrap();
    let manifest = fs::read_to_string(crate_root.join("consumer/Cargo.toml")).unwrap();
    assert!(manifest.contains("path = \"..\""));
    let manifest = manifest.replace("path = \"..\"", &format!("path = {:?}", crate_root.to_str().unwrap()));
    let root = fs::read_to_string(workspace.join("Cargo.toml")).unwrap();
    put(&work.join("Cargo.toml"), (manifest + &profiles(&root)).as_bytes());
    put(&work.join("src/main.rs"), &fs::read(crate_root.join("consumer/src/main.rs")).unwrap());
    // Cargo takes out what the program does not need.
    fs::copy(workspace.join("Cargo.lock"), work.join("Cargo.lock")).unwrap();

    // What the workspace was built from is there already; elsewhere the registry is asked.
    let mut output = run(&work, crate_root, &["--offline"]);
    if !output.status.success() {
        output = run(&work, crate_root, &[]);
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "signed and verified\n");
}

/// The profiles of the workspace, in which its dependencies are compiled already. What has to be compiled anew, with the
/// features that only this program asks for, is not optimised.
fn profiles(root: &str) -> String {
    let anew = ["profile.dev.package.lopdf]", "profile.dev.package.pades]"];
    let tables = root.split("\n[").filter(|table| table.starts_with("profile.dev"));
    let tables = tables.filter(|table| !anew.iter().any(|anew| table.starts_with(anew)));
    tables.map(|table| format!("\n[{table}\n")).collect()
}

fn run(work: &Path, crate_root: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    // What cargo told this test about its own package is not about that one.
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    // `target/tmp/consumer` → `target`
    command.args(["run", "--quiet", "--target-dir"]).arg(work.ancestors().nth(2).unwrap()).args(options);
    command.arg("--").arg(crate_root.join("tests/keys")).arg(crate_root.join("examples/agreement.pdf"));
    command.current_dir(work).output().unwrap()
}

/// Writes a file unless it is what it should be: a newer one would be compiled anew.
fn put(path: &Path, content: &[u8]) {
    if fs::read(path).ok().as_deref() != Some(content) {
        fs::write(path, content).unwrap();
    }
}
