//! Who may use a registered seal (実印タイプ, F3): the persons whom its certificate names, by a second factor, in envelopes of
//! organisations that may ask for it; and which of an organisation's seals is meant.
//!
//! It is decided here, the same when an envelope is made, when a recipient's address is corrected, when the person acts,
//! and before the key signs: each time by the certificate's row as it is then.

use crate::email_address::EmailAddress;
use crate::envelope::Envelope;
use crate::evidence::Identity;
use crate::ids::OrganisationId;
use crate::ports::SealingCertificate;
use crate::recipient::Recipient;
use crate::registered_seal::RegisteredSeal;

/// Why it is not known which seal of an organisation is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceFault {
    /// There is none that the sender's organisation may ask for.
    NoSeal,
    /// One of these has to be named: those that the sender's organisation may ask for, of which none has the owner's identifier.
    NotNamed(Vec<RegisteredSeal>),
}

/// The seal that is meant where a sender names an organisation and no seal of it: the one with the organisation's identifier, and
/// never another, even where it is the only one. Otherwise a request would mean another seal as soon as one is imported or removed.
/// `seals` are the seals of the organisation with the organisations that may ask for each besides their owner. A seal that the
/// sender's organisation may not ask for counts like one that is not there, so that nothing is told of it.
///
/// # Errors
/// There is none that may be asked for, or one has to be named.
pub fn seal_meant(
    owner: &OrganisationId,
    sender: &OrganisationId,
    seals: &[(RegisteredSeal, Vec<OrganisationId>)],
) -> Result<RegisteredSeal, ChoiceFault> {
    let may_ask = |(seal, askers): &&(RegisteredSeal, Vec<OrganisationId>)| {
        seal.owner() == owner && is_asker(owner, sender, askers)
    };
    let mut askable: Vec<RegisteredSeal> = seals.iter().filter(may_ask).map(|(seal, _)| seal.clone()).collect();
    let of_organisation = RegisteredSeal::of(owner.clone());
    if askable.contains(&of_organisation) {
        return Ok(of_organisation);
    }
    if askable.is_empty() {
        return Err(ChoiceFault::NoSeal);
    }
    askable.sort();
    Err(ChoiceFault::NotNamed(askable))
}

/// Whether a sender's organisation may ask for a seal for which its owner and these organisations may.
fn is_asker(owner: &OrganisationId, sender: &OrganisationId, askers: &[OrganisationId]) -> bool {
    sender == owner || askers.contains(sender)
}

/// What a registered seal is to be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealUse<'a> {
    /// Which seal.
    pub seal: RegisteredSeal,
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
    /// The organisation has no such seal.
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
        let seal = recipient.role.registered_seal()?;
        Some(Self { seal, sender: &envelope.sender.organisation, email: &recipient.email, identity })
    }

    /// Everything that speaks against it, given the seal's certificate. Whoever may not ask for the seal at all
    /// learns nothing of the persons named for it.
    pub fn refusals(&self, certificate: Option<&SealingCertificate>) -> Vec<SealRefusal> {
        let Some(certificate) = certificate else { return vec![SealRefusal::NoCertificate] };
        if !is_asker(self.seal.owner(), self.sender, &certificate.organisations) {
            return vec![SealRefusal::OrganisationNotAllowed];
        }
        let is_named = certificate.persons.iter().any(|person| person.is_same_mailbox(self.email));
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
    use crate::ids::SealId;

    fn organisation(name: &str) -> OrganisationId {
        name.to_owned().try_into().expect("an organisation id")
    }

    fn address(text: &str) -> EmailAddress {
        text.parse().expect("an address")
    }

    /// The city's certificate, which names two persons and lets one other organisation ask.
    fn certificate() -> SealingCertificate {
        SealingCertificate {
            name: None,
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
            let (seal, sender) = (RegisteredSeal::of(organisation("city")), &organisation(sender));
            let email = &address(email);
            let wanted = SealUse { seal, sender, email, identity };
            assert_eq!(wanted.refusals(Some(&certificate())), expected, "{wanted:?}");
            let permitted = wanted.permit(Some(certificate())).map(|certificate| certificate.key_id);
            let first = expected.first().map_or(Ok("key".to_owned()), |refusal| Err(*refusal));
            assert_eq!(permitted, first, "{wanted:?}");
            assert_eq!(wanted.permit(None), Err(SealRefusal::NoCertificate), "{wanted:?}");
        }
    }

    fn seal(id: &str) -> RegisteredSeal {
        RegisteredSeal::new(organisation("city"), Some(id.to_owned().try_into().expect("a seal id")))
    }

    #[test]
    fn the_seal_with_the_organisations_identifier_is_the_same_whether_it_is_named_or_not() {
        let unnamed = RegisteredSeal::of(organisation("city"));
        assert_eq!(seal("city"), unnamed);
        assert_eq!((unnamed.id().as_str(), unnamed.further(), unnamed.to_string()), ("city", None, "city".to_owned()));
        let water = seal("water");
        assert_ne!(water, unnamed);
        assert_eq!((water.id().as_str(), water.to_string()), ("water", "city/water".to_owned()));
        assert!(unnamed < seal("accounts"), "it stands before the others");
        for wrong in ["", "Water", "水道", "a/b", "a#b", &"a".repeat(65)] {
            assert!(SealId::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn without_a_named_seal_only_the_one_with_the_organisations_identifier_is_ever_meant() {
        const OPEN: &[&str] = &["prefecture"];
        const CLOSED: &[&str] = &[];
        let not_named = |ids: &[&str]| Err(ChoiceFault::NotNamed(ids.iter().map(|id| seal(id)).collect()));
        for (seals, sender, expected) in [
            (vec![], "city", Err(ChoiceFault::NoSeal)),
            (vec![("city", CLOSED)], "city", Ok(seal("city"))),
            (vec![("city", CLOSED), ("water", CLOSED)], "city", Ok(seal("city"))),
            (vec![("city", OPEN), ("water", OPEN)], "prefecture", Ok(seal("city"))),
            // Also the only one has to be named: another may be imported tomorrow.
            (vec![("water", CLOSED)], "city", not_named(&["water"])),
            (vec![("water", CLOSED), ("hospital", CLOSED)], "city", not_named(&["hospital", "water"])),
            (vec![("hospital", OPEN), ("water", OPEN)], "prefecture", not_named(&["hospital", "water"])),
            (vec![("hospital", CLOSED), ("water", OPEN)], "prefecture", not_named(&["water"])),
            // A seal of the organisation's identifier that the sender may not ask for counts like none.
            (vec![("city", CLOSED), ("water", OPEN)], "prefecture", not_named(&["water"])),
            (vec![("city", CLOSED)], "prefecture", Err(ChoiceFault::NoSeal)),
            // Whoever may ask for none is told the same as where there is none.
            (vec![("city", OPEN), ("hospital", OPEN), ("water", OPEN)], "stranger", Err(ChoiceFault::NoSeal)),
            (vec![("water", OPEN)], "stranger", Err(ChoiceFault::NoSeal)),
        ] {
            let askers = |names: &[&str]| names.iter().map(|name| organisation(name)).collect();
            let seals: Vec<_> = seals.into_iter().map(|(id, names)| (seal(id), askers(names))).collect();
            assert_eq!(
                seal_meant(&organisation("city"), &organisation(sender), &seals),
                expected,
                "{sender}: {seals:?}"
            );
        }
    }
}
