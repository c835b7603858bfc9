//! Object integrity proofs (FEP-8b32, cryptosuite eddsa-jcs-2022): a document that proves itself.
//!
//! A proof travels with the document, so it can be checked without asking anybody; a handshake is
//! accepted this way from a host we never contact. Linked-data signatures are not accepted at all.

use ring::digest::{SHA256, digest};
use serde_json::{Map, Value, json};

use crate::canonical::canonical;
use crate::keys::{KeyPair, PublicKey};

const PROOF_TYPE: &str = "DataIntegrityProof";
const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProofError {
    #[error("the document is not a JSON object")]
    NotAnObject,
    #[error("the document carries no proof")]
    Missing,
    #[error("the document carries several proofs")]
    Several,
    #[error("the proof is not one of type {PROOF_TYPE}, suite {SUITE}, purpose {PURPOSE}")]
    OtherSuite,
    #[error("the proof was made for another context than the document's")]
    OtherContext,
    #[error("the proof has no readable {0}")]
    Malformed(&'static str),
    #[error("the proof does not fit document and key")]
    Invalid,
}

/// Adds a proof by `key`, whose Multikey has the address `method`; `created` is RFC 3339 in UTC.
pub fn prove(document: &mut Value, key: &KeyPair, method: &str, created: &str) -> Result<(), ProofError> {
    let members = document.as_object_mut().ok_or(ProofError::NotAnObject)?;
    members.remove("proof");
    let mut options = Map::new();
    if let Some(context) = members.get("@context") {
        options.insert("@context".into(), context.clone());
    }
    options.insert("type".into(), json!(PROOF_TYPE));
    options.insert("cryptosuite".into(), json!(SUITE));
    options.insert("verificationMethod".into(), json!(method));
    options.insert("proofPurpose".into(), json!(PURPOSE));
    options.insert("created".into(), json!(created));
    let signature = key.sign(&signed_bytes(&options, members));
    options.insert("proofValue".into(), json!(format!("z{}", bs58::encode(signature).into_string())));
    members.insert("proof".into(), Value::Object(options));
    Ok(())
}

/// The address of the key that is said to have made the proof: to look the key up, worth nothing by itself.
pub fn verification_method(document: &Value) -> Result<&str, ProofError> {
    proof_of(document)?
        .get("verificationMethod")
        .and_then(Value::as_str)
        .ok_or(ProofError::Malformed("verificationMethod"))
}

/// Checks the document against one key.
pub fn verify(document: &Value, key: &PublicKey) -> Result<(), ProofError> {
    let proof = proof_of(document)?;
    demand_our_suite(proof)?;
    let mut unsigned = document.as_object().ok_or(ProofError::NotAnObject)?.clone();
    unsigned.remove("proof");
    if proof.get("@context").is_some_and(|context| Some(context) != unsigned.get("@context")) {
        return Err(ProofError::OtherContext);
    }
    let signature = signature_of(proof)?;
    let mut options = proof.clone();
    options.remove("proofValue");
    if key.verifies(&signed_bytes(&options, &unsigned), &signature) {
        Ok(())
    } else {
        Err(ProofError::Invalid)
    }
}

fn proof_of(document: &Value) -> Result<&Map<String, Value>, ProofError> {
    match document.get("proof") {
        Some(Value::Object(proof)) => Ok(proof),
        Some(Value::Array(_)) => Err(ProofError::Several),
        _ => Err(ProofError::Missing),
    }
}

fn demand_our_suite(proof: &Map<String, Value>) -> Result<(), ProofError> {
    let says = |name: &str, value: &str| proof.get(name).and_then(Value::as_str) == Some(value);
    let ours = says("type", PROOF_TYPE) && says("cryptosuite", SUITE) && says("proofPurpose", PURPOSE);
    if ours { Ok(()) } else { Err(ProofError::OtherSuite) }
}

fn signature_of(proof: &Map<String, Value>) -> Result<Vec<u8>, ProofError> {
    proof
        .get("proofValue")
        .and_then(Value::as_str)
        .and_then(|text| text.strip_prefix('z'))
        .filter(|encoded| encoded.len() <= 100) // 64 bytes are 88 characters; bs58 is quadratic
        .and_then(|encoded| bs58::decode(encoded).into_vec().ok())
        .ok_or(ProofError::Malformed("proofValue"))
}

fn signed_bytes(options: &Map<String, Value>, document: &Map<String, Value>) -> Vec<u8> {
    let hash =
        |members: &Map<String, Value>| digest(&SHA256, canonical(&Value::Object(members.clone())).as_bytes());
    [hash(options).as_ref(), hash(document).as_ref()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known_key() -> KeyPair {
        let secret = bs58::decode("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").into_vec().unwrap();
        KeyPair::from_seed(&secret[2..]).unwrap()
    }

    /// The example of FEP-8b32; its proof carries no context of its own.
    fn note() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"],
            "type": "Create",
            "actor": "https://server.example/users/alice",
            "object": { "type": "Note", "content": "Hello world" },
            "proof": {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-jcs-2022",
                "verificationMethod": "https://server.example/users/alice#ed25519-key",
                "proofPurpose": "assertionMethod",
                "proofValue": "z3sXaxjKs4M3BRicwWA9peyNPJvJqxtGsDmpt1jjoHCjgeUf71TRFz56osPSfDErszyLp5Ks1EhYSgpDaNM977Rg2",
                "created": "2023-02-24T23:36:38Z"
            }
        })
    }

    /// The example of the W3C's cryptosuite; here the proof repeats the context.
    fn credential() -> Value {
        let context =
            json!(["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]);
        json!({
            "@context": context,
            "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
            "type": ["VerifiableCredential", "AlumniCredential"],
            "name": "Alumni Credential",
            "description": "A minimum viable example of an Alumni Credential.",
            "issuer": "https://vc.example/issuers/5678",
            "validFrom": "2023-01-01T00:00:00Z",
            "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" },
            "proof": {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-jcs-2022",
                "created": "2023-02-24T23:36:38Z",
                "verificationMethod": "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
                "proofPurpose": "assertionMethod",
                "@context": context,
                "proofValue": "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
            }
        })
    }

    #[test]
    fn the_published_examples_verify() {
        assert_eq!(verify(&note(), &known_key().public()), Ok(()));
        assert_eq!(verify(&credential(), &known_key().public()), Ok(()));
        assert_eq!(verification_method(&note()), Ok("https://server.example/users/alice#ed25519-key"));
    }

    #[test]
    fn we_make_the_proof_that_the_w3c_published() {
        let mut document = credential();
        let method = verification_method(&document).unwrap().to_owned();
        prove(&mut document, &known_key(), &method, "2023-02-24T23:36:38Z").unwrap();
        assert_eq!(document, credential());
    }

    #[test]
    fn any_change_breaks_the_proof() {
        let key = known_key().public();
        let changes: [(&str, Value); 5] = [
            ("/object/content", json!("Hello World")),
            ("/actor", json!("https://server.example/users/bob")),
            ("/proof/created", json!("2023-02-24T23:36:39Z")),
            ("/proof/verificationMethod", json!("https://server.example/users/bob#ed25519-key")),
            ("/@context", json!("https://www.w3.org/ns/activitystreams")),
        ];
        for (pointer, value) in changes {
            let mut document = note();
            *document.pointer_mut(pointer).unwrap() = value;
            assert_eq!(verify(&document, &key), Err(ProofError::Invalid), "{pointer}");
        }
        let mut document = note();
        document["added"] = json!(1);
        assert_eq!(verify(&document, &key), Err(ProofError::Invalid));
    }

    /// Numbers that a hasty reader takes for their neighbour: read, proven, sent and read again they are the same.
    #[test]
    fn a_proof_over_numbers_survives_the_way() {
        let key = known_key();
        let method = "https://server.example/users/alice#ed25519-key";
        for number in
            ["134364244112.40121", "0.48785665652414756", "0.0015696529448667917", "5.4791897464255015e21"]
        {
            let text = format!("{{\"type\":\"Note\",\"score\":{number}}}");
            let mut document: Value = crate::json::read(text.as_bytes(), crate::json::ACTIVITY).unwrap();
            let exact: f64 = number.parse().unwrap();
            assert_eq!(document["score"].as_f64().map(f64::to_bits), Some(exact.to_bits()), "{number}");
            prove(&mut document, &key, method, "2026-11-01T09:00:00Z").unwrap();
            let sent = serde_json::to_vec(&document).unwrap();
            let received: Value = crate::json::read(&sent, crate::json::ACTIVITY).unwrap();
            assert_eq!(verify(&received, &key.public()), Ok(()), "{number}");
        }
    }

    #[test]
    fn other_suites_several_proofs_and_foreign_contexts_are_refused() {
        let key = known_key().public();
        let with = |pointer: &str, value: Value| {
            let mut document = credential();
            *document.pointer_mut(pointer).unwrap() = value;
            verify(&document, &key)
        };
        assert_eq!(with("/proof/cryptosuite", json!("eddsa-rdfc-2022")), Err(ProofError::OtherSuite));
        assert_eq!(with("/proof/proofPurpose", json!("authentication")), Err(ProofError::OtherSuite));
        assert_eq!(with("/proof/@context", json!([])), Err(ProofError::OtherContext));
        assert_eq!(with("/proof/proofValue", json!("z0")), Err(ProofError::Malformed("proofValue")));
        assert_eq!(with("/proof", json!([credential()["proof"]])), Err(ProofError::Several));
        assert_eq!(with("/proof", Value::Null), Err(ProofError::Missing));
    }
}
