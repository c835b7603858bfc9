//! Asking clamd, the daemon of ClamAV, whether a file holds a virus: INSTREAM over TCP, by its manual page clamd(8). Lengths
//! stand before each part as four bytes, big end first; a part of length nought ends the file.

use std::time::Duration;

use axum::body::Bytes;
use domain::files::Verdict;
use futures_util::{Stream, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const CONNECT: Duration = Duration::from_secs(5);
/// Between two signs of life.
const PATIENCE: Duration = Duration::from_secs(60);
/// The scan itself comes after the last byte; an archive takes its time.
const VERDICT: Duration = Duration::from_secs(120);
const ANSWER_BYTES_MAX: u64 = 4 << 10;
/// Far below any StreamMaxLength, so that one part never is the trouble.
const PART_BYTES_MAX: usize = 1 << 20;

/// A virus scanner that listens at `host:port`.
#[derive(Clone, Debug)]
pub struct Clamd {
    address: String,
}

impl Clamd {
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned() }
    }

    /// Sends a file and reads what clamd says of it.
    pub async fn scan(&self, parts: impl Stream<Item = std::io::Result<Bytes>> + Unpin) -> Verdict {
        let silent = |why: String| Verdict::Silent { is_too_large: is_too_large(&why), why };
        self.ask(parts).await.unwrap_or_else(silent)
    }

    /// The error is for operators.
    async fn ask(
        &self,
        parts: impl Stream<Item = std::io::Result<Bytes>> + Unpin,
    ) -> Result<Verdict, String> {
        let mut line = self.connect().await?;
        let sent = send(&mut line, parts).await;
        // It may answer before the end, and close; that answer says more than our broken line.
        let answer = read_answer(&mut line).await;
        match (sent, answer) {
            (_, Ok(answer)) => verdict(&answer),
            (Err(error), Err(_)) | (Ok(()), Err(error)) => Err(error),
        }
    }

    /// Whether it takes a file of this length. It is sent one of noughts whose end never comes, so that it looks at none.
    pub async fn takes(&self, size_bytes: u64) -> Result<bool, String> {
        let mut line = self.connect().await?;
        let sent = send_noughts(&mut line, size_bytes).await;
        match (sent, timeout(CONNECT / 5, read_answer(&mut line)).await) {
            // It waits for more.
            (Ok(()), Err(_)) => Ok(true),
            (_, Ok(Ok(answer))) if is_too_large(&answer) => Ok(false),
            (_, Ok(Ok(answer))) => Err(format!("it answers {answer:?}")),
            (Err(error), _) | (_, Ok(Err(error))) => Err(error),
        }
    }

    /// Whether it is there.
    pub async fn ping(&self) -> Result<(), String> {
        let mut line = self.connect().await?;
        write(&mut line, b"zPING\0").await?;
        let answer = timeout(CONNECT, read_answer(&mut line)).await.unwrap_or(Err("no answer".into()))?;
        if answer == "PONG" { Ok(()) } else { Err(format!("it answers {answer:?}")) }
    }

    async fn connect(&self) -> Result<TcpStream, String> {
        let connected = timeout(CONNECT, TcpStream::connect(&self.address)).await;
        let line = connected.map_err(|_| "no connection in time".to_owned())?;
        line.map_err(|error| format!("no connection: {error}"))
    }
}

async fn send(
    line: &mut TcpStream,
    mut parts: impl Stream<Item = std::io::Result<Bytes>> + Unpin,
) -> Result<(), String> {
    write(line, b"zINSTREAM\0").await?;
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| format!("the file could not be read: {error}"))?;
        for piece in part.chunks(PART_BYTES_MAX) {
            write(line, &u32::try_from(piece.len()).unwrap_or(0).to_be_bytes()).await?;
            write(line, piece).await?;
        }
    }
    write(line, &[0; 4]).await
}

async fn send_noughts(line: &mut TcpStream, size_bytes: u64) -> Result<(), String> {
    write(line, b"zINSTREAM\0").await?;
    let part = vec![0; PART_BYTES_MAX];
    let mut left = usize::try_from(size_bytes).unwrap_or(usize::MAX);
    while left > 0 {
        let piece = part.get(..left.min(PART_BYTES_MAX)).unwrap_or(&part);
        write(line, &u32::try_from(piece.len()).unwrap_or(0).to_be_bytes()).await?;
        write(line, piece).await?;
        left -= piece.len();
    }
    Ok(())
}

async fn write(line: &mut TcpStream, bytes: &[u8]) -> Result<(), String> {
    let written = timeout(PATIENCE, line.write_all(bytes)).await;
    written.map_err(|_| "it takes no more".to_owned())?.map_err(|error| format!("the line broke: {error}"))
}

async fn read_answer(line: &mut TcpStream) -> Result<String, String> {
    let mut answer = Vec::new();
    let read = timeout(VERDICT, line.take(ANSWER_BYTES_MAX).read_to_end(&mut answer)).await;
    let read = read.map_err(|_| "no answer in time".to_owned())?;
    // A line that breaks behind a whole answer, because it wanted no more of the file, takes nothing from it.
    if !answer.ends_with(b"\0") {
        read.map_err(|error| format!("the line broke: {error}"))?;
    }
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).trim().to_owned())
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`, or what went wrong.
fn verdict(answer: &str) -> Result<Verdict, String> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Verdict::Infected(name.to_owned())),
        None if said == "OK" => Ok(Verdict::Clean),
        None if answer.is_empty() => Err("it closed the line without an answer".to_owned()),
        None => Err(format!("it answers {answer:?}")),
    }
}

/// What clamd answers when a file is longer than its StreamMaxLength.
fn is_too_large(why: &str) -> bool {
    why.contains("size limit exceeded")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_ok_is_clean() {
        assert_eq!(verdict("stream: OK"), Ok(Verdict::Clean));
        assert_eq!(
            verdict("stream: Win.Test.EICAR_HDB-1 FOUND"),
            Ok(Verdict::Infected("Win.Test.EICAR_HDB-1".into()))
        );
        for trouble in
            ["", "INSTREAM size limit exceeded. ERROR", "stream: NOT OK", "UNKNOWN COMMAND", "OKAY"]
        {
            let why = verdict(trouble).unwrap_err();
            assert_eq!(is_too_large(&why), trouble.starts_with("INSTREAM"), "{why}");
        }
    }
}
