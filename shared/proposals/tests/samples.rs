//! Precision and recall on sample contracts. All of them are written for these tests; names and addresses are invented.

mod support;

use std::collections::BTreeMap;
use std::fs;

use proposals::{propose, propose_from_text};
use support::{Sample, Score, measure, samples};

fn read_text(sample: &Sample) -> proposals::Proposals {
    propose_from_text(&fs::read_to_string(&sample.path).expect("a text"), &sample.own_names)
}

fn demand(scores: &BTreeMap<&'static str, Score>, precision: f64, recall: &[(&str, f64)]) {
    for (field, score) in scores {
        assert!(score.precision() >= precision, "{field}: {score}");
    }
    for (field, recall) in recall {
        assert!(scores[field].recall() >= *recall, "{field}: {}", scores[field]);
    }
}

#[test]
fn contracts_for_which_the_rules_were_written_are_read_with_high_precision() {
    let samples = samples("written", "txt", "written");
    assert!(samples.len() >= 30);
    demand(&measure("written with the rules", &samples, read_text), 0.95, &[]);
}

#[test]
fn the_same_contracts_are_read_from_pdfs_of_several_programs() {
    let samples = samples("rendered", "pdf", "written");
    assert!(samples.len() >= 10);
    let read = |sample: &Sample| propose(&fs::read(&sample.path).expect("a PDF"), &sample.own_names);
    demand(&measure("PDFs", &samples, read), 0.95, &[]);
}

#[test]
fn contracts_that_were_held_back_until_the_rules_were_done_are_read_as_well() {
    let samples = samples("held-back", "txt", "held-back");
    assert!(samples.len() >= 10);
    demand(&measure("held back", &samples, read_text), 0.95, &[]);
}

#[test]
fn a_second_set_that_no_rule_was_changed_for_is_read_as_well() {
    let samples = samples("held-back-later", "txt", "held-back-later");
    assert!(samples.len() >= 10);
    demand(&measure("held back, second set", &samples, read_text), 0.95, &[]);
}
