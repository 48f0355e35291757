//! The compiled test programs, and how they are run side by side: `cargo test` runs one after the other, though most of a
//! journey's time is waiting for queues and streams.
//!
//! Each is run whole, as one process: its tests share a stack, viewers and a browser.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// Those that take longest, in this order: what is started last should be short. Kills come when less runs beside them.
const LONGEST: [&str; 14] = [
    "journeys browsing",
    "journeys uploads",
    "journeys main_way",
    "house contracts",
    "viewers weaker",
    "journeys at_once",
    "journeys faults",
    "house outages",
    "house people",
    "journeys time",
    "journeys registered_seals",
    "pades consumer",
    "journeys waiting",
    "journeys elliptic_keys",
];

/// When nothing has ended for so long, it is said what is still running.
const SILENCE: Duration = Duration::from_secs(300);

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
    ///
    /// # Errors
    ///
    /// The message is of a test program, and does not say what is expected of one: it would not be run.
    fn of(message: &Value) -> Result<Option<Self>> {
        // `--lib` compiles those too of which a manifest says that there is nothing to run.
        let is_test = message["profile"]["test"] == true && message["target"]["test"] != false;
        let Some(path) = message["executable"].as_str().filter(|_| is_test) else {
            return Ok(None);
        };
        let program = Self::at(path, message).with_context(|| format!("cargo tells of {path} in a way not known"))?;
        Ok(Some(program))
    }

    fn at(path: &str, message: &Value) -> Option<Self> {
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

    /// Whether it succeeded, and what it said. A program that ends well and has not told how many tests passed was left by one
    /// of them on the way.
    fn outcome(&self, logs: &Path) -> Result<(bool, String)> {
        let log = logs.join(format!("{}-{}.log", self.package, self.target));
        let output = File::create(&log).with_context(|| format!("creating {}", log.display()))?;
        let mut command = workspace::command(&self.path);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let status = command.status().with_context(|| format!("starting {}", self.path.display()))?;
        let said = fs::read(&log).with_context(|| format!("reading {}", log.display()))?;
        let mut said = String::from_utf8_lossy(&said).into_owned();
        let succeeded = status.success() && counts(&said).is_some();
        if !succeeded {
            said.push_str(&format!("\nit ended with {status}"));
        }
        Ok((succeeded, said))
    }
}

/// A program that has ended.
struct Ended {
    program: Program,
    took: Duration,
    succeeded: bool,
    said: String,
}

/// What libtest counts: `12 passed; 0 failed; …`.
fn counts(said: &str) -> Option<&str> {
    let line = said.lines().rev().find_map(|line| line.strip_prefix("test result: "))?;
    let (_, counts) = line.split_once(". ")?;
    let (counts, _) = counts.split_once("; 0 measured")?;
    Some(counts)
}

/// Compiles the test programs that these arguments of `cargo test` select. `--tests` are all; it leaves out the examples,
/// which the lints read.
pub(crate) fn compile(arguments: &[&str]) -> Result<Vec<Program>> {
    let mut command = workspace::cargo();
    command.arg("test").args(arguments).args(["--no-run", "--message-format", "json-render-diagnostics"]);
    let mut child = command.stdout(Stdio::piped()).spawn().context("starting cargo")?;
    let mut programs = Vec::new();
    for line in BufReader::new(child.stdout.take().context("no stdout")?).lines() {
        let message = serde_json::from_str(&line?).context("cargo tells of what it makes in JSON")?;
        programs.extend(Program::of(&message)?);
    }
    ensure!(child.wait()?.success(), "the tests do not compile");
    Ok(programs)
}

/// Runs them, so many at a time, and tells at the end what has failed.
pub(crate) fn run(programs: Vec<Program>, at_once: NonZero<usize>) -> Result<()> {
    let logs = workspace::target_dir().join("test-logs");
    fs::create_dir_all(&logs).with_context(|| format!("creating {}", logs.display()))?;
    run_in(&logs, programs, at_once)
}

