//! Deploys infra/template.yaml through the CloudFormation API, and sets up what an operator sets up once: certificates for
//! the seals, timestamp authorities, trust anchors, an API key.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use aws::documents::S3Documents;
use aws::table::Table;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_cloudformation::types::{Capability, Parameter, StackStatus};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_kms::types::KeySpec;
use aws_sdk_s3::operation::create_bucket::CreateBucketError;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ObjectLockConfiguration, ObjectLockEnabled};
use aws_smithy_http_client::tls;
use domain::authorisation::KeyTerms;
use domain::envelope::Sender;
use domain::ids::OrganisationId;
use domain::organisation::ApiKey;
use domain::organisation::Organisation;
use domain::policy::Policy;
use domain::ports::{Account, Clock as _, SealingCertificate, TimestampAuthority};
use lambda::clock::MachineClock;
use lambda::random::SystemRandomness;
use operate::arguments::Owner;
use operate::connection::Connection;
use operate::seal_users::Users;
use operate::{api_key, authority, certificate, organisation, seal_certificate, seal_key};
use pades::request::SubjectName;
use serde_json::json;

use crate::emulator::{Emulator, Kind};
use crate::trust::Trust;

/// The stack's name; functions are called `keiin-…`.
pub const STACK: &str = "keiin";
/// The identifier that the emulator gives the HTTP API.
pub const API_ID: &str = "5e1f0a7d";
/// The region of the local stack.
pub const REGION: &str = "ap-northeast-1";

/// What differs for the emulator alone.
const EMULATOR_STACK: &str = "keiin-emulator";
const TEMPLATE: &str = include_str!("../../template.yaml");
const CODE_BUCKET: &str = "keiin-code";
const LIMIT: Duration = Duration::from_secs(120);

/// Credentials that every emulator takes for the account's owner.
pub const ACCESS_KEY: &str = "test";

/// The least that the template allows for uploads.
const LEAST_OF_PREPARATION: u32 = 7;

/// What differs from stack to stack.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach the service.
    pub public_url: String,
    /// Seconds after which a failed job comes again.
    pub visibility_seconds: u32,
    /// Whether the schedules run by themselves.
    pub schedules: bool,
    /// Kind of the seals' keys.
    pub key_spec: KeySpec,
    /// The topic that hears the alarms; empty for none.
    pub alarm_topic: String,
}

/// A deployed stack.
#[derive(Clone, Debug)]
pub struct Deployment {
    config: SdkConfig,
    outputs: HashMap<String, String>,
}

/// How to reach the emulator's services.
#[expect(
    clippy::disallowed_methods,
    reason = "the local stack has a configuration of its own, made of nothing outside"
)]
pub async fn config(endpoint: &str) -> SdkConfig {
    let client = aws_smithy_http_client::Builder::new()
        .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
        .build_https();
    let credentials = aws_credential_types::Credentials::from_keys(ACCESS_KEY, ACCESS_KEY, None);
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(client)
        .region(Region::from_static(REGION))
        .credentials_provider(credentials)
        .endpoint_url(endpoint)
        .load()
        .await
}

impl Deployment {
    /// Uploads the packaged functions of `zips` and creates the stack. One that an earlier call left in a running emulator
    /// is taken down first; its table, bucket and keys stay, as the template says.
    pub async fn create(emulator: &Emulator, zips: &Path, settings: &Settings) -> Result<Self> {
        let config = config(emulator.endpoint()).await;
        for name in [EMULATOR_STACK, STACK] {
            delete_stack(&config, name).await?;
        }
        upload(&config, zips).await?;
        let resources = create_stack(&config, emulator.endpoint(), STACK, TemplateSource::Uploaded, settings).await?;
        let outputs = outputs(&config).await?;
        let deployment = Self { config, outputs };
        deployment.complete(emulator.kind(), &resources, settings).await?;
        Ok(deployment)
    }

    /// An output of the template.
    pub fn output(&self, name: &str) -> Result<&str> {
        self.outputs.get(name).map(String::as_str).with_context(|| format!("the template has no output {name}"))
    }

    /// The configuration for clients of the stack's services.
    pub const fn config(&self) -> &SdkConfig {
        &self.config
    }

    /// The table, as the functions use it.
    pub fn table(&self) -> Result<Table> {
        Ok(Table::new(&self.config, self.output("TableName")?.to_owned()))
    }

    /// The document store, as the functions use it.
    pub fn documents(&self) -> Result<S3Documents> {
        Ok(S3Documents::new(&self.config, self.output("BucketName")?.to_owned()))
    }

