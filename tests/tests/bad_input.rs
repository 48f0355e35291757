//! Bad input through the front door: a clear problem document, and nothing has changed.

use anyhow::{Context, Result, ensure};
use domain::authorisation::{KeyTerms, Scope};
use journeys::contract::Draft;
use journeys::person::{complete, confirmation};
use journeys::{mails_to, run, until};
use local::client::{Answer, fresh_key};
use local::stack::Stack;
use oracles::Oracles;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const JSON: &str = "application/json";

/// It is a problem document (RFC 9457) with this status and code, in Japanese by default; gives it.
fn problem(answer: &Answer, status: StatusCode, code: &str) -> Result<Value> {
    let problem = answer.json()?;
    ensure!(answer.status == status && problem["code"] == code, "{}: {problem}", answer.status);
    ensure!(answer.header("content-type") == "application/problem+json", "{:?}", answer.headers);
    ensure!(problem["status"] == status.as_u16() && problem["type"] == format!("/problems/{code}"), "{problem}");
    let title = problem["title"].as_str().context("a title")?;
    ensure!(title.chars().any(|c| c > '\u{3000}'), "the title is Japanese: {title}");
    ensure!(problem["detail"].as_str().is_some_and(|d| !d.is_empty()), "it says what to do: {problem}");
    Ok(problem)
}

/// The problem's first wrong field.
fn field(problem: &Value) -> (&str, &str) {
    let error = &problem["errors"][0];
    (error["pointer"].as_str().unwrap_or_default(), error["code"].as_str().unwrap_or_default())
}

/// Waits until the one document of a draft is known to be right, whatever was known of it before.
async fn is_checked(stack: &Stack, id: &str) -> Result<()> {
    until("the check of the file", async || {
        Ok((stack.client().envelope(id).await?["documents"][0]["state"] == "checked").then_some(()))
    })
    .await
}

async fn post(stack: &Stack, path: &str, body: Option<&Value>) -> Result<Answer> {
    stack.client().api(Method::POST, path, Some(&fresh_key()?), body).await
}

/// Creates a draft with this file, hears that it cannot be sent, sends it all the same, and gives the problem; the envelope is
/// still a draft.
async fn refused_file(stack: &Stack, title: &str, bytes: Vec<u8>) -> Result<Value> {
    let mut draft = Draft::sample(title)?;
    draft.documents = vec![("文書".into(), bytes)];
    let envelope = draft.create(stack).await?;
    let id = envelope["id"].as_str().context("an id")?;
    let refusal = stack.client().checked(id).await?["documents"][0]["refusal"].clone();
    let answer = post(stack, &format!("/v1/envelopes/{id}/send"), None).await?;
    let problem = problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "unsendable-documents")?;
    ensure!(field(&problem).1 == refusal["code"], "the same is said before: {refusal}");
    let sentence = problem["errors"][0]["detail"].as_str().context("a sentence")?;
    ensure!(refusal["detail_ja"].as_str().is_some_and(|ja| sentence.ends_with(ja)), "{refusal}");
    let after = stack.client().envelope(id).await?;
    ensure!(after["status"] == "draft" && after["version"] == envelope["version"], "{after}");
    ensure!(stack.client().events(id).await?["events"].as_array().is_some_and(|e| e.len() == 1));
    Ok(problem)
}

#[test]
fn files_that_are_no_sound_pdf() {
    run(async |stack| {
        let sample = local::sample::contract(3)?;
        let truncated = sample[..sample.len() * 6 / 10].to_vec();
        let text = "これはPDFではありません".as_bytes().to_vec();
        let encrypted = encrypted(&sample)?;
        for (title, bytes, code) in [
            ("PDFでない", text, "pdf-not-a-pdf"),
            ("途中で切れた", truncated, "pdf-truncated"),
            ("パスワード付き", encrypted, "pdf-encrypted"),
        ] {
            let problem = refused_file(stack, title, bytes).await?;
            ensure!(field(&problem) == ("/documents/0", code), "{title}: {problem}");
        }
        Ok(())
    });
}

