//! The organisation's registered seal: its certificate, who may sign with it, and what was signed.

use std::sync::Arc;

use async_trait::async_trait;
use domain::digest::Digest;
use domain::document::Sealer;
use domain::email_address::EmailAddress;
use domain::evidence::Identity;
use domain::ids::{DocumentNumber, EnvelopeNumber, OrganisationId, RecipientNumber};
use domain::organisation::{
    Actor, Change, EntryKind, Facts, LoggedCertificate, Person, PersonState, Profile, Refusal, SealAct,
};
use domain::ports::{
    About, ChangeError, PortError, Registry, SealIntent, SealLog as _, SealingCertificate, SealingCertificates,
};
use domain::registered_seal::{MAX_SEALS, RegisteredSeal, SealName};
use domain::seal_use::SealUseEntry;
use fakes::{city, readable_certificate};
use serde_json::{Value, json};

use crate::world::{NOW, PEOPLE, World};

const SEALS: &str = "/v1/organisation/seals";
const SEAL: &str = "/v1/organisation/seals/takikawa";
const USES: &str = "/v1/organisation/seals/takikawa/uses";
const MAYOR: &str = "mayor@city.example";

fn organisation(id: &str) -> OrganisationId {
    id.to_owned().try_into().unwrap()
}

/// The city has a seal that the mayor may use, and that the prefecture may ask for; another organisation has one as well.
fn with_a_seal() -> World {
    let w = World::new();
    let seal = readable_certificate(&[MAYOR], &["sorachi"]);
    w.organisations.put_certificate(Some(&city().organisation), Some(&seal));
    w.organisations
        .put_certificate(Some(&organisation("fukagawa")), Some(&readable_certificate(&[MAYOR], &["takikawa"])));
    w
}

fn used(at: &str, sender: &str) -> SealUseEntry {
    SealUseEntry {
        owner: city().organisation,
        seal: None,
        at: at.parse().unwrap(),
        sender: organisation(sender),
        sender_name: format!("組織 {sender}"),
        envelope: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
        envelope_number: EnvelopeNumber::of_count(1),
        title: "業務委託契約".to_owned(),
        document: DocumentNumber(1),
        document_name: "内部資料".to_owned(),
        recipient: RecipientNumber(2),
        name: "滝川 市長".to_owned(),
        email: MAYOR.parse().unwrap(),
        identity: Some(Identity::Totp),
        approved_at: Some(NOW.parse().unwrap()),
        signed: Digest::of(at.as_bytes()),
        key_id: "arn:aws:kms:ap-northeast-1:123456789012:key/secret".to_owned(),
    }
}

/// The key has signed.
async fn sign(w: &World, entry: &SealUseEntry) {
    let intent = SealIntent {
        envelope: entry.envelope,
        document: entry.document,
        by: Sealer::Recipient(entry.recipient),
        reserve: 8192,
        base: Digest::ZERO,
        digest: entry.signed,
        key_id: entry.key_id.clone(),
    };
    w.seal_uses.finish(&intent, b"signature", Some(entry)).await.unwrap();
}

#[tokio::test]
async fn the_organisation_sees_its_own_seal_and_nobody_elses() {
    let w = with_a_seal();
    let list = w.get(SEALS).await;
    let [seal] = &list.body["seals"].as_array().unwrap()[..] else { panic!("one seal: {list:?}") };
    assert_eq!(
        *seal,
        json!({
            "id": "takikawa",
            "organisation": "takikawa",
            "name": city().organisation_name,
            "name_en": null,
            "state": "valid",
            "certificate": {
                "subject": "CN=Second Signer,O=Example Construction,C=JP",
                "issuer": "CN=Keiin Test Issuing CA,O=Keiin Test,C=JP",
                "serial_number": seal["certificate"]["serial_number"],
                "valid_from": "2020-01-01T00:00:00Z",
                "valid_until": "2099-12-31T23:59:59Z",
                "days_left": 26702,
            },
            "persons": [MAYOR],
            "may_ask": ["sorachi"],
        })
    );
    assert!(!list.body.to_string().contains("key"), "which key it is concerns the operator: {list:?}");
    let read = w.get(SEAL).await;
    assert_eq!((read.status, &read.body), (200, seal));
    assert!(read.header("etag").starts_with('"'), "{read:?}");
    // One that there is, one that there is not, and what is no identifier at all are the same.
    for other in ["fukagawa", "nobody", "Not%20An%20Id", "operator"] {
        for path in [format!("{SEALS}/{other}"), format!("{SEALS}/{other}/uses")] {
            let unknown = w.get(&path).await;
            assert_eq!((unknown.status, unknown.code()), (404, "unknown-seal"), "{path}");
        }
        let change = w.patch(&format!("{SEALS}/{other}"), "\"1\"", &json!({"persons": []})).await;
        assert_eq!((change.status, change.code()), (404, "unknown-seal"), "{other}");
    }
}

