//! What a process holds in memory, as Linux counts it.

/// Bytes that stand in no file (RssAnon); mapped pages of an index are not among them. 0 for a process that is gone.
pub fn anonymous_bytes(process: u32) -> u64 {
    read(process, "RssAnon:")
}

/// Everything that is in memory now (VmRSS), mapped files too.
pub fn resident_bytes(process: u32) -> u64 {
    read(process, "VmRSS:")
}

fn read(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1_024
}
