//! The compiled test programs, and how they are run side by side: `cargo test` runs one after the other, though most of a
//! journey's time is waiting for queues and streams.
//!
//! Each is run whole, as one process: its tests share a stack, viewers and a browser.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// Those that take longest, in this order: what is started last should be short.
const LONGEST: [&str; 12] = [
    "journeys browsing",
    "journeys faults",
    "journeys main_way",
    "journeys uploads",
    "house contracts",
    "journeys time",
    "house outages",
    "journeys at_once",
    "viewers mutations",
    "viewers bite",
    "journeys waiting",
    "journeys registered_seals",
];

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    package: String,
    /// The test file, or what kind of target its unit tests stand in.
    target: String,
    path: PathBuf,
    /// Its package's folder, in which it runs.
    folder: PathBuf,
}

impl Program {
    /// What a message of cargo tells of one; nothing for everything else that cargo makes.
    fn of(message: &Value) -> Option<Self> {
        let path = message["executable"].as_str().filter(|_| message["profile"]["test"] == true)?;
        let folder = Path::new(message["manifest_path"].as_str()?).parent()?;
        let (name, kind) = (message["target"]["name"].as_str()?, message["target"]["kind"][0].as_str()?);
        // …/shared/pades#0.1.0, or …/tests#journeys@0.1.0 where the folder is called otherwise.
        let (_, id) = message["package_id"].as_str()?.rsplit_once('#')?;
        let package = match id.split_once('@') {
            Some((package, _)) => package.to_owned(),
            None => folder.file_name()?.to_str()?.to_owned(),
        };
        let target = if kind == "test" { name } else { kind };
        Some(Self { package, target: target.to_owned(), path: path.into(), folder: folder.to_owned() })
    }

    /// The package that it tests.
    pub(crate) fn package(&self) -> &str {
        &self.package
    }

    fn name(&self) -> String {
        format!("{} {}", self.package, self.target)
    }

    /// The call that runs it alone.
    fn alone(&self) -> String {
        let Self { package, target, .. } = self;
        match target.as_str() {
            "lib" => format!("cargo test -p {package} --lib"),
            "bin" => format!("cargo test -p {package} --bins"),
            file => format!("cargo test -p {package} --test {file}"),
        }
    }

    fn rank(&self) -> usize {
        let name = self.name();
        LONGEST.iter().position(|long| *long == name).unwrap_or(LONGEST.len())
    }

    /// Runs it to its end.
    fn run(self, logs: &Path) -> Ended {
        let start = Instant::now();
        let (succeeded, said) = self.outcome(logs).unwrap_or_else(|error| (false, format!("{error:#}")));
        Ended { program: self, took: start.elapsed(), succeeded, said }
    }

    /// Whether it succeeded, and what it said.
    fn outcome(&self, logs: &Path) -> Result<(bool, String)> {
        let log = logs.join(format!("{}-{}.log", self.package, self.target));
        let output = File::create(&log).with_context(|| format!("creating {}", log.display()))?;
        let mut command = workspace::command(&self.path);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let status = command.status().with_context(|| format!("starting {}", self.path.display()))?;
        let said = fs::read(&log).with_context(|| format!("reading {}", log.display()))?;
        Ok((status.success(), String::from_utf8_lossy(&said).into_owned()))
    }
}

/// A program that has ended.
struct Ended {
    program: Program,
    took: Duration,
    succeeded: bool,
    said: String,
}

impl Ended {
    /// What libtest counts: `12 passed; 0 failed; …`.
    fn counts(&self) -> &str {
        let line = self.said.lines().rev().find_map(|line| line.strip_prefix("test result: "));
        let counts = line.and_then(|line| line.split_once(". ")).map(|(_, counts)| counts);
        counts.and_then(|counts| counts.split_once("; 0 measured")).map_or("no result", |(counts, _)| counts)
    }
}

/// Compiles the test programs that these arguments of `cargo test` select. `--tests` are all; it leaves out the examples,
/// which the lints read.
pub(crate) fn compile(arguments: &[&str]) -> Result<Vec<Program>> {
    let mut command = workspace::cargo();
    command.arg("test").args(arguments).args(["--no-run", "--message-format", "json-render-diagnostics"]);
    let mut child = command.stdout(Stdio::piped()).spawn().context("starting cargo")?;
    let mut programs = Vec::new();
    for line in BufReader::new(child.stdout.take().context("no stdout")?).lines() {
        programs.extend(serde_json::from_str(&line?).ok().as_ref().and_then(Program::of));
    }
    ensure!(child.wait()?.success(), "the tests do not compile");
    Ok(programs)
}

