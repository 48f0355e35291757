//! How an envelope stands, for its sender.

use domain::envelope::{Envelope, Status};
use jiff::Timestamp;
use web::{Language, WaitReport};

/// What the page tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PageState {
    /// The service needs longer than it should.
    Delayed(WaitReport),
    /// The service is at work, again if the sender wanted that.
    Working { report: WaitReport, is_retried: bool },
    /// Recipients are waited for.
    People,
    /// It has ended.
    Closed(Closed),
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    Completed,
    Declined,
    Voided,
    Expired,
    Failed,
}

impl PageState {
    /// The state at `now`. Nothing for a draft, be it deleted or not.
    pub(super) fn of(envelope: &Envelope, language: Language, now: Timestamp) -> Option<Self> {
        let closed = match envelope.status_at(now) {
            Status::Draft | Status::Deleted => return None,
            Status::Sending | Status::Sent | Status::InProgress => None,
            Status::Completed => Some(Closed::Completed),
            Status::Declined => Some(Closed::Declined),
            Status::Voided => Some(Closed::Voided),
            Status::Expired => Some(Closed::Expired),
            Status::Failed => Some(Closed::Failed),
        };
        Some(match (closed, envelope.wait()) {
            (Some(closed), _) => Self::Closed(closed),
            (None, None) => Self::People,
            (None, Some(wait)) => {
                let report = WaitReport::of(envelope, &wait, language);
                let is_retried = wait.retried_at.is_some();
                if wait.is_long_at(now) { Self::Delayed(report) } else { Self::Working { report, is_retried } }
            }
        })
    }

    /// The heading.
    pub(super) const fn title(&self, language: Language) -> &'static str {
        match self {
            Self::Delayed(_) => language.t("処理に時間がかかっています", "This is taking longer than usual"),
            Self::Working { is_retried: true, .. } => language.t("もう一度試しています…", "Trying again…"),
            Self::Working { is_retried: false, .. } => language.t("処理しています…", "Being processed…"),
            Self::People => language.t("処理は滞っていません", "Nothing is held up"),
            Self::Closed(Closed::Completed) => language.t("すべての手続きが完了しました", "Everybody has finished"),
            Self::Closed(Closed::Declined) => language.t("この依頼は辞退されました", "This request was declined"),
            Self::Closed(Closed::Voided) => language.t("この封筒は取り下げられました", "This envelope was withdrawn"),
            Self::Closed(Closed::Expired) => language.t("この封筒は期限切れになりました", "This envelope has expired"),
            Self::Closed(Closed::Failed) => language
                .t("システムの都合により、手続きを続けられませんでした", "A fault in the system stopped this envelope"),
        }
    }

    /// Seconds after which an open page looks again: work is mostly done within seconds. Nothing where only people can
    /// change something.
    pub(super) const fn refresh_seconds(&self) -> Option<u32> {
        match self {
            Self::Working { .. } => Some(5),
            Self::Delayed(_) => Some(30),
            Self::People | Self::Closed(_) => None,
        }
    }

    /// What is waited for.
    pub(super) const fn report(&self) -> Option<&WaitReport> {
        match self {
            Self::Delayed(report) | Self::Working { report, .. } => Some(report),
            Self::People | Self::Closed(_) => None,
        }
    }
}
