//! What people hold in their hands.

use serde::Serialize;
use serde_json::{Value, json};

/// A kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// A window of 1280×800 CSS pixels and a mouse.
    Desktop,
    /// A phone of 375×667 CSS pixels, two device pixels each, and fingers.
    Phone,
    /// The narrowest that WCAG 2.2 asks for (1.4.10, Reflow): 320 CSS pixels, and fingers.
    Narrow,
}

const PHONE_AGENT: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
    Chrome/120.0.0.0 Mobile Safari/537.36";
const DESKTOP_AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
    Chrome/120.0.0.0 Safari/537.36";

impl Device {
    /// A desk and a pocket: what every journey is taken on.
    pub const BOTH: [Self; 2] = [Self::Desktop, Self::Phone];

    /// Width and height in CSS pixels.
    pub const fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1280, 800),
            Self::Phone => (375, 667),
            Self::Narrow => (320, 568),
        }
    }

    /// Whether it is used with fingers.
    pub const fn has_touch(self) -> bool {
        matches!(self, Self::Phone | Self::Narrow)
    }

    /// Its name in file names and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Phone => "phone",
            Self::Narrow => "narrow",
        }
    }

    /// What its browser calls itself.
    pub(crate) const fn user_agent(self) -> &'static str {
        if self.has_touch() { PHONE_AGENT } else { DESKTOP_AGENT }
    }

    /// As `Emulation.setDeviceMetricsOverride` wants it.
    pub(crate) fn metrics(self) -> Value {
        let (width, height) = self.size();
        let scale = if self.has_touch() { 2 } else { 1 };
        json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": self.has_touch()})
    }
}
