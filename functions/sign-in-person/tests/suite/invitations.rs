//! Invitations.

use domain::ids::PersonId;
use domain::organisation::{
    Actor, AddressBoundLinks, Change, EntryKind, MAX_ADMINISTRATORS, OidcIdentity, PersonState,
};
use domain::ports::{About, People as _};
use fakes::CapturedLog;
use serde_json::json;

use crate::provider::ISSUER;
use crate::world::{Browser, HANAKO, ORGANISATION, World, hanako, id};

async fn invited() -> (World, String) {
    let world = World::empty().await;
    let by_entry = world.invite(ORGANISATION, hanako(), "sato@city.example").await;
    let link = world.link(ORGANISATION, hanako(), by_entry).await;
    (world, link)
}

fn kotaro() -> PersonId {
    "01935f2e-7c00-7a11-8b22-9c33ad44be57".parse().unwrap()
}

#[tokio::test]
async fn an_invitation_is_accepted_by_signing_in_and_recorded() {
    let (world, link) = invited().await;
    let mut browser = Browser::default();
    let page = world.get(&mut browser, &link).await;
    assert!(
        page.status == 200 && page.has("滝川市") && page.has("佐藤 花子") && page.has("sato@city.example"),
        "{}",
        page.body
    );
    assert!(!world.person().await.is_active(), "looking changes nothing");
    let answer = world.sign_in(&mut browser, &link).await;
    assert_eq!((answer.status, answer.location()), (303, "/"));
    let identity = OidcIdentity { issuer: ISSUER.into(), subject: HANAKO.into() };
    assert_eq!(world.person().await.state, PersonState::Active { identity: identity.clone() });
    assert!(world.session_of(&browser).await.is_some());
    let log = world.organisations.log(&id(ORGANISATION));
    let accepted = log.last().unwrap();
    assert_eq!(accepted.kind, EntryKind::InvitationAccepted { person: hanako(), identity });
    assert_eq!(accepted.by, Actor::Person { person: hanako() });
    // From then on without the link.
    assert_eq!(world.sign_in(&mut Browser::default(), "/sign-in/takikawa").await.status, 303);
}

#[tokio::test]
async fn an_invitation_that_is_bound_to_addresses_is_shown_from_there_alone() {
    let (world, link) = invited().await;
    let bind = async |bound: AddressBoundLinks, range: &str| {
        world
            .set(|organisation| {
                organisation.addresses = vec![range.parse().unwrap()];
                organisation.members.mail_domains = ["city.example".to_owned()].into();
                organisation.address_bound_links = bound;
            })
            .await;
    };
    let mut browser = Browser::default();
    for bound in [AddressBoundLinks::OwnDomains, AddressBoundLinks::All] {
        bind(bound, "198.51.100.0/24").await;
        let page = world.get(&mut browser, &link).await;
        page.demand_refusal(403, "接続元");
        assert!(!page.has("佐藤 花子") && !page.has("sato@city.example"), "{}", page.body);
        bind(bound, "203.0.113.0/24").await;
        assert_eq!(world.get(&mut browser, &link).await.status, 200);
    }
    // Where no link is bound it is shown everywhere, and nobody signs in from there.
    bind(AddressBoundLinks::None, "198.51.100.0/24").await;
    assert_eq!(world.get(&mut browser, &link).await.status, 200);
    world.post(&mut browser, &link, &[]).await.demand_refusal(403, "接続元");
}

/// By showing it and by accepting it alike.
#[tokio::test]
async fn what_became_of_a_bound_invitation_is_told_at_the_addresses_of_the_organisation_alone() {
    let (world, link) = invited().await;
    let mut browser = Browser::default();
    let log = CapturedLog::of_this_program();
    assert_eq!(world.sign_in(&mut browser, &link).await.status, 303);
    // Without whom the first could not be deactivated.
    let by_entry = world.invite(ORGANISATION, kotaro(), "kotaro@city.example").await;
    let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: "kotaro".to_owned() };
    let about = About { person: Some(kotaro()), ..About::default() };
    world.change(ORGANISATION, about, Change::AcceptInvitation { by_entry, identity }).await;
    let bind = async |range: &str| {
        world
            .set(|organisation| {
                organisation.addresses = vec![range.parse().unwrap()];
                organisation.address_bound_links = AddressBoundLinks::All;
            })
            .await;
    };
    for state in ["登録は完了しています", "利用が停止されています"] {
        if state == "利用が停止されています" {
            world.change(ORGANISATION, About { person: Some(hanako()), ..About::default() }, Change::Deactivate).await;
        }
        bind("198.51.100.0/24").await;
        for answer in [world.get(&mut browser, &link).await, world.post(&mut browser, &link, &[]).await] {
            answer.demand_refusal(403, "接続元");
            assert!(!answer.has(state), "{}", answer.body);
        }
        bind("203.0.113.0/24").await;
        for answer in [world.get(&mut browser, &link).await, world.post(&mut browser, &link, &[]).await] {
            assert!(answer.has(state), "{}", answer.body);
        }
    }
    let words = ["link_from_other_network"];
    assert_eq!(log.found(words), words);
}

