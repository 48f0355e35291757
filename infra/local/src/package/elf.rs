//! What a binary needs of the machine that runs it.

/// The newest version of the GNU C library of which it asks for a symbol; (0, 0) for none. The versions stand as texts,
/// `GLIBC_2.34`, in the section of the dynamic linker's strings (System V ABI, "Symbol Versioning").
pub(super) fn needed_glibc(binary: &[u8]) -> (u32, u32) {
    const PREFIX: &[u8] = b"GLIBC_";
    let mut newest = (0, 0);
    let mut rest = binary;
    while let Some(at) = rest.windows(PREFIX.len()).position(|window| window == PREFIX) {
        rest = &rest[at + PREFIX.len()..];
        let length = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let mut numbers =
            rest[..length].split(|b| *b == b'.').map(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        if let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) {
            newest = newest.max((major, minor));
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_counts_by_its_numbers() {
        assert_eq!(needed_glibc(b"..\0GLIBC_2.9\0GLIBC_2.34\0GLIBC_2.2.5\0GLIBC_PRIVATE\0"), (2, 34));
        assert_eq!(needed_glibc(b"no such thing"), (0, 0));
    }

    #[test]
    fn this_program_needs_one() {
        let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert!(cfg!(not(target_env = "gnu")) || needed_glibc(&program) > (2, 0));
    }
}
