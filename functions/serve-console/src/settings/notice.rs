//! What a page tells of something that was done just before. It stands in the address, so that it says nothing but what is listed here.

use web::Language;

/// Something that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    Saved,
    Added,
    Removed,
    Invited,
    InvitedAgain,
    InvitationWithdrawn,
    Deactivated,
    Reactivated,
    SessionEnded,
    KeyRevoked,
    Imported,
}

impl Notice {
    /// The field of the query in which it stands.
    pub(super) const FIELD: &'static str = "done";

    const ALL: [Self; 11] = [
        Self::Saved,
        Self::Added,
        Self::Removed,
        Self::Invited,
        Self::InvitedAgain,
        Self::InvitationWithdrawn,
        Self::Deactivated,
        Self::Reactivated,
        Self::SessionEnded,
        Self::KeyRevoked,
        Self::Imported,
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.as_str() == name)
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Invited => "invited",
            Self::InvitedAgain => "invited-again",
            Self::InvitationWithdrawn => "invitation-withdrawn",
            Self::Deactivated => "deactivated",
            Self::Reactivated => "reactivated",
            Self::SessionEnded => "session-ended",
            Self::KeyRevoked => "key-revoked",
            Self::Imported => "imported",
        }
    }

    pub(super) const fn text(self, language: Language) -> &'static str {
        match self {
            Self::Saved => language.t("保存しました。", "Saved."),
            Self::Added => language.t("追加しました。", "Added."),
            Self::Removed => language.t("削除しました。", "Deleted."),
            Self::Invited => language.t("招待メールを送信しました。", "The invitation is on its way."),
            Self::InvitedAgain => language.t(
                "招待メールを送り直しました。以前のリンクは使えなくなりました。",
                "A new invitation is on its way. The earlier link no longer works.",
            ),
            Self::InvitationWithdrawn => {
                language.t("招待を取り消しました。", "The invitation was withdrawn. Its link no longer works.")
            }
            Self::Deactivated => language.t("利用を停止しました。", "The account was deactivated."),
            Self::Reactivated => language.t("利用を再開しました。", "The account was reactivated."),
            Self::SessionEnded => language.t("ログアウトさせました。", "Signed out."),
            Self::KeyRevoked => language.t("APIキーを取り消しました。", "The API key was revoked. It no longer works."),
            Self::Imported => language.t("連絡先を取り込みました。", "The contacts were imported."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_is_found_by_its_name_and_nothing_else_is_told() {
        for notice in Notice::ALL {
            assert_eq!(Notice::named(notice.as_str()), Some(notice));
        }
        assert_eq!(Notice::named("<b>"), None);
    }
}
