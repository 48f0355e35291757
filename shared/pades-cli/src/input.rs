//! The PDF that is read: a file in ranges, with a progress bar for a large one.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use pades::Source;

use crate::errors::{Failure, PdfError};

/// Files longer than this (bytes) show how far reading is.
const WORTH_A_BAR: u64 = 10_000_000;

/// A file that is read in ranges.
pub(crate) struct InputFile {
    path: PathBuf,
    file: File,
    /// As it was when it was opened.
    metadata: Metadata,
    bar: Option<ProgressBar>,
}

impl InputFile {
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let read = |source| Failure::Read { path: path.to_owned(), source };
        let file = File::open(path).map_err(read)?;
        let metadata = file.metadata().map_err(read)?;
        if !metadata.is_file() {
            return Err(Failure::NotAFile(path.to_owned()));
        }
        // Draws nothing where standard error is no terminal.
        let bar = (metadata.len() > WORTH_A_BAR).then(|| bar(metadata.len()));
        Ok(Self { path: path.to_owned(), file, metadata, bar })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Another handle with its own position, for copying.
    pub(crate) fn reopen(&self) -> Result<File, Failure> {
        File::open(&self.path).map_err(|source| Failure::Read { path: self.path.clone(), source })
    }

    /// Fails if the file is no longer the one that was opened.
    pub(crate) fn check_unchanged(&self) -> Result<(), Failure> {
        let now = self.file.metadata().map_err(|source| Failure::Read { path: self.path.clone(), source })?;
        let same = now.len() == self.metadata.len() && now.modified().ok() == self.metadata.modified().ok();
        if same { Ok(()) } else { Err(Failure::Changed(self.path.clone())) }
    }

    /// What the library says about this file.
    pub(crate) fn refused(&self, error: impl Into<PdfError>) -> Failure {
        Failure::Pdf { path: self.path.clone(), source: error.into() }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Source for InputFile {
    fn len(&self) -> u64 {
        self.metadata.len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        read_at(&self.file, offset, buffer)?;
        if let Some(bar) = &self.bar {
            bar.inc(buffer.len() as u64);
        }
        Ok(())
    }
}

#[cfg(unix)]
fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

/// Moves the handle's position, which nothing else uses.
#[cfg(not(unix))]
fn read_at(mut file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(buffer)
}

fn bar(length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec}");
    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn ranges_are_those_of_the_file() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"0123456789").unwrap();
        let input = InputFile::open(file.path()).unwrap();
        let mut buffer = [0; 4];
        input.read_at(6, &mut buffer).unwrap();
        assert_eq!((&buffer, input.len()), (b"6789", 10));
        assert!(input.read_at(7, &mut buffer).is_err());
        assert!(input.check_unchanged().is_ok());
        file.write_all(b"more").unwrap();
        assert!(matches!(input.check_unchanged(), Err(Failure::Changed(_))));
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(InputFile::open(folder.path()), Err(Failure::NotAFile(_))));
    }
}
