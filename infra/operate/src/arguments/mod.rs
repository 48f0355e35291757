//! What can be typed.

mod values;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use domain::authorisation::{AddressRange, Role, Scope};
use domain::email_address::EmailAddress;
use domain::ids::{OrganisationId, SealId};
use domain::language::Language;
use domain::registered_seal::RegisteredSeal;

pub use values::{AuthorityUrl, Quota, SubjectPart};

const ORDER: &str = "\
From an empty stack to the first envelope:
  keiin key request-certificate --operator --allow-once --subject C=JP --subject O=… --subject CN=… --out operator.csr
  keiin key import-certificate --operator --chain operator-chain.pem
  keiin authority add --url https://tsa.example.jp/rfc3161 --anchors tsa-root.pem
  keiin trust add operator-root.pem tsa-root.pem
  keiin organisation add takikawa --name 滝川市 --sender-name '佐藤 花子' --sender-email somu@city.example
  keiin check

Region and credentials are taken from the variables that every AWS tool reads (AWS_REGION, AWS_PROFILE, AWS_ACCESS_KEY_ID, …).
Exit codes: 0 done, 1 refused, failed or something is missing, 2 wrong arguments.";

/// Operates a stack of Keiin on AWS: keys and certificates, timestamp authorities, trust, organisations and API keys.
#[derive(Debug, Parser)]
#[command(name = "keiin", version, after_help = ORDER)]
pub struct Arguments {
    /// The CloudFormation stack.
    #[arg(long, global = true, env = "KEIIN_STACK", default_value = "keiin", value_name = "NAME")]
    pub stack: String,
    /// Where all AWS services are, for an emulator [default: AWS itself, or what AWS_ENDPOINT_URL says].
    #[arg(long, global = true, value_name = "URL", value_parser = values::endpoint)]
    pub endpoint: Option<String>,
    /// Answers in JSON, for programs.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Organisations that send, by their API keys.
    #[command(subcommand)]
    Organisation(Organisation),
    /// Keys and certificates of seals: the operator's and registered seals (実印タイプ).
    #[command(subcommand)]
    Key(Key),
    /// Timestamp authorities (RFC 3161), tried in their order.
    #[command(subcommand)]
    Authority(Authority),
    /// Trust anchors: whose signatures the verification page confirms.
    #[command(subcommand)]
    Trust(Trust),
    /// API keys. Each is shown once; only its SHA-256 is stored.
    #[command(subcommand)]
    ApiKey(ApiKey),
    /// Says of everything that a first envelope needs whether it is there, and what to do where it is not.
    Check(Check),
}

