//! Streams and object streams (ISO 32000-2 §7.3.8, §7.5.7).

use super::*;

const DATA: &str = "<< /Length 4 >>\nstream\ndata\nendstream";

#[test]
fn a_stream_is_as_long_as_it_says() {
    assert_sound(&with(&[DATA]));
    assert_sound(&with(&["<< /Length 4 >> stream\r\ndata\r\nendstream"]));
    assert_sound(&with(&["<</Length 0>>stream\nendstream"]));
    // Some writers close the data twice.
    assert_sound(&with(&["<< /Length 4 >>\nstream\ndata\n\nendstream"]));
    // Data that looks like an end is none where the length is known.
    assert_sound(&with(&["<< /Length 21 >>\nstream\nendstream endobj data\nendstream"]));
    for length in ["3", "6", "99999"] {
        assert_fault(&with(&[&DATA.replace('4', length)]), SyntaxFault::LengthWrong);
    }
    for length in ["/Length -4", "/Length 4.0", "/Length (4)", ""] {
        assert_fault(&with(&[&DATA.replace("/Length 4", length)]), SyntaxFault::Length);
    }
}

#[test]
fn a_stream_starts_behind_one_line_end() {
    for start in ["stream\r", "stream ", "stream \n"] {
        assert_fault(&with(&[&DATA.replace("stream\ndata", &format!("{start}data"))]), SyntaxFault::StreamStart);
    }
    assert_fault(&with(&["[] stream\ndata\nendstream"]), SyntaxFault::ObjectEnd);
    assert_fault(&with(&[&DATA.replace(">>\n", ">> % x\n")]), SyntaxFault::ObjectEnd);
}

#[test]
fn a_length_in_an_object_of_its_own() {
    let stream = DATA.replace("/Length 4", "/Length 4 0 R");
    let with_length = |length: &str| with(&[&stream, length]);
    assert_sound(&with_length("4"));
    assert_sound(&with_length("5")); // with the line end
    assert_fault(&with_length("3"), SyntaxFault::LengthWrong);
    assert_fault(&with_length("6"), SyntaxFault::EndTwice);
    assert_fault(&with_length("4.0"), SyntaxFault::Length);
    assert_fault(&with(&[&stream]), SyntaxFault::Length);
    // Where the length is not known yet, the first end counts.
    let twice = stream.replace("data", "endstream\nendobj data");
    assert_fault(&with(&[&twice, "21"]), SyntaxFault::StrayBytes);
    // Another length later changes what the stream holds.
    let file = with_length("4");
    assert_fault(&updated(&file, &[(4, "3")], "4 1\n{4}\n", TRAILER), SyntaxFault::LengthWrong);
    assert_sound(&updated(&file, &[(4, "4")], "4 1\n{4}\n", TRAILER));
}

/// A file with one object stream, `entries` and data as given, and its objects' rows.
fn packed(entries: &str, data: &str) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.layout = Layout::Streams;
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [] /Count 0 >>");
    let file = builder.finish();
    let start = memchr::memmem::find(&file, b"<< /Type /ObjStm").unwrap();
    let end = start + memchr::memmem::find(&file[start..], b"endobj").unwrap();
    let object = format!("<< /Type /ObjStm {entries} /Length {} >>\nstream\n{data}\nendstream\n", data.len());
    // What follows moves; the rows are found by what they lead to.
    let file = [&file[..start], object.as_bytes(), &file[end..]].concat();
    let moved = memchr::memmem::find(&file, b"4 0 obj").unwrap();
    let old = start_xref(&file);
    let row = |offset: usize| [&[1u8][..], &u32::try_from(offset).unwrap().to_be_bytes()].concat();
    let at = memchr::memmem::rfind(&file, &row(old)).unwrap();
    let file = [&file[..at], &row(moved), &file[at + 5..]].concat();
    replaced(&file, &format!("startxref\n{old}"), &format!("startxref\n{moved}"))
}

const PACKED: &str = "1 0 2 34 << /Type /Catalog /Pages 2 0 R >>\n<< /Type /Pages /Kids [] /Count 0 >>";

#[test]
fn object_streams_are_pairs_and_objects() {
    assert_sound(&packed("/N 2 /First 9", PACKED));
    assert_sound(&packed("/N 2 /First 9 /Filter [] /DecodeParms [null]", PACKED));
    for entries in [
        "/N 3 0 R /First 9",
        "/N 2 /First 9.0",
        "/N 2",
        "/First 9",
        "/N -2 /First 9",
        "/N 2 /First 9 /F (elsewhere)",
        "/N 2 /First 9 /Filter /Fl",
        "/N 2 /First 9 /Filter /ASCIIHexDecode",
        "/N 2 /First 9 /DP << /Predictor 1 >>",
        "/N 2 /First 9 /DecodeParms << /Predictor 12 >>",
        "/N 2 /First 9 /Other true",
        "/N 2 /First 9 /Extends 7",
    ] {
        assert_fault(&packed(entries, PACKED), SyntaxFault::ObjectStreamEntries);
    }
    assert_fault(&packed("/N 2 /First 9 /Filter /FlateDecode", PACKED), SyntaxFault::ObjectStreamData);
    for (data, expected) in [
        (PACKED.replace("1 0 2 34", "+1 0 2 34").replace("R >>\n", "R >>"), SyntaxFault::ObjectStreamHead),
        (PACKED.replace("1 0 2 34", "2 34 1 0"), SyntaxFault::ObjectStreamHead),
        (PACKED.replace("1 0 2 34", "1 0 2 99"), SyntaxFault::ObjectStreamHead),
        (PACKED.replace("2 0 R >>\n", "2 0 R > "), SyntaxFault::Word),
        (PACKED.replace("/Count 0 >>", "/Count 0 >> 1"), SyntaxFault::ObjectStreamMember),
        (PACKED.replace("/Count 0 >>", "/Count 0 /Count 0 >>"), SyntaxFault::DoubledKey),
    ] {
        let file = packed("/N 2 /First 9", &data);
        let found = faults(&file);
        assert!(found.contains(&expected), "{data}: {found:?}");
    }
    // One more object in the data than the head has.
    assert_fault(&packed("/N 1 /First 5", &PACKED.replace("1 0 2 34", "1 0 ")), SyntaxFault::ObjectStreamMember);
}

#[test]
fn an_object_stream_in_use_stays() {
    let file = packed("/N 2 /First 9", PACKED);
    let moved = updated(&file, &[(3, "null")], "3 1\n{3}\n", TRAILER);
    assert_fault(&moved, SyntaxFault::ContainerReplaced);
}
