//! PDFium and MuPDF, each in a Python process of its own that stays.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use venv::Venv;

use crate::view::{SentView, View};

const SCRIPT: &str = include_str!("../python/view.py");
const REQUIREMENTS: &str = include_str!("../python/viewers.txt");

/// Installs the libraries; after the first time this takes no network and no time.
pub(crate) fn environment() -> Result<Venv> {
    let report = |step| eprintln!("viewers: {step:?}");
    venv::install(&workspace::target_dir(), "viewers", REQUIREMENTS, report)
        .context("installing PDFium and MuPDF from PyPI")
}

/// A library that waits for files. It ends when this is dropped, as its input does.
#[derive(Debug)]
pub(crate) struct Worker {
    venv: Venv,
    library: &'static str,
    dpi: u32,
    running: Running,
}

#[derive(Debug)]
struct Running {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Worker {
    pub(crate) fn start(venv: &Venv, library: &'static str, dpi: u32) -> Result<Self> {
        Ok(Self { venv: venv.clone(), library, dpi, running: run(venv, library, dpi)? })
    }

    /// What it shows of a file, or says instead. That it dies of one is an opinion too: it is started again.
    pub(crate) fn view(&mut self, path: &Path) -> Result<Result<View, String>> {
        let path = path.to_str().context("a path in UTF-8")?;
        match self.running.ask(path) {
            Ok(answer) => serde_json::from_str::<SentView>(&answer).context("reading its answer")?.received(),
            Err(error) => {
                self.running = run(&self.venv, self.library, self.dpi)?;
                Ok(Err(format!("it crashed: {error:#}")))
            }
        }
    }
}

impl Running {
    fn ask(&mut self, path: &str) -> Result<String> {
        let input = self.input.as_mut().context("its input is open until it is dropped")?;
        writeln!(input, "{path}")?;
        input.flush()?;
        self.answer()
    }

    fn answer(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.output.read_line(&mut line)? > 0, "it ended");
        Ok(line)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.input.take());
        // It ends at the end of its input; one that hangs is ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(venv: &Venv, library: &str, dpi: u32) -> Result<Running> {
    let mut command = Command::new(venv.python());
    command.args(["-I", "-c", SCRIPT, library, &dpi.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::null()).spawn().with_context(|| format!("starting {library}"))?;
    let input = child.stdin.take();
    let output = BufReader::new(child.stdout.take().context("its output")?);
    let mut running = Running { child, input, output };
    running.answer().with_context(|| format!("starting {library}"))?;
    Ok(running)
}
