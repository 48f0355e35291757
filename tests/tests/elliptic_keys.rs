//! The same with elliptic-curve keys: operator and organisation seal with P-256.

use journeys::contract::Draft;
use journeys::{judge, run_with};

#[test]
fn seals_with_p256_keys() {
    run_with(
        |options| options.key_spec = "ECC_NIST_P256".into(),
        async |stack| {
            let contract = Draft::with_registered_seal("楕円曲線の鍵")?.send(stack).await?;
            contract.sign_all(stack).await?;
            let file = contract.download(stack).await?.remove(0);
            judge(stack, &file, 3)
        },
    );
}
