//! `pades rewrite`: one clean revision.

use pades::Source;

use crate::arguments::Rewrite;
use crate::errors::Failure;
use crate::input::InputFile;
use crate::output::{self, Made, Target};

pub(crate) fn run(arguments: &Rewrite) -> Result<(), Failure> {
    let target = Target::new(&arguments.files)?;
    let input = InputFile::open(&arguments.files.input)?;
    output::write(&input, &target, || {
        let length = usize::try_from(input.len()).unwrap_or(usize::MAX);
        let mut upload = vec![0; length];
        let read = |source| Failure::Read { path: input.path().to_owned(), source };
        input.read_at(0, &mut upload).map_err(read)?;
        let rewritten = pades::rewrite::rewrite(&upload).map_err(|error| input.refused(error))?;
        let done: Vec<String> = rewritten.changes.iter().map(ToString::to_string).collect();
        let revision = rewritten.revision();
        let summary = match revision {
            None => "clean or signed already, nothing was changed".to_owned(),
            Some(_) => done.join("; "),
        };
        Ok(Made { revisions: revision.into_iter().collect(), summary })
    })
}
