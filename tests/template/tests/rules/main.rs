//! The rules that infra/template.yaml and infra/firewall.yaml keep, whoever changes them.

mod alarms;
mod backups;
mod calls;
mod common;
mod firewall;
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
