//! Passwords: long enough, hard to guess, kept as argon2id. No rules about digits and signs: they make passwords worse
//! (NIST SP 800-63B, ASVS 6.2). A password is used exactly as it was typed.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::error::{Error, FieldError, Result};

pub const CHARS_MIN: usize = 12;
pub const CHARS_MAX: usize = 128;
/// Sign-ins waiting for their turn; each holds little, but waiting has to end.
const WAITING_MAX: usize = 64;

/// Words that people here take for a password and that English lists of common passwords lack.
const COMMON_HERE: [&str; 40] = [
    "plein",
    "welkom",
    "wachtwoord",
    "geheim",
    "gemeente",
    "provincie",
    "ministerie",
    "ambtenaar",
    "overheid",
    "nederland",
    "holland",
    "amsterdam",
    "rotterdam",
    "utrecht",
    "denhaag",
    "feyenoord",
    "lente",
    "voorjaar",
    "zomer",
    "herfst",
    "najaar",
    "winter",
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
    "maandag",
    "vrijdag",
    "thuiswerken",
    "vergadering",
    "hallo",
    "doei",
];

/// A password as it is kept: argon2id in PHC form. Exists only for a password that passed the rules.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// For the column.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(password hash)")
    }
}

/// Does the slow arithmetic beside the requests, a few at a time: each takes 19 MB and tens of milliseconds on purpose.
/// Cloning shares the turns.
#[derive(Debug, Clone)]
pub struct Passwords {
    waiting: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Passwords {
    /// At most `parallel` at once.
    pub fn new(parallel: usize) -> Self {
        Self {
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            running: Arc::new(Semaphore::new(parallel.max(1))),
        }
    }

    /// Checks a new password and hashes it. `about` are words of its owner: name, address, organisation.
    pub async fn accept(&self, field: &'static str, password: &str, about: &[&str]) -> Result<PasswordHash> {
        check_length(field, password)?;
        let (candidate, about) = (password.to_owned(), words_of(about));
        self.in_turn(move || {
            if !is_hard_to_guess(&candidate, &about) {
                return Err(Error::invalid(field, "account-password-easy"));
            }
            hash(&candidate).map(PasswordHash)
        })
        .await
    }

    /// Whether `password` is the one that was kept. Where none is (unknown address, no password yet) the same arithmetic
    /// is done for nothing, so that the time tells no difference.
    pub async fn verify(&self, password: &str, kept: Option<String>) -> Result<bool> {
        let password: String = password.chars().take(CHARS_MAX + 1).collect();
        self.in_turn(move || match kept {
            Some(kept) => compare(&password, &kept),
            None => hash(&password).map(|_| false),
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _place =
            self.waiting.try_acquire().map_err(|_| Error::Unavailable("too many sign-ins".into()))?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(Error::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, also when the request behind it was cut.
            let _turn = turn;
            work()
        });
        done.await.map_err(Error::internal)?
    }
}

fn hash(password: &str) -> Result<String> {
    let hash: Phc = Argon2::default().hash_password(password.as_bytes()).map_err(Error::internal)?;
    Ok(hash.to_string())
}

fn compare(password: &str, kept: &str) -> Result<bool> {
    let kept = Phc::new(kept).map_err(|error| Error::internal(format!("a kept password: {error}")))?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

fn check_length(field: &'static str, password: &str) -> Result<()> {
    match password.chars().count() {
        0 => Err(Error::invalid(field, "error-required")),
        short if short < CHARS_MIN => {
            Err(FieldError::new(field, "account-password-short").with("min", CHARS_MIN).into())
        }
        long if long > CHARS_MAX => {
            Err(FieldError::new(field, "error-too-long").with("max", CHARS_MAX).into())
        }
        _ => Ok(()),
    }
}

fn is_hard_to_guess(password: &str, about: &[String]) -> bool {
    let known: Vec<&str> = about.iter().map(String::as_str).chain(COMMON_HERE).collect();
    zxcvbn::zxcvbn(password, &known).score() >= zxcvbn::Score::Three
}

/// Each text as one word, each part of it, and the part before the @.
fn words_of(about: &[&str]) -> Vec<String> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let words = about.iter().flat_map(|text| {
        let parts = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        parts.chain([letters(text), letters(text.split('@').next().unwrap_or_default())])
    });
    words.filter(|word| (3..=40).contains(&word.chars().count())).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fault(password: &str) -> Option<&'static str> {
        let about = ["Sanne de Vries", "sanne.devries@utrecht.example", "Gemeente Utrecht"];
        match Passwords::new(1).accept("password", password, &about).await {
            Ok(_) => None,
            Err(Error::Invalid(errors)) => Some(errors[0].key),
            Err(other) => panic!("{other}"),
        }
    }

    #[tokio::test]
    async fn long_and_hard_to_guess_is_all_we_ask() {
        let table = [
            ("", Some("error-required")),
            ("fietsbel!7", Some("account-password-short")),
            ("welkomwelkom2026", Some("account-password-easy")),
            ("sannedevries1", Some("account-password-easy")),
            ("wachtwoord2026", Some("account-password-easy")),
            ("aaaaaaaaaaaaaaaaaaaa", Some("account-password-easy")),
            ("qwertyuiopasdf", Some("account-password-easy")),
            ("lantaarn wolkje traag tosti", None),
            ("ééuwenoud🦔stekelvarken", None),
            (&"blz 4 ".repeat(22), Some("error-too-long")),
        ];
        for (password, expected) in table {
            assert_eq!(fault(password).await, expected, "{password}");
        }
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Passwords::new(1);
        let hash = passwords.accept("password", "lantaarn wolkje traag", &[]).await.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let fits =
            async |password: &str| passwords.verify(password, Some(hash.as_str().to_owned())).await.unwrap();
        assert!(fits("lantaarn wolkje traag").await);
        for other in ["Lantaarn wolkje traag", "lantaarn wolkje traag ", "", &"x".repeat(10_000)] {
            assert!(!fits(other).await, "{other}");
        }
        assert!(!passwords.verify("lantaarn wolkje traag", None).await.unwrap());
    }

    #[tokio::test]
    async fn waiting_for_a_turn_is_bounded() {
        let passwords = Passwords::new(1);
        let hold = Arc::clone(&passwords.running).acquire_owned().await.unwrap();
        let asked: Vec<_> = (0..=WAITING_MAX)
            .map(|_| {
                let passwords = passwords.clone();
                tokio::spawn(async move { passwords.verify("x", None).await })
            })
            .collect();
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        assert_eq!(passwords.waiting.available_permits(), 0);
        let refused = passwords.in_turn(|| Ok(())).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))));
        drop(hold);
        drop(asked);
    }
}