    /// Writes over what an item of an envelope holds, as somebody would who gets at the table past all functions.
    pub async fn overwrite(&self, envelope: &str, sk: &str, body: String) -> Result<()> {
        let client = aws_sdk_dynamodb::Client::new(&self.config);
        let request = client.update_item().table_name(self.output("TableName")?);
        let request = request.key("PK", AttributeValue::S(format!("ENVELOPE#{envelope}")));
        let request = request.key("SK", AttributeValue::S(sk.to_owned())).update_expression("SET #body = :body");
        let request = request.expression_attribute_names("#body", "body");
        request.expression_attribute_values(":body", AttributeValue::S(body)).send().await.map(drop)?;
        Ok(())
    }

    /// What the emulator's CloudFormation leaves out of the template, and what it cannot judge (it speaks no TLS).
    async fn complete(&self, kind: Kind, resources: &HashMap<String, String>, settings: &Settings) -> Result<()> {
        let bucket = self.output("BucketName")?;
        let lock = ObjectLockConfiguration::builder().object_lock_enabled(ObjectLockEnabled::Enabled).build();
        let s3 = s3(&self.config);
        s3.put_object_lock_configuration().bucket(bucket).object_lock_configuration(lock).send().await?;
        if kind == Kind::MiniStack {
            let template = TemplateSource::Inline(adjustments(resources)?);
            create_stack(&self.config, "", EMULATOR_STACK, template, settings).await?;
        }
        Ok(())
    }

    /// Sets up what `keiin` sets up on AWS, by the same code: the seals' certificates (keys in the key service, requests
    /// signed there, issued by the local authority), the timestamp authorities, the trust anchor and an API key. The sender
    /// is the one person who may use the organisation's registered seal; its certificate's row is given back.
    pub async fn set_up(
        &self,
        trust: &mut Trust,
        key_spec: &KeySpec,
        sender: &Sender,
    ) -> Result<(SealingCertificate, ApiKey)> {
        let connection = Connection::of(self.config.clone(), STACK).await?;
        let table = self.table()?;
        let operator = Owner { operator: true, organisation: None, seal: None };
        let key = self.output("OperatorSealKeyArn")?;
        let name = subject("Keiin Local 電子契約サービス", "Keiin Local Operator");
        certify(&connection, trust, &operator, key, &name, Users::default()).await?;

        let owner = Owner { operator: false, organisation: Some(sender.organisation.clone()), seal: None };
        let (kms, spec) = (connection.kms(), key_spec.clone());
        let key = seal_key::create(&kms, &connection.stack, owner.registered().as_ref(), spec).await?;
        let name = subject_of_organisation(&sender.organisation_name);
        let users = Users { persons: vec![sender.email.clone()], organisations: Vec::new() };
        let seal = certify(&connection, trust, &owner, &key, &name, users).await?;

        trust.start().await?;
        for url in trust.timestamp_urls() {
            let anchors_pem = trust.root_pem().to_owned();
            let new = TimestampAuthority { url, policy: None, accredited: false, anchors_pem };
            authority::store(&table, &new, false, false).await?;
        }
        operate::trust::add(&table, &[trust.root_pem().to_owned()], MachineClock.now()).await?;
        let (id, name) = (sender.organisation.clone(), sender.organisation_name.clone());
        let organisation = Organisation::new(id, name, MachineClock.now());
        organisation::store(&table, &organisation).await?;
        let account = Account {
            sender: sender.clone(),
            terms: KeyTerms::for_envelopes(),
            policy: Policy::default(),
            id: None,
            generation: 0,
            has_organisation: true,
        };
        Ok((seal, api_key::make(&table, &SystemRandomness, account).await?))
    }
}

/// Requests a certificate for a key in the key service (F52), has the local authority issue it, and imports it.
async fn certify(
    connection: &Connection,
    trust: &mut Trust,
    owner: &Owner,
    key: &str,
    subject: &SubjectName,
    users: Users,
) -> Result<SealingCertificate> {
    let kms = connection.kms();
    let key = seal_key::find(&kms, key).await?.context("the key is not there")?;
    let request = seal_key::request_certificate(&kms, &key, subject).await?;
    let label = owner.organisation.as_ref().map_or("operator", OrganisationId::as_str);
    let chain = trust.issue(&request.to_pem(), label).await?;
    let issued = certificate::judge(&chain, &key.public_key, MachineClock.now())?;
    seal_certificate::store(&connection.table()?, owner, None, &key, &issued, users, false).await
}

