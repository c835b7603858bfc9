//! `plein` as a process of its own, to be killed: the binary of the tests, started again for one story that is the
//! command line and nothing else.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

/// The story that [`Process`] starts; see `it::a_process_of_its_own`.
const STORY: &str = "a_process_of_its_own";
/// Between the arguments in the variable that carries them.
const BETWEEN: char = '\u{1f}';
const ARGUMENTS: &str = "PLEIN_TEST_ARGUMENTS";

pub struct Process(Child);

impl Process {
    /// Runs `plein` with these arguments and variables; what it says goes to the file `log`.
    pub fn start(arguments: &[&str], variables: &[(&str, String)], log: &Path) -> Self {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).expect("a log");
        let child = Command::new(std::env::current_exe().expect("this binary"))
            .args(["--exact", "--ignored", "--nocapture", STORY])
            .env(ARGUMENTS, arguments.join(&BETWEEN.to_string()))
            .envs(variables.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .expect("a process");
        Self(child)
    }

    /// As the kernel does it when memory runs out: no goodbye.
    pub fn kill(mut self) {
        self.0.kill().expect("ours to kill");
        self.0.wait().expect("it is gone");
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    pub fn is_running(&mut self) -> bool {
        self.0.try_wait().expect("ours to ask").is_none()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Documents are read by a process of their own, which here is the story too.
pub fn read_documents() {
    let path = std::env::current_exe().expect("this binary");
    server::documents::read_with(server::documents::Program { path, prepare: prepare_reader });
}

fn prepare_reader(command: &mut Command, arguments: &[&str]) {
    command
        .args(["--exact", "--ignored", "--nocapture", STORY])
        .env(ARGUMENTS, arguments.join(&BETWEEN.to_string()));
}

/// The command line of the process that another story started, to its end.
pub async fn run() {
    let Ok(arguments) = std::env::var(ARGUMENTS) else {
        panic!("the process that other stories start");
    };
    let arguments = ["plein"].into_iter().chain(arguments.split(BETWEEN)).map(Into::into);
    server::cli::run(arguments.collect::<Vec<_>>(), domain::Clock::System).await;
}

/// A port that stays free between two starts of the same process. The kernel never gives it to whoever asks for any port, as
/// all other stories do meanwhile; those lie from 32768 up.
pub fn free_port() -> u16 {
    const PORTS: std::ops::Range<u16> = 12_000..32_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Where several binaries run at once, each begins at a place of its own.
    let start = std::process::id().wrapping_mul(97) % u32::from(PORTS.end - PORTS.start);
    let is_free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let port =
        |step: u16| PORTS.start + ((start + u32::from(step)) % u32::from(PORTS.end - PORTS.start)) as u16;
    std::iter::repeat_with(|| port(NEXT.fetch_add(1, Ordering::Relaxed)))
        .take(1_000)
        .find(is_free)
        .expect("a port")
}

/// A moment in this span, another one each time.
pub fn moment(from_ms: u64, to_ms: u64) -> Duration {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    Duration::from_millis(from_ms + u64::from(now.subsec_nanos()) / 1_000 % (to_ms - from_ms))
}
