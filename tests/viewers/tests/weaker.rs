//! A verifier that is weaker than ours is caught by the cases that are drawn: one without whole kinds of findings, and one
//! with each fault by which a forged file once passed. What makes a verifier abort or take long shows by itself: every case
//! is verified on a small stack, and a search tells the longest.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use mutations::document::POLICY;
use mutations::{Case, Family, Finding, Signed, nothing, signed_revisions, verify};
use pades::verify::changes::{Change, ChangeKind::*, Detail, SyntaxFault};
use pades::verify::report::Reason;
use signing::document::read;
use viewers::{Aspect, Difference, Viewers};

/// Cases until it is given up that a weaker verifier is caught.
const CASES: u64 = 6000;

/// A verifier that is without some of its findings.
struct Weaker {
    name: &'static str,
    /// What it does not find.
    ignores: Ignores,
    /// What gives it away.
    is_caught: fn(&Caught<'_>) -> bool,
}

/// What a weaker verifier does not find.
#[derive(Clone, Copy)]
enum Ignores {
    /// These changes.
    Changes(fn(&Change) -> bool),
    /// These findings about that case.
    Findings(fn(&Case, Finding<'_>) -> bool),
}

/// A signature that the weaker verifier alone calls valid.
struct Caught<'c> {
    case: &'c Case,
    signed: &'c Signed,
    differences: Vec<Difference>,
}

const WEAKER: &[Weaker] = &[
    // Without whole kinds
    without("what pages draw", |change| {
        matches!(change.kind, ContentChanged | FontChanged | ObjectsHidden | ObjectsRevealed)
    }),
    without("pages", |change| matches!(change.kind, PageChanged | PageAdded | PageRemoved | PagesReordered)),
    without("fields filled in with another look", |change| change.kind == FormChanged),
    without("visible fields without an intact signature", |change| {
        matches!(change.kind, UnsignedVisibleField | VisibleField | VisibleTimestamp)
    }),
    without("annotations", |change| matches!(change.kind, AnnotationAdded | AnnotationChanged | AnnotationRemoved)),
    without("layers", |change| change.kind == LayersChanged),
    without("the catalog and actions", |change| matches!(change.kind, CatalogChanged | ActionAdded)),
    without("the title", |change| change.kind == MetadataChanged),
    without("how a file is written", |change| {
        matches!(change.kind, StructureBroken | XrefManipulated | TrailingBytes | TrailerChanged)
    }),
    // With a fault by which a forged file passed
    by("a search for the signed revision that ends after so many words (e1)", |case, _| {
        count(&case.bytes, b"%%EOF") + count(&case.bytes, b"/ByteRange") > 900
    }),
    without("a parser that stops at a stray word (e2)", |change| {
        is_syntax(change, &[SyntaxFault::Word, SyntaxFault::Key, SyntaxFault::Unclosed])
    }),
    Weaker {
        is_caught: |caught| caught.is_on_screen(),
        ..without("the first of two keys counts (e3)", |change| is_syntax(change, &[SyntaxFault::DoubledKey]))
    },
    without("a look is judged by its value (e4)", |change| {
        change.kind == FormChanged && matches!(&change.detail, Some(Detail::Shown { value, .. }) if value.is_empty())
    }),
    Weaker {
        is_caught: |caught| caught.sees(|aspect| matches!(aspect, Aspect::Print(_))) && !caught.is_on_screen(),
        ..without("what is not on the screen is not seen (e5)", |change| change.kind == UnsignedVisibleField)
    },
    by("blanks behind the end hide a revision (e6)", |case, _| {
        let blanks = [b"%%EOF\n".as_slice(), &[b' '; 1000]].concat();
        count(&case.bytes, &blanks) > 0
    }),
    without("a signature may cover what was certified (e7)", |change| change.kind == VisibleField),
    by("a field is on the page that it names itself (f_P)", |case, finding| {
        let Finding::Change(change) = finding else { return false };
        change.kind == UnsignedVisibleField && change.page.is_some_and(|page| named_page(case) != Some(page))
    }),
    without("what lies off the page is not seen (f_norotate)", |change| {
        let is_off = matches!(&change.detail, Some(Detail::Rectangle { rectangle }) if rectangle.contains("1200"));
        change.kind == UnsignedVisibleField && is_off
    }),
    by("an object stream that is not understood is skipped (n2)", |case, finding| {
        let Finding::Change(change) = finding else { return false };
        let is_skipped = change.kind == XrefManipulated || is_syntax(change, &[SyntaxFault::ObjectStreamEntries]);
        case.base.name.contains("object stream") && is_skipped
    }),
    by("what is dead in the signed revision does not count (p1)", |case, finding| {
        let Finding::Change(change) = finding else { return false };
        case.base.name.contains("twice") && change.kind == StructureBroken
    }),
    without("a membership leads nowhere (s3)", |change| change.object == Some(POLICY)),
    by("one of two cross-references counts (s4)", |case, finding| {
        let Finding::Change(change) = finding else { return false };
        let is_of_rows = matches!(change.kind, ObjectsHidden | ObjectsRewritten);
        let is_hybrid = read::find(&case.bytes, b"/XRefStm ").is_some();
        is_hybrid && (is_of_rows || is_syntax(change, &[SyntaxFault::Hybrid, SyntaxFault::Freed]))
    }),
    without("a file is not looked at as a linearized one (e14)", |change| {
        is_syntax(change, &[SyntaxFault::Linearized])
    }),
    by("a permission that cannot be read is the usual one (m2)", |case, finding| {
        let Finding::Change(change) = finding else { return false };
        case.base.name.contains("ForeignReal") && change.kind == Locked
    }),
    Weaker {
        is_caught: |caught| caught.sees(|aspect| matches!(aspect, Aspect::Rebuilt)) && caught.is_another_document(),
        ..without("what makes readers rebuild a file, and what they then take, does not count", |change| {
            is_syntax(change, &[SyntaxFault::Sections, SyntaxFault::Table, SyntaxFault::Size, SyntaxFault::EndTooFar])
        })
    },
    unsound("the newest store counts alone (r2)", |case, finding| {
        let is_replaced = case.tricks.iter().any(|trick| trick.family == Family::Store);
        is_replaced && matches!(finding, Finding::Reason(Reason::Revoked { .. }))
    }),
    unsound("algorithms are not judged (e8)", |_, finding| {
        matches!(finding, Finding::Reason(Reason::WeakAlgorithm { .. }))
    }),
    unsound("whoever has a certificate may sign (e10)", |_, finding| {
        matches!(finding, Finding::Reason(Reason::NotForSigning { .. }))
    }),
    unsound("one signature in two fields is two (m5)", |_, finding| {
        matches!(finding, Finding::Change(Change { kind: SignatureShared, .. }))
    }),
];

/// One without these changes, which viewers show to be wrong.
const fn without(name: &'static str, ignores: fn(&Change) -> bool) -> Weaker {
    Weaker { name, ignores: Ignores::Changes(ignores), is_caught: |caught| !caught.differences.is_empty() }
}

/// One without these findings, which viewers show to be wrong.
const fn by(name: &'static str, ignores: fn(&Case, Finding<'_>) -> bool) -> Weaker {
    Weaker { name, ignores: Ignores::Findings(ignores), is_caught: |caught| !caught.differences.is_empty() }
}

/// One without these findings, which passes what never may.
const fn unsound(name: &'static str, ignores: fn(&Case, Finding<'_>) -> bool) -> Weaker {
    Weaker { name, ignores: Ignores::Findings(ignores), is_caught: |caught| caught.case.is_unsound(caught.signed) }
}

