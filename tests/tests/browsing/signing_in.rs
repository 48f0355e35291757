//! Somebody who is invited, signs in at the user pool of the stack, and is known by the API from then on.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Person, Role};
use domain::language::Language;
use journeys::browsing::{Visitor, check, mailed_link, run, visit};
use local::stack::Stack;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const PASSWORD: &str = "Correct-Horse-7-Battery";
const INVITED: &str = "利用者登録のご案内";

/// Asks the emulator's Cognito, which wants a signature and does not check it.
async fn cognito(stack: &Stack, action: &str, body: &Value) -> Result<Value> {
    let request = reqwest::Client::builder().no_proxy().build()?.post(stack.endpoint());
    let request = request.header("x-amz-target", format!("AWSCognitoIdentityProviderService.{action}"));
    let signature = "AWS4-HMAC-SHA256 Credential=test/20260101/ap-northeast-1/cognito-idp/aws4_request, \
                     SignedHeaders=host, Signature=0";
    let request = request.header(AUTHORIZATION, signature).header(CONTENT_TYPE, "application/x-amz-json-1.1");
    let answer = request.body(body.to_string()).send().await?;
    ensure!(answer.status().is_success(), "{action}: {}", answer.status());
    Ok(serde_json::from_str(&answer.text().await?).unwrap_or_default())
}

/// Makes an account in the stack's user pool, as a person does on its pages.
async fn has_an_account(stack: &Stack, email: &str) -> Result<()> {
    let pools = cognito(stack, "ListUserPools", &json!({"MaxResults": 10})).await?;
    let pool = pools["UserPools"][0]["Id"].as_str().context("a user pool")?;
    let attributes = json!([{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]);
    let user =
        json!({"UserPoolId": pool, "Username": email, "UserAttributes": attributes, "MessageAction": "SUPPRESS"});
    cognito(stack, "AdminCreateUser", &user).await?;
    let password = json!({"UserPoolId": pool, "Username": email, "Password": PASSWORD, "Permanent": true});
    cognito(stack, "AdminSetUserPassword", &password).await?;
    Ok(())
}

/// Signs in on the provider's page.
async fn at_the_provider(page: &Page<'_>, email: &str) -> Result<()> {
    page.fill("Username", email).await?;
    page.click(Role::Button, "Next").await?;
    page.fill(&format!("Password for {email}"), PASSWORD).await?;
    page.click(Role::Button, "Sign in").await
}

/// What the API answers to whoever sits before this browser, for whom its pages ask.
async fn api(stack: &Stack, person: &Person<'_>, method: Method, path: &str, body: Option<&Value>) -> Result<Answer> {
    let cookies = person.cookies().await?;
    let (name, value) = cookies.iter().find(|(name, _)| name == "__Host-session").context("a session")?;
    let client = reqwest::Client::builder().no_proxy().build()?;
    let request = client.request(method, format!("{}{path}", stack.public_url()));
    let request = request.header(COOKIE, format!("{name}={value}")).header("sec-fetch-site", "same-origin");
    let request = match body {
        Some(body) => {
            let request = request.header(CONTENT_TYPE, "application/json").header("idempotency-key", "from-a-browser");
            request.body(body.to_string())
        }
        None => request,
    };
    let answer = request.send().await?;
    Ok(Answer { status: answer.status(), body: serde_json::from_str(&answer.text().await?).unwrap_or_default() })
}

#[derive(Debug)]
struct Answer {
    status: StatusCode,
    body: Value,
}

/// The person makes an API key, which a program uses in their name, and revokes it.
async fn has_a_key_of_their_own(stack: &Stack, person: &Person<'_>, email: &str) -> Result<()> {
    let request = json!({"label": "集計用スクリプト", "scopes": ["envelopes:read", "organisation:admin"]});
    let made = api(stack, person, Method::POST, "/v1/me/keys", Some(&request)).await?;
    ensure!(made.status == StatusCode::CREATED, "{made:?}");
    let program = stack.client().with_key(made.body["key"].as_str().context("a key")?);
    let known = program.api(Method::GET, "/v1/me", None, None).await?;
    ensure!(known.json()?["email"] == email, "{known:?}");
    let path = format!("/v1/me/keys/{}", made.body["id"].as_str().context("an id")?);
    let revoked = api(stack, person, Method::DELETE, &path, None).await?;
    ensure!(revoked.status == StatusCode::NO_CONTENT, "{revoked:?}");
    let refused = program.api(Method::GET, "/v1/me", None, None).await?;
    ensure!(refused.status == StatusCode::UNAUTHORIZED, "{refused:?}");
    Ok(())
}

/// Every session of the person ends, this browser's too.
async fn signs_out(stack: &Stack, person: &Person<'_>) -> Result<()> {
    let listed = api(stack, person, Method::GET, "/v1/me/sessions", None).await?;
    let sessions = listed.body["sessions"].as_array().context("sessions")?;
    for session in sessions {
        let path = format!("/v1/me/sessions/{}", session["id"].as_str().context("an id")?);
        let ended = api(stack, person, Method::DELETE, &path, None).await?;
        ensure!(ended.status == StatusCode::NO_CONTENT || ended.status == StatusCode::UNAUTHORIZED, "{ended:?}");
    }
    let refused = api(stack, person, Method::GET, "/v1/me", None).await?;
    ensure!(refused.status == StatusCode::UNAUTHORIZED, "{refused:?}");
    Ok(())
}

#[test]
fn whoever_is_invited_signs_in_and_is_known_by_the_api_until_they_sign_out() {
    run(async |stack| {
        let email = "hanako@city.takikawa.example";
        stack.invite("佐藤 花子", email, Language::Ja).await?;
        let link = mailed_link(stack, email, INVITED, "/invitation/").await?;
        has_an_account(stack, email).await?;
        visit(stack, Visitor::new(Device::Phone), async |person| {
            let page = person.open(&link).await?;
            page.sees("利用者登録のご案内").await?;
            page.sees("滝川市").await?;
            check(&page).await?;
            page.click(Role::Button, "登録に進む").await?;
            at_the_provider(&page, email).await?;
            page.at("/").await?;
            let known = api(stack, person, Method::GET, "/v1/me", None).await?.body;
            ensure!(known["email"] == email && known["roles"] == json!(["administrator"]), "{known}");
            has_a_key_of_their_own(stack, person, email).await?;
            // The link was good once.
            let again = person.open(&link).await?;
            again.sees_not("登録に進む").await
        })
        .await?;
        // From then on by the organisation's page; without JavaScript by one more button.
        for visitor in [Visitor::new(Device::Desktop), Visitor::new(Device::Desktop).without_javascript()] {
            visit(stack, visitor, async |person| {
                let page = person.open(&format!("{}/sign-in/takikawa", stack.public_url())).await?;
                check(&page).await?;
                page.click(Role::Button, "ログインする").await?;
                at_the_provider(&page, email).await?;
                if page.has(Role::Button, "ログインを完了する").await? {
                    page.click(Role::Button, "ログインを完了する").await?;
                }
                page.at("/").await?;
                signs_out(stack, person).await
            })
            .await?;
        }
        Ok(())
    });
}
