//! Registered seals (実印タイプ) that a sender asks for: whether the sender may, and what to do where not.

use domain::command::Correction;
use domain::draft::{FactorRequest, FieldError, RecipientKind, RecipientRequest};
use domain::email_address::EmailAddress;
use domain::envelope::{Envelope, Sender};
use domain::evidence::Identity;
use domain::factor::Factor;
use domain::ids::OrganisationId;
use domain::language::Localized;
use domain::ports::PortError;
use domain::recipient::{Recipient, SealType};
use domain::registered_seal::{SealRefusal, SealUse};

use crate::Dependencies;

/// What is wrong with the registered seals in a request.
pub(crate) async fn errors(
    dependencies: &Dependencies,
    sender: &Sender,
    recipients: &[RecipientRequest],
) -> Result<Vec<FieldError>, PortError> {
    let mut errors = Vec::new();
    // A seal that is asked of anybody but a signer is wrong anyway.
    let signers = recipients.iter().enumerate().filter(|(_, r)| r.kind == RecipientKind::Signer);
    for (i, recipient) in signers {
        let Some(SealType::Registered { organisation: owner }) = &recipient.seal else { continue };
        // What is no address is told as that.
        let Ok(email) = recipient.email.parse::<EmailAddress>() else { continue };
        let identity = recipient.factor.as_ref().map_or(Identity::MailLink, FactorRequest::identity);
        let wanted = SealUse { owner, sender: &sender.organisation, email: &email, identity: Some(identity) };
        let certificate = dependencies.certificates.find(Some(owner)).await?;
        errors.extend(wanted.refusals(certificate.as_ref()).into_iter().map(|refusal| {
            let field = match refusal {
                SealRefusal::NoCertificate | SealRefusal::OrganisationNotAllowed => "seal/organisation",
                SealRefusal::PersonNotNamed => "email",
                SealRefusal::NoSecondFactor => "factor",
            };
            field_error(format!("/recipients/{i}/{field}"), refusal, owner)
        }));
    }
    Ok(errors)
}

/// What is wrong with a recipient's new address, for whom the sender asked for a registered seal: whoever reads that
/// mailbox would be the one to sign with it.
pub(crate) async fn correction_errors(
    dependencies: &Dependencies,
    envelope: &Envelope,
    recipient: &Recipient,
    correction: &Correction,
) -> Result<Vec<FieldError>, PortError> {
    let Some(email) = correction.email.as_ref().filter(|email| **email != recipient.email) else {
        return Ok(Vec::new());
    };
    let identity = recipient.factor.as_ref().map_or(Identity::MailLink, Factor::identity);
    let Some(wanted) = SealUse::of(envelope, recipient, Some(identity)) else { return Ok(Vec::new()) };
    let wanted = SealUse { email, ..wanted };
    let certificate = dependencies.certificates.find(Some(wanted.owner)).await?;
    let Err(refusal) = wanted.permit(certificate) else { return Ok(Vec::new()) };
    let mut error = field_error("/email".to_owned(), refusal, wanted.owner);
    if refusal == SealRefusal::NoSecondFactor {
        // It cannot be mended in an envelope that was made before this was demanded.
        error.detail.ja += "この封筒を取り下げ、新しい封筒を作成してください。";
        error.detail.en += " Void this envelope and create a new one.";
    }
    Ok(vec![error])
}

fn field_error(pointer: String, refusal: SealRefusal, owner: &OrganisationId) -> FieldError {
    let (code, detail) = match refusal {
        // The same for both: nobody finds out by asking which organisations have a certificate.
        SealRefusal::NoCertificate | SealRefusal::OrganisationNotAllowed => {
            let ja = format!(
                "「{owner}」の実印タイプは、貴組織からの依頼には使えません。契約印タイプを選ぶか、電子証明書の登録と貴組織への使用許可について運用者に確認してください。"
            );
            let en = format!(
                "No registered seal of {owner} is at your organisation's disposal. Use the contract seal, or ask the \
                 operator to register a certificate of that organisation and to let yours ask for it."
            );
            ("no-certificate", Localized::new(ja, en))
        }
        SealRefusal::PersonNotNamed => {
            let ja = format!(
                "このメールアドレスは、「{owner}」の実印タイプを使用できる方として登録されていません。アドレスを直すか、契約印タイプを選ぶか、運用者に登録を依頼してください。"
            );
            let en = format!(
                "This address is not among the persons who may use the registered seal of {owner}. Correct it, use the \
                 contract seal, or ask the operator to name this person."
            );
            ("not-named-for-seal", Localized::new(ja, en))
        }
        SealRefusal::NoSecondFactor => {
            let ja = "実印タイプの署名者には、追加認証（access_code、totp、smsのいずれか）が必要です。";
            let en = "Whoever signs with a registered seal shows a second factor: access_code, totp or sms.";
            ("second-factor-required", Localized::fixed(ja, en))
        }
    };
    FieldError::new(pointer, code, detail)
}
