//! What can be typed.

mod values;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};
use jiff::Timestamp;
use pades::{DocMdp, FieldName};

pub(crate) use self::values::{Language, Level, Place};
use crate::errors::Failure;

/// Signs, timestamps, extends and verifies PDFs (PAdES, EN 319 142-1).
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Sign(Box<Sign>),
    Extend(Extend),
    Timestamp(AddTimestamp),
    Rewrite(Rewrite),
    Verify(Verify),
}

/// Sign a PDF.
#[derive(Debug, Args)]
#[command(after_help = SIGN_EXAMPLES, group = ArgGroup::new("looks").args(["image", "text"]).multiple(true))]
pub(crate) struct Sign {
    /// The signer's private key in PEM: PKCS#8, SEC1 (EC) or PKCS#1 (RSA). The password of an encrypted PKCS#8 key is
    /// taken from the environment variable PADES_KEY_PASSWORD.
    #[arg(long, value_name = "PEM")]
    pub(crate) key: PathBuf,
    /// The signer's certificate in PEM.
    #[arg(long, value_name = "PEM")]
    pub(crate) cert: PathBuf,
    /// The certificates of its issuers in PEM, in any order.
    #[arg(long, value_name = "PEM")]
    pub(crate) chain: Option<PathBuf>,
    /// The timestamp authority's address (RFC 3161).
    #[arg(long, value_name = "URL", value_parser = values::url)]
    pub(crate) tsa: Option<String>,
    /// How much the signature holds [default: b-t with --tsa, otherwise b-b].
    #[arg(long)]
    level: Option<Level>,
    /// The root certificates in PEM that the authorities' chains must lead to. Without it nobody vouches for the
    /// timestamp authority, which is said; needed from b-lt on.
    #[arg(long, value_name = "PEM")]
    pub(crate) trust: Option<PathBuf>,
    /// Why it is signed.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Where it is signed.
    #[arg(long, value_name = "TEXT")]
    pub(crate) location: Option<String>,
    /// Who signs.
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// The signature field, made if there is none of this name [default: the first empty one, otherwise a new Signature1].
    #[arg(long, value_name = "NAME", value_parser = values::field_name)]
    pub(crate) field: Option<FieldName>,
    /// Certify the document: 2 permits filling in forms and signing afterwards, 3 also annotating.
    #[arg(long, value_name = "2|3", num_args = 0..=1, require_equals = true, default_missing_value = "2", value_parser = values::certify)]
    pub(crate) certify: Option<DocMdp>,
    /// Show the signature in a box: page from 1 on, the box's left upper corner from the page's, its width and height
    /// in mm.
    #[arg(long, value_name = "PAGE,X,Y,W,H", value_parser = values::place, requires = "looks")]
    pub(crate) visible: Option<Place>,
    /// The image in the box.
    #[arg(long, value_name = "PNG", requires = "visible")]
    pub(crate) image: Option<PathBuf>,
    /// The text in the box; \n starts a new line.
    #[arg(long, value_name = "TEXT", requires = "visible", requires = "font")]
    pub(crate) text: Option<String>,
    /// The font of the text, a TrueType or OpenType file; what is used of it is embedded.
    #[arg(long, value_name = "FILE", requires = "text")]
    pub(crate) font: Option<PathBuf>,
    /// Sign with RSASSA-PSS instead of PKCS#1 v1.5 (RSA keys only).
    #[arg(long)]
    pub(crate) pss: bool,
    #[command(flatten)]
    pub(crate) files: Files,
}

/// Add what proves the signatures for the long term: certificates, revocation data, timestamps. No key is needed.
///
/// On a file that has it already, b-lta renews it.
#[derive(Debug, Args)]
#[command(after_help = EXTEND_EXAMPLES)]
pub(crate) struct Extend {
    /// How much the file shall hold.
    #[arg(long)]
    level: Level,
    /// The timestamp authority's address (RFC 3161); for b-lta.
    #[arg(long, value_name = "URL", value_parser = values::url)]
    pub(crate) tsa: Option<String>,
    /// The root certificates in PEM that all chains must lead to.
    #[arg(long, value_name = "PEM")]
    pub(crate) trust: PathBuf,
    #[command(flatten)]
    pub(crate) files: Files,
}

