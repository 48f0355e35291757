//! What this function answers.

mod events;
mod reference;
