//! A fixed address in front of a server that comes, goes and moves.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU64, Ordering};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Forwards connections, or hangs up. Closed for good when dropped.
#[derive(Debug)]
pub(super) struct Gate {
    port: u16,
    state: Arc<State>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    /// The server's port; 0 while there is none.
    server: AtomicU16,
    closed: AtomicBool,
    passed: AtomicU64,
}

impl Gate {
    pub(super) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(State::default());
        let task = tokio::spawn(forward(listener, Arc::clone(&state)));
        Ok(Self { port, state, task })
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(super) fn lead_to(&self, port: u16) {
        self.state.server.store(port, Ordering::Relaxed);
    }

    pub(super) fn lead_nowhere(&self) {
        self.lead_to(0);
    }

    pub(super) fn close(&self) {
        self.state.closed.store(true, Ordering::Relaxed);
    }

    pub(super) fn reopen(&self) {
        self.state.closed.store(false, Ordering::Relaxed);
    }

    /// Connections forwarded so far; the servers behind answer one request on each.
    pub(super) fn passed(&self) -> u64 {
        self.state.passed.load(Ordering::Relaxed)
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn forward(listener: TcpListener, state: Arc<State>) {
    loop {
        // An error here is one of a single connection, or of too many open files: neither ends the gate.
        let Ok((mut client, _)) = listener.accept().await else { continue };
        let port = state.server.load(Ordering::Relaxed);
        if port == 0 || state.closed.load(Ordering::Relaxed) {
            continue;
        }
        state.passed.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            if let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)).await {
                // Whoever hangs up first, the other side sees it.
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
        });
    }
}
