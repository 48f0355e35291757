//! Drawing form XObjects onto a page, over all that it shows.

use super::graph::Graph;
use super::object::{Dictionary, Object};
use super::pages;
use crate::pdf::ObjectId;
use crate::prepare::balance;

/// What is to be drawn onto one page.
#[derive(Default)]
pub(super) struct Canvas {
    drawn: Vec<(ObjectId, [f64; 6])>,
}

impl Canvas {
    pub(super) fn draw(&mut self, form: ObjectId, matrix: [f64; 6]) {
        self.drawn.push((form, matrix));
    }

    /// Appends what is drawn to the page's contents, whose own state ends before.
    pub(super) fn put(self, graph: &mut Graph<'_>, page: &mut Dictionary) {
        if self.drawn.is_empty() {
            return;
        }
        let mut resources = graph.entry_dictionary(page, b"Resources").unwrap_or_default();
        let mut objects = graph.entry_dictionary(&resources, b"XObject").unwrap_or_default();
        let streams = pages::contents(page);
        let balance = balance::measure_data(streams.iter().map(|id| graph.decoded(*id).unwrap_or_default()));
        let mut operators = String::from("\n");
        if balance.in_text {
            operators.push_str("ET\n");
        }
        operators.push_str(&"Q\n".repeat(balance.after));
        operators.push_str("/Artifact BMC\n");
        let mut number = 0;
        for (form, matrix) in self.drawn {
            let name = loop {
                number += 1;
                let name = format!("Field{number}");
                if objects.get(name.as_bytes()).is_none() {
                    break name;
                }
            };
            let matrix = matrix.map(decimal).join(" ");
            operators.push_str(&format!("q {matrix} cm /{name} Do Q\n"));
            objects.set(&name, Object::Reference(form));
        }
        operators.push_str("EMC\n");
        let before = graph.add_stream(Dictionary::default(), "q\n".repeat(balance.before).into_bytes());
        let after = graph.add_stream(Dictionary::default(), operators.into_bytes());
        let mut contents = vec![Object::Reference(before)];
        contents.extend(streams.into_iter().map(Object::Reference));
        contents.push(Object::Reference(after));
        page.set("Contents", Object::Array(contents));
        resources.set("XObject", Object::Dictionary(objects));
        page.set("Resources", Object::Dictionary(resources));
    }
}

/// A number as PDF writes it: no exponent, no more digits than count.
fn decimal(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(text, "" | "-0") { "0".to_owned() } else { text.to_owned() }
}
