//! What a revision changed, in words.

use super::syntax::syntax;
use super::{Words, words};
use crate::verify::changes::{Change, ChangeKind, Detail, StructureFault, Verdict};

/// A change with where it was made and what it was.
pub(super) fn change(change: &Change) -> Words {
    let said = match (change.kind, &change.detail) {
        (ChangeKind::MetadataUpdated, Some(Detail::Key { name })) if name == "Extensions" => {
            return words(
                "文書が使う拡張機能の宣言が追加されました",
                "the extensions to PDF that the document uses were declared",
            );
        }
        (ChangeKind::UnsignedVisibleField, _) if change.verdict == Verdict::Unproved => words(
            "確認できない署名が、ページに表示されています",
            "a signature that cannot be checked is shown on a page",
        ),
        (kind, _) => self::kind(kind),
    };
    let place = place(change);
    let detail = change.detail.as_ref().map_or_else(|| words("", ""), detail);
    words(format!("{}{}{}", place.ja, said.ja, detail.ja), format!("{}{}{}", place.en, said.en, detail.en))
}

/// Where it was, to stand in front.
fn place(change: &Change) -> Words {
    let is_metadata = matches!(change.kind, ChangeKind::MetadataChanged | ChangeKind::MetadataUpdated);
    let page = change.page.map(|page| words(format!("{page}ページ目"), format!("page {page}")));
    let field = change.field.as_ref().map(|field| match is_metadata {
        true => words(format!("項目「{field}」"), format!("entry {field:?}")),
        false => words(format!("欄「{field}」"), format!("field {field:?}")),
    });
    let place = page.into_iter().chain(field);
    let place = place.reduce(|one, two| words(format!("{}の{}", one.ja, two.ja), format!("{}, {}", one.en, two.en)));
    place.map_or_else(|| words("", ""), |place| words(format!("{}: ", place.ja), format!("{}: ", place.en)))
}

/// How a change is judged, as a mark in front of it.
pub(super) fn mark(verdict: Verdict) -> Words {
    match verdict {
        Verdict::Allowed => words("○", "allowed:"),
        Verdict::Note => words("・", "note:"),
        Verdict::Unproved => words("?", "NOT PROVED:"),
        Verdict::Forbidden => words("×", "NOT ALLOWED:"),
    }
}

