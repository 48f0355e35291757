//! What a signer chose: which seal, and where on each document. Pure.
//!
//! The choice travels in the forms' fields, from page to page: nothing is kept until the signer has acted.

use domain::document::Document;
use domain::ids::DocumentNumber;
use domain::visible_seal::{PlacedBy, Placement, SealPolicy};

use super::which::Seal;

/// Between a seal and the edge of its page, in tenths of a millimetre. The page's script knows it too.
const MARGIN: u32 = 150;

/// Where on a document a signer puts a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// Nowhere.
    Nowhere,
    /// Where the sender proposes.
    Proposed,
    /// At a place that has a name.
    At(Corner),
    /// With its upper left corner at this point, in tenths of a millimetre from the page's, as far as it was given.
    Point(Option<u32>, Option<u32>),
}

/// A place that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Corner {
    BottomRight,
    BottomLeft,
    TopRight,
    TopLeft,
    Middle,
}

/// A document's spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) spot: Spot,
    /// Page, from 1, as far as it was given.
    pub(crate) page: Option<u32>,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) seal: Seal,
    /// In the documents' order; empty where the sender says where.
    pub(crate) places: Vec<Place>,
}

/// Why nothing can be made of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The seal is on no document.
    Nowhere,
    /// There is no such page.
    Page(DocumentNumber),
    /// No point is given.
    Point(DocumentNumber),
    /// The seal reaches beyond the page.
    Outside(DocumentNumber),
    /// The signer's image is not there any more.
    NoImage,
}

impl Corner {
    pub(crate) const ALL: [Self; 5] =
        [Self::BottomRight, Self::BottomLeft, Self::TopRight, Self::TopLeft, Self::Middle];

    pub(crate) const fn value(self) -> &'static str {
        match self {
            Self::BottomRight => "bottom-right",
            Self::BottomLeft => "bottom-left",
            Self::TopRight => "top-right",
            Self::TopLeft => "top-left",
            Self::Middle => "middle",
        }
    }

    fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|corner| corner.value() == value)
    }

    /// The upper left corner of a box of this size on a page of that size.
    fn point(self, (width, height): (u32, u32), (page_width, page_height): (u32, u32)) -> (u32, u32) {
        let left = MARGIN.min(page_width.saturating_sub(width));
        let right = page_width.saturating_sub(width + MARGIN);
        let top = MARGIN.min(page_height.saturating_sub(height));
        let bottom = page_height.saturating_sub(height + MARGIN);
        match self {
            Self::BottomRight => (right, bottom),
            Self::BottomLeft => (left, bottom),
            Self::TopRight => (right, top),
            Self::TopLeft => (left, top),
            Self::Middle => (page_width.saturating_sub(width) / 2, page_height.saturating_sub(height) / 2),
        }
    }
}

impl Spot {
    /// As a field's value.
    pub(crate) const fn value(self) -> &'static str {
        match self {
            Self::Nowhere => "nowhere",
            Self::Proposed => "proposed",
            Self::Point(..) => "point",
            Self::At(corner) => corner.value(),
        }
    }
}

/// The names of a document's fields.
const PLACE_FIELDS: [&str; 4] = ["place", "page", "x", "y"];

/// Whether a field of this name is part of a choice.
pub(crate) fn is_field(name: &str, documents: &[Document]) -> bool {
    let of = |number| PLACE_FIELDS.iter().any(|what| name == format!("{what}_{number}"));
    name == "seal" || documents.iter().any(|document| of(document.number))
}

impl Choice {
    /// What is chosen before the signer says anything: where the sender asks for a seal, the one that suits best; no seal
    /// (不可視署名) where the signer may say.
    pub(crate) fn preset(seal_policy: &SealPolicy, documents: &[Document], best: Option<Seal>) -> Self {
        match seal_policy.by {
            PlacedBy::Sender => Self { seal: best.unwrap_or(Seal::Invisible), places: Vec::new() },
            PlacedBy::Signer => {
                let places = documents.iter().map(|document| Place::preset(seal_policy, document)).collect();
                Self { seal: Seal::Invisible, places }
            }
        }
    }

