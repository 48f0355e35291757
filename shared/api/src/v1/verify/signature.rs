//! What was found of one signature.

use jiff::Timestamp;
use serde::Serialize;

/// What was found of one signature. Fields that end in `text` say in words what the one before says to programs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Signature"))]
pub struct SignatureView {
    /// Counted from 1 in the order of their making.
    pub number: usize,
    /// What it is for.
    pub kind: SignatureKind,
    /// What it is called.
    pub title: String,
    /// The sum of it.
    pub state: SignatureState,
    /// The same in words.
    pub state_text: String,
    /// Why it is not valid; empty if it is.
    pub reasons: Vec<String>,
    /// Whether what was signed is still what was signed, whoever signed it.
    pub integrity: Integrity,
    /// The same in words.
    pub integrity_text: String,
    /// Whom the certificate names.
    pub signer: Option<String>,
    /// Whether that is proved.
    pub signer_confirmed: bool,
    /// Who vouches for that: the trust anchor; the issuer, if there is none.
    pub issuer: Option<String>,
    /// Whose word `reason`, `name` and `location` are. Anybody can write anybody's name into a signature of their own.
    pub stated_by: StatedBy,
    /// What stands in the signature as the reason.
    pub reason: Option<String>,
    /// What stands in the signature as the name.
    pub name: Option<String>,
    /// What stands in the signature as the place.
    pub location: Option<String>,
    /// When it was made.
    pub time: SignatureTimeView,
    /// The baseline level of EN 319 142-1, where it reaches one.
    pub level: Option<Level>,
    /// What that is good for.
    pub level_text: Option<String>,
    /// What of the file it covers.
    pub coverage_text: String,
    /// What was done to the document afterwards.
    pub changes: LaterChangesView,
    /// The sum of that.
    pub changes_text: String,
    /// Until when it can be proved.
    pub proof_until: Option<Timestamp>,
    /// The same with what ends then.
    pub proof_text: Option<String>,
    /// What to know beside that.
    pub cautions: Vec<String>,
    /// The certificate.
    pub certificate: Option<CertificateView>,
    /// For those who want to know exactly.
    pub details: Vec<DetailView>,
}

/// The baseline levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Level {
    /// The signature alone.
    #[serde(rename = "B-B")]
    BB,
    /// With a trusted timestamp.
    #[serde(rename = "B-T")]
    BT,
    /// With everything inside that is needed to prove it later.
    #[serde(rename = "B-LT")]
    BLT,
    /// With a document timestamp over that.
    #[serde(rename = "B-LTA")]
    BLTA,
}

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignatureKind {
    /// Somebody approves the document.
    Approval,
    /// Its author vouches for it and says what may be changed.
    Certification,
    /// An authority vouches for its time.
    DocumentTimestamp,
}

/// Whose word it is what stands in a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatedBy {
    /// Whoever signed claims it, and nobody has checked that: the certificate alone tells who signed.
    Signer,
    /// This service, by whose own certificate the signature was made for the person who is named.
    Operator,
    /// This service, of a signature by an organisation's registered seal: the certificate names the organisation whose signature it
    /// is, and `name` and `reason` the person who made it.
    RegisteredSeal,
}

/// The sum of one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignatureState {
    /// Proved.
    Valid,
    /// The document was changed afterwards, or what was signed is not what is there.
    Changed,
    /// Broken, forged or revoked.
    Invalid,
    /// Its certificate, or its timestamp's, leads to nobody whom this deployment trusts.
    IssuerUnknown,
    /// Something else is missing.
    Unproved,
}

/// Whether the signed bytes are the signed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Integrity {
    /// They are.
    Intact,
    /// They are, but programs may read them in different ways.
    Ambiguous,
    /// They are not, or the signature leaves out what it must cover.
    Broken,
    /// It could not be checked.
    Unknown,
}

/// When a signature was made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SignatureTime"))]
pub struct SignatureTimeView {
    /// No later than this if it is proved; else what the signer claims.
    pub at: Option<Timestamp>,
    /// Whether a timestamp proves it.
    pub proved: bool,
    /// The authority whose timestamp does.
    pub authority: Option<String>,
    /// All of it in words.
    pub text: String,
}

/// The changes after a signature.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LaterChanges"))]
pub struct LaterChangesView {
    /// Those that are not allowed first.
    pub listed: Vec<LaterChangeView>,
    /// How many kinds more there are.
    pub omitted: usize,
}

/// One change, or several that read the same.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LaterChange"))]
pub struct LaterChangeView {
    /// What was changed.
    pub kind: String,
    /// Whether it may be.
    pub permission: Permission,
    /// What it is, in words.
    pub text: String,
    /// The page concerned, counted from 1.
    pub page: Option<usize>,
    /// The form field concerned.
    pub field: Option<String>,
    /// How often.
    pub times: usize,
}

/// Whether a change may be made to a signed document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// It changes what was signed, or might.
    Forbidden,
    /// It may be in order, but that could not be checked.
    Unproved,
    /// It changes nothing, but somebody may want to know.
    Note,
    /// It is what signed documents are made for.
    Allowed,
}

/// A certificate.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Certificate"))]
pub struct CertificateView {
    /// Subject (RFC 4514).
    pub subject: String,
    /// Issuer (RFC 4514).
    pub issuer: String,
    /// Serial number in hexadecimal.
    pub serial_number: String,
    /// The key.
    pub key: Option<String>,
    /// The subjects from it to the trust anchor; empty if there is no such chain.
    pub chain: Vec<String>,
}

/// A line of the details.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Detail"))]
pub struct DetailView {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}