/// Organisations.
#[derive(Debug, Subcommand)]
pub enum Organisation {
    /// Adds an organisation and makes its first API key, which is printed once.
    Add(OrganisationAdd),
    /// Changes its name or what it demands, for all of its keys at once.
    Set(OrganisationSet),
    /// Invites a person by mail, such as the first administrator, who then invites the others.
    Invite(Invite),
    /// Sets where its people sign in: an OpenID provider of its own, or the stack's.
    Provider(OrganisationProvider),
    /// Saves everything that it has here into a folder: envelopes with their evidence and documents, people, groups, folders, keys, log.
    Export {
        /// The organisation.
        #[arg(value_parser = values::organisation)]
        id: OrganisationId,
        /// An empty folder, or one into which an earlier run has begun to save.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Ends its use of the service: none of its keys is taken any more.
    Close {
        /// The organisation.
        #[arg(value_parser = values::organisation)]
        id: OrganisationId,
        /// Saves everything that it has here into this folder first, and closes it only if that is whole.
        #[arg(long, value_name = "FOLDER")]
        export: Option<PathBuf>,
    },
    /// Takes the end back.
    Reopen {
        /// The organisation.
        #[arg(value_parser = values::organisation)]
        id: OrganisationId,
    },
    /// Lists them all.
    List,
}

/// A new organisation.
#[derive(Debug, Args)]
pub struct OrganisationAdd {
    /// Its id: 1 to 64 characters of a-z, 0-9 and -. It stands in rows and cannot be changed.
    #[arg(value_parser = values::new_organisation)]
    pub id: OrganisationId,
    /// Its name as recipients read it, such as 滝川市.
    #[arg(long, value_parser = values::company_name)]
    pub name: String,
    /// Everybody who signs for it or with it must show a second factor that is not the mailbox.
    #[arg(long)]
    pub two_factor_required: bool,
    /// Who sends with the key.
    #[command(flatten)]
    pub sender: Sender,
    /// What the key is good for.
    #[command(flatten)]
    pub terms: Terms,
}

/// A person to be invited.
#[derive(Debug, Args)]
pub struct Invite {
    /// The organisation.
    #[arg(value_parser = values::organisation)]
    pub organisation: OrganisationId,
    /// The person's name, as recipients of envelopes read it.
    #[arg(long, value_parser = values::person_name)]
    pub name: String,
    /// The address that the invitation goes to.
    #[arg(long, value_parser = values::email, value_name = "ADDRESS")]
    pub email: EmailAddress,
    /// The language of pages and mails.
    #[arg(long, value_enum, default_value_t = MailLanguage::Ja)]
    pub language: MailLanguage,
    /// What the person is to do: administrator, document_manager, document_viewer, sender or approver. May be given more than
    /// once; administrator unless given.
    #[arg(long = "role", value_name = "ROLE")]
    pub roles: Vec<Role>,
}

/// Where an organisation's people sign in.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("where").required(true).args(["issuer", "remove"]))]
pub struct OrganisationProvider {
    /// The organisation.
    #[arg(value_parser = values::organisation)]
    pub organisation: OrganisationId,
    /// The provider's issuer identifier, exactly as its configuration says it, such as https://login.microsoftonline.com/TENANT/v2.0.
    #[arg(long, value_name = "URL", value_parser = values::issuer, requires_all = ["client_id", "second_factor"])]
    pub issuer: Option<String>,
    /// As what this service is registered there.
    #[arg(long, value_name = "ID", value_parser = values::client_id, requires = "issuer")]
    pub client_id: Option<String>,
    /// How it is known that a second factor was shown: claimed in its tokens (amr or acr), or always, since it lets nobody in
    /// without one.
    #[arg(long, value_enum, requires = "issuer")]
    pub second_factor: Option<ProofOfSecondFactor>,
    /// Reads the client secret from standard input. Without it this service is a public client there.
    #[arg(long, requires = "issuer")]
    pub client_secret_stdin: bool,
    /// Back to the stack's own provider.
    #[arg(long, conflicts_with_all = ["client_id", "second_factor", "client_secret_stdin"])]
    pub remove: bool,
}

/// How a provider tells that a second factor was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProofOfSecondFactor {
    /// By claims in its tokens.
    Claimed,
    /// It lets nobody in without one.
    Always,
}

/// A change of an organisation.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
pub struct OrganisationSet {
    /// The organisation.
    #[arg(value_parser = values::organisation)]
    pub id: OrganisationId,
    /// Its name as recipients read it, from the next envelope on.
    #[arg(long, group = "what", value_parser = values::company_name)]
    pub name: Option<String>,
    /// Its name as readers of English read it; an empty one is none.
    #[arg(long, group = "what", value_parser = values::company_name_or_none)]
    pub name_en: Option<String>,
    /// Whether everybody who signs for it or with it must show a second factor that is not the mailbox, from the next envelope
    /// on.
    #[arg(long, group = "what", value_name = "true|false")]
    pub two_factor_required: Option<bool>,
    /// How many envelopes it may send within a calendar month; "none" for any number.
    #[arg(long, group = "what", value_name = "NUMBER|none", value_parser = values::quota)]
    pub quota: Option<Quota>,
    /// Addresses from which its people and keys are accepted: an address or a range such as 203.0.113.0/24 or 2001:db8::/32. May be
    /// given more than once; all of them, in the place of those before. Lets an organisation back in that has locked itself out.
    #[arg(long = "from", group = "what", value_name = "CIDR", conflicts_with = "from_anywhere")]
    pub addresses: Vec<AddressRange>,
    /// Its people and keys are accepted from anywhere.
    #[arg(long, group = "what")]
    pub from_anywhere: bool,
    /// Which links in mails open only from those addresses. It holds at once for links that were mailed before; "none" opens all of
    /// them everywhere, where ranges were wrong.
    #[arg(long, group = "what", value_enum)]
    pub address_bound_links: Option<BoundLinks>,
    /// Whether its people must sign in with a second factor.
    #[arg(long, group = "what", value_name = "true|false")]
    pub members_second_factor: Option<bool>,
    /// Writes it anew where what is stored cannot be read; --name and --two-factor-required must be given.
    #[arg(long, requires_all = ["name", "two_factor_required"])]
    pub replace: bool,
}

