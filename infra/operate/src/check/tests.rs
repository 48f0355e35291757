//! The judgement: a stack that has everything, and each thing that may be missing.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::authorisation::KeyTerms;
use domain::ports::{PortError, ProviderTransport, SealingCertificate, TimestampAuthority, TokenAnswer};
use domain::registered_seal::SealName;
use jiff::{SignedDuration, Timestamp};
use pades::certificate::certificates_from_pem;
use serde_json::{Value, json};
use sign_in_person::provider::{Published, Reach};

use super::*;
use crate::authority::Told;
use crate::seal_key;

const CERTIFICATE: &str = include_str!("../../../../shared/pades/tests/keys/signer-rsa.pem");
const INTERMEDIATE: &str = include_str!("../../../../shared/pades/tests/keys/intermediate.pem");
const ROOT: &str = include_str!("../../../../shared/pades/tests/keys/root.pem");
const OTHER_ROOT: &str = include_str!("../../../../shared/pades/tests/keys/other-root.pem");
const ROLE: &str = "arn:aws:iam::123456789012:role/keiin-SealDocumentRole-1A2B";

fn now() -> Timestamp {
    "2026-12-01T00:00:00Z".parse().unwrap()
}

fn stack() -> Stack {
    let outputs = ["ApiUrl", "PublicUrl", "TableName", "BucketName", "OperatorSealKeyArn"].map(|name| (name, "x"));
    let outputs = outputs.into_iter().chain([("SealDocumentRoleArn", ROLE)]);
    let texts = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Stack {
        name: "keiin".to_owned(),
        arn: "arn:aws:cloudformation:ap-northeast-1:123456789012:stack/keiin/5e1f".to_owned(),
        status: "UPDATE_COMPLETE".to_owned(),
        outputs: outputs.map(texts).collect(),
        parameters: BTreeMap::from([("MailFrom", "noreply@keiin.example")].map(texts)),
    }
}

fn seal() -> Seal {
    let certificate = SealingCertificate {
        name: None,
        key_id: "arn:aws:kms:ap-northeast-1:123456789012:key/1".to_owned(),
        chain_pem: [CERTIFICATE, INTERMEDIATE].concat(),
        persons: vec!["mayor@city.example".parse().unwrap()],
        organisations: Vec::new(),
    };
    let public_key = certificates_from_pem(CERTIFICATE).unwrap()[0].spki().to_vec();
    let policy = seal_key::policy(&stack(), ROLE, None);
    let key = Ok(Key { public_key, enabled: true, tagged: true, policy });
    Seal { certificate, key, deactivated: Ok(Vec::new()), is_known: Ok(true) }
}

fn tested(outcome: Result<Told, String>) -> Tested {
    let url = "https://tsa.example.jp/rfc3161".to_owned();
    Tested {
        authority: TimestampAuthority { url, policy: None, accredited: true, anchors_pem: ROOT.to_owned() },
        outcome,
    }
}

fn provider(issuer: &str) -> Provider {
    Provider { issuer: issuer.to_owned(), answers: Ok(()) }
}

fn administered() -> Administered {
    Administered {
        id: "takikawa".to_owned().try_into().unwrap(),
        administrators: 1,
        has_invited: false,
        provider: Some(provider("https://login.city.example/tenant")),
    }
}

fn complete() -> Facts {
    let told = Told {
        authority: "CN=TSA".to_owned(),
        policy: "1.2.3".to_owned(),
        accuracy: None,
        difference: SignedDuration::from_millis(-200),
    };
    let identity = Identity { name: "keiin.example".to_owned(), verified: true, signs: true };
    Facts {
        stack: stack(),
        entrances: Entrances::default(),
        identity: Ok(Some(identity)),
        sending: Ok(Sending { production: true, enabled: true }),
        operator: Ok(Some(seal())),
        registered: Ok(vec![(RegisteredSeal::of("takikawa".to_owned().try_into().unwrap()), seal())]),
        api_keys: Ok(vec![KeyTerms::for_envelopes()]),
        organisations: Ok(vec![administered()]),
        provider: Some(provider("https://id.example")),
        unreadable: Vec::new(),
        authorities: Ok(vec![tested(Ok(told))]),
        anchors: Ok(vec![ROOT.to_owned()]),
        subscriptions: Ok(Some(Subscriptions { confirmed: 1, pending: 0 })),
        lock: Ok(Lock { enabled: true, default: None }),
    }
}

/// What is missing of a stack that lacks one thing: name and words.
fn missing_of(change: impl FnOnce(&mut Facts)) -> Vec<(String, String)> {
    let mut facts = complete();
    change(&mut facts);
    let items = judge(&facts, now(), 90);
    let missing = items.into_iter().filter_map(|item| match item.finding {
        Finding::Ok(_) => None,
        Finding::Missing { what, todo } => Some((item.name, format!("{what}. {todo}"))),
    });
    missing.collect()
}

