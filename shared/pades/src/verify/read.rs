//! Opening a file to verify it, and what its signatures say of themselves.

use super::changes::SignedRevision;
use super::changes::Standing;
use super::loose;
use super::signed;
use crate::input::{self, InputError};
use crate::pdf::file::PdfFile;
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::signatures::{self, Examined, Fault, Status};
use crate::strict::Budget;
use crate::strict::Document;
use crate::strict::view::View;

/// How many earlier ends are tried in a file whose last revision cannot be followed.
const MAX_ENDS: usize = 1000;

/// A file with its signatures.
pub(crate) struct Opened<'r> {
    pub(crate) reader: &'r Reader<'r>,
    /// The newest revision that can be followed by a reader that passes over faults.
    pub(crate) file: PdfFile<'r>,
    /// In the order of their revisions.
    pub(crate) signatures: Vec<Examined>,
    /// The signatures that cover a revision of the file as it was read strictly.
    pub(crate) signed: Vec<SignedRevision>,
    /// The file read strictly: what is judged.
    pub(crate) strict: Document,
    /// What may still be done to judge it.
    pub(crate) budget: Budget,
}

impl<'r> Opened<'r> {
    pub(crate) fn open(reader: &'r Reader<'r>) -> Result<Self, InputError> {
        input::check_header(reader)?;
        let file = match PdfFile::open(reader) {
            Ok(file) => file,
            Err(damage) => {
                let damaged = InputError::Damaged { reason: damage.to_string() };
                earlier_revision(reader).ok_or(damaged)?
            }
        };
        let strict = Document::read(reader);
        let budget = Budget::for_length(reader.len()).with_stop(reader.stop().clone());
        let view = View { document: &strict, reader, revision: 0, budget: &budget };
        let (mut found, signed) = signed::find(view);
        let is_sound = strict.faults().is_empty();
        if !is_sound {
            found = loose::signatures(&file);
        }
        let signatures = signatures::check_all(reader, found);
        // That no signature is found says nothing in a file that is encrypted or can be followed in part only.
        if signatures.is_empty() && file.is_encrypted() {
            return Err(input::encrypted(&file));
        }
        if signatures.is_empty() && (reader.is_exhausted() || budget.is_spent()) {
            return Err(InputError::Damaged { reason: "it is too complex to be judged".to_owned() });
        }
        if signatures.is_empty() && file.len() < reader.len() {
            return Err(InputError::Truncated);
        }
        if signatures.is_empty() && !is_sound && loose::may_be_signed(reader) {
            return Err(InputError::Damaged { reason: "it holds a signature that nothing leads to".to_owned() });
        }
        Ok(Self { reader, file, signatures, signed, strict, budget })
    }

    /// The first revision as it is judged.
    pub(crate) fn view(&self) -> View<'_> {
        View { document: &self.strict, reader: self.reader, revision: 0, budget: &self.budget }
    }

    /// What the signature in a field is worth by its mathematics, whoever made it.
    pub(crate) fn standing(&self, field: &str) -> Standing {
        let standings = self.signatures.iter().filter(|signature| signature.info.field == field).map(|signature| {
            let (digest, value) = (signature.info.digest, signature.info.signature);
            let is_unknown =
                |status| matches!(status, Status::Ok | Status::NotChecked(Fault::Unsupported | Fault::NoCertificate));
            match (digest, value) {
                (Status::Ok, Status::Ok) => Standing::Intact,
                (digest, value) if is_unknown(digest) && is_unknown(value) => Standing::Unchecked,
                _ => Standing::Broken,
            }
        });
        let worst = |one, other| match (one, other) {
            (Standing::Broken, _) | (_, Standing::Broken) => Standing::Broken,
            (Standing::Unchecked, _) | (_, Standing::Unchecked) => Standing::Unchecked,
            (Standing::Intact, Standing::Intact) => Standing::Intact,
        };
        standings.reduce(worst).unwrap_or(Standing::Broken)
    }
}

/// The newest revision that can be followed, in a file whose last one cannot: what was signed is judged all the same.
fn earlier_revision<'r>(reader: &'r Reader<'r>) -> Option<PdfFile<'r>> {
    let bytes = reader.everything()?;
    let mut end = bytes.len();
    for _ in 0..MAX_ENDS {
        let at = scan::find_last(bytes.get(..end)?, b"%%EOF")?;
        let mut after = at + b"%%EOF".len();
        after += usize::from(bytes.get(after) == Some(&b'\r'));
        after += usize::from(bytes.get(after) == Some(&b'\n'));
        if let Ok(file) = PdfFile::open_revision(reader, after) {
            return Some(file);
        }
        end = at;
    }
    None
}
