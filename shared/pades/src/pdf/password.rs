//! Whether an encrypted file opens without a password (ISO 32000-2 §7.6.4). lopdf tries the empty one on an empty
//! document with the file's encryption dictionary and identifier: nothing else is needed to check a password.

use super::file::PdfFile;
use super::value::Value;

/// Larger encryption dictionaries and identifiers (bytes) are not tried.
const MAX_ENTRY: usize = 16 << 10;
/// The empty document before its encryption dictionary, which is object 3.
const EMPTY: &[u8] =
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\n\
endobj\n3 0 obj\n";

/// Whether the empty password opens it.
pub(crate) fn is_empty(file: &PdfFile<'_>) -> bool {
    without(file).is_some()
}

/// What decrypts a file that opens without a password.
pub(crate) fn without(file: &PdfFile<'_>) -> Option<lopdf::EncryptionState> {
    let trailer = file.xref().trailer();
    let entry = |key: &[u8]| file.entry(trailer, key).map(Value::raw).filter(|raw| raw.len() <= MAX_ENTRY);
    let encryption = entry(b"Encrypt")?;
    let mut document = [EMPTY, encryption, b"\nendobj\n"].concat();
    let start = document.len();
    document.extend_from_slice(b"xref\n0 4\n0000000000 65535 f\r\n");
    for header in [&b"1 0 obj"[..], b"2 0 obj", b"3 0 obj"] {
        let at = super::scan::find(&document, header).unwrap_or_default();
        document.extend_from_slice(format!("{at:010} 00000 n\r\n").as_bytes());
    }
    document.extend_from_slice(b"trailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID ");
    document.extend_from_slice(entry(b"ID").unwrap_or(b"[<><>]"));
    document.extend_from_slice(format!(">>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    lopdf::Document::load_mem(&document).ok()?.encryption_state
}
