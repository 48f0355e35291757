//! Collects every wrong field of a request, so that all are told at once.

use std::borrow::Cow;

use crate::field_error::FieldError;
use crate::language::Localized;
use crate::policy::{FieldKind, OwnFieldRule, OwnValueFault};
use crate::text::TextRule;

/// The wrong fields so far. What is read from a wrong field is never used: nothing is made of a request that has one.
#[derive(Default)]
pub(super) struct Errors(pub(super) Vec<FieldError>);

impl Errors {
    pub(super) fn add(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        ja: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) {
        self.0.push(FieldError::new(pointer, code, Localized::new(ja, en)));
    }

    /// A signer of whom the organisation demands a second factor.
    pub(super) fn missing_factor(&mut self, recipient: usize) {
        self.add(
            format!("/recipients/{recipient}/factor"),
            "missing",
            "組織の設定により、署名者には追加認証（access_code、totp、smsのいずれか）が必要です。",
            "Your organisation demands a second factor of every signer: access_code, totp or sms.",
        );
    }

    /// Forwarding that the organisation does not let recipients.
    pub(super) fn forwarding_not_allowed(&mut self) {
        self.add(
            "/may_forward",
            "not-allowed",
            "組織の設定により、宛先の変更（転送）は許可できません。falseを指定するか、省略してください。",
            "Your organisation does not let recipients forward their task: say false, or leave it out.",
        );
    }

    /// An amount with tax where the organisation's are without, or the other way round.
    pub(super) fn tax_not_uniform(&mut self) {
        self.add(
            "/transaction/amount/tax",
            "not-uniform",
            "取引金額の税込・税抜は、組織の設定に合わせてください。taxを省略すると、組織の設定によります。",
            "With or without tax is one thing within your organisation: leave tax out, or give what is set.",
        );
    }

    /// What the organisation demands before an envelope is sent, by what people call it.
    pub(super) fn demanded(&mut self, pointer: &str, ja: &str, en: &str) {
        self.add(
            pointer,
            "missing",
            format!("組織の設定により、送信の前に{ja}の入力が必要です。"),
            format!("Your organisation demands {en} before an envelope is sent."),
        );
    }

    /// What may not stand in a field of the organisation's own.
    pub(super) fn own_value(&mut self, pointer: &str, rule: &OwnFieldRule, fault: OwnValueFault) {
        let label = &rule.label;
        let (code, ja, en) = match (fault, &rule.kind) {
            (OwnValueFault::Text(fault), _) => return self.0.push(fault.at(pointer)),
            (OwnValueFault::Date, _) => (
                "invalid",
                format!("「{label}」は、実在する日付を2026-04-01の形で指定してください。"),
                format!("Give a date that there is for \u{201c}{label}\u{201d}, as 2026-04-01."),
            ),
            (OwnValueFault::Choice, FieldKind::Choice { choices }) => (
                "not-a-choice",
                format!("「{label}」は、{}のいずれかを指定してください。", choices.join("、")),
                format!("Give one of these for \u{201c}{label}\u{201d}: {}.", choices.join(", ")),
            ),
            (OwnValueFault::Number | OwnValueFault::Choice, _) => (
                "invalid",
                format!("「{label}」は、半角の数字（整数15桁・小数6桁以内、区切りなし）で指定してください。"),
                format!(
                    "Give a number for \u{201c}{label}\u{201d}, of at most 15 digits and 6 behind the point, without commas."
                ),
            ),
        };
        self.add(pointer, code, ja, en);
    }

    /// A text as it is kept.
    pub(super) fn text(&mut self, pointer: &str, rule: &'static TextRule, text: &str) -> String {
        rule.accept(text).unwrap_or_else(|fault| {
            self.0.push(fault.at(pointer));
            String::new()
        })
    }

    /// The same for a field that may be left out or empty.
    pub(super) fn optional_text(
        &mut self,
        pointer: &str,
        rule: &'static TextRule,
        text: Option<&str>,
    ) -> Option<String> {
        rule.accept_optional(text).unwrap_or_else(|fault| {
            self.0.push(fault.at(pointer));
            None
        })
    }
}

/// Names and texts, documents and signers are each within their limits, and too much together for the store: see
/// [`Envelopes::has_room_for`](crate::ports::Envelopes::has_room_for).
pub fn too_large() -> FieldError {
    let detail = Localized::fixed(
        "氏名・会社名・文書名などの文字数と、文書数・署名者数の合計が上限を超えています。封筒を分けるか、名称を短くしてください。",
        "The names, texts, documents and signers of this envelope are too much together: split it, or shorten them.",
    );
    FieldError::new("", "too-large", detail)
}
