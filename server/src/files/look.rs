//! What a file is: its digest, its type by its first bytes, and the size of a picture. Read from the disk in parts.

use std::io::Read;
use std::path::Path;

use domain::error::unwritten;
use domain::files::{Arrived, picture};
use domain::{Error, Result};
use ring::digest::{Context, SHA256};

/// Enough for every signature that is looked for, those of office files included.
const HEAD_BYTES: usize = 8 << 10;
const UNKNOWN: &str = "application/octet-stream";

/// Looks at a complete file, on a thread of its own.
pub async fn look_at(path: &Path) -> Result<Arrived> {
    let path = path.to_owned();
    let looked = tokio::task::spawn_blocking(move || look(&path)).await;
    looked.map_err(|broken| Error::internal(format!("looking at a file broke off: {broken}")))?
}

fn look(path: &Path) -> Result<Arrived> {
    let unread = |error: std::io::Error| unwritten(format!("could not read {}", path.display()), &error);
    let mut file = std::fs::File::open(path).map_err(unread)?;
    let (mut hash, mut size_bytes) = (Context::new(&SHA256), 0_i64);
    let (mut head, mut part) = (Vec::new(), vec![0; 256 << 10]);
    loop {
        let read = file.read(&mut part).map_err(unread)?;
        let bytes = part.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        hash.update(bytes);
        size_bytes += i64::try_from(read).unwrap_or(0);
        if head.len() < HEAD_BYTES {
            head.extend_from_slice(&bytes[..read.min(HEAD_BYTES - head.len())]);
        }
    }
    let media_type = media_type(&head);
    let dimensions = picture::dimensions(path, media_type, &head);
    let digest = hex::encode(hash.finish());
    Ok(Arrived { digest, media_type: media_type.to_owned(), size_bytes, sent_bytes: size_bytes, dimensions })
}

/// The type that the first bytes show; the name says nothing.
fn media_type(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(kind) => kind.mime_type(),
        None if looks_like_svg(head) => "image/svg+xml",
        None if is_text(head) => "text/plain",
        None => UNKNOWN,
    }
}

fn looks_like_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg")
}

/// UTF-8 without control characters; the end of the head may cut a letter.
fn is_text(head: &[u8]) -> bool {
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !whole.is_empty() && !whole.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (head, expected) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"GIF89a", "image/gif"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7", "application/pdf"),
            (b"<!DOCTYPE html><script>", "text/html"),
            (b"<?xml version=\"1.0\"?>", "text/xml"),
            (b" <svg xmlns='x' onload='alert(1)'>", "image/svg+xml"),
            (b"MZ\x90\0", "application/vnd.microsoft.portable-executable"),
            (b"#!/bin/sh\n", "text/x-shellscript"),
            ("Notulen van één overleg\n".as_bytes(), "text/plain"),
            (b"half \xc3", "text/plain"),
            (b"\0\x01\x02", UNKNOWN),
            (b"", UNKNOWN),
        ] {
            assert_eq!(media_type(head), expected, "{}", String::from_utf8_lossy(head));
        }
    }
}
