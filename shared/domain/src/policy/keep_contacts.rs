//! In which address book the recipients of completed envelopes are kept.

/// In which address book the recipients of an organisation's completed envelopes are kept (F15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepContacts {
    /// In the book of the person who sent the envelope; nowhere where a program sent it by the key of a service.
    #[default]
    Own,
    /// In the organisation's book.
    Shared,
    /// Nowhere.
    Off,
}
