//! What a history costs, and that it can be had from ranges of a file.

use super::*;

#[test]
fn long_histories_cost_what_they_touch() {
    let mut file = pdf::many_pages(500);
    for index in 0..10 {
        file = stamp(&sign(&file, &format!("S{index}")), &format!("T{index}"));
        file = update(&file, 6_000, &[(5_000 + index, "<< >>")]);
    }
    let reader = Reader::new(&file);
    let document = Document::read(&reader);
    let budget = Budget::for_length(file.len());
    let view = View { document: &document, reader: &reader, revision: 0, budget: &budget };
    let (_, signed) = signed::find(view);
    assert_eq!(signed.len(), 20);
    let first = signed[0].revision;
    let before = budget.left();
    let mut walk = Walk::start(view.at(first), &|_| Standing::Intact);
    assert!(before - budget.left() > 1_000);
    for revision in first + 1..document.revisions().len() {
        let before = budget.left();
        assert!(walk.step(revision).iter().all(|change| change.verdict == Verdict::Allowed));
        // All objects were read once; after that a step costs what it touches.
        assert!(before - budget.left() < 400, "{}", before - budget.left());
    }
}

/// A file that does not lie in memory.
struct Ranges(Vec<u8>);

impl crate::Source for Ranges {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        crate::Source::read_at(&self.0, offset, buffer)
    }
}

#[test]
fn ranges_give_what_memory_gives() {
    let streams = sign(&sign(&pdf::simple(pdf::Layout::Streams), "A"), "B");
    for file in [stamp(&sign(&document(), "A"), "B"), changed(&[(6, &drawn("x"))]), streams] {
        let source = Ranges(file.clone());
        let reader = Reader::new(&source);
        let found = judge_on(&reader, &|_| true);
        assert_eq!(found, judge_with(&file, &|_| true));
        assert!(!found.steps.is_empty());
    }
}
