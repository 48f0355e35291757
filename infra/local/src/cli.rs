//! The commands of `cargo local`.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::package::{self, Architecture};
use crate::{demo, measure, screenshots, up};

/// Keiin on this machine: the real functions on an AWS emulator, with certificate and timestamp authorities.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo local", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Takes one contract all the way and leaves the signed documents, mails and a report.
    Demo(Demo),
    /// Starts a stack in the background and leaves it running.
    Up(Up),
    /// Ends the stack that `up` started.
    Down,
    /// Tells whether a stack is running, and where.
    Status,
    /// Shows what the functions of the running stack wrote.
    Logs {
        /// The function, such as seal-document; all of them unless given.
        function: Option<String>,
        /// How many lines, the last ones.
        #[arg(long, default_value_t = 100)]
        lines: usize,
        /// Goes on with what they write from now on, until Ctrl-C.
        #[arg(short, long)]
        follow: bool,
    },
    /// Starts the running stack anew, without data.
    Reset,
    /// Pictures of every page and every mail, in every language, at a desk and on a phone. Needs Chromium.
    Screenshots(Screenshots),
    /// Measures how long calls of the API take on a stack of its own, and what each asks of the table.
    Measure {
        /// Calls of each operation.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
        calls: u16,
    },
    /// Builds the functions as they are deployed to AWS, one zip each, and prints their sizes.
    Package {
        /// The processors that they run on: the template's parameter Architecture.
        #[arg(long, value_enum, default_value_t = Architecture::Arm64)]
        arch: Architecture,
        /// Where they go; target/package unless given.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// The background process of `up`.
    #[command(hide = true)]
    Serve(Up),
}

#[derive(Debug, Args)]
struct Demo {
    /// A PDF to be signed instead of the sample contract; may be given more than once.
    #[arg(long = "pdf", value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// The envelope's title; the first document's name unless given.
    #[arg(long)]
    title: Option<String>,
    /// How many sign, one after the other; the first is of the sender's own organisation.
    #[arg(long, default_value_t = 2)]
    signers: usize,
    /// Where the results go; target/demo unless given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A running MiniStack or LocalStack to use instead of starting one.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// By what the contract is sent.
    #[arg(long, value_enum, default_value_t)]
    client: demo::Client,
}

#[derive(Debug, Args)]
struct Screenshots {
    /// Where they go, with an index.html; target/screenshots unless given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only pages and mails whose name contains this.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
}

#[derive(Debug, Args)]
struct Up {
    /// A running MiniStack or LocalStack to use instead of starting one.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The port of API and pages; any free one unless given.
    #[arg(long)]
    port: Option<u16>,
    /// The port of the mailbox; any free one unless given.
    #[arg(long)]
    mailbox_port: Option<u16>,
}

/// Does what the arguments of this process say.
pub async fn run() -> Result<()> {
    match Cli::parse().command {
        Command::Demo(demo) => demo::run(&demo.options()?).await,
        Command::Up(up) => up::up(&up.options()).await,
        Command::Down => up::down().await,
        Command::Status => up::status().await,
        Command::Logs { function, lines, follow } => up::logs(function.as_deref(), lines, follow).await,
        Command::Reset => up::reset().await,
        Command::Screenshots(screenshots) => screenshots::run(&screenshots.options()?).await,
        Command::Measure { calls } => measure::run(&measure::Options { calls: calls.into() }).await,
        Command::Package { arch, out } => package::run(arch, out),
        Command::Serve(up) => up::serve(&up.options()).await,
    }
}

impl Demo {
    fn options(self) -> Result<demo::Options> {
        let out = match self.out {
            Some(out) => out,
            None => workspace::target_dir().join("demo"),
        };
        let endpoint = self.endpoint.as_deref().map(trimmed);
        let Self { documents, title, signers, client, .. } = self;
        Ok(demo::Options { documents, title, signers, out, endpoint, client })
    }
}

impl Screenshots {
    fn options(self) -> Result<screenshots::Options> {
        let out = match self.out {
            Some(out) => out,
            None => workspace::target_dir().join("screenshots"),
        };
        Ok(screenshots::Options { out, only: self.only })
    }
}

impl Up {
    fn options(self) -> up::Options {
        let endpoint = self.endpoint.as_deref().map(trimmed);
        up::Options { endpoint, port: self.port, mailbox_port: self.mailbox_port }
    }
}

fn trimmed(endpoint: &str) -> String {
    endpoint.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_commands_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn several_documents_may_be_given() {
        let cli = Cli::parse_from(["local", "demo", "--pdf", "a.pdf", "--pdf", "b.pdf", "--client", "python"]);
        let Command::Demo(demo) = cli.command else { panic!("not the demo") };
        let options = demo.options().unwrap();
        assert_eq!((options.documents.len(), options.client), (2, demo::Client::Python));
        assert!(options.out.ends_with("demo"));
    }
}
