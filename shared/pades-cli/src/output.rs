//! What is written: the result as a file of its own or at the end of its source, and messages.

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use pades::{Revision, Source};
use tempfile::NamedTempFile;

use crate::arguments::Files;
use crate::errors::Failure;
use crate::input::InputFile;

/// Where the result goes.
#[derive(Debug)]
pub(crate) enum Target {
    /// To the end of the source.
    InPlace,
    /// To another file, which appears or is replaced all at once.
    Other {
        /// As it was typed.
        named: PathBuf,
        /// What a link of that name leads to; the link stays.
        path: PathBuf,
    },
}

impl Target {
    /// What the arguments say; never the source under another name.
    pub(crate) fn new(files: &Files) -> Result<Self, Failure> {
        let Some(named) = files.output().cloned() else { return Ok(Self::InPlace) };
        let existing = named.canonicalize();
        let input = files.input.canonicalize();
        let is_input = matches!((&existing, &input), (Ok(existing), Ok(input)) if existing == input);
        match (files.in_place(), is_input) {
            (true, true) => return Ok(Self::InPlace),
            (true, false) => return Err(Failure::Usage("--in-place changes IN itself; leave OUT out".to_owned())),
            (false, true) => {
                return Err(Failure::Usage("IN and OUT are the same file; to append to it, use --in-place".to_owned()));
            }
            (false, false) => {}
        }
        let Ok(path) = existing else { return Ok(Self::Other { path: named.clone(), named }) };
        if !path.is_file() {
            return Err(Failure::Usage(format!("{} is not a file that can be replaced", named.display())));
        }
        Ok(Self::Other { named, path })
    }

    /// What is written to, as it was typed.
    fn named<'p>(&'p self, input: &'p InputFile) -> &'p Path {
        match self {
            Self::InPlace => input.path(),
            Self::Other { named, .. } => named,
        }
    }
}

/// What is to be written.
pub(crate) struct Made {
    /// Each over the one before.
    pub(crate) revisions: Vec<Revision>,
    /// Told when it is written.
    pub(crate) summary: String,
}

/// Writes what `make` makes, or nothing if it fails. While it works, the source is copied beside the target.
pub(crate) fn write(
    input: &InputFile,
    target: &Target,
    make: impl FnOnce() -> Result<Made, Failure>,
) -> Result<(), Failure> {
    let copy = match target {
        Target::InPlace => None,
        Target::Other { path, .. } => Some(Copy::start(input, path)?),
    };
    let made = make();
    input.finish();
    let Made { revisions, summary } = made?;
    match copy {
        Some(copy) => copy.finish(input, &revisions)?,
        None if keeps_all(input, &revisions) => append(input, &revisions)?,
        // A repaired file has nothing to be appended to.
        None => Copy::start(input, input.path())?.finish(input, &revisions)?,
    }
    // Whoever does not listen misses nothing that matters.
    let _ = writeln!(io::stdout(), "{}: {summary}", target.named(input).display());
    Ok(())
}

/// A copy under way. Dropping it leaves nothing behind.
struct Copy {
    path: PathBuf,
    file: NamedTempFile,
    copying: JoinHandle<io::Result<u64>>,
}

impl Copy {
    fn start(input: &InputFile, path: &Path) -> Result<Self, Failure> {
        let failed = |source| Failure::Write { path: path.to_owned(), source };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".pades-").tempfile_in(folder);
        // Without the name of the temporary file, which says nothing to anybody.
        let file = file.map_err(|error| {
            failed(match error.kind() {
                io::ErrorKind::NotFound => io::Error::new(io::ErrorKind::NotFound, "its folder does not exist"),
                kind => kind.into(),
            })
        })?;
        let mut to = file.as_file().try_clone().map_err(failed)?;
        let mut from = input.reopen()?;
        // The system copies from file to file where it can.
        let copying = thread::spawn(move || io::copy(&mut from, &mut to));
        Ok(Self { path: path.to_owned(), file, copying })
    }

    fn finish(self, input: &InputFile, revisions: &[Revision]) -> Result<(), Failure> {
        let failed = |source| Failure::Write { path: self.path.clone(), source };
        let copied = self.copying.join().unwrap_or_else(|_| Err(io::Error::other("copying has stopped")));
        copied.map_err(failed)?;
        input.check_unchanged()?;
        let mut file = self.file.as_file();
        for revision in revisions {
            file.set_len(revision.kept()).map_err(failed)?;
            file.seek(SeekFrom::Start(revision.kept())).map_err(failed)?;
            file.write_all(revision.bytes()).map_err(failed)?;
        }
        file.set_permissions(input.metadata().permissions()).map_err(failed)?;
        self.file.persist(&self.path).map_err(|error| failed(error.error))?;
        Ok(())
    }
}

/// Whether all revisions only append.
fn keeps_all(input: &InputFile, revisions: &[Revision]) -> bool {
    let mut length = input.len();
    revisions.iter().all(|revision| {
        let keeps = revision.kept() == length;
        length = revision.file_length();
        keeps
    })
}

