//! Content streams and default appearances as operators with their operands (ISO 32000-2 §7.8.2), for the few that are
//! judged: what fields draw.

use super::lex::{Lexer, is_delimiter};
use super::value::{Arena, Content};

/// What an operator works on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Piece>),
    Number(f64),
    Other,
}

/// An element of an array, as `TJ` takes them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(Vec<u8>),
    Gap(f64),
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
        Content::String(string) => Operand::String(string.to_vec()),
        Content::Array if value.children().any(|one| one.reference().is_some()) => return None,
        Content::Array => {
            let pieces = value.children().map(|one| match (one.string(), one.number()) {
                (Some(text), _) => Piece::Text(text.to_vec()),
                (None, Some(number)) => Piece::Gap(number),
                (None, None) => Piece::Other,
            });
            Operand::Array(pieces.collect())
        }
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
        assert_eq!(
            all[4].operands,
            [Operand::Array(vec![Piece::Text(b"b".to_vec()), Piece::Gap(-3.0), Piece::Text(b"c".to_vec())])]
        );
    }

    #[test]
    fn what_is_no_token_is_not_passed_over() {
        for wrong in ["(a Tj", "<6 > Tj", "1 2", ") Tj", "<< /A >> BDC", "1.2.3 w", "[1 0 R] TJ", "{ } x"] {
            assert_eq!(operations(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
