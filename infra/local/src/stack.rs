//! A whole local stack: emulator, trust services, reverse proxy, deployed functions.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use aws::table::{Setting, put_setting};
use aws_sdk_kms::types::KeySpec;
use aws_sdk_sqs::types::QueueAttributeName;
use domain::authorisation::{KeyTerms, Role};
use domain::envelope::Sender;
use domain::ids::PersonId;
use domain::language::Language;
use domain::mail::{Bounce, MailOrigin};
use domain::organisation::{Actor, Change, Entry, Facts, OidcIdentity, PersonState, Refusal};
use domain::policy::{KeepContacts, Policy};
use domain::ports::{About, Account, Clock as _, SealingCertificate};
use domain::registered_seal::RegisteredSeal;
use lambda::clock::MachineClock;
use lambda::random::SystemRandomness;
use operate::api_key;
use operate::arguments::{Invite, MailLanguage};
use operate::registry::registry;
use operate::seal_users::{self, Certificate};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use venv::Venv;

use crate::build;
use crate::client::{Client, Observer};
use crate::deploy::{API_ID, Deployment, STACK, Settings};
use crate::emulator::Emulator;
use crate::mail;
pub use crate::mail::Mail;
use crate::reverse_proxy::ReverseProxy;
use crate::signed;
use crate::text;
pub use crate::text::Text;
use crate::trust::Trust;

/// The Python tools of the stack, with their hashes.
const REQUIREMENTS: &str = include_str!("../python/stack.txt");

/// How to start a stack.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its folder: logs, keys, packages.
    pub dir: PathBuf,
    /// A running emulator to use instead of one of our own.
    pub endpoint: Option<String>,
    /// Port of the reverse proxy; any free one where nothing is said.
    pub port: Option<u16>,
    /// Seconds after which a failed job comes again.
    pub visibility_seconds: u32,
    /// Whether the schedules run by themselves.
    pub schedules: bool,
    /// Kind of the seals' keys.
    pub key_spec: KeySpec,
    /// Who looks at what the API is asked and answers.
    pub observer: Option<Observer>,
    /// Where functions find the table instead of at the emulator itself.
    pub table_endpoint: Option<String>,
}

impl Options {
    /// A stack in this folder, with everything at its default.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            endpoint: None,
            port: None,
            visibility_seconds: 3,
            schedules: true,
            key_spec: KeySpec::Rsa3072,
            observer: None,
            table_endpoint: None,
        }
    }
}

/// What is being done while a stack starts.
#[derive(Debug)]
pub enum Stage {
    /// Python tools are installed.
    Installing(venv::Progress),
    /// The functions are built.
    Building {
        /// Crates done.
        done: usize,
        /// Crates in all.
        total: usize,
    },
    /// The functions are packed.
    Packaging,
    /// Emulator and authorities start.
    Starting,
    /// The template is deployed.
    Deploying,
    /// Keys and certificates are made.
    Certificates,
}

/// A running stack. It ends when this is dropped, unless its emulator was there before.
#[derive(Debug)]
pub struct Stack {
    deployment: Deployment,
    proxy: ReverseProxy,
    trust: Trust,
    emulator: Emulator,
    api_key: String,
    /// The row of the sender's organisation's registered seal.
    seal: Mutex<SealingCertificate>,
    dir: PathBuf,
    http: reqwest::Client,
    client: Client,
}

