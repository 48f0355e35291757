//! What the adapter asks S3 for when it locks a document.

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
use domain::ports::RetentionLock as _;
use domain::retention::RetentionMode;

/// The bodies of requests.
#[derive(Clone, Debug, Default)]
struct Recorded(Arc<Mutex<Vec<String>>>);

impl HttpClient for Recorded {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Recorded {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8(request.body().bytes().unwrap().to_vec()).unwrap();
        self.0.lock().unwrap().push(body);
        HttpConnectorFuture::ready(Ok(HttpResponse::new(200.try_into().unwrap(), SdkBody::empty())))
    }
}

/// What is sent to lock a document in a deployment of this mode.
async fn sent(mode: RetentionMode) -> String {
    let recorded = Recorded::default();
    let config = SdkConfig::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
        .region(Region::from_static("ap-northeast-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("id", "secret", None, None, "test")))
        .http_client(SharedHttpClient::new(recorded.clone()))
        .build();
    let documents = S3Documents::new(&config, "documents".to_owned()).locking(mode);
    let until = "2035-01-22T05:05:00Z".parse().unwrap();
    documents.retain(&ObjectKey("envelopes/1/001/001.pdf".to_owned()), until).await.unwrap();
    let bodies = recorded.0.lock().unwrap();
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