/// The same PDF behind a password, by a tool of others.
fn encrypted(bytes: &[u8]) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let (plain, locked) = (folder.path().join("plain.pdf"), folder.path().join("locked.pdf"));
    std::fs::write(&plain, bytes)?;
    let script = "import sys, pikepdf\nwith pikepdf.open(sys.argv[1]) as pdf:\n    \
                  pdf.save(sys.argv[2], encryption=pikepdf.Encryption(owner='o', user='himitsu', R=6))";
    let python = Oracles::load()?.venv().python();
    let status = std::process::Command::new(python).args(["-c", script]).arg(&plain).arg(&locked).status()?;
    ensure!(status.success(), "pikepdf failed");
    Ok(std::fs::read(locked)?)
}

#[test]
fn a_draft_with_wrong_fields_is_refused_field_by_field() {
    run(async |stack| {
        let good = Draft::sample("項目")?.request();
        let mut empty = good.clone();
        empty["documents"][0]["size"] = json!(0);
        let mut large = good.clone();
        large["documents"][0]["size"] = json!(51 << 20);
        let mut many = good.clone();
        let document = &good["documents"][0];
        many["documents"] = (1..=101)
            .map(|n| json!({"name": format!("文書{n}"), "size": document["size"], "sha256": document["sha256"]}))
            .collect();
        let mut nameless = good.clone();
        nameless["recipients"][1].as_object_mut().context("a recipient")?.remove("email");
        let mut unknown_seal = good.clone();
        unknown_seal["recipients"][0]["seal"] = json!({"type": "registered", "organisation": "nobody"});
        for (body, wrong) in [
            (empty, ("/documents/0/size", "empty")),
            (large, ("/documents/0/size", "too-large")),
            (many, ("/documents", "too-many")),
            (nameless, ("/recipients/1/email", "missing")),
            (unknown_seal, ("/recipients/0/seal/organisation", "no-certificate")),
        ] {
            let answer = post(stack, "/v1/envelopes", Some(&body)).await?;
            let problem = problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields")?;
            ensure!(field(&problem) == wrong, "{problem}");
        }
        let answer = post(stack, "/v1/envelopes", Some(&json!({"titel": "誤り"}))).await?;
        let unknown = problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields")?;
        ensure!(field(&unknown) == ("/titel", "unknown-field"), "{unknown}");
        Ok(())
    });
}

#[test]
fn what_misleads_is_refused_and_what_is_meant_is_understood() {
    run(async |stack| {
        let good = Draft::sample("紛らわしい入力")?.request();
        for (pointer, value, code) in [
            ("/title", json!("\u{200b}"), "invisible-character"),
            ("/title", json!("契約\u{202e}書"), "direction-control"),
            ("/documents/0/name", json!("../契約書"), "path-separator"),
            ("/recipients/0/name", json!("佐藤 evil.example"), "link"),
            ("/recipients/0/company", json!("外字\u{e000}商店"), "private-use-character"),
            ("/recipients/0/email", json!("太郎@example.jp"), "international-local-part"),
            ("/recipients/0/order", json!("1"), "invalid-type"),
        ] {
            let mut body = good.clone();
            *body.pointer_mut(pointer).context("a field")? = value;
            let answer = post(stack, "/v1/envelopes", Some(&body)).await?;
            let problem = problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields")?;
            ensure!(field(&problem) == (pointer, code), "{problem}");
        }
        let mut large = good.clone();
        large["message"] = json!("あ".repeat(1 << 20));
        problem(&post(stack, "/v1/envelopes", Some(&large)).await?, StatusCode::PAYLOAD_TOO_LARGE, "body-too-large")?;

        // A mail goes out to an international domain and to an old address of a mobile carrier.
        let draft = Draft { in_parallel: true, ..Draft::sample("いろいろなアドレス")? };
        let contract = draft
            .send_changed(stack, |request| {
                request["documents"][0]["name"] = json!("契約書.PDF");
                request["recipients"][0]["email"] = json!("　ｓａｔｏ＠日本語。jp");
                request["recipients"][1]["email"] = json!("s..uzuki.@docomo.ne.jp");
            })
            .await?;
        let envelope = contract.envelope(stack).await?;
        ensure!(envelope["recipients"][0]["email"] == "sato@日本語.jp", "{envelope}");
        ensure!(envelope["documents"][0]["name"] == "契約書", "{envelope}");
        const REQUEST: &str = "への署名依頼が届いています";
        let link =
            local::client::link_in(&journeys::mail_to(stack, "sato@xn--wgv71a119e.jp", REQUEST).await?.html, "/sign/")?;
        ensure!(complete(stack, &link).await?.status == StatusCode::SEE_OTHER, "signed by the link");
        journeys::mail_to(stack, "\"s..uzuki.\"@docomo.ne.jp", REQUEST).await?;

        let decline = |reason: &str| vec![("reason".to_owned(), reason.to_owned())];
        let late = stack.client().post_form_for(&format!("{link}/decline"), &decline("\u{200b}"), JSON).await?;
        ensure!(late.status == StatusCode::SEE_OTHER, "who has signed is shown so: {}", late.text());
        let path = format!("/v1/envelopes/{}/void", contract.id);
        let refused = post(stack, &path, Some(&json!({"reason": "誤\u{202e}り"}))).await?;
        let refused = problem(&refused, StatusCode::UNPROCESSABLE_ENTITY, "reason-refused")?;
        ensure!(field(&refused) == ("/reason", "direction-control"), "{refused}");
        Ok(())
    });
}

