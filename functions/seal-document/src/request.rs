//! What a seal says (F23). Pure.

use domain::document::{Document, Sealer, StoredFile};
use domain::envelope::{Envelope, Sender};
use domain::language::Language;
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

/// The words, the time and the place of a seal. All of it follows from what is recorded, the language as well, so that a crash
/// changes nothing.
pub(crate) struct Wording {
    field: FieldName,
    certify: Option<DocMdp>,
    reason: String,
    location: &'static str,
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
                    reason: sending_reason(sender, at),
                    location: location(sender.language),
                    name: sender.organisation_in(sender.language).to_owned(),
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
                    reason: approval_reason(recipient, at),
                    location: location(recipient.language),
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
            .with_location(self.location.to_owned())
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

/// What the operator states of the sending, in the sender's language.
fn sending_reason(sender: &Sender, at: Timestamp) -> String {
    let (organisation, at) = (sender.organisation_in(sender.language), jst(at));
    match sender.language {
        Language::Ja => format!("{organisation} {}様が{at} JSTに送信した文書の原本性の証明", sender.name),
        Language::En => format!("Proof of the original as sent by {} ({organisation}) at {at} JST", sender.name),
    }
}

/// What the operator states of the approval, in the signer's language.
fn approval_reason(recipient: &Recipient, at: Timestamp) -> String {
    let Recipient { name, email, .. } = recipient;
    let at = jst(at);
    match recipient.language {
        Language::Ja => format!("{name}様 {email} が{at} JSTに承認しました"),
        Language::En => format!("Approved by {name} {email} at {at} JST"),
    }
}

const fn location(language: Language) -> &'static str {
    language.t("日本", "Japan")
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
    use domain::draft::{EnvelopeRequest, RecipientRequest};
    use domain::ids::RecipientNumber;
    use fakes::Story;

    use super::*;

    #[test]
    fn times_are_written_in_japanese_time_with_their_offset() {
        let at: Timestamp = "2021-10-07T00:25:23Z".parse().expect("a time");
        assert_eq!(jst(at), "2021-10-07 09:25:23 +09:00");
    }

    /// What the seals of the operator and of the first signer say, with everybody in this language.
    fn said(language: Language) -> [(String, &'static str, String); 2] {
        let signer = RecipientRequest { language, ..fakes::signer(1, None, "Jane Doe", "jane") };
        let request = EnvelopeRequest {
            recipients: vec![signer, fakes::signer(2, None, "田中 太郎", "tanaka")],
            ..Story::request()
        };
        let english = Some("City of Takikawa".to_owned());
        let sender = Sender { language, organisation_name_en: english, name: "Hanako Sato".into(), ..fakes::city() };
        let story = Story::by(sender, request, "2021-10-06T00:25:23Z");
        story.start("2021-10-06T00:25:23Z");
        story.approve(1, "2021-10-07T00:25:23Z");
        let envelope = story.envelope();
        [Sealer::Operator, Sealer::Recipient(RecipientNumber(1))].map(|by| {
            let wording = Wording::of(&envelope, &envelope.documents[0], by).expect("words");
            (wording.reason, wording.location, wording.name)
        })
    }

    #[test]
    fn a_seal_speaks_the_language_of_whoever_it_is_for() {
        let words = |[operator, signer]: [(&str, &str, &str); 2]| {
            [operator, signer].map(|(reason, location, name)| (reason.to_owned(), location.to_owned(), name.to_owned()))
        };
        let found = |language| said(language).map(|(reason, location, name)| (reason, location.to_owned(), name));
        assert_eq!(
            found(Language::Ja),
            words([
                ("滝川市 Hanako Sato様が2021-10-06 09:25:23 +09:00 JSTに送信した文書の原本性の証明", "日本", "滝川市"),
                ("Jane Doe様 jane@example.jp が2021-10-07 09:25:23 +09:00 JSTに承認しました", "日本", "Jane Doe"),
            ])
        );
        assert_eq!(
            found(Language::En),
            words([
                (
                    "Proof of the original as sent by Hanako Sato (City of Takikawa) at 2021-10-06 09:25:23 +09:00 JST",
                    "Japan",
                    "City of Takikawa"
                ),
                ("Approved by Jane Doe jane@example.jp at 2021-10-07 09:25:23 +09:00 JST", "Japan", "Jane Doe"),
            ])
        );
    }
}
