//! What an organisation has set for the envelopes that are sent in its name: what it demands, what holds where nothing is said,
//! and how it presents itself to recipients.

mod accent;
mod brand;
mod end_of_day;
mod fiscal_year;
mod keep_contacts;
mod own_field;
mod time_zone;
mod transaction_part;

use std::collections::BTreeSet;

use crate::retention::Retention;
use crate::transaction::Tax;

pub use accent::{Accent, InvalidAccent};
pub use brand::Brand;
pub use end_of_day::{DeadlineEnd, DeadlineRule, MAX_DEADLINE_DAYS};
pub use fiscal_year::{FiscalYearEnd, InvalidFiscalYearEnd};
pub use keep_contacts::KeepContacts;
pub use own_field::{FieldKind, MAX_CHOICES, MAX_OWN_FIELDS, OwnFieldRule, OwnValueFault};
pub use time_zone::{TimeZoneName, UnknownTimeZone};
pub use transaction_part::{TransactionPart, UnknownTransactionPart};

/// What an organisation has set for its envelopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Everybody who signs shows a second factor that is not the mailbox (L3).
    pub two_factor_required: bool,
    /// Whether a sender may let recipients forward their task (F9).
    pub forwarding_allowed: bool,
    /// How long finished documents are kept where a request says nothing (F36).
    pub retention: Retention,
    /// Days to the deadline where a request says nothing, 1 to 30 (F11).
    pub deadline_days: u8,
    /// At what time of its day a deadline is.
    pub deadline_end: DeadlineEnd,
    /// Where the organisation is: its days begin and end there.
    pub time_zone: TimeZoneName,
    /// Which of the usual data for the archive must be there before an envelope is sent (F14).
    pub required: BTreeSet<TransactionPart>,
    /// Whether consumption tax is in all of its amounts, or in none: an organisation keeps to one (L21). Each amount says it for
    /// itself where nothing is said.
    pub tax: Option<Tax>,
    /// The organisation's own fields, in the order in which they are shown (F14).
    pub own_fields: Vec<OwnFieldRule>,
    /// In which address book the recipients of completed envelopes are kept (F15).
    pub keep_contacts: KeepContacts,
    /// How it presents itself.
    pub brand: Brand,
    /// How many envelopes it may send within a calendar month, where it is; any number where nothing is said. The operator says it.
    pub quota: Option<u32>,
}

impl Default for Policy {
    /// Demands nothing, and lets everything.
    fn default() -> Self {
        Self {
            two_factor_required: false,
            forwarding_allowed: true,
            retention: Retention::default(),
            deadline_days: MAX_DEADLINE_DAYS,
            deadline_end: DeadlineEnd::default(),
            time_zone: TimeZoneName::default(),
            required: BTreeSet::new(),
            tax: None,
            own_fields: Vec::new(),
            keep_contacts: KeepContacts::default(),
            brand: Brand::default(),
            quota: None,
        }
    }
}

impl Policy {
    /// By what the deadlines of envelopes that are drafted now will be reckoned.
    pub fn deadline_rule(&self) -> DeadlineRule {
        DeadlineRule { end: self.deadline_end, time_zone: self.time_zone.clone() }
    }
}
