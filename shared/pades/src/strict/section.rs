//! Cross-reference tables and streams as rows (ISO 32000-2 §7.5.4, §7.5.8).

use super::decode::{Failure, decode};
use super::fault::SyntaxFault;
use super::lex::{Lexer, Stop, is_space};
use super::value::{Arena, MAX_NUMBER, Value};

/// Width of a table's row in bytes.
const ROW: usize = 20;

/// Entries that a cross-reference stream may have; others could be read as another filter or another file.
const ENTRIES: [&[u8]; 12] = [
    b"Type",
    b"Size",
    b"Index",
    b"Prev",
    b"W",
    b"Root",
    b"Encrypt",
    b"Info",
    b"ID",
    b"Length",
    b"Filter",
    b"DecodeParms",
];

/// What a cross-reference says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Free,
    InFile { offset: usize, generation: u16 },
    InStream { container: u32, index: u32 },
}

/// One cross-reference section.
pub(super) struct Section {
    pub(super) offset: usize,
    pub(super) is_table: bool,
    /// In the order of the file.
    pub(super) rows: Vec<(u32, Row)>,
    /// The number behind the last one that it has room for, empty subsections counted.
    pub(super) extent: usize,
    /// The node of the trailer or the stream's dictionary.
    pub(super) trailer: u32,
}

/// The rows of a section in the order of the file, and the number behind the last one that it has room for.
pub(super) struct Rows {
    pub(super) rows: Vec<(u32, Row)>,
    pub(super) extent: usize,
}

/// Reads a table with its trailer; the lexer stands at `xref`. At most `most` rows.
///
/// A subsection's head is on a line of its own, with one blank between its numbers: readers that find it written otherwise
/// rebuild the file.
pub(super) fn table(lexer: &mut Lexer<'_>, arena: &mut Arena, most: usize) -> Result<(Rows, u32), Stop> {
    use SyntaxFault::Table;
    let (mut rows, mut extent) = (Vec::new(), 0);
    if !lexer.word(b"xref")? {
        return Err(lexer.fault(Table));
    }
    blank_line_end(lexer, usize::MAX)?;
    while lexer.byte(lexer.at)?.is_some_and(|byte| byte.is_ascii_digit()) {
        let first = lexer.unsigned(Table)?;
        if lexer.byte(lexer.at)? != Some(b' ') || first > u64::from(MAX_NUMBER) {
            return Err(lexer.fault(Table));
        }
        lexer.at += 1;
        let count = lexer.unsigned(Table)?;
        blank_line_end(lexer, 1)?;
        if count > most as u64 || rows.len() + count as usize > most {
            return Err(lexer.fault(SyntaxFault::TooMany));
        }
        for number in first..first + count {
            let number = u32::try_from(number).ok().filter(|number| *number <= MAX_NUMBER);
            rows.push((number.ok_or(lexer.fault(Table))?, row(lexer)?));
        }
        extent = extent.max((first + count) as usize);
    }
    // Some writers leave a line free before `trailer`.
    lexer.skip_space()?;
    if !lexer.word(b"trailer")? {
        return Err(lexer.fault(Table));
    }
    lexer.skip_space_and_comments()?;
    let at = lexer.at;
    let trailer = arena.parse(lexer)?;
    if !arena.value(trailer).is_dictionary() {
        return Err(Stop::Fault(SyntaxFault::Trailer, at));
    }
    Ok((Rows { rows, extent }, trailer))
}

/// A line end behind at most so many blanks.
fn blank_line_end(lexer: &mut Lexer<'_>, most: usize) -> Result<(), Stop> {
    let start = lexer.at;
    while lexer.byte(lexer.at)? == Some(b' ') {
        lexer.at += 1;
    }
    let is_near = lexer.at - start <= most;
    if lexer.line_end()? && is_near { Ok(()) } else { Err(lexer.fault(SyntaxFault::Table)) }
}

