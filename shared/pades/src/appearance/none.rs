//! Without the feature `appearance`: no signature can be asked to be seen.

use std::convert::Infallible;
use std::marker::PhantomData;

use super::{AppearanceError, Widget};
use crate::pdf::ObjectId;
use crate::pdf::form::SignatureField;
use crate::pdf::increment::Increment;

/// A look that nothing has.
#[derive(Clone, Debug)]
pub(crate) struct Visible<'a>(Infallible, PhantomData<&'a ()>);

impl Visible<'_> {
    pub(crate) fn place(&self, _: &mut Increment<'_>) -> Result<(ObjectId, Widget), AppearanceError> {
        match self.0 {}
    }

    pub(crate) fn fill(&self, _: &mut Increment<'_>, _: &SignatureField<'_>) -> Result<Widget, AppearanceError> {
        match self.0 {}
    }
}
