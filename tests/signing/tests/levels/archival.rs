//! A PDF/A stays one (ISO 19005), whatever is signed, shown, stamped and proved in it.

use krilla::configure::Archival;
use oracles::Archived;
use pades::{DocumentId, FieldName, Preparation, prepare};
use signing::inputs::{self, Kind};

use crate::judge::ORACLES;
use crate::ladder::{KEYS, Ladder};
use crate::looks;

/// Parts and levels, as makers and validators call them.
const PROFILES: [(Archival, &str); 3] = [(Archival::A1_B, "1b"), (Archival::A2_B, "2b"), (Archival::A3_B, "3b")];

#[test]
fn an_archived_file_stays_archived_at_every_level() {
    let mut files = Vec::new();
    for (index, (archival, profile)) in PROFILES.into_iter().enumerate() {
        let file = inputs::archived(archival);
        files.push((format!("{profile}, unsigned"), file.clone(), profile));
        for (seen, key) in [(true, KEYS[index]), (false, KEYS[index + 1])] {
            let ladder = Ladder { kind: Kind::Archive, file: file.clone(), key, seen };
            files.extend(
                ladder.climb().into_iter().map(|sample| (format!("{profile}, {}", sample.name), sample.bytes, profile)),
            );
        }
        let (prepared, seen) = prepared(&file);
        files.push((format!("{profile}, prepared for its signers"), prepared, profile));
        files.push((format!("{profile}, prepared and sealed"), seen, profile));
    }
    let broken = broken_rules(&files);
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn what_is_not_archived_is_told() {
    let mut renamed = inputs::archived(Archival::A2_B);
    let at = signing::document::read::find(&renamed, b"/Metadata").unwrap();
    renamed[at + 1] = b'X';
    let files = [("without metadata".to_owned(), renamed, "2b"), ("no archive".to_owned(), Kind::Plain.file(), "3b")];
    let broken = broken_rules(&files);
    assert_eq!(broken.len(), 2, "{broken:?}");
}

/// With the document ID on its page and fields for its signers, as an envelope sends it; the visible one sealed.
fn prepared(file: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let field = |name: &str| FieldName::new(name).unwrap();
    let fields = [field("Second")];
    let visible_fields = [(field("Seal"), looks::placement(1))];
    let document_id = Some(DocumentId::new("7dfd11d5126db4c1699470984eec8b02").unwrap());
    let preparation = Preparation { document_id, fields: &fields, visible_fields: &visible_fields };
    let prepared = prepare(file, &preparation).unwrap().apply(file);
    let act = signing::signer::Act {
        visible: Some(looks::seal_and_text(1)),
        ..signing::signer::Act::new(KEYS[0].signer(), "Seal")
    };
    let sealed = act.sign_and_stamp(&prepared);
    (prepared, sealed)
}

/// The files that break rules, and which.
fn broken_rules(files: &[(String, Vec<u8>, &str)]) -> Vec<(String, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..files.len()).map(|index| folder.path().join(format!("{index}.pdf"))).collect();
    for ((_, bytes, _), path) in files.iter().zip(&paths) {
        std::fs::write(path, bytes).unwrap();
    }
    let cases: Vec<_> = files.iter().zip(&paths).map(|((_, _, profile), path)| Archived { path, profile }).collect();
    let mut rules = ORACLES.pdfa(&cases).unwrap();
    for broken in &mut rules {
        broken.retain(|rule| !is_about_later_updates(rule));
    }
    let told = files.iter().zip(rules).filter(|(_, rules)| !rules.is_empty());
    told.map(|((name, _, _), rules)| (name.clone(), rules)).collect()
}

/// What ISO 19005-2 §6.4.3 asks of a signature, that it covers the entire file, is true when it is made. The validator asks
/// it of a file with later updates as well, which EN 319 142-1 §5.4 and §5.5 demand; the structure's own test sees that
/// each signature covers all that was there.
fn is_about_later_updates(rule: &str) -> bool {
    rule.split_once("-SIGNATURE-BYTERANGE-001").is_some_and(|(profile, _)| profile.starts_with("PDFA"))
}
