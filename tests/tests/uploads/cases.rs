//! Files that others stumbled over, where they are present beside the workspace.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use journeys::look::is_as_uploaded;
use journeys::run;
use viewers::{Expected, Viewer};

use crate::sealed::{is_accepted, refusal, sealed};

/// Files that are put in order, what their senders are told, and viewers that show the upload otherwise or not at all.
const SEALED: [(&str, &[&str], &[Viewer]); 8] = [
    ("F02_xref_stream_not_in_size", &[], &[]),
    ("F06_annots_array_shared_by_pages", &[], &[]),
    ("F07_stream_length_past_end", &["syntax"], &[]),
    ("F17_first_section_off_by_one", &["repaired"], &[]),
    ("F18_contents_row_generation_wrong", &["repaired"], &[Viewer::Pdfjs]),
    ("a01_nul_padding_2k", &["surrounding_bytes"], &[]),
    ("a03_no_eof_marker", &["syntax"], &[]),
    ("c12_direct_kid", &["repaired"], &[Viewer::Poppler]),
];
const REFUSED: [(&str, &str); 1] = [("F13_dynamic_xfa", "pdf-xfa")];

#[test]
fn files_that_others_stumbled_over_are_sealed_as_they_look_or_refused() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/cases/to-sign");
    if !folder.exists() {
        return; // they are no part of the workspace
    }
    let read = |name: &str| std::fs::read(folder.join(name).with_extension("pdf")).with_context(|| name.to_owned());
    run(async |stack| {
        for (name, code) in REFUSED {
            let said = refusal(stack, name, read(name)?).await?;
            ensure!(said.as_deref() == Some(code), "{name}: {said:?}");
        }
        let documents = SEALED.iter().map(|(name, ..)| Ok(((*name).to_owned(), read(name)?)));
        let all = sealed(stack, "つまずいたPDF", documents.collect::<Result<_>>()?).await?;
        let judged = SEALED.iter().zip(&all).map(|((_, expected, left_out), sealed)| {
            let told = sealed.told()?;
            ensure!(told == *expected, "the sender is told {told:?}");
            is_accepted(stack, sealed)?;
            let (words, left_out) = (vec![sealed.document_id()?], left_out.to_vec());
            is_as_uploaded(stack, &sealed.upload, &sealed.file, &Expected { words, left_out, ..Expected::default() })
        });
        let wrong = judged.zip(&all).filter_map(|(judged, sealed)| Some((&sealed.name, judged.err()?)));
        let wrong: Vec<String> = wrong.map(|(name, error)| format!("{name}: {error:#}")).collect();
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    });
}
