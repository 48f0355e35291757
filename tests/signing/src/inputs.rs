//! Files of every kind that people sign, none of them signed by the product yet.

use krilla::configure::Archival;

use crate::archives::archive;
use crate::document::contract::contract;
use crate::document::{Builder, Increment, Layout, read, stream};
use crate::foreign::Foreign;
use crate::pki::PKI;

/// How a file is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PDF 1.3 with a table, one page, no form, no identifiers.
    Plain,
    /// PDF 1.5 with object streams, a form and layers.
    Streams,
    /// PDF 1.5 with a table and, for newer readers, a cross-reference stream beside it (ISO 32000-2 §7.5.8.4).
    Hybrid,
    /// The header of PDF 2.0, the form directly in the catalog, its lists objects of their own.
    Version2,
    /// Fields that are filled, ticked and empty.
    Form,
    /// PDF/A-3b with an invoice attached.
    Archive,
    /// Signed by two people with another program.
    SignedElsewhere,
    /// Pages turned in every way, with crop boxes and a unit of their own.
    Turned,
    /// The cross-reference is lost and must be repaired.
    Damaged,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Plain,
        Self::Streams,
        Self::Hybrid,
        Self::Version2,
        Self::Form,
        Self::Archive,
        Self::SignedElsewhere,
        Self::Turned,
        Self::Damaged,
    ];

    /// A file of this kind.
    #[must_use]
    pub fn file(self) -> Vec<u8> {
        match self {
            Self::Plain => plain(),
            Self::Streams => contract(Layout::Streams),
            Self::Hybrid => hybrid(),
            Self::Version2 => version_2(),
            Self::Form => contract(Layout::Table),
            Self::Archive => archive(Archival::A3_B),
            Self::SignedElsewhere => signed_elsewhere(),
            Self::Turned => turned(),
            Self::Damaged => damaged(),
        }
    }

    /// How many signatures are in it.
    #[must_use]
    pub fn signatures(self) -> usize {
        if self == Self::SignedElsewhere { 2 } else { 0 }
    }
}

fn plain() -> Vec<u8> {
    let mut pdf = Builder::new(Layout::Table);
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    pdf.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.32001 841.92004]/Contents 4 0 R/Resources<<>>>>");
    pdf.stream("", b"72 72 100 100 re S");
    let file = pdf.finish("");
    let without_id = read::replace_last(&file, &format!("/ID {}", read::trailer_entry(&file, "ID").unwrap()), "");
    read::replace_last(&without_id, "%PDF-1.4", "%PDF-1.3")
}

fn version_2() -> Vec<u8> {
    let mut pdf = Builder::new(Layout::Table);
    pdf.object("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 5 0 R /NeedAppearances false >> >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots 6 0 R >>");
    pdf.stream("", b"72 72 100 100 re S");
    pdf.object("[7 0 R]");
    pdf.object("[7 0 R]");
    pdf.object(
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (agreed) /V /Off /AS /Off /F 4 /P 3 0 R \
         /Rect [72 560 90 578] /AP << /N << /Yes 8 0 R /Off 8 0 R >> >> >>",
    );
    pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 18 18]", b"");
    read::replace_last(&pdf.finish(""), "%PDF-1.4", "%PDF-2.0")
}

/// The widget's font is only for readers that know object streams; the table calls its number free.
fn hybrid() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 6 0 R >> >> >>".to_owned(),
        String::from_utf8(stream("", b"BT /F1 24 Tf 72 760 Td (Lease) Tj ET")).unwrap(),
        String::from_utf8(stream(
            "/Type /ObjStm /N 1 /First 4",
            b"6 0 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        ))
        .unwrap(),
    ];
    let mut file = b"%PDF-1.5\n%\xe9\xe9\n".to_vec();
    let mut table = "xref\n0 8\n0000000006 65535 f \n".to_owned();
    for (number, body) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let beside = file.len();
    table.push_str(&format!("0000000000 65535 f \n{beside:010} 00000 n \n"));
    let rows = [2, 0, 0, 0, 5, 0, 0];
    file.extend_from_slice(b"7 0 obj\n");
    file.extend_from_slice(&stream("/Type /XRef /W [1 4 2] /Index [6 1] /Size 8", &rows));
    file.extend_from_slice(b"\nendobj\n");
    let start = file.len();
    let trailer = format!("trailer\n<< /Size 8 /Root 1 0 R /XRefStm {beside} >>\nstartxref\n{start}\n%%EOF\n");
    [file, table.into_bytes(), trailer.into_bytes()].concat()
}

fn signed_elsewhere() -> Vec<u8> {
    let first = Foreign { rect: "[400 60 560 120]", ..Foreign::new(&PKI.rsa, "First") };
    let file = first.sign(&mut Increment::new(&contract(Layout::Table)));
    Foreign::new(&PKI.p256, "Other").sign(&mut Increment::new(&file))
}

fn turned() -> Vec<u8> {
    let mut pdf = Builder::new(Layout::Streams);
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R 6 0 R] /Count 4 /MediaBox [0 0 595 842] >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 7 0 R /Resources << >> /Rotate 90 >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 7 0 R /Resources << >> /Rotate 180 /CropBox [50 60 500 700] >>");
    pdf.object(
        "<< /Type /Page /Parent 2 0 R /Contents 7 0 R /Resources << >> /Rotate -90 /MediaBox [-100 -200 495 642] >>",
    );
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 7 0 R /Resources << >> /Rotate 0 /UserUnit 2.0 >>");
    pdf.stream("", b"72 72 100 100 re S");
    pdf.finish("")
}

fn damaged() -> Vec<u8> {
    let file = contract(Layout::Table);
    let start = format!("startxref\n{}\n", read::last_xref(&file));
    read::replace_last(&file, &start, "startxref\n17\n")
}
