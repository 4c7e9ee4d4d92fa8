package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.OTHER;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.store.Store;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of runs promises. */
public abstract class RunsContract {
    protected abstract Store store();

    /** Lets the store's clock run for a moment beyond the time. */
    protected abstract void pass(Duration time);

    /** What the store's clock says. */
    protected abstract Instant now();

    private Runs runs() {
        return store().runs();
    }

    private Run kept(Run run) {
        var talk = new Conversation(run.conversation(), run.owner(), "t", Value.Fields.EMPTY, NOON, NOON);
        store().runEvents()
                .begin(talk, run, events(new RunEvent.RunStarted(run.attempt(), "w")))
                .seq();
        return run.numbered(runs().find(run.owner(), run.id()).orElseThrow().ordinal());
    }

    private Run aRunOf(OwnerId owner, String id, String conversation, Instant at) {
        return new Run(
                new RunId(id),
                owner,
                new ConversationId(conversation),
                new AgentName("some_Agent-1"),
                new ModelName("local", "org/model/v1"),
                "What \"is\" this?",
                List.of(new DatasetId("d,1"), new DatasetId("d\"2")),
                new RunState.Running("w"),
                new TokenUsage(1, 2),
                5,
                2,
                at);
    }

    private void end(Run run) {
        store().runEvents().append(run.id(), run.epoch(), events(completed())).seq();
    }

    @Test
    void aRunIsReadAsItWasBegun() {
        Run run = kept(aRunOf(OwnerId.LOCAL, id("run"), id("talk"), NOON));
        assertThat(runs().find(OwnerId.LOCAL, run.id())).contains(run);
    }

    @Test
    void anotherOwnersRunIsNotThere() {
        String start = id("mine");
        Run run = kept(aRunOf(OwnerId.LOCAL, start + "-a", id("talk"), NOON));
        end(run);
        assertThat(runs().find(OTHER, run.id())).isEmpty();
        assertThat(runs().findByPrefix(OTHER, start)).isEmpty();
        assertThat(runs().list(OTHER, new Runs.Query(Optional.empty(), Optional.of(run.conversation()), 10, 0)))
                .isEqualTo(new Runs.Page(List.of(), 0));
        assertThat(runs().delete(OTHER, run.id())).isEqualTo(Runs.Deletion.UNKNOWN);
        assertThat(runs().find(OwnerId.LOCAL, run.id())).isPresent();
    }

    @Test
    void aPrefixFindsTheOnlyRunThatStartsWithIt() {
        String start = id("pre%fix_");
        Run one = kept(aRunOf(OwnerId.LOCAL, start + "a1", id("talk"), NOON));
        Run two = kept(aRunOf(OwnerId.LOCAL, start + "a2", id("talk"), NOON));
        kept(aRunOf(OTHER, start + "a11", id("talk"), NOON));
        assertThat(runs().findByPrefix(OwnerId.LOCAL, start + "a1")).contains(one);
        assertThat(runs().findByPrefix(OwnerId.LOCAL, start + "a2")).contains(two);
        assertThat(runs().findByPrefix(OwnerId.LOCAL, start + "a")).isEmpty();
        assertThat(runs().findByPrefix(OwnerId.LOCAL, start + "b")).isEmpty();
        assertThat(runs().findByPrefix(OwnerId.LOCAL, start + "\0")).isEmpty();
        assertThat(runs().findByPrefix(OwnerId.LOCAL, "")).isEmpty();
    }

    @Test
    void runsAreListedNewestFirstInPages() {
        String talk = id("talk");
        Run old = kept(aRunOf(OwnerId.LOCAL, id("run"), talk, NOON));
        Run late = kept(aRunOf(OwnerId.LOCAL, id("run"), talk, NOON.plusSeconds(2)));
        Run middle = kept(aRunOf(OwnerId.LOCAL, id("run"), talk, NOON.plusSeconds(1)));
        kept(aRunOf(OwnerId.LOCAL, id("run"), id("talk"), NOON));
        var ofTalk = Optional.of(new ConversationId(talk));
        assertThat(runs().list(OwnerId.LOCAL, new Runs.Query(Optional.empty(), ofTalk, 2, 0)))
                .isEqualTo(new Runs.Page(List.of(late, middle), 3));
        assertThat(runs().list(OwnerId.LOCAL, new Runs.Query(Optional.empty(), ofTalk, 2, 2)))
                .isEqualTo(new Runs.Page(List.of(old), 3));
        end(middle);
        Runs.Page ended = runs().list(OwnerId.LOCAL, new Runs.Query(Optional.of(RunStatus.COMPLETED), ofTalk, 9, 0));
        assertThat(ended.total()).isEqualTo(1);
        assertThat(ended.runs()).extracting(Run::id).containsExactly(middle.id());
    }