#[track_caller]
fn misses(name: &str, words: &str, change: impl FnOnce(&mut Facts)) {
    let missing = missing_of(change);
    let [(item, said)] = &missing[..] else { panic!("one thing is missing: {missing:?}") };
    assert!(item == name && said.contains(words), "{item}: {said}");
}

fn key(seal: &mut Answered<Option<Seal>>) -> &mut Key {
    seal.as_mut().unwrap().as_mut().unwrap().key.as_mut().unwrap()
}

#[test]
fn a_stack_that_has_everything_is_complete() {
    assert_eq!(missing_of(|_| {}), []);
    let answer = answer(&judge(&complete(), now(), 90));
    assert!(answer.complete);
    assert_eq!(answer.text.lines().count(), 15);
    assert!(answer.text.lines().all(|line| line.starts_with("ok ")), "{}", answer.text);
}

#[test]
fn what_is_missing_is_said_with_what_to_do_and_the_exit_code() {
    let facts = Facts { api_keys: Ok(Vec::new()), ..complete() };
    let answer = answer(&judge(&facts, now(), 60));
    assert!(!answer.complete);
    let last = answer.text.lines().last().unwrap();
    assert!(last.starts_with("MISSING  API key") && last.ends_with("`keiin organisation add`"), "{last}");
    assert_eq!(
        answer.json[14],
        json!({"item": "API key", "ok": false, "what": "there is no API key", "todo": "`keiin organisation add`"})
    );
}

#[test]
fn an_api_key_that_has_ended_is_none() {
    let ended = || KeyTerms { expires_at: Some(now()), ..KeyTerms::for_envelopes() };
    misses("API key", "every API key has ended (1)", |facts| facts.api_keys = Ok(vec![ended()]));
    let facts = Facts { api_keys: Ok(vec![ended(), KeyTerms::for_envelopes()]), ..complete() };
    let last = judge(&facts, now(), 60).pop().unwrap();
    assert_eq!(last.finding, Finding::Ok("1 in use; ended: 1".to_owned()));
}

#[test]
fn the_stack_is_complete_and_of_this_version() {
    misses("stack", "UPDATE_IN_PROGRESS", |facts| facts.stack.status = "UPDATE_IN_PROGRESS".to_owned());
    misses("stack", "no output PublicUrl", |facts| drop(facts.stack.outputs.remove("PublicUrl")));
    misses("stack", "CertificateRequesterArn", |facts| {
        facts.stack.parameters.insert("CertificateRequesterArn".to_owned(), "arn:aws:iam::1:role/r".to_owned());
    });
}

#[test]
fn what_comes_past_the_firewall_is_refused() {
    misses("firewall", "could not be asked", |facts| {
        facts.stack.parameters.insert("FirewallSecretSha256".to_owned(), "ab".repeat(32));
    });
}

#[test]
fn documents_can_be_locked_and_a_trial_is_called_one() {
    misses("lock of documents", "cannot lock", |facts| facts.lock = Ok(Lock { enabled: false, default: None }));
    misses("lock of documents", "COMPLIANCE for 7 years", |facts| {
        facts.lock = Ok(Lock { enabled: true, default: Some("COMPLIANCE for 7 years".to_owned()) });
    });
    let parameter = |days: &str| {
        let mut facts = complete();
        facts.stack.parameters.insert("TrialRetentionDays".to_owned(), days.to_owned());
        judge(&facts, now(), 60).into_iter().find(|item| item.name == "lock of documents").unwrap().finding
    };
    assert!(matches!(parameter("7"), Finding::Ok(what) if what.starts_with("A TRIAL: GOVERNANCE for 7 days")));
    assert!(matches!(parameter("0"), Finding::Ok(what) if what.starts_with("COMPLIANCE")));
    assert!(matches!(parameter("x"), Finding::Missing { .. }));
}

#[test]
fn mails_can_be_sent_to_everybody() {
    misses("sender identity", "no identity for noreply@keiin.example", |facts| facts.identity = Ok(None));
    misses("sender identity", "CNAME", |facts| {
        facts.identity = Ok(Some(Identity { name: "keiin.example".to_owned(), verified: false, signs: false }));
    });
    misses("mail account", "sandbox", |facts| facts.sending = Ok(Sending { production: false, enabled: true }));
    misses("mail account", "sends nothing", |facts| facts.sending = Ok(Sending { production: true, enabled: false }));
}

