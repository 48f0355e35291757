//! Where an appearance lands on the page as shown, by the rules of a reader, and what it is made of.

use super::visible::page_of_widget;
use super::*;
use crate::pdf::pages::page_tree;
use crate::pdf::reader::Reader;
use crate::pdf::value::Value;

/// One page with these entries, and further catalog entries and objects from number 4 on.
fn document(page: &str, catalog: &str, objects: &[&str]) -> Vec<u8> {
    let mut bodies = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R {page} >>"),
    ];
    bodies.extend(objects.iter().map(|&body| body.to_owned()));
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (index, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{body}\nendobj\n", index + 1));
    }
    let start = out.len();
    out.push_str(&format!("{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", bodies.len() + 1));
    out.into_bytes()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let pixels = [200, 0, 0, 99].repeat((width * height) as usize);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    file
}

fn font() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../seal-image/assets/fonts/IBMPlexSansJP-Regular.ttf");
    std::fs::read(path).unwrap()
}

/// The source text of an object of the increment.
fn source(increment: &Increment<'_>, id: ObjectId) -> String {
    String::from_utf8(increment.dictionary(id).unwrap()).unwrap()
}

fn numbers(array: &str) -> Vec<f64> {
    let array = Value::parse(array.as_bytes(), 0).unwrap().array().unwrap();
    array.into_iter().map(|number| number.number().unwrap()).collect()
}

fn appearance_of(increment: &Increment<'_>, widget: &Widget) -> String {
    let ap = Value::parse(widget.entries[0].1.as_bytes(), 0).unwrap().dictionary().unwrap();
    source(increment, ap.get(b"N").unwrap().reference().unwrap())
}

/// Where a reader shows the point (`x`, `y`) of the form: by the algorithm of §12.5.5 into user space, then around the
/// middle of the visible box by the page's rotation. In millimetres from the upper left corner.
fn shown(page: &PageGeometry, degrees: f64, form: &str, rect: &str, x: f64, y: f64) -> (f64, f64) {
    let form = Value::parse(form.as_bytes(), 0).unwrap().dictionary().unwrap();
    let read = |key: &[u8]| numbers(std::str::from_utf8(form.get(key).unwrap().raw()).unwrap());
    let (bbox, m, rect) = (read(b"BBox"), read(b"Matrix"), numbers(rect));
    let apply = |x: f64, y: f64| (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]);
    let corners = [(0, 1), (0, 3), (2, 1), (2, 3)].map(|(i, j)| apply(bbox[i], bbox[j]));
    let low = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::INFINITY, f64::min);
    let high = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
    let (left, right, bottom, top) = (low(|c| c.0), high(|c| c.0), low(|c| c.1), high(|c| c.1));
    let (u, v) = apply(x, y);
    let u = rect[0] + (u - left) * (rect[2] - rect[0]) / (right - left);
    let v = rect[1] + (v - bottom) * (rect[3] - rect[1]) / (top - bottom);
    let visible = page.visible;
    let (u, v) = (u - (visible.left + visible.right) / 2.0, v - (visible.bottom + visible.top) / 2.0);
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = page.shown_size();
    let across = width / 2.0 + (u * cos + v * sin) * page.unit;
    let down = height / 2.0 - (v * cos - u * sin) * page.unit;
    (across / MILLIMETRE, down / MILLIMETRE)
}

fn assert_near(found: (f64, f64), wanted: (f64, f64), what: &str) {
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    assert!(near(found.0, wanted.0) && near(found.1, wanted.1), "{what}: {found:?}, not {wanted:?}");
}

