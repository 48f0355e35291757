//! Uploads for long keeping (PDF/A, ISO 19005): each stays one of its part and level, whatever is taken out of it.

use anyhow::{Context, ensure};
use journeys::look::is_as_uploaded;
use journeys::run;
use krilla::configure::Archival;
use oracles::{Oracles, PdfA};
use signing::archives::archive;
use viewers::Expected;

use crate::python;
use crate::sealed::{is_accepted, sealed};

#[test]
fn a_tagged_pdf_a_with_a_form_field_stays_one_with_its_structure() {
    run(async |stack| {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let mut documents = Vec::new();
        let profiles = [("1a", PdfA::A1a, Archival::A1_A), ("2a", PdfA::A2a, Archival::A2_A)];
        for (name, _, archival) in profiles {
            std::fs::write(path("clean.pdf"), archive(archival))?;
            python(include_str!("archive.py"), [&path("clean.pdf"), &path("form.pdf")])?;
            documents.push((name.to_owned(), std::fs::read(path("form.pdf"))?));
        }
        for (sealed, (_, profile, _)) in sealed(stack, "長期保存", documents).await?.iter().zip(profiles) {
            ensure!(sealed.told()? == ["fields"], "{:?}", sealed.told());
            is_accepted(stack, sealed)?;
            for (name, bytes) in [("upload.pdf", &sealed.upload), ("sealed.pdf", &sealed.file)] {
                std::fs::write(path(name), bytes)?;
                let breaches = Oracles::load()?.pdfa(&[(&path(name), profile)])?.pop().context("an answer")??;
                ensure!(breaches.is_empty(), "{profile:?}, {name}: {breaches:?}");
            }
            let expected = Expected {
                words: vec![sealed.document_id()?],
                // The field is part of the page's picture: its element is there, and has nothing that is read.
                said: vec!["{\"subtype\":\"Widget\"", "Object ", "{\"role\":\"Form\"", "\"annotation\""],
                ..Expected::default()
            };
            is_as_uploaded(stack, &sealed.upload, &sealed.file, &expected)?;
        }
        Ok(())
    });
}
