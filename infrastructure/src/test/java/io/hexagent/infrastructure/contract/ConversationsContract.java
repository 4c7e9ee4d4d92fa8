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
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.ConversationStatus;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.conversation.Conversations.Deletion;
import io.hexagent.domain.conversation.Conversations.Listed;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of conversations promises. */
public abstract class ConversationsContract extends QueueContract {
    private Conversations conversations() {
        return store().conversations();
    }

    private static Conversation of(OwnerId owner, Instant usedAt) {
        return new Conversation(new ConversationId(id("talk")), owner, "A title", Value.Fields.EMPTY, NOON, usedAt);
    }

    @Test
    void ofConversationsWithOneKeyOneIsCreated() throws Exception {
        RequestKey key = aKey();
        var created = new ArrayList<Conversation>();
        var repeated = new ArrayList<String>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Conversation> wanted = new ArrayList<>();
            var done = new ArrayList<Future<Keyed>>();
            for (int i = 0; i < 8; i++) {
                Conversation conversation = aConversation();
                wanted.add(conversation);
                done.add(clients.submit(() -> conversations().add(conversation, Optional.of(key))));
            }
            for (int i = 0; i < wanted.size(); i++) {
                switch (done.get(i).get()) {
                    case Keyed.Created ignored -> created.add(wanted.get(i));
                    case Keyed.Repeated again -> repeated.add(again.resource());
                    case Keyed.Reused reused -> throw new AssertionError(reused);
                }
            }
        }
        assertThat(created).hasSize(1);
        assertThat(repeated).hasSize(7).containsOnly(created.getFirst().id().value());
        Conversation other = aConversation();
        assertThat(conversations().add(other, Optional.of(new RequestKey(key.route(), key.key(), "hash-2"))))
                .isEqualTo(new Keyed.Reused());
        assertThat(conversations().find(OwnerId.LOCAL, other.id())).isEmpty();
    }

    @Test
    void aConversationIsBusyWhileARunIsAndWaitsWhenOneWaits() {
        Conversation conversation = aConversation();
        conversations().add(conversation);
        assertThat(status(conversation)).isEqualTo(ConversationStatus.IDLE);
        Run first = accepted(conversation);
        assertThat(status(conversation)).isEqualTo(ConversationStatus.BUSY);
        Run held = claimed(first.id(), "worker-1").run();
        assertThat(status(conversation)).isEqualTo(ConversationStatus.BUSY);
        append(held, question("r1", Optional.empty()));
        accepted(conversation);
        assertThat(status(conversation)).isEqualTo(ConversationStatus.AWAITING_INPUT);
        store().runControl().cancel(OwnerId.LOCAL, first.id(), NOON);
        assertThat(status(conversation)).isEqualTo(ConversationStatus.BUSY);
    }

    private ConversationStatus status(Conversation conversation) {
        Listed looked = conversations().look(OwnerId.LOCAL, conversation.id()).orElseThrow();
        assertThat(looked.conversation()).isEqualTo(conversation);
        return looked.status();
    }

    @Test
    void conversationsAreListedLastUsedFirstInPages() {
        var owner = new OwnerId(id("owner"));
        Conversation old = of(owner, NOON);
        Conversation late = of(owner, NOON.plusSeconds(2));
        Conversation middle = of(owner, NOON.plusSeconds(1));
        List.of(old, late, middle).forEach(conversations()::add);
        conversations().add(of(OTHER, NOON));
        assertThat(conversations().list(owner, 2, 0))
                .isEqualTo(new Conversations.Page(List.of(idle(late), idle(middle)), 3));
        assertThat(conversations().list(owner, 2, 2)).isEqualTo(new Conversations.Page(List.of(idle(old)), 3));
        assertThat(conversations().list(owner, 2, 9)).isEqualTo(new Conversations.Page(List.of(), 3));
        Run run = aRun(old);
        store().runEvents()
                .begin(old, run, events(new RunEvent.RunStarted(1, "worker-1")))
                .seq();
        assertThat(conversations().list(owner, 9, 0).conversations())
                .containsExactly(idle(late), idle(middle), new Listed(old, ConversationStatus.BUSY));
    }

    private static Listed idle(Conversation conversation) {
        return new Listed(conversation, ConversationStatus.IDLE);
    }

    @Test
    void aConversationIsChangedWhereSomethingIsGiven() {
        Conversation conversation = aConversation();
        conversations().add(conversation);
        var renamed = new Conversation(
                conversation.id(), OwnerId.LOCAL, "New \ufffd name", conversation.metadata(), NOON, NOON);
        assertThat(conversations()
                        .change(OwnerId.LOCAL, conversation.id(), Optional.of("New \0 name"), Optional.empty()))
                .contains(renamed);
        Value.Fields tags = Value.fields().put("tag", "y").build();
        var tagged = new Conversation(conversation.id(), OwnerId.LOCAL, "New \ufffd name", tags, NOON, NOON);
        assertThat(conversations().change(OwnerId.LOCAL, conversation.id(), Optional.empty(), Optional.of(tags)))
                .contains(tagged);
        assertThat(conversations().find(OwnerId.LOCAL, conversation.id())).contains(tagged);
        assertThat(conversations().change(OTHER, conversation.id(), Optional.of("mine"), Optional.empty()))
                .isEmpty();
        Optional<String> title = Optional.of("Later");
        assertThat(conversations()
                        .change(OwnerId.LOCAL, conversation.id(), title, Optional.empty(), NOON.plusSeconds(9)))
                .hasValueSatisfying(later -> assertThat(later.updatedAt()).isEqualTo(NOON.plusSeconds(9)));
        assertThat(conversations()
                        .change(OwnerId.LOCAL, conversation.id(), title, Optional.empty(), NOON.plusSeconds(5)))
                .hasValueSatisfying(earlier -> assertThat(earlier.updatedAt()).isEqualTo(NOON.plusSeconds(9)));
    }

    @Test
    void aConversationIsDeletedWithItsRunsUnlessOneIsLive() {
        Conversation conversation = aConversation();
        Run run = accepted(conversation);
        assertThat(conversations().delete(OwnerId.LOCAL, conversation.id())).isEqualTo(Deletion.LIVE);
        append(claimed(run.id(), "worker-1").run(), completed());
        assertThat(conversations().delete(OTHER, conversation.id())).isEqualTo(Deletion.UNKNOWN);
        assertThat(conversations().delete(OwnerId.LOCAL, conversation.id())).isEqualTo(Deletion.DELETED);
        assertThat(conversations().delete(OwnerId.LOCAL, conversation.id())).isEqualTo(Deletion.UNKNOWN);
        assertThat(conversations().look(OwnerId.LOCAL, conversation.id())).isEmpty();
        assertThat(store().runs().find(OwnerId.LOCAL, run.id())).isEmpty();
        assertThat(store().runEvents().read(run.id(), 0, 10)).isEmpty();
    }
}
