//! What an answer lets its caller do, and says of them.

use serde_json::Value;

use crate::ask::{Answer, Ask, Content};
use crate::model::{Credential, Means, Scope, Verdict, line_of};
use crate::violation::Violation;
use crate::walk::Walk;

impl Walk {
    pub(super) fn judge_contents(&self, by: &Credential, ask: &Ask, answer: &Answer) -> Result<(), Violation> {
        if !answer.is_success() {
            return Ok(());
        }
        match ask.route.name {
            "GET_ME" => self.judge_self(by, &answer.body),
            "MAKE_KEY" => self.judge_key(by, ask),
            "CREATE_ENVELOPE" | "MOVE_ENVELOPE" => self.judge_folder(by, ask),
            _ => Ok(()),
        }?;
        self.judge_urls(by, ask, &answer.body)
    }

    fn judge_self(&self, by: &Credential, body: &Value) -> Result<(), Violation> {
        let organisation = self.model.of(by);
        let roles = by.person.as_ref().map(|person| organisation.people[person].roles.clone()).unwrap_or_default();
        let told = body["roles"].as_array().map(Vec::len);
        let is_right = body["organisation"] == *organisation.id
            && body["person"].as_str() == by.person.as_deref()
            && told == Some(roles.len())
            && roles.iter().all(|role| body["roles"].as_array().into_iter().flatten().any(|told| told == role.name()));
        if is_right { Ok(()) } else { Err(Violation::DoesTooMuch { what: format!("be taken for this: {body}") }) }
    }

    /// A person's key makes none, and a service's none that is good for more.
    fn judge_key(&self, by: &Credential, ask: &Ask) -> Result<(), Violation> {
        let Content::Json(body) = &ask.content else { return Ok(()) };
        let Means::Key { scopes, .. } = &by.means else { return Ok(()) };
        let wanted = body["scopes"].as_array().cloned().unwrap_or_default();
        let is_within = wanted.iter().all(|wanted| scopes.iter().any(|scope| wanted == scope.name()));
        if by.person.is_none() && is_within {
            return Ok(());
        }
        Err(Violation::DoesTooMuch { what: "make such a key".to_owned() })
    }

    /// Whoever puts an envelope into a folder may do so.
    fn judge_folder(&self, by: &Credential, ask: &Ask) -> Result<(), Violation> {
        let Content::Json(body) = &ask.content else { return Ok(()) };
        match body["folder"].as_str() {
            Some(folder) if !self.model.puts_into(by, folder) => {
                Err(Violation::DoesTooMuch { what: format!("put anything into the folder {folder}") })
            }
            _ => Ok(()),
        }
    }

    /// A URL by which a document is put or had is good for whoever has it: each is only for those who may do that.
    fn judge_urls(&self, by: &Credential, ask: &Ask, body: &Value) -> Result<(), Violation> {
        let Some(id) = body["id"].as_str().or(ask.about.as_ref().map(|(_, id)| &**id)) else { return Ok(()) };
        let organisation = self.model.of(by);
        let Some(envelope) = organisation.envelopes.get(id) else { return Ok(()) };
        // As it stands once it was moved.
        let mut envelope = envelope.clone();
        if ask.route.name == "MOVE_ENVELOPE" {
            envelope.folder = body["folder"].as_str().map(str::to_owned);
        }
        let may = |route: &str, scope: Scope| {
            let line = line_of(route).unwrap_or_else(|| panic!("there is no line for {route}"));
            let person_may = |person: &String| organisation.person_may(person, line, &envelope);
            crate::model::Model::has_scope(by, scope) && by.person.as_ref().is_none_or(person_may)
        };
        let text = body.to_string();
        if text.contains("\"upload\":{") && !may("ADD_DOCUMENT", Scope::Write) {
            return Err(Violation::DoesTooMuch { what: "upload".to_owned() });
        }
        if text.contains("\"download\":{") && !may("FETCH_FILE", Scope::Read) {
            return Err(Violation::DoesTooMuch { what: "download".to_owned() });
        }
        debug_assert!(self.model.verdict(Some(by), ask.route.name, None) == Verdict::Allowed);
        Ok(())
    }
}
