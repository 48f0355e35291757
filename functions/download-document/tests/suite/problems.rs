//! The catalogue of problems, driven over HTTP: where the `type` of each problem leads.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::response::Response;
use domain::language::Language;
use download_document::{Dependencies, router};
use fakes::{MemoryEnvelopes, MemoryLinks, MemoryOrganisations, PresignedDocuments, StoppedClock};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use web::Site;

const HTML: &str = "text/html,application/xhtml+xml;q=0.9";
const JSON: &str = "application/json";

fn service() -> Router {
    router(Dependencies {
        envelopes: Arc::new(MemoryEnvelopes::default()),
        links: Arc::new(MemoryLinks::default()),
        link_rules: Arc::new(MemoryOrganisations::default()),
        documents: Arc::new(PresignedDocuments::default()),
        clock: Arc::new(StoppedClock::at("2026-11-22T09:00:00Z")),
        site: Arc::new(Site { public_url: "https://sign.example/v".into(), brand: "Keiin".into(), ..Site::default() }),
    })
}

async fn get(path: &str, accept: &str, language: Language) -> Response {
    let request = Request::get(path).header("accept", accept).header("accept-language", language.tag());
    service().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

async fn value(response: Response) -> Value {
    assert!(response.headers()["content-type"].to_str().unwrap().ends_with("json"));
    serde_json::from_str(&text(response).await).unwrap()
}

#[tokio::test]
async fn the_type_of_every_problem_leads_to_what_it_means() {
    for kind in kinds::all() {
        for language in Language::ALL {
            let problem = value(Problem::of(kind).into_json_response(language)).await;
            let path = problem["type"].as_str().unwrap();
            assert_eq!(path, format!("/problems/{}", kind.code));

            let found = get(path, JSON, language).await;
            assert_eq!(found.status(), 200, "{path}");
            assert_eq!(found.headers()["content-language"], language.tag());
            let mut found = value(found).await;
            let retry_after = found.as_object_mut().unwrap().remove("retry_after");
            assert_eq!(retry_after, kind.retry_after.map(Value::from), "{path}");
            let (title, meaning) = (kind.title.in_language(language), kind.meaning.in_language(language));
            let expected = json!({
                "type": path, "code": kind.code, "title": title, "status": kind.status.as_u16(), "meaning": meaning,
            });
            assert_eq!(found, expected);
            assert_eq!(
                [&found["type"], &found["code"], &found["title"], &found["status"]].map(Value::clone),
                [&problem["type"], &problem["code"], &problem["title"], &problem["status"]].map(Value::clone)
            );

            let page = get(path, HTML, language).await;
            assert_eq!(
                (page.status().as_u16(), &page.headers()["vary"]),
                (200, &"accept, accept-language".parse().unwrap())
            );
            let page = text(page).await;
            let lang = format!("<html lang=\"{}\">", language.tag());
            let meaning = meaning.replace('"', "&#34;").replace('\'', "&#39;");
            for part in [&lang, kind.code, &title.replace('\'', "&#39;"), &meaning, "/v/problems\""] {
                assert!(page.contains(part), "{part} is missing in {page}");
            }
        }
    }
}

#[tokio::test]
async fn the_list_names_them_all_as_a_page_and_for_programs() {
    for language in Language::ALL {
        let (page, list) = (get("/problems", HTML, language).await, get("/problems", JSON, language).await);
        let (page, list) = (text(page).await, value(list).await);
        let codes: Vec<&str> = list["problems"].as_array().unwrap().iter().filter_map(|p| p["code"].as_str()).collect();
        assert_eq!(codes, kinds::all().map(|kind| kind.code).collect::<Vec<_>>());
        for kind in kinds::all() {
            assert!(page.contains(&format!("href=\"/v/problems/{}\"", kind.code)), "{}", kind.code);
        }
        assert!(page.contains("href=\"/v/reference\""), "the page of the API's reference");
    }
    assert!(text(get("/problems?lang=en", HTML, Language::Ja).await).await.contains("<h1>Problems</h1>"));
}

#[tokio::test]
async fn what_is_no_problem_is_an_address_that_leads_nowhere() {
    let nowhere = text(get("/nowhere", HTML, Language::Ja).await).await;
    for path in ["/problems/nothing-of-ours", "/problems/", "/problems/not-found/more"] {
        let answer = get(path, HTML, Language::Ja).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(text(answer).await, nowhere, "{path}");
    }
}
