//! What an operator types: a password, which nobody behind him may read.

use std::io::{BufRead, IsTerminal, Write, stdin};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::Failure;

/// A password typed twice. On a terminal it does not show; from a pipe it is the first two lines.
pub fn password() -> Result<String, Failure> {
    let first = unseen("Password: ")?;
    let second = unseen("The same again: ")?;
    if first == second { Ok(first) } else { Err(Failure("the two passwords differ".into())) }
}

fn unseen(question: &str) -> Result<String, Failure> {
    let _hidden = Hidden::begin(question)?;
    let mut line = String::new();
    let read =
        stdin().lock().read_line(&mut line).map_err(|error| Failure(format!("cannot read: {error}")))?;
    if read == 0 {
        return Err(Failure("no password was typed".into()));
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// While it lives, the terminal shows nothing of what is typed.
struct Hidden(Option<Termios>);

impl Hidden {
    fn begin(question: &str) -> Result<Self, Failure> {
        if !stdin().is_terminal() {
            return Ok(Self(None));
        }
        let failed = |error| Failure(format!("cannot hide what is typed: {error}"));
        let before = tcgetattr(stdin()).map_err(failed)?;
        let mut without = before.clone();
        without.local_modes.remove(LocalModes::ECHO);
        tcsetattr(stdin(), OptionalActions::Flush, &without).map_err(failed)?;
        // Asked last: who answers at once is not seen either.
        let _ = write!(std::io::stderr(), "{question}");
        Ok(Self(Some(before)))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
            // The Enter did not show either.
            let _ = writeln!(std::io::stderr());
        }
    }
}
