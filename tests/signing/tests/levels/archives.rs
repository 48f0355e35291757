//! A PDF/A stays one of its part and level (ISO 19005-1 to -3), whatever is put into it.

use std::{fs, thread};

use krilla::configure::Archival;
use oracles::{Breach, PdfA};
use pades::DocMdp;
use pades::appearance::Placement;
use signing::archives::{archive, without_output_intent};
use signing::document::{Layout, read};
use signing::inputs::Kind;
use signing::pki::{PKI, now};
use signing::signer::{Act, prepared};

use crate::judge::{ORACLES, Sample, judge};
use crate::ladder::{KEYS, Ladder};
use crate::{linearized, looks};

const PROFILES: [(PdfA, Archival); 8] = [
    (PdfA::A1a, Archival::A1_A),
    (PdfA::A1b, Archival::A1_B),
    (PdfA::A2a, Archival::A2_A),
    (PdfA::A2b, Archival::A2_B),
    (PdfA::A2u, Archival::A2_U),
    (PdfA::A3a, Archival::A3_A),
    (PdfA::A3b, Archival::A3_B),
    (PdfA::A3u, Archival::A3_U),
];

/// What the tests' files of this kind are.
pub(crate) fn profile(kind: Kind) -> Option<PdfA> {
    (kind == Kind::Archive).then_some(PdfA::A3b)
}

#[test]
fn a_pdf_a_stays_one_on_every_level() {
    let mut ladders = Vec::new();
    for (index, (profile, file)) in inputs().into_iter().enumerate() {
        // The field is made by signing, or beforehand and with others.
        let unseen = prepared(&file, &["Seal", "Second"], &[("Third", beside())]);
        let seen = prepared(&file, &["Second"], &[("Seal", looks::placement(1)), ("Third", beside())]);
        let mut scenes = vec![(&file, false), (&seen, true)];
        let mut keys = vec![KEYS[index % KEYS.len()]];
        if profile == PdfA::A3b {
            scenes.extend([(&file, true), (&unseen, false)]);
            keys = KEYS.to_vec();
        }
        for (file, seen) in scenes {
            ladders.extend(keys.iter().map(|&key| {
                let (kind, profile) = (Kind::Archive, Some(profile));
                Ladder { kind, file: file.clone(), key, seen, profile }
            }));
        }
    }
    let (half, other) = ladders.split_at(ladders.len() / 2);
    let climb = |ladders: &[Ladder]| ladders.iter().flat_map(Ladder::climb).collect::<Vec<_>>();
    let samples = thread::scope(|scope| {
        let other = scope.spawn(|| climb(other));
        [climb(half), other.join().unwrap()].concat()
    });
    assert_conforming(&samples);
}

#[test]
fn a_pdf_a_stays_one_when_many_sign() {
    let files = [
        (PdfA::A1b, archive(Archival::A1_B)),
        (PdfA::A2b, without_output_intent(Layout::Streams)),
        (PdfA::A3a, archive(Archival::A3_A)),
    ];
    let samples = files.map(|(profile, file)| {
        let mut file = prepared(&file, &["Second"], &[("First", looks::placement(1)), ("Third", beside())]);
        for (number, field) in (1..).zip(["First", "Second", "Third", "Late"]) {
            let visible = (number % 2 == 1).then(|| looks::seal_and_text(1));
            let certify = (number == 1).then_some(DocMdp::FormFilling);
            file = Act { visible, certify, ..Act::new(&PKI.signer(number), field) }.sign_and_timestamp(&file);
        }
        Sample { profile: Some(profile), ..Sample::new(format!("{profile:?}, signed by four"), file, 4, now()) }
    });
    judge(&samples);
}

/// ISO 19005-1 §6.9 makes no exception; the validator lets fields without an area pass.
#[test]
fn in_pdf_a_1_a_field_that_is_not_seen_has_an_appearance_too() {
    let signed = Act::new(&PKI.p256, "New").sign_and_timestamp(&prepared(&archive(Archival::A1_B), &["Old"], &[]));
    for field in ["New", "Old"] {
        let widget = read::text(&signed, read::number_of(&signed, &format!("/T ({field})")));
        assert!(widget.contains("/AP << /N ") && widget.contains("/Rect [0 0 0 0]"), "{widget}");
    }
}

