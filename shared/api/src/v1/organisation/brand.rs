//! How an organisation presents itself to recipients.

use domain::field_error::FieldError;
use domain::language::Localized;
use domain::mirror;
use domain::policy::{Accent, Brand, InvalidAccent};
use domain::text::TextRule;
use serde::Deserialize;

#[cfg(feature = "schema")]
use super::super::limits;

mirror! {
    /// What stands on pages and mails of the organisation's envelopes in place of the service's own; null where the service's own
    /// stays.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub(super) struct BrandView = Brand {
        /// The name at the head of pages and mails.
        name: Option<String>,
        /// The same for readers of English.
        name_en: Option<String>,
        /// The colour of buttons and lines, `#rrggbb`.
        accent: Option<Accent>,
        /// As whom mail programs show the sender of mails, beside the service's address.
        mail_sender: Option<String>,
    }
}

/// What is to stand on pages and mails of the organisation's envelopes in place of the service's own.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(super) struct BrandRequest {
    /// The name at the head of pages and mails.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::BRAND_NAME)))]
    name: Option<String>,
    /// The same for readers of English.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::BRAND_NAME)))]
    name_en: Option<String>,
    /// The colour of buttons and lines, `#rrggbb`: so dark that white text on it can be read (WCAG 2.2, 1.4.3).
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^#[0-9A-Fa-f]{6}$")))]
    accent: Option<String>,
    /// As whom mail programs are to show the sender of mails, beside the service's address.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::BRAND_NAME)))]
    mail_sender: Option<String>,
}

impl BrandRequest {
    pub(super) fn accept(&self, errors: &mut Vec<FieldError>) -> Brand {
        let mut text = |text: &Option<String>, pointer: &str| {
            TextRule::BRAND_NAME.accept_optional(text.as_deref()).unwrap_or_else(|fault| {
                errors.push(fault.at(pointer));
                None
            })
        };
        let name = text(&self.name, "/brand/name");
        let name_en = text(&self.name_en, "/brand/name_en");
        let mail_sender = text(&self.mail_sender, "/brand/mail_sender");
        let accent = self.accent.as_deref().map(|accent| accent.trim().parse()).transpose();
        let accent = accent.unwrap_or_else(|fault| {
            errors.push(FieldError::new("/brand/accent", "invalid", told(&fault)));
            None
        });
        Brand { name, name_en, accent, mail_sender }
    }
}

fn told(fault: &InvalidAccent) -> Localized {
    match fault {
        InvalidAccent::Notation => Localized::fixed(
            "色は、#17407aのように「#」と16進数6桁で指定してください。",
            "Give a colour as # and six hexadecimal digits, such as #17407a.",
        ),
        InvalidAccent::Contrast { found } => Localized::new(
            format!(
                "この色では白い文字が読みにくくなります（コントラスト比{found:.2}、4.5以上が必要です）。より濃い色を指定してください。"
            ),
            format!(
                "White text cannot be read on this colour (contrast {found:.2} : 1, at least 4.5 : 1 is needed): take a darker one."
            ),
        ),
    }
}
