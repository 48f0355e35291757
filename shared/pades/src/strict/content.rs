//! Content streams and default appearances as operators with their operands (ISO 32000-2 §7.8.2), for the few that are
//! judged: what fields draw.

use super::lex::{Lexer, is_delimiter};
use super::value::{Arena, Content};

/// What an operator works on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    Name(Vec<u8>),
    /// A string, or those of an array in order (as `TJ` takes them).
    Strings(Vec<Vec<u8>>),
    Number(f64),
    Other,
}

/// An operator.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operation {
    pub(crate) operands: Vec<Operand>,
    pub(crate) name: Vec<u8>,
}

/// All operations in order; `None` if something is no token. Inline images are not read, so they are nothing that this
/// understands.
pub(crate) fn operations(data: &[u8]) -> Option<Vec<Operation>> {
    let mut lexer = Lexer { bytes: data, at: 0, is_last: true, base: None };
    let mut found = Vec::new();
    let mut operands = Vec::new();
    loop {
        lexer.skip_space_and_comments().ok()?;
        let Some(first) = lexer.peek() else { break };
        let is_value = is_delimiter(first) || first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.');
        if is_value {
            operands.push(operand(&mut lexer)?);
            continue;
        }
        let end = lexer.regular_end(lexer.at).ok()?;
        let name = data.get(lexer.at..end)?.to_vec();
        lexer.at = end;
        if matches!(name.as_slice(), b"true" | b"false" | b"null") {
            operands.push(Operand::Other);
        } else {
            found.push(Operation { operands: std::mem::take(&mut operands), name });
        }
    }
    operands.is_empty().then_some(found)
}

fn operand(lexer: &mut Lexer<'_>) -> Option<Operand> {
    let mut arena = Arena::default();
    let node = arena.parse(lexer).ok()?;
    let value = arena.value(node);
    Some(match value.content() {
        Content::Name(name) => Operand::Name(name.to_vec()),
        Content::String(string) => Operand::Strings(vec![string.to_vec()]),
        Content::Array if value.children().any(|one| one.reference().is_some()) => return None,
        Content::Array => Operand::Strings(value.children().filter_map(|one| Some(one.string()?.to_vec())).collect()),
        Content::Integer(_) | Content::Real(_) => Operand::Number(value.number()?),
        Content::Null | Content::Boolean(_) | Content::Dictionary => Operand::Other,
        // Content streams have no references.
        Content::Reference(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_their_operands() {
        let all = operations(b"/Tx BMC\nBT /F1 12 Tf(a)Tj[(b)-3(c)]TJ ET % the end\nEMC").unwrap();
        let names: Vec<&[u8]> = all.iter().map(|one| one.name.as_slice()).collect();
        assert_eq!(names, [b"BMC".as_slice(), b"BT", b"Tf", b"Tj", b"TJ", b"ET", b"EMC"]);
        assert_eq!(all[2].operands, [Operand::Name(b"F1".to_vec()), Operand::Number(12.0)]);
        assert_eq!(all[4].operands, [Operand::Strings(vec![b"b".to_vec(), b"c".to_vec()])]);
    }

    #[test]
    fn what_is_no_token_is_not_passed_over() {
        for wrong in ["(a Tj", "<6 > Tj", "1 2", ") Tj", "<< /A >> BDC", "1.2.3 w", "[1 0 R] TJ", "{ } x"] {
            assert_eq!(operations(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
