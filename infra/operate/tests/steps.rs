//! The steps of infra/README.md in their order, on an emulator: from a stack that lacks everything to one that is complete,
//! with each refusal on the way.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod operated;

use std::process::Command;

use anyhow::{Context as _, Result};
use aws::stored::Row as _;
use aws::table::{Setting, SettingsKey, list_settings, put_setting};
use aws_sdk_kms::error::ProvideErrorMetadata as _;
use aws_sdk_kms::types::{KeySpec, KeyUsageType, Tag};
use domain::authorisation::Role;
use domain::digest::Digest;
use domain::draft::{DocumentRequest, DraftSeeds, EnvelopeRequest};
use domain::envelope::Sender;
use domain::ids::{DocumentId, EnvelopeId, EnvelopeNumber, ManagementNumber, PersonId};
use domain::organisation::{Actor, AddressBoundLinks, Change, Entry, EntryKind, KeyHolder, LinkRule, OidcIdentity};
use domain::policy::Policy;
use domain::ports::{
    About, ApiKeys, Directories, Documents as _, Envelopes, KnownSeals as _, LinkRules, ListedKeys, Organisations,
    People, ProviderSecrets, SealHolder, SealingCertificates, TimestampAuthorities, TrustAnchors,
};
use domain::registered_seal::RegisteredSeal;
use operate::seal_key::signers;
use pades::certificate::CertificateChain;
use serde_json::{Value, json};
use uuid::Uuid;

use operated::Operated;

const SUBJECT: [&str; 6] = ["--subject", "C=JP", "--subject", "O=電子契約サービス", "--subject", "CN=Keiin Operator"];

#[tokio::test(flavor = "multi_thread")]
async fn the_documented_steps_lead_from_an_empty_stack_to_one_that_is_complete() -> Result<()> {
    let mut operated = Operated::start().await?;
    an_empty_stack_lacks_much(&operated);
    the_operators_certificate(&mut operated).await?;
    a_registered_seal(&mut operated).await?;
    timestamp_authorities(&operated).await?;
    trust_anchors(&operated).await?;
    organisations_and_api_keys(&operated).await?;
    an_export(&operated).await?;
    a_row_by_somebody_else(&operated).await?;
    everything_is_there(&operated).await
}

/// Whoever has the rights of an export saves everything of an organisation and changes nothing; an operator needs those rights too.
async fn an_export(operated: &Operated) -> Result<()> {
    let file = b"%PDF-1.7 as it was uploaded";
    let document =
        DocumentRequest { name: "契約書".into(), size: file.len() as u64, sha256: Digest::of(file).to_string() };
    let recipients = vec![fakes::signer(1, None, "鈴木 一郎", "suzuki")];
    let request = EnvelopeRequest { documents: vec![document], recipients, ..fakes::Story::request() };
    let seeds = DraftSeeds {
        id: EnvelopeId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001)),
        number: EnvelopeNumber::of_count(1),
        sender: Sender { organisation: "takikawa".to_owned().try_into()?, ..fakes::city() },
        policy: Policy::default(),
        first_management_number: ManagementNumber(1),
        document_ids: vec![DocumentId::new([1; 16])],
    };
    let draft = request.draft(seeds, "2026-11-22T05:05:00Z".parse()?).expect("a good request");
    Envelopes::commit(&operated.deployment.table()?, &draft, None).await?;
    let object = &draft.envelope.documents[0].upload.object;
    operated.deployment.documents()?.put(object, file.to_vec()).await?;

    let export = ["organisation", "export", "takikawa", "--to"];
    let denied = operated.keiin(&[&export[..], &["denied"]].concat());
    assert!(denied.code == 1 && denied.stderr.contains("AccessDenied"), "{denied:?}");
    let saved = operated.keiin_as_exporter(&[&export[..], &["saved"]].concat());
    assert_eq!(saved.code, 0, "{saved:?}");
    let manifest: Value = serde_json::from_str(&operated.read("saved/manifest.json")?)?;
    assert_eq!((&manifest["envelopes"], &manifest["faults"]), (&json!(1), &json!([])));
    let paths: Vec<&str> = manifest["files"].as_array().unwrap().iter().filter_map(|f| f["path"].as_str()).collect();
    for wanted in
        ["log.jsonl", "people.jsonl", "keys.jsonl", "contacts.jsonl", "seals/takikawa/uses.jsonl", "-upload.pdf"]
    {
        assert!(paths.iter().any(|path| path.ends_with(wanted)), "{wanted}: {paths:?}");
    }
    let changed = operated.keiin_as_exporter(&["organisation", "close", "takikawa"]);
    assert!(changed.code == 1 && changed.stderr.contains("AccessDenied"), "{changed:?}");
    Ok(())
}

/// The names of what is missing.
fn missing(operated: &Operated) -> Vec<String> {
    let outcome = operated.keiin(&["check", "--json"]);
    let items: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap_or_else(|e| panic!("{e}: {outcome:?}"));
    let missing: Vec<_> =
        items.iter().filter(|item| item["ok"] == false).map(|item| item["item"].as_str().unwrap().to_owned()).collect();
    assert_eq!(outcome.code, i32::from(!missing.is_empty()), "{outcome:?}");
    missing
}

fn an_empty_stack_lacks_much(operated: &Operated) {
    let expected = ["operator's seal", "timestamp authority", "trust anchors", "alarms", "API key"];
    assert_eq!(missing(operated), expected);
    let text = operated.keiin(&["check"]);
    assert!(text.stdout.contains("ok       region               ap-northeast-1"), "{text:?}");
    assert!(text.stdout.contains("`keiin authority add`"), "each line says what to do: {text:?}");
    operated.refused(&["--stack", "another", "check"], "you may not ask for the stack another");
    let another = operated.keiin_as_owner(&["--stack", "another", "check"]);
    assert!(another.code == 1 && another.stderr.contains("there is no stack another"), "{another:?}");
    operated.refused(&["authority", "test"], "no timestamp authority is set up");
}

