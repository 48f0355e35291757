//! Timestamp authorities fail: the next in the list is asked; when none answers the envelope waits and goes on by itself.

use anyhow::ensure;
use journeys::contract::Draft;
use journeys::{run, until};
use serde_json::json;

#[test]
fn all_authorities_down_and_up_again() {
    run(async |stack| {
        let trust = stack.trust();
        trust.stop_timestamping(0);
        let second_alone = Draft::sample("二番目の局")?.send(stack).await?;
        second_alone.reaches(stack, "in_progress").await?;
        ensure!(trust.timestamps_requested(1) > 0, "the second in the list was asked");

        trust.stop_timestamping(1);
        let waiting = Draft::sample("全局停止")?.send(stack).await?;
        until("the seal", async || {
            let types = waiting.event_types(stack).await?;
            Ok(types.contains(&"document_sealed".to_owned()).then_some(()))
        })
        .await?;
        tokio::time::sleep(std::time::Duration::from_secs(4)).await;
        let envelope = waiting.envelope(stack).await?;
        ensure!(envelope["status"] == "sent", "it waits: {envelope}");
        ensure!(journeys::mails_to(stack, &waiting.signers[0].email, "").await?.is_empty(), "nobody is asked (L6)");

        trust.resume_timestamping(0);
        trust.resume_timestamping(1);
        waiting.reaches(stack, "in_progress").await?;
        waiting.sign_all(stack).await?;

        // Down for so long that the job ends among the dead letters: the schedule asks for it again.
        trust.stop_timestamping(0);
        trust.stop_timestamping(1);
        let stranded = Draft::sample("長い停止")?.send(stack).await?;
        until("the dead letter", async || {
            let dead = stack.messages_in("StampDeadLettersUrl").await?;
            Ok((dead > 0).then_some(()))
        })
        .await?;
        trust.resume_timestamping(0);
        trust.resume_timestamping(1);
        ensure!(stranded.envelope(stack).await?["status"] == "sent", "nobody asks any more");
        stack.move_clock(120)?;
        stack.invoke("expire-envelopes", &json!({"source": "schedule"})).await?;
        stranded.reaches(stack, "in_progress").await?;
        Ok(())
    });
}