#[test]
fn another_file_than_was_declared() {
    run(async |stack| {
        let draft = Draft::sample("別のファイル")?;
        let envelope = stack.client().create(&draft.request()).await?;
        let path = format!("/v1/envelopes/{}/send", envelope["id"].as_str().context("an id")?);
        let nothing =
            problem(&post(stack, &path, None).await?, StatusCode::UNPROCESSABLE_ENTITY, "unsendable-documents")?;
        ensure!(field(&nothing) == ("/documents/0", "not-uploaded"), "{nothing}");

        // The store refuses it by the checksum that the URL is signed for.
        let mut other = draft.documents[0].1.clone();
        other[100] ^= 1;
        let refused = stack.client().try_upload(&envelope["documents"][0], other.clone()).await?;
        ensure!(refused.status.is_client_error(), "{}", refused.status);

        // And whatever lies there all the same is not believed.
        let s3 = local::deploy::s3(stack.deployment().config());
        let upload = envelope["documents"][0]["upload"]["url"].as_str().context("a URL")?;
        let key = &upload[upload.find("/uploads/").context("a key")? + 1..upload.find('?').context("a query")?];
        let bucket = stack.deployment().output("BucketName")?;
        s3.put_object().bucket(bucket).key(key).body(other.into()).send().await?;
        let id = envelope["id"].as_str().context("an id")?;
        let refused = stack.client().checked(id).await?;
        ensure!(refused["documents"][0]["refusal"]["code"] == "checksum-mismatch", "{refused}");
        let mismatch =
            problem(&post(stack, &path, None).await?, StatusCode::UNPROCESSABLE_ENTITY, "unsendable-documents")?;
        ensure!(field(&mismatch) == ("/documents/0", "checksum-mismatch"), "{mismatch}");

        // The right one is looked at anew.
        stack.client().upload(&envelope["documents"][0], draft.documents[0].1.clone()).await?;
        is_checked(stack, id).await?;
        ensure!(post(stack, &path, None).await?.status == StatusCode::ACCEPTED, "the right file can be sent");
        Ok(())
    });
}

