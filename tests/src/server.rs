//! Starting and stopping the real binary.

use std::{
    ffi::OsString,
    fs::{self, File},
    net::TcpListener,
    ops::Deref,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{client::Client, means};

const STEP: Duration = Duration::from_millis(20);
/// How many steps a server may take to start: a minute.
const STEPS_TO_START: usize = 3_000;

/// How to start a server.
#[derive(Debug)]
pub struct Setup {
    /// Holds the data folder `data` and the log; gone when dropped.
    pub folder: TempDir,
    arguments: Vec<OsString>,
    environment: Vec<(String, String)>,
    port: u16,
    data: Option<PathBuf>,
    host: String,
    user: Option<u32>,
}

/// A running server, killed when dropped. Talks like its [`Client`].
#[derive(Debug)]
pub struct Server {
    child: Child,
    client: Client,
    setup: Setup,
}

impl Setup {
    /// A server with an empty data folder and the built-in types, on a free port.
    ///
    /// # Panics
    ///
    /// When there is no room for a temporary folder, or no port is free.
    pub fn new() -> Self {
        let folder = TempDir::with_prefix("daybook-test-").expect("temporary folders can be made");
        Self {
            folder,
            arguments: Vec::new(),
            environment: Vec::new(),
            port: free_port(),
            data: None,
            host: "127.0.0.1".to_owned(),
            user: None,
        }
    }

    /// Adds a flag or a value.
    #[must_use]
    pub fn argument(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Sets a variable of the environment.
    #[must_use]
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a folder with one definition file.
    ///
    /// # Panics
    ///
    /// When the file cannot be written.
    #[must_use]
    pub fn types(self, sdl: &str) -> Self {
        let types = self.folder.path().join("types");
        fs::create_dir_all(&types).expect("a folder can be made in the temporary folder");
        fs::write(types.join("own.graphql"), sdl).expect("a file can be written in the temporary folder");
        self.argument("--types").argument(types)
    }

    /// Listens on a port that is already known.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Listens on another address than loopback.
    #[must_use]
    pub fn host(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    /// Runs as another user of the machine, by number; only root can do that.
    #[must_use]
    pub fn user(mut self, user: u32) -> Self {
        self.user = Some(user);
        self
    }

    /// Uses another folder for the store, such as one that is in use.
    #[must_use]
    pub fn store_in(mut self, folder: PathBuf) -> Self {
        self.data = Some(folder);
        self
    }

    /// The folder of the store.
    pub fn data_folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| self.folder.path().join("data"))
    }

    /// Starts it and waits until it is ready.
    ///
    /// # Panics
    ///
    /// When it ends, or is not ready within a minute.
    #[track_caller]
    pub fn start(self) -> Server {
        let client = Client::new(format!("http://127.0.0.1:{}", self.port));
        let mut server = Server { child: self.spawn(), client, setup: self };
        server.wait_until_ready();
        server
    }

    /// Starts it although it cannot run: its exit status and all that it printed.
    ///
    /// # Panics
    ///
    /// When it runs after all.
    #[track_caller]
    pub fn fail(&self) -> (ExitStatus, String) {
        let mut child = self.spawn();
        for _ in 0..STEPS_TO_START {
            if let Some(status) = child.try_wait().expect("a child can be waited for") {
                return (status, self.log());
            }
            thread::sleep(STEP);
        }
        child.kill().expect("a running child can be killed");
        panic!("the server runs, but it should have refused to start:\n{}", self.log());
    }

    /// All that the server printed so far.
    pub fn log(&self) -> String {
        fs::read(self.log_file()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    fn spawn(&self) -> Child {
        let log = File::options().create(true).append(true).open(self.log_file()).expect("a log can be written");
        let mut command = Command::new(means::binary());
        command
            .arg("serve")
            .arg("--listen")
            .arg(format!("{}:{}", self.host, self.port))
            .arg("--data")
            .arg(self.data_folder());
        command.args(&self.arguments).current_dir(self.folder.path());
        // A switch that breaks a promise on purpose is meant for the server.
        let is_setting = |name: &str| name.starts_with("DAYBOOK_") && name != "DAYBOOK_FAULT";
        for (name, _) in std::env::vars().filter(|(name, _)| is_setting(name)) {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let errors = log.try_clone().expect("a file handle can be copied");
        if let Some(user) = self.user {
            command.uid(user);
        }
        command.stdin(Stdio::null()).stdout(log).stderr(errors);
        command.spawn().expect("the binary can be started")
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

impl Server {
    /// Starts a server with the built-in types.
    #[track_caller]
    pub fn start() -> Self {
        Setup::new().start()
    }

    /// The folder of the store.
    pub fn data_folder(&self) -> PathBuf {
        self.setup.data_folder()
    }

    /// The temporary folder around the store.
    pub fn folder(&self) -> &Path {
        self.setup.folder.path()
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.setup.port
    }

    /// All that it printed so far.
    pub fn log(&self) -> String {
        self.setup.log()
    }

    /// A second handle for another thread.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Kills it at once (SIGKILL), as a power cut would.
    ///
    /// # Panics
    ///
    /// When it has ended already.
    pub fn kill(mut self) -> Setup {
        self.child.kill().expect("a running child can be killed");
        self.child.wait().expect("a child can be waited for");
        self.take_setup()
    }

    /// Sends it a signal, such as `HUP`.
    ///
    /// # Panics
    ///
    /// When it has ended.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the signal can be sent");
    }

    /// Asks it to stop (SIGTERM) and waits for at most ten seconds.
    ///
    /// # Panics
    ///
    /// When it does not end.
    #[track_caller]
    pub fn stop(mut self) -> (ExitStatus, Setup) {
        self.signal("TERM");
        for _ in 0..500 {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return (status, self.take_setup());
            }
            thread::sleep(STEP);
        }
        panic!("the server did not end within 10 s of SIGTERM:\n{}", self.log());
    }

    fn take_setup(&mut self) -> Setup {
        std::mem::take(&mut self.setup)
    }

    #[track_caller]
    fn wait_until_ready(&mut self) {
        for _ in 0..STEPS_TO_START {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                panic!("the server ended with {status}:\n{}", self.log());
            }
            if self.client.get("/readyz").is_ok_and(|answer| answer.status == 200) {
                return;
            }
            thread::sleep(STEP);
        }
        panic!("the server was not ready within a minute:\n{}", self.log());
    }
}

impl Deref for Server {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("a bound listener has an address").port()
}