impl Stack {
    /// Installs, builds, starts and deploys whatever is needed.
    pub async fn start(options: &Options, progress: &mut (dyn FnMut(Stage) + Send)) -> Result<Self> {
        crate::use_ring();
        let target = workspace::target_dir();
        let tools = tools(|p| progress(Stage::Installing(p)))?;
        let binaries = build::functions(&mut |done, total| progress(Stage::Building { done, total }))?;
        progress(Stage::Packaging);
        let zips = target.join("functions");
        build::package(&binaries, &zips)?;

        progress(Stage::Starting);
        let dir = std::path::absolute(&options.dir)?;
        std::fs::create_dir_all(dir.join("faults")).with_context(|| format!("creating {}", dir.display()))?;
        let emulator = match &options.endpoint {
            Some(endpoint) => Emulator::attach(endpoint).await?,
            None => Emulator::start(&tools, &dir, &environment(&dir, options.table_endpoint.as_deref())).await?,
        };
        let mut trust = Trust::create(&tools, &dir.join("trust")).await?;
        let proxy = ReverseProxy::start(options.port)?;

        progress(Stage::Deploying);
        let settings = Settings {
            public_url: proxy.url(),
            visibility_seconds: options.visibility_seconds,
            schedules: options.schedules,
            key_spec: options.key_spec.clone(),
            alarm_topic: String::new(),
        };
        let deployment = Deployment::create(&emulator, &zips, &settings).await?;
        proxy.forward_to(emulator.endpoint(), deployment.output("ApiId").unwrap_or(API_ID))?;

        progress(Stage::Certificates);
        let (seal, api_key) = deployment.set_up(&mut trust, &options.key_spec, &sender()?).await?;
        let api_key = api_key.reveal().to_owned();
        let http = reqwest::Client::builder().no_proxy().build()?;
        let client = Client::new(proxy.url(), api_key.clone())?.observed_by(options.observer);
        Ok(Self { deployment, proxy, trust, emulator, api_key, seal: Mutex::new(seal), dir, http, client })
    }

    /// Where people reach the service, and the API.
    pub fn public_url(&self) -> String {
        self.proxy.url()
    }

    /// The sender's API key.
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// Where the emulator's services are.
    pub fn endpoint(&self) -> &str {
        self.emulator.endpoint()
    }

    /// The trust services.
    pub const fn trust(&self) -> &Trust {
        &self.trust
    }

    /// The emulator.
    pub const fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// The deployed stack.
    pub const fn deployment(&self) -> &Deployment {
        &self.deployment
    }

    /// The stack's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The HTTP calls that people make.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Somebody else who sends; gives the HTTP calls by a key of their own.
    pub async fn add_sender(&self, sender: &Sender) -> Result<Client> {
        let account = Account {
            sender: sender.clone(),
            terms: KeyTerms::for_envelopes(),
            policy: Policy::default(),
            id: None,
            generation: 0,
            has_organisation: false,
        };
        let api_key = api_key::make(&self.deployment.table()?, &SystemRandomness, account).await?;
        Ok(self.client.with_key(api_key.reveal()))
    }

    /// Another key of the stack's own sender, under these terms.
    pub async fn add_key(&self, terms: KeyTerms) -> Result<Client> {
        let account = Account {
            sender: sender()?,
            terms,
            policy: Policy::default(),
            id: None,
            generation: 0,
            has_organisation: false,
        };
        let api_key = api_key::make(&self.deployment.table()?, &SystemRandomness, account).await?;
        Ok(self.client.with_key(api_key.reveal()))
    }

    /// Invites a person to the sender's organisation, as its administrator.
    pub async fn invite(&self, name: &str, email: &str, language: Language) -> Result<()> {
        self.invite_as(name, email, language, Vec::new()).await
    }

    /// The same in these roles.
    pub async fn invite_as(&self, name: &str, email: &str, language: Language, roles: Vec<Role>) -> Result<()> {
        let (organisation, name, email) = (sender()?.organisation, name.to_owned(), email.parse()?);
        let language = match language {
            Language::Ja => MailLanguage::Ja,
            Language::En => MailLanguage::En,
        };
        let asked = Invite { organisation, name, email, language, roles };
        let table = self.deployment.table()?;
        operate::organisation::invite(&table, &SystemRandomness, asked, MachineClock.now()).await.map(drop)
    }

    /// Changes who may use the registered seal of the sender's organisation, and who may ask for it.
    pub async fn change_seal(&self, change: impl FnOnce(&mut SealingCertificate) + Send) -> Result<()> {
        let (mut seal, organisation) = (self.seal.lock().await, sender()?.organisation);
        change(&mut seal);
        let table = self.deployment.table()?;
        let registered = RegisteredSeal::of(organisation);
        let setting = Setting::Certificate(Some(registered.clone()), seal.clone());
        put_setting(&table, &setting).await.context("changing who may ask for the registered seal")?;
        seal_users::set_persons(&table, &registered, Certificate::Known, seal.persons.clone()).await
    }

