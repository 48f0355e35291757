//! The functions, each over the ports of one invocation.

use std::net::IpAddr;
use std::sync::Arc;

use api::{Authentication, ClientIp};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use domain::authorisation::CallLimit;
use domain::job::Job;
use domain::ports::{AddressBooks, Registry};
use domain::retention::RetentionMode;
use fakes::issuers;
use jiff::SignedDuration;

use crate::http::{Answer, Http};
use crate::ports::Ports;
use crate::queues::Work;
use crate::stream::Batch;
use crate::violation::Violation;

impl Http {
    fn router(self, ports: &Arc<Ports>) -> Router {
        let site = ports.backend.site.clone();
        match self {
            Self::CollectSignature => collect_signature::router(collect_signature::Dependencies {
                envelopes: ports.clone(),
                links: ports.clone(),
                link_rules: ports.clone(),
                factors: ports.clone(),
                sign_ins: ports.clone(),
                certificates: ports.clone(),
                documents: ports.clone(),
                randomness: ports.clone(),
                clock: ports.clone(),
                site,
            }),
            Self::CreateEnvelope => create_envelope::router(create_envelope::Dependencies {
                envelopes: ports.clone(),
                list: ports.clone(),
                links: ports.clone(),
                link_rules: ports.clone(),
                numbers: ports.clone(),
                documents: ports.clone(),
                progress: ports.clone(),
                authentication: Authentication {
                    api_keys: ports.clone(),
                    organisations: ports.clone(),
                    people: ports.clone(),
                    sessions: ports.clone(),
                    folders: ports.clone(),
                    issuers: issuers(Arc::default()),
                    listed_keys: ports.clone(),
                    key_use: Arc::default(),
                    call_counts: ports.clone(),
                    call_limit: CallLimit::NONE,
                    clock: ports.clone(),
                },
                answers: ports.clone(),
                quota: ports.clone(),
                factors: ports.clone(),
                certificates: ports.clone(),
                clock: ports.clone(),
                randomness: ports.clone(),
                site,
            }),
            Self::DownloadDocument => download_document::router(download_document::Dependencies {
                envelopes: ports.clone(),
                links: ports.clone(),
                link_rules: ports.clone(),
                documents: ports.clone(),
                clock: ports.clone(),
                site,
            }),
        }
    }

    /// Answers a request.
    pub(crate) async fn answer(self, ports: Arc<Ports>, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ClientIp(IpAddr::from([203, 0, 113, 9])));
        let (parts, body, judged) = conformance::ask(self.router(&ports), request).await;
        if let Err(fault) = judged {
            ports.backend.watch.note(Violation::NotAsDescribed(fault.to_string()));
        }
        Answer {
            status: parts.status.as_u16(),
            body: String::from_utf8_lossy(&body).into_owned(),
            cookies: cookies(&parts.headers),
            is_disturbed: ports.invocation.is_disturbed(),
        }
    }
}

fn cookies(headers: &HeaderMap) -> String {
    let set = headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    set.filter_map(|text| text.split(';').next()).collect::<Vec<_>>().join("; ")
}

/// The function that does this work.
pub(crate) const fn name_of(work: &Work) -> &'static str {
    match work {
        Work::Job(Job::Prepare { .. } | Job::GiveBackSending { .. }) | Work::Arrival(_) => "prepare-document",
        Work::Job(Job::Seal { .. }) => "seal-document",
        Work::Job(Job::Timestamp { .. }) => "timestamp-seal",
        Work::Job(Job::Retain { .. }) => "enforce-retention",
        Work::Job(Job::KeepContacts { .. }) => "keep-contacts",
        Work::Job(Job::Mail { .. } | Job::Invite { .. } | Job::AnnounceSealExpiry { .. }) => "dispatch-email",
        Work::Notice(_) => "record-bounces",
    }
}

/// How long a function may run: as in the template.
pub(crate) const fn timeout(function: &str) -> SignedDuration {
    match function.as_bytes() {
        b"collect-signature" | b"create-envelope" | b"download-document" => SignedDuration::from_secs(29),
        b"route-events" | b"keep-contacts" => SignedDuration::from_secs(60),
        b"dispatch-email" => SignedDuration::from_secs(15),
        b"expire-envelopes" => SignedDuration::from_secs(50),
        _ => SignedDuration::from_secs(120),
    }
}

/// How the work of a message ended.
pub(crate) enum Outcome {
    /// It is done.
    Done,
    /// Somebody else is about to do it, or died while doing so: it comes again.
    Later,
    /// It could not be done, and the schedule asks for it again.
    Delayed(String),
    /// It failed, and comes again.
    Failed(String),
}

