//! What is shown while a stack starts: bars on a terminal, lines elsewhere.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use crate::stack::Stage;

/// How far the start of a stack is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// What is being done.
    pub what: String,
    /// How much of it is done.
    pub done: usize,
    /// Of how much; 0 when that is not known.
    pub total: usize,
}

impl From<&Stage> for Position {
    fn from(stage: &Stage) -> Self {
        let (what, done, total) = match *stage {
            Stage::Installing(venv::Progress::Downloading { done, total }) => {
                ("準備 Downloading emulator and trust services", done, total)
            }
            Stage::Installing(venv::Progress::Installing { .. }) => {
                ("準備 Installing emulator and trust services", 0, 0)
            }
            Stage::Building { done, total } => ("ビルド Building the functions", done, total),
            Stage::Packaging => ("梱包 Packing the functions", 0, 0),
            Stage::Starting => ("起動 Starting emulator and authorities", 0, 0),
            Stage::Deploying => ("配備 Deploying infra/template.yaml", 0, 0),
            Stage::Certificates => ("証明書 Making keys and certificates", 0, 0),
        };
        Self { what: what.to_owned(), done, total }
    }
}

/// Shows positions on standard error.
#[derive(Debug)]
pub struct Progress {
    shown: Position,
    /// None where standard error is no terminal.
    bar: Option<ProgressBar>,
    is_terminal: bool,
}

impl Progress {
    /// Nothing is shown yet.
    pub fn new() -> Self {
        Self { shown: Position::default(), bar: None, is_terminal: stderr().is_terminal() }
    }

    /// Shows where it is now.
    pub fn show(&mut self, position: Position) {
        if self.is_terminal {
            self.draw(&position);
        } else if self.is_worth_a_line(&position) {
            let Position { what, done, total } = &position;
            match total {
                0 => eprintln!("{what}"),
                _ => eprintln!("{what} {done}/{total}"),
            }
        } else {
            return;
        }
        self.shown = position;
    }

    /// Nothing more will come.
    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
            eprintln!("✓ {} ({:.1} s)", self.shown.what, bar.elapsed().as_secs_f32());
        }
    }

    fn draw(&mut self, position: &Position) {
        if self.shown.what != position.what {
            self.finish();
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(position.total as u64).with_style(style(position.total > 0));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        bar.set_style(style(position.total > 0));
        bar.set_message(position.what.clone());
        bar.set_length(position.total as u64);
        bar.set_position(position.done as u64);
    }

    /// The first of its kind, and every further quarter.
    fn is_worth_a_line(&self, position: &Position) -> bool {
        let quarter = |position: &Position| (position.done * 4).checked_div(position.total);
        self.shown.what != position.what || quarter(&self.shown) != quarter(position)
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

fn style(is_counted: bool) -> ProgressStyle {
    let template = if is_counted { "{spinner} {msg} [{bar:30}] {pos}/{len}" } else { "{spinner} {msg}" };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_by_the_quarter() {
        let mut progress = Progress { shown: Position::default(), bar: None, is_terminal: false };
        let mut lines = 0;
        for done in 1..=100 {
            let position = Position { what: "Building".to_owned(), done, total: 100 };
            if progress.is_worth_a_line(&position) {
                lines += 1;
                progress.shown = position;
            }
        }
        assert_eq!(lines, 5);
    }
}
