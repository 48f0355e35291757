//! Whose seal: an organisation's registered seal (実印タイプ) is for its named persons and for those who may ask, at each of the
//! places where it could be misused, and it is not passed on by forwarding.

use anyhow::{Context, Result, bail, ensure};
use domain::envelope::Sender;
use domain::language::Language;
use journeys::contract::Draft;
use journeys::person::{complete_by, confirmation_by};
use journeys::{judge, mail_to, run, until};
use local::client::{Answer, Client, declare, fresh_key, link_in};
use local::logs;
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const CITY: &str = "takikawa";
const ACCESS_CODE: &str = "tsubaki-2026";
const REQUEST: &str = "への署名依頼が届いています";
/// What the certificates of the operator and of the city say.
const OPERATOR_CERTIFICATE: &str = "Keiin Local Operator";
const CITY_CERTIFICATE: &str = "CN=滝川市";

/// Another organisation, with an API key of its own.
async fn neighbour(stack: &Stack) -> Result<Client> {
    stack
        .add_sender(&Sender {
            organisation: "fukagawa".to_owned().try_into()?,
            organisation_name: "深川市".to_owned(),
            organisation_name_en: None,
            person: None,
            name: "山本 次郎".to_owned(),
            email: "yamamoto@city.fukagawa.example".parse()?,
            language: Language::Ja,
        })
        .await
}

/// A contract whose last signer is to use this organisation's registered seal; the others sign side by side with the contract seal.
fn contract(title: &str, pdf: &[u8], owner: &str, email: &str, others: &[&str]) -> Value {
    let other = |email: &&str| json!({"kind": "signer", "order": 1, "name": "鈴木 太郎", "email": email});
    let sealer = json!({"kind": "signer", "order": 1, "name": "佐藤 花子", "email": email,
        "seal": {"type": "registered", "organisation": owner},
        "factor": {"type": "access_code", "code": ACCESS_CODE}});
    let recipients: Vec<Value> = others.iter().map(other).chain([sealer]).collect();
    json!({"title": title, "documents": [declare("契約書", pdf)], "recipients": recipients})
}

async fn create(client: &Client, envelope: &Value) -> Result<Answer> {
    client.api(Method::POST, "/v1/envelopes", Some(&fresh_key()?), Some(envelope)).await
}

/// Creates, uploads and sends; gives the envelope's identifier.
async fn send(client: &Client, envelope: &Value, pdf: &[u8]) -> Result<String> {
    let created = client.create(envelope).await?;
    client.upload(&created["documents"][0], pdf.to_vec()).await?;
    let id = created["id"].as_str().context("an envelope has an id")?.to_owned();
    client.send(&id).await?;
    Ok(id)
}

/// The link in the request to this address, and a browser that has shown the access code there.
async fn at_the_link(stack: &Stack, email: &str) -> Result<(String, Client)> {
    let link = link_in(&mail_to(stack, email, REQUEST).await?.html, "/sign/")?;
    let browser = stack.client().sign_in(&link, ACCESS_CODE).await?;
    Ok((link, browser))
}

/// The events of this kind, as the sender gets them.
async fn events(client: &Client, id: &str, kind: &str) -> Result<Vec<Value>> {
    let all = client.events(id).await?;
    ensure!(all["intact"] == true, "the evidence chain is broken: {all}");
    Ok(all["events"].as_array().context("events")?.iter().filter(|event| event["type"] == kind).cloned().collect())
}

/// The one document, and the subjects of the certificates by which it is signed, in order.
async fn signed(client: &Client, id: &str) -> Result<(Vec<u8>, Vec<String>)> {
    let envelope = client.envelope(id).await?;
    let url = envelope["documents"][0]["download"]["url"].as_str().context("a download URL")?;
    let file = client.fetch(url).await?;
    let signers = pades::signatures(&file)?.into_iter().map(|signature| signature.signer.unwrap_or_default());
    Ok((file, signers.collect()))
}

/// Whether the city lets its neighbour ask for its seal.
async fn let_neighbour_ask(stack: &Stack, may: bool) -> Result<()> {
    let organisation = "fukagawa".to_owned().try_into()?;
    stack
        .change_seal(move |seal| {
            seal.organisations.retain(|known| *known != organisation);
            seal.organisations.extend(may.then_some(organisation));
        })
        .await
}

/// One after the other: the second stops the authorities, for which the first would wait.
#[test]
fn a_registered_seal_serves_those_alone_whom_its_organisation_lets() {
    run(async |stack| {
        a_forwarded_task_is_signed_with_the_contract_seal(stack).await?;
        another_organisation_gets_no_signature_by_the_citys_seal(stack).await
    });
}