/// Runs them, so many at a time, and tells at the end what has failed.
pub(crate) fn run(programs: Vec<Program>, at_once: usize) -> Result<()> {
    let logs = workspace::target_dir().join("test-logs");
    fs::create_dir_all(&logs).with_context(|| format!("creating {}", logs.display()))?;
    run_in(&logs, programs, at_once)
}

fn run_in(logs: &Path, mut programs: Vec<Program>, at_once: usize) -> Result<()> {
    programs.sort_by_key(Program::rank);
    let (all, start) = (programs.len(), Instant::now());
    println!("{all} test programs, {at_once} at a time; what they say is kept in {}", logs.display());
    let (ends, ended) = mpsc::channel();
    let mut waiting = programs.into_iter();
    let mut begin = || {
        if let Some(program) = waiting.next() {
            let (ends, logs) = (ends.clone(), logs.to_owned());
            thread::spawn(move || ends.send(program.run(&logs)));
        }
    };
    (0..at_once).for_each(|_| begin());
    let mut failed = Vec::new();
    for place in 1..=all {
        let end = ended.recv().context("a program did not tell its end")?;
        begin();
        let verdict = if end.succeeded { "ok" } else { "FAILED" };
        let name = end.program.name();
        println!("{place:>4}/{all} {:>7.1} s  {verdict:<6}  {name:<36} {}", end.took.as_secs_f32(), end.counts());
        if !end.succeeded {
            failed.push(end);
        }
    }
    println!("{all} test programs in {} s", start.elapsed().as_secs());
    for end in &failed {
        println!("\n== {} failed; alone: {}\n{}", end.program.name(), end.program.alone(), end.said.trim_end());
    }
    if !failed.is_empty() {
        let names = failed.iter().map(|end| end.program.name()).collect::<Vec<_>>();
        bail!("{} of {all} test programs failed: {}", failed.len(), names.join(", "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(kind: &str, name: &str, id: &str, test: bool) -> Value {
        json!({"reason": "compiler-artifact", "package_id": id, "manifest_path": "/w/shared/pades/Cargo.toml",
            "target": {"kind": [kind], "name": name}, "profile": {"test": test}, "executable": "/w/target/debug/deps/x-1"})
    }

    fn program(package: &str, target: &str) -> Program {
        let (path, folder) = (PathBuf::from("/bin/sh"), std::env::temp_dir());
        Program { package: package.to_owned(), target: target.to_owned(), path, folder }
    }

    #[test]
    fn test_programs_are_told_from_what_else_is_compiled() {
        let id = "path+file:///w/shared/pades#0.1.0";
        let unit = Program::of(&message("lib", "pades", id, true)).unwrap();
        assert_eq!((unit.name(), unit.alone()), ("pades lib".to_owned(), "cargo test -p pades --lib".to_owned()));
        let named = "path+file:///w/shared/pades#journeys@0.1.0";
        let file = Program::of(&message("test", "faults", named, true)).unwrap();
        assert_eq!(file.alone(), "cargo test -p journeys --test faults");
        assert_eq!(Program::of(&message("bin", "pades", id, false)), None);
        assert_eq!(Program::of(&json!({"reason": "build-finished", "success": true})), None);
    }

    #[test]
    fn the_longest_come_first() {
        let mut programs = [program("api", "lib"), program("journeys", "faults"), program("journeys", "browsing")];
        programs.sort_by_key(Program::rank);
        assert_eq!(programs.map(|program| program.name()), ["journeys browsing", "journeys faults", "api lib"]);
    }

    #[test]
    fn a_program_that_fails_or_cannot_be_started_is_told() {
        let logs = tempfile::tempdir().unwrap();
        // A shell without a script reads what is not there, and ends well.
        assert!(program("fine", "lib").run(logs.path()).succeeded);
        let fails = Program { path: "/bin/false".into(), ..program("fails", "lib") };
        assert!(!fails.clone().run(logs.path()).succeeded);
        let missing = Program { path: "/missing".into(), ..program("missing", "lib") };
        let ended = missing.clone().run(logs.path());
        assert!(!ended.succeeded && ended.said.contains("/missing"), "{}", ended.said);
        let error = run_in(logs.path(), vec![fails, missing, program("fine", "lib")], 2).unwrap_err().to_string();
        assert!(error.starts_with("2 of 3 test programs failed: ") && error.contains("missing lib"), "{error}");
    }

    #[test]
    fn what_libtest_counts_is_shown() {
        let said = "\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.2s\n";
        let ended =
            Ended { program: program("api", "lib"), took: Duration::ZERO, succeeded: true, said: said.to_owned() };
        assert_eq!(ended.counts(), "12 passed; 0 failed; 1 ignored");
    }
}