    @Test
    void onlyAnEndedRunIsDeletedAndNothingOfItStays() throws Exception {
        Conversation conversation = aConversation();
        Run run = kept(aRun(conversation));
        assertThat(runs().delete(OwnerId.LOCAL, run.id())).isEqualTo(Runs.Deletion.LIVE);
        assertThat(runs().delete(OwnerId.LOCAL, new RunId(id("none")))).isEqualTo(Runs.Deletion.UNKNOWN);
        Blobs.Kept bytes = put("only this run made it " + run.id());
        Artifact artifact = anArtifact(run, bytes);
        store().artifacts().add(artifact);
        store().checkpoints().put(new Checkpoint(run.id(), 1, "a", "b", "{}"));
        end(run);
        assertThat(runs().delete(OwnerId.LOCAL, run.id())).isEqualTo(Runs.Deletion.DELETED);
        assertThat(runs().find(OwnerId.LOCAL, run.id())).isEmpty();
        assertThat(store().runEvents().read(run.id(), 0, 10)).isEmpty();
        assertThat(store().checkpoints().find(run.id())).isEmpty();
        assertThat(store().artifacts().find(OwnerId.LOCAL, artifact.id())).isEmpty();
        assertThat(store().blobs().open(bytes.hash())).isEmpty();
        assertThat(runs().delete(OwnerId.LOCAL, run.id())).isEqualTo(Runs.Deletion.UNKNOWN);
    }

    @Test
    void bytesThatAnotherRunMadeAsWellStay() {
        Run one = kept(aRun(aConversation()));
        Run two = kept(aRun(aConversation()));
        Blobs.Kept bytes = put("made twice " + one.id());
        store().artifacts().add(anArtifact(one, bytes));
        store().artifacts().add(anArtifact(two, bytes));
        end(one);
        end(two);
        runs().delete(OwnerId.LOCAL, one.id());
        assertThat(store().blobs().open(bytes.hash())).isPresent();
        runs().delete(OwnerId.LOCAL, two.id());
        assertThat(store().blobs().open(bytes.hash())).isEmpty();
    }

