//! Columns, by the headers that people give them.

use icu_normalizer::ComposingNormalizerBorrowed;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// 氏名.
    Name,
    /// フリガナ.
    Kana,
    /// メールアドレス.
    Email,
    /// 会社名.
    Company,
    /// 部署.
    Department,
    /// 役職.
    JobTitle,
    /// 電話番号.
    Phone,
    /// 言語.
    Language,
    /// 備考.
    Note,
}

/// All of them, in the order in which they are written.
pub const CSV_COLUMNS: [Column; 9] = [
    Column::Name,
    Column::Kana,
    Column::Email,
    Column::Company,
    Column::Department,
    Column::JobTitle,
    Column::Phone,
    Column::Language,
    Column::Note,
];

impl Column {
    /// What it is called, first of all in files that are written. Case, width, blanks and what stands between words make no
    /// difference.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["氏名", "名前", "お名前", "担当者名", "name", "full name"],
            Self::Kana => &["フリガナ", "ふりがな", "氏名カナ", "カナ", "kana", "phonetic name"],
            Self::Email => &["メールアドレス", "メール", "Eメール", "email", "e-mail", "mail", "email address"],
            Self::Company => {
                &["会社名", "会社", "法人名", "組織名", "company", "company name", "organisation", "organization"]
            }
            Self::Department => &["部署", "部署名", "所属", "department"],
            Self::JobTitle => &["役職", "役職名", "肩書", "job title", "title", "position"],
            Self::Phone => {
                &["電話番号", "電話", "携帯電話", "携帯番号", "tel", "phone", "phone number", "telephone", "mobile"]
            }
            Self::Language => &["言語", "language", "lang"],
            Self::Note => &["備考", "メモ", "note", "notes", "memo"],
        }
    }

    /// What it is called in files that are written.
    pub const fn title(self) -> &'static str {
        match self.names() {
            [first, ..] => first,
            [] => "",
        }
    }

    /// The column that a field of a request has.
    pub(super) fn of_pointer(pointer: &str) -> Option<Self> {
        Some(match pointer {
            "/name" => Self::Name,
            "/kana" => Self::Kana,
            "/email" => Self::Email,
            "/company" => Self::Company,
            "/department" => Self::Department,
            "/job_title" => Self::JobTitle,
            "/phone" => Self::Phone,
            "/language" => Self::Language,
            "/note" => Self::Note,
            _ => return None,
        })
    }

    pub(super) fn called(header: &str) -> Option<Self> {
        let header = comparable(header);
        CSV_COLUMNS.into_iter().find(|column| column.names().iter().any(|name| comparable(name) == header))
    }
}

/// Letters of which case, width, blanks and what stands between words are left out.
pub(super) fn comparable(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text).to_lowercase();
    text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '_' | '\u{feff}')).collect()
}
