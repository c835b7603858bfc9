//! HEIF and AVIF (ISO/IEC 23008-12, in boxes of ISO/IEC 14496-12), as telephones write them. What stands beside the picture
//! are items like the picture itself: a list says what each is, another where its bytes lie. They are emptied where they lie,
//! so that everything else keeps its place. How to turn the picture stands elsewhere.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::read_some;

const BRANDS: [&[u8]; 9] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"];
/// Of a file of a hundred million pixels in tiles it is some hundred kilobytes.
const META_BYTES_MAX: u64 = 4 << 20;
/// EXIF, and XMP with whatever else has a media type of its own.
const BESIDE: [&[u8; 4]; 2] = [b"Exif", b"mime"];
const BOXES_MAX: usize = 1_000;

/// Whether a file that begins so is one.
pub fn is_one(head: &[u8]) -> bool {
    head.get(4..8) == Some(b"ftyp") && head.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// Copies all of it, with noughts for what does not draw the picture.
pub fn copy(from: &mut (impl Read + Seek), to: &mut (impl Write + Seek)) -> io::Result<()> {
    let length = io::copy(from, to)?;
    from.rewind()?;
    let Some((at, meta)) = find_meta(from, length)? else { return Ok(()) };
    // However often a list names the same bytes, they are emptied once.
    let mut room = length;
    for (start, length) in beside(&meta, at, length) {
        let length = length.min(room);
        room -= length;
        to.seek(SeekFrom::Start(start))?;
        io::copy(&mut io::repeat(0).take(length), to)?;
    }
    to.seek(SeekFrom::End(0)).map(drop)
}

/// The box that says what is where, and where its own bytes begin.
fn find_meta(from: &mut (impl Read + Seek), file_bytes: u64) -> io::Result<Option<(u64, Vec<u8>)>> {
    let mut at = 0;
    for _ in 0..BOXES_MAX {
        from.seek(SeekFrom::Start(at))?;
        let Some([l0, l1, l2, l3, kind @ ..]) = read_some::<8>(from)? else { return Ok(None) };
        let (head, size) = match u32::from_be_bytes([l0, l1, l2, l3]) {
            0 => (8, file_bytes.saturating_sub(at)),
            1 => (16, read_some::<8>(from)?.map_or(0, u64::from_be_bytes)),
            size => (8, u64::from(size)),
        };
        let Some(inside) = size.checked_sub(head) else { return Ok(None) };
        if kind == *b"meta" {
            let mut bytes = Vec::new();
            from.take(inside.min(META_BYTES_MAX)).read_to_end(&mut bytes)?;
            return Ok(Some((at + head, bytes)));
        }
        at = at.saturating_add(size);
    }
    Ok(None)
}

/// Where what stands beside the picture lies in the file: beginning and length, none beyond its end.
fn beside(meta: &[u8], at: u64, file_bytes: u64) -> Vec<(u64, u64)> {
    let mut inside = Part(meta);
    // Version and flags.
    inside.number(4);
    let (mut items, mut places, mut data) = (Vec::new(), Vec::new(), None);
    while let Some((kind, body)) = inside.next_box() {
        match &kind {
            b"iinf" => items = names(body).unwrap_or_default(),
            b"iloc" => places = extents(body),
            b"idat" => data = offset_in(meta, body).map(|offset| at + offset),
            _ => {}
        }
    }
    let found = places.into_iter().filter(|place| items.contains(&place.item)).filter_map(|place| {
        let start = if place.is_in_data { data?.checked_add(place.start)? } else { place.start };
        let room = file_bytes.checked_sub(start)?;
        Some((start, place.length.min(room)))
    });
    found.collect()
}

/// How far into `whole` a part of it begins.
fn offset_in(whole: &[u8], part: Part<'_>) -> Option<u64> {
    let offset = (part.0.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    u64::try_from(offset).ok()
}

/// The ids of what stands beside the picture.
fn names(mut list: Part<'_>) -> Option<Vec<u64>> {
    let version = list.number(1)?;
    list.number(3)?;
    list.number(if version == 0 { 2 } else { 4 })?;
    let mut found = Vec::new();
    while let Some((_, mut entry)) = list.next_box() {
        let version = entry.number(1)?;
        entry.number(3)?;
        let id = entry.number(if version == 3 { 4 } else { 2 })?;
        entry.number(2)?;
        if BESIDE.iter().any(|kind| entry.0.starts_with(*kind)) {
            found.push(id);
        }
    }
    Some(found)
}

struct Extent {
    item: u64,
    /// In the box `idat` rather than in the file.
    is_in_data: bool,
    start: u64,
    length: u64,
}

/// Where the bytes of items lie, as far as the list can be read.
fn extents(mut list: Part<'_>) -> Vec<Extent> {
    let mut found = Vec::new();
    read_extents(&mut list, &mut found);
    found
}

fn read_extents(list: &mut Part<'_>, found: &mut Vec<Extent>) -> Option<()> {
    let version = list.number(1)?;
    list.number(3)?;
    let (sizes, more) = (list.number(1)?, list.number(1)?);
    let (offset_size, length_size, base_size, index_size) = (sizes >> 4, sizes & 15, more >> 4, more & 15);
    let count = list.number(if version < 2 { 2 } else { 4 })?;
    for _ in 0..count {
        let item = list.number(if version < 2 { 2 } else { 4 })?;
        let method = if version > 0 { list.number(2)? & 15 } else { 0 };
        list.number(2)?;
        let base = list.number(base_size)?;
        for _ in 0..list.number(2)? {
            if version > 0 {
                list.number(index_size)?;
            }
            let (start, length) = (base.checked_add(list.number(offset_size)?)?, list.number(length_size)?);
            found.push(Extent { item, is_in_data: method == 1, start, length });
        }
    }
    Some(())
}

/// Bytes that are still to be read.
#[derive(Clone, Copy)]
struct Part<'a>(&'a [u8]);

impl<'a> Part<'a> {
    /// A number of at most eight bytes, big end first; of none it is nought.
    fn number(&mut self, bytes: u64) -> Option<u64> {
        let (head, rest) =
            self.0.split_at_checked(usize::try_from(bytes).ok().filter(|bytes| *bytes <= 8)?)?;
        self.0 = rest;
        Some(head.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn next_box(&mut self) -> Option<([u8; 4], Part<'a>)> {
        let size = usize::try_from(self.number(4)?).ok()?;
        let (kind, rest) = self.0.split_first_chunk::<4>()?;
        let (body, rest) = rest.split_at_checked(size.checked_sub(8)?)?;
        self.0 = rest;
        Some((*kind, Part(body)))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn boxed(kind: &[u8], body: &[u8]) -> Vec<u8> {
        [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, body].concat()
    }

    fn infe(id: u8, kind: &[u8]) -> Vec<u8> {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0][..], kind, b"\0"].concat())
    }

    /// A picture, its EXIF beside it in the file, and XMP in the box of data.
    fn file() -> Vec<u8> {
        let start = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
        let list =
            [&[0, 0, 0, 0, 0, 3][..], &infe(1, b"hvc1"), &infe(2, b"Exif"), &infe(3, b"mime")].concat();
        let place = |id: u8, method: u8, at: u32, length: u32| {
            [&[0, id, 0, method, 0, 0, 0, 1][..], &at.to_be_bytes(), &length.to_be_bytes()].concat()
        };
        let meta = |at: u32| {
            let places = [place(1, 0, at, 7), place(2, 0, at + 7, 9), place(3, 1, 2, 3)].concat();
            let places = [&[1, 0, 0, 0, 0x44, 0, 0, 3][..], &places].concat();
            let boxes = [boxed(b"iinf", &list), boxed(b"iloc", &places), boxed(b"idat", b"..XMP..")].concat();
            boxed(b"meta", &[&[0; 4][..], &boxes].concat())
        };
        let at = u32::try_from(start.len() + meta(0).len() + 8).unwrap();
        [start, meta(at), boxed(b"mdat", b"pictureGPSGEHEIMafter")].concat()
    }

    fn bared(bytes: &[u8]) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        copy(&mut Cursor::new(bytes), &mut out).unwrap();
        out.into_inner()
    }

    #[test]
    fn what_stands_beside_the_picture_is_emptied_and_nothing_moves() {
        let (dirty, clean) = (file(), bared(&file()));
        assert!(is_one(&dirty) && clean.len() == dirty.len());
        let differ: Vec<u8> =
            dirty.iter().zip(&clean).filter(|(one, other)| one != other).map(|(one, _)| *one).collect();
        assert_eq!(differ, b"XMPGPSGEHEIM");
        assert_eq!(bared(&clean), clean);
    }

    #[test]
    fn what_is_broken_stays_as_long_as_it_was() {
        let whole = file();
        for length in 0..whole.len() {
            assert_eq!(bared(&whole[..length]).len(), length);
        }
        for at in 0..whole.len() {
            let mut bent = whole.clone();
            bent[at] = 0xff;
            assert_eq!(bared(&bent).len(), whole.len(), "{at}");
        }
    }
}
