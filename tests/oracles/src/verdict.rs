//! What all oracles say about one file.

use std::fmt;
use std::path::PathBuf;

use anyhow::Result;

use crate::{Breach, Digest, Kind, OpensslVerdict, PdfsigVerdict, PyHankoVerdict};

/// Who objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Oracle {
    /// The file's structure.
    Qpdf,
    /// Signatures, trust, later changes.
    PyHanko,
    /// Signatures, by NSS.
    Pdfsig,
    /// The bare cryptography.
    Openssl,
    /// The rules of PDF/A, by page-validation.
    Pdfa,
}

impl fmt::Display for Oracle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Qpdf => "qpdf",
            Self::PyHanko => "pyHanko",
            Self::Pdfsig => "pdfsig",
            Self::Openssl => "openssl",
            Self::Pdfa => "page-validation",
        })
    }
}

/// What all oracles say about one file. `Display` tells it line by line.
#[derive(Debug)]
pub struct Verdict {
    /// The file.
    pub pdf: PathBuf,
    /// qpdf's objection.
    pub qpdf: Option<String>,
    /// pyHanko's verdict on each field, or why there is none.
    pub pyhanko: Result<Vec<PyHankoVerdict>>,
    /// pdfsig's verdict on each field, where it is installed.
    pub pdfsig: Option<Vec<PdfsigVerdict>>,
    /// OpenSSL's verdict on each part, where it is installed.
    pub openssl: Option<Vec<OpensslVerdict>>,
    /// The rules of PDF/A that it breaks, or why nobody knows, for a file that must be one.
    pub pdfa: Option<Result<Vec<Breach>>>,
}

impl Verdict {
    /// Who objects, and why.
    pub fn objections(&self) -> Vec<(Oracle, String)> {
        let mut all: Vec<(Oracle, String)> = self.qpdf.iter().map(|text| (Oracle::Qpdf, text.clone())).collect();
        match &self.pyhanko {
            Ok(fields) => all.extend(fields.iter().filter_map(|f| Some((Oracle::PyHanko, f.objection()?)))),
            Err(error) => all.push((Oracle::PyHanko, format!("{error:#}"))),
        }
        all.extend(self.pdfsig_objections().into_iter().map(|text| (Oracle::Pdfsig, text)));
        all.extend(self.openssl.iter().flatten().filter_map(|verdict| {
            let why = verdict.refusal.as_ref()?;
            Some((Oracle::Openssl, format!("{:?} of signature {}: {why}", verdict.part, verdict.signature)))
        }));
        match &self.pdfa {
            Some(Ok(breaches)) => all.extend(breaches.iter().map(|breach| (Oracle::Pdfa, breach.to_string()))),
            Some(Err(error)) => all.push((Oracle::Pdfa, format!("{error:#}"))),
            None => {}
        }
        all
    }

    /// Whether nobody objects.
    pub fn is_accepted(&self) -> bool {
        self.objections().is_empty()
    }

    /// Passes an accepted file; for all others the test ends with what everybody said.
    #[track_caller]
    pub fn assert_accepted(&self) {
        assert!(self.is_accepted(), "{self}");
    }

    /// The fields as pyHanko sees them; none when it could not read the file.
    pub fn fields(&self) -> &[PyHankoVerdict] {
        self.pyhanko.as_deref().unwrap_or_default()
    }

    fn pdfsig_objections(&self) -> Vec<String> {
        let Some(fields) = &self.pdfsig else { return Vec::new() };
        if fields.is_empty() {
            return vec!["finds no signature".to_owned()];
        }
        let is_timestamp = |name: &str| self.fields().iter().any(|f| f.field == name && f.kind == Kind::Timestamp);
        let refused = fields.iter().filter(|field| match field.digest {
            Digest::Valid => false,
            Digest::Invalid => true,
            Digest::Unsupported => !is_timestamp(&field.field),
        });
        refused.map(|field| format!("{}: {}", field.field, field.said)).collect()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.pdf.display())?;
        for (oracle, objection) in self.objections() {
            writeln!(f, "  {oracle} objects: {}", objection.replace('\n', "\n    "))?;
        }
        for field in self.fields() {
            writeln!(f, "  pyHanko on {}: {}", field.field, field.summary)?;
        }
        for field in self.pdfsig.iter().flatten() {
            writeln!(f, "  pdfsig on {}: {}", field.field, field.said)?;
        }
        for verdict in self.openssl.iter().flatten().filter(|verdict| verdict.refusal.is_none()) {
            writeln!(f, "  openssl on {:?} of signature {}: verified", verdict.part, verdict.signature)?;
        }
        Ok(())
    }
}
