//! Cells that a spreadsheet would take for a formula (CWE-1236). An apostrophe is put before them when they are written, and taken
//! away when they are read; where a cell has such an apostrophe already it gets another, so that every text comes back as it was.

/// With what spreadsheets begin a formula, the full-width forms included, which Japanese ones take for the others.
const STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
const MARK: char = '\'';

/// A cell as it is written.
pub fn guarded(cell: &str) -> String {
    if is_formula(cell) { format!("{MARK}{cell}") } else { cell.to_owned() }
}

/// A cell as it was before it was written.
pub(super) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Whether it is one behind any number of apostrophes.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches(MARK).starts_with(STARTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_marked_and_every_text_comes_back() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+81901234", "'+81901234"),
            ("-", "'-"),
            ("@cosme", "'@cosme"),
            ("＝A1", "'＝A1"),
            ("'=1", "''=1"),
            ("''@a", "'''@a"),
            ("'quoted'", "'quoted'"),
            ("鈴木=太郎", "鈴木=太郎"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), written);
            assert_eq!(unguarded(written), cell);
        }
    }
}
