//! The hash by which contents are told apart, as `source.sha256` has it.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{BufWriter, Write};

/// The SHA-256 of bytes, in 64 hexadecimal digits, small letters.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of the compact JSON of a value.
pub(super) fn sha256_of(value: &impl Serialize) -> String {
    struct Hash(Sha256);
    impl Write for Hash {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    // A hash is fastest when it is fed large pieces, and the writer of JSON gives it single tokens.
    let mut into = BufWriter::with_capacity(1 << 14, Hash(Sha256::new()));
    let written = serde_json::to_writer(&mut into, value).is_ok();
    match into.into_inner() {
        Ok(hash) if written => hexadecimal(&hash.0.finalize()),
        // Records are plain data; nothing of them can fail to be written.
        _ => String::new(),
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hash_that_other_programs_print() {
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), nothing);
    }
}
