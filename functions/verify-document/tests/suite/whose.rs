//! Whose word it is what stands in a signature: this service's where its own certificate signed, and else nobody's but the
//! signer's, whatever it says.

use domain::digest::Digest;
use domain::ports::SealHolder;
use domain::registered_seal::RegisteredSeal;
use serde_json::Value;
use signing::attacks;
use signing::document::{Increment, Layout, contract, read};
use signing::foreign::{Foreign, MakeCms};
use signing::pki::cms::{self, Content};
use signing::pki::{self, Entity, Key, Kind, PKI, Profile};

use crate::files::ours::{self, FIELDS, SEALED, SENT, SIGNED};
use crate::world::{World, trusting, unfolded, world};

/// A deployment whose operator and one of whose organisations seal with certificates of the tests.
fn sealing() -> World {
    knowing(world())
}

fn knowing(world: World) -> World {
    let seal = RegisteredSeal::of("takikawa".to_owned().try_into().unwrap());
    world.known_seals.note(Digest::of(&PKI.p256.certificate), &SealHolder::Operator);
    world.known_seals.note(Digest::of(&PKI.rsa.certificate), &SealHolder::Registered(seal));
    world
}

/// Whose word each signature's name and reason are.
fn stated_by(findings: &Value) -> Vec<&str> {
    findings["signatures"].as_array().unwrap().iter().map(|one| one["stated_by"].as_str().unwrap()).collect()
}

