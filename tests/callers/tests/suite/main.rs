//! Every route, by everybody who may not call it. The list is the table of routes: a new route is asked too, and one of a function
//! that is not served here fails.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod behind_firewall;
mod by_folder;
mod by_key;
mod by_session;
mod by_token;
mod console;
mod console_attacks;
mod console_folders;
mod console_list;
mod console_progress;
mod console_settings;
mod console_several;
mod many_people;
mod pages;
mod secrets;
mod world;
