//! The local stack: emulator, trust services, deployment, demo and mailbox.

pub mod build;
pub mod client;
pub mod deploy;
pub mod emulator;
pub mod front;
pub mod process;
pub mod sample;
pub mod stack;
pub mod trust;

/// Makes ring the process's TLS provider; whoever chose one before is left alone.
fn use_ring() {
    drop(rustls::crypto::ring::default_provider().install_default());
}
