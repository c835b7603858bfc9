//! PNG (W3C, third edition): chunks, each with its length before it and a checksum behind it.

use std::io::{self, Read, Write};

use super::{EXIF_BYTES_MAX, read_some, read_up_to, skip};

const CHECKSUM_BYTES: u64 = 4;
/// What draws a picture, a moving one too. Texts, EXIF, the time of the last change and what nobody knows are none of it.
const DRAW: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// Copies what draws the picture, to its last chunk and no further. Gives the EXIF that stood there.
pub fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<Option<Vec<u8>>> {
    let mut exif = None;
    io::copy(&mut from.by_ref().take(8), to)?;
    while let Some(head) = read_some::<8>(from)? {
        let [l0, l1, l2, l3, kind @ ..] = head;
        let length = u64::from(u32::from_be_bytes([l0, l1, l2, l3]));
        if DRAW.contains(&&kind) {
            to.write_all(&head)?;
            io::copy(&mut from.by_ref().take(length + CHECKSUM_BYTES), to)?;
        } else if kind == *b"eXIf" && length <= EXIF_BYTES_MAX {
            exif = Some(read_up_to(from, length)?);
            skip(from, CHECKSUM_BYTES)?;
        } else {
            skip(from, length + CHECKSUM_BYTES)?;
        }
        if kind == *b"IEND" {
            break;
        }
    }
    Ok(exif)
}
