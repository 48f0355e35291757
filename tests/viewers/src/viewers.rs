//! All viewers, started once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};
use mutations::Signed;
use tempfile::TempDir;

use crate::difference::{Difference, differences};
use crate::pdfjs::Pdfjs;
use crate::poppler;
use crate::python::{self, Worker};
use crate::view::{Viewer, Views};

/// Dots per inch of all pictures: every letter of a contract leaves a trace.
const DPI: u32 = 50;
/// Views of signed revisions that are kept; there are few, each with many updates.
const KEPT: usize = 64;

/// All viewers, started once.
#[derive(Debug)]
pub struct Viewers {
    folder: TempDir,
    pdfium: Mutex<Worker>,
    mupdf: Mutex<Worker>,
    /// `None` where whoever runs the tests has chosen to have no browser (`KEIIN_WITHOUT_BROWSER`).
    pdfjs: Option<Mutex<Pdfjs>>,
    kept: Mutex<HashMap<Vec<u8>, std::sync::Arc<Views>>>,
}

impl Viewers {
    /// Starts all of them.
    ///
    /// # Errors
    /// Where one is missing; the message says what to install. None is left out.
    pub fn start() -> Result<Self> {
        poppler::check()?;
        let python = python::environment()?;
        let folder = tempfile::tempdir()?;
        let start_pdfjs = || Pdfjs::start(&folder.path().join("chromium"), DPI).map(Mutex::new);
        let pdfjs = if browser::is_left_out() { None } else { Some(start_pdfjs()?) };
        Ok(Self {
            pdfium: Mutex::new(Worker::start(&python, "pdfium", DPI)?),
            mupdf: Mutex::new(Worker::start(&python, "mupdf", DPI)?),
            pdfjs,
            folder,
            kept: Mutex::default(),
        })
    }

    /// Where some viewer shows, prints or reads something else in the file than in the revision that was signed, outside of
    /// the places where the verifier says that it may.
    ///
    /// # Errors
    /// Where a viewer itself ended.
    pub fn differences(&self, file: &[u8], signed: &Signed) -> Result<Vec<Difference>> {
        let before = self.kept(&file[..signed.end])?;
        let after = self.views(file)?;
        Ok(differences(&before, &after, signed))
    }

    /// What all of them show.
    ///
    /// # Errors
    /// Where a viewer itself ended, which is not what it says of a file.
    pub fn views(&self, file: &[u8]) -> Result<Views> {
        let held = tempfile::Builder::new().suffix(".pdf").tempfile_in(self.folder.path())?;
        std::fs::write(held.path(), file)?;
        let path = held.path();
        std::thread::scope(|scope| {
            let pdfjs = scope.spawn(|| self.pdfjs.as_ref().map(|pdfjs| lock(pdfjs).view(file)));
            let others = scope.spawn(|| (lock(&self.pdfium).view(path), lock(&self.mupdf).view(path)));
            let poppler = poppler::view(path, &self.folder.path().join(unique(path)), DPI)?;
            let (pdfium, mupdf) = others.join().expect("a worker's thread does not panic");
            let pdfjs = pdfjs.join().expect("the browser's thread does not panic");
            let mut views = vec![
                (Viewer::Poppler, poppler),
                (Viewer::Pdfium, pdfium.context("PDFium")?),
                (Viewer::Mupdf, mupdf.context("MuPDF")?),
            ];
            if let Some(pdfjs) = pdfjs {
                views.push((Viewer::Pdfjs, pdfjs.context("pdf.js")?));
            }
            Ok(views)
        })
    }

    fn kept(&self, revision: &[u8]) -> Result<std::sync::Arc<Views>> {
        if let Some(views) = lock(&self.kept).get(revision) {
            return Ok(std::sync::Arc::clone(views));
        }
        let views = std::sync::Arc::new(self.views(revision)?);
        let mut kept = lock(&self.kept);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(revision.to_vec(), std::sync::Arc::clone(&views));
        Ok(views)
    }
}

/// A name for what is made of the file at `path`.
fn unique(path: &Path) -> PathBuf {
    path.with_extension("printed.pdf").file_name().map_or_else(|| PathBuf::from("printed.pdf"), PathBuf::from)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
