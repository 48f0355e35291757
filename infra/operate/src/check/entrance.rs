//! Whether requests come by the way that the stack was deployed for: through a firewall alone, or straight to its API.

use std::time::Duration;

use api::routes::{self, Function, Route};
use async_trait::async_trait;
use reqwest::header::{ACCEPT, HeaderMap};

use super::{Answered, Finding};
use crate::connection::Stack;

/// The problem by which the service refuses what comes past the firewall. Its page is small, so that it is asked for as well.
const PAST_FIREWALL: &str = "past-firewall";
const TIMEOUT: Duration = Duration::from_secs(10);

/// What the addresses of the service answer; nothing where they were not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entrances {
    /// The API's own URL, once for each function that answers HTTP: each refuses by itself.
    pub own: Vec<(Function, Answered<Reply>)>,
    /// Where people reach the service.
    pub public: Option<Answered<Reply>>,
}

/// What an address answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The code of the problem, if it is one.
    pub code: Option<String>,
    /// Whether CloudFront has handed the answer on.
    pub by_cloudfront: bool,
}

impl Reply {
    fn is_past_firewall(&self) -> bool {
        self.status == 403 && self.code.as_deref() == Some(PAST_FIREWALL)
    }
}

/// How addresses of the service are asked.
#[async_trait]
pub trait EntranceTransport: Send + Sync {
    /// Asks an address.
    async fn ask(&self, url: &str) -> Answered<Reply>;
}

/// By HTTP, without following redirects.
#[derive(Clone, Debug)]
pub struct EntranceHttp {
    client: reqwest::Client,
}

impl EntranceHttp {
    /// A client.
    pub fn new() -> Result<Self, reqwest::Error> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none());
        Ok(Self { client: builder.user_agent(concat!("keiin/", env!("CARGO_PKG_VERSION"))).build()? })
    }
}

#[async_trait]
impl EntranceTransport for EntranceHttp {
    async fn ask(&self, url: &str) -> Answered<Reply> {
        let words = |error: reqwest::Error| lambda::telemetry::chain(&error);
        let answer = self.client.get(url).header(ACCEPT, "application/json").send().await.map_err(words)?;
        let (status, by_cloudfront) = (answer.status().as_u16(), is_by_cloudfront(answer.headers()));
        let body = answer.bytes().await.map_err(words)?;
        Ok(Reply { status, code: code_in(&body), by_cloudfront })
    }
}

/// CloudFront's own header: an HTTP API has none of that name.
fn is_by_cloudfront(headers: &HeaderMap) -> bool {
    headers.contains_key("x-amz-cf-id")
}

fn code_in(body: &[u8]) -> Option<String> {
    let problem: serde_json::Value = serde_json::from_slice(body).ok()?;
    problem["code"].as_str().map(str::to_owned)
}

impl Entrances {
    /// Asks those addresses by which it can be known. An address that is the API's own needs no asking without a firewall.
    pub(super) async fn ask(stack: &Stack, transport: &dyn EntranceTransport) -> Self {
        let of = |name: &str| stack.outputs.get(name);
        let (Some(own), Some(public)) = (of("ApiUrl"), of("PublicUrl")) else { return Self::default() };
        let is_behind = stack.parameter("FirewallSecretSha256").is_some();
        if !is_behind && own == public {
            return Self::default();
        }
        let mut answers = Self::default();
        for function in Function::ALL.into_iter().filter(|_| is_behind) {
            answers.own.push((function, transport.ask(&format!("{own}{}", path_of(function))).await));
        }
        answers.public = Some(transport.ask(&format!("{public}/problems/{PAST_FIREWALL}")).await);
        answers
    }

    /// What the answers mean.
    pub(super) fn judge(&self, stack: &Stack) -> Finding {
        match stack.parameter("FirewallSecretSha256") {
            Some(digests) => self.judge_behind(digests),
            None => self.judge_without(),
        }
    }

