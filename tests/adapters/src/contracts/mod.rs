//! One contract a port.

pub mod accounts;
pub mod call_counts;
pub mod certificates;
pub mod devices;
pub mod document_removal;
pub mod documents;
pub mod envelope_list;
pub mod envelopes;
pub mod factors;
pub mod idempotent_answers;
pub mod jobs;
pub mod links;
pub mod mail_log;
pub mod mailer;
pub mod numbers;
pub mod organisations;
pub mod presigned_uploads;
pub mod presigned_views;
pub mod registry;
pub mod retention_lock;
pub mod seal_log;
pub mod sealing_keys;
pub mod settings;
pub mod temporary_uploads;
pub mod text_messages;
pub mod upload_progress;
