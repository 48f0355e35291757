//! Places of visible seals, in millimetres on the page. The domain counts tenths of them.

use domain::ids::DocumentNumber;
use domain::mirror;
use domain::mirror::Convert;
use domain::visible_seal::Placement as DomainPlacement;

#[cfg(feature = "schema")]
use super::limits;
use super::millimetres::Millimetres;

mirror! {
    /// Where a visible seal stands: a rectangle on a page, in millimetres from the upper left corner of the page as it is shown.
    /// At most one on a document for each signer.
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(deny_unknown_fields)]
    pub(super) struct Placement = DomainPlacement {
        document: DocumentNumber,
        /// From 1.
        #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
        page: u32,
        /// From the page's left edge to the seal's, in millimetres.
        x: Millimetres,
        /// From the page's upper edge to the seal's, in millimetres.
        y: Millimetres,
        /// In millimetres.
        #[cfg_attr(feature = "schema", schemars(range(min = limits::SIDE.0, max = limits::SIDE.1)))]
        width: Millimetres,
        /// In millimetres.
        #[cfg_attr(feature = "schema", schemars(range(min = limits::SIDE.0, max = limits::SIDE.1)))]
        height: Millimetres,
    }
}

impl Convert<Millimetres> for u32 {
    fn convert(self) -> Millimetres {
        Millimetres::of_tenths(self)
    }
}

impl Convert<u32> for Millimetres {
    fn convert(self) -> u32 {
        self.tenths()
    }
}
