//! Writes the honest files and the attacks into a folder, to be looked at with other programs:
//! `cargo run -p signing --example write -- DIR`.

#![allow(clippy::unwrap_used, reason = "a tool for the writers of tests")]

use std::path::PathBuf;

use signing::{attacks, honest};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "attacks".into()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: String, bytes: &[u8]| {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        std::fs::write(folder.join(name + ".pdf"), bytes).unwrap();
    };
    for file in honest::all() {
        write(format!("honest-{}", file.name), &file.bytes);
    }
    for attack in attacks::all() {
        write(format!("{:?}-{}", attack.class, attack.name), &attack.bytes);
    }
}
