//! Proving: what the signatures of a file are worth (EN 319 102-1), and what was done to the document since.
//!
//! Nothing is fetched and no trust anchor is built in: the caller gives the anchors and the time, everything else comes
//! from the file. The answer is a [`Report`] with reasons, never a bare yes or no.

pub mod changes;
mod judge;
mod loose;
mod order;
mod proof;
mod proved;
mod read;
pub mod report;
mod signed;
mod structure;
mod text;
mod trust;
mod uses;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

pub use report::{Level, Modification, Reason, Report, SignatureReport, Verdict};
pub use text::name;

pub use crate::language::Language;

use crate::algorithms::Table;
use crate::certificate::Certificate;
use crate::input::{self, InputError};
use crate::pdf::reader::Reader;
use crate::source::Source;
use crate::stop::Stop;

pub(crate) use proof::Proofs;
pub(crate) use read::Opened;
pub(crate) use trust::{Judged, Trust};

/// What a verification starts from.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'s> {
    anchors: &'s [Certificate],
    at: Timestamp,
    table: Table,
    stop: Option<&'s Arc<AtomicBool>>,
}

impl<'s> Settings<'s> {
    /// - `anchors`: certificates that are trusted as they are (RFC 5280 §6.1.1 (d)); every chain must lead to one of them.
    ///   Without any, no signature is valid.
    /// - `at`: the time at which to verify: now, or a time in the past to see what was provable then.
    #[must_use]
    pub fn new(anchors: &'s [Certificate], at: Timestamp) -> Self {
        Self { anchors, at, table: Table::default(), stop: None }
    }

    /// A flag by which another thread ends the verification: soon after it is set, [`verify`] gives [`InputError::Stopped`].
    /// For whoever verifies the files of strangers within a time; nothing here reads a clock.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicBool, Ordering};
    /// use pades::InputError;
    /// use pades::verify::{Settings, verify};
    ///
    /// let stop = Arc::new(AtomicBool::new(false));
    /// let given_up = Arc::clone(&stop);
    /// // Somebody who waits for the answer on another thread: given_up.store(true, Ordering::Relaxed)
    /// # given_up.store(true, Ordering::Relaxed);
    /// let settings = Settings::new(&[], "2027-01-01T00:00:00Z".parse()?).with_stop(&stop);
    /// let verified = verify(include_bytes!("../../examples/agreement.pdf").as_slice(), &settings);
    /// assert_eq!(verified.unwrap_err(), InputError::Stopped);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_stop(mut self, stop: &'s Arc<AtomicBool>) -> Self {
        self.stop = Some(stop);
        self
    }

    /// Which dates of algorithms count; Japan's if nothing is said.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.table = table;
        self
    }
}

/// Verifies all signatures of a file (EN 319 102-1 §5).
///
/// ```
/// use pades::verify::{Language, Level, Settings, Verdict, verify};
/// # #[path = "../../tests/support/mod.rs"]
/// # mod support;
/// # let signed = support::Signer::p256().sign(include_bytes!("../../examples/agreement.pdf"), "Seller");
/// # let file = support::timestamped(&signed, "Seller");
/// # let anchors = [support::certificate("root")];
///
/// let settings = Settings::new(&anchors, "2027-01-01T00:00:00Z".parse()?);
/// let report = verify(&file, &settings)?;
/// let signature = &report.signatures[0];
/// assert_eq!((signature.verdict, signature.level), (Verdict::Valid, Some(Level::BT)));
/// println!("{}", report.text(Language::English));
///
/// // A byte of the page that is another one
/// let mut forged = file.clone();
/// let sells = file.windows(5).position(|word| word == b"sells").expect("a word of the page");
/// forged[sells] = b't';
/// assert_eq!(verify(&forged, &settings)?.signatures[0].verdict, Verdict::Invalid);
///
/// // Nobody is trusted who was not named.
/// let report = verify(&file, &Settings::new(&[], "2027-01-01T00:00:00Z".parse()?))?;
/// assert_eq!(report.signatures[0].verdict, Verdict::Indeterminate);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`InputError`] if the file is no PDF or nothing in it can be followed, or the verification was stopped. A broken signature
/// is no error.
pub fn verify(source: &(impl Source + ?Sized), settings: &Settings<'_>) -> Result<Report, InputError> {
    let reader = Reader::new(source).with_stop(Stop::on(settings.stop.cloned()));
    let report = verify_on(&reader, settings);
    // What was left out, and what was concluded from that, is told to nobody.
    if reader.stop().is_set() {
        return Err(InputError::Stopped);
    }
    input::intact(&reader)?;
    report
}

fn verify_on(reader: &Reader<'_>, settings: &Settings<'_>) -> Result<Report, InputError> {
    let opened = Opened::open(reader)?;
    let proofs = Proofs::gather(&opened, settings);
    // Otherwise there is a proof of every signature.
    if reader.stop().is_set() {
        return Err(InputError::Stopped);
    }
    Ok(proofs.report(&opened))
}