fn titles(findings: &Value) -> Vec<&str> {
    findings["signatures"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect()
}

/// Where one text stands before another.
fn stands_before(page: &str, first: &str, second: &str) -> bool {
    matches!((page.find(first), page.find(second)), (Some(first), Some(second)) if first < second)
}

#[tokio::test]
async fn of_our_own_documents_the_person_comes_first_and_our_certificate_second() {
    let world = sealing();
    let file = ours::signed();
    let findings = world.ask("ja", &file).await.json();
    assert_eq!(stated_by(&findings), ["operator"; 3]);
    assert_eq!(titles(&findings), ["送信時の証明（滝川市）", "署名1", "署名2"]);
    assert_eq!(findings["summary"], "署名2件と送信時の証明1件は、すべて有効です。署名した内容は変更されていません。");
    let page = world.drop_file("ja", "契約書.pdf", &file).await;
    let seen = unfolded(page.main());
    for text in [SENT.0, SENT.1, SIGNED.0, SIGNED.1, "タイムスタンプによる"] {
        assert!(seen.contains(text), "{text} is missing in {seen}");
    }
    for section in seen.split("<section").skip(1) {
        let (title, facts) = section.split_once("</h2>").unwrap();
        let person = if title.contains("送信時の証明") { SENT.0 } else { "<dt>署名した人</dt><dd><strong>" };
        assert!(stands_before(facts, person, "P-256 Signer"), "{section}");
    }
    assert!(stands_before(&seen, "署名2", "送信時の証明（滝川市）"), "whoever signed is read of first: {seen}");
    assert!(!seen.contains("申告"), "{seen}");
    let english = world.ask("en", &file).await.json();
    assert_eq!(titles(&english), ["Proof of sending (滝川市)", "Signature 1", "Signature 2"]);
}

#[tokio::test]
async fn a_document_that_was_only_sent_is_not_called_signed() {
    let world = sealing();
    for file in [ours::sent(), ours::sent_without_certification()] {
        let findings = world.ask("ja", &file).await.json();
        assert_eq!(titles(&findings), ["送信時の証明（滝川市）"]);
        assert_eq!(
            findings["summary"],
            "送信時の証明は有効ですが、署名はありません。送信された内容は変更されていません。"
        );
        assert!(findings["notes"].to_string().contains("送信者にご確認ください"), "{findings}");
    }
}

#[tokio::test]
async fn a_registered_seal_is_its_organisations_signature_and_the_person_this_services_record() {
    let world = sealing();
    let file = ours::sealed();
    let findings = world.ask("ja", &file).await.json();
    assert_eq!(stated_by(&findings), ["operator", "registered_seal"]);
    assert_eq!(findings["summary"], "署名1件と送信時の証明1件は、すべて有効です。署名した内容は変更されていません。");
    let page = world.drop_file("ja", "契約書.pdf", &file).await;
    let seen = unfolded(page.main());
    assert!(stands_before(&seen, "RSA Signer", SEALED.0) && seen.contains(SEALED.1), "{seen}");
    assert!(!seen.contains("申告"), "{seen}");
}

/// Signed by somebody of whom this deployment knows nothing: what stands in it is said to be a claim, after the certificate.
async fn is_a_claim(world: &World, file: &[u8], certificate: &str) {
    let findings = world.ask("ja", file).await.json();
    assert_eq!(stated_by(&findings), ["signer"], "{findings}");
    let page = world.drop_file("ja", "契約書.pdf", file).await;
    let seen = unfolded(page.main());
    assert!(!seen.contains("このサービスの記録") && !seen.contains("送信時の証明（"), "{seen}");
    assert!(
        seen.contains("申告された氏名") && stands_before(&seen, certificate, &format!("<bdi>{}</bdi>", SENT.0)),
        "{seen}"
    );
}

#[tokio::test]
async fn whoever_writes_our_words_with_a_trusted_certificate_of_their_own_only_claims_them() {
    let world = sealing();
    is_a_claim(&world, &ours::sent_by(&PKI.signer(7)), "Signer 7").await;
    // With the very names of our certificate, by another key.
    let namesake = PKI.intermediate.issue(&Profile::new("P-256 Signer", Kind::Signer), Key::p256("another"));
    assert_eq!((&namesake.subject, &namesake.issuer), (&PKI.p256.subject, &PKI.p256.issuer));
    is_a_claim(&world, &ours::sent_by(&namesake), "P-256 Signer").await;
    // For our very key, by another name.
    let borrowed = PKI.intermediate.issue(&Profile::new("滝川市役所", Kind::Signer), Key::p256("signer"));
    is_a_claim(&world, &ours::sent_by(&borrowed), "滝川市役所").await;
}

#[tokio::test]
async fn our_certificate_lying_beside_anothers_signature_makes_it_nobodys_statement() {
    let world = sealing();
    let mallory = PKI.signer(8);
    // It is in the file, but has signed nothing.
    let beside = |digest: &[u8]| {
        let chain = [PKI.chain(&mallory), vec![PKI.p256.certificate.clone()]].concat();
        cms::signed_data(&mallory, &chain, cms::DATA, &Content::Detached(digest.to_vec()))
    };
    // It is named as the signer's, by whoever lacks its key.
    let named = |digest: &[u8]| {
        let mut impostor: Entity = PKI.signer(8);
        impostor.certificate.clone_from(&PKI.p256.certificate);
        impostor.issuer.clone_from(&PKI.p256.issuer);
        impostor.serial = PKI.p256.serial;
        cms::signed_data(&impostor, &PKI.chain(&PKI.p256), cms::DATA, &Content::Detached(digest.to_vec()))
    };
    let makers: [(&MakeCms<'_>, &str); 2] = [(&beside, "valid"), (&named, "invalid")];
    for (contents, outcome) in makers {
        let entries = "/Name (The city) /Reason (Sent by the city)".to_owned();
        let forged = Foreign { contents: Some(contents), entries, ..Foreign::new(&mallory, FIELDS[0]) };
        let file = forged.sign(&mut Increment::new(&contract::contract(Layout::Table)));
        let findings = world.ask("ja", &file).await.json();
        assert_eq!((&findings["outcome"], stated_by(&findings)), (&outcome.into(), vec!["signer"]), "{findings}");
    }
}

#[tokio::test]
async fn a_signature_that_is_added_to_a_document_of_ours_is_told_from_ours() {
    let world = sealing();
    let mallory = PKI.signer(9);
    let file = ours::act(&mallory, FIELDS[1], SIGNED).sign_and_timestamp(&ours::sent());
    let findings = world.ask("ja", &file).await.json();
    assert_eq!((&findings["outcome"], stated_by(&findings)), (&"valid".into(), vec!["operator", "signer"]));
    let page = world.drop_file("ja", "契約書.pdf", &file).await;
    let seen = unfolded(page.main());
    assert!(stands_before(&seen, "Signer 9", SIGNED.0) && seen.contains("申告された氏名"), "{seen}");
    assert_eq!(seen.matches("このサービスの記録").count(), 1, "of the sending alone: {seen}");
}

#[tokio::test]
async fn a_name_that_was_put_into_our_signature_later_is_not_our_statement() {
    let world = sealing();
    let mut increment = Increment::new(&ours::sent());
    let signature = read::number_of(&ours::sent(), "/ByteRange");
    let text = increment.text(signature);
    let (before, after) = text.split_once("/Name <").unwrap();
    let (_, after) = after.split_once('>').unwrap();
    increment.set(signature, format!("{before}/Name (Mallory){after}"));
    let findings = world.ask("ja", &increment.finish()).await.json();
    assert_eq!(findings["outcome"], "changed", "{findings}");
    assert_eq!(stated_by(&findings), ["signer"]);
}

/// The test suite's attacks are on files that the operator has signed here: whatever is not valid any more states nothing.
#[tokio::test]
async fn of_a_manipulated_document_nothing_is_called_this_services_statement() {
    let world = sealing();
    let mut stated = 0;
    for attack in attacks::all() {
        let answer = world.ask("ja", &attack.bytes).await;
        if answer.status != 200 {
            continue;
        }
        let findings = answer.json();
        assert_ne!(findings["outcome"], "valid", "{}", attack.name);
        for signature in findings["signatures"].as_array().unwrap() {
            let is_ours = signature["stated_by"] != "signer";
            assert!(!is_ours || signature["state"] == "valid", "{}: {signature}", attack.name);
            stated += usize::from(is_ours);
        }
        assert!(!findings["summary"].as_str().unwrap().contains("有効です"), "{}", attack.name);
    }
    assert!(stated < attacks::all().len(), "few signatures in them are as they were");
}

#[tokio::test]
async fn while_nobody_can_say_whose_certificate_it_is_everything_is_verified_and_nothing_called_ours() {
    let world = sealing();
    world.known_seals.break_down();
    let findings = world.ask("ja", &ours::signed()).await.json();
    assert_eq!((&findings["outcome"], stated_by(&findings)), (&"valid".into(), vec!["signer"; 3]));
    assert_eq!(
        findings["summary"],
        "署名2件と作成者による証明1件は、すべて有効です。署名した内容は変更されていません。"
    );
    is_a_claim(&world, &ours::sent(), "P-256 Signer").await;
}

#[tokio::test]
async fn what_cannot_be_traced_to_a_trust_anchor_is_not_our_statement_either() {
    let world = knowing(trusting(vec![pki::pem(&PKI.other_root.certificate)]));
    let findings = world.ask("ja", &ours::signed()).await.json();
    assert_eq!((&findings["outcome"], stated_by(&findings)), (&"issuer_unknown".into(), vec!["signer"; 3]));
}

#[tokio::test]
async fn an_earlier_certificate_of_ours_is_ours_as_long_as_it_is_noted() {
    let world = world();
    let (earlier, file) = (PKI.signer(3), ours::sent_by(&PKI.signer(3)));
    assert_eq!(stated_by(&world.ask("ja", &file).await.json()), ["signer"]);
    for certificate in [&earlier.certificate, &PKI.p256.certificate] {
        world.known_seals.note(Digest::of(certificate), &SealHolder::Operator);
    }
    for file in [file, ours::sent()] {
        assert_eq!(stated_by(&world.ask("ja", &file).await.json()), ["operator"]);
    }
}
