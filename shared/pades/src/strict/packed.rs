//! Object streams as objects (ISO 32000-2 §7.5.7).

use std::ops::Range;

use super::decode::{Failure, decode};
use super::fault::SyntaxFault;
use super::lex::{Lexer, Stop, is_regular};
use super::section::is_blank;
use super::value::{Arena, Content, MAX_NUMBER, Value};

/// Entries that an object stream may have.
const ENTRIES: [&[u8]; 7] = [b"Type", b"N", b"First", b"Extends", b"Length", b"Filter", b"DecodeParms"];

/// One object of a stream.
pub(super) struct Member {
    pub(super) number: u32,
    pub(super) value: u32,
}

/// The objects of the stream whose dictionary is the node `dictionary`. `left` is what may still be unpacked, `most` how
/// many objects there may be.
pub(super) fn members(
    arena: &mut Arena,
    dictionary: u32,
    data: &[u8],
    left: &mut usize,
    most: usize,
) -> Result<Vec<Member>, SyntaxFault> {
    let wrong = SyntaxFault::ObjectStreamEntries;
    let entries = arena.value(dictionary);
    if entries.entries().any(|(key, _)| !ENTRIES.contains(&key)) {
        return Err(wrong);
    }
    if entries.get(b"Extends").is_some_and(|value| value.reference().is_none()) {
        return Err(wrong);
    }
    let number = |key: &[u8]| entries.get(key).and_then(Value::unsigned).ok_or(wrong);
    let (count, first) = (number(b"N")?, number(b"First")?);
    let unpacked = decode(entries, data, left).map_err(|failure| match failure {
        Failure::Entries => wrong,
        Failure::Data => SyntaxFault::ObjectStreamData,
        Failure::TooLarge => SyntaxFault::TooLarge,
    })?;
    if count > most {
        return Err(SyntaxFault::TooMany);
    }
    let starts = head(&unpacked, count, first).ok_or(SyntaxFault::ObjectStreamHead)?;
    let mut members = Vec::with_capacity(count);
    for (index, &(number, start)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(unpacked.len(), |next| next.1);
        let value = member(arena, &unpacked, start..end)?;
        members.push(Member { number, value });
    }
    Ok(members)
}

/// The numbers and places of a stream's objects. Places are in order, and nothing stands before the first one.
fn head(unpacked: &[u8], count: usize, first: usize) -> Option<Vec<(u32, usize)>> {
    let mut lexer = Lexer { bytes: unpacked.get(..first)?, at: 0, is_last: true, base: None };
    let mut starts: Vec<(u32, usize)> = Vec::new();
    let next = |lexer: &mut Lexer<'_>| {
        lexer.skip_space().ok()?;
        lexer.unsigned(SyntaxFault::ObjectStreamHead).ok()
    };
    for _ in 0..count {
        let number = u32::try_from(next(&mut lexer)?).ok().filter(|number| (1..=MAX_NUMBER).contains(number))?;
        let start = first.checked_add(usize::try_from(next(&mut lexer)?).ok()?)?;
        let previous = starts.last().map_or(first, |last| last.1 + 1);
        if start < previous || start >= unpacked.len() {
            return None;
        }
        starts.push((number, start));
    }
    let before = starts.first().map_or(unpacked.len(), |start| start.1);
    (is_blank(lexer.bytes.get(lexer.at..)?) && is_blank(unpacked.get(first..before)?)).then_some(starts)
}

/// Reads one object, which is alone in its place.
fn member(arena: &mut Arena, unpacked: &[u8], place: Range<usize>) -> Result<u32, SyntaxFault> {
    let wrong = SyntaxFault::ObjectStreamMember;
    let bytes = unpacked.get(place.clone()).ok_or(wrong)?;
    // Whoever reads on from here must not find one token across the border.
    let touches = |at: usize| unpacked.get(at).copied().is_some_and(is_regular);
    if place.end > place.start && touches(place.end - 1) && touches(place.end) {
        return Err(wrong);
    }
    let mut lexer = Lexer { bytes, at: 0, is_last: true, base: None };
    let fault = |stop| match stop {
        Stop::Fault(fault, _) => fault,
        Stop::Incomplete => wrong,
    };
    lexer.skip_space().map_err(fault)?;
    let value = arena.parse(&mut lexer).map_err(fault)?;
    if !is_blank(&bytes[lexer.at..]) {
        return Err(wrong);
    }
    if matches!(arena.value(value).content(), Content::Reference(_)) {
        return Err(SyntaxFault::ObjectValue);
    }
    Ok(value)
}
