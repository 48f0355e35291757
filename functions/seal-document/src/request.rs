//! What a seal says (F23). Pure.

use domain::document::{Document, Sealer, StoredFile};
use domain::envelope::Envelope;
use domain::recipient::{Recipient, Role};
use domain::seal_permission::SealUse;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use pades::EvidenceAnchor;
use pades::appearance::{Appearance, Image, Placement, Visible};
use pades::certificate::CertificateChain;
use pades::field::FieldName;
use pades::sign::{DocMdp, SignatureRequest};

use crate::SealError;

/// Japan has one zone and no daylight saving time.
const JST: Offset = Offset::constant(9);
const LOCATION: &str = "日本";

/// The words, the time and the place of a seal. All of it follows from what is recorded, so that a crash changes nothing.
pub(crate) struct Wording {
    field: FieldName,
    certify: Option<DocMdp>,
    reason: String,
    name: String,
    signed_at: Zoned,
    reserve: usize,
    evidence: Option<EvidenceAnchor>,
    /// Where the seal is seen (F4). A field that was made at sending has this place already.
    place: Option<Placement>,
}

impl Wording {
    pub(crate) fn of(envelope: &Envelope, document: &Document, by: Sealer) -> Result<Self, SealError> {
        let field = FieldName::new(envelope.field_name(document, by)).map_err(|e| SealError::Wording(e.to_string()))?;
        let reserve = document.timestamp_reserve as usize;
        let evidence =
            envelope.anchor(by).map(|head| EvidenceAnchor { sequence: head.sequence, sha256: *head.digest.as_bytes() });
        match by {
            Sealer::Operator => {
                let at = envelope.sent_at().ok_or(SealError::NoAct(by))?;
                let sender = &envelope.sender;
                Ok(Self {
                    field,
                    certify: envelope.is_certified().then_some(DocMdp::FormFilling),
                    reason: format!(
                        "{} {}様が{} JSTに送信した文書の原本性の証明",
                        sender.organisation_name,
                        sender.name,
                        jst(at)
                    ),
                    name: sender.organisation_name.clone(),
                    signed_at: zoned(at),
                    reserve,
                    evidence,
                    place: None,
                })
            }
            Sealer::Recipient(number) => {
                let recipient = envelope.recipient(number).ok_or(SealError::NoAct(by))?;
                let at = recipient.approved_at().ok_or(SealError::NoAct(by))?;
                Ok(Self {
                    field,
                    certify: None,
                    reason: format!("{}様 {} が{} JSTに承認しました", recipient.name, recipient.email, jst(at)),
                    name: name_of(recipient),
                    signed_at: zoned(at),
                    reserve,
                    evidence,
                    place: recipient
                        .visible_seal
                        .as_ref()
                        .and_then(|visible_seal| visible_seal.on(document.number))
                        .map(in_millimetres),
                })
            }
        }
    }

    /// `image` is the PNG of the signer's visible seal, where one was chosen for this document.
    pub(crate) fn request<'r>(
        &self,
        certificates: &'r CertificateChain,
        image: Option<&'r [u8]>,
    ) -> SignatureRequest<'r> {
        let visible = image.zip(self.place);
        let visible = visible.map(|(png, placement)| Visible::at(placement, Appearance::Image(Image { png })));
        SignatureRequest::new(self.field.clone(), certificates, self.signed_at.clone())
            .with_certification(self.certify)
            .with_reason(self.reason.clone())
            .with_location(LOCATION.to_owned())
            .with_name(self.name.clone())
            .with_reserve(self.reserve)
            .with_evidence(self.evidence)
            .with_visible(visible)
    }
}

/// The use of an organisation's certificate (実印タイプ), by the person who approved and as they were identified then. `None`
/// for the operator's certificate: 契約印タイプ, and the operator's own seal.
pub(crate) fn registered_seal(envelope: &Envelope, by: Sealer) -> Result<Option<SealUse<'_>>, SealError> {
    let Sealer::Recipient(number) = by else { return Ok(None) };
    let recipient = envelope.recipient(number).ok_or(SealError::NoAct(by))?;
    match recipient.role {
        Role::Signer { .. } => {
            let identity = recipient.approval.and_then(|approval| approval.identity);
            Ok(SealUse::of(envelope, recipient, identity))
        }
        Role::Viewer | Role::Copy => Err(SealError::NoAct(by)),
    }
}

fn name_of(recipient: &Recipient) -> String {
    match &recipient.company {
        Some(company) => format!("{company} {}", recipient.name),
        None => recipient.name.clone(),
    }
}

fn in_millimetres(placement: &domain::visible_seal::Placement) -> Placement {
    let domain::visible_seal::Placement { document: _, page, x, y, width, height } = *placement;
    let [x, y, width, height] = [x, y, width, height].map(|tenths| f64::from(tenths) / 10.0);
    Placement { page, x, y, width, height }
}

/// The image of the visible seal that this sealer chose for this document.
pub(crate) fn image<'e>(envelope: &'e Envelope, document: &Document, by: Sealer) -> Option<&'e StoredFile> {
    let Sealer::Recipient(number) = by else { return None };
    let visible_seal = envelope.recipient(number)?.visible_seal.as_ref()?;
    visible_seal.on(document.number).map(|_| &visible_seal.image)
}

fn zoned(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(JST))
}

/// `2021-10-07 09:25:23 +09:00`
fn jst(at: Timestamp) -> String {
    zoned(at).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_japanese_time_with_their_offset() {
        let at: Timestamp = "2021-10-07T00:25:23Z".parse().expect("a time");
        assert_eq!(jst(at), "2021-10-07 09:25:23 +09:00");
    }
}
