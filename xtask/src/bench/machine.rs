//! What is measured on, so that figures of two machines are not compared unawares.

use std::{fs, io, process::Command, thread};

use crate::Result;

/// Processor, cores and compiler, in one line.
pub(super) fn description() -> Result<String> {
    let cores = thread::available_parallelism()?;
    let processor = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| field(&text, "model name"));
    let processor = processor.unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let rustc = Command::new("rustc").arg("--version").output()?;
    let rustc = String::from_utf8_lossy(&rustc.stdout).trim().to_owned();
    Ok(format!("{processor}, {cores} cores, {}, {rustc}", std::env::consts::OS))
}

/// The resident memory of a process, now (`VmRSS`) or at its highest (`VmHWM`), in MB; nothing where the system has no `/proc`.
pub(super) fn memory_mb(process: u32, which: &str) -> Result<Option<f64>> {
    let status = match fs::read_to_string(format!("/proc/{process}/status")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        status => status?,
    };
    let resident = field(&status, which).and_then(|value| value.strip_suffix(" kB")?.trim().parse::<f64>().ok());
    resident
        .map(|kib| Some(kib * 1.024 / 1000.0))
        .ok_or_else(|| format!("the server has no {which}: it has ended").into())
}

/// The value of the first line `name: value`.
fn field(text: &str, name: &str) -> Option<String> {
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn fields_of_proc_are_read() {
        let text = "Name:\tserver\nVmRSS:\t    5320 kB\nVmRSS:\t 1 kB\n";
        assert_eq!(field(text, "VmRSS").as_deref(), Some("5320 kB"));
        assert_eq!(field("model name\t: Xeon\n", "model name").as_deref(), Some("Xeon"));
        assert_eq!(field(text, "VmSwap"), None);
    }
}
