//! A ZIP as it is sent, one entry behind another, each as it is (APPNOTE.TXT 6.3.10). Of at most 4 GB in all, which needs no
//! ZIP64.

use flate2::Crc;

const LOCAL: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Names in UTF-8; checksum and length behind the bytes.
const FLAGS: u16 = 0x0808;
const VERSION: u16 = 20;
/// 1 January 1980: when a file was made stands elsewhere.
const DAY: u16 = 0x0021;

/// What was written so far.
#[derive(Default)]
pub struct Zip {
    entries: Vec<Entry>,
    written: u32,
}

#[derive(Default)]
struct Entry {
    name: String,
    crc: Crc,
    at: u32,
}

impl Zip {
    /// What stands before the bytes of an entry.
    pub fn begin(&mut self, name: &str) -> Vec<u8> {
        let entry = Entry { name: name.to_owned(), crc: Crc::new(), at: self.written };
        let head = Fields::default().four(LOCAL).two(VERSION).two(FLAGS).two(0).two(0).two(DAY);
        let head = head.four(0).four(0).four(0).length(name).two(0).text(name);
        self.entries.push(entry);
        self.count(head.0)
    }

    /// Some of its bytes are being sent.
    pub fn note(&mut self, bytes: &[u8]) {
        if let Some(entry) = self.entries.last_mut() {
            entry.crc.update(bytes);
        }
        self.written = self.written.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    }

    /// What stands behind them.
    pub fn end(&mut self) -> Vec<u8> {
        let Some(entry) = self.entries.last() else { return Vec::new() };
        let (sum, size) = (entry.crc.sum(), entry.crc.amount());
        self.count(Fields::default().four(DESCRIPTOR).four(sum).four(size).four(size).0)
    }

    /// The list of all entries, which ends it.
    pub fn finish(self) -> Vec<u8> {
        let mut list = Vec::new();
        for entry in &self.entries {
            let (sum, size) = (entry.crc.sum(), entry.crc.amount());
            let row =
                Fields::default().four(CENTRAL).two(VERSION).two(VERSION).two(FLAGS).two(0).two(0).two(DAY);
            let row = row.four(sum).four(size).four(size).length(&entry.name).two(0).two(0).two(0).two(0);
            list.extend(row.four(0).four(entry.at).text(&entry.name).0);
        }
        let count = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        let size = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let end = Fields::default().four(END).two(0).two(0).two(count).two(count).four(size);
        list.extend(end.four(self.written).two(0).0);
        list
    }

    fn count(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        self.written = self.written.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        bytes
    }
}

/// Numbers, little end first.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn two(mut self, number: u16) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn four(mut self, number: u32) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn length(self, text: &str) -> Self {
        self.two(u16::try_from(text.len()).unwrap_or(u16::MAX))
    }

    fn text(mut self, text: &str) -> Self {
        self.0.extend(text.as_bytes());
        self
    }
}