#[tokio::test]
async fn without_a_seal_there_is_an_empty_list() {
    let w = World::new();
    assert_eq!(w.get(SEALS).await.body, json!({"seals": []}));
    assert_eq!(w.get(SEAL).await.code(), "unknown-seal");
    let change = w.patch(SEAL, "\"1\"", &json!({"persons": [MAYOR]})).await;
    assert_eq!(change.code(), "unknown-seal", "nobody can be named for a seal that may come later");
    assert!(w.log().is_empty());
}

#[tokio::test]
async fn it_is_told_how_long_the_certificate_is_good() {
    let w = with_a_seal();
    for (now, state, days) in [
        ("2099-10-02T23:59:58Z", "valid", 90),
        ("2099-10-02T23:59:59Z", "expiring", 90),
        ("2099-12-31T23:59:59Z", "expiring", 0),
        ("2100-01-01T00:00:00Z", "expired", 0),
        ("2019-12-31T23:59:59Z", "not_yet_valid", 29220),
    ] {
        w.clock.set(now);
        let seal = w.get(SEAL).await.body;
        assert_eq!((&seal["state"], &seal["certificate"]["days_left"]), (&json!(state), &json!(days)), "{now}");
    }
    let broken = fakes::certificate(&[MAYOR], &[]);
    w.organisations.put_certificate(Some(&city().organisation), Some(&broken));
    let seal = w.get(SEAL).await.body;
    assert_eq!((&seal["state"], &seal["certificate"]), (&json!("unusable"), &Value::Null));
}

#[tokio::test]
async fn administrators_say_who_may_sign_and_the_log_tells_of_it() {
    let w = with_a_seal();
    let etag = w.get(SEAL).await.header("etag").to_owned();
    let both = json!({"persons": [MAYOR, "deputy@city.example"]});
    let changed = w.patch(SEAL, &etag, &both).await;
    assert_eq!((changed.status, &changed.body["persons"]), (200, &both["persons"]), "{changed:?}");
    assert_eq!(changed.body["may_ask"], json!(["sorachi"]), "what the operator says stays");
    assert_ne!(changed.header("etag"), etag);
    assert_eq!(w.get(SEAL).await.body, changed.body);
    let [entry] = &w.log()[..] else { panic!("one entry") };
    let EntryKind::SealPersonsChanged { seal: None, before, after } = &entry.kind else { panic!("{entry:?}") };
    assert_eq!((before.len(), after.len()), (1, 2));
    assert!(matches!(entry.by, Actor::Key { .. }), "{:?}", entry.by);

    // Whoever has not seen that does not take it back unawares.
    assert_eq!(w.patch(SEAL, &etag, &json!({"persons": []})).await.code(), "precondition-failed");
    assert_eq!(w.send("PATCH", SEAL, &[], &both).await.code(), "precondition-required");
    // Nothing to do is no mistake, and no entry.
    let etag = changed.header("etag");
    for same in [json!({}), both.clone()] {
        assert_eq!(w.patch(SEAL, etag, &same).await.body, changed.body);
    }
    assert_eq!(w.log().len(), 1);
    let nobody = w.patch(SEAL, etag, &json!({"persons": []})).await;
    assert_eq!((nobody.status, &nobody.body["persons"]), (200, &json!([])), "nobody may sign");
}

#[tokio::test]
async fn nothing_but_the_persons_is_changed_and_all_that_is_wrong_is_told() {
    let w = with_a_seal();
    let etag = w.get(SEAL).await.header("etag").to_owned();
    for (body, pointers) in [
        (json!({"persons": ["nobody", MAYOR, "MAYOR@city.example"]}), vec!["/persons/0", "/persons/2"]),
        (json!({"may_ask": ["fukagawa"]}), vec!["/may_ask"]),
        (json!({"key_id": "another"}), vec!["/key_id"]),
        (json!({"persons": MAYOR}), vec!["/persons"]),
    ] {
        let refused = w.patch(SEAL, &etag, &body).await;
        let found: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
        assert_eq!(found, pointers, "{refused:?}");
    }
    assert!(w.log().is_empty());
}