fn run_in(logs: &Path, mut programs: Vec<Program>, at_once: NonZero<usize>) -> Result<()> {
    ensure!(!programs.is_empty(), "there is no test program");
    programs.sort_by_key(Program::rank);
    let (all, start) = (programs.len(), Instant::now());
    println!("{all} test programs, {at_once} at a time; what they say is kept in {}", logs.display());
    let (ends, ended) = mpsc::channel();
    let mut waiting = programs.into_iter();
    let mut running = BTreeSet::new();
    let mut begin = |running: &mut BTreeSet<String>| {
        if let Some(program) = waiting.next() {
            running.insert(program.name());
            let (ends, logs) = (ends.clone(), logs.to_owned());
            thread::spawn(move || ends.send(program.run(&logs)));
        }
    };
    (0..at_once.get()).for_each(|_| begin(&mut running));
    let mut failed = Vec::new();
    for place in 1..=all {
        let end = loop {
            match ended.recv_timeout(SILENCE) {
                Ok(end) => break end,
                Err(RecvTimeoutError::Timeout) => {
                    println!("           still running: {}", Vec::from_iter(running.iter().cloned()).join(", "));
                }
                Err(RecvTimeoutError::Disconnected) => bail!("a program did not tell its end"),
            }
        };
        running.remove(&end.program.name());
        begin(&mut running);
        let verdict = if end.succeeded { "ok" } else { "FAILED" };
        let (name, counts) = (end.program.name(), counts(&end.said).unwrap_or("no result"));
        println!("{place:>4}/{all} {:>7.1} s  {verdict:<6}  {name:<36} {counts}", end.took.as_secs_f32());
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
        let of = |message: &Value| Program::of(message).unwrap();
        let unit = of(&message("lib", "pades", id, true)).unwrap();
        assert_eq!((unit.name(), unit.alone()), ("pades lib".to_owned(), "cargo test -p pades --lib".to_owned()));
        let named = "path+file:///w/shared/pades#journeys@0.1.0";
        let file = of(&message("test", "faults", named, true)).unwrap();
        assert_eq!(file.alone(), "cargo test -p journeys --test faults");
        assert_eq!(of(&message("bin", "pades", id, false)), None);
        assert_eq!(of(&json!({"reason": "build-finished", "success": true})), None);
        assert!(Program::of(&message("test", "faults", "an id of another form", true)).is_err());
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
        let script = |said: &str| {
            // By another process: what this one has open for writing, none that it starts meanwhile could run.
            let path = logs.path().join(said.len().to_string());
            let text = format!("printf '#!/bin/sh\\necho \"{said}\"\\n' > \"$0\"; chmod +x \"$0\"");
            let written = std::process::Command::new("sh").args(["-c", &text]).arg(&path).status().unwrap();
            assert!(written.success());
            path
        };
        let result = "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured";
        let fine = Program { path: script(result), ..program("fine", "lib") };
        assert!(fine.clone().run(logs.path()).succeeded);
        let silent = Program { path: script("running 1 test"), ..program("silent", "lib") };
        assert!(!silent.run(logs.path()).succeeded, "a test has ended the program");
        let fails = Program { path: "/bin/false".into(), ..program("fails", "lib") };
        assert!(!fails.clone().run(logs.path()).succeeded);
        let missing = Program { path: "/missing".into(), ..program("missing", "lib") };
        let ended = missing.clone().run(logs.path());
        assert!(!ended.succeeded && ended.said.contains("/missing"), "{}", ended.said);
        let error = |programs| run_in(logs.path(), programs, NonZero::<usize>::MIN).unwrap_err().to_string();
        let of_three = error(vec![fails, missing, fine]);
        assert!(
            of_three.starts_with("2 of 3 test programs failed: ") && of_three.contains("missing lib"),
            "{of_three}"
        );
        assert_eq!(error(Vec::new()), "there is no test program");
    }

    #[test]
    fn what_libtest_counts_is_shown() {
        let said = "\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.2s\n";
        assert_eq!((counts(said), counts("killed")), (Some("12 passed; 0 failed; 1 ignored"), None));
    }
}
