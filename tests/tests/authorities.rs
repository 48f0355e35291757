//! Timestamp authorities fail: the next in the list is asked; when none answers the envelope waits and goes on by itself.

use anyhow::{Result, ensure};
use journeys::contract::Draft;
use journeys::{run, until};
use local::stack::Stack;
use serde_json::json;

/// What the schedule does every minute.
async fn tick(stack: &Stack) -> Result<()> {
    stack.invoke("expire-envelopes", &json!({"source": "schedule"})).await.map(drop)
}

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

        // The job has ended: neither does it come again by itself, nor does it lie among the dead letters.
        until("the end of the job", async || {
            let waiting = stack.messages_in("TimestampQueueUrl").await?;
            Ok((waiting == 0).then_some(()))
        })
        .await?;
        // The schedule asks again, and in vain: the envelope says why it waits.
        stack.move_clock(120)?;
        tick(stack).await?;
        until("the cause", async || {
            let envelope = waiting.envelope(stack).await?;
            Ok((envelope["waiting"]["cause"]["code"] == "timestamp_authorities").then_some(()))
        })
        .await?;
        ensure!(stack.messages_in("TimestampDeadLettersUrl").await? == 0, "no job has failed");

        // It goes on by itself within the longest pause. The first run tells the sender of the delay.
        trust.resume_timestamping(0);
        trust.resume_timestamping(1);
        for minutes in 1..=5 {
            stack.move_clock(120 + minutes * 60)?;
            tick(stack).await?;
        }
        waiting.reaches(stack, "in_progress").await?;
        waiting.sign_all(stack).await?;
        Ok(())
    });
}
