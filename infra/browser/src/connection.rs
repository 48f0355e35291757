//! The wire: commands, answers and events of the Chrome DevTools Protocol over one WebSocket.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// How long one command may take.
const LIMIT: Duration = Duration::from_secs(60);

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// An event of a session; the browser's own session has no name.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) session: String,
    pub(crate) method: String,
    pub(crate) params: Value,
}

/// An open connection.
#[derive(Debug)]
pub(crate) struct Connection {
    next: AtomicU64,
    out: mpsc::UnboundedSender<Message>,
    waiting: Waiting,
}

impl Connection {
    /// Connects to a browser. `on_event` is called for each event in turn; it must not wait for anything.
    pub(crate) async fn open(url: &str, on_event: impl Fn(Event) + Send + 'static) -> Result<Self> {
        // Screenshots are larger than the default allows.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let connected = tokio_tungstenite::connect_async_with_config(url, Some(config), true).await;
        let (socket, _) = connected.with_context(|| format!("connecting to {url}"))?;
        let (mut sink, mut stream) = socket.split();
        let (out, mut outgoing) = mpsc::unbounded_channel();
        let waiting = Waiting::default();
        tokio::spawn(async move {
            while let Some(message) = outgoing.recv().await {
                if sink.send(message).await.is_err() {
                    break;
                }
            }
        });
        let answered = Arc::clone(&waiting);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                let Message::Text(text) = message else { continue };
                let Ok(message) = serde_json::from_str::<Value>(&text) else { continue };
                receive(message, &answered, &on_event);
            }
            // Whoever still waits is told that nothing comes: their senders are dropped.
            lock(&answered).clear();
        });
        Ok(Self { next: AtomicU64::new(1), out, waiting })
    }

    /// Sends a command to a session (the browser's own is `""`) and gives its answer.
    pub(crate) async fn call(&self, session: &str, method: &str, params: Value) -> Result<Value> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({"id": id, "method": method, "params": params});
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        let (sender, receiver) = oneshot::channel();
        lock(&self.waiting).insert(id, sender);
        if self.out.send(Message::text(message.to_string())).is_err() {
            bail!("{method}: the browser has ended");
        }
        let answer = timeout(LIMIT, receiver).await.map_err(|_| anyhow!("{method}: no answer"))?;
        let mut answer = answer.map_err(|_| anyhow!("{method}: the browser has ended"))?;
        match answer.get("error") {
            Some(error) => bail!("{method}: {}", error["message"].as_str().unwrap_or("failed")),
            None => Ok(answer["result"].take()),
        }
    }
}

fn receive(mut message: Value, waiting: &Waiting, on_event: &impl Fn(Event)) {
    if let Some(id) = message["id"].as_u64() {
        if let Some(sender) = lock(waiting).remove(&id) {
            // Whoever asked may have given up.
            let _ = sender.send(message);
        }
        return;
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (session, method) = (text(&message["sessionId"]), text(&message["method"]));
    on_event(Event { session, method, params: message["params"].take() });
}

fn lock(waiting: &Waiting) -> std::sync::MutexGuard<'_, HashMap<u64, oneshot::Sender<Value>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
