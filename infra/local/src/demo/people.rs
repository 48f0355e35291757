//! Who signs in the demo.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::stack;

/// The company on the other side of the sample contract.
pub(super) const CONTRACTOR: &str = "株式会社〇〇";
/// Whoever signs after the sender, as long as this list reaches.
const SIGNERS: [(&str, &str, &str); 3] = [
    (CONTRACTOR, "鈴木 太郎", "suzuki@contractor.example"),
    ("株式会社△△", "高橋 一郎", "takahashi@partner.example"),
    ("有限会社□□", "田中 美咲", "tanaka@guarantor.example"),
];
const MOST: usize = 20;
const ACCESS_CODE: &str = "sakura-2026";

/// A signer.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) company: String,
    pub(super) name: String,
    pub(super) email: String,
    /// What the sender tells this person by another way than mail: whoever signs with a registered seal shows it.
    pub(super) access_code: Option<&'static str>,
    seal: Value,
}

/// So many signers: the sender's own with the organisation's registered seal (実印タイプ), which takes an access code, and
/// after that others with the contract seal (契約印タイプ).
pub(super) fn signing(signers: usize) -> Result<Vec<Person>> {
    ensure!((1..=MOST).contains(&signers), "--signers takes 1 to {MOST}");
    let sender = stack::sender()?;
    let own = Person {
        company: format!("{} 総務課", sender.organisation_name),
        name: sender.name.clone(),
        email: sender.email.to_string(),
        access_code: Some(ACCESS_CODE),
        seal: json!({"type": "registered", "organisation": sender.organisation}),
    };
    Ok(std::iter::once(own).chain((0..signers - 1).map(signer)).collect())
}

fn signer(index: usize) -> Person {
    let contract_seal = json!({"type": "contract"});
    match SIGNERS.get(index) {
        Some((company, name, email)) => Person {
            company: (*company).to_owned(),
            name: (*name).to_owned(),
            email: (*email).to_owned(),
            access_code: None,
            seal: contract_seal,
        },
        None => Person {
            company: format!("連帯保証人 その{}", index + 1),
            name: format!("山田 {}郎", index + 1),
            email: format!("yamada{}@guarantor.example", index + 1),
            access_code: None,
            seal: contract_seal,
        },
    }
}

impl Person {
    /// As the API takes it.
    pub(super) fn as_recipient(&self, order: usize) -> Value {
        json!({
            "kind": "signer",
            "order": order,
            "company": self.company,
            "name": self.name,
            "email": self.email,
            "seal": self.seal,
            "factor": self.access_code.map(|code| json!({"type": "access_code", "code": code})),
        })
    }
}
