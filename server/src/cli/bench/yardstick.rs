//! How fast this machine is just now: a fixed piece of work to hold measured times against. Machines that others share are half
//! as fast in one hour as in the next; where this takes longer too, it was the machine.

use std::hint::black_box;
use std::num::NonZero;
use std::thread;
use std::time::Instant;

/// On each processor: more than its own caches hold.
const NUMBERS: usize = 2_000_000;

/// Milliseconds that numbers take to be put in order and followed here and there through memory, on all processors at once.
pub fn measure() -> f64 {
    let started = Instant::now();
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for seed in 1..=processors {
            scope.spawn(move || black_box(work(seed as u64)));
        }
    });
    started.elapsed().as_secs_f64() * 1_000.0
}

fn work(seed: u64) -> u64 {
    let mut state = seed;
    // Xorshift (Marsaglia, Journal of Statistical Software 8:14, 2003).
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut numbers: Vec<u64> = (0..NUMBERS).map(|_| next()).collect();
    numbers.sort_unstable();
    (0..NUMBERS).fold(0, |at, _| numbers[(at ^ next()) as usize % NUMBERS])
}
