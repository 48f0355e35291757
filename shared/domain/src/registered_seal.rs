//! Registered seals (実印タイプ, F3), of which an organisation may have several, each with a certificate of its own: which there are,
//! and what they are called. Who may use one is decided by `seal_permission`.

use std::fmt;

use crate::ids::{OrganisationId, SealId};
use crate::language::Language;

/// Registered seals of one organisation at most. Whoever is deactivated is taken from all of them in one transaction, which holds 100
/// rows: two imports at the same moment may go beyond the limit by one.
pub const MAX_SEALS: usize = 20;

/// A registered seal: whose it is, and which of theirs. One may have the organisation's own identifier: it is the one that is meant
/// where no other is named, and the one that organisations had before they could have several. It sorts before the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegisteredSeal {
    owner: OrganisationId,
    further: Option<SealId>,
}

impl RegisteredSeal {
    /// The seal of this identifier; without one, that of the organisation's own.
    pub fn new(owner: OrganisationId, id: Option<SealId>) -> Self {
        let further = id.filter(|id| id.as_str() != owner.as_str());
        Self { owner, further }
    }

    /// The seal that has its organisation's identifier.
    pub const fn of(owner: OrganisationId) -> Self {
        Self { owner, further: None }
    }

    /// The organisation whose seal it is.
    pub const fn owner(&self) -> &OrganisationId {
        &self.owner
    }

    /// Its identifier, which no other seal of the organisation has.
    pub fn id(&self) -> SealId {
        self.further.clone().unwrap_or_else(|| SealId::from(&self.owner))
    }

    /// Its identifier where that is another than the organisation's. So it stands in what is stored, where rows of before seals had
    /// identifiers say nothing.
    pub const fn further(&self) -> Option<&SealId> {
        self.further.as_ref()
    }
}

impl fmt::Display for RegisteredSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.further {
            Some(id) => write!(f, "{}/{id}", self.owner),
            None => self.owner.fmt(f),
        }
    }
}

/// What a seal is called, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealName {
    /// Such as 滝川市長之印.
    pub ja: String,
    /// The same for readers of English, where it has another name for them.
    pub en: Option<String>,
}

impl SealName {
    /// As readers of a language read it.
    pub fn in_language(&self, language: Language) -> &str {
        match (language, &self.en) {
            (Language::En, Some(en)) => en,
            (Language::Ja, _) | (Language::En, None) => &self.ja,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_without_an_english_name_is_called_by_its_japanese_one() {
        let name = SealName { ja: "滝川市長之印".into(), en: None };
        assert_eq!((name.in_language(Language::Ja), name.in_language(Language::En)), ("滝川市長之印", "滝川市長之印"));
        let name = SealName { en: Some("Seal of the Mayor".into()), ..name };
        assert_eq!(
            (name.in_language(Language::Ja), name.in_language(Language::En)),
            ("滝川市長之印", "Seal of the Mayor")
        );
    }
}
