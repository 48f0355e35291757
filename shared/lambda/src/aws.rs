//! How functions reach AWS: one HTTP client (rustls on ring) and one set of defaults for all.

use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_smithy_http_client::tls;
#[cfg(debug_assertions)]
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use crate::environment;

/// A development build was started where it could reach AWS itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is a development build: it runs only against a local stack (AWS_ENDPOINT_URL); deploy a release build")]
pub struct DevelopmentBuild;

/// The configuration for every client. A development build, in which tests can move the clock, refuses to run without a
/// local endpoint.
#[expect(clippy::disallowed_methods, reason = "this is the one place where the configuration is loaded")]
pub async fn config() -> Result<SdkConfig, DevelopmentBuild> {
    if cfg!(debug_assertions) && !environment::read("AWS_ENDPOINT_URL").is_some_and(|url| is_local(&url)) {
        return Err(DevelopmentBuild);
    }
    let client = aws_smithy_http_client::Builder::new()
        .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
        .build_https();
    #[cfg(debug_assertions)]
    let client = SharedHttpClient::new(counted::CountedClient(client));
    let defaults = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(client);
    // Whoever reads what was asked of AWS, as in CloudTrail, sees which function has asked.
    let function = environment::read("AWS_LAMBDA_FUNCTION_NAME").and_then(|name| AppName::new(name).ok());
    let defaults = match function {
        Some(name) => defaults.app_name(name),
        None => defaults,
    };
    Ok(defaults.load().await)
}

/// Loopback, or a name that only a local network or a container network knows.
fn is_local(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or_default();
    let host = host.split(['/', '?']).next().unwrap_or_default();
    !host.contains("amazonaws.") && !host.contains("api.aws")
}

/// Tells the fault points of each call that has been answered.
#[cfg(debug_assertions)]
mod counted {
    use aws_smithy_runtime_api::client::http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
    };
    use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
    use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

    #[derive(Debug)]
    pub(super) struct CountedClient(pub(super) SharedHttpClient);

    #[derive(Debug)]
    struct CountedConnector(SharedHttpConnector);

    impl HttpClient for CountedClient {
        fn http_connector(
            &self,
            settings: &HttpConnectorSettings,
            components: &RuntimeComponents,
        ) -> SharedHttpConnector {
            SharedHttpConnector::new(CountedConnector(self.0.http_connector(settings, components)))
        }
    }

    impl HttpConnector for CountedConnector {
        fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
            let answer = self.0.call(request);
            HttpConnectorFuture::new(async move {
                let answer = answer.await;
                crate::effect_done();
                answer
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn a_development_build_knows_aws_from_a_local_stack() {
        assert!(is_local("http://127.0.0.1:4566"));
        assert!(is_local("http://localstack:4566/"));
        for url in ["https://dynamodb.ap-northeast-1.amazonaws.com", "https://s3.ap-northeast-1.api.aws"] {
            assert!(!is_local(url), "{url}");
        }
    }
}
