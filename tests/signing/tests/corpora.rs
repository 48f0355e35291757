//! Files that others made, where they are present: after signing, nobody finds them worse than before.
//!
//! They lie beside the workspace, belong to others and come with no licence for here. `--nocapture` prints a line for
//! each: for qpdf and for pyHanko before and after, how many signatures are intact, how many of these allow what came
//! later, and how many there are.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use oracles::{Case, Oracles, PyHankoVerdict, Soundness};
use pades::Document;
use signing::extender::extended_as_far_as_possible;
use signing::pki::{PKI, now};
use signing::signer::{Act, document_timestamped, with_fields};

/// The field that is signed.
const FIELD: &str = "Signed here";

/// What pyHanko says that is no fault of what was appended, whatever the file.
const EXCUSES: [&str; 3] = [
    // Strictly read, it compares no revisions of hybrid-reference files.
    "Settings do not permit validation of signatures in hybrid-reference files",
    // Strictly read, it compares no revisions of a file that refers to an object that there is not, which for anybody
    // else is the null object (ISO 32000-2 §7.3.10).
    "not found in the current context. This is an error in strict mode",
    // A page lists an annotation that is no object of its own; with these it compares no lists.
    "Array contains direct objects",
];

/// Why a file that everybody can read is refused: what it holds forbids it, or nothing may be changed without its key.
const GOOD_REASONS: [&str; 4] =
    ["pdf-locked-by-certification", "pdf-locked-by-field", "pdf-restricted", "pdf-encrypted"];

/// What others say of a file.
struct Opinion {
    qpdf: Soundness,
    /// Read strictly; `None` if pyHanko cannot.
    strict: Option<Vec<PyHankoVerdict>>,
    /// The same for pyHanko at its most forgiving.
    lenient: Option<Vec<PyHankoVerdict>>,
}

/// A file that we signed, or why we did not.
struct Tried {
    name: String,
    original: Vec<u8>,
    signed: Result<Vec<u8>, String>,
    repaired: bool,
}

#[test]
fn what_others_made_is_not_worse_after_signing() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/dss");
    let Ok(entries) = fs::read_dir(&corpus) else {
        println!("no corpus at {}; nothing is tried", corpus.display());
        return;
    };
    let oracles = Oracles::load().unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    paths.sort();
    let before = ask(&oracles, &paths);
    let tried: Vec<Tried> = paths.iter().enumerate().map(|(index, path)| try_to_sign(path, index % 3 == 0)).collect();

    let folder = tempfile::tempdir().unwrap();
    let results = tried.iter().enumerate().map(|(index, tried)| {
        let path = folder.path().join(format!("{index}.pdf"));
        fs::write(&path, tried.signed.as_ref().unwrap_or(&tried.original)).unwrap();
        path
    });
    let after = ask(&oracles, &results.collect::<Vec<_>>());

    let mut worse = Vec::new();
    for ((tried, before), after) in tried.iter().zip(&before).zip(&after) {
        let faults = faults(tried, before, after);
        println!("{:40.40} {}", tried.name, summary(tried, before, after));
        worse.extend(faults.into_iter().map(|fault| format!("{}: {fault}", tried.name)));
    }
    let signed = tried.iter().filter(|tried| tried.signed.is_ok()).count();
    println!("{} files, {signed} signed", tried.len());
    assert!(signed > 0);
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

fn ask(oracles: &Oracles, paths: &[PathBuf]) -> Vec<Opinion> {
    let pyhanko = |hybrid| {
        let cases: Vec<Case<'_>> = paths.iter().map(|path| Case { hybrid, ..Case::new(path) }).collect();
        let answers = oracles.pyhanko_integrity(&cases).unwrap().into_iter();
        answers.map(Result::ok).collect::<Vec<_>>()
    };
    let (strict, lenient, qpdf) = thread::scope(|scope| {
        let strict = scope.spawn(|| pyhanko(false));
        let lenient = scope.spawn(|| pyhanko(true));
        let qpdf = paths.iter().map(|path| oracles.qpdf_soundness(path).unwrap()).collect::<Vec<_>>();
        (strict.join().unwrap(), lenient.join().unwrap(), qpdf)
    });
    let opinions = qpdf.into_iter().zip(strict).zip(lenient);
    opinions.map(|((qpdf, strict), lenient)| Opinion { qpdf, strict, lenient }).collect()
}

