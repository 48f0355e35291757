//! An organisation whose people sign in at an OpenID provider of its own, one that others wrote and that is certified, with a
//! password and an authenticator. Operator and administrators set it up as they would on AWS.

use anyhow::{Context, Result, ensure};
use browser::{Device, Page, Person, Role};
use journeys::authenticator::{self, code_at, step_now};
use journeys::browsing::{Visitor, check, mailed_link, run, visit};
use journeys::identity_provider::{IdentityProvider, Settings};
use journeys::keiin::{keiin, keiin_with_input};
use journeys::until;
use local::client::{Answer, Client};

use local::stack::Stack;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::signing_in::{api_of, is_in};

const PASSWORD: &str = "Correct-Horse-7-Battery";
const SECRET: &str = "a-client-secret-of-the-provider-0123456789";
const INVITED: &str = "利用者登録のご案内";
const SIGN_IN: &str = "ログインする";

/// An organisation, as one that does not exist yet.
#[derive(Clone, Copy)]
struct City {
    id: &'static str,
    name: &'static str,
}

impl City {
    fn address_of(self, person: &str) -> String {
        format!("{person}@city.{}.example", self.id)
    }

    /// Where its people sign in.
    fn sign_in_page(self, stack: &Stack) -> String {
        format!("{}/sign-in/{}", stack.public_url(), self.id)
    }

    /// An account at its provider, with an authenticator or without.
    fn account(self, person: &str, has_authenticator: bool) -> Value {
        let key = has_authenticator.then_some(authenticator::KEY);
        let (id, email) = (format!("{}-{person}", self.id), self.address_of(person));
        json!({"id": id, "email": email, "name": person, "password": PASSWORD, "totp_key": key})
    }

    /// The service as its provider knows it, which signs ID tokens for it by this algorithm.
    fn client(self, stack: &Stack, id: &str, method: &str, algorithm: &str) -> Value {
        let callback = format!("{}/callback", self.sign_in_page(stack));
        let mut client = json!({"client_id": id, "redirect_uris": [callback], "token_endpoint_auth_method": method,
            "id_token_signed_response_alg": algorithm});
        if method != "none" {
            client["client_secret"] = json!(SECRET);
        }
        client
    }

    /// The operator adds it; it signs in at this provider as this client.
    fn is_added(self, stack: &Stack) -> Result<()> {
        let sender = ["--sender-name", "総務課", "--sender-email", &self.address_of("somu")];
        keiin(stack, &[&["organisation", "add", self.id, "--name", self.name][..], &sender].concat()).map(drop)
    }

    /// The operator sets its provider.
    fn signs_in_at(self, stack: &Stack, provider: &IdentityProvider, client: &str, has_secret: bool) -> Result<()> {
        let issuer = provider.issuer();
        let mut typed = vec!["organisation", "provider", self.id, "--issuer", &issuer, "--client-id", client];
        typed.extend(["--second-factor", "claimed"]);
        if has_secret {
            typed.push("--client-secret-stdin");
        }
        let said = keiin_with_input(stack, &typed, &format!("{SECRET}\n"))?;
        ensure!(said["provider"]["has_secret"] == has_secret && !said.to_string().contains(SECRET), "{said}");
        Ok(())
    }

    /// The operator invites its first administrator; gives the link of the mail.
    async fn invites(self, stack: &Stack, person: &str) -> Result<String> {
        let email = self.address_of(person);
        keiin(stack, &["organisation", "invite", self.id, "--name", "本田 美咲", "--email", &email])?;
        mailed_link(stack, &email, INVITED, "/invitation/").await
    }
}

/// Gives address and password on the provider's page.
async fn gives_password(page: &Page<'_>, email: &str) -> Result<()> {
    page.fill("E-mail", email).await?;
    page.fill("Password", PASSWORD).await?;
    page.click(Role::Button, "Continue").await
}

/// Gives address, password and the code that the authenticator shows.
async fn gives_password_and_code(page: &Page<'_>, email: &str) -> Result<()> {
    gives_password(page, email).await?;
    page.fill("Code of the authenticator", &code_at(step_now()?)?).await?;
    page.click(Role::Button, "Continue").await
}

/// Signs in from the organisation's page, with both factors, and is in.
async fn signs_in(stack: &Stack, city: City, person: &Person<'static>, email: &str) -> Result<Client> {
    signs_in_from(stack, &city.sign_in_page(stack), person, email).await
}

async fn signs_in_from(stack: &Stack, address: &str, person: &Person<'static>, email: &str) -> Result<Client> {
    let page = person.open(address).await?;
    page.click(Role::Button, SIGN_IN).await?;
    gives_password_and_code(&page, email).await?;
    is_in(stack, &page).await?;
    api_of(stack, person).await
}