/// Appends to the source and waits until it is on the disk; what fails is undone.
fn append(input: &InputFile, revisions: &[Revision]) -> Result<(), Failure> {
    let path = input.path();
    let failed = |source| Failure::Write { path: path.to_owned(), source };
    let mut file = OpenOptions::new().append(true).open(path).map_err(failed)?;
    // Not every file system has locks; where there are none, the check below is all.
    if let Err(std::fs::TryLockError::WouldBlock) = file.try_lock() {
        return Err(Failure::Locked(path.to_owned()));
    }
    input.check_unchanged()?;
    let bytes: Vec<u8> = revisions.iter().flat_map(Revision::bytes).copied().collect();
    let Err(source) = file.write_all(&bytes).and_then(|()| file.sync_all()) else { return Ok(()) };
    Err(match restore(&file, input.len()) {
        Ok(()) => failed(source),
        Err(_) => Failure::NotRestored { path: path.to_owned(), length: input.len(), source },
    })
}

fn restore(file: &File, length: u64) -> io::Result<()> {
    file.set_len(length)?;
    file.sync_all()
}

/// Tells on standard error why nothing was done.
pub(crate) fn report(failure: &Failure) {
    warn(&sentence(failure));
}

/// Tells on standard error what to know about what is done nevertheless.
pub(crate) fn warn(what: &str) {
    // One line, whatever names and answers of others are in it; whoever does not listen still gets the exit status.
    let _ = writeln!(io::stderr(), "pades: {}", what.replace(char::is_control, " "));
}

/// An error with its causes.
pub(crate) fn sentence(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let reason = error.to_string();
        if !text.ends_with(&reason) {
            text = format!("{text}: {reason}");
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A folder with one file, opened.
    struct Scene {
        folder: tempfile::TempDir,
        input: InputFile,
    }

    fn scene(content: &[u8]) -> Scene {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.pdf");
        fs::write(&path, content).unwrap();
        Scene { input: InputFile::open(&path).unwrap(), folder }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn revision(kept: u64, bytes: &str) -> Revision {
        serde_json::from_value(serde_json::json!({ "kept": kept, "bytes": hex::encode(bytes) })).unwrap()
    }

    fn other(folder: &tempfile::TempDir) -> Target {
        let path = folder.path().join("out.pdf");
        Target::Other { named: path.clone(), path }
    }

    fn made(revisions: Vec<Revision>) -> Result<Made, Failure> {
        Ok(Made { revisions, summary: "written".to_owned() })
    }

    #[test]
    fn revisions_follow_the_copy_and_nothing_else_is_left() {
        let Scene { folder, input } = scene(b"source");
        let target = other(&folder);
        write(&input, &target, || made(vec![revision(6, "+one"), revision(10, "+two")])).unwrap();
        assert_eq!(fs::read(folder.path().join("out.pdf")).unwrap(), b"source+one+two");
        assert_eq!(fs::read(input.path()).unwrap(), b"source");
        assert_eq!(names(folder.path()), ["in.pdf", "out.pdf"]);
    }

    #[test]
    fn a_repaired_file_replaces_the_copy() {
        let Scene { folder, input } = scene(b"damaged and longer");
        let target = other(&folder);
        write(&input, &target, || made(vec![revision(0, "sound"), revision(5, "+one")])).unwrap();
        assert_eq!(fs::read(folder.path().join("out.pdf")).unwrap(), b"sound+one");
        write(&input, &Target::InPlace, || made(vec![revision(0, "sound"), revision(5, "+one")])).unwrap();
        assert_eq!(fs::read(input.path()).unwrap(), b"sound+one");
    }

    #[test]
    fn in_place_appends() {
        let Scene { folder, input } = scene(b"source");
        write(&input, &Target::InPlace, || made(vec![revision(6, "+one"), revision(10, "+two")])).unwrap();
        assert_eq!(fs::read(input.path()).unwrap(), b"source+one+two");
        assert_eq!(names(folder.path()), ["in.pdf"]);
    }

    #[test]
    fn a_failure_leaves_everything_as_it_was() {
        let Scene { folder, input } = scene(b"source");
        fs::write(folder.path().join("out.pdf"), "earlier").unwrap();
        for target in [other(&folder), Target::InPlace] {
            assert!(write(&input, &target, || Err(Failure::Usage("this".to_owned()))).is_err());
        }
        assert_eq!(fs::read(folder.path().join("out.pdf")).unwrap(), b"earlier");
        assert_eq!(fs::read(input.path()).unwrap(), b"source");
        assert_eq!(names(folder.path()), ["in.pdf", "out.pdf"]);
    }

    #[test]
    fn a_file_that_grows_meanwhile_is_not_appended_to() {
        let Scene { folder: _folder, input } = scene(b"source");
        let others = || {
            fs::write(input.path(), "source and more").unwrap();
            made(vec![revision(6, "+one")])
        };
        assert!(matches!(write(&input, &Target::InPlace, others), Err(Failure::Changed(_))));
        assert_eq!(fs::read(input.path()).unwrap(), b"source and more");
    }

    #[test]
    fn causes_are_told_once() {
        let failure = Failure::Read { path: "a.pdf".into(), source: io::Error::other("gone") };
        assert_eq!(sentence(&failure), "a.pdf: gone");
    }
}