async fn another_organisation_gets_no_signature_by_the_citys_seal(stack: &Stack) -> Result<()> {
    let client = neighbour(stack).await?;
    let pdf = local::sample::contract(3)?;
    let mayor = "mayor@city.takikawa.example";
    stack.change_seal(|seal| seal.persons.push(mayor.parse().expect("an address"))).await?;

    // Whether the city has a seal at all, and for whom, cannot be found out.
    for email in ["me@city.fukagawa.example", mayor] {
        let refused = create(&client, &contract("探る契約", &pdf, CITY, email, &[])).await?;
        let unknown = create(&client, &contract("探る契約", &pdf, "nobody", email, &[])).await?;
        ensure!(refused.status == StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", refused.status, refused.text());
        ensure!(refused.json()?["errors"][0]["pointer"] == "/recipients/0/seal/organisation", "{}", refused.text());
        ensure!(refused.text() == unknown.text().replace("nobody", CITY), "{}: {}", refused.text(), unknown.text());
    }

    let_neighbour_ask(stack, true).await?;
    loses_the_right_after_creation(stack, &client, &contract("作成後に失効", &pdf, CITY, mayor, &[])).await?;
    loses_the_right_before_the_act(stack, &client, &pdf, mayor).await?;
    let deputy = "deputy@city.takikawa.example";
    stack.change_seal(|seal| seal.persons.push(deputy.parse().expect("an address"))).await?;
    let_neighbour_ask(stack, true).await?;
    loses_the_right_before_the_seal(stack, &client, &pdf, deputy).await
}

/// The same request under the same key is answered as it was; another one is refused, and its key can be used again.
async fn loses_the_right_after_creation(stack: &Stack, client: &Client, envelope: &Value) -> Result<()> {
    let ask = async |key: &str| client.api(Method::POST, "/v1/envelopes", Some(key), Some(envelope)).await;
    let (key, another) = (fresh_key()?, fresh_key()?);
    let created = ask(&key).await?.expect(StatusCode::CREATED)?.json()?;
    let_neighbour_ask(stack, false).await?;
    let again = ask(&key).await?.expect(StatusCode::CREATED)?.json()?;
    ensure!(again["id"] == created["id"], "{again}");
    let refused = ask(&another).await?;
    ensure!(refused.status == StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", refused.status, refused.text());
    let_neighbour_ask(stack, true).await?;
    let created = ask(&another).await?.expect(StatusCode::CREATED)?.json()?;
    ensure!(again["id"] != created["id"], "{created}");
    Ok(())
}

async fn loses_the_right_before_the_act(stack: &Stack, client: &Client, pdf: &[u8], signer: &str) -> Result<()> {
    let id = send(client, &contract("署名前に失効", pdf, CITY, signer, &[]), pdf).await?;
    let (link, browser) = at_the_link(stack, signer).await?;
    let fields = confirmation_by(&browser, &link).await.context("while the right is there")?;
    let to_a_mailbox_of_ones_own = json!({"email": "me@city.fukagawa.example"});
    let corrected = client.try_to_request_again(&id, 1, &to_a_mailbox_of_ones_own).await?;
    ensure!(corrected.status == StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", corrected.status, corrected.text());
    ensure!(corrected.json()?["errors"][0]["pointer"] == "/email", "{}", corrected.text());

    let_neighbour_ask(stack, false).await?;
    let page = browser.page(&link).await?;
    ensure!(page.status == StatusCode::OK && page.text().contains("いまは署名できません"), "{}", page.text());
    ensure!(!page.text().contains("/confirm"), "the page leads to the act: {}", page.text());
    let before = client.envelope(&id).await?["version"].clone();
    let act = browser.post_form(&format!("{link}/complete"), &fields).await?;
    ensure!(act.status == StatusCode::FORBIDDEN, "{}: {}", act.status, act.text());
    ensure!(act.text().contains("署名は行われていません"), "{}", act.text());
    let after = client.envelope(&id).await?;
    ensure!(after["version"] == before && after["recipients"][0]["state"]["name"] == "opened", "{after}");
    Ok(())
}

async fn loses_the_right_before_the_seal(stack: &Stack, client: &Client, pdf: &[u8], signer: &str) -> Result<()> {
    let vendor = "vendor-before-the-seal@vendor.example";
    let id = send(client, &contract("封印前に失効", pdf, CITY, signer, &[vendor]), pdf).await?;
    let (link, browser) = at_the_link(stack, signer).await?;

    // The vendor's seal waits for its timestamp, and the city's behind it.
    for authority in 0..2 {
        stack.trust().stop_timestamping(authority);
    }
    let vendors = link_in(&mail_to(stack, vendor, REQUEST).await?.html, "/sign/")?;
    let act = complete_by(stack.client(), &vendors).await?;
    ensure!(act.status == StatusCode::SEE_OTHER, "{}: {}", act.status, act.text());
    until("the vendor's seal", async || Ok((events(client, &id, "document_sealed").await?.len() == 2).then_some(())))
        .await?;
    let act = complete_by(&browser, &link).await?;
    ensure!(act.status == StatusCode::SEE_OTHER, "{}: {}", act.status, act.text());
    let_neighbour_ask(stack, false).await?;
    for authority in 0..2 {
        stack.trust().resume_timestamping(authority);
    }
    // What waits is tried again by the schedule, or at once by the sender.
    client.retry(&id).await?;

    until("the refusal in the log", async || {
        let log = logs::tail(stack.endpoint(), "seal-document", 200).await?;
        Ok(log.iter().any(|line| line.contains("the sender's organisation may not ask for this seal")).then_some(()))
    })
    .await?;
    let envelope = client.envelope(&id).await?;
    ensure!(
        envelope["status"] == "in_progress" && envelope["recipients"][1]["state"]["name"] == "approved",
        "{envelope}"
    );
    let (_, signers) = signed(client, &id).await?;
    ensure!(signers.len() == 2 && signers.iter().all(|name| name.contains(OPERATOR_CERTIFICATE)), "{signers:?}");

    // It waits for whoever mends the row.
    let_neighbour_ask(stack, true).await?;
    stack.move_clock(120)?;
    client.retry(&id).await?;
    until("completion", async || Ok((client.envelope(&id).await?["status"] == "completed").then_some(()))).await?;
    let (file, signers) = signed(client, &id).await?;
    ensure!(signers.len() == 3 && signers[2].contains(CITY_CERTIFICATE), "{signers:?}");
    judge(stack, &file, 3)
}

async fn a_forwarded_task_is_signed_with_the_contract_seal(stack: &Stack) -> Result<()> {
    let sent = Draft::with_registered_seal("転送する実印")?.send(stack).await?;
    let city = &sent.signers[0];
    let link = city.sign_link(stack).await?;
    let browser = city.browser(stack, &link).await?;
    let confirm = browser.page(&format!("{link}/confirm")).await?.text();
    ensure!(confirm.contains("貴組織名義の電子証明書、登録印章「"), "{confirm}");
    let form = browser.page(&format!("{link}/forward")).await?.text();
    ensure!(form.contains("ではなく、契約印タイプで署名されます"), "{form}");

    let other = "takahashi-forwarded@city.takikawa.example";
    // Nor does it help to be a person whom the seal's row names.
    stack.change_seal(|seal| seal.persons.push(other.parse().expect("an address"))).await?;
    let fields =
        [("name", "高橋 一郎"), ("company", "滝川市"), ("email", other), ("language", "ja"), ("reason", "異動")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = browser.post_form(&format!("{link}/forward"), &fields).await?;
    ensure!(answer.status == StatusCode::SEE_OTHER, "{}: {}", answer.status, answer.text());
    let told = mail_to(stack, "sato@city.takikawa.example", "【転送する実印】の依頼が転送されました").await?;
    ensure!(told.text.contains("実印タイプではなく契約印タイプで署名します"), "{}", told.text);
    let [event] = &events(stack.client(), &sent.id, "delegated").await?[..] else { bail!("forwarded once") };
    ensure!(event["seal"] == json!({"type": "contract"}), "{event}");

    let link = link_in(&mail_to(stack, other, REQUEST).await?.html, "/sign/")?;
    let browser = city.browser(stack, &link).await?;
    let confirm = browser.page(&format!("{link}/confirm")).await?.text();
    ensure!(confirm.contains("契約印タイプ") && !confirm.contains("実印タイプ"), "{confirm}");
    let act = complete_by(&browser, &link).await?;
    ensure!(act.status == StatusCode::SEE_OTHER, "{}: {}", act.status, act.text());
    sent.signers[1].sign(stack).await?;
    sent.reaches(stack, "completed").await?;
    let (file, signers) = signed(stack.client(), &sent.id).await?;
    ensure!(signers.len() == 3 && signers.iter().all(|name| name.contains(OPERATOR_CERTIFICATE)), "{signers:?}");
    judge(stack, &file, 3)
}
