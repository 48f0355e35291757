//! Somebody who is invited, signs in at the user pool of the stack, and is known by the API from then on.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Person, Role};
use domain::language::Language;
use journeys::browsing::{Visitor, check, mailed_link, run, visit};
use local::client::{Client, fresh_key};
use local::stack::Stack;
use local::user_pool;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const PASSWORD: &str = "Correct-Horse-7-Battery";
pub(crate) const INVITED: &str = "利用者登録のご案内";

/// Makes an account in the stack's user pool.
pub(crate) async fn has_an_account(stack: &Stack, email: &str) -> Result<()> {
    let pools = user_pool::call(stack.endpoint(), "ListUserPools", &json!({"MaxResults": 10})).await?;
    let pool = pools["UserPools"][0]["Id"].as_str().context("a user pool")?;
    user_pool::add_account(stack.endpoint(), pool, email, PASSWORD).await
}

/// Signs in on the provider's page.
pub(crate) async fn at_the_provider(page: &Page<'_>, email: &str) -> Result<()> {
    page.fill("Username", email).await?;
    page.click(Role::Button, "Next").await?;
    page.fill(&format!("Password for {email}"), PASSWORD).await?;
    page.click(Role::Button, "Sign in").await
}

/// The sign-in has led to the service's first page.
pub(crate) async fn is_in(stack: &Stack, page: &Page<'_>) -> Result<()> {
    page.exactly_at(&format!("{}/", stack.public_url())).await
}

/// The API for whoever sits before this browser.
pub(crate) async fn api_of(stack: &Stack, person: &Person<'_>) -> Result<Client> {
    let cookies = person.cookies().await?;
    let (name, value) = cookies.iter().find(|(name, _)| name == "__Host-session").context("a session")?;
    Ok(stack.client().in_session(name, value))
}

/// The person makes an API key, which a program uses in their name, and revokes it.
async fn has_a_key_of_their_own(stack: &Stack, person: &Client, email: &str) -> Result<()> {
    let request = json!({"label": "集計用スクリプト", "scopes": ["envelopes:read", "organisation:admin"]});
    let made = person.api(Method::POST, "/v1/me/keys", Some(&fresh_key()?), Some(&request)).await?;
    let made = made.expect(StatusCode::CREATED)?.json()?;
    let program = stack.client().with_key(made["key"].as_str().context("a key")?);
    let known = program.api(Method::GET, "/v1/me", None, None).await?;
    ensure!(known.json()?["email"] == email, "{known:?}");
    let path = format!("/v1/me/keys/{}", made["id"].as_str().context("an id")?);
    person.api(Method::DELETE, &path, None, None).await?.expect(StatusCode::NO_CONTENT)?;
    program.api(Method::GET, "/v1/me", None, None).await?.expect(StatusCode::UNAUTHORIZED).map(drop)
}

/// A program of the person's calls by tokens that the user pool gives it.
async fn has_tokens(stack: &Stack, email: &str) -> Result<()> {
    let call = async |action, body| user_pool::call(stack.endpoint(), action, &body).await;
    let pools = call("ListUserPools", json!({"MaxResults": 10})).await?;
    let pool = pools["UserPools"][0]["Id"].as_str().context("a user pool")?;
    let clients = call("ListUserPoolClients", json!({"UserPoolId": pool, "MaxResults": 10})).await?;
    let client = clients["UserPoolClients"][0]["ClientId"].as_str().context("a client")?;
    // The client takes no passwords but on the provider's own pages: for this one program it does.
    let described = call("DescribeUserPoolClient", json!({"UserPoolId": pool, "ClientId": client})).await?;
    let mut settings = described["UserPoolClient"].clone();
    let fields = settings.as_object_mut().context("a client's settings")?;
    fields.retain(|name, _| !["ClientSecret", "CreationDate", "LastModifiedDate"].contains(&name.as_str()));
    let flows = fields.get_mut("ExplicitAuthFlows").and_then(Value::as_array_mut).context("flows")?;
    flows.push(json!("ALLOW_ADMIN_USER_PASSWORD_AUTH"));
    call("UpdateUserPoolClient", settings).await?;
    let given = json!({"UserPoolId": pool, "ClientId": client, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": email, "PASSWORD": PASSWORD}});
    let given = call("AdminInitiateAuth", given).await?;
    for kind in ["IdToken", "AccessToken"] {
        let token = given["AuthenticationResult"][kind].as_str().with_context(|| format!("no {kind}: {given}"))?;
        let program = stack.client().with_key(token);
        let named = [("keiin-organisation", "takikawa")];
        let known = program.api_with(Method::GET, "/v1/me", &named, Vec::new()).await?.expect(StatusCode::OK)?;
        ensure!(known.json()?["email"] == email, "{kind}: {}", known.text());
        program.api_with(Method::GET, "/v1/envelopes", &named, Vec::new()).await?.expect(StatusCode::FORBIDDEN)?;
        let unnamed = program.api(Method::GET, "/v1/me", None, None).await?.expect(StatusCode::UNAUTHORIZED)?;
        ensure!(unnamed.json()?["code"] == "token-organisation-missing", "{}", unnamed.text());
    }
    Ok(())
}

/// Every session of the person ends, this browser's too.
async fn signs_out(person: &Client) -> Result<()> {
    let listed = person.api(Method::GET, "/v1/me/sessions", None, None).await?.json()?;
    for session in listed["sessions"].as_array().context("sessions")? {
        let path = format!("/v1/me/sessions/{}", session["id"].as_str().context("an id")?);
        let ended = person.api(Method::DELETE, &path, None, None).await?;
        ensure!([StatusCode::NO_CONTENT, StatusCode::UNAUTHORIZED].contains(&ended.status), "{ended:?}");
    }
    person.api(Method::GET, "/v1/me", None, None).await?.expect(StatusCode::UNAUTHORIZED).map(drop)
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
            is_in(stack, &page).await?;
            let api = api_of(stack, person).await?;
            let known = api.api(Method::GET, "/v1/me", None, None).await?.json()?;
            ensure!(known["email"] == email && known["roles"] == json!(["administrator"]), "{known}");
            has_a_key_of_their_own(stack, &api, email).await?;
            has_tokens(stack, email).await?;
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
                is_in(stack, &page).await?;
                signs_out(&api_of(stack, person).await?).await
            })
            .await?;
        }
        Ok(())
    });
}