    /// Changes in which address book the sender's organisation keeps those who have signed.
    pub async fn keep_contacts(&self, keep_contacts: KeepContacts) -> Result<()> {
        let (organisation, registry) = (sender()?.organisation, registry(&self.deployment.table()?));
        let change = |_: &_, facts: &Facts| {
            let mut after = facts.organisation.clone().ok_or(Refusal::UnknownOrganisation)?;
            after.policy.keep_contacts = keep_contacts;
            Ok(Change::SetOrganisation(Box::new(after)))
        };
        registry.change(&organisation, &About::default(), &Actor::Operator, None, change).await?;
        Ok(())
    }

    /// The log of the sender's organisation.
    pub async fn log(&self) -> Result<Vec<Entry>> {
        const PAGE: u16 = 100;
        let (organisation, registry) = (sender()?.organisation, registry(&self.deployment.table()?));
        let mut log: Vec<Entry> = Vec::new();
        loop {
            let after = log.last().map_or(0, |entry| entry.sequence);
            let page = registry.directories.entries(&organisation, after, PAGE).await?;
            log.extend(page.iter().map(|text| Entry::from_json(text)).collect::<Result<Vec<_>, _>>()?);
            if page.len() < usize::from(PAGE) {
                return Ok(log);
            }
        }
    }

    /// Who administers the sender's organisation from now on: somebody who was invited and has signed in.
    pub async fn join(&self, name: &str, email: &str, language: Language) -> Result<PersonId> {
        self.invite(name, email, language).await?;
        let (organisation, registry) = (sender()?.organisation, registry(&self.deployment.table()?));
        let found = registry.people.with_address(&organisation, &email.parse()?).await?;
        let id = found.context("the person who was invited")?;
        let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: email.to_owned() };
        let about = About { person: Some(id), identity: Some(identity.clone()), ..About::default() };
        let accept = |_: &_, facts: &Facts| match facts.person.as_ref().map(|person| &person.state) {
            Some(PersonState::Invited { by_entry, .. }) => {
                Ok(Change::AcceptInvitation { by_entry: *by_entry, identity: identity.clone() })
            }
            _ => Err(Refusal::NotInvited.into()),
        };
        registry.change(&organisation, &about, &Actor::Person { person: id }, None, accept).await?;
        Ok(id)
    }

    /// Every mail sent so far, oldest first.
    pub async fn mails(&self) -> Result<Vec<Mail>> {
        mail::all(&self.emulator, &self.http).await
    }

    /// Every text message sent so far, by number, oldest first.
    pub async fn texts(&self) -> Result<Vec<Text>> {
        text::all(&self.emulator, &self.http).await
    }

    /// Tells the stack that a mail came back, as the mail service does; the emulator's delivers everything.
    pub async fn bounce(&self, mail: MailOrigin, address: &str, bounce: Bounce) -> Result<()> {
        let tags: serde_json::Map<_, _> =
            mail.to_tags().into_iter().map(|(name, value)| (name.to_owned(), json!([value]))).collect();
        let bounced = |kind: &str, sub_type: &str, words: &str| {
            json!({"eventType": "Bounce", "bounce": {"bounceType": kind, "bounceSubType": sub_type,
                "bouncedRecipients": [{"emailAddress": address, "action": "failed", "diagnosticCode": words}]}})
        };
        let mut report = match bounce {
            Bounce::Permanent => bounced("Permanent", "General", "smtp; 550 5.1.1 user unknown"),
            Bounce::Transient => bounced("Transient", "MailboxFull", "smtp; 452 4.2.2 mailbox full"),
            Bounce::Rejected => bounced("Transient", "ContentRejected", "smtp; 550 5.7.1 content rejected"),
            Bounce::Unsent => json!({"eventType": "Reject", "reject": {"reason": "Bad content"}}),
            Bounce::Suppressed => bounced("Permanent", "OnAccountSuppressionList", "on the suppression list"),
            Bounce::Undetermined => bounced("Undetermined", "Undetermined", ""),
            Bounce::Complaint => json!({"eventType": "Complaint", "complaint": {"complaintFeedbackType": "abuse",
                "complainedRecipients": [{"emailAddress": address}]}}),
        };
        report["mail"] = json!({"messageId": "local", "destination": [address], "tags": tags});
        let client = aws_sdk_sns::Client::new(self.deployment.config());
        let topic = self.deployment.output("MailEventsTopicArn")?;
        client.publish().topic_arn(topic).message(report.to_string()).send().await.context("telling of the bounce")?;
        Ok(())
    }

    /// Calls a function as a schedule or another caller would, and waits for its answer.
    pub async fn invoke(&self, function: &str, payload: &Value) -> Result<Value> {
        let url = format!("{}/2015-03-31/functions/{STACK}-{function}/invocations", self.endpoint());
        let answer = signed::post(&url, "lambda", &[], payload.to_string()).await?;
        let error = answer.headers().get("x-amz-function-error").map(|error| format!("{error:?}"));
        let status = answer.status();
        let body = answer.text().await?;
        if !status.is_success() || error.is_some() {
            anyhow::bail!(
                "{function} failed ({status}, {}): {body}",
                error.as_deref().unwrap_or("no error of its own")
            );
        }
        serde_json::from_str(&body).with_context(|| format!("{function} answered {body:?}"))
    }

    /// How many messages lie in the queue whose URL this output of the template gives.
    pub async fn messages_in(&self, output: &str) -> Result<u32> {
        let client = aws_sdk_sqs::Client::new(self.deployment.config());
        let name = QueueAttributeName::ApproximateNumberOfMessages;
        let request = client.get_queue_attributes().queue_url(self.deployment.output(output)?);
        let answer = request.attribute_names(name.clone()).send().await?;
        let count = answer.attributes.and_then(|all| all.get(&name).cloned()).context("the queue gives no count")?;
        count.parse().context("the queue's count is a number")
    }

    /// Moves the functions' clock so many seconds ahead of the machine's.
    pub fn move_clock(&self, seconds: i64) -> Result<()> {
        std::fs::write(self.dir.join("clock"), seconds.to_string()).context("moving the clock")
    }

    /// Lets a function die after its `nth` effect on the outside from now on.
    pub fn plan_fault(&self, function: &str, nth: u32) -> Result<()> {
        std::fs::write(self.fault(function), nth.to_string()).context("planning a fault")
    }

    /// Whether the planned fault has not happened yet.
    pub fn has_fault(&self, function: &str) -> bool {
        self.fault(function).exists()
    }

    /// Whether the planned fault has not happened yet; withdraws it.
    pub fn withdraw_fault(&self, function: &str) -> bool {
        std::fs::remove_file(self.fault(function)).is_ok()
    }

    fn fault(&self, function: &str) -> PathBuf {
        self.dir.join("faults").join(format!("{STACK}-{function}"))
    }
}

