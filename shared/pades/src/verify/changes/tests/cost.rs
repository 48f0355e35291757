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
    let signed = signed_revisions(&reader, &marked_ends(&reader));
    assert_eq!(signed.len(), 20);
    let budget = Budget::new(BUDGET);
    let ends: Vec<usize> = signed.iter().map(|signed| signed.end).collect();
    let mut walk = Walk::start(&reader, ends[0], &|_| true, &budget);
    let mut spent = Vec::new();
    for extent in extents(&reader, ends[0], &ends) {
        let before = budget.left();
        assert!(walk.step(&extent, true).iter().all(|change| change.verdict == Verdict::Allowed));
        spent.push(before - budget.left());
    }
    // The first step reads all objects; after that a step costs a hundredth of them.
    assert!(spent[0] > 1_000 && spent[1..].iter().all(|units| *units < 200), "{spent:?}");
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
        let found = history(&reader, &signed_revisions(&reader, &marked_ends(&reader)), &|_| true);
        assert_eq!(found, judge_with(&file, &|_| true));
        assert!(!found.steps.is_empty());
    }
}
