//! Ed25519 keys: one pair for the instance, one for each person, written as Multikey (FEP-521a).
//!
//! Not here: where secrets are kept (`domain`), and RSA, by which foreign software knows us ([`crate::rsa`]).

use std::fmt;

use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

/// Multicodec prefix of an Ed25519 public key (varint of 0xed).
const PUBLIC_PREFIX: [u8; 2] = [0xed, 0x01];
const SIGNATURE_BYTES: usize = 64;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    #[error("not an Ed25519 Multikey (base58btc, beginning with z6Mk)")]
    NotAMultikey,
    #[error("the stored secret is not an Ed25519 key")]
    BadSecret,
    #[error("the system gives no random bytes")]
    NoRandomness,
}

/// A secret key and its public half. Costs 30 µs to open, so open it once per process and share it.
pub struct KeyPair {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl KeyPair {
    /// A new key pair, and its secret as PKCS#8 to be stored.
    pub fn generate() -> Result<(Self, Vec<u8>), KeyError> {
        let secret =
            Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| KeyError::NoRandomness)?;
        Ok((Self::from_pkcs8(secret.as_ref())?, secret.as_ref().to_vec()))
    }

    pub fn from_pkcs8(secret: &[u8]) -> Result<Self, KeyError> {
        Self::wrap(Ed25519KeyPair::from_pkcs8(secret).map_err(|_| KeyError::BadSecret)?)
    }

    /// From the bare 32-byte seed: for published examples and for tests that need the same key each time.
    pub fn from_seed(seed: &[u8]) -> Result<Self, KeyError> {
        Self::wrap(Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::BadSecret)?)
    }

    fn wrap(pair: Ed25519KeyPair) -> Result<Self, KeyError> {
        let bytes = pair.public_key().as_ref().try_into().map_err(|_| KeyError::BadSecret)?;
        Ok(Self { pair, public: PublicKey(bytes) })
    }

    pub fn public(&self) -> PublicKey {
        self.public
    }

    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let mut bytes = [0; SIGNATURE_BYTES];
        bytes.copy_from_slice(self.pair.sign(message).as_ref());
        bytes
    }
}

impl fmt::Debug for KeyPair {
    /// Shows the public half only: secrets do not reach a log by accident.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({})", self.public)
    }
}

/// A public key; `Display` and `parse` use the Multikey form `z6Mk…`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    pub fn parse(multibase: &str) -> Result<Self, KeyError> {
        // An honest key has 48 characters; bs58 is quadratic, so a long text is refused before decoding.
        let encoded =
            multibase.strip_prefix('z').filter(|text| text.len() <= 64).ok_or(KeyError::NotAMultikey)?;
        let bytes = bs58::decode(encoded).into_vec().map_err(|_| KeyError::NotAMultikey)?;
        let raw = bytes.strip_prefix(&PUBLIC_PREFIX).ok_or(KeyError::NotAMultikey)?;
        Ok(Self(raw.try_into().map_err(|_| KeyError::NotAMultikey)?))
    }

    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&PUBLIC_PREFIX[..], &self.0].concat();
        write!(f, "z{}", bs58::encode(bytes).into_string())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of the examples in FEP-521a and in the W3C cryptosuite.
    const KNOWN: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

    #[test]
    fn a_multikey_reads_and_writes_the_same() {
        assert_eq!(PublicKey::parse(KNOWN).unwrap().to_string(), KNOWN);
    }

    #[test]
    fn a_known_secret_gives_its_known_public_key() {
        let secret = bs58::decode("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").into_vec().unwrap();
        assert_eq!(secret[..2], [0x80, 0x26]); // multicodec prefix of an Ed25519 secret
        assert_eq!(KeyPair::from_seed(&secret[2..]).unwrap().public().to_string(), KNOWN);
    }

    #[test]
    fn what_one_key_signs_no_other_key_verifies() {
        let (ours, secret) = KeyPair::generate().unwrap();
        let (theirs, _) = KeyPair::generate().unwrap();
        assert_eq!(KeyPair::from_pkcs8(&secret).unwrap().public(), ours.public());
        let signature = ours.sign(b"text");
        assert!(ours.public().verifies(b"text", &signature));
        assert!(!ours.public().verifies(b"texT", &signature));
        assert!(!theirs.public().verifies(b"text", &signature));
        assert!(!ours.public().verifies(b"text", &signature[..63]));
    }

    #[test]
    fn anything_else_is_no_key() {
        let long = format!("z{}", "6".repeat(100_000));
        for text in ["", "z", "z6Mk", &KNOWN[1..], &KNOWN[..47], "uAAAA", "z0OIl", &long] {
            assert_eq!(PublicKey::parse(text), Err(KeyError::NotAMultikey), "{text:.60}");
        }
        assert!(KeyPair::from_seed(&[1; 31]).is_err());
    }
}
