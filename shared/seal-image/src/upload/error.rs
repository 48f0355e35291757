//! Why an uploaded image cannot be used.

use domain::language::Language;

use super::{MAX_BYTES, MAX_SIDE};

/// Why an uploaded image cannot be used, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// The file is larger than [`MAX_BYTES`].
    #[error("the image has more than {} MB; make it smaller, or cut it to the seal", MAX_BYTES >> 20)]
    TooManyBytes,
    /// The image is larger than [`MAX_SIDE`], or it has no area.
    #[error(
        "the image has {width} × {height} pixels; use one of at most {MAX_SIDE} a side: cut it to the seal, or make \
         it smaller"
    )]
    TooManyPixels {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// Neither a PNG nor a JPEG file.
    #[error("the file is neither PNG nor JPEG; save the image as one of these")]
    UnknownFormat,
    /// A JPEG file in colours for print.
    #[error("the image has colours for print (CMYK); save it in RGB colours, or as PNG")]
    PrintColours,
    /// The file is cut off or damaged.
    #[error("the image is damaged or incomplete; save it anew and upload that")]
    Broken,
    /// There is no light background from which ink could be told.
    #[error("the background is too dark; photograph the seal on white paper in bright light")]
    TooDark,
    /// Nothing is to be seen.
    #[error("there is nothing to be seen in the image; use one that shows the seal clearly")]
    Blank,
}

impl UploadError {
    /// The sentence for a person.
    pub fn text(&self, language: Language) -> String {
        if language.is_ja() { self.japanese() } else { self.to_string() }
    }

    fn japanese(self) -> String {
        match self {
            Self::TooManyBytes => format!(
                "画像が{}MBを超えています。印影の部分だけを切り取るか、サイズを小さくしてください。",
                MAX_BYTES >> 20
            ),
            Self::TooManyPixels { width, height } => format!(
                "画像が大きすぎます（{width}×{height}ピクセル）。縦横{MAX_SIDE}ピクセル以内になるよう、切り取るか縮小してください。"
            ),
            Self::UnknownFormat => "PNGでもJPEGでもないファイルです。PNGかJPEGで保存し直してください。".to_owned(),
            Self::PrintColours => "印刷用の色（CMYK）の画像です。RGBで保存し直すか、PNGで保存してください。".to_owned(),
            Self::Broken => {
                "画像が壊れているか、途中で切れています。保存し直してからアップロードしてください。".to_owned()
            }
            Self::TooDark => "背景が暗すぎます。白い紙に押した印影を、明るい場所で撮影してください。".to_owned(),
            Self::Blank => "画像に何も写っていません。印影がはっきり写った画像を使ってください。".to_owned(),
        }
    }
}
