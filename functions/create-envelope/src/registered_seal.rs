//! Registered seals (実印タイプ) that a sender asks for: whether the sender may, and what to do where not.

use std::collections::BTreeMap;

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
use domain::registered_seal::RegisteredSeal;
use domain::seal_permission::{ChoiceFault, SealRefusal, SealUse, seal_meant};

use crate::Dependencies;

/// What is wrong with the registered seals in a request. Where an organisation is named and no seal of it, the one that is meant is
/// written into the request, so that it stays the same whatever seals the organisation gets later.
pub(crate) async fn settle(
    dependencies: &Dependencies,
    sender: &Sender,
    recipients: &mut [RecipientRequest],
) -> Result<Vec<FieldError>, PortError> {
    let (mut errors, mut meant) = (Vec::new(), BTreeMap::new());
    // A seal that is asked of anybody but a signer is wrong anyway.
    let signers = recipients.iter_mut().enumerate().filter(|(_, r)| r.kind == RecipientKind::Signer);
    for (i, recipient) in signers {
        let Some(SealType::Registered { organisation, seal: id }) = &mut recipient.seal else { continue };
        let is_named = id.is_some();
        let wanted = match id {
            Some(id) => Ok(RegisteredSeal::new(organisation.clone(), Some(id.clone()))),
            None => wanted_without_name(dependencies, sender, organisation, &mut meant).await?,
        };
        let seal = match wanted {
            Ok(seal) => seal,
            // Refused below like any seal that is not there.
            Err(ChoiceFault::NoSeal) => RegisteredSeal::of(organisation.clone()),
            Err(ChoiceFault::NotNamed(askable)) => {
                errors.push(ambiguous(format!("/recipients/{i}/seal/seal"), organisation, &askable));
                continue;
            }
        };
        *id = seal.further().cloned();
        // What is no address is told as that.
        let Ok(email) = recipient.email.parse::<EmailAddress>() else { continue };
        let identity = recipient.factor.as_ref().map_or(Identity::MailLink, FactorRequest::identity);
        let certificate = dependencies.certificates.find(Some(&seal)).await?;
        let wanted = SealUse { seal, sender: &sender.organisation, email: &email, identity: Some(identity) };
        errors.extend(wanted.refusals(certificate.as_ref()).into_iter().map(|refusal| {
            let field = match refusal {
                SealRefusal::NoCertificate | SealRefusal::OrganisationNotAllowed if is_named => "seal/seal",
                SealRefusal::NoCertificate | SealRefusal::OrganisationNotAllowed => "seal/organisation",
                SealRefusal::PersonNotNamed => "email",
                SealRefusal::NoSecondFactor => "factor",
            };
            field_error(format!("/recipients/{i}/{field}"), refusal, &wanted.seal)
        }));
    }
    Ok(errors)
}

/// Which seal of an organisation is meant where none is named, by what was found out for earlier recipients.
type Meant = BTreeMap<OrganisationId, Result<RegisteredSeal, ChoiceFault>>;

/// The seal that is meant where none is named. The other seals are looked at only where it is not the one of the organisation's
/// identifier, and once for all recipients.
async fn wanted_without_name(
    dependencies: &Dependencies,
    sender: &Sender,
    owner: &OrganisationId,
    meant: &mut Meant,
) -> Result<Result<RegisteredSeal, ChoiceFault>, PortError> {
    if let Some(known) = meant.get(owner) {
        return Ok(known.clone());
    }
    let sender = &sender.organisation;
    let own = RegisteredSeal::of(owner.clone());
    let found = dependencies.certificates.find(Some(&own)).await?;
    let found = found.map(|certificate| (own, certificate.organisations));
    let mut choice = seal_meant(owner, sender, found.as_slice());
    if choice.is_err() {
        choice = seal_meant(owner, sender, &dependencies.certificates.askers(owner).await?);
    }
    meant.insert(owner.clone(), choice.clone());
    Ok(choice)
}

fn ambiguous(pointer: String, owner: &OrganisationId, askable: &[RegisteredSeal]) -> FieldError {
    let ids: Vec<String> = askable.iter().map(|seal| seal.id().to_string()).collect();
    let ja = format!(
        "「{owner}」の登録印章（実印タイプ）のうち、どの印章を使用するかが指定されていません。sealに、使用する印章の識別子を指定してください（{}）。",
        ids.join("、")
    );
    let en = format!(
        "It is not said which registered seal of {owner} is meant. Name the one to use in `seal`: {}.",
        ids.join(", ")
    );
    FieldError::new(pointer, "ambiguous-seal", Localized::new(ja, en))
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
    let certificate = dependencies.certificates.find(Some(&wanted.seal)).await?;
    let Err(refusal) = wanted.permit(certificate) else { return Ok(Vec::new()) };
    let mut error = field_error("/email".to_owned(), refusal, &wanted.seal);
    if refusal == SealRefusal::NoSecondFactor {
        // It cannot be mended in an envelope that was made before this was demanded.
        error.detail.ja += "この封筒を取り下げ、新しい封筒を作成してください。";
        error.detail.en += " Void this envelope and create a new one.";
    }
    Ok(vec![error])
}

fn field_error(pointer: String, refusal: SealRefusal, seal: &RegisteredSeal) -> FieldError {
    let (ja_seal, en_seal) = match seal.further() {
        None => (format!("「{}」", seal.owner()), format!("of {}", seal.owner())),
        Some(id) => (format!("「{}」の印章「{id}」", seal.owner()), format!("{id} of {}", seal.owner())),
    };
    let (code, detail) = match refusal {
        // The same for both: nobody finds out by asking which organisations have a certificate.
        SealRefusal::NoCertificate | SealRefusal::OrganisationNotAllowed => {
            let ja = format!(
                "{ja_seal}の実印タイプは、貴組織からの依頼には使えません。契約印タイプを選ぶか、電子証明書の登録と貴組織への使用許可について運用者に確認してください。"
            );
            let en = format!(
                "No registered seal {en_seal} is at your organisation's disposal. Use the contract seal, or ask the \
                 operator to register a certificate of that organisation and to let yours ask for it."
            );
            ("no-certificate", Localized::new(ja, en))
        }
        SealRefusal::PersonNotNamed => {
            let ja = format!(
                "このメールアドレスは、{ja_seal}の実印タイプを使用できる方として登録されていません。アドレスを直すか、契約印タイプを選ぶか、運用者に登録を依頼してください。"
            );
            let en = format!(
                "This address is not among the persons who may use the registered seal {en_seal}. Correct it, use the \
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
