//! The code of a page in Markdown, as one program.

/// All blocks of this language, in their order: a page reads as one program, whose later blocks use what earlier ones made.
pub fn examples(markdown: &str, language: &str) -> String {
    let (mut program, mut is_inside) = (String::new(), false);
    for line in markdown.lines() {
        match line.strip_prefix("```") {
            Some(_) if is_inside => is_inside = false,
            Some(named) => is_inside = named == language,
            None if is_inside => {
                program.push_str(line);
                program.push('\n');
            }
            None => {}
        }
    }
    program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_of_one_language_are_a_program() {
        let page = "# A\n```sh\npip install a\n```\n```python\nimport a\n\na.b()\n```\ntext\n```python\na.c()\n```\n";
        assert_eq!(examples(page, "python"), "import a\n\na.b()\na.c()\n");
        assert_eq!(examples(page, "typescript"), "");
    }

    #[test]
    fn the_end_of_another_block_begins_none() {
        assert_eq!(examples("```text\na\n```\nb\n```sh\nc\n```\n", "sh"), "c\n");
    }
}
