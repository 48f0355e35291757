//! The stack that is operated: where it is, what its template gives out, and with which settings it was deployed.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use aws::table::Table;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_cloudformation::error::{ProvideErrorMetadata as _, SdkError};
use aws_smithy_http_client::tls;
use domain::retention::RetentionMode;

use crate::Usage;

/// A deployed stack and the way to it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// How to reach AWS.
    pub config: SdkConfig,
    /// The stack.
    pub stack: Stack,
}

/// What CloudFormation tells of a stack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// Its ARN, which has region and account.
    pub arn: String,
    /// Such as `CREATE_COMPLETE`.
    pub status: String,
    /// What the template gives out.
    pub outputs: BTreeMap<String, String>,
    /// With what it was deployed.
    pub parameters: BTreeMap<String, String>,
}

impl Stack {
    /// An output of the template.
    pub fn output(&self, name: &str) -> Result<&str> {
        self.outputs.get(name).map(String::as_str).with_context(|| {
            format!("the stack {} has no output {name}: deploy the template of this version of keiin", self.name)
        })
    }

    /// A parameter that is not empty.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The region that it is in.
    pub fn region(&self) -> &str {
        self.arn.split(':').nth(3).unwrap_or_default()
    }

    /// The account that it is in.
    pub fn account(&self) -> &str {
        self.arn.split(':').nth(4).unwrap_or_default()
    }

    /// The part of AWS that it is in: `aws`, `aws-cn`, …
    pub fn partition(&self) -> &str {
        self.arn.split(':').nth(1).unwrap_or("aws")
    }

    /// How finished documents are locked; `None` for a parameter that nothing understands.
    pub fn retention(&self) -> Option<RetentionMode> {
        self.parameter("TrialRetentionDays").map_or(Some(RetentionMode::Compliance), |days| days.parse().ok())
    }
}

impl Connection {
    /// Finds the stack of this name.
    ///
    /// # Errors
    /// [`Usage`] where no region or no credentials are named; otherwise what AWS says.
    pub async fn open(stack: &str, endpoint: Option<&str>) -> Result<Self> {
        let config = config(endpoint).await;
        if config.region().is_none() {
            let todo = "no region is set: set AWS_REGION to the stack's region, such as ap-northeast-1";
            return Err(Usage(todo.to_owned()).into());
        }
        Self::of(config, stack).await
    }

    /// The same by a configuration that is there already.
    pub async fn of(config: SdkConfig, name: &str) -> Result<Self> {
        let client = aws_sdk_cloudformation::Client::new(&config);
        let answer = match client.describe_stacks().stack_name(name).send().await {
            Ok(answer) => answer,
            Err(error) if error.code() == Some("ValidationError") => {
                let region = config.region().map(ToString::to_string).unwrap_or_default();
                bail!("there is no stack {name} in {region}: deploy it, or name it by --stack, or set AWS_REGION");
            }
            Err(error) if error.code().is_some_and(|code| code.contains("AccessDenied")) => {
                return Err(error).with_context(|| format!("you may not ask for the stack {name}; is that its name?"));
            }
            Err(error) if is_about_credentials(&error) => {
                let todo = "no credentials were found: set AWS_PROFILE, or the variables that \
                            `aws configure export-credentials --format env` prints";
                return Err(error).context(todo);
            }
            Err(error) => return Err(error).with_context(|| format!("asking CloudFormation for the stack {name}")),
        };
        let stack = answer.stacks().first().with_context(|| format!("there is no stack {name}"))?;
        let outputs = stack.outputs().iter().filter_map(|o| Some((o.output_key()?.into(), o.output_value()?.into())));
        let parameters =
            stack.parameters().iter().filter_map(|p| Some((p.parameter_key()?.into(), p.parameter_value()?.into())));
        let stack = Stack {
            name: name.to_owned(),
            arn: stack.stack_id().unwrap_or_default().to_owned(),
            status: stack.stack_status().map(ToString::to_string).unwrap_or_default(),
            outputs: outputs.collect(),
            parameters: parameters.collect(),
        };
        Ok(Self { config, stack })
    }

    /// The table, as the functions use it.
    pub fn table(&self) -> Result<Table> {
        Ok(Table::new(&self.config, self.stack.output("TableName")?.to_owned()))
    }

    /// The key service.
    pub fn kms(&self) -> aws_sdk_kms::Client {
        aws_sdk_kms::Client::new(&self.config)
    }
}

/// Whether a call was not sent for want of credentials; what could not be sent for want of an answer is another matter.
fn is_about_credentials<E>(error: &SdkError<E>) -> bool {
    matches!(error, SdkError::DispatchFailure(failure) if failure.is_other() || failure.is_user())
}

/// Region, credentials and endpoint as every AWS tool finds them, with the endpoint that was named, if any.
#[expect(clippy::disallowed_methods, reason = "an operator's settings are those of the AWS tools, not of a function")]
async fn config(endpoint: Option<&str>) -> SdkConfig {
    let client = aws_smithy_http_client::Builder::new()
        .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
        .build_https();
    let loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(client);
    match endpoint {
        Some(endpoint) => loader.endpoint_url(endpoint).load().await,
        None => loader.load().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_and_account_are_those_of_the_stacks_arn() {
        let arn = "arn:aws:cloudformation:ap-northeast-1:123456789012:stack/keiin/5e1f".to_owned();
        let stack = Stack { arn, ..Stack::default() };
        assert_eq!((stack.region(), stack.account(), stack.partition()), ("ap-northeast-1", "123456789012", "aws"));
        assert_eq!((Stack::default().region(), Stack::default().account()), ("", ""));
    }

    #[test]
    fn a_stack_without_the_parameter_keeps_its_documents() {
        let stack = |days: &str| Stack {
            parameters: BTreeMap::from([("TrialRetentionDays".to_owned(), days.to_owned())]),
            ..Stack::default()
        };
        assert_eq!(Stack::default().retention(), Some(RetentionMode::Compliance));
        assert_eq!(stack("0").retention(), Some(RetentionMode::Compliance));
        assert_eq!(stack("7").retention(), Some(RetentionMode::Trial { days: 7 }));
        assert_eq!(stack("soon").retention(), None);
    }
}
