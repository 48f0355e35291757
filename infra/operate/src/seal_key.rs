//! Keys of seals in KMS: made so that only seal-document may sign by them, and certificate requests that they sign.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context as _, Error, Result, anyhow, bail, ensure};
use aws_sdk_kms::Client;
use aws_sdk_kms::config::retry::RetryConfig;
use aws_sdk_kms::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_kms::operation::sign::{SignError, SignOutput};
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{KeySpec, KeyUsageType, MessageType, SigningAlgorithmSpec, Tag};
use domain::registered_seal::RegisteredSeal;
use pades::key::SignatureAlgorithm;
use pades::request::{CertificationRequest, SignedRequest, SubjectName};
use serde_json::{Value, json};

use crate::connection::Stack;
use crate::temporary_policy::{self, NotPut, stop_signal, temporarily};

/// By this tag the role of seal-document knows the keys that it may use.
pub const TAG: (&str, &str) = ("keiin:seal", "true");
/// Whose key it is, for people.
const OWNER_TAG: &str = "keiin:owner";

/// What administrators may do to a key of a seal: all but signing and giving that away (`kms:Sign`, `kms:CreateGrant`).
const ADMINISTRATION: [&str; 21] = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:GetPublicKey",
    "kms:ListAliases",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
    "kms:Verify",
];

/// A role or user that may sign besides seal-document, as long as a certificate request is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requester {
    /// Who, as a policy names principals: a role, a user, or a session of a role.
    pub principal: String,
    /// The same as requests name it (`aws:PrincipalArn`); a star where only a role's path is not known.
    pub principal_arn: String,
}

impl Requester {
    /// Whoever has this ARN, as `sts:GetCallerIdentity` gives it.
    pub fn of_caller(arn: &str) -> Self {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        // A session of a role is told without the role's path, which roles of IAM Identity Center have.
        if let [_, partition, "sts", _, account, resource] = parts[..]
            && let Some(role) = resource.strip_prefix("assumed-role/").and_then(|rest| rest.split('/').next())
        {
            let principal_arn = format!("arn:{partition}:iam::{account}:role/*{role}");
            return Self { principal: arn.to_owned(), principal_arn };
        }
        Self { principal: arn.to_owned(), principal_arn: arn.to_owned() }
    }
}

