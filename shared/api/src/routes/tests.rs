use std::collections::BTreeSet;

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use tower::ServiceExt as _;

use super::*;
use crate::Served;

#[test]
fn every_route_has_a_name_and_an_address_of_its_own_and_a_sentence() {
    let names: BTreeSet<_> = ALL.iter().map(|route| route.name).collect();
    let addresses: BTreeSet<_> = ALL.iter().map(|route| (route.method.as_str(), route.path)).collect();
    assert_eq!((names.len(), addresses.len()), (ALL.len(), ALL.len()));
    assert!(ALL.iter().all(|route| route.summary.trim().ends_with('.')));
}

#[test]
fn only_the_api_takes_keys_and_only_links_have_tokens() {
    for route in ALL {
        assert_eq!(matches!(route.access, Access::Link), route.path.contains("/{token}"), "{}", route.name);
        assert!(!matches!(route.access, Access::May(_)) || route.is_api(), "{}", route.name);
    }
}

/// A path of this route.
fn with_any_values(route: &Route) -> String {
    route.path_of(&vec!["1"; route.path.matches('{').count()])
}

#[test]
fn a_path_with_more_or_fewer_values_than_parameters_is_not_made() {
    let made = |values: &'static [&str]| std::panic::catch_unwind(|| SIGN_DOCUMENT.path_of(values)).is_ok();
    assert!(made(&["token", "1"]));
    assert!(!made(&["token"]) && !made(&["token", "1", "2"]));
}

#[test]
fn a_path_is_made_of_its_parameters_values() {
    assert_eq!(REQUEST_AGAIN.path_of(&["a-1", "2"]), "/v1/envelopes/a-1/recipients/2/request");
    assert_eq!(CREATE_ENVELOPE.path_of(&[]), "/v1/envelopes");
    assert_eq!(SIGN_PAGE.path_of(&["t_-"]), "/sign/t_-");
}

#[test]
fn a_function_that_leaves_out_a_route_or_takes_anothers_does_not_start() {
    fn most() -> Served<()> {
        Served::by(Function::ServeAssets).on(&GET_OPENAPI, || async {}).on(&REFERENCE, || async {})
    }
    let started = |make: fn() -> axum::Router| std::panic::catch_unwind(make).is_ok();
    assert!(started(|| most().on(&GET_ASSET, || async {}).router()));
    assert!(!started(|| most().router()));
    assert!(!started(|| Served::by(Function::ServeAssets).router()));
    assert!(!started(|| Served::by(Function::ServeAssets).on(&SIGN_PAGE, || async {}).router()));
}

#[test]
fn links_share_a_key_and_parts_of_the_api_do_not() {
    let keys: Vec<String> = gateway::routes().into_iter().map(|route| route.key).collect();
    for key in ["POST /v1/envelopes/{id}/send", "ANY /sign/{proxy+}", "ANY /assets/{proxy+}", "ANY /verify", "$default"]
    {
        assert!(keys.iter().any(|known| known == key), "{key} is not in {keys:?}");
    }
    assert!(!keys.iter().any(|key| key.contains("{token}")), "{keys:?}");
}

#[test]
fn a_permission_covers_what_begins_alike_and_nothing_of_others() {
    let permissions = gateway::permissions();
    let of = |name: &str| permissions.get(name).map(|(_, path)| path.as_str());
    assert_eq!(of("CollectSignatureSignPermission"), Some("*/*/sign/{proxy+}"), "{permissions:?}");
    assert_eq!(of("CreateEnvelopeV1EnvelopesPermission"), Some("*/*/v1/envelopes*"), "{permissions:?}");
    assert_eq!(of("VerifyDocumentV1VerifyPermission"), Some("*/*/v1/verify*"), "{permissions:?}");
    assert_eq!(of("DownloadDocumentPermission"), Some("*/$default"), "{permissions:?}");
}

#[tokio::test]
async fn no_other_site_sends_the_forms_of_the_pages_and_programs_are_not_hindered() {
    for function in Function::ALL {
        let routes = || ALL.iter().filter(|route| route.function == function);
        let router = routes().fold(Served::by(function), |served, route| served.on(route, || async {})).router();
        for route in routes() {
            for site in [None, Some("same-origin"), Some("cross-site"), Some("same-site"), Some("none")] {
                let request = Request::builder().method(route.method.clone()).uri(with_any_values(route));
                let request = site.into_iter().fold(request, |request, site| request.header("sec-fetch-site", site));
                let answer = router.clone().oneshot(request.body(Body::empty()).expect("a request")).await;
                let is_foreign = site.is_some_and(|site| site != "same-origin");
                let is_page = matches!(route.access, Access::Link | Access::Public | Access::SignedIn)
                    && !route.path.starts_with("/v1/");
                let is_refused = is_foreign && is_page && route.method == Method::POST;
                let expected = if is_refused { StatusCode::FORBIDDEN } else { StatusCode::OK };
                assert_eq!(answer.expect("an answer").status(), expected, "{} from {site:?}", route.name);
            }
        }
    }
}

#[test]
fn public_pages_of_the_function_that_answers_every_other_address_need_no_key() {
    let keys = gateway::routes();
    assert!(keys.iter().all(|route| !route.key.contains("/problems")), "{keys:?}");
    let default = keys.iter().find(|route| route.key == "$default").expect("a default route");
    assert!([&START_PAGE, &PROBLEMS, &PROBLEM].iter().all(|route| route.function == default.function));
}
