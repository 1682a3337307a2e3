//! What the handlers share: the store, and the right to ask it.

use super::errors::Problem;
use super::kept::Kept;
use crate::store::{Loaded, SearchQuery, Store, StoreError};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::sync::Semaphore;

/// The server's state.
#[derive(Debug)]
pub struct App {
    /// The store's file.
    file: PathBuf,
    /// Connections that nobody uses just now, with the file that they were opened on.
    idle: Mutex<Vec<(Mark, Store)>>,
    /// Connections that only tell the state of the store: asked before every answer, so never to wait for one.
    watchers: Mutex<Vec<(Mark, Store)>>,
    /// What the store's connections share.
    loaded: Arc<Loaded>,
    /// Answers that can be given again.
    kept: Kept,
    /// As many questions are asked at once as there are processors: more would only wait for each other.
    turns: Arc<Semaphore>,
    /// So many sources are opened at once: each may be large.
    sources: Arc<Semaphore>,
}

/// How many connections of one sort are kept for the next who asks.
const IDLE: usize = 16;

/// How many sources are opened at once.
const SOURCES: usize = 2;

/// Tells one store file from another that takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    #[cfg(unix)]
    inode: u64,
    created: Option<SystemTime>,
}

impl Mark {
    fn of(file: &Path) -> Option<Self> {
        let data = file.metadata().ok()?;
        Some(Self {
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&data),
            created: data.created().ok(),
        })
    }
}

impl App {
    /// A server of a store: its file, or the folder that it lies in.
    ///
    /// # Errors
    /// Where there is no store, or none of this version.
    pub fn new(path: &Path) -> Result<Arc<Self>, StoreError> {
        let file = Store::file(path);
        drop(Store::open(&file)?);
        let turns = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Arc::new(Self {
            file,
            idle: Mutex::default(),
            watchers: Mutex::default(),
            loaded: Arc::default(),
            kept: Kept::default(),
            turns: Arc::new(Semaphore::new(turns)),
            sources: Arc::new(Semaphore::new(SOURCES)),
        }))
    }

    /// Loads what every search needs, so that the first reader does not wait for it.
    pub(super) async fn warm(self: Arc<Self>) {
        let everything = SearchQuery::default();
        // Whoever asks next is told what is wrong.
        let _ = self.ask(move |store| Ok(store.search(&everything)?)).await;
    }

    /// Asks the store, on a thread that may wait for the disk.
    ///
    /// # Errors
    /// The answer's own; [`Problem::Store`] where the store cannot be asked.
    pub(super) async fn ask<T, F>(self: &Arc<Self>, question: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| Problem::Busy)?;
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            // Kept to the end of the answer, though who asked for it may have gone.
            let _turn = turn;
            app.with(&app.idle, question)
        })
        .await
        .map_err(|_| Problem::Internal)?
    }

    /// What answers depend on besides their address: the store and the day.
    ///
    /// # Errors
    /// [`Problem::Store`] where the store cannot be asked.
    pub(super) async fn version(self: &Arc<Self>) -> Result<Version, Problem> {
        let app = Arc::clone(self);
        let state = |store: &Store| Ok(store.state()?);
        let state = tokio::task::spawn_blocking(move || app.with(&app.watchers, state))
            .await
            .map_err(|_| Problem::Internal)??;
        let day = jiff::Zoned::now().date().to_string();
        Ok(Version(vec![state.epoch, state.revision.to_string(), day]))
    }

    /// The answers that can be given again.
    pub(super) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Asks by one of some connections, which goes back to them; after a panic it does not.
    fn with<T>(
        &self,
        idle: &Mutex<Vec<(Mark, Store)>>,
        question: impl FnOnce(&Store) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (mark, store) = self.store(idle)?;
        let answer = question(&store);
        let mut idle = locked(idle);
        // A frozen one does not see what is written next.
        if idle.len() < IDLE && !store.is_frozen() {
            idle.push((mark, store));
        }
        drop(idle);
        answer
    }

    /// Does work that takes much memory, on a thread that may wait for the disk; little of it at once.
    ///
    /// # Errors
    /// [`Problem::Internal`] where it panics.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = Arc::clone(&self.sources).acquire_owned().await;
        let turn = turn.map_err(|_| Problem::Busy)?;
        tokio::task::spawn_blocking(move || {
            // Kept to the end of the work, though who asked for it may have gone.
            let _turn = turn;
            work()
        })
        .await
        .map_err(|_| Problem::Internal)
    }

    /// A connection: an idle one of the file that is there now, else a new one.
    fn store(&self, idle: &Mutex<Vec<(Mark, Store)>>) -> Result<(Mark, Store), Problem> {
        let now = Mark::of(&self.file).ok_or_else(|| StoreError::Missing(self.file.clone()))?;
        let idle = {
            let mut idle = locked(idle);
            // A store that was deleted and made anew is another file by the same name.
            idle.retain(|(mark, _)| *mark == now);
            idle.pop()
        };
        match idle {
            Some(idle) => Ok(idle),
            None => Ok((now, Store::open_sharing(&self.file, &self.loaded)?)),
        }
    }
}

/// What answers depend on besides their address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version(pub(super) Vec<String>);

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What tells an answer from others, by all that it depends on.
pub(super) fn tag(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in [env!("OPPDRAG_BUILD")].iter().chain(parts) {
        digest.update(part);
        digest.update([0]);
    }
    let bytes = digest.finalize();
    let hex: String = bytes[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // Weak, for the same answer may be sent compressed.
    format!("W/\"{hex}\"")
}

/// Whether the browser has the answer of a tag already.
pub(super) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_string();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim() == "*" || strong(one) == strong(tag))
}

/// `/healthz`: whether the store answers.
pub(super) async fn health(State(app): State<Arc<App>>) -> Result<&'static str, Problem> {
    app.ask(|store| Ok(store.answers().map(|()| "ok\n")?)).await
}
