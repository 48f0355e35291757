//! Drafts through the front door: changed, filled, emptied, copied and deleted; and small files that come with the request.

use anyhow::{Context, Result, ensure};
use domain::authorisation::{KeyTerms, Scope};
use journeys::contract::Draft;
use journeys::{mails_to, run, until};
use local::client::{Answer, declare, fresh_key};
use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Asks the API for something that happens to this version.
async fn at(stack: &Stack, tag: &str, method: Method, path: &str, body: &Value) -> Result<Answer> {
    let headers = [("if-match", tag), ("content-type", "application/json")];
    stack.client().api_with(method, path, &headers, body.to_string().into_bytes()).await
}

async fn post(stack: &Stack, path: &str, body: &Value) -> Result<Answer> {
    stack.client().api(Method::POST, path, Some(&fresh_key()?), Some(body)).await
}

#[test]
fn a_draft_is_changed_copied_and_deleted() {
    run(async |stack| {
        let (client, draft) = (stack.client(), Draft::sample("下書きの変更")?);
        let envelope = draft.create(stack).await?;
        let path = format!("/v1/envelopes/{}", envelope["id"].as_str().context("an id")?);
        let changed = at(stack, "\"1\"", Method::PATCH, &path, &json!({"title": "変更後の題名"})).await?;
        ensure!(changed.header("etag") == "\"2\"" && changed.json()?["title"] == "変更後の題名", "{}", changed.text());
        at(stack, "\"1\"", Method::DELETE, &path, &json!({})).await?.expect(StatusCode::PRECONDITION_FAILED)?;

        let annex = local::sample::contract(4)?;
        let added = post(stack, &format!("{path}/documents"), &declare("別紙", &annex)).await?;
        let added = added.expect(StatusCode::CREATED)?.json()?;
        client.upload(&added, annex.clone()).await?;
        let first = format!("{path}/documents/1");
        at(stack, "\"3\"", Method::DELETE, &first, &json!({})).await?.expect(StatusCode::OK)?;
        let id = path.rsplit('/').next().context("an id")?;
        let checked = client.checked(id).await?;
        ensure!(checked["documents"][0]["number"] == 2 && checked["documents"][0]["state"] == "checked", "{checked}");

        let copy = post(stack, &format!("{path}/copy"), &json!({})).await?.expect(StatusCode::CREATED)?.json()?;
        ensure!(copy["documents"][0]["state"] == "uploaded", "the store has copied it: {copy}");
        let copied = client.checked(copy["id"].as_str().context("an id")?).await?;
        ensure!(copied["documents"][0]["state"] == "checked", "it is the same file: {copied}");

        let file = client.api(Method::GET, &format!("{path}/documents/2/files/original"), None, None).await?;
        let file = file.expect(StatusCode::OK)?.json()?;
        ensure!(client.fetch(file["url"].as_str().context("a URL")?).await? == annex);

        at(stack, "\"4\"", Method::DELETE, &path, &json!({})).await?.expect(StatusCode::NO_CONTENT)?;
        client.api(Method::GET, &path, None, None).await?.expect(StatusCode::NOT_FOUND)?;
        let listed = client.envelopes("status=draft").await?;
        let listed = listed["envelopes"].as_array().context("a list")?;
        ensure!(listed.iter().all(|one| one["id"] != envelope["id"]), "{listed:?}");
        Ok(())
    });
}

