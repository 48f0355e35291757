//! Headers, cross-references, trailers, end markers (ISO 32000-2 §7.5).

use super::*;

#[test]
fn headers() {
    let file = with(&[]);
    for header in ["%PDF-1.8", "%PDF-3.0", "%PDF 1.7", "\n%PDF-1.", "%!PS-Ado"] {
        assert_fault(&replaced(&file, "%PDF-1.7", header), SyntaxFault::Header);
    }
    assert_fault(&[file.clone(), with(&[])].concat(), SyntaxFault::SecondHeader);
}

#[test]
fn every_byte_belongs_to_something() {
    let file = with(&["null"]);
    assert_sound(&[&file[..], b"\n\n"].concat());
    assert_fault(&[&file[..], b"% a comment\n"].concat(), SyntaxFault::Unfinished);
    assert_fault(&[&file[..], b"hidden"].concat(), SyntaxFault::StrayBytes);
    assert_fault(&[&file[..], &[0; 4096]].concat(), SyntaxFault::EndTooFar);
    assert_fault(&replaced(&file, "3 0 obj", "hidden 3 0 obj"), SyntaxFault::StrayBytes);
    assert_fault(&file[..file.len() - 8], SyntaxFault::Unfinished);
    assert_fault(b"", SyntaxFault::Header);
    // What is appended to a file does not change what is found before.
    let document = Document::read(&Reader::new([&file[..], b"hidden"].concat()));
    assert_eq!(document.revision_ending_at(file.len()), Some(0));
    assert!(document.faults().iter().all(|fault| fault.revision == 1));
}

#[test]
fn a_revision_ends_in_the_white_space_behind_its_marker() {
    let first = [&with(&["null"])[..], b"\n  \n"].concat();
    let file = updated(&first, &[(3, "true")], "3 1\n{3}\n", TRAILER);
    let document = Document::read(&Reader::new(&file));
    assert_eq!(document.faults(), []);
    let marker = first.len() - 5;
    for end in marker..=first.len() {
        assert_eq!(document.revision_ending_at(end), Some(0), "{end}");
    }
    for end in [0, marker - 1, first.len() + 1, file.len() - 2] {
        assert_eq!(document.revision_ending_at(end), None, "{end}");
    }
    assert_eq!(document.revision_ending_at(file.len()), Some(1));
}

#[test]
fn end_markers() {
    let file = with(&[]);
    for marker in ["%%EOFx", "%%EOF 1 0 obj"] {
        assert_fault(&replaced(&file, "%%EOF", marker), SyntaxFault::EndMarker);
    }
    assert_fault(&replaced(&file, "\n%%EOF", " %%EOF"), SyntaxFault::EndMarker);
    assert_fault(&[&file[..], b"%%EOF\n"].concat(), SyntaxFault::EndMarker);
    let start = start_xref(&file);
    let said = format!("startxref\n{start}");
    assert_fault(&replaced(&file, &said, &format!("{said}\nnull")), SyntaxFault::EndMarker);
    for wrong in [start + 1, start - 2, 0, file.len()] {
        assert_fault(&replaced(&file, &said, &format!("startxref\n{wrong}")), SyntaxFault::StartXref);
    }
    assert_fault(&replaced(&file, &said, "startxref\n+5"), SyntaxFault::StartXref);
    // Some writers point to the line end before.
    assert_sound(&replaced(&file, &said, &format!("startxref\n{}", start - 1)));
}

#[test]
fn tables_have_rows_of_twenty_bytes() {
    let file = with(&["null"]);
    let row = |from: &str, to: &str| replaced(&file, from, to);
    // Some writers leave a line free before the trailer.
    assert_sound(&row("trailer", "\n\ntrailer"));
    assert_fault(&row(" 65535 f \n", " 65535 f\n"), SyntaxFault::Table);
    assert_fault(&row(" 65535 f \n", "  65535 f\n"), SyntaxFault::Table);
    assert_fault(&row(" 65535 f \n", " 65535 x \n"), SyntaxFault::Table);
    assert_fault(&row("xref\n0", "xref\n+0"), SyntaxFault::Table);
    assert_fault(&row("trailer", "trialer"), SyntaxFault::Table);
    assert_fault(&row(" 65535 f \n", " 65535 f % "), SyntaxFault::Table);
}

