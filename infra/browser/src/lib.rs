//! Chromium as people use it, for journeys and screenshots: headless, on desktops and phones, told what to do by roles and
//! accessible names, as somebody with a screen reader finds things.
//!
//! It speaks the Chrome DevTools Protocol (CDP) over a WebSocket by itself: the two dozen commands that are needed here
//! take seconds to build, generated types of the whole protocol take minutes. What a page does wrong without anybody asking
//! (errors in the console, violations of its policy, requests to strangers) is collected as [`Fault`]s.

mod act;
mod browser;
mod checks;
mod connection;
mod device;
mod element;
mod fault;
mod find;
mod keys;
mod look;
mod page;
mod person;
mod program;
mod record;
mod registry;
mod setup;
mod tabs;
mod timeout;
mod weight;

pub use browser::Browser;
pub use checks::Axe;
pub use device::Device;
pub use fault::Fault;
pub use find::Role;
pub use page::Page;
pub use person::{Download, Person};
pub use program::{find_program, is_left_out};
pub use setup::Setup;
pub use timeout::{TIMEOUT, eventually, pause_since};
pub use weight::Weight;
