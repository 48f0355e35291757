//! The document that is signed: pages that are turned, fields of every kind, layers, a structure tree, destinations, links.
//! Every object has the number of its constant, whatever the layout.

use signing::document::contract::{field_look, xmp};
use signing::document::{Builder, Layout, stream};

// What the document has in common with the contract has the same numbers.
pub use signing::document::contract::{
    AGREED, AMOUNT, AMOUNT_LOOK, CATALOG, CONTENTS, ENCODING, FIELD_FONT, FONT, FORM, IMAGE, INFO, LAYER, LINK,
    METADATA, PAGE, PAGES, REMARKS, SECOND_CONTENTS, SECOND_PAGE, STAMP,
};

/// The look of its state `Yes`.
pub const YES: u32 = 16;
/// The look of its state `Off`.
pub const OFF: u32 = 17;
/// The layer of another clause; it is off.
pub const HIDDEN_LAYER: u32 = 23;
/// The membership by which a third clause is seen.
pub const MEMBERSHIP: u32 = 24;
/// The root of the structure tree.
pub const STRUCTURE: u32 = 25;
/// The paragraph of the heading.
pub const HEADING: u32 = 26;
/// The paragraph of the rent.
pub const PARAGRAPH: u32 = 27;
/// The structure of the image, with an alternative text.
pub const FIGURE: u32 = 28;
/// The number tree from marked content to elements.
pub const PARENT_TREE: u32 = 29;
/// The combo box `month`.
pub const MONTH: u32 = 30;
/// Its look.
pub const MONTH_LOOK: u32 = 31;
/// The radio buttons `plan`: the field.
pub const PLAN: u32 = 32;
/// Its first widget.
pub const PLAN_A: u32 = 33;
/// Its second widget.
pub const PLAN_B: u32 = 34;
/// A text field over the whole second page, empty.
pub const NOTES: u32 = 35;
/// Its look, which draws nothing.
pub const NOTES_LOOK: u32 = 36;
/// A square, drawn by an appearance.
pub const SQUARE: u32 = 37;
/// Its look.
pub const SQUARE_LOOK: u32 = 38;
/// The named destinations.
pub const DESTINATIONS: u32 = 39;
/// The outline.
pub const OUTLINE: u32 = 40;
/// Its only item.
pub const OUTLINE_ITEM: u32 = 41;
/// Resources that both pages share.
pub const RESOURCES: u32 = 42;
/// A second stream for the first page that nothing uses yet.
pub const UNUSED_CONTENTS: u32 = 43;
/// How the membership asks for its layers.
pub const POLICY: u32 = 44;

/// What differs between documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// How the file is put together.
    pub layout: Layout,
    /// By how many degrees the second page is turned.
    pub turn: u16,
    /// Whether it has a structure tree.
    pub is_tagged: bool,
}