#[tokio::test]
async fn an_invitation_is_good_once() {
    let (world, link) = invited().await;
    let (mut first, mut second) = (Browser::default(), Browser::default());
    let earlier = world.come_back(&mut second, &link).await;
    assert_eq!(world.sign_in(&mut first, &link).await.status, 303);
    world.complete(&mut second, &earlier).await.demand_refusal(410, "登録は完了しています");
    for answer in [world.get(&mut second, &link).await, world.post(&mut second, &link, &[]).await] {
        answer.demand_refusal(410, "登録は完了しています");
        assert!(answer.has("/sign-in/takikawa"), "where to sign in");
    }
}

#[tokio::test]
async fn an_invitation_that_is_over_says_whom_to_ask() {
    let (world, link) = invited().await;
    let mut browser = Browser::default();
    let fields = world.come_back(&mut browser, &link).await;
    let about = || About { person: Some(hanako()), ..About::default() };
    world.change(ORGANISATION, about(), Change::Deactivate).await;
    let by_entry = world.change(ORGANISATION, about(), Change::Reactivate).await;
    world.complete(&mut browser, &fields).await.demand_refusal(410, "滝川市の管理者にお問い合わせください");
    world.get(&mut browser, &link).await.demand_refusal(410, "招待の有効期限が過ぎています");
    let newer = world.link(ORGANISATION, hanako(), by_entry).await;
    assert_eq!(world.get(&mut browser, &newer).await.status, 200);
    world.clock.set("2026-12-15T09:00:00Z");
    world.get(&mut browser, &newer).await.demand_refusal(410, "招待の有効期限が過ぎています");
    world.post(&mut browser, &newer, &[]).await.demand_refusal(410, "招待の有効期限が過ぎています");
}

#[tokio::test]
async fn what_is_no_invitation_gets_the_same_page_as_any_address_that_leads_nowhere() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let nowhere = world.get(&mut browser, "/nowhere").await;
    for path in [
        "/invitation/x".to_owned(),
        format!("/invitation/{}", "a".repeat(43)),
        "/sign-in/nobody".into(),
        "/sign-in/A".into(),
    ] {
        for answer in [world.get(&mut browser, &path).await, world.post(&mut browser, &path, &[]).await] {
            assert_eq!((answer.status, &answer.body), (404, &nowhere.body), "{path}");
        }
    }
}

#[tokio::test]
async fn a_verified_address_must_be_the_invited_one() {
    for (claims, status) in [
        (json!({"email": "other@city.example", "email_verified": true}), 403),
        (json!({"email": "other@city.example", "email_verified": "true"}), 403),
        (json!({"email": "not an address", "email_verified": true}), 403),
        (json!({"email": "SATO@City.Example", "email_verified": true}), 303),
        // What the provider has not made sure of says nothing, and the link itself proves the mailbox.
        (json!({"email": "other@city.example", "email_verified": false}), 303),
        (json!({"email": "other@city.example", "email_verified": null}), 303),
        (json!({"email": null, "email_verified": null}), 303),
    ] {
        let (world, link) = invited().await;
        let mut browser = Browser::default();
        world.provider.behave(|behaviour| behaviour.claims = claims.clone());
        let answer = world.sign_in(&mut browser, &link).await;
        assert_eq!(answer.status, status, "{claims}: {}", answer.body);
        if status == 403 {
            answer.demand_refusal(403, "s***@city.example");
            assert!(!answer.has("sato@") && !world.person().await.is_active());
        }
    }
}

#[tokio::test]
async fn an_account_is_one_person_of_an_organisation() {
    let (world, mut browser) = (World::new().await, Browser::default());
    let by_entry = world.invite(ORGANISATION, kotaro(), "kotaro@city.example").await;
    let link = world.link(ORGANISATION, kotaro(), by_entry).await;
    world.provider.behave(|behaviour| behaviour.claims = json!({"email": null}));
    world.sign_in(&mut browser, &link).await.demand_refusal(403, "このアカウントは登録済みです");
}