/// A row: ten digits, five digits, `n` or `f`, and two bytes of line end.
fn row(lexer: &mut Lexer<'_>) -> Result<Row, Stop> {
    let Some(row) = lexer.bytes.get(lexer.at..lexer.at + ROW) else {
        return Err(if lexer.is_last { lexer.fault(SyntaxFault::Table) } else { Stop::Incomplete });
    };
    let number = |digits: &[u8]| {
        let is_digits = digits.iter().all(u8::is_ascii_digit);
        is_digits.then(|| digits.iter().fold(0usize, |sum, digit| sum * 10 + usize::from(digit - b'0')))
    };
    let is_framed = row[10] == b' ' && row[16] == b' ' && matches!(&row[18..], b" \r" | b" \n" | b"\r\n");
    let parts = (number(&row[..10]), number(&row[11..16]), row[17]);
    let row = match parts {
        (Some(offset), Some(generation), b'n') if is_framed => {
            let generation = u16::try_from(generation).map_err(|_| lexer.fault(SyntaxFault::Table))?;
            Row::InFile { offset, generation }
        }
        (Some(_), Some(_), b'f') if is_framed => Row::Free,
        _ => return Err(lexer.fault(SyntaxFault::Table)),
    };
    lexer.at += ROW;
    Ok(row)
}

/// The rows of a cross-reference stream. `left` is what may still be unpacked, `most` how many rows there may be.
pub(super) fn stream(dictionary: Value<'_>, data: &[u8], left: &mut usize, most: usize) -> Result<Rows, SyntaxFault> {
    let wrong = SyntaxFault::XrefStreamEntries;
    if dictionary.entries().any(|(key, _)| !ENTRIES.contains(&key)) {
        return Err(wrong);
    }
    let integers = |value: Value<'_>| value.elements()?.map(Value::unsigned).collect::<Option<Vec<usize>>>();
    let widths: [usize; 3] =
        dictionary.get(b"W").and_then(integers).and_then(|widths| widths.try_into().ok()).ok_or(wrong)?;
    let width = widths.iter().sum::<usize>();
    if widths.iter().any(|width| *width > 8) || width == 0 {
        return Err(wrong);
    }
    let size = dictionary.get(b"Size").and_then(Value::unsigned).ok_or(wrong)?;
    let index = match dictionary.get(b"Index") {
        None => vec![0, size],
        Some(index) => integers(index).filter(|index| index.len() % 2 == 0).ok_or(wrong)?,
    };
    let unpacked = decode(dictionary, data, left).map_err(|failure| match failure {
        Failure::Entries => wrong,
        Failure::Data => SyntaxFault::XrefStreamData,
        Failure::TooLarge => SyntaxFault::TooLarge,
    })?;
    let count = index.chunks_exact(2).fold(0usize, |sum, range| sum.saturating_add(range[1]));
    if count > most {
        return Err(SyntaxFault::TooMany);
    }
    if unpacked.len() != count * width {
        return Err(SyntaxFault::XrefStreamData);
    }
    let numbers = index.chunks_exact(2).flat_map(|range| range[0]..range[0].saturating_add(range[1]));
    let mut rows = Vec::with_capacity(count);
    for (number, row) in numbers.zip(unpacked.chunks_exact(width)) {
        let number = u32::try_from(number).ok().filter(|number| *number <= MAX_NUMBER).ok_or(wrong)?;
        rows.push((number, packed_row(row, widths)?));
    }
    let extent = index.chunks_exact(2).map(|range| range[0].saturating_add(range[1])).max().unwrap_or(0);
    Ok(Rows { rows, extent })
}

fn packed_row(row: &[u8], widths: [usize; 3]) -> Result<Row, SyntaxFault> {
    let (kind, rest) = row.split_at(widths[0]);
    let (second, third) = rest.split_at(widths[1]);
    let number = |bytes: &[u8]| bytes.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    let wrong = SyntaxFault::RowTarget;
    Ok(match if widths[0] == 0 { 1 } else { number(kind) } {
        0 => Row::Free,
        1 => Row::InFile {
            offset: usize::try_from(number(second)).map_err(|_| wrong)?,
            generation: u16::try_from(number(third)).map_err(|_| wrong)?,
        },
        2 => Row::InStream {
            container: u32::try_from(number(second)).map_err(|_| wrong)?,
            index: u32::try_from(number(third)).map_err(|_| wrong)?,
        },
        _ => return Err(SyntaxFault::RowType),
    })
}

/// Whether all of `bytes` is white space.
pub(super) fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| is_space(*byte))
}