#[test]
fn trailers_say_what_they_must() {
    let file = with(&["null"]);
    for (from, to, expected) in [
        ("/Size 6", "", SyntaxFault::Trailer),
        ("/Size 6", "/Size 6.0", SyntaxFault::Trailer),
        ("/Size 6", "/Size 3", SyntaxFault::Size),
        ("/Root 1 0 R", "", SyntaxFault::Trailer),
        ("/Root 1 0 R", "/Root << >>", SyntaxFault::Trailer),
        ("/Root 1 0 R", "/Root 1 0 R /Prev 5", SyntaxFault::Previous),
        ("/Root 1 0 R", "/Root 1 0 R /Root 2 0 R", SyntaxFault::DoubledKey),
        ("/Root 1 0 R", "/Root 1 0 R /XRefStm 5", SyntaxFault::Sections),
    ] {
        let file = replaced(&file, "trailer", "\ntrailer");
        let size = String::from_utf8_lossy(&file).find("/Size 5").is_some();
        let from = if size { from.replace('6', "5") } else { from.to_owned() };
        let to = if size { to.replace('6', "5") } else { to.to_owned() };
        assert_fault(&replaced(&file, &from, &to), expected);
    }
}

#[test]
fn updates_lead_back_to_what_they_update() {
    let file = with(&["null"]);
    let objects = [(3, "true")];
    assert_sound(&updated(&file, &objects, "3 1\n{3}\n", TRAILER));
    for trailer in
        ["<< /Size 20 /Root 1 0 R >>", "<< /Size 20 /Root 1 0 R /Prev 9 >>", "<< /Size 20 /Root 1 0 R /Prev 0 >>"]
    {
        assert_fault(&updated(&file, &objects, "3 1\n{3}\n", trailer), SyntaxFault::Previous);
    }
    assert_fault(&updated(&file, &objects, "3 1\n{3}\n", "<< /Root 1 0 R /Prev {prev} >>"), SyntaxFault::Trailer);
    // A revision that is skipped.
    let skipped = updated(&file, &objects, "3 1\n{3}\n", TRAILER);
    let trailer = format!("<< /Size 20 /Root 1 0 R /Prev {} >>", start_xref(&file));
    assert_fault(&updated(&skipped, &objects, "3 1\n{3}\n", &trailer), SyntaxFault::Previous);
    // Two cross-references in one revision.
    let twice = replaced(
        &updated(&file, &objects, "3 1\n{3}\n", TRAILER),
        "3 0 obj\ntrue",
        "xref\n0 0\ntrailer <<>>\n3 0 obj\ntrue",
    );
    assert!(!faults(&twice).is_empty());
}

#[test]
fn rows_lead_to_their_objects() {
    let file = with(&["null"]);
    let objects = [(3, "true"), (6, "(x)")];
    let rows = |rows: &str| updated(&file, &objects, rows, TRAILER);
    assert_sound(&rows("3 1\n{3}\n6 1\n{6}\n"));
    assert_fault(&rows("3 1\n{6}\n6 1\n{3}\n"), SyntaxFault::RowTarget);
    assert_fault(&rows("3 1\n{3}\n6 1\n{6}\n7 1\n0000000015 00000 n \n"), SyntaxFault::RowTarget);
    assert_fault(&rows("3 1\n{3}\n6 1\n{6}\n7 1\n0000000000 00000 n \n"), SyntaxFault::RowTarget);
    assert_fault(&rows("3 1\n{3}\n6 1\n{6}\n6 1\n{6}\n"), SyntaxFault::RowTwice);
    assert_fault(&rows("3 1\n{3}\n"), SyntaxFault::Unlisted);
    assert_fault(&rows("3 1\n{3}\n6 1\n0000000000 00001 f \n"), SyntaxFault::Freed);
    assert_fault(&rows("6 1\n{6}\n"), SyntaxFault::NotLast);
    // The generation is part of the name.
    let file = rows("3 1\n{3}\n6 1\n{6}\n");
    assert_fault(&replaced(&file, "6 0 obj", "6 1 obj"), SyntaxFault::RowTarget);
    // A row that repeats what held before is no change.
    let first = memchr::memmem::find(&file, b"1 0 obj").unwrap();
    let again = updated(&file, &[], &format!("1 1\n{first:010} 00000 n \n"), TRAILER);
    assert_sound(&again);
    let document = Document::read(&Reader::new(&again));
    assert_eq!(document.revisions().last().unwrap().touched, [] as [u32; 0]);
    // One that leads back to what was replaced is.
    let old = memchr::memmem::find(&file, b"3 0 obj").unwrap();
    assert_fault(&updated(&file, &[], &format!("3 1\n{old:010} 00000 n \n"), TRAILER), SyntaxFault::RowTarget);
}

#[test]
fn an_object_stands_once_in_a_revision() {
    let file = with(&["null"]);
    let twice = updated(&file, &[(3, "true"), (3, "false")], "3 1\n{3}\n", TRAILER);
    assert_fault(&twice, SyntaxFault::ObjectTwice);
}

