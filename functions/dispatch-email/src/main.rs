//! Wires the function `dispatch-email`.

fn main() {}
