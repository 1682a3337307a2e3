//! What the handlers share: the store, and the right to ask it.

use super::errors::Problem;
use crate::store::{Store, StoreError};
use axum::extract::State;
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
}

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

/// `/healthz`: whether the store answers.
pub(super) async fn health(State(app): State<Arc<App>>) -> Result<&'static str, Problem> {
    app.ask(|store| Ok(store.answers().map(|()| "ok\n")?)).await
}
