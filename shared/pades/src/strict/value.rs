//! Values as a flat tree: each node is followed by all that it holds, so that walking needs no recursion.

use std::ops::Range;
use std::sync::LazyLock;

use super::fault::SyntaxFault;
use super::lex::{Lexer, Stop, Token};
use crate::pdf::ObjectId;

/// Some readers follow no deeper nesting than this.
const MAX_DEPTH: usize = 60;
/// Object numbers end here (ISO 32000-1 Annex C).
pub(super) const MAX_NUMBER: u32 = 8_388_607;

/// All values of a file.
#[derive(Default)]
pub(crate) struct Arena {
    nodes: Vec<Node>,
    /// What names and strings hold, and real numbers as written.
    pool: Vec<u8>,
    /// Where in the file the strings under `/Contents` stand, by their nodes.
    contents: Vec<(u32, Range<usize>)>,
}

/// One value, or a dictionary's key.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    /// The node after all that this one holds.
    next: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    Boolean(bool),
    Integer(i32),
    Real(u32, u32),
    Name(u32, u32),
    String(u32, u32),
    Array,
    /// Keys and values in turn.
    Dictionary,
    Reference(ObjectId),
}

/// A value in an arena.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    arena: &'a Arena,
    node: u32,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Content<'a> {
    Null,
    Boolean(bool),
    Integer(i32),
    /// In canonical form, so that equal numbers are equal bytes: `-12.5`, `1.`. Never equal to an integer.
    Real(&'a [u8]),
    Name(&'a [u8]),
    String(&'a [u8]),
    Array,
    Dictionary,
    Reference(ObjectId),
}

/// How much of an arena is in use, to drop what comes after.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    nodes: usize,
    pool: usize,
}

/// An array or dictionary that is not closed yet.
struct Open {
    node: usize,
    is_dictionary: bool,
    /// How many keys and values it has.
    count: usize,
}

impl Arena {
    pub(super) fn mark(&self) -> Mark {
        Mark { nodes: self.nodes.len(), pool: self.pool.len() }
    }

    pub(super) fn rewind(&mut self, mark: Mark) {
        self.nodes.truncate(mark.nodes);
        self.pool.truncate(mark.pool);
        while self.contents.last().is_some_and(|(node, _)| *node as usize >= mark.nodes) {
            self.contents.pop();
        }
    }

    pub(crate) fn value(&self, node: u32) -> Value<'_> {
        Value { arena: self, node }
    }

    /// Reads the value that starts at the lexer's position; the index of its node.
    pub(super) fn parse(&mut self, lexer: &mut Lexer<'_>) -> Result<u32, Stop> {
        let root = self.nodes.len();
        let mut open: Vec<Open> = Vec::new();
        loop {
            let start = lexer.at;
            let pool = self.pool.len();
            let token = lexer.token(&mut self.pool)?;
            let span = (self.index(pool)?, self.index(self.pool.len() - pool)?);
            let kind = match token {
                Token::Null => Kind::Null,
                Token::True => Kind::Boolean(true),
                Token::False => Kind::Boolean(false),
                Token::Real => Kind::Real(span.0, span.1),
                Token::Name => Kind::Name(span.0, span.1),
                Token::String => Kind::String(span.0, span.1),
                Token::Integer(value, is_plain) => match if is_plain { lexer.reference_tail()? } else { None } {
                    Some(generation) => Kind::Reference(reference(value, generation, start)?),
                    None => Kind::Integer(value),
                },
                Token::ArrayOpen => Kind::Array,
                Token::DictionaryOpen => Kind::Dictionary,
                Token::ArrayClose | Token::DictionaryClose => {
                    let is_dictionary = token == Token::DictionaryClose;
                    let closed = open.pop().filter(|open| open.is_dictionary == is_dictionary);
                    let Some(closed) = closed else { return Err(Stop::Fault(SyntaxFault::Unclosed, start)) };
                    if is_dictionary && closed.count % 2 != 0 {
                        return Err(Stop::Fault(SyntaxFault::Key, start));
                    }
                    self.nodes[closed.node].next = self.index(self.nodes.len())?;
                    if is_dictionary && self.has_doubled_keys(closed.node) {
                        return Err(Stop::Fault(SyntaxFault::DoubledKey, start));
                    }
                    if open.is_empty() {
                        return self.index(root);
                    }
                    lexer.skip_space_and_comments()?;
                    continue;
                }
            };
            if let Some(open) = open.last_mut() {
                if open.is_dictionary && open.count % 2 == 0 && !matches!(kind, Kind::Name(..)) {
                    return Err(Stop::Fault(SyntaxFault::Key, start));
                }
                open.count += 1;
            }
            let node = self.nodes.len();
            let next = self.index(node + 1)?;
            let is_value = open.last().is_some_and(|open| open.is_dictionary && open.count % 2 == 0);
            if token == Token::String
                && is_value
                && let (Some(base), Some(Kind::Name(at, length))) = (lexer.base, self.nodes.last().map(|key| key.kind))
                && self.bytes(at, length) == b"Contents"
            {
                self.contents.push((next - 1, base + start..base + lexer.at));
            }
            self.nodes.push(Node { kind, next });
            match kind {
                Kind::Array | Kind::Dictionary => {
                    if open.len() == MAX_DEPTH {
                        return Err(Stop::Fault(SyntaxFault::Depth, start));
                    }
                    open.push(Open { node, is_dictionary: kind == Kind::Dictionary, count: 0 });
                }
                _ if open.is_empty() => return self.index(root),
                _ => {}
            }
            lexer.skip_space_and_comments()?;
        }
    }

    /// Whether a name stands among the nodes from `first` on.
    pub(super) fn has_name(&self, first: u32, name: &[u8]) -> bool {
        let nodes = self.nodes.get(first as usize..).unwrap_or_default();
        nodes.iter().any(|node| matches!(node.kind, Kind::Name(at, length) if self.bytes(at, length) == name))
    }

    /// The references among the nodes from `first` on, and where they end.
    pub(super) fn references(&self, first: u32) -> (Vec<ObjectId>, u32) {
        let nodes = self.nodes.get(first as usize..).unwrap_or_default();
        let references = nodes.iter().filter_map(|node| match node.kind {
            Kind::Reference(id) => Some(id),
            _ => None,
        });
        // `index` saw to it that there are no more nodes.
        (references.collect(), u32::try_from(self.nodes.len()).unwrap_or(u32::MAX))
    }

    /// An index as it is stored. A file whose values need more than 32 bits of it is too large.
    fn index(&self, index: usize) -> Result<u32, Stop> {
        u32::try_from(index).map_err(|_| Stop::Fault(SyntaxFault::TooMany, 0))
    }

    fn has_doubled_keys(&self, dictionary: usize) -> bool {
        let value = Value { arena: self, node: u32::try_from(dictionary).unwrap_or(u32::MAX) };
        let mut keys: Vec<&[u8]> = value.entries().map(|(key, _)| key).collect();
        keys.sort_unstable();
        keys.windows(2).any(|pair| pair[0] == pair[1])
    }

    fn bytes(&self, at: u32, length: u32) -> &[u8] {
        &self.pool[at as usize..][..length as usize]
    }
}

