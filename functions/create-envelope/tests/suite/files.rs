//! Where files of documents are to be had.

use axum::http::Method;
use domain::command::Command;
use domain::document::ObjectKey;
use domain::ids::DocumentNumber;
use domain::removal::RemovalReport;
use fakes::{Story, city, signer};
use serde_json::json;

use crate::world::{NOW, World};

/// An envelope of the city, and its API.
fn story() -> (Story, World) {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    let world = World::of(city(), story.envelopes.clone());
    (story, world)
}

async fn fetch(w: &World, story: &Story, which: &str) -> crate::world::Told {
    w.tell(Method::GET, &format!("/v1/envelopes/{}/documents/1/files/{which}", story.id), &[], "").await
}

#[tokio::test]
async fn a_file_is_to_be_had_for_five_minutes_with_its_digest_and_size() {
    let (story, w) = story();
    assert_eq!(fetch(&w, &story, "original").await.problem(), (409, "no-file-yet"));
    let upload = ObjectKey::of_upload(story.id, DocumentNumber(1));
    w.documents.keep(upload.clone(), b"%PDF".to_vec());
    let told = fetch(&w, &story, "original").await;
    assert_eq!((told.status, told.header("cache-control")), (200, "no-store"));
    assert_eq!(told.body["expires_at"], json!("2026-11-22T09:05:00Z"));
    assert_eq!((&told.body["size"], &told.body["sha256"]), (&json!(4), &json!("ab".repeat(32))));
    assert!(told.body["url"].as_str().is_some_and(|url| url.contains(&upload.0)), "{told:?}");
    for which in ["current", "signed"] {
        assert_eq!(fetch(&w, &story, which).await.problem(), (409, "no-file-yet"), "{which}");
    }
    for which in ["newest", "Original", "1"] {
        assert_eq!(fetch(&w, &story, which).await.problem(), (404, "not-found"), "{which}");
    }
}

#[tokio::test]
async fn the_newest_and_the_finished_file_come_with_their_time() {
    let (story, w) = story();
    story.start(NOW);
    let keep = || {
        let file = story.envelope().documents[0].latest().cloned().expect("a file");
        w.documents.keep(file.object, vec![0; 5]);
        file.sha256.to_string()
    };
    let sha256 = keep();
    assert_eq!(fetch(&w, &story, "current").await.body["sha256"], json!(sha256));
    assert_eq!(fetch(&w, &story, "signed").await.problem(), (409, "no-file-yet"));
    story.approve(1, NOW);
    let sha256 = keep();
    assert_eq!(fetch(&w, &story, "signed").await.body["sha256"], json!(sha256));
}

#[tokio::test]
async fn what_was_removed_is_gone() {
    let (story, w) = story();
    story.start(NOW);
    story.apply(Command::Void { reason: "不要".into() }, NOW);
    assert_eq!(
        fetch(&w, &story, "original").await.problem(),
        (410, "documents-removed"),
        "nothing is awaited any more"
    );
    story.apply(
        Command::RecordRemoval { report: RemovalReport::Documents { objects: Vec::new() } },
        "2027-01-22T09:00:00Z",
    );
    for which in ["current", "signed"] {
        assert_eq!(fetch(&w, &story, which).await.problem(), (410, "documents-removed"), "{which}");
    }
}

#[tokio::test]
async fn a_recorded_file_that_the_store_has_lost_is_not_called_removed() {
    let (story, w) = story();
    story.start(NOW);
    assert_eq!(fetch(&w, &story, "current").await.problem(), (503, "temporarily-unavailable"));
}
