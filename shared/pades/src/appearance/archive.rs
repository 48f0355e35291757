//! What the file's PDF/A part asks of an appearance (ISO 19005-1 §6.3.5, §6.4, §6.9; ISO 19005-2 §6.2.10).

use crate::pdf::file::PdfFile;
use crate::pdf::scan;
use crate::pdf::value::Value;

/// Rules that go beyond what is done for every file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Nothing may be transparent.
    pub(super) opaque: bool,
    /// Subset CID fonts list their glyphs in `/CIDSet`.
    pub(super) cid_set: bool,
    /// A field has an appearance even if it has no area: an empty one.
    pub(super) unseen: bool,
}

impl Rules {
    pub(crate) fn of(file: &PdfFile<'_>) -> Self {
        let Some(part) = part(file) else { return Self::default() };
        // Without an output intent, the colours in which transparency is computed would have to be set in the page.
        Self { opaque: part == 1 || !has_output_intent(file), cid_set: part == 1, unseen: part == 1 }
    }
}

/// `pdfaid:part` in the document's metadata.
fn part(file: &PdfFile<'_>) -> Option<u8> {
    let (_, catalog) = file.catalog()?;
    let metadata = file.stream(catalog.get(b"Metadata")?.reference()?)?;
    claimed_part(&metadata)
}

/// The property is an attribute (`pdfaid:part="1"`) or an element (`<pdfaid:part>1</pdfaid:part>`); PDF/A fixes its
/// prefix and the encoding UTF-8.
fn claimed_part(metadata: &[u8]) -> Option<u8> {
    const NAME: &[u8] = b"pdfaid:part";
    let after = metadata.get(scan::find(metadata, NAME)? + NAME.len()..)?;
    let value = after.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'"' | b'\'' | b'>'))?;
    value.is_ascii_digit().then(|| value - b'0')
}

fn has_output_intent(file: &PdfFile<'_>) -> bool {
    let intents = file.catalog().and_then(|(_, catalog)| file.entry(catalog, b"OutputIntents")?.array());
    intents.unwrap_or_default().into_iter().filter_map(|intent| file.resolve(intent)).filter_map(Value::dictionary).any(
        |intent| {
            file.entry(intent, b"S").is_some_and(|kind| kind.is_name(b"GTS_PDFA1"))
                && intent.get(b"DestOutputProfile").is_some()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims() {
        assert_eq!(claimed_part(b"<rdf:Description pdfaid:conformance='B' pdfaid:part = '1'/>"), Some(1));
        assert_eq!(claimed_part(b"<pdfaid:part>\n3</pdfaid:part>"), Some(3));
        assert_eq!(claimed_part(b"xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""), None);
        assert_eq!(claimed_part(b"pdfaid:part"), None);
    }
}
