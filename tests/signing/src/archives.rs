//! PDF/A files (ISO 19005-1 to -3) of every part and level: signing must leave them what they are.

use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use skrifa::{FontRef, MetadataProvider};

use crate::document::{Builder, Layout};

const FONT: &[u8] = include_bytes!("../../../shared/seal-image/assets/fonts/IBMPlexSansJP-Regular.ttf");

/// Two pages with text and a drawing, transparent where that is allowed, by another program. PDF/A-3 has an invoice
/// attached, level A has tags.
#[must_use]
pub fn archive(profile: Archival) -> Vec<u8> {
    use Archival::{A1_A, A1_B, A2_A, A3_A, A3_B, A3_U};
    let configuration = ConfigurationBuilder::new().with_archival_validator(profile).finish().unwrap();
    let is_tagged = matches!(profile, A1_A | A2_A | A3_A);
    let settings = SerializeSettings { configuration, enable_tagging: is_tagged, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let date = DateTime::new(2026).month(11).day(1).hour(9).minute(0).second(0);
    document.set_metadata(Metadata::new().title("Invoice".into()).language("en".into()).creation_date(date));
    if matches!(profile, A3_A | A3_B | A3_U) {
        document.embed_file(invoice(date)).unwrap();
    }
    let font = Font::new(FONT.into(), 0).unwrap();
    let opacity = if matches!(profile, A1_A | A1_B) { 1.0 } else { 0.5 };
    let mut tags = TagTree::new();
    for text in ["Invoice", "Terms"] {
        let mut page = document.start_page_with(PageSettings::from_wh(595.0, 842.0).unwrap());
        let mut surface = page.surface();
        let mut paragraph = TagGroup::new(Tag::P);
        if is_tagged {
            paragraph.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
        }
        write(&mut surface, &font, text);
        rectangle(&mut surface, opacity);
        if is_tagged {
            surface.end_tagged();
            tags.push(paragraph);
        }
        surface.finish();
        page.finish();
    }
    if is_tagged {
        document.set_tag_tree(tags);
    }
    document.finish().unwrap()
}

fn invoice(date: DateTime) -> EmbeddedFile {
    EmbeddedFile {
        path: "invoice.xml".into(),
        mime_type: MimeType::new("text/xml"),
        description: Some("The invoice for machines".into()),
        association_kind: AssociationKind::Alternative,
        data: b"<Invoice/>".to_vec().into(),
        modification_date: Some(date),
        compress: None,
        location: None,
    }
}

fn write(surface: &mut Surface<'_>, font: &Font, text: &str) {
    let characters = FontRef::new(FONT).unwrap().charmap();
    let glyphs: Vec<KrillaGlyph> = text
        .char_indices()
        .map(|(at, character)| {
            let glyph = GlyphId::new(characters.map(character).unwrap().to_u32());
            KrillaGlyph::new(glyph, 0.6, 0.0, 0.0, 0.0, at..at + character.len_utf8(), None)
        })
        .collect();
    surface.draw_glyphs(Point::from_xy(72.0, 72.0), &glyphs, font.clone(), text, 24.0, false);
}

fn rectangle(surface: &mut Surface<'_>, opacity: f32) {
    let opacity = NormalizedF32::new(opacity).unwrap();
    surface.set_fill(Some(Fill { paint: rgb::Color::new(200, 30, 30).into(), opacity, rule: FillRule::default() }));
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(72.0, 90.0, 200.0, 20.0).unwrap());
    surface.draw_path(&path.finish().unwrap());
}

/// PDF/A-2b without an output intent, which has device-independent colours only (ISO 19005-2 §6.2.4.3), on a page that is
/// shown turned.
#[must_use]
pub fn without_output_intent(layout: Layout) -> Vec<u8> {
    const METADATA: &str = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
        <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
        <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
        <pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\
        </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
    let mut pdf = Builder::new(layout);
    pdf.object("<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>");
    pdf.object(
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Rotate 90 \
         /Resources << /ColorSpace << /Grey [/CalGray << /WhitePoint [0.9505 1 1.089] >>] >> >> >>",
    );
    pdf.stream("", b"/Grey cs 0.5 sc 72 72 100 100 re f");
    pdf.stream("/Type /Metadata /Subtype /XML", METADATA.as_bytes());
    pdf.finish("")
}