/// What was checked may be gone by the time it is sent: then nothing is sent, and nothing is lost.
#[test]
fn a_file_that_is_gone_when_the_envelope_is_sent_makes_it_a_draft_again() {
    run(async |stack| {
        let draft = Draft::sample("消えたファイル")?;
        let envelope = draft.create(stack).await?;
        let id = envelope["id"].as_str().context("an id")?;
        stack.client().checked(id).await?;
        let s3 = local::deploy::s3(stack.deployment().config());
        let bucket = stack.deployment().output("BucketName")?;
        s3.delete_object().bucket(bucket).key(format!("uploads/{id}/001.pdf")).send().await?;

        let sending =
            post(stack, &format!("/v1/envelopes/{id}/send"), None).await?.expect(StatusCode::ACCEPTED)?.json()?;
        ensure!(sending["status"] == "sending", "{sending}");
        let after = until("the envelope as a draft", async || {
            let after = stack.client().envelope(id).await?;
            Ok((after["status"] == "draft").then_some(after))
        })
        .await?;
        let document = &after["documents"][0];
        ensure!(document["state"] == "refused" && document["refusal"]["code"] == "not-uploaded", "{after}");
        let events = stack.client().events(id).await?;
        // The mail to the sender is recorded behind them, sooner or later.
        let types = events["events"].as_array().context("events")?.iter().map(|event| &event["type"]).take(3);
        ensure!(types.eq(["drafted", "sending_requested", "sending_refused"]), "{events}");
        let mail = journeys::mail_to(
            stack,
            local::stack::sender()?.email.as_str(),
            "【消えたファイル】を送信できませんでした",
        )
        .await?;
        ensure!(mail.text.contains("ファイルがアップロードされていません"), "{}", mail.text);

        stack.client().upload(&after["documents"][0], draft.documents[0].1.clone()).await?;
        is_checked(stack, id).await?;
        stack.client().send(id).await?;
        until("the request", async || Ok((stack.client().envelope(id).await?["status"] == "in_progress").then_some(())))
            .await
    });
}

