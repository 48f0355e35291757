//! By API keys.

use std::collections::BTreeSet;
use std::sync::Arc;

use api::routes::{self, Function};
use axum::body::Body;
use axum::http::{Method, Request};
use domain::authorisation::{Action, KeyTerms, Scope};
use domain::envelope::Sender;
use domain::organisation::{ApiKey, Organisation};
use domain::policy::Policy;
use fakes::{MemoryEnvelopes, Story, city, signer};
use serde_json::json;
use tower::ServiceExt as _;

use crate::world::{How, KEY, NOW, World, asked, bearer, by_key, call, everything, path_of};

/// An envelope of this sender that is on its way, among envelopes.
fn story(sender: Sender) -> Story {
    let recipients = vec![signer(1, None, "鈴木 太郎", "suzuki")];
    let request = domain::draft::EnvelopeRequest { recipients, ..Story::request() };
    let story = Story::by(sender, request, NOW);
    story.start(NOW);
    story
}

fn under(terms: KeyTerms) -> (World, Story) {
    let story = story(city());
    (World::by_key(terms, story.envelopes.clone()), story)
}

#[test]
fn every_action_has_a_route_and_every_such_route_is_asked_here() {
    let actions: BTreeSet<Action> = asked().map(|(_, action)| action).collect();
    assert_eq!(actions, Action::ALL.into(), "an action that no route asks for");
    let functions: BTreeSet<Function> = asked().map(|(route, _)| route.function).collect();
    assert_eq!(functions, [Function::CreateEnvelope, Function::ManageOrganisation].into());
}

#[tokio::test]
async fn nobody_calls_without_a_key_that_is_known() {
    let (w, story) = under(everything());
    let (before, id) = (story.envelope(), story.id.to_string());
    let basic = format!("Basic {KEY}");
    for (route, _) in asked() {
        for authorization in [None, Some(""), Some("Bearer"), Some("Bearer keiin_wrong"), Some(KEY), Some(&*basic)] {
            let (status, code, body) = call(&w, route, &id, How { authorization, cookie: None, address: None }).await;
            assert_eq!((status, &*code), (401, "unauthorized"), "{}, {authorization:?}: {body}", route.name);
        }
    }
    assert_eq!(story.envelope(), before);
}

/// Whether there is such a key or not, and whoever calls besides.
#[tokio::test]
async fn a_key_in_a_url_is_to_be_revoked_by_every_route_and_does_nothing() {
    let (w, story) = under(everything());
    let (before, id, key) = (story.envelope(), story.id.to_string(), ApiKey::from_random([0xAB; 32]));
    let key = key.reveal();
    let encoded = key.replace('_', "%5F");
    for (route, _) in asked() {
        let path = path_of(route, &id);
        let in_path = (path != route.path).then(|| path_of(route, key));
        let in_query = ["access_token", "api_key", "key"].map(|name| format!("{path}?{name}={key}"));
        for target in in_query.into_iter().chain([format!("{path}?{encoded}")]).chain(in_path) {
            for authorization in [None, Some(bearer())] {
                let request = Request::builder().method(route.method.clone()).uri(&target);
                let request = request.header("idempotency-key", "a-key").header("if-match", "\"1\"");
                let request = request.header("accept-language", "en");
                let request = match authorization {
                    Some(value) => request.header("authorization", value),
                    None => request,
                };
                let (status, body) = w.answer(route, request.body(Body::from("{}")).expect("a request")).await;
                assert_eq!((status.as_u16(), &body["code"]), (400, &json!("api-key-in-url")), "{}", route.name);
                assert!(!body.to_string().contains(key), "{}: {body}", route.name);
            }
        }
    }
    assert_eq!(story.envelope(), before);
    assert!(w.organisations.log(&city().organisation).is_empty(), "nothing was changed");
}

#[tokio::test]
async fn a_key_that_has_ended_is_told_so() {
    let (w, story) = under(KeyTerms { expires_at: Some(NOW.parse().unwrap()), ..everything() });
    for (route, _) in asked() {
        let (status, code, body) = by_key(&w, route, &story.id.to_string(), None).await;
        assert_eq!((status, &*code), (401, "api-key-expired"), "{}: {body}", route.name);
    }
}

#[tokio::test]
async fn a_key_without_the_scope_of_a_route_is_refused_by_it_and_nothing_happens() {
    for lacking in Scope::ALL {
        let scopes = Scope::ALL.into_iter().filter(|scope| *scope != lacking).collect();
        let (w, story) = under(KeyTerms { scopes, ..everything() });
        let (before, id) = (story.envelope(), story.id.to_string());
        for (route, action) in asked() {
            let (status, code, body) = by_key(&w, route, &id, None).await;
            if action.scopes().any(|scope| scope == lacking) {
                assert_eq!((status, &*code), (403, "scope-missing"), "{}: {body}", route.name);
                assert!(body["detail"].as_str().is_some_and(|text| text.contains(lacking.as_str())), "{body}");
                // Whether there is such an envelope is not told either.
                let none = by_key(&w, route, "01935f2e-7c00-7a11-8b22-9c33ad44be55", None).await;
                assert_eq!(none.2, body, "{}", route.name);
            } else {
                assert_ne!((status, &*code), (403, "scope-missing"), "{}: {body}", route.name);
            }
        }
        if lacking == Scope::EnvelopesWrite {
            assert_eq!(story.envelope(), before);
        }
    }
}

