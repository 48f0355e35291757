//! Calls of the API in the name of whoever visits.

use std::collections::BTreeMap;

use api::problem::Problem;
use api::routes::Route;
use axum::http::HeaderValue;
use domain::ports::PortError;
use serde::de::DeserializeOwned;

use crate::Dependencies;
use crate::event::{Answer, Request, answer_of, event_of};
use crate::stop::{Stop, problem_of};
use crate::visitor::Visitor;

/// A call of the API.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    route: &'static Route,
    values: Vec<&'a str>,
    query: Vec<(&'static str, String)>,
    headers: BTreeMap<&'static str, String>,
    body: Vec<u8>,
}

impl<'a> Call<'a> {
    /// Of this route, with the values of its path's parameters.
    pub(crate) fn of(route: &'static Route, values: &[&'a str]) -> Self {
        Self { route, values: values.to_vec(), query: Vec::new(), headers: BTreeMap::new(), body: Vec::new() }
    }

    /// With a field of the query.
    pub(crate) fn query(mut self, name: &'static str, value: &str) -> Self {
        self.query.push((name, value.to_owned()));
        self
    }

    /// For what comes after the page that ended with this cursor; from the start where there is none.
    pub(crate) fn after(self, cursor: Option<&str>) -> Self {
        match cursor {
            Some(cursor) => self.query("cursor", cursor),
            None => self,
        }
    }

    /// With a body, made once under this key (`Idempotency-Key`). What no header can hold is no key, and the API says so: with it the
    /// function that is called could not even read the call.
    pub(crate) fn once(mut self, key: &str, content_type: &str, body: Vec<u8>) -> Self {
        let key = HeaderValue::from_str(key).map_or("", |_| key);
        self.headers.insert("idempotency-key", key.to_owned());
        self.headers.insert("content-type", content_type.to_owned());
        self.body = body;
        self
    }

    /// For this version alone (`If-Match`).
    pub(crate) fn if_version(mut self, version: u64) -> Self {
        self.headers.insert("if-match", format!("\"{version}\""));
        self
    }

    /// With JSON, where a repetition does no harm.
    pub(crate) fn json(mut self, body: &serde_json::Value) -> Self {
        self.headers.insert("content-type", "application/json".to_owned());
        self.body = body.to_string().into_bytes();
        self
    }

    /// With JSON that is carried out once under this key.
    pub(crate) fn once_json(self, key: &str, body: &serde_json::Value) -> Self {
        self.once(key, "application/json", body.to_string().into_bytes())
    }
}

impl Dependencies {
    /// The body of what the API answers, or the problem that it tells, which the page of a form shows. Whoever has to sign in first,
    /// and whoever asks for what is not there, is stopped.
    pub(crate) async fn ask(&self, visitor: &Visitor, call: Call<'_>) -> Result<Result<Vec<u8>, Problem>, Stop> {
        Ok(self.ask_whole(visitor, call).await?.map(|answer| answer.body))
    }

    async fn ask_whole(&self, visitor: &Visitor, call: Call<'_>) -> Result<Result<Answer, Problem>, Stop> {
        let answer = self.answer(visitor, call).await?;
        if answer.status < 400 {
            return Ok(Ok(answer));
        }
        let problem = problem_of(&answer);
        match Stop::of(&problem, visitor, &self.site) {
            Some(stop) => Err(stop),
            None => Ok(Err(problem)),
        }
    }

    async fn answer(&self, visitor: &Visitor, call: Call<'_>) -> Result<Answer, Stop> {
        let Call { route, values, query, mut headers, body } = call;
        headers.insert("accept", "application/json".to_owned());
        headers.insert("accept-language", visitor.language.tag().to_owned());
        let passed_on = [("sec-fetch-site", &visitor.fetch_site), ("user-agent", &visitor.user_agent)];
        headers.extend(passed_on.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
        let (path, query) =
            (route.path_of(&values), url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish());
        let request = Request {
            method: route.method.as_str(),
            path: &path,
            query: &query,
            headers,
            cookie: visitor.cookie.as_deref(),
            address: visitor.address.map(|address| address.to_string()),
            body: &body,
        };
        let failed = |e: Box<dyn std::error::Error + Send + Sync>| PortError::new("call the API", e);
        let event = event_of(&request, self.clock.now()).map_err(|e| failed(e.into()))?;
        let answer = self.functions.invoke(route.function.package(), event).await?;
        Ok(answer_of(&answer).map_err(failed)?)
    }

    /// What the API answers, or what to show instead where it refuses.
    pub(crate) async fn read<T: DeserializeOwned>(&self, visitor: &Visitor, call: Call<'_>) -> Result<T, Stop> {
        let body = self.ask(visitor, call).await??;
        read_json(&body)
    }

    /// The same with its version, which whoever changes it names.
    pub(crate) async fn read_versioned<T: DeserializeOwned>(
        &self,
        visitor: &Visitor,
        call: Call<'_>,
    ) -> Result<(T, u64), Stop> {
        let Answer { version, body, .. } = self.ask_whole(visitor, call).await??;
        let version = version.ok_or_else(|| PortError::new("read an answer of the API", "it has no entity tag"))?;
        Ok((read_json(&body)?, version))
    }
}

/// What the API answered, where it is as the API's document says.
pub(crate) fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Stop> {
    serde_json::from_slice(body).map_err(|e| PortError::new("read an answer of the API", e).into())
}
