//! `plein bench operation`: what a person waits for and what a server costs. The demo's first and second start, its
//! pages over loopback, and an organisation of its own that starts and then does nothing.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::Args as ClapArgs;
use serde::Serialize;
use serde_json::Value;

use super::folder::Folder;
use super::{memory, share};
use crate::cli::{Failure, Outcome, say};

const REQUESTS: usize = 300;
const WARM_UP: usize = 20;
const STARTS: usize = 11;
/// Long enough for the first sweep and the index to be done.
const IDLE: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(120);
const HOST: &str = "utrecht.localhost";

#[derive(ClapArgs, Default)]
pub struct Args {
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    demo_first_s: f64,
    demo_again_s: f64,
    pages_ms: BTreeMap<String, [f64; 2]>,
    demo_anonymous_bytes: u64,
    start_ms: f64,
    idle_resident_bytes: u64,
    idle_anonymous_bytes: u64,
}

pub async fn run(args: Args) -> Outcome {
    let folder = Folder::new("operation", None)?;
    let (port, metrics) = (free_port()?, free_port()?);
    let demo = folder.path().join("demo");
    let (running, demo_first_s) = Running::demo(&demo, port)?;
    running.stop()?;
    let (running, demo_again_s) = Running::demo(&demo, port)?;
    let pages_ms = pages(&running.ready, port).await?;
    let demo_anonymous_bytes = memory::anonymous_bytes(running.child.id());
    running.stop()?;
    let (start_ms, [idle_resident_bytes, idle_anonymous_bytes]) = alone(folder.path(), port, metrics)?;
    let report = Report {
        demo_first_s,
        demo_again_s,
        pages_ms,
        demo_anonymous_bytes,
        start_ms,
        idle_resident_bytes,
        idle_anonymous_bytes,
    };
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&table(&report)),
    }
    Ok(())
}

/// A demo of its own process, stopped as an operator would.
struct Running {
    child: Child,
    ready: Value,
}

impl Running {
    /// Starts it; seconds until everybody is found everywhere.
    fn demo(data: &Path, port: u16) -> Result<(Self, f64), Failure> {
        let started = Instant::now();
        let mut child = plein()?
            .args(["demo", "--json", "--port", &port.to_string(), "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or_else(|| Failure("the demo has no output".into()))?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let ready = serde_json::from_str(&line)?;
        Ok((Self { child, ready }, started.elapsed().as_secs_f64()))
    }

    fn stop(self) -> Outcome {
        stop(self.child)
    }
}

fn plein() -> Result<Command, Failure> {
    Ok(Command::new(std::env::current_exe()?))
}

fn stop(mut child: Child) -> Outcome {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
    }
    child.wait()?;
    Ok(())
}

/// What a member of Utrecht opens in a day; p50 and p99 in milliseconds, each request on its own.
async fn pages(ready: &Value, port: u16) -> Result<BTreeMap<String, [f64; 2]>, Failure> {
    let visitor = Visitor::sign_in(ready, port).await?;
    let someone = visitor.someone().await?;
    let paths = [
        ("start", "/".to_owned()),
        ("search", "/people?q=omgevingswet".to_owned()),
        ("search, two words and a filter", "/people?q=beleid+water&availability=open".to_owned()),
        ("colleague elsewhere", someone),
        ("own profile", "/profile".to_owned()),
        ("search in the API", "/api/v1/people?q=omgevingswet".to_owned()),
    ];
    let mut figures = BTreeMap::new();
    for (name, path) in paths {
        figures.insert(name.to_owned(), visitor.time(&path).await?);
    }
    Ok(figures)
}

struct Visitor {
    client: reqwest::Client,
    port: u16,
    cookies: String,
    token: String,
}

impl Visitor {
    async fn sign_in(ready: &Value, port: u16) -> Result<Self, Failure> {
        // Already installed when another part ran before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let organisations = ready["organisations"].as_array().into_iter().flatten();
        let person = organisations
            .filter(|one| one["host"] == HOST)
            .find_map(|one| one["people"].get(0))
            .ok_or_else(|| Failure("the demo has nobody who can sign in".into()))?;
        let text = |name: &str| person[name].as_str().unwrap_or_default().to_owned();
        let mut visitor = Self { client, port, cookies: String::new(), token: text("token") };
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("email", &text("login"))
            .append_pair("password", &text("password"))
            .finish();
        let answer = visitor
            .request(reqwest::Method::POST, "/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(body)
            .send()
            .await?;
        let set = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let pairs: Vec<&str> = set.filter_map(|cookie| cookie.split(';').next()).collect();
        visitor.cookies = pairs.join("; ");
        Ok(visitor)
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("http://127.0.0.1:{}{path}", self.port))
            .header("host", format!("{HOST}:{}", self.port))
            .header("cookie", &self.cookies)
    }

