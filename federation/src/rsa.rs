//! RSA keys, by which software of elsewhere knows us and we know it (PKCS#1 v1.5 with SHA-256, at least 2,048 bits).
//!
//! The `rsa` crate makes a key and reads those of others; ring signs and verifies.

use std::fmt;

use ring::rand::SystemRandom;
use ring::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use rsa::pkcs1::{DecodeRsaPublicKey as _, EncodeRsaPublicKey as _};
use rsa::pkcs8::{DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::{RsaPrivateKey, RsaPublicKey};

const BITS: usize = 2_048;
/// A key of 4,096 bits has about 800 characters.
const PEM_BYTES_MAX: usize = 4_096;
/// Multicodec prefix of an RSA public key (varint of 0x1205).
const MULTICODEC: [u8; 2] = [0x85, 0x24];

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RsaError {
    #[error("not an RSA public key in PEM")]
    NotAKey,
    #[error("the stored secret is not an RSA key")]
    BadSecret,
    #[error("no RSA key could be made")]
    NotMade,
    #[error("the text could not be signed")]
    NotSigned,
}

/// A secret key and its public half.
pub struct RsaPair(RsaKeyPair);

impl RsaPair {
    /// A new key, as PKCS#8 to be stored. Takes about 0.3 s, so only workers make one.
    pub fn generate() -> Result<Vec<u8>, RsaError> {
        let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, BITS).map_err(|_| RsaError::NotMade)?;
        Ok(key.to_pkcs8_der().map_err(|_| RsaError::NotMade)?.as_bytes().to_vec())
    }

    pub fn from_pkcs8(secret: &[u8]) -> Result<Self, RsaError> {
        RsaKeyPair::from_pkcs8(secret).map(Self).map_err(|_| RsaError::BadSecret)
    }

    pub fn public(&self) -> RsaPublic {
        RsaPublic(self.0.public_key().as_ref().to_vec())
    }

    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, RsaError> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| RsaError::NotSigned)?;
        Ok(signature)
    }
}

impl fmt::Debug for RsaPair {
    /// Secrets do not reach a log by accident.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RsaPair")
    }
}

/// A public key, as PKCS#1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaPublic(Vec<u8>);

impl RsaPublic {
    /// Reads `BEGIN PUBLIC KEY` as everybody writes it, and `BEGIN RSA PUBLIC KEY`.
    pub fn parse_pem(pem: &str) -> Result<Self, RsaError> {
        if pem.len() > PEM_BYTES_MAX {
            return Err(RsaError::NotAKey);
        }
        let pem = pem.trim();
        let key = RsaPublicKey::from_public_key_pem(pem).ok();
        let key = key.or_else(|| RsaPublicKey::from_pkcs1_pem(pem).ok()).ok_or(RsaError::NotAKey)?;
        Ok(Self(key.to_pkcs1_der().map_err(|_| RsaError::NotAKey)?.as_bytes().to_vec()))
    }

    pub fn from_der(der: Vec<u8>) -> Self {
        Self(der)
    }

    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// `BEGIN PUBLIC KEY`, as actors carry it.
    pub fn to_pem(&self) -> Result<String, RsaError> {
        let key = RsaPublicKey::from_pkcs1_der(&self.0).map_err(|_| RsaError::NotAKey)?;
        key.to_public_key_pem(LineEnding::LF).map_err(|_| RsaError::NotAKey)
    }

    /// As Multikey (FEP-521a), to be stored.
    pub fn to_multibase(&self) -> String {
        format!("z{}", bs58::encode([&MULTICODEC[..], &self.0].concat()).into_string())
    }

    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0).verify(message, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_signs_is_read_back_and_fits_no_other_text() {
        let pair = RsaPair::from_pkcs8(&RsaPair::generate().unwrap()).unwrap();
        let public = RsaPublic::parse_pem(&pair.public().to_pem().unwrap()).unwrap();
        assert_eq!(public, pair.public());
        let signature = pair.sign(b"text").unwrap();
        assert!(public.verifies(b"text", &signature));
        assert!(!public.verifies(b"texT", &signature));
        assert!(!public.verifies(b"text", &signature[1..]));
    }

    /// The public key of draft-cavage-http-signatures-12, appendix C: a thousand bits, too few for anything.
    #[test]
    fn keys_that_are_short_long_or_none_verify_nothing() {
        let short = "-----BEGIN PUBLIC KEY-----\n\
            MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\n\
            6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\n\
            Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\n\
            oYi+1hqp1fIekaxsyQIDAQAB\n-----END PUBLIC KEY-----\n";
        let key = RsaPublic::parse_pem(short).unwrap();
        assert!(!key.verifies(b"", &[0; 128]));
        let long = format!("-----BEGIN PUBLIC KEY-----\n{}", "A".repeat(100_000));
        for text in ["", "-----BEGIN PUBLIC KEY-----", &short[..200], &long] {
            assert_eq!(RsaPublic::parse_pem(text), Err(RsaError::NotAKey));
        }
    }
}