/// The Python tools of a stack, MiniStack among them, installed where they are not yet.
pub fn tools(progress: impl FnMut(venv::Progress)) -> Result<Venv> {
    venv::install(&workspace::target_dir(), "stack", REQUIREMENTS, progress)
}

/// Who sends in the local stack: the city of the sample contract.
pub fn sender() -> Result<Sender> {
    Ok(Sender {
        organisation: "takikawa".to_owned().try_into()?,
        organisation_name: "滝川市".to_owned(),
        organisation_name_en: None,
        person: None,
        name: "佐藤 花子".to_owned(),
        email: "sato@city.takikawa.example".parse()?,
        language: Language::Ja,
    })
}

/// What the emulator starts with; the functions inherit it. It checks signatures and the functions' policies.
/// What the emulator is told, and every function that it runs.
fn environment(dir: &Path, table_endpoint: Option<&str>) -> Vec<(String, String)> {
    let path = |name: &str| dir.join(name).display().to_string();
    let pairs = [
        ("AUTH", "true".to_owned()),
        ("LOG_LEVEL", "INFO".to_owned()),
        ("KEIIN_LOCAL_CLOCK", path("clock")),
        ("KEIIN_LOCAL_FAULTS", path("faults")),
        ("KEIIN_LOCAL_WHOLE_BATCHES", "1".to_owned()),
    ];
    let table = table_endpoint.map(|url| ("AWS_ENDPOINT_URL_DYNAMODB", url.to_owned()));
    pairs.into_iter().chain(table).map(|(name, value)| (name.to_owned(), value)).collect()
}
