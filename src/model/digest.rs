//! The hash by which contents are told apart, as `source.sha256` has it.

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, in 64 hexadecimal digits, small letters.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
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
