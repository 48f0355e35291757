//! What a task is called.

use web::Language;

use crate::page_state::Task;

impl Task {
    pub(crate) const fn review_title(self, language: Language) -> &'static str {
        match self {
            Self::Sign => language.t("文書の確認と署名", "Read and sign"),
            Self::Confirm => language.t("文書の確認", "Read and confirm"),
        }
    }

    pub(crate) const fn noun(self, language: Language) -> &'static str {
        match self {
            Self::Sign => language.t("署名", "signature"),
            Self::Confirm => language.t("確認", "confirmation"),
        }
    }

    pub(crate) const fn question(self, language: Language) -> &'static str {
        match self {
            Self::Sign => language.t("署名手続きを完了しますか", "Do you want to sign?"),
            Self::Confirm => language.t("確認を完了しますか", "Do you confirm that you have read the documents?"),
        }
    }

    pub(crate) const fn complete(self, language: Language) -> &'static str {
        match self {
            Self::Sign => language.t("署名手続きを完了する", "Sign now"),
            Self::Confirm => language.t("確認を完了する", "Confirm now"),
        }
    }

    pub(crate) const fn done_title(self, language: Language) -> &'static str {
        match self {
            Self::Sign => language.t("署名手続きが完了しました", "You have signed"),
            Self::Confirm => language.t("確認が完了しました", "You have confirmed"),
        }
    }
}