#[test]
fn the_operator_has_a_certificate_for_a_key_by_which_only_seal_document_signs() {
    misses("operator's seal", "no certificate", |facts| facts.operator = Ok(None));
    misses("operator's seal", "does not belong to the key", |facts| key(&mut facts.operator).public_key = vec![1]);
    misses("operator's seal", "is disabled", |facts| key(&mut facts.operator).enabled = false);
    misses("operator's seal", "tag keiin:seal", |facts| key(&mut facts.operator).tagged = false);
    misses("operator's seal", "lets arn:aws:iam::1:root sign as well", |facts| {
        let open = json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1:root"}, "Action": "kms:*"});
        key(&mut facts.operator).policy["Statement"].as_array_mut().unwrap().push(open);
    });
    misses("operator's seal", "does not deny others", |facts| {
        drop(key(&mut facts.operator).policy["Statement"].as_array_mut().unwrap().pop());
    });
    misses("operator's seal", "does not let seal-document sign", |facts| {
        drop(key(&mut facts.operator).policy["Statement"].as_array_mut().unwrap().remove(1));
    });
}

#[test]
fn a_certificate_that_ends_soon_is_missing_before_it_does() {
    let until = certificates_from_pem(CERTIFICATE).unwrap()[0].not_after();
    let at = |time: Timestamp, days: u16| {
        let items = judge(&complete(), time, days);
        items.into_iter().find(|item| item.name == "operator's seal").unwrap().finding
    };
    let days_before = |days: i64| until - SignedDuration::from_hours(24 * days);
    assert!(matches!(at(days_before(31), 30), Finding::Ok(_)));
    assert!(matches!(at(days_before(91), 90), Finding::Ok(_)));
    // The nearer the end, the more urgently.
    for (days, words, advice) in [
        (89, "CN=", "in time"),
        (31, "CN=", "in time"),
        (29, "soon: ", "now"),
        (8, "soon: ", "now"),
        (6, "URGENT: ", "at once"),
    ] {
        let Finding::Missing { what, todo } = at(days_before(days), 90) else { panic!("{days} days before") };
        assert!(what.contains(words) && todo.contains(advice), "{days}: {what}. {todo}");
        assert!(what.contains(&format!("{days} days from now")), "{what}");
    }
    assert!(matches!(at(days_before(-1), 30), Finding::Missing { what, .. } if what.contains("valid from")));
}

#[test]
fn whoever_verifies_is_told_whose_seals_they_are() {
    misses("operator's seal", "anybody's claim", |facts| {
        facts.operator.as_mut().unwrap().as_mut().unwrap().is_known = Ok(false);
    });
    misses("registered seal of takikawa", "Import the same certificate again", |facts| {
        facts.registered.as_mut().unwrap()[0].1.is_known = Ok(false);
    });
}

#[test]
fn a_registered_seal_names_somebody() {
    misses("registered seal of takikawa", "names nobody", |facts| {
        facts.registered.as_mut().unwrap()[0].1.certificate.persons.clear();
    });
}

#[test]
fn each_registered_seal_is_told_by_its_id_and_its_name() {
    let water =
        RegisteredSeal::new("takikawa".to_owned().try_into().unwrap(), Some("water".to_owned().try_into().unwrap()));
    let name = Some(SealName { ja: "滝川市水道事業管理者之印".to_owned(), en: None });
    let certificate = SealingCertificate { name, persons: Vec::new(), ..seal().certificate };
    let further = (water, Seal { certificate, ..seal() });
    misses(
        "registered seal water of takikawa (滝川市水道事業管理者之印)",
        "`keiin key allow --organisation takikawa --seal water --person ADDRESS`",
        |facts| facts.registered.as_mut().unwrap().push(further),
    );
}

#[test]
fn a_registered_seal_names_nobody_who_was_deactivated() {
    let all = ["mayor@city.example", "deputy@city.example"].map(|address| address.parse().unwrap());
    misses(
        "registered seal of takikawa",
        "`keiin key disallow --organisation takikawa --person mayor@city.example --person deputy@city.example`",
        |facts| facts.registered.as_mut().unwrap()[0].1.deactivated = Ok(all.to_vec()),
    );
    misses("registered seal of takikawa", "could not be found out: no answer", |facts| {
        facts.registered.as_mut().unwrap()[0].1.deactivated = Err("no answer".to_owned());
    });
}

#[test]
fn an_authority_answers_well() {
    misses("timestamp authority", "`keiin authority add`", |facts| facts.authorities = Ok(Vec::new()));
    misses("timestamp authority", "connection refused", |facts| {
        facts.authorities = Ok(vec![tested(Err("connection refused".to_owned()))]);
    });
}

#[test]
fn the_operators_own_seals_are_confirmed_by_the_trust_anchors() {
    misses("trust anchors", "nobody is trusted", |facts| facts.anchors = Ok(Vec::new()));
    misses("trust anchors", "leads to none of them", |facts| facts.anchors = Ok(vec![OTHER_ROOT.to_owned()]));
}

