//! Documents whose files come with the request.

use super::DocumentRequest;
use super::errors::Errors;
use crate::digest::Digest;
use crate::field_error::FieldError;

/// What is said of a document whose file comes with the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRequest {
    /// Its name.
    pub name: String,
    /// Its size, if that is said.
    pub size: Option<u64>,
    /// Its SHA-256, if that is said.
    pub sha256: Option<String>,
}

/// A file that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedFile {
    /// The name that it came by.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: Digest,
}

impl ReceivedFile {
    fn named(&self, name: &str) -> DocumentRequest {
        DocumentRequest { name: name.to_owned(), size: self.size, sha256: self.sha256.to_string() }
    }
}

/// The documents that these files are, in their order. Where nothing is said of them they are called as the files are.
///
/// # Errors
/// Where what is said is not what came.
pub fn documents_of_files(
    said: Option<&[FileRequest]>,
    files: &[ReceivedFile],
) -> Result<Vec<DocumentRequest>, Vec<FieldError>> {
    let Some(said) = said else { return Ok(files.iter().map(|file| file.named(&file.name)).collect()) };
    let mut errors = Errors::default();
    if said.len() != files.len() {
        errors.add(
            "/documents",
            "count-mismatch",
            format!(
                "documentsは{}件、送られたファイルは{}件です。同じ順に同じ件数を指定してください。",
                said.len(),
                files.len()
            ),
            format!(
                "There are {} documents and {} files: give one for each, in the same order.",
                said.len(),
                files.len()
            ),
        );
        return Err(errors.0);
    }
    for (i, (said, file)) in said.iter().zip(files).enumerate() {
        if said.size.is_some_and(|size| size != file.size) {
            errors.add(
                format!("/documents/{i}/size"),
                "mismatch",
                format!("送られたファイルは{}バイトです。ファイルを確認するか、sizeを省略してください。", file.size),
                format!("The file that came has {} bytes. Check the file, or leave the size out.", file.size),
            );
        }
        if said.sha256.as_ref().is_some_and(|sha256| sha256.parse() != Ok(file.sha256)) {
            errors.add(
                format!("/documents/{i}/sha256"),
                "mismatch",
                "送られたファイルのSHA-256と一致しません。ファイルを確認するか、sha256を省略してください。",
                "The file that came has another SHA-256. Check the file, or leave it out.",
            );
        }
    }
    let documents = said.iter().zip(files).map(|(said, file)| file.named(&said.name)).collect();
    if errors.0.is_empty() { Ok(documents) } else { Err(errors.0) }
}
