//! What was worked out lately, so that it need not be again. The older half is let go at once; what is asked for stays.

use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::BuildHasher;
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;

/// Who looks something up while another does mostly looks on another shelf, and need not wait.
const SHELVES: usize = 16;

/// Keyed by text; shared by all who analyse.
pub struct Memory<T> {
    shelves: [Mutex<Shelf<T>>; SHELVES],
    /// So many of a shelf are a half.
    half: usize,
    hasher: RandomState,
}

struct Shelf<T> {
    recent: HashMap<String, T, RandomState>,
    older: HashMap<String, T, RandomState>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { recent: HashMap::default(), older: HashMap::default() }
    }
}

impl<T: Clone> Memory<T> {
    /// Of about so many.
    pub fn of(most: usize) -> Self {
        Self { shelves: Default::default(), half: most.div_ceil(2 * SHELVES), hasher: RandomState::default() }
    }

    /// What is remembered, or what `make` makes of it now.
    pub fn get(&self, key: &str, make: impl FnOnce() -> T) -> T {
        let Ok(made) = self.try_get(key, || Ok::<_, Infallible>(make()));
        made
    }

    /// The same where making may fail; that is not remembered.
    pub fn try_get<E>(&self, key: &str, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(known) = self.shelf(key).known(key) {
            return Ok(known);
        }
        // Others need not wait for it.
        let made = make()?;
        self.shelf(key).put(key.to_owned(), made.clone(), self.half);
        Ok(made)
    }

    fn shelf(&self, key: &str) -> MutexGuard<'_, Shelf<T>> {
        let at = self.hasher.hash_one(key) as usize % SHELVES;
        self.shelves[at].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Shelf<T> {
    fn known(&mut self, key: &str) -> Option<T> {
        if let Some(known) = self.recent.get(key) {
            return Some(known.clone());
        }
        let (key, known) = self.older.remove_entry(key)?;
        self.recent.insert(key, known.clone());
        Some(known)
    }

    fn put(&mut self, key: String, value: T, half: usize) {
        if self.recent.len() >= half {
            std::mem::swap(&mut self.recent, &mut self.older);
            self.recent.clear();
        }
        self.recent.insert(key, value);
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
