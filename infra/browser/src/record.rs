//! What one tab did and does, as the browser's events tell.

use std::collections::HashMap;

use serde_json::Value;

use crate::fault::Fault;
use crate::setup::Setup;
use crate::weight::{Weight, masked};

/// A tab's past and present.
#[derive(Debug)]
pub(crate) struct Record {
    setup: Setup,
    /// The main frame.
    frame: String,
    /// The address that is shown.
    pub(crate) url: String,
    /// How often it has shown another page, or another place of one.
    pub(crate) navigations: u64,
    /// Whether a document is on its way.
    pub(crate) is_loading: bool,
    /// Whether the tab is cut off on purpose.
    pub(crate) is_offline: bool,
    /// Whether it is closed.
    pub(crate) is_closed: bool,
    /// What went wrong.
    pub(crate) faults: Vec<Fault>,
    /// Documents by their loaders, in order.
    documents: Vec<(String, Document)>,
    requests: HashMap<String, Request>,
}

#[derive(Debug)]
struct Document {
    weight: Weight,
    is_shown: bool,
}

#[derive(Debug)]
struct Request {
    url: String,
    loader: String,
    is_document: bool,
}

impl Record {
    pub(crate) fn new(setup: Setup, frame: &str) -> Self {
        Self {
            setup,
            frame: frame.to_owned(),
            url: String::new(),
            navigations: 0,
            is_loading: false,
            is_offline: false,
            is_closed: false,
            faults: Vec::new(),
            documents: Vec::new(),
            requests: HashMap::new(),
        }
    }

    /// The documents that were shown, in order.
    pub(crate) fn weights(&self) -> Vec<Weight> {
        self.documents.iter().filter(|(_, d)| d.is_shown).map(|(_, d)| d.weight.clone()).collect()
    }

    /// Takes note that a target ended.
    pub(crate) fn ended(&mut self, target: &str) {
        self.is_closed |= target == self.frame;
    }

    /// Takes note of an event.
    pub(crate) fn note(&mut self, method: &str, params: &Value) {
        match method {
            "Page.frameStartedLoading" | "Page.frameRequestedNavigation" if self.is_main(params) => {
                self.is_loading = true;
            }
            "Page.frameStoppedLoading" if self.is_main(params) => self.is_loading = false,
            "Page.frameNavigated" => self.navigated(&params["frame"]),
            "Page.navigatedWithinDocument" if self.is_main(params) => {
                self.url = text(&params["url"]);
                self.navigations += 1;
            }
            "Page.javascriptDialogOpening" if params["type"] != "beforeunload" => {
                self.fault(|page| Fault::Dialog { page, text: text(&params["message"]) });
            }
            "Network.requestWillBeSent" => self.requested(params),
            "Network.webSocketCreated" => self.judge_origin(&text(&params["url"])),
            "Network.responseReceived" => self.answered(params),
            "Network.loadingFinished" => self.finished(params),
            "Network.loadingFailed" => self.failed(params),
            "Runtime.exceptionThrown" => {
                let details = &params["exceptionDetails"];
                let what = details["exception"]["description"].as_str().unwrap_or_default();
                self.console(format!("{} {what}", text(&details["text"])));
            }
            "Runtime.consoleAPICalled" if params["type"] == "error" || params["type"] == "assert" => {
                let arguments = params["args"].as_array().into_iter().flatten();
                let said = arguments.map(|a| a["value"].as_str().or(a["description"].as_str()).unwrap_or("?"));
                self.console(said.collect::<Vec<_>>().join(" "));
            }
            // What the network lacks is judged by the network's own events.
            "Log.entryAdded" if params["entry"]["level"] == "error" && params["entry"]["source"] != "network" => {
                self.console(text(&params["entry"]["text"]));
            }
            "Inspector.targetCrashed" => self.fault(|page| Fault::Crash { page }),
            _ => {}
        }
    }

    fn is_main(&self, params: &Value) -> bool {
        params["frameId"] == self.frame.as_str()
    }

    fn fault(&mut self, fault: impl FnOnce(String) -> Fault) {
        let fault = fault(masked(&self.url));
        if !self.setup.expected.iter().any(|expected| fault.to_string().contains(expected)) {
            self.faults.push(fault);
        }
    }

