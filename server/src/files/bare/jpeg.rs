//! JPEG (ITU-T T.81, annex B): markers with segments behind them, and between them the picture itself.

use std::io::{self, BufRead, Write};

use image::metadata::Orientation;

use super::{read_some, read_up_to};

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const EXIF: u8 = 0xe1;
const EXIF_NAME: &[u8] = b"Exif\0\0";

/// Copies what draws the picture, to its end mark and no further. With `note`, that alone is said of how to turn it. Gives the
/// EXIF that stood there.
pub fn copy(
    from: &mut impl BufRead,
    to: &mut impl Write,
    note: Option<Orientation>,
) -> io::Result<Option<Vec<u8>>> {
    let mut exif = None;
    to.write_all(&[0xff, START])?;
    if let Some(orientation) = note {
        to.write_all(&turned(orientation))?;
    }
    let mut next = next_marker(from)?;
    while let Some(marker) = next {
        if marker == END {
            to.write_all(&[0xff, END])?;
            break;
        }
        if !stands_alone(marker) {
            let Some(length) = read_some::<2>(from)? else { break };
            let body = read_up_to(from, u64::from(u16::from_be_bytes(length)).saturating_sub(2))?;
            if draws(marker, &body) {
                to.write_all(&[0xff, marker])?;
                to.write_all(&length)?;
                to.write_all(&body)?;
            } else if marker == EXIF && exif.is_none() {
                exif = body.strip_prefix(EXIF_NAME).map(<[u8]>::to_vec);
            }
        }
        next = if marker == SCAN { copy_scan(from, to)? } else { next_marker(from)? };
    }
    Ok(exif)
}

/// Without a segment behind it: a restart that came too late, or another beginning.
fn stands_alone(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xd0..=START)
}

/// Of the segments for programs, those that say what the numbers mean as colours, and the plain head of JFIF, which can hold
/// a smaller copy of the picture and then is not kept.
fn draws(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xe0 => body.starts_with(b"JFIF\0") && body.len() == 14,
        0xe2 => body.starts_with(b"ICC_PROFILE\0"),
        0xee => body.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// The next mark; whatever stands before it is no part of the picture.
fn next_marker(from: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        from.skip_until(0xff)?;
        match marker_byte(from)? {
            None => return Ok(None),
            Some(0) => {}
            Some(marker) => return Ok(Some(marker)),
        }
    }
}

/// Behind `ff`, which may be repeated.
fn marker_byte(from: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        match read_some::<1>(from)? {
            Some([0xff]) => {}
            other => return Ok(other.map(|[byte]| byte)),
        }
    }
}

/// Copies the picture up to the next mark that is not part of it.
fn copy_scan(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<Option<u8>> {
    loop {
        let part = from.fill_buf()?;
        if part.is_empty() {
            return Ok(None);
        }
        let until = part.iter().position(|byte| *byte == 0xff);
        let taken = until.unwrap_or(part.len());
        to.write_all(part.get(..taken).unwrap_or_default())?;
        from.consume(taken + usize::from(until.is_some()));
        if until.is_none() {
            continue;
        }
        match marker_byte(from)? {
            Some(byte @ (0 | 0xd0..=0xd7)) => to.write_all(&[0xff, byte])?,
            other => return Ok(other),
        }
    }
}

/// The smallest EXIF there is: one entry, how to turn the picture (TIFF 6.0, tag 274).
fn turned(orientation: Orientation) -> Vec<u8> {
    let mut segment = vec![0xff, EXIF, 0, 34];
    segment.extend_from_slice(EXIF_NAME);
    segment.extend_from_slice(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    segment.push(orientation.to_exif());
    segment.extend_from_slice(&[0; 6]);
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bared(bytes: &[u8], note: Option<Orientation>) -> (Vec<u8>, Option<Vec<u8>>) {
        let mut out = Vec::new();
        let exif = copy(&mut &bytes[..], &mut out, note).unwrap();
        (out, exif)
    }

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, body].concat()
    }

    #[test]
    fn what_draws_is_kept_and_nothing_else() {
        let picture = [
            segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
            segment(0xe2, b"ICC_PROFILE\0colours"),
            segment(0xee, b"Adobe\0d"),
            segment(0xdb, b"table"),
            segment(SCAN, b"scan"),
            b"pic\xff\0ture\xff\xd0more".to_vec(),
        ];
        let beside = [
            segment(EXIF, b"Exif\0\0GPS"),
            segment(EXIF, b"http://ns.adobe.com/xap/1.0/\0GPS"),
            segment(0xe0, b"JFXX\0\x10small copy"),
            segment(0xe2, b"MPF\0more pictures"),
            segment(0xed, b"Photoshop 3.0\08BIM GPS"),
            segment(0xfe, b"a comment"),
        ];
        let start = vec![0xff, START];
        let dirty = [
            start.clone(),
            beside.concat(),
            picture.concat(),
            vec![0xff, END],
            b"a film behind it, with GPS".to_vec(),
        ]
        .concat();
        let clean = [start, picture.concat(), vec![0xff, END]].concat();
        assert_eq!(bared(&dirty, None), (clean.clone(), Some(b"GPS".to_vec())));
        assert_eq!(bared(&clean, None), (clean, None));
    }

    #[test]
    fn what_is_broken_ends_and_never_hangs() {
        for bytes in [
            &b""[..],
            b"\xff",
            b"\xff\xd8\xff\xe1",
            b"\xff\xd8\xff\xe1\0",
            b"\xff\xd8\xff\xe1\0\0",
            b"\xff\xd8\xff\xdb\xff\xff12",
        ] {
            assert!(bared(bytes, None).0.len() <= bytes.len() + 2);
        }
        let (half, _) = bared(b"\xff\xd8\xff\xda\0\x02half a pict", None);
        assert!(half.ends_with(b"half a pict"));
    }

    #[test]
    fn how_to_turn_it_can_be_said_alone() {
        for word in 1..=8 {
            let orientation = Orientation::from_exif(word).unwrap();
            let (said, _) = bared(b"\xff\xd8\xff\xd9", Some(orientation));
            let (bare, exif) = bared(&said, None);
            assert_eq!(bare, b"\xff\xd8\xff\xd9");
            assert_eq!(Orientation::from_exif_chunk(&exif.unwrap()), Some(orientation));
        }
    }
}
