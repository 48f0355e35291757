//! What the list is asked for. It stands in the address, so that a link to what somebody looks at can be kept and passed on.

use api::routes;
use domain::ids::{EnvelopeId, FolderId, PersonId};
use url::form_urlencoded::Serializer;

use crate::answers::Status;
use crate::client::Call;

/// What the list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) status: Option<Status>,
    pub(super) folder: Option<FolderId>,
    /// Who has sent it.
    pub(super) sender: Option<PersonId>,
    /// From where on, towards older ones.
    pub(super) cursor: Option<EnvelopeId>,
}

impl Filter {
    /// What is not understood is left out: a link that somebody has cut off still leads to a list.
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        Self {
            status: value("status").and_then(|name| Status::ALL.into_iter().find(|status| status.as_str() == name)),
            folder: value("folder").and_then(|folder| folder.parse().ok()),
            sender: value("sender").and_then(|sender| sender.parse().ok()),
            cursor: value("cursor").and_then(|cursor| cursor.parse().ok()),
        }
    }

    fn fields(&self) -> impl Iterator<Item = (&'static str, String)> {
        let fields = [
            ("status", self.status.map(|status| status.as_str().to_owned())),
            ("folder", self.folder.map(|folder| folder.to_string())),
            ("sender", self.sender.map(|sender| sender.to_string())),
            ("cursor", self.cursor.map(|cursor| cursor.to_string())),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }

    /// The address of the list that is asked for so.
    pub(super) fn url(&self, list: &str) -> String {
        let query = Serializer::new(String::new()).extend_pairs(self.fields()).finish();
        if query.is_empty() { list.to_owned() } else { format!("{list}?{query}") }
    }

    /// The call of the API, which knows the same names.
    pub(super) fn call(&self) -> Call<'static> {
        let call = Call::of(&routes::LIST_ENVELOPES, &[]);
        self.fields().fold(call, |call, (name, value)| call.query(name, &value))
    }

    /// The same from the newest on.
    pub(super) fn first_page(&self) -> Self {
        Self { cursor: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use web::form::query_fields;

    use super::*;

    fn read(query: &str) -> Filter {
        Filter::of(&query_fields(Some(query)).unwrap())
    }

    #[test]
    fn a_link_to_the_list_says_all_that_was_asked_for_and_leads_back_to_the_same() {
        let id = "01935f2e-7c00-7a11-8b22-9c33ad44be55";
        let query = format!("status=in_progress&folder={id}&sender={id}&cursor={id}");
        let filter = read(&query);
        assert_eq!(filter.url("/console/envelopes"), format!("/console/envelopes?{query}"));
        assert_eq!(filter.first_page().url("/l"), format!("/l?status=in_progress&folder={id}&sender={id}"));
    }

    #[test]
    fn what_is_not_understood_is_left_out_and_an_empty_choice_is_none() {
        let filter = read("status=signed&folder=&sender=me&cursor=x&q=%E5%A5%91%E7%B4%84");
        assert_eq!(filter, Filter::default());
        assert_eq!(filter.url("/console/envelopes"), "/console/envelopes");
    }
}
