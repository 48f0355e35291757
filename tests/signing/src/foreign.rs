//! Signatures by another program, which does what ours does not: visible ones, P=1, locks, other changes in the same
//! revision, wrong byte ranges.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::document::{Increment, read};
use crate::pki::cms::{self, Content};
use crate::pki::{Entity, PKI, now, timestamp};

/// Bytes of DER that the placeholder has room for.
const CAPACITY: usize = 5000;
/// Stands for the numbers of `/ByteRange` until they are known.
const RANGE: &str = "/ByteRange [0 ********** ********** **********]";

/// Makes a CMS from the document's SHA-256 digest.
pub type MakeCms<'f> = dyn Fn(&[u8]) -> Vec<u8> + 'f;

/// What to sign with and how it looks.
pub struct Foreign<'f> {
    /// Who signs; for a document timestamp the authority.
    pub who: &'f Entity,
    /// The name of the new field.
    pub field: &'f str,
    /// The empty field that is signed in place of a new one, a widget at the same time.
    pub existing: Option<u32>,
    /// The page that the widget is on.
    pub page: u32,
    /// The indirect `/AcroForm`.
    pub form: u32,
    /// `/Rect`.
    pub rect: &'f str,
    /// Further entries of the field, as `/Lock << … >>`.
    pub field_entries: String,
    /// Further entries of the signature dictionary.
    pub entries: String,
    /// A document timestamp.
    pub is_timestamp: bool,
    /// The older format, which signs a SHA-1 digest of the document (`adbe.pkcs7.sha1`).
    pub is_sha1: bool,
    /// `/SubFilter` of a signature that is neither of these.
    pub sub_filter: &'f str,
    /// Whether the signature dictionary says when it was signed (`/M`).
    pub is_dated: bool,
    /// Makes a CMS to take in place of an honest one.
    pub contents: Option<&'f MakeCms<'f>>,
}

impl<'f> Foreign<'f> {
    /// An invisible signature on the first page of the contract.
    #[must_use]
    pub fn new(who: &'f Entity, field: &'f str) -> Self {
        use crate::document::contract::{FORM, PAGE};
        Self {
            who,
            field,
            existing: None,
            page: PAGE,
            form: FORM,
            rect: "[0 0 0 0]",
            field_entries: String::new(),
            entries: String::new(),
            is_timestamp: false,
            is_sha1: false,
            sub_filter: "ETSI.CAdES.detached",
            is_dated: true,
            contents: None,
        }
    }

    /// An invisible document timestamp.
    #[must_use]
    pub fn timestamp(field: &'f str) -> Self {
        Self { is_timestamp: true, ..Self::new(&PKI.tsa, field) }
    }

    /// Certifies with `/P`, also 1.
    #[must_use]
    pub fn certifying(mut self, permission: u8) -> Self {
        self.entries.push_str(&format!(
            " /Reference [<< /Type /SigRef /TransformMethod /DocMDP \
             /TransformParams << /Type /TransformParams /P {permission} /V /1.2 >> >>]"
        ));
        self
    }

    /// Locks fields: `what` is as `/Action /Include /Fields [(amount)]`.
    #[must_use]
    pub fn locking(mut self, what: &str) -> Self {
        self.field_entries.push_str(&format!(" /Lock << /Type /SigFieldLock {what} >>"));
        self.entries.push_str(&format!(
            " /Reference [<< /Type /SigRef /TransformMethod /FieldMDP \
             /TransformParams << /Type /TransformParams {what} /V /1.2 >> >>]"
        ));
        self
    }

    /// Appends `increment` with this signature in it.
    #[must_use]
    pub fn sign(&self, increment: &mut Increment) -> Vec<u8> {
        self.sign_over(increment, |start, end, length| [0, start, end, length - end])
    }