/// Which links in mails open only from an organisation's addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BoundLinks {
    /// None of them.
    None,
    /// Those that were mailed to addresses at the organisation's own mail domains, which its administrators name.
    OwnDomains,
    /// All of them, those of recipients outside the organisation among them.
    All,
}

/// The person in whose name an API key sends.
#[derive(Clone, Debug, Args)]
pub struct Sender {
    /// The name of the person or desk that sends with this key, as recipients read it.
    #[arg(long, value_parser = values::person_name, value_name = "NAME")]
    pub sender_name: String,
    /// Their address, which is told of every outcome.
    #[arg(long, value_parser = values::email, value_name = "ADDRESS")]
    pub sender_email: EmailAddress,
    /// The language of mails to them.
    #[arg(long, value_enum, default_value_t = MailLanguage::Ja)]
    pub language: MailLanguage,
}

/// What an API key is good for. Without any of these it is good for all that is done with envelopes, from anywhere,
/// without end.
#[derive(Clone, Debug, Default, Args)]
pub struct Terms {
    /// What the key is for, such as the program that uses it. Lists show it.
    #[arg(long, value_parser = values::label, value_name = "TEXT")]
    pub label: Option<String>,
    /// What it may do: envelopes:read, envelopes:write (drafts, voiding, correcting), envelopes:send, or organisation:admin
    /// (people, keys, rules). May be given more than once; the first three unless given.
    #[arg(long = "scope", value_name = "SCOPE")]
    pub scopes: Vec<Scope>,
    /// After how many days it ends.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub expires_in: Option<u16>,
    /// From where it may be used: an address or a range such as 203.0.113.0/24 or 2001:db8::/32. May be given more than once.
    #[arg(long = "from", value_name = "CIDR")]
    pub addresses: Vec<AddressRange>,
}

/// A language of mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MailLanguage {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl From<MailLanguage> for Language {
    fn from(language: MailLanguage) -> Self {
        match language {
            MailLanguage::Ja => Self::Ja,
            MailLanguage::En => Self::En,
        }
    }
}

/// Keys and certificates of seals.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Makes a key in KMS by which only seal-document may sign.
    Make(KeyMake),
    /// Makes a certificate request (PKCS #10) that the key itself signs.
    RequestCertificate(RequestCertificate),
    /// Checks the certificate that a CA has issued for the key, and puts it to use.
    ImportCertificate(ImportCertificate),
    /// Lets persons sign with a registered seal, or other organisations ask for it.
    Allow(SealUsers),
    /// Takes that from them again. It holds at once, also for envelopes that are on their way.
    Disallow(SealUsers),
    /// Takes the certificate of a registered seal out of use. Its key stays in KMS; what it has signed stays valid.
    RemoveCertificate {
        /// Which seal.
        #[command(flatten)]
        seal: WhichSeal,
    },
    /// Puts the policy of a key in place again, by which nobody but seal-document may sign.
    Protect {
        /// Whose key.
        #[command(flatten)]
        owner: Owner,
        /// The key, by id, ARN or alias [default: the one that the stack or `key make` has made].
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
    /// Lists the certificates in use, and who may use registered seals.
    List,
}

/// Whose seal.
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("owner").required(true))]
pub struct Owner {
    /// The operator's seal, which every contract gets.
    #[arg(long, group = "owner")]
    pub operator: bool,
    /// A registered seal of this organisation.
    #[arg(long, group = "owner", value_parser = values::organisation, value_name = "ID")]
    pub organisation: Option<OrganisationId>,
    /// Which of its seals [default: the one that has the organisation's id].
    #[arg(long, requires = "organisation", value_parser = values::seal, value_name = "ID")]
    pub seal: Option<SealId>,
}

impl Owner {
    /// The registered seal; nothing where it is the operator's.
    pub fn registered(&self) -> Option<RegisteredSeal> {
        Some(RegisteredSeal::new(self.organisation.clone()?, self.seal.clone()))
    }
}