#[test]
fn somebody_hears_the_alarms() {
    misses("alarms", "AlarmTopicArn", |facts| facts.subscriptions = Ok(None));
    misses("alarms", "wait to be confirmed: 1", |facts| {
        facts.subscriptions = Ok(Some(Subscriptions { confirmed: 0, pending: 1 }));
    });
}

#[test]
fn an_open_organisation_has_an_administrator_or_invites_one() {
    misses("administrators of takikawa", "`keiin organisation invite takikawa", |facts| {
        facts.organisations.as_mut().unwrap()[0].administrators = 0;
    });
    let invited = Administered { administrators: 0, has_invited: true, ..administered() };
    assert_eq!(missing_of(|facts| facts.organisations = Ok(vec![invited])), []);
    misses("organisations", "AccessDenied", |facts| facts.organisations = Err("AccessDenied".to_owned()));
}

#[test]
fn identity_providers_answer_as_the_ones_that_they_are() {
    fn of(facts: &mut Facts) -> &mut Provider {
        facts.organisations.as_mut().unwrap()[0].provider.as_mut().unwrap()
    }
    let item = "identity provider of takikawa";
    misses(item, "timed out", |facts| of(facts).answers = Err(Unusable::Silent("timed out".to_owned())));
    misses(item, "calls itself https://login.city.example/other", |facts| {
        of(facts).answers = Err(Unusable::OtherIssuer("https://login.city.example/other".to_owned()));
    });
    misses(item, "no keys", |facts| of(facts).answers = Err(Unusable::Untrusted("there are no keys".to_owned())));
    misses("identity provider", "timed out", |facts| {
        facts.provider.as_mut().unwrap().answers = Err(Unusable::Silent("timed out".to_owned()));
    });
}

/// What the providers of this test answer: the document at each address.
#[derive(Debug)]
struct Answering(Vec<(&'static str, Value)>);

#[async_trait]
impl ProviderTransport for Answering {
    async fn get(&self, url: &str) -> Result<Vec<u8>, PortError> {
        let found = self.0.iter().find(|(known, _)| *known == url);
        found
            .map(|(_, document)| document.to_string().into_bytes())
            .ok_or_else(|| PortError::new("ask", "it answers 404"))
    }

    async fn post_form(&self, _: &str, _: Option<&str>, _: String) -> Result<TokenAnswer, PortError> {
        Err(PortError::new("ask", "nobody signs in here"))
    }
}

#[tokio::test]
async fn a_provider_that_sign_ins_refuse_does_not_pass() {
    let issuer = "https://id.example/tenant/";
    let judged = async |change: fn(&mut Value, &mut Value)| {
        let mut configuration = json!({
            "issuer": issuer,
            "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://id.example/keys",
        });
        let mut keys = json!({"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "1"}]});
        change(&mut configuration, &mut keys);
        let at = "https://id.example/tenant/.well-known/openid-configuration";
        let providers = Answering(vec![(at, configuration), ("https://id.example/keys", keys)]);
        let published = Published::ask(&providers, issuer, issuer, Reach::Tls).await;
        published.map(drop).map_err(Unusable::from)
    };
    assert_eq!(judged(|_, _| {}).await, Ok(()));
    let other = judged(|configuration, _| configuration["issuer"] = json!("https://id.example/tenant")).await;
    assert_eq!(other, Err(Unusable::OtherIssuer("https://id.example/tenant".to_owned())));
    let is_refused = async |reason: &str, change: fn(&mut Value, &mut Value)| {
        let found = judged(change).await;
        assert!(matches!(&found, Err(Unusable::Untrusted(said)) if said.contains(reason)), "{reason}: {found:?}");
    };
    is_refused("cannot be read", |configuration, _| *configuration = json!("<html>")).await;
    is_refused("jwks_uri", |configuration, _| drop(configuration.as_object_mut().unwrap().remove("jwks_uri"))).await;
    is_refused("token_endpoint", |configuration, _| configuration["token_endpoint"] = json!("http://id.example/"))
        .await;
    is_refused("no keys", |_, keys| keys["keys"] = json!([])).await;
    let silent = judged(|configuration, _| configuration["jwks_uri"] = json!("https://id.example/other")).await;
    assert!(matches!(&silent, Err(Unusable::Silent(said)) if said.contains("404")), "{silent:?}");
}

#[test]
fn what_could_not_be_found_out_is_missing() {
    misses("alarms", "could not be found out: AccessDenied", |facts| {
        facts.subscriptions = Err("AccessDenied".to_owned());
    });
    misses("operator's seal", "could not be found out: AccessDenied", |facts| {
        facts.operator.as_mut().unwrap().as_mut().unwrap().key = Err("AccessDenied".to_owned());
    });
}
