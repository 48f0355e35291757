//! The limits of requests, as the domain holds them, by names that fields of requests can have: one place for both.

use domain::draft;
use domain::text::TextRule;
use domain::visible_seal::SIDES;

pub(super) const TITLE: usize = TextRule::TITLE.max;
pub(super) const MESSAGE: usize = TextRule::MESSAGE.max;
pub(super) const DOCUMENT_NAME: usize = TextRule::DOCUMENT_NAME.max + ".pdf".len();
pub(super) const PERSON_NAME: usize = TextRule::PERSON_NAME.max;
pub(super) const FOLDER_NAME: usize = TextRule::FOLDER_NAME.max;
pub(super) const GRANTS: usize = domain::folder::MAX_GRANTS;
pub(super) const GROUP_NAME: usize = TextRule::GROUP_NAME.max;
pub(super) const KEY_LABEL: usize = TextRule::KEY_LABEL.max;
pub(super) const ADDRESS_RANGES: usize = domain::organisation::MAX_ADDRESS_RANGES;
/// Registered seals of an organisation, with the one by which two imports at the same moment may go beyond the limit.
pub(super) const SEALS: usize = domain::registered_seal::MAX_SEALS + 1;
pub(super) const SEAL_PERSONS: usize = domain::seal_certificate::MAX_SEAL_PERSONS;
pub(super) const COMPANY_NAME: usize = TextRule::COMPANY_NAME.max;
pub(super) const COUNTERPARTY: usize = TextRule::COUNTERPARTY.max;
pub(super) const TAG: usize = TextRule::TAG.max;
pub(super) const KANA: usize = TextRule::KANA.max;
pub(super) const DEPARTMENT: usize = TextRule::DEPARTMENT.max;
pub(super) const JOB_TITLE: usize = TextRule::JOB_TITLE.max;
pub(super) const NOTE: usize = TextRule::NOTE.max;
pub(super) const REASON: usize = TextRule::REASON.max;
pub(super) const DOCUMENTS: usize = draft::MAX_DOCUMENTS;
pub(super) const DOCUMENT_BYTES: u64 = domain::document::MAX_DOCUMENT_BYTES;
pub(super) const RECIPIENTS: usize = draft::MAX_RECIPIENTS;
pub(super) const OWN_FIELDS: usize = domain::policy::MAX_OWN_FIELDS;
pub(super) const FIELD_LABEL: usize = TextRule::FIELD_LABEL.max;
pub(super) const OWN_FIELD: usize = TextRule::OWN_FIELD.max;
pub(super) const CHOICES: usize = domain::policy::MAX_CHOICES;
pub(super) const BRAND_NAME: usize = TextRule::BRAND_NAME.max;
pub(super) const TAGS: usize = draft::MAX_TAGS;
pub(super) const AMOUNT: i64 = draft::MAX_AMOUNT;
pub(super) const DEADLINE_DAYS: u8 = domain::policy::MAX_DEADLINE_DAYS;
/// The shortest and the longest access code.
pub(super) const ACCESS_CODE: (usize, usize) = (*draft::ACCESS_CODE_LENGTHS.start(), *draft::ACCESS_CODE_LENGTHS.end());
/// Base32 letters of the shortest and the longest key, with padding or without.
pub(super) const AUTHENTICATOR_KEY: (usize, usize) =
    ((*draft::AUTHENTICATOR_KEY_BYTES.start() * 8).div_ceil(5), draft::AUTHENTICATOR_KEY_BYTES.end().div_ceil(5) * 8);
/// The shortest and the longest side of a visible seal, in millimetres.
pub(super) const SIDE: (u32, u32) = (*SIDES.start() / 10, *SIDES.end() / 10);