    fn judge_without(&self) -> Finding {
        match &self.public {
            Some(Ok(reply)) if reply.by_cloudfront => missing(
                "PublicUrl leads through CloudFront, and the service knows of no firewall: it takes addresses of CloudFront for those \
                 of callers, and its API's own URL is open besides",
                "Deploy infra/firewall.yaml, and this stack with FirewallSecretSha256= (infra/README.md, “A firewall in front”)",
            ),
            _ => Finding::Ok("none".to_owned()),
        }
    }

    fn judge_behind(&self, digests: &str) -> Finding {
        let public = match &self.public {
            Some(Ok(public)) if !self.own.is_empty() => public,
            Some(Err(reason)) => return unanswered("PublicUrl", reason),
            _ => return unanswered("the service", "the stack does not say its addresses"),
        };
        for (function, answer) in &self.own {
            let (package, path) = (function.package(), path_of(*function));
            match answer {
                Ok(own) if own.is_past_firewall() => {}
                Ok(own) => {
                    return missing(
                        format!(
                            "the API's own URL answers {} to what comes past the firewall, and not 403 (GET {path}, {package})",
                            own.status
                        ),
                        "Deploy the functions of this version: those of before know of no firewall. Where the API's own host was \
                         switched off on purpose (DisableExecuteApiEndpoint), all is well",
                    );
                }
                Err(reason) => return unanswered(&format!("the API's own URL (GET {path}, {package})"), reason),
            }
        }
        if public.is_past_firewall() {
            return missing(
                "what comes by PublicUrl is refused, since it does not bring the firewall's secret",
                "See that its DNS entry leads to the distribution of infra/firewall.yaml, that this is deployed, and that the SHA-256 \
                 of its OriginSecret is in FirewallSecretSha256",
            );
        }
        if public.status != 200 {
            return missing(
                format!("PublicUrl answers {}", public.status),
                "Look what blocks it: the web ACL, or the API",
            );
        }
        Finding::Ok(match digests.contains(',') {
            true => "all requests come through it; two secrets are good, until the old one is taken away".to_owned(),
            false => "all requests come through it".to_owned(),
        })
    }
}

/// Where a function is asked: its first route of the table that only reads. Nobody is known by it, and no link is.
fn path_of(function: Function) -> String {
    let is_read = |route: &Route| route.function == function && route.method == "GET";
    let route = routes::ALL.iter().find(|route| is_read(route)).expect("every function has a route that only reads");
    route.path_of(&vec!["x"; route.path.matches('{').count()])
}

fn missing(what: impl Into<String>, todo: impl Into<String>) -> Finding {
    Finding::Missing { what: what.into(), todo: todo.into() }
}

