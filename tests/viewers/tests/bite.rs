//! The comparison notices: what every kind of trick does is seen by some viewer, and so is what forged files of others do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use mutations::chance::Chance;
use mutations::tricks::{self, Trick};
use mutations::{Case, Family, Signed, bases};
use viewers::{Aspect, Viewers};

/// Draws of a trick until it is given up that anybody sees it.
const TRIES: u64 = 12;
#[test]
fn what_every_kind_of_trick_does_is_seen_by_some_viewer() {
    let viewers = Viewers::start().unwrap();
    if !viewers.are_all_here() {
        return;
    }
    let mut kinds: BTreeMap<Family, Vec<Trick>> = BTreeMap::new();
    for trick in tricks::all() {
        kinds.entry(trick.family).or_default().push(trick);
    }
    let unseen = kinds.iter().filter(|(_, tricks)| !tricks.iter().any(|trick| is_seen(&viewers, *trick)));
    let unseen: Vec<&Family> = unseen.map(|(family, _)| family).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

/// Whether some viewer shows what the trick does, were it called unchanged.
fn is_seen(viewers: &Viewers, trick: Trick) -> bool {
    (0..TRIES).any(|seed| {
        let base = &bases()[usize::try_from(seed).unwrap() % bases().len()];
        let case = Case::of(base, vec![trick], &mut Chance::of(seed));
        !viewers.differences(&case.bytes, &whole(base.bytes.len())).unwrap().is_empty()
    })
}

fn whole(end: usize) -> Signed {
    Signed { field: String::new(), end, places: Vec::new(), is_structure_extended: false }
}

/// Forged files that are present beside the workspace, and what is seen of each.
const FORGED: [(&str, Seen); 13] = [
    ("e1_flood_replaced", Seen::Screen),
    ("e2_stray_word", Seen::Screen),
    ("e3_doubled_nested", Seen::Screen),
    ("e4_fill_vector_certified2_empty", Seen::Screen),
    ("e5_noview_print_36", Seen::Print),
    ("e6_space_replaced", Seen::Screen),
    ("e7_cover_sig_c2", Seen::Screen),
    ("f_P_other_page", Seen::Screen),
    ("f_norotate_270", Seen::Screen),
    ("n2_objstm_N_indirect", Seen::Screen),
    ("p1_trailer_without_Size_repair", Seen::Screen),
    ("s3_ocmd_p_object", Seen::Screen),
    ("s4_hybrid_free_then_stream", Seen::Screen),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Screen,
    /// On paper only.
    Print,
}

#[test]
fn what_forged_files_of_others_do_is_seen_by_some_viewer() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/forged");
    if !folder.exists() {
        return; // they are no part of the workspace
    }
    let viewers = Viewers::start().unwrap();
    let mut unseen = Vec::new();
    for (name, seen) in FORGED {
        let file = fs::read(folder.join(name).with_extension("pdf")).unwrap();
        let differences = viewers.differences(&file, &whole(first_signed(&file))).unwrap();
        let is_seen = differences.iter().any(|difference| match seen {
            Seen::Screen => matches!(difference.aspect, Aspect::Screen(_) | Aspect::Pages(..)),
            Seen::Print => matches!(difference.aspect, Aspect::Print(_)),
        });
        if !is_seen {
            unseen.push(format!("{name}: {differences:?}"));
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

/// Where the revision ends that the first signature was made over, by its own account.
fn first_signed(file: &[u8]) -> usize {
    let text = String::from_utf8_lossy(file);
    let ranges = text.split("/ByteRange").skip(1).filter_map(|rest| {
        let numbers = rest.trim_start().strip_prefix('[')?.split(']').next()?;
        let numbers: Vec<usize> = numbers.split_whitespace().map_while(|number| number.parse().ok()).collect();
        let [0, before, start, length] = numbers[..] else { return None };
        (before > 0 && length > 0).then_some(start + length)
    });
    ranges.filter(|end| *end <= file.len()).min().unwrap()
}
