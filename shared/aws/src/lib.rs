//! The domain's ports on DynamoDB, S3, KMS, Lambda, SESv2, SNS and SQS: thin, one module per service, one cargo feature per service,
//! so that a function links only what it may use. What is written into rows and messages ([`stored`]) needs none of them.

#[cfg(feature = "s3")]
pub mod documents;
#[cfg(feature = "lambda")]
pub mod functions;
#[cfg(feature = "sqs")]
pub mod jobs;
#[cfg(feature = "kms")]
pub mod keys;
#[cfg(feature = "ses")]
pub mod mailer;
pub mod stored;
#[cfg(feature = "dynamodb")]
pub mod table;
#[cfg(feature = "s3")]
pub mod temporary_uploads;
#[cfg(feature = "sns")]
pub mod texts;
