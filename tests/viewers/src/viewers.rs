//! All viewers, started once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use mutations::Signed;
use tempfile::TempDir;

use crate::difference::{Difference, differences};
use crate::expected::Expected;
use crate::pdfjs::Pdfjs;
use crate::poppler;
use crate::python::{self, Worker};
use crate::view::{Viewer, Views};

/// Dots per inch of all pictures: every letter of a contract leaves a trace.
const DPI: u32 = 50;
/// Bytes of pictures in views of signed revisions that are kept; there are few, each with many updates.
const KEPT: usize = 1 << 30;

/// All viewers, started once.
#[derive(Debug)]
pub struct Viewers {
    folder: PathBuf,
    /// Removed with them, if they made it.
    _own: Option<TempDir>,
    pdfium: Mutex<Worker>,
    mupdf: Mutex<Worker>,
    /// Whether poppler is there.
    has_poppler: bool,
    /// `None` where there is no browser.
    pdfjs: Option<Mutex<Pdfjs>>,
    kept: Mutex<Kept>,
}

impl Viewers {
    /// Starts all of them.
    ///
    /// # Errors
    /// Where one does not start, or is missing and nothing may be left out.
    pub fn start() -> Result<Self> {
        let own = tempfile::tempdir()?;
        let viewers = Self::start_in(own.path())?;
        Ok(Self { _own: Some(own), ..viewers })
    }

    /// The same, with what they keep meanwhile in `folder`, for tests that never drop them.
    ///
    /// # Errors
    /// As of [`Viewers::start`].
    pub fn start_in(folder: &Path) -> Result<Self> {
        let python = python::environment()?;
        let start_pdfjs = || Pdfjs::start(&folder.join("chromium"), DPI).map(Mutex::new);
        let pdfjs = if browser::is_left_out() { None } else { Some(start_pdfjs()?) };
        Ok(Self {
            pdfium: Mutex::new(Worker::start(&python, "pdfium", DPI)?),
            mupdf: Mutex::new(Worker::start(&python, "mupdf", DPI)?),
            has_poppler: poppler::is_there()?,
            pdfjs,
            folder: folder.to_owned(),
            _own: None,
            kept: Mutex::default(),
        })
    }

    /// Whether none is missing on this machine: what some of them alone can see is not seen otherwise.
    pub fn are_all_here(&self) -> bool {
        self.has_poppler && self.pdfjs.is_some()
    }

    /// Where some viewer shows, prints or reads something else in the file than in the revision that was signed, outside of
    /// the places where the verifier says that it may.
    ///
    /// # Errors
    /// Where a viewer itself ended.
    pub fn differences(&self, file: &[u8], signed: &Signed) -> Result<Vec<Difference>> {
        let before = self.kept(&file[..signed.end])?;
        let after = self.views(file)?;
        Ok(differences(&before, &after, &signed.into()))
    }

    /// The same for several revisions of a file, which is looked at once: each with the field of its signature.
    ///
    /// # Errors
    /// Where a viewer itself ended.
    pub fn differences_since(&self, file: &[u8], revisions: &[Signed]) -> Result<Vec<(String, Difference)>> {
        let after = self.views(file)?;
        let mut found = Vec::new();
        for signed in revisions {
            let before = self.kept(&file[..signed.end])?;
            let differences = differences(&before, &after, &signed.into()).into_iter();
            found.extend(differences.map(|difference| (signed.field.clone(), difference)));
        }
        Ok(found)
    }

    /// The same of an upload and the revision that was made of it, beside what is `expected` of that.
    ///
    /// # Errors
    /// Where a viewer itself ended.
    pub fn differences_between(&self, upload: &[u8], revision: &[u8], expected: &Expected) -> Result<Vec<Difference>> {
        let after = self.kept(revision)?;
        Ok(differences(&self.views(upload)?, &after, expected))
    }

    /// What all of them show.
    ///
    /// # Errors
    /// Where a viewer itself ended, which is not what it says of a file.
    pub fn views(&self, file: &[u8]) -> Result<Views> {
        let held = tempfile::Builder::new().suffix(".pdf").tempfile_in(&self.folder)?;
        std::fs::write(held.path(), file)?;
        let path = held.path();
        std::thread::scope(|scope| {
            let pdfjs = scope.spawn(|| self.pdfjs.as_ref().map(|pdfjs| lock(pdfjs).view(file)));
            let others = scope.spawn(|| (lock(&self.pdfium).view(path), lock(&self.mupdf).view(path)));
            let printed = self.folder.join(unique(path));
            let poppler = self.has_poppler.then(|| poppler::view(path, &printed, DPI)).transpose()?;
            let (pdfium, mupdf) = others.join().expect("a worker's thread does not panic");
            let pdfjs = pdfjs.join().expect("the browser's thread does not panic");
            let mut views = Vec::from_iter(poppler.map(|view| (Viewer::Poppler, view)));
            views.push((Viewer::Pdfium, pdfium.context("PDFium")?));
            views.push((Viewer::Mupdf, mupdf.context("MuPDF")?));
            if let Some(pdfjs) = pdfjs {
                views.push((Viewer::Pdfjs, pdfjs.context("pdf.js")?));
            }
            Ok(views)
        })
    }

    fn kept(&self, revision: &[u8]) -> Result<Arc<Views>> {
        if let Some(views) = lock(&self.kept).views.get(revision) {
            return Ok(Arc::clone(views));
        }
        let views = Arc::new(self.views(revision)?);
        lock(&self.kept).keep(revision, &views);
        Ok(views)
    }
}

/// Views of signed revisions, by their bytes.
#[derive(Debug, Default)]
struct Kept {
    views: HashMap<Vec<u8>, Arc<Views>>,
    bytes: usize,
}

impl Kept {
    fn keep(&mut self, revision: &[u8], views: &Arc<Views>) {
        let pages = views.iter().filter_map(|(_, view)| view.as_ref().ok()).flat_map(|view| &view.pages);
        let bytes: usize = pages.map(|page| page.screen.pixels.len() + page.print.pixels.len()).sum();
        if self.bytes + bytes > KEPT {
            *self = Self::default();
        }
        if bytes <= KEPT / 16 {
            self.bytes += bytes;
            self.views.insert(revision.to_vec(), Arc::clone(views));
        }
    }
}

/// A name for what is made of the file at `path`.
fn unique(path: &Path) -> PathBuf {
    path.with_extension("printed.pdf").file_name().map_or_else(|| PathBuf::from("printed.pdf"), PathBuf::from)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
