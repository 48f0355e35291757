//! As much DER as it takes to find the parts of a CMS. No type of the code under test is used here.

use anyhow::{Context, Result, bail, ensure};

pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;

/// One element: its tag, its content, and all of its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    pub(super) bytes: &'a [u8],
}

impl<'a> Element<'a> {
    /// The element that `input` begins with, and the rest.
    pub(super) fn read(input: &'a [u8]) -> Result<(Self, &'a [u8])> {
        let [tag, first, rest @ ..] = input else { bail!("the DER ends early") };
        let (length, rest) = match *first {
            short @ 0..0x80 => (usize::from(short), rest),
            long => {
                let count = usize::from(long & 0x7f);
                ensure!((1..=4).contains(&count), "not DER: a length of {count} bytes");
                let (digits, rest) = rest.split_at_checked(count).context("the DER ends early")?;
                (digits.iter().fold(0, |length, digit| (length << 8) | usize::from(*digit)), rest)
            }
        };
        let (content, rest) = rest.split_at_checked(length).context("the DER ends early")?;
        Ok((Self { tag: *tag, content, bytes: &input[..input.len() - rest.len()] }, rest))
    }

    /// The elements inside.
    pub(super) fn children(&self) -> Result<Vec<Self>> {
        let mut children = Vec::new();
        let mut rest = self.content;
        while !rest.is_empty() {
            let (child, after) = Element::read(rest)?;
            children.push(child);
            rest = after;
        }
        Ok(children)
    }

    /// The first element inside with this tag.
    pub(super) fn child(&self, tag: u8) -> Result<Self> {
        self.children()?.into_iter().find(|child| child.tag == tag).with_context(|| missing(tag))
    }

    /// The last element inside with this tag.
    pub(super) fn last_child(&self, tag: u8) -> Result<Self> {
        self.children()?.into_iter().rfind(|child| child.tag == tag).with_context(|| missing(tag))
    }
}

fn missing(tag: u8) -> String {
    format!("the CMS lacks an element with tag {tag:#04x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_long_lengths_and_leaves_padding() {
        let mut der = vec![SEQUENCE, 0x82, 0x01, 0x00];
        der.extend([0x04; 256]);
        der.extend([0; 9]);
        let (element, rest) = Element::read(&der).unwrap();
        assert_eq!((element.content.len(), element.bytes.len(), rest.len()), (256, 260, 9));
    }

    #[test]
    fn refuses_what_is_cut_off_or_indefinite() {
        assert!(Element::read(&[SEQUENCE]).is_err());
        assert!(Element::read(&[SEQUENCE, 2, 0]).is_err());
        assert!(Element::read(&[SEQUENCE, 0x80, 0, 0]).is_err());
    }
}
