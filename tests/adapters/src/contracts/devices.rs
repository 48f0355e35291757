//! Which browsers have shown what.

use anyhow::{Result, ensure};
use domain::evidence::Identity;
use domain::factor::{KnownDevice, SignIn};
use domain::ids::RecipientNumber;
use domain::ports::SignIns;

use crate::contract::contract;
use crate::fixtures::{at, digest, envelope_id, organisation};

contract!(
    dyn SignIns: an_unknown_cookie_is_nobodys, a_sign_in_comes_back_as_it_was_stored, a_device_comes_back_as_it_was_stored,
    sign_ins_and_devices_are_not_taken_for_each_other,
);

fn sign_in() -> SignIn {
    SignIn {
        digest: digest(),
        envelope: envelope_id(),
        recipient: RecipientNumber(1),
        generation: 2,
        identity: Identity::Totp,
        expires_at: at(7200),
    }
}

fn device() -> KnownDevice {
    KnownDevice {
        digest: digest(),
        address: digest(),
        envelope: envelope_id(),
        organisation: organisation(),
        proved_at: at(0),
        expires_at: at(1_000_000),
    }
}

async fn an_unknown_cookie_is_nobodys(sign_ins: &dyn SignIns) -> Result<()> {
    ensure!(sign_ins.sign_in(digest()).await?.is_none() && sign_ins.device(digest()).await?.is_none());
    Ok(())
}

async fn a_sign_in_comes_back_as_it_was_stored(sign_ins: &dyn SignIns) -> Result<()> {
    let stored = sign_in();
    sign_ins.put_sign_in(&stored).await?;
    ensure!(sign_ins.sign_in(stored.digest).await? == Some(stored));
    Ok(())
}

async fn a_device_comes_back_as_it_was_stored(sign_ins: &dyn SignIns) -> Result<()> {
    let stored = device();
    sign_ins.put_device(&stored).await?;
    ensure!(sign_ins.device(stored.digest).await? == Some(stored));
    Ok(())
}

async fn sign_ins_and_devices_are_not_taken_for_each_other(sign_ins: &dyn SignIns) -> Result<()> {
    let (sign_in, device) = (sign_in(), device());
    sign_ins.put_sign_in(&sign_in).await?;
    sign_ins.put_device(&device).await?;
    ensure!(sign_ins.device(sign_in.digest).await?.is_none() && sign_ins.sign_in(device.digest).await?.is_none());
    Ok(())
}
