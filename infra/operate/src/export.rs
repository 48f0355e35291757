//! Everything that an organisation has here, saved into a folder when its contract ends: envelopes with their evidence and documents,
//! people with their own address books, groups, folders, keys, the shared address book, registered seals with who may sign and what was
//! signed, and the log.
//!
//! What is hashed is saved byte for byte, so that chains and signatures can be checked without this service. A run that was broken
//! off is begun again with the same folder: a document that is there already, and is what was recorded, is not fetched again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use aws::stored::Row as _;
use domain::contact::{BookId, Contact};
use domain::digest::Digest;
use domain::document::{Document, KeptFiles, StoredFile};
use domain::email_address::EmailAddress;
use domain::envelope::Envelope;
use domain::evidence::Event;
use domain::folder::Folder;
use domain::ids::{GroupId, OrganisationId, PersonId, SealId};
use domain::organisation::{Directory, Entry};
use domain::ports::{
    Contacts, Directories, Documents, EnvelopeList, Envelopes, Folders, ListQuery, ListedKeys, Organisations, People,
    SealPersons, SealUses, SealingCertificates,
};
use domain::registered_seal::RegisteredSeal;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::answer::Answer;

/// What the manifest is called.
const MANIFEST: &str = "manifest.json";
/// What the organisation's row is called.
const ORGANISATION: &str = "organisation.json";
/// Of which form the folder is.
const FORM: &str = "keiin-export/1";
/// Rows that are read at a time.
const PAGE: u16 = 100;

/// Where everything is kept.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Rows of organisations.
    pub organisations: &'a dyn Organisations,
    /// Groups, folders and logs.
    pub directories: &'a dyn Directories,
    /// People.
    pub people: &'a dyn People,
    /// API keys as they are listed.
    pub keys: &'a dyn ListedKeys,
    /// Address books.
    pub contacts: &'a dyn Contacts,
    /// Who may sign with registered seals.
    pub certificates: &'a dyn SealingCertificates,
    /// What registered seals were used for.
    pub seal_uses: &'a dyn SealUses,
    /// Lists of envelopes.
    pub list: &'a dyn EnvelopeList,
    /// Envelopes and their evidence.
    pub envelopes: &'a dyn Envelopes,
    /// Documents.
    pub documents: &'a dyn Documents,
}

/// The list of what was saved.
#[derive(Debug, Serialize)]
struct Manifest<'a> {
    form: &'static str,
    organisation: &'a OrganisationId,
    exported_at: Timestamp,
    /// How far the organisation's log went.
    log_entries: u64,
    envelopes: u64,
    /// How many of them were still on their way: they go on, and what becomes of them is not here.
    on_their_way: u64,
    /// What is missing or is not what was recorded.
    faults: &'a [String],
    files: &'a [Saved],
}

/// What the organisation's log, and the directory that it belongs to, tell of what else there is.
struct Log {
    entries: u64,
    groups: BTreeMap<GroupId, String>,
    /// All registered seals that there have ever been.
    seals: BTreeSet<RegisteredSeal>,
}

/// A file of the folder.
#[derive(Debug, Serialize)]
struct Saved {
    path: String,
    size: u64,
    sha256: Digest,
}

/// Saves everything into a folder.
///
/// # Errors
/// What could not be read or written. What is stored and is not what was recorded is told in the answer, which is incomplete then.
pub async fn export(source: Source<'_>, organisation: &OrganisationId, to: &Path, now: Timestamp) -> Result<Answer> {
    let found = source.organisations.find(organisation).await?;
    let row = found.with_context(|| format!("there is no organisation {organisation}"))?;
    let mut folder = Target::open(to, organisation)?;
    folder.put(ORGANISATION, row.to_row()?.as_bytes())?;
    let Log { entries: log_entries, groups, seals: recorded } = folder.log(source, organisation).await?;
    let mut seals: BTreeMap<_, _> = recorded.into_iter().map(|seal| (seal, Vec::new())).collect();
    seals.extend(source.certificates.persons(organisation).await?);
    let people = folder.people(source, organisation).await?;
    folder.put("groups.json", serde_json::to_string_pretty(&groups)?.as_bytes())?;
    let folders = Folders::all(source.directories, organisation).await?;
    folder.put_lines("folders.jsonl", &folders.all().map(Folder::to_row).collect::<Result<Vec<_>, _>>()?)?;
    folder.contacts(source, &BookId::shared(organisation.clone()), "contacts.jsonl").await?;
    for person in people {
        let path = format!("people-contacts/{person}.jsonl");
        folder.contacts(source, &BookId::own(organisation.clone(), person), &path).await?;
    }
    for (seal, persons) in seals {
        folder.seal(source, &seal, persons).await?;
    }
    let (envelopes, on_their_way) = folder.envelopes(source, organisation).await?;

    let Target { files, faults, .. } = &folder;
    let manifest =
        Manifest { form: FORM, organisation, exported_at: now, log_entries, envelopes, on_their_way, faults, files };
    // The last of all: a folder without it is not whole.
    fs::write(to.join(MANIFEST), serde_json::to_vec_pretty(&manifest)?).context("writing the manifest")?;
    let text = format!(
        "{organisation}: {envelopes} envelopes and {log_entries} entries of its log are in {}, {} files with their SHA-256 in {MANIFEST}.",
        to.display(),
        files.len()
    );
    let json = json!({
        "organisation": organisation.as_str(), "envelopes": envelopes, "on_their_way": on_their_way,
        "log_entries": log_entries, "files": files.len(), "faults": faults,
    });
    let mut answer = Answer::new(text, json);
    if on_their_way > 0 {
        answer = answer
            .with_note(format!("{on_their_way} envelopes are still on their way: export again when they have ended."));
    }
    for fault in faults {
        answer = answer.with_note(fault);
    }
    answer.complete = faults.is_empty();
    Ok(answer)
}

