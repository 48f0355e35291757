//! How an organisation presents itself to recipients.

use super::Accent;
use crate::language::Language;

/// What stands on pages and mails of an organisation's envelopes in place of the service's own. Nothing where the service's own
/// stays. Who operates the service is told beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// The name at the head of pages and mails.
    pub name: Option<String>,
    /// The same for readers of English, where it differs.
    pub name_en: Option<String>,
    /// The colour of buttons and lines.
    pub accent: Option<Accent>,
    /// As whom mail programs show the sender of mails, beside the address, which is the service's.
    pub mail_sender: Option<String>,
}

impl Brand {
    /// The name at the head, for readers of this language.
    pub fn name_in(&self, language: Language) -> Option<&str> {
        let english = self.name_en.as_deref().filter(|_| language == Language::En);
        english.or(self.name.as_deref())
    }

    /// Whether the service's own stays everywhere.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