/// A registered seal.
#[derive(Clone, Debug, Args)]
pub struct WhichSeal {
    /// The organisation whose registered seal it is.
    #[arg(long, value_parser = values::organisation, value_name = "ID")]
    pub organisation: OrganisationId,
    /// Which of its seals [default: the one that has the organisation's id].
    #[arg(long, value_parser = values::seal, value_name = "ID")]
    pub seal: Option<SealId>,
}

impl WhichSeal {
    /// The seal.
    pub fn registered(&self) -> RegisteredSeal {
        RegisteredSeal::new(self.organisation.clone(), self.seal.clone())
    }
}

/// A kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeySpec {
    /// RSA with 3072 bits.
    #[value(name = "RSA_3072")]
    Rsa3072,
    /// ECDSA on P-256.
    #[value(name = "ECC_NIST_P256")]
    P256,
}

/// A new key.
#[derive(Debug, Args)]
pub struct KeyMake {
    /// Whose key.
    #[command(flatten)]
    pub owner: Owner,
    /// The kind of key. It cannot be changed later.
    #[arg(long, value_enum, default_value = "RSA_3072")]
    pub spec: KeySpec,
    /// Makes another key although there is one. The one in use stays in use until a certificate for the new one is imported.
    #[arg(long)]
    pub another: bool,
}

/// A certificate request.
#[derive(Debug, Args)]
pub struct RequestCertificate {
    /// Whose key.
    #[command(flatten)]
    pub owner: Owner,
    /// The key, by id, ARN or alias [default: the one that the stack or `key make` has made].
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// A part of the subject: C (country), ST (prefecture), L (municipality), O (organisation), OU (unit) or CN (common
    /// name), such as O=滝川市. CN must be there. May be given once for each part.
    #[arg(long = "subject", required = true, value_name = "PART=VALUE")]
    pub subject: Vec<SubjectPart>,
    /// Where the request goes; standard output unless given. A file that is there already is not overwritten.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Lets whoever runs this sign with the key for the time of this call: its policy is changed and put back. Without it
    /// the policy must allow it already (the stack's parameter CertificateRequesterArn).
    #[arg(long)]
    pub allow_once: bool,
}

/// An issued certificate.
#[derive(Debug, Args)]
pub struct ImportCertificate {
    /// Whose seal.
    #[command(flatten)]
    pub owner: Owner,
    /// The key, by id, ARN or alias [default: the one that the stack or `key make` has made].
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// The certificate in PEM, followed by its issuer, and so on. A root at the end is checked and not stored.
    #[arg(long, value_name = "FILE")]
    pub chain: PathBuf,
    /// What the registered seal is called, as people read it, such as 滝川市長之印. A seal with an id of its own has to have a name;
    /// without it the name so far stays.
    #[arg(long, value_parser = values::seal_name, value_name = "NAME", conflicts_with = "operator")]
    pub name: Option<String>,
    /// The same for readers of English. Given with --name.
    #[arg(long, value_parser = values::seal_name, value_name = "NAME", requires = "name")]
    pub name_en: Option<String>,
    /// Who may sign with the registered seal, by mail address. May be given more than once, and replaces the list so far;
    /// without it the list stays.
    #[arg(long = "person", value_parser = values::email, value_name = "ADDRESS", conflicts_with = "operator")]
    pub persons: Vec<EmailAddress>,
    /// An organisation that may ask for the registered seal in envelopes that it sends, besides its owner. May be given
    /// more than once, and replaces the list so far; without it the list stays.
    #[arg(long = "may-ask", value_name = "ID", conflicts_with = "operator", value_parser = values::organisation)]
    pub organisations: Vec<OrganisationId>,
    /// Puts it in the place of the certificate that is in use.
    #[arg(long)]
    pub replace: bool,
}

/// Users of a registered seal.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("users").required(true).multiple(true))]
pub struct SealUsers {
    /// Which seal.
    #[command(flatten)]
    pub seal: WhichSeal,
    /// Somebody who signs with it, by mail address. May be given more than once.
    #[arg(long = "person", group = "users", value_parser = values::email, value_name = "ADDRESS")]
    pub persons: Vec<EmailAddress>,
    /// An organisation that asks for it in envelopes that it sends. May be given more than once. Its owner always may.
    #[arg(long = "may-ask", group = "users", value_name = "ID", value_parser = values::organisation)]
    pub organisations: Vec<OrganisationId>,
}

