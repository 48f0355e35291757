//! The mail that tells an administrator that the certificate of a registered seal ends.

use std::collections::BTreeSet;

use dispatch_email::{Error, handle};
use domain::authorisation::Role;
use domain::digest::Digest;
use domain::ids::PersonId;
use domain::job::Job;
use domain::language::Language;
use domain::mail::MailId;
use domain::organisation::{Actor, Change, OidcIdentity, Organisation, Profile};
use domain::ports::{About, MailLog as _, Registry};
use domain::registered_seal::{RegisteredSeal, SealName};
use domain::seal_expiry::ExpiryNotice;
use fakes::{city, readable_certificate};
use uuid::Uuid;

use crate::common::{SENT, World, assert_equal_content, shape, world};

const NOW: &str = "2099-12-05T00:00:00Z";

fn person() -> PersonId {
    PersonId::new(Uuid::from_u128(1))
}

async fn change(w: &World, change: Change) -> u64 {
    let all = &w.organisations;
    let registry = Registry {
        organisations: all.clone(),
        people: all.clone(),
        keys: all.clone(),
        directories: all.clone(),
        certificates: all.clone(),
        clock: w.clock.clone(),
    };
    let about = About { person: Some(person()), ..About::default() };
    let next = |_: &_, _: &_| Ok(change.clone());
    registry.change(&city().organisation, &about, &Actor::Operator, None, next).await.unwrap().entry.sequence
}

fn profile(language: Language, roles: &[Role]) -> Profile {
    Profile {
        name: language.t("佐藤 花子", "Hanako Sato").to_owned(),
        email: "sato@city.example".parse().unwrap(),
        language,
        roles: roles.iter().copied().collect(),
        groups: BTreeSet::new(),
    }
}

/// A world in which the city has a seal and an administrator.
async fn sealed(language: Language) -> World {
    let w = world();
    let name = language.t("滝川市", "City of Takikawa").to_owned();
    w.organisations.put(&Organisation::new(city().organisation, name, SENT.parse().unwrap()));
    w.organisations.put_certificate(Some(&city().organisation), Some(&readable_certificate(&[], &[])));
    let profile = profile(language, &[Role::Administrator]);
    let by_entry = change(&w, Change::Invite { id: person(), profile }).await;
    let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: "1".to_owned() };
    change(&w, Change::AcceptInvitation { by_entry, identity }).await;
    w.clock.set(NOW);
    w
}

fn job(notice: ExpiryNotice) -> Job {
    Job::AnnounceSealExpiry {
        organisation: city().organisation,
        seal: None,
        person: person(),
        certificate: Digest::of(readable_certificate(&[], &[]).chain_pem.as_bytes()),
        subject: "CN=滝川市長,O=滝川市,C=JP".to_owned(),
        valid_until: "2099-12-31T23:59:59Z".parse().unwrap(),
        notice,
    }
}

#[tokio::test]
async fn an_administrator_is_told_when_the_seal_ends_and_what_to_do() {
    for language in Language::ALL {
        let w = sealed(language).await;
        let mut shown = Vec::new();
        for (now, notice) in [
            ("2099-10-03T00:00:00Z", ExpiryNotice::Within90Days),
            (NOW, ExpiryNotice::Within30Days),
            ("2099-12-31T12:00:00Z", ExpiryNotice::Within7Days),
            ("2100-01-01T00:00:00Z", ExpiryNotice::Ended),
        ] {
            w.clock.set(now);
            handle(&w.deps, &job(notice)).await.unwrap();
            let mail = w.mailer.taken().pop().unwrap();
            assert_eq!(mail.to.as_str(), "sato@city.example");
            assert!(mail.reply_to.is_none());
            assert_equal_content(&mail);
            shown.push(shape(&mail));
        }
        assert_eq!(w.mailer.tries(), 4);
        insta::assert_snapshot!(format!("seal_expiry_{}", language.tag()), shown.join("\n"));
    }
}

#[tokio::test]
async fn each_notice_is_sent_once_however_often_it_is_asked_for() {
    let w = sealed(Language::Ja).await;
    for _ in 0..3 {
        handle(&w.deps, &job(ExpiryNotice::Within30Days)).await.unwrap();
    }
    assert_eq!(w.mailer.tries(), 1);
}