#[test]
fn hybrid_files_say_one_thing() {
    // Free in the table, in use in its stream: some readers follow one, some the other.
    assert_fault(&pdf::simple(Layout::Hybrid), SyntaxFault::Hybrid);
    assert_sound(&word("", "0 0\n"));
    // What stands between the two tables is no part of such a file, and the second one is empty.
    assert_fault(&word("30 0 obj\nnull\nendobj\n", "0 0\n"), SyntaxFault::Previous);
    assert_fault(&word("", "30 1\n0000000000 00001 f \n"), SyntaxFault::Previous);
}

/// A hybrid file as Microsoft Word writes it: the stream, a table that frees what it holds, and an empty table that leads
/// to both.
fn word(between: &str, rows: &str) -> Vec<u8> {
    let hybrid = pdf::simple(Layout::Hybrid);
    let text = String::from_utf8_lossy(&hybrid).into_owned();
    let stream = text.split("/XRefStm ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let named = format!("/XRefStm {stream}");
    let mut file = replaced(&hybrid, &named, &" ".repeat(named.len()));
    let previous = start_xref(&file);
    file.extend_from_slice(between.as_bytes());
    let start = file.len();
    let size = text.split("trailer\n<< /Size ").nth(1).unwrap().split_whitespace().next().unwrap();
    let more = format!(
        "xref\n{rows}trailer\n<< /Size {size} /Root 1 0 R /Prev {previous} {named} >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend_from_slice(more.as_bytes());
    file
}

/// A linearized file as far as its structure goes: the first cross-reference leads to one at the end.
fn linearized(length: usize) -> (Vec<u8>, usize) {
    let first = format!("%PDF-1.7\n3 0 obj\n<< /Linearized 1 /L {length:010} >>\nendobj\n");
    let section = first.len();
    let catalog = "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
    let pages = "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n";
    let head = |at: usize, main: usize| {
        format!(
            "xref\n2 2\n{:010} 00000 n \n{:010} 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Prev {main:010} >>\n\
             startxref\n0\n%%EOF\n",
            at + catalog.len(),
            9
        )
    };
    let at = section + head(0, 0).len();
    let main = at + catalog.len() + pages.len();
    let rows = format!("xref\n0 2\n0000000000 65535 f \n{at:010} 00000 n \ntrailer\n<< /Size 2 /Root 1 0 R >>\n");
    let file = format!("{first}{}{catalog}{pages}{rows}startxref\n{section}\n%%EOF\n", head(at, main));
    let length = file.len();
    (file.into_bytes(), length)
}

#[test]
fn linearized_files() {
    let (file, length) = linearized(0);
    assert_sound(&file);
    let (file, _) = linearized(length);
    assert_sound(&file);
    let update = |file: &[u8]| updated(file, &[(4, "null")], "4 1\n{4}\n", TRAILER);
    assert_sound(&update(&file));
    // The length that the file has only with its update.
    let (file, _) = linearized(update(&file).len());
    assert_fault(&update(&file), SyntaxFault::Linearized);
    // A signature in the linearized part itself: the dictionary in front must say what the page tree says.
    let (file, _) = linearized(length);
    let signed = replaced(&file, "/Type /Catalog", "/ByteRange [0]");
    assert_fault(&signed, SyntaxFault::Linearized);
    assert_fault(&update(&signed), SyntaxFault::Linearized);
    let (file, _) = linearized(length + 1);
    assert_sound(&replaced(&file, "/Type /Catalog", "/ByteRange [0]"));
    // A first part that leads nowhere.
    assert_fault(&replaced(&file, "/Prev 0", "/Prev 1"), SyntaxFault::Previous);
}

#[test]
fn cross_reference_streams() {
    let file = pdf::simple(Layout::Streams);
    assert_sound(&file);
    for (from, to) in [
        ("/W [1 4 2]", "/W [1 4 2 0]"),
        ("/W [1 4 2]", "/W [9 4 2]"),
        ("/W [1 4 2]", "/W [1 4. 2]"),
        ("/Type /XRef", "/Type /XRef /DP <<>>"),
        ("/Type /XRef", "/Type /XRef /Filter /Fl"),
        ("/Type /XRef", "/Type /XRef /F (x)"),
        ("/Type /XRef", "/Type /XRef /Index [0]"),
    ] {
        assert_fault(&replaced(&file, from, to), SyntaxFault::XrefStreamEntries);
    }
    assert_fault(&replaced(&file, "/W [1 4 2]", "/W [1 4 1]"), SyntaxFault::XrefStreamData);
    assert_fault(&replaced(&file, "/Type /XRef", "/Type /XRef /Index [0 1]"), SyntaxFault::XrefStreamData);
    let at = memchr::memmem::rfind(&file, b"stream\n\0").unwrap() + b"stream\n".len();
    for kind in [3, 0xff] {
        let mut file = file.clone();
        file[at] = kind;
        assert_fault(&file, SyntaxFault::RowType);
    }
}

#[test]
fn limits_are_faults_of_their_own() {
    let mut file = with(&["null"]);
    for _ in 0..1_024 {
        file = updated(&file, &[], "0 0\n", TRAILER);
    }
    assert_fault(&file, SyntaxFault::TooManyRevisions);
    assert_eq!(SyntaxFault::TooManyRevisions.class(), Class::TooComplex);
    let rows = replaced(&with(&[]), "xref\n0 ", "xref\n0 9999999\n0 ");
    assert_fault(&rows, SyntaxFault::TooMany);
}

#[test]
fn trailers_without_a_table() {
    let file = pdf::simple(Layout::Streams);
    assert_fault(&replaced(&file, "startxref", "trailer << /Size 20 >>\nstartxref"), SyntaxFault::StrayBytes);
    assert_fault(&replaced(&file, "startxref", "trailer << /Root 2 0 R >>\nstartxref"), SyntaxFault::StrayBytes);
}

#[test]
fn a_number_has_one_generation() {
    assert_fault(&with(&["[1 1 R]"]), SyntaxFault::Generation);
    assert_fault(&with(&["[9 1 R]", "[9 0 R]"]), SyntaxFault::Generation);
    let dangling = with(&["[9 1 R]"]);
    assert_sound(&dangling);
    assert_fault(&updated(&dangling, &[(9, "null")], "9 1\n{9}\n", TRAILER), SyntaxFault::Generation);
    let file = with(&["[1 0 R]", "null"]);
    let other = updated(&file, &[(4, "null")], "4 1\n{4}\n", TRAILER);
    let other = replaced(&other, "4 0 obj\nnull\nendobj\nxref\n4 1", "4 1 obj\nnull\nendobj\nxref\n4 1");
    let at = memchr::memmem::rfind(&other, b" 00000 n").unwrap();
    let other = [&other[..at], b" 00001 n", &other[at + 8..]].concat();
    assert_fault(&other, SyntaxFault::Generation);
}

#[test]
fn what_writers_do_and_all_readers_read_alike() {
    // Rows that point to the line end before their object.
    let file = with(&["null"]);
    let row = format!("{:010} 00000 n ", file.len());
    let file = [&file[..], b"\n"].concat();
    assert_sound(&updated(&file, &[(3, "true")], &format!("3 1\n{row}\n"), TRAILER));
    // A cross-reference stream that lists itself as free, or not at all.
    let file = pdf::simple(Layout::Streams);
    let own = memchr::memmem::rfind(&file, &u32::try_from(start_xref(&file)).unwrap().to_be_bytes()).unwrap();
    let mut free = file.clone();
    free[own - 1] = 0;
    assert_sound(&free);
    // An old cross-reference stream that is copied as an object like any other; not one that is listed nowhere.
    let stream = "<< /Type /XRef /Root 1 0 R /W [1 1 1] /Size 1 /Length 3 >>\nstream\n\0\0\0\nendstream";
    let file = with(&["null"]);
    assert_sound(&updated(&file, &[(9, stream)], "9 1\n{9}\n", TRAILER));
    // A blank behind the head of a subsection, and an empty line before the trailer.
    assert_sound(&updated(&file, &[(3, "true")], "3 1 \n{3}\n\n", TRAILER));
    assert_fault(&updated(&file, &[(9, stream)], "8 1\n0000000000 00000 f \n", TRAILER), SyntaxFault::Unlisted);
}

/// MuPDF and PDFium take the last catalog that they find named so when they rebuild a file.
#[test]
fn a_cross_reference_that_nothing_leads_to_names_the_catalog_of_all() {
    let file = with(&["null"]);
    for entries in
        ["/Root 8 0 R", "", "/Root 1 0 R /Info 8 0 R", "/Root 1 0 R /Encrypt 8 0 R", "/Root 1 0 R /Encrypt <<>>"]
    {
        let stream = format!("<< /Type /XRef {entries} /W [1 1 1] /Size 1 /Length 3 >>\nstream\n\0\0\0\nendstream");
        let dictionary = format!("<< /Type /XR#65f {entries} >>");
        for body in [stream, dictionary] {
            let update = updated(&file, &[(8, "<< /Type /Catalog >>"), (9, &body)], "8 2\n{8}\n{9}\n", TRAILER);
            assert!(faults(&update).iter().any(|fault| *fault != SyntaxFault::Unlisted), "{entries}");
        }
    }
}

/// Where it is written otherwise, MuPDF rebuilds the file.
#[test]
fn tables_are_written_as_all_readers_want_them() {
    let file = with(&["null"]);
    for head in ["3\t1\n", "3  1\n", " 3 1\n", "3 1  \n", "3 1\t\n", "3 1", "3\n1\n"] {
        assert_fault(&updated(&file, &[(3, "true")], &format!("{head}{{3}}\n"), TRAILER), SyntaxFault::Table);
    }
    assert_fault(&updated(&file, &[(3, "true")], "3 1\n{3}\n 0 0\n", TRAILER), SyntaxFault::Table);
    assert_fault(&updated(&file, &[(3, "true")], "3 1\n{3}\n\n0 0\n", TRAILER), SyntaxFault::Table);
    // Rows for more numbers than the trailer says that there are, in use or not.
    for rows in ["5000 1\n0000000000 65535 f \n", "5000 0\n"] {
        let table = format!("3 1\n{{3}}\n{rows}");
        assert_fault(&updated(&file, &[(3, "true")], &table, TRAILER), SyntaxFault::Size);
    }
    let far = replaced(
        &updated(&file, &[(3, "true")], "3 1\n{3}\n", TRAILER),
        "startxref\n",
        &format!("startxref{}\n", " ".repeat(300)),
    );
    assert_fault(&far, SyntaxFault::EndTooFar);
}

#[test]
fn a_hybrid_stream_that_later_trailers_repeat_must_say_what_holds() {
    let file = word("", "0 0\n");
    let text = String::from_utf8_lossy(&file).into_owned();
    let stream = text.split("/XRefStm ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let repeated = format!("<< /Size 30 /Root 1 0 R /Prev {{prev}} /XRefStm {stream} >>");
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>";
    let first = updated(&file, &[(1, catalog)], "1 1\n{1}\n", &repeated);
    assert_sound(&first);
    assert_sound(&updated(&first, &[(1, catalog)], "1 1\n{1}\n", &repeated));
    // Readers that look there first would show the catalog as it was.
    assert_fault(&updated(&first, &[(20, "null")], "20 1\n{20}\n", &repeated), SyntaxFault::Hybrid);
    let unknown = "<< /Size 30 /Root 1 0 R /Prev {prev} /XRefStm 20 >>";
    assert_fault(&updated(&first, &[(20, "null")], "20 1\n{20}\n", unknown), SyntaxFault::Sections);
}

#[test]
fn nothing_but_objects_and_trailers_looks_like_one() {
    let held = |text: &str| with(&[&format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len())]);
    for text in ["obj", "1 obj", "a 1 b obj", "1.0 obj", "the trailer of a car", "endobj", "x 0 obj", "trailer < <"] {
        assert_sound(&held(text));
    }
    let blank = " ".repeat(200);
    for text in [
        "3 0 obj",
        "x3 0 obj << >>",
        "\n6 0 obj\n<< >>\nendobj\n",
        "6\r\n0\tobj",
        "6 0obj",
        "trailer << /Root 9 0 R >>",
        "\ntrailer\n<<",
        &format!("6{blank}0 obj"),
        &format!("6 0{blank}obj"),
        "6 0 %c\nobj",
        "6 %c\n0 obj",
        "(100%) 6 0\nobj",
        "+6 0 obj",
        "trailer %c\n<<",
        "trailer\0<<",
    ] {
        assert_fault(&held(text), SyntaxFault::Embedded);
        assert_fault(&with(&[&format!("({text})")]), SyntaxFault::Embedded);
    }
    let file = with(&["null"]);
    assert_fault(&replaced(&file, "trailer\n<<", "trailer\n<< /X (trailer << /Root 9 0 R >>)"), SyntaxFault::Embedded);
    assert_fault(&replaced(&file, "trailer\n<<", "% 3 0 obj\ntrailer\n<<"), SyntaxFault::Table);
}

#[test]
fn sizes_are_those_of_a_file() {
    let file = with(&["null"]);
    for size in ["8388609", "99999999", "2147483647"] {
        assert_fault(&replaced(&file, "/Size 6", &format!("/Size {size}")), SyntaxFault::Size);
    }
    assert_fault(&replaced(&file, "xref\n", "xref\n4294967302 0\n"), SyntaxFault::Table);
}
