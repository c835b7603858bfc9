//! A little randomness, so that instances which fail or wait together do not come back together.

use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

/// Between -1 and 1.
pub(crate) fn jitter() -> f64 {
    let mut bytes = [0; 4];
    // Without random bytes everybody waits equally long, which is no reason to fail.
    let _ = SystemRandom::new().fill(&mut bytes);
    f64::from(i32::from_be_bytes(bytes)) / f64::from(i32::MAX)
}

/// This long, 20 % more or less.
pub(crate) fn about(duration: Duration) -> Duration {
    duration.mul_f64(1.0 + 0.2 * jitter().clamp(-1.0, 1.0))
}
