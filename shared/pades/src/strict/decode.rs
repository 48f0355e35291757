//! Unpacking object streams and cross-reference streams. FlateDecode with a PNG predictor is all that any writer uses for
//! them; of anything else readers make different things, or nothing.

use std::io::Read;

use flate2::bufread::ZlibDecoder;

use super::value::{Content, Value};

/// Why a stream's data cannot be had.
pub(super) enum Failure {
    /// An entry that is not allowed, or of another type.
    Entries,
    /// Data that no such stream has.
    Data,
    /// More than may still be unpacked.
    TooLarge,
}

/// What the predictor of a stream needs to know.
struct Predictor {
    columns: usize,
}

/// The data of a stream with this dictionary, at most `most` bytes. What it unpacks to is taken off `most`.
pub(super) fn decode(dictionary: Value<'_>, data: &[u8], most: &mut usize) -> Result<Vec<u8>, Failure> {
    let filter = dictionary.get(b"Filter");
    let is_flate = match filter.map(Value::content) {
        None => false,
        Some(Content::Array) => {
            let filters: Vec<Value<'_>> = filter.into_iter().flat_map(Value::children).collect();
            match filters.as_slice() {
                [] => false,
                [one] if one.is_name(b"FlateDecode") => true,
                _ => return Err(Failure::Entries),
            }
        }
        Some(Content::Name(b"FlateDecode")) => true,
        Some(_) => return Err(Failure::Entries),
    };
    let predictor = predictor(dictionary)?;
    if !is_flate {
        if predictor.is_some() || data.len() > *most {
            return Err(Failure::Entries);
        }
        *most -= data.len();
        return Ok(data.to_vec());
    }
    let limit = u64::try_from(*most).unwrap_or(u64::MAX).saturating_add(1);
    let mut decoder = ZlibDecoder::new(data).take(limit);
    let mut unpacked = Vec::new();
    decoder.read_to_end(&mut unpacked).map_err(|_| Failure::Data)?;
    *most = most.checked_sub(unpacked.len()).ok_or(Failure::TooLarge)?;
    // Writers count a line end into the length; other data would be for another reader.
    let rest = decoder.into_inner().into_inner();
    if rest.len() > 2 || !rest.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
        return Err(Failure::Data);
    }
    match predictor {
        None => Ok(unpacked),
        Some(predictor) => predictor.undo(&unpacked).ok_or(Failure::Data),
    }
}

fn predictor(dictionary: Value<'_>) -> Result<Option<Predictor>, Failure> {
    let parameters = match dictionary.get(b"DecodeParms") {
        None => return Ok(None),
        Some(value) if value.is_dictionary() => value,
        Some(value) => {
            let parameters: Vec<Value<'_>> = value.elements().ok_or(Failure::Entries)?.collect();
            match parameters.as_slice() {
                [] => return Ok(None),
                [one] if one.content() == Content::Null => return Ok(None),
                [one] if one.is_dictionary() => *one,
                _ => return Err(Failure::Entries),
            }
        }
    };
    let mut columns = 1;
    let mut kind = 1;
    for (key, value) in parameters.entries() {
        let number = value.unsigned().ok_or(Failure::Entries)?;
        match (key, number) {
            (b"Predictor", 1 | 10..=15) => kind = number,
            (b"Columns", 1..=1_000_000) => columns = number,
            (b"Colors", 1) | (b"BitsPerComponent", 8) => {}
            _ => return Err(Failure::Entries),
        }
    }
    Ok((kind > 1).then_some(Predictor { columns }))
}

impl Predictor {
    /// Undoes PNG filters with one byte a pixel (PNG §9); the last row must be whole.
    fn undo(&self, data: &[u8]) -> Option<Vec<u8>> {
        let width = self.columns;
        let mut out = Vec::with_capacity(data.len());
        let mut above = vec![0u8; width];
        for row in data.chunks(width + 1) {
            let (&kind, row) = row.split_first()?;
            if row.len() != width {
                return None;
            }
            let mut left = 0u8;
            let mut corner = 0u8;
            for (raw, above) in row.iter().zip(&mut above) {
                let predicted = match kind {
                    0 => 0,
                    1 => left,
                    2 => *above,
                    3 => u8::midpoint(left, *above),
                    4 => paeth(left, *above, corner),
                    _ => return None,
                };
                corner = *above;
                left = raw.wrapping_add(predicted);
                *above = left;
                out.push(left);
            }
        }
        Some(out)
    }
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(above) - i16::from(corner);
    let distance = |value: u8| (estimate - i16::from(value)).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        left
    } else if distance(above) <= distance(corner) {
        above
    } else {
        corner
    }
}