fn unanswered(whom: &str, reason: &str) -> Finding {
    missing(format!("{whom} could not be asked: {reason}"), "See that it can be reached from here, and check again")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use reqwest::header::HeaderValue;

    use super::*;

    const OWN: &str = "https://a1b2c3.execute-api.ap-northeast-1.amazonaws.com";
    const PUBLIC: &str = "https://contracts.example.jp";
    const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    fn reply(status: u16) -> Answered<Reply> {
        Ok(Reply { status, code: None, by_cloudfront: false })
    }

    fn past() -> Answered<Reply> {
        Ok(Reply { status: 403, code: Some(PAST_FIREWALL.to_owned()), by_cloudfront: false })
    }

    fn through_cloudfront(status: u16) -> Answered<Reply> {
        Ok(Reply { status, code: None, by_cloudfront: true })
    }

    fn stack(public: &str, digests: &str) -> Stack {
        let texts = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Stack {
            outputs: [("ApiUrl", OWN), ("PublicUrl", public)].map(texts).into(),
            parameters: BTreeMap::from([("FirewallSecretSha256", digests)].map(texts)),
            ..Stack::default()
        }
    }

    fn judged(digests: &str, own: &Answered<Reply>, public: Answered<Reply>) -> Finding {
        let own = Function::ALL.map(|function| (function, own.clone())).into();
        Entrances { own, public: Some(public) }.judge(&stack(PUBLIC, digests))
    }

    #[track_caller]
    fn misses(finding: Finding, words: &str) {
        let Finding::Missing { what, todo } = finding else { panic!("nothing is missing: {finding:?}") };
        assert!(what.contains(words), "{what}. {todo}");
    }

    #[test]
    fn behind_a_firewall_the_apis_own_url_refuses_and_the_public_one_answers() {
        let Finding::Ok(what) = judged(DIGEST, &past(), through_cloudfront(200)) else {
            panic!("something is missing")
        };
        assert_eq!(what, "all requests come through it");
        misses(judged(DIGEST, &reply(200), through_cloudfront(200)), "own URL answers 200");
        // A 403 of anybody else.
        misses(judged(DIGEST, &reply(403), through_cloudfront(200)), "own URL answers 403");
        misses(judged(DIGEST, &past(), past()), "does not bring the firewall's secret");
        misses(judged(DIGEST, &past(), through_cloudfront(403)), "PublicUrl answers 403");
        misses(judged(DIGEST, &past(), Err("no such host".to_owned())), "PublicUrl could not be asked: no such host");
        misses(judged(DIGEST, &Err("timed out".to_owned()), past()), "could not be asked: timed out");
        misses(Entrances::default().judge(&stack(PUBLIC, DIGEST)), "could not be asked");
    }

    #[test]
    fn a_single_function_that_lets_something_past_the_firewall_is_named() {
        for open in Function::ALL {
            for (answer, words) in [(reply(401), "answers 401"), (Err("timed out".to_owned()), "timed out")] {
                let own = Function::ALL.map(|one| (one, if one == open { answer.clone() } else { past() }));
                let asked = Entrances { own: own.into(), public: Some(through_cloudfront(200)) };
                let finding = asked.judge(&stack(PUBLIC, DIGEST));
                misses(finding.clone(), open.package());
                misses(finding, words);
            }
        }
    }

    #[test]
    fn two_secrets_are_all_right_and_not_for_good() {
        let Finding::Ok(what) = judged(&format!("{DIGEST},{DIGEST}"), &past(), through_cloudfront(200)) else {
            panic!("something is missing")
        };
        assert!(what.contains("two secrets"), "{what}");
    }

    #[test]
    fn cloudfront_before_a_service_that_knows_of_no_firewall_is_told() {
        misses(judged("", &reply(200), through_cloudfront(200)), "knows of no firewall");
        for other in [reply(200), reply(502), Err("no such host".to_owned())] {
            assert_eq!(judged("", &reply(200), other), Finding::Ok("none".to_owned()));
        }
    }

    /// Notes what it is asked.
    #[derive(Default)]
    struct Noting(Mutex<Vec<String>>);

    #[async_trait]
    impl EntranceTransport for Noting {
        async fn ask(&self, url: &str) -> Answered<Reply> {
            self.0.lock().expect("a list").push(url.to_owned());
            reply(200)
        }
    }

    #[tokio::test]
    async fn only_addresses_by_which_something_can_be_known_are_asked() {
        let asked = async |stack: Stack| {
            let transport = Noting::default();
            Entrances::ask(&stack, &transport).await;
            transport.0.into_inner().expect("a list")
        };
        let public = format!("{PUBLIC}/problems/past-firewall");
        assert_eq!(asked(stack(OWN, "")).await, [""; 0]);
        assert_eq!(asked(stack(PUBLIC, "")).await, [public.as_str()]);
        let asked = asked(stack(PUBLIC, DIGEST)).await;
        let (last, own) = asked.split_last().expect("something is asked");
        assert_eq!(*last, public);
        let mut answering = Vec::new();
        for url in own {
            let path = url.strip_prefix(OWN).expect("the API's own URL");
            answering.push(Function::ALL.into_iter().find(|one| path_of(*one) == path).expect("a function"));
        }
        assert_eq!(answering, Function::ALL);
    }

    #[test]
    fn an_answer_is_read() {
        assert_eq!(code_in(br#"{"code": "past-firewall", "status": 403}"#).as_deref(), Some("past-firewall"));
        assert_eq!(code_in(br#"{"message": "Forbidden"}"#), None);
        assert_eq!(code_in(b"<!doctype html>"), None);
        let headers = |name: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static("x"));
            headers
        };
        assert!(is_by_cloudfront(&headers("x-amz-cf-id")) && !is_by_cloudfront(&headers("apigw-requestid")));
    }
}
