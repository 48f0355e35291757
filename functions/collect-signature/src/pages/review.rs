//! Before the act: reading.

use askama::Template;
use domain::factor::Factor;
use web::{DocumentViewer, Progress};

use crate::decline::DeclineForm;
use crate::documents::viewer;
use crate::form::Wrong;
use crate::forward::ForwardForm;
use crate::link_context::LinkContext;
use crate::page_state::Task;
use crate::registered_seal::{self, Judged};

#[derive(Template)]
#[template(path = "review.html")]
pub(super) struct Review<'a> {
    context: &'a LinkContext,
    task: Task,
    /// Why the registered seal that the sender asks for cannot be used: then there is nothing to go on to.
    seal_refused: Option<String>,
    /// What the registered seal is called that the signer is to use.
    seal_name: Option<String>,
    viewer: DocumentViewer<'a>,
    progress: Progress<'a>,
    forward: ForwardForm,
    decline: DeclineForm,
}

impl<'a> Review<'a> {
    pub(super) fn of(context: &'a LinkContext, task: Task, seal: Judged) -> Self {
        let language = context.language;
        Self {
            context,
            task,
            seal_refused: seal.refusal.map(|refusal| registered_seal::reason(refusal).in_language(language).to_owned()),
            seal_name: seal.name.map(|name| name.in_language(language).to_owned()),
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
        self.context.url(if self.context.recipient.seal_policy.is_some() { "/seal" } else { "/confirm" })
    }
}