/// Accepts the invitation of this link, with both factors.
async fn accepts(stack: &Stack, page: &Page<'_>, email: &str) -> Result<()> {
    page.click(Role::Button, "登録に進む").await?;
    gives_password_and_code(page, email).await?;
    is_in(stack, page).await
}

/// The administrator demands a second factor of everybody.
async fn demands_a_second_factor(administrator: &Client) -> Result<Answer> {
    let read = administrator.api(Method::GET, "/v1/organisation", None, None).await?.expect(StatusCode::OK)?;
    let version = read.header("etag").to_owned();
    let change = json!({"members": {"second_factor_required": true}}).to_string();
    let headers = [("if-match", &*version), ("content-type", "application/json")];
    administrator.api_with(Method::PATCH, "/v1/organisation", &headers, change.into()).await
}

/// Whether the person has shown a second factor, in each of their sessions.
async fn second_factors(person: &Client) -> Result<Vec<bool>> {
    let listed = person.api(Method::GET, "/v1/me/sessions", None, None).await?.expect(StatusCode::OK)?.json()?;
    let sessions = listed["sessions"].as_array().context("sessions")?;
    sessions.iter().map(|session| session["second_factor"].as_bool().context("a session says how it began")).collect()
}

/// The administrator invites a colleague, who sends.
async fn invites(administrator: &Client, colleague: &str) -> Result<()> {
    let person = json!({"name": "西村 健", "email": colleague, "roles": ["sender"]});
    let key = local::client::fresh_key()?;
    let invited = administrator.api(Method::POST, "/v1/organisation/people", Some(&key), Some(&person)).await?;
    invited.expect(StatusCode::CREATED).map(drop)
}

#[test]
fn the_first_organisation_is_set_up_by_the_operator_and_signed_in_to_by_password_and_authenticator() {
    run(async |stack| {
        let city = City { id: "hokuto", name: "北斗市" };
        let (email, colleague) = (city.address_of("honda"), city.address_of("nishimura"));
        let accounts = json!([city.account("honda", true), city.account("nishimura", false)]);
        let clients = json!([city.client(stack, "keiin", "client_secret_basic", "RS256")]);
        let settings = Settings { accounts, clients, claims_parameter: false };
        let Some(provider) = IdentityProvider::start(stack.dir(), settings).await? else { return Ok(()) };
        city.is_added(stack)?;
        city.signs_in_at(stack, &provider, "keiin", true)?;
        let link = city.invites(stack, "honda").await?;
        let at_desk = || Visitor::new(Device::Desktop).also_at(&provider.issuer());

        visit(stack, at_desk(), async |person| {
            accepts(stack, &person.open(&link).await?, &email).await?;
            let administrator = api_of(stack, person).await?;
            let known = administrator.api(Method::GET, "/v1/me", None, None).await?.json()?;
            ensure!(known["email"] == *email && known["roles"] == json!(["administrator"]), "{known}");
            ensure!(known["organisation"] == city.id, "{known}");
            // The provider says how somebody signed in only to whom it is asked: nothing shows yet that they have a second factor, and
            // whoever demands it must not shut themselves out.
            let refused = demands_a_second_factor(&administrator).await?.expect(StatusCode::CONFLICT)?.json()?;
            ensure!(
                refused["code"] == "locks-out-caller" && second_factors(&administrator).await? == [false],
                "{refused}"
            );
            let asking = format!("{}?second_factor=true", city.sign_in_page(stack));
            let administrator = signs_in_from(stack, &asking, person, &email).await?;
            demands_a_second_factor(&administrator).await?.expect(StatusCode::OK)?;
            invites(&administrator, &colleague).await?;
            // From now on everybody is asked for it, whatever the provider remembers of them.
            let again = signs_in(stack, city, person, &email).await?;
            again.api(Method::GET, "/v1/organisation", None, None).await?.expect(StatusCode::OK).map(drop)
        })
        .await?;

        // Whoever has a password alone is told what is missing, and the invitation stays good.
        let link = mailed_link(stack, &colleague, INVITED, "/invitation/").await?;
        visit(stack, at_desk().expecting("status 403"), async |person| {
            let page = person.open(&link).await?;
            page.click(Role::Button, "登録に進む").await?;
            gives_password(&page, &colleague).await?;
            page.sees("多要素認証が必要です").await?;
            check(&page).await?;
            ensure!(api_of(stack, person).await.is_err(), "a session without a second factor");
            person.open(&link).await?.find(Role::Button, "登録に進む").await.map(drop)
        })
        .await
    });
}