    fn console(&mut self, text: String) {
        if text.contains("Content Security Policy") || text.contains("Content-Security-Policy") {
            self.fault(|page| Fault::Policy { page, text });
        } else {
            self.fault(|page| Fault::Console { page, text });
        }
    }

    fn navigated(&mut self, frame: &Value) {
        if frame["id"] != self.frame.as_str() {
            return;
        }
        let is_error_page = frame["unreachableUrl"].is_string();
        self.url = text(&frame["url"]);
        self.navigations += 1;
        let page = masked(&self.url);
        if let Some(document) = self.document(&text(&frame["loaderId"])) {
            document.is_shown = !is_error_page;
            document.weight.page = page;
        }
    }

    fn document(&mut self, loader: &str) -> Option<&mut Document> {
        self.documents.iter_mut().find(|(known, _)| known == loader).map(|(_, document)| document)
    }

    fn requested(&mut self, params: &Value) {
        let id = text(&params["requestId"]);
        let loader = text(&params["loaderId"]);
        let url = text(&params["request"]["url"]);
        if !url.starts_with("http") {
            return;
        }
        self.judge_origin(&url);
        let is_document = params["type"] == "Document" && self.is_main(params);
        if is_document && self.document(&loader).is_none() {
            let weight = Weight {
                page: masked(&url),
                device: self.setup.device,
                status: 0,
                requests: 0,
                bytes: 0,
                requests_apart: 0,
                bytes_apart: 0,
            };
            self.documents.push((loader.clone(), Document { weight, is_shown: false }));
        }
        if is_document {
            self.is_loading = true;
        }
        // A redirect goes on under the same identifier.
        let before = &params["redirectResponse"]["encodedDataLength"];
        if let Some(earlier) = self.requests.remove(&id) {
            self.weigh(&earlier, bytes(before), true);
        }
        self.requests.insert(id, Request { url, loader, is_document });
    }

    fn weigh(&mut self, request: &Request, bytes: u64, is_whole: bool) {
        let is_apart = self.setup.is_apart(&request.url);
        // A worker's requests name no document: they belong to the one that is shown.
        let at = self.documents.iter().position(|(loader, _)| *loader == request.loader);
        let at = at.or_else(|| self.documents.iter().rposition(|(_, document)| document.is_shown));
        let Some((_, document)) = at.and_then(|at| self.documents.get_mut(at)) else { return };
        let count = u32::from(is_whole);
        if is_apart {
            document.weight.requests_apart += count;
            document.weight.bytes_apart += bytes;
        } else {
            document.weight.requests += count;
            document.weight.bytes += bytes;
        }
    }

    fn judge_origin(&mut self, url: &str) {
        if !self.setup.is_known(url) {
            let url = url.to_owned();
            self.fault(|page| Fault::Stranger { page, url });
        }
    }

    fn answered(&mut self, params: &Value) {
        let status = params["response"]["status"].as_u64().unwrap_or_default();
        let Some(request) = self.requests.get(&text(&params["requestId"])) else { return };
        let (url, is_document, loader) = (masked(&request.url), request.is_document, request.loader.clone());
        if is_document {
            if let Some(document) = self.document(&loader) {
                document.weight.status = u16::try_from(status).unwrap_or_default();
            }
        } else if status >= 400 {
            self.fault(|page| Fault::Missing { page, url, reason: format!("status {status}") });
        }
    }

    fn finished(&mut self, params: &Value) {
        if let Some(request) = self.requests.remove(&text(&params["requestId"])) {
            self.weigh(&request, bytes(&params["encodedDataLength"]), true);
        }
    }

    fn failed(&mut self, params: &Value) {
        let Some(request) = self.requests.remove(&text(&params["requestId"])) else { return };
        if request.is_document || params["canceled"] == true || self.is_offline {
            return;
        }
        let reason = text(&params["errorText"]);
        self.fault(|page| Fault::Missing { page, url: masked(&request.url), reason });
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn bytes(value: &Value) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, in JSON's numbers")]
    value.as_f64().map_or(0, |bytes| bytes.max(0.0) as u64)
}
