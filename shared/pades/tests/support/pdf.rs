//! PDFs written by hand, each with one peculiarity.

use std::fmt::Write as _;

/// How the file is put together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// PDF 1.4 with a cross-reference table.
    Table,
    /// PDF 1.5 with object streams and a cross-reference stream.
    Streams,
    /// A table whose trailer points to a stream for the objects in object streams.
    Hybrid,
}

/// Objects to be: number 1 is the catalog, 2 the page tree.
pub(crate) struct Builder {
    objects: Vec<Vec<u8>>,
    pub(crate) header: &'static str,
    pub(crate) layout: Layout,
    pub(crate) trailer: String,
}

impl Default for Builder {
    fn default() -> Self {
        let trailer = "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]".to_owned();
        Self { objects: vec![], header: "%PDF-1.7", layout: Layout::Table, trailer }
    }
}

impl Builder {
    /// Adds the next object; gives its number.
    pub(crate) fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    pub(crate) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        self.object(stream(entries, data))
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = format!("{}\n%\u{fc}\u{fc}\n", self.header).into_bytes();
        let is_stream = |body: &[u8]| body.ends_with(b"endstream");
        let packed: Vec<usize> = match self.layout {
            Layout::Table => vec![],
            // Hybrid files must show old readers the catalog and the pages, so only the last object hides.
            Layout::Hybrid => vec![self.objects.len()],
            Layout::Streams => (1..=self.objects.len()).filter(|n| !is_stream(&self.objects[n - 1])).collect(),
        };
        let mut offsets = vec![None; self.objects.len() + 3];
        for (index, body) in self.objects.iter().enumerate() {
            if packed.contains(&(index + 1)) {
                continue;
            }
            offsets[index + 1] = Some(out.len());
            write_object(&mut out, index + 1, body);
        }
        let container = self.objects.len() + 1;
        if !packed.is_empty() {
            let (mut index, mut data) = (String::new(), Vec::new());
            for number in &packed {
                let _ = write!(index, "{number} {} ", data.len());
                data.extend_from_slice(&self.objects[number - 1]);
                data.push(b'\n');
            }
            let entries = format!("/Type /ObjStm /N {} /First {} ", packed.len(), index.len());
            let body = [index.into_bytes(), data].concat();
            offsets[container] = Some(out.len());
            write_object(&mut out, container, &stream(&entries, &body));
        }
        let size = container + 2;
        let trailer = format!("/Size {size} /Root 1 0 R {}", self.trailer);
        let stream_at = out.len();
        if self.layout != Layout::Table {
            offsets[container + 1] = Some(stream_at);
            let mut rows = Vec::new();
            for (number, offset) in offsets.iter().enumerate() {
                let place = packed.iter().position(|n| *n == number);
                let (kind, second, third) = match (offset, place) {
                    (Some(offset), _) => (1, *offset, 0),
                    (None, Some(index)) => (2, container, index),
                    (None, None) => (0, 0, 0),
                };
                rows.push(kind);
                rows.extend_from_slice(&u32::try_from(second).unwrap().to_be_bytes());
                rows.extend_from_slice(&u16::try_from(third).unwrap().to_be_bytes());
            }
            let entries = format!("/Type /XRef /W [1 4 2] {trailer} ");
            write_object(&mut out, container + 1, &stream(&entries, &rows));
        }
        let start = if self.layout == Layout::Streams { stream_at } else { out.len() };
        if self.layout != Layout::Streams {
            out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
            for offset in &offsets[1..] {
                let entry = match offset {
                    Some(offset) => format!("{offset:010} 00000 n \n"),
                    None => "0000000000 00000 f \n".to_owned(),
                };
                out.extend_from_slice(entry.as_bytes());
            }
            let hidden = if self.layout == Layout::Hybrid { format!("/XRefStm {stream_at}") } else { String::new() };
            out.extend_from_slice(format!("trailer\n<< {trailer} {hidden} >>\n").as_bytes());
        }
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        out
    }
}

fn write_object(out: &mut Vec<u8>, number: usize, body: &[u8]) {
    out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(b"\nendobj\n");
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries}/Length {} >>\nstream\n", data.len());
    [head.into_bytes(), data.to_vec(), b"\nendstream".to_vec()].concat()
}