#[test]
fn stands_upright_where_it_is_measured_on_any_page() {
    let boxes = [
        "",
        "/MediaBox [-100 50 500 892]",
        "/MediaBox [500 892 -100 50]",
        "/CropBox [50 60 500 700]",
        "/MediaBox [0 0 600 900] /CropBox [-50 100 550 2000]",
        "/MediaBox [0 0 300 400] /UserUnit 2.5",
        "/MediaBox [0 0 300 400] /CropBox [20 30 290 390] /UserUnit 1.5",
    ];
    let png = png(2, 1);
    let placement = Placement { page: 1, x: 20.0, y: 35.0, width: 40.0, height: 15.0 };
    for rotation in [0, 90, 180, 270, -90, -180, 450, 720] {
        for boxes in boxes {
            let page = format!("/Rotate {rotation} {boxes}");
            let bytes = document(&page, "", &[]);
            let reader = Reader::new(&bytes);
            let file = PdfFile::open(&reader).unwrap();
            let geometry = PageGeometry::of(&file, placement.find(&page_tree(&file).pages).unwrap());
            let mut increment = Increment::new(&file);
            let widget = Appearance::Image(Image { png: &png }).place(&mut increment, &geometry, &placement).unwrap();
            let form = appearance_of(&increment, &widget);
            let (width, height) = (40.0 * MILLIMETRE / geometry.unit, 15.0 * MILLIMETRE / geometry.unit);
            let at = |x, y| shown(&geometry, f64::from(rotation), &form, &widget.rect, x, y);
            assert_near(at(0.0, height), (20.0, 35.0), &page);
            assert_near(at(width, height), (60.0, 35.0), &page);
            assert_near(at(0.0, 0.0), (20.0, 50.0), &page);
            let turned = i32::rem_euclid(rotation, 360);
            let wanted = (turned != 0).then(|| format!("<< /R {turned} >>"));
            assert_eq!(widget.entries.get(1).map(|(_, value)| value.clone()), wanted, "{page}");
        }
    }
}

#[test]
fn existing_fields_keep_their_rectangle() {
    let png = png(1, 1);
    for rotation in [0, 90, 180, 270] {
        let bytes = document(&format!("/Rotate {rotation}"), "", &[]);
        let reader = Reader::new(&bytes);
        let file = PdfFile::open(&reader).unwrap();
        let geometry = PageGeometry::of(&file, &page_tree(&file).pages[0]);
        let mut increment = Increment::new(&file);
        let seal = Appearance::Image(Image { png: &png });
        let widget = seal.fill(&mut increment, &geometry, [200.0, 300.0, 100.0, 250.0]).unwrap();
        assert_eq!(widget.rect, "[100 250 200 300]");
        let form = appearance_of(&increment, &widget);
        let size = if rotation % 180 == 0 { "[0 0 100 50]" } else { "[0 0 50 100]" };
        assert!(form.contains(&format!("/BBox {size}")), "{form}");
        // The form's up is up as shown.
        let low = shown(&geometry, f64::from(rotation), &form, &widget.rect, 0.0, 0.0);
        let high = shown(&geometry, f64::from(rotation), &form, &widget.rect, 0.0, 10.0);
        assert_near((low.0 - high.0, low.1 - high.1), (0.0, 10.0 / MILLIMETRE), "upwards");
        let none = seal.fill(&mut increment, &geometry, [0.0; 4]);
        assert_eq!(none, Err(AppearanceError::InvisibleField));
    }
}

#[test]
fn a_box_off_the_page_is_refused() {
    let bytes = document("/Rotate 90", "", &[]);
    let reader = Reader::new(&bytes);
    let file = PdfFile::open(&reader).unwrap();
    let pages = page_tree(&file).pages;
    let geometry = PageGeometry::of(&file, &pages[0]);
    let placement = |x, y, width, height| Placement { page: 1, x, y, width, height };
    let place = |placement: Placement| placement.rectangle(&geometry);
    // A4 on its side: 297.04 mm wide and 209.9 mm high.
    assert!(place(placement(257.0, 190.0, 40.0, 20.0)).is_ok());
    let outside = Err(AppearanceError::OutsidePage { page: 1, width: 297, height: 209 });
    assert_eq!(place(placement(260.0, 190.0, 40.0, 20.0)), outside);
    assert_eq!(place(placement(10.0, 200.0, 40.0, 20.0)), outside);
    assert_eq!(place(placement(-1.0, 10.0, 40.0, 20.0)), outside);
    assert_eq!(place(placement(f64::NAN, 10.0, 40.0, 20.0)), outside);
    assert_eq!(place(placement(f64::INFINITY, 10.0, 40.0, 20.0)), outside);
    assert_eq!(place(placement(10.0, 10.0, 0.0, 20.0)), Err(AppearanceError::BoxTooSmall));
    assert_eq!(place(placement(10.0, 10.0, 20.0, f64::NAN)), Err(AppearanceError::BoxTooSmall));
    for page in [0, 2, u32::MAX] {
        let there = Placement { page, ..placement(10.0, 10.0, 20.0, 20.0) };
        assert_eq!(there.find(&pages).err(), Some(AppearanceError::NoSuchPage { page, pages: 1 }));
    }
}

