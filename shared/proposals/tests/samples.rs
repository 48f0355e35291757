//! Precision and recall on sample contracts. All of them are written for these tests; names and addresses are invented.

mod support;

use std::collections::BTreeMap;
use std::fs;

use proposals::{propose, propose_from_text};
use support::{Sample, Score, measure, samples};

fn read_text(sample: &Sample) -> proposals::Proposals {
    propose_from_text(&fs::read_to_string(&sample.path).expect("a text"), &sample.own_names)
}

fn read_pdf(sample: &Sample) -> proposals::Proposals {
    propose(&fs::read(&sample.path).expect("a PDF"), &sample.own_names)
}

/// Every proposal must be right, and so much of what is there be found.
fn demand(scores: &BTreeMap<&'static str, Score>, recall: &[(&str, f64)]) {
    for (field, recall) in recall {
        let score = scores[field];
        assert!(score.precision() >= 1.0 && score.recall() >= *recall, "{field}: {score}");
    }
}

#[test]
fn contracts_for_which_the_rules_were_written_are_read_with_high_precision() {
    let samples = samples("written", "txt", "written");
    assert!(samples.len() >= 30);
    let recall = [("title", 1.0), ("date", 1.0), ("counterparty", 1.0), ("amount", 0.95), ("start", 1.0), ("end", 1.0)];
    demand(&measure("written with the rules", &samples, read_text), &recall);
}

#[test]
fn the_same_contracts_are_read_from_pdfs_of_several_programs() {
    let samples = samples("rendered", "pdf", "written");
    assert!(samples.len() >= 10);
    let recall = [("title", 1.0), ("date", 1.0), ("counterparty", 1.0), ("amount", 0.88), ("start", 1.0), ("end", 1.0)];
    demand(&measure("PDFs", &samples, read_pdf), &recall);
}

#[test]
fn contracts_that_were_held_back_and_then_taught_the_rules_are_read_with_high_precision() {
    let samples = samples("held-back", "txt", "held-back");
    assert!(samples.len() >= 10);
    let recall = [("title", 1.0), ("date", 1.0), ("counterparty", 1.0), ("amount", 1.0), ("start", 1.0), ("end", 1.0)];
    demand(&measure("held back, first set", &samples, read_text), &recall);
}

#[test]
fn a_second_set_that_no_rule_was_changed_for_is_read_as_well() {
    let samples = samples("held-back-later", "txt", "held-back-later");
    assert!(samples.len() >= 10);
    let recall = [("title", 1.0), ("date", 0.9), ("counterparty", 0.88), ("amount", 0.8), ("start", 1.0), ("end", 1.0)];
    demand(&measure("held back, second set", &samples, read_text), &recall);
}

#[test]
fn pages_with_tables_and_columns_are_read_with_high_precision() {
    let samples = samples("held-back-pages", "pdf", "held-back-pages");
    assert!(samples.len() >= 5);
    let recall = [("title", 1.0), ("date", 1.0), ("counterparty", 1.0), ("amount", 1.0), ("start", 1.0), ("end", 1.0)];
    demand(&measure("laid out in tables and columns", &samples, read_pdf), &recall);
}
