//! How large envelopes become in the table.

#![allow(clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "../../domain/tests/suite/common/mod.rs"]
mod common;

use aws::stored::Row;
use aws::stored::size::{LIMITS, fits};
use common::{Walk, approve, file, prepared, recipient, request, seeds, session, start};
use domain::command::{Command, Decision, Delegate, Refusal};
use domain::draft::{EnvelopeRequest, RecipientKind, RecipientRequest};
use domain::envelope::Status;
use domain::ids::DocumentNumber;
use domain::policy::Policy;
use domain::rewriting::Rewriting;
use domain::visible_seal::{PlacedBy, Placement, SealPolicy, VisibleSeal};

#[test]
fn the_largest_envelope_fits_into_one_item_of_the_store() {
    let signer = |n: usize| recipient(RecipientKind::Signer, 1, &format!("signer-number-{n}@long.domain.example.jp"));
    // Two of them sign visibly on every document.
    let place =
        |number| Placement { document: DocumentNumber(number), page: 3, x: 1500, y: 2500, width: 240, height: 240 };
    let places: Vec<Placement> = (1..=100).map(place).collect();
    let with_seal_policy = |n: usize| {
        let seal_policy = (n < 2).then(|| SealPolicy { by: PlacedBy::Sender, placements: places.clone() });
        RecipientRequest { seal_policy, ..signer(n) }
    };
    assert_eq!(
        request(100, (0..3).map(|_| with_seal_policy(0)).collect()).limit_errors(LIMITS)[0].code,
        "too-many-seals"
    );
    let mut largest = request(100, (0..5).map(with_seal_policy).collect());
    for document in &mut largest.documents {
        document.name = format!("{}{}", "契約".repeat(40), document.name);
    }
    assert_eq!(request(100, (0..6).map(signer).collect()).limit_errors(LIMITS)[0].code, "too-many");
    let mut walk = Walk::of(largest.clone().draft(seeds(100), start()).expect("a draft"));
    assert_eq!(largest.limit_errors(LIMITS), []);
    assert!(fits(&walk.envelope));
    walk.send().expect("sent");
    assert!(fits(&walk.envelope));
    walk.seal_all();
    for n in 1..=5 {
        let visible_seal = (n <= 2).then(|| VisibleSeal { image: file("seal"), placements: places.clone() });
        let command = match approve(&walk.envelope, n) {
            Command::Approve { recipient, generation, shown, session, .. } => {
                Command::Approve { recipient, generation, shown, visible_seal, session }
            }
            command => command,
        };
        walk.apply(command).expect("side by side");
    }
    walk.seal_all();
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
    // An item holds 400 KB; objects' and authorities' names are longer there than here.
    let bytes = walk.envelope.to_row().expect("JSON").len() + 600 * 140;
    assert!(bytes < 400_000, "{bytes} bytes");
}

/// As long as a name may be, in letters of four bytes.
fn long() -> String {
    "𠮷".repeat(200)
}

#[test]
fn what_is_too_much_together_is_refused_before_anybody_signs() {
    let signers = (0..5).map(|n| recipient(RecipientKind::Signer, 1, &format!("{n}@example.jp")));
    let copies = (0..45).map(|n| recipient(RecipientKind::Copy, 1, &format!("copy-{n}@example.jp")));
    let mut large = request(100, signers.chain(copies).collect());
    let drafted = |request: &EnvelopeRequest| request.clone().draft(seeds(100), start()).expect("a draft").envelope;
    assert!(fits(&drafted(&large)), "each and all within their limits");
    for recipient in &mut large.recipients {
        (recipient.name, recipient.company) = (long(), Some(long()));
    }
    assert_eq!(large.errors(&Policy::default()), [], "each within its limits");
    assert!(!fits(&drafted(&large)), "it would outgrow its item");
}

#[test]
fn what_was_noted_of_rewritten_documents_counts_at_sending() {
    let signers = (0..5).map(|n| recipient(RecipientKind::Signer, 1, &format!("{n}@example.jp")));
    let mut walk = Walk::of(request(100, signers.collect()).draft(seeds(100), start()).expect("a draft"));
    walk.apply(Command::RequestSending).expect("a draft");
    let request = walk.envelope.sending_request().expect("it is being sent");
    let documents = prepared(&walk.envelope);
    let mut noted = documents.clone();
    for document in &mut noted {
        document.rewriting = vec![Rewriting::Attachments { count: 99, names: vec!["見積書.xlsx".into(); 99] }];
    }
    let sent = |prepared| walk.envelope.apply(Command::Send { request, prepared }, start()).expect("a draft").envelope;
    assert!(!fits(&sent(noted)));
    assert!(fits(&sent(documents)));
}

#[test]
fn whoever_forwards_a_task_does_not_let_the_envelope_outgrow_its_item() {
    let signers = (0..5).map(|n| recipient(RecipientKind::Signer, 1, &format!("{n}@example.jp")));
    let mut walk = Walk::sent(100, signers.collect());
    walk.seal_all();
    let forwarded = (0..95).filter(|n| {
        let to = Delegate {
            name: long(),
            company: Some(long()),
            email: format!("d{n}@example.jp").parse().expect("an address"),
            language: domain::language::Language::Ja,
        };
        let asked = walk.envelope.recipients.iter().rev().find(|r| !r.is_delegated()).expect("somebody").number;
        let delegate =
            Command::Delegate { recipient: asked, generation: 1, to, reason: "担当".into(), session: session() };
        let decision = walk.envelope.apply(delegate, walk.now);
        let decision = decision.ok().filter(|decision| fits(&decision.envelope));
        let is_forwarded = decision.is_some();
        if let Some(Decision { envelope, events }) = decision {
            walk.envelope = envelope;
            walk.events.extend(events);
        }
        is_forwarded
    });
    let forwarded = forwarded.count();
    assert!((5..95).contains(&forwarded), "{forwarded} times");
    for n in 1..=u16::try_from(walk.envelope.recipients.len()).expect("few") {
        let _: Result<(), Refusal> = walk.apply(approve(&walk.envelope, n));
        walk.seal_all();
    }
    assert_eq!(walk.envelope.status_at(walk.now), Status::Completed);
    let bytes = walk.envelope.to_row().expect("JSON").len() + 600 * 140;
    assert!(bytes < 400 * 1024, "{bytes} bytes");
}
