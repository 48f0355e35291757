//! What is left out wherever it stands: actions that do more than to lead elsewhere, embedded files, other renderings.

use std::collections::BTreeSet;

use super::change::{Change, RewriteError};
use super::object::{Dictionary, Object};
use crate::pdf::ObjectId;
use crate::pdf::text::told;

/// Actions that only lead to another place (ISO 32000-2 table 201).
const HARMLESS: [&[u8]; 5] = [b"GoTo", b"GoToR", b"URI", b"Thread", b"GoToDp"];
/// All other kinds of actions. A structure element has a kind as well, but also a parent.
const HARMFUL: [&[u8]; 15] = [
    b"GoToE",
    b"GoTo3DView",
    b"Hide",
    b"ImportData",
    b"JavaScript",
    b"Launch",
    b"Movie",
    b"Named",
    b"Rendition",
    b"ResetForm",
    b"RichMediaExecute",
    b"SetOCGState",
    b"Sound",
    b"SubmitForm",
    b"Trans",
];
/// Named actions that turn pages (table 216); any other one is a command of the viewer.
const TURNS: [&[u8]; 4] = [b"NextPage", b"PrevPage", b"FirstPage", b"LastPage"];
/// Addresses that are programs or data instead of places.
const SCHEMES: [&str; 4] = ["javascript:", "vbscript:", "data:", "file:"];
/// How many names of attached files are told, and how much of each (characters).
pub(super) const MAX_NAMES: usize = 3;

/// What was left out so far.
#[derive(Debug, Default)]
pub(super) struct Swept {
    /// Annotations that are no more: the structure tree names them no more either.
    gone: BTreeSet<ObjectId>,
    scripts: usize,
    actions: usize,
    alternatives: usize,
    files: usize,
    names: Vec<String>,
}

impl Swept {
    pub(super) fn new(gone: BTreeSet<ObjectId>) -> Self {
        Self { gone, ..Self::default() }
    }

    /// Whether this is an annotation that is no more.
    pub(super) fn is_gone(&self, id: ObjectId) -> bool {
        self.gone.contains(&id)
    }

    /// Goes through an object; whether something was left out.
    pub(super) fn sweep(&mut self, object: &mut Object, is_stream: bool) -> Result<bool, RewriteError> {
        match object {
            Object::Array(items) => {
                let mut changed = false;
                for item in items {
                    changed |= self.sweep(item, false)?;
                }
                Ok(changed)
            }
            Object::Dictionary(dictionary) => {
                if let Some(is_script) = harmful(dictionary) {
                    *(if is_script { &mut self.scripts } else { &mut self.actions }) += 1;
                    *object = Object::Null;
                    return Ok(true);
                }
                let is_gone = |of: &Object| of.as_reference().is_some_and(|id| self.gone.contains(&id));
                if dictionary.is_type(b"OBJR") && dictionary.get(b"Obj").is_some_and(is_gone) {
                    *object = Object::Null;
                    return Ok(true);
                }
                let mut changed = self.dictionary(dictionary, is_stream)?;
                for (key, value) in dictionary.entries_mut() {
                    let below = self.sweep(value, false)?;
                    changed |= below;
                    // Kids of a structure element are not looked up by their place.
                    if let (true, b"K", Object::Array(kids)) = (below, key, value) {
                        kids.retain(|kid| *kid != Object::Null);
                    }
                }
                Ok(changed)
            }
            _ => Ok(false),
        }
    }

    fn dictionary(&mut self, dictionary: &mut Dictionary, is_stream: bool) -> Result<bool, RewriteError> {
        let mut changed = false;
        if dictionary.get(b"EF").is_some() {
            self.file(dictionary);
            changed = true;
        }
        if !is_stream {
            return Ok(changed);
        }
        if let Some(file) = dictionary.get(b"F") {
            let what = match file {
                Object::String(name) => told(&crate::pdf::text::decode(name)),
                _ => "a stream".to_owned(),
            };
            return Err(RewriteError::External { what });
        }
        if dictionary.name(b"Subtype") == Some(b"PS") {
            return Err(RewriteError::External { what: "a program for PostScript printers".to_owned() });
        }
        for key in [b"Alternates".as_slice(), b"OPI", b"Ref"] {
            let is_other = key != b"Ref" || dictionary.name(b"Subtype") == Some(b"Form");
            if is_other && dictionary.remove(key).is_some() {
                self.alternatives += 1;
                changed = true;
            }
        }
        Ok(changed)
    }

