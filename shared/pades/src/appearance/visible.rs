//! A visible signature, drawn in a field that is made for it or that exists.

use super::contents::Appearance;
use super::{AppearanceError, Placement, Widget, form};
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::form::SignatureField;
use crate::pdf::geometry::{PageGeometry, Rectangle};
use crate::pdf::increment::Increment;
use crate::pdf::pages::{Page, page_tree};
use crate::pdf::value::Value;

/// How a signature is seen on a page.
#[derive(Clone, Debug)]
pub struct Visible<'a> {
    appearance: Appearance<'a>,
    placement: Option<Placement>,
}

impl<'a> Visible<'a> {
    /// In a field that is made with the signature, at this place. A field that exists keeps its own place.
    #[must_use]
    pub fn at(placement: Placement, appearance: Appearance<'a>) -> Self {
        Self { appearance, placement: Some(placement) }
    }

    /// In a field that exists and has an area. If there is none of its name, signing fails with
    /// [`AppearanceError::NoPlacement`].
    #[must_use]
    pub fn in_field(appearance: Appearance<'a>) -> Self {
        Self { appearance, placement: None }
    }

    /// Draws the appearance of a field that is yet to be made: the page and the widget.
    pub(crate) fn place(&self, increment: &mut Increment<'_>) -> Result<(ObjectId, Widget), AppearanceError> {
        let placement = self.placement.as_ref().ok_or(AppearanceError::NoPlacement)?;
        let file = increment.file();
        let pages = page_tree(file).pages;
        let page = placement.find(&pages)?;
        let widget = self.appearance.place(increment, &PageGeometry::of(file, page), placement)?;
        Ok((page.id, widget))
    }

    /// Draws the appearance of a field that exists, in its own rectangle.
    pub(crate) fn fill(
        &self,
        increment: &mut Increment<'_>,
        field: &SignatureField<'_>,
    ) -> Result<Widget, AppearanceError> {
        let file = increment.file();
        let pages = page_tree(file).pages;
        let page = page_of_widget(file, &pages, field.id).ok_or(AppearanceError::InvisibleField)?;
        let rect = Rectangle::read(file, field.dictionary.get(b"Rect")).ok_or(AppearanceError::InvisibleField)?;
        self.appearance.fill(increment, &PageGeometry::of(file, page), rect.corners())
    }
}

impl Appearance<'_> {
    /// Draws into a new field's box on a page.
    pub(crate) fn place(
        &self,
        increment: &mut Increment<'_>,
        page: &PageGeometry,
        placement: &Placement,
    ) -> Result<Widget, AppearanceError> {
        let rect = placement.rectangle(page)?;
        let appearance = form::draw(self, increment, page, rect)?;
        let mut entries = vec![("AP", format!("<< /N {appearance} >>"))];
        if page.turn.degrees() != 0 {
            // For programs that would draw the field anew (§12.5.6.19).
            entries.push(("MK", format!("<< /R {} >>", page.turn.degrees())));
        }
        Ok(Widget { rect: rect.to_string(), entries })
    }

    /// Draws into an existing field with this `/Rect`, in the order of the file; `page` is the one that the field is on.
    /// The rectangle given back is the same, corners in order; there is no need to write it again.
    pub(crate) fn fill(
        &self,
        increment: &mut Increment<'_>,
        page: &PageGeometry,
        rect: [f64; 4],
    ) -> Result<Widget, AppearanceError> {
        let rect = Rectangle::from_corners(rect).ok_or(AppearanceError::InvisibleField)?;
        let appearance = form::draw(self, increment, page, rect)?;
        Ok(Widget { rect: rect.to_string(), entries: vec![("AP", format!("<< /N {appearance} >>"))] })
    }
}

/// The page that shows an existing field's widget: its `/P`, which may be missing, or the page that lists it.
pub(super) fn page_of_widget<'p, 'f>(
    file: &PdfFile<'_>,
    pages: &'p [Page<'f>],
    widget: ObjectId,
) -> Option<&'p Page<'f>> {
    let named = file.object(widget)?.value.dictionary()?.get(b"P").and_then(Value::reference);
    let lists = |page: &&Page<'_>| {
        let annotations = file.entry(page.dictionary, b"Annots").and_then(Value::array).unwrap_or_default();
        annotations.into_iter().any(|annotation| annotation.reference() == Some(widget))
    };
    let by_name = pages.iter().find(|page| Some(page.id) == named);
    by_name.or_else(|| pages.iter().find(lists))
}
