//! What nobody outside brings about: it is done on the table, as the functions would do it.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use aws::stored::job::JobMessage;
use domain::command::{Command, MailOutcome, Refusal};
use domain::digest::Digest;
use domain::envelope::Envelope;
use domain::evidence::{Identity, Session};
use domain::factor::{CODE_PAUSE, MAX_CODES};
use domain::ids::{EnvelopeId, PersonId, RecipientNumber};
use domain::job::Job;
use domain::link::{AccessLink, Purpose, SecretToken};
use domain::mail::{Addressee, MailKind, MailOrigin};
use domain::ports::{Clock, DecideError, Envelopes, Links, SealingCertificates, decide};
use domain::registered_seal::RegisteredSeal;
use domain::seal_expiry::ExpiryNotice;
use jiff::SignedDuration;
use lambda::clock::MachineClock;
use operate::arguments::{BoundLinks, OrganisationSet};
use operate::organisation;
use pades::certificate::CertificateChain;
use tokio::time::{Instant, sleep};

use crate::client::Client;
use crate::clock::SetClock;
use crate::stack::{Stack, sender};

const LIMIT: Duration = Duration::from_secs(90);
const POLL: Duration = Duration::from_millis(200);
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Binds all links of the sender's organisation to a network that nobody is in, which was reserved for documentation, or lets them
/// open everywhere again.
pub(super) async fn bind_links(stack: &Stack, bound: BoundLinks) -> Result<()> {
    let addresses = match bound {
        BoundLinks::None => Vec::new(),
        BoundLinks::OwnDomains | BoundLinks::All => vec!["192.0.2.0/24".parse()?],
    };
    let asked = OrganisationSet {
        id: sender()?.organisation,
        name: None,
        name_en: None,
        two_factor_required: None,
        quota: None,
        from_anywhere: addresses.is_empty(),
        addresses,
        address_bound_links: Some(bound),
        members_second_factor: None,
        replace: false,
    };
    organisation::set(&stack.deployment().table()?, asked, MachineClock.now()).await.map(drop)
}

/// A link for somebody whose turn it is not: no mail holds one so early.
pub(super) async fn early_link(stack: &Stack, id: &str, person: u16) -> Result<String> {
    let id: EnvelopeId = id.parse()?;
    let table = stack.deployment().table()?;
    let created_at = table.load(id).await?.context("the envelope")?.created_at;
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let token = SecretToken::from_random(bytes);
    let link = AccessLink {
        digest: token.digest(),
        envelope: id,
        addressee: Addressee::Recipient(RecipientNumber(person)),
        purpose: Purpose::Act { generation: 1 },
        expires_at: created_at + MONTH,
    };
    table.store(&link).await?;
    Ok(format!("{}/sign/{}", stack.public_url(), token.reveal()))
}

/// Ends an envelope whose documents cannot be processed: every file that is taken can be.
pub(super) async fn fail(stack: &Stack, id: &str) -> Result<()> {
    let id: EnvelopeId = id.parse()?;
    let envelopes: Arc<dyn Envelopes> = Arc::new(stack.deployment().table()?);
    let created_at = envelopes.load(id).await?.context("the envelope")?.created_at;
    let clock: Arc<dyn Clock> = Arc::new(SetClock::at(created_at));
    decide(&envelopes, &clock, id, None, |_| Ok(Command::Fail { reason: "a picture is needed".to_owned() })).await?;
    Ok(())
}

/// A code that the text message service does not take: the emulator's takes all.
pub(super) async fn refuse_code(stack: &Stack, id: &str, person: u16) -> Result<()> {
    let id: EnvelopeId = id.parse()?;
    let recipient = RecipientNumber(person);
    let envelopes: Arc<dyn Envelopes> = Arc::new(stack.deployment().table()?);
    let set = Arc::new(ahead_of(&envelopes.load(id).await?.context("the envelope")?));
    let clock: Arc<dyn Clock> = set.clone();
    for _ in 0..MAX_CODES {
        let ask = Command::RequestCode { recipient, generation: 1, session: nobodys() };
        let (_, events) = decide(&envelopes, &clock, id, None, |_| Ok(ask.clone())).await?;
        let request_event = events.last().context("an event")?.sequence;
        let (mail, addressee) = (MailKind::Code, Addressee::Recipient(recipient));
        let outcome = MailOutcome::Refused { reason: "Invalid parameter: PhoneNumber".to_owned() };
        let refuse = Command::RecordMail { mail, addressee, request_event, outcome };
        match decide(&envelopes, &clock, id, None, |_| Ok(refuse.clone())).await {
            // It was sent before that: the next one.
            Err(DecideError::Refused(Refusal::AlreadyRecorded)) => set.advance(CODE_PAUSE),
            other => return Ok(other.map(drop)?),
        }
    }
    bail!("every code to {person} was sent before it could be refused")
}

