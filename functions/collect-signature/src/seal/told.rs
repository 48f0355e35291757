//! What is wrong with a choice or an image, said at the field where it is mended.

use domain::ids::DocumentNumber;
use seal_image::UploadError;
use web::Language;

use super::choice::Fault;

/// Why an image is not taken.
pub(super) enum ImageFault {
    Missing,
    Unusable(UploadError),
}

/// What is wrong, and the field at which it is mended.
pub(super) struct Told {
    pub(super) heading: &'static str,
    pub(super) id: String,
    pub(super) text: String,
    /// Whether it is about the signer's own image.
    pub(super) is_image: bool,
}

impl Told {
    pub(super) fn of_choice(fault: Fault, language: Language) -> Self {
        let heading = language.t("印影の位置を確認してください", "Check the place of your seal");
        let of = |number: DocumentNumber| match language.is_ja() {
            true => format!("文書{number}："),
            false => format!("Document {number}: "),
        };
        let (id, text) = match fault {
            Fault::Nowhere => (
                "place_1".to_owned(),
                language
                    .t(
                        "どの文書にも印影がありません。1つ以上の文書で位置を選ぶか、「印影なし」を選んでください。",
                        "The seal is on no document. Choose a place on one of them, or “No seal”.",
                    )
                    .to_owned(),
            ),
            Fault::Page(number) => (
                format!("page_{number}"),
                of(number) + language.t("ページ番号を正しく入力してください。", "Give the number of one of its pages."),
            ),
            Fault::Point(number) => (
                format!("x_{number}"),
                of(number)
                    + language.t(
                        "ページの左端と上端からの長さをmmで入力してください。",
                        "Give the distances from the page's left and upper edge in millimetres.",
                    ),
            ),
            Fault::Outside(number) => (
                format!("x_{number}"),
                of(number)
                    + language.t(
                        "印影がページからはみ出します。位置を内側にしてください。",
                        "The seal reaches beyond the page. Move it inwards.",
                    ),
            ),
            Fault::NoImage => (
                "seal-image".to_owned(),
                language
                    .t(
                        "画像がありません。もう一度追加してください。",
                        "Your image is not there any more. Add it again.",
                    )
                    .to_owned(),
            ),
        };
        Self { heading, id, text, is_image: fault == Fault::NoImage }
    }

    pub(super) fn of_image(fault: &ImageFault, language: Language) -> Self {
        let heading = language.t("この画像は使えません", "This image cannot be used");
        let text = match fault {
            ImageFault::Missing => language.t("画像ファイルを選んでください。", "Choose an image file.").to_owned(),
            ImageFault::Unusable(error) => error.text(language),
        };
        Self { heading, id: "seal-image".to_owned(), text, is_image: true }
    }
}