    @Test
    void theRunsOfAConversationAreNumberedAndReadInBothDirections() {
        String talk = id("talk");
        List<Run> all = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> kept(aRunOf(OwnerId.LOCAL, id("run"), talk, NOON.minusSeconds(i))))
                .toList();
        var conversation = new ConversationId(talk);
        kept(aRunOf(OTHER, id("run"), talk, NOON));
        assertThat(all).extracting(Run::ordinal).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(runs().ofConversation(OwnerId.LOCAL, conversation, 2, 3)).isEqualTo(all.subList(1, 4));
        assertThat(runs().ofConversation(OwnerId.LOCAL, conversation, 5, 3)).containsExactly(all.get(4));
        assertThat(runs().ofConversation(OwnerId.LOCAL, conversation, 6, 3)).isEmpty();
        assertThat(runs().before(OwnerId.LOCAL, conversation, 4, 2)).containsExactly(all.get(2), all.get(1));
        assertThat(runs().before(OwnerId.LOCAL, conversation, 1, 2)).isEmpty();
        assertThat(runs().ofConversation(OTHER, conversation, 1, 9)).hasSize(1);
    }

    @Test
    void aNumberIsNotGivenTwice() {
        String talk = id("talk");
        Run first = kept(aRunOf(OwnerId.LOCAL, id("run"), talk, NOON));
        end(first);
        Run second = kept(aRunOf(OwnerId.LOCAL, id("run"), talk, NOON));
        end(second);
        runs().delete(OwnerId.LOCAL, second.id());
        assertThat(kept(aRunOf(OwnerId.LOCAL, id("run"), talk, NOON)).ordinal()).isEqualTo(3);
    }

    @Test
    void runsThatEndedLongAgoAreRemoved() {
        Instant longAgo = Instant.parse("1999-01-01T00:00:00Z");
        Run one = endedAt(longAgo);
        Run two = endedAt(longAgo.plusSeconds(1));
        Run three = endedAt(longAgo.plusSeconds(10));
        Run live = kept(aRunOf(OwnerId.LOCAL, id("run"), id("talk"), longAgo));
        Blobs.Kept bytes = put("pruned " + one.id());
        store().artifacts().add(anArtifact(one, bytes));
        assertThat(runs().prune(longAgo.plusSeconds(5), 1)).isEqualTo(1);
        assertThat(runs().prune(longAgo.plusSeconds(5), 9)).isEqualTo(1);
        assertThat(runs().prune(longAgo.plusSeconds(5), 9)).isZero();
        assertThat(runs().find(OwnerId.LOCAL, one.id())).isEmpty();
        assertThat(runs().find(OwnerId.LOCAL, two.id())).isEmpty();
        assertThat(store().runEvents().read(one.id(), 0, 9)).isEmpty();
        assertThat(store().blobs().open(bytes.hash())).isEmpty();
        assertThat(runs().find(OwnerId.LOCAL, three.id())).isPresent();
        assertThat(runs().find(OwnerId.LOCAL, live.id())).isPresent();
        runs().delete(OwnerId.LOCAL, three.id());
    }

    @Test
    void keysOfRequestsAreForgottenWithTime() {
        var key = new RequestKey("POST /threads", id("key"), "hash-1");
        Conversation first = aConversation();
        store().conversations().add(first, Optional.of(key));
        pass(Duration.ofMillis(20));
        runs().forgetRequests(now().minus(Duration.ofMinutes(1)));
        assertThat(added(key)).isEqualTo(new Keyed.Repeated(first.id().value()));
        runs().prune(now().plus(Duration.ofMinutes(1)), 10);
        assertThat(added(key))
                .as("how long runs are kept says nothing about keys")
                .isEqualTo(new Keyed.Repeated(first.id().value()));
        runs().forgetRequests(now().plus(Duration.ofMinutes(1)));
        assertThat(added(key)).isEqualTo(new Keyed.Created());
        assertThat(store().conversations().find(OwnerId.LOCAL, first.id())).isPresent();
    }

    private Keyed added(RequestKey key) {
        return store().conversations().add(aConversation(), Optional.of(key));
    }

    @Test
    void whatLivingRunsShareWithRemovedOnesStays() throws Exception {
        Instant longAgo = Instant.parse("1998-01-01T00:00:00Z");
        Run old = endedAt(longAgo);
        Run young = kept(aRunOf(OwnerId.LOCAL, id("run"), old.conversation().value(), NOON));
        Blobs.Kept bytes = put("shared " + old.id());
        Artifact gone = anArtifact(old, bytes);
        Artifact stays = anArtifact(young, bytes);
        store().artifacts().add(gone);
        store().artifacts().add(stays);
        store().checkpoints().put(new Checkpoint(young.id(), 1, "a", "b", "{}"));
        store().runEvents()
                .append(young.id(), young.epoch(), events(new RunEvent.AgentThought("hm")))
                .seq();
        assertThat(runs().prune(longAgo.plusSeconds(1), 10)).isEqualTo(1);
        assertThat(store().artifacts().find(OwnerId.LOCAL, gone.id())).isEmpty();
        assertThat(store().artifacts().find(OwnerId.LOCAL, stays.id())).contains(stays);
        assertThat(store().blobs().open(bytes.hash())).isPresent();
        assertThat(store().checkpoints().find(young.id())).isPresent();
        assertThat(store().runEvents().read(young.id(), 0, 9)).hasSize(2);
        assertThat(store().conversations().find(OwnerId.LOCAL, old.conversation()))
                .isPresent();
        assertThat(kept(aRunOf(OwnerId.LOCAL, id("run"), old.conversation().value(), NOON))
                        .ordinal())
                .as("numbers go on")
                .isEqualTo(3);
    }

    private Run endedAt(Instant at) {
        Run run = kept(aRunOf(OwnerId.LOCAL, id("run"), id("talk"), at));
        store().runEvents()
                .append(run.id(), run.epoch(), List.of(new StampedEvent(at, completed())))
                .seq();
        return run;
    }

    private Blobs.Kept put(String text) {
        return store().blobs().put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1000);
    }

    private static Artifact anArtifact(Run run, Blobs.Kept bytes) {
        return new Artifact(
                new ArtifactId(id("art")),
                run.owner(),
                run.id(),
                run.conversation(),
                ArtifactKind.FILE,
                "A file",
                List.of(new Artifact.Rendition("text/plain", bytes.hash(), bytes.bytes())),
                NOON);
    }
}
