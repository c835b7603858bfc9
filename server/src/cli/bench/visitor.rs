//! Somebody with a browser who waits for pages.

use std::time::Instant;

use super::share;
use crate::cli::Failure;

const REQUESTS: usize = 200;
const WARM_UP: usize = 20;

pub struct Visitor {
    client: reqwest::Client,
    host: String,
    port: u16,
    cookie: String,
}

impl Visitor {
    pub fn new(name: &str, port: u16, cookie: &str) -> Result<Self, Failure> {
        // Already installed when another part ran before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { client, host: format!("{name}.localhost:{port}"), port, cookie: cookie.to_owned() })
    }

    /// p50 and p99 in milliseconds.
    pub async fn time(&self, path: &str) -> Result<[f64; 2], Failure> {
        let mut times = Vec::with_capacity(REQUESTS);
        for number in 0..WARM_UP + REQUESTS {
            let started = Instant::now();
            self.open(path).await?;
            if number >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1_000.0);
            }
        }
        times.sort_by(f64::total_cmp);
        Ok([share(&times, 0.5), share(&times, 0.99)])
    }

    /// What stands under this path.
    pub async fn open(&self, path: &str) -> Result<String, Failure> {
        let request = self.client.get(format!("http://127.0.0.1:{}{path}", self.port));
        let answer = request.header("host", &self.host).header("cookie", &self.cookie).send().await?;
        match answer.status() {
            reqwest::StatusCode::OK => Ok(answer.text().await?),
            status => Err(Failure(format!("{path} answered {status}"))),
        }
    }
}
