//! wasm-bindgen's command, as far as a build of this site needs it: the flags that cargo-leptos and scripts/site.sh
//! pass. The published command brings a test runner with a web server and an HTTP client along, and so takes three
//! times as long to compile.

use std::{env, path::PathBuf, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    match run(env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let (mut name, mut folder, mut input) = (None, None, None);
    let mut bindgen = Bindgen::new();
    // As the published command does.
    bindgen.typescript(true).omit_default_module_path(false);
    for argument in arguments {
        match argument.split_once('=') {
            Some(("--target", "web")) => {}
            Some(("--out-name", value)) => name = Some(value.to_owned()),
            Some(("--out-dir", value)) => folder = Some(PathBuf::from(value)),
            None if argument == "--version" => {
                println!("wasm-bindgen {}", env!("CARGO_PKG_VERSION"));
                return Ok(());
            }
            None if argument == "--debug" => {
                bindgen.debug(true);
            }
            None if argument == "--keep-debug" => {
                bindgen.keep_debug(true);
            }
            None if !argument.starts_with('-') => input = Some(PathBuf::from(argument)),
            _ => return Err(format!("{argument} is not known here; install wasm-bindgen-cli for all flags")),
        }
    }
    let usage = "usage: wasm-bindgen --target=web --out-name=NAME --out-dir=FOLDER FILE.wasm";
    let ((name, folder), input) = name.zip(folder).zip(input).ok_or(usage)?;
    bindgen.web(true).map_err(|error| format!("{error:?}"))?;
    bindgen.input_path(input).out_name(&name).generate(folder).map_err(|error| format!("{error:?}"))
}