fn kind(kind: ChangeKind) -> Words {
    match kind {
        ChangeKind::ByteRangeWrong => {
            words("署名の対象範囲の記載が正しくありません", "the signature's byte range is wrong")
        }
        ChangeKind::ByteRangeOverlap => words(
            "署名の対象範囲から外された、守られていない部分があります",
            "the byte range leaves out more than the signature value",
        ),
        ChangeKind::ContentsMissing => words("署名値がありません", "the signature value is missing"),
        ChangeKind::ContentsPadding => {
            words("署名値の余白に余分なデータがあります", "the room behind the signature value holds other data")
        }
        ChangeKind::ReasonSpoofed => words(
            "署名の記載(理由・氏名・日時など)が署名後に書き換えられています",
            "what the signature says (reason, name, time) was rewritten after signing",
        ),
        ChangeKind::SignatureRemoved => words("署名が取り除かれています", "a signature was removed"),
        ChangeKind::EncryptedChanged => words(
            "暗号化されたファイルなので、何が変わったのかを確かめられません",
            "the file is encrypted, so that what was changed cannot be read here",
        ),
        ChangeKind::TrailingBytes => {
            words("ファイルの末尾に余分なデータがあります", "bytes at the end belong to nothing")
        }
        ChangeKind::StructureBroken => words(
            "ファイルの構造が壊れているか、読むソフトによって違って見えるおそれがあります",
            "the file's structure is damaged or can be read in more than one way",
        ),
        ChangeKind::XrefManipulated => words(
            "ファイル内部の目次(相互参照表)が操作されています",
            "the file's cross-reference leads to other objects than it should",
        ),
        ChangeKind::ObjectsRewritten => words(
            "必要のない書き直しがあります。見え方が変わるおそれがあります",
            "objects were written again without a purpose, which can change what is seen",
        ),
        ChangeKind::TrailerChanged => {
            words("文書の本体が差し替えられています", "the trailer names another document or encryption")
        }
        ChangeKind::PageAdded => words("ページが追加されています", "pages were added"),
        ChangeKind::PageRemoved => words("ページが削除されています", "pages were removed"),
        ChangeKind::PagesReordered => words("ページの順序が変わっています", "pages were put in another order"),
        ChangeKind::PageChanged => words("ページの設定が変わっています", "a page's properties were changed"),
        ChangeKind::ContentChanged => words("ページの内容が変わっています", "what is drawn on a page was changed"),
        ChangeKind::FontChanged => words("使われている書体が変わっています", "a font in use was changed"),
        ChangeKind::ObjectsHidden => words("表示されていた内容が隠されています", "content that was there was hidden"),
        ChangeKind::ObjectsRevealed => words("隠れていた内容が現れています", "content that was hidden was revealed"),
        ChangeKind::AnnotationAdded => words("注釈(書き込みやリンクなど)が追加されています", "an annotation was added"),
        ChangeKind::AnnotationChanged => {
            words("注釈(書き込みやリンクなど)が変わっています", "an annotation was changed")
        }
        ChangeKind::AnnotationRemoved => {
            words("注釈(書き込みやリンクなど)が削除されています", "an annotation was removed")
        }
        ChangeKind::FormChanged => {
            words("入力欄が記入以外の方法で変えられています", "the form was changed other than by filling it in")
        }
        ChangeKind::Locked => {
            words("先の署名が禁じている変更です", "an earlier signature's certification or lock forbids this change")
        }
        ChangeKind::UnsignedVisibleField => words(
            "有効な署名が入っていない署名欄が、ページに表示されています",
            "a visible signature field holds no intact signature",
        ),
        ChangeKind::VisibleTimestamp => {
            words("文書タイムスタンプがページに表示されています", "a document timestamp is shown on a page")
        }
        ChangeKind::VisibleField => words(
            "証明された文書のページに、新しい署名欄が表示されています。証明された内容を覆い隠せるため認めません",
            "a new signature field is shown on a page of the certified document, where it can cover what was certified",
        ),
        ChangeKind::SignatureShared => words(
            "一つの署名が、別の署名欄の署名としても示されています",
            "one signature is shown as that of two fields",
        ),
        ChangeKind::CatalogChanged => words("文書全体の設定が変わっています", "the document's settings were changed"),
        ChangeKind::ActionAdded => words("自動で動く処理が追加されています", "something that acts by itself was added"),
        ChangeKind::LayersChanged => words("レイヤーの表示が変わっています", "the layers were changed"),
        ChangeKind::DssForeign => {
            words("検証情報の保存場所に、関係のないものがあります", "the store of validation data holds something else")
        }
        ChangeKind::ExtensionsForeign => {
            words("拡張機能の宣言に、関係のないものがあります", "the extensions dictionary holds something else")
        }
        ChangeKind::MetadataChanged => {
            words("文書の表題・作成者などが変わっています", "the title, author or the like was changed")
        }
        ChangeKind::SignatureAdded => words("署名が追加されました", "a signature was added"),
        ChangeKind::FieldAdded => words("空の署名欄が追加されました", "an empty signature field was added"),
        ChangeKind::TimestampAdded => words("タイムスタンプが追加されました", "a document timestamp was added"),
        ChangeKind::CertificationAdded => words("証明(認証署名)が追加されました", "a certification was added"),
        ChangeKind::ValidationDataAdded => {
            words("検証情報が追加されました", "data that proves the signatures later was added")
        }
        ChangeKind::ValidationDataRemoved => {
            words("検証情報の一部が除かれました", "data that proves the signatures later was dropped")
        }
        ChangeKind::FormFilled => words("入力欄が記入されました", "a form field was filled in"),
        ChangeKind::FieldsLocked => words("入力欄が読み取り専用になりました", "form fields were locked"),
        ChangeKind::MetadataUpdated => words("更新日などの管理情報が変わりました", "dates and the like were updated"),
        ChangeKind::UnseenChanged => {
            words("表示に影響しない項目が変わりました", "entries that no reader shows were changed")
        }
        ChangeKind::StructureExtended => words(
            "読み上げ用の構造に、署名欄のための項目が加わりました（読み上げられる文は変わりません）",
            "entries for signature fields were added to the structure for screen readers, which read the same words",
        ),
        ChangeKind::Rewritten => words("同じ内容が書き直されました", "objects were written again unchanged"),
    }
}

