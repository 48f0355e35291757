//! Sample contracts, what a person reads in each, and how many of it the rules read too.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use proposals::{Confidence, Proposals, Tax};

/// The fields, in the order in which they are printed.
pub(crate) const FIELDS: [&str; 6] = ["title", "date", "counterparty", "amount", "start", "end"];

/// A sample: the document, and what stands beside it in `NAME.expected`.
pub(crate) struct Sample {
    /// The file's name without its ending.
    pub(crate) name: String,
    /// The document.
    pub(crate) path: PathBuf,
    /// Our own names.
    pub(crate) own_names: Vec<String>,
    /// What each field says; nothing where it must stay empty.
    pub(crate) expected: BTreeMap<String, Option<String>>,
}

/// All samples of a folder whose documents have this ending; what is expected stands in another folder, or in the same.
pub(crate) fn samples(folder: &str, ending: &str, expected: &str) -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let entries = fs::read_dir(root.join(folder)).expect("a folder of samples");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    paths.sort();
    paths.into_iter().map(|path| sample(path, &root.join(expected))).collect()
}

fn sample(path: PathBuf, expected: &Path) -> Sample {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    // The same document may be there by several programs: name.program.pdf.
    let document = name.split('.').next().unwrap_or(&name).to_owned();
    let sidecar = fs::read_to_string(expected.join(format!("{document}.expected"))).expect("what is expected");
    let mut lines: BTreeMap<String, Option<String>> = BTreeMap::new();
    for line in sidecar.lines() {
        let (field, value) = line.split_once(": ").expect("field: value");
        lines.insert(field.to_owned(), (value != "-").then(|| value.to_owned()));
    }
    let own = lines.remove("own").flatten().expect("our own names");
    let own_names = own.split('|').map(str::to_owned).collect();
    assert!(lines.keys().all(|field| FIELDS.contains(&field.as_str())) && lines.len() == FIELDS.len(), "{name}");
    Sample { name, path, own_names, expected: lines }
}

/// What a field of the proposals says, as sidecars write it.
pub(crate) fn said(proposals: &Proposals, field: &str) -> Option<String> {
    match field {
        "title" => proposals.title.as_ref().map(|title| title.value.clone()),
        "date" => proposals.date.as_ref().map(|date| date.value.to_string()),
        "counterparty" => proposals.counterparty.as_ref().map(|party| party.value.name.clone()),
        "amount" => proposals.amount.as_ref().map(|amount| {
            let tax = match amount.value.tax {
                Some(Tax::Included) => "included",
                Some(Tax::Excluded) => "excluded",
                None => "-",
            };
            format!("{} {tax}", amount.value.yen)
        }),
        "start" => proposals.start.as_ref().map(|date| date.value.to_string()),
        "end" => proposals.end.as_ref().map(|date| date.value.to_string()),
        other => panic!("no field is called {other}"),
    }
}

/// Whether a field's rule is certain of it.
fn is_certain(proposals: &Proposals, field: &str) -> bool {
    let confidence = match field {
        "title" => proposals.title.as_ref().map(|title| title.confidence),
        "date" => proposals.date.as_ref().map(|date| date.confidence),
        "counterparty" => proposals.counterparty.as_ref().map(|party| party.confidence),
        "amount" => proposals.amount.as_ref().map(|amount| amount.confidence),
        "start" => proposals.start.as_ref().map(|date| date.confidence),
        "end" => proposals.end.as_ref().map(|date| date.confidence),
        other => panic!("no field is called {other}"),
    };
    confidence == Some(Confidence::Certain)
}

/// Spaces in names are as the layout has them.
pub(crate) fn is_same(field: &str, said: &str, expected: &str) -> bool {
    let bare = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if field == "counterparty" { bare(said) == bare(expected) } else { said == expected }
}

/// How often a field was proposed, how often rightly, and how often there was something to propose.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    /// Proposals.
    pub(crate) proposed: u32,
    /// Those that a person would have confirmed.
    pub(crate) right: u32,
    /// Proposals of which the rule is certain.
    pub(crate) certain: u32,
    /// Documents that say something of the field.
    pub(crate) there: u32,
}

impl Score {
    /// Which part of the proposals is right.
    pub(crate) fn precision(self) -> f64 {
        if self.proposed == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.proposed) }
    }

    /// Which part of what is there was found.
    pub(crate) fn recall(self) -> f64 {
        if self.there == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.there) }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (precision, recall) = (self.precision(), self.recall());
        let Self { proposed, right, certain, there } = self;
        write!(
            f,
            "precision {precision:.3} ({right} of {proposed})  recall {recall:.3} ({right} of {there})  certain {certain}"
        )
    }
}

/// Measures samples, prints what was wrong or missed and the figures of each field.
pub(crate) fn measure(
    title: &str,
    samples: &[Sample],
    read: impl Fn(&Sample) -> Proposals,
) -> BTreeMap<&'static str, Score> {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    println!("{title}: {} documents", samples.len());
    for sample in samples {
        let proposals = read(sample);
        for field in FIELDS {
            let (said, expected) = (said(&proposals, field), sample.expected[field].as_deref());
            let score = scores.entry(field).or_default();
            let is_right = matches!((&said, expected), (Some(said), Some(expected)) if is_same(field, said, expected));
            score.proposed += u32::from(said.is_some());
            score.there += u32::from(expected.is_some());
            score.right += u32::from(is_right);
            score.certain += u32::from(is_certain(&proposals, field));
            if !is_right && (said.is_some() || expected.is_some()) {
                println!(
                    "  {}: {field} is {}, read as {}",
                    sample.name,
                    expected.unwrap_or("-"),
                    said.as_deref().unwrap_or("-")
                );
            }
        }
    }
    for field in FIELDS {
        println!("  {field:<13} {}", scores[field]);
    }
    scores
}
