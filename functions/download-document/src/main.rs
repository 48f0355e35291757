//! Wires the function `download-document`.

fn main() {}
