//! Decoding stream data; the decoders are flate2's and lopdf's.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::bufread::ZlibDecoder;

use super::value::{Dictionary, Value};

/// lopdf's decoders take up to this many times the memory of what they yield.
const OVERHEAD: usize = 4;

/// One filter of a stream.
pub(crate) struct Filter {
    pub(crate) name: Vec<u8>,
    /// The integer entries of its parameters, if it has any; no filter used for structure has others.
    pub(crate) parameters: Option<Vec<(Vec<u8>, i64)>>,
}

/// The decoded data of a stream with this dictionary, `None` if a filter is unknown, fails, or would need more than
/// `most` bytes of memory. `resolve` follows references in the filter entries.
pub(crate) fn decode<'a>(
    dictionary: Dictionary<'a>,
    data: &[u8],
    most: usize,
    resolve: impl Fn(Value<'a>) -> Value<'a>,
) -> Option<Vec<u8>> {
    let filter = dictionary.get(b"Filter").map(&resolve).filter(|value| !value.is_null());
    let names: Vec<Value<'a>> = filter.map_or_else(Vec::new, |filter| match filter.array() {
        Some(filters) => filters.into_iter().map(&resolve).collect(),
        None => vec![filter],
    });
    let parameters: Vec<Value<'a>> = match dictionary.get(b"DecodeParms").map(&resolve) {
        Some(value) => value.array().map_or(vec![value], |values| values.into_iter().map(&resolve).collect()),
        None => Vec::new(),
    };
    let filter = |(index, name): (usize, &Value<'a>)| {
        let parameters = parameters.get(index).and_then(|value| value.dictionary());
        let integers = |parameters: Dictionary<'a>| {
            let entries = parameters.entries();
            entries.filter_map(|entry| Some((entry.key, resolve(entry.value).integer()?))).collect()
        };
        Some(Filter { name: name.name()?, parameters: parameters.map(integers) })
    };
    run(&names.iter().enumerate().map(filter).collect::<Option<Vec<Filter>>>()?, data, most)
}

/// The data behind these filters, in at most `most` bytes of memory; `None` if one is unknown or fails.
pub(crate) fn run(filters: &[Filter], data: &[u8], most: usize) -> Option<Vec<u8>> {
    if filters.is_empty() && data.len() > most {
        return None;
    }
    let mut decoded = Cow::Borrowed(data);
    for (index, filter) in filters.iter().enumerate() {
        let most = if index == 0 { most } else { most.checked_sub(decoded.len())? };
        let parameters = filter.parameters.as_deref();
        let predicted = parameters.unwrap_or_default().iter().any(|(key, _)| key == b"Predictor");
        if filter.name == b"FlateDecode"
            && !predicted
            && let Some(inflated) = inflate(&decoded, most)
        {
            decoded = inflated.into();
            continue;
        }
        let mut stream = lopdf::Dictionary::new();
        stream.set("Filter", lopdf::Object::Name(filter.name.clone()));
        if let Some(parameters) = parameters {
            let mut numbers = lopdf::Dictionary::new();
            for (key, number) in parameters {
                numbers.set(key.clone(), lopdf::Object::Integer(*number));
            }
            stream.set("DecodeParms", numbers);
        }
        let stream = lopdf::Stream::new(stream, decoded.into_owned());
        decoded = stream.decompressed_content_with_limit(most / OVERHEAD).ok()?.into();
    }
    Some(decoded.into_owned())
}

/// Unpacks sound data to at most `most` bytes. It is measured first: a buffer that grows takes three times as much.
pub(super) fn inflate(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let limit = u64::try_from(most).ok()?.saturating_add(1);
    let length = io::copy(&mut ZlibDecoder::new(data).take(limit), &mut io::sink()).ok()?;
    let length = usize::try_from(length).ok().filter(|&length| length <= most)?;
    let mut inflated = Vec::with_capacity(length);
    ZlibDecoder::new(data).read_to_end(&mut inflated).ok()?;
    Some(inflated)
}
