//! What the form of a new request sends.

use api::problem::{Problem, kinds};
use axum::RequestExt as _;
use axum::extract::Request;
use axum::extract::multipart::{Multipart, MultipartError};
use domain::text::without_extension;

use crate::room::Room;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entered {
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) deadline_days: String,
    pub(crate) date: String,
    pub(crate) counterparty: String,
    pub(crate) amount: String,
    /// Whether all are asked at the same time; otherwise one after the other, in the order of the rows.
    pub(crate) parallel: bool,
    /// In the order of the rows; rows that nobody has filled in are among them.
    pub(crate) recipients: Vec<Person>,
}

/// A row of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) company: String,
    pub(crate) email: String,
    /// `signer`, `viewer` or `copy`.
    pub(crate) kind: String,
}

impl Person {
    pub(crate) fn is_empty(&self) -> bool {
        [&self.name, &self.company, &self.email].into_iter().all(|text| text.trim().is_empty())
    }

    /// With an address that was pasted together with the name, as `鈴木 太郎 <suzuki@example.jp>`, where it belongs.
    fn untangled(mut self) -> Self {
        if !self.email.trim().is_empty() {
            return self;
        }
        let taken = |text: &str| {
            let (name, rest) = text.trim().split_once(['<', '＜'])?;
            let email = rest.trim().strip_suffix(['>', '＞'])?.trim();
            email.contains('@').then(|| (name.trim().trim_matches('"').to_owned(), email.to_owned()))
        };
        if let Some((name, email)) = taken(&self.name) {
            (self.name, self.email) = (name, email);
        }
        self
    }
}

/// A file that came with the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A file that the page's script is going to put into the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) size: String,
    pub(crate) sha256: String,
}

/// All that came.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) entered: Entered,
    /// Under which it is made once.
    pub(crate) key: String,
    pub(crate) files: Vec<File>,
    pub(crate) uploads: Vec<Upload>,
    /// Whether it is sent at once; otherwise it stays a draft.
    pub(crate) send: bool,
}

/// Reads the form.
pub(crate) async fn read(request: Request) -> Result<Sent, Problem> {
    let form: Multipart = request.extract().await.map_err(|_| Problem::of(&kinds::UNREADABLE_FORM))?;
    read_parts(form).await
}

async fn read_parts(mut form: Multipart) -> Result<Sent, Problem> {
    let mut sent =
        Sent { entered: Entered::default(), key: String::new(), files: Vec::new(), uploads: Vec::new(), send: false };
    let (mut row, mut room) = (None::<Person>, Room::of_a_form());
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "document" {
            let name = field.file_name().unwrap_or_default().to_owned();
            room.take("document", name.as_bytes())?;
            let bytes: Vec<u8> = field.bytes().await.map_err(|error| unreadable(&error))?.into();
            // Browsers send a nameless empty file where none was chosen.
            if !(bytes.is_empty() && name.is_empty()) {
                sent.files.push(File { name, bytes });
            }
            continue;
        }
        let bytes = field.bytes().await.map_err(|error| unreadable(&error))?;
        room.take(&name, &bytes)?;
        let value = String::from_utf8(bytes.into()).map_err(|_| Problem::of(&kinds::INVALID_UTF8))?;
        let entered = &mut sent.entered;
        match name.as_str() {
            "key" => sent.key = value,
            "then" => sent.send = value == "send",
            "title" => entered.title = value,
            "message" => entered.message = value,
            "deadline_days" => entered.deadline_days = value,
            "date" => entered.date = value,
            "counterparty" => entered.counterparty = value,
            "amount" => entered.amount = value,
            "parallel" => entered.parallel = value == "yes",
            // A row begins with its kind.
            "kind" => {
                entered.recipients.extend(row.take().map(Person::untangled));
                row = Some(Person { kind: value, ..Person::default() });
            }
            "name" => row.get_or_insert_default().name = value,
            "company" => row.get_or_insert_default().company = value,
            "email" => row.get_or_insert_default().email = value,
            "upload-name" => sent.uploads.push(Upload { name: value, ..Upload::default() }),
            "upload-size" => sent.uploads.last_mut().ok_or_else(unknown_field)?.size = value,
            "upload-sha256" => sent.uploads.last_mut().ok_or_else(unknown_field)?.sha256 = value,
            _ => return Err(unknown_field()),
        }
    }
    sent.entered.recipients.extend(row.map(Person::untangled));
    sent.entered.recipients.retain(|person| !person.is_empty());
    if sent.entered.title.trim().is_empty() {
        let first =
            sent.files.iter().map(|file| &file.name).chain(sent.uploads.iter().map(|upload| &upload.name)).next();
        sent.entered.title = first.map(|name| without_extension(name).to_owned()).unwrap_or_default();
    }
    Ok(sent)
}

/// The identifier of the field to which a pointer of the API leads.
pub(crate) fn field_of(pointer: &str) -> String {
    let mut parts = pointer.trim_start_matches('/').split('/');
    match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        ("recipients", Some(at), Some(field @ ("name" | "email" | "company"))) => format!("{field}-{at}"),
        ("recipients", Some(at), _) => format!("name-{at}"),
        ("recipients", None, _) => "name-0".to_owned(),
        ("documents", _, _) => "document".to_owned(),
        ("transaction", Some(field @ ("date" | "counterparty" | "amount")), _) => field.to_owned(),
        (field @ ("message" | "deadline_days"), _, _) => field.to_owned(),
        _ => "title".to_owned(),
    }
}

fn unknown_field() -> Problem {
    Problem::of(&kinds::UNREADABLE_FORM)
}

fn unreadable(error: &MultipartError) -> Problem {
    match error.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Problem::of(&kinds::BODY_TOO_LARGE),
        _ => Problem::of(&kinds::UNREADABLE_FORM),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Person {
        Person { name: name.into(), ..Person::default() }.untangled()
    }

    #[test]
    fn an_address_that_was_pasted_with_the_name_goes_to_its_field() {
        for pasted in
            ["鈴木 太郎 <suzuki@example.jp>", " \"鈴木 太郎\" < suzuki@example.jp >", "鈴木 太郎＜suzuki@example.jp＞"]
        {
            let person = named(pasted);
            assert_eq!((&*person.name, &*person.email), ("鈴木 太郎", "suzuki@example.jp"), "{pasted}");
        }
        for left in ["鈴木 太郎", "鈴木 <太郎>", "a < b"] {
            assert_eq!((&*named(left).name, &*named(left).email), (left, ""));
        }
    }

    #[test]
    fn every_pointer_of_the_api_leads_to_a_field_of_the_form() {
        for (pointer, field) in [
            ("/title", "title"),
            ("/recipients/2/email", "email-2"),
            ("/recipients/0/seal", "name-0"),
            ("/recipients", "name-0"),
            ("/documents/1/name", "document"),
            ("/transaction/amount/value", "amount"),
            ("/deadline_days", "deadline_days"),
            ("/anything", "title"),
        ] {
            assert_eq!(field_of(pointer), field);
        }
    }
}