/// By a key that may administer too, since folders are made by it.
#[test]
fn an_envelope_lies_in_a_folder_as_long_as_that_is_there() {
    run(async |stack| {
        let terms = KeyTerms { scopes: Scope::ALL.into(), ..KeyTerms::for_envelopes() };
        let client = stack.add_key(terms).await?;
        let post =
            async |path: &str, body: &Value| client.api(Method::POST, path, Some(&fresh_key()?), Some(body)).await;
        let made = post("/v1/folders", &json!({"name": "令和8年度 委託"})).await?.expect(StatusCode::CREATED)?;
        let tag = [("if-match", made.header("etag"))];
        let made = made.json()?;
        let folder = made["id"].as_str().context("an id")?.to_owned();
        let mut request = Draft::sample("フォルダーの封筒")?.request();
        request["folder"] = folder.clone().into();
        let envelope = client.create(&request).await?;
        let path = format!("/v1/envelopes/{}", envelope["id"].as_str().context("an id")?);
        until("the list of the folder", async || {
            let listed = client.envelopes(&format!("folder={folder}")).await?;
            Ok((listed["envelopes"][0]["id"] == envelope["id"]).then_some(()))
        })
        .await?;
        let of_folder = format!("/v1/folders/{folder}");
        let remove = async || client.api_with(Method::DELETE, &of_folder, &tag, Vec::new()).await;
        let refused = remove().await?.expect(StatusCode::CONFLICT)?;
        ensure!(refused.json()?["code"] == "folder-not-empty", "{}", refused.text());
        let access = client.api(Method::GET, &format!("{path}/access"), None, None).await?.expect(StatusCode::OK)?;
        ensure!(access.json()?["next_cursor"].is_null(), "{}", access.text());
        post(&format!("{path}/move"), &json!({"folder": null})).await?.expect(StatusCode::OK)?;
        until("the folder to be empty", async || {
            let removed = remove().await?;
            Ok((removed.status == StatusCode::NO_CONTENT).then_some(()))
        })
        .await?;
        let log =
            client.api(Method::GET, "/v1/organisation/log?limit=100", None, None).await?.expect(StatusCode::OK)?;
        let text = log.text();
        ensure!(text.contains("folder_added") && text.contains("folder_removed"), "{text}");
        Ok(())
    });
}

#[test]
fn a_small_file_comes_with_the_request_and_is_sent_at_once() {
    run(async |stack| {
        let (client, draft) = (stack.client(), Draft::sample("一度の送信")?);
        let person = draft.people().into_iter().next().context("a signer")?;
        let envelope = json!({
            "title": "一度の送信",
            "recipients": [{"name": "鈴木 太郎", "email": person.email}],
            "send": true,
        });
        let (boundary, file) = ("a-boundary", local::sample::contract(3)?);
        let head = |name: &str, kind: &str| {
            format!("--{boundary}\r\ncontent-disposition: form-data; name={name}\r\ncontent-type: {kind}\r\n\r\n")
        };
        let body = [
            format!("{}{envelope}\r\n", head("\"envelope\"", "application/json")).as_bytes(),
            head("\"document\"; filename=\"契約書.pdf\"", "application/pdf").as_bytes(),
            &file,
            format!("\r\n--{boundary}--\r\n").as_bytes(),
        ]
        .concat();
        let kind = format!("multipart/form-data; boundary={boundary}");
        let headers = [("content-type", &*kind), ("idempotency-key", "one-call-for-all")];
        let sent = client.api_with(Method::POST, "/v1/envelopes", &headers, body).await?;
        let sent = sent.expect(StatusCode::CREATED)?.json()?;
        let id = sent["id"].as_str().context("an id")?;
        until("the request", async || Ok((client.envelope(id).await?["status"] == "in_progress").then_some(())))
            .await?;
        let reminded = post(stack, &format!("/v1/envelopes/{id}/remind"), &json!({})).await?;
        reminded.expect(StatusCode::OK)?;
        let again = post(stack, &format!("/v1/envelopes/{id}/remind"), &json!({})).await?;
        ensure!(again.status == StatusCode::TOO_MANY_REQUESTS && !again.header("retry-after").is_empty());
        until("the reminder", async || {
            let mails = mails_to(stack, &person.email, "一度の送信").await?;
            Ok(mails.iter().any(|mail| mail.subject.starts_with("[再送]")).then_some(()))
        })
        .await
    });
}
