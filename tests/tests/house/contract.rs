//! The contract of the API, where it is at hand.

use std::process::Command;

use daybook_tests::means;

#[test]
fn the_contract_holds() {
    let Some(runner) = means::shared("contract/run.py", "the contract") else { return };
    let output = Command::new("python3")
        .arg(runner)
        .arg("--binary")
        .arg(means::binary())
        .args(["--upto", "2"])
        .output()
        .expect("python3 can be started");
    let report = String::from_utf8_lossy(&output.stdout);
    means::say(report.lines().last().unwrap_or_default());
    let failures: Vec<&str> = report.lines().filter(|line| !line.starts_with("ok ")).collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{errors}", failures.join("\n"));
}
