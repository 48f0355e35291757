//! The values that arguments take.

use clap::ValueEnum;
use pades::{DocMdp, FieldName};

/// The baseline levels (EN 319 142-1 clause 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Level {
    /// A signature.
    #[value(name = "b-b")]
    BB,
    /// With a timestamp of it.
    #[value(name = "b-t")]
    BT,
    /// With certificates and revocation data as well.
    #[value(name = "b-lt")]
    BLt,
    /// And a document timestamp over all of it, which can be renewed.
    #[value(name = "b-lta")]
    BLta,
}

/// The languages of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// 日本語
    Ja,
    /// English
    En,
}

/// A box on a page, in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// From 1 on.
    pub(crate) page: u32,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Level {
    /// As the standard writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BB => "B-B",
            Self::BT => "B-T",
            Self::BLt => "B-LT",
            Self::BLta => "B-LTA",
        }
    }
}

pub(super) fn url(text: &str) -> Result<String, String> {
    let uri: ureq::http::Uri = text.parse().map_err(|error| format!("{error}"))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(text.to_owned()),
        _ => Err("give an address that starts with http:// or https://".to_owned()),
    }
}

pub(super) fn field_name(text: &str) -> Result<FieldName, String> {
    FieldName::new(text).map_err(|error| error.to_string())
}

pub(super) fn certify(text: &str) -> Result<DocMdp, String> {
    match text {
        "2" => Ok(DocMdp::FormFilling),
        "3" => Ok(DocMdp::Annotating),
        _ => Err("give 2 or 3; 1, no changes at all, would forbid timestamps and further signatures".to_owned()),
    }
}

pub(super) fn place(text: &str) -> Result<Place, String> {
    let wrong = || "give page, left, top, width and height in mm, for instance 1,150,250,40,20".to_owned();
    let (page, rest) = text.split_once(',').ok_or_else(wrong)?;
    let page = page.trim().parse().ok().filter(|&page| page > 0).ok_or_else(wrong)?;
    let numbers = rest.split(',').map(|number| number.trim().parse::<f64>().ok().filter(|number| number.is_finite()));
    let numbers: Option<Vec<f64>> = numbers.collect();
    match numbers.as_deref() {
        Some(&[x, y, width, height]) if width > 0.0 && height > 0.0 => Ok(Place { page, x, y, width, height }),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_a_page_and_a_box() {
        assert_eq!(place("2, 10,20.5,30,40"), Ok(Place { page: 2, x: 10.0, y: 20.5, width: 30.0, height: 40.0 }));
        for wrong in ["", "1", "0,1,1,1,1", "1,1,1,0,1", "1,1,1,1", "1,1,1,1,1,1", "1,1,1,NaN,1", "1,inf,1,1,1"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn addresses_are_of_the_web() {
        assert!(url("http://tsa.example:8080/x?y").is_ok());
        for wrong in ["tsa.example", "ftp://tsa.example/", "file:///etc/passwd", "http://", "/x"] {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }
}
