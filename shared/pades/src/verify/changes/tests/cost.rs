//! What a history costs, and that it can be had from ranges of a file.

use super::*;

#[test]
fn long_histories_cost_what_they_touch() {
    let mut file = pdf::many_pages(500);
    for index in 0..10 {
        file = timestamp(&sign(&file, &format!("S{index}")), &format!("T{index}"));
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
    for file in [timestamp(&sign(&document(), "A"), "B"), changed(&[(6, &drawn("x"))]), streams] {
        let source = Ranges(file.clone());
        let reader = Reader::new(&source);
        let found = judge_on(&reader, &|_| Standing::Intact);
        assert_eq!(found, judge_with(&file, &|_| true));
        assert!(!found.steps.is_empty());
    }
}

/// How many objects lead from one to the next in hostile files: far more than a stack has room for.
const DEPTH: usize = 20_000;

/// A signed file whose catalog leads into a chain of objects, or into a circle, and an update of its first link.
fn chained(catalog: &str, link: &str, is_circle: bool) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object(format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"));
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 99 99] >>");
    builder.object("<< /Type /Page /Parent 2 0 R >>");
    let last = if is_circle { 4 } else { DEPTH };
    for number in 4..=last {
        let next = if is_circle { 4 } else { number + 1 };
        builder.object(link.replace('#', &next.to_string()));
    }
    let signed = sign(&builder.finish(), "A");
    let first = link.replace('#', if is_circle { "4" } else { "5" }).replace("<<", "<< /More 1");
    update(&signed, DEPTH + 100, &[(4, &first)])
}

#[test]
fn no_chain_of_objects_takes_the_stack() {
    let judged = std::thread::Builder::new().stack_size(1 << 20).spawn(|| {
        for (catalog, link) in [
            ("/StructTreeRoot << /ParentTree 4 0 R >>", "<< /Kids [# 0 R] >>"),
            ("/StructTreeRoot 4 0 R", "<< /S /P /K [# 0 R] /P # 0 R >>"),
            ("/Names << /Dests 4 0 R >>", "<< /Kids [# 0 R] >>"),
            ("/Outlines 4 0 R", "<< /First # 0 R /Next # 0 R >>"),
            ("/AcroForm << /Fields [4 0 R] >>", "<< /T (a) /Kids [# 0 R] >>"),
            ("/AcroForm << /Fields [4 0 R] >>", "<< /FT /Sig /T (a) /Parent # 0 R >>"),
            ("/DSS << /VRI 4 0 R >>", "<< /A # 0 R >>"),
        ] {
            for is_circle in [false, true] {
                let file = chained(catalog, link, is_circle);
                let caught = judge_with(&file, &|_| true).steps.iter().any(Step::is_forbidden);
                let exhausted = {
                    let reader = Reader::new(&file);
                    let opened = Opened::open(&reader).unwrap();
                    opened.budget.is_spent()
                };
                assert!(caught || exhausted, "{catalog} {is_circle}");
            }
        }
    });
    judged.unwrap().join().unwrap();
}

#[test]
fn what_many_fields_share_is_looked_at_once() {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R >>");
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 99 99] >>");
    builder.object("<< /Type /Page /Parent 2 0 R >>");
    let numbers: Vec<String> = (6..3_006).map(|number| format!("{number} 0 R")).collect();
    let list = numbers.join(" ");
    builder.object(format!("<< /Fields [{list}] >>"));
    builder.object(format!("[{list}]"));
    for index in 0..3_000 {
        builder.object(format!("<< /FT /Tx /T (f{index}) /V (x) /Kids 5 0 R >>"));
    }
    let signed = sign(&builder.finish(), "A");
    let file = update(&signed, 6_000, &[(5_000, "<< >>")]);
    let reader = Reader::new(&file);
    let opened = Opened::open(&reader).unwrap();
    let before = opened.budget.left();
    history(opened.view(), &opened.signed, &|_| Standing::Intact);
    assert!(before - opened.budget.left() < 200_000, "{}", before - opened.budget.left());
}