fn try_to_sign(path: &Path, archive: bool) -> Tried {
    let original = fs::read(path).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let inspection = match Document::open(&original).and_then(|document| document.inspect()) {
        Ok(inspection) => inspection,
        Err(refusal) => {
            // Whoever does not look first is refused all the same.
            assert!(Act::new(&PKI.p256, FIELD).begin(&original).is_err(), "{name}: {refusal}");
            return Tried { name, original, signed: Err(refusal.code().to_owned()), repaired: false };
        }
    };
    let prepared = if inspection.damaged { with_fields(&original, &[FIELD]) } else { original.clone() };
    let act = Act::new(&PKI.p256, FIELD);
    let signed = match act.begin(&prepared) {
        Err(refusal) => Err(refusal.to_string()),
        Ok(_) => Ok(act.sign_and_timestamp(&prepared)),
    };
    let signed = signed.map(|signed| if archive { archived(&signed) } else { signed });
    Tried { name, original, signed, repaired: inspection.damaged }
}

/// With validation data as far as there is some here, and a document timestamp.
fn archived(signed: &[u8]) -> Vec<u8> {
    let (extended, _) = extended_as_far_as_possible(signed, now());
    document_timestamped(&extended.unwrap(), "Archived here")
}

/// What is worse than before.
fn faults(tried: &Tried, before: &Opinion, after: &Opinion) -> Vec<String> {
    let mut faults = Vec::new();
    let signed = match &tried.signed {
        Ok(signed) => signed,
        Err(refusal) => {
            let is_sound = before.qpdf == Soundness::Sound && before.lenient.is_some();
            if is_sound && !GOOD_REASONS.contains(&refusal.as_str()) {
                faults.push(format!("it is sound, and refused: {refusal}"));
            }
            return faults;
        }
    };
    if !tried.repaired && !signed.starts_with(&tried.original) {
        faults.push("the file was not only appended to".into());
    }
    if after.qpdf > before.qpdf {
        faults.push(format!("for qpdf {:?} became {:?}", before.qpdf, after.qpdf));
    }
    faults.extend(worse_for_pyhanko(before.strict.as_deref(), after.strict.as_deref()));
    faults.extend(worse_for_pyhanko(before.lenient.as_deref(), after.lenient.as_deref()));
    faults
}

fn worse_for_pyhanko(before: Option<&[PyHankoVerdict]>, after: Option<&[PyHankoVerdict]>) -> Vec<String> {
    let Some(before) = before else { return vec![] };
    let Some(after) = after else { return vec!["pyHanko cannot read it any more".into()] };
    let was_allowed = |now: &PyHankoVerdict| {
        let earlier = before.iter().find(|earlier| earlier.field == now.field);
        earlier.is_none_or(|earlier| earlier.docmdp_ok != Some(false))
    };
    let was_intact = |now: &PyHankoVerdict| {
        let earlier = before.iter().find(|earlier| earlier.field == now.field);
        earlier.is_none_or(|earlier| earlier.intact)
    };
    let mut faults = Vec::new();
    for now in after {
        let said = now.error.as_ref().or(now.suspicion.as_ref()).map_or("", String::as_str);
        let is_worse = was_intact(now) && !now.intact || was_allowed(now) && now.docmdp_ok == Some(false);
        if is_worse && !EXCUSES.iter().any(|excuse| said.contains(excuse)) {
            faults.push(format!("{}: {} {said}", now.field, now.summary));
        }
    }
    let gone = before.iter().filter(|earlier| after.iter().all(|now| now.field != earlier.field));
    faults.extend(gone.map(|earlier| format!("{} is gone", earlier.field)));
    faults
}

fn summary(tried: &Tried, before: &Opinion, after: &Opinion) -> String {
    let count = |opinion: &Opinion| match &opinion.lenient {
        None => "unreadable".to_owned(),
        Some(signatures) => {
            let intact = signatures.iter().filter(|signature| signature.intact).count();
            let allowed = signatures.iter().filter(|s| s.intact && s.docmdp_ok != Some(false)).count();
            format!("{intact}/{allowed} of {}", signatures.len())
        }
    };
    let done = match &tried.signed {
        Ok(_) if tried.repaired => "repaired, signed",
        Ok(_) => "signed",
        Err(refusal) => refusal,
    };
    format!("qpdf {:?} -> {:?}, pyHanko {} -> {}: {done}", before.qpdf, after.qpdf, count(before), count(after))
}
