//! Contracts on their way: what a sender does.

use anyhow::{Context, Result};
use local::client::declare;
use local::stack::Stack;
use serde_json::{Value, json};

use crate::person::Person;
use crate::until;

/// A contract that has been sent.
pub struct Contract {
    /// The envelope's identifier.
    pub id: String,
    /// Its title, of which there is only one in this process.
    pub title: String,
    /// The signers, the sending organisation's own first.
    pub signers: Vec<Person>,
}

/// What to send.
pub struct Draft {
    /// Title.
    pub title: String,
    /// Names and bytes of the documents.
    pub documents: Vec<(String, Vec<u8>)>,
    /// Whether the sending organisation signs first.
    pub sender_signs: bool,
    /// Whether it does so with its registered seal; otherwise with the contract seal.
    pub has_registered_seal: bool,
    /// Signers after that, with the contract seal.
    pub signers: usize,
    /// Whether these sign side by side.
    pub in_parallel: bool,
}

impl Draft {
    /// One sample document, the city and one signer.
    pub fn sample(title: &str) -> Result<Self> {
        Ok(Self {
            title: title.to_owned(),
            documents: vec![("電子契約サービス委託".to_owned(), local::sample::contract(3)?)],
            sender_signs: true,
            has_registered_seal: false,
            signers: 1,
            in_parallel: false,
        })
    }

    /// The same, where the city signs with its registered seal.
    pub fn with_registered_seal(title: &str) -> Result<Self> {
        Ok(Self { has_registered_seal: true, ..Self::sample(title)? })
    }

    /// Who signs, in order.
    pub fn people(&self) -> Vec<Person> {
        let city = match self.has_registered_seal {
            true => Person::city_with_registered_seal,
            false => Person::city,
        };
        let city = self.sender_signs.then(|| city(&self.title));
        let others = (1..=self.signers).map(|n| Person::contractor(&self.title, n));
        city.into_iter().chain(others).collect()
    }

    /// The request that creates it.
    pub fn request(&self) -> Value {
        let order = |n: usize| if self.in_parallel { 1 } else { n + 1 };
        let recipients: Vec<Value> =
            self.people().iter().enumerate().map(|(n, person)| person.as_recipient(order(n))).collect();
        json!({
            "title": self.title,
            "documents": self.documents.iter().map(|(name, bytes)| declare(name, bytes)).collect::<Vec<_>>(),
            "recipients": recipients,
            "transaction": {"date": "2026-11-22", "counterparty": "株式会社〇〇", "amount": {"value": 1_200_000}},
        })
    }

    /// Creates the draft and uploads the documents.
    pub async fn create(&self, stack: &Stack) -> Result<Value> {
        self.create_as(stack, &self.request()).await
    }

    /// Has the city's registered seal name whoever is to sign with it.
    pub async fn name_person(&self, stack: &Stack) -> Result<()> {
        match self.people().first() {
            Some(city) if self.sender_signs && self.has_registered_seal => {
                let person = city.email.parse()?;
                stack.change_seal(|seal| seal.persons.push(person)).await
            }
            Some(_) | None => Ok(()),
        }
    }

    async fn create_as(&self, stack: &Stack, request: &Value) -> Result<Value> {
        self.name_person(stack).await?;
        let envelope = stack.client().create(request).await?;
        for (place, (_, bytes)) in self.documents.iter().enumerate() {
            stack.client().upload(&envelope["documents"][place], bytes.clone()).await?;
        }
        Ok(envelope)
    }

    /// Creates, uploads and sends.
    pub async fn send(&self, stack: &Stack) -> Result<Contract> {
        self.send_changed(stack, |_| {}).await
    }

    /// The same, with the request changed first: factors, viewers, copies.
    pub async fn send_changed(&self, stack: &Stack, change: impl FnOnce(&mut Value)) -> Result<Contract> {
        let mut request = self.request();
        change(&mut request);
        let envelope = self.create_as(stack, &request).await?;
        let id = envelope["id"].as_str().context("an envelope has an id")?.to_owned();
        stack.client().send(&id).await?;
        Ok(Contract { id, title: self.title.clone(), signers: self.people() })
    }
}

impl Contract {
    /// The envelope as the sender sees it.
    pub async fn envelope(&self, stack: &Stack) -> Result<Value> {
        stack.client().envelope(&self.id).await
    }

    /// Waits until the envelope has this status.
    pub async fn reaches(&self, stack: &Stack, status: &str) -> Result<Value> {
        let what = format!("status {status} of 「{}」", self.title);
        until(&what, async || {
            let envelope = self.envelope(stack).await?;
            Ok((envelope["status"] == status).then_some(envelope))
        })
        .await
    }

    /// Everybody signs in turn; waits until it is completed.
    pub async fn sign_all(&self, stack: &Stack) -> Result<Value> {
        for signer in &self.signers {
            signer.sign(stack).await?;
        }
        self.reaches(stack, "completed").await
    }

    /// The finished documents, by the sender's own way.
    pub async fn download(&self, stack: &Stack) -> Result<Vec<Vec<u8>>> {
        let envelope = self.envelope(stack).await?;
        let mut files = Vec::new();
        for document in envelope["documents"].as_array().context("documents")? {
            let url = document["download"]["url"].as_str().context("a download URL")?;
            files.push(stack.client().fetch(url).await?);
        }
        Ok(files)
    }

    /// The types of the events so far, in order.
    pub async fn event_types(&self, stack: &Stack) -> Result<Vec<String>> {
        let events = stack.client().events(&self.id).await?;
        anyhow::ensure!(events["intact"] == true, "the evidence chain is broken: {events}");
        let types = events["events"].as_array().context("events")?.iter().map(|e| e["type"].as_str());
        Ok(types.flatten().map(str::to_owned).collect())
    }
}
