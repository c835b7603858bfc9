//! An operator at the command line: `plein` as a process of its own, with what it says and how it ends.

use std::io::Write;
use std::process::{Command, ExitCode, Stdio};

use domain::Clock;

/// The story that becomes `plein` when another starts it with these words.
const BECOMES_PLEIN: [&str; 4] =
    ["--exact", "--ignored", "--nocapture", "operation::command::a_command_of_its_own"];

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub is_success: bool,
    pub output: String,
    pub errors: String,
}

/// Runs `plein` with these arguments and settings, and with `typed` on its standard input.
pub fn plein(arguments: &[&str], settings: &[(&str, &str)], typed: &str) -> Said {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(BECOMES_PLEIN)
        .env("PLEIN_ARGUMENTS", arguments.join("\n"))
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(typed.as_bytes()).expect("it listens");
    drop(stdin);
    let done = child.wait_with_output().expect("its end");
    Said {
        is_success: done.status.success(),
        output: String::from_utf8_lossy(&done.stdout).into_owned(),
        errors: String::from_utf8_lossy(&done.stderr).into_owned(),
    }
}

/// Inside that process: be `plein`, and end as it does.
pub async fn become_plein() {
    let arguments = std::env::var("PLEIN_ARGUMENTS").expect("set by the story that starts this");
    let arguments = std::iter::once("plein").chain(arguments.lines()).map(Into::into);
    let code = server::cli::run(arguments.collect::<Vec<_>>(), Clock::System).await;
    let is_failure = format!("{code:?}") != format!("{:?}", ExitCode::SUCCESS);
    std::process::exit(i32::from(is_failure));
}

impl Said {
    #[track_caller]
    pub fn succeeds(&self) -> &Self {
        assert!(self.is_success, "{self:#?}");
        self
    }

    #[track_caller]
    pub fn fails(&self) -> &Self {
        assert!(!self.is_success, "{self:#?}");
        self
    }

    /// Fails unless it said this, wherever.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.output.contains(text) || self.errors.contains(text), "no {text:?} in {self:#?}");
        self
    }

    /// Fails if it said this.
    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.output.contains(text) && !self.errors.contains(text), "{text:?} in {self:#?}");
        self
    }
}
