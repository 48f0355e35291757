//! The mail that invites a person to an organisation.

use std::collections::BTreeSet;

use dispatch_email::{Error, handle};
use domain::authorisation::Role;
use domain::ids::PersonId;
use domain::job::Job;
use domain::language::Language;
use domain::link::SecretToken;
use domain::mail::MailId;
use domain::organisation::{Actor, Change, Organisation, Profile, jobs_of_entry};
use domain::ports::{About, Invitations as _, MailLog as _, Registry};
use fakes::city;
use uuid::Uuid;

use crate::common::{SENT, World, world};

/// A world in which this person of the city was invited, and the job that follows.
async fn invited(language: Language) -> (World, Job) {
    let w = world();
    let row = Organisation::new(city().organisation, "滝川市".to_owned(), SENT.parse().unwrap());
    w.organisations.put(&row);
    let profile = Profile {
        name: "佐藤 花子".to_owned(),
        email: "sato@city.example".parse().unwrap(),
        language,
        roles: [Role::Administrator, Role::Sender].into(),
        groups: BTreeSet::new(),
    };
    let job = change(&w, Change::Invite { id: person(), profile }).await;
    (w, job.unwrap())
}

fn person() -> PersonId {
    PersonId::new(Uuid::from_u128(1))
}

async fn change(w: &World, change: Change) -> Option<Job> {
    let registry = Registry {
        organisations: w.organisations.clone(),
        people: w.organisations.clone(),
        keys: w.organisations.clone(),
        directories: w.organisations.clone(),
        certificates: w.organisations.clone(),
        clock: w.clock.clone(),
    };
    let about = About { person: Some(person()), ..About::default() };
    let next = |_: &_, _: &_| Ok(change.clone());
    let decision = registry.change(&city().organisation, &about, &Actor::Operator, None, next).await.unwrap();
    jobs_of_entry(&decision.entry).pop()
}

#[tokio::test]
async fn the_invited_person_gets_a_link_that_nobody_else_can_know() {
    for language in Language::ALL {
        let (w, job) = invited(language).await;
        handle(&w.deps, &job).await.unwrap();
        let [mail] = &w.mailer.taken()[..] else { panic!("one mail") };
        assert_eq!(mail.to.as_str(), "sato@city.example");
        let (words, roles) = match language {
            Language::Ja => ("滝川市の電子契約サービス", "管理者、送信者"),
            Language::En => ("滝川市 invites you", "administrator, sender"),
        };
        assert!(mail.subject.contains(words), "{}", mail.subject);
        assert!(mail.text.contains(roles) && mail.html.contains(roles), "{}", mail.text);
        let link = mail.text.lines().find(|line| line.contains("/invitation/")).expect("a link");
        assert!(mail.html.contains(link), "the same in HTML");
        let token = SecretToken::parse(link.rsplit('/').next().unwrap()).unwrap();
        let stored = w.organisations.find(token.digest()).await.unwrap().unwrap();
        assert_eq!((stored.person, stored.organisation), (person(), city().organisation));
        assert!(mail.reply_to.is_none(), "an answer would carry the link along");
    }
}

#[tokio::test]
async fn an_invitation_that_is_delivered_again_is_sent_once() {
    let (w, job) = invited(Language::Ja).await;
    for _ in 0..3 {
        handle(&w.deps, &job).await.unwrap();
    }
    assert_eq!(w.mailer.tries(), 1);
}

#[tokio::test]
async fn while_somebody_else_is_sending_it_comes_again() {
    let (w, job) = invited(Language::Ja).await;
    let Job::Invite { organisation, person, by_entry } = job.clone() else { panic!("an invitation") };
    let mail = MailId::Invitation { organisation, person, by_entry };
    w.mail_log.begin(&mail, SENT.parse().unwrap()).await.unwrap();
    assert!(matches!(handle(&w.deps, &job).await, Err(Error::Leased)));
    assert_eq!(w.mailer.tries(), 0);
}

#[tokio::test]
async fn nothing_is_sent_that_has_become_pointless() {
    // Once there is a newer one, that one is sent.
    let (w, first) = invited(Language::Ja).await;
    w.clock.set("2026-11-22T05:15:00Z");
    let second = change(&w, Change::InviteAgain).await.unwrap();
    handle(&w.deps, &first).await.unwrap();
    assert_eq!(w.mailer.tries(), 0);
    handle(&w.deps, &second).await.unwrap();
    assert_eq!(w.mailer.tries(), 1);

    let (w, job) = invited(Language::Ja).await;
    change(&w, Change::Deactivate).await;
    handle(&w.deps, &job).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "whoever was deactivated meanwhile");

    let (w, job) = invited(Language::Ja).await;
    let row = Organisation::new(city().organisation, "滝川市".to_owned(), SENT.parse().unwrap());
    w.organisations.put(&Organisation { closed_at: Some(SENT.parse().unwrap()), ..row });
    handle(&w.deps, &job).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "of an organisation that was closed meanwhile");

    let (w, job) = invited(Language::Ja).await;
    w.clock.set("2027-12-31T00:00:00Z");
    handle(&w.deps, &job).await.unwrap();
    assert_eq!(w.mailer.tries(), 0, "whose time is over");
}

/// Whoever never came is invited anew when they are let in again.
#[tokio::test]
async fn whoever_is_reactivated_without_having_come_gets_a_new_link() {
    let (w, _) = invited(Language::Ja).await;
    change(&w, Change::Deactivate).await;
    let job = change(&w, Change::Reactivate).await.unwrap();
    handle(&w.deps, &job).await.unwrap();
    assert_eq!(w.mailer.tries(), 1);
}
