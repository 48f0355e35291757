//! What the work on uploads came to.

use domain::language::Localized;
use domain::mirror;
use domain::mirror::Convert;
use domain::preparation::{CheckedUpload, Progress};
use domain::unsendable::Unsendable;
use serde::{Deserialize, Serialize};

use super::Row;
use super::document::{OriginRow, PreparedRow, RewritingRow};

mirror! {
    /// The `body` of `ENVELOPE#id`, `UPLOAD#…`, once there is a result. `Begun` is what a row without one says.
    #[serde(tag = "result")]
    pub enum StoredProgress = Progress {
        Begun,
        Checked(checked: CheckedUploadRow),
        Prepared(prepared: PreparedRow),
        Refused(why: UnsendableRow),
    }
}

impl Row for Progress {
    type Stored = StoredProgress;
}

mirror! {
    /// An upload that can be sent.
    pub struct CheckedUploadRow = CheckedUpload {
        pages: u32,
        origin: OriginRow,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rewriting: Vec<RewritingRow>,
    }
}

/// Why an upload cannot be sent, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsendableRow {
    code: String,
    ja: String,
    en: String,
}

impl Convert<UnsendableRow> for Unsendable {
    fn convert(self) -> UnsendableRow {
        let Localized { ja, en } = self.detail;
        UnsendableRow { code: self.code.into_owned(), ja: ja.into_owned(), en: en.into_owned() }
    }
}

impl Convert<Unsendable> for UnsendableRow {
    fn convert(self) -> Unsendable {
        Unsendable::new(self.code, self.ja, self.en)
    }
}
