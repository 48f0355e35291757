//! Signed files and random updates to them, honest and hostile, each from a seed.
//!
//! A [`Case`] is one signed file with one to three [tricks](tricks::Trick), in one revision or several, and sometimes an
//! honest signature, timestamp or validation data behind them. What a verifier says of it is up to the caller.

#![allow(clippy::missing_panics_doc, reason = "helpers of tests fail the test")]

pub mod base;
pub mod chance;
pub mod document;
mod linearized;
pub mod tricks;
mod unsound;
pub mod update;
mod verdict;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pades::DocMdp;
use signing::document::stream;
use signing::foreign::Foreign;
use signing::pki::PKI;
use signing::signer::{Act, document_timestamped};

use chance::Chance;
use tricks::Trick;
use update::{Form, Oddities, Update};

pub use base::{Base, Unsound};
pub use tricks::Family;
pub use verdict::{Finding, Ignored, Signed, nothing, signed_revisions, verify};

/// Most tricks of one case.
const MOST: usize = 3;
/// A permission that lets nobody sign.
const CLOSED: u8 = 1;

static BASES: LazyLock<Vec<Base>> = LazyLock::new(|| base::bases().into_iter().chain(unsound::bases()).collect());

/// All files that something is done to, sound ones first; they are made once.
pub fn bases() -> &'static [Base] {
    &BASES
}

/// A file that something was done to.
#[derive(Debug)]
pub struct Case {
    /// The file that was signed.
    pub base: &'static Base,
    /// What was done to it.
    pub tricks: Vec<Trick>,
    /// What it became.
    pub bytes: Vec<u8>,
}

impl Case {
    /// The case that is drawn from `chance`.
    #[must_use]
    pub fn drawn(chance: &mut Chance) -> Self {
        let all = tricks::all();
        let families: Vec<Family> = all.iter().map(|trick| trick.family).collect::<BTreeSet<_>>().into_iter().collect();
        let base = &bases()[chance.below(bases().len())];
        let mut chosen = Vec::new();
        for _ in 0..=chance.below(MOST) {
            // The kind first, so that those with few tricks are not rare; honest updates are what tricks hide behind.
            let is_honest = chance.percent(25);
            let drawn = if is_honest { Family::Honest } else { families[chance.below(families.len())] };
            let family = base.likely.filter(|_| chance.percent(40)).unwrap_or(drawn);
            let among: Vec<&Trick> = all.iter().filter(|trick| trick.family == family).collect();
            chosen.push(*among[chance.below(among.len())]);
        }
        Self::of(base, chosen, chance)
    }

    /// Whether this signature must not hold, whatever viewers show.
    #[must_use]
    pub fn is_unsound(&self, signed: &Signed) -> bool {
        match self.base.unsound {
            None => false,
            Some(Unsound::Signature) => signed.end <= self.base.bytes.len(),
            Some(Unsound::File) => true,
        }
    }

    /// The case of a seed.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        Self::drawn(&mut Chance::of(seed))
    }

    /// A case of these tricks.
    #[must_use]
    pub fn of(base: &'static Base, tricks: Vec<Trick>, chance: &mut Chance) -> Self {
        let mut bytes = base.bytes.clone();
        let is_one = chance.percent(40);
        let mut open = None;
        for trick in &tricks {
            let Some(mut update) = open.take().or_else(|| start(&bytes, chance)) else { break };
            (trick.apply)(&mut update, chance);
            if is_one {
                open = Some(update);
            } else {
                bytes = update.finish();
            }
        }
        if let Some(update) = open {
            bytes = closed(&update, base, chance);
        }
        bytes = match base.foretold {
            Some(length) if chance.percent(70) => grown(&bytes, length),
            _ => followed(bytes, base, chance),
        };
        Self { base, tricks, bytes }
    }
}

fn start(bytes: &[u8], chance: &mut Chance) -> Option<Update> {
    let mut update = Update::of(bytes)?;
    if update.form == Form::Stream && chance.percent(50) {
        update.form = Form::Packed;
    }
    Some(update)
}

/// The file with the update, which has a signature of another program in it now and then.
fn closed(update: &Update, base: &Base, chance: &mut Chance) -> Vec<u8> {
    let is_usual = is_usual(update) && update.objects.iter().all(|object| object.body.len() < 100_000);
    if is_usual && base.permission != Some(CLOSED) && chance.percent(30) {
        let rect = chance.one_of(&["[0 0 0 0]", "[300 300 400 340]", "[60 680 400 720]"]);
        let foreign = Foreign { rect, ..Foreign::new(&PKI.rsa, "Another") };
        return foreign.sign(&mut update.increment());
    }
    update.finish()
}

/// Whether the update says no more than the usual writer can.
fn is_usual(update: &Update) -> bool {
    let is_plain = |object: &update::Object| {
        object.header.is_none()
            && object.row == update::Row::Right
            && object.footer == "endobj"
            && object.generation == 0
    };
    let Oddities {
        lead,
        middle,
        behind,
        tail,
        marker,
        start,
        start_word,
        previous,
        size,
        count,
        first,
        packed,
        packed_count,
        rows,
        head,
        row_end,
        is_split,
        index,
        kind,
    } = &update.oddities;
    let is_even = lead.is_empty()
        && middle.is_empty()
        && behind.is_empty()
        && tail.is_empty()
        && packed.is_empty()
        && rows.is_empty()
        && !is_split;
    let is_right = marker.is_none() && *start == 0 && start_word.is_none() && previous.is_none() && size.is_none();
    let is_written = head.is_none() && row_end.is_none();
    let is_whole =
        is_written && packed_count.is_none() && *count == 0 && *first == 0 && index.is_none() && kind.is_none();
    let mut numbers: Vec<u32> = update.objects.iter().map(|object| object.number).collect();
    let written = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    let mut keys: Vec<&str> = update.trailer.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    let is_known =
        keys.iter().all(|key| ["ID", "Info", "Root"].contains(key)) && keys.windows(2).all(|pair| pair[0] != pair[1]);
    numbers.len() == written
        && update.objects.iter().all(is_plain)
        && is_even
        && is_right
        && is_whole
        && is_known
        && update.form != Form::Hybrid
        && keys.contains(&"Root")
}

/// The file with an update that draws nothing, so that it is `length` bytes long, if it is not too long for that.
fn grown(bytes: &[u8], length: usize) -> Vec<u8> {
    let Some(mut update) = Update::of(bytes) else { return bytes.to_vec() };
    let number = update.add(stream("", b""));
    let mut data = Vec::new();
    // Twice, for the stream's length is written with more digits when it grows.
    for _ in 0..2 {
        data.resize((data.len() + length).saturating_sub(update.finish().len()), b' ');
        update.set(number, stream("", &data));
    }
    update.finish()
}

/// What somebody who is honest may do with the file that they were given.
fn followed(bytes: Vec<u8>, base: &Base, chance: &mut Chance) -> Vec<u8> {
    match chance.below(10) {
        0 if base.permission != Some(CLOSED) => {
            let certify: Option<DocMdp> = None;
            let act = Act { certify, ..Act::new(&PKI.rsa, "Behind") };
            if act.begin(&bytes).is_ok() { act.sign_and_timestamp(&bytes) } else { bytes }
        }
        1 => {
            let field = pades::FieldName::new("Behind").expect("a name");
            let can = pades::timestamping::begin_document_timestamp(&bytes, &field, 4096).is_ok();
            if can { document_timestamped(&bytes, "Behind") } else { bytes }
        }
        _ => bytes,
    }
}