/// S3 by path: no host name exists for each bucket.
pub fn s3(config: &SdkConfig) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(config).force_path_style(true).build();
    aws_sdk_s3::Client::from_conf(config)
}

async fn upload(config: &SdkConfig, zips: &Path) -> Result<()> {
    let s3 = s3(config);
    let place = aws_sdk_s3::types::CreateBucketConfiguration::builder()
        .location_constraint(aws_sdk_s3::types::BucketLocationConstraint::from(REGION))
        .build();
    let created = s3.create_bucket().bucket(CODE_BUCKET).create_bucket_configuration(place).send().await;
    match created.map_err(aws_sdk_s3::error::SdkError::into_service_error) {
        Ok(_) | Err(CreateBucketError::BucketAlreadyOwnedByYou(_)) => {}
        Err(error) => return Err(error).context("creating the bucket for the functions' packages"),
    }
    for entry in std::fs::read_dir(zips)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "zip") {
            let name = path.file_name().context("a zip without a name")?.to_string_lossy().into_owned();
            let body = ByteStream::from_path(&path).await?;
            s3.put_object().bucket(CODE_BUCKET).key(format!("local/{name}")).body(body).send().await?;
        }
    }
    let template = ByteStream::from_static(TEMPLATE.as_bytes());
    s3.put_object().bucket(CODE_BUCKET).key("local/template.yaml").body(template).send().await?;
    Ok(())
}

