//! What is loaded once for each state of the store, and serves all questions asked of that state, by
//! whatever connection.

use super::nearest::Names;
use super::shelf::Shelf;
use super::{Store, StoreError};
use std::sync::{Arc, Mutex, PoisonError};

/// What is loaded of a store.
#[derive(Debug, Default)]
pub struct Loaded {
    shelf: Kept<Shelf>,
    names: Kept<Names>,
}

/// Something of one state; of another it is loaded anew.
type Kept<T> = Mutex<Option<(Version, Arc<T>)>>;

/// The state of a store: its epoch and revision (see `schema.sql`).
type Version = (String, i64);

impl Store {
    /// The documents that count, as they are now. To be called inside [`Store::at_once`].
    pub(super) fn shelf(&self) -> Result<Arc<Shelf>, StoreError> {
        self.kept(&self.loaded.shelf, Self::load_shelf)
    }

    /// The same where somebody has loaded them already.
    pub(super) fn shelf_at_hand(&self) -> Result<Option<Arc<Shelf>>, StoreError> {
        let version = self.version()?;
        let kept = self.loaded.shelf.lock();
        let kept = kept.unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref().filter(|(of, _)| *of == version);
        Ok(kept.map(|(_, shelf)| Arc::clone(shelf)))
    }

    /// What everything is called. To be called inside [`Store::at_once`].
    pub(super) fn names(&self) -> Result<Arc<Names>, StoreError> {
        self.kept(&self.loaded.names, Self::load_names)
    }

    /// What is kept of the state that this connection sees, else loaded: once, while others wait for it.
    fn kept<T>(
        &self,
        kept: &Kept<T>,
        load: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        let version = self.version()?;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, one)) if *of == version => Ok(Arc::clone(one)),
            _ => {
                let one = Arc::new(load(self)?);
                *kept = Some((version, Arc::clone(&one)));
                Ok(one)
            }
        }
    }

    fn version(&self) -> Result<Version, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT epoch, revision FROM state")?;
        Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}