const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// Three pages of A4 with direct contents and resources of every kind.
pub(crate) fn simple(layout: Layout) -> Vec<u8> {
    let mut builder = Builder { layout, ..Builder::default() };
    builder.object("<</Type/Catalog/Pages 2 0 R/Lang(ja)>>");
    builder.object(
        "<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 /MediaBox [0 0 595.32001 841.92004] \
         /Resources << /Font << /F1 6 0 R >> >> >>",
    );
    builder.object("<</Type/Page/Parent 2 0 R/Contents 7 0 R>>");
    builder.object("<</Type/Page/Parent 2 0 R/Contents[7 0 R]/Resources 8 0 R>>");
    builder.object("<</Type/Page/Parent 2 0 R/Contents 9 0 R/Resources<</Font 10 0 R>>>>");
    builder.object(FONT);
    builder.stream("", b"q BT /F1 24 Tf 72 700 Td (A contract) Tj ET");
    builder.object("<< /Font << /F1 6 0 R /DocumentId 6 0 R >> /ProcSet [/PDF /Text] >>");
    builder.object("[7 0 R]");
    builder.object("<< /F1 6 0 R >>");
    builder.object("<< /Producer (a test) >>");
    builder.trailer.push_str(" /Info 11 0 R");
    builder.finish()
}

/// Pages with every rotation, boxes away from the origin, a user unit, unbalanced contents.
pub(crate) fn odd_pages() -> Vec<u8> {
    let mut builder = Builder { header: "%PDF-2.0", ..Builder::default() };
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    builder.object("<< /Type /Pages /Kids [3 0 R 10 0 R] /Count 6 /Rotate 90 /MediaBox [-100 50 500 892] >>");
    builder.object(
        "<< /Type /Pages /Parent 2 0 R /Kids [4 0 R 5 0 R 6 0 R 7 0 R 8 0 R] /Count 5 /CropBox [-80 80 480 800] >>",
    );
    for rotate in ["/Rotate 0", "", "/Rotate 180", "/Rotate -90"] {
        builder.object(format!("<< /Type /Page /Parent 3 0 R {rotate} /Contents 9 0 R /Resources << >> >>"));
    }
    builder
        .object("<< /Type /Page /Parent 3 0 R /Rotate 0 /UserUnit 2 /MediaBox [0 0 300 400] /CropBox [0 0 300 400] >>");
    builder.stream("", b"0.9 1 0.9 rg -1000 -1000 3000 3000 re f Q Q 3 0 0 3 500 500 cm q q 0 0 1 rg BT");
    builder.object("<< /Type /Page /Parent 2 0 R /Rotate 450 /MediaBox [0 0 70 50] >>");
    builder.finish()
}

/// A form with a text field, and annotations in an array of their own.
pub(crate) fn with_form(direct: bool) -> Vec<u8> {
    let mut builder = Builder::default();
    let form = "<</Fields 6 0 R/DA(/Helv 0 Tf)/NeedAppearances false/XFA[]>>";
    builder.object(format!("<< /Type /Catalog /Pages 2 0 R /AcroForm {} >>", if direct { form } else { "7 0 R" }));
    builder.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    builder.object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Annots 4 0 R >>");
    builder.object("[5 0 R]");
    builder.object("<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [10 10 100 30] /P 3 0 R >>");
    builder.object("[5 0 R 8 0 R]");
    builder.object(form);
    builder.object("<< /FT /Sig /T (parent) /Kids [9 0 R] >>");
    builder.object("<< /Parent 8 0 R /Type /Annot /Subtype /Widget /T (child) /Rect [0 0 0 0] /F 132 /P 3 0 R >>");
    builder.finish()
}

/// A page tree with `count` pages that share one resources object.
pub(crate) fn many_pages(count: usize) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.object("<< /Type /Catalog /Pages 2 0 R >>");
    let kids: Vec<String> = (0..count).map(|n| format!("{} 0 R", n + 6)).collect();
    builder.object(format!("<< /Type /Pages /Count {count} /Kids [{}] >>", kids.join(" ")));
    builder.object(FONT);
    builder.object("<< /Font << /F1 3 0 R >> >>");
    builder.stream("", b"BT /F1 12 Tf 72 700 Td (page) Tj ET");
    for _ in 0..count {
        builder.object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources 4 0 R >>");
    }
    builder.finish()
}

/// `original` with further objects as an incremental update by another program, in table form.
pub(crate) fn update(original: &[u8], size: usize, objects: &[(usize, &str)]) -> Vec<u8> {
    let text = String::from_utf8_lossy(original);
    let previous: usize = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
    let mut out = original.to_vec();
    let mut table = "xref\n".to_owned();
    for (number, body) in objects {
        let _ = write!(table, "{number} 1\n{:010} 00000 n \n", out.len());
        write_object(&mut out, *number, body.as_bytes());
    }
    let start = out.len();
    let _ = write!(table, "trailer\n<< /Size {size} /Root 1 0 R /Prev {previous} >>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(table.as_bytes());
    out
}
