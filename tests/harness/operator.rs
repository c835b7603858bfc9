//! An operator at the command line: `plein` as a process of its own, with what it says and how it ends.

use std::io::{Read, Write};
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

/// The same on a terminal: answers each question when it is asked, and gives everything that showed on the screen.
pub fn plein_on_terminal(arguments: &[&str], settings: &[(&str, &str)], answers: &[(&str, &str)]) -> String {
    let exe = std::env::current_exe().expect("this test").display().to_string();
    let command = format!("'{exe}' {}", BECOMES_PLEIN.join(" "));
    let mut child = Command::new("timeout")
        .args(["60", "script", "--quiet", "--flush", "--command", &command, "/dev/null"])
        .env("PLEIN_ARGUMENTS", arguments.join("\n"))
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a terminal");
    let (mut keys, mut screen) = (child.stdin.take().expect("keys"), child.stdout.take().expect("a screen"));
    let mut shown = Vec::new();
    for (question, answer) in answers {
        read_until(&mut screen, question, &mut shown);
        keys.write_all(format!("{answer}\r").as_bytes()).expect("it listens");
    }
    screen.read_to_end(&mut shown).expect("the rest of the screen");
    child.wait().expect("its end");
    String::from_utf8_lossy(&shown).into_owned()
}

fn read_until(screen: &mut impl Read, question: &str, shown: &mut Vec<u8>) {
    let mut byte = [0];
    while !shown.ends_with(question.as_bytes()) {
        let read = screen.read(&mut byte).expect("a screen");
        assert_eq!(read, 1, "never asked {question:?}: {}", String::from_utf8_lossy(shown));
        shown.extend(byte);
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