#[tokio::test]
async fn every_use_is_listed_the_newest_first_page_by_page() {
    let w = with_a_seal();
    for at in ["2026-11-20T01:00:00Z", "2026-11-21T01:00:00.5Z", "2026-11-22T01:00:00Z"] {
        sign(&w, &used(at, "takikawa")).await;
    }
    let first = w.get(&format!("{USES}?limit=2")).await;
    let times = |answer: &crate::world::Answer| -> Vec<Value> {
        answer.body["uses"].as_array().unwrap().iter().map(|entry| entry["at"].clone()).collect()
    };
    assert_eq!(times(&first), ["2026-11-22T01:00:00Z", "2026-11-21T01:00:00.5Z"]);
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let second = w.get(&format!("{USES}?limit=2&cursor={cursor}")).await;
    assert_eq!((times(&second), &second.body["next_cursor"]), (vec![json!("2026-11-20T01:00:00Z")], &Value::Null));
    assert_eq!(w.get(&format!("{USES}?cursor=x")).await.code(), "unknown-query");

    // Also once the seal is out of use.
    w.organisations.put_certificate(Some(&city().organisation), None);
    assert_eq!(w.get(USES).await.body["uses"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn of_what_another_organisation_sent_no_more_is_told_than_the_seals_owner_must_know() {
    let w = with_a_seal();
    sign(&w, &used("2026-11-20T01:00:00Z", "takikawa")).await;
    sign(&w, &used("2026-11-21T01:00:00Z", "sorachi")).await;
    let all = w.get(USES).await;
    let [others, own] = &all.body["uses"].as_array().unwrap()[..] else { panic!("{all:?}") };
    assert_eq!(
        *others,
        json!({
            "at": "2026-11-21T01:00:00Z",
            "asked_by": {"id": "sorachi", "name": "組織 sorachi"},
            "title": "業務委託契約",
            "document": null,
            "signer": {"name": "滝川 市長", "email": MAYOR, "identity": "totp", "approved_at": NOW},
            "signed": Digest::of(b"2026-11-21T01:00:00Z").to_string(),
        })
    );
    assert_eq!(
        own["document"],
        json!({
            "envelope": "01900000-0000-7000-8000-000000000001",
            "envelope_number": EnvelopeNumber::of_count(1).to_string(),
            "number": 1,
            "name": "内部資料",
        })
    );
}

/// What a change of a person did to those who may sign, as its entry says it.
fn taken(w: &World) -> Option<(Vec<String>, Vec<String>)> {
    let log = w.log();
    let (EntryKind::PersonDeactivated { seal_persons, .. } | EntryKind::PersonChanged { seal_persons, .. }) =
        &log.last().expect("an entry").kind
    else {
        panic!("{log:?}")
    };
    let texts = |all: &[EmailAddress]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    seal_persons.as_ref().map(|change| (texts(&change.before), texts(&change.after)))
}

fn texts(addresses: &[&str]) -> Vec<String> {
    addresses.iter().map(|address| (*address).to_owned()).collect()
}

const DEPUTY: &str = "deputy@city.example";

#[tokio::test]
async fn whoever_is_deactivated_may_not_sign_from_that_moment_and_cannot_be_named_again() {
    let w = with_a_seal();
    let id = w.join("Mayor@city.example", &["sender"]).await;
    let deputy = w.join(DEPUTY, &["sender"]).await;
    let etag = w.get(SEAL).await.header("etag").to_owned();
    w.patch(SEAL, &etag, &json!({"persons": [MAYOR, DEPUTY]})).await;

    assert_eq!(w.post(&format!("{PEOPLE}/{id}/deactivate"), &json!({})).await.status, 200);
    assert_eq!(w.get(SEAL).await.body["persons"], json!([DEPUTY]));
    assert_eq!(taken(&w), Some((texts(&[MAYOR, DEPUTY]), texts(&[DEPUTY]))));

    let etag = w.get(SEAL).await.header("etag").to_owned();
    let entries = w.log().len();
    let refused = w.patch(SEAL, &etag, &json!({"persons": [DEPUTY, "MAYOR@city.example", "new@city.example"]})).await;
    let [error] = &refused.body["errors"].as_array().unwrap()[..] else { panic!("one error: {refused:?}") };
    assert_eq!((refused.status, refused.code()), (422, "invalid-fields"));
    assert_eq!((&error["pointer"], &error["code"]), (&json!("/persons/1"), &json!("deactivated")));
    assert_eq!((w.get(SEAL).await.body["persons"].clone(), w.log().len()), (json!([DEPUTY]), entries));

    // Coming back gives no seal; after it the person can be named.
    assert_eq!(w.post(&format!("{PEOPLE}/{id}/reactivate"), &json!({})).await.status, 200);
    assert_eq!(w.get(SEAL).await.body["persons"], json!([DEPUTY]));
    let named = w.patch(SEAL, &etag, &json!({"persons": [DEPUTY, MAYOR]})).await;
    assert_eq!(named.body["persons"], json!([DEPUTY, MAYOR]), "{named:?}");

    // Of somebody who was not named nothing is said.
    let other = w.join("clerk@city.example", &["sender"]).await;
    w.post(&format!("{PEOPLE}/{other}/deactivate"), &json!({})).await;
    assert_eq!(taken(&w), None);
    assert_eq!(w.get(SEAL).await.body["persons"], json!([DEPUTY, MAYOR]));
    w.post(&format!("{PEOPLE}/{deputy}/deactivate"), &json!({})).await;
    w.post(&format!("{PEOPLE}/{id}/deactivate"), &json!({})).await;
    assert_eq!(w.get(SEAL).await.body["persons"], json!([]), "the last one goes too");
}

#[tokio::test]
async fn whoever_was_deactivated_and_is_named_still_has_to_be_taken_from_the_list_with_the_next_change() {
    let w = with_a_seal();
    let (city, id) = (city().organisation, w.join(MAYOR, &["sender"]).await);
    // As code of before has left it, which did not look at the seal.
    let person = w.registry.people.person(&city, id).await.unwrap().unwrap();
    let state = PersonState::Deactivated { identity: None, since: NOW.parse().unwrap() };
    w.organisations.put_person(&city, &Person { state, ..person });

    let etag = w.get(SEAL).await.header("etag").to_owned();
    let refused = w.patch(SEAL, &etag, &json!({"persons": [MAYOR, DEPUTY]})).await;
    let error = &refused.body["errors"][0];
    assert_eq!((refused.status, &error["pointer"], &error["code"]), (422, &json!("/persons/0"), &json!("deactivated")));
    let changed = w.patch(SEAL, &etag, &json!({"persons": [DEPUTY]})).await;
    assert_eq!((changed.status, &changed.body["persons"]), (200, &json!([DEPUTY])), "{changed:?}");
}

/// Registered seals of which it cannot be read who may sign.
struct Damaged;

#[async_trait]
impl SealingCertificates for Damaged {
    async fn find(&self, _: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError> {
        Err(PortError::new("look up the sealing certificate", "the row cannot be read"))
    }

    async fn of_organisation(
        &self,
        _: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError> {
        Err(PortError::new("look up the organisation's sealing certificates", "the row cannot be read"))
    }

    async fn persons(&self, _: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError> {
        Err(PortError::new("look up who may sign with the seal", "the row cannot be read"))
    }
}

#[tokio::test]
async fn a_person_who_keeps_the_address_is_changed_without_a_look_at_the_seal() {
    let w = with_a_seal();
    let id = w.join(MAYOR, &["sender"]).await;
    let registry = Registry { certificates: Arc::new(Damaged), ..w.registry.clone() };
    let about = About { person: Some(id), ..About::default() };
    let set = async |name: &str, email: &str| {
        let email: EmailAddress = email.parse().unwrap();
        let next = |_: &_, facts: &Facts| {
            let profile = facts.person.as_ref().unwrap().profile.clone();
            Ok(Change::SetProfile(Profile { name: name.to_owned(), email: email.clone(), ..profile }))
        };
        registry.change(&city().organisation, &about, &Actor::Operator, None, next).await.map(drop)
    };
    set("滝川 市長", "MAYOR@city.example").await.unwrap();
    // Otherwise the right might stay behind.
    let refused = set("滝川 市長", "mayor@new.example").await;
    assert!(matches!(refused, Err(ChangeError::Port(_))), "{refused:?}");
    w.post(&format!("{PEOPLE}/{id}/deactivate"), &json!({})).await;
    let refused = set("前市長", MAYOR).await;
    assert!(
        matches!(refused, Err(ChangeError::Port(_))),
        "a deactivated one gets no address that is named: {refused:?}"
    );
}

#[tokio::test]
async fn whoever_was_named_before_there_is_a_certificate_is_taken_from_it_too() {
    let w = World::new();
    let id = w.join(MAYOR, &["sender"]).await;
    let operator = Actor::Operator;
    let named = |_: &_, _: &_| {
        let seal = RegisteredSeal::of(city().organisation);
        Ok(Change::SetSealPersons { seal, persons: vec![MAYOR.parse().unwrap()] })
    };
    w.registry.change(&city().organisation, &About::default(), &operator, None, named).await.unwrap();
    w.post(&format!("{PEOPLE}/{id}/deactivate"), &json!({})).await;
    assert_eq!(taken(&w), Some((texts(&[MAYOR]), Vec::new())));
    w.organisations.put_certificate(Some(&city().organisation), Some(&readable_certificate(&[], &[])));
    assert_eq!(w.get(SEAL).await.body["persons"], json!([]));

    // The operator names nobody who was deactivated either.
    let refused = w.registry.change(&city().organisation, &About::default(), &operator, None, named).await;
    let error = refused.expect_err("it is refused").to_string();
    assert_eq!(error, "mayor@city.example was deactivated and cannot be named for the seal");
}

#[tokio::test]
async fn a_right_to_sign_stays_with_neither_address_of_whoever_has_another() {
    let w = with_a_seal();
    let id = w.join(MAYOR, &["sender"]).await;
    let path = format!("{PEOPLE}/{id}");
    let change = async |body: Value| {
        let etag = w.get(&path).await.header("etag").to_owned();
        let changed = w.patch(&path, &etag, &body).await;
        assert_eq!(changed.status, 200, "{changed:?}");
    };
    change(json!({"name": "滝川 市長", "email": "MAYOR@city.example"})).await;
    assert_eq!((taken(&w), &w.get(SEAL).await.body["persons"]), (None, &json!([MAYOR])), "the same mailbox");
    change(json!({"email": "mayor@new.example"})).await;
    assert_eq!(taken(&w), Some((texts(&[MAYOR]), Vec::new())));
    // The mailbox of before is nobody's of the organisation, and does not outlive the person there.
    assert_eq!(w.get(SEAL).await.body["persons"], json!([]));

    // Nobody who was deactivated comes to a right by getting an address that has it.
    w.post(&format!("{path}/deactivate"), &json!({})).await;
    let etag = w.get(SEAL).await.header("etag").to_owned();
    w.patch(SEAL, &etag, &json!({"persons": ["guest@other.example"]})).await;
    change(json!({"email": "guest@other.example"})).await;
    assert_eq!(taken(&w), Some((texts(&["guest@other.example"]), Vec::new())));
    assert_eq!(w.get(SEAL).await.body["persons"], json!([]));
}

#[tokio::test]
async fn what_the_operator_does_to_a_certificate_is_recorded_by_the_operator_alone() {
    let w = with_a_seal();
    let not_after = NOW.parse().unwrap();
    let logged = LoggedCertificate { fingerprint: Digest::ZERO, serial_number: "01".to_owned(), not_after };
    let act = |_: &_, _: &_| {
        let seal = RegisteredSeal::of(city().organisation);
        Ok(Change::RecordSealAct { seal, act: Box::new(SealAct::Remove(Some(logged.clone()))) })
    };
    let record = async |by: &Actor| w.registry.change(&city().organisation, &About::default(), by, None, act).await;
    let administrator = w.join("sato@city.example", &["administrator"]).await;
    for by in [Actor::Key { key: None, label: String::new() }, Actor::Person { person: administrator }] {
        let refused = record(&by).await;
        assert!(matches!(refused, Err(ChangeError::Refused(Refusal::NotAllowed))), "{refused:?}");
    }
    record(&Actor::Operator).await.unwrap();
    let told = w.get("/v1/organisation/log?limit=100").await.body;
    let last = told["entries"].as_array().unwrap().last().unwrap();
    let before = json!({"fingerprint": Digest::ZERO.to_string(), "serial_number": "01", "not_after": NOW});
    assert_eq!((&last["type"], &last["before"]), (&json!("seal_certificate_removed"), &before), "{told}");
}

/// The city has a seal of its water service besides, which somebody else may use.
fn with_two_seals() -> World {
    let w = with_a_seal();
    let name = Some(SealName {
        ja: "滝川市水道事業管理者之印".to_owned(),
        en: Some("Seal of the Water Service".to_owned()),
    });
    w.organisations
        .put_seal(&water(), Some(&SealingCertificate { name, ..readable_certificate(&[DEPUTY, MAYOR], &[]) }));
    w
}

fn water() -> RegisteredSeal {
    RegisteredSeal::new(city().organisation, Some("water".to_owned().try_into().unwrap()))
}

#[tokio::test]
async fn each_seal_has_its_own_name_persons_and_uses() {
    let w = with_two_seals();
    let list = w.get(SEALS).await.body;
    let seals = list["seals"].as_array().unwrap();
    let told: Vec<_> = seals.iter().map(|seal| (seal["id"].clone(), seal["persons"].clone())).collect();
    assert_eq!(told, [(json!("takikawa"), json!([MAYOR])), (json!("water"), json!([DEPUTY, MAYOR]))]);
    let path = format!("{SEALS}/water");
    let read = w.get(&path).await;
    assert_eq!(read.body, seals[1]);
    assert_eq!(
        (&read.body["name"], &read.body["name_en"]),
        (&json!("滝川市水道事業管理者之印"), &json!("Seal of the Water Service"))
    );
    let changed = w.patch(&path, read.header("etag"), &json!({"persons": [DEPUTY]})).await;
    assert_eq!((changed.status, &changed.body["persons"]), (200, &json!([DEPUTY])), "{changed:?}");
    assert_eq!(w.get(SEAL).await.body["persons"], json!([MAYOR]), "the other seal is as it was");
    let log = w.get("/v1/organisation/log?limit=100").await.body;
    let last = log["entries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["type"], &last["seal"]), (&json!("seal_persons_changed"), &json!("water")), "{last}");

    let entry = used(NOW, "takikawa");
    sign(&w, &SealUseEntry { seal: water().further().cloned(), ..entry.clone() }).await;
    assert_eq!(w.get(USES).await.body["uses"], json!([]));
    let uses = format!("{path}/uses");
    assert_eq!(w.get(&uses).await.body["uses"].as_array().unwrap().len(), 1);
    w.organisations.put_seal(&water(), None);
    assert_eq!(w.get(&path).await.code(), "unknown-seal");
    assert_eq!(w.get(&uses).await.status, 200, "what was signed with it stays signed");
}

#[tokio::test]
async fn whoever_is_deactivated_is_taken_from_all_seals_at_once() {
    let w = with_two_seals();
    let id = w.join(MAYOR, &["sender"]).await;
    let entries = w.log().len();
    w.post(&format!("{PEOPLE}/{id}/deactivate"), &json!({})).await;
    assert_eq!(w.log().len(), entries + 1, "one entry tells of all of it");
    assert_eq!(w.get(SEAL).await.body["persons"], json!([]));
    assert_eq!(w.get(&format!("{SEALS}/water")).await.body["persons"], json!([DEPUTY]));
    let log = w.get("/v1/organisation/log?limit=100").await.body;
    let last = log["entries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["seal_persons"]["before"], json!([MAYOR]), "{last}");
    assert_eq!(last["further_seals"], json!([{"seal": "water", "persons": [MAYOR]}]), "{last}");
}

#[tokio::test]
async fn no_seal_beyond_the_limit_is_set_up() {
    let w = World::new();
    let seal =
        |number: usize| RegisteredSeal::new(city().organisation, Some(format!("office-{number}").try_into().unwrap()));
    for number in 0..MAX_SEALS {
        w.organisations.put_seal(&seal(number), Some(&readable_certificate(&[], &[])));
    }
    let logged = LoggedCertificate {
        fingerprint: Digest::ZERO,
        serial_number: "01".to_owned(),
        not_after: NOW.parse().unwrap(),
    };
    let import = async |number: usize| {
        let next = |_: &_, _: &_| {
            Ok(Change::RecordSealAct { seal: seal(number), act: Box::new(SealAct::Import(logged.clone())) })
        };
        w.registry.change(&city().organisation, &About::default(), &Actor::Operator, None, next).await
    };
    let name = async |number: usize, persons: Vec<EmailAddress>| {
        let next = |_: &_, _: &_| Ok(Change::SetSealPersons { seal: seal(number), persons: persons.clone() });
        w.registry.change(&city().organisation, &About::default(), &Actor::Operator, None, next).await
    };
    let mayor = || vec![MAYOR.parse().unwrap()];
    let refused = import(MAX_SEALS).await;
    assert!(matches!(refused, Err(ChangeError::Refused(Refusal::TooManySeals))), "{refused:?}");
    let refused = name(MAX_SEALS, mayor()).await;
    assert!(matches!(refused, Err(ChangeError::Refused(Refusal::TooManySeals))), "{refused:?}");
    import(0).await.expect("a certificate of a seal that there is");
    name(0, mayor()).await.expect("a seal that there is");
}
