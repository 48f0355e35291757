//! What somebody sent when the sign-in had run out: it waits in the page until the factor is shown again, so that nothing
//! that was typed is lost.

use std::collections::HashSet;

use crate::form::Texts;
use crate::link_context::LinkContext;
use crate::seal;

/// The field that names the act.
const ACT: &str = "pending";
/// What the names of the act's own fields begin with meanwhile.
const PREFIX: &str = "pending-";

/// An act that was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Complete,
    Decline,
    Forward,
}

impl Act {
    const ALL: [Self; 3] = [Self::Complete, Self::Decline, Self::Forward];

    const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Decline => "decline",
            Self::Forward => "forward",
        }
    }

    /// Whether what was entered in this field is kept. What was shown is shown anew, and a consent is given anew.
    fn has(self, field: &str, context: &LinkContext) -> bool {
        match self {
            Self::Complete => {
                context.recipient.seal_policy.is_some() && seal::is_field(field, &context.envelope.documents)
            }
            Self::Decline => field == "reason",
            Self::Forward => matches!(field, "name" | "company" | "email" | "language" | "reason"),
        }
    }
}

/// An act that was not done, and its form.
pub(crate) struct PendingAction {
    pub(crate) act: Act,
    pub(crate) fields: Vec<(String, String)>,
}

impl PendingAction {
    /// What a form of ours sent, without what its page does not have.
    pub(crate) fn new(act: Act, Texts(mut fields): Texts, context: &LinkContext) -> Self {
        let mut seen = HashSet::new();
        fields.retain(|(name, _)| act.has(name, context) && seen.insert(name.clone()));
        Self { act, fields }
    }

    /// Takes it out of the form that shows the factor; the other fields stay.
    pub(crate) fn take_from(texts: &mut Texts, context: &LinkContext) -> Option<Self> {
        let name = texts.take(ACT);
        let act = Act::ALL.into_iter().find(|act| act.name() == name)?;
        let original = |(name, text): (String, String)| Some((name.strip_prefix(PREFIX)?.to_owned(), text));
        let kept = texts.0.extract_if(.., |(name, _)| name.starts_with(PREFIX)).filter_map(original).collect();
        Some(Self::new(act, Texts(kept), context))
    }

    /// Whether nothing was entered.
    pub(crate) const fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The fields that bring it along.
    pub(crate) fn hidden(&self) -> Vec<(String, &str)> {
        let fields = self.fields.iter().map(|(name, text)| (format!("{PREFIX}{name}"), text.as_str()));
        std::iter::once((ACT.to_owned(), self.act.name())).chain(fields).collect()
    }
}
