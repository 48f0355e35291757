//! Contents without what is marked as belonging to a hidden layer (ISO 32000-2 §8.11.3.2). What is painted there is left
//! out; what changes the graphics state stays, as it counts for what follows.

use crate::pdf::scan::{self, Token};
use crate::pdf::value::Value;

/// Operators that change a state or begin a path, and paint nothing.
const KEPT: [&[u8]; 55] = [
    b"q", b"Q", b"cm", b"w", b"J", b"j", b"M", b"d", b"ri", b"i", b"gs", b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN",
    b"g", b"G", b"rg", b"RG", b"k", b"K", b"BT", b"ET", b"Tc", b"Tw", b"Tz", b"TL", b"Tf", b"Tr", b"Ts", b"Td", b"TD",
    b"Tm", b"T*", b"m", b"l", b"c", b"v", b"y", b"h", b"re", b"W", b"W*", b"n", b"BX", b"EX", b"d0", b"d1", b"BMC",
    b"BDC", b"EMC", b"MP", b"DP",
];
/// Operators that paint a path.
const PAINTING: [&[u8]; 10] = [b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"n"];
/// Operators that set where text goes on.
const PLACING: [&[u8]; 5] = [b"BT", b"Td", b"TD", b"Tm", b"T*"];

/// The contents without what is hidden, `None` if nothing is; or why it cannot be told apart.
pub(super) fn cut(data: &[u8], is_hidden: impl Fn(&[u8]) -> bool) -> Result<Option<Vec<u8>>, &'static str> {
    let mut out = Vec::with_capacity(data.len());
    // Whether each open mark hides what it holds.
    let mut marks: Vec<bool> = Vec::new();
    let mut operands: Vec<(Token, usize, usize)> = Vec::new();
    let (mut at, mut copied) = (0, 0);
    let mut depth = 0usize;
    let mut displaced = false;
    let mut cut = false;
    let mut nested = 0usize;
    while let Some((kind, start, end)) = scan::token(data, at) {
        at = end;
        match kind {
            Token::ArrayOpen | Token::DictionaryOpen => nested += 1,
            Token::ArrayClose | Token::DictionaryClose => nested = nested.saturating_sub(1),
            _ => {}
        }
        let operator = &data[start..end];
        if kind != Token::Word || nested > 0 || matches!(operator, b"true" | b"false" | b"null") {
            operands.push((kind, start, end));
            continue;
        }
        let first = operands.first().map_or(start, |operand| operand.1);
        let mut last = end;
        if operator == b"BI" {
            last = inline_image_end(data, end).ok_or("is hidden around an image that cannot be read")?;
            at = last;
        }
        let was_hidden = depth > 0;
        let mut own_mark = false;
        match operator {
            b"BMC" => marks.push(false),
            b"BDC" => {
                let hides = match operands.as_slice() {
                    [(Token::Name, from, to), (Token::Name, name, _)] if &data[*from..*to] == b"/OC" => {
                        Value::parse(data, *name).and_then(Value::name).is_some_and(|name| is_hidden(&name))
                    }
                    _ => false,
                };
                marks.push(hides);
                depth += usize::from(hides);
                own_mark = hides;
            }
            b"EMC" => {
                own_mark = marks.pop().unwrap_or(false);
                depth -= usize::from(own_mark);
            }
            _ => {}
        }
        if PLACING.contains(&operator) || matches!(operator, b"'" | b"\"") {
            displaced = false;
        }
        let shows_text = matches!(operator, b"Tj" | b"TJ" | b"'" | b"\"");
        if was_hidden || own_mark {
            out.extend_from_slice(&data[copied..first]);
            copied = last;
            cut = true;
            if own_mark {
                out.push(b'\n');
            } else if PAINTING.contains(&operator) {
                out.extend_from_slice(b"n ");
            } else if KEPT.contains(&operator) {
                out.extend_from_slice(&data[first..last]);
                out.push(b'\n');
            } else if shows_text {
                displaced = true;
                match operator {
                    b"'" => out.extend_from_slice(b"T* "),
                    b"\"" => return Err("is hidden within a line of text"),
                    _ => {}
                }
            } else if !matches!(operator, b"Do" | b"sh" | b"BI") {
                return Err("is hidden in contents that cannot be read");
            }
        } else if shows_text && displaced {
            return Err("is hidden within a line of text");
        }
        operands.clear();
    }
    if !cut {
        return Ok(None);
    }
    out.extend_from_slice(&data[copied..]);
    Ok(Some(out))
}

/// The position after the `EI` of the inline image whose entries start at `at` (§8.9.7).
fn inline_image_end(data: &[u8], at: usize) -> Option<usize> {
    scan::image_end(data, at + scan::find(data.get(at..)?, b"ID")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(data: &str) -> Result<Option<String>, &'static str> {
        let cut = cut(data.as_bytes(), |name| name == b"Off");
        cut.map(|cut| cut.map(|cut| String::from_utf8(cut).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    #[test]
    fn what_is_hidden_is_not_painted() {
        assert_eq!(shown("/OC /On BDC 0 0 9 9 re f EMC"), Ok(None));
        assert_eq!(
            shown("1 g /OC /Off BDC q 0 g 0 0 9 9 re f Q /X Do EMC 5 w").unwrap().unwrap(),
            "1 g q 0 g 0 0 9 9 re n Q 5 w"
        );
        assert_eq!(
            shown("/OC /Off BDC /Span BMC (a) ' EMC EMC BT (b) Tj ET").unwrap().unwrap(),
            "/Span BMC T* EMC BT (b) Tj ET"
        );
        assert_eq!(shown("/OC /Off BDC BI /W 1 ID xx EI\nEMC S").unwrap().unwrap(), "S");
    }

    #[test]
    fn text_that_flows_around_what_is_hidden_is_refused() {
        assert!(shown("BT /OC /Off BDC (a) Tj EMC (b) Tj ET").is_err());
        assert_eq!(shown("BT /OC /Off BDC (a) Tj EMC 0 9 Td (b) Tj ET").unwrap().unwrap(), "BT 0 9 Td (b) Tj ET");
        assert!(shown("/OC /Off BDC 1 2 unknown EMC").is_err());
    }
}
