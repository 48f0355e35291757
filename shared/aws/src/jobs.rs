//! Jobs on SQS: one queue per kind of job.

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_types::SdkConfig;
use domain::job::Job;
use domain::ports::{Jobs, PortError};

use crate::stored::job::JobMessage;

/// The queues' URLs. A function knows those it may write to.
#[derive(Clone, Debug, Default)]
pub struct QueueUrls {
    /// Of the function that prepares documents.
    pub prepare: Option<String>,
    /// Of the sealing function.
    pub seal: Option<String>,
    /// Of the timestamp function.
    pub timestamp: Option<String>,
    /// Of the mail function.
    pub mail: Option<String>,
    /// Of the retention function.
    pub retain: Option<String>,
    /// Of the function that keeps contacts.
    pub contacts: Option<String>,
}

/// Job queues on SQS.
#[derive(Clone, Debug)]
pub struct SqsJobs {
    client: Client,
    urls: QueueUrls,
}

impl SqsJobs {
    /// Uses these queues.
    pub fn new(config: &SdkConfig, urls: QueueUrls) -> Self {
        Self { client: Client::new(config), urls }
    }

    fn url_for(&self, job: &Job) -> Option<&str> {
        let url = match job {
            Job::Prepare { .. } | Job::GiveBackSending { .. } => &self.urls.prepare,
            Job::Seal { .. } => &self.urls.seal,
            Job::Timestamp { .. } => &self.urls.timestamp,
            Job::Mail { .. } | Job::Invite { .. } | Job::AnnounceSealExpiry { .. } => &self.urls.mail,
            Job::Retain { .. } => &self.urls.retain,
            Job::KeepContacts { .. } => &self.urls.contacts,
        };
        url.as_deref()
    }
}

#[async_trait]
impl Jobs for SqsJobs {
    async fn enqueue(&self, job: &Job) -> Result<(), PortError> {
        let failed = |e: Box<dyn std::error::Error + Send + Sync>| PortError::new("send the job to its queue", e);
        let url = self.url_for(job).ok_or_else(|| failed("this function has no queue for such a job".into()))?;
        let body = serde_json::to_string(&JobMessage::from(job.clone())).map_err(|e| failed(e.into()))?;
        let sent = self.client.send_message().queue_url(url).message_body(body).send().await;
        sent.map(drop).map_err(|e| failed(e.into()))
    }
}
