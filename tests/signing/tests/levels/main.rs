//! Every level, by every kind of key, on every kind of file, seen and unseen: all oracles agree, and so do we.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod archives;
mod judge;
mod ladder;
mod looks;
mod structure;

use std::{fs, thread};

use judge::{Sample, judge};
use ladder::{KEYS, KeyKind, Ladder};
use pades::sign::SignError;
use pades::verify::Level;
use pades::{DocMdp, RevisionError, SignatureAlgorithm, SignatureKind};
use signing::document::contract::contract;
use signing::document::{Layout, read};
use signing::inputs::Kind;
use signing::pki::{PKI, now};
use signing::signer::{Act, signed, with_fields, with_visible_fields};

#[test]
fn every_kind_of_file_reaches_every_level_and_is_renewed_twice() {
    // Each kind of key is once seen and once not, whatever the order of the kinds.
    let ladders = Kind::ALL.into_iter().enumerate().map(|(index, kind)| {
        let seen = (index + index / KEYS.len()).is_multiple_of(2);
        Ladder { kind, file: kind.file(), key: KEYS[index % KEYS.len()], seen, profile: archives::profile(kind) }
    });
    // What is made linear for the web says where the file ends. That is no longer true then, and need not be.
    let linearized = linearized(&contract(Layout::Table));
    let linearized = Ladder { kind: Kind::Form, file: linearized, key: KeyKind::RsaPss, seen: true, profile: None };
    let ladders: Vec<Ladder> = ladders.chain([linearized]).collect();
    let (half, other) = ladders.split_at(ladders.len() / 2);
    let climb = |ladders: &[Ladder]| ladders.iter().flat_map(Ladder::climb).collect::<Vec<_>>();
    let samples = thread::scope(|scope| {
        let other = scope.spawn(|| climb(other));
        [climb(half), other.join().unwrap()].concat()
    });
    judge(&samples);
}

#[test]
fn every_kind_of_key_signs_every_kind_of_file() {
    let mut samples = Vec::new();
    for kind in Kind::ALL {
        let file = kind.file();
        for (index, key) in KEYS.into_iter().enumerate() {
            let ladder = Ladder { kind, file: file.clone(), key, seen: index == 0, profile: archives::profile(kind) };
            samples.push(ladder.timestamped());
        }
    }
    judge(&samples);
}

#[test]
fn ten_signers_one_after_the_other() {
    let names: Vec<String> = (1..=10).map(|number| format!("Signer{number}")).collect();
    let fields: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut file = with_fields(&contract(Layout::Streams), &fields);
    let mut steps = Vec::new();
    for (number, field) in (1..).zip(&fields) {
        let certify = (number == 1).then_some(DocMdp::FormFilling);
        let next = signed(&file, field, &PKI.signer(number), certify);
        structure::check(&file, &next, field);
        let mut sample = Sample::new(format!("{number} signers"), next.clone(), number, now());
        sample.levels = fields[..number].iter().map(|field| ((*field).to_owned(), Level::BT)).collect();
        sample.judge_ourselves();
        steps.push(sample);
        file = next;
    }
    // Somebody else's opinion is asked in the middle and at the end.
    judge(&[steps[4].clone(), steps[9].clone()]);
}

#[test]
fn seals_on_pages_turned_in_every_way() {
    let file = Kind::Turned.file();
    let samples = (1..=4).map(|page| {
        let visible = looks::seal_and_text(page);
        let act = Act { visible: Some(visible), ..Act::new(&PKI.p256, "Seal") };
        let signed = act.sign_and_timestamp(&file);
        structure::check(&file, &signed, "Seal");
        let widget = read::text(&signed, read::number_of(&signed, "/T (Seal)"));
        assert!(widget.contains("/AP << /N ") && !widget.contains("/Rect [0 0 0 0]"), "{widget}");
        Sample::new(format!("seen on page {page}"), signed, 1, now())
    });
    judge(&samples.collect::<Vec<_>>());
}

#[test]
fn whoever_certifies_permits_what_the_levels_need() {
    let file = contract(Layout::Table);
    let certified = signed(&file, "Seal", &PKI.p256, Some(DocMdp::FormFilling));
    let signature = read::text(&certified, read::number_of(&certified, "/Type /Sig\n"));
    assert!(signature.contains("/TransformMethod /DocMDP") && signature.contains("/P 2 /V /1.2"), "{signature}");
    let found = pades::signatures(&certified).unwrap();
    assert_eq!(found[0].kind, SignatureKind::Certification { permission: 2 });
    let number = read::number_of(&certified, "/Type /Sig\n");
    let catalog = read::text(&certified, 1).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(catalog.contains(&format!("/Perms << /DocMDP {number} 0 R")), "{catalog}");
}

#[test]
fn a_certified_file_gets_no_new_field_that_is_seen() {
    let certified = signed(&contract(Layout::Table), "Seal", &PKI.p256, Some(DocMdp::FormFilling));
    let act = Act { visible: Some(looks::seal(1)), ..Act::new(&PKI.rsa, "New") };
    let refused = act.begin(&certified).unwrap_err();
    assert_eq!(refused, SignError::Revision(RevisionError::CertifiedWithoutField));
    let _ = Act::new(&PKI.rsa, "New").begin(&certified).unwrap();

    let prepared = with_visible_fields(&contract(Layout::Table), &[("New", looks::placement(1))]);
    let certified = signed(&prepared, "Seal", &PKI.p256, Some(DocMdp::FormFilling));
    judge(&[Sample::new("seen in a field of the certified file".into(), act.sign_and_timestamp(&certified), 2, now())]);
}

#[test]
fn a_timestamp_put_in_later_makes_the_same_file() {
    let file = contract(Layout::Table);
    for key in KEYS {
        let algorithm = Some(key.algorithm());
        let act = Act { algorithm, ..Act::new(key.signer(), "Seal") };
        let signed = act.sign(&file);
        assert!(signing::signer::timestamped(&signed, "Seal") == act.sign_and_timestamp(&file), "{algorithm:?}");
    }
    let pss = SignatureAlgorithm::RsaPssSha256;
    let refused = Act { algorithm: Some(pss), ..Act::new(&PKI.p256, "Seal") }.begin(&file);
    assert!(refused.is_err(), "a P-256 key makes no RSA signatures");
}

pub(crate) fn linearized(file: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from.pdf"), folder.path().join("to.pdf"));
    fs::write(&from, file).unwrap();
    judge::ORACLES.linearize(&from, &to).unwrap();
    let linearized = fs::read(to).unwrap();
    assert!(read::find(&linearized[..1024], b"/Linearized").is_some());
    linearized
}
