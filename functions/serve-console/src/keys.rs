//! The keys by which the console is used, as a dialog on every page lists them.
//!
//! They are single letters, so that whoever speaks to their computer or hits keys by accident can turn them off (WCAG 2.2, 2.1.4).

use askama::Template;
use domain::authorisation::Action;
use web::Language;

use crate::answers::Me;

/// The keys that whoever visits has a use for, each with what it does.
#[derive(Template)]
#[template(path = "shortcuts.html")]
pub(crate) struct Shortcuts {
    keys: Vec<(&'static str, &'static str)>,
}

impl Shortcuts {
    pub(crate) fn of(me: &Me, language: Language) -> Self {
        let sees = me.may(Action::ListEnvelopes);
        let keys = [
            (me.may(Action::CreateEnvelope), ("n", language.t("新しい依頼を作る", "New request"))),
            (sees, ("g l", language.t("文書管理の一覧を開く", "Go to the list of documents"))),
            (sees, ("/", language.t("一覧の絞り込みに移る", "Go to the filter of the list"))),
            (true, ("?", language.t("この一覧を表示する", "Show these keys"))),
        ];
        Self { keys: keys.into_iter().filter(|(has_use, _)| *has_use).map(|(_, key)| key).collect() }
    }
}
