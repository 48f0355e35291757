//! How somebody comes.

use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use crate::{Device, TIMEOUT};

/// How somebody comes.
#[derive(Clone, Debug)]
pub struct Setup {
    /// By what.
    pub device: Device,
    /// Languages, most preferred first, as in `Accept-Language`: `ja`, `en-US,en`.
    pub languages: String,
    /// Whether scripts run.
    pub javascript: bool,
    /// Origins that pages may talk to; empty: whatever they like.
    pub origins: Vec<String>,
    /// What is not counted as a page's own weight: URLs that contain one of these.
    pub apart: Vec<String>,
    /// Bytes that a page may transfer.
    pub budget: Option<u64>,
    /// How long to look for what is to be used.
    pub patience: Duration,
    /// Faults that are expected: those that contain one of these.
    pub expected: Vec<String>,
}

impl Setup {
    /// Somebody from Japan, with scripts, who may go everywhere.
    pub fn new(device: Device) -> Self {
        Self {
            device,
            languages: "ja".to_owned(),
            javascript: true,
            origins: Vec::new(),
            apart: Vec::new(),
            budget: None,
            patience: TIMEOUT,
            expected: Vec::new(),
        }
    }

    pub(crate) fn is_known(&self, url: &str) -> bool {
        let origin = |url: &str| Url::parse(url).ok().map(|url| url.origin());
        self.origins.is_empty() || self.origins.iter().any(|known| origin(known) == origin(url))
    }

    pub(crate) fn is_apart(&self, url: &str) -> bool {
        self.apart.iter().any(|part| url.contains(part))
    }

    /// What a new tab is told.
    pub(crate) fn commands(&self) -> Vec<(&'static str, Value)> {
        let touch = self.device.has_touch();
        let agent = json!({"userAgent": self.device.user_agent(), "acceptLanguage": self.languages});
        vec![
            ("Emulation.setDeviceMetricsOverride", self.device.metrics()),
            ("Emulation.setTouchEmulationEnabled", json!({"enabled": touch, "maxTouchPoints": 5})),
            ("Emulation.setFocusEmulationEnabled", json!({"enabled": true})),
            ("Emulation.setScriptExecutionDisabled", json!({"value": !self.javascript})),
            ("Emulation.setUserAgentOverride", agent),
        ]
    }
}
