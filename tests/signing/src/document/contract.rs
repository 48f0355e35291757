//! The contract that is signed honestly and attacked: two pages with text, an image, a form, a layer, fields, a link.

use super::{Builder, Layout};

/// The catalog.
pub const CATALOG: u32 = 1;
/// The page tree.
pub const PAGES: u32 = 2;
/// The first page.
pub const PAGE: u32 = 3;
/// The second page.
pub const SECOND_PAGE: u32 = 4;
/// What the first page draws.
pub const CONTENTS: u32 = 5;
/// What the second page draws.
pub const SECOND_CONTENTS: u32 = 6;
/// The font of the text.
pub const FONT: u32 = 7;
/// Its encoding.
pub const ENCODING: u32 = 8;
/// An image on the first page.
pub const IMAGE: u32 = 9;
/// A form XObject on the first page.
pub const STAMP: u32 = 10;
/// `/AcroForm`.
pub const FORM: u32 = 11;
/// The text field `amount`, filled when signed.
pub const AMOUNT: u32 = 12;
/// Its look.
pub const AMOUNT_LOOK: u32 = 13;
/// The text field `remarks`, empty.
pub const REMARKS: u32 = 14;
/// The checkbox `agreed`, off.
pub const AGREED: u32 = 15;
/// A link annotation.
pub const LINK: u32 = 18;
/// `/Info`.
pub const INFO: u32 = 19;
/// XMP.
pub const METADATA: u32 = 20;
/// The optional content group that page 2's clause belongs to.
pub const LAYER: u32 = 21;
/// The font of the fields.
pub const FIELD_FONT: u32 = 22;

/// The contract, unsigned. Every object has the number of its constant.
#[must_use]
pub fn contract(layout: Layout) -> Vec<u8> {
    let mut pdf = Builder::new(layout);
    pdf.object(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm 11 0 R /Metadata 20 0 R /OCProperties << /OCGs [21 0 R] \
         /D << /ON [21 0 R] /OFF [] /Order [21 0 R] >> >> >>",
    );
    pdf.object("<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] >>");
    pdf.object(
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 7 0 R >> \
         /XObject << /Im1 9 0 R /Fm1 10 0 R >> >> /Annots [12 0 R 14 0 R 15 0 R 18 0 R] >>",
    );
    pdf.object(
        "<< /Type /Page /Parent 2 0 R /Contents [6 0 R] /Resources << /Font << /F1 7 0 R >> \
         /Properties << /L1 21 0 R >> >> >>",
    );
    pdf.stream(
        "",
        b"BT /F1 24 Tf 72 760 Td (Lease) Tj ET BT /F1 12 Tf 72 700 Td (The rent is) Tj ET \
          q 40 0 0 40 480 740 cm /Im1 Do Q /Fm1 Do",
    );
    pdf.stream("", b"/OC /L1 BDC BT /F1 12 Tf 72 760 Td (Either side may end it with notice.) Tj ET EMC");
    pdf.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 8 0 R >>");
    pdf.object("<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [160 /space] >>");
    pdf.stream(
        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[0, 255, 255, 0],
    );
    pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 7 0 R >> >>",
        b"BT /F1 10 Tf 72 60 Td (Two copies) Tj ET",
    );
    pdf.object("<< /Fields [12 0 R 14 0 R 15 0 R] /DA (/Helv 12 Tf 0 g) /DR << /Font << /Helv 22 0 R >> >> >>");
    pdf.object(
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (100) /DA (/Helv 12 Tf 0 g) /F 4 /P 3 0 R \
         /Rect [160 695 300 715] /AP << /N 13 0 R >> >>",
    );
    pdf.object(field_look("100"));
    pdf.object(
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (remarks) /DA (/Helv 12 Tf 0 g) /F 4 /P 3 0 R \
         /Rect [72 600 400 620] >>",
    );
    pdf.object(
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (agreed) /V /Off /AS /Off /F 4 /P 3 0 R \
         /Rect [72 560 90 578] /AP << /N << /Yes 16 0 R /Off 17 0 R >> >> >>",
    );
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 18 18]", b"2 w 2 2 m 16 16 l 2 16 m 16 2 l S");
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 18 18]", b"");
    pdf.object(
        "<< /Type /Annot /Subtype /Link /Rect [72 500 200 515] /Border [0 0 0] /F 4 \
         /A << /S /URI /URI (https://example.test/) >> >>",
    );
    pdf.object("<< /Producer (tests) /Title (Lease) /ModDate (D:20261101000000Z) >>");
    pdf.stream("/Type /Metadata /Subtype /XML", xmp("2026-11-01").as_bytes());
    pdf.object("<< /Type /OCG /Name (Notice) >>");
    pdf.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    pdf.finish("/Info 19 0 R")
}

/// The look of a text field that shows `value`.
#[must_use]
pub fn field_look(value: &str) -> Vec<u8> {
    super::stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 140 20] /Resources << /Font << /Helv 22 0 R >> >>",
        format!("/Tx BMC q BT /Helv 12 Tf 0 g 2 5 Td ({value}) Tj ET Q EMC").as_bytes(),
    )
}

/// Metadata with a date of change.
#[must_use]
pub fn xmp(modified: &str) -> String {
    format!(
        "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:ModifyDate=\"{modified}\"/></rdf:RDF></x:xmpmeta>\
         <?xpacket end=\"w\"?>"
    )
}
