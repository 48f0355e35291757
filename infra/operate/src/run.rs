//! Does what was typed.

use std::path::Path;

use anyhow::Result;
use aws::documents::S3Documents;
use domain::ids::OrganisationId;
use domain::ports::Clock as _;
use lambda::clock::MachineClock;
use lambda::random::SystemRandomness;
use sign_in_person::provider::transport::HttpTransport as ProviderHttp;
use timestamp_seal::transport::HttpTransport;

use crate::answer::Answer;
use crate::arguments::{ApiKey, Arguments, Authority, Command, Key, Organisation, Trust};
use crate::connection::Connection;
use crate::export::Source;
use crate::seal_users::{self, Change};
use crate::{Usage, api_key, authority, check, export, organisation, provider, read_file, seal_certificate, trust};

/// Does it, prints the answer, and says whether all is as it should be.
pub async fn run(arguments: Arguments) -> Result<bool> {
    let Arguments { stack, endpoint, json, command } = arguments;
    let connection = Connection::open(&stack, endpoint.as_deref()).await?;
    let answer = carry_out(&connection, command).await?;
    answer.print(json)?;
    Ok(answer.complete)
}

async fn carry_out(connection: &Connection, command: Command) -> Result<Answer> {
    let random = &SystemRandomness;
    match command {
        Command::Organisation(Organisation::Add(asked)) => {
            organisation::add(&connection.table()?, random, asked, MachineClock.now()).await
        }
        Command::Organisation(Organisation::Set(asked)) => {
            organisation::set(&connection.table()?, asked, MachineClock.now()).await
        }
        Command::Organisation(Organisation::Invite(asked)) => {
            organisation::invite(&connection.table()?, random, asked, MachineClock.now()).await
        }
        Command::Organisation(Organisation::Export { id, to }) => export_to(connection, &id, &to).await,
        Command::Organisation(Organisation::Close { id, export }) => {
            let saved = match &export {
                Some(to) => Some(export_to(connection, &id, to).await?),
                None => None,
            };
            match saved {
                Some(saved) if !saved.complete => {
                    Ok(saved.with_note("The organisation is not closed, since what was saved is not whole."))
                }
                _ => organisation::close(&connection.table()?, &id, MachineClock.now()).await,
            }
        }
        Command::Organisation(Organisation::Reopen { id }) => {
            organisation::reopen(&connection.table()?, &id, MachineClock.now()).await
        }
        Command::Organisation(Organisation::Provider(asked)) => provider::set(connection, asked).await,
        Command::Organisation(Organisation::List) => organisation::list(&connection.table()?).await,
        Command::Key(Key::Make(asked)) => seal_certificate::make(connection, asked).await,
        Command::Key(Key::RequestCertificate(asked)) => seal_certificate::request(connection, asked).await,
        Command::Key(Key::ImportCertificate(asked)) => {
            seal_certificate::import(connection, asked, MachineClock.now()).await
        }
        Command::Key(Key::Allow(asked)) => seal_users::change(&connection.table()?, Change::Allow, asked).await,
        Command::Key(Key::Disallow(asked)) => seal_users::change(&connection.table()?, Change::Disallow, asked).await,
        Command::Key(Key::RemoveCertificate { seal }) => {
            seal_certificate::remove(&connection.table()?, &seal.registered()).await
        }
        Command::Key(Key::Protect { owner, key }) => {
            seal_certificate::protect(connection, &owner, key.as_deref()).await
        }
        Command::Key(Key::List) => seal_certificate::list(connection).await,
        Command::Authority(asked) => of_authorities(connection, asked).await,
        Command::Trust(Trust::Add { files }) => {
            let texts = files.iter().map(|file| read_file(file)).collect::<Result<Vec<_>>>()?;
            trust::add(&connection.table()?, &texts, MachineClock.now()).await
        }
        Command::Trust(Trust::List) => trust::list(&connection.table()?).await,
        Command::Trust(Trust::Remove { fingerprint }) => trust::remove(&connection.table()?, &fingerprint).await,
        Command::ApiKey(ApiKey::Make(asked)) => {
            let (table, now) = (connection.table()?, MachineClock.now());
            let terms = api_key::terms(asked.terms.clone(), now);
            match (&asked.person, asked.sender()) {
                (Some(person), _) => api_key::make_for_person(&table, random, &asked.organisation, person, terms).await,
                (None, Some(sender)) => {
                    api_key::make_another(&table, random, &asked.organisation, &sender, (terms, now)).await
                }
                (None, None) => {
                    Err(Usage("say whose key it is: --person, or --sender-name and --sender-email".to_owned()).into())
                }
            }
        }
        Command::ApiKey(ApiKey::Revoke { id, .. }) => api_key::revoke(&connection.table()?, id.as_deref()).await,
        Command::ApiKey(ApiKey::List { organisation }) => {
            api_key::list(&connection.table()?, organisation.as_ref()).await
        }
        Command::Check(asked) => {
            let (authorities, providers, entrances) =
                (HttpTransport::new()?, ProviderHttp::new()?, check::EntranceHttp::new()?);
            let transports =
                check::Transports { authorities: &authorities, providers: &providers, entrances: &entrances };
            let facts = check::gather(connection, transports, random, || MachineClock.now()).await;
            Ok(check::answer(&check::judge(&facts, MachineClock.now(), asked.days)))
        }
    }
}

async fn export_to(connection: &Connection, id: &OrganisationId, to: &Path) -> Result<Answer> {
    let table = connection.table()?;
    let documents = S3Documents::new(&connection.config, connection.stack.output("BucketName")?.to_owned());
    let source = Source {
        organisations: &table,
        directories: &table,
        people: &table,
        keys: &table,
        contacts: &table,
        certificates: &table,
        seal_uses: &table,
        list: &table,
        envelopes: &table,
        documents: &documents,
    };
    export::export(source, id, to, MachineClock.now()).await
}

async fn of_authorities(connection: &Connection, asked: Authority) -> Result<Answer> {
    let table = connection.table()?;
    match asked {
        Authority::Add(asked) => {
            let anchors = read_file(&asked.anchors)?;
            authority::add(&table, asked, anchors).await
        }
        Authority::List => authority::list(&table).await,
        Authority::Test { url } => {
            let transport = HttpTransport::new()?;
            authority::test(&table, url.as_deref(), &transport, &SystemRandomness, || MachineClock.now()).await
        }
        Authority::Remove { url } => authority::remove(&table, &url).await,
    }
}