/// Timestamp authorities.
#[derive(Debug, Subcommand)]
pub enum Authority {
    /// Adds an authority, behind the others.
    Add(AuthorityAdd),
    /// Lists them in the order in which they are tried.
    List,
    /// Asks for a real timestamp of a random digest and checks it as the service does.
    Test {
        /// The authority's address; all of them unless given.
        url: Option<String>,
    },
    /// Takes an authority away.
    Remove {
        /// The authority's address.
        url: String,
    },
}

/// A timestamp authority.
#[derive(Debug, Args)]
pub struct AuthorityAdd {
    /// Where it takes requests, http or https.
    #[arg(long)]
    pub url: AuthorityUrl,
    /// The root certificates in PEM that its certificate must chain to.
    #[arg(long, value_name = "FILE")]
    pub anchors: PathBuf,
    /// The policy that its timestamps must name, such as 1.2.392.00200081.1.1; any unless given.
    #[arg(long, value_name = "OID", value_parser = values::policy)]
    pub policy: Option<String>,
    /// The minister has accredited it (総務大臣認定). Timestamps of all others are labelled 認定外.
    #[arg(long)]
    pub accredited: bool,
    /// Tries it before the others.
    #[arg(long)]
    pub first: bool,
    /// Puts it in the place of the authority with the same address.
    #[arg(long)]
    pub replace: bool,
}

/// Trust anchors.
#[derive(Debug, Subcommand)]
pub enum Trust {
    /// Adds root certificates.
    Add {
        /// Files in PEM, each with one certificate or more.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Lists them.
    List,
    /// Takes one away.
    Remove {
        /// Its SHA-256 as `trust list` shows it, or the first 8 digits or more.
        #[arg(value_parser = values::fingerprint)]
        fingerprint: String,
    },
}

/// API keys.
#[derive(Debug, Subcommand)]
pub enum ApiKey {
    /// Makes another key for an organisation, or for a person of it, and prints it, once.
    Make(ApiKeyMake),
    /// Revokes a key: from then on it is as if it had never been.
    #[command(group = ArgGroup::new("which").required(true))]
    Revoke {
        /// Its id as `api-key list` shows it.
        #[arg(group = "which", value_parser = values::fingerprint)]
        id: Option<String>,
        /// Reads the key itself from standard input, for one that was found where it should not be.
        #[arg(long, group = "which")]
        stdin: bool,
    },
    /// Lists all keys, by their ids.
    List {
        /// Only those of this organisation.
        #[arg(long, value_parser = values::organisation, value_name = "ID")]
        organisation: Option<OrganisationId>,
    },
}

/// An API key.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who").required(true).args(["person", "sender_name"]))]
pub struct ApiKeyMake {
    /// The organisation, which `organisation add` has added.
    #[arg(value_parser = values::organisation)]
    pub organisation: OrganisationId,
    /// Makes a key of the person of the organisation who has this mail address: it sends in the person's name, may do no more than
    /// the person, and ends with them.
    #[arg(
        long,
        value_parser = values::email,
        value_name = "ADDRESS",
        conflicts_with_all = ["sender_email", "language"],
    )]
    pub person: Option<EmailAddress>,
    /// The name of the desk or program that sends with this key, as recipients read it.
    #[arg(long, value_parser = values::person_name, value_name = "NAME", requires = "sender_email")]
    pub sender_name: Option<String>,
    /// Their address, which is told of every outcome.
    #[arg(long, value_parser = values::email, value_name = "ADDRESS", requires = "sender_name")]
    pub sender_email: Option<EmailAddress>,
    /// The language of mails to them; Japanese unless given.
    #[arg(long, value_enum)]
    pub language: Option<MailLanguage>,
    /// What it is good for.
    #[command(flatten)]
    pub terms: Terms,
}

impl ApiKeyMake {
    /// Who sends with it where it is no person's.
    pub fn sender(&self) -> Option<Sender> {
        let (sender_name, sender_email) = (self.sender_name.clone()?, self.sender_email.clone()?);
        Some(Sender { sender_name, sender_email, language: self.language.unwrap_or(MailLanguage::Ja) })
    }
}

/// The check.
#[derive(Debug, Args)]
pub struct Check {
    /// Certificates must be good for so many days more. Warns more urgently from 30 and from 7 days before.
    #[arg(long, default_value_t = 90, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub days: u16,
}
