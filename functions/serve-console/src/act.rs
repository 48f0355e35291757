//! What can be done to an envelope from its page.

use std::collections::BTreeMap;

use api::routes::{self, Route};
use serde_json::{Value, json};
use web::Language;

/// What a form says for no folder at all. An empty choice says that nothing was chosen.
pub(crate) const NO_FOLDER: &str = "none";

/// Something that is done to an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Send,
    Remind,
    Retry,
    Void,
    Copy,
    Move,
    Delete,
    Request,
}

impl Act {
    pub(crate) const ALL: [Self; 8] =
        [Self::Send, Self::Remind, Self::Retry, Self::Void, Self::Copy, Self::Move, Self::Delete, Self::Request];

    /// The one of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == name)
    }

    /// Its name in the form's address.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Remind => "remind",
            Self::Retry => "retry",
            Self::Void => "void",
            Self::Copy => "copy",
            Self::Move => "move",
            Self::Delete => "delete",
            Self::Request => "request",
        }
    }

    /// The route of the API that does it.
    pub(crate) const fn route(self) -> &'static Route {
        match self {
            Self::Send => &routes::SEND_ENVELOPE,
            Self::Remind => &routes::SEND_REMINDERS,
            Self::Retry => &routes::RETRY_ENVELOPE,
            Self::Void => &routes::VOID_ENVELOPE,
            Self::Copy => &routes::COPY_ENVELOPE,
            Self::Move => &routes::MOVE_ENVELOPE,
            Self::Delete => &routes::DELETE_DRAFT,
            Self::Request => &routes::REQUEST_AGAIN,
        }
    }

    /// What is said beside the envelope's identifier.
    pub(crate) fn body(self, fields: &BTreeMap<String, String>) -> Value {
        let given = |name: &str| fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        match self {
            Self::Void => json!({ "reason": fields.get("reason").cloned().unwrap_or_default() }),
            Self::Request => given("email").map_or(json!({}), |email| json!({ "email": email })),
            Self::Move => json!({ "folder": given("folder").filter(|folder| *folder != NO_FOLDER) }),
            Self::Send | Self::Remind | Self::Retry | Self::Copy | Self::Delete => json!({}),
        }
    }

    /// What the envelope's page says once it is done.
    pub(crate) const fn done(self, language: Language) -> &'static str {
        match self {
            Self::Send => language.t(
                "送信を受け付けました。文書の準備ができしだい、相手にメールが届きます。",
                "It is being sent. The recipients are asked as soon as the documents are ready.",
            ),
            Self::Remind => language.t("催促のメールを送りました。", "The reminder is on its way."),
            Self::Retry => language.t(
                "もう一度試しています。結果は1分ほどでこのページに表示されます。",
                "It is being tried again. Look again in about a minute.",
            ),
            Self::Void => language.t(
                "取り下げました。相手にメールでお知らせします。",
                "It was withdrawn. The recipients are told by email.",
            ),
            Self::Copy => language.t(
                "複製して下書きを作成しました。内容を確認して送信してください。",
                "This is the copy, a draft. Look at it and send it.",
            ),
            Self::Move => language.t("フォルダーを変更しました。", "It was moved."),
            Self::Delete => language.t("下書きを削除しました。", "The draft was deleted."),
            Self::Request => language.t(
                "新しいリンクを送りました。これまでのリンクは使えません。",
                "A new link is on its way. The link so far no longer works.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_found_by_its_name() {
        for act in Act::ALL {
            assert_eq!(Act::named(act.as_str()), Some(act));
        }
        assert_eq!(Act::named("<b>"), None);
    }

    #[test]
    fn an_envelope_is_moved_to_a_folder_or_out_of_all() {
        let body = |folder: &str| Act::Move.body(&BTreeMap::from([("folder".to_owned(), folder.to_owned())]));
        let id = "01935f2e-7c00-7a11-8b22-9c33ad44be55";
        assert_eq!((body(id), body(NO_FOLDER)), (json!({"folder": id}), json!({"folder": null})));
    }
}
