//! The signature base (RFC 9421 §2): the exact text that is signed.

use http::HeaderMap;
use url::Url;

use super::SignatureError;
use crate::structured::{Bare, Item, Params};

/// The parts of a message that can be covered. A request has method and target, an answer has a status and
/// the request it answers.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    pub headers: &'a HeaderMap,
    kind: Kind<'a>,
}

#[derive(Clone, Copy)]
enum Kind<'a> {
    /// `target` is the public address of what is asked, without userinfo and fragment.
    Request {
        method: &'a str,
        target: &'a Url,
    },
    Response {
        status: u16,
        request: &'a Message<'a>,
    },
}

impl<'a> Message<'a> {
    pub fn request(method: &'a str, target: &'a Url, headers: &'a HeaderMap) -> Self {
        Self { headers, kind: Kind::Request { method, target } }
    }

    pub fn response(status: u16, headers: &'a HeaderMap, request: &'a Message<'a>) -> Self {
        Self { headers, kind: Kind::Response { status, request } }
    }

    /// One line per component, then the parameters.
    pub(super) fn base(&self, covered: &[Item], params: &Params) -> Result<String, SignatureError> {
        let mut base = String::new();
        for item in covered {
            base.push_str(&format!("{item}: {}\n", self.component(item)?));
        }
        let items: Vec<_> = covered.iter().map(Item::to_string).collect();
        Ok(base + &format!("\"@signature-params\": ({}){params}", items.join(" ")))
    }

    fn component(&self, item: &Item) -> Result<String, SignatureError> {
        let unknown = || SignatureError::Unknown(item.to_string());
        let Bare::Text(name) = &item.value else { return Err(unknown()) };
        match (&item.params.0[..], self.kind) {
            ([], _) => self.value_of(name).ok_or_else(unknown)?,
            ([(req, Bare::Boolean(true))], Kind::Response { request, .. }) if req == "req" => {
                request.value_of(name).ok_or_else(unknown)?
            }
            _ => Err(unknown()),
        }
    }

    /// `None` for a derived component this kind of message does not have.
    fn value_of(&self, name: &str) -> Option<Result<String, SignatureError>> {
        if !name.starts_with('@') {
            return Some(self.header_value(name));
        }
        match (name, self.kind) {
            ("@status", Kind::Response { status, .. }) => Some(Ok(status.to_string())),
            ("@method", Kind::Request { method, .. }) => Some(Ok(method.to_owned())),
            (_, Kind::Request { target, .. }) => target_part(name, target).map(Ok),
            _ => None,
        }
    }

    fn header_value(&self, name: &str) -> Result<String, SignatureError> {
        let values: Vec<_> = self.headers.get_all(name).iter().collect();
        if values.is_empty() {
            return Err(SignatureError::AbsentHeader(name.to_owned()));
        }
        let texts: Result<Vec<_>, _> = values.iter().map(|value| value.to_str().map(str::trim)).collect();
        texts.map(|texts| texts.join(", ")).map_err(|_| SignatureError::AbsentHeader(name.to_owned()))
    }
}

fn target_part(name: &str, target: &Url) -> Option<String> {
    match name {
        "@target-uri" => Some(target.as_str().to_owned()),
        "@authority" => Some(target.authority().to_owned()),
        "@scheme" => Some(target.scheme().to_owned()),
        "@path" => Some(target.path().to_owned()),
        "@query" => Some(format!("?{}", target.query().unwrap_or_default())),
        _ => None,
    }
}
