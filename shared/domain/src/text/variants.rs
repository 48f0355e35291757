//! Which characters have variants that a variation selector chooses (Unicode Standard, section 23.4).

use std::collections::HashSet;
use std::sync::LazyLock;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::{Emoji, UnifiedIdeograph};

/// Characters other than ideographs, emoji and Mongolian letters that have standardised variants: ranges out of
/// StandardizedVariants.txt of the Unicode Character Database 15.0.0, hieroglyphs left out.
const STANDARDISED: [(u32, u32); 60] = [
    (0x30, 0x30),
    (0x1000, 0x1000),
    (0x1002, 0x1002),
    (0x1004, 0x1004),
    (0x1010, 0x1011),
    (0x1015, 0x1015),
    (0x1019, 0x101a),
    (0x101c, 0x101d),
    (0x1022, 0x1022),
    (0x1031, 0x1031),
    (0x1075, 0x1075),
    (0x1078, 0x1078),
    (0x107a, 0x107a),
    (0x1080, 0x1080),
    (0x210b, 0x210b),
    (0x2110, 0x2110),
    (0x2112, 0x2112),
    (0x211b, 0x211b),
    (0x212c, 0x212c),
    (0x2130, 0x2131),
    (0x2133, 0x2133),
    (0x2205, 0x2205),
    (0x2229, 0x222a),
    (0x2268, 0x2269),
    (0x2272, 0x2273),
    (0x228a, 0x228b),
    (0x2293, 0x2295),
    (0x2297, 0x2297),
    (0x229c, 0x229c),
    (0x22da, 0x22db),
    (0x2a3c, 0x2a3d),
    (0x2a9d, 0x2a9e),
    (0x2aac, 0x2aad),
    (0x2acb, 0x2acc),
    (0x3001, 0x3002),
    (0xa856, 0xa856),
    (0xa85c, 0xa85c),
    (0xa85e, 0xa860),
    (0xa868, 0xa868),
    (0xaa60, 0xaa66),
    (0xaa6b, 0xaa6c),
    (0xaa6f, 0xaa6f),
    (0xaa7a, 0xaa7a),
    (0xff01, 0xff01),
    (0xff0c, 0xff0c),
    (0xff0e, 0xff0e),
    (0xff10, 0xff10),
    (0xff1a, 0xff1b),
    (0xff1f, 0xff1f),
    (0x10ac5, 0x10ac6),
    (0x10ad6, 0x10ad7),
    (0x10ae1, 0x10ae1),
    (0x1d49c, 0x1d49c),
    (0x1d49e, 0x1d49f),
    (0x1d4a2, 0x1d4a2),
    (0x1d4a5, 0x1d4a6),
    (0x1d4a9, 0x1d4ac),
    (0x1d4ae, 0x1d4b5),
    // Letters of Mongolian, Todo, Sibe, Manchu and Ali Gali, with the selectors of their own.
    (0x1820, 0x1878),
    (0x1880, 0x18aa),
];

/// Ideographs of which compatibility ideographs are variants. The standardised variants of ideographs are these and no
/// others, so that the decompositions tell them.
static WITH_COMPATIBILITY_IDEOGRAPHS: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let nfd = DecomposingNormalizerBorrowed::new_nfd();
    let compatibility = ('\u{f900}'..='\u{faff}').chain('\u{2f800}'..='\u{2fa1f}');
    let decomposed = compatibility.filter_map(|c| {
        let mut buffer = [0; 4];
        let whole: &str = c.encode_utf8(&mut buffer);
        nfd.normalize(whole).chars().next().filter(|base| *base != c)
    });
    decomposed.collect()
});

/// Whether a selector after this character chooses a variant of it.
///
/// Ideographic variation sequences (UTS #37) are taken after every ideograph, without asking whether they are registered:
/// the collections grow, and a font that lacks a variant shows the usual shape.
pub(super) fn has_variant(base: char, selector: char) -> bool {
    match selector {
        '\u{e0100}'..='\u{e01ef}' => {
            CodePointSetData::new::<UnifiedIdeograph>().contains(base) || is_compatibility_ideograph(base)
        }
        '\u{fe0e}' | '\u{fe0f}' => CodePointSetData::new::<Emoji>().contains(base),
        '\u{fe00}'..='\u{fe02}' => {
            (is_listed(base) && !is_mongolian(base)) || WITH_COMPATIBILITY_IDEOGRAPHS.contains(&base)
        }
        '\u{180b}'..='\u{180d}' | '\u{180f}' => is_listed(base) && is_mongolian(base),
        _ => false,
    }
}

fn is_listed(base: char) -> bool {
    STANDARDISED.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(base)))
}

const fn is_mongolian(base: char) -> bool {
    matches!(base, '\u{1800}'..='\u{18af}')
}

/// Some registered sequences begin with a compatibility ideograph, for old data.
const fn is_compatibility_ideograph(base: char) -> bool {
    matches!(base, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}
