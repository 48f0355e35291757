//! Before the act: reading, and the message that asks once more.

use api::problem::Problem;
use askama::Template;
use domain::document::Document;
use domain::factor::Factor;
use domain::mark::Placement;
use domain::registered_seal::SealRefusal;
use web::{DocumentViewer, Progress};

use crate::decline::DeclineForm;
use crate::form::{Wrong, field_name};
use crate::forward::ForwardForm;
use crate::link_context::LinkContext;
use crate::page_state::Task;
use crate::pages::viewer;
use crate::registered_seal;
use crate::seal::Chosen;

#[derive(Template)]
#[template(path = "review.html")]
pub(super) struct Review<'a> {
    context: &'a LinkContext,
    task: Task,
    /// Why the registered seal that the sender asks for cannot be used: then there is nothing to go on to.
    seal_refused: Option<String>,
    viewer: DocumentViewer<'a>,
    progress: Progress<'a>,
    forward: ForwardForm,
    decline: DeclineForm,
}

impl<'a> Review<'a> {
    pub(super) fn of(context: &'a LinkContext, task: Task, refusal: Option<SealRefusal>) -> Self {
        Self {
            context,
            task,
            seal_refused: refusal
                .map(|refusal| registered_seal::reason(refusal).in_language(context.language).to_owned()),
            viewer: viewer(context),
            progress: Progress::of(&context.envelope, Some(context.recipient.number), context.language),
            forward: ForwardForm::blank(context),
            decline: DeclineForm::default(),
        }
    }

    const fn noun(&self) -> &'static str {
        self.task.noun(self.context.language)
    }

    /// Where reading leads to.
    fn next_url(&self) -> String {
        self.context.url(if self.context.recipient.marking.is_some() { "/seal" } else { "/confirm" })
    }
}

#[derive(Template)]
#[template(path = "confirm.html")]
pub(super) struct Confirm<'a> {
    context: &'a LinkContext,
    task: Task,
    shown: Vec<Shown<'a>>,
    chosen: &'a Chosen,
    is_unconfirmed: bool,
    forward: ForwardForm,
    decline: DeclineForm,
}

/// A document with the digest of the file that the reader would see at this moment.
struct Shown<'a> {
    document: &'a Document,
    field: String,
    sha256: String,
}

impl<'a> Confirm<'a> {
    pub(super) fn of(
        context: &'a LinkContext,
        task: Task,
        chosen: &'a Chosen,
        is_unconfirmed: bool,
    ) -> Result<Self, Problem> {
        let shown = context.envelope.documents.iter().map(|document| {
            let sha256 = document.latest()?.sha256.to_string();
            Some(Shown { document, field: field_name(document.number), sha256 })
        });
        let shown = shown.collect::<Option<_>>().ok_or_else(Problem::unavailable)?;
        let (forward, decline) = (ForwardForm::blank(context), DeclineForm::default());
        Ok(Self { context, task, shown, chosen, is_unconfirmed, forward, decline })
    }

    /// URL of the page before this one.
    fn back_url(&self) -> String {
        match self.context.recipient.marking {
            Some(_) => self.context.url_with("/seal", &self.chosen.fields(self.context)),
            None => self.context.url(""),
        }
    }

    /// Where the seal is seen on a document.
    fn placement(&self, document: &Document) -> Option<&Placement> {
        self.chosen.placements().iter().find(|placement| placement.document == document.number)
    }

    const fn question(&self) -> &'static str {
        self.task.question(self.context.language)
    }

    const fn complete(&self) -> &'static str {
        self.task.complete(self.context.language)
    }

    const fn seals_with_own_certificate(&self) -> bool {
        self.context.recipient.role.has_registered_seal()
    }
}
