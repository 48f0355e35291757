//! New revisions of a file, which is repaired first where it has to be.

use pades::input::InputError;
use pades::prepare::PrepareError;
use pades::{Document, FieldName, Preparation, Source};

use crate::errors::Failure;
use crate::input::InputFile;
use crate::output::{self, Made};

/// Calls `make` for a file and a field in it that `field` chooses. A file without signatures that is damaged, or that viewers
/// could read in two ways, is written anew for that; what comes of it is the first revision then.
pub(crate) fn revise(
    input: &InputFile,
    field: impl Fn(&dyn Source) -> Result<FieldName, InputError>,
    make: impl Fn(&dyn Source, FieldName) -> Result<Made, Failure>,
) -> Result<Made, Failure> {
    let attempt = |source: &dyn Source| make(source, field(source).map_err(|error| input.refused(error))?);
    if pades::input::is_signed(input) {
        return attempt(input); // it is never repaired
    }
    let repair = |document: Document<'_>| document.prepare(&Preparation::new());
    let repaired = match Document::open(input).map_err(PrepareError::from).and_then(repair) {
        Ok(repaired) if repaired.kept() == 0 => repaired,
        Ok(_) | Err(PrepareError::AlreadySigned) => return attempt(input),
        Err(error) => return Err(input.refused(error)),
    };
    output::warn(&format!(
        "{}: the PDF is damaged or can be read in two ways; it is repaired first",
        input.path().display()
    ));
    let mut made = attempt(&repaired.over(input))?;
    made.revisions.insert(0, repaired);
    Ok(made)
}
