//! Validators that others wrote, run over the PDFs that Keiin signs.
//!
//! Each of them misses something: pyHanko loads files that qpdf finds broken, pdfsig knows no document timestamps, none
//! of them catches every attack, and only page-validation knows what a PDF/A is. So [`Oracles::judge`] asks all, and a
//! file passes only when nobody objects.

mod case;
mod cfn_lint;
mod openssl;
mod pdfa;
mod pdfsig;
mod picture;
mod pyhanko;
mod qpdf;
mod tool;
mod verdict;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
use tempfile::TempDir;
use venv::Venv;

use pdfsig::Store;

pub use case::{Case, PdfA};
pub use openssl::{OpensslVerdict, Part};
pub use pdfa::Breach;
pub use pdfsig::{Digest, PdfsigVerdict};
pub use picture::Picture;
pub use pyhanko::{ArchiveVerdict, EmbeddedTimestamp, Kind, PyHankoVerdict};
pub use qpdf::Soundness;
pub use verdict::{Oracle, Verdict};

const REQUIREMENTS: &str = include_str!("../python/oracles.txt");

/// The oracles, ready to be asked.
#[derive(Debug)]
pub struct Oracles {
    venv: Venv,
}

impl Oracles {
    /// Installs those that come as Python packages; after the first time this takes no network and no time.
    pub fn load() -> Result<Self> {
        let report = |step| eprintln!("oracles: {step:?}");
        let venv =
            venv::install(&workspace::target_dir(), "oracles", REQUIREMENTS, report).context("loading the oracles")?;
        Ok(Self { venv })
    }

    /// The environment that they run in, for scripts of tests.
    pub fn venv(&self) -> &Venv {
        &self.venv
    }

    /// Asks all of them.
    pub fn judge(&self, pdf: &Path, anchors: &Anchors) -> Result<Verdict> {
        self.judge_all(&[Case::new(pdf)], anchors)?.pop().context("the oracles give no verdict")
    }

    /// Asks all of them about many files; starting a validator takes longer than most of its answers.
    pub fn judge_all(&self, cases: &[Case<'_>], anchors: &Anchors) -> Result<Vec<Verdict>> {
        thread::scope(|scope| {
            let pyhanko = scope.spawn(|| self.pyhanko_all(cases, anchors));
            let store = Store::new(anchors)?;
            let others = cases.iter().map(|case| {
                let qpdf = self.qpdf_check(case.pdf).err().map(|error| format!("{error:#}"));
                Ok((qpdf, self.pdfsig_by(case.pdf, store.as_ref())?, self.openssl_cms(case, anchors)?))
            });
            let others: Vec<_> = others.collect::<Result<_>>()?;
            let mut pdfa = self.pdfa_of_cases(cases)?.into_iter();
            let pyhanko = pyhanko.join().map_err(|_| anyhow!("asking pyHanko panicked"))??;
            let verdicts = cases.iter().zip(pyhanko).zip(others);
            let verdicts = verdicts.map(|((case, pyhanko), (qpdf, pdfsig, openssl))| Verdict {
                pdf: case.pdf.to_owned(),
                qpdf,
                pyhanko,
                pdfsig,
                openssl,
                pdfa: case.profile.and_then(|_| pdfa.next()),
            });
            Ok(verdicts.collect())
        })
    }
}

/// What a validator is to trust, and what it may need on the way there.
#[derive(Debug)]
pub struct Anchors {
    dir: TempDir,
}

impl Anchors {
    /// Takes the trusted root, and every intermediate and authority certificate, as PEM.
    pub fn new(root_pem: &str, others_pem: &str) -> Result<Self> {
        let anchors = Self { dir: tempfile::tempdir()? };
        fs::write(anchors.root(), root_pem)?;
        fs::write(anchors.others(), others_pem)?;
        Ok(anchors)
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("root.pem")
    }

    fn others(&self) -> PathBuf {
        self.dir.path().join("others.pem")
    }
}
