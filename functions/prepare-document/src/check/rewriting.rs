//! What the rewriting of an upload did or refused, in the words of this service.

use domain::rewriting::Rewriting;
use domain::unsendable::Unsendable;
use pades::rewrite::{Change, Embedded, RewriteError};
use pades::verify::Language;

use super::unsendable;

/// What was done, as it is kept.
pub(super) fn recorded(change: Change) -> Rewriting {
    match change {
        Change::Repaired { damage } => Rewriting::Repaired { damage },
        Change::SurroundingBytes => Rewriting::SurroundingBytes,
        Change::EarlierRevisions => Rewriting::EarlierRevisions,
        Change::Linearization => Rewriting::Linearization,
        Change::HybridCrossReference => Rewriting::HybridCrossReference,
        Change::Syntax => Rewriting::Syntax,
        Change::Encryption => Rewriting::Encryption,
        Change::Scripts { count } => Rewriting::Scripts { count },
        Change::Actions { count } => Rewriting::Actions { count },
        Change::Attachments { count, names } => Rewriting::Attachments { count, names },
        Change::XmlForm => Rewriting::XmlForm,
        Change::Fields { count } => Rewriting::Fields { count },
        Change::UnseenAnnotations { count } => Rewriting::UnseenAnnotations { count },
        Change::Layers { hidden } => Rewriting::Layers { hidden },
        Change::UsageRights => Rewriting::UsageRights,
        Change::Alternatives { count } => Rewriting::Alternatives { count },
    }
}

/// Why it cannot be sent.
pub(super) fn refusal(error: &RewriteError) -> Unsendable {
    let ja = match error {
        RewriteError::Input(error) => return unsendable(error),
        RewriteError::AmbiguousAndSigned { fault } => format!(
            "署名済みPDFに、閲覧ソフトによって表示が変わるおそれのある箇所（{}）があるため受け付けられません。署名者に確認し、正しく作成されたファイルを入手してください。",
            fault.fault.text(Language::Japanese)
        ),
        RewriteError::Ambiguous { fault } => format!(
            "閲覧ソフトによって表示が変わるおそれのある箇所（{}）があり、直せませんでした。「PDFとして印刷」などで新しいPDFを作成してください。",
            fault.fault.text(Language::Japanese)
        ),
        RewriteError::Portfolio => {
            "PDFポートフォリオは送信できません。中に含まれるファイルを1つずつアップロードしてください。".to_owned()
        }
        RewriteError::Embedded { page, what } => {
            let what = match what {
                Embedded::File(name) => format!("添付ファイル「{name}」"),
                Embedded::Sound => "音声".to_owned(),
                Embedded::Film => "動画などのメディア".to_owned(),
                Embedded::Model => "3Dモデル".to_owned(),
                Embedded::UprightField => "ページと一緒に回転しない入力欄".to_owned(),
            };
            format!("{page}ページに{what}があり、送信できません。取り除くか、「PDFとして印刷」などで新しいPDFを作成してください。")
        }
        RewriteError::NoAppearance { page, field } => format!(
            "{page}ページの入力欄「{field}」は、閲覧ソフトによって表示が変わるおそれがあります。PDFを開いてフォームを保存し直すか、「PDFとして印刷」などで新しいPDFを作成してください。"
        ),
        RewriteError::PrintedOnly { page, .. } => format!(
            "{page}ページに、画面には表示されず印刷したときだけ現れるものがあります。取り除いてからアップロードしてください。"
        ),
        RewriteError::Layer { layer, .. } => format!(
            "レイヤー「{layer}」は、環境によって表示が変わるか、安全に取り除けません。レイヤーを統合したPDFをアップロードしてください。"
        ),
        RewriteError::External { .. } => {
            "PDFの外にあるデータを表示する設定があり、送信できません。「PDFとして印刷」などで新しいPDFを作成してください。".to_owned()
        }
        // A reason that `pades` learns to tell later; it has a code and English words of its own.
        _ => "このPDFは受け付けられません。「PDFとして印刷」などで新しいPDFを作成してください。".to_owned(),
    };
    Unsendable::new(error.code(), ja, error.to_string())
}