/// What is known beyond that, to stand behind.
fn detail(detail: &Detail) -> Words {
    match detail {
        Detail::Key { name } => words(format!("(内部の項目 /{name})"), format!(" (/{name})")),
        Detail::Annotation { subtype, permitted: true } => words(
            format!("({subtype})。認証署名は注釈を許していますが、署名された内容を覆い隠せるため認めません"),
            format!(" ({subtype}); the certification permits annotations, but they can cover what was signed"),
        ),
        Detail::Annotation { subtype, permitted: false } => words(format!("({subtype})"), format!(" ({subtype})")),
        Detail::Value { before, after } => {
            let (before, after) = (value(before), value(after));
            words(format!("({}から{}へ)", before.ja, after.ja), format!(" (from {} to {})", before.en, after.en))
        }
        Detail::Shown { value, shown: Some(shown) } => words(
            format!("(値は「{value}」なのに、「{shown}」と表示されます)"),
            format!(" (its value is {value:?}, but it shows {shown:?})"),
        ),
        Detail::Shown { value, shown: None } => words(
            format!("(値は「{value}」ですが、何と表示されるか確認できません)"),
            format!(" (its value is {value:?}, but what it shows cannot be told)"),
        ),
        Detail::Rectangle { rectangle } => words(format!("(位置 {rectangle})"), format!(" (at {rectangle})")),
        Detail::Structure { fault } => {
            let fault = structure(*fault);
            words(format!("({})", fault.ja), format!(" ({})", fault.en))
        }
        Detail::Syntax { fault, offset } => {
            let fault = syntax(*fault);
            words(format!("({}、{offset}バイト目)", fault.ja), format!(" ({}; at byte {offset})", fault.en))
        }
        Detail::Bytes { count } => words(format!("({count}バイト)"), format!(" ({count} bytes)")),
    }
}

fn value(value: &str) -> Words {
    if value.is_empty() { words("空欄", "empty") } else { words(format!("「{value}」"), format!("{value:?}")) }
}

fn structure(fault: StructureFault) -> Words {
    match fault {
        StructureFault::Syntax => words("構文の誤りがあります", "its syntax is wrong"),
        StructureFault::NoCrossReference => {
            words("目次(相互参照表)のないデータがあります", "objects follow that no cross-reference lists")
        }
        StructureFault::Unreadable => words("目次(相互参照表)を読めません", "its cross-reference cannot be read"),
        StructureFault::Chain => words("元の文書につながっていません", "it does not lead back to the revision before"),
        StructureFault::Entry => words("参照先に該当するデータがありません", "an entry leads to no such object"),
        StructureFault::EarlierBytes => {
            words("元の文書の別の場所を指しています", "an entry leads into an earlier revision")
        }
        StructureFault::Contradiction => words("参照が互いに矛盾しています", "entries contradict each other"),
        StructureFault::Unlisted => {
            words("目次(相互参照表)にないデータがあります", "an object is not in the cross-reference")
        }
        StructureFault::Length => words("データの長さが合いません", "a stream's length is wrong"),
        StructureFault::DoubledKey => words("同じ項目が二重にあります", "a dictionary has an entry twice"),
        StructureFault::ObjectStream => {
            words("元の文書の圧縮されたデータが差し替えられています", "an earlier object stream was replaced")
        }
        StructureFault::TooComplex => words("複雑すぎて判定できません", "it is too complex to be judged"),
    }
}