fn reference(number: i32, generation: u64, start: usize) -> Result<ObjectId, Stop> {
    let number = u32::try_from(number).ok().filter(|number| (1..=MAX_NUMBER).contains(number));
    let generation = u16::try_from(generation).ok();
    match (number, generation) {
        (Some(number), Some(generation)) => Ok(ObjectId::new(number, generation)),
        _ => Err(Stop::Fault(SyntaxFault::Reference, start)),
    }
}

/// An empty dictionary.
static EMPTY: LazyLock<Arena> =
    LazyLock::new(|| Arena { nodes: vec![Node { kind: Kind::Dictionary, next: 1 }], ..Arena::default() });

impl<'a> Value<'a> {
    /// A dictionary without entries, to compare with where there is none.
    pub(crate) fn empty() -> Self {
        EMPTY.value(0)
    }

    fn node(self) -> Node {
        self.arena.nodes[self.node as usize]
    }

    /// What tells one value of a file from all others in it.
    pub(crate) fn place(self) -> u32 {
        self.node
    }

    /// Whether this is the very same value at the very same place.
    pub(crate) fn is_same(self, other: Value<'_>) -> bool {
        self.node == other.node && std::ptr::eq(self.arena, other.arena)
    }

    /// How many values it holds at any depth, itself among them.
    pub(crate) fn weight(self) -> usize {
        (self.node().next - self.node) as usize
    }

