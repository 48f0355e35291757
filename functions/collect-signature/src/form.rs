//! What the forms send.

use std::collections::HashMap;

use api::problem::{Problem, kinds};
use domain::digest::Digest;
use domain::envelope::Envelope;
use domain::evidence::ShownDocument;
use domain::field_error::FieldError;
use domain::ids::DocumentNumber;
use domain::language::Localized;
use domain::recipient::Recipient;
use web::Language;
use web::form::FormFields;

use crate::seal;

/// A form as it came.
pub(crate) type Fields = Result<FormFields, Problem>;

/// The checkbox without which nothing is signed.
const CONFIRMED: &str = "confirmed";

/// The form that signs or confirms.
pub(crate) struct Completion {
    /// The digests that the page carried: each document once, no others.
    pub(crate) shown: Vec<ShownDocument>,
    /// Whether the reader said to have read them.
    pub(crate) is_confirmed: bool,
    /// The fields of the chosen seal and of its image that was shown, for whoever may choose one.
    pub(crate) seal: Vec<(String, String)>,
}

impl Completion {
    /// Of a form for this recipient.
    pub(crate) fn of(fields: Texts, envelope: &Envelope, recipient: &Recipient) -> Result<Self, Problem> {
        let is_of_seal =
            |name: &str| recipient.seal_policy.is_some() && seal::is_field_of_act(name, &envelope.documents);
        let (seal, others): (Vec<_>, Vec<_>) = fields.0.into_iter().partition(|(name, _)| is_of_seal(name));
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in others {
            values.entry(name).or_default().push(value);
        }
        let is_confirmed = values.remove(CONFIRMED).is_some_and(|values| values == ["yes"]);
        let mut errors = Vec::new();
        let mut shown = Vec::new();
        for document in envelope.documents.iter().map(|d| d.number) {
            let name = field_name(document);
            let sent = values.remove(&name).unwrap_or_default();
            match (sent.as_slice(), sent.first().and_then(|text| text.parse::<Digest>().ok())) {
                ([_], Some(sha256)) => shown.push(ShownDocument { document, sha256 }),
                ([], _) => errors.push(wrong(&name, "missing")),
                _ => errors.push(wrong(&name, "invalid")),
            }
        }
        errors.extend(values.keys().map(|name| wrong(name, "unknown")));
        if errors.is_empty() {
            Ok(Self { shown, is_confirmed, seal })
        } else {
            Err(Problem::of(&kinds::UNREADABLE_FORM).errors(errors))
        }
    }
}

/// The form that tries a code.
pub(crate) struct TriedCode {
    /// As it was entered.
    pub(crate) code: String,
    /// Whether the device is to be remembered.
    pub(crate) remember: bool,
}

impl TriedCode {
    pub(crate) fn of(mut fields: Texts) -> Self {
        Self { code: fields.take("code"), remember: fields.take("remember") == "yes" }
    }
}

/// The fields of a form that are read as text; what is missing is empty.
pub(crate) struct Texts(pub(crate) Vec<(String, String)>);

impl Texts {
    pub(crate) fn of(fields: Fields) -> Result<Self, Problem> {
        fields.map(|FormFields(fields)| Self(fields))
    }

    /// The first value of this name. Browsers send line breaks as CR LF.
    pub(crate) fn take(&mut self, name: &str) -> String {
        let found = self.0.iter_mut().find(|(sent, _)| sent == name);
        found.map(|(_, text)| std::mem::take(text).replace("\r\n", "\n")).unwrap_or_default()
    }
}

/// What is wrong with a field, said at the field.
pub(crate) struct Wrong {
    /// The field's `id` in the page.
    pub(crate) id: &'static str,
    /// What to do.
    pub(crate) text: String,
}

impl Wrong {
    /// Says this at the field.
    pub(crate) fn new(id: &'static str, language: Language, text: Localized) -> Self {
        Self { id, text: text.into_language(language) }
    }

    /// What is wrong with this field.
    pub(crate) fn at<'e>(errors: &'e [Self], id: &str) -> Option<&'e str> {
        errors.iter().find(|wrong| wrong.id == id).map(|wrong| wrong.text.as_str())
    }
}

/// The name of a document's hidden field.
pub(crate) fn field_name(document: DocumentNumber) -> String {
    format!("document_{document}")
}

fn wrong(name: &str, code: &'static str) -> FieldError {
    let detail = Localized::fixed(
        "表示した文書ごとに、SHA-256を16進数64文字で1回だけ指定してください。",
        "Give the SHA-256 of each document shown, once, 64 hexadecimal characters.",
    );
    FieldError::new(format!("/{}", name.replace('~', "~0").replace('/', "~1")), code, detail)
}