/// Does the work of a message.
pub(crate) async fn work(ports: Arc<Ports>, work: Work) -> Outcome {
    let done = match work {
        Work::Job(job @ (Job::Prepare { .. } | Job::GiveBackSending { .. })) => {
            return prepare(ports, prepare_document::Message::Job(job.into())).await;
        }
        Work::Arrival(text) => match serde_json::from_str(&text) {
            Ok(message) => return prepare(ports, message).await,
            Err(error) => Err(error.to_string()),
        },
        Work::Job(job @ Job::Seal { .. }) => return seal(ports, job).await,
        Work::Job(job @ Job::Timestamp { .. }) => return timestamp(ports, job).await,
        Work::Job(job @ Job::Retain { .. }) => retain(ports, job).await,
        Work::Job(job @ Job::KeepContacts { .. }) => keep_contacts(ports, job).await,
        Work::Job(job @ (Job::Mail { .. } | Job::Invite { .. } | Job::AnnounceSealExpiry { .. })) => {
            match mail(ports, &job).await {
                Err(dispatch_email::Error::Leased) => return Outcome::Later,
                done => done.map_err(|e| words(&e)),
            }
        }
        Work::Notice(text) => notice(ports, &text).await,
    };
    done.map_or_else(Outcome::Failed, |()| Outcome::Done)
}

async fn prepare(ports: Arc<Ports>, message: prepare_document::Message) -> Outcome {
    let dependencies = prepare_document::Dependencies {
        envelopes: ports.clone(),
        documents: ports.clone(),
        progress: ports.clone(),
        quota: ports.clone(),
        clock: ports,
    };
    match prepare_document::handle(&dependencies, message).await {
        Ok(()) => Outcome::Done,
        Err(prepare_document::Error::Leased(_)) => Outcome::Later,
        Err(error) => Outcome::Failed(words(&error)),
    }
}

async fn seal(ports: Arc<Ports>, job: Job) -> Outcome {
    let dependencies = seal_document::Dependencies {
        envelopes: ports.clone(),
        documents: ports.clone(),
        certificates: ports.clone(),
        keys: ports.clone(),
        seal_log: ports.clone(),
        clock: ports,
    };
    match seal_document::handle(&dependencies, job).await {
        Ok(seal_document::Outcome::Done) => Outcome::Done,
        Ok(seal_document::Outcome::Delayed(error)) => Outcome::Delayed(words(&error)),
        Err(error) => Outcome::Failed(words(&error)),
    }
}

async fn timestamp(ports: Arc<Ports>, job: Job) -> Outcome {
    let dependencies = timestamp_seal::Dependencies {
        envelopes: ports.clone(),
        documents: ports.clone(),
        authorities: ports.clone(),
        transport: ports.clone(),
        clock: ports.clone(),
        machine_clock: ports.clone(),
        randomness: ports,
    };
    match timestamp_seal::handle(&dependencies, job).await {
        Ok(timestamp_seal::Outcome::Done) => Outcome::Done,
        Ok(timestamp_seal::Outcome::Delayed(error)) => Outcome::Delayed(words(&error)),
        Err(error) => Outcome::Failed(words(&error)),
    }
}

async fn retain(ports: Arc<Ports>, job: Job) -> Result<(), String> {
    let mode = RetentionMode::Compliance;
    let deletes_after_retention = ports.backend.case.deletes;
    let dependencies = enforce_retention::Dependencies {
        envelopes: ports.clone(),
        documents: ports.clone(),
        lock: ports.clone(),
        removal: ports.clone(),
        clock: ports,
        mode,
        deletes_after_retention,
    };
    enforce_retention::handle(&dependencies, job).await.map_err(|e| words(&e))
}

async fn keep_contacts(ports: Arc<Ports>, job: Job) -> Result<(), String> {
    let registry = Registry {
        organisations: ports.clone(),
        people: ports.clone(),
        keys: ports.clone(),
        directories: ports.clone(),
        certificates: ports.clone(),
        clock: ports.clone(),
    };
    let books = AddressBooks { contacts: ports.clone(), registry };
    let dependencies = keep_contacts::Dependencies { envelopes: ports, books };
    keep_contacts::handle(&dependencies, job).await.map_err(|e| words(&e))
}

async fn mail(ports: Arc<Ports>, job: &Job) -> Result<(), dispatch_email::Error> {
    let site = ports.backend.site.clone();
    let dependencies = dispatch_email::Dependencies {
        envelopes: ports.clone(),
        organisations: ports.clone(),
        people: ports.clone(),
        certificates: ports.clone(),
        invitations: ports.clone(),
        links: ports.clone(),
        factors: ports.clone(),
        mail_log: ports.clone(),
        mailer: ports.clone(),
        texts: ports.clone(),
        clock: ports.clone(),
        randomness: ports,
        site,
        from_address: "noreply@keiin.example".parse().expect("an address"),
    };
    dispatch_email::handle(&dependencies, job).await
}

async fn notice(ports: Arc<Ports>, text: &str) -> Result<(), String> {
    let notice = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let dependencies = record_bounces::Dependencies { envelopes: ports.clone(), clock: ports };
    record_bounces::handle(&dependencies, notice).await.map_err(|e| words(&e))
}

