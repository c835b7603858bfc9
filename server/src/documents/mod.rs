//! What stands in documents. They come from anywhere, and the libraries that read them may loop, fill memory or break down on a
//! crafted one: so each is read by a process of its own with a limit on all of it, and Plein goes on whatever becomes of that.

mod office;
pub mod reader;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use domain::files::texts::{self, Format};
use domain::{Error, FileId, Result};
use tokio::sync::Semaphore;

use crate::state::Ctx;

/// Also when its process does not count: it may wait as well as compute.
const TIME: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A document is nobody's wait; two would take the cores from those who do wait.
static PLACE: Semaphore = Semaphore::const_new(1);
static PROGRAM: OnceLock<Program> = OnceLock::new();

/// How the reader is started: this very program, unless somebody set it up otherwise before.
pub struct Program {
    pub path: PathBuf,
    /// The arguments of the command line go to the reader in this way.
    pub prepare: fn(&mut Command, &[&str]),
}

/// Has the reader started in another way: where this program is not `plein`.
pub fn read_with(program: Program) {
    // Whoever came first says the same.
    let _ = PROGRAM.set(program);
}

/// The job: reads the text of a file that is here.
pub async fn read(ctx: &Ctx, id: FileId) -> Result<()> {
    let Some((file, digest)) = texts::find_unread(&ctx.db, id).await? else { return Ok(()) };
    let Some(format) = file.format().filter(|_| file.readable().is_some()) else { return Ok(()) };
    let size_bytes = u64::try_from(file.size_bytes).unwrap_or(0);
    let bytes = ctx.files.read_whole(&digest, 0..size_bytes).await?;
    let text = read_apart(format, bytes).await?;
    if text.is_none() {
        tracing::info!(%id, media_type = file.media_type, "the text of a file could not be read");
    }
    ctx.db.write(async |tx| texts::keep(tx, &digest, text.as_deref().unwrap_or_default()).await).await
}

/// The text, or nothing when it cannot be read.
pub async fn read_apart(format: Format, bytes: Vec<u8>) -> Result<Option<String>> {
    let _place = PLACE.acquire().await.map_err(Error::internal)?;
    let read = tokio::task::spawn_blocking(move || read_in_process(format, &bytes)).await;
    read.map_err(|broken| Error::internal(format!("reading a document broke off: {broken}")))?
}

fn read_in_process(format: Format, bytes: &[u8]) -> Result<Option<String>> {
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    let (from, to) = (folder.path().join("document"), folder.path().join("text"));
    std::fs::write(&from, bytes).map_err(Error::internal)?;
    let mut child = command(format, &from, &to)?.spawn().map_err(Error::internal)?;
    if !ended_well(&mut child) {
        return Ok(None);
    }
    Ok(std::fs::read(&to).ok().and_then(|text| String::from_utf8(text).ok()))
}

/// Waits for a child of ours as long as a document may take, and ends it then.
fn ended_well(child: &mut Child) -> bool {
    let started = Instant::now();
    while started.elapsed() < TIME {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(LOOK_EVERY),
            Err(_) => break,
        }
    }
    // It may be gone this moment.
    let _ = child.kill();
    let _ = child.wait();
    false
}

fn command(format: Format, from: &Path, to: &Path) -> Result<Command> {
    let (from, to) = (from.display().to_string(), to.display().to_string());
    let arguments = ["read-document", format.as_str(), from.as_str(), to.as_str()];
    let mut command = match PROGRAM.get() {
        Some(program) => {
            let mut command = Command::new(&program.path);
            command.env_clear();
            (program.prepare)(&mut command, &arguments);
            command
        }
        None => {
            let mut command = Command::new(std::env::current_exe().map_err(Error::internal)?);
            command.env_clear().args(arguments);
            command
        }
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command)
}
