//! The local stack: emulator, trust services, deployment, demo and mailbox.

pub mod build;
pub mod cli;
pub mod client;
pub mod clock;
pub mod demo;
pub mod deploy;
pub mod eml;
pub mod emulator;
pub mod endpoint;
pub mod form;
pub mod logs;
pub mod mail;
pub mod mailbox;
mod measure;
mod package;
pub mod progress;
pub mod report;
pub mod reverse_proxy;
pub mod sample;
pub mod screenshots;
mod signed;
pub mod stack;
pub mod state;
pub mod text;
pub mod trust;
pub mod up;
pub mod user_pool;

/// Makes ring the process's TLS provider; whoever chose one before is left alone.
fn use_ring() {
    drop(rustls::crypto::ring::default_provider().install_default());
}
