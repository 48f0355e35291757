//! The markup of the contract: one block per line, told apart by how it begins.
//!
//! | line | block |
//! |---|---|
//! | `# …` | title |
//! | `## …` | heading |
//! | `= name \| value` | row of the summary on top |
//! | `\| a \| b \| c` | row of a table, its first row being the header |
//! | `@ role \| address \| name \| representative` | a party, with the place of its electronic signature |
//! | `- …` | flush right |
//! | `% …` | remark, in small |
//! | `---` | new page |
//! | empty | a gap |
//! | anything else | a paragraph; a numbered one is set with its number hanging |

use anyhow::{Context, Result};

/// One block.
#[derive(Debug, PartialEq)]
pub(super) enum Block<'a> {
    Title(&'a str),
    Heading(&'a str),
    /// Names and values.
    Summary(Vec<(&'a str, &'a str)>),
    /// Rows of cells.
    Table(Vec<Vec<&'a str>>),
    Party {
        role: &'a str,
        lines: Vec<&'a str>,
    },
    Right(&'a str),
    Remark(&'a str),
    /// The text, and how many characters at its start hang out to the left.
    Numbered(&'a str),
    Paragraph(&'a str),
    Gap,
    PageBreak,
}

/// Reads all blocks; rows that follow each other become one.
pub(super) fn parse(text: &str) -> Result<Vec<Block<'_>>> {
    let mut blocks = Vec::new();
    for line in text.lines() {
        let block = block(line).with_context(|| format!("in the line {line:?}"))?;
        match (blocks.last_mut(), block) {
            (Some(Block::Summary(rows)), Block::Summary(more)) => rows.extend(more),
            (Some(Block::Table(rows)), Block::Table(more)) => rows.extend(more),
            (_, block) => blocks.push(block),
        }
    }
    Ok(blocks)
}

fn block(line: &str) -> Result<Block<'_>> {
    let Some((mark, rest)) = line.split_once(' ') else {
        return Ok(match line {
            "" => Block::Gap,
            "---" => Block::PageBreak,
            _ => paragraph(line),
        });
    };
    Ok(match mark {
        "#" => Block::Title(rest),
        "##" => Block::Heading(rest),
        "=" => {
            let (name, value) = rest.split_once(" | ").context("a name and a value are needed")?;
            Block::Summary(vec![(name, value)])
        }
        "|" => Block::Table(vec![rest.split('|').map(str::trim).collect()]),
        "@" => {
            let mut lines = rest.split(" | ");
            Block::Party { role: lines.next().context("a role is needed")?, lines: lines.collect() }
        }
        "-" => Block::Right(rest),
        "%" => Block::Remark(rest),
        _ => paragraph(line),
    })
}

/// 「２　…」, 「第２条　…」 and 「(2)　…」 are numbered.
fn paragraph(line: &str) -> Block<'_> {
    let number = line.split_once('　').map_or("", |(number, _)| number);
    let is_number = |c: char| "第条()".contains(c) || c.is_ascii_digit() || ('０'..='９').contains(&c);
    match number {
        "" => Block::Paragraph(line),
        _ if number.chars().all(is_number) => Block::Numbered(line),
        _ => Block::Paragraph(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_follow_each_other_are_one_table() {
        let blocks = parse("# 題\n| a | b\n| c |  \n\n第２条　甲は\n甲　乙\n---").unwrap();
        assert_eq!(
            blocks,
            [
                Block::Title("題"),
                Block::Table(vec![vec!["a", "b"], vec!["c", ""]]),
                Block::Gap,
                Block::Numbered("第２条　甲は"),
                Block::Paragraph("甲　乙"),
                Block::PageBreak,
            ]
        );
        assert!(parse("= 名").is_err());
    }
}
