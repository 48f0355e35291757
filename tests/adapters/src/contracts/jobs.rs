//! Queues of the other functions.

use std::sync::Arc;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::job::Job;
use domain::mail::{Addressee, MailKind};
use domain::ports::Jobs;

use crate::contract::contract;
use crate::fixtures::{at, envelope_id};

/// Queues, and those who read them.
pub struct Queueing {
    /// The queues.
    pub jobs: Arc<dyn Jobs>,
    /// The same without the queue for mails, and with one for seals that is not there.
    pub incomplete: Arc<dyn Jobs>,
    /// Who reads them.
    pub readers: Box<dyn Readers>,
}

/// Those who read queues.
#[async_trait]
pub trait Readers: Send + Sync {
    /// The next job of the queue that belongs to jobs like this one.
    async fn next_like(&self, job: &Job) -> Result<Option<Job>>;
}

contract!(Queueing: every_job_comes_to_the_queue_of_its_kind_as_it_was, a_job_without_a_queue_is_an_error);

async fn every_job_comes_to_the_queue_of_its_kind_as_it_was(queueing: &Queueing) -> Result<()> {
    let envelope = envelope_id();
    let addressee = Addressee::Recipient(RecipientNumber(2));
    let mail = Job::Mail { envelope, mail: MailKind::Request, addressee, sequence: 9, generation: Some(3) };
    let document = DocumentNumber(3);
    // The one after it has the same queue: it comes once the first has been read.
    let given_back = Job::GiveBackSending { envelope, refusal: 4, refused_at: at(0) };
    let jobs = [
        Job::Prepare { envelope, document },
        Job::Seal { envelope },
        Job::Timestamp { envelope, document: Some(document) },
        Job::Retain { envelope },
        Job::KeepContacts { envelope },
        mail,
    ];
    for job in &jobs {
        queueing.jobs.enqueue(job).await?;
    }
    for job in jobs {
        let read = queueing.readers.next_like(&job).await?;
        ensure!(read.as_ref() == Some(&job), "{read:?} instead of {job:?}");
        ensure!(queueing.readers.next_like(&job).await?.is_none(), "more than one of {job:?}");
    }
    queueing.jobs.enqueue(&given_back).await?;
    let read = queueing.readers.next_like(&given_back).await?;
    ensure!(read.as_ref() == Some(&given_back), "{read:?} instead of {given_back:?}");
    Ok(())
}

async fn a_job_without_a_queue_is_an_error(queueing: &Queueing) -> Result<()> {
    let envelope = envelope_id();
    let mail =
        Job::Mail { envelope, mail: MailKind::Request, addressee: Addressee::Sender, sequence: 1, generation: None };
    for job in [mail, Job::Seal { envelope }] {
        ensure!(queueing.incomplete.enqueue(&job).await.is_err(), "{job:?}");
    }
    Ok(())
}
