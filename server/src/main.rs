//! The binary: the machine's clock, the command line, an exit code.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::run(std::env::args_os(), domain::Clock::System).await
}