/// Add a document timestamp. No key is needed.
#[derive(Debug, Args)]
#[command(after_help = TIMESTAMP_EXAMPLES)]
pub(crate) struct AddTimestamp {
    /// The timestamp authority's address (RFC 3161).
    #[arg(long, value_name = "URL", value_parser = values::url)]
    pub(crate) tsa: String,
    /// The root certificates in PEM that the authority's chain must lead to. Without it nobody vouches for the authority,
    /// which is said.
    #[arg(long, value_name = "PEM")]
    pub(crate) trust: Option<PathBuf>,
    /// The new field for the timestamp [default: Timestamp1, or the next one free].
    #[arg(long, value_name = "NAME", value_parser = values::field_name)]
    pub(crate) field: Option<FieldName>,
    #[command(flatten)]
    pub(crate) files: Files,
}

/// Write a PDF without signatures as one clean revision that every viewer reads alike, and say what was done: no earlier
/// revisions, scripts, attached files or layers, form fields drawn into the pages. What the pages show stays.
#[derive(Debug, Args)]
#[command(after_help = REWRITE_EXAMPLES)]
pub(crate) struct Rewrite {
    #[command(flatten)]
    pub(crate) files: Files,
}

/// Tell for each signature who signed, when, what it covers and what was changed after it.
///
/// Exit status: 0 if all are valid and nothing but allowed updates was made, 1 if not, 2 if a file cannot be read.
#[derive(Debug, Args)]
#[command(after_help = VERIFY_EXAMPLES)]
pub(crate) struct Verify {
    /// The root certificates in PEM that are trusted. Without them nobody is, so that no signature is valid.
    #[arg(long, value_name = "PEM")]
    pub(crate) trust: Option<PathBuf>,
    /// Write JSON, one document for each file.
    #[arg(long)]
    pub(crate) json: bool,
    /// Judge as of this time, for instance 2027-04-01T00:00:00+09:00 [default: now].
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// Take a file for valid only if it holds what shows that no certificate behind its signatures and timestamps was
    /// revoked.
    #[arg(long)]
    pub(crate) require_revocation: bool,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
    /// The PDFs.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// What is read and what is written.
#[derive(Debug, Args)]
pub(crate) struct Files {
    /// Append to IN instead of writing another file. IN is as before if anything fails.
    #[arg(long)]
    in_place: bool,
    /// The PDF.
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where the result goes; a file of that name is replaced, all at once, when everything has gone well.
    #[arg(value_name = "OUT", required_unless_present = "in_place")]
    output: Option<PathBuf>,
}

impl Sign {
    /// The level asked for, with everything given that it needs.
    pub(crate) fn level(&self) -> Result<Level, Failure> {
        let level = self.level.unwrap_or(if self.tsa.is_some() { Level::BT } else { Level::BB });
        let usage = |what: &str| Err(Failure::Usage(what.to_owned()));
        if level == Level::BB && self.tsa.is_some() {
            return usage("--level b-b holds no timestamp; leave out --tsa or ask for b-t");
        }
        if level >= Level::BT && self.tsa.is_none() {
            return usage("levels from b-t on need a timestamp authority; give its address with --tsa");
        }
        if level >= Level::BLt && self.trust.is_none() {
            return usage("levels from b-lt on prove chains; give the root certificates you trust with --trust");
        }
        Ok(level)
    }
}

impl Extend {
    /// The level asked for, with everything given that it needs.
    pub(crate) fn level(&self) -> Result<Level, Failure> {
        let usage = |what: &str| Err(Failure::Usage(what.to_owned()));
        match self.level {
            Level::BB | Level::BT => usage("only b-lt and b-lta can be added; b-b and b-t are made by signing"),
            Level::BLta if self.tsa.is_none() => {
                usage("b-lta needs a timestamp authority; give its address with --tsa")
            }
            level => Ok(level),
        }
    }
}

impl Files {
    /// Whether IN itself is to be changed.
    pub(crate) fn in_place(&self) -> bool {
        self.in_place
    }

