//! A recipient as the API shows it.

use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::factor::{Factor as DomainFactor, PhoneNumber};
use domain::ids::RecipientNumber;
use domain::mirror;
use domain::mirror::Convert;
use domain::recipient::{Recipient, RecipientState as DomainState, Role as DomainRole};
use domain::visible_seal::{SealPolicy, VisibleSeal};
use jiff::Timestamp;
use serde::Serialize;

use super::placement::Placement;
use super::values::{Language, PlacedBy, SealType};

/// A recipient.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct RecipientView {
    number: RecipientNumber,
    #[serde(flatten)]
    role: Role,
    /// Those of the same number act side by side, after all with a smaller one.
    order: u16,
    name: String,
    company: Option<String>,
    email: EmailAddress,
    /// The language of pages and mails.
    language: Language,
    /// What the person shows besides the mailed link.
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<Factor>,
    /// When wrong codes locked the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    locked_at: Option<Timestamp>,
    /// Whether the newest one-time code could not be sent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    code_refused: bool,
    /// That the signer may sign visibly, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    seal_policy: Option<SealPolicyView>,
    /// The visible seal that the signer chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    visible_seal: Option<VisibleSealView>,
    /// Of which group one acts for all: of recipients with the same name here.
    #[serde(skip_serializing_if = "Option::is_none")]
    one_of: Option<String>,
    /// Whose task this recipient took over.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands_for: Option<RecipientNumber>,
    state: State,
}

impl From<&Recipient> for RecipientView {
    fn from(recipient: &Recipient) -> Self {
        Self {
            number: recipient.number,
            role: recipient.role.clone().convert(),
            order: recipient.order,
            name: recipient.name.clone(),
            company: recipient.company.clone(),
            email: recipient.email.clone(),
            language: recipient.language.convert(),
            factor: recipient.factor.clone().convert(),
            locked_at: recipient.attempts.locked_at,
            code_refused: recipient.attempts.refused,
            seal_policy: recipient.seal_policy.as_ref().map(Into::into),
            visible_seal: recipient.visible_seal.as_ref().map(Into::into),
            one_of: recipient.one_of.clone(),
            stands_for: recipient.stands_for,
            state: recipient.state.clone().convert(),
        }
    }
}

mirror! {
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(tag = "kind")]
    enum Role = DomainRole {
        Signer { seal: SealType },
        Viewer,
        Copy,
    }
}

mirror! {
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(tag = "type")]
    enum Factor = DomainFactor {
        AccessCode,
        Totp,
        Sms { phone: PhoneNumber },
        EmailCode,
    }
}

/// That a signer may sign visibly, and who says where. Without it the signature is invisible.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SealPolicyView {
    by: PlacedBy,
    placements: Vec<Placement>,
}

impl From<&SealPolicy> for SealPolicyView {
    fn from(SealPolicy { by, placements }: &SealPolicy) -> Self {
        Self { by: by.convert(), placements: placements.clone().convert() }
    }
}

/// The visible seal that a signer chose. Where its image is stored is nobody's business.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct VisibleSealView {
    image: ImageView,
    placements: Vec<Placement>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ImageView {
    sha256: Digest,
}

impl From<&VisibleSeal> for VisibleSealView {
    fn from(VisibleSeal { image, placements }: &VisibleSeal) -> Self {
        Self { image: ImageView { sha256: image.sha256 }, placements: placements.clone().convert() }
    }
}

mirror! {
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RecipientState"))]
    #[serde(tag = "name")]
    enum State = DomainState {
        Waiting,
        Invited { at: Timestamp },
        Opened { invited_at: Timestamp, at: Timestamp },
        Approved { at: Timestamp },
        Sealed { approved_at: Timestamp, at: Timestamp },
        Confirmed { at: Timestamp },
        Declined { at: Timestamp },
        Delegated { at: Timestamp, to: RecipientNumber },
        NotNeeded { at: Timestamp, by: RecipientNumber },
        Bounced { invited_at: Timestamp, at: Timestamp },
    }
}

#[cfg(test)]
mod tests {
    use domain::document::{ObjectKey, StoredFile};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_visible_seal_is_shown_without_the_key_under_which_its_image_is_stored() {
        let placement = domain::visible_seal::Placement {
            document: domain::ids::DocumentNumber(1),
            page: 3,
            x: 1500,
            y: 2505,
            width: 240,
            height: 240,
        };
        let image = StoredFile { object: ObjectKey("uploads/secret/seal.png".into()), sha256: Digest::ZERO };
        let view = VisibleSealView::from(&VisibleSeal { image, placements: vec![placement] });
        assert_eq!(
            serde_json::to_value(view).expect("JSON"),
            json!({
                "image": {"sha256": "0".repeat(64)},
                "placements": [{"document": 1, "page": 3, "x": 150, "y": 250.5, "width": 24, "height": 24}],
            })
        );
    }
}
