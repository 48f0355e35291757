//! A file's letters: UTF-8 or Windows' Shift_JIS, as its sender says or as its bytes show. What cannot be read is named by its place,
//! and never replaced.

use api::problem::{Problem, kinds};
use axum::http::{HeaderMap, header};
use domain::contact::CsvFault;
use domain::language::Localized;
use encoding_rs::{DecoderResult, Encoding, SHIFT_JIS, UTF_8};

use super::books::invalid_csv;

/// Types of content that files of spreadsheets come as: Windows calls them Excel's, and a gateway may read as UTF-8 whatever is a
/// text, so that other letters come safely only as bytes.
const CONTENT_TYPES: [&str; 4] =
    ["text/csv", "application/csv", "application/vnd.ms-excel", "application/octet-stream"];
/// Places that are named at most, of which another limit shows fewer.
const MAX_FAULTS: usize = 1000;

/// The file's text.
pub(super) fn text_of(headers: &HeaderMap, body: &[u8]) -> Result<String, Problem> {
    let declared = declared(headers)?;
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let looks_like_utf8 = || std::str::from_utf8(body).is_ok();
    let encoding = declared.unwrap_or_else(|| if looks_like_utf8() { UTF_8 } else { SHIFT_JIS });
    decoded(encoding, body).map_err(invalid_csv)
}

/// The letters that the header names, if it names any.
fn declared(headers: &HeaderMap) -> Result<Option<&'static Encoding>, Problem> {
    let unsupported = || {
        Problem::of(&kinds::UNSUPPORTED_CONTENT).detail(Localized::fixed(
            "CSVファイルを「Content-Type: text/csv」で送ってください。文字コードはUTF-8またはShift_JIS（CP932）です。",
            "Send a CSV file with \"Content-Type: text/csv\", in UTF-8 or Shift_JIS (code page 932).",
        ))
    };
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(None) };
    let mut parts = value.to_str().map_err(|_| unsupported())?.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    if !CONTENT_TYPES.contains(&kind.as_str()) {
        return Err(unsupported());
    }
    let charset = parts.find_map(|part| part.split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("charset")));
    let Some((_, charset)) = charset else { return Ok(None) };
    let charset = charset.trim_matches('"');
    let encoding = match charset.eq_ignore_ascii_case("cp932") {
        true => Some(SHIFT_JIS),
        false => Encoding::for_label(charset.as_bytes()),
    };
    encoding.filter(|encoding| [UTF_8, SHIFT_JIS].contains(encoding)).map(Some).ok_or_else(unsupported)
}

fn decoded(encoding: &'static Encoding, mut bytes: &[u8]) -> Result<String, Vec<CsvFault>> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut faults) = (String::new(), Vec::new());
    loop {
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len() * 3));
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                faults.push(unreadable(encoding, &text));
                if faults.len() >= MAX_FAULTS {
                    break;
                }
                text.push('\u{fffd}');
            }
        }
    }
    // What somebody on the way could not read, a gateway for one.
    if faults.is_empty() && encoding == UTF_8 {
        faults.extend(text.match_indices('\u{fffd}').take(MAX_FAULTS).map(|(at, _)| unreadable(encoding, &text[..at])));
    }
    if faults.is_empty() { Ok(text) } else { Err(faults) }
}

/// The place behind what was read.
fn unreadable(encoding: &'static Encoding, before: &str) -> CsvFault {
    let line = before.matches('\n').count() + 1;
    let letter = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let name = if encoding == UTF_8 { "UTF-8" } else { "Shift_JIS" };
    let detail = Localized::new(
        format!("{letter}文字目を{name}として読み取れません。ファイルをUTF-8のCSVで保存し直してください。"),
        format!("Character {letter} cannot be read as {name}. Save the file as CSV in UTF-8."),
    );
    CsvFault { line: line as u64, column: None, code: "unreadable".to_owned(), detail }
}