#[test]
fn what_the_api_does_not_know_is_told_as_a_problem_document() {
    run(async |stack| {
        for (method, path, status, code) in [
            (Method::GET, "/v1/nothing", StatusCode::NOT_FOUND, "not-found"),
            (Method::GET, "/v1/envelopes/", StatusCode::NOT_FOUND, "not-found"),
            (Method::PUT, "/v1/envelopes", StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            (Method::PUT, "/v1/envelopes/x", StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
        ] {
            let answer = stack.client().api(method, path, None, None).await?;
            problem(&answer, status, code)?;
        }
        Ok(())
    });
}

#[test]
fn an_idempotency_key_stands_for_one_request() {
    run(async |stack| {
        let client = stack.client();
        let (key, body) = (fresh_key()?, Draft::sample("冪等")?.request());
        let create = async |body: &Value| client.api(Method::POST, "/v1/envelopes", Some(&key), Some(body)).await;
        let first = create(&body).await?;
        ensure!(first.status == StatusCode::CREATED, "{}", first.text());
        let again = create(&body).await?;
        ensure!(again.status == StatusCode::CREATED && again.json()?["id"] == first.json()?["id"], "{}", again.text());
        let other = create(&Draft::sample("別の件名")?.request()).await?;
        problem(&other, StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")?;

        let missing = client.api(Method::POST, "/v1/envelopes", None, Some(&body)).await?;
        problem(&missing, StatusCode::BAD_REQUEST, "idempotency-key-missing")?;
        let stranger =
            client.with_key("keiin_wrong").api(Method::POST, "/v1/envelopes", Some(&key), Some(&body)).await?;
        problem(&stranger, StatusCode::UNAUTHORIZED, "unauthorized")?;

        // At once: one is made.
        let key = fresh_key()?;
        let create = async || client.api(Method::POST, "/v1/envelopes", Some(&key), Some(&body)).await;
        let (a, b, c) = tokio::try_join!(create(), create(), create())?;
        let made: Vec<Answer> = [a, b, c].into_iter().filter(|a| a.status == StatusCode::CREATED).collect();
        ensure!(!made.is_empty(), "one of three is made");
        let mut ids = Vec::new();
        for answer in &made {
            ids.push(answer.json()?["id"].clone());
        }
        ids.dedup();
        ensure!(ids.len() == 1, "{ids:?}");
        Ok(())
    });
}

/// Where a call comes from is what the gateway says, and not what the caller's headers say.
#[test]
fn a_key_is_good_for_what_it_was_made_for() {
    run(async |stack| {
        let reads = KeyTerms { scopes: [Scope::EnvelopesRead].into(), ..KeyTerms::for_envelopes() };
        let reader = stack.add_key(reads).await?;
        ensure!(reader.api(Method::GET, "/v1/envelopes", None, None).await?.status == StatusCode::OK);
        let body = Draft::sample("読み取り専用")?.request();
        let refused = reader.api(Method::POST, "/v1/envelopes", Some(&fresh_key()?), Some(&body)).await?;
        problem(&refused, StatusCode::FORBIDDEN, "scope-missing")?;

        let from = |range: &str| anyhow::Ok(KeyTerms { addresses: vec![range.parse()?], ..KeyTerms::for_envelopes() });
        let here = stack.add_key(from("127.0.0.0/8")?).await?;
        ensure!(here.api(Method::GET, "/v1/envelopes", None, None).await?.status == StatusCode::OK);
        let elsewhere = stack.add_key(from("203.0.113.0/24")?).await?;
        let refused = elsewhere.api(Method::GET, "/v1/envelopes", None, None).await?;
        problem(&refused, StatusCode::FORBIDDEN, "address-not-allowed")?;
        Ok(())
    });
}

#[test]
fn an_envelope_of_another_or_of_nobody_is_unknown() {
    run(async |stack| {
        for id in ["01935f2e-7c00-7a11-8b22-9c33ad44be55", "x"] {
            let answer = stack.client().api(Method::GET, &format!("/v1/envelopes/{id}"), None, None).await?;
            problem(&answer, StatusCode::NOT_FOUND, "unknown-envelope")?;
        }
        Ok(())
    });
}

#[test]
fn links_that_nobody_was_given() {
    run(async |stack| {
        let client = stack.client();
        let base = stack.public_url();
        let unknown = "A".repeat(43);
        let mut bodies = Vec::new();
        for path in [format!("/sign/{unknown}"), format!("/download/{unknown}"), "/sign/x".into(), "/wp-admin".into()] {
            let answer = client.page(&format!("{base}{path}")).await?;
            ensure!(answer.status == StatusCode::NOT_FOUND, "{path}: {}", answer.status);
            bodies.push(answer.text());
        }
        bodies.dedup();
        ensure!(bodies.len() == 1, "every wrong URL looks the same");
        ensure!(bodies[0].contains("ページが見つかりません"), "{}", bodies[0]);
        let act = client.post_form(&format!("{base}/sign/{unknown}/complete"), &[]).await?;
        ensure!(act.status == StatusCode::NOT_FOUND, "{}", act.status);
        Ok(())
    });
}

#[test]
fn signing_twice_in_two_tabs_and_by_a_double_click() {
    run(async |stack| {
        let contract = Draft::sample("二重クリック")?.send(stack).await?;
        let link = contract.signers[0].sign_link(stack).await?;
        let fields = confirmation(stack, &link).await?;
        let url = format!("{link}/complete");
        let post = async || stack.client().post_form_for(&url, &fields, JSON).await;
        let (a, b) = tokio::try_join!(post(), post())?;
        let decline = vec![("reason".to_owned(), "やはりやめます".to_owned())];
        let late = stack.client().post_form_for(&format!("{link}/decline"), &decline, JSON).await?;
        // Whoever presses twice sees the page that says that it is done.
        for answer in [a, b, post().await?, late] {
            ensure!(answer.status == StatusCode::SEE_OTHER, "{}: {}", answer.status, answer.text());
            ensure!(link.ends_with(answer.header("location")), "{}", answer.header("location"));
        }

        contract.signers[1].sign(stack).await?;
        let envelope = contract.reaches(stack, "completed").await?;
        ensure!(envelope["documents"][0]["seals"].as_array().is_some_and(|s| s.len() == 3), "{envelope}");
        let types = contract.event_types(stack).await?;
        ensure!(types.iter().filter(|t| *t == "approved").count() == 2, "{types:?}");

        let void = post_void(stack, &contract.id).await?;
        problem(&void, StatusCode::CONFLICT, "envelope-completed")?;
        Ok(())
    });
}

async fn post_void(stack: &Stack, id: &str) -> Result<Answer> {
    post(stack, &format!("/v1/envelopes/{id}/void"), Some(&json!({"reason": "遅すぎる取り下げ"}))).await
}

#[test]
fn signing_out_of_order_and_by_a_revoked_link() {
    run(async |stack| {
        let contract = Draft::sample("順番と再依頼")?.send(stack).await?;
        let early = mails_to(stack, &contract.signers[1].email, "").await?;
        ensure!(early.is_empty(), "the second is not asked before the first has signed");

        let old = contract.signers[0].sign_link(stack).await?;
        let path = format!("/v1/envelopes/{}/recipients/2/request", contract.id);
        problem(&post(stack, &path, None).await?, StatusCode::CONFLICT, "not-asked-yet")?;
        let path = format!("/v1/envelopes/{}/recipients/1/request", contract.id);
        ensure!(post(stack, &path, None).await?.status == StatusCode::OK, "asked again");
        let fields = [("document_1", "0".repeat(64)), ("confirmed", "yes".to_owned())];
        let fields = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let act = stack.client().post_form_for(&format!("{old}/complete"), &fields, JSON).await?;
        ensure!(act.status == StatusCode::GONE, "the old link is dead: {}", act.text());
        ensure!(stack.client().page(&old).await?.status == StatusCode::GONE, "its page too");

        let mails = until("the second request", async || {
            let mails = mails_to(stack, &contract.signers[0].email, "への署名依頼が届いています").await?;
            Ok((mails.len() == 2).then_some(mails))
        })
        .await?;
        let new = local::client::link_in(&mails[1].html, "/sign/")?;
        let changed = stack.client().post_form_for(&format!("{new}/complete"), &fields, JSON).await?;
        problem(&changed, StatusCode::CONFLICT, "documents-changed")?;
        ensure!(complete(stack, &new).await?.status == StatusCode::SEE_OTHER, "the new link is good");
        Ok(())
    });
}

#[test]
fn opening_pages_changes_nothing() {
    run(async |stack| {
        let contract = Draft::sample("見るだけ")?.send(stack).await?;
        let link = contract.signers[0].sign_link(stack).await?;
        // The mail has been recorded by now.
        until("the mail's record", async || {
            let types = contract.event_types(stack).await?;
            Ok(types.contains(&"mailed".to_owned()).then_some(()))
        })
        .await?;
        let before = contract.envelope(stack).await?["version"].clone();
        for method in [Method::GET, Method::HEAD] {
            for path in ["", "/confirm", "/documents/1"] {
                let answer = stack.client().request(method.clone(), &format!("{link}{path}")).await?;
                ensure!(
                    !answer.status.is_client_error() && !answer.status.is_server_error(),
                    "{path}: {}",
                    answer.status
                );
            }
        }
        ensure!(contract.envelope(stack).await?["version"] == before, "nothing was recorded");
        Ok(())
    });
}

#[test]
fn taken_back_it_is_over_for_everybody() {
    run(async |stack| {
        let contract = Draft::sample("不要になった契約")?.send(stack).await?;
        let link = contract.signers[0].sign_link(stack).await?;
        ensure!(post_void(stack, &contract.id).await?.status == StatusCode::OK, "taken back");
        let page = stack.client().page(&link).await?;
        ensure!(
            page.status == StatusCode::GONE && page.text().contains("取り下げ"),
            "{}: {}",
            page.status,
            page.text()
        );
        let told = journeys::mail_to(stack, &contract.signers[0].email, "取り下げ").await?;
        ensure!(told.text.contains("取り下げ"), "{}", told.text);
        ensure!(mails_to(stack, &contract.signers[1].email, "").await?.is_empty(), "who was not asked is not told");
        Ok(())
    });
}