/// The policy of a seal's key, that of `OperatorSealKey` in the template: administration without signing, `kms:Sign` for
/// seal-document's role, a denial for everybody else. `requester` may sign too, for as long as that policy stands.
pub fn policy(stack: &Stack, seal_document_role: &str, requester: Option<&Requester>) -> Value {
    let (partition, account) = (stack.partition(), stack.account());
    let mut signers = vec![seal_document_role.to_owned(), sessions_of(seal_document_role)];
    let mut statements = vec![
        json!({"Sid": "AdministersByIam", "Effect": "Allow",
            "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
            "Action": ADMINISTRATION, "Resource": "*"}),
        json!({"Sid": "SealDocumentSigns", "Effect": "Allow", "Principal": {"AWS": seal_document_role},
            "Action": "kms:Sign", "Resource": "*"}),
    ];
    if let Some(requester) = requester {
        statements.push(json!({"Sid": "CertificateRequest", "Effect": "Allow",
            "Principal": {"AWS": requester.principal}, "Action": ["kms:GetPublicKey", "kms:Sign"], "Resource": "*"}));
        // The second as the emulator names a session.
        signers.extend([requester.principal_arn.clone(), requester.principal.clone()]);
        signers.dedup();
    }
    statements
        .push(json!({"Sid": "NobodyElseSigns", "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:Sign",
        "Resource": "*", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": signers}}}));
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// The sessions of a role, as the emulator names them.
fn sessions_of(role: &str) -> String {
    let parts: Vec<&str> = role.splitn(6, ':').collect();
    let (partition, account) = (parts.get(1).unwrap_or(&""), parts.get(4).unwrap_or(&""));
    let name = role.rsplit('/').next().unwrap_or_default();
    format!("arn:{partition}:sts::{account}:assumed-role/{name}/*")
}

/// Who may sign by a key's policy, or give that away: every principal that a statement allows it.
pub fn signers(policy: &Value) -> BTreeSet<String> {
    let allows = |statement: &&Value| statement["Effect"] == "Allow" && covers_signing(statement);
    list(&policy["Statement"]).into_iter().filter(allows).flat_map(principals).collect()
}

/// Whether everybody but seal-document's role is denied to sign, whatever IAM allows. A denial on any other condition than
/// that does not count: it may hold for nobody.
pub fn denies_others(policy: &Value, seal_document_role: &str) -> bool {
    let sessions = sessions_of(seal_document_role);
    let own = [seal_document_role, &sessions];
    list(&policy["Statement"]).into_iter().any(|statement| {
        let everybody = principals(statement).contains("*");
        let signing = texts(&statement["Action"]).contains(&"kms:Sign") && statement["Resource"] == "*";
        statement["Effect"] == "Deny" && everybody && signing && leaves_out_only(&statement["Condition"], &own)
    })
}

/// Whether a condition is that the caller is none of these, and nothing else.
fn leaves_out_only(condition: &Value, callers: &[&str]) -> bool {
    if condition.is_null() {
        return true;
    }
    let named = &condition["ArnNotEquals"]["aws:PrincipalArn"];
    let is_all = *condition == json!({"ArnNotEquals": {"aws:PrincipalArn": named}});
    let named = list(named);
    is_all && !named.is_empty() && named.iter().all(|one| one.as_str().is_some_and(|arn| callers.contains(&arn)))
}

fn covers_signing(statement: &Value) -> bool {
    // What is allowed but for a list of actions covers whatever is not in the list.
    let pattern = |action: &str| {
        let action = action.to_lowercase();
        let matches = |wanted: &str| match action.split_once('*') {
            // With more than one wildcard it is taken to cover what it may cover.
            _ if action.contains('?') || action.matches('*').count() > 1 => true,
            Some((start, end)) => wanted.starts_with(start) && wanted.ends_with(end),
            None => action == wanted,
        };
        ["kms:sign", "kms:creategrant"].into_iter().any(matches)
    };
    !statement["NotAction"].is_null() || texts(&statement["Action"]).into_iter().any(pattern)
}

fn principals(statement: &Value) -> BTreeSet<String> {
    if !statement["NotPrincipal"].is_null() {
        return BTreeSet::from(["everybody but some".to_owned()]);
    }
    let named = match &statement["Principal"] {
        Value::Object(kinds) => kinds.values().flat_map(texts).collect(),
        other => texts(other),
    };
    named.into_iter().map(str::to_owned).collect()
}

/// A single value and a list of one are the same in a policy.
fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn texts(value: &Value) -> Vec<&str> {
    list(value).into_iter().filter_map(Value::as_str).collect()
}

/// The alias by which the key for a registered seal, or another key of the operator, is found. Identifiers hold no slash.
pub fn alias(stack: &str, seal: Option<&RegisteredSeal>) -> String {
    match seal {
        Some(seal) => format!("alias/{stack}-seal-organisation-{seal}"),
        // The stack itself has `…-operator-seal`.
        None => format!("alias/{stack}-seal-operator"),
    }
}

/// A key in the key service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealKey {
    /// Its ARN.
    pub arn: String,
    /// Its DER SubjectPublicKeyInfo.
    pub public_key: Vec<u8>,
}

/// The key with this id, ARN or alias, if there is one.
pub async fn find(kms: &Client, key: &str) -> Result<Option<SealKey>> {
    match kms.get_public_key().key_id(key).send().await {
        Ok(answer) => {
            ensure!(answer.key_usage == Some(KeyUsageType::SignVerify), "the key {key} is not for signing");
            let public_key = answer.public_key.context("the key has no public part")?.into_inner();
            Ok(Some(SealKey { arn: answer.key_id.context("the key has no ARN")?, public_key }))
        }
        Err(error) if error.code() == Some("NotFoundException") => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading the public key of {key}")),
    }
}

/// Makes a key by which only seal-document may sign, and gives its ARN.
pub async fn create(kms: &Client, stack: &Stack, seal: Option<&RegisteredSeal>, spec: KeySpec) -> Result<String> {
    let owner = seal.map_or_else(|| "operator".to_owned(), ToString::to_string);
    let tag = |key: &str, value: &str| Tag::builder().tag_key(key).tag_value(value).build();
    let role = stack.output("SealDocumentRoleArn")?;
    let request = kms.create_key().key_usage(KeyUsageType::SignVerify).key_spec(spec);
    let request = request.description(format!("{}: the seal of {owner}", stack.name));
    let request = request.tags(tag(TAG.0, TAG.1)?).tags(tag(OWNER_TAG, &owner)?);
    let answer = request.policy(policy(stack, role, None).to_string()).send().await.context("making the key")?;
    let arn = answer.key_metadata.and_then(|key| key.arn).context("the new key has no ARN")?;
    let name = alias(&stack.name, seal);
    let named = match kms.create_alias().alias_name(&name).target_key_id(&arn).send().await {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("AlreadyExistsException") => {
            kms.update_alias().alias_name(&name).target_key_id(&arn).send().await.map(drop).map_err(Error::from)
        }
        Err(error) => Err(error.into()),
    };
    named.with_context(|| format!("the key {arn} was made, but could not be given the alias {name}"))?;
    Ok(arn)
}

/// How long a change of a key's policy may take to be known everywhere.
const PROPAGATION: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_secs(2);

/// Makes a certificate request that the key signs (F52).
///
/// # Errors
/// Where the key's policy does not let the caller sign, that is said with what to do.
pub async fn request_certificate(kms: &Client, key: &SealKey, subject: &SubjectName) -> Result<SignedRequest> {
    let request = CertificationRequest::prepare(&key.public_key, subject)?;
    match sign(kms, key, &request).await {
        Ok(answer) => attach(request, answer),
        Err(error) if is_denied(&error) => bail!(
            "the policy of the key {} does not let you sign, which is as it should be: say --allow-once to change it for \
             this one request, or deploy with CertificateRequesterArn",
            key.arn
        ),
        Err(error) => Err(error).context("signing the request"),
    }
}

/// The same with a policy that lets the caller sign for the time of this call. Whatever comes of it, afterwards only
/// seal-document may sign: by the policy that was there before, or by a new one where that let others sign too.
pub async fn request_certificate_once(
    kms: &Client,
    stack: &Stack,
    key: &SealKey,
    subject: &SubjectName,
    requester: &Requester,
) -> Result<SignedRequest> {
    let request = CertificationRequest::prepare(&key.public_key, subject)?;
    let role = stack.output("SealDocumentRoleArn")?;
    let before = kms.get_key_policy().key_id(&key.arn).send().await.context("reading the key's policy")?;
    let before = serde_json::from_str(&before.policy.unwrap_or_default()).context("reading the key's policy")?;
    let after = if is_guarded(&before, role) { before } else { policy(stack, role, None) };
    let during = policy(stack, role, Some(requester));
    let put = async |policy: &Value| put_policy(kms, &key.arn, policy).await;
    let sign = sign_once_allowed(kms, key, &request);
    let signed = temporarily(put, &during, &after, temporary_policy::PAUSE, stop_signal()?, sign).await?;
    attach(request, signed)
}

/// Whether nobody but seal-document's role may sign by this policy.
pub fn is_guarded(policy: &Value, seal_document_role: &str) -> bool {
    signers(policy) == BTreeSet::from([seal_document_role.to_owned()]) && denies_others(policy, seal_document_role)
}

/// Puts the policy in place by which nobody but seal-document may sign.
pub async fn protect(kms: &Client, stack: &Stack, key: &SealKey) -> Result<()> {
    let policy = policy(stack, stack.output("SealDocumentRoleArn")?, None);
    let put = put_policy(kms, &key.arn, &policy).await.map_err(NotPut::into_error);
    put.with_context(|| format!("changing the policy of {}", key.arn))
}

async fn sign_once_allowed(kms: &Client, key: &SealKey, request: &CertificationRequest) -> Result<SignOutput> {
    let mut waited = Duration::ZERO;
    loop {
        match sign(kms, key, request).await {
            Ok(answer) => return Ok(answer),
            Err(error) if is_denied(&error) && waited < PROPAGATION => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            Err(error) => return Err(error).context("signing the request"),
        }
    }
}

/// For how long a change of a policy is waited for. An answer that comes later is taken for none.
const PATIENCE: Duration = Duration::from_secs(30);

/// One try: where the SDK tried again by itself, a refusal of the last try would say nothing of the first, whose answer may
/// have been lost.
async fn put_policy(kms: &Client, key: &str, policy: &Value) -> Result<(), NotPut> {
    let request = kms.put_key_policy().key_id(key).policy(policy.to_string()).customize();
    let once = aws_sdk_kms::config::Config::builder().retry_config(RetryConfig::disabled());
    match tokio::time::timeout(PATIENCE, request.config_override(once).send()).await {
        Ok(Ok(_)) => Ok(()),
        // Only these say for sure that nothing was changed.
        Ok(Err(error)) if error.code().is_some_and(is_refusal) => {
            Err(NotPut::Refused(Error::from(error).context(
                "a key of a seal gets its policy changed by whoever may by its tag, which may take five minutes to be known \
                 after the key was made",
            )))
        }
        Ok(Err(error)) => Err(NotPut::Unknown(error.into())),
        Err(_) => Err(NotPut::Unknown(anyhow!("no answer for {} s", PATIENCE.as_secs()))),
    }
}

fn is_refusal(code: &str) -> bool {
    ["AccessDeniedException", "MalformedPolicyDocumentException", "NotFoundException"].contains(&code)
}

async fn sign(kms: &Client, key: &SealKey, request: &CertificationRequest) -> Result<SignOutput, SdkError<SignError>> {
    let algorithm = match request.algorithm() {
        SignatureAlgorithm::RsaPkcs1Sha256 => SigningAlgorithmSpec::RsassaPkcs1V15Sha256,
        SignatureAlgorithm::RsaPssSha256 => SigningAlgorithmSpec::RsassaPssSha256,
        SignatureAlgorithm::EcdsaP256Sha256 => SigningAlgorithmSpec::EcdsaSha256,
        SignatureAlgorithm::EcdsaP384Sha384 => SigningAlgorithmSpec::EcdsaSha384,
    };
    let digest = Blob::new(request.digest_to_sign());
    let call = kms.sign().key_id(&key.arn).message_type(MessageType::Digest).signing_algorithm(algorithm);
    call.message(digest).send().await
}

fn attach(request: CertificationRequest, answer: SignOutput) -> Result<SignedRequest> {
    let signature = answer.signature.context("the key service gave no signature")?;
    Ok(request.attach(signature.as_ref())?)
}

fn is_denied(error: &SdkError<SignError>) -> bool {
    error.code().is_some_and(|code| code.contains("AccessDenied"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::123456789012:role/keiin-SealDocumentRole-1A2B";

    fn stack() -> Stack {
        let arn = "arn:aws:cloudformation:ap-northeast-1:123456789012:stack/keiin/5e1f".to_owned();
        Stack { name: "keiin".to_owned(), arn, ..Stack::default() }
    }

    #[test]
    fn every_seal_has_an_alias_of_its_own_and_the_first_keeps_its_name() {
        let seal = |owner: &str, id: Option<&str>| {
            let id = id.map(|id| id.to_owned().try_into().unwrap());
            alias("keiin", Some(&RegisteredSeal::new(owner.to_owned().try_into().unwrap(), id)))
        };
        let first = "alias/keiin-seal-organisation-takikawa";
        assert_eq!(seal("takikawa", None), first);
        assert_eq!(seal("takikawa", Some("takikawa")), first);
        assert_eq!(seal("takikawa", Some("water")), "alias/keiin-seal-organisation-takikawa/water");
        assert_ne!(seal("takikawa", Some("water")), seal("takikawa-water", None));
        assert_eq!(alias("keiin", None), "alias/keiin-seal-operator");
    }

    #[test]
    fn only_seal_document_may_sign_and_nobody_else_may_by_iam() {
        let policy = policy(&stack(), ROLE, None);
        assert_eq!(signers(&policy), BTreeSet::from([ROLE.to_owned()]));
        assert!(denies_others(&policy, ROLE) && is_guarded(&policy, ROLE));
        assert!(!denies_others(&policy, "arn:aws:iam::123456789012:role/another"));
    }

    #[test]
    fn whoever_requests_the_certificate_may_sign_as_long_as_that_policy_stands() {
        let session = "arn:aws:sts::123456789012:assumed-role/Administrator/hanako";
        let requester = Requester::of_caller(session);
        assert_eq!(requester.principal_arn, "arn:aws:iam::123456789012:role/*Administrator");
        let policy = policy(&stack(), ROLE, Some(&requester));
        assert_eq!(signers(&policy), BTreeSet::from([ROLE.to_owned(), session.to_owned()]));
        assert!(!is_guarded(&policy, ROLE), "it is not left in place");
        let user = Requester::of_caller("arn:aws:iam::123456789012:user/hanako");
        assert_eq!(user.principal, user.principal_arn);
    }

    #[test]
    fn every_way_to_let_somebody_sign_is_seen() {
        let allows = |what: Value| {
            let mut statement = json!({"Effect": "Allow", "Principal": {"AWS": "somebody"}, "Resource": "*"});
            statement.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
            !signers(&json!({"Statement": statement})).is_empty()
        };
        for what in [
            json!({"Action": "kms:Sign"}),
            json!({"Action": ["kms:Verify", "KMS:sign"]}),
            json!({"Action": "kms:*"}),
            json!({"Action": "*"}),
            json!({"Action": "kms:Si*"}),
            json!({"Action": "*sign"}),
            json!({"Action": "kms:*ig*"}),
            json!({"Action": "kms:Sig?"}),
            json!({"Action": "kms:CreateGrant"}),
            json!({"NotAction": "kms:Decrypt"}),
            json!({"Action": "kms:Sign", "Principal": "*"}),
            json!({"Action": "kms:Sign", "Principal": null, "NotPrincipal": {"AWS": "nobody"}}),
        ] {
            assert!(allows(what.clone()), "{what}");
        }
        for what in [json!({"Action": ["kms:Verify", "kms:GetPublicKey"]}), json!({"Effect": "Deny", "Action": "*"})] {
            assert!(!allows(what.clone()), "{what}");
        }
    }

    #[test]
    fn a_denial_that_does_not_hold_for_all_others_is_none() {
        let denies = |what: Value| {
            let mut statement =
                json!({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:Sign", "Resource": "*"});
            statement.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
            denies_others(&json!({"Statement": statement}), ROLE)
        };
        let but = |arns: Value| json!({"Condition": {"ArnNotEquals": {"aws:PrincipalArn": arns}}});
        let sessions = "arn:aws:sts::123456789012:assumed-role/keiin-SealDocumentRole-1A2B/*";
        for what in [json!({}), but(json!(ROLE)), but(json!([ROLE, sessions]))] {
            assert!(denies(what.clone()), "{what}");
        }
        for what in [
            json!({"Principal": {"AWS": "somebody"}}),
            json!({"Action": "kms:Decrypt"}),
            json!({"Resource": "arn:aws:kms:ap-northeast-1:123456789012:key/another"}),
            but(json!([ROLE, "arn:aws:iam::123456789012:role/another"])),
            but(json!("*")),
            but(json!([])),
            json!({"Condition": {"StringEquals": {"aws:PrincipalArn": "nobody"}}}),
            json!({"Condition": {"ArnNotEquals": {"aws:PrincipalArn": ROLE}, "Bool": {"aws:SecureTransport": "false"}}}),
            json!({"Condition": {"ArnNotEquals": {"aws:PrincipalArn": ROLE, "aws:SourceArn": "nobody"}}}),
        ] {
            assert!(!denies(what.clone()), "{what}");
        }
    }
}