/// The folder, and what is in it so far.
struct Target {
    root: PathBuf,
    files: Vec<Saved>,
    faults: Vec<String>,
}

impl Target {
    /// An empty folder, or one that an earlier run has begun for the same organisation. Nobody but the operator may look into it.
    fn open(root: &Path, organisation: &OrganisationId) -> Result<Self> {
        fs::create_dir_all(root).with_context(|| format!("making the folder {}", root.display()))?;
        #[cfg(unix)]
        fs::set_permissions(root, std::os::unix::fs::PermissionsExt::from_mode(0o700))
            .with_context(|| format!("closing the folder {} to others", root.display()))?;
        let is_begun = match fs::read(root.join(ORGANISATION)) {
            Ok(row) => {
                let row: serde_json::Value = serde_json::from_slice(&row).unwrap_or_default();
                ensure!(
                    row["id"] == organisation.as_str(),
                    "{} holds another organisation's data; name an empty folder",
                    root.display()
                );
                true
            }
            Err(_) => false,
        };
        let is_empty = fs::read_dir(root).context("looking into the folder")?.next().is_none();
        ensure!(is_empty || is_begun, "{} holds something else; name an empty folder", root.display());
        // What an earlier run says of itself does not hold any more.
        if root.join(MANIFEST).exists() {
            fs::remove_file(root.join(MANIFEST)).context("removing the earlier manifest")?;
        }
        Ok(Self { root: root.to_owned(), files: Vec::new(), faults: Vec::new() })
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.root.join(path);
        let folder = file.parent().context("a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
        // First beside it: a file that is there is whole.
        let beside = file.with_extension("part");
        fs::write(&beside, bytes).with_context(|| format!("writing {}", beside.display()))?;
        fs::rename(&beside, &file).with_context(|| format!("writing {}", file.display()))?;
        self.note(path, bytes);
        Ok(())
    }

    fn note(&mut self, path: &str, bytes: &[u8]) {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.files.push(Saved { path: path.to_owned(), size, sha256: Digest::of(bytes) });
    }

    /// One text a line, each as it is stored: none holds a line break.
    fn put_lines(&mut self, path: &str, lines: &[String]) -> Result<()> {
        let mut text = lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        self.put(path, text.as_bytes())
    }

    /// Gives how many entries there are, and the organisation's groups as they stand beside them.
    async fn log(&mut self, source: Source<'_>, organisation: &OrganisationId) -> Result<Log> {
        let mut lines: Vec<String> = Vec::new();
        loop {
            let after = u64::try_from(lines.len())?;
            let page = source.directories.entries(organisation, after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            lines.extend(page);
        }
        let previous = |text: &String| Entry::from_json(text).ok().map(|entry| entry.previous);
        let head = lines.last().map_or(Digest::ZERO, |text| Digest::of(text.as_bytes()));
        let Directory { log: recorded, groups, .. } = source.directories.load(organisation).await?;
        let is_whole = (recorded.sequence, recorded.digest) == (u64::try_from(lines.len())?, head);
        if !is_whole || !is_chain(&lines, previous) {
            self.faults
                .push("the organisation's log is no chain any more: entries were changed or are missing".to_owned());
        }
        let entries = u64::try_from(lines.len())?;
        let seals =
            lines.iter().filter_map(|text| Entry::from_json(text).ok()?.kind.seal().map(Option::<&SealId>::cloned));
        // The one with the organisation's own identifier was there before anything of seals was in the log.
        let seals = seals.chain([None]).map(|id| RegisteredSeal::new(organisation.clone(), id)).collect();
        self.put_lines("log.jsonl", &lines)?;
        Ok(Log { entries, groups, seals })
    }

    /// Gives who they are.
    async fn people(&mut self, source: Source<'_>, organisation: &OrganisationId) -> Result<Vec<PersonId>> {
        let (mut people, mut ids, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let page = source.people.page(organisation, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for person in &page {
                ids.push(person.id);
                people.push(person.to_row()?);
            }
        }
        self.put_lines("people.jsonl", &people)?;
        let (mut keys, mut after) = (Vec::new(), None);
        loop {
            let page = source.keys.page(organisation, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for key in &page {
                keys.push(key.to_row()?);
            }
        }
        self.put_lines("keys.jsonl", &keys)?;
        Ok(ids)
    }

    /// The contacts of a book; also where there are none, so that it is seen that they were looked for.
    async fn contacts(&mut self, source: Source<'_>, book: &BookId, path: &str) -> Result<()> {
        let mut contacts = source.contacts.list(book).await?;
        contacts.sort_by_key(|contact| contact.id);
        self.put_lines(path, &contacts.iter().map(Contact::to_row).collect::<Result<Vec<_>, _>>()?)
    }

    /// Who may sign with a seal, and what it was used for, the newest first; also where its certificate was taken away since.
    async fn seal(&mut self, source: Source<'_>, seal: &RegisteredSeal, persons: Vec<EmailAddress>) -> Result<()> {
        let id = seal.id();
        self.put(&format!("seals/{id}/persons.json"), SealPersons { persons }.to_row()?.as_bytes())?;
        let (mut uses, mut after) = (Vec::new(), None);
        loop {
            let page = source.seal_uses.page(seal, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.place());
            for used in &page {
                uses.push(used.to_row()?);
            }
        }
        self.put_lines(&format!("seals/{id}/uses.jsonl"), &uses)
    }

    /// Gives how many there are, and how many of them are still on their way.
    async fn envelopes(&mut self, source: Source<'_>, organisation: &OrganisationId) -> Result<(u64, u64)> {
        let mut query = ListQuery {
            organisation: organisation.clone(),
            sender: None,
            folder: None,
            status: None,
            older_than: None,
            limit: PAGE,
        };
        let (mut all, mut on_their_way) = (0, 0);
        loop {
            let page = source.list.page(&query).await?;
            for summary in &page.envelopes {
                let Some(envelope) = source.envelopes.load(summary.id).await? else {
                    self.faults.push(format!("the envelope {} is listed and not there", summary.id));
                    continue;
                };
                all += 1;
                on_their_way += u64::from(!envelope.state.status().is_terminal());
                self.envelope(source, &envelope).await.with_context(|| format!("the envelope {}", envelope.id))?;
            }
            match page.next {
                Some(next) => query.older_than = Some(next),
                None => return Ok((all, on_their_way)),
            }
        }
    }

    async fn envelope(&mut self, source: Source<'_>, envelope: &Envelope) -> Result<()> {
        let folder = format!("envelopes/{} {}", envelope.number, envelope.id);
        let events = source.envelopes.events(envelope.id).await?;
        let previous = |text: &String| Event::from_json(text).ok().map(|event| event.previous);
        let head = events.last().map_or(Digest::ZERO, |text| Digest::of(text.as_bytes()));
        if !is_chain(&events, previous) || head != envelope.evidence.digest {
            self.faults.push(format!("the evidence of the envelope {} is no chain any more", envelope.id));
        }
        self.put_lines(&format!("{folder}/events.jsonl"), &events)?;
        self.put(&format!("{folder}/envelope.json"), envelope.to_row()?.as_bytes())?;
        for document in &envelope.documents {
            // By its number alone: names are in `envelope.json`, and may be longer than a file's may be.
            let path = |what: &str| format!("{folder}/{}{what}.pdf", document.number);
            if let Some(file) = document.latest().filter(|_| document.kept != KeptFiles::Nothing) {
                self.document(source, envelope, file, path("")).await?;
            } else if is_expected(document) {
                let StoredFile { object, sha256 } = upload_of(document);
                self.document(source, envelope, &StoredFile { object, sha256 }, path("-upload")).await?;
            }
        }
        Ok(())
    }

    async fn document(
        &mut self,
        source: Source<'_>,
        envelope: &Envelope,
        file: &StoredFile,
        path: String,
    ) -> Result<()> {
        if let Ok(there) = fs::read(self.root.join(&path))
            && Digest::of(&there) == file.sha256
        {
            self.note(&path, &there);
            return Ok(());
        }
        match source.documents.get(&file.object).await? {
            Some(bytes) if Digest::of(&bytes) == file.sha256 => self.put(&path, &bytes)?,
            Some(_) => self.faults.push(format!("{path} is not what was recorded (envelope {})", envelope.id)),
            // An upload that never came, or was removed after its time.
            None if path.ends_with("-upload.pdf") => {}
            None => self.faults.push(format!("{path} is not in the document store (envelope {})", envelope.id)),
        }
        Ok(())
    }
}

/// Whether each text carries the SHA-256 of the one before.
fn is_chain(texts: &[String], previous: impl Fn(&String) -> Option<Digest>) -> bool {
    let mut before = Digest::ZERO;
    texts.iter().all(|text| {
        let fits = previous(text) == Some(before);
        before = Digest::of(text.as_bytes());
        fits
    })
}

/// Whether there may be an upload of which nothing was made yet.
const fn is_expected(document: &Document) -> bool {
    document.prepared.is_none()
}

fn upload_of(document: &Document) -> StoredFile {
    StoredFile { object: document.upload.object.clone(), sha256: document.upload.sha256 }
}

#[cfg(test)]
mod tests;
