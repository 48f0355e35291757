//! Tokens, values, indirect objects (ISO 32000-2 §7.2, §7.3).

use super::*;

#[test]
fn what_the_grammar_has_is_read() {
    for layout in [Layout::Table, Layout::Streams] {
        assert_sound(&pdf::simple(layout));
    }
    for value in [
        "null",
        "[true false null]",
        "[+1 -1 0005 2147483647 -2147483648 .5 -.5 4. +0.0 1.50]",
        "/A#42c",
        "/",
        "<</A/B/C(d)/E<00ff>/F[1 0 R]/G 1 0 R/H<<>>>>",
        "(balanced (parentheses) \\) \\053 \\\n)",
        "< 0a 0B >",
        "<< % a comment\n /A 1 >>",
        "[1 2 3]",
    ] {
        assert_sound(&with(&[value]));
    }
}

#[test]
fn what_the_grammar_has_not_is_a_fault() {
    use SyntaxFault::*;
    for (value, expected) in [
        ("<< /A 1 garbage /B 2 >>", Word),
        ("[1 R]", Word),
        ("[+4 0 R]", Word),
        ("{ 1 }", Word),
        ("[1 0 Robj]", Word),
        ("1 2", ObjectEnd),
        ("--1", Number),
        ("1.2.3", Number),
        ("1e5", Number),
        ("5-3", Number),
        ("-", Number),
        (".", Number),
        ("2147483648", NumberRange),
        ("-2147483649", NumberRange),
        ("99999999999999999999.5", NumberRange),
        ("/A#4", Name),
        ("/A#zz", Name),
        ("/A#00", Name),
        ("<0>", HexString),
        ("<0g>", HexString),
        ("(\\777)", LiteralString),
        ("[1 >>", Unclosed),
        ("<< /A ]", Unclosed),
        ("<< /A >>", Key),
        ("<< /A 1 2 >>", Key),
        ("<< (A) 1 >>", Key),
        ("<< /A 1 /A 1 >>", DoubledKey),
        ("<< /A 1 /#41 2 >>", DoubledKey),
        ("[<< /A << /B [<< /C 1 /C 2 >>] >> >>]", DoubledKey),
        ("[0 0 R]", Reference),
        ("[8388608 0 R]", Reference),
        ("[1 65536 R]", Reference),
        ("1 0 R", ObjectValue),
        ("", ObjectValue),
        ("(never closed", Unclosed),
        ("<< /A 1 >> % stream\n", StrayBytes),
    ] {
        let found = faults(&with(&[value]));
        // A comment where `stream` could stand is none of the readers' business, but of the rule for ends.
        let expected = if expected == StrayBytes { ObjectEnd } else { expected };
        assert!(found.contains(&expected), "{value}: {expected:?} is not in {found:?}");
    }
}

#[test]
fn names_are_as_long_as_readers_keep_them() {
    assert_sound(&with(&[&format!("/{}", "x".repeat(127))]));
    assert_fault(&with(&[&format!("/{}", "x".repeat(128))]), SyntaxFault::NameLength);
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_sound(&with(&[&nested(60)]));
    assert_fault(&with(&[&nested(61)]), SyntaxFault::Depth);
    assert_fault(&with(&[&"<</A".repeat(200_000)]), SyntaxFault::Depth);
}

#[test]
fn heads_of_objects() {
    let file = with(&["null"]);
    assert_fault(&replaced(&file, "3 0 obj", "+3 0 obj"), SyntaxFault::StrayBytes);
    for head in ["3 -0 obj", "3 0 objx", "3.0 0 obj", "3 0%\nobj", "0 0 obj", "8388608 0 obj", "3 65536 obj"] {
        assert_fault(&replaced(&file, "3 0 obj", head), SyntaxFault::ObjectHeader);
    }
    assert_fault(&replaced(&file, "null\nendobj", "null\nendobjx"), SyntaxFault::ObjectEnd);
    assert_fault(&replaced(&file, "null\nendobj", "null\n"), SyntaxFault::ObjectEnd);
}

#[test]
fn values_are_what_they_say() {
    let file = with(&["<< /A#42 (\\101\\\r\n\\(b\\)) /N [1.0 1 01 -0.0 12.50] /H <4a4B> /R 1 0 R >>"]);
    let document = Document::read(&Reader::new(&file));
    let value = document.value(document.object(3, 0).unwrap());
    assert_eq!(value.get(b"AB").unwrap().content(), Content::String(b"A(b)"));
    let numbers: Vec<Content<'_>> = value.get(b"N").unwrap().elements().unwrap().map(Value::content).collect();
    assert_eq!(
        numbers,
        [Content::Real(b"1."), Content::Integer(1), Content::Integer(1), Content::Real(b"0."), Content::Real(b"12.5")]
    );
    assert_eq!(value.get(b"H").unwrap().content(), Content::String(b"JK"));
    assert_eq!(value.get(b"R").unwrap().reference(), Some(ObjectId::new(1, 0)));
    assert_eq!(document.trailer(0).unwrap().get(b"Root").unwrap().reference(), Some(ObjectId::new(1, 0)));
}
