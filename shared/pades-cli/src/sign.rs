//! `pades sign`: B-B and B-T in one revision, what the higher levels need in further ones.

use std::path::PathBuf;

use pades::appearance::{Appearance, FontFile, Image, Placement, Text, TextSize, Visible};
use pades::sign::Signed;
use pades::timestamp::TimeStampToken;
use pades::timestamping::TimestampingError;
use pades::{Certificate, CertificateChain, FieldName, Revision, SignatureAlgorithm, SignatureRequest, Source};

use crate::arguments::{Level, Sign};
use crate::errors::Failure;
use crate::fetch::Web;
use crate::input::InputFile;
use crate::keys::{self, PrivateKey};
use crate::output::{self, Made, Target};
use crate::revise::revise;
use crate::timestamp::{Authority, with_room};
use crate::{extend, now};

/// Everything that one signature is made from.
struct Signer<'s> {
    arguments: &'s Sign,
    level: Level,
    key: PrivateKey,
    chain: CertificateChain,
    anchors: Option<Vec<Certificate>>,
    looks: Looks,
    web: Web,
}

pub(crate) fn run(arguments: &Sign) -> Result<(), Failure> {
    let level = arguments.level()?;
    let target = Target::new(&arguments.files)?;
    let looks = Looks::read(arguments)?;
    let key = PrivateKey::read(&arguments.key)?;
    if arguments.pss && !key.is_rsa() {
        return Err(Failure::Usage("--pss is for RSA keys, and this is none; leave it out".to_owned()));
    }
    let chain = keys::chain(&arguments.cert, arguments.chain.as_deref())?;
    key.check(chain.signer())?;
    warn(chain.signer());
    let anchors = match level {
        Level::BB => None,
        _ => keys::anchors(arguments.trust.as_deref())?,
    };
    let signer = Signer { arguments, level, key, chain, anchors, looks, web: Web::new() };
    let input = InputFile::open(&arguments.files.input)?;
    output::write(&input, &target, || {
        let vacant = |source: &dyn Source| FieldName::vacant(source);
        revise(&input, vacant, |source, vacant| signer.make(&input, source, vacant))
    })
}

impl Signer<'_> {
    /// The signature's revision and those of the long-term levels.
    fn make(&self, input: &InputFile, source: &dyn Source, vacant: FieldName) -> Result<Made, Failure> {
        let field = self.arguments.field.clone().unwrap_or(vacant);
        let signer = self.chain.signer().subject();
        let mut summary = format!("{} signature in {field} by {signer}", self.level.name());
        // `level` has seen that there is an authority where one is needed.
        let Some(url) = self.arguments.tsa.as_deref() else {
            let signed = self.signed(input, source, field, 0)?;
            return Ok(Made { revisions: vec![signed.revision().clone()], summary });
        };
        let authority = Authority { web: &self.web, url, anchors: self.anchors.as_deref() };
        let (revision, token) = self.timestamped(input, source, &field, &authority)?;
        summary.push_str(&format!(", timestamped {} by {}", token.time(), token.authority()));
        let further = match self.level {
            Level::BB | Level::BT => Vec::new(),
            level => {
                // `level` has seen that there are anchors.
                let anchors = self.anchors.as_deref().unwrap_or_default();
                let signed = revision.over(source);
                extend::revisions(input, &signed, level, &self.web, anchors, Some(&authority), Some(&field))?
            }
        };
        Ok(Made { revisions: [vec![revision], further].concat(), summary })
    }

    fn timestamped(
        &self,
        input: &InputFile,
        source: &dyn Source,
        field: &FieldName,
        authority: &Authority<'_>,
    ) -> Result<(Revision, TimeStampToken), Failure> {
        with_room(input, |reserve| {
            let signed = self.signed(input, source, field.clone(), reserve)?;
            let token = authority.timestamp(signed.imprint())?;
            let timestamped: Result<_, TimestampingError> = signed.timestamp(&token);
            Ok(timestamped.map(|timestamped| (timestamped.revision().clone(), token)))
        })
    }

    fn signed(
        &self,
        input: &InputFile,
        source: &dyn Source,
        field: FieldName,
        reserve: usize,
    ) -> Result<Signed, Failure> {
        let request = SignatureRequest::new(field, &self.chain, now())
            .with_certification(self.arguments.certify)
            .with_reason(self.arguments.reason.clone())
            .with_location(self.arguments.location.clone())
            .with_name(self.arguments.name.clone())
            .with_algorithm(self.arguments.pss.then_some(SignatureAlgorithm::RsaPssSha256))
            .with_reserve(reserve)
            .with_visible(self.looks.visible());
        let prepared = pades::sign::begin(source, &request).map_err(|error| input.refused(error))?;
        let signature = self.key.sign(prepared.algorithm(), &prepared.digest_to_sign())?;
        prepared.attach(&signature).map_err(|error| input.refused(error))
    }
}

/// What is seen of the signature, read from its files.
struct Looks {
    placement: Option<Placement>,
    image: Option<Vec<u8>>,
    font: Option<Vec<u8>>,
    lines: Vec<String>,
}

impl Looks {
    fn read(arguments: &Sign) -> Result<Self, Failure> {
        let read = |path: &PathBuf| std::fs::read(path).map_err(|source| Failure::Read { path: path.clone(), source });
        let placement = arguments.visible.map(|place| Placement {
            page: place.page,
            x: place.x,
            y: place.y,
            width: place.width,
            height: place.height,
        });
        let lines = arguments.text.iter().flat_map(|text| text.split("\\n")).map(ToOwned::to_owned).collect();
        Ok(Self {
            placement,
            image: arguments.image.as_ref().map(read).transpose()?,
            font: arguments.font.as_ref().map(read).transpose()?,
            lines,
        })
    }

    fn visible(&self) -> Option<Visible<'_>> {
        let image = self.image.as_deref().map(|png| Image { png });
        let text = self.font.as_deref().map(|bytes| Text {
            lines: self.lines.clone(),
            font: FontFile { bytes, index: 0 },
            size: TextSize::Fit,
        });
        let appearance = match (image, text) {
            (Some(image), Some(text)) => Appearance::ImageLeft(image, text),
            (Some(image), None) => Appearance::Image(image),
            (None, Some(text)) => Appearance::Text(text),
            (None, None) => return None,
        };
        Some(match self.placement {
            Some(placement) => Visible::at(placement, appearance),
            None => Visible::in_field(appearance),
        })
    }
}

/// Tells what makes the signature worthless to others; it is made nevertheless.
fn warn(signer: &Certificate) {
    let (now, subject) = (now().timestamp(), signer.subject());
    if now < signer.not_before() {
        output::warn(&format!("the certificate of {subject} is valid only from {} on", signer.not_before()));
    } else if now > signer.not_after() {
        output::warn(&format!("the certificate of {subject} has ended on {}", signer.not_after()));
    }
}
