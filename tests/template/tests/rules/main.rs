//! The rules that infra/template.yaml keeps, whoever changes it.

mod alarms;
mod backups;
mod calls;
mod common;
mod functions;
mod http;
mod keys;
mod mail;
mod network;
mod queues;
mod references;
mod roles;
mod sign_in;
mod store;