async fn the_operators_certificate(operated: &mut Operated) -> Result<()> {
    let request = |more: &[&'static str]| [&["key", "request-certificate", "--operator"], &SUBJECT[..], more].concat();
    operated.refused(&["key", "make", "--operator"], "has a key already");
    operated.refused(&request(&[]), "--allow-once");

    let kms = aws_sdk_kms::Client::new(operated.deployment.config());
    let key = operated.deployment.output("OperatorSealKeyArn")?.to_owned();
    let policy = async || kms.get_key_policy().key_id(&key).send().await.map(|answer| answer.policy);
    let read = |policy: &Option<String>| -> Result<Value> { Ok(serde_json::from_str(policy.as_deref().unwrap())?) };
    let before = policy().await?;
    operated.done(&request(&["--out", "operator.csr", "--allow-once"]));
    assert_eq!(read(&policy().await?)?, read(&before)?, "the policy is put back");
    // One that an earlier call has left open is closed.
    let open = before.clone().context("a policy")?.replace(r#""kms:Verify""#, r#""kms:Verify","kms:Sign""#);
    kms.put_key_policy().key_id(&key).policy(&open).send().await?;
    assert_eq!(signers(&read(&policy().await?)?).len(), 2, "the test has opened it");
    operated.done(&request(&["--allow-once"]));
    assert_eq!(signers(&read(&policy().await?)?).len(), 1);
    kms.put_key_policy().key_id(&key).policy(open).send().await?;
    operated.done(&["key", "protect", "--operator"]);
    assert_eq!(signers(&read(&policy().await?)?).len(), 1);
    // The operator changes no policy of a key that is none of a seal.
    let other = kms.create_key().key_usage(KeyUsageType::SignVerify).key_spec(KeySpec::EccNistP256);
    let other = other.send().await?.key_metadata.context("a key")?.key_id;
    operated.refused(&["key", "protect", "--operator", "--key", &other], "AccessDenied");
    // The key of table and documents cannot be made to look like one of a seal, and so keeps its policy too.
    let as_operator = aws_sdk_kms::Client::new(&operated.config_of_operator());
    let tag = Tag::builder().tag_key("keiin:seal").tag_value("true").build()?;
    let data_key = operated.deployment.output("DataKeyArn")?.to_owned();
    let tagged = as_operator.tag_resource().key_id(&data_key).tags(tag).send().await;
    assert!(tagged.is_err_and(|error| error.code().is_some_and(|code| code.contains("AccessDenied"))));
    operated.refused(&["key", "protect", "--operator", "--key", &other], "AccessDenied");
    operated.refused(&request(&[]), "--allow-once");
    operated.fails(2, &request(&["--out", "operator.csr", "--allow-once"]), "is there already");
    assert_openssl_accepts(operated, "operator.csr");

    let request_pem = operated.read("operator.csr")?;
    let chain = operated.trust.issue(&request_pem, "operator").await?;
    operated.file("operator.pem", &chain)?;
    let import = ["key", "import-certificate", "--operator", "--chain"];
    operated.fails(2, &[&import[..], &["nowhere.pem"]].concat(), "nowhere.pem cannot be read");
    operated.refused(&[&import[..], &["operator.csr"]].concat(), "PEM");
    let (leaf, issuer) = chain.split_once("-----END CERTIFICATE-----\n").context("two certificates")?;
    let leaf = format!("{leaf}-----END CERTIFICATE-----\n");
    operated.file("upside-down.pem", &format!("{issuer}{leaf}"))?;
    operated.refused(
        &[&import[..], &["upside-down.pem"]].concat(),
        "put the certificate that was issued for the key first",
    );
    operated.file("alone.pem", &leaf)?;
    operated.refused(&[&import[..], &["alone.pem"]].concat(), "the certificate of the issuer");
    assert!(
        SealingCertificates::find(&operated.deployment.table()?, None).await?.is_none(),
        "nothing of that was stored"
    );

    operated.done(&[&import[..], &["operator.pem"]].concat());
    let stored =
        SealingCertificates::find(&operated.deployment.table()?, None).await?.context("the functions find it")?;
    assert_eq!((stored.key_id, stored.chain_pem), (key, chain.replace("\r\n", "\n")));
    operated.refused(&[&import[..], &["operator.pem"]].concat(), "--replace");

    // Who verifies a document knows the operator by its certificate, and by each that was in use before: also one that was
    // imported when that was not noted yet.
    let (table, rows) = (operated.deployment.table()?, operated.rows()?);
    let first = fingerprint(&chain)?;
    assert_eq!(table.holder(first).await?, Some(SealHolder::Operator));
    rows.remove(&format!("CERTIFICATE#sha256#{first}"), "SEAL").await?;
    assert_eq!(table.holder(first).await?, None);
    let renewed = operated.trust.issue(&request_pem, "operator-renewed").await?;
    operated.file("renewed.pem", &renewed)?;
    operated.done(&[&import[..], &["renewed.pem", "--replace"]].concat());
    for chain in [&chain, &renewed] {
        assert_eq!(table.holder(fingerprint(chain)?).await?, Some(SealHolder::Operator));
    }
    assert_ne!(fingerprint(&renewed)?, first);
    operated.done(&[&import[..], &["operator.pem", "--replace"]].concat());
    Ok(())
}

/// The SHA-256 of the certificate at the head of a chain.
fn fingerprint(chain_pem: &str) -> Result<Digest> {
    Ok(Digest::of(CertificateChain::from_pem(chain_pem)?.signer().der()))
}

/// Where OpenSSL is installed, it judges the request.
fn assert_openssl_accepts(operated: &Operated, name: &str) {
    let verify = ["req", "-verify", "-noout", "-in"];
    match Command::new("openssl").args(verify).arg(operated.path(name)).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && said.contains("OK"), "{said}");
        }
        Err(_) => workspace::left_out(
            "openssl",
            "not tested: that it accepts certificate requests",
            "apt-get install openssl",
        )
        .unwrap(),
    }
}

