//! Walks that find nothing wrong, and walks over faults that find them.

mod faults;
mod walks;
