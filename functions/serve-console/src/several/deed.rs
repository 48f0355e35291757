//! What can be done to several envelopes at once.

use std::collections::BTreeMap;

use domain::authorisation::Action;
use web::Language;

use crate::act::Act;
use crate::answers::{Envelope, Recipient};
use crate::words;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Remind,
    Move,
    Void,
}

impl Deed {
    /// In the order of their buttons: what cannot be taken back stands last.
    pub(crate) const ALL: [Self; 3] = [Self::Remind, Self::Move, Self::Void];

    /// Its name in the form.
    pub(crate) const fn as_str(self) -> &'static str {
        self.act().as_str()
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.as_str() == name)
    }

    /// The same as it is done to one.
    pub(super) const fn act(self) -> Act {
        match self {
            Self::Remind => Act::Remind,
            Self::Move => Act::Move,
            Self::Void => Act::Void,
        }
    }

    /// Who may.
    pub(crate) const fn action(self) -> Action {
        match self {
            Self::Remind => Action::SendReminders,
            Self::Move => Action::MoveEnvelope,
            Self::Void => Action::VoidEnvelope,
        }
    }

    /// What the button below the list says.
    pub(crate) const fn button(self, language: Language) -> &'static str {
        match self {
            Self::Remind => language.t("催促する", "Remind"),
            Self::Move => language.t("フォルダーに移動", "Move to a folder"),
            Self::Void => language.t("取り下げる", "Withdraw"),
        }
    }

    /// The heading of the page that asks.
    pub(super) const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Remind => language.t("催促のメールの送信", "Send reminders"),
            Self::Move => language.t("フォルダーへの移動", "Move to a folder"),
            Self::Void => language.t("依頼の取り下げ", "Withdraw requests"),
        }
    }

    /// What it means.
    pub(super) const fn lead(self, language: Language) -> &'static str {
        match self {
            Self::Remind => language
                .t("手続きを待っている相手に、催促のメールを送ります。", "Those whose turn it is get a reminder."),
            Self::Move => language.t(
                "フォルダーを移すと、閲覧できる人が変わることがあります。",
                "Other people may see what is in another folder.",
            ),
            Self::Void => language.t(
                "取り下げると、相手は手続きができなくなります。元に戻すことはできません。",
                "Nobody can sign any more. This cannot be undone.",
            ),
        }
    }

    /// What is wrong with what was said.
    pub(super) fn missing(self, said: &BTreeMap<String, String>, language: Language) -> Option<&'static str> {
        let is_empty = |name: &str| said.get(name).is_none_or(|text| text.trim().is_empty());
        match self {
            Self::Void if is_empty("reason") => {
                Some(language.t("取り下げの理由を入力してください。", "Enter a reason."))
            }
            Self::Move if is_empty("folder") => Some(language.t("移動先を選んでください。", "Choose a folder.")),
            Self::Remind | Self::Move | Self::Void => None,
        }
    }

    /// Why it is not done to this envelope; nothing where it can be.
    pub(super) fn hindrance(self, envelope: &Envelope, language: Language) -> Option<String> {
        let state = words::status(envelope.status, language);
        let is_possible = match self {
            Self::Move => true,
            Self::Void => envelope.status.is_open(),
            Self::Remind => envelope.status.is_open() && envelope.recipients.iter().any(Recipient::can_be_reminded),
        };
        match (is_possible, self, language) {
            (true, _, _) => None,
            (false, Self::Remind, Language::Ja) => Some(format!("手続きを待っている相手がいません（{state}）。")),
            (false, Self::Remind, Language::En) => Some(format!("It waits for nobody ({state}).")),
            (false, _, Language::Ja) => Some(format!("取り下げられません（{state}）。")),
            (false, _, Language::En) => Some(format!("It cannot be withdrawn ({state}).")),
        }
    }

    /// What was done to so many of so many.
    pub(super) fn done(self, done: usize, of: usize, language: Language) -> String {
        match (self, language) {
            (Self::Remind, Language::Ja) => format!("{of}件中{done}件について催促のメールを送りました"),
            (Self::Move, Language::Ja) => format!("{of}件中{done}件を移動しました"),
            (Self::Void, Language::Ja) => format!("{of}件中{done}件を取り下げました"),
            (Self::Remind, Language::En) => format!("Reminders sent for {done} of {of}"),
            (Self::Move, Language::En) => format!("{done} of {of} moved"),
            (Self::Void, Language::En) => format!("{done} of {of} withdrawn"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_a_reason_or_a_place_is_not_done_without() {
        let said = |name: &str, text: &str| BTreeMap::from([(name.to_owned(), text.to_owned())]);
        for deed in Deed::ALL {
            let needs = deed.missing(&BTreeMap::new(), Language::Ja).is_some();
            assert_eq!(needs, deed != Deed::Remind, "{deed:?}");
            assert_eq!(Deed::named(deed.as_str()), Some(deed));
        }
        assert!(Deed::Void.missing(&said("reason", "　 "), Language::Ja).is_some());
        assert_eq!(Deed::Void.missing(&said("reason", "誤送信"), Language::Ja), None);
        assert_eq!(Deed::Move.missing(&said("folder", "none"), Language::Ja), None);
    }
}
