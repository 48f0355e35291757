//! What was done to an upload before it was sealed.

use domain::language::Language;
use domain::mirror;
use domain::mirror::Convert;
use domain::rewriting::Rewriting;
use serde::Serialize;

/// One thing that was done, with the sentence for it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct RewritingView {
    #[serde(flatten)]
    kind: Kind,
    /// In English.
    detail: String,
    /// The same in Japanese.
    detail_ja: String,
}

impl From<&Rewriting> for RewritingView {
    fn from(rewriting: &Rewriting) -> Self {
        let detail = |language| sentence(rewriting, language);
        Self { kind: rewriting.clone().convert(), detail: detail(Language::En), detail_ja: detail(Language::Ja) }
    }
}

mirror! {
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(tag = "kind")]
    enum Kind = Rewriting {
        Repaired { damage: String },
        SurroundingBytes,
        EarlierRevisions,
        Linearization,
        HybridCrossReference,
        Syntax,
        Encryption,
        Scripts { count: usize },
        Actions { count: usize },
        Attachments { count: usize, names: Vec<String> },
        XmlForm,
        Fields { count: usize },
        UnseenAnnotations { count: usize },
        Layers { hidden: usize },
        UsageRights,
        Alternatives { count: usize },
    }
}

/// What was done, as a sentence; the sender's page says the same.
pub fn sentence(rewriting: &Rewriting, language: Language) -> String {
    let fixed = |ja: &'static str, en: &'static str| language.t(ja, en).to_owned();
    let counted = |count: usize, ja: &str, en: &str| match language {
        Language::Ja => format!("{ja}（{count}件）。"),
        Language::En => format!("{en}: {count}."),
    };
    match rewriting {
        Rewriting::Repaired { .. } => {
            fixed("ファイルの破損を修復しました。", "The file was damaged and has been repaired.")
        }
        Rewriting::SurroundingBytes => fixed(
            "PDFの前後にあった余分なデータを取り除きました。",
            "Data that stood before or after the PDF in the file was removed.",
        ),
        Rewriting::EarlierRevisions => fixed(
            "PDFの中に残っていた変更前の内容を取り除きました。",
            "Earlier versions of the contents that were kept in the file were removed.",
        ),
        Rewriting::Linearization => fixed(
            "Web表示用に最適化されたPDFを、通常の形式に変換しました。",
            "The PDF was optimised for fast web view and is now in the ordinary form.",
        ),
        Rewriting::HybridCrossReference => fixed(
            "新旧の閲覧ソフト向けに二重になっていた管理情報を、一つにまとめました。",
            "Two indexes for older and newer viewers were made into one.",
        ),
        Rewriting::Syntax => fixed(
            "閲覧ソフトによって読み取り方が変わるおそれのある箇所を、規格どおりに書き直しました。",
            "Places that viewers might read differently were rewritten to the standard.",
        ),
        Rewriting::Encryption => fixed(
            "パスワードなしで開ける暗号化を解除しました。",
            "Encryption that needed no password to open was removed.",
        ),
        Rewriting::Scripts { count } => counted(*count, "スクリプトを取り除きました", "Scripts were removed"),
        Rewriting::Actions { count } => counted(
            *count,
            "プログラムの起動やデータの送信などを行う設定を取り除きました",
            "Actions that start programs, send data or the like were removed",
        ),
        Rewriting::Attachments { count, names } if names.is_empty() => {
            counted(*count, "添付ファイルを取り除きました", "Attached files were removed")
        }
        Rewriting::Attachments { count, names } => match language {
            Language::Ja => format!("添付ファイルを取り除きました（{count}件：{}）。", names.join("、")),
            Language::En => format!("Attached files were removed: {count} ({}).", names.join(", ")),
        },
        Rewriting::XmlForm => {
            fixed("XFA形式のフォームの定義を取り除きました。", "The definition of a form in XML (XFA) was removed.")
        }
        Rewriting::Fields { count } => counted(
            *count,
            "フォームの入力欄を、現在の見た目のままページに固定しました。今後は入力できません",
            "Form fields were fixed on the pages as they look now and can no longer be filled in",
        ),
        Rewriting::UnseenAnnotations { count } => {
            counted(*count, "表示されない注釈を取り除きました", "Annotations that are never shown were removed")
        }
        Rewriting::Layers { hidden: 0 } => fixed("レイヤーを一つにまとめました。", "The layers were made into one."),
        Rewriting::Layers { hidden } => counted(
            *hidden,
            "レイヤーを一つにまとめ、非表示のレイヤーを取り除きました",
            "The layers were made into one, without those that were hidden",
        ),
        Rewriting::UsageRights => fixed(
            "特定の閲覧ソフトに与えられていた使用権限の設定を取り除きました。",
            "Special rights that were given to a certain viewer were removed.",
        ),
        Rewriting::Alternatives { count } => counted(
            *count,
            "印刷用など、別の出力先のための画像を取り除きました",
            "Images for printing or other devices that could differ from what is shown were removed",
        ),
    }
}
