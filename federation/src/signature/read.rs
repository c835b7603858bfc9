//! Reading `Signature-Input` and `Signature`, before any key is known.

use http::{HeaderMap, HeaderName};
use url::Url;

use super::{Message, Parameters, SIGNATURE, SIGNATURE_INPUT, SignatureError};
use crate::keys::PublicKey;
use crate::structured::{Bare, Item, Member, Params, dictionary};

/// More components than anybody needs; keeps the signature base small.
const COVERED_MAX: usize = 20;

/// A signature as it came: who it says it is from and what it covers. Worth nothing until checked.
#[derive(Debug)]
pub struct Claim {
    pub(super) parameters: Parameters,
    covered: Vec<Item>,
    params: Params,
    signature: Vec<u8>,
}

impl Claim {
    /// Reads the one signature of a message; two, or anything doubled in it, is refused.
    pub fn read(headers: &HeaderMap) -> Result<Self, SignatureError> {
        let (input_label, input) = only_member(headers, &SIGNATURE_INPUT, "Signature-Input")?;
        let (label, signature) = only_member(headers, &SIGNATURE, "Signature")?;
        if input_label != label {
            return Err(SignatureError::Labels);
        }
        let (Member::InnerList(covered, params), Member::Item(Item { value: Bare::Bytes(signature), .. })) =
            (input, signature)
        else {
            return Err(SignatureError::NoParameter("list of components"));
        };
        demand_each_once(&covered)?;
        Ok(Self { parameters: parameters(&params)?, covered, params, signature })
    }

    /// The address of the key, whose host decides whether the request is looked at further.
    pub fn key_id(&self) -> &Url {
        &self.parameters.key_id
    }

    pub(super) fn covers(&self, name: &str, from_request: bool) -> bool {
        self.covered.iter().any(|item| {
            item.value == Bare::Text(name.to_owned()) && item.params.get("req").is_some() == from_request
        })
    }

    pub(super) fn check(&self, message: &Message<'_>, key: &PublicKey) -> Result<(), SignatureError> {
        let base = message.base(&self.covered, &self.params)?;
        if key.verifies(base.as_bytes(), &self.signature) { Ok(()) } else { Err(SignatureError::Invalid) }
    }
}

fn only_member(
    headers: &HeaderMap,
    name: &HeaderName,
    shown: &'static str,
) -> Result<(String, Member), SignatureError> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(SignatureError::Missing)?;
    if values.next().is_some() {
        return Err(SignatureError::Repeated(shown));
    }
    let text = value.to_str().map_err(|_| SignatureError::Missing)?;
    let mut members = dictionary(text)?;
    match (members.pop(), members.is_empty()) {
        (Some(member), true) => Ok(member),
        _ => Err(SignatureError::Several),
    }
}

fn demand_each_once(covered: &[Item]) -> Result<(), SignatureError> {
    if covered.len() > COVERED_MAX {
        return Err(SignatureError::Unknown(format!("{} components", covered.len())));
    }
    let doubled = covered.iter().enumerate().find(|(at, item)| covered[..*at].contains(item));
    doubled.map_or(Ok(()), |(_, item)| Err(SignatureError::Unknown(format!("{item} twice"))))
}

fn parameters(params: &Params) -> Result<Parameters, SignatureError> {
    let (mut created, mut expires, mut key_id) = (None, None, None);
    for (name, value) in &params.0 {
        match (name.as_str(), value) {
            ("created", Bare::Integer(seconds)) => created = Some(*seconds),
            ("expires", Bare::Integer(seconds)) => expires = Some(*seconds),
            ("keyid", Bare::Text(text)) => key_id = Some(key_address(text)?),
            ("alg", Bare::Text(algorithm)) if algorithm == "ed25519" => {}
            ("nonce", Bare::Text(_)) => {}
            _ => return Err(SignatureError::Unknown(format!("{name}={value}"))),
        }
    }
    Ok(Parameters {
        created: created.ok_or(SignatureError::NoParameter("created"))?,
        expires,
        key_id: key_id.ok_or(SignatureError::NoParameter("keyid"))?,
    })
}

pub(super) fn key_address(text: &str) -> Result<Url, SignatureError> {
    let url = Url::parse(text).map_err(|_| SignatureError::KeyId)?;
    let plain =
        matches!(url.scheme(), "https" | "http") && url.username().is_empty() && url.password().is_none();
    // What we compare must be what was written: an address that parsing changes is refused.
    if plain && url.has_host() && url.as_str() == text { Ok(url) } else { Err(SignatureError::KeyId) }
}
