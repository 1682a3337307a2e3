//! The access log: a line a request on standard error.
//!
//! It is written by a thread of its own. Whoever reads the log may be slow, or gone, or its disk full:
//! no reader of the pages waits for that. Lines that find no room are left out, and how many is said.

use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

/// So many lines may wait to be written.
const WAITING: usize = 4096;
/// How long it is waited at the end for what is still to be written.
const END: Duration = Duration::from_secs(1);

enum Message {
    Line(String),
    /// All before it is written: tell so.
    Written(SyncSender<()>),
}

static LEFT_OUT: AtomicUsize = AtomicUsize::new(0);

/// Writes a line, sooner or later.
pub(super) fn line(text: String) {
    match messages().try_send(Message::Line(text)) {
        Err(TrySendError::Full(_)) => {
            LEFT_OUT.fetch_add(1, Ordering::Relaxed);
        }
        Ok(()) | Err(TrySendError::Disconnected(_)) => {}
    }
}

/// Waits until what was to be written is, for a second at most.
pub(super) fn written() {
    let (done, is_done) = sync_channel(1);
    if messages().try_send(Message::Written(done)).is_ok() {
        let _ = is_done.recv_timeout(END);
    }
}

fn messages() -> &'static SyncSender<Message> {
    static MESSAGES: OnceLock<SyncSender<Message>> = OnceLock::new();
    MESSAGES.get_or_init(|| {
        let (send, receive) = sync_channel(WAITING);
        let writer = std::thread::Builder::new().name("log".into());
        // Without a thread there is no log, and all else goes on.
        let _ = writer.spawn(move || write(&receive));
        send
    })
}

fn write(messages: &Receiver<Message>) {
    for message in messages {
        let left_out = LEFT_OUT.swap(0, Ordering::Relaxed);
        let mut out = std::io::stderr();
        if left_out > 0 {
            let _ = writeln!(out, "warning: {left_out} lines of the log were left out");
        }
        match message {
            Message::Line(text) => {
                let _ = writeln!(out, "{text}");
            }
            Message::Written(done) => {
                let _ = done.try_send(());
            }
        }
    }
}
