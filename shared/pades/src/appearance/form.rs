//! The form XObject that is the appearance (ISO 32000-2 §8.10).

use super::archive::Rules;
use super::image;
use super::{Appearance, AppearanceError, layout};
#[cfg(feature = "fonts")]
use super::{colour::GREY, font::Face, text::Paragraph};
use crate::pdf::ObjectId;
use crate::pdf::geometry::{PageGeometry, Rectangle, decimal};
use crate::pdf::increment::{Increment, stream_body};

/// Adds the appearance for a box in user space.
pub(super) fn draw(
    appearance: &Appearance<'_>,
    increment: &mut Increment<'_>,
    page: &PageGeometry,
    rect: Rectangle,
) -> Result<ObjectId, AppearanceError> {
    // The form has the size of the box as shown, in units of user space; it is filled in points.
    let sideways = page.turn.is_sideways();
    let (width, height) = if sideways { (rect.height(), rect.width()) } else { (rect.width(), rect.height()) };
    let rules = Rules::of(increment.file());
    let image = appearance.image().map(|image| image::embed(increment, image, rules.opaque)).transpose()?;
    let aspect = image.map_or(1.0, |image| image.aspect);
    let parts = layout::areas(appearance, aspect, width * page.unit, height * page.unit);

    let scale = decimal_scale(1.0 / page.unit);
    let mut content = format!("q\n{scale} 0 0 {scale} 0 0 cm\n");
    let mut resources = String::new();
    if let Some(image) = image {
        let numbers = [parts.image.width, parts.image.height, parts.image.x, parts.image.y].map(decimal);
        let [w, h, x, y] = numbers;
        content.push_str(&format!("q\n{w} 0 0 {h} {x} {y} cm\n/Image Do\nQ\n"));
        resources.push_str(&format!("/XObject << /Image {} >> ", image.id));
    }
    #[cfg(feature = "fonts")]
    if let Some(text) = appearance.text() {
        let face = Face::open(text.font)?;
        let paragraph = Paragraph::shape(&face, &text.lines)?;
        let size = paragraph.fit(text.size, parts.text)?;
        let font = face.embed(increment, &paragraph.used, rules.cid_set)?;
        content.push_str(&paragraph.operators(&font, size, parts.text, parts.alignment));
        resources.push_str(&format!("/Font << /Text {} >> /ColorSpace << /Ink {GREY} >> ", font.id));
    }
    content.push_str("Q\n");
    let matrix = layout::matrix(page.turn, width, height).map(decimal).join(" ");
    let form = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 {} {}] /Matrix [{matrix}]\n/Resources << {resources}>>\n",
        decimal(width),
        decimal(height)
    );
    Ok(increment.add(stream_body(&form, content.as_bytes()))?)
}

/// More digits than for positions: the error is multiplied by the size of the box.
fn decimal_scale(scale: f64) -> String {
    let text = format!("{scale:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