    /// A file specification without its file.
    fn file(&mut self, specification: &mut Dictionary) {
        specification.remove(b"EF");
        specification.remove(b"RF");
        self.files += 1;
        let name = [b"UF".as_slice(), b"F"].into_iter().find_map(|key| match specification.get(key) {
            Some(Object::String(name)) => Some(crate::pdf::text::decode(name)),
            _ => None,
        });
        if self.names.len() < MAX_NAMES {
            self.names.extend(name.map(|name| told(&name)));
        }
    }

    /// Adds to what is known to have been removed.
    pub(super) fn report(self, changes: &mut Vec<Change>) {
        let mut scripts = self.scripts;
        let (mut files, mut names) = (self.files, self.names);
        changes.retain_mut(|change| match change {
            Change::Scripts { count } => {
                scripts += *count;
                false
            }
            Change::Attachments { count, names: known } => {
                files += *count;
                names.splice(0..0, known.drain(..));
                false
            }
            _ => true,
        });
        if scripts > 0 {
            changes.push(Change::Scripts { count: scripts });
        }
        if self.actions > 0 {
            changes.push(Change::Actions { count: self.actions });
        }
        if files > 0 {
            names.truncate(MAX_NAMES);
            changes.push(Change::Attachments { count: files, names });
        }
        if self.alternatives > 0 {
            changes.push(Change::Alternatives { count: self.alternatives });
        }
    }
}

/// Whether a dictionary is an action that is left out, and then whether it is a script.
fn harmful(dictionary: &Dictionary) -> Option<bool> {
    let kind = dictionary.name(b"S")?;
    let is_action =
        dictionary.is_type(b"Action") || (dictionary.get(b"Type").is_none() && dictionary.get(b"P").is_none());
    match kind {
        b"URI" if is_action => match dictionary.get(b"URI") {
            Some(Object::String(address)) => {
                let address = String::from_utf8_lossy(address).trim().to_ascii_lowercase();
                SCHEMES.iter().any(|scheme| address.starts_with(scheme)).then(|| address.starts_with("javascript:"))
            }
            _ => None,
        },
        b"Named" if is_action && dictionary.name(b"N").is_some_and(|name| TURNS.contains(&name)) => None,
        kind if HARMLESS.contains(&kind) => None,
        kind if HARMFUL.contains(&kind) => is_action.then_some(kind == b"JavaScript"),
        _ => dictionary.is_type(b"Action").then_some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::super::object::parse;
    use super::*;
    use crate::pdf::value::Value;

    fn swept(text: &str) -> (String, Vec<Change>) {
        let mut object = parse(Value::parse(text.as_bytes(), 0).unwrap()).unwrap();
        let mut swept = Swept::default();
        swept.sweep(&mut object, false).unwrap();
        let (mut out, mut changes) = (Vec::new(), Vec::new());
        object.write_as_is(&mut out);
        swept.report(&mut changes);
        (String::from_utf8(out).unwrap().replace('\n', ""), changes)
    }

    #[test]
    fn actions_that_only_lead_elsewhere_stay() {
        for text in ["<</S /GoTo/D [1 0 R /Fit]>>", "<</S /URI/URI (https://example.jp)>>", "<</S /Named/N /NextPage>>"]
        {
            assert_eq!(swept(text).1, [], "{text}");
        }
        // A structure element of a kind that is also that of an action.
        assert_eq!(swept("<</Type /StructElem/S /Sound/P 1 0 R>>").1, []);
    }

    #[test]
    fn actions_that_do_more_are_left_out() {
        assert_eq!(
            swept("<</A <</S /JavaScript/JS (x)>>>>"),
            ("<</A null>>".into(), vec![Change::Scripts { count: 1 }])
        );
        for text in [
            "<</S /Launch/F (x)>>",
            "<</S /Named/N /Print>>",
            "<</Type /Action/S /New>>",
            "<</S /URI/URI (file:///x)>>",
        ] {
            assert_eq!(swept(text), ("null".into(), vec![Change::Actions { count: 1 }]), "{text}");
        }
    }

    #[test]
    fn a_file_specification_loses_its_file() {
        let (text, changes) = swept("<</Type /Filespec/UF (a.xml)/EF <</F 3 0 R>>>>");
        assert_eq!(text, "<</Type /Filespec/UF (a.xml)>>");
        assert_eq!(changes, [Change::Attachments { count: 1, names: vec!["a.xml".into()] }]);
    }
}