#[tokio::test]
async fn while_another_is_sending_it_comes_again() {
    let w = sealed(Language::Ja).await;
    let notice = ExpiryNotice::Within30Days;
    let Job::AnnounceSealExpiry { organisation, person, certificate, .. } = job(notice) else { panic!("the job") };
    let id = MailId::SealExpiry { organisation, seal: None, person, certificate, notice };
    w.mail_log.begin(&id, NOW.parse().unwrap()).await.unwrap();
    assert!(matches!(handle(&w.deps, &job(notice)).await, Err(Error::Leased)));
    assert_eq!(w.mailer.tries(), 0);
}

#[tokio::test]
async fn a_mail_that_fails_is_tried_again() {
    let w = sealed(Language::Ja).await;
    w.mailer.fail(1);
    handle(&w.deps, &job(ExpiryNotice::Within30Days)).await.unwrap_err();
    assert!(w.mailer.taken().is_empty());
    handle(&w.deps, &job(ExpiryNotice::Within30Days)).await.unwrap();
    assert_eq!(w.mailer.taken().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_that_has_become_pointless() {
    let due = job(ExpiryNotice::Within30Days);
    let w = sealed(Language::Ja).await;
    let renewed = readable_certificate(&[], &[]);
    let renewed = domain::ports::SealingCertificate { chain_pem: format!("{}\n", renewed.chain_pem), ..renewed };
    w.organisations.put_certificate(Some(&city().organisation), Some(&renewed));
    handle(&w.deps, &due).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "another certificate is in its place");

    let w = sealed(Language::Ja).await;
    w.organisations.put_certificate(Some(&city().organisation), None);
    handle(&w.deps, &due).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "there is none any more");

    let w = sealed(Language::Ja).await;
    w.clock.set("2099-12-27T00:00:00Z");
    handle(&w.deps, &due).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "there is more to tell by now");

    let w = sealed(Language::Ja).await;
    let row = Organisation::new(city().organisation, "滝川市".to_owned(), SENT.parse().unwrap());
    w.organisations.put(&Organisation { closed_at: Some(SENT.parse().unwrap()), ..row });
    handle(&w.deps, &due).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "the organisation was closed");

    let w = sealed(Language::Ja).await;
    let other = PersonId::new(Uuid::from_u128(2));
    let Job::AnnounceSealExpiry { organisation, certificate, subject, valid_until, notice, .. } = due else {
        panic!("the job")
    };
    let (seal, person) = (None, other);
    let due = Job::AnnounceSealExpiry { organisation, seal, person, certificate, subject, valid_until, notice };
    handle(&w.deps, &due).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "nobody is such a person");
}

#[tokio::test]
async fn the_mail_names_the_seal_and_each_seal_of_an_organisation_has_its_own_mail() {
    let w = sealed(Language::Ja).await;
    let water = RegisteredSeal::new(city().organisation, Some("water".to_owned().try_into().unwrap()));
    let name = Some(SealName { ja: "滝川市水道事業管理者之印".to_owned(), en: None });
    let certificate = domain::ports::SealingCertificate { name, ..readable_certificate(&[], &[]) };
    w.organisations.put_seal(&water, Some(&certificate));
    let Job::AnnounceSealExpiry { organisation, person, certificate, subject, valid_until, notice, .. } =
        job(ExpiryNotice::Within30Days)
    else {
        panic!("the job")
    };
    let seal = water.further().cloned();
    let of_water = Job::AnnounceSealExpiry { organisation, seal, person, certificate, subject, valid_until, notice };
    // The same certificate in both, told of each seal once.
    for due in [&job(ExpiryNotice::Within30Days), &of_water, &of_water] {
        handle(&w.deps, due).await.unwrap();
    }
    let mails = w.mailer.taken();
    assert_eq!(mails.len(), 2);
    let name = "滝川市水道事業管理者之印";
    assert!(!mails[0].text.contains(name) && !mails[0].subject.contains(name), "{}", mails[0].text);
    assert!(mails[1].text.contains(name) && mails[1].subject.contains(name), "{}", mails[1].text);
    assert!(mails[1].html.contains(name), "{}", mails[1].html);
}
