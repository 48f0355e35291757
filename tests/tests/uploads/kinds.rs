//! Each kind that is put in order.

use anyhow::{Context, Result, ensure};
use journeys::look::is_as_uploaded;
use journeys::run;
use pades::verify::changes::Place;
use viewers::{Expected, Viewer};

use crate::sealed::{Sealed, is_accepted, sealed};
use crate::{make, read};

/// A kind of upload, what its sender is told, and what viewers show of it otherwise than before.
struct Kind {
    name: &'static str,
    told: &'static [&'static str],
    otherwise: fn() -> Expected,
}

/// What pdf.js says of a form field, which is none any more.
const FIELD: &str = "{\"subtype\":\"Widget\"";
/// What it says of a field that is shown and not printed, from then on.
const STAMP: &str = "{\"subtype\":\"Stamp\"";
const LINK: &str = "{\"subtype\":\"Link\"";

const KINDS: [Kind; 18] = [
    Kind { name: "source", told: &[], otherwise: Expected::default },
    Kind { name: "form", told: &["fields"], otherwise: || said(&[FIELD]) },
    // PDFium prints fields, whatever they say of it.
    Kind {
        name: "unprinted",
        told: &["fields"],
        otherwise: || Expected { left_out: vec![Viewer::Pdfium], ..said(&[FIELD, STAMP]) },
    },
    // PDFium smooths letters of fields by colours, and those of pages by shades.
    Kind {
        name: "written",
        told: &["fields"],
        otherwise: || Expected { left_out: vec![Viewer::Pdfium], ..said(&[FIELD, "1000"]) },
    },
    // What each viewer drew in its own way is what the file itself shows.
    Kind {
        name: "redrawn",
        told: &["fields"],
        otherwise: || Expected { places: vec![field()], ..said(&[FIELD, "1000"]) },
    },
    Kind { name: "xfa-beside", told: &["xml_form", "fields"], otherwise: || said(&[FIELD]) },
    Kind { name: "layer", told: &["layers"], otherwise: Expected::default },
    Kind { name: "attachment", told: &["attachments"], otherwise: || said(&["attachments: "]) },
    Kind { name: "script", told: &["scripts"], otherwise: || said(&["openAction: ", "scripts: "]) },
    Kind { name: "actions", told: &["actions"], otherwise: || said(&[LINK]) },
    Kind { name: "hidden", told: &["unseen_annotations"], otherwise: Expected::default },
    Kind { name: "encrypted", told: &["encryption"], otherwise: Expected::default },
    Kind { name: "linearized", told: &["linearization"], otherwise: Expected::default },
    Kind { name: "updated", told: &["earlier_revisions"], otherwise: Expected::default },
    Kind { name: "around", told: &["surrounding_bytes"], otherwise: Expected::default },
    Kind { name: "damaged", told: &["repaired"], otherwise: Expected::default },
    Kind { name: "endless", told: &["syntax"], otherwise: Expected::default },
    Kind { name: "doubled", told: &["syntax"], otherwise: Expected::default },
];

fn said(said: &[&'static str]) -> Expected {
    Expected { said: said.to_vec(), ..Expected::default() }
}

/// Where the field is.
fn field() -> Place {
    Place { page: 1, field: "amount".to_owned(), rectangle: [50, 50, 150, 70] }
}

#[test]
fn each_kind_of_upload_is_put_in_order_and_sealed_and_its_sender_is_told_and_it_looks_as_it_did() {
    run(async |stack| {
        let folder = tempfile::tempdir()?;
        make(folder.path())?;
        let documents = KINDS.iter().map(|kind| Ok((kind.name.to_owned(), read(folder.path(), kind.name)?)));
        let all = sealed(stack, "いろいろなPDF", documents.collect::<Result<_>>()?).await?;
        let judged = KINDS.iter().zip(&all).map(|(kind, sealed)| {
            is_told(kind, sealed).and_then(|()| is_accepted(stack, sealed)).and_then(|()| {
                let expected = Expected { words: vec![sealed.document_id()?], ..(kind.otherwise)() };
                is_as_uploaded(stack, &sealed.upload, &sealed.file, &expected)
            })
        });
        let wrong = judged.zip(&all).filter_map(|(judged, sealed)| Some((&sealed.name, judged.err()?)));
        let wrong: Vec<String> = wrong.map(|(name, error)| format!("{name}: {error:#}")).collect();
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    });
}

fn is_told(kind: &Kind, sealed: &Sealed) -> Result<()> {
    let told = sealed.told().with_context(|| kind.name)?;
    ensure!(told == kind.told, "the sender is told {told:?}");
    ensure!(sealed.evidence["prepared"] != sealed.evidence["uploaded"], "{}", sealed.evidence);
    Ok(())
}