    /// Reads the fields `seal`, and for each document `place_1`, `page_1`, `x_1`, `y_1` where the signer says where. `None`
    /// where no seal is named, or one or a place that nobody offered.
    pub(crate) fn parse(fields: &[(String, String)], seal_policy: &SealPolicy, documents: &[Document]) -> Option<Self> {
        let value = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.trim());
        let seal = Seal::parse(value("seal")?)?;
        if seal_policy.by == PlacedBy::Sender {
            return Some(Self { seal, places: Vec::new() });
        }
        let place = |document: &Document| {
            let [spot, page, x, y] = PLACE_FIELDS.map(|what| value(&format!("{what}_{}", document.number)));
            let preset = Place::preset(seal_policy, document);
            let spot = match spot {
                None => preset.spot,
                Some("nowhere") => Spot::Nowhere,
                Some("proposed") => seal_policy.on(document.number).map(|_| Spot::Proposed)?,
                Some("point") => Spot::Point(x.and_then(tenths), y.and_then(tenths)),
                Some(corner) => Spot::At(Corner::parse(corner)?),
            };
            Some(Place { spot, page: page.map_or(preset.page, |page| page.parse().ok()) })
        };
        Some(Self { seal, places: documents.iter().map(place).collect::<Option<_>>()? })
    }

    /// The fields that say the same again.
    pub(crate) fn fields(&self, documents: &[Document]) -> Vec<(String, String)> {
        let mut fields = vec![("seal".to_owned(), self.seal.value())];
        for (document, place) in documents.iter().zip(&self.places) {
            let mut add = |what: &str, value: String| fields.push((format!("{what}_{}", document.number), value));
            add("place", place.spot.value().to_owned());
            if let Some(page) = place.page {
                add("page", page.to_string());
            }
            if let Spot::Point(x, y) = place.spot {
                for (what, value) in [("x", x), ("y", y)].into_iter().filter_map(|(what, v)| Some((what, v?))) {
                    add(what, millimetres(value));
                }
            }
        }
        fields
    }

    /// Where the seal stands, for one of this natural size (tenths of a millimetre).
    pub(crate) fn placements(
        &self,
        seal_policy: &SealPolicy,
        documents: &[Document],
        size: (u32, u32),
    ) -> Result<Vec<Placement>, Fault> {
        if seal_policy.by == PlacedBy::Sender {
            return Ok(seal_policy.placements.clone());
        }
        let places = documents.iter().zip(&self.places);
        let placed = places.filter_map(|(document, place)| place.on(document, seal_policy, size).transpose());
        let placements: Vec<Placement> = placed.collect::<Result<_, _>>()?;
        if placements.is_empty() { Err(Fault::Nowhere) } else { Ok(placements) }
    }
}

impl Place {
    fn preset(seal_policy: &SealPolicy, document: &Document) -> Self {
        match seal_policy.on(document.number) {
            Some(proposed) => Self { spot: Spot::Proposed, page: Some(proposed.page) },
            None => Self { spot: Spot::At(Corner::BottomRight), page: Some(pages(document)) },
        }
    }

    fn on(&self, document: &Document, seal_policy: &SealPolicy, size: (u32, u32)) -> Result<Option<Placement>, Fault> {
        let number = document.number;
        let point = match self.spot {
            Spot::Nowhere => return Ok(None),
            Spot::Proposed => return Ok(seal_policy.on(number).copied()),
            Spot::At(corner) => Err(corner),
            Spot::Point(Some(x), Some(y)) => Ok((x, y)),
            Spot::Point(..) => return Err(Fault::Point(number)),
        };
        let page = self.page.ok_or(Fault::Page(number))?;
        let of_page = document.page_size(page).ok_or(Fault::Page(number))?;
        let (x, y) = point.unwrap_or_else(|corner| corner.point(size, of_page));
        let (width, height) = size;
        let placement = Placement { document: number, page, x, y, width, height };
        let is_inside = x.saturating_add(width) <= of_page.0 && y.saturating_add(height) <= of_page.1;
        if is_inside { Ok(Some(placement)) } else { Err(Fault::Outside(number)) }
    }
}

/// How many pages a document has.
pub(crate) fn pages(document: &Document) -> u32 {
    document.prepared.as_ref().map_or(1, |p| p.pages)
}

/// Millimetres with at most one decimal, as tenths.
fn tenths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = (digits(whole, 4).then_some(whole)?, digits(part, 1).then_some(part)?);
    Some(whole.parse::<u32>().ok()? * 10 + part.parse::<u32>().ok()?)
}

/// Tenths as millimetres.
pub(crate) fn millimetres(tenths: u32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        part => format!("{}.{part}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_keep_their_distance_and_never_leave_a_small_page() {
        let a4 = (2100, 2970);
        assert_eq!(Corner::BottomRight.point((120, 120), a4), (1830, 2700));
        assert_eq!(Corner::TopLeft.point((120, 120), a4), (150, 150));
        assert_eq!(Corner::Middle.point((120, 120), a4), (990, 1425));
        for corner in Corner::ALL {
            let (x, y) = corner.point((120, 120), (150, 130));
            assert!(x + 120 <= 150 && y + 120 <= 130, "{corner:?}: {x}, {y}");
        }
    }

    #[test]
    fn millimetres_are_read_as_they_are_written() {
        for (text, value) in [("0", 0), ("12", 120), ("12.5", 125), ("5080", 50_800)] {
            assert_eq!(tenths(text), Some(value));
            assert_eq!(millimetres(value), text);
        }
        for text in ["", "-1", "1.25", "1.", ".5", "50800", "1e3", "１"] {
            assert_eq!(tenths(text), None, "{text}");
        }
    }
}