    /// Where in the file a string under `/Contents` stands, delimiters included; `None` for anything else, or in an
    /// object stream.
    pub(crate) fn contents_place(self) -> Option<Range<usize>> {
        let found = self.arena.contents.binary_search_by_key(&self.node, |(node, _)| *node).ok()?;
        Some(self.arena.contents[found].1.clone())
    }

    pub(crate) fn content(self) -> Content<'a> {
        match self.node().kind {
            Kind::Null => Content::Null,
            Kind::Boolean(value) => Content::Boolean(value),
            Kind::Integer(value) => Content::Integer(value),
            Kind::Real(at, length) => Content::Real(self.arena.bytes(at, length)),
            Kind::Name(at, length) => Content::Name(self.arena.bytes(at, length)),
            Kind::String(at, length) => Content::String(self.arena.bytes(at, length)),
            Kind::Array => Content::Array,
            Kind::Dictionary => Content::Dictionary,
            Kind::Reference(id) => Content::Reference(id),
        }
    }

    pub(crate) fn is_dictionary(self) -> bool {
        self.content() == Content::Dictionary
    }

    /// The value itself, if it is a dictionary; that of a stream is one too.
    pub(crate) fn dictionary(self) -> Option<Value<'a>> {
        self.is_dictionary().then_some(self)
    }

    pub(crate) fn array(self) -> Option<Vec<Value<'a>>> {
        self.elements().map(Iterator::collect)
    }

    pub(crate) fn is_array(self) -> bool {
        self.content() == Content::Array
    }

    pub(crate) fn is_null(self) -> bool {
        self.content() == Content::Null
    }

    pub(crate) fn name(self) -> Option<&'a [u8]> {
        match self.content() {
            Content::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn string(self) -> Option<&'a [u8]> {
        match self.content() {
            Content::String(string) => Some(string),
            _ => None,
        }
    }

    pub(crate) fn number(self) -> Option<f64> {
        match self.content() {
            Content::Integer(value) => Some(f64::from(value)),
            Content::Real(text) => std::str::from_utf8(text).ok()?.parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn integer(self) -> Option<i32> {
        match self.content() {
            Content::Integer(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn unsigned(self) -> Option<usize> {
        self.integer().and_then(|value| usize::try_from(value).ok())
    }

    pub(crate) fn reference(self) -> Option<ObjectId> {
        match self.content() {
            Content::Reference(id) => Some(id),
            _ => None,
        }
    }

    pub(crate) fn is_name(self, name: &[u8]) -> bool {
        self.content() == Content::Name(name)
    }

    /// What this value directly holds: elements, or keys and values in turn.
    pub(crate) fn children(self) -> impl Iterator<Item = Value<'a>> {
        let end = self.node().next;
        let mut at = self.node + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(Value { node: at, ..self })?;
            at = child.node().next;
            Some(child)
        })
    }

    /// The elements, if this is an array.
    pub(crate) fn elements(self) -> Option<impl Iterator<Item = Value<'a>>> {
        (self.content() == Content::Array).then(|| self.children())
    }

    /// The entries of a dictionary in source order, those whose value is null among them; none of anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> {
        let mut children = self.is_dictionary().then(|| self.children());
        std::iter::from_fn(move || {
            let children = children.as_mut()?;
            match children.next()?.content() {
                Content::Name(key) => Some((key, children.next()?)),
                _ => None, // keys are names, or it would not have been read
            }
        })
    }

    /// The entry `key` of a dictionary; null counts as absent.
    pub(crate) fn get(self, key: &[u8]) -> Option<Value<'a>> {
        let mut found = self.entries().filter(|(name, _)| *name == key).map(|(_, value)| value);
        found.next().filter(|value| value.content() != Content::Null)
    }
}
