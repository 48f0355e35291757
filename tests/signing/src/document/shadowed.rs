//! Files that an attacker prepares before he lets a victim sign (Mainka et al. 2021, "Shadow Attacks"). Until they are
//! signed and manipulated they are as honest as any.

use super::contract::field_look;
use super::{Builder, Layout};

/// The page.
pub const PAGE: u32 = 3;
/// What the page draws when signed.
pub const CONTENTS: u32 = 4;
/// The font.
pub const FONT: u32 = 5;
/// An image over the hidden text.
pub const COVER: u32 = 6;
/// A second page tree with another page, used by nobody.
pub const HIDDEN_PAGES: u32 = 7;
/// The page in it.
pub const HIDDEN_PAGE: u32 = 8;
/// What that page draws.
pub const HIDDEN_CONTENTS: u32 = 9;
/// A second catalog.
pub const HIDDEN_CATALOG: u32 = 10;
/// The text field below, which says what the attacker wants.
pub const LOWER_FIELD: u32 = 11;
/// The look of the field below.
pub const LOWER_LOOK: u32 = 12;
/// The text field over it, which says what the victim signs.
pub const UPPER_FIELD: u32 = 13;
/// The look of the field above.
pub const UPPER_LOOK: u32 = 14;
/// A widget that the page lists but that is no object yet.
pub const DANGLING: u32 = 90;
/// A number in the page's annotations; what could be its object lies within a signed stream's data, without a header.
pub const SMUGGLED: u32 = 91;
/// That object.
pub const SMUGGLED_NOTE: &str =
    "<< /Type /Annot /Subtype /FreeText /Rect [72 300 400 330] /F 4 /Contents (I owe you) >>";
/// A form XObject over the hidden text.
pub const COVER_FORM: u32 = 15;

/// The prepared file, unsigned: text below an image and a form, a field below another, an unused page tree.
#[must_use]
pub fn shadowed(layout: Layout) -> Vec<u8> {
    let mut pdf = Builder::new(layout);
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    pdf.object(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> \
         /XObject << /Im1 6 0 R /Fm1 15 0 R >> >> /Annots [11 0 R 13 0 R 90 0 R 91 0 R] >>",
    );
    pdf.stream(
        "",
        b"BT /F1 14 Tf 72 760 Td (You are fired.) Tj ET q 300 0 0 30 70 750 cm /Im1 Do Q \
          BT /F1 14 Tf 72 700 Td (Without notice.) Tj ET /Fm1 Do",
    );
    pdf.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    pdf.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", &[255]);
    pdf.object("<< /Type /Pages /Kids [8 0 R] /Count 1 >>");
    pdf.object(
        "<< /Type /Page /Parent 7 0 R /MediaBox [0 0 595 842] /Contents 9 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>",
    );
    pdf.stream("", b"BT /F1 14 Tf 72 760 Td (I owe you everything.) Tj ET");
    pdf.object("<< /Type /Catalog /Pages 7 0 R >>");
    for value in ["Attacker", "Charity"] {
        let look = if value == "Attacker" { LOWER_LOOK } else { UPPER_LOOK };
        pdf.object(format!(
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (recipient) /V ({value}) /DV ({value}) /F 4 /Ff 0 /P 3 0 R \
             /DA (/Helv 12 Tf 0 g) /MK << /BG [1] >> /Rect [72 600 212 620] /AP << /N {look} 0 R >> >>"
        ));
        let look = String::from_utf8(field_look(value)).unwrap().replace("/Helv 22 0 R", "/Helv 5 0 R");
        pdf.object(look);
    }
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", b"1 g 70 690 300 30 re f");
    // With the header of an object it would not be believed even before anything is changed.
    pdf.stream("", format!("\n{SMUGGLED_NOTE}\nendobj\n").as_bytes());
    pdf.finish("")
}
