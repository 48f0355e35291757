//! Files that a verifier must pass: whatever changed after a signature, its signer allowed.

use pades::DocMdp;

use crate::document::contract::{self, contract};
use crate::document::{Increment, Layout, Xref, read, shadowed, stream};
use crate::evidence::Evidence;
use crate::foreign::Foreign;
use crate::pki::PKI;
use crate::signer::{document_timestamped, signed, with_fields};

/// A file and what is in it.
pub struct Honest {
    /// What was done to it.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Signatures and document timestamps in it.
    pub signatures: usize,
}

/// The contract with one approval signature in `Seal` and an empty field `Second`.
#[must_use]
pub fn approved(layout: Layout) -> Vec<u8> {
    signed(&with_fields(&contract(layout), &["Seal", "Second"]), "Seal", &PKI.p256, None)
}

/// The contract, certified; forms may be filled and signatures added, and with `DocMdp::Annotating` notes.
#[must_use]
pub fn certified(permission: DocMdp) -> Vec<u8> {
    signed(&with_fields(&contract(Layout::Table), &["Seal", "Second"]), "Seal", &PKI.p256, Some(permission))
}

/// The contract, certified against any change (P=1).
#[must_use]
pub fn closed() -> Vec<u8> {
    Foreign::new(&PKI.p256, "Seal").certifying(1).sign(&mut Increment::new(&contract(Layout::Table)))
}

/// The contract, signed so that the fields `amount` and `remarks` are locked.
#[must_use]
pub fn locked() -> Vec<u8> {
    let foreign = Foreign::new(&PKI.p256, "Seal").locking("/Action /Include /Fields [(amount) (remarks)]");
    foreign.sign(&mut Increment::new(&contract(Layout::Table)))
}

/// What an attacker has prepared, signed by a victim.
#[must_use]
pub fn shadowed_signed(layout: Layout) -> Vec<u8> {
    signed(&with_fields(&shadowed::shadowed(layout), &["Seal"]), "Seal", &PKI.p256, None)
}

/// Signed, with validation data and a document timestamp.
#[must_use]
pub fn archived(layout: Layout) -> Vec<u8> {
    document_timestamped(&Evidence::of(&[&PKI.p256]).appended(&approved(layout)), "Archive")
}

/// Fills the text field `remarks` in.
#[must_use]
pub fn remarked(pdf: &[u8]) -> Vec<u8> {
    let mut increment = Increment::new(pdf);
    fill_remarks(&mut increment);
    increment.finish()
}

fn fill_remarks(increment: &mut Increment) {
    let look = increment.add(contract::field_look("None"));
    let entries = format!("/V (None) /AP << /N {look} 0 R >>");
    let field = read::with_entry(&increment.text(contract::REMARKS), &entries);
    increment.set(contract::REMARKS, field);
}