/// Of a draft, which would be sent otherwise.
#[tokio::test]
async fn a_draft_is_not_sent_by_a_key_that_only_writes() {
    let draft = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    let scopes = [Scope::EnvelopesRead, Scope::EnvelopesWrite].into();
    let w = World::by_key(KeyTerms { scopes, ..everything() }, draft.envelopes.clone());
    let before = draft.envelope();
    let (status, code, body) = by_key(&w, &routes::SEND_ENVELOPE, &draft.id.to_string(), None).await;
    assert_eq!((status, &*code), (403, "scope-missing"), "{body}");
    assert_eq!(draft.envelope(), before);
}

#[tokio::test]
async fn a_key_that_is_bound_to_addresses_is_good_from_them_alone() {
    let ranges = ["203.0.113.0/24", "2001:db8::/32"].map(|range| range.parse().unwrap());
    let terms = KeyTerms { addresses: ranges.into(), ..everything() };
    for (route, _) in asked() {
        let (w, story) = under(terms.clone());
        let id = story.id.to_string();
        for outside in ["198.51.100.7", "2001:db9::1", "::1"] {
            let (status, code, body) = by_key(&w, route, &id, Some(outside)).await;
            assert_eq!((status, &*code), (403, "address-not-allowed"), "{}, {outside}: {body}", route.name);
        }
        // Where the wiring does not say from where a call comes, it comes from nowhere that is allowed.
        let (status, code, body) = by_key(&w, route, &id, None).await;
        assert_eq!((status, &*code), (500, "no-client-address"), "{}: {body}", route.name);
        for inside in ["203.0.113.200", "2001:db8::7", "::ffff:203.0.113.200"] {
            let (status, _, body) = by_key(&w, route, &id, Some(inside)).await;
            assert!(![401, 403, 500].contains(&status), "{}, {inside}: {body}", route.name);
        }
    }
}

fn organisation(closed_at: Option<&str>) -> Organisation {
    Organisation {
        policy: Policy { two_factor_required: true, ..Policy::default() },
        closed_at: closed_at.map(|at| at.parse().unwrap()),
        ..Organisation::new(city().organisation, "滝川市役所".to_owned(), NOW.parse().unwrap())
    }
}

#[tokio::test]
async fn no_key_of_an_organisation_that_is_closed_is_taken() {
    let (w, story) = under(everything());
    w.organisations.put(&organisation(Some(NOW)));
    let (before, id) = (story.envelope(), story.id.to_string());
    for (route, _) in asked() {
        let (status, code, body) = by_key(&w, route, &id, None).await;
        assert_eq!((status, &*code), (403, "organisation-closed"), "{}: {body}", route.name);
    }
    assert_eq!(story.envelope(), before);
    w.organisations.put(&organisation(None));
    assert_eq!(by_key(&w, &routes::GET_ENVELOPE, &id, None).await.0, 200, "open again");
}

#[tokio::test]
async fn a_key_that_was_made_for_an_organisation_with_a_row_is_not_taken_without_it() {
    let story = story(city());
    let w = World::by_key_of_an_organisation(story.envelopes.clone());
    for (route, _) in asked() {
        let (status, code, body) = by_key(&w, route, &story.id.to_string(), None).await;
        assert_eq!((status, &*code), (503, "temporarily-unavailable"), "{}: {body}", route.name);
    }
    w.organisations.put(&organisation(None));
    assert_eq!(by_key(&w, &routes::GET_ENVELOPE, &story.id.to_string(), None).await.0, 200);
}

/// The gateway limits GET, and HEAD would be answered by the same work.
#[tokio::test]
async fn no_route_of_the_api_is_asked_by_head() {
    let (w, story) = under(everything());
    for (route, _) in asked().filter(|(route, _)| route.method == Method::GET) {
        let request = Request::head(path_of(route, &story.id.to_string())).header("authorization", bearer());
        let answer = w.router(route.function).oneshot(request.body(Body::empty()).expect("a request")).await.unwrap();
        assert_eq!(answer.status().as_u16(), 405, "{}", route.name);
    }
}

