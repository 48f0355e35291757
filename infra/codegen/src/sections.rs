//! Sections of a file that are generated: between two lines of comments that name them.

use anyhow::{Context, Result};

/// The text with this content between the lines `# >>> name` and `# <<< name`, indented as they are.
pub(crate) fn fill(text: &str, name: &str, content: &str) -> Result<String> {
    let (first, last) = (format!("# >>> {name}"), format!("# <<< {name}"));
    let lines: Vec<&str> = text.lines().collect();
    let position = |wanted: &str| {
        lines
            .iter()
            .position(|line| line.trim_start().starts_with(wanted))
            .with_context(|| format!("no line {wanted:?}"))
    };
    let (first, last) = (position(&first)?, position(&last)?);
    let indent = lines[first].len() - lines[first].trim_start().len();
    let indented =
        content.lines().map(|line| if line.is_empty() { String::new() } else { format!("{:indent$}{line}", "") });
    let mut filled: Vec<String> = lines[..=first].iter().map(|line| (*line).to_owned()).collect();
    filled.extend(indented);
    filled.extend(lines[last..].iter().map(|line| (*line).to_owned()));
    Ok(filled.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_rest_stays() {
        let text = "a:\n  # >>> b: by hand never\n  old\n  # <<< b\nc\n";
        let filled = fill(text, "b", "new:\n  x\n\ny").expect("filled");
        assert_eq!(filled, "a:\n  # >>> b: by hand never\n  new:\n    x\n\n  y\n  # <<< b\nc\n");
        assert!(fill(text, "d", "").is_err());
    }
}
