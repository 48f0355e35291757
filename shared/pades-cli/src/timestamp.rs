//! `pades timestamp`: a document timestamp. And what all that ask an authority for timestamps share.

use pades::timestamp::TimeStampToken;
use pades::timestamping::{TimestampingError, begin_document_timestamp};
use pades::{Certificate, FieldName, Revision, Source};

use crate::arguments::AddTimestamp;
use crate::errors::Failure;
use crate::fetch::Web;
use crate::input::InputFile;
use crate::keys;
use crate::output::{self, Made, Target};
use crate::revise::revise;

/// The first part of the names of fields that are made for timestamps.
pub(crate) const STEM: &str = "Timestamp";
/// Bytes kept free for a token at first, and beyond what one turns out to need.
const RESERVE: usize = 8192;
/// How often room is made for a token that has grown.
const MAX_TRIES: usize = 3;

/// A timestamp authority and whom it must be vouched for by, if anybody was named.
pub(crate) struct Authority<'a> {
    pub(crate) web: &'a Web,
    pub(crate) url: &'a str,
    pub(crate) anchors: Option<&'a [Certificate]>,
}

pub(crate) fn run(arguments: &AddTimestamp) -> Result<(), Failure> {
    let anchors = keys::anchors(arguments.trust.as_deref())?;
    let target = Target::new(&arguments.files)?;
    let authority = Authority { web: &Web::new(), url: &arguments.tsa, anchors: anchors.as_deref() };
    let input = InputFile::open(&arguments.files.input)?;
    output::write(&input, &target, || {
        let unused = |source: &dyn Source| FieldName::unused(source, STEM);
        revise(&input, unused, |source, unused| {
            let field = arguments.field.as_ref().unwrap_or(&unused);
            let (revision, token) = document_timestamp(&input, source, field, &authority)?;
            let summary = format!("document timestamp in {field}, {} by {}", token.time(), token.authority());
            Ok(Made { revisions: vec![revision], summary })
        })
    })
}

/// A revision with a document timestamp in a new field.
pub(crate) fn document_timestamp(
    input: &InputFile,
    source: &dyn Source,
    field: &FieldName,
    authority: &Authority<'_>,
) -> Result<(Revision, TimeStampToken), Failure> {
    with_room(input, |reserve| {
        let prepared = match begin_document_timestamp(source, field, reserve) {
            Ok(prepared) => prepared,
            Err(error) => return Ok(Err(error)),
        };
        let token = authority.timestamp(prepared.imprint())?;
        Ok(prepared.attach(&token).map(|revision| (revision, token)))
    })
}

/// What `make` makes with a number of bytes kept free for a token, again with more until the token fits.
pub(crate) fn with_room<T>(
    input: &InputFile,
    make: impl Fn(usize) -> Result<Result<T, TimestampingError>, Failure>,
) -> Result<T, Failure> {
    let mut reserve = RESERVE;
    let mut tries = 1;
    loop {
        match make(reserve)? {
            Err(TimestampingError::GapTooSmall { reserved, needed }) if tries < MAX_TRIES => {
                reserve += needed.saturating_sub(reserved) + RESERVE;
                tries += 1;
            }
            made => return made.map_err(|error| input.refused(error)),
        }
    }
}

impl Authority<'_> {
    /// A checked timestamp of `imprint`.
    pub(crate) fn timestamp(&self, imprint: [u8; 32]) -> Result<TimeStampToken, Failure> {
        self.web.timestamp(self.url, imprint, self.anchors)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn too_small(reserve: usize, needed: usize) -> Result<usize, TimestampingError> {
        if reserve >= needed { Ok(reserve) } else { Err(TimestampingError::GapTooSmall { reserved: reserve, needed }) }
    }

    #[test]
    fn room_is_made_for_what_grows_but_not_for_ever() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let input = InputFile::open(file.path()).unwrap();
        assert_eq!(with_room(&input, |reserve| Ok(too_small(reserve, 100))).unwrap(), RESERVE);
        assert_eq!(with_room(&input, |reserve| Ok(too_small(reserve, 50_000))).unwrap(), 50_000 + RESERVE);
        let tries = RefCell::new(0);
        let endless = with_room(&input, |reserve| {
            *tries.borrow_mut() += 1;
            Ok(too_small(reserve, reserve + 1))
        });
        assert!(endless.is_err());
        assert_eq!(tries.into_inner(), MAX_TRIES);
    }
}
