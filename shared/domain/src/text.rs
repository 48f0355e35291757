//! What a text must be that somebody types into a field: readable as it looks.
//!
//! One function, [`TextRule::accept`], judges every text that people read later on pages, in mails and in the evidence.
//! It refuses what a reader cannot see or what every machine shows differently, so that a title or a name says the same to
//! everybody, and accepts what people truly write. The characters are judged by their properties in the Unicode Character
//! Database (UAX #44), never by a list of bad ones.

mod characters;
mod fault;
mod file_name;
mod links;
mod place;
mod variants;

pub(crate) use characters::shows_something;
pub use fault::{TextCause, TextFault};
pub(crate) use file_name::comparable as comparable_name;
pub use file_name::{download_name, without_extension};
pub use place::Place;

/// The half-width form of a letter that has one: U+FF01 to U+FF5E are the full-width forms of `!` to `~`, which Japanese keyboards
/// write when nobody switched.
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

/// What kind of text a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// One line.
    Line,
    /// Several lines; tabs may stand in them.
    Paragraphs,
    /// The name of a person, which no mail program must turn into a link.
    PersonName,
    /// The name of a company. It may look like a domain (価格.com), since companies are called so.
    CompanyName,
    /// The name of a document, under which it is downloaded. It is kept without `.pdf`.
    DocumentName,
}

/// What a field demands of its text.
#[derive(Debug, PartialEq, Eq)]
pub struct TextRule {
    /// What kind of text it is.
    pub kind: TextKind,
    /// The most characters (Unicode scalar values).
    pub max: usize,
    /// What people call the field, Japanese.
    pub label_ja: &'static str,
    /// The same in English, without an article.
    pub label_en: &'static str,
}

impl TextRule {
    /// An envelope's title (件名).
    pub const TITLE: Self = Self::new(TextKind::Line, 200, "件名", "title");
    /// The sender's words to the recipients.
    pub const MESSAGE: Self = Self::new(TextKind::Paragraphs, 2000, "メッセージ", "message");
    /// A document's name (文書名).
    pub const DOCUMENT_NAME: Self = Self::new(TextKind::DocumentName, 200, "文書名", "document name");
    /// A person's name.
    pub const PERSON_NAME: Self = Self::new(TextKind::PersonName, 200, "氏名", "name");
    /// A company's name.
    pub const COMPANY_NAME: Self = Self::new(TextKind::CompanyName, 200, "会社名", "company");
    /// With whom a transaction was made (取引先).
    pub const COUNTERPARTY: Self = Self::new(TextKind::Line, 200, "取引先", "counterparty");
    /// A word by which an envelope is found again.
    pub const TAG: Self = Self::new(TextKind::Line, 50, "タグ", "tag");
    /// What an organisation calls a field of its own.
    pub const FIELD_LABEL: Self = Self::new(TextKind::Line, 50, "項目名", "field name");
    /// What stands in such a field.
    pub const OWN_FIELD: Self = Self::new(TextKind::Line, 200, "独自項目", "value");
    /// What an organisation calls itself or the service at the head of pages and mails.
    pub const BRAND_NAME: Self = Self::new(TextKind::CompanyName, 100, "表示名", "display name");
    /// The name of a group of people, such as a division (課).
    pub const GROUP_NAME: Self = Self::new(TextKind::Line, 100, "グループ名", "group name");
    /// The name of a registered seal, such as 滝川市長之印.
    pub const SEAL_NAME: Self = Self::new(TextKind::Line, 100, "印章の名称", "seal name");
    /// The name of a folder.
    pub const FOLDER_NAME: Self = Self::new(TextKind::Line, 100, "フォルダー名", "folder name");
    /// What an API key is called by whoever keeps it.
    pub const KEY_LABEL: Self = Self::new(TextKind::Line, 100, "APIキーの名前", "label");
    /// How a person's name is read (フリガナ).
    pub const KANA: Self = Self::new(TextKind::PersonName, 200, "フリガナ", "kana");
    /// A division of a company (部署).
    pub const DEPARTMENT: Self = Self::new(TextKind::Line, 100, "部署", "department");
    /// What somebody is in a company (役職).
    pub const JOB_TITLE: Self = Self::new(TextKind::Line, 100, "役職", "job title");
    /// What somebody notes of a contact (備考).
    pub const NOTE: Self = Self::new(TextKind::Paragraphs, 200, "備考", "note");
    /// Why somebody declines, forwards or takes back.
    pub const REASON: Self = Self::new(TextKind::Paragraphs, 500, "理由", "reason");

    const fn new(kind: TextKind, max: usize, label_ja: &'static str, label_en: &'static str) -> Self {
        Self { kind, max, label_ja, label_en }
    }

    /// The text as it is kept, without the blanks around it, or the first thing that is wrong with it.
    pub fn accept(&'static self, text: &str) -> Result<String, TextFault> {
        judge(text, self.kind, self.max).map(str::to_owned).map_err(|cause| TextFault { rule: self, cause })
    }

    /// The same for a field that may be left out or empty.
    pub fn accept_optional(&'static self, text: Option<&str>) -> Result<Option<String>, TextFault> {
        match text.map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => self.accept(text).map(Some),
        }
    }
}

fn judge(text: &str, kind: TextKind, max: usize) -> Result<&str, TextCause> {
    let text = match kind {
        TextKind::DocumentName => without_extension(text.trim()),
        TextKind::Line | TextKind::Paragraphs | TextKind::PersonName | TextKind::CompanyName => text.trim(),
    };
    if text.is_empty() {
        return Err(TextCause::Missing);
    }
    let length = text.chars().count();
    if length > max {
        return Err(TextCause::TooLong { length });
    }
    characters::check(text, kind == TextKind::Paragraphs)?;
    match kind {
        TextKind::Line | TextKind::Paragraphs => {}
        TextKind::PersonName if links::in_person_name(text) => return Err(TextCause::Link),
        TextKind::CompanyName if links::in_company_name(text) => return Err(TextCause::Link),
        TextKind::PersonName | TextKind::CompanyName => {}
        TextKind::DocumentName => file_name::check(text)?,
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
