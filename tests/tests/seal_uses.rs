//! An organisation's registered seal by the API: its administrators say who may sign with it, read what was signed, and are told
//! when its certificate ends.

use anyhow::{Context, Result, ensure};
use domain::authorisation::{KeyTerms, Scope};
use domain::language::Language;
use journeys::person::complete_by;
use journeys::{mail_to, run, until};
use local::client::{Client, declare, link_in};
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const SEAL: &str = "/v1/organisation/seals/takikawa";
const ACCESS_CODE: &str = "tsubaki-2026";
const MAYOR: &str = "mayor-of-uses@city.takikawa.example";
const DAY: i64 = 24 * 60 * 60;

async fn get(client: &Client, path: &str) -> Result<Value> {
    client.api(Method::GET, path, None, None).await?.expect(StatusCode::OK)?.json()
}

/// The mayor alone may sign from now on.
async fn name_the_mayor(administrator: &Client) -> Result<()> {
    let read = administrator.api(Method::GET, SEAL, None, None).await?.expect(StatusCode::OK)?;
    ensure!(read.json()?["state"] == "valid", "{}", read.text());
    let etag = read.header("etag").to_owned();
    let headers = [("if-match", etag.as_str()), ("content-type", "application/json")];
    let body = json!({"persons": [MAYOR]}).to_string().into_bytes();
    let changed = administrator.api_with(Method::PATCH, SEAL, &headers, body.clone()).await?.expect(StatusCode::OK)?;
    ensure!(changed.json()?["persons"] == json!([MAYOR]), "{}", changed.text());
    let late = administrator.api_with(Method::PATCH, SEAL, &headers, body).await?;
    ensure!(late.status == StatusCode::PRECONDITION_FAILED, "{}: {}", late.status, late.text());
    let log = get(administrator, "/v1/organisation/log?limit=100").await?;
    let entries = log["entries"].as_array().context("entries")?;
    ensure!(entries.iter().any(|entry| entry["type"] == "seal_persons_changed"), "{log}");
    Ok(())
}

fn contract(email: &str, pdf: &[u8]) -> Value {
    let mayor = json!({"kind": "signer", "order": 1, "name": "滝川 市長", "email": email,
        "seal": {"type": "registered", "organisation": "takikawa"},
        "factor": {"type": "access_code", "code": ACCESS_CODE}});
    json!({"title": "使用記録", "documents": [declare("契約書", pdf)], "recipients": [mayor]})
}

#[test]
fn an_organisation_says_who_may_sign_with_its_seal_and_reads_what_was_signed() {
    run(async |stack| {
        let terms = KeyTerms { scopes: Scope::ALL.into(), ..KeyTerms::for_envelopes() };
        let administrator = stack.add_key(terms).await?;
        name_the_mayor(&administrator).await?;
        let pdf = local::sample::contract(3)?;
        let by_a_clerk = contract("clerk@city.takikawa.example", &pdf);
        let key = Some("uses-by-a-clerk");
        let refused = stack.client().api(Method::POST, "/v1/envelopes", key, Some(&by_a_clerk)).await?;
        ensure!(refused.status == StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", refused.status, refused.text());
        let id = sign(stack, &pdf).await?;

        let uses = get(&administrator, &format!("{SEAL}/uses")).await?;
        let [used] = &uses["uses"].as_array().context("uses")?[..] else { anyhow::bail!("one use: {uses}") };
        ensure!(used["document"]["envelope"] == id.as_str() && used["title"] == "使用記録", "{used}");
        ensure!(used["signer"]["email"] == MAYOR && used["signer"]["identity"] == "access_code", "{used}");
        ensure!(uses["next_cursor"].is_null(), "{uses}");
        is_told_of_the_end(stack, &administrator).await
    });
}

/// The mayor signs; gives the envelope's identifier.
async fn sign(stack: &Stack, pdf: &[u8]) -> Result<String> {
    let client = stack.client();
    let created = client.create(&contract(MAYOR, pdf)).await?;
    client.upload(&created["documents"][0], pdf.to_vec()).await?;
    let id = created["id"].as_str().context("an id")?.to_owned();
    client.send(&id).await?;
    let link = link_in(&mail_to(stack, MAYOR, "への署名依頼が届いています").await?.html, "/sign/")?;
    let browser = client.sign_in(&link, ACCESS_CODE).await?;
    let act = complete_by(&browser, &link).await?;
    ensure!(act.status == StatusCode::SEE_OTHER, "{}: {}", act.status, act.text());
    until("the end", async || Ok((client.envelope(&id).await?["status"] == "completed").then_some(()))).await?;
    Ok(id)
}

/// Twenty days before the certificate's end, whenever that is.
async fn is_told_of_the_end(stack: &Stack, administrator: &Client) -> Result<()> {
    let email = "administrator-of-uses@city.takikawa.example";
    stack.join("佐藤 花子", email, Language::Ja).await?;
    let days = get(administrator, SEAL).await?["certificate"]["days_left"].as_i64().context("days")?;
    let look = async || stack.invoke("expire-envelopes", &json!({"task": "certificates"})).await;
    look().await?;
    stack.move_clock((days - 20) * DAY)?;
    for _ in 0..3 {
        look().await?;
    }
    mail_to(stack, email, "登録印章の電子証明書の有効期限のお知らせ（残り20日）").await?;
    until("the empty queue", async || Ok((stack.messages_in("MailQueueUrl").await? == 0).then_some(()))).await?;
    let mails = stack.mails().await?;
    let told = mails.iter().filter(|mail| mail.to.iter().any(|to| to == email) && mail.subject.contains("電子証明書"));
    let count = told.count();
    ensure!(count == 1, "{count} mails");
    Ok(())
}
