//! Why a text is no email address that mail can be sent to, in words for the person who typed it.

use crate::field_error::FieldError;
use crate::language::Localized;

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words().en)]
pub enum EmailAddressFault {
    /// Nothing was typed.
    Missing,
    /// There is no `@`.
    NoAt,
    /// There is more than one `@`: two addresses, or a slip.
    SeveralAts,
    /// A name stands beside the address: `Taro <taro@example.jp>`.
    DisplayName,
    /// A blank or a line break within the address.
    Blank,
    /// A character that shows nothing.
    Invisible(char),
    /// Quotes, which mailboxes of today do without.
    Quoted,
    /// Parentheses, which are a comment in an address (RFC 5322 §3.2.2).
    Comment,
    /// Nothing before the `@`, or dots alone.
    NoLocalPart,
    /// Letters other than ASCII before the `@` (RFC 6531), which Amazon SES does not send to.
    InternationalLocalPart,
    /// A character that cannot stand before the `@`.
    LocalPart(char),
    /// Nothing after the `@`.
    NoDomain,
    /// A domain without a dot, such as `localhost`.
    DomainWithoutDot,
    /// A dot at the beginning or the end of the domain, or two side by side.
    DomainDots,
    /// An IP address instead of a domain (RFC 5321 §4.1.3).
    IpAddress,
    /// A domain that cannot be one.
    Domain,
    /// Longer than mail servers take.
    TooLong,
}

impl EmailAddressFault {
    /// A stable code for the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NoAt => "no-at-sign",
            Self::SeveralAts => "several-at-signs",
            Self::DisplayName => "display-name",
            Self::Blank => "blank",
            Self::Invisible(_) => "invisible-character",
            Self::Quoted => "quoted-local-part",
            Self::Comment => "comment",
            Self::NoLocalPart => "no-local-part",
            Self::InternationalLocalPart => "international-local-part",
            Self::LocalPart(_) => "invalid-local-part",
            Self::NoDomain => "no-domain",
            Self::DomainWithoutDot => "domain-without-dot",
            Self::DomainDots => "domain-dots",
            Self::IpAddress => "ip-address",
            Self::Domain => "invalid-domain",
            Self::TooLong => "too-long",
        }
    }

    /// What is wrong and what to do. The English is ASCII.
    pub fn words(self) -> Localized {
        let (ja, en) = match self {
            Self::Missing => ("メールアドレスを入力してください。", "Enter the email address."),
            Self::NoAt => (
                "メールアドレスに「@」がありません。taro@example.jpの形で入力してください。",
                "The email address has no @. Write it as taro@example.jp.",
            ),
            Self::SeveralAts => (
                "メールアドレスに「@」が2つ以上あります。1件だけ入力してください。",
                "The email address has more than one @. Enter a single address.",
            ),
            Self::DisplayName => (
                "氏名や「<」「>」を除き、メールアドレスだけを入力してください（例：taro@example.jp）。",
                "Enter the email address alone, such as taro@example.jp, without a name, < or >.",
            ),
            Self::Blank => (
                "メールアドレスの途中に空白や改行があります。取り除いてください。",
                "Remove the space or line break from the email address.",
            ),
            Self::Invisible(letter) => {
                let point = u32::from(letter);
                return Localized::new(
                    format!(
                        "メールアドレスに、画面に表示されない文字（U+{point:04X}）が含まれています。入力し直してください。"
                    ),
                    format!("The email address has an invisible character (U+{point:04X}). Type it anew."),
                );
            }
            Self::Quoted => (
                "メールアドレスから引用符（\"）を取り除いてください。",
                "Remove the quotation marks from the email address.",
            ),
            Self::Comment => (
                "メールアドレスから括弧とその中の文字を取り除いてください。",
                "Remove the parentheses and what stands between them from the email address.",
            ),
            Self::NoLocalPart => (
                "メールアドレスの「@」より前を入力してください。",
                "Enter what stands before the @ of the email address.",
            ),
            Self::InternationalLocalPart => (
                "メールアドレスの「@」より前に、日本語などの全角文字は使えません。半角英数字で入力してください。",
                "Mail cannot be sent to an email address with other letters than ASCII before the @.",
            ),
            Self::LocalPart(letter) => {
                return Localized::new(
                    format!("メールアドレスの「@」より前に「{letter}」は使えません。アドレスを確認してください。"),
                    format!("The email address cannot have {letter:?} before the @. Check it."),
                );
            }
            Self::NoDomain => (
                "メールアドレスの「@」より後を入力してください（例：taro@example.jp）。",
                "Enter what stands after the @ of the email address, such as example.jp.",
            ),
            Self::DomainWithoutDot => (
                "メールアドレスの「@」より後が途中で切れているようです。example.jpのように最後まで入力してください。",
                "What stands after the @ of the email address is cut off. Write it as example.jp.",
            ),
            Self::DomainDots => (
                "メールアドレスの「@」より後に、余分なドットがあります。example.jpの形に直してください。",
                "Remove the extra dot after the @ of the email address.",
            ),
            Self::IpAddress => (
                "メールアドレスの「@」より後には、IPアドレスではなくドメイン名（例：example.jp）を入力してください。",
                "Enter a domain, such as example.jp, after the @ of the email address, no IP address.",
            ),
            Self::Domain => (
                "メールアドレスの「@」より後が、ドメイン名として正しくありません。確認してください。",
                "What stands after the @ of the email address cannot be a domain. Check it.",
            ),
            Self::TooLong => {
                ("メールアドレスが長すぎます。確認してください。", "The email address is too long. Check it.")
            }
        };
        Localized::fixed(ja, en)
    }

    /// As the error of the field that this pointer (RFC 6901) names.
    pub fn at(self, pointer: impl Into<String>) -> FieldError {
        FieldError::new(pointer, self.code(), self.words())
    }
}
