//! Nothing that comes in makes the reader panic or run on, and what follows a revision never changes what is found in it.

use proptest::prelude::*;

use super::*;

fn files() -> Vec<Vec<u8>> {
    let first = pdf::simple(Layout::Table);
    let update = pdf::update(&first, 30, &[(5, "<< /A [1 2 (x)] >>"), (20, "<< /Length 3 >>\nstream\nabc\nendstream")]);
    vec![update, pdf::simple(Layout::Streams), pdf::simple(Layout::Hybrid), first]
}

/// A file that does not lie in memory.
struct Ranges<'b>(&'b [u8]);

impl crate::Source for Ranges<'_> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        crate::Source::read_at(self.0, offset, buffer)
    }
}

fn found(file: &[u8]) -> (Vec<Fault>, usize) {
    let document = Document::read(&Reader::new(file));
    (document.faults().to_vec(), document.revisions().len())
}

#[test]
fn ranges_give_what_memory_gives() {
    let large = format!("<< /Length 300000 >>\nstream\n{}\nendstream", "x".repeat(300_000));
    let array = format!("[{}]", "1 0 R /Name (string) <00> ".repeat(9_000));
    let mut files = files();
    files.push(with(&[&large, &array, &large.replace("300000", "6 0 R"), "300000"]));
    for file in files {
        let source = Ranges(&file);
        let document = Document::read(&Reader::new(&source));
        assert_eq!((document.faults().to_vec(), document.revisions().len()), found(&file));
        assert_eq!(document.numbers(0).count(), Document::read(&Reader::new(&file)).numbers(0).count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_files(
        which in 0..4usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut file = files()[which].clone();
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let source = Ranges(&file);
        let document = Document::read(&Reader::new(&source));
        prop_assert_eq!((document.faults().to_vec(), document.revisions().len()), found(&file));
    }

    #[test]
    fn what_follows_a_revision_changes_nothing_in_it(which in 0..4usize, more in prop::collection::vec(any::<u8>(), 0..40)) {
        let file = files()[which].clone();
        let (before, revisions) = found(&file);
        let (after, _) = found(&[file.clone(), more].concat());
        let after: Vec<Fault> = after.into_iter().filter(|fault| fault.revision < revisions).collect();
        prop_assert_eq!(
            after.into_iter().filter(|fault| fault.kind != SyntaxFault::EndTooFar).collect::<Vec<_>>(),
            before
        );
    }
}