/// A presigned URL is good for whoever has it: nobody gets one for what the key is not good for by itself.
#[tokio::test]
async fn an_answer_holds_no_more_than_the_key_may_have() {
    let draft = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    let sent = story(city());
    let key = |scopes: &[Scope]| KeyTerms { scopes: scopes.iter().copied().collect(), ..everything() };
    let (read, write, send) = (Scope::EnvelopesRead, Scope::EnvelopesWrite, Scope::EnvelopesSend);
    for (scopes, uploads, downloads) in [(&[read][..], false, true), (&[read, write], true, true)] {
        let w = World::by_key(key(scopes), draft.envelopes.clone());
        let (_, _, body) = by_key(&w, &routes::GET_ENVELOPE, &draft.id.to_string(), None).await;
        assert_eq!(body["documents"][0]["upload"].is_object(), uploads, "{scopes:?}: {body}");
        let w = World::by_key(key(scopes), sent.envelopes.clone());
        let (_, _, body) = by_key(&w, &routes::GET_ENVELOPE, &sent.id.to_string(), None).await;
        assert_eq!(body["documents"][0]["download"].is_object(), downloads, "{scopes:?}: {body}");
    }
    // By a call that changes something, and by its answer given again.
    for (scopes, route) in [(&[write][..], &routes::REQUEST_AGAIN), (&[write, send], &routes::REQUEST_AGAIN)] {
        let w = World::by_key(key(scopes), sent.envelopes.clone());
        let (status, _, body) = by_key(&w, route, &sent.id.to_string(), None).await;
        assert_eq!((status, body["documents"][0]["download"].is_object()), (200, false), "{body}");
    }
}

/// Whatever a key's row said when it was made.
#[tokio::test]
async fn an_organisations_name_and_policy_hold_for_all_of_its_keys_at_once() {
    let w = World::by_key(everything(), Arc::default());
    let post = async |body: &serde_json::Value| {
        let request = Request::post("/v1/envelopes").header("authorization", bearer());
        let request = request.header("idempotency-key", "a-key").header("content-type", "application/json");
        w.answer(&routes::CREATE_ENVELOPE, request.body(Body::from(body.to_string())).expect("a request")).await
    };
    let request = json!({
        "title": "工事請負契約",
        "documents": [{"name": "契約書", "size": 1000, "sha256": "ab".repeat(32)}],
        "recipients": [{"kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "suzuki@example.jp", "seal": {"type": "contract"}}],
    });
    let (status, draft) = post(&request).await;
    assert_eq!((status.as_u16(), &draft["sender"]["organisation_name"]), (201, &json!("滝川市")), "{draft}");

    w.organisations.put(&organisation(None));
    let (status, problem) = post(&request).await;
    let pointer = &problem["errors"][0]["pointer"];
    assert_eq!((status.as_u16(), pointer), (422, &json!("/recipients/0/factor")), "{problem}");
    let mut by_factor = request;
    by_factor["recipients"][0]["factor"] = json!({"type": "access_code", "code": "sakura-2026"});
    let (status, draft) = post(&by_factor).await;
    assert_eq!((status.as_u16(), &draft["sender"]["organisation_name"]), (201, &json!("滝川市役所")), "{draft}");
}

/// Another organisation's envelope is as unknown as one that never was: by the same bytes, whatever is asked of it.
#[tokio::test]
async fn what_is_another_organisations_is_unknown_like_what_is_not_there() {
    let neighbour = || Sender { organisation: "sorachi".to_owned().try_into().unwrap(), ..city() };
    let theirs = story(neighbour());
    let w = World::by_key(everything(), theirs.envelopes.clone());
    let before = theirs.envelope();
    for (route, _) in asked().filter(|(route, _)| route.path.contains("/v1/envelopes/{id}")) {
        let (status, code, body) = by_key(&w, route, &theirs.id.to_string(), None).await;
        assert_eq!((status, &*code), (404, "unknown-envelope"), "{}: {body}", route.name);
        for unknown in ["01935f2e-7c00-7a11-8b22-9c33ad44be55", "x"] {
            assert_eq!(by_key(&w, route, unknown, None).await.2, body, "{}", route.name);
        }
    }
    assert_eq!(theirs.envelope(), before);
    let empty: Arc<MemoryEnvelopes> = Arc::default();
    let nothing = World::by_key(everything(), empty);
    let list = |w| async move { by_key(w, &routes::LIST_ENVELOPES, "", None).await.2 };
    assert_eq!(list(&w).await, list(&nothing).await);
}

/// One program that runs wild does not keep the others from calling.
#[tokio::test]
async fn who_calls_too_often_is_told_when_to_call_again() {
    let (w, story) = under(everything());
    let id = story.id.to_string();
    for _ in 0..600 {
        assert_eq!(by_key(&w, &routes::GET_ME, "", None).await.0, 200);
    }
    for (route, _) in asked() {
        let (status, code, body) = by_key(&w, route, &id, None).await;
        assert_eq!((status, &*code), (429, "too-many-calls"), "{}: {body}", route.name);
    }
    w.clock.set("2026-11-22T09:01:00Z");
    assert_eq!(by_key(&w, &routes::GET_ME, "", None).await.0, 200, "in the next minute");
}
