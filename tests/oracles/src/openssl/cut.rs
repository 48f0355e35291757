//! Cuts signatures and the bytes they cover out of a PDF, by /ByteRange alone.

use anyhow::{Context, Result, bail, ensure};

use super::der::{Element, OCTET_STRING, OID, SEQUENCE, SET};

/// id-ct-TSTInfo, 1.2.840.113549.1.9.16.1.4: what a timestamp signs.
const TST_INFO: [u8; 11] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];
/// id-aa-timeStampToken, 1.2.840.113549.1.9.16.2.14: the attribute with a signature's timestamp.
const TIMESTAMP_TOKEN: [u8; 11] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0e];
const SIGNED_DATA: u8 = 0xa0;
const UNSIGNED_ATTRIBUTES: u8 = 0xa1;

/// One signature of a file.
#[derive(Debug)]
pub(super) struct Signature {
    /// The bytes of the file outside of the gap.
    pub(super) covered: Vec<u8>,
    /// The CMS, without the padding.
    pub(super) cms: Vec<u8>,
    /// The signature value of its only signer.
    pub(super) value: Vec<u8>,
    /// Whether the CMS is a timestamp itself.
    pub(super) is_timestamp: bool,
    /// The timestamps over the signature value.
    pub(super) timestamps: Vec<Vec<u8>>,
}

/// All signatures, in the order of the bytes.
pub(super) fn signatures(pdf: &[u8]) -> Result<Vec<Signature>> {
    let mut found = Vec::new();
    let mut rest = pdf;
    while let Some(at) = find(rest, b"/ByteRange") {
        rest = &rest[at + b"/ByteRange".len()..];
        let range = byte_range(rest).context("reading a /ByteRange")?;
        found.push(cut(pdf, range).with_context(|| format!("cutting {range:?}"))?);
    }
    ensure!(!found.is_empty(), "no /ByteRange");
    Ok(found)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn byte_range(text: &[u8]) -> Result<[usize; 4]> {
    let end = text.iter().position(|byte| *byte == b']').context("no array")?;
    let text = std::str::from_utf8(&text[..end])?.trim_start();
    let numbers = text.strip_prefix('[').context("no array")?.split_ascii_whitespace().map(str::parse);
    let numbers: Vec<usize> = numbers.collect::<Result<_, _>>()?;
    <[usize; 4]>::try_from(numbers).map_err(|numbers| anyhow::anyhow!("{numbers:?} is not four numbers"))
}

fn cut(pdf: &[u8], [start, before, after, length]: [usize; 4]) -> Result<Signature> {
    ensure!(start == 0, "it does not begin with the file");
    let end = after.checked_add(length).context("it ends beyond the file")?;
    let (Some(head), Some(gap), Some(tail)) = (pdf.get(..before), pdf.get(before..after), pdf.get(after..end)) else {
        bail!("it is not within the file");
    };
    let [b'<', digits @ .., b'>'] = gap else { bail!("the gap is not exactly one <…> string") };
    let padded = hex::decode(digits).context("the gap is not hexadecimal")?;
    let (cms, padding) = Element::read(&padded)?;
    ensure!(padding.iter().all(|byte| *byte == 0), "there is something behind the CMS");
    parse(&cms, [head, tail].concat())
}

/// ContentInfo → SignedData → its only SignerInfo (RFC 5652).
fn parse(cms: &Element<'_>, covered: Vec<u8>) -> Result<Signature> {
    let signed_data = cms.child(SIGNED_DATA)?.child(SEQUENCE)?;
    let content_type = signed_data.child(SEQUENCE)?.child(OID)?;
    let signers = signed_data.last_child(SET)?.children()?;
    let [signer] = signers[..] else { bail!("{} signers", signers.len()) };
    Ok(Signature {
        covered,
        cms: cms.bytes.to_vec(),
        value: signer.child(OCTET_STRING)?.content.to_vec(),
        is_timestamp: content_type.content == TST_INFO,
        timestamps: timestamps(&signer)?,
    })
}

fn timestamps(signer: &Element<'_>) -> Result<Vec<Vec<u8>>> {
    let mut tokens = Vec::new();
    let Ok(attributes) = signer.last_child(UNSIGNED_ATTRIBUTES) else { return Ok(tokens) };
    for attribute in attributes.children()? {
        if attribute.child(OID)?.content == TIMESTAMP_TOKEN {
            tokens.extend(attribute.child(SET)?.children()?.iter().map(|token| token.bytes.to_vec()));
        }
    }
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_must_fit_the_file_and_leave_one_string_out() {
        let file = |range: &str| format!("%PDF /ByteRange {range} /Contents <3000> trailer").into_bytes();
        let error = |range: &str| format!("{:#}", signatures(&file(range)).unwrap_err());
        assert!(error("[0 1 99 1]").contains("not within"));
        assert!(error("[1 40 48 8]").contains("does not begin"));
        assert!(error("[0 2 9 8]").contains("exactly one"));
        assert!(error("[0 1 2]").contains("four numbers"));
        assert_eq!(signatures(b"%PDF").unwrap_err().to_string(), "no /ByteRange");
    }
}
