//! Whom an event concerns.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::mpsc;

use crate::connection::Event;
use crate::record::Record;
use crate::setup::Setup;

/// A record that the tab's owner and the browser's events share.
pub(crate) type SharedRecord = Arc<Mutex<Record>>;

/// Something new in the browser that waits until it is set up.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) session: String,
    pub(crate) target: String,
    pub(crate) context: String,
    pub(crate) is_page: bool,
    pub(crate) is_waiting: bool,
}

/// A file that was or is being downloaded.
#[derive(Clone, Debug)]
pub(crate) struct Downloading {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) is_done: bool,
}

/// Everything that is known of the browser.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    people: Mutex<HashMap<String, Setup>>,
    records: Mutex<HashMap<String, SharedRecord>>,
    downloads: Mutex<Vec<Downloading>>,
}

impl Registry {
    /// From now on, tabs of this context are this person's.
    pub(crate) fn expect(&self, context: &str, setup: Setup) {
        lock(&self.people).insert(context.to_owned(), setup);
    }

    /// Whose tab it is.
    pub(crate) fn setup(&self, context: &str) -> Option<Setup> {
        lock(&self.people).get(context).cloned()
    }

    /// The record of a tab.
    pub(crate) fn record(&self, session: &str) -> Option<SharedRecord> {
        lock(&self.records).get(session).cloned()
    }

    /// Takes and forgets the finished download that `is_wanted`.
    pub(crate) fn take_download(&self, is_wanted: impl Fn(&Downloading) -> bool) -> Option<Downloading> {
        let mut downloads = lock(&self.downloads);
        let at = downloads.iter().position(|download| download.is_done && is_wanted(download))?;
        Some(downloads.remove(at))
    }

    /// Takes note of an event; new tabs go to `arrivals`.
    pub(crate) fn note(&self, event: &Event, arrivals: &mpsc::UnboundedSender<Arrival>) {
        let params = &event.params;
        match event.method.as_str() {
            "Target.attachedToTarget" => {
                let arrival = self.attached(&event.session, params);
                // Nobody takes arrivals any more when the browser ends.
                let _ = arrivals.send(arrival);
            }
            "Target.detachedFromTarget" => {
                // What it did still counts. A worker ends without its page.
                let session = text(&params["sessionId"]);
                if let Some(record) = self.record(&session) {
                    lock(&record).ended(&text(&params["targetId"]));
                }
            }
            "Browser.downloadWillBegin" => lock(&self.downloads).push(Downloading {
                id: text(&params["guid"]),
                name: text(&params["suggestedFilename"]),
                url: text(&params["url"]),
                is_done: false,
            }),
            "Browser.downloadProgress" if params["state"] == "completed" => {
                let id = text(&params["guid"]);
                let mut downloads = lock(&self.downloads);
                downloads.iter_mut().filter(|d| d.id == id).for_each(|d| d.is_done = true);
            }
            method => {
                if let Some(record) = self.record(&event.session) {
                    lock(&record).note(method, params);
                }
            }
        }
    }

    /// A page gets a record of its own; workers and frames of another process write into their page's.
    fn attached(&self, parent: &str, params: &Value) -> Arrival {
        let info = &params["targetInfo"];
        let arrival = Arrival {
            session: text(&params["sessionId"]),
            target: text(&info["targetId"]),
            context: text(&info["browserContextId"]),
            is_page: info["type"] == "page",
            is_waiting: params["waitingForDebugger"] == true,
        };
        let record = match self.setup(&arrival.context) {
            Some(setup) if arrival.is_page => Some(Arc::new(Mutex::new(Record::new(setup, &arrival.target)))),
            _ => self.record(parent),
        };
        if let Some(record) = record {
            lock(&self.records).insert(arrival.session.clone(), record);
        }
        arrival
    }
}

/// A poisoned lock is as good as any: every change is one step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
