//! What the handlers share: the store, and the right to ask it.

use super::errors::Problem;
use crate::store::{Store, StoreError};
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
    /// As many questions are asked at once as there are processors: more would only wait for each other.
    turns: Semaphore,
    /// So many sources are opened at once: each may be large.
    sources: Arc<Semaphore>,
}

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
            turns: Semaphore::new(turns),
            sources: Arc::new(Semaphore::new(SOURCES)),
        }))
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
        let _turn = self.turns.acquire().await.map_err(|_| Problem::Busy)?;
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let (mark, store) = app.store()?;
            let answer = question(&store);
            app.idle().push((mark, store));
            answer
        })
        .await
        .map_err(|_| Problem::Internal)?
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
    fn store(&self) -> Result<(Mark, Store), Problem> {
        let now = Mark::of(&self.file).ok_or_else(|| StoreError::Missing(self.file.clone()))?;
        let idle = {
            let mut idle = self.idle();
            // A store that was deleted and made anew is another file by the same name.
            idle.retain(|(mark, _)| *mark == now);
            idle.pop()
        };
        match idle {
            Some(idle) => Ok(idle),
            None => Ok((now, Store::open(&self.file)?)),
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(Mark, Store)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
