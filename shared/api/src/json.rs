//! JSON bodies of requests: read into a type, or refused with the field's pointer and a sentence in both languages.
//!
//! The text is read into a tree first, where only its syntax can be wrong (RFC 8259), and then into the type. The reader of
//! the tree tells what it wanted instead of what it found, so that nobody reads the words of a library.

mod fault;
mod tree;

use domain::language::Localized;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::problem::{Problem, kinds};
use tree::Tree;

/// UTF-8's byte order mark, which some programs of Windows write first; RFC 8259 §8.1 lets readers ignore it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a body.
///
/// What is not UTF-8 or no JSON is a problem of status 400 with the place; a value that does not fit is one of status 422
/// (`invalid-fields`) that names the field.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(body).map_err(|_| not_utf8())?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let tree: Tree = serde_json::from_str(text).map_err(|error| no_json(text, &error))?;
    serde_path_to_error::deserialize(tree).map_err(|error| {
        let pointer = pointer(error.path());
        Problem::invalid_fields(vec![error.into_inner().at(&pointer)])
    })
}

/// The same for a body that may be left out.
pub fn read_or_default<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, Problem> {
    if body.is_empty() { Ok(T::default()) } else { read(body) }
}

/// RFC 6901.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&fault::escaped(key));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}

fn not_utf8() -> Problem {
    Problem::of(&kinds::INVALID_UTF8).detail(Localized::fixed(
        "リクエスト本文のJSONをUTF-8で送ってください。Shift_JISなどの文字コードは使えません。",
        "Send the request's JSON in UTF-8.",
    ))
}

fn no_json(text: &str, error: &serde_json::Error) -> Problem {
    Problem::of(&kinds::INVALID_JSON).detail(what_is_wrong(text, error))
}

fn what_is_wrong(text: &str, error: &serde_json::Error) -> Localized {
    if text.trim().is_empty() {
        return Localized::fixed(
            "リクエスト本文が空です。JSONを送ってください。",
            "The request has no body. Send it as JSON.",
        );
    }
    let (line, column) = (error.line(), column(text, error));
    if error.classify() == Category::Eof {
        return Localized::new(
            format!("JSONが途中で終わっています（{line}行目、{column}文字目）。最後まで送ってください。"),
            format!("The JSON breaks off at line {line}, column {column}. Send all of it."),
        );
    }
    // The reader tells these two from other mistakes by its words alone; the tests hold it to them.
    let words = error.to_string();
    if words.starts_with("recursion limit exceeded") {
        return Localized::new(
            format!("JSONの入れ子が深すぎます（{line}行目、{column}文字目）。浅くして送り直してください。"),
            format!("The JSON is nested too deeply at line {line}, column {column}. Send less deep a structure."),
        );
    }
    if words.starts_with("number out of range") {
        return Localized::new(
            format!("JSONの数値が大きすぎます（{line}行目、{column}文字目）。小さくして送り直してください。"),
            format!("A number in the JSON is too large at line {line}, column {column}. Send a smaller one."),
        );
    }
    Localized::new(
        format!("JSONの書き方に誤りがあります（{line}行目、{column}文字目）。直して送り直してください。"),
        format!("The JSON is not well-formed at line {line}, column {column}. Correct it and send it again."),
    )
}

/// The place in characters; the library counts bytes.
fn column(text: &str, error: &serde_json::Error) -> usize {
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.char_indices().take_while(|(at, _)| *at < error.column());
    before.count()
}

#[cfg(test)]
mod tests;
