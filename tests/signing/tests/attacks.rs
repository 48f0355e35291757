//! Honest files are intact by their own account, attacks are what they say they are.
//!
//! To be turned to the verifier: every honest file passes, every attack reports one of its expected findings.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pades::signatures::{Coverage, Status};
use pades::{Document, signatures};
use signing::attacks::{self, Attack};
use signing::finding::Class;
use signing::honest;

static ATTACKS: LazyLock<Vec<Attack>> = LazyLock::new(attacks::all);

#[test]
fn signatures_of_honest_files_are_intact() {
    for file in honest::all() {
        let found = signatures(&file.bytes).unwrap();
        assert_eq!(found.len(), file.signatures, "{}", file.name);
        for (index, info) in found.iter().enumerate() {
            let checks = (info.digest, info.signature, info.signing_certificate);
            assert_eq!(checks, (Status::Ok, Status::Ok, Status::Ok), "{}: {info:#?}", file.name);
            let proper = !matches!(info.coverage, Coverage::Improper { .. });
            assert!(proper, "{}: {:?} of {}", file.name, info.coverage, info.field);
            assert!(index + 1 < found.len() || info.timestamp.is_some() || file.bytes.ends_with(b"%%EOF\n"));
        }
    }
}

#[test]
fn attacks_change_the_file_and_nobody_stumbles_over_them() {
    for attack in ATTACKS.iter() {
        assert_ne!(attack.bytes, attack.original, "{}", attack.name);
        assert!(!attack.expected.is_empty(), "{}", attack.name);
        // Whatever it says, it has to say it without a panic.
        let _ = signatures(&attack.bytes);
        let _ = Document::open(&attack.bytes).and_then(|document| document.inspect());
    }
}

#[test]
fn what_is_only_appended_leaves_the_signatures_intact() {
    let classes =
        [Class::Pages, Class::Content, Class::Catalog, Class::Forms, Class::EvilAnnotation, Class::ShadowReplace];
    for attack in ATTACKS.iter().filter(|attack| classes.contains(&attack.class)) {
        assert!(attack.only_appends(), "{}", attack.name);
        let Ok(found) = signatures(&attack.bytes) else { continue };
        for info in found {
            assert_eq!((info.digest, info.signature), (Status::Ok, Status::Ok), "{}: {}", attack.name, info.field);
        }
    }
}

#[test]
fn every_class_has_attacks_and_every_attack_a_name_of_its_own() {
    let names: BTreeSet<_> = ATTACKS.iter().map(|attack| (attack.class, &attack.name)).collect();
    assert_eq!(names.len(), ATTACKS.len());
    let classes: BTreeSet<_> = ATTACKS.iter().map(|attack| attack.class).collect();
    assert_eq!(classes.len(), 15);
}
