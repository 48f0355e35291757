//! Registered seals (実印タイプ, F3), of which an organisation may have several, each with a certificate of its own. Who may use
//! one: the persons whom its certificate names, by a second factor, in envelopes of organisations that may ask for it.
//!
//! It is decided here, the same when an envelope is made, when a recipient's address is corrected, when the person acts,
//! and before the key signs: each time by the certificate's row as it is then.

use std::fmt;

use crate::email_address::EmailAddress;
use crate::envelope::Envelope;
use crate::evidence::Identity;
use crate::ids::{OrganisationId, SealId};
use crate::language::Language;
use crate::ports::SealingCertificate;
use crate::recipient::Recipient;

/// Registered seals of one organisation at most. Whoever is deactivated is taken from all of them in one transaction, which holds 100
/// rows: two imports at the same moment may go beyond the limit by one.
pub const MAX_SEALS: usize = 20;

/// A registered seal: whose it is, and which of theirs. One may have the organisation's own identifier: it is the one that is meant
/// where no other is named, and the one that organisations had before they could have several. It sorts before the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegisteredSeal {
    owner: OrganisationId,
    further: Option<SealId>,
}

impl RegisteredSeal {
    /// The seal of this identifier; without one, that of the organisation's own.
    pub fn new(owner: OrganisationId, id: Option<SealId>) -> Self {
        let further = id.filter(|id| id.as_str() != owner.as_str());
        Self { owner, further }
    }

    /// The seal that has its organisation's identifier.
    pub const fn of(owner: OrganisationId) -> Self {
        Self { owner, further: None }
    }

    /// The organisation whose seal it is.
    pub const fn owner(&self) -> &OrganisationId {
        &self.owner
    }

    /// Its identifier, which no other seal of the organisation has.
    pub fn id(&self) -> SealId {
        self.further.clone().unwrap_or_else(|| SealId::from(&self.owner))
    }

    /// Its identifier where that is another than the organisation's. So it stands in what is stored, where rows of before seals had
    /// identifiers say nothing.
    pub const fn further(&self) -> Option<&SealId> {
        self.further.as_ref()
    }
}

impl fmt::Display for RegisteredSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.further {
            Some(id) => write!(f, "{}/{id}", self.owner),
            None => self.owner.fmt(f),
        }
    }
}

/// What a seal is called, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealName {
    /// Such as 滝川市長之印.
    pub ja: String,
    /// The same for readers of English, where it has another name for them.
    pub en: Option<String>,
}

impl SealName {
    /// As readers of a language read it.
    pub fn in_language(&self, language: Language) -> &str {
        match (language, &self.en) {
            (Language::En, Some(en)) => en,
            (Language::Ja, _) | (Language::En, None) => &self.ja,
        }
    }
}

/// Why it is not known which seal of an organisation is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceFault {
    /// There is none that the sender's organisation may ask for.
    NoSeal,
    /// There are several that it may ask for, and none has the organisation's identifier.
    Several(Vec<RegisteredSeal>),
}

/// The seal that is meant where a sender names an organisation and no seal of it: the one with the organisation's identifier, or
/// else the only one. Seals that the sender's organisation may not ask for do not count, so that nothing is told of them.
///
/// # Errors
/// There is none, or which one is meant is not known.
pub fn seal_meant(
    owner: &OrganisationId,
    sender: &OrganisationId,
    seals: &[(RegisteredSeal, SealingCertificate)],
) -> Result<RegisteredSeal, ChoiceFault> {
    let of_organisation = RegisteredSeal::of(owner.clone());
    if seals.iter().any(|(seal, _)| *seal == of_organisation) {
        return Ok(of_organisation);
    }
    let may_ask = |(seal, certificate): &&(RegisteredSeal, SealingCertificate)| {
        seal.owner() == owner && is_asker(owner, sender, certificate)
    };
    let mut askable: Vec<RegisteredSeal> = seals.iter().filter(may_ask).map(|(seal, _)| seal.clone()).collect();
    match (askable.pop(), askable.is_empty()) {
        (None, _) => Err(ChoiceFault::NoSeal),
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            askable.push(last);
            askable.sort();
            Err(ChoiceFault::Several(askable))
        }
    }
}

fn is_asker(owner: &OrganisationId, sender: &OrganisationId, certificate: &SealingCertificate) -> bool {
    sender == owner || certificate.organisations.contains(sender)
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
        if !is_asker(self.seal.owner(), self.sender, certificate) {
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
    fn without_a_named_seal_the_organisations_own_is_meant_or_the_only_one_that_the_sender_may_ask_for() {
        let open = certificate;
        let closed = || SealingCertificate { organisations: Vec::new(), ..certificate() };
        for (seals, sender, expected) in [
            (vec![], "city", Err(ChoiceFault::NoSeal)),
            (vec![("city", closed())], "city", Ok("city")),
            (vec![("water", closed())], "city", Ok("water")),
            (vec![("city", closed()), ("water", closed())], "city", Ok("city")),
            // The one that is meant is refused later: no other one takes its place unnoticed.
            (vec![("city", closed()), ("water", open())], "prefecture", Ok("city")),
            (vec![("water", closed()), ("hospital", closed())], "city", Err(several())),
            (vec![("hospital", open()), ("water", open())], "prefecture", Err(several())),
            (vec![("hospital", closed()), ("water", open())], "prefecture", Ok("water")),
            // Whoever may ask for none is told the same as where there is none.
            (vec![("hospital", open()), ("water", open())], "stranger", Err(ChoiceFault::NoSeal)),
            (vec![("water", open())], "stranger", Err(ChoiceFault::NoSeal)),
        ] {
            let seals: Vec<_> = seals.into_iter().map(|(id, certificate)| (seal(id), certificate)).collect();
            let meant = seal_meant(&organisation("city"), &organisation(sender), &seals);
            assert_eq!(meant, expected.map(seal), "{sender}: {seals:?}");
        }
    }

    fn several() -> ChoiceFault {
        ChoiceFault::Several(vec![seal("hospital"), seal("water")])
    }

    #[test]
    fn a_seal_without_an_english_name_is_called_by_its_japanese_one() {
        let name = SealName { ja: "滝川市長之印".into(), en: None };
        assert_eq!((name.in_language(Language::Ja), name.in_language(Language::En)), ("滝川市長之印", "滝川市長之印"));
        let name = SealName { en: Some("Seal of the Mayor".into()), ..name };
        assert_eq!(
            (name.in_language(Language::Ja), name.in_language(Language::En)),
            ("滝川市長之印", "Seal of the Mayor")
        );
    }
}
