//! What the adapter asks S3 for when it locks a document, and what it makes of an object that is withheld.

#![cfg(feature = "s3")]
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::sync::{Arc, Mutex};

use aws::documents::S3Documents;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_types::SdkConfig;
use aws_types::region::Region;
use domain::document::ObjectKey;
use domain::ports::{Documents as _, RetentionLock as _};
use domain::retention::RetentionMode;

/// The bodies of requests, each of which gets the same answer.
#[derive(Clone, Debug)]
struct Recorded {
    bodies: Arc<Mutex<Vec<String>>>,
    answer: (u16, &'static str),
}

impl HttpClient for Recorded {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Recorded {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8(request.body().bytes().unwrap().to_vec()).unwrap();
        self.bodies.lock().unwrap().push(body);
        let (status, body) = self.answer;
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))))
    }
}

/// A store that answers so, and what it is sent.
fn store(status: u16, body: &'static str) -> (S3Documents, Recorded) {
    let recorded = Recorded { bodies: Arc::default(), answer: (status, body) };
    let config = SdkConfig::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
        .region(Region::from_static("ap-northeast-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("id", "secret", None, None, "test")))
        .http_client(SharedHttpClient::new(recorded.clone()))
        .build();
    (S3Documents::new(&config, "documents".to_owned()), recorded)
}

/// What is sent to lock a document in a deployment of this mode.
async fn sent(mode: RetentionMode) -> String {
    let (documents, recorded) = store(200, "");
    let documents = documents.locking(mode);
    let until = "2035-01-22T05:05:00Z".parse().unwrap();
    documents.retain(&ObjectKey("envelopes/1/001/001.pdf".to_owned()), until).await.unwrap();
    let bodies = recorded.bodies.lock().unwrap();
    bodies[0].clone()
}

#[tokio::test]
async fn nobody_can_shorten_the_lock_unless_the_deployment_is_a_trial() {
    for (mode, expected) in
        [(RetentionMode::Compliance, "COMPLIANCE"), (RetentionMode::Trial { days: 7 }, "GOVERNANCE")]
    {
        let body = sent(mode).await;
        assert!(body.contains(&format!("<Mode>{expected}</Mode>")), "{body}");
        assert!(body.contains("<RetainUntilDate>2035-01-22T05:05:00Z</RetainUntilDate>"), "{body}");
    }
}

#[tokio::test]
async fn what_is_withheld_is_missing_only_where_no_record_names_it() {
    const DENIED: &str = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    const MISSING: &str = "<Error><Code>NoSuchKey</Code><Message>It does not exist.</Message></Error>";
    const OTHER: &str = "<Error><Code>InvalidObjectState</Code><Message>It is archived.</Message></Error>";
    let key = ObjectKey("uploads/1/seal-ab.png".to_owned());

    let (denied, _) = store(403, DENIED);
    assert_eq!(denied.get_unrecorded(&key).await.unwrap(), None);
    denied.get(&key).await.expect_err("a right is missing where a record says that it is there");

    let (missing, _) = store(404, MISSING);
    assert_eq!((missing.get_unrecorded(&key).await.unwrap(), missing.get(&key).await.unwrap()), (None, None));

    let (other, _) = store(403, OTHER);
    other.get_unrecorded(&key).await.expect_err("another fault");

    let (there, _) = store(200, "bytes");
    assert_eq!(there.get_unrecorded(&key).await.unwrap(), Some(b"bytes".to_vec()));
}
