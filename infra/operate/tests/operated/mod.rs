//! A deployed stack on an emulator, with certificate and timestamp authorities, and the command `keiin` as an operator
//! types it. The functions are empty programs: none of them is called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context as _, Result, ensure};
use aws_sdk_cloudformation::types::Capability;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_kms::types::KeySpec;
use local::deploy::{ACCESS_KEY, Deployment, REGION, STACK, Settings};
use local::emulator::Emulator;
use local::trust::Trust;
use serde_json::{Value, json};

/// A deployed stack.
pub(crate) struct Operated {
    pub(crate) trust: Trust,
    pub(crate) deployment: Deployment,
    pub(crate) topic: String,
    credentials: [String; 3],
    credentials_of_exporter: [String; 3],
    emulator: Emulator,
    dir: tempfile::TempDir,
}

/// What a call of the command came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Operated {
    pub(crate) async fn start() -> Result<Self> {
        let target = workspace::target_dir();
        let tools = venv::install(&target, "stack", include_str!("../../../local/python/stack.txt"), |_| {})?;
        let dir = tempfile::tempdir()?;
        // It checks who may do what.
        let emulator = Emulator::start(&tools, dir.path(), &[("AUTH".to_owned(), "true".to_owned())]).await?;
        let mut trust = Trust::create(&tools, &dir.path().join("trust")).await?;
        trust.start().await?;

        let config = local::deploy::config(emulator.endpoint()).await;
        let topic = aws_sdk_sns::Client::new(&config).create_topic().name("alarms").send().await?;
        let topic = topic.topic_arn.context("the topic has an ARN")?;
        let settings = Settings {
            public_url: "https://contracts.keiin.example".to_owned(),
            visibility_seconds: 3,
            schedules: false,
            key_spec: KeySpec::Rsa3072,
            alarm_topic: topic.clone(),
        };
        let deployment = Deployment::create(&emulator, &empty_functions(dir.path())?, &settings).await?;
        let credentials = role(deployment.config(), "Operator", RIGHTS).await?;
        let credentials_of_exporter = role(deployment.config(), "Exporter", EXPORT_RIGHTS).await?;
        Ok(Self { trust, deployment, topic, credentials, credentials_of_exporter, emulator, dir })
    }

    /// Calls `keiin`.
    pub(crate) fn keiin(&self, arguments: &[&str]) -> Outcome {
        self.keiin_with_input(arguments, "")
    }

    pub(crate) fn keiin_with_input(&self, arguments: &[&str], input: &str) -> Outcome {
        self.keiin_by(&self.credentials, arguments, input)
    }

    /// Calls `keiin` as somebody who only exports.
    pub(crate) fn keiin_as_exporter(&self, arguments: &[&str]) -> Outcome {
        self.keiin_by(&self.credentials_of_exporter, arguments, "")
    }

    fn keiin_by(&self, [key, secret, token]: &[String; 3], arguments: &[&str], input: &str) -> Outcome {
        let mut command = self.command(arguments);
        command.env("AWS_ACCESS_KEY_ID", key).env("AWS_SECRET_ACCESS_KEY", secret).env("AWS_SESSION_TOKEN", token);
        outcome(&mut command, input)
    }

    /// Calls `keiin` as the account's owner.
    pub(crate) fn keiin_as_owner(&self, arguments: &[&str]) -> Outcome {
        let mut command = self.command(arguments);
        outcome(command.env("AWS_ACCESS_KEY_ID", ACCESS_KEY).env("AWS_SECRET_ACCESS_KEY", ACCESS_KEY), "")
    }

    /// The table's rows as they are, by the owner's rights.
    pub(crate) fn rows(&self) -> Result<Rows> {
        let client = aws_sdk_dynamodb::Client::new(self.deployment.config());
        Ok(Rows { client, name: self.deployment.output("TableName")?.to_owned() })
    }

    /// What an operator may call besides the command, by the same rights.
    pub(crate) fn config_of_operator(&self) -> aws_config::SdkConfig {
        let [key, secret, token] = self.credentials.clone();
        let credentials = aws_credential_types::Credentials::new(key, secret, Some(token), None, "operator");
        let provider = aws_credential_types::provider::SharedCredentialsProvider::new(credentials);
        self.deployment.config().to_builder().credentials_provider(provider).build()
    }

    /// The command with nothing of this process's environment.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keiin"));
        command.args(arguments).args(["--endpoint", self.emulator.endpoint()]).env_clear().current_dir(self.dir.path());
        command.env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_REGION", REGION).env("KEIIN_STACK", STACK);
        command
    }

    /// Calls `keiin`, which does what it is asked; gives its standard output.
    #[track_caller]
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let outcome = self.keiin(arguments);
        assert_eq!(outcome.code, 0, "{arguments:?}: {outcome:?}");
        outcome.stdout
    }

    /// The same, in JSON.
    #[track_caller]
    pub(crate) fn done_in_json(&self, arguments: &[&str]) -> Value {
        let text = self.done(&[arguments, &["--json"]].concat());
        serde_json::from_str(&text).expect("JSON")
    }

    /// Calls `keiin`, which refuses with these words.
    #[track_caller]
    pub(crate) fn refused(&self, arguments: &[&str], words: &str) {
        self.fails(1, arguments, words);
    }

    /// Calls `keiin`, which ends with this exit code and these words.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, arguments: &[&str], words: &str) {
        let outcome = self.keiin(arguments);
        assert!(outcome.code == code && outcome.stderr.contains(words), "{arguments:?}: {outcome:?}");
        assert_eq!(outcome.stdout, "", "nothing that looks like an answer: {arguments:?}");
    }

    /// Writes a file into the folder in which `keiin` is called.
    pub(crate) fn file(&self, name: &str, text: &str) -> Result<()> {
        Ok(fs::write(self.dir.path().join(name), text)?)
    }

    pub(crate) fn read(&self, name: &str) -> Result<String> {
        Ok(fs::read_to_string(self.dir.path().join(name))?)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

/// The rows of the table, beneath the code that writes them.
pub(crate) struct Rows {
    client: aws_sdk_dynamodb::Client,
    name: String,
}

impl Rows {
    /// Puts a row, into the list of the index if one is named.
    pub(crate) async fn put(&self, pk: &str, sk: &str, body: &str, list: Option<&str>) -> Result<()> {
        let request = self.client.put_item().table_name(&self.name).item("PK", text(pk)).item("SK", text(sk));
        let request = request.item("body", text(body));
        let request = match list {
            Some(list) => request.item("setting", text(list)),
            None => request,
        };
        Ok(request.send().await.map(drop)?)
    }

    pub(crate) async fn remove(&self, pk: &str, sk: &str) -> Result<()> {
        let request = self.client.delete_item().table_name(&self.name).key("PK", text(pk)).key("SK", text(sk));
        Ok(request.send().await.map(drop)?)
    }
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn outcome(command: &mut Command, input: &str) -> Outcome {
    use std::io::Write as _;
    use std::process::Stdio;
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("keiin starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("keiin reads its input");
    let Output { status, stdout, stderr } = child.wait_with_output().expect("keiin ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Outcome { code: status.code().expect("an exit code"), stdout: text(stdout), stderr: text(stderr) }
}

/// A package for every function, with nothing in it that could run.
fn empty_functions(dir: &Path) -> Result<PathBuf> {
    let (binaries, zips) = (dir.join("binaries"), dir.join("zips"));
    fs::create_dir_all(&binaries)?;
    for name in local::build::names()? {
        fs::write(binaries.join(name), "#!/bin/sh\nexit 1\n")?;
    }
    local::build::package(&binaries, &zips)?;
    Ok(zips)
}

/// What an operator may do, as infra/README.md says.
const RIGHTS: &str = include_str!("../../rights.json");

/// What somebody may do who only exports.
const EXPORT_RIGHTS: &str = include_str!("../../export-rights.json");

/// Credentials of a role that has these rights and no others: the owner's own credentials pass the emulator by all policies.
async fn role(config: &aws_config::SdkConfig, name: &str, rights: &str) -> Result<[String; 3]> {
    let allow = |who: Value| json!({"Version": "2012-10-17", "Statement": [who]}).to_string();
    let trusts = allow(json!({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}));
    let template = json!({"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
        "RoleName": name,
        "AssumeRolePolicyDocument": serde_json::from_str::<Value>(&trusts)?,
        "Policies": [{"PolicyName": "rights", "PolicyDocument": serde_json::from_str::<Value>(rights)?}]}}}});
    let cloudformation = aws_sdk_cloudformation::Client::new(config);
    let request = cloudformation.create_stack().stack_name(name.to_lowercase()).template_body(template.to_string());
    request.capabilities(Capability::CapabilityNamedIam).send().await?;

    let sts = aws_sdk_sts::Client::new(config);
    let mut assumed = None;
    for _ in 0..100 {
        let request = sts.assume_role().role_arn(format!("arn:aws:iam::000000000000:role/{name}"));
        if let Ok(answer) = request.role_session_name("hanako").send().await {
            assumed = answer.credentials;
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let credentials = assumed.context("the role cannot be assumed")?;
    ensure!(!credentials.session_token.is_empty(), "a role's credentials have a token");
    Ok([credentials.access_key_id, credentials.secret_access_key, credentials.session_token])
}
