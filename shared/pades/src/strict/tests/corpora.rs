//! Other people's signed PDFs, where they are present: what is refused is known by name.

use super::*;

/// The files of a collection that are not sound, each with the first thing that is wrong.
fn refused(collection: &str) -> Vec<(String, SyntaxFault)> {
    let folder = format!("{}/../../../shared/corpora/{collection}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "pdf"));
    let mut refused = Vec::new();
    for entry in files {
        let file = std::fs::read(entry.path()).unwrap();
        let reader = Reader::new(&file);
        let document = Document::read(&reader);
        if let Some(first) = document.faults().first() {
            refused.push((entry.file_name().to_string_lossy().into_owned(), first.kind));
        }
    }
    refused.sort();
    refused
}

#[test]
fn honest_files_are_sound() {
    use SyntaxFault::*;
    let known = [
        // Made to be damaged.
        ("EmptyPage-corrupted.pdf", LengthWrong),
        ("EmptyPage-corrupted2.pdf", LengthWrong),
        // Encrypted: what is in the object streams cannot be seen.
        ("edition_protected_none.pdf", ObjectStreamEncrypted),
        ("edition_protected_signing_allowed_with_field.pdf", ObjectStreamEncrypted),
        ("edition_protected_signing_allowed_with_field_signed.pdf", ObjectStreamEncrypted),
        // Made by cutting out and in.
        ("pades-5-signatures-and-1-document-timestamp.pdf", StartXref),
        ("pades_infinite_loop.pdf", StartXref),
        ("pades_opposite_infinite_loop.pdf", StartXref),
    ];
    let refused = refused("dss");
    let unknown: Vec<_> = refused.iter().filter(|(name, fault)| !known.contains(&(name.as_str(), *fault))).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Of the published shadow attacks some hide in structure alone; the others are for the judgement of changes.
#[test]
fn prepared_files_are_refused_where_their_structure_gives_them_away() {
    let refused = refused("attacks");
    let honest = refused.iter().find(|(name, _)| name.contains("honest"));
    assert_eq!(honest, None);
    assert!(refused.is_empty() || refused.iter().any(|(_, fault)| *fault == SyntaxFault::Freed), "{refused:?}");
}
