//! What the fuzz targets of `pades` share: their inputs' meaning, what must hold for each, and how PDFs are mutated.

pub mod entry;
pub mod mutate;