#[test]
fn a_provider_signs_tokens_and_knows_the_service_in_each_way_that_is_common() {
    run(async |stack| {
        let city = City { id: "nanae", name: "七飯町" };
        let email = city.address_of("honda");
        let ways = [
            ("basic", "client_secret_basic", "RS256"),
            ("post", "client_secret_post", "PS256"),
            ("public", "none", "ES256"),
            ("unknown-algorithm", "client_secret_basic", "EdDSA"),
        ];
        let clients: Vec<Value> = ways.iter().map(|(id, method, alg)| city.client(stack, id, method, alg)).collect();
        let accounts = json!([city.account("honda", true)]);
        let settings = Settings { accounts, clients: json!(clients), claims_parameter: true };
        let Some(provider) = IdentityProvider::start(stack.dir(), settings).await? else {
            return Ok(());
        };
        city.is_added(stack)?;
        city.signs_in_at(stack, &provider, "basic", true)?;
        let link = city.invites(stack, "honda").await?;
        let visitor = || Visitor::new(Device::Desktop).also_at(&provider.issuer());
        visit(stack, visitor(), async |person| accepts(stack, &person.open(&link).await?, &email).await).await?;

        for (client, method, algorithm) in ways {
            city.signs_in_at(stack, &provider, client, method != "none")?;
            let way = format!("{method} and {algorithm}");
            if client == "unknown-algorithm" {
                visit(stack, visitor().expecting("status 4"), async |person| {
                    let page = person.open(&city.sign_in_page(stack)).await?;
                    page.click(Role::Button, SIGN_IN).await?;
                    gives_password_and_code(&page, &email).await?;
                    page.sees("ログインできませんでした").await?;
                    ensure!(api_of(stack, person).await.is_err(), "a token is believed that nobody can check");
                    Ok(())
                })
                .await
                .context(way)?;
                continue;
            }
            visit(stack, visitor(), async |person| {
                let api = signs_in(stack, city, person, &email).await?;
                let known = api.api(Method::GET, "/v1/me", None, None).await?.expect(StatusCode::OK)?.json()?;
                ensure!(known["email"] == *email, "{known}");
                let shown = second_factors(&api).await?;
                ensure!(
                    !shown.is_empty() && shown.iter().all(|shown| *shown),
                    "the token does not say how they signed in"
                );
                Ok(())
            })
            .await
            .context(way)?;
        }
        Ok(())
    });
}

#[test]
fn a_provider_that_was_down_and_comes_back_with_new_keys_lets_people_in_again() {
    run(async |stack| {
        let city = City { id: "shikabe", name: "鹿部町" };
        let email = city.address_of("honda");
        let accounts = json!([city.account("honda", true)]);
        let clients = json!([city.client(stack, "keiin", "client_secret_basic", "ES256")]);
        let settings = Settings { accounts, clients, claims_parameter: false };
        let Some(mut provider) = IdentityProvider::start(stack.dir(), settings).await? else { return Ok(()) };
        city.is_added(stack)?;
        city.signs_in_at(stack, &provider, "keiin", true)?;
        let link = city.invites(stack, "honda").await?;
        let issuer = provider.issuer();
        let visitor = || Visitor::new(Device::Phone).also_at(&issuer);

        // Down before anything of it is known: the page says so, and the invitation is as good as before.
        provider.stop();
        visit(stack, visitor().expecting("status 50"), async |person| {
            let page = person.open(&link).await?;
            page.click(Role::Button, "登録に進む").await?;
            page.sees("認証サービスに接続できません").await?;
            check(&page).await
        })
        .await?;
        provider.start_again().await?;
        visit(stack, visitor(), async |person| accepts(stack, &person.open(&link).await?, &email).await).await?;

        // Other keys than those that are kept in the table. They are asked for again a minute after the last time, and whoever comes
        // before that is asked to try again.
        provider.start_again().await?;
        until("a sign-in by the new keys", async || {
            let mut is_in = false;
            visit(stack, visitor().expecting("status 502"), async |person| {
                let page = person.open(&city.sign_in_page(stack)).await?;
                page.click(Role::Button, SIGN_IN).await?;
                gives_password_and_code(&page, &email).await?;
                is_in = !page.text().await?.contains("ログインできませんでした");
                if is_in {
                    let api = api_of(stack, person).await?;
                    api.api(Method::GET, "/v1/me", None, None).await?.expect(StatusCode::OK)?;
                }
                Ok(())
            })
            .await?;
            Ok(is_in.then_some(()))
        })
        .await
    });
}
