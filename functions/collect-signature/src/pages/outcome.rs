//! Before and after the recipient's turn.

use askama::Template;
use domain::document::{Document, Sealer};
use domain::recipient::{Recipient, RecipientState};
use domain::waiting::REPORTED_AFTER;
use jiff::{SignedDuration, Timestamp};
use web::{FinishedDocuments, Progress};

use crate::link_context::LinkContext;

/// Seals are mostly made within seconds; whoever waits longer need not ask as often.
const SOON: SignedDuration = SignedDuration::from_mins(2);

#[derive(Template)]
#[template(path = "waiting.html")]
pub(super) struct Waiting<'a> {
    context: &'a LinkContext,
    progress: Progress<'a>,
}

impl<'a> Waiting<'a> {
    pub(super) fn of(context: &'a LinkContext) -> Self {
        Self { context, progress: progress(context) }
    }
}

/// The seals are being made.
#[derive(Template)]
#[template(path = "sealing.html")]
pub(super) struct Sealing<'a> {
    context: &'a LinkContext,
    progress: Progress<'a>,
    sealed: usize,
    /// Whether it takes longer than usual.
    is_late: bool,
    /// Whether the sender has been told of that.
    is_sender_told: bool,
    /// Seconds after which the page looks again.
    every: u32,
}

impl<'a> Sealing<'a> {
    pub(super) fn of(context: &'a LinkContext, since: Timestamp, now: Timestamp) -> Self {
        let by = Sealer::Recipient(context.recipient.number);
        let sealed = context.envelope.documents.iter().filter(|d| d.is_timestamped_by(by)).count();
        let every = if now.duration_since(since) < SOON { 5 } else { 30 };
        let is_late = now.duration_since(since) >= REPORTED_AFTER;
        let is_sender_told = context.envelope.wait().is_some_and(|wait| wait.are_seals_reported());
        Self { context, progress: progress(context), sealed, is_late, is_sender_told, every }
    }
}

#[derive(Template)]
#[template(path = "done.html")]
pub(super) struct Done<'a> {
    context: &'a LinkContext,
    title: &'a str,
    /// Once everybody has acted.
    finished: Option<FinishedDocuments<'a>>,
    progress: Progress<'a>,
}

impl<'a> Done<'a> {
    pub(super) fn of(context: &'a LinkContext, title: &'a str, is_completed: bool) -> Self {
        let action = |document: &Document| context.download_url(document);
        let finished = is_completed.then(|| FinishedDocuments::of(&context.envelope, context.language, action));
        Self { context, title, finished, progress: progress(context) }
    }
}

#[derive(Template)]
#[template(path = "declined.html")]
pub(super) struct Declined<'a> {
    pub(super) context: &'a LinkContext,
}

/// What is left for whoever forwarded the task: no document, no progress.
#[derive(Template)]
#[template(path = "delegated.html")]
pub(super) struct Delegated<'a> {
    context: &'a LinkContext,
    to: Option<&'a Recipient>,
}

impl<'a> Delegated<'a> {
    pub(super) fn of(context: &'a LinkContext) -> Self {
        let to = match context.recipient.state {
            // Whoever only has the link where a factor was asked for does not learn who has the task now.
            RecipientState::Delegated { to, .. } if context.is_identified() => context.envelope.recipient(to),
            _ => None,
        };
        Self { context, to }
    }
}

/// What is left for whoever is in a group of which somebody else acted: no document, no progress.
#[derive(Template)]
#[template(path = "not-needed.html")]
pub(super) struct NotNeeded<'a> {
    context: &'a LinkContext,
    by: Option<&'a Recipient>,
}

impl<'a> NotNeeded<'a> {
    pub(super) fn of(context: &'a LinkContext) -> Self {
        let by = match context.recipient.state {
            // Whoever only has the link where a factor was asked for does not learn who acted.
            RecipientState::NotNeeded { by, .. } if context.is_identified() => context.envelope.recipient(by),
            _ => None,
        };
        Self { context, by }
    }
}

fn progress(context: &LinkContext) -> Progress<'_> {
    Progress::of(&context.envelope, Some(context.recipient.number), context.language)
}
