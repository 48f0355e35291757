//! A Type 3 font with the sixteen hexadecimal digits (ISO 32000-2 §9.6.4). It needs no font file and is embedded by
//! nature, so a PDF/A stays one.

use crate::pdf::ObjectId;
use crate::pdf::increment::{Increment, NumbersUsedUp, stream_body};

/// Every glyph's advance in thousandths of the font size.
pub(super) const ADVANCE: u32 = 600;

/// Points in thousandths of the font size; a line that ends where it starts is closed.
type Polyline = &'static [(i32, i32)];

/// Character, glyph name, strokes.
const GLYPHS: [(u8, &str, &[Polyline]); 16] = [
    (
        b'0',
        "zero",
        &[&[(180, 0), (420, 0), (520, 120), (520, 580), (420, 700), (180, 700), (80, 580), (80, 120), (180, 0)]],
    ),
    (b'1', "one", &[&[(140, 560), (300, 700), (300, 0)], &[(140, 0), (460, 0)]]),
    (b'2', "two", &[&[(80, 580), (180, 700), (420, 700), (520, 590), (520, 450), (80, 0), (520, 0)]]),
    (
        b'3',
        "three",
        &[
            &[(80, 600), (180, 700), (420, 700), (520, 600), (520, 460), (420, 370), (240, 370)],
            &[(420, 370), (520, 270), (520, 100), (420, 0), (180, 0), (80, 100)],
        ],
    ),
    (b'4', "four", &[&[(420, 0), (420, 700), (80, 220), (540, 220)]]),
    (
        b'5',
        "five",
        &[&[(500, 700), (120, 700), (100, 410), (400, 410), (520, 300), (520, 120), (420, 0), (180, 0), (80, 90)]],
    ),
    (
        b'6',
        "six",
        &[&[
            (480, 640),
            (400, 700),
            (200, 700),
            (80, 560),
            (80, 120),
            (180, 0),
            (420, 0),
            (520, 120),
            (520, 300),
            (420, 410),
            (180, 410),
            (80, 310),
        ]],
    ),
    (b'7', "seven", &[&[(80, 700), (520, 700), (240, 0)]]),
    (
        b'8',
        "eight",
        &[
            &[
                (180, 370),
                (420, 370),
                (500, 460),
                (500, 600),
                (420, 700),
                (180, 700),
                (100, 600),
                (100, 460),
                (180, 370),
            ],
            &[(180, 370), (420, 370), (520, 260), (520, 110), (420, 0), (180, 0), (80, 110), (80, 260), (180, 370)],
        ],
    ),
    (
        b'9',
        "nine",
        &[&[
            (120, 60),
            (200, 0),
            (400, 0),
            (520, 140),
            (520, 580),
            (420, 700),
            (180, 700),
            (80, 580),
            (80, 400),
            (180, 290),
            (420, 290),
            (520, 390),
        ]],
    ),
    (
        b'a',
        "a",
        &[
            &[(180, 0), (420, 0), (520, 120), (520, 360), (420, 480), (180, 480), (80, 360), (80, 120), (180, 0)],
            &[(520, 480), (520, 0)],
        ],
    ),
    (
        b'b',
        "b",
        &[
            &[(180, 0), (420, 0), (520, 120), (520, 360), (420, 480), (180, 480), (80, 360), (80, 120), (180, 0)],
            &[(80, 700), (80, 0)],
        ],
    ),
    (b'c', "c", &[&[(510, 400), (420, 480), (180, 480), (80, 360), (80, 120), (180, 0), (420, 0), (510, 80)]]),
    (
        b'd',
        "d",
        &[
            &[(180, 0), (420, 0), (520, 120), (520, 360), (420, 480), (180, 480), (80, 360), (80, 120), (180, 0)],
            &[(520, 700), (520, 0)],
        ],
    ),
    (
        b'e',
        "e",
        &[&[
            (80, 240),
            (520, 240),
            (520, 360),
            (420, 480),
            (180, 480),
            (80, 360),
            (80, 120),
            (180, 0),
            (430, 0),
            (510, 60),
        ]],
    ),
    (b'f', "f", &[&[(500, 640), (440, 700), (350, 700), (270, 620), (270, 0)], &[(110, 460), (460, 460)]]),
];

/// Adds the font and its glyphs.
pub(super) fn add(increment: &mut Increment<'_>) -> Result<ObjectId, NumbersUsedUp> {
    let mut procedures = String::new();
    let mut differences = String::new();
    for (code, name, lines) in GLYPHS {
        let glyph = increment.add(stream_body("", procedure(lines).as_bytes()))?;
        procedures.push_str(&format!("/{name} {glyph} "));
        differences.push_str(&format!(" {code} /{name}"));
    }
    let to_unicode = increment.add(stream_body("", to_unicode().as_bytes()))?;
    let (first, last) = (GLYPHS[0].0, GLYPHS[15].0);
    let widths: Vec<String> = (first..=last)
        .map(|code| if GLYPHS.iter().any(|glyph| glyph.0 == code) { ADVANCE } else { 0 }.to_string())
        .collect();
    increment.add(format!(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -50 600 750] /FontMatrix [0.001 0 0 0.001 0 0]\n\
         /CharProcs << {procedures}>>\n\
         /Encoding << /Type /Encoding /Differences [{differences} ] >>\n\
         /FirstChar {first} /LastChar {last} /Widths [{}]\n\
         /Resources << >> /ToUnicode {to_unicode} >>",
        widths.join(" ")
    ))
}

/// `d1`: the glyph has the colour of the text (§9.6.4, table 111).
fn procedure(lines: &[Polyline]) -> String {
    let mut operators = format!("{ADVANCE} 0 30 -50 590 750 d1\n80 w 1 J 1 j\n");
    for line in lines {
        for (index, (x, y)) in line.iter().enumerate() {
            operators.push_str(&format!("{x} {y} {}\n", if index == 0 { 'm' } else { 'l' }));
        }
        operators.push_str(if line.first() == line.last() { "s\n" } else { "S\n" });
    }
    operators
}

/// The characters are their own codes (§9.10.3).
fn to_unicode() -> String {
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
     /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
     /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
     1 begincodespacerange\n<00> <FF>\nendcodespacerange\n\
     2 beginbfrange\n<30> <39> <0030>\n<61> <66> <0061>\nendbfrange\n\
     endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        .to_owned()
}