/// The sources of all objects that the appearance adds to a document with this catalog.
fn added(appearance: &Appearance<'_>, catalog: &str, objects: &[&str]) -> Vec<String> {
    let bytes = document("", catalog, objects);
    let reader = Reader::new(&bytes);
    let file = PdfFile::open(&reader).unwrap();
    let geometry = PageGeometry::of(&file, &page_tree(&file).pages[0]);
    let mut increment = Increment::new(&file);
    let placement = Placement { page: 1, x: 20.0, y: 35.0, width: 40.0, height: 15.0 };
    appearance.place(&mut increment, &geometry, &placement).unwrap();
    let ids = (4..40).map(|number| ObjectId::new(number, 0)).filter(|&id| increment.dictionary(id).is_some());
    ids.map(|id| source(&increment, id)).collect()
}

#[test]
fn an_archive_file_stays_one() {
    let (png, font) = (png(2, 2), font());
    let text =
        Text { lines: vec!["署名".to_owned()], font: FontFile { bytes: &font, index: 0 }, size: TextSize::Fit };
    let both = Appearance::ImageLeft(Image { png: &png }, text);
    let has = |part: u8, intent: &str, key: &str| {
        let metadata = format!("<rdf:Description pdfaid:part=\"{part}\"/>");
        let metadata = format!("<< /Length {} >>\nstream\n{metadata}\nendstream", metadata.len());
        added(&both, &format!("/Metadata 4 0 R {intent}"), &[&metadata]).iter().any(|object| object.contains(key))
    };
    let intent = "/OutputIntents [<< /S /GTS_PDFA1 /DestOutputProfile 9 0 R >>]";
    assert!(has(2, intent, "/SMask") && has(3, intent, "/SMask") && !has(2, intent, "/CIDSet"));
    assert!(!has(2, "", "/SMask"), "transparency would need colours from the page");
    assert!(!has(1, intent, "/SMask") && has(1, intent, "/CIDSet"));
    let plain = added(&both, "", &[]);
    assert!(plain.iter().any(|object| object.contains("/SMask")));
    assert!(!plain.iter().any(|object| object.contains("/DeviceRGB") || object.contains("/Group")));
}

#[test]
fn what_is_not_drawn_yet_has_an_empty_appearance_where_it_needs_one() {
    let entries = |metadata: &str, rect: Option<[f64; 4]>| {
        let metadata = format!("<< /Length {} >>\nstream\n{metadata}\nendstream", metadata.len());
        let bytes = document("", "/Metadata 4 0 R", &[&metadata]);
        let reader = Reader::new(&bytes);
        let file = PdfFile::open(&reader).unwrap();
        let mut increment = Increment::new(&file);
        let widget = match rect.and_then(Rectangle::from_corners) {
            Some(rect) => Widget::blank(&mut increment, rect).unwrap(),
            None => Widget::unseen(&mut increment, Rules::of(&file)).unwrap(),
        };
        (!widget.entries.is_empty()).then(|| appearance_of(&increment, &widget))
    };
    let seen = entries("", Some([100.0, 50.0, 150.5, 70.0])).unwrap();
    assert!(seen.contains("/Subtype /Form") && seen.contains("/BBox [0 0 50.5 20]"), "{seen}");
    assert_eq!(entries("", None), None);
    assert_eq!(entries("<pdfaid:part>2</pdfaid:part>", None), None);
    let unseen = entries("<pdfaid:part>1</pdfaid:part>", None).unwrap();
    assert!(unseen.contains("/BBox [0 0 0 0]"), "{unseen}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (png, font) = (png(3, 2), font());
    let lines = vec!["電子署名 Keiin".to_owned(), "𠮷野家 髙﨑".to_owned()];
    let text = Text { lines, font: FontFile { bytes: &font, index: 0 }, size: TextSize::Points(9.0) };
    let both = Appearance::ImageBehind(Image { png: &png }, text);
    assert_eq!(added(&both, "", &[]), added(&both, "", &[]));
}

#[test]
fn a_field_is_found_on_its_page() {
    let field = "<< /Type /Annot /Subtype /Widget /Rect [1 2 3 4] >>";
    for (page, widget) in [
        ("/Annots [4 0 R]", field),
        ("/Annots 5 0 R", field),
        ("", "<< /Type /Annot /Subtype /Widget /P 3 0 R >>"),
        ("/Annots [4 0 R]", "<< /Type /Annot /Subtype /Widget /P 77 0 R >>"),
    ] {
        let bytes = document(page, "", &[widget, "[4 0 R]"]);
        let reader = Reader::new(&bytes);
        let file = PdfFile::open(&reader).unwrap();
        let found = page_of_widget(&file, &page_tree(&file).pages, ObjectId::new(4, 0)).map(|page| page.id);
        assert_eq!(found, Some(ObjectId::new(3, 0)), "{page} {widget}");
    }
}
