//! Decoding stream data; the decoders are lopdf's.

use super::value::{Dictionary, Value};

/// The decoded data of a stream with this dictionary, `None` if a filter is unknown, fails, or yields more than
/// `most` bytes. `resolve` follows references in the filter entries.
pub(crate) fn decode<'a>(
    dictionary: Dictionary<'a>,
    data: &[u8],
    most: usize,
    resolve: impl Fn(Value<'a>) -> Value<'a>,
) -> Option<Vec<u8>> {
    let Some(filter) = dictionary.get(b"Filter").map(&resolve).filter(|value| !value.is_null()) else {
        return (data.len() <= most).then(|| data.to_vec());
    };
    let filters: Vec<Value<'a>> = match filter.array() {
        Some(filters) => filters.into_iter().map(&resolve).collect(),
        None => vec![filter],
    };
    let parameters: Vec<Value<'a>> = match dictionary.get(b"DecodeParms").map(&resolve) {
        Some(value) => value.array().map_or(vec![value], |values| values.into_iter().map(&resolve).collect()),
        None => Vec::new(),
    };
    let mut decoded = data.to_vec();
    for (index, filter) in filters.iter().enumerate() {
        let mut stream = lopdf::Dictionary::new();
        stream.set("Filter", lopdf::Object::Name(filter.name()?));
        if let Some(parameters) = parameters.get(index).and_then(|value| value.dictionary()) {
            stream.set("DecodeParms", numbers(parameters, &resolve));
        }
        decoded = lopdf::Stream::new(stream, decoded).decompressed_content_with_limit(most).ok()?;
    }
    Some(decoded)
}

/// The integer entries; no filter used for structure has others.
fn numbers<'a>(parameters: Dictionary<'a>, resolve: impl Fn(Value<'a>) -> Value<'a>) -> lopdf::Dictionary {
    let mut numbers = lopdf::Dictionary::new();
    for entry in parameters.entries() {
        if let Some(number) = resolve(entry.value).integer() {
            numbers.set(entry.key, lopdf::Object::Integer(number));
        }
    }
    numbers
}
