//! How far each code of a font moves on, in ems (ISO 32000-2 §9.2.4, §9.7.4.3).

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};

#[derive(Debug)]
pub(super) struct Widths {
    single: HashMap<u32, f32>,
    ranges: Vec<(u32, u32, f32)>,
    otherwise: f32,
}

impl Widths {
    pub(super) fn of(&self, code: u32) -> f32 {
        let in_range = || self.ranges.iter().find(|(low, high, _)| (*low..=*high).contains(&code)).map(|range| range.2);
        self.single.get(&code).copied().or_else(in_range).unwrap_or(self.otherwise)
    }

    /// All the same, where a font's own numbers are not for its codes.
    pub(super) fn even(otherwise: f32) -> Self {
        Self { single: HashMap::new(), ranges: Vec::new(), otherwise }
    }

    /// Those of a simple font.
    pub(super) fn simple(document: &Document, font: &Dictionary) -> Self {
        let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array);
        let scale = matrix.ok().and_then(|matrix| matrix.first()?.as_float().ok()).unwrap_or(0.001);
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).ok();
        let first = first.and_then(|first| u32::try_from(first).ok()).unwrap_or(0);
        let mut widths = Self::even(0.5);
        if let Ok(list) = font.get_deref(b"Widths", document).and_then(Object::as_array) {
            let numbers = (first..=u32::MAX).zip(list).take(256);
            let numbers = numbers.filter_map(|(code, width)| Some((code, number(document, width)? * scale)));
            widths.single = numbers.collect();
        }
        widths
    }

    /// Those of the font that a composite font is made of.
    pub(super) fn composite(document: &Document, descendant: &Dictionary) -> Self {
        let usual =
            descendant.get_deref(b"DW", document).ok().and_then(|usual| usual.as_float().ok()).unwrap_or(1000.0);
        let mut widths = Self::even(usual / 1000.0);
        let list = descendant.get_deref(b"W", document).and_then(Object::as_array);
        let mut rest = list.map(Vec::as_slice).unwrap_or_default();
        while let [first, second, behind @ ..] = rest {
            let Some(low) = code(document, first) else { break };
            if let Ok(list) = document.dereference(second).and_then(|(_, second)| second.as_array()) {
                for (code, width) in (low..=u32::MAX).zip(list) {
                    widths.single.extend(number(document, width).map(|width| (code, width / 1000.0)));
                }
                rest = behind;
            } else if let ([width, behind @ ..], Some(high)) = (behind, code(document, second)) {
                widths.ranges.extend(number(document, width).map(|width| (low, high, width / 1000.0)));
                rest = behind;
            } else {
                break;
            }
        }
        widths.ranges.truncate(1000);
        widths
    }
}

fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}

fn code(document: &Document, object: &Object) -> Option<u32> {
    u32::try_from(document.dereference(object).ok()?.1.as_i64().ok()?).ok()
}