#[test]
fn a_weaker_verifier_is_caught_by_the_cases_that_are_drawn() {
    let viewers = Viewers::start().unwrap();
    if !viewers.are_all_here() {
        return;
    }
    let mut left: Vec<&Weaker> = WEAKER.iter().collect();
    for seed in 0..CASES {
        let case = Case::of_seed(seed);
        let Ok(report) = verify(&case.bytes) else { continue };
        let earnest = signed_revisions(&report, &nothing);
        left.retain(|weaker| {
            let passed = signed_revisions(&report, &|finding| weaker.ignores.finding(&case, finding));
            let caught = passed.into_iter().filter(|signed| !earnest.contains(signed)).take(1).any(|signed| {
                let differences = viewers.differences(&case.bytes, &signed).unwrap();
                (weaker.is_caught)(&Caught { case: &case, signed: &signed, differences })
            });
            if caught {
                println!("{}: caught by seed {seed}, {:?} of {}", weaker.name, case.tricks, case.base.name);
            }
            !caught
        });
        if left.is_empty() {
            return;
        }
    }
    panic!("never caught: {:?}", left.iter().map(|weaker| weaker.name).collect::<Vec<_>>());
}

impl Ignores {
    fn finding(self, case: &Case, finding: Finding<'_>) -> bool {
        match (self, finding) {
            (Self::Changes(is_ignored), Finding::Change(change)) => is_ignored(change),
            (Self::Changes(_), Finding::Reason(_)) => false,
            (Self::Findings(is_ignored), finding) => is_ignored(case, finding),
        }
    }
}

impl Caught<'_> {
    fn sees(&self, is_it: impl Fn(&Aspect) -> bool) -> bool {
        self.differences.iter().any(|difference| is_it(&difference.aspect))
    }

    fn is_another_document(&self) -> bool {
        self.sees(|aspect| matches!(aspect, Aspect::Pages(..)))
    }

    fn is_on_screen(&self) -> bool {
        self.sees(|aspect| matches!(aspect, Aspect::Screen(_)))
    }
}

fn is_syntax(change: &Change, faults: &[SyntaxFault]) -> bool {
    matches!(change.detail, Some(Detail::Syntax { fault, .. }) if faults.contains(&fault))
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, word).count()
}

/// The page that the newest field for a signature says that it is on, counted from 1.
fn named_page(case: &Case) -> Option<usize> {
    let at = read::rfind(&case.bytes, b"/T (Later)")?;
    let text = String::from_utf8_lossy(&case.bytes[at..]).into_owned();
    let number = text.split_once("/P ")?.1.split_whitespace().next()?;
    [3, 4].iter().position(|page| page.to_string() == number).map(|index| index + 1)
}
