//! What the handlers share: the store, and the right to ask it.

use super::errors::Problem;
use super::kept::Kept;
use super::query::Format;
use crate::store::{Loaded, SearchQuery, Store, StoreError};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

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
    /// So many lists are read whole and put together as files at once: fewer than there are turns, so that
    /// whoever asks for a page never waits for files alone.
    files: Arc<Semaphore>,
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
        // On one processor, too, a page and a file go on side by side.
        let turns = std::thread::available_parallelism().map_or(2, usize::from);
        let turns = turns.max(2);
        Ok(Arc::new(Self {
            file,
            idle: Mutex::default(),
            watchers: Mutex::default(),
            loaded: Arc::default(),
            kept: Kept::default(),
            turns: Arc::new(Semaphore::new(turns)),
            sources: Arc::new(Semaphore::new(SOURCES)),
            files: Arc::new(Semaphore::new(turns / 2)),
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

    /// Asks for what a list is given as: a page as [`Self::ask`] does, a file as [`Self::ask_for_file`] does.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub(super) async fn ask_for<T, F>(
        self: &Arc<Self>,
        format: Format,
        question: F,
    ) -> Result<(Option<FileTurn>, T), Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    {
        match format {
            Format::Page => Ok((None, self.ask(question).await?)),
            Format::Xlsx | Format::Csv | Format::Ics => {
                let (turn, answer) = self.ask_for_file(question).await?;
                Ok((Some(turn), answer))
            }
        }
    }

    /// Asks for the rows of a file once its turn has come, which it keeps until the file is put together.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub(super) async fn ask_for_file<T, F>(
        self: &Arc<Self>,
        question: F,
    ) -> Result<(FileTurn, T), Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    {
        // Before the turn that pages want, too: a file that waits here is in nobody's way.
        let turn = Arc::clone(&self.files).acquire_owned().await;
        let turn = FileTurn(turn.map_err(|_| Problem::Busy)?);
        // It goes with the question, to be kept to its end, though who asked may have gone.
        self.ask(move |store| Ok((turn, question(store)?))).await
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

/// The right to put a file together.
#[derive(Debug)]
pub(super) struct FileTurn(OwnedSemaphorePermit);

impl FileTurn {
    /// Puts it together, on a thread of its own: thousands of rows take a while, and those who wait for a
    /// page are not to wait for them.
    ///
    /// # Errors
    /// The file's own; [`Problem::Internal`] where it panics.
    pub(super) async fn build(
        self,
        build: impl FnOnce() -> Result<Response, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        tokio::task::spawn_blocking(move || {
            let _turn = self.0;
            build()
        })
        .await
        .map_err(|_| Problem::Internal)?
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Writer;
    use crate::web::{Hosts, router};
    use axum::body::Body;
    use axum::http::Request;
    use axum::response::IntoResponse;
    use std::sync::mpsc::channel;
    use tower::ServiceExt;

    fn app(folder: &Path) -> Arc<App> {
        Writer::open(folder)
            .and_then(|mut writer| writer.in_one_go(|_| Ok(())))
            .expect("an empty store");
        App::new(folder).expect("a store")
    }

    #[tokio::test]
    async fn files_leave_a_turn_to_pages() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = app(folder.path());
        let (begun, first) = channel();
        let mut held = Vec::new();
        let mut files = Vec::new();
        // More than there are turns; each is at work until it is let go.
        for _ in 0..=app.turns.available_permits() {
            let (go, gone) = channel::<()>();
            held.push(go);
            let (app, begun) = (Arc::clone(&app), begun.clone());
            files.push(tokio::spawn(async move {
                let asked = app.ask_for(Format::Csv, move |_| {
                    let _ = begun.send(());
                    let _ = gone.recv();
                    Ok(())
                });
                asked.await.map(|(turn, ())| turn.is_some())
            }));
        }
        // Whoever can begin has.
        while app.files.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        first.recv().expect("a file is at work");
        assert!(app.turns.available_permits() > 0);
        let page = app.ask_for(Format::Page, |_| Ok(())).await;
        assert!(matches!(page, Ok((None, ()))), "{page:?}");
        drop(held);
        for file in files {
            assert!(matches!(file.await, Ok(Ok(true))));
        }
    }

    #[tokio::test]
    async fn a_file_is_put_together_elsewhere_and_keeps_its_turn() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = app(folder.path());
        let all = app.files.available_permits();
        let asked = app.ask_for_file(|_| Ok(())).await;
        let (turn, ()) = asked.expect("a turn");
        assert_eq!(app.files.available_permits(), all - 1);
        let (own, files) = (std::thread::current().id(), Arc::clone(&app.files));
        let file = turn.build(move || {
            assert_ne!(std::thread::current().id(), own);
            assert_eq!(files.available_permits(), all - 1);
            Ok("bygd".into_response())
        });
        assert!(file.await.is_ok());
        assert_eq!(app.files.available_permits(), all);
    }

    #[tokio::test]
    async fn every_list_waits_with_its_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = app(folder.path());
        let routes = router(Arc::clone(&app), Hosts::any());
        let status = async |path: &str| {
            let request = Request::get(path).header("host", "localhost");
            let request = request.body(Body::empty()).expect("a request");
            let reply = routes.clone().oneshot(request).await.expect("an answer");
            reply.status().as_u16()
        };
        // Nobody is given a turn any more: who asks for one is told so.
        app.files.close();
        for (path, formats) in [
            ("/?q=plan", &["xlsx", "csv"][..]),
            ("/frister?view=all", &["xlsx", "csv", "ics"]),
            ("/vedtak?state=open", &["xlsx", "csv"]),
            ("/budsjett?year=2026", &["xlsx", "csv"]),
            ("/budsjett?post=732.70", &["xlsx", "csv"]),
            ("/dokumenter?year=2026", &["xlsx", "csv"]),
            ("/dokument/brev?type=goal", &["xlsx", "csv"]),
        ] {
            let page = if path.starts_with("/dokument/") {
                404
            } else {
                200
            };
            assert_eq!(status(path).await, page, "{path}");
            for format in formats {
                let file = format!("{path}&format={format}");
                assert_eq!(status(&file).await, 503, "{file}");
            }
        }
    }
}