    /// Where the result goes, if it is said.
    pub(crate) fn output(&self) -> Option<&PathBuf> {
        self.output.as_ref()
    }
}

const EXAMPLES: &str = "\
Examples:
  pades sign --key key.pem --cert cert.pem --chain issuers.pem contract.pdf signed.pdf
  pades verify --trust roots.pem signed.pdf
More of them: pades sign --help, and so on.";

const SIGN_EXAMPLES: &str = "\
Examples:
  Sign:
    pades sign --key key.pem --cert cert.pem --chain issuers.pem contract.pdf signed.pdf
  Sign with a timestamp and a reason, in the file itself:
    pades sign --key key.pem --cert cert.pem --tsa http://tsa.example/ --trust roots.pem \\
      --reason 承認 --in-place contract.pdf
  Sign for the long term, with a seal on page 1, 150 mm from the left and 250 mm from the top:
    pades sign --key key.pem --cert cert.pem --chain issuers.pem --level b-lta --tsa http://tsa.example/ \\
      --trust roots.pem --visible 1,150,250,25,25 --image seal.png contract.pdf signed.pdf

An existing OUT is replaced. A damaged PDF without signatures is repaired first; one with signatures is refused.
Exit status: 0 signed, 1 failed, 2 wrong arguments. Nothing is written when it fails.";

const EXTEND_EXAMPLES: &str = "\
Examples:
  Add certificates and revocation data:
    pades extend --level b-lt --trust roots.pem signed.pdf kept.pdf
  Renew before the last timestamp's certificate ends:
    pades extend --level b-lta --tsa http://tsa.example/ --trust roots.pem --in-place kept.pdf

Exit status: 0 extended, 1 failed, 2 wrong arguments. Nothing is written when it fails.";

const TIMESTAMP_EXAMPLES: &str = "\
Example:
    pades timestamp --tsa http://tsa.example/ --trust roots.pem contract.pdf timestamped.pdf

Exit status: 0 timestamped, 1 failed, 2 wrong arguments. Nothing is written when it fails.";

const REWRITE_EXAMPLES: &str = "\
Example:
    pades rewrite contract.pdf clean.pdf

A PDF that is clean already, or carries signatures, is copied as it is.
Exit status: 0 written, 1 refused, 2 wrong arguments. Nothing is written when it fails.";

const VERIFY_EXAMPLES: &str = "\
Examples:
    pades verify --trust roots.pem signed.pdf
    pades verify --trust roots.pem --json --at 2027-04-01T00:00:00+09:00 *.pdf";

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(line.split_whitespace())
    }

    fn signing(line: &str) -> Sign {
        let line = format!("pades sign --key k.pem --cert c.pem {line}");
        match parsed(&line).unwrap().command {
            Command::Sign(sign) => *sign,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_timestamp_is_the_default_when_an_authority_is_named() {
        assert_eq!(signing("in out").level().unwrap(), Level::BB);
        assert_eq!(signing("--tsa http://tsa/ --trust r in out").level().unwrap(), Level::BT);
        assert_eq!(signing("--tsa http://tsa/ --trust r --level b-lta in out").level().unwrap(), Level::BLta);
    }

    #[test]
    fn levels_say_what_they_lack() {
        for (line, lacks) in [
            ("--level b-t in out", "--tsa"),
            ("--tsa http://tsa/ --level b-lt in out", "--trust"),
            ("--tsa http://tsa/ --level b-b in out", "--tsa"),
        ] {
            let failure = signing(line).level().unwrap_err();
            assert!(failure.to_string().contains(lacks), "{failure}");
            assert!(matches!(failure, Failure::Usage(_)));
        }
    }

    #[test]
    fn certifying_takes_its_level_by_an_equals_sign_only() {
        assert_eq!(signing("in out").certify, None);
        let sign = signing("--certify in out");
        assert_eq!((sign.certify, sign.files.input.to_str()), (Some(DocMdp::FormFilling), Some("in")));
        assert_eq!(signing("--certify=3 in out").certify, Some(DocMdp::Annotating));
        assert!(parsed("pades sign --key k --cert c --certify=1 in out").is_err());
    }

    #[test]
    fn out_is_named_unless_it_is_in_place() {
        assert!(signing("in out").files.output().is_some());
        assert!(signing("--in-place in").files.output().is_none());
        assert!(parsed("pades sign --key k --cert c in").is_err());
    }

    #[test]
    fn what_is_seen_needs_a_place_and_a_place_something_to_see() {
        for (line, is_right) in [
            ("--visible 1,1,1,9,9 --image i.png", true),
            ("--visible 1,1,1,9,9 --text t --font f", true),
            ("--visible 1,1,1,9,9 --image i.png --text t --font f", true),
            ("--visible 1,1,1,9,9", false),
            ("--image i.png", false),
            ("--visible 1,1,1,9,9 --text t", false),
            ("--visible 1,1,1,9,9 --image i.png --font f", false),
        ] {
            assert_eq!(parsed(&format!("pades sign --key k --cert c {line} in out")).is_ok(), is_right, "{line}");
        }
    }

    #[test]
    fn only_long_term_levels_can_be_added() {
        let level = |line: &str| match parsed(&format!("pades extend --trust r {line} in out")).unwrap().command {
            Command::Extend(extend) => extend.level(),
            other => panic!("{other:?}"),
        };
        assert_eq!(level("--level b-lt").unwrap(), Level::BLt);
        assert!(level("--level b-lta").is_err());
        assert_eq!(level("--level b-lta --tsa https://tsa/").unwrap(), Level::BLta);
        assert!(level("--level b-t").is_err());
    }
}
