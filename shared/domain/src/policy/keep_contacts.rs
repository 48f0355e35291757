//! In which address book those who signed or confirmed completed envelopes are kept.

/// In which address book the recipients who signed or confirmed an organisation's completed envelopes are kept (F15). The default is that of
/// organisations that are added; what was stored before it could be set means [`KeepContacts::Off`].
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