/// Takes a stack down, if it is there, and waits until it is gone.
async fn delete_stack(config: &SdkConfig, name: &str) -> Result<()> {
    let cloudformation = aws_sdk_cloudformation::Client::new(config);
    let stands = async || -> bool {
        let answer = cloudformation.describe_stacks().stack_name(name).send().await;
        let status = answer.ok().and_then(|a| a.stacks().first().and_then(|s| s.stack_status()).cloned());
        status.is_some_and(|status| status != StackStatus::DeleteComplete)
    };
    if !stands().await {
        return Ok(());
    }
    cloudformation.delete_stack().stack_name(name).send().await?;
    let deadline = tokio::time::Instant::now() + LIMIT;
    while stands().await {
        ensure!(tokio::time::Instant::now() < deadline, "the stack {name} of an earlier call cannot be taken down");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

enum TemplateSource {
    /// Too large to be sent with the call.
    Uploaded,
    Inline(String),
}

/// Creates a stack, waits for it and gives its resources: logical → physical name.
async fn create_stack(
    config: &SdkConfig,
    endpoint: &str,
    name: &str,
    template: TemplateSource,
    settings: &Settings,
) -> Result<HashMap<String, String>> {
    let cloudformation = aws_sdk_cloudformation::Client::new(config);
    let request = cloudformation.create_stack().stack_name(name);
    let request = request.capabilities(Capability::CapabilityIam).capabilities(Capability::CapabilityAutoExpand);
    let request = request.retain_except_on_create(true);
    let request = match template {
        TemplateSource::Uploaded => request
            .template_url(format!("{endpoint}/{CODE_BUCKET}/local/template.yaml"))
            .set_parameters(Some(parameters(endpoint, settings))),
        TemplateSource::Inline(body) => request.template_body(body),
    };
    request.send().await?;
    let deadline = tokio::time::Instant::now() + LIMIT;
    loop {
        let answer = cloudformation.describe_stacks().stack_name(name).send().await?;
        let stack = answer.stacks().first().context("the stack is not there")?;
        let status = stack.stack_status().map(ToString::to_string).unwrap_or_default();
        if status == "CREATE_COMPLETE" {
            break;
        }
        if !status.ends_with("IN_PROGRESS") || tokio::time::Instant::now() > deadline {
            let events = cloudformation.describe_stack_events().stack_name(name).send().await?;
            let reasons = events.stack_events().iter().filter_map(|e| e.resource_status_reason());
            bail!("deploying {name} ended as {status}: {}", reasons.collect::<Vec<_>>().join("; "));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let answer = cloudformation.describe_stack_resources().stack_name(name).send().await?;
    let pair = |r: &aws_sdk_cloudformation::types::StackResource| {
        Some((r.logical_resource_id()?.to_owned(), r.physical_resource_id()?.to_owned()))
    };
    Ok(answer.stack_resources().iter().filter_map(pair).collect())
}

async fn outputs(config: &SdkConfig) -> Result<HashMap<String, String>> {
    let cloudformation = aws_sdk_cloudformation::Client::new(config);
    let answer = cloudformation.describe_stacks().stack_name(STACK).send().await?;
    let stack = answer.stacks().first().context("the stack is not there")?;
    let pair =
        |o: &aws_sdk_cloudformation::types::Output| Some((o.output_key()?.to_owned(), o.output_value()?.to_owned()));
    Ok(stack.outputs().iter().filter_map(pair).collect())
}

fn parameters(endpoint: &str, settings: &Settings) -> Vec<Parameter> {
    let pairs = [
        ("CodeBucket", CODE_BUCKET.to_owned()),
        ("CodePrefix", "local/".to_owned()),
        ("Architecture", if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" }.to_owned()),
        ("PublicUrl", settings.public_url.clone()),
        ("LocalApiId", API_ID.to_owned()),
        ("LocalEndpoint", endpoint.trim_end_matches('/').to_owned()),
        ("MailFrom", "noreply@keiin.example".to_owned()),
        ("SenderIdentity", "keiin.example".to_owned()),
        ("SupportPhone", "0120-000-000".to_owned()),
        ("SupportHours", "平日 9:00–17:00".to_owned()),
        ("SupportHoursEn", "9:00–17:00 on weekdays".to_owned()),
        ("SupportEmail", "support@keiin.example".to_owned()),
        ("SealKeySpec", settings.key_spec.to_string()),
        ("AlarmTopicArn", settings.alarm_topic.clone()),
        ("QueueVisibilitySeconds", settings.visibility_seconds.to_string()),
        ("PreparationVisibilitySeconds", settings.visibility_seconds.max(LEAST_OF_PREPARATION).to_string()),
        ("MailVisibilitySeconds", settings.visibility_seconds.to_string()),
        // Tests call more often than people and programs do.
        ("CallsPerMinute", "100000".to_owned()),
        ("ScheduleState", if settings.schedules { "ENABLED" } else { "DISABLED" }.to_owned()),
    ];
    let parameter = |(key, value)| Parameter::builder().parameter_key(key).parameter_value(value).build();
    pairs.into_iter().map(parameter).collect()
}

/// A second stack, for the emulator alone: it speaks no TLS, which the policies of bucket and queues insist on, and it
/// judges `ses:SendEmail` against every resource instead of the sender's.
fn adjustments(resources: &HashMap<String, String>) -> Result<String> {
    let physical =
        |logical: &str| resources.get(logical).cloned().with_context(|| format!("the stack has no resource {logical}"));
    let mut queues: Vec<&String> = Vec::new();
    for (logical, url) in resources {
        // The policy of CheckQueue takes the store's messages here as well, and stays.
        let is_other = !["BounceQueue", "CheckQueue"].contains(&logical.as_str());
        if is_other && (logical.ends_with("Queue") || logical.ends_with("DeadLetters")) {
            queues.push(url);
        }
    }
    let (bucket, temporary_uploads) = (physical("Bucket")?, physical("TemporaryUploadBucket")?);
    let anybody = |action: &str, resource: &serde_json::Value| {
        json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": action, "Resource": resource}]})
    };
    let bounces = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*",
            "Condition": {"ArnEquals": {"aws:SourceArn": physical("MailEvents")?}}}]});
    let template = json!({"Resources": {
        "BounceQueue": {"Type": "AWS::SQS::QueuePolicy",
            "Properties": {"Queues": [physical("BounceQueue")?], "PolicyDocument": bounces}},
        "Queues": {"Type": "AWS::SQS::QueuePolicy",
            "Properties": {"Queues": queues, "PolicyDocument": anybody("sqs:GetQueueAttributes", &json!("*"))}},
        "Bucket": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": bucket,
            "PolicyDocument": anybody("s3:GetBucketLocation", &json!(format!("arn:aws:s3:::{bucket}")))}},
        "TemporaryUploads": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": temporary_uploads,
            "PolicyDocument": anybody("s3:GetBucketLocation", &json!(format!("arn:aws:s3:::{temporary_uploads}")))}},
        "Mail": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "emulator", "Roles": [physical("DispatchEmailRole")?],
            "PolicyDocument": {"Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"}]}}},
    }});
    Ok(template.to_string())
}

fn subject(organization: &str, common_name: &str) -> SubjectName {
    SubjectName {
        country: Some("JP".to_owned()),
        organization: Some(organization.to_owned()),
        common_name: common_name.to_owned(),
        ..SubjectName::default()
    }
}

fn subject_of_organisation(name: &str) -> SubjectName {
    SubjectName { state: Some("北海道".to_owned()), locality: Some(name.to_owned()), ..subject(name, name) }
}
