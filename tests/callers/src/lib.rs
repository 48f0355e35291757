//! There is nothing here but tests: see `tests/suite`.
