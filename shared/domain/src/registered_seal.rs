//! Who may use an organisation's registered seal (実印タイプ, F3): the persons whom its certificate names, by a second factor,
//! in envelopes of organisations that may ask for it.
//!
//! It is decided here, the same when an envelope is made, when a recipient's address is corrected, when the person acts,
//! and before the key signs: each time by the certificate's row as it is then.

use crate::email_address::EmailAddress;
use crate::envelope::Envelope;
use crate::evidence::Identity;
use crate::ids::OrganisationId;
use crate::ports::SealingCertificate;
use crate::recipient::Recipient;

/// What a registered seal is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealUse<'a> {
    /// The organisation whose seal it is.
    pub owner: &'a OrganisationId,
    /// The organisation that sends the envelope.
    pub sender: &'a OrganisationId,
    /// The signer's address.
    pub email: &'a EmailAddress,
    /// How the signer was identified, or will be; `None` where that is not on record.
    pub identity: Option<Identity>,
}

/// Why a registered seal may not be used so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealRefusal {
    /// The organisation has no certificate.
    #[error("the organisation has no certificate")]
    NoCertificate,
    /// The sender's organisation may not ask for it. Senders are told the same as without a certificate, so that nobody
    /// finds out who has one.
    #[error("the sender's organisation may not ask for this seal")]
    OrganisationNotAllowed,
    /// The certificate does not name the signer.
    #[error("the certificate does not name the signer's address")]
    PersonNotNamed,
    /// The signer has shown nothing that is not the mailbox, or is not asked to (L3).
    #[error("the signer is not identified by a second factor")]
    NoSecondFactor,
}

impl<'a> SealUse<'a> {
    /// The use that this recipient makes of a registered seal when identified so; `None` for whoever signs with the contract
    /// seal, or not at all.
    pub fn of(envelope: &'a Envelope, recipient: &'a Recipient, identity: Option<Identity>) -> Option<Self> {
        let owner = recipient.role.registered_seal()?;
        Some(Self { owner, sender: &envelope.sender.organisation, email: &recipient.email, identity })
    }

    /// Everything that speaks against it, given the certificate of the seal's owner. Whoever may not ask for the seal at all
    /// learns nothing of the persons named for it.
    pub fn refusals(&self, certificate: Option<&SealingCertificate>) -> Vec<SealRefusal> {
        let Some(SealingCertificate { persons, organisations, .. }) = certificate else {
            return vec![SealRefusal::NoCertificate];
        };
        if self.sender != self.owner && !organisations.contains(self.sender) {
            return vec![SealRefusal::OrganisationNotAllowed];
        }
        let is_named = persons.iter().any(|person| person.is_same_mailbox(self.email));
        let has_factor = self.identity.is_some_and(Identity::is_second_factor);
        let person = (!is_named).then_some(SealRefusal::PersonNotNamed);
        let factor = (!has_factor).then_some(SealRefusal::NoSecondFactor);
        person.into_iter().chain(factor).collect()
    }

    /// The certificate to use, or the first thing that speaks against it.
    pub fn permit(&self, certificate: Option<SealingCertificate>) -> Result<SealingCertificate, SealRefusal> {
        match self.refusals(certificate.as_ref()).first() {
            Some(refusal) => Err(*refusal),
            None => certificate.ok_or(SealRefusal::NoCertificate),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation(name: &str) -> OrganisationId {
        name.to_owned().try_into().expect("an organisation id")
    }

    fn address(text: &str) -> EmailAddress {
        text.parse().expect("an address")
    }

    /// The city's certificate, which names two persons and lets one other organisation ask.
    fn certificate() -> SealingCertificate {
        SealingCertificate {
            key_id: "key".into(),
            chain_pem: String::new(),
            persons: vec![address("mayor@city.example"), address("Deputy@City.example")],
            organisations: vec![organisation("prefecture")],
        }
    }

    #[test]
    fn the_seal_is_used_by_named_persons_by_a_second_factor_for_those_who_may_ask() {
        use Identity::{AccessCode, EmailCode, KnownDevice, MailLink, SmsCode, Totp};
        use SealRefusal::{NoSecondFactor, OrganisationNotAllowed, PersonNotNamed};
        const MAYOR: &str = "mayor@city.example";
        for (sender, email, identity, expected) in [
            ("city", MAYOR, Some(AccessCode), &[][..]),
            ("city", MAYOR, Some(Totp), &[]),
            ("city", MAYOR, Some(SmsCode), &[]),
            ("city", "MAYOR@city.EXAMPLE", Some(Totp), &[]),
            ("city", "deputy@city.example", Some(Totp), &[]),
            ("prefecture", MAYOR, Some(Totp), &[]),
            // Those named may sign; sending is another matter, and being the owner names nobody.
            ("city", "clerk@city.example", Some(Totp), &[PersonNotNamed]),
            ("prefecture", "clerk@city.example", Some(Totp), &[PersonNotNamed]),
            ("city", "mayor@city.example.attacker.example", Some(Totp), &[PersonNotNamed]),
            // The mailbox alone, however often it is shown.
            ("city", MAYOR, Some(MailLink), &[NoSecondFactor]),
            ("city", MAYOR, Some(EmailCode), &[NoSecondFactor]),
            ("city", MAYOR, Some(KnownDevice), &[NoSecondFactor]),
            ("city", MAYOR, None, &[NoSecondFactor]),
            ("city", "clerk@city.example", None, &[PersonNotNamed, NoSecondFactor]),
            // Nothing more is told to whoever may not ask.
            ("stranger", MAYOR, Some(Totp), &[OrganisationNotAllowed]),
            ("stranger", "clerk@city.example", None, &[OrganisationNotAllowed]),
        ] {
            let (owner, sender) = (&organisation("city"), &organisation(sender));
            let email = &address(email);
            let wanted = SealUse { owner, sender, email, identity };
            assert_eq!(wanted.refusals(Some(&certificate())), expected, "{wanted:?}");
            let permitted = wanted.permit(Some(certificate())).map(|certificate| certificate.key_id);
            let first = expected.first().map_or(Ok("key".to_owned()), |refusal| Err(*refusal));
            assert_eq!(permitted, first, "{wanted:?}");
            assert_eq!(wanted.permit(None), Err(SealRefusal::NoCertificate), "{wanted:?}");
        }
    }
}
