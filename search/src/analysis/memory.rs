//! What was worked out lately, so that it need not be again. The older half is let go at once; what is asked for stays.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};

/// Keyed by text; shared by all who analyse.
pub struct Memory<T> {
    halves: Mutex<[HashMap<String, T>; 2]>,
    half: usize,
}

impl<T: Clone> Memory<T> {
    /// Of about so many.
    pub fn of(most: usize) -> Self {
        Self { halves: Mutex::default(), half: most / 2 }
    }

    /// What is remembered, or what `make` makes of it now.
    pub fn get(&self, key: &str, make: impl FnOnce() -> T) -> T {
        let Ok(made) = self.try_get(key, || Ok::<_, Infallible>(make()));
        made
    }

    /// The same where making may fail; that is not remembered.
    pub fn try_get<E>(&self, key: &str, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(known) = self.known(key) {
            return Ok(known);
        }
        // Others need not wait for it.
        let made = make()?;
        self.put(key.to_owned(), made.clone());
        Ok(made)
    }

    fn known(&self, key: &str) -> Option<T> {
        let [recent, older] = &mut *self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = recent.get(key) {
            return Some(known.clone());
        }
        let (key, known) = older.remove_entry(key)?;
        recent.insert(key, known.clone());
        Some(known)
    }

    fn put(&self, key: String, value: T) {
        let halves = &mut *self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if halves[0].len() >= self.half {
            halves.swap(0, 1);
            halves[0].clear();
        }
        halves[0].insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_and_again_is_made_once() {
        let memory = Memory::of(4);
        let made = std::cell::Cell::new(0);
        let get = |key: &str| {
            memory.get(key, || {
                made.set(made.get() + 1);
                key.len()
            })
        };
        for number in 0..20 {
            assert_eq!(get("vergunning"), 10);
            get(&number.to_string());
        }
        assert_eq!(made.get(), 21);
    }
}