/// As many codes as are sent, and one more, at once.
pub(super) async fn use_up_codes(stack: &Stack, id: &str, person: u16) -> Result<()> {
    let id: EnvelopeId = id.parse()?;
    let envelopes: Arc<dyn Envelopes> = Arc::new(stack.deployment().table()?);
    let set = Arc::new(ahead_of(&envelopes.load(id).await?.context("the envelope")?));
    let clock: Arc<dyn Clock> = set.clone();
    for _ in 0..=MAX_CODES {
        let ask = Command::RequestCode { recipient: RecipientNumber(person), generation: 1, session: nobodys() };
        decide(&envelopes, &clock, id, None, |_| Ok(ask.clone())).await?;
        set.advance(CODE_PAUSE);
    }
    Ok(())
}

/// A clock that is ahead of all that happens beside it: no event is recorded at an earlier moment than the one before, so
/// that a clock that lags behind would not make the pauses pass.
fn ahead_of(envelope: &Envelope) -> SetClock {
    SetClock::at(envelope.last_event_at.unwrap_or(envelope.created_at) + CODE_PAUSE)
}

fn nobodys() -> Session {
    Session { ip: Ipv4Addr::LOCALHOST.into(), user_agent: None, identity: Identity::MailLink, proof: None }
}

/// Which mail a recipient's request is, as the mail service tells when it comes back.
pub(super) async fn request_of(sender: &Client, id: &str, person: usize) -> Result<MailOrigin> {
    let person = u16::try_from(person)?;
    let events = sender.events(id).await?;
    let events = events["events"].as_array().context("events")?;
    let place = events.iter().position(|event| event["type"] == "invited" && event["recipient"] == person);
    let sequence = place.with_context(|| format!("{person} was not invited: {events:?}"))? as u64 + 1;
    Ok(MailOrigin { envelope: id.parse()?, sequence, addressee: Addressee::Recipient(RecipientNumber(person)) })
}

/// Waits until it is known that the first recipient's mail came back.
pub(super) async fn until_bounced(sender: &Client, id: &str) -> Result<()> {
    let deadline = Instant::now() + LIMIT;
    while sender.envelope(id).await?["recipients"][0]["state"]["name"] != "bounced" {
        ensure!(Instant::now() < deadline, "no mail came back within {} s", LIMIT.as_secs());
        sleep(POLL).await;
    }
    Ok(())
}

/// Has it announced to a person that the certificate of the sender's registered seal ends in thirty days: that of the stack is good for
/// years.
pub(super) async fn announce_expiry(stack: &Stack, person: PersonId) -> Result<()> {
    let (deployment, organisation) = (stack.deployment(), sender()?.organisation);
    let registered = RegisteredSeal::of(organisation.clone());
    let seal = SealingCertificates::find(&deployment.table()?, Some(&registered)).await?.context("the seal")?;
    let subject = CertificateChain::from_pem(&seal.chain_pem)?.signer().subject();
    let certificate = Digest::of(seal.chain_pem.as_bytes());
    let valid_until = MachineClock.now() + MONTH;
    let notice = ExpiryNotice::Within30Days;
    let seal = None;
    let job = Job::AnnounceSealExpiry { organisation, seal, person, certificate, subject, valid_until, notice };
    let message = serde_json::to_string(&JobMessage::from(job))?;
    let client = aws_sdk_sqs::Client::new(deployment.config());
    let request = client.send_message().queue_url(deployment.output("MailQueueUrl")?).message_body(message);
    request.send().await.map(drop).context("asking for the announcement")
}