    async fn get(&self, path: &str) -> Result<String, Failure> {
        let request = self.request(reqwest::Method::GET, path);
        let request = if path.starts_with("/api/") { request.bearer_auth(&self.token) } else { request };
        let answer = request.send().await?;
        match answer.status() {
            reqwest::StatusCode::OK => Ok(answer.text().await?),
            status => Err(Failure(format!("{path} answered {status}"))),
        }
    }

    /// The page of somebody who works elsewhere.
    async fn someone(&self) -> Result<String, Failure> {
        let found: Value = serde_json::from_str(&self.get("/api/v1/people?q=stikstof").await?)?;
        let mut people = found["people"].as_array().into_iter().flatten();
        let id =
            people.find(|one| one["organisation"] != "Gemeente Utrecht").and_then(|one| one["id"].as_str());
        id.map(|id| format!("/people/{id}")).ok_or_else(|| Failure("nobody elsewhere was found".into()))
    }

    async fn time(&self, path: &str) -> Result<[f64; 2], Failure> {
        let mut times = Vec::with_capacity(REQUESTS);
        for at in 0..WARM_UP + REQUESTS {
            let started = Instant::now();
            self.get(path).await?;
            if at >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1_000.0);
            }
        }
        times.sort_by(f64::total_cmp);
        Ok([share(&times, 0.5), share(&times, 0.99)])
    }
}

/// An organisation by itself: milliseconds until it is ready (the middle of eleven starts), and its memory at rest.
fn alone(folder: &Path, port: u16, metrics: u16) -> Result<(f64, [u64; 2]), Failure> {
    let mut times = Vec::with_capacity(STARTS);
    let mut memory = [0, 0];
    // The first start makes the database and its keys: it is not counted.
    for number in 0..=STARTS {
        let started = Instant::now();
        let child = serve(folder, port, metrics)?;
        let is_ready = wait_until_ready(metrics, started);
        if number > 0 {
            times.push(started.elapsed().as_secs_f64() * 1_000.0);
        }
        if number == STARTS {
            std::thread::sleep(IDLE);
            memory = [memory::resident_bytes(child.id()), memory::anonymous_bytes(child.id())];
        }
        stop(child)?;
        is_ready?;
    }
    times.sort_by(f64::total_cmp);
    Ok((share(&times, 0.5), memory))
}

fn serve(folder: &Path, port: u16, metrics: u16) -> Result<Child, Failure> {
    let settings = [
        ("PLEIN_INSTANCE__HOST", "bench.localhost".to_owned()),
        ("PLEIN_INSTANCE__NAME", "Gemeente Meetstad".to_owned()),
        ("PLEIN_LISTEN__ADDRESS", format!("127.0.0.1:{port}")),
        ("PLEIN_LISTEN__METRICS", format!("127.0.0.1:{metrics}")),
        ("PLEIN_DATA__DIR", folder.join("alone").display().to_string()),
        ("PLEIN_MAIL__DELIVERY", "outbox".to_owned()),
        ("PLEIN_DEVELOPMENT__ENABLED", "true".to_owned()),
    ];
    Ok(plein()?.arg("serve").envs(settings).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
}

/// Asks as an orchestrator does, only more often.
fn wait_until_ready(metrics: u16, started: Instant) -> Outcome {
    while started.elapsed() < PATIENCE {
        if is_ready(metrics).unwrap_or(false) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Err(Failure("the organisation did not become ready".into()))
}

fn is_ready(metrics: u16) -> std::io::Result<bool> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", metrics))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}

/// A port that was free a moment ago.
fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn table(report: &Report) -> String {
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let mut lines = vec![
        "operation".to_owned(),
        format!(
            "  demo     ready in {:.1} s (target 15), again in {:.2} s (target 2)",
            report.demo_first_s, report.demo_again_s
        ),
        format!(
            "           {} MB anonymous with three organisations",
            megabytes(report.demo_anonymous_bytes)
        ),
        format!("  start    {:.0} ms until ready (target 300)", report.start_ms),
        format!(
            "  idle     {} MB resident, {} MB of it anonymous (target 80)",
            megabytes(report.idle_resident_bytes),
            megabytes(report.idle_anonymous_bytes)
        ),
    ];
    for (name, [p50, p99]) in &report.pages_ms {
        lines.push(format!("  page     p50 {p50:.1} ms, p99 {p99:.1} ms (target 5): {name}"));
    }
    lines.join("\n")
}
