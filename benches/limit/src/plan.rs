//! What it takes to say which accounts would gain or lose what by another policy.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use proof::{Outcome, servers::Program};

/// The exit status of a plan with differences.
const DIFFERENT: i32 = 2;

/// How often its memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Plans a policy by which everybody gains something, and prints the seconds and the memory.
pub async fn measure(program: &Program, folder: &Path, users: usize) -> Outcome<()> {
    let file = folder.join("access.toml");
    std::fs::write(&file, "free = [\"everybody\", \"more\"]\n")?;
    let began = Instant::now();
    let mut plan = program.process();
    plan.args(["access", "plan", "--json", "--file"]).arg(&file).stdout(Stdio::null());
    let mut plan = plan.spawn()?;
    let pid = plan.id().ok_or("the plan has ended")?;
    let mut most_kib = 0;
    let status = loop {
        most_kib = most_kib.max(peak_kib(pid).unwrap_or_default());
        if let Some(status) = plan.try_wait()? {
            break status;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    };
    if status.code() != Some(DIFFERENT) {
        return Err(format!("the plan ended with {status}").into());
    }
    let (seconds, mib) = (began.elapsed().as_secs_f64(), most_kib / 1024);
    println!("access plan over {users} accounts: {seconds:.0} s, {mib} MiB");
    Ok(())
}

/// The most memory that a process has had.
fn peak_kib(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