/// Ticks the box `agreed`.
#[must_use]
pub fn ticked(pdf: &[u8]) -> Vec<u8> {
    Increment::new(pdf).edit(contract::AGREED, "/V /Off /AS /Off", "/V /Yes /AS /Yes").finish()
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Honest> {
    let mut files = Vec::new();
    let mut add = |name: &str, signatures: usize, bytes: Vec<u8>| {
        files.push(Honest { name: name.to_owned(), bytes, signatures });
    };
    for layout in [Layout::Table, Layout::Streams] {
        let file = approved(layout);
        add(&format!("{layout:?}: one signature"), 1, file.clone());
        add(&format!("{layout:?}: two signatures"), 2, signed(&file, "Second", &PKI.rsa, None));
        add(&format!("{layout:?}: a field made after the first"), 2, signed(&file, "Third", &PKI.rsa, None));
        add(&format!("{layout:?}: document timestamp"), 2, document_timestamped(&file, "Archive"));
        let archived = archived(layout);
        add(&format!("{layout:?}: validation data and document timestamp"), 2, archived.clone());
        let renewed = document_timestamped(&Evidence::of(&[&PKI.p256, &PKI.rsa]).appended(&archived), "Archive2");
        add(&format!("{layout:?}: renewed"), 3, renewed);
        add(&format!("{layout:?}: prepared by an attacker, only signed"), 1, shadowed_signed(layout));
    }
    for (name, text) in
        [("digits", "4142"), ("a second structure", "3003020101"), ("another last digit", "1"), ("white space", "    ")]
    {
        add(&format!("{name} behind the signature in its room"), 1, padded(&approved(Layout::Table), text));
    }
    add("ten signers", 10, ten_signers());
    for permission in [DocMdp::FormFilling, DocMdp::Annotating] {
        let certified = certified(permission);
        let name = format!("certified for {permission:?}");
        add(&name, 1, certified.clone());
        add(&format!("{name}, approved"), 2, signed(&certified, "Second", &PKI.rsa, None));
        let filled = ticked(&remarked(&certified));
        add(&format!("{name}, filled in"), 1, filled.clone());
        add(&format!("{name}, filled in, approved"), 2, signed(&filled, "Second", &PKI.rsa, None));
    }
    let amended = amended(&certified(DocMdp::FormFilling));
    add("certified for FormFilling, a value changed with its look", 1, amended);
    add("an empty text field filled after an approval", 1, remarked(&approved(Layout::Table)));
    add("an empty text field filled between approvals", 2, {
        signed(&remarked(&approved(Layout::Table)), "Second", &PKI.rsa, None)
    });
    add("ticked beside locked fields", 1, ticked(&locked()));
    add("P=1 with validation data and document timestamp", 2, {
        Foreign::timestamp("Archive").sign(&mut Increment::new(&Evidence::of(&[&PKI.p256]).appended(&closed())))
    });
    add("validation data and document timestamp in one revision", 2, {
        let mut increment = Increment::new(&approved(Layout::Table));
        Evidence::of(&[&PKI.p256]).put(&mut increment);
        Foreign::timestamp("Archive").sign(&mut increment)
    });
    add("a visible signature by another program", 2, {
        let foreign = Foreign { rect: "[400 60 560 120]", ..Foreign::new(&PKI.rsa, "Visible") };
        foreign.sign(&mut Increment::new(&approved(Layout::Table)))
    });
    add("a lock of all fields by the last signer", 2, {
        Foreign::new(&PKI.rsa, "Last").locking("/Action /All").sign(&mut Increment::new(&approved(Layout::Table)))
    });
    add("another program's identical objects and dates beside its signature", 2, {
        let mut increment = Increment::new(&approved(Layout::Table));
        increment.again(contract::PAGES).again(contract::AMOUNT).edit(contract::INFO, "20261101", "20261202");
        let xmp = contract::xmp("2026-12-02");
        increment.set(contract::METADATA, stream("/Type /Metadata /Subtype /XML", xmp.as_bytes()));
        Foreign::new(&PKI.rsa, "Other").sign(&mut increment)
    });
    add("filled in by an object stream, then approved", 2, {
        let mut increment = Increment::new(&approved(Layout::Streams));
        fill_remarks(&mut increment);
        signed(&increment.xref(Xref::ObjectStream).finish(), "Second", &PKI.rsa, None)
    });
    files
}

/// With `text` at the end of the room that the signature left, which nothing covers and no reader looks at.
fn padded(pdf: &[u8], text: &str) -> Vec<u8> {
    let start = read::rfind(pdf, b"/Contents <").unwrap();
    let end = start + read::find(&pdf[start..], b">").unwrap();
    [&pdf[..end - text.len()], text.as_bytes(), &pdf[end..]].concat()
}

fn ten_signers() -> Vec<u8> {
    let names: Vec<String> = (1..=10).map(|number| format!("Signer{number}")).collect();
    let fields: Vec<&str> = names.iter().map(String::as_str).collect();
    let empty = with_fields(&contract(Layout::Table), &fields);
    (1..).zip(&fields).fold(empty, |pdf, (number, field)| signed(&pdf, field, &PKI.signer(number), None))
}

/// Another amount, by somebody whom the certification allows to fill fields in.
fn amended(pdf: &[u8]) -> Vec<u8> {
    let mut increment = Increment::new(pdf);
    increment.edit(contract::AMOUNT, "/V (100)", "/V (120)");
    increment.set(contract::AMOUNT_LOOK, contract::field_look("120")).finish()
}