    /// The same over a byte range of one's own, made of the gap's start, its end and the file's length.
    #[must_use]
    pub fn sign_over(
        &self,
        increment: &mut Increment,
        range: impl FnOnce(usize, usize, usize) -> [usize; 4],
    ) -> Vec<u8> {
        self.place(increment);
        let mut file = increment.finish();
        let start = read::rfind(&file, b"/Contents <00").unwrap() + 10;
        let end = start + CAPACITY * 2 + 2;
        let range = range(start, end, file.len());
        let text = format!("/ByteRange [{} {} {} {}]", range[0], range[1], range[2], range[3]);
        let at = read::rfind(&file, RANGE.as_bytes()).unwrap();
        file[at..at + RANGE.len()].copy_from_slice(format!("{text:<0$}", RANGE.len()).as_bytes());
        let mut digest = Sha256::new();
        digest.update(&file[range[0]..range[0] + range[1]]);
        digest.update(&file[range[2]..range[2] + range[3]]);
        let digest = digest.finalize().to_vec();
        let sha1 = Sha1::digest([&file[range[0]..range[0] + range[1]], &file[range[2]..range[2] + range[3]]].concat());
        let chain = PKI.chain(self.who);
        let contents = if let Some(contents) = self.contents {
            contents(&digest)
        } else if self.is_timestamp {
            timestamp::token_for(self.who, &chain, &digest, now())
        } else if self.is_sha1 {
            cms::signed_data(self.who, &chain, cms::DATA, &Content::Attached(&sha1))
        } else {
            cms::signed_data(self.who, &chain, cms::DATA, &Content::Detached(digest))
        };
        let digits = hex::encode(contents);
        file[start + 1..start + 1 + digits.len()].copy_from_slice(digits.as_bytes());
        file
    }

    fn place(&self, increment: &mut Increment) {
        let sub_filter = if self.is_sha1 { "adbe.pkcs7.sha1" } else { self.sub_filter };
        let date = if self.is_dated { " /M (D:20261201003000Z)" } else { "" };
        let kind = if self.is_timestamp {
            "/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161".to_owned()
        } else {
            format!("/Type /Sig /Filter /Adobe.PPKLite /SubFilter /{sub_filter}{date}")
        };
        let zeros = "0".repeat(CAPACITY * 2);
        let signature = increment.add(format!("<< {kind} {}\n{RANGE}\n/Contents <{zeros}> >>", self.entries));
        if let Some(number) = self.existing {
            let text = read::with_entry(&increment.text(number), &format!("/V {signature} 0 R {}", self.field_entries));
            increment.set(number, text);
            return;
        }
        let field = increment.add(format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T ({}) /V {signature} 0 R /Rect {} /F 132 /P {} 0 R {} >>",
            self.field, self.rect, self.page, self.field_entries
        ));
        add_to_array(increment, self.page, "Annots", field);
        add_to_array(increment, self.form, "Fields", field);
        let form = increment.text(self.form);
        if !form.contains("/SigFlags") {
            increment.set(self.form, read::with_entry(&form, "/SigFlags 3"));
        }
        if self.entries.contains("/DocMDP") {
            let catalog = crate::document::contract::CATALOG;
            let perms = format!("/Perms << /DocMDP {signature} 0 R >>");
            let text = read::with_entry(&increment.text(catalog), &perms);
            increment.set(catalog, text);
        }
    }
}

/// Puts a reference at the end of a direct array in a dictionary; the array is made when missing.
pub fn add_to_array(increment: &mut Increment, holder: u32, key: &str, number: u32) {
    let text = increment.text(holder);
    let key_at = text.find(&format!("/{key} ")).or_else(|| text.find(&format!("/{key}[")));
    let text = match key_at {
        Some(at) => {
            let end = at + text[at..].find(']').unwrap();
            format!("{} {number} 0 R{}", &text[..end], &text[end..])
        }
        None => read::with_entry(&text, &format!("/{key} [{number} 0 R]")),
    };
    increment.set(holder, text);
}
