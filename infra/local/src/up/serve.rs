//! The background process.

use std::process;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use tokio::signal::unix::{SignalKind, signal};

use super::Options;
use crate::clock;
use crate::mailbox::Mailbox;
use crate::progress::Position;
use crate::stack::{self, Stack};
use crate::state::{Home, Running, State};

/// Starts a stack and keeps it until somebody ends this process.
pub async fn serve(options: &Options) -> Result<()> {
    let home = Home::open()?;
    let Some(_occupied) = home.occupy()? else { bail!("another stack is running already") };
    home.write(&State::Starting { pid: process::id(), position: Position::default() })?;
    let outcome = run(&home, options).await;
    match &outcome {
        Ok(()) => home.forget()?,
        Err(error) => home.write(&State::Failed { error: format!("{error:#}") })?,
    }
    outcome
}

async fn run(home: &Home, options: &Options) -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // The terminal it was started from may be closed.
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move { while hangup.recv().await.is_some() {} });

    tokio::select! {
        outcome = stay(home, options) => outcome,
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    }
}

/// Never returns once everything runs.
async fn stay(home: &Home, options: &Options) -> Result<()> {
    let stack = Arc::new(start(home, options).await?);
    let mailbox = Mailbox::start(Arc::clone(&stack), options.mailbox_port)?;
    home.write(&State::Running(Running {
        pid: process::id(),
        since: clock::timestamp(),
        public_url: stack.public_url(),
        mailbox_url: mailbox.url(),
        api_key: stack.api_key().to_owned(),
        emulator: format!("{} {}", stack.emulator().kind(), stack.emulator().version()),
        endpoint: stack.endpoint().to_owned(),
        given_endpoint: options.endpoint.clone(),
    }))?;
    std::future::pending().await
}

async fn start(home: &Home, options: &Options) -> Result<Stack> {
    let stack = stack::Options {
        endpoint: options.endpoint.clone(),
        port: options.port,
        ..stack::Options::new(home.path().join("stack"))
    };
    let mut shown = Position::default();
    let progress = &mut |stage| {
        let position = Position::from(&stage);
        if position != shown {
            // Only for show: what matters is written below.
            let _ = home.write(&State::Starting { pid: process::id(), position: position.clone() });
            shown = position;
        }
    };
    Stack::start(&stack, progress).await.context("starting the stack")
}