/// Hands the jobs of these events to their queues. Of those that were not routed, the first one's sequence number.
pub(crate) async fn route(ports: Arc<Ports>, batch: &Batch) -> Option<u64> {
    let dependencies = route_events::Dependencies { jobs: ports };
    let response = route_events::handle(&dependencies, &batch.to_event()).await;
    let mut failed = response.batch_item_failures.into_iter().filter_map(|failure| failure.item_identifier);
    failed.next().and_then(|number| number.parse().ok())
}

/// Sees to what is due.
pub(crate) async fn schedule(ports: Arc<Ports>) -> Result<(), String> {
    let dependencies = expire_envelopes::Dependencies { envelopes: ports.clone(), jobs: ports.clone(), clock: ports };
    expire_envelopes::handle(&dependencies).await.map_err(|e| words(&e))
}

fn words(error: &(dyn std::error::Error + 'static)) -> String {
    lambda::telemetry::chain(error)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::ids::{DocumentNumber, EnvelopeId};
    use domain::mail::{Addressee, MailKind};
    use domain::preparation::PREPARATION_LEASE;
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::simulation::SCHEDULE;

    fn deployed() -> Value {
        template::read(include_str!("../../../infra/template.yaml")).expect("a template")
    }

    fn properties<'t>(template: &'t Value, resource: &str) -> &'t Value {
        &template["Resources"][resource]["Properties"]
    }

    fn seconds(time: SignedDuration) -> Value {
        json!(Duration::try_from(time).expect("a time").as_secs())
    }

    #[test]
    fn functions_end_after_the_same_time_as_those_that_are_deployed() {
        let template = deployed();
        for (function, resource) in [
            ("create-envelope", "CreateEnvelope"),
            ("collect-signature", "CollectSignature"),
            ("download-document", "DownloadDocument"),
            ("route-events", "RouteEvents"),
            ("dispatch-email", "DispatchEmail"),
            ("expire-envelopes", "ExpireEnvelopes"),
            ("prepare-document", "PrepareDocument"),
            ("seal-document", "SealDocument"),
            ("timestamp-seal", "TimestampSeal"),
            ("enforce-retention", "EnforceRetention"),
            ("record-bounces", "RecordBounces"),
            ("keep-contacts", "KeepContacts"),
        ] {
            assert_eq!(properties(&template, resource)["Timeout"], seconds(timeout(function)), "{function}");
        }
        let schedule = format!("rate({} minute)", SCHEDULE.as_mins());
        let found = template["Resources"].as_object().expect("resources").values();
        let mut rates = found.map(|resource| &resource["Properties"]["ScheduleExpression"]);
        assert!(rates.any(|rate| *rate == json!(schedule)));
    }

    #[test]
    fn messages_come_again_as_often_and_as_late_as_in_the_queues_that_are_deployed() {
        let template = deployed();
        let envelope = EnvelopeId::new(Uuid::from_u128(1));
        let (document, mail, addressee) = (DocumentNumber(1), MailKind::Request, Addressee::Sender);
        let mail = Job::Mail { envelope, mail, addressee, sequence: 1, generation: None };
        for (work, queue, parameter) in [
            (Work::Job(Job::Prepare { envelope, document }), "PrepareQueue", "PreparationVisibilitySeconds"),
            (Work::Job(Job::Seal { envelope }), "SealQueue", "QueueVisibilitySeconds"),
            (Work::Job(Job::Timestamp { envelope, document: None }), "TimestampQueue", "QueueVisibilitySeconds"),
            (Work::Job(Job::Retain { envelope }), "RetainQueue", "QueueVisibilitySeconds"),
            (Work::Job(Job::KeepContacts { envelope }), "ContactsQueue", "QueueVisibilitySeconds"),
            (Work::Job(mail), "MailQueue", "MailVisibilitySeconds"),
            (Work::Arrival(String::new()), "CheckQueue", "PreparationVisibilitySeconds"),
            (Work::Notice(String::new()), "BounceQueue", "QueueVisibilitySeconds"),
        ] {
            let properties = properties(&template, queue);
            assert_eq!(properties["VisibilityTimeout"], json!({ "Ref": parameter }), "{queue}");
            assert_eq!(template["Parameters"][parameter]["Default"], seconds(work.visibility()), "{queue}");
            assert_eq!(properties["RedrivePolicy"]["maxReceiveCount"], json!(work.most_received()), "{queue}");
        }
    }
    #[test]
    fn an_upload_is_tried_for_longer_than_a_function_that_died_keeps_it_from_others() {
        let template = deployed();
        let least = &template["Parameters"]["PreparationVisibilitySeconds"]["MinValue"];
        let least = least.as_i64().expect("a number");
        for queue in ["CheckQueue", "PrepareQueue"] {
            let tries = &properties(&template, queue)["RedrivePolicy"]["maxReceiveCount"];
            assert!(least * tries.as_i64().expect("a number") > PREPARATION_LEASE.as_secs(), "{queue}");
        }
    }
}