/// Rules that a signature could break, each broken by hand.
#[test]
fn what_breaks_a_rule_is_named() {
    let sign = |file: &[u8]| {
        let file = prepared(file, &["Second"], &[("Third", beside())]);
        Act { visible: Some(looks::seal_and_text(1)), ..Act::new(&PKI.p256, "Seal") }.sign_and_timestamp(&file)
    };
    let (first, second) = (sign(&archive(Archival::A1_B)), sign(&archive(Archival::A2_B)));
    let plain = sign(&without_output_intent(Layout::Streams));
    let broken = [
        (PdfA::A1b, &first, "/CIDSet ", "/CIDSot ", "CID-SUBSET-CIDSET"),
        // PDF/A-2 allows that: nothing is changed but what it must be.
        (PdfA::A1b, &second, "/SMask ", "/SMask ", "XOBJECT-SMASK"),
        (PdfA::A2b, &second, "/FontFile2 ", "/FontFeil2 ", "FONT-EMBEDDING"),
        (PdfA::A2b, &second, "/AP << /N", "/AQ << /N", "ANNOTATION-AP-REQUIRED"),
        (PdfA::A2b, &second, "/F 132 ", "/F 134 ", "ANNOTATION-FLAGS"),
        (PdfA::A2b, &second, "/ID [", "/IX [", "TRAILER-ID"),
        (PdfA::A2b, &second, "/ByteRange [0 ", "/ByteRange [1 ", "SIGNATURE-BYTERANGE"),
        (PdfA::A2b, &plain, "/DocumentId cs 0.35 sc", "0.35 g                ", "DEVICE-GRAY"),
    ];
    let samples =
        broken.map(|(profile, file, from, to, rule)| sample(rule, profile, &read::replace_last(file, from, to)));
    for (sample, breaches) in samples.iter().zip(breaches(&samples)) {
        assert!(breaches.iter().any(|breach| breach.rule.contains(&sample.name)), "{}: {breaches:?}", sample.name);
    }
}

/// Files by other programs and by hand, each what it claims to be.
fn inputs() -> Vec<(PdfA, Vec<u8>)> {
    let written = PROFILES.map(|(profile, archival)| (profile, archive(archival)));
    let by_hand = [Layout::Table, Layout::Streams].map(|layout| (PdfA::A2b, without_output_intent(layout)));
    let linear = [Archival::A1_B, Archival::A2_B].map(|archival| linearized(&archive(archival)));
    let linear = [PdfA::A1b, PdfA::A2b].into_iter().zip(linear);
    let inputs: Vec<_> = written.into_iter().chain(by_hand).chain(linear).collect();
    let samples: Vec<_> = inputs.iter().map(|(profile, file)| sample("as it came", *profile, file)).collect();
    assert_conforming(&samples);
    inputs
}

/// A place below that of the seal.
fn beside() -> Placement {
    Placement { y: 60.0, ..looks::placement(1) }
}

fn sample(name: &str, profile: PdfA, file: &[u8]) -> Sample {
    Sample { profile: Some(profile), ..Sample::new(name.to_owned(), file.to_vec(), 0, now()) }
}

fn assert_conforming(samples: &[Sample]) {
    let breaches = breaches(samples);
    let names = samples.iter().map(|sample| format!("{:?}, {}", sample.profile, sample.name));
    let broken: Vec<_> = names.zip(breaches).filter(|(_, breaches)| !breaches.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

/// What the validator says of each.
fn breaches(samples: &[Sample]) -> Vec<Vec<Breach>> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..samples.len()).map(|index| folder.path().join(format!("{index}.pdf"))).collect();
    for (sample, path) in samples.iter().zip(&paths) {
        fs::write(path, &sample.bytes).unwrap();
    }
    let asked: Vec<_> =
        samples.iter().zip(&paths).map(|(sample, path)| (path.as_path(), sample.profile.unwrap())).collect();
    ORACLES.pdfa(&asked).unwrap().into_iter().map(Result::unwrap).collect()
}
