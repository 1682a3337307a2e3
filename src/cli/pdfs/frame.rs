//! What goes between the processes: `frame ::= length bytes`, the length in 8 bytes, the lowest first.

use std::io::{self, ErrorKind, Read, Write};

/// No file that is read is half as long as this, and no text of one either.
const LONGEST: u64 = 2 << 30;

/// Writes a frame.
pub(super) fn write(mut to: impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads a frame; `None` where none comes any more.
pub(super) fn read(mut from: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let length = u64::from_le_bytes(length);
    if length > LONGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::with_capacity(length.min(256 << 20) as usize);
    from.take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut pipe = Vec::new();
        for bytes in [&b"one"[..], b"", b"three"] {
            write(&mut pipe, bytes).expect("a vector takes all");
        }
        let mut from = pipe.as_slice();
        for bytes in [&b"one"[..], b"", b"three"] {
            let frame = read(&mut from).expect("whole");
            assert_eq!(frame.as_deref(), Some(bytes));
        }
        assert_eq!(read(&mut from).expect("the end"), None);
    }

    #[test]
    fn a_frame_that_breaks_off_or_is_none_is_an_error() {
        let mut pipe = Vec::new();
        write(&mut pipe, b"whole").expect("a vector takes all");
        assert!(read(&pipe[..pipe.len() - 1]).is_err());
        assert!(read(&b"no length, no frame"[..]).is_err());
    }
}