async fn a_registered_seal(operated: &mut Operated) -> Result<()> {
    let owner = ["--organisation", "takikawa"];
    let request = [&["key", "request-certificate"], &owner[..], &SUBJECT[..]].concat();
    operated.refused(&request, "`keiin key make --organisation takikawa`");
    let made = operated.done_in_json(&[&["key", "make", "--spec", "ECC_NIST_P256"], &owner[..]].concat());
    operated.refused(&[&["key", "make"], &owner[..]].concat(), "has a key already");
    assert_key_is_guarded(operated, made["key"].as_str().unwrap()).await?;

    let asked = operated.done_in_json(&[&request[..], &["--allow-once"]].concat());
    let chain = operated.trust.issue(asked["request_pem"].as_str().unwrap(), "takikawa").await?;
    operated.file("takikawa.pem", &chain)?;
    operated.refused(
        &["key", "import-certificate", "--operator", "--chain", "takikawa.pem", "--replace"],
        "does not belong to the key",
    );
    let import = [&["key", "import-certificate", "--chain", "takikawa.pem"], &owner[..]].concat();
    let nobody = operated.keiin(&import);
    assert!(nobody.code == 0 && nobody.stderr.contains("Nobody may sign with it yet"), "{nobody:?}");
    assert!(missing(operated).contains(&"registered seal of takikawa".to_owned()));
    operated.done(&[&import[..], &["--replace", "--person", "mayor@city.example", "--may-ask", "sorachi"]].concat());
    operated.done(&[&import[..], &["--replace"]].concat());
    let id = RegisteredSeal::of("takikawa".to_owned().try_into()?);
    let stored =
        SealingCertificates::find(&operated.deployment.table()?, Some(&id)).await?.context("the functions find it")?;
    let persons: Vec<String> = stored.persons.iter().map(ToString::to_string).collect();
    assert_eq!((persons, stored.organisations.len()), (vec!["mayor@city.example".to_owned()], 1), "the lists stay");
    let list = operated.done(&["key", "list"]);
    assert!(list.contains("(operator)") && list.contains("takikawa"), "{list}");
    assert!(list.contains("mayor@city.example  sorachi"), "{list}");
    a_further_seal_of_the_same_organisation(operated).await?;

    let users = |command: &'static str, more: &[&'static str]| [&["key", command], &owner[..], more].concat();
    let both = ["--person", "Mayor@city.example", "--may-ask", "sorachi"];
    let nobody = operated.done_in_json(&users("disallow", &both));
    assert_eq!((&nobody["persons"], &nobody["may_ask"]), (&json!([]), &json!([])), "the last ones can be taken away");
    assert!(missing(operated).contains(&"registered seal of takikawa".to_owned()));
    let again = operated.keiin(&users("disallow", &both));
    assert!(again.code == 0 && again.stderr.contains("could not sign with it before either"), "{again:?}");
    let allowed = operated.done(&users("allow", &["--person", "mayor@city.example"]));
    assert!(allowed.contains("may sign  mayor@city.example"), "{allowed}");
    assert!(!missing(operated).contains(&"registered seal of takikawa".to_owned()));
    let stranger = ["key", "allow", "--organisation", "sorachi", "--person", "mayor@city.example"];
    operated.refused(&stranger, "sorachi has no registered seal");
    operated.refused(&["key", "remove-certificate", "--organisation", "sorachi"], "sorachi has no certificate");

    let another = operated.done_in_json(&[&["key", "make", "--another"], &owner[..]].concat());
    assert_ne!(another["key"], made["key"]);
    operated.refused(&[&import[..], &["--replace"]].concat(), "does not belong to the key");
    let old = made["key"].as_str().unwrap();
    operated.done(&[&import[..], &["--replace", "--key", old]].concat());
    let removed = operated.keiin(&users("remove-certificate", &[]));
    assert!(removed.code == 0 && removed.stderr.contains(old), "{removed:?}");
    assert!(SealingCertificates::find(&operated.deployment.table()?, Some(&id)).await?.is_none());
    // What was sealed with it is still its owner's.
    let holder = operated.deployment.table()?.holder(fingerprint(&chain)?).await?;
    assert_eq!(holder, Some(SealHolder::Registered(id.clone())));
    operated.done(&[&import[..], &["--key", old, "--person", "mayor@city.example"]].concat());

    the_log_tells_what_was_done_to_the_seal(operated, &chain).await?;

    // A seal goes out of use also where the organisation's log cannot tell of it, and that is told aloud.
    let rows = operated.rows()?;
    rows.put("ORGANISATION#takikawa", "ORGANISATION", r#"{"schema":99}"#, None).await?;
    let unrecorded = operated.keiin(&users("remove-certificate", &[]));
    assert!(unrecorded.code == 1 && unrecorded.stdout.contains("is out of use"), "{unrecorded:?}");
    assert!(unrecorded.stderr.contains("log does not tell of it: the certificate with the serial"), "{unrecorded:?}");
    assert!(SealingCertificates::find(&operated.deployment.table()?, Some(&id)).await?.is_none());
    rows.remove("ORGANISATION#takikawa", "ORGANISATION").await?;
    operated.done(&[&import[..], &["--key", old, "--person", "mayor@city.example"]].concat());

    // A row that cannot be read is replaced by the way that `check` tells, and nothing of it is taken over.
    rows.put("CERTIFICATE#organisation#takikawa", "CERTIFICATE", r#"{"schema":99}"#, Some("CERTIFICATE")).await?;
    assert!(missing(operated).contains(&"setting".to_owned()));
    operated.refused(&users("allow", &["--person", "mayor@city.example"]), "schema 99");
    operated.refused(&[&import[..], &["--key", old]].concat(), "--replace");
    let replaced = operated.keiin(&[&import[..], &["--key", old, "--replace"]].concat());
    assert!(replaced.code == 0 && replaced.stderr.contains("Nobody may sign with it yet"), "{replaced:?}");
    operated.done(&users("allow", &["--person", "mayor@city.example"]));
    Ok(())
}

/// It has a key, a certificate, a name and users of its own, and comes and goes without a trace in the first.
async fn a_further_seal_of_the_same_organisation(operated: &mut Operated) -> Result<()> {
    let owner = ["--organisation", "takikawa", "--seal", "water"];
    let request = [&["key", "request-certificate"], &owner[..], &SUBJECT[..], &["--allow-once"]].concat();
    operated.refused(&request, "`keiin key make --organisation takikawa --seal water`");
    let made = operated.done_in_json(&[&["key", "make", "--spec", "ECC_NIST_P256"], &owner[..]].concat());
    assert!(made["alias"].as_str().is_some_and(|alias| alias.ends_with("-takikawa/water")), "{made}");
    assert_key_is_guarded(operated, made["key"].as_str().unwrap()).await?;
    let asked = operated.done_in_json(&request);
    let chain = operated.trust.issue(asked["request_pem"].as_str().unwrap(), "water").await?;
    operated.file("water.pem", &chain)?;
    let import = [&["key", "import-certificate", "--chain", "water.pem"], &owner[..]].concat();
    operated.fails(2, &import, "has no name yet");
    let named = ["--name", "滝川市水道事業管理者之印", "--person", "water@city.example"];
    operated.done(&[&import[..], &named[..]].concat());
    let list = operated.done(&["key", "list"]);
    assert!(list.contains("滝川市水道事業管理者之印") && list.contains("water@city.example"), "{list}");
    let first = operated.done(&["key", "allow", "--organisation", "takikawa", "--person", "mayor@city.example"]);
    assert!(first.contains("may sign  mayor@city.example") && !first.contains("water@"), "{first}");
    let stranger = ["key", "allow", "--organisation", "takikawa", "--seal", "hospital", "--person", "a@city.example"];
    operated.refused(&stranger, "takikawa has no registered seal hospital");
    operated.done(&[&["key", "disallow", "--person", "water@city.example"], &owner[..]].concat());
    let item = "registered seal water of takikawa (滝川市水道事業管理者之印)".to_owned();
    assert!(missing(operated).contains(&item), "nobody may sign with it");
    let removed = operated.done(&[&["key", "remove-certificate"], &owner[..]].concat());
    assert!(removed.contains("The registered seal water of takikawa is out of use"), "{removed}");
    let id = RegisteredSeal::of("takikawa".to_owned().try_into()?);
    assert!(SealingCertificates::find(&operated.deployment.table()?, Some(&id)).await?.is_some());
    Ok(())
}

/// Every certificate that came and went of the first seal, and who might ask, with what was before.
async fn the_log_tells_what_was_done_to_the_seal(operated: &Operated, chain: &str) -> Result<()> {
    let (table, takikawa) = (operated.deployment.table()?, "takikawa".to_owned().try_into()?);
    let entries = Directories::entries(&table, &takikawa, 0, 100).await?;
    let entries: Vec<Entry> = entries.iter().map(|text| Entry::from_json(text)).collect::<Result<_, _>>()?;
    let certificate = operate::seal_acts::logged(chain).context("a certificate")?;
    let after = certificate.clone();
    let sorachi = vec!["sorachi".to_owned().try_into()?];
    let kinds: Vec<EntryKind> = entries.into_iter().map(|entry| entry.kind).collect();
    let is_further = |kind: &EntryKind| match kind {
        EntryKind::SealCertificateImported { seal, .. }
        | EntryKind::SealCertificateReplaced { seal, .. }
        | EntryKind::SealCertificateRemoved { seal, .. }
        | EntryKind::SealNameChanged { seal, .. }
        | EntryKind::SealAskersChanged { seal, .. } => seal.is_some(),
        _ => false,
    };
    // Of the further seal: imported, named, taken out of use.
    assert_eq!(kinds.iter().filter(|kind| is_further(kind)).count(), 3, "{kinds:?}");
    let kinds: Vec<EntryKind> = kinds.into_iter().filter(|kind| !is_further(kind)).collect();
    let of_seal = kinds.into_iter().filter(|kind| !matches!(kind, EntryKind::SealPersonsChanged { .. }));
    let expected = [
        EntryKind::SealCertificateImported { seal: None, after: after.clone() },
        // The same certificate was imported again three times, which replaces nothing.
        EntryKind::SealAskersChanged { seal: None, before: Vec::new(), after: sorachi.clone() },
        EntryKind::SealAskersChanged { seal: None, before: sorachi, after: Vec::new() },
        EntryKind::SealCertificateRemoved { seal: None, before: Some(certificate) },
        EntryKind::SealCertificateImported { seal: None, after },
    ];
    assert_eq!(of_seal.collect::<Vec<_>>(), expected);
    Ok(())
}

/// Only seal-document may sign, and its role finds the key by the tag.
async fn assert_key_is_guarded(operated: &Operated, key: &str) -> Result<()> {
    let kms = aws_sdk_kms::Client::new(operated.deployment.config());
    let policy = kms.get_key_policy().key_id(key).send().await?.policy.context("a policy")?;
    let role = operated.deployment.output("SealDocumentRoleArn")?.to_owned();
    assert_eq!(signers(&serde_json::from_str(&policy)?), [role].into());
    let tags = kms.list_resource_tags().key_id(key).send().await?;
    assert!(tags.tags().iter().any(|tag| (tag.tag_key(), tag.tag_value()) == ("keiin:seal", "true")), "{tags:?}");
    Ok(())
}

async fn timestamp_authorities(operated: &Operated) -> Result<()> {
    operated.file("root.pem", operated.trust.root_pem())?;
    let urls = operated.trust.timestamp_urls();
    let add = |url: &'_ str| ["authority", "add", "--anchors", "root.pem", "--url", url].map(str::to_owned);
    let call = |arguments: &[String], more: &[&str]| {
        let all: Vec<&str> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
        operated.keiin(&all)
    };
    let credentials = call(&add("https://user:secret@tsa.example"), &[]);
    assert!(credentials.code == 2 && credentials.stderr.contains("must not stand in the address"), "{credentials:?}");
    assert_eq!(call(&add(&urls[1]), &["--accredited"]).code, 0);
    assert_eq!(call(&add(&urls[0]), &["--first", "--policy", "1.2.3.4"]).code, 0);
    let again = call(&add(&urls[0]), &[]);
    assert!(again.code == 1 && again.stderr.contains("--replace"), "{again:?}");
    operated.file("no-root.pem", "no certificate")?;
    operated.refused(
        &["authority", "add", "--anchors", "no-root.pem", "--url", "https://tsa.example"],
        "no readable PEM block",
    );
    let stored = TimestampAuthorities::list(&operated.deployment.table()?).await?;
    let found: Vec<_> = stored.iter().map(|a| (&a.url, a.accredited, a.policy.as_deref())).collect();
    assert_eq!(found, [(&urls[0], false, Some("1.2.3.4")), (&urls[1], true, None)]);

    // The first does not answer under that policy, which is told, and the other is tested all the same.
    let tested = operated.keiin(&["authority", "test", "--json"]);
    let answers: Vec<Value> = serde_json::from_str(&tested.stdout)?;
    assert_eq!(tested.code, 1, "{tested:?}");
    assert!(answers[0]["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{tested:?}");
    assert_eq!((&answers[1]["ok"], &answers[1]["accredited"]), (&Value::Bool(true), &Value::Bool(true)));
    assert!(answers[1]["difference_seconds"].is_f64() && answers[1]["token_policy"].is_string(), "{tested:?}");
    assert_eq!(call(&add(&urls[0]), &["--replace"]).code, 0);
    let all = operated.done(&["authority", "test"]);
    assert_eq!(all.matches("OK      ").count(), 2, "{all}");
    assert!(all.contains("accredited  no (認定外)") && all.contains("accuracy"), "{all}");
    operated.trust.stop_timestamping(0);
    let one = operated.keiin(&["authority", "test", &urls[0]]);
    assert!(one.code == 1 && one.stdout.starts_with("FAILED  "), "{one:?}");
    operated.trust.resume_timestamping(0);
    operated.refused(&["authority", "remove", "https://tsa.example"], "is not among the timestamp authorities");
    Ok(())
}

async fn trust_anchors(operated: &Operated) -> Result<()> {
    operated.refused(&["trust", "add", "no-root.pem"], "no readable PEM block");
    operated.file("other.pem", include_str!("../../../shared/pades/tests/keys/other-root.pem"))?;
    operated.done(&["trust", "add", "other.pem"]);
    assert!(missing(operated).contains(&"trust anchors".to_owned()), "the operator's own root is not among them");
    let added = operated.keiin(&["trust", "add", "root.pem", "other.pem"]);
    assert!(added.code == 0 && added.stderr.contains("Trusted already"), "{added:?}");
    let listed = operated.done_in_json(&["trust", "list"]);
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
    let other = listed[0]["sha256"].as_str().unwrap()[..16].to_owned();
    operated.done(&["trust", "remove", &other]);
    operated.refused(&["trust", "remove", &other], "there is no such trust anchor");
    let stored = TrustAnchors::list(&operated.deployment.table()?).await?;
    assert_eq!(stored.concat().replace('\n', ""), operated.trust.root_pem().replace(['\n', '\r'], ""));
    Ok(())
}

/// The first administrator is invited by the operator, and everything so far stands in the organisation's log.
async fn people(operated: &Operated, table: &aws::table::Table) -> Result<()> {
    let invite = ["organisation", "invite", "takikawa", "--name", "佐藤 花子", "--email", "sato@city.example"];
    assert!(operated.done(&invite).contains("to takikawa as administrator"));
    operated.refused(&invite, "has this address already");
    let nobodys = ["organisation", "invite", "sorachi", "--name", "佐藤 花子", "--email", "sato@city.example"];
    operated.refused(&nobodys, "`keiin organisation add sorachi`");
    operated.fails(2, &[&invite[..], &["--role", "mayor"]].concat(), "the roles are administrator");

    let takikawa = "takikawa".to_owned().try_into()?;
    let [person] = &People::page(table, &takikawa, None, 10).await?[..] else { panic!("one person") };
    assert!(person.profile.roles.contains(&Role::Administrator) && !person.is_active());
    let entries = table.entries(&takikawa, 0, 100).await?;
    let entries: Vec<Entry> = entries.iter().map(|text| Entry::from_json(text)).collect::<Result<_, _>>()?;
    assert!(entries.iter().all(|entry| entry.by == Actor::Operator));
    // Who may sign with its seal was said before it was added.
    let is_of_seal = |entry: &&Entry| {
        matches!(
            entry.kind,
            EntryKind::SealPersonsChanged { .. }
                | EntryKind::SealCertificateImported { .. }
                | EntryKind::SealCertificateReplaced { .. }
                | EntryKind::SealCertificateRemoved { .. }
                | EntryKind::SealNameChanged { .. }
                | EntryKind::SealAskersChanged { .. }
        )
    };
    let named = entries.iter().take_while(is_of_seal).count();
    assert!(named > 0 && matches!(entries[named].kind, EntryKind::OrganisationAdded { .. }), "{entries:?}");
    let keys = entries.iter().filter(|entry| matches!(entry.kind, EntryKind::KeyMade { .. })).count();
    assert_eq!(keys, 2, "{entries:?}");
    assert!(matches!(entries.last().unwrap().kind, EntryKind::PersonInvited { .. }));
    a_key_of_a_person(operated, table, person.id).await
}

/// It sends in the person's name, and ends with them.
async fn a_key_of_a_person(operated: &Operated, table: &aws::table::Table, id: PersonId) -> Result<()> {
    let takikawa = "takikawa".to_owned().try_into()?;
    let make = ["api-key", "make", "takikawa", "--person", "Sato@city.example", "--label", "集計"];
    operated.refused(&make, "has not signed in yet");
    operated.refused(
        &["api-key", "make", "takikawa", "--person", "kato@city.example"],
        "nobody of takikawa has the address",
    );
    let (registry, person) = (operate::registry::registry(table), Actor::Person { person: id });
    let entries = Directories::entries(table, &takikawa, 0, 100).await?;
    let by_entry = u64::try_from(entries.len())?;
    let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: "sato".to_owned() };
    let about = About { person: Some(id), ..About::default() };
    let accept = |_: &_, _: &_| Ok(Change::AcceptInvitation { by_entry, identity: identity.clone() });
    registry.change(&takikawa, &about, &person, None, accept).await?;

    let made = operated.keiin(&make);
    assert!(made.code == 0 && made.stderr.contains("for 佐藤 花子 <sato@city.example>"), "{made:?}");
    let key = made.stdout.trim();
    let account = ApiKeys::find(table, Digest::of(key.as_bytes())).await?.context("the functions find it")?;
    assert_eq!((account.sender.person, &*account.terms.label), (Some(id), "集計"));
    let listed = ListedKeys::page(table, &takikawa, None, 10).await?;
    assert!(listed.iter().any(|key| key.holder == KeyHolder::Person { person: id }), "{listed:?}");
    operated.keiin_with_input(&["api-key", "revoke", "--stdin"], key);
    Ok(())
}

async fn organisations_and_api_keys(operated: &Operated) -> Result<()> {
    let sender = ["--sender-name", "佐藤 花子", "--sender-email", "somu@city.example"];
    let make = [&["api-key", "make", "takikawa"], &sender[..]].concat();
    operated.refused(&make, "`keiin organisation add takikawa`");
    let add = [&["organisation", "add", "takikawa", "--name", "滝川市", "--two-factor-required"], &sender[..]].concat();
    let added = operated.keiin(&add);
    let first = added.stdout.trim().to_owned();
    assert!(added.code == 0 && first.starts_with("keiin_") && !added.stderr.contains(&first), "{added:?}");
    operated.refused(&add, "`keiin api-key make takikawa`");
    let second = operated.done(&make).trim().to_owned();

    let table = operated.deployment.table()?;
    for key in [&first, &second] {
        let account = ApiKeys::find(&table, Digest::of(key.as_bytes())).await?.context("the functions find it")?;
        assert_eq!(account.sender.organisation_name, "滝川市");
        assert!(account.policy.two_factor_required, "what the organisation demands holds for all its keys");
    }
    let row = async || {
        Organisations::find(&table, &"takikawa".to_owned().try_into()?)
            .await?
            .context("the functions find the organisation")
    };
    assert!(row().await?.policy.two_factor_required && row().await?.closed_at.is_none());
    operated.fails(2, &["organisation", "set", "takikawa"], "--name");
    let set =
        operated.done(&["organisation", "set", "takikawa", "--name", "滝川市役所", "--two-factor-required", "false"]);
    assert!(set.contains("takikawa: 滝川市役所") && set.contains("required  no"), "{set}");
    assert!(!row().await?.policy.two_factor_required);
    operated.done(&["organisation", "close", "takikawa"]);
    let closed = row().await?.closed_at;
    operated.done(&["organisation", "close", "takikawa"]);
    assert!(closed.is_some() && row().await?.closed_at == closed, "the first end counts");
    operated.refused(&make, "`keiin organisation reopen takikawa`");
    assert!(operated.done(&["organisation", "list"]).contains("closed since 20"));
    operated.done(&["organisation", "reopen", "takikawa"]);
    operated.done(&["organisation", "set", "takikawa", "--two-factor-required", "true"]);
    an_identity_provider_of_its_own(operated).await?;
    a_way_back_for_whoever_is_shut_out(operated).await?;
    let rows = operated.rows()?;
    rows.put("ORGANISATION#takikawa", "ORGANISATION", "{}", Some("ORGANISATION")).await?;
    assert!(missing(operated).contains(&"setting".to_owned()));
    let about_another =
        r#"{"schema":1,"id":"sorachi","name":"x","policy":{},"added_at":"2026-11-28T00:00:00Z","closed_at":null}"#;
    rows.put("ORGANISATION#takikawa", "ORGANISATION", about_another, Some("ORGANISATION")).await?;
    operated.refused(&["organisation", "close", "takikawa"], "the row is about sorachi");
    for unreadable in [&["organisation", "close", "takikawa"][..], &["organisation", "set", "takikawa", "--name", "x"]]
    {
        operated.refused(unreadable, "--replace");
    }
    operated.fails(2, &["organisation", "set", "takikawa", "--name", "x", "--replace"], "--two-factor-required");
    let anew = ["--name", "滝川市", "--two-factor-required", "true", "--replace"];
    let written = operated.keiin(&[&["organisation", "set", "takikawa"], &anew[..]].concat());
    assert!(written.code == 0 && written.stderr.contains("could not be read and is gone"), "{written:?}");
    assert!(row().await?.policy.two_factor_required);
    operated.refused(&["organisation", "close", "nobody"], "the organisation nobody has no API key yet");
    let nobody = ["organisation", "set", "nobody", "--name", "x", "--two-factor-required", "true"];
    operated.refused(&nobody, "the organisation nobody has no API key yet");

    people(operated, &table).await?;

    let listed = operated.done_in_json(&["api-key", "list", "--organisation", "takikawa"]);
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
    assert!(!listed.to_string().contains("keiin_"), "a key is shown once");
    assert_eq!(operated.done_in_json(&["api-key", "list", "--organisation", "sorachi"]), Value::Array(Vec::new()));

    let bound =
        ["--label", "会計システム", "--scope", "envelopes:read", "--expires-in", "365", "--from", "203.0.113.0/24"];
    let made = operated.keiin(&[&make[..], &bound].concat());
    assert!(
        made.code == 0 && made.stderr.contains("good for envelopes:read from 203.0.113.0/24, until 20"),
        "{made:?}"
    );
    let third = ApiKeys::find(&table, Digest::of(made.stdout.trim().as_bytes())).await?.context("a key")?;
    assert_eq!((third.terms.scopes.len(), &*third.terms.label), (1, "会計システム"));
    let list = operated.done(&["api-key", "list"]);
    assert!(
        list.contains("envelopes:read,envelopes:write,envelopes:send") && list.contains("203.0.113.0/24"),
        "{list}"
    );
    operated.keiin_with_input(&["api-key", "revoke", "--stdin"], &made.stdout);

    let revoked = operated.keiin_with_input(&["api-key", "revoke", "--stdin"], &format!("{second}\n"));
    assert_eq!(revoked.code, 0, "{revoked:?}");
    assert!(ApiKeys::find(&table, Digest::of(second.as_bytes())).await?.is_none());
    operated.refused(&["api-key", "revoke", "0123456789abcdef"], "there is no such API key");
    let organisations = operated.done(&["organisation", "list"]);
    assert!(organisations.contains("takikawa  1     1                 yes         open"), "{organisations}");
    let id = operated.done_in_json(&["api-key", "list"])[0]["id"].as_str().unwrap().to_owned();
    let last = operated.keiin(&["api-key", "revoke", &id]);
    assert!(last.code == 0 && last.stderr.contains("It was the last one"), "{last:?}");
    operated.refused(&add, "`keiin api-key make takikawa`");
    operated.done(&make);
    Ok(())
}

/// Nobody of the organisation is heard any more, so that nobody of it can take it back.
async fn a_way_back_for_whoever_is_shut_out(operated: &Operated) -> Result<()> {
    let (table, takikawa) = (operated.deployment.table()?, "takikawa".to_owned().try_into()?);
    let set = |arguments: &[&str]| operated.done(&[&["organisation", "set", "takikawa"], arguments].concat());
    let told = set(&["--from", "203.0.113.0/24", "--from", "2001:db8::/32", "--members-second-factor", "true"]);
    assert!(told.contains("203.0.113.0/24, 2001:db8::/32") && told.contains("with a second factor"), "{told}");
    let row = async || Organisations::find(&table, &takikawa).await?.context("the organisation");
    assert!(row().await?.members.second_factor_required && row().await?.addresses.len() == 2);
    set(&["--from", "198.51.100.7"]);
    assert!(row().await?.addresses.len() == 1, "all of them, in the place of those before");
    assert!(row().await?.members.second_factor_required, "what is not named stays");
    let rule = async || LinkRules::find(&table, &takikawa).await;
    assert_eq!(rule().await?, LinkRule::default());
    let told = set(&["--address-bound-links", "all"]);
    assert!(told.contains("links bound to these    all"), "{told}");
    assert_eq!(rule().await?, LinkRule { bound: AddressBoundLinks::All, ..row().await?.link_rule() });
    // The links would open nowhere.
    let without_ranges = ["organisation", "set", "takikawa", "--from-anywhere"];
    operated.refused(&without_ranges, "with `--address-bound-links none` as well");
    operated.refused(&["organisation", "set", "takikawa", "--address-bound-links", "own-domains"], "mail domains");
    assert_eq!(rule().await?.addresses.len(), 1);
    let told = set(&["--from-anywhere", "--address-bound-links", "none", "--members-second-factor", "false"]);
    assert!(told.contains("anywhere") && told.contains("links bound to these    none"), "{told}");
    assert_eq!(rule().await?, LinkRule::default());
    assert!(row().await?.addresses.is_empty() && !row().await?.members.second_factor_required);

    let entries = Directories::entries(&table, &takikawa, 0, 100).await?;
    let last = Entry::from_json(entries.last().context("an entry")?)?;
    let EntryKind::OrganisationChanged { before, after } = last.kind else { panic!("{last:?}") };
    assert_eq!((last.by, before.addresses.len(), after.addresses.len()), (Actor::Operator, 1, 0));
    Ok(())
}

/// The secret goes into a row of its own, and into nothing that anybody reads.
async fn an_identity_provider_of_its_own(operated: &Operated) -> Result<()> {
    let (table, takikawa) = (operated.deployment.table()?, "takikawa".to_owned().try_into()?);
    let at = ["--issuer", "https://login.city.example", "--client-id", "keiin", "--second-factor", "always"];
    let set = [&["organisation", "provider", "takikawa"], &at[..]].concat();
    let outcome = operated.keiin_with_input(&[&set[..], &["--client-secret-stdin"]].concat(), "s3cret-of-tests\n");
    assert!(outcome.code == 0 && !format!("{outcome:?}").contains("s3cret"), "{outcome:?}");
    let provider = Organisations::find(&table, &takikawa).await?.and_then(|organisation| organisation.provider);
    let provider = provider.context("the organisation has a provider")?;
    assert_eq!((provider.issuer.as_str(), provider.client_id.as_str()), ("https://login.city.example", "keiin"));
    let secret = ProviderSecrets::find(&table, &takikawa).await?.context("the function finds the secret")?;
    assert!(secret.is_for(&provider) && secret.secret.reveal() == "s3cret-of-tests");
    let log = Directories::entries(&table, &takikawa, 0, 100).await?.concat();
    assert!(log.contains("login.city.example") && !log.contains("s3cret"), "{log}");

    let plain = ["--issuer", "http://localhost:8080", "--client-id", "keiin", "--second-factor", "always"];
    operated.fails(2, &[&["organisation", "provider", "takikawa"], &plain[..]].concat(), "only a local stack calls");

    operated.done(&set);
    assert!(ProviderSecrets::find(&table, &takikawa).await?.is_none(), "without a secret it is a public client");
    operated.done(&["organisation", "provider", "takikawa", "--remove"]);
    assert!(Organisations::find(&table, &takikawa).await?.is_some_and(|organisation| organisation.provider.is_none()));
    operated.refused(&["organisation", "provider", "nobody", "--remove"], "there is no organisation nobody");
    Ok(())
}

/// Rows that others wrote in other words are changed all the same, and what cannot be read is not passed over.
async fn a_row_by_somebody_else(operated: &Operated) -> Result<()> {
    let (table, rows) = (operated.deployment.table()?, operated.rows()?);
    let before = TrustAnchors::list(&table).await?;
    let spaced = format!("[ {} ]", serde_json::to_string(&before[0])?);
    rows.put("SETTINGS", "TRUST_ANCHORS", &spaced, None).await?;
    operated.done(&["trust", "add", "other.pem"]);
    assert_eq!(TrustAnchors::list(&table).await?.len(), 2);

    // What cannot be read is told beside the others, nothing is decided without it, and a key of that kind can be revoked.
    let digest = Digest::of(b"unreadable").to_string();
    for row in ["APIKEY#not-a-digest".to_owned(), format!("APIKEY#{digest}")] {
        rows.put(&row, "KEY", "{}", Some("API_KEY")).await?;
        let listed = operated.keiin(&["api-key", "list"]);
        assert!(listed.code == 1 && listed.stderr.contains(&row) && listed.stdout.contains("takikawa"), "{listed:?}");
    }
    assert_eq!(missing(operated).iter().filter(|item| *item == "setting").count(), 2);
    let sender = ["--sender-name", "佐藤 花子", "--sender-email", "somu@city.example"];
    operated.refused(&[&["organisation", "add", "sorachi", "--name", "空知"], &sender[..]].concat(), "APIKEY#");
    operated.done(&["api-key", "revoke", &digest[..16]]);
    operated.refused(&["api-key", "revoke", &digest], "there is no such API key");
    rows.remove("APIKEY#not-a-digest", "KEY").await?;

    // A key that no list shows is none.
    let account = list_settings(&table).await?.settings.into_iter().find_map(|setting| match setting {
        Setting::ApiKey(_, account) => Some(account),
        _ => None,
    });
    let (hidden, body) = (Digest::of(b"hidden"), account.context("an account")?.to_row()?);
    rows.put(&format!("APIKEY#{hidden}"), "KEY", &body, None).await?;
    assert!(ApiKeys::find(&table, hidden).await.is_err());
    rows.remove(&format!("APIKEY#{hidden}"), "KEY").await?;

    // What somebody else has changed in between is not written over.
    let raced = aws::table::change_setting(&table, &SettingsKey::TrustAnchors, |before| {
        let nobody = Setting::TrustAnchors(Vec::new());
        let late = put_setting(&table, &nobody);
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(late)).unwrap();
        before.readable()?.ok_or("the setting is there".to_owned())
    });
    let error = raced.await.unwrap_err().to_string();
    assert!(error.contains("somebody else has changed"), "{error}");
    put_setting(&table, &Setting::TrustAnchors(before)).await?;
    Ok(())
}

async fn everything_is_there(operated: &Operated) -> Result<()> {
    assert_eq!(missing(operated), ["alarms"]);
    let sns = aws_sdk_sns::Client::new(operated.deployment.config());
    let request = sns.subscribe().topic_arn(&operated.topic).protocol("sqs");
    request.endpoint("arn:aws:sqs:ap-northeast-1:000000000000:alarms").send().await?;
    let checked = operated.keiin(&["check"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    assert!(checked.stdout.lines().all(|line| line.starts_with("ok ")), "{checked:?}");
    println!("{}", checked.stdout);
    // A certificate that is good today is not good for ever.
    let later = operated.keiin(&["check", "--days", "3650"]);
    assert!(later.code == 1 && later.stdout.contains("valid until"), "{later:?}");
    Ok(())
}
