//! Nothing that comes in makes this panic or run on.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let field = format!("<< {EMPTY} /V (new) /AP << /N 100 0 R >> >>");
    let filled = changed(&[(8, &field), (100, &drawn("new"))]);
    let certificate = stream("/Filter /ASCIIHexDecode", "3009 3003 020101 3000 0300>");
    let catalog = signed_catalog("/DSS << /Certs [100 0 R] >>");
    vec![
        timestamp(&sign(&certify(&document(), 2), "B"), "C"),
        filled,
        changed(&[(1, &catalog), (100, &certificate)]),
        sign(&sign(&pdf::simple(pdf::Layout::Streams), "A"), "B"),
        sign(&sign(&pdf::simple(pdf::Layout::Hybrid), "A"), "B"),
    ]
});

fn everything(file: &[u8]) {
    let _ = judge_with(file, &|_| true);
    let _ = Opened::open(&Reader::new(file));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_files(
        which in 0..5usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = FILES[which].clone();
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        everything(&file);
    }

    /// After the first signature, where the judging happens.
    #[test]
    fn changed_words(
        which in 0..5usize,
        at in any::<prop::sample::Index>(),
        word in prop::sample::select(vec![
            "<<", ">>", "[", "]", "(", ")", " R ", "/", "99999999999999999999", "-1", "4294967295 0 R", "obj",
            "stream", "endobj", "/Prev 0", "%", "%%EOF", "startxref", "xref", "8 0 R", "1 0 R", "/Kids", "/Parent",
        ]),
    ) {
        let mut file = FILES[which].clone();
        let first = scan_first(&file);
        let at = first + at.index(file.len() - first);
        let end = (at + word.len()).min(file.len());
        file.splice(at..end, word.bytes());
        everything(&file);
    }
}

fn scan_first(file: &[u8]) -> usize {
    examined(file).0.first().map_or(0, |signed| signed.end).min(file.len() - 1)
}