/// The document, unsigned.
#[must_use]
pub fn document(shape: Shape) -> Vec<u8> {
    let mut pdf = Builder::new(shape.layout);
    let tagged = if shape.is_tagged { "/StructTreeRoot 25 0 R /MarkInfo << /Marked true >> /Lang (en)" } else { "" };
    let parents = if shape.is_tagged { "/StructParents 0" } else { "" };
    pdf.object(format!(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm 11 0 R /Metadata 20 0 R {tagged} /Outlines 40 0 R \
         /Names << /Dests 39 0 R >> /OCProperties << /OCGs [21 0 R 23 0 R] /D << /BaseState /ON /ON [21 0 R] \
         /OFF [23 0 R] /Order [21 0 R 23 0 R] >> >> >>"
    ));
    pdf.object("<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] /Resources 42 0 R >>");
    pdf.object(format!(
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R {parents} /Annots [12 0 R 14 0 R 15 0 R 18 0 R 30 0 R 33 0 R 34 0 R] >>"
    ));
    pdf.object(format!(
        "<< /Type /Page /Parent 2 0 R /Contents [6 0 R] /Rotate {} /CropBox [20 20 575 822] /Annots [35 0 R 37 0 R] >>",
        shape.turn
    ));
    pdf.stream(
        "",
        b"/P << /MCID 0 >> BDC BT /F1 24 Tf 72 760 Td (Lease) Tj ET EMC \
          /P << /MCID 1 >> BDC BT /F1 14 Tf 72 700 Td (The rent is) Tj ET EMC \
          /Figure << /MCID 2 >> BDC q 40 0 0 40 480 740 cm /Im1 Do Q EMC /Fm1 Do",
    );
    pdf.stream(
        "",
        b"/OC /L1 BDC BT /F1 14 Tf 72 760 Td (Either side may end it with notice.) Tj ET EMC \
          /OC /L2 BDC BT /F1 14 Tf 72 730 Td (The landlord may end it at once.) Tj ET EMC \
          /OC /L3 BDC BT /F1 14 Tf 72 700 Td (Pets are welcome.) Tj ET EMC",
    );
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
    pdf.object(
        "<< /Fields [12 0 R 14 0 R 15 0 R 30 0 R 32 0 R 35 0 R] /DA (/Helv 12 Tf 0 g) /DR << /Font << /Helv 22 0 R >> >> >>",
    );
    let widget = |kind: &str, name: &str, rest: &str| {
        format!("<< /Type /Annot /Subtype /Widget /FT /{kind} /T ({name}) /DA (/Helv 12 Tf 0 g) /F 4 {rest} >>")
    };
    pdf.object(widget("Tx", "amount", "/V (100) /P 3 0 R /Rect [160 695 300 715] /AP << /N 13 0 R >>"));
    pdf.object(look("100"));
    pdf.object(widget("Tx", "remarks", "/P 3 0 R /Rect [72 600 400 620]"));
    pdf.object(widget(
        "Btn",
        "agreed",
        "/V /Off /AS /Off /P 3 0 R /Rect [72 560 90 578] /AP << /N << /Yes 16 0 R /Off 17 0 R >> >>",
    ));
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 18 18]", b"2 w 2 2 m 16 16 l 2 16 m 16 2 l S");
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 18 18]", b"1 w 1 1 16 16 re S");
    pdf.object(
        "<< /Type /Annot /Subtype /Link /Rect [72 500 200 515] /Border [0 0 0] /F 4 \
         /A << /S /URI /URI (https://example.test/) >> >>",
    );
    pdf.object("<< /Producer (tests) /Title (Lease) /ModDate (D:20261101000000Z) >>");
    pdf.stream("/Type /Metadata /Subtype /XML", xmp("2026-11-01").as_bytes());
    pdf.object("<< /Type /OCG /Name (Notice) >>");
    pdf.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    pdf.object("<< /Type /OCG /Name (At once) >>");
    pdf.object("<< /Type /OCMD /OCGs [21 0 R] /P 44 0 R >>");
    structure(&mut pdf);
    pdf.object(widget(
        "Ch",
        "month",
        "/Ff 131072 /Opt [(May) (June)] /V (May) /P 3 0 R /Rect [72 640 160 660] /AP << /N 31 0 R >>",
    ));
    pdf.object(look("May"));
    pdf.object("<< /FT /Btn /Ff 49152 /T (plan) /V /A /Kids [33 0 R 34 0 R] >>");
    for (place, state, shown) in [("[120 560 138 578]", "A", "A"), ("[150 560 168 578]", "B", "Off")] {
        pdf.object(format!(
            "<< /Type /Annot /Subtype /Widget /Parent 32 0 R /F 4 /P 3 0 R /AS /{shown} /Rect {place} \
             /AP << /N << /{state} 16 0 R /Off 17 0 R >> >> >>"
        ));
    }
    pdf.object(widget("Tx", "notes", "/Ff 4096 /P 4 0 R /Rect [20 20 575 822] /AP << /N 36 0 R >>"));
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 555 802]", b"");
    pdf.object("<< /Type /Annot /Subtype /Square /F 4 /P 4 0 R /Rect [400 100 500 200] /AP << /N 38 0 R >> >>");
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100]", b"3 w 5 5 90 90 re S");
    pdf.object("<< /Names [(notice) [4 0 R /Fit] (rent) [3 0 R /Fit]] >>");
    pdf.object("<< /Type /Outlines /First 41 0 R /Last 41 0 R /Count 1 >>");
    pdf.object("<< /Title (Notice) /Parent 40 0 R /Dest (notice) >>");
    pdf.object(
        "<< /Font << /F1 7 0 R >> /XObject << /Im1 9 0 R /Fm1 10 0 R >> \
         /Properties << /L1 21 0 R /L2 23 0 R /L3 24 0 R >> >>",
    );
    pdf.stream("", b"BT /F1 24 Tf 72 760 Td (Deed) Tj ET");
    pdf.object("/AnyOn");
    pdf.finish("/Info 19 0 R")
}

/// The structure tree, from its root to the number tree. Without tags nothing leads there.
fn structure(pdf: &mut Builder) {
    pdf.object("<< /Type /StructTreeRoot /K [26 0 R 27 0 R 28 0 R] /ParentTree 29 0 R /ParentTreeNextKey 1 >>");
    pdf.object("<< /Type /StructElem /S /H1 /P 25 0 R /Pg 3 0 R /K 0 >>");
    pdf.object("<< /Type /StructElem /S /P /P 25 0 R /Pg 3 0 R /K 1 >>");
    pdf.object("<< /Type /StructElem /S /Figure /P 25 0 R /Pg 3 0 R /K 2 /Alt (The crest) >>");
    pdf.object("<< /Nums [0 [26 0 R 27 0 R 28 0 R]] >>");
}

/// The look of a text field of 140 by 20 points that shows `value`.
#[must_use]
pub fn look(value: &str) -> Vec<u8> {
    field_look(value)
}

/// The look that a content stream draws.
#[must_use]
pub fn look_of(content: &str) -> Vec<u8> {
    stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 140 20] /Resources << /Font << /Helv 22 0 R >> >>",
        content.as_bytes(),
    )
}