#[tokio::test]
async fn nobody_accepts_without_the_second_factor_that_is_demanded() {
    let (world, link) = invited().await;
    world.set(|organisation| organisation.members.second_factor_required = true).await;
    world.sign_in(&mut Browser::default(), &link).await.demand_refusal(403, "多要素認証を設定してから");
    assert!(!world.person().await.is_active());
}

#[tokio::test]
async fn who_invites_is_named_where_it_is_a_person() {
    let world = World::new().await;
    let about =
        About { person: Some(kotaro()), address: Some("kotaro@city.example".parse().unwrap()), ..About::default() };
    let profile = crate::world::profile("kotaro@city.example");
    let invite = |_: &_, _: &_| Ok(Change::Invite { id: kotaro(), profile: profile.clone() });
    let actor = Actor::Person { person: hanako() };
    let decided = world.registry.change(&id(ORGANISATION), &about, &actor, None, invite).await.unwrap();
    let link = world.link(ORGANISATION, kotaro(), decided.entry.sequence).await;
    let page = world.get(&mut Browser::default(), &link).await;
    assert!(page.has("招待した人"), "{}", page.body);
    let english = world.get(&mut Browser::default(), &format!("{link}?lang=en")).await;
    assert!(english.has("Invited by") && english.has("invites you"), "{}", english.body);
}

/// The same mailbox and the same account, in another organisation.
#[tokio::test]
async fn an_invitation_makes_a_person_of_its_own_whatever_the_address_is_elsewhere() {
    const NEIGHBOUR: &str = "sorachi";
    let world = World::new().await;
    world.add(NEIGHBOUR, "空知町").await;
    let (log_here, hanako_here) = (format!("{:?}", world.organisations.log(&id(ORGANISATION))), world.person().await);
    let by_entry = world.invite(NEIGHBOUR, kotaro(), "sato@city.example").await;
    let link = world.link(NEIGHBOUR, kotaro(), by_entry).await;

    let mut browser = Browser::default();
    let page = world.get(&mut browser, &link).await;
    assert!(page.status == 200 && page.has("空知町") && !page.has("滝川市"), "{}", page.body);
    assert_eq!(world.sign_in(&mut browser, &link).await.status, 303);
    let session = world.session_of(&browser).await.unwrap();
    assert_eq!(session.person, kotaro());
    let there = world.organisations.person(&id(NEIGHBOUR), kotaro()).await.unwrap().unwrap();
    assert!(there.is_active() && there.state.identity() == hanako_here.state.identity());
    assert!(world.organisations.person(&id(NEIGHBOUR), hanako()).await.unwrap().is_none());

    // Neither organisation's log or person says anything of the other.
    assert_eq!(format!("{:?}", world.organisations.log(&id(ORGANISATION))), log_here);
    assert_eq!(world.person().await, hanako_here);
    let log_there = format!("{:?}", world.organisations.log(&id(NEIGHBOUR)));
    assert!(!log_there.contains(ORGANISATION) && !log_there.contains(&hanako().to_string()), "{log_there}");

    // What ends in one goes on in the other.
    let second: PersonId = "01935f2e-7c00-7a11-8b22-9c33ad44be59".parse().unwrap();
    let by_entry = world.invite(ORGANISATION, second, "ito@city.example").await;
    let identity = OidcIdentity { issuer: ISSUER.into(), subject: "sub-ito".into() };
    let about = About { person: Some(second), ..About::default() };
    world.change(ORGANISATION, about, Change::AcceptInvitation { by_entry, identity }).await;
    world.about_hanako(Change::Deactivate).await;
    world.sign_in(&mut Browser::default(), "/sign-in/takikawa").await.demand_refusal(403, "利用が停止されています");
    assert_eq!(world.sign_in(&mut Browser::default(), "/sign-in/sorachi").await.status, 303);
}

#[tokio::test]
async fn one_administrator_too_many_is_told_whom_to_ask() {
    let (world, link) = invited().await;
    let mut directory = world.registry.directories.load(&id(ORGANISATION)).await.unwrap();
    let others = (1..)
        .take(MAX_ADMINISTRATORS)
        .map(|number| format!("01935f2e-7c00-7a11-8b22-{number:012x}").parse::<PersonId>().unwrap());
    directory.administrators.extend(others);
    world.organisations.put_directory(&directory);
    let mut browser = Browser::default();
    world.sign_in(&mut browser, &link).await.demand_refusal(403, "管理者の人数が上限に達しています");
    assert!(!world.person().await.is_active() && world.session_of(&browser).await.is_none());
}
